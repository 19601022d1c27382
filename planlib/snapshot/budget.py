"""Budget against actual: each line with what is due, spent, committed and left, and totals that foot."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from planlib.metrics import budget as formulas
from planlib.metrics import pace
from planlib.metrics.exact import total
from planlib.metrics.pace import Weights
from planlib.model import Budget
from planlib.snapshot.lines import BudgetLine, BudgetTotal, BudgetView
from planlib.snapshot.reading import PlanFacts
from planlib.store.queries import SpendTotal
from planlib.vocabulary import BudgetKind, ControlPoint, PlanState, SpendStatus


def budget_view(
    facts: PlanFacts, spent: Sequence[SpendTotal], day: date, weights: Callable[[Budget], Weights]
) -> BudgetView:
    """Return the plan's budget on `day`, the most adverse line first."""
    money = {(row.line, row.status): row for row in spent}
    lines = [_line(facts, budget, money, day, weights(budget)) for budget in facts.budgets]
    lines.sort(key=lambda line: (line.favourable, line.budget.code))
    revenue = _total([line for line in lines if line.budget.kind is BudgetKind.REVENUE])
    cost = _total([line for line in lines if line.budget.kind is BudgetKind.COST])
    return BudgetView(tuple(lines), revenue, cost, _result(revenue, cost))


def _line(
    facts: PlanFacts,
    budget: Budget,
    money: Mapping[tuple[str, SpendStatus], SpendTotal],
    day: date,
    weights: Weights,
) -> BudgetLine:
    actual, committed, requested = (_amount(money, budget, status) for status in _STATUSES)
    closed = facts.plan.state is PlanState.CLOSED
    share = pace.share_gone(weights, facts.key.last_day if closed else day)
    phased = formulas.phased_budget(budget.amount, share)
    variance = formulas.variance(budget.kind, actual, phased)
    used = actual + committed
    control = ControlPoint.NONE
    if budget.kind is BudgetKind.COST:
        control = formulas.control_point(budget.amount, used, budget.notice, budget.warning)
    forecast = formulas.forecast_at_completion(budget.amount, actual, committed, share)
    return BudgetLine(
        budget=budget,
        phased=phased,
        phasing_assumed=budget.phasing is None,
        actual=actual,
        committed=committed,
        requested=requested,
        available=formulas.available(budget.amount, actual, committed, requested),
        consumption=formulas.consumption(budget.amount, used),
        spent=formulas.consumption(budget.amount, actual),
        variance=variance.amount,
        variance_ratio=variance.ratio,
        favourable=variance.favourable,
        forecast=forecast,
        control_point=control,
        status=formulas.line_status(budget.kind, control, variance, facts.plan.green, facts.plan.amber),
        payments=sum(money[key].payments for key in money if key[0] == budget.line),
    )


_STATUSES = (SpendStatus.ACTUAL, SpendStatus.COMMITTED, SpendStatus.REQUESTED)


def _amount(money: Mapping[tuple[str, SpendStatus], SpendTotal], budget: Budget, status: SpendStatus) -> Decimal:
    row = money.get((budget.line, status))
    return row.amount if row else Decimal(0)


def _total(lines: Sequence[BudgetLine]) -> BudgetTotal:
    return BudgetTotal(
        original=total(line.budget.original for line in lines),
        budget=total(line.budget.amount for line in lines),
        phased=total(line.phased for line in lines),
        actual=total(line.actual for line in lines),
        committed=total(line.committed for line in lines),
        requested=total(line.requested for line in lines),
        available=total(line.available for line in lines),
        variance=total(line.variance for line in lines),
        favourable=total(line.favourable for line in lines),
        forecast=total(line.forecast for line in lines),
    )


def _result(revenue: BudgetTotal, cost: BudgetTotal) -> BudgetTotal:
    """Return revenue less cost; what is favourable adds up."""
    return BudgetTotal(
        original=revenue.original - cost.original,
        budget=revenue.budget - cost.budget,
        phased=revenue.phased - cost.phased,
        actual=revenue.actual - cost.actual,
        committed=revenue.committed - cost.committed,
        requested=revenue.requested - cost.requested,
        available=revenue.available - cost.available,
        variance=revenue.variance - cost.variance,
        favourable=revenue.favourable + cost.favourable,
        forecast=revenue.forecast - cost.forecast,
    )
