"""Check-ins: when words are needed, what replaces what, and who is still to say something."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from planlib.errors import RefusedError
from planlib.meeting.check_in import due, give, said_of, score_to_explain
from planlib.model import Actual, CheckIn, Kpi, Person, Plan, PlanKey, Record, Target, Team
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, history, record, rows_of
from planlib.vocabulary import ChangeKind, Confidence, Measure, PlanState

MARCH = PlanKey("t", date(2025, 3, 1))
FRIDAY = date(2025, 3, 21)
WEEK = date(2025, 3, 17)
AT = datetime(2025, 3, 21, 9, tzinfo=UTC)


@pytest.fixture
def plan(store: Store) -> Store:
    """Give a plan in March: sales score half of what is expected, orders 0.89 of it, margin all; stock has no aim."""
    month, kpi = MARCH._asdict(), {"team": "t", "measure": Measure.COUNT}
    values = {"sales": Decimal(50), "orders": Decimal("8.99"), "margin": Decimal(10)}
    rows: dict[str, list[Record]] = {
        "teams": [Team(team="t", code="shop", country="")],
        "people": [Person(person="p", team="t", name_en="Wang Fang"), Person(person="q", team="t", name_en="Li Na")],
        "plans": [Plan(**month, state=PlanState.ACTIVE)],
        "kpis": [
            *(Kpi(kpi=name, code=name, owner="p", **kpi) for name in (*values, "stock")),
            Kpi(kpi="nobodys", code="nobodys", **kpi),
        ],
        "targets": [
            Target(**month, kpi="sales", target=Decimal(3100)),
            Target(**month, kpi="orders", target=Decimal(310)),
            Target(**month, kpi="margin", target=Decimal(310)),
            Target(**month, kpi="stock"),
            Target(**month, kpi="nobodys", target=Decimal(310)),
        ],
        "actuals": [
            Actual(kpi=name, day=date(2025, 3, number), value=value)
            for name, value in values.items()
            for number in range(1, 21)
        ],
    }
    write(store, **rows)
    return store


def write(store: Store, **rows: list[Record]) -> None:
    writes = [Write(table, records) for table, records in rows.items()]
    assert record(store, writes, actor="a", kind=ChangeKind.EDIT, at=AT, reason="r", plan=MARCH)


def seen(store: Store) -> Snapshot:
    return open_snapshot(store, "a", MARCH, today=FRIDAY)


def say(
    store: Store, kpi: str, confidence: Confidence, text: str = "", day: date = FRIDAY, person: str | None = "p"
) -> Change | None:
    now = seen(store)
    at = AT + timedelta(minutes=store.last_change())
    return give(store, now, now.kpi(kpi), confidence, text, person=person, day=day, actor="mei", at=at)


def standing(store: Store) -> list[CheckIn]:
    return [stored.record for stored in current(store, "check_ins")]


@pytest.mark.parametrize(
    ("kpi", "confidence", "code"),
    [
        ("margin", Confidence.ON_TRACK, None),
        ("margin", Confidence.AT_RISK, "explain_confidence"),
        ("margin", Confidence.OFF_TRACK, "explain_confidence"),
        ("orders", Confidence.ON_TRACK, "explain_score"),
        ("sales", Confidence.OFF_TRACK, "explain_confidence"),
        ("stock", Confidence.ON_TRACK, None),
    ],
)
@pytest.mark.parametrize("blank", ["", "  \n"])
def test_words_are_needed_where_the_month_is_in_danger(
    plan: Store, kpi: str, confidence: Confidence, code: str | None, blank: str
) -> None:
    if code is None:
        assert say(plan, kpi, confidence, blank)
    else:
        with pytest.raises(RefusedError) as refused:
            say(plan, kpi, confidence, blank)
        assert refused.value.code == code
        assert standing(plan) == []
    change = say(plan, kpi, confidence, "Two shops closed")
    assert change is not None
    assert (change.kind, change.counts, change.plan) == (ChangeKind.MEETING, {"check_ins": 1}, MARCH)
    assert standing(plan) == [CheckIn(kpi=kpi, week=WEEK, confidence=confidence, text="Two shops closed", person="p")]


def test_the_plan_may_set_another_score_below_which_words_are_needed(plan: Store) -> None:
    assert score_to_explain(seen(plan), seen(plan).kpi("orders")) == Decimal("0.89")
    write(plan, plans=[Plan(**MARCH._asdict(), state=PlanState.ACTIVE, explain_below=Decimal("0.5"))])
    assert say(plan, "orders", Confidence.ON_TRACK)
    assert score_to_explain(seen(plan), seen(plan).kpi("sales")) is None
    write(plan, plans=[Plan(**MARCH._asdict(), state=PlanState.ACTIVE, explain_below=Decimal("0.51"))])
    with pytest.raises(RefusedError) as refused:
        say(plan, "sales", Confidence.ON_TRACK)
    assert refused.value.parameters == {"score": Decimal("0.5"), "limit": Decimal("0.51")}


def test_a_later_one_of_the_week_replaces_the_first_and_the_history_keeps_both(plan: Store) -> None:
    say(plan, "sales", Confidence.AT_RISK, "slow", day=WEEK)
    second = say(plan, "sales", Confidence.OFF_TRACK, "slower", person="q")
    assert say(plan, "sales", Confidence.OFF_TRACK, " slower ", person="q") is None
    say(plan, "sales", Confidence.AT_RISK, "before", day=WEEK - timedelta(days=1))
    assert [(one.week, one.text) for one in said_of(seen(plan), "sales")] == [
        (WEEK, "slower"),
        (WEEK - timedelta(days=7), "before"),
    ]
    assert second is not None
    (row,) = rows_of(plan, second.change_id)
    assert (row.before.text, row.after.text, row.after.person) == ("slow", "slower", "q")  # type: ignore[union-attr]
    assert len(history(plan, table="check_ins", key=("sales", WEEK))) == 2


def test_after_the_month_it_is_about_the_month_s_last_week_and_after_its_close_refused(plan: Store) -> None:
    say(plan, "sales", Confidence.OFF_TRACK, "missed", day=date(2025, 4, 9))
    assert [one.week for one in said_of(seen(plan), "sales")] == [date(2025, 3, 31)]
    write(plan, plans=[Plan(**MARCH._asdict(), state=PlanState.CLOSED)])
    with pytest.raises(RefusedError) as refused:
        say(plan, "sales", Confidence.OFF_TRACK, "still")
    assert (refused.value.code, refused.value.parameters["plan"]) == ("plan_closed", "shop/2025-03")


def test_those_with_an_owner_and_an_aim_are_due_until_something_is_said_this_week(plan: Store) -> None:
    def left() -> list[str]:
        return [line.kpi.code for line in due(seen(plan), FRIDAY)]

    assert left() == ["sales", "orders", "margin"]
    say(plan, "sales", Confidence.AT_RISK, "last week", day=WEEK - timedelta(days=1))
    say(plan, "orders", Confidence.AT_RISK, "this week")
    assert left() == ["sales", "margin"]
    write(plan, plans=[Plan(**MARCH._asdict(), state=PlanState.DRAFT)])
    assert left() == []
