"""Targets and their parts in the tables of the plan: saved only where they add up, or where it is said why not."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from planlib.editing.check import Checked, check
from planlib.editing.edits import Edits, numbered
from planlib.editing.save import save
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import read_tables
from planlib.intake.options import Options
from planlib.intake.preview import preview, record_preview
from planlib.locale import language
from planlib.locale.sentences import problem_message
from planlib.model import Kpi, Person, Plan, PlanKey, Target, TargetPart, Team
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record, rows_of, undo
from planlib.told import told
from planlib.vocabulary import Aggregation, ChangeKind, FileKind, Measure

MARCH = date(2026, 3, 1)
PLAN = PlanKey("t", MARCH)
AT = datetime(2026, 3, 9, 8, tzinfo=UTC)
_ = language("en")


@pytest.fixture
def plan(store: Store) -> Store:
    """Give a store whose sales of 100 are split into 60 and 40, beside a rate and a KPI without a target."""
    writes = [
        Write("teams", [Team(team="t", code="ops")]),
        Write("people", [Person(person="p", team="t", name_en="Wang Min")]),
        Write("plans", [Plan(team="t", month=MARCH)]),
        Write(
            "kpis",
            [
                Kpi(kpi="sales", team="t", code="sales", name_en="Sales"),
                Kpi(
                    kpi="rate",
                    team="t",
                    code="rate",
                    name_en="Rate",
                    aggregation=Aggregation.RATIO,
                    measure=Measure.PERCENT,
                ),
                Kpi(kpi="none", team="t", code="none", name_en="None"),
            ],
        ),
        Write("targets", [Target(team="t", month=MARCH, kpi=kpi, target=Decimal(100)) for kpi in ("sales", "rate")]),
        Write("target_parts", [part("e", "east", 60), part("w", "west", 40)]),
    ]
    record(store, writes, actor="mei", kind=ChangeKind.EDIT, at=AT, plan=PLAN)
    return store


def part(part: str, segment: str, amount: int) -> TargetPart:
    return TargetPart(team="t", month=MARCH, part=part, kpi="sales", segment=segment, amount=Decimal(amount))


def checked(store: Store, name: str, edits: Edits) -> Checked:
    sheet = SHEETS[name]
    return check(_, read_tables(store, sheet, PLAN, store.last_change()), numbered(edits, sheet, []))


def enter(store: Store, name: str, edits: Edits) -> None:
    found = checked(store, name, edits)
    assert found.problems == ()
    here = read_tables(store, SHEETS[name], PLAN, store.last_change())
    save(store, here, found.rows, parts=found.parts, actor="a", at=AT, reason="r")


def said(store: Store, name: str, edits: Edits) -> list[str]:
    return [f"{one.row}: {problem_message(_, one.problem)}" for one in checked(store, name, edits).problems]


def snapshot(store: Store) -> Snapshot:
    return open_snapshot(store, "a", PLAN, today=date(2026, 3, 9))


def amounts(store: Store) -> list[Decimal]:
    return sorted(one.record.amount for one in current(store, "target_parts", where=PLAN._asdict()))


def test_parts_move_together(plan: Store) -> None:
    enter(plan, "target_parts", Edits(changed={"e": {"amount": "70"}, "w": {"amount": "30"}}))
    assert amounts(plan) == [30, 70]
    undo(plan, plan.last_change(), actor="a", at=AT)
    assert amounts(plan) == [40, 60]


@pytest.mark.parametrize(
    ("table", "edits", "left"),
    [
        ("target_parts", Edits(changed={"e": {"amount": "50"}}), "the parts leave 10 of the target, 100, to nobody"),
        ("target_parts", Edits(removed=["e"]), "the parts leave 60 of the target, 100, to nobody"),
        ("target_parts", Edits(added=[{"kpi": "sales", "segment": "north", "amount": "5"}]), "the parts are 5 more"),
        ("targets", Edits(changed={"sales": {"target": "120"}}), "the parts leave 20 of the target, 120, to nobody"),
    ],
)
def test_parts_that_do_not_add_up_are_refused_with_what_is_left(
    plan: Store, table: str, edits: Edits, left: str
) -> None:
    (message,) = said(plan, table, edits)
    assert message.startswith("Sales: Split by segment, ")
    assert left in message


def test_why_they_differ_lets_them(plan: Store) -> None:
    enter(plan, "targets", Edits(changed={"sales": {"target": "120", "parts_reason": "20 held back"}}))
    enter(plan, "target_parts", Edits(changed={"e": {"amount": "50"}}))
    assert said(plan, "targets", Edits(changed={"sales": {"parts_reason": ""}})) != []
    assert said(plan, "targets", Edits(changed={"sales": {"weight": "2"}})) == []


def test_each_split_adds_up_for_itself(plan: Store) -> None:
    enter(plan, "target_parts", Edits(added=[{"kpi": "sales", "person": "p", "segment": "east", "amount": "100"}]))
    weeks = [{"kpi": "sales", "week": day, "amount": "10"} for day in ("2026-03-01", "2026-03-02")]
    assert [message.split(",")[0] for message in said(plan, "target_parts", Edits(added=weeks))] == [
        "Sales: Split by week"
    ]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"kpi": "rate", "segment": "east"}, "do not add up"),
        ({"kpi": "none", "segment": "east"}, "no target that is one number"),
        ({"kpi": "sales", "week": "2026-03-03"}, "begin on 2026-03-01, 2026-03-02, 2026-03-09"),
        ({"kpi": "sales", "segment": "east"}, "another part of the same"),
        ({"kpi": "sales"}, "whose part it is"),
        ({"kpi": "sales", "week": "2026-03-02", "segment": "east"}, "not of both"),
    ],
)
def test_a_part_that_cannot_be_is_refused(plan: Store, cells: dict[str, Any], message: str) -> None:
    assert any(message in one for one in said(plan, "target_parts", Edits(added=[cells | {"amount": "0"}])))


def test_a_file_moves_a_target_and_the_pages_say_that_its_parts_have_come_apart(plan: Store) -> None:
    enter(plan, "targets", Edits(changed={"sales": {"weight": "2"}}))
    data = b"kpi,target\nsales,110\n"
    seen = preview(plan, data, "t.csv", FileKind.TARGETS, PLAN, Options(), actor="a", today=MARCH)
    record_preview(plan, seen, actor="a", at=AT)
    (found,) = snapshot(plan).parts("sales")
    assert (found.left, found.apart) == (10, True)


def test_a_file_leaves_the_reason_why_parts_differ(plan: Store) -> None:
    enter(plan, "targets", Edits(changed={"sales": {"target": "110", "parts_reason": "held back"}}))
    seen = preview(plan, b"kpi,target\nsales,120\n", "t.csv", FileKind.TARGETS, PLAN, Options(), actor="a", today=MARCH)
    record_preview(plan, seen, actor="a", at=AT)
    (found,) = snapshot(plan).parts("sales")
    assert (found.left, found.why) == (20, "held back")


def test_the_history_tells_of_parts_by_their_names(plan: Store) -> None:
    enter(plan, "target_parts", Edits(changed={"e": {"amount": "70"}, "w": {"amount": "30"}}))
    found = told(_, plan, PLAN, rows_of(plan, plan.last_change()), plan.last_change())
    assert [tuple(one) for one in found] == [
        ("Sales · east · Part of the target", "60", "70"),
        ("Sales · west · Part of the target", "40", "30"),
    ]


def test_parts_go_along_with_their_target_in_one_change(plan: Store) -> None:
    before = plan.last_change()
    move = Edits(changed={"sales": {"target": "120.5"}}, along=["sales"])
    enter(plan, "targets", move)
    assert amounts(plan) == [Decimal("48.2"), Decimal("72.3")]
    assert plan.last_change() == before + 1
    assert checked(plan, "targets", move) == Checked((), ())


def test_parts_go_along_so_that_they_add_up_to_the_last_digit(plan: Store) -> None:
    """Of 100 the shares are 60 and 40; of 7 they would be 4.2 and 2.8, and whole ones are 4 and 3."""
    enter(plan, "targets", Edits(changed={"sales": {"target": "7"}}, along=["sales"]))
    assert amounts(plan) == [3, 4]


def test_what_is_held_back_goes_along_where_it_is_said_why(plan: Store) -> None:
    enter(plan, "targets", Edits(changed={"sales": {"target": "125", "parts_reason": "25 held back"}}))
    enter(plan, "targets", Edits(changed={"sales": {"target": "250"}}, along=["sales"]))
    assert amounts(plan) == [80, 120]


def test_parts_that_came_apart_are_fitted_to_the_target_as_it_stands(plan: Store) -> None:
    data = b"kpi,target\nsales,110\n"
    seen = preview(plan, data, "t.csv", FileKind.TARGETS, PLAN, Options(), actor="a", today=MARCH)
    record_preview(plan, seen, actor="a", at=AT)
    enter(plan, "targets", Edits(along=["sales"]))
    assert amounts(plan) == [44, 66]
    assert not snapshot(plan).parts("sales")[0].apart


def test_parts_that_total_nothing_cannot_go_along(plan: Store) -> None:
    none = Edits(changed={"e": {"amount": "0"}, "w": {"amount": "0"}})
    enter(plan, "targets", Edits(changed={"sales": {"parts_reason": "later"}}))
    enter(plan, "target_parts", none)
    (message,) = said(plan, "targets", Edits(changed={"sales": {"target": "9", "parts_reason": ""}}, along=["sales"]))
    assert "the parts leave 9 of the target" in message
