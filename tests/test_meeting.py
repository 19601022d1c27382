"""A meeting: its agenda, what is taken down in it, and what it changes in the plan."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from planlib.close import close_plan
from planlib.errors import ConflictError, InvalidError, RefusedError
from planlib.locale import language
from planlib.meeting import running
from planlib.meeting.adjusting import Subject, adjust, subjects
from planlib.meeting.agenda import Item, ItemKind, agenda, items_of, untold
from planlib.meeting.running import By, Outcome, settled
from planlib.meeting.words import adjusted, item_title
from planlib.model import (
    Actual,
    Budget,
    CheckIn,
    Decision,
    Kpi,
    Meeting,
    Milestone,
    Objective,
    Person,
    Plan,
    PlanKey,
    Record,
    Spend,
    Target,
    Team,
)
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, history, record, rows_of, undo
from planlib.told import told
from planlib.vocabulary import ChangeKind, Confidence, DecisionKind, Measure, ObjectiveKind, PlanState, Signal, Status

MARCH, APRIL = PlanKey("t", date(2025, 3, 1)), PlanKey("t", date(2025, 4, 1))
AT = datetime(2025, 3, 21, 9, tzinfo=UTC)
TODAY = date(2025, 3, 21)
_ = language("en")


@pytest.fixture
def plan(store: Store) -> Store:
    """Give a plan in March: sales behind, returns on track, margin without data, ads over; April follows."""
    month = MARCH._asdict()
    sum_up = {"team": "t", "measure": Measure.COUNT}
    rows: dict[str, list[Record]] = {
        "teams": [Team(team="t", code="shop", country="")],
        "people": [Person(person="p", team="t", name_en="Wang Fang"), Person(person="q", team="t", name_en="Li Na")],
        "plans": [Plan(**MARCH._asdict(), state=PlanState.ACTIVE), Plan(**APRIL._asdict(), state=PlanState.ACTIVE)],
        "objectives": [Objective(**month, objective="o", code="O", kind=ObjectiveKind.QUALITATIVE, title_en="Grow")],
        "milestones": [Milestone(**month, milestone="m", objective="o", title_en="Sign", due=date(2025, 3, 28))],
        "kpis": [
            Kpi(kpi="sales", code="sales", name_en="Sales", owner="p", **sum_up),
            Kpi(kpi="orders", code="orders", name_en="Orders", **sum_up),
            Kpi(kpi="margin", code="margin", name_en="Margin", team="t", measure=Measure.PERCENT),
        ],
        "targets": [
            Target(**month, kpi="sales", target=Decimal(3100), objective="o"),
            Target(**month, kpi="orders", target=Decimal(310)),
            Target(**month, kpi="margin", lower=Decimal("0.1"), upper=Decimal("0.2")),
        ],
        "actuals": [
            Actual(kpi=kpi, day=date(2025, 3, number), value=Decimal(value))
            for kpi, value in (("sales", 50), ("orders", 10))
            for number in range(1, 21)
        ],
        "budgets": [
            Budget(**month, line="ads", code="ads", name_en="Ads", original=Decimal(100)),
            Budget(**month, line="rent", code="rent", name_en="Rent", original=Decimal(100)),
        ],
        "spend": [
            Spend(line=line, payment=line, day=date(2025, 3, 3), amount=Decimal(amount))
            for line, amount in (("ads", 120), ("rent", 60))
        ],
    }
    write(store, **rows)
    return store


def write(store: Store, **rows: Sequence[Record]) -> None:
    writes = [Write(table, records) for table, records in rows.items()]
    assert record(store, writes, actor="a", kind=ChangeKind.EDIT, at=AT, reason="r", plan=MARCH)


def seen(store: Store, plan: PlanKey = MARCH, today: date = TODAY) -> Snapshot:
    return open_snapshot(store, "a", plan, today=today)


def keys(snapshot: Snapshot) -> list[str]:
    return [item.key for item in agenda(snapshot, TODAY)]


def start(store: Store, plan: PlanKey = MARCH) -> Meeting:
    snapshot = seen(store, plan)
    return running.start(store, plan, agenda(snapshot, TODAY), snapshot.day, by(store))


def by(store: Store, unseen: int = 0, day: date = TODAY) -> By:
    """Return who records, having seen everything but the last few changes."""
    last = store.last_change()
    return By("mei", AT + timedelta(minutes=last), day, last - unseen)


def act(meeting: Meeting, text: str = "Call the ten largest", **more: Any) -> Decision:
    fields: dict[str, Any] = {"owner": "p", "due": date(2025, 3, 28)} | more
    return running.note(meeting, DecisionKind.ACTION, "kpi:sales", By("mei", AT, TODAY, 0), text=text, **fields)


def target(store: Store, kpi: str = "sales") -> Target:
    found: Target = current(store, "targets", where={**MARCH._asdict(), "kpi": kpi})[0].record
    return found


def sales_to(store: Store, meeting: Meeting, value: str, why: str = "The fair was called off", unseen: int = 0) -> None:
    aim = Subject("targets", "sales", ("target",))
    adjust(_, store, meeting, aim, {"target": value}, why, by(store, unseen))


# the agenda


def test_the_agenda_is_what_needs_a_word_in_its_order(plan: Store) -> None:
    assert keys(seen(plan)) == ["kpi:sales", "line:ads", "untold", "other", "end"]
    ended = Meeting(**MARCH._asdict(), meeting="x", day=TODAY, data_day=TODAY, known_at=1)
    asked = Decision(decision="d", team="t", kind=DecisionKind.ACTION, day=TODAY, text="Do it", owner="p", due=TODAY)
    fears = CheckIn(kpi="orders", week=date(2025, 3, 17), confidence=Confidence.AT_RISK, text="The fair")
    write(plan, meetings=[ended], decisions=[asked], check_ins=[fears])
    talked_about = ["actions", "changed", "kpi:sales", "kpi:orders", "line:ads", "untold", "other", "end"]
    assert keys(seen(plan)) == talked_about


def test_a_check_in_counts_for_two_weeks_and_the_last_one_says(plan: Store) -> None:
    old = CheckIn(kpi="orders", week=date(2025, 3, 3), confidence=Confidence.OFF_TRACK)
    write(plan, check_ins=[old])
    assert "kpi:orders" not in keys(seen(plan))
    write(plan, check_ins=[CheckIn(kpi="orders", week=date(2025, 3, 10), confidence=Confidence.OFF_TRACK)])
    assert "kpi:orders" in keys(seen(plan))
    write(plan, check_ins=[CheckIn(kpi="orders", week=date(2025, 3, 17), confidence=Confidence.ON_TRACK)])
    assert "kpi:orders" not in keys(seen(plan))


def test_kpis_without_data_or_this_weeks_check_in_are_one_item(plan: Store) -> None:
    silent = [(one.line.kpi.kpi, one.data, one.check_in) for one in untold(seen(plan), TODAY)]
    assert silent == [("sales", False, True), ("margin", True, False)], "the owner of sales has said nothing"
    write(plan, check_ins=[CheckIn(kpi="sales", week=date(2025, 3, 17), confidence=Confidence.OFF_TRACK, text="Late")])
    assert [one.line.kpi.kpi for one in untold(seen(plan), TODAY)] == ["margin"]


def test_a_kpi_that_is_well_is_talked_about_once_its_process_got_worse(plan: Store) -> None:
    before = [
        Actual(kpi="orders", day=date(2024, 9, 1) + timedelta(days=day), value=Decimal(40 + day % 3))
        for day in range(176)
    ]
    write(plan, actuals=before)
    line = seen(plan).kpi("orders")
    assert (line.status, line.signal) == (Status.ON_TRACK, Signal.BELOW_LIMIT)
    assert "kpi:orders" in keys(seen(plan))


def test_items_are_called_by_their_things(plan: Store) -> None:
    snapshot = seen(plan)
    titles = [item_title(_, snapshot, item) for item in agenda(snapshot, TODAY)]
    assert titles == ["Sales", "Ads", "Without data or check-in", "Any other business", "What was decided"]
    assert item_title(_, snapshot, Item(ItemKind.KPI, "gone")) == "no longer in the plan"


# start and end


def test_a_second_start_joins_the_meeting(plan: Store) -> None:
    first = start(plan)
    changes = plan.last_change()
    sales_to(plan, first, "1000")
    assert start(plan) == first
    assert plan.last_change() == changes + 1
    assert first.data_day == date(2025, 3, 20)
    assert items_of(first)[0] == Item(ItemKind.KPI, "sales"), "the items stay as they were at the start"


def test_two_who_start_at_once_hold_one_meeting(plan: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        held = list(pool.map(lambda _n: start(plan), range(4)))
    assert len({meeting.meeting for meeting in held}) == 1
    assert len(current(plan, "meetings")) == 1


def test_the_end_keeps_the_last_change_and_the_next_meeting_is_another_one(plan: Store) -> None:
    first = start(plan)
    sales_to(plan, first, "1000")
    known = plan.last_change()
    over = running.end(plan, first, by(plan))
    assert (over.known_at, over.day) == (known, TODAY)
    assert running.end(plan, first, by(plan)) == over, "ended once"
    assert running.running([over], MARCH) is None
    with pytest.raises(RefusedError, match="meeting_over"):
        running.take_down(plan, first, act(first), by(plan))
    with pytest.raises(RefusedError, match="meeting_over"):
        sales_to(plan, first, "900")
    assert start(plan).meeting != first.meeting


def test_a_meeting_whose_start_was_taken_back_can_be_held_again(plan: Store) -> None:
    first = start(plan)
    undo(plan, running.begun(plan, first).change_id, actor="mei", at=AT)
    with pytest.raises(RefusedError, match="meeting_gone"):
        running.take_down(plan, first, act(first), by(plan))
    start(plan)
    assert len(current(plan, "meetings")) == 1


def test_a_closed_plan_holds_no_meeting(plan: Store) -> None:
    close_plan(plan, MARCH, "over", "mei", AT, date(2025, 4, 2))
    with pytest.raises(RefusedError, match="plan_closed"):
        start(plan)


# decisions and actions


def test_what_is_taken_down_can_be_corrected_and_taken_back(plan: Store) -> None:
    meeting = start(plan)
    taken = running.note(meeting, DecisionKind.DECISION, "other", by(plan), text="No fair this year")
    running.take_down(plan, meeting, taken, by(plan))
    better = running.checked(taken.model_dump() | {"text": "No fair before May"})
    running.take_down(plan, meeting, better, by(plan))
    assert [one.text for one in seen(plan).decisions] == ["No fair before May"]
    with pytest.raises(ConflictError):
        running.take_back(plan, meeting, taken, by(plan, unseen=1))
    running.take_back(plan, meeting, better, by(plan))
    assert seen(plan).decisions == ()
    assert {change.kind for change in history(plan, table="decisions")} == {ChangeKind.MEETING}


def test_an_action_needs_who_and_when_and_all_of_a_text(plan: Store) -> None:
    meeting = start(plan)
    for missing in ("owner", "due"):
        nobody: dict[str, Any] = {missing: None}
        with pytest.raises(InvalidError) as refused:
            act(meeting, **nobody)
        assert refused.value.problems[0].parameters == {"reason": "action_needs_owner_and_due"}
    with pytest.raises(InvalidError) as refused:
        act(meeting, text="  ")
    assert [(problem.code, problem.column) for problem in refused.value.problems] == [("missing_value", "text")]


def test_who_is_not_in_the_team_yet_comes_with_the_action(plan: Store) -> None:
    assert running.owner(plan, "t", "q") == ("q", [])
    assert running.owner(plan, "t", "Li Na") == ("q", [])
    meeting, (person, people) = start(plan), running.owner(plan, "t", "顾欣")
    running.take_down(plan, meeting, act(meeting, owner=person), by(plan), people)
    new = seen(plan).person(person)
    assert new is not None
    assert (new.name_zh, history(plan, limit=1)[0].counts) == ("顾欣", {"people": 1, "decisions": 1})


def test_an_action_of_a_closed_month_is_on_the_next_agenda_until_it_is_done(plan: Store) -> None:
    meeting = start(plan)
    running.take_down(plan, meeting, act(meeting), by(plan))
    running.end(plan, meeting, by(plan))
    close_plan(plan, MARCH, "over", "mei", AT, date(2025, 4, 2))
    april = seen(plan, APRIL, date(2025, 4, 3))
    assert keys(april)[:2] == ["actions", "changed"]
    running.done(plan, APRIL, april.open_actions[0], by(plan, day=date(2025, 4, 3)))
    april = seen(plan, APRIL, date(2025, 4, 3))
    assert april.open_actions == ()
    assert keys(april)[0] == "changed"


def test_what_became_of_actions(plan: Store) -> None:
    meeting = start(plan)
    for text in ("a", "b", "c", "d"):
        running.take_down(plan, meeting, act(meeting, text), by(plan))
    before = sorted(seen(plan).open_actions, key=lambda action: action.text)
    a, b, c, _d = before
    running.done(plan, MARCH, a, by(plan))
    running.move(plan, MARCH, b, date(2025, 4, 4), by(plan))
    with pytest.raises(RefusedError, match="reason_needed"):
        running.drop(plan, MARCH, c, " ", by(plan))
    running.drop(plan, MARCH, c, "The supplier is gone", by(plan))
    assert history(plan, limit=1)[0].reason == "The supplier is gone"
    told = settled(before, seen(plan).decisions)
    assert [(one.before.text, one.outcome) for one in told] == [
        ("a", Outcome.DONE),
        ("b", Outcome.MOVED),
        ("c", Outcome.DROPPED),
    ]
    for one in told:
        running.rewrite(plan, MARCH, one.before, by(plan))
    assert settled(before, seen(plan).decisions) == ()


def test_how_often_an_action_was_moved_is_counted_from_the_end_of_its_meeting(plan: Store) -> None:
    meeting = start(plan)
    running.take_down(plan, meeting, act(meeting), by(plan))
    action = seen(plan).open_actions[0]
    running.take_down(plan, meeting, action.model_copy(update={"due": date(2025, 3, 27)}), by(plan))
    assert seen(plan).moves == {}, "a slip of the pen"
    running.end(plan, meeting, by(plan))
    for due in (date(2025, 4, 4), date(2025, 4, 11)):
        running.move(plan, MARCH, action, due, by(plan))
    assert seen(plan).moves == {action.decision: 2}


def test_the_history_tells_every_step_of_a_meeting(plan: Store) -> None:
    meeting = start(plan)
    running.take_down(plan, meeting, act(meeting), by(plan))
    running.done(plan, MARCH, seen(plan).open_actions[0], by(plan))
    running.end(plan, meeting, by(plan))
    steps = [change.change_id for change in reversed(history(plan, limit=4))]
    rows = [told(_, plan, MARCH, rows_of(plan, step), step)[0] for step in steps]
    assert rows == [
        ("meeting · 2025-03-21", "—", "is being held"),
        ("action · Sales · 2025-03-21", "—", "Call the ten largest · due 28 Mar"),
        (
            "action · Sales · 2025-03-21",
            "Call the ten largest · due 28 Mar",
            "Call the ten largest · due 28 Mar · done",
        ),
        ("meeting · 2025-03-21", "is being held", "is over"),
    ]


# adjustments


def test_an_adjustment_and_its_decision_are_one_change_and_go_together(plan: Store) -> None:
    meeting = start(plan)
    before = plan.last_change()
    sales_to(plan, meeting, "2,800")
    change = history(plan, limit=1)[0]
    assert (change.change_id, change.kind, change.plan) == (before + 1, ChangeKind.MEETING, MARCH)
    assert (change.reason, change.counts) == ("The fair was called off", {"targets": 1, "decisions": 1})
    snapshot = seen(plan)
    taken = snapshot.decisions[0]
    assert (taken.kind, taken.about, taken.what) == (DecisionKind.ADJUSTMENT, "kpi:sales", "targets.target")
    assert adjusted(_, snapshot, taken) == ("Sales", "Target", "3,100", "2,800")
    assert target(plan).target == 2800
    running.take_back(plan, meeting, taken, by(plan))
    assert (target(plan).target, seen(plan).decisions) == (3100, ())


def test_every_kind_of_adjustment_is_read_as_on_the_page_plan(plan: Store) -> None:
    meeting = start(plan)
    cases: list[tuple[Subject, dict[str, Any], list[str]]] = [
        (Subject("targets", "margin", ("lower", "upper")), {"lower": "12%", "upper": "22%"}, ["12%", "22%"]),
        (Subject("targets", "sales", ("weight",)), {"weight": "2"}, ["2"]),
        (Subject("kpis", "orders", ("owner",)), {"owner": "q"}, ["Li Na"]),
        (Subject("budgets", "ads", ("revised",)), {"revised": "1.5万"}, ["¥15,000"]),
        (Subject("budgets", "ads", ("revised",)), {"revised": "12000"}, ["¥12,000"]),
        (Subject("objectives", "o", ("due",)), {"due": date(2025, 3, 30)}, ["30 Mar"]),
        (Subject("milestones", "m", ("due",)), {"due": date(2025, 3, 31)}, ["31 Mar"]),
    ]
    for subject, cells, after in cases:
        adjust(_, plan, meeting, subject, cells, "why", by(plan))
        snapshot = seen(plan)
        made = [one for one in snapshot.decisions if one.about == subject.about][: len(subject.fields)]
        assert sorted(adjusted(_, snapshot, one).after for one in made) == after


def test_an_adjustment_that_would_not_hold_is_refused(plan: Store) -> None:
    meeting, before = start(plan), target(plan)
    changes = plan.last_change()
    with pytest.raises(RefusedError, match="reason_needed"):
        sales_to(plan, meeting, "1000", why=" ")
    with pytest.raises(RefusedError, match="as_it_stands"):
        sales_to(plan, meeting, "3100.0")
    for value, code in (("many", "bad_number"), ("1e30", "out_of_range")):
        with pytest.raises(InvalidError) as refused:
            sales_to(plan, meeting, value)
        assert [problem.code for problem in refused.value.problems] == [code]
    span = Subject("targets", "margin", ("lower", "upper"))
    with pytest.raises(InvalidError):
        adjust(_, plan, meeting, span, {"lower": "30%", "upper": "20%"}, "why", by(plan))
    assert (plan.last_change(), target(plan)) == (changes, before)


def test_whoever_was_faster_is_not_overwritten(plan: Store) -> None:
    meeting = start(plan)
    write(plan, targets=[target(plan).model_copy(update={"target": Decimal(3000)})])
    with pytest.raises(ConflictError) as conflict:
        sales_to(plan, meeting, "1000", unseen=1)
    assert conflict.value.conflicts[0].theirs is not None
    assert conflict.value.conflicts[0].theirs["target"] == 3000
    sales_to(plan, meeting, "1000")
    assert target(plan).target == 1000


def test_an_item_offers_what_belongs_to_it(plan: Store) -> None:
    snapshot = seen(plan)
    of_sales = [(one.table, one.fields) for one in subjects(snapshot, Item(ItemKind.KPI, "sales"))]
    assert of_sales == [
        ("targets", ("target",)),
        ("targets", ("weight",)),
        ("kpis", ("owner",)),
        ("objectives", ("due",)),
        ("objectives", ("owner",)),
        ("milestones", ("due",)),
    ]
    assert subjects(snapshot, Item(ItemKind.LINE, "ads")) == [Subject("budgets", "ads", ("revised",))]
    everything = subjects(snapshot, Item(ItemKind.OTHER))
    assert Subject("targets", "margin", ("lower", "upper")) in everything
    assert {one.table for one in everything} == {"targets", "kpis", "budgets", "objectives", "milestones"}
