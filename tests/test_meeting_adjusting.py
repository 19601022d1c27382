"""Adjustments of the plan in a meeting: one change with their decision, checked as on the page Plan."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planlib.errors import ConflictError, InvalidError, RefusedError
from planlib.locale.sentences import error_sentence
from planlib.meeting import running
from planlib.meeting.adjusting import Subject, adjust, subjects
from planlib.meeting.agenda import Item, ItemKind
from planlib.meeting.words import adjusted, parts_left
from planlib.model import TargetPart
from planlib.store.connect import Store
from planlib.store.ledger import history
from planlib.vocabulary import ChangeKind, DecisionKind
from tests.meeting_plan import MARCH, _, by, keys, make_plan, sales_to, seen, start, target, write


@pytest.fixture
def plan(store: Store) -> Store:
    return make_plan(store)


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
        (Subject("tasks", "t", ("finish",)), {"finish": date(2025, 3, 31)}, ["31 Mar"]),
        (Subject("risks", "r", ("likelihood", "impact")), {"likelihood": "3", "impact": "4"}, ["3", "4"]),
    ]
    for subject, cells, after in cases:
        adjust(_, plan, meeting, subject, cells, "why", by(plan))
        snapshot = seen(plan)
        made = [one for one in snapshot.decisions if one.about == subject.about][: len(subject.fields)]
        assert sorted(adjusted(_, snapshot, one).after for one in made) == after


def test_a_meeting_may_take_a_target_and_its_parts_apart(plan: Store) -> None:
    """There is no table of parts in the meeting: it says then that they do not add up any more, as the page Plan."""
    east = TargetPart(team=MARCH.team, month=MARCH.month, part="e", kpi="sales", segment="east", amount=Decimal(3100))
    write(plan, target_parts=[east])
    assert not seen(plan).parts("sales")[0].apart
    sales_to(plan, start(plan), "2,800")
    snapshot = seen(plan)
    (split,) = snapshot.parts("sales")
    assert (split.left, split.apart) == (-300, True)
    told = "Sales, by segment: The parts are 300 more than the target, and nobody says why."
    assert parts_left(_, snapshot, snapshot.decisions[0]) == told
    write(plan, target_parts=[east.model_copy(update={"amount": Decimal(2800)})])
    assert parts_left(_, seen(plan), snapshot.decisions[0]) == ""


def test_a_meeting_may_take_a_target_with_its_parts(plan: Store) -> None:
    """Each part that becomes another one has a line of its own; all of them go with the adjustment."""
    of = {"team": MARCH.team, "month": MARCH.month, "kpi": "sales"}
    shares = {"east": 2000, "north": 1000, "none": 100}
    parts = [TargetPart(**of, part=name, segment=name, amount=Decimal(amount)) for name, amount in shares.items()]
    write(plan, target_parts=parts)
    meeting, aim = start(plan), Subject("targets", "sales", ("target",))
    change = adjust(_, plan, meeting, aim, {"target": "1550"}, "The fair was called off", by(plan), along=True)
    snapshot = seen(plan)
    assert change.counts == {"targets": 1, "target_parts": 3, "decisions": 4}
    assert [adjusted(_, snapshot, one)[-2:] for one in reversed(snapshot.decisions)] == [
        ("3,100", "1,550"),
        ("2,000", "1,000"),
        ("100", "50"),
        ("1,000", "500"),
    ]
    assert [split.left for split in snapshot.parts("sales")] == [0]
    running.take_back(plan, meeting, snapshot.decisions[0], by(plan))
    back = seen(plan)
    assert (target(plan).target, [split.left for split in back.parts("sales")], back.decisions) == (3100, [0], ())


def test_a_target_whose_parts_came_apart_is_talked_about_until_a_part_is_adjusted_or_it_is_said_why(
    plan: Store,
) -> None:
    month = MARCH._asdict()
    parts = [
        TargetPart(**month, part=f"{kpi}-{side}", kpi=kpi, segment=side, amount=Decimal(amount))
        for kpi, side, amount in (("orders", "east", 200), ("orders", "west", 110), ("sales", "east", 3100))
    ]
    write(plan, target_parts=parts)
    assert "kpi:orders" not in keys(seen(plan))
    write(plan, target_parts=[parts[0].model_copy(update={"amount": Decimal(150)})])
    assert "kpi:orders" in keys(seen(plan)), "nothing else of it needs a word"
    meeting = start(plan)
    offered = subjects(seen(plan), Item(ItemKind.KPI, "orders"))
    why, east = Subject("targets", "orders", ("parts_reason",)), Subject("target_parts", "orders-east", ("amount",))
    assert {why, east} <= set(offered)
    adjust(_, plan, meeting, why, {"parts_reason": "A buffer is held back"}, "as agreed", by(plan))
    assert "kpi:orders" not in keys(seen(plan))
    adjust(_, plan, meeting, why, {"parts_reason": "No more"}, "it is spent", by(plan))
    adjust(_, plan, meeting, east, {"amount": "200"}, "the fair helps", by(plan))
    snapshot = seen(plan)
    assert adjusted(_, snapshot, snapshot.decisions[0]) == ("east", "Part of the target", "150", "200")
    assert [split.left for split in snapshot.parts("orders")] == [0]


def test_an_adjustment_that_would_not_hold_is_refused(plan: Store) -> None:
    meeting, before = start(plan), target(plan)
    changes = plan.last_change()
    with pytest.raises(RefusedError, match="reason_needed"):
        sales_to(plan, meeting, "1000", why=" ")
    with pytest.raises(RefusedError, match="value_needed") as unsaid:
        adjust(_, plan, meeting, Subject("tasks", "t", ("finish",)), {}, "why", by(plan))
    assert error_sentence(_, unsaid.value) == "Enter the new value: Planned finish."
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
    assert Subject("tasks", "t", ("finish",)) in subjects(snapshot, Item(ItemKind.TASKS))
    assert subjects(snapshot, Item(ItemKind.RISKS)) == [Subject("risks", "r", ("likelihood", "impact"))]
    everything = subjects(snapshot, Item(ItemKind.OTHER))
    assert Subject("targets", "margin", ("lower", "upper")) in everything
    assert {one.table for one in everything} == {"targets", "kpis", "budgets", "objectives", "milestones"}
