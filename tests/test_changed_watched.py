"""What moved since the last meeting: the facts that a meeting asks for, named here rather than by what is followed."""

from decimal import Decimal

from planlib.model import Budget, Kpi, Milestone, Objective, Record, Risk, Target
from planlib.vocabulary import ObjectiveKind
from tests.changed_plan import MONTH, action, day, planned, since_start, task, write


def test_targets_dates_budgets_and_owners_are_told_when_they_move() -> None:
    goal = {"objective": "o", "code": "o", "kind": ObjectiveKind.QUALITATIVE} | MONTH
    asked: list[Record] = [
        Target(kpi="sales", target=Decimal(300), baseline=Decimal(9), **MONTH),
        Kpi(kpi="sales", team="t", code="sales", owner="wu"),
        Objective(owner="wu", due=day(30), **goal),
        Milestone(milestone="m", objective="o", due=day(21), **MONTH),
        Budget(line="ads", code="ads", original=Decimal(100), revised=Decimal(120), **MONTH),
        action("call", 15, owner="wu"),
        task(13, start=day(4), owner="wu"),
        Risk(risk="r", code="r", likelihood=5, impact=3, owner="wu", **MONTH),
    ]
    with planned() as plan:
        write(plan, asked, reason="the fair")
        found = since_start(plan).moved
    assert {f"{one.table}.{one.field}" for one in found} == {
        *("targets.target", "targets.baseline", "kpis.owner", "objectives.owner", "objectives.due", "milestones.due"),
        *("budgets.amount", "decisions.due", "decisions.owner", "tasks.start", "tasks.finish", "tasks.owner"),
        *("risks.likelihood", "risks.owner"),
    }
    assert {change.reason for one in found for change in one.changes} == {"the fair"}
    assert {change.actor for one in found for change in one.changes} == {"li"}
