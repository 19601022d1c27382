"""A snapshot as tables for people: rounded, with units, in the reader's language."""

from collections.abc import Sequence

import typer

from planlib.cli.terminal import Terminal
from planlib.locale import Language
from planlib.locale.amounts import money, quantity
from planlib.locale.words import reason_sentence, status_word, word
from planlib.metrics.figure import Figure
from planlib.metrics.trends import by_difference
from planlib.model import Kpi
from planlib.plans import plan_name
from planlib.snapshot import BudgetLine, BudgetTotal, BudgetView, KpiLine, Snapshot, ToDate, Trend, TrendPeriod


def print_heading(here: Terminal, snapshot: Snapshot) -> None:
    """Say which plan it is and how it was read."""
    _ = here.language
    plan = plan_name(snapshot.team, snapshot.plan.month)
    typer.echo(
        _("{plan}, data up to {day}, change {change}", plan=plan, day=_.day(snapshot.day), change=snapshot.known_at)
    )


def print_kpis(here: Terminal, lines: Sequence[KpiLine], currency: str) -> None:
    """Print a row for each KPI."""
    _ = here.language
    head = [
        _("Status"),
        _("KPI"),
        _("Actual"),
        _("Target"),
        _("Expected by now"),
        _("Pace"),
        _("Forecast"),
        _("Chance"),
    ]
    here.table(head, [_kpi_row(_, line, currency) for line in lines], words=2)


def _kpi_row(_: Language, line: KpiLine, currency: str) -> list[str]:
    status = status_word(_, line.status)
    return [
        status if line.reason is None else f"{status} ({reason_sentence(_, line.reason)})",
        _.name(line.kpi),
        quantity(_, line.kpi, line.actual.value, currency),
        _target(_, line, currency),
        quantity(_, line.kpi, line.expected.value, currency),
        _.percent(line.pace.value),
        quantity(_, line.kpi, line.forecast.value, currency),
        _.probability(line.forecast.probability),
    ]


def _target(_: Language, line: KpiLine, currency: str) -> str:
    if line.target.lower is None:
        return quantity(_, line.kpi, line.target.target, currency)
    ends = (line.target.lower, line.target.upper)
    return " – ".join(quantity(_, line.kpi, end, currency) for end in ends)


def print_budget(here: Terminal, view: BudgetView, currency: str) -> None:
    """Print a row for each budget line, then the totals."""
    _ = here.language
    rows = [_budget_row(_, _.name(line.budget), line, currency) for line in view.lines]
    for name, total in ((_("Revenue"), view.revenue), (_("Cost"), view.cost), (_("Result"), view.result)):
        rows.append(_budget_row(_, name, total, currency))
    head = [_("Line"), _("Budget"), _("Phased"), _("Actual"), _("Variance"), _("Committed"), _("Available"), _("Used")]
    here.table(head, rows)


def _budget_row(_: Language, name: str, line: BudgetLine | BudgetTotal, currency: str) -> list[str]:
    budget, used = (
        (line.budget.amount, _.percent(line.consumption.value)) if isinstance(line, BudgetLine) else (line.budget, "")
    )
    amounts = (budget, line.phased, line.actual, line.variance, line.committed, line.available)
    return [name, *(money(_, amount, currency) for amount in amounts), used]


def print_trend(here: Terminal, trend: Trend, currency: str) -> None:
    """Print a row for each period of one KPI, then month, quarter and year to date."""
    _ = here.language
    rows = [_period_row(_, trend.kpi, period, currency) for period in trend.periods]
    for name, sums in (
        (_("Month to date"), trend.month_to_date),
        (_("Quarter to date"), trend.quarter_to_date),
        (_("Year to date"), trend.year_to_date),
    ):
        rows.append(_to_date_row(_, trend.kpi, name, sums, currency))
    typer.echo(f"\n{_.name(trend.kpi)} ({word(_, trend.grain)})")
    here.table([_("From"), _("Value"), _("Change"), _("Year over year"), _("Moving average")], rows)


def _period_row(_: Language, kpi: Kpi, period: TrendPeriod, currency: str) -> list[str]:
    start = period.start.isoformat()
    return [
        start if period.complete else _("{period} (partial)", period=start),
        quantity(_, kpi, period.value.value, currency),
        _change(_, kpi, period.change),
        _change(_, kpi, period.year_change),
        quantity(_, kpi, period.moving_average.value, currency),
    ]


def _to_date_row(_: Language, kpi: Kpi, name: str, sums: ToDate, currency: str) -> list[str]:
    return [name, quantity(_, kpi, sums.value.value, currency), "", _change(_, kpi, sums.change), ""]


def _change(_: Language, kpi: Kpi, change: Figure[float]) -> str:
    return _.points(change.value, 2) if by_difference(kpi) else _.percent(change.value, 1, signed=True)
