"""Changes: what they write, what refuses them, who was faster, and taking them back."""

import threading
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from planlib.errors import ConflictError, InvalidError, NotFoundError, Problem, RefusedError
from planlib.model import Actual, Budget, Kpi, Milestone, Objective, Person, Plan, PlanKey, Record, Spend, Target, Team
from planlib.store.connect import Store
from planlib.store.ledger import (
    Change,
    FileInfo,
    RowChange,
    Write,
    change_at,
    current,
    history,
    record,
    rows_of,
    undo,
)
from planlib.vocabulary import ChangeKind, Frequency, ObjectiveKind, PlanState

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
PLAN = PlanKey("t", MARCH)
AT = datetime(2026, 3, 9, 8, tzinfo=UTC)
TEAM = Team(team="t", code="ops")
SALES = Kpi(kpi="k", team="t", code="sales", name_zh="销售额")
RENT = Budget(team="t", month=MARCH, line="l", code="rent", original=Decimal(500))


def actual(day: int, value: str, segment: str = "", kpi: str = "k") -> Actual:
    return Actual(kpi=kpi, day=MARCH.replace(day=day), segment=segment, value=Decimal(value))


def save(store: Store, *writes: Write, kind: ChangeKind = ChangeKind.EDIT, **given: Any) -> Change | None:
    return record(store, writes, **{"actor": "mei", "kind": kind, "at": AT, **given})


def take_back(store: Store, change_id: int, **given: Any) -> Change:
    return undo(store, change_id, actor="li", at=AT, **given)


def rows(store: Store, table: str, **given: Any) -> list[Record]:
    return [stored.record for stored in current(store, table, **given)]


@pytest.fixture
def plan(store: Store) -> Store:
    """Give a store whose change 1 set up a draft plan with one row of each kind."""
    save(
        store,
        Write("teams", [TEAM]),
        Write("people", [Person(person="p", team="t", name_zh="王敏")]),
        Write("plans", [Plan(team="t", month=MARCH)]),
        Write("objectives", [Objective(team="t", month=MARCH, objective="o", code="O1")]),
        Write("kpis", [SALES]),
        Write("targets", [Target(team="t", month=MARCH, kpi="k", target=Decimal(100), objective="o")]),
        Write("actuals", [actual(1, "5")]),
        Write("budgets", [RENT]),
        Write("spend", [Spend(line="l", payment="voucher:1", day=MARCH, amount=Decimal(9))]),
        plan=PLAN,
    )
    return store


def set_state(store: Store, state: PlanState, kind: ChangeKind) -> Change | None:
    return save(store, Write("plans", [Plan(team="t", month=MARCH, state=state)]), kind=kind, plan=PLAN)


# what is written


def test_a_record_is_read_back_as_it_was_written(plan: Store) -> None:
    objective = Objective(
        team="t",
        month=MARCH,
        objective="o2",
        code="O2",
        kind=ObjectiveKind.QUALITATIVE,
        title_zh="提升“复购”; drop table kpis;--",
        due=date(2026, 3, 31),
        weight=Decimal("0.123456789012345"),
        parent="o",
        owner="p",
    )
    save(plan, Write("objectives", [objective]))
    assert rows(plan, "objectives", where={"code": "O2"}) == [objective]
    assert rows(plan, "objectives", where={"code": ["O2"]})[0].model_dump() == objective.model_dump()


def test_a_change_says_who_when_why_and_from_which_file(plan: Store) -> None:
    file = FileInfo("三月.csv", "actuals", 120, "ab" * 32, "gb18030", 3, 1, 1, 0, 1, {"value": "销售额"})
    beijing = datetime(2026, 3, 9, 17, 30, tzinfo=timezone(timedelta(hours=8)))
    write = Write("actuals", [actual(1, "6"), actual(2, "7")])
    done = save(plan, write, kind=ChangeKind.IMPORT, reason=" late ", plan=PLAN, file=file, at=beijing)
    assert done == Change(
        change_id=2,
        made_at=datetime(2026, 3, 9, 9, 30, tzinfo=UTC),
        actor="mei",
        kind=ChangeKind.IMPORT,
        reason="late",
        plan=PLAN,
        undoes=None,
        undone_by=None,
        file=file,
        counts={"actuals": 2},
    )
    assert history(plan, limit=1) == [done]
    assert history(plan, table="actuals", key=("k", MARCH, "")) == [done, history(plan)[1]]
    assert history(plan, table="actuals", key=("k", MARCH.replace(day=2), "")) == [done]
    assert history(plan, plan=PlanKey("t", APRIL)) == []


def test_what_was_known_when(plan: Store) -> None:
    save(plan, Write("actuals", [actual(1, "6")]), at=AT + timedelta(days=1))
    assert [change_at(plan, AT + timedelta(hours=hours)) for hours in (-1, 0, 23, 24)] == [0, 1, 1, 2]
    assert rows(plan, "actuals", known_at=1) == [actual(1, "5")]
    assert rows(plan, "actuals") == [actual(1, "6")]


def test_milestones_are_read_in_the_order_in_which_they_were_entered(plan: Store) -> None:
    entered = ("mli", "rqs", "zyxab")
    for names in entered:
        milestones = (Milestone(team="t", month=MARCH, milestone=one, objective="o", due=MARCH) for one in names)
        save(plan, Write("milestones", list(milestones)))
    assert [stored.record.milestone for stored in current(plan, "milestones")] == list("".join(entered))


def test_rows_that_already_stand_are_not_written_again(plan: Store) -> None:
    assert save(plan, Write("actuals", [actual(1, "5.0")], removed=[("k", APRIL, "")])) is None
    done = save(plan, Write("actuals", [actual(1, "5"), actual(2, "1")]))
    assert done is not None
    assert done.counts == {"actuals": 1}
    assert plan.last_change() == 2


def test_a_removed_row_is_gone_and_may_come_back(plan: Store) -> None:
    save(plan, Write("actuals", removed=[("k", MARCH, "")]))
    assert rows(plan, "actuals") == []
    save(plan, Write("actuals", [actual(1, "5")], based_on={("k", MARCH, ""): 0}))
    assert [(row.record, row.change_id) for row in current(plan, "actuals")] == [(actual(1, "5"), 3)]
    assert rows_of(plan, 2) == [RowChange("actuals", ("k", MARCH, ""), actual(1, "5"), None)]
    assert rows_of(plan, 3) == [RowChange("actuals", ("k", MARCH, ""), None, actual(1, "5"))]


def test_an_arrow_table_writes_as_records_do(plan: Store) -> None:
    table = pa.table(
        {
            "kpi": pa.array(["k", "k"]).dictionary_encode(),
            "day": [MARCH, MARCH.replace(day=2)],
            "value": pa.array([Decimal("5.00"), Decimal("7.25")], pa.decimal128(12, 2)),
        }
    )
    done = save(plan, Write("actuals", table))
    assert done is not None
    assert done.counts == {"actuals": 1}
    assert rows(plan, "actuals") == [actual(1, "5"), actual(2, "7.25")]
    with pytest.raises(ValueError, match="needs day"):
        save(plan, Write("actuals", table.drop_columns(["day"])))


# what is refused


def problems(store: Store, *writes: Write) -> list[tuple[Any, ...]]:
    """Return code, column, value, table and key of each problem; nothing may have been written."""
    before = store.last_change()
    with pytest.raises(InvalidError) as caught:
        save(store, *writes)
    assert store.last_change() == before
    return [_told(problem) for problem in caught.value.problems]


def _told(problem: Problem) -> tuple[Any, ...]:
    return (
        problem.code,
        problem.column,
        problem.value,
        problem.parameters["table"],
        problem.parameters["key"],
    )


def test_a_key_stands_once_in_a_change(plan: Store) -> None:
    write = Write(
        "actuals", [actual(1, "5"), actual(1, "6"), actual(2, "1")], removed=[("k", MARCH.replace(day=2), "")]
    )
    second = MARCH.replace(day=2)
    assert problems(plan, write) == [
        ("duplicate_key", "kpi", "", "actuals", ("k", MARCH, "")),
        ("duplicate_key", "kpi", "", "actuals", ("k", second, "")),
    ]


def test_codes_are_unique_among_the_rows_that_stand(plan: Store) -> None:
    other = Kpi(kpi="k2", team="t", code="sales")
    assert problems(plan, Write("kpis", [other])) == [("not_unique", "code", "sales", "kpis", ("k2",))]
    save(plan, Write("kpis", [other, SALES.model_copy(update={"code": "revenue"})]))
    assert problems(plan, Write("budgets", [RENT.model_copy(update={"line": "l2"})])) == [
        ("not_unique", "code", "rent", "budgets", ("t", MARCH, "l2"))
    ]


def test_references_name_something_that_stands(plan: Store) -> None:
    target = Target(team="t", month=APRIL, kpi="k9")
    objective = Objective(team="t", month=MARCH, objective="o2", code="O2", parent="o9")
    assert problems(plan, Write("targets", [target]), Write("objectives", [objective])) == [
        ("no_such_reference", "month", "2026-04-01", "targets", ("t", APRIL, "k9")),
        ("no_such_reference", "kpi", "k9", "targets", ("t", APRIL, "k9")),
        ("no_such_reference", "parent", "o9", "objectives", ("t", MARCH, "o2")),
    ]


def test_what_is_referred_to_stays(plan: Store) -> None:
    assert problems(plan, Write("kpis", removed=[("k",)]), Write("budgets", removed=[("t", MARCH, "l")])) == [
        ("still_referenced", None, "k", "kpis", ("k",)),
        ("still_referenced", None, "k", "kpis", ("k",)),
        ("still_referenced", None, "l", "budgets", ("l",)),
    ]
    save(plan, Write("budgets", removed=[("t", MARCH, "l")]), Write("spend", removed=[("l", "voucher:1")]))
    assert rows(plan, "budgets") == rows(plan, "spend") == []


def test_an_edit_of_an_active_plan_gives_a_reason(plan: Store) -> None:
    higher = Write("targets", [Target(team="t", month=MARCH, kpi="k", target=Decimal(120))])
    assert set_state(plan, PlanState.ACTIVE, ChangeKind.EDIT)
    with pytest.raises(RefusedError) as caught:
        save(plan, higher, reason=" ")
    assert (caught.value.code, caught.value.parameters["plan"]) == ("reason_needed", "ops/2026-03")
    with pytest.raises(RefusedError, match="reason_needed"):
        save(plan, higher, kind=ChangeKind.IMPORT)
    assert save(plan, higher, reason="weekend campaign")
    assert save(plan, Write("actuals", [actual(2, "6")]))
    assert save(plan, Write("kpis", [SALES.model_copy(update={"unit": "元"})]))


WEEKLY = Kpi(kpi="w", team="t", code="nps", frequency=Frequency.WEEK)
CLOSED = [
    Write("actuals", [actual(31, "1")]),
    Write("actuals", removed=[("k", MARCH, "")]),
    Write("actuals", [Actual(kpi="w", day=date(2026, 3, 23), value=Decimal(1))]),
    Write("spend", [Spend(line="l", payment="voucher:2", day=date(2026, 5, 1), amount=Decimal(9))]),
    Write("budgets", [RENT.model_copy(update={"revised": Decimal(400)})]),
    Write("targets", removed=[("t", MARCH, "k")]),
    Write("plans", [Plan(team="t", month=MARCH, state=PlanState.ACTIVE)]),
]
OPEN = [
    Write("actuals", [Actual(kpi="k", day=APRIL, value=Decimal(1))]),
    Write("actuals", [Actual(kpi="w", day=date(2026, 3, 30), value=Decimal(1))]),
    Write("actuals", [Actual(kpi="w", day=date(2026, 2, 23), value=Decimal(1))]),
    Write("kpis", [SALES.model_copy(update={"unit": "元"})]),
]


def test_a_closed_plan_is_not_written_to(plan: Store) -> None:
    save(plan, Write("kpis", [WEEKLY]), Write("actuals", [actual(9, "1")]))
    set_state(plan, PlanState.CLOSED, ChangeKind.CLOSE)
    for write in CLOSED:
        for kind in (ChangeKind.EDIT, ChangeKind.IMPORT, ChangeKind.ROLLOVER):
            with pytest.raises(RefusedError) as caught:
                save(plan, write, kind=kind, reason="late")
            told = caught.value.parameters
            assert (caught.value.code, told["plan"], told["actor"]) == ("plan_closed", "ops/2026-03", "mei")
            assert told["day"] == AT.date()
    for write in OPEN:
        assert save(plan, write)
    with pytest.raises(RefusedError) as caught:
        take_back(plan, 2)
    assert caught.value.code == "plan_closed"


def test_a_closed_plan_takes_restatements_and_reopens(plan: Store) -> None:
    set_state(plan, PlanState.CLOSED, ChangeKind.CLOSE)
    assert save(plan, CLOSED[0], kind=ChangeKind.RESTATEMENT)
    assert set_state(plan, PlanState.ACTIVE, ChangeKind.REOPEN)
    assert save(plan, CLOSED[3])


# who was faster


def test_a_save_on_old_ground_shows_both_versions(plan: Store) -> None:
    read = {stored.record.kpi: stored.change_id for stored in current(plan, "kpis")}
    save(plan, Write("kpis", [SALES.model_copy(update={"name_en": "Sales", "unit": "元"})]), actor="li", reason="unit")
    mine = SALES.model_copy(update={"name_en": "Sales", "unit": "万元"})
    with pytest.raises(ConflictError) as caught:
        save(plan, Write("kpis", [mine], based_on={("k",): read["k"]}))
    (conflict,) = caught.value.conflicts
    assert (conflict.table, conflict.key, conflict.fields) == ("kpis", ("k",), ("unit",))
    assert (conflict.mine["unit"], (conflict.theirs or {})["unit"]) == ("万元", "元")
    assert (conflict.change_id, conflict.actor, conflict.reason) == (2, "li", "unit")
    assert save(plan, Write("kpis", [mine], based_on={("k",): 2}))


def test_a_conflict_is_told_of_removed_and_of_added_rows(plan: Store) -> None:
    save(plan, Write("actuals", [actual(2, "1")], removed=[("k", MARCH, "")]))
    write = Write("actuals", [actual(1, "6"), actual(2, "2"), actual(3, "3")], based_on={("k", MARCH, ""): 1})
    with pytest.raises(ConflictError) as caught:
        save(plan, write)
    found = [(conflict.key[1].day, conflict.theirs and conflict.theirs["value"]) for conflict in caught.value.conflicts]
    assert found == [(1, None), (2, Decimal(1))]


def test_rows_that_others_did_not_touch_are_no_conflict(plan: Store) -> None:
    save(plan, Write("actuals", [actual(2, "1")]))
    assert save(plan, Write("actuals", [actual(1, "6"), actual(2, "1")], based_on=1))


def test_of_two_people_saving_one_row_one_is_told(plan: Store) -> None:
    start = threading.Barrier(2)
    told: list[str] = []

    def person(value: str) -> None:
        start.wait()
        try:
            save(plan, Write("actuals", [actual(1, value)], based_on={("k", MARCH, ""): 1}))
            told.append("saved")
        except ConflictError as fault:
            told.append(f"conflict {len(fault.conflicts)}")

    people = [threading.Thread(target=person, args=(value,)) for value in ("6", "7")]
    for thread in people:
        thread.start()
    for thread in people:
        thread.join()
    assert sorted(told) == ["conflict 1", "saved"]
    assert plan.last_change() == 2


# undo


def test_an_undo_restores_what_was_there_and_can_be_undone(plan: Store) -> None:
    save(plan, Write("actuals", [actual(2, "1")], removed=[("k", MARCH, "")]))
    done = take_back(plan, 2, reason="wrong file")
    assert (done.kind, done.undoes, done.reason, done.counts) == (ChangeKind.UNDO, 2, "wrong file", {"actuals": 2})
    assert rows(plan, "actuals") == [actual(1, "5")]
    take_back(plan, 3)
    assert rows(plan, "actuals") == [actual(2, "1")]
    assert [change.undone_by for change in history(plan)] == [None, 4, None, None]
    take_back(plan, 2)
    assert rows(plan, "actuals") == [actual(1, "5")]
    assert [change.undone_by for change in history(plan)] == [None, None, 4, 5, None]


def test_an_undo_names_the_rows_that_are_in_the_way(plan: Store) -> None:
    save(plan, Write("actuals", [actual(2, "1"), actual(3, "1")]))
    save(plan, Write("actuals", [actual(3, "2")]))
    with pytest.raises(RefusedError) as caught:
        take_back(plan, 2)
    third = ("k", MARCH.replace(day=3), "")
    assert (caught.value.code, caught.value.parameters["rows"]) == ("changed_since", [("actuals", third, 3)])
    assert caught.value.parameters["changes"] == ["#3"]
    take_back(plan, 2, partial=True)
    assert rows(plan, "actuals") == [actual(1, "5"), actual(3, "2")]
    take_back(plan, 3)
    take_back(plan, 2)
    assert rows(plan, "actuals") == [actual(1, "5")]


@pytest.mark.parametrize(("kind", "code"), [(ChangeKind.CLOSE, "reopen_instead"), (ChangeKind.REOPEN, "close_instead")])
def test_a_close_is_not_undone_but_reopened(plan: Store, kind: ChangeKind, code: str) -> None:
    save(plan, Write("plans", [Plan(team="t", month=MARCH, title_en="March")]), kind=kind)
    with pytest.raises(RefusedError) as caught:
        take_back(plan, 2)
    assert caught.value.code == code


def test_an_undo_that_would_leave_a_reference_to_nothing_is_refused(plan: Store) -> None:
    save(plan, Write("kpis", [WEEKLY]))
    save(plan, Write("actuals", [Actual(kpi="w", day=date(2026, 3, 2), value=Decimal(1))]))
    with pytest.raises(InvalidError) as caught:
        take_back(plan, 2)
    assert [problem.code for problem in caught.value.problems] == ["still_referenced"]
    take_back(plan, 3)
    take_back(plan, 2)
    assert rows(plan, "kpis") == [SALES]


def test_there_is_nothing_to_undo_twice_or_at_random(plan: Store) -> None:
    save(plan, Write("actuals", [actual(2, "1")]))
    take_back(plan, 2)
    with pytest.raises(RefusedError) as caught:
        take_back(plan, 2)
    assert (caught.value.code, caught.value.parameters["by"]) == ("already_undone", 3)
    with pytest.raises(NotFoundError) as missing:
        take_back(plan, 99)
    assert missing.value.code == "no_such_change"
