"""The plan as it was activated against the plan as it is: both scored by the same values."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planlib.locale import language
from planlib.model import Actual, Budget, Kpi, Milestone, Objective, Plan, PlanKey, Record, Spend, Target, Team
from planlib.report import budget_json, kpis_json
from planlib.review.original import against_original, beside, score_then, target_then
from planlib.snapshot import Original, Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, record, undo
from planlib.vocabulary import ChangeKind, Expected, ObjectiveKind, PlanState, Reason, SpendStatus, Status
from tests.stores import empty_store

KEY = PlanKey("t", date(2025, 3, 1))
AT = datetime(2025, 3, 10, tzinfo=UTC)
TODAY = date(2025, 3, 21)
"""2025-03-20 is the 14th of 21 working days; March 2025 has no holiday."""
DRAFT, ACTIVE = (Plan(team="t", month=KEY.month, state=state) for state in (PlanState.DRAFT, PlanState.ACTIVE))
ENGLISH = language("en")


def day(number: int) -> date:
    return date(2025, 3, number)


def write(store: Store, removed: dict[str, str] | None = None, reason: str = "r", **rows: Sequence[Record]) -> int:
    writes = [Write(table, found) for table, found in rows.items()]
    writes += [Write(table, removed=[(*KEY, key)]) for table, key in (removed or {}).items()]
    change = record(store, writes, actor="mei", kind=ChangeKind.EDIT, at=AT, reason=reason, plan=KEY)
    assert change is not None
    return change.change_id


def target(kpi: str, value: int, **more: Any) -> Target:
    return Target(
        **{"team": "t", "month": KEY.month, "kpi": kpi, "target": Decimal(value), "objective": "grow", **more}
    )


def step(name: str, **more: Any) -> Milestone:
    return Milestone(**{"team": "t", "month": KEY.month, "milestone": name, "objective": "ready", **more})


def line(code: str, amount: int, **more: Any) -> Budget:
    return Budget(team="t", month=KEY.month, line=code, code=code, original=Decimal(amount), **more)


GROW = Objective(team="t", month=KEY.month, objective="grow", code="grow", title_en="Grow", weight=Decimal(3))
READY = Objective(
    team="t", month=KEY.month, objective="ready", code="ready", title_en="Be ready", kind=ObjectiveKind.QUALITATIVE
)


def make(store: Store) -> int:
    """Record a plan and activate it; return the change that did.

    By the 20th orders have 140 of 210, calls 70 of 140; one of two steps is done.
    """
    kpis = [
        Kpi(kpi=kpi, team="t", code=kpi, name_en=kpi.capitalize(), expected=Expected.WORKING)
        for kpi in ("orders", "calls", "visits")
    ]
    days = [one for number in range(1, 21) if (one := day(number)).weekday() < 5]
    values = {"orders": 10, "calls": 5, "visits": 2}
    write(
        store,
        teams=[Team(team="t", code="shop", country="", timezone="UTC")],
        plans=[DRAFT],
        objectives=[GROW, READY],
        kpis=kpis,
        targets=[target("orders", 210, weight=Decimal(2)), target("calls", 140)],
        milestones=[step("one", due=day(7)), step("two", due=day(28))],
        budgets=[line("ads", 2100), line("rent", 420)],
        actuals=[Actual(kpi=kpi, day=one, value=Decimal(value)) for kpi, value in values.items() for one in days],
    )
    spent = [
        Spend(line=name, payment=name, day=day(20), status=SpendStatus.ACTUAL, amount=Decimal(amount))
        for name, amount in (("ads", 1500), ("rent", 280))
    ]
    write(store, spend=spent)
    return write(store, plans=[ACTIVE])


def opened(store: Store, known_at: int | None = None) -> Snapshot:
    return open_snapshot(store, "mei", KEY, today=TODAY, known_at=known_at)


def original(snapshot: Snapshot) -> Original:
    found = snapshot.original.value
    assert found is not None
    return found


def test_a_target_that_was_raised_is_scored_against_the_first_one_too(store: Store) -> None:
    """Orders have 140: of the first 210 exactly what is due by the 14th of 21 days, of 280 three quarters of it."""
    activated = make(store)
    change = write(store, reason="a big buyer", targets=[target("orders", 280, weight=Decimal(2))])
    snapshot = opened(store)
    first, now = original(snapshot), snapshot.kpi("orders")
    then = first.kpis["orders"]
    assert (first.change.change_id, [one.change_id for one in first.moves[0].changes]) == (activated, [change])
    assert (then.target.target, then.attainment.value, then.pace.value) == (210, pytest.approx(2 / 3), 1.0)
    assert (now.target.target, now.attainment.value, now.pace.value) == (280, 0.5, 0.75)
    assert (then.status, now.status) == (Status.ON_TRACK, Status.WATCH)
    assert first.objectives["grow"].score.value == pytest.approx((2 * (2 / 3) + 0.5) / 3)
    assert snapshot.objectives()[0].score.value == pytest.approx((2 * 0.5 + 0.5) / 3)
    assert first.kpis["calls"] is snapshot.kpi("calls"), "what did not move is not judged twice"
    words = target_then(ENGLISH, store, snapshot, now)
    assert words.startswith("First planned as 210, now 280 (10 Mar · mei: a big buyer).")
    assert "attainment 66.7%" in words
    assert score_then(ENGLISH, snapshot, now) == "original plan: 0.67, On track"
    said = "Against the original plan the goals score 0.46 instead of 0.38."
    assert against_original(ENGLISH, snapshot) == said
    assert target_then(ENGLISH, store, snapshot, snapshot.kpi("calls")) == ""


def test_a_weight_that_moved_moves_the_scores_above_it(store: Store) -> None:
    make(store)
    write(store, targets=[target("calls", 140, weight=Decimal(7))], objectives=[GROW.model_copy(update={"weight": 1})])
    snapshot = opened(store)
    first, orders, calls, ready = original(snapshot), 2 / 3, 0.5, 0.0
    assert first.objectives["grow"].score.value == pytest.approx((2 * orders + calls) / 3)
    assert first.score.score.value == pytest.approx((3 * (2 * orders + calls) / 3 + ready) / 4)
    assert snapshot.score().score.value == pytest.approx(((2 * orders + 7 * calls) / 9 + ready) / 2)
    assert [one.moved for one in beside(ENGLISH, store, snapshot, first)] == [["Weight 1 → 7"], ["Weight 3 → 1"]]


def test_what_is_done_counts_for_both_plans_and_what_is_due_for_each(store: Store) -> None:
    """The step of the 7th is done on the 20th; the one of the 28th, moved from the 14th, is due in the first only."""
    make(store)
    write(store, plans=[DRAFT])
    write(store, milestones=[step("two", due=day(14))])
    write(store, plans=[ACTIVE])
    write(store, milestones=[step("one", due=day(7), done=Decimal(1)), step("two", due=day(28))])
    snapshot = opened(store)
    then, now = original(snapshot).objectives["ready"], snapshot.objectives()[1]
    assert (then.score.value, now.score.value) == (0.5, 0.5)
    assert (then.score_now.value, then.status) == (0.5, Status.BEHIND)
    assert (now.score_now.value, now.status) == (1.0, Status.ON_TRACK)
    assert [(move.table, move.before.due, move.after.due) for move in original(snapshot).moves] == [
        ("milestones", day(14), day(28))
    ]
    said = "Against the original plan “Be ready” is “Behind” instead of “On track”."
    assert against_original(ENGLISH, snapshot) == said


def test_a_kpi_that_was_added_is_not_in_the_first_plan(store: Store) -> None:
    make(store)
    write(store, reason="asked for", targets=[target("visits", 84)])
    snapshot = opened(store)
    assert "visits" not in original(snapshot).kpis
    assert original(snapshot).score == opened(store, known_at=snapshot.known_at - 1).score()
    words = target_then(ENGLISH, store, snapshot, snapshot.kpi("visits"))
    assert words == "Not in the original plan; added 10 Mar · mei: asked for."
    document = kpis_json(snapshot, [snapshot.kpi("visits")], ENGLISH)
    assert (document["kpis"][0]["original"], document["kpis"][0]["original_reason"]) == (None, Reason.ADDED_LATER)


def test_a_kpi_that_was_taken_out_is_still_scored_in_the_first_plan(store: Store) -> None:
    make(store)
    before = opened(store)
    write(store, removed={"targets": "calls"})
    snapshot = opened(store)
    assert original(snapshot).kpis["calls"].score == before.kpi("calls").score
    assert original(snapshot).score == before.score()
    assert snapshot.score() != before.score()
    (gone,) = kpis_json(snapshot, snapshot.kpis(), ENGLISH)["taken_out"]
    assert (gone["code"], gone["original"]["target"], gone["original"]["attainment"]) == ("calls", "140", 0.5)
    row = beside(ENGLISH, store, snapshot, original(snapshot))[0]
    assert (row.moved, row.then.value, row.now.value) == (["taken out since"], "attainment 50.0%", "—")


def test_a_budget_is_held_against_what_was_activated(store: Store) -> None:
    """1780 were spent by the 20th, when two thirds are due: 1680 of 2520, but 2380 of 3570."""
    make(store)
    write(store, budgets=[line("ads", 2100, revised=Decimal(2730)), line("fair", 420)])
    snapshot = opened(store)
    then, now = snapshot.original_budget.value, snapshot.budget()
    assert then is not None
    assert (then.cost.budget, then.cost.phased, then.cost.favourable) == (2520, 1680, -100)
    assert (now.cost.budget, now.cost.phased, now.cost.favourable) == (3570, 2380, 600)
    assert then.cost.actual == now.cost.actual == 1780
    assert budget_json(snapshot)["original_budget"]["cost"]["variance"] == "100"


def test_a_draft_has_no_first_plan_and_neither_has_a_moment_before_the_activation(store: Store) -> None:
    activated = make(store)
    write(store, targets=[target("orders", 280)])
    early = opened(store, known_at=activated - 1)
    assert early.original == early.original_budget == (None, Reason.NOT_ACTIVATED)
    assert original(opened(store, known_at=activated)).moves == ()
    document = kpis_json(early, early.kpis(), ENGLISH)
    assert (document["original"], document["original_reason"]) == (None, "not_activated")
    assert (against_original(ENGLISH, early), score_then(ENGLISH, early, early.kpi("orders"))) == ("", "")
    write(store, plans=[DRAFT])
    again = write(store, plans=[ACTIVE])
    assert original(opened(store)).change.change_id == again, "a draft that is activated again is a new first plan"


def test_a_move_that_was_taken_back_is_none(store: Store) -> None:
    make(store)
    undo(store, write(store, targets=[target("orders", 280)]), actor="mei", at=AT, reason="r")
    assert original(opened(store)).moves == ()


def test_a_baseline_that_was_not_known_yet_is_no_move(store: Store) -> None:
    make(store)
    write(store, targets=[target("calls", 140, baseline=Decimal(90))])
    assert original(opened(store)).moves == ()
    write(store, targets=[target("calls", 140, baseline=Decimal(60))])
    assert original(opened(store)).moves == (), "at the activation there was none"


@settings(max_examples=6, deadline=None)
@given(
    done=st.sampled_from([Decimal(0), Decimal(1)]),
    extra=st.integers(0, 500),
    names=st.sampled_from(["Orders", "Sales orders"]),
    paid=st.integers(0, 900),
)
def test_where_nothing_moved_both_plans_score_the_same(done: Decimal, extra: int, names: str, paid: int) -> None:
    """Whatever comes in, is done or is called otherwise."""
    with empty_store() as store:
        activated = make(store)
        write(
            store,
            kpis=[Kpi(kpi="orders", team="t", code="orders", name_en=names, expected=Expected.WORKING, unit="pcs")],
            milestones=[step("one", due=day(7), done=done, evidence="seen")],
            objectives=[GROW.model_copy(update={"title_en": names})],
            actuals=[Actual(kpi="calls", day=day(20), value=Decimal(extra))],
            spend=[Spend(line="ads", payment="more", day=day(19), amount=Decimal(paid))],
        )
        snapshot = opened(store)
        first = original(snapshot)
        assert (first.change.change_id, first.moves, first.score) == (activated, (), snapshot.score())
        assert {**first.kpis} == {line.kpi.kpi: line for line in snapshot.kpis() if line.kpi.kpi != "visits"}
        assert [*first.objectives.values()] == [*snapshot.objectives()]
        assert snapshot.original_budget.value is snapshot.budget()
