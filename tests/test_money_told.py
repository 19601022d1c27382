"""What a snapshot says of money beyond the variance: estimates, crossings, explanations, activity, earned value."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from planlib.model import (
    Actual,
    Budget,
    ControlLook,
    Explanation,
    Kpi,
    Plan,
    PlanKey,
    Record,
    Spend,
    Target,
    Task,
    Team,
)
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import BudgetKind, ChangeKind, Completion, ControlPoint, Phasing, PlanState, Reason, SpendStatus

NOW = datetime(2025, 3, 28, 9, tzinfo=UTC)
MARCH = date(2025, 3, 1)
PLAN = PlanKey("t", MARCH)
COMMITTED = SpendStatus.COMMITTED


def day(number: int) -> date:
    return date(2025, 3, number)


def budget(line: str, amount: int, **more: Any) -> Budget:
    return Budget(team="t", month=MARCH, line=line, code=line, name_en=line, original=Decimal(amount), **more)


def spend(line: str, number: int, amount: int, **more: Any) -> Spend:
    payment = f"{number} {amount} {more}"[:60]
    return Spend(line=line, payment=payment, day=day(number), amount=Decimal(amount), **more)


def opened(store: Store, on: int = 14, **rows: list[Any]) -> Snapshot:
    """Return the plan at the end of a day, 10 of 21 working days into the month where no other is given."""
    team = Team(team="t", code="t", name_en="Team", country="", currency="CNY")
    first: dict[str, list[Record]] = {"teams": [team], "plans": [Plan(team="t", month=MARCH, state=PlanState.ACTIVE)]}
    writes = [Write(table, records) for table, records in (first | rows).items()]
    record(store, writes, actor="a", kind=ChangeKind.EDIT, at=NOW, plan=PLAN, reason="set up")
    return open_snapshot(store, "a", PLAN, today=day(28), day=day(on))


def test_a_manager_s_estimate_counts_from_its_day(store: Store) -> None:
    line = budget("ads", 1000, to_complete=Decimal(300), estimated=day(7))
    plan = opened(store, budgets=[line], spend=[spend("ads", 5, 400), spend("ads", 12, 100)])
    (found,) = plan.budget().lines
    assert (found.completion.used, found.forecast) == (Completion.MANUAL, 700)
    assert found.completion.typical.value == 1050
    assert plan.budget().cost.forecast == 700


def test_a_seasonal_line_follows_the_weekdays_of_its_kpi(store: Store) -> None:
    """Orders are 30 on each day of a weekend and 10 on others: 220 of March's 510 are due by the 14th."""
    orders = Kpi(kpi="orders", team="t", code="orders", name_en="Orders")
    before = [MARCH - timedelta(days=n) for n in range(6, 97)]
    plan = opened(
        store,
        budgets=[budget("ads", 510, phasing=Phasing.SEASONAL, phasing_detail="orders")],
        kpis=[orders],
        targets=[Target(team="t", month=MARCH, kpi="orders", target=Decimal(510))],
        actuals=[Actual(kpi="orders", day=one, value=Decimal(30 if one.weekday() > 4 else 10)) for one in before],
    )
    assert [line.phased for line in plan.budget().lines] == [220]


def test_crossings_follow_what_is_used_and_keep_who_looked(store: Store) -> None:
    paid = spend("ads", 10, 500, settles="PO1")
    rows: list[Record] = [
        spend("ads", 3, 800, status=COMMITTED, voucher="PO1"),
        paid,  # of the order 300 are still open: as much is used as before
        spend("ads", 11, 150),
        spend("ads", 12, -200),
        spend("ads", 13, 260),
        spend("ads", 20, 900),
    ]
    look = ControlLook(
        team="t", month=MARCH, line="ads", point=ControlPoint.WARNING, day=day(11), looked=day(12), decided="Wait"
    )
    plan = opened(store, budgets=[budget("ads", 1000)], spend=rows, control_looks=[look])
    (found,) = plan.budget().lines
    assert [(one.point.value, one.day.day, one.look) for one in found.crossings] == [
        ("notice", 3, None),
        ("warning", 11, look),
        ("warning", 13, None),
        ("over", 13, None),
    ]


def test_what_needs_explaining_and_what_was_said(store: Store) -> None:
    said = Explanation(team="t", month=MARCH, line="ads", day=day(13), text="A fair")
    plan = opened(
        store,
        budgets=[budget("ads", 2100), budget("rent", 100_000)],
        spend=[spend("ads", 5, 2100), spend("rent", 5, 47_000)],
        explanations=[said],
    )
    found = {line.budget.line: (line.needs_explaining, line.explanation) for line in plan.budget().lines}
    assert found == {"ads": (True, said), "rent": (False, None)}
    assert plan.budget().thresholds[BudgetKind.COST] == (Decimal(1021), Decimal("0.1"), Decimal(5105))


def test_a_line_flexes_with_its_driver(store: Store) -> None:
    lines = [budget("freight", 2100, driver="orders", variable=Decimal("0.5")), budget("rent", 100)]
    orders = Kpi(kpi="orders", team="t", code="orders", name_en="Orders")
    target = Target(team="t", month=MARCH, kpi="orders", target=Decimal(310))
    values = [Actual(kpi="orders", day=day(number), value=Decimal(12)) for number in range(1, 15)]
    plan = opened(store, budgets=lines, kpis=[orders], targets=[target], actuals=values)
    found = {line.budget.line: line for line in plan.budget().lines}
    assert found["freight"].phased == 1000
    assert found["freight"].flexed.value == 500 + 500 * Decimal("1.2")
    assert found["rent"].flexed.reason is Reason.NOT_APPLICABLE
    (moved,) = plan.budget().flexed
    assert (moved.line, moved.activity, moved.spending) == (found["freight"], -100, 1100)


def test_price_quantity_and_mix_of_lines_in_one_unit_foot_to_their_variance(store: Store) -> None:
    lines = [
        budget("search", 2100, quantity=Decimal(700), unit="clicks"),
        budget("feed", 4200, quantity=Decimal(700), unit="clicks"),
        budget("print", 2100, quantity=Decimal(7)),
        budget("other", 100, quantity=Decimal(1)),
    ]
    paid = [
        spend("search", 5, 1500, quantity=Decimal(600)),
        spend("feed", 5, 1200, quantity=Decimal(300)),
        spend("print", 6, 900, quantity=Decimal(3)),
        spend("other", 6, 50),  # of what is not said: nothing can be told apart
    ]
    groups = opened(store, budgets=lines, spend=paid).budget().price_volume
    together = next(group for group in groups if group.unit)
    assert {line.budget.line for line, _ in together.lines} == {"search", "feed"}
    for line, one in together.lines:
        assert one.total == line.variance
        assert (one.quantity or 0) + (one.mix or 0) == one.volume
    assert together.whole.mix is not None
    (alone,) = [group for group in groups if not group.unit]
    assert [line.budget.line for line, _ in alone.lines] == ["print"]
    assert (alone.whole.mix, alone.whole.total) == (None, -100)


def task(name: str, first: int, last: int, **more: Any) -> Task:
    return Task(team="t", month=MARCH, task=name, code=name, start=day(first), finish=day(last), **more)


def test_earned_value_of_the_lines_that_tasks_name(store: Store) -> None:
    tasks = [
        task("design", 3, 7, budget=Decimal(500), line="it", progress=Decimal(1), started=day(3), finished=day(7)),
        task("build", 10, 21, budget=Decimal(1000), line="it", progress=Decimal("0.25"), started=day(10)),
        task("party", 10, 11, budget=Decimal(70)),
        task("gone", 3, 7, budget=Decimal(900), line="it", cancelled=day(4)),
        task("free", 3, 7, line="it"),
    ]
    plan = opened(store, budgets=[budget("it", 3600), budget("ads", 9)], tasks=tasks, spend=[spend("it", 6, 1250)])
    found = plan.earned_value
    assert found is not None
    rest = Decimal(1000)  # of 2100 beside the tasks, 10 of 21 days are due
    assert found.value == (3600, 500 + 500 + rest, 500 + 250 + rest, 1250)
    assert (found.tasks, found.homeless, [line.budget.line for line in found.lines]) == (2, 1, ["it"])
    assert (found.schedule.earned, found.schedule.elapsed, found.schedule.duration) == (Decimal("7.5"), 10, 15)
    assert found.on_time == day(11)
    assert found.lines[0].delivered.value == pytest.approx(1750 / 3600)


def test_a_plan_whose_tasks_are_worth_nothing_has_no_earned_value(store: Store) -> None:
    assert opened(store, budgets=[budget("it", 100)], tasks=[task("free", 3, 7, line="it")]).earned_value is None
