"""A snapshot as tables for people: rounded, with units, in the reader's language."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import typer

from planlib.cli.terminal import Terminal
from planlib.locale import Language
from planlib.locale.amounts import money, quantity, target_words
from planlib.locale.words import reason_sentence, status_word, word
from planlib.metrics.figure import Figure
from planlib.metrics.trends import by_difference
from planlib.model import Kpi
from planlib.plans import plan_name
from planlib.review.signal import signal_phrase
from planlib.snapshot import BudgetLine, BudgetTotal, BudgetView, KpiLine, Snapshot, ToDate, Trend, TrendPeriod
from planlib.vocabulary import BudgetKind


def print_heading(here: Terminal, snapshot: Snapshot, as_of: date | None = None) -> None:
    """Say which plan it is and how it was read, and as of which day what follows is told."""
    _ = here.language
    plan = plan_name(snapshot.team, snapshot.plan.month)
    typer.echo(
        _("{plan}, data up to {day}, change {change}", plan=plan, day=_.day(snapshot.day), change=snapshot.known_at)
    )
    if as_of:
        typer.echo(_("As of {day}", day=_.day(as_of)))


def print_kpis(here: Terminal, lines: Sequence[KpiLine], currency: str) -> None:
    """Print a row for each KPI."""
    _ = here.language
    head = [
        _("Status"),
        _("Signal"),
        _("KPI"),
        _("Actual"),
        _("Target"),
        _("Expected by now"),
        _("Pace"),
        _("Forecast"),
        _("Chance"),
    ]
    here.table(head, [_kpi_row(_, line, currency) for line in lines], words=3)


def _kpi_row(_: Language, line: KpiLine, currency: str) -> list[str]:
    status = status_word(_, line.status)
    return [
        status if line.reason is None else f"{status} ({reason_sentence(_, line.reason)})",
        signal_phrase(_, line),
        _.name(line.kpi),
        quantity(_, line.kpi, line.actual.value, currency),
        target_words(_, line.kpi, line.target, currency, unit=True),
        quantity(_, line.kpi, line.expected.value, currency),
        _.number(line.pace.value, 2),
        quantity(_, line.kpi, line.forecast.value, currency),
        _.probability(line.forecast.probability),
    ]


def print_budget(here: Terminal, view: BudgetView, currency: str) -> None:
    """Print a row for each budget line, then the totals; only of a cost something is available."""
    _ = here.language
    rows = []
    for line in view.lines:
        amounts = _amounts(_, line, line.budget.amount, currency, cost=line.budget.kind is BudgetKind.COST)
        rows.append([_.name(line.budget), *amounts, _.percent(line.consumption.value)])
    for name, total in ((_("Revenue"), view.revenue), (_("Cost"), view.cost), (_("Result"), view.result)):
        rows.append([name, *_amounts(_, total, total.budget, currency, cost=total is view.cost), ""])
    head = [_("Line"), _("Budget"), _("Phased"), _("Actual"), _("Variance"), _("Committed"), _("Available"), _("Used")]
    here.table(head, rows)


def _amounts(_: Language, line: BudgetLine | BudgetTotal, budget: Decimal, currency: str, *, cost: bool) -> list[str]:
    available = line.available if cost else None
    amounts = (budget, line.phased, line.actual, line.variance, line.committed, available)
    return [money(_, amount, currency) for amount in amounts]


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
        _change(_, kpi, period.before.change),
        _change(_, kpi, period.last_year.change),
        quantity(_, kpi, period.moving_average.value, currency),
    ]


def _to_date_row(_: Language, kpi: Kpi, name: str, sums: ToDate, currency: str) -> list[str]:
    return [name, quantity(_, kpi, sums.value.value, currency), "", _change(_, kpi, sums.last_year.change), ""]


def _change(_: Language, kpi: Kpi, change: Figure[float]) -> str:
    return _.points(change.value, 2) if by_difference(kpi) else _.percent(change.value, 1, signed=True)
