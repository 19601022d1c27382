"""What happened to a KPI over the month, as its time line tells it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from planlib import charts
from planlib.locale import language
from planlib.model import Actual, CalendarDay, Decision, Record, Target
from planlib.snapshot import Event, EventKind
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, record, undo
from planlib.vocabulary import ChangeKind, DecisionKind
from tests.test_snapshot import KEY, add_kpi, day, opened
from tests.test_snapshot import plan as plan  # the fixture
from ui.events import event_marks

READER = charts.Reader(language("en"), charts.LIGHT, "CNY")


def at(number: int, month: int = 3) -> datetime:
    """Return late on a day in UTC: in Shanghai, where the team is, it is the next one."""
    return datetime(2025, month, number, 20, tzinfo=UTC)


def write(store: Store, moment: datetime, table: str, *rows: Record, **more: Any) -> Change:
    change = record(store, [Write(table, rows, **more)], actor="mei", kind=ChangeKind.EDIT, at=moment, reason="why")
    assert change is not None
    return change


def actual(number: int, value: int, segment: str = "") -> Actual:
    return Actual(kpi="sales", day=day(number), segment=segment, value=Decimal(value))


def target(goal: int, baseline: int | None = None) -> Target:
    fields = {"target": Decimal(goal), "baseline": None if baseline is None else Decimal(baseline)}
    return Target(team="t", month=KEY.month, kpi="sales", **fields)


def events(store: Store) -> list[tuple[int, EventKind, str]]:
    return [(one.day.day, one.kind, one.text) for one in opened(store).events("sales")]


def test_uploads_and_corrections_of_the_month_are_told_by_their_day(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    before = Actual(kpi="sales", day=date(2025, 2, 3), value=Decimal(1))
    write(plan, at(3), "actuals", actual(3, 5), actual(3, 5, "east"), before)
    write(plan, at(4), "actuals", actual(3, 6), actual(4, 5))
    write(plan, at(5), "actuals", removed=[("sales", day(4), "")])
    mistaken = write(plan, at(6), "actuals", actual(6, 5))
    undo(plan, mistaken.change_id, actor="mei", at=at(7), reason="wrong file")
    write(plan, at(10), "actuals", before.model_copy(update={"value": Decimal(2)}))
    found = opened(plan).events("sales")
    assert [(one.day.day, one.kind, one.values and one.values[1:4]) for one in found] == [
        (4, EventKind.UPLOAD, (2, 0, 0)),
        (5, EventKind.RESTATEMENT, (1, 1, 0)),
        (6, EventKind.RESTATEMENT, (0, 0, 1)),
    ]


def test_changes_of_the_target_are_told_from_the_month_s_first_day_on(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    write(plan, at(20, 2), "targets", target(200))
    write(plan, at(5), "targets", target(200, 190))
    write(plan, at(12), "targets", target(220, 190))
    (found,) = opened(plan).events("sales")
    assert (found.day, found.kind, found.change and found.change.reason) == (day(13), EventKind.TARGET, "why")
    assert [tuple(move) for move in found.moves] == [("target", 200, 220)]


def test_decisions_about_the_kpi_are_told_and_an_adjustment_once(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    write(plan, at(12), "targets", target(220))
    common: dict[str, Any] = {"team": "t", "day": day(14), "about": "kpi:sales"}
    decided = [
        Decision(decision="a", kind=DecisionKind.DECISION, text="we stay", **common),
        Decision(decision="b", kind=DecisionKind.DECISION, text="another", **{**common, "about": "kpi:other"}),
        Decision(decision="c", kind=DecisionKind.DECISION, text="before", **{**common, "day": date(2025, 2, 14)}),
        Decision(decision="d", kind=DecisionKind.ADJUSTMENT, text="up", what="targets.target", after="220", **common),
        Decision(decision="e", kind=DecisionKind.ADJUSTMENT, text="lower", what="targets.lower", after="9", **common),
    ]
    write(plan, at(13), "decisions", *decided)
    assert events(plan) == [
        (13, EventKind.TARGET, ""),
        (14, EventKind.DECISION, "we stay"),
        (14, EventKind.DECISION, "lower"),
    ]


def test_holidays_take_in_their_weekend_and_working_weekends_are_told(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    days = [CalendarDay(team="t", day=day(7), working=False, name="Spring day")]
    write(plan, at(1), "calendar_days", *days, CalendarDay(team="t", day=day(15), working=True))
    found = opened(plan).events("sales")
    assert [(one.day, one.last, one.text) for one in found] == [(day(7), day(9), "Spring day"), (day(15), None, "")]


def test_what_was_decided_is_marked_and_days_off_are_shaded(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    write(plan, at(3), "actuals", actual(3, 5))
    write(plan, at(12), "targets", target(220))
    write(plan, at(1), "calendar_days", CalendarDay(team="t", day=day(7), working=False, name="Spring day"))
    snapshot = opened(plan)
    line = snapshot.kpi("sales")
    happened: tuple[Event, ...] = snapshot.events("sales")
    marks = event_marks(READER.language, line, happened, "CNY")
    assert marks == [charts.Event(day(7), "", day(9)), charts.Event(day(13), "Target 210 → 220")]
    days = snapshot.day_by_day("sales")
    bare, marked = charts.target_path(line, days, READER), charts.target_path(line, days, READER, marks)
    (drawn,) = marked.data[len(bare.data) :]
    assert (list(drawn.x), list(drawn.customdata)) == ([day(13)], ["Target 210 → 220"])
    assert len(marked.layout.shapes) - len(bare.layout.shapes) == 1
