"""Budget against actual: what is due, spent, committed and left of each line, where it ends, and totals that foot.

What is said of a line stands beside it: why it is off its budget, and who looked as it came to a control point.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Any

from planlib.metrics import budget as formulas
from planlib.metrics import completion, pace
from planlib.metrics.budget import Crossed, Threshold, Variance
from planlib.metrics.exact import difference, part, total
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.flexed import Flexible, flexed, statement
from planlib.metrics.pace import Weights
from planlib.metrics.periods import Span
from planlib.metrics.price_volume import altogether, budgeted_quantity, effects
from planlib.model import Budget, ControlLook, Decision, Explanation
from planlib.snapshot.earned import earned_on_line
from planlib.snapshot.kpis import weekday_index
from planlib.snapshot.lines import KpiLine
from planlib.snapshot.meetings import decisions
from planlib.snapshot.money_lines import BudgetLine, BudgetTotal, BudgetView, Crossing, FlexedLine, PriceVolume
from planlib.snapshot.reading import PlanFacts
from planlib.snapshot.task_lines import TaskLine
from planlib.snapshot.values import Series
from planlib.store import queries
from planlib.store.connect import Store
from planlib.store.ledger import current
from planlib.store.queries import SpendTotal
from planlib.vocabulary import BudgetKind, ControlPoint, Expected, PlanState, Reason, SpendStatus

Money = Mapping[tuple[str, SpendStatus], SpendTotal]


@dataclass(frozen=True)
class Books:
    """What a plan's budget is worked out from, as of one day."""

    store: Store
    facts: PlanFacts
    day: date
    weights: Callable[[Budget], Weights]
    """How a line is spread over the month."""
    tasks: Sequence[TaskLine]
    kpis: Sequence[KpiLine]

    @cached_property
    def lines(self) -> list[str]:
        """The ids of the budget lines."""
        return [budget.line for budget in self.facts.budgets]

    @cached_property
    def money(self) -> Money:
        """What is requested, committed and spent."""
        return self.spent_by(self.day)

    def spent_by(self, day: date) -> Money:
        """Return the same as of another day."""
        found = queries.spend_totals(self.store, self.lines, day, self.facts.known_at)
        return {(row.line, row.status): row for row in found}

    @cached_property
    def used(self) -> Mapping[str, Sequence[tuple[date, Decimal]]]:
        """How each cost line was used up, day by day."""
        costs = [budget.line for budget in self.facts.budgets if budget.kind is BudgetKind.COST]
        return queries.used_by_day(self.store, costs, self.day, self.facts.known_at)

    @cached_property
    def thresholds(self) -> Mapping[BudgetKind, Threshold]:
        """From where on a line of a kind needs explaining."""
        plan = self.facts.plan
        return {
            kind: formulas.threshold(
                total(budget.amount for budget in self.facts.budgets if budget.kind is kind),
                plan.explain_amount,
                plan.explain_share,
            )
            for kind in BudgetKind
        }

    @cached_property
    def explanations(self) -> Mapping[str, Explanation]:
        """What was said of each line."""
        return {one.line: one for one in self._read("explanations")}

    @cached_property
    def actions(self) -> Mapping[str, Decision]:
        """What the team decided, by id; read where an explanation names an action."""
        if not any(one.decision for one in self.explanations.values()):
            return {}
        return {one.decision: one for one in decisions(self.store, self.facts.key.team, self.facts.known_at)}

    @cached_property
    def looks(self) -> Mapping[tuple[str, ControlPoint, date], ControlLook]:
        """Who looked at each crossing of a control point."""
        return {(one.line, one.point, one.day): one for one in self._read("control_looks")}

    @cached_property
    def days_gone(self) -> int:
        """Working days of the month that are over."""
        return self.facts.calendar.working_days(self.facts.key.month, self.day)

    @cached_property
    def days_left(self) -> list[date]:
        """Working days of the month that are still to come."""
        rest = Span(self.day + timedelta(days=1), self.facts.key.last_day)
        return [day for day in rest.days() if self.facts.calendar.works(day)]

    def _read(self, table: str) -> list[Any]:
        where = {"team": self.facts.key.team, "month": self.facts.key.month}
        return [stored.record for stored in current(self.store, table, known_at=self.facts.known_at, where=where)]


def phasing(facts: PlanFacts, budget: Budget, followed: Series | None) -> Weights:
    """Return how a line is spread over the month; a seasonal one as the KPI is that it follows."""
    return formulas.phase(
        budget.phasing,
        budget.phasing_detail,
        facts.key.month,
        facts.calendar,
        weekday_index=weekday_index(facts, followed) if followed else None,
        expected=followed.kpi.expected if followed else Expected.WORKING,
        first_weekday=facts.team.first_weekday,
    )


def budget_view(books: Books) -> BudgetView:
    """Return the plan's budget, the most adverse line first."""
    lines = [_line(books, budget) for budget in books.facts.budgets]
    lines.sort(key=lambda line: (line.favourable, line.budget.code))
    revenue = _total([line for line in lines if line.budget.kind is BudgetKind.REVENUE])
    cost = _total([line for line in lines if line.budget.kind is BudgetKind.COST])
    groups = tuple(_price_volume(lines))
    moved = tuple(_activity(lines))
    return BudgetView(tuple(lines), revenue, cost, _result(revenue, cost), books.thresholds, moved, groups)


def _line(books: Books, budget: Budget) -> BudgetLine:
    money, plan = books.money, books.facts.plan
    actual, committed, requested = (_amount(money, budget, status) for status in _STATUSES)
    weights = books.weights(budget)
    share = pace.share_gone(weights, books.facts.key.last_day if plan.state is PlanState.CLOSED else books.day)
    phased = formulas.phased_budget(budget.amount, share)
    variance = formulas.variance(budget.kind, actual, phased)
    used, cost = actual + committed, budget.kind is BudgetKind.COST
    control = ControlPoint.NONE
    if cost:
        control = formulas.control_point(budget.amount, used, budget.notice, budget.warning)
    available = formulas.available(budget.amount, actual, committed, requested)
    end = completion.at_completion(budget.amount, actual, committed, share, _estimate(books, budget, actual))
    burn = completion.burn_rate(actual, books.days_gone)
    return BudgetLine(
        budget=budget,
        phased=phased,
        phasing_assumed=budget.phasing is None,
        actual=actual,
        committed=committed,
        requested=requested,
        available=available,
        consumption=formulas.consumption(budget.amount, used),
        spent=formulas.consumption(budget.amount, actual),
        variance=variance.amount,
        variance_ratio=variance.ratio,
        favourable=variance.favourable,
        completion=end,
        spend_index=completion.spend_index(budget.amount, actual, share),
        burn=burn,
        runway=completion.runway(available, burn) if cost else undefined(Reason.NOT_APPLICABLE),
        flexed=_flexed(books, budget, phased),
        earned=earned_on_line(books.tasks, budget, actual, share, books.facts.calendar, books.day),
        needs_explaining=_needs_explaining(books, budget, variance, phased),
        explanation=(explanation := books.explanations.get(budget.line)),
        action=books.actions.get(explanation.decision or "") if explanation else None,
        crossings=tuple(_crossings(books, budget)),
        control_point=control,
        next_control=_next_control(books, budget, used, end.forecast) if cost else None,
        status=formulas.line_status(budget.kind, control, variance, plan.green, plan.amber),
        payments=sum(money[key].payments for key in money if key[0] == budget.line),
        quantity=_quantity(money, budget),
    )


_STATUSES = (SpendStatus.ACTUAL, SpendStatus.COMMITTED, SpendStatus.REQUESTED)


def _amount(money: Money, budget: Budget, status: SpendStatus) -> Decimal:
    row = money.get((budget.line, status))
    return row.amount if row else Decimal(0)


def _quantity(money: Money, budget: Budget) -> Figure[Decimal]:
    row = money.get((budget.line, SpendStatus.ACTUAL))
    if row is None:
        return Figure(Decimal(0))
    return Figure(row.quantity) if row.measured == row.payments else undefined(Reason.MISSING_DATA)


def _estimate(books: Books, budget: Budget, actual: Decimal) -> Decimal | None:
    """Return what the manager expects in all: what was spent as the estimate was made, and the estimate."""
    if budget.to_complete is None:
        return None
    if budget.estimated is not None and budget.estimated < books.day:
        actual = _amount(books.spent_by(budget.estimated), budget, SpendStatus.ACTUAL)
    return actual + budget.to_complete


def _flexed(books: Books, budget: Budget, phased: Decimal) -> Figure[Decimal]:
    """Return the phased budget at the activity that came, as the driver's target and actual say."""
    driver = next((line for line in books.kpis if line.kpi.kpi == budget.driver), None)
    if driver is None:
        return undefined(Reason.NOT_APPLICABLE)
    planned = driver.expected.value if driver.expected.value is not None else driver.target.target
    if planned is None or driver.actual.value is None:
        return undefined(driver.actual.reason or driver.expected.reason or Reason.NO_TARGET)
    variable = part(phased, Fraction(Decimal(1) if budget.variable is None else budget.variable))
    return flexed(variable, phased - variable, planned, driver.actual.value)


def _needs_explaining(books: Books, budget: Budget, variance: Variance, phased: Decimal) -> bool:
    return formulas.needs_explaining(variance, phased, books.thresholds[budget.kind])


def _crossings(books: Books, budget: Budget) -> list[Crossing]:
    """Return what was passed, and who looked: who looked at a point looked at the lower ones of that day as well."""
    used, found, last = books.used.get(budget.line, ()), list[Crossing](), None
    for point, day in reversed(formulas.crossings(budget.amount, used, budget.notice, budget.warning)):
        look = books.looks.get((budget.line, point, day))
        last = look or (last if last and last.day == day else None)
        found.insert(0, Crossing(point, day, last))
    return found


def _next_control(books: Books, budget: Budget, used: Decimal, forecast: Decimal) -> Crossed | None:
    return formulas.next_control(budget.amount, used, forecast, books.days_left, budget.notice, budget.warning)


# activity; price, quantity and mix


def _activity(lines: Sequence[BudgetLine]) -> Iterator[FlexedLine]:
    """Yield the lines that move with a KPI, as far as it is known."""
    known = [(line, line.flexed.value) for line in lines if line.flexed.value is not None]
    found = statement([Flexible(line.budget.kind, line.phased, due, line.actual) for line, due in known])
    for (line, _due), activity, spending in zip(known, found.activity, found.spending, strict=True):
        yield FlexedLine(line, activity, spending)


def _price_volume(lines: Sequence[BudgetLine]) -> Iterator[PriceVolume]:
    """Yield the lines whose quantities are known, those of one kind and unit together."""
    known = sorted((line for line in lines if _measured(line)), key=_unit)
    for (kind, unit), group in groupby(known, key=_unit):
        members = list(group)
        for together in [members] if unit and len(members) > 1 else [[line] for line in members]:
            found = effects([line.item for line in together], commensurable=len(together) > 1)
            exactly = [
                one._replace(price=difference(line.variance, one.volume))
                for line, one in zip(together, found, strict=True)
            ]
            yield PriceVolume(kind, unit, tuple(zip(together, exactly, strict=True)), altogether(exactly))


def _measured(line: BudgetLine) -> bool:
    return bool(budgeted_quantity(line.budget)) and line.quantity.value is not None and bool(line.phased)


def _unit(line: BudgetLine) -> tuple[BudgetKind, str]:
    return line.budget.kind, line.budget.unit or ""


# totals


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
        original=difference(revenue.original, cost.original),
        budget=difference(revenue.budget, cost.budget),
        phased=difference(revenue.phased, cost.phased),
        actual=difference(revenue.actual, cost.actual),
        committed=difference(revenue.committed, cost.committed),
        requested=difference(revenue.requested, cost.requested),
        available=difference(revenue.available, cost.available),
        variance=difference(revenue.variance, cost.variance),
        favourable=total((revenue.favourable, cost.favourable)),
        forecast=difference(revenue.forecast, cost.forecast),
    )
