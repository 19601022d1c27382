"""The month in tables. Amounts show all their digits, so that readers can add them up."""

from collections.abc import Callable
from decimal import Decimal

from planlib.locale import NONE, Language, plain, round_half_up
from planlib.locale.amounts import money, quantity, target_words
from planlib.locale.words import reason_sentence, status_word, word
from planlib.metrics.figure import Figure
from planlib.month_end.parts import Cell, Column, Table
from planlib.snapshot import BudgetLine, BudgetTotal, KpiLine, ObjectiveLine, Snapshot
from planlib.vocabulary import BudgetKind, Measure

MOST_PLACES = 4
"""Decimal places that a table shows as they are."""

_NOTHING = Cell(NONE)


def _word(text: str) -> Cell:
    return Cell(text, text)


def _figure(_: Language, figure: Figure[Decimal], show: Callable[[Decimal], str]) -> Cell:
    if figure.value is None:
        return Cell(f"{NONE} {reason_sentence(_, figure.reason)}" if figure.reason else NONE)
    return Cell(show(figure.value), plain(figure.value))


def _share(_: Language, figure: Figure[float], decimals: int = 1) -> Cell:
    if figure.value is None:
        return _NOTHING
    return Cell(_.percent(figure.value, decimals), repr(figure.value))


def kpi_table(snapshot: Snapshot, _: Language) -> Table:
    """Return a row per KPI, worst first."""
    columns = (
        Column("code", _("Code"), right=False),
        Column("name", _("KPI"), right=False),
        Column("unit", _("Unit"), right=False),
        Column("target", _("Target")),
        Column("actual", _("Actual")),
        Column("attainment", _("Attainment")),
        Column("expected", _("Expected by now")),
        Column("pace", _("Pace")),
        Column("status", _("Status"), right=False),
        Column("last_month", _("Last month")),
        Column("last_year", _("Last year")),
        Column("days", _("Values")),
    )
    rows = tuple(_kpi_row(line, _, snapshot.team.currency) for line in snapshot.kpis())
    return Table("kpis", _("KPIs"), columns, rows)


def _kpi_row(line: KpiLine, _: Language, currency: str) -> tuple[Cell, ...]:
    def show(value: Decimal) -> str:
        if line.kpi.measure is Measure.PERCENT:
            return quantity(_, line.kpi, value, currency)
        return quantity(_, line.kpi, _cut(value), currency, exact=True)

    target = target_words(_, line.kpi, line.target, currency, unit=True)
    bounds = [line.target.target] if line.target.target is not None else [line.target.lower, line.target.upper]
    return (
        _word(line.kpi.code),
        _word(_.name(line.kpi)),
        _word(line.kpi.unit),
        Cell(target, "–".join(plain(bound) for bound in bounds if bound is not None)),
        _figure(_, line.actual, show),
        _share(_, line.attainment),
        _figure(_, line.expected, show),
        Cell(_.number(line.pace.value, 2), "" if line.pace.value is None else repr(line.pace.value)),
        Cell(status_word(_, line.status), line.status.value, line.status),
        _figure(_, line.last_month, show),
        _figure(_, line.last_year, show),
        Cell(f"{line.days}/{line.days_expected}", f"{line.days} of {line.days_expected}"),
    )


def objective_table(snapshot: Snapshot, _: Language) -> Table:
    """Return a row per goal, sub-goals behind their parent."""
    columns = (
        Column("code", _("Code"), right=False),
        Column("title", _("Goal"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("score", _("Score")),
        Column("due", _("Due by now")),
        Column("coverage", _("Coverage")),
        Column("status", _("Status"), right=False),
    )
    return Table("objectives", _("Goals"), columns, tuple(_objective_row(line, _) for line in snapshot.objectives()))


def _objective_row(line: ObjectiveLine, _: Language) -> tuple[Cell, ...]:
    def score(figure: Figure[float]) -> Cell:
        return Cell(_.score(figure.value), "" if figure.value is None else repr(figure.value))

    return (
        _word(line.objective.code),
        _word(_.name(line.objective, "title")),
        _word(_.name(line.owner) if line.owner else ""),
        score(line.score),
        score(line.due),
        _share(_, Figure(line.coverage), 0),
        Cell(status_word(_, line.status), line.status.value, line.status),
    )


def budget_table(snapshot: Snapshot, _: Language) -> Table:
    """Return a row per budget line, most adverse first, and the totals of revenue, cost and result."""
    columns = (
        Column("line", _("Code"), right=False),
        Column("name", _("Budget line"), right=False),
        Column("kind", _("Kind"), right=False),
        Column("budget", _("Budget")),
        Column("phased", _("Phased budget")),
        Column("actual", _("Actual")),
        Column("committed", _("Committed")),
        Column("available", _("Available")),
        Column("variance", _("Variance")),
        Column("favourable", _("Favourable (+) or adverse (−)")),
        Column("used", _("Used")),
        Column("control_point", _("Control point"), right=False),
        Column("status", _("Status"), right=False),
    )
    view, currency = snapshot.budget(), snapshot.team.currency
    rows = [_budget_row(line, _, currency) for line in view.lines]
    totals = [
        _total_row(_("Revenue"), view.revenue, _, currency),
        _total_row(_("Cost"), view.cost, _, currency, left=_amount(_, view.cost.available, currency)),
        _total_row(_("Result"), view.result, _, currency),
    ]
    return Table("budget", _("Budget"), columns, tuple(rows + totals) if rows else (), len(totals) if rows else 0)


def _cut(value: Decimal) -> Decimal:
    """Return a number as a table shows it, so that readers can add it up: all digits, of quotients two places."""
    exponent = value.normalize().as_tuple().exponent
    return round_half_up(value, 2) if isinstance(exponent, int) and exponent < -MOST_PLACES else value


def _amount(_: Language, amount: Decimal, currency: str, *, signed: bool = False) -> Cell:
    return Cell(money(_, _cut(amount), currency, exact=True, signed=signed), plain(amount))


def _budget_row(line: BudgetLine, _: Language, currency: str) -> tuple[Cell, ...]:
    kind = _("Revenue") if line.budget.kind is BudgetKind.REVENUE else _("Cost")
    return (
        _word(line.budget.code),
        _word(_.name(line.budget)),
        Cell(kind, line.budget.kind.value),
        *(_amount(_, amount, currency) for amount in (line.budget.amount, line.phased, line.actual)),
        _amount(_, line.committed, currency),
        _amount(_, line.available, currency) if line.budget.kind is BudgetKind.COST else _NOTHING,
        *(_amount(_, amount, currency, signed=True) for amount in (line.variance, line.favourable)),
        _share(_, line.consumption, 0),
        Cell(word(_, line.control_point), line.control_point.value),
        Cell(status_word(_, line.status, budget=True), line.status.value, line.status),
    )


def _total_row(name: str, total: BudgetTotal, _: Language, currency: str, left: Cell = _NOTHING) -> tuple[Cell, ...]:
    """Return a row of totals; what may still be spent is said of costs only."""
    return (
        Cell(""),
        _word(name),
        Cell(""),
        *(_amount(_, amount, currency) for amount in (total.budget, total.phased, total.actual)),
        _amount(_, total.committed, currency),
        left,
        *(_amount(_, amount, currency, signed=True) for amount in (total.variance, total.favourable)),
        Cell(""),
        Cell(""),
        Cell(""),
    )
