"""The month in tables: numbers of a row or of a column share one precision and name their unit once."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, Self

from planlib.document import Cell, Column, Table
from planlib.locale import NONE, Language, plain
from planlib.locale.amounts import quantity
from planlib.locale.scale import currency_decimals, currency_unit, settled
from planlib.locale.words import reason_sentence, status_word, word
from planlib.metrics.budget import consumption, largest_remainder, variance
from planlib.metrics.exact import difference, total
from planlib.metrics.figure import Figure
from planlib.model import Kpi
from planlib.review.signal import signal_phrase
from planlib.snapshot import BudgetLine, BudgetTotal, BudgetView, KpiLine, ObjectiveLine, Snapshot
from planlib.vocabulary import Aggregation, BudgetKind, Direction, Measure

MOST_PLACES = 2
"""Decimal places of numbers that are neither amounts nor whole."""

_NOTHING = Cell(NONE)
_USED = "({actual}+{committed})/{budget}"


def _word(text: str) -> Cell:
    return Cell(text, text)


def _number(
    _: Language, value: Decimal, decimals: int, *, printed: Decimal | None = None, signed: bool = False
) -> Cell:
    """Return a number rounded by itself, or `printed` as its column wants it."""
    text = _.number(value if printed is None else printed, decimals, signed=signed)
    full = _.exact(settled(value, 6))
    return Cell(text, plain(value), full="" if _number_of(text) == _number_of(full) else full)


def _number_of(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-"))


def _figure(_: Language, figure: Figure[Decimal], show: Callable[[Decimal], Cell]) -> Cell:
    if figure.value is None:
        return Cell(NONE, under=f" {reason_sentence(_, figure.reason)}" if figure.reason else "")
    return show(figure.value)


def _share(_: Language, figure: Figure[float], decimals: int = 1) -> Cell:
    if figure.value is None:
        return _NOTHING
    return Cell(_.percent(figure.value, decimals), repr(figure.value), full=_.percent(figure.value, decimals + 3))


def kpi_table(snapshot: Snapshot, _: Language, *, short: bool = False) -> Table:
    """Return a row per KPI, worst first; its numbers `short`, as the screen has them, or with all that count."""
    columns = (
        Column("code", _("Code"), right=False, data=True),
        Column("name", _("KPI"), right=False),
        Column("unit", _("Unit"), right=False, data=True),
        Column("target", _("Target")),
        Column("actual", _("Actual")),
        Column("attainment", _("Attainment")),
        Column("expected", _("Expected by now")),
        Column("pace", _("Pace")),
        Column("status", _("Status"), right=False),
        Column("signal", _("Signal"), right=False),
        Column("last_month", _("Last month")),
        Column("last_year", _("Last year")),
        Column("days", _("Values")),
    )
    rows = tuple(_kpi_row(line, _, snapshot.team.currency, short) for line in snapshot.kpis())
    return Table("kpis", _("KPIs"), columns, rows)


def _kpi_row(line: KpiLine, _: Language, currency: str, short: bool) -> tuple[Cell, ...]:
    decimals = _places(line, currency)

    def show(value: Decimal) -> Cell:
        if short:
            return Cell(quantity(_, line.kpi, value, currency, unit=False), plain(value))
        if line.kpi.measure is Measure.PERCENT:
            return Cell(_.percent(value, decimals), plain(value), full=_.percent(value, decimals + 3))
        return _number(_, value, decimals)

    return (
        _word(line.kpi.code),
        _word(_.name(line.kpi)),
        _unit(_, line.kpi, currency),
        _target(line, _, show),
        _actual(line, _, show),
        _share(_, line.attainment)._replace(formula=_attained(line)),
        _figure(_, line.expected, show),
        Cell(_.number(line.pace.value, 2), "" if line.pace.value is None else repr(line.pace.value)),
        Cell(status_word(_, line.status), line.status.value, line.status),
        Cell(signal_phrase(_, line), line.signal.value if line.signal else ""),
        _figure(_, line.last_month, show),
        _figure(_, line.last_year, show),
        Cell(
            f"{line.days}/{line.days_expected}" if line.days_expected else NONE, f"{line.days} of {line.days_expected}"
        ),
    )


def _attained(line: KpiLine) -> str:
    """Return how a KPI's attainment follows from its row; nothing where it does not, as that of growth."""
    target = line.target
    if line.actual.value is None or target.growth_rate is not None or not target.target or target.target < 0:
        return ""
    return {Direction.UP: "{actual}/{target}", Direction.DOWN: "2-{actual}/{target}"}.get(line.kpi.direction, "")


def _places(line: KpiLine, currency: str) -> int:
    """Return with how many decimals the row's numbers are written: as many as the most precise needs, up to a limit."""
    if line.kpi.whole and line.kpi.aggregation not in (Aggregation.MEAN, Aggregation.RATIO):
        return 0
    if line.kpi.measure is Measure.PERCENT:
        return MOST_PLACES
    if line.kpi.measure is Measure.CURRENCY:
        return currency_decimals(currency)
    figures = (line.actual, line.expected, line.last_month, line.last_year)
    bounds = (line.target.target, line.target.lower, line.target.upper)
    known = [value for value in (*bounds, *(figure.value for figure in figures)) if value is not None]
    return min(MOST_PLACES, max((len(plain(value).partition(".")[2]) for value in known), default=0))


def _unit(_: Language, kpi: Kpi, currency: str) -> Cell:
    """Return the unit of numbers that do not carry it themselves; for files as it was typed, or the currency."""
    if kpi.measure is Measure.CURRENCY and kpi.unit in ("", "元", currency):
        return Cell(currency_unit(_, currency), currency)
    return Cell(_.unit(kpi.unit), kpi.unit)


def _target(line: KpiLine, _: Language, show: Callable[[Decimal], Cell]) -> Cell:
    target = line.target
    if target.growth_rate is not None:
        return Cell(_.percent(target.growth_rate, 1, signed=True))
    bounds = [target.target] if target.target is not None else [target.lower, target.upper]
    known = [show(bound) for bound in bounds if bound is not None]
    return Cell("–".join(cell.text for cell in known) or NONE, "–".join(cell.exact for cell in known))


def _actual(line: KpiLine, _: Language, show: Callable[[Decimal], Cell]) -> Cell:
    """Return the actual; where growth is the target with what it grew by."""
    actual = _figure(_, line.actual, show)
    if line.growth.value is None:
        return actual
    return actual._replace(under=_(" ({share})", share=_.percent(line.growth.value, 1, signed=True)))


def objective_table(snapshot: Snapshot, _: Language) -> Table:
    """Return a row per goal, sub-goals behind their parent."""
    columns = (
        Column("code", _("Code"), right=False, data=True),
        Column("title", _("Goal"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("score", _("Score")),
        Column("due", _("Expected by now")),
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
    """Return a row per budget line, most adverse first, and the totals of revenue, cost and result.

    Its printed amounts foot (DOMAIN 4.11 b): the lines to their totals, in each row actual − phased to the variance.
    """
    columns = (
        Column("line", _("Code"), right=False, data=True),
        Column("name", _("Budget line"), right=False),
        Column("kind", _("Kind"), right=False),
        Column("budget", _("Budget")),
        Column("phased", _("Phased budget")),
        Column("actual", _("Actual")),
        Column("committed", _("Committed")),
        Column("requested", _("Requested"), data=True),
        Column("available", _("Available")),
        Column("variance", _("Variance")),
        Column("favourable", _("Favourable (+) or adverse (−)")),
        Column("used", _("Used")),
        Column("control_point", _("Control point"), right=False, data=True),
        Column("status", _("Status"), right=False),
    )
    view, currency = snapshot.budget(), snapshot.team.currency
    printed: dict[str, _Amounts] = {}
    for kind in BudgetKind:
        printed |= _footed([line for line in view.lines if line.budget.kind is kind], currency_decimals(currency))
    rows = [_budget_row(line, printed[line.budget.line], _, currency) for line in view.lines]
    totals = _total_rows(view, printed, _, currency)
    shown = (*rows, *totals) if rows else ()
    adds = (BudgetKind.REVENUE.value, BudgetKind.COST.value, "")
    return Table(
        "budget", _("Budget"), columns, shown, len(totals) if rows else 0, _budget_note(view, _, currency), adds
    )


def _budget_note(view: BudgetView, _: Language, currency: str) -> str:
    """Return the unit of the amounts, and what of the costs is requested, which `available` is without as well."""
    unit = _("Amounts in {unit}", unit=currency_unit(_, currency))
    if not view.cost.requested:
        return unit
    amount = _.number(view.cost.requested, currency_decimals(currency))
    return _("{unit}; what is requested ({amount}) is no longer available", unit=unit, amount=amount)


class _Amounts(NamedTuple):
    """The amounts of a row that add up to its column's total, in the order of the columns."""

    budget: Decimal
    phased: Decimal
    actual: Decimal
    committed: Decimal
    requested: Decimal
    available: Decimal

    @classmethod
    def of(cls, row: BudgetLine | BudgetTotal, budget: Decimal) -> Self:
        return cls(budget, row.phased, row.actual, row.committed, row.requested, row.available)


def _footed(lines: Sequence[BudgetLine], decimals: int) -> dict[str, _Amounts]:
    """Return what is printed of the lines of one kind, each column footing to its rounded total."""
    columns = zip(*(_Amounts.of(line, line.budget.amount) for line in lines), strict=True)
    footed = [largest_remainder(column, Decimal(1).scaleb(-decimals)) for column in columns]
    rows = map(_Amounts._make, zip(*footed, strict=True))
    return {line.budget.line: row for line, row in zip(lines, rows, strict=True)}


def _amounts(
    _: Language, exact: _Amounts, printed: _Amounts, kind: BudgetKind, currency: str, *, left: bool
) -> tuple[Cell, ...]:
    """Return the cells of a row's amounts and of its variance; what is `left` is said of costs only."""
    decimals = currency_decimals(currency)
    *cells, available = (_number(_, one, decimals, printed=shown) for one, shown in zip(exact, printed, strict=True))
    off, shown_off = (variance(kind, amounts.actual, amounts.phased) for amounts in (exact, printed))
    amount = _number(_, off.amount, decimals, printed=shown_off.amount, signed=True)
    favourable = _number(_, off.favourable, decimals, printed=shown_off.favourable, signed=True)
    return (
        *cells,
        available._replace(formula="{budget}-{actual}-{committed}-{requested}") if left else _NOTHING,
        amount._replace(formula="{actual}-{phased}"),
        favourable._replace(formula="{actual}-{phased}" if kind is BudgetKind.REVENUE else "{phased}-{actual}"),
    )


def _budget_row(line: BudgetLine, printed: _Amounts, _: Language, currency: str) -> tuple[Cell, ...]:
    kind = line.budget.kind
    exact = _Amounts.of(line, line.budget.amount)
    return (
        _word(line.budget.code),
        _word(_.name(line.budget)),
        Cell(_("Revenue") if kind is BudgetKind.REVENUE else _("Cost"), kind.value),
        *_amounts(_, exact, printed, kind, currency, left=kind is BudgetKind.COST),
        _share(_, line.consumption, 0)._replace(formula=_USED if line.consumption.value is not None else ""),
        Cell(word(_, line.control_point), line.control_point.value),
        Cell(status_word(_, line.status, budget=True), line.status.value, line.status),
    )


def _total_rows(
    view: BudgetView, printed: Mapping[str, _Amounts], _: Language, currency: str
) -> tuple[tuple[Cell, ...], ...]:
    """Return the totals; what is used is not said of the result, which is as favourable as revenue is."""
    sums = {
        kind: _Amounts._make(
            total(printed[line.budget.line][at] for line in view.lines if line.budget.kind is kind)
            for at in range(len(_Amounts._fields))
        )
        for kind in BudgetKind
    }
    revenue, cost = sums[BudgetKind.REVENUE], sums[BudgetKind.COST]
    result = _Amounts._make(map(difference, revenue, cost))
    return (
        _total_row(_("Revenue"), view.revenue, revenue, BudgetKind.REVENUE, _, currency),
        _total_row(_("Cost"), view.cost, cost, BudgetKind.COST, _, currency),
        _total_row(_("Result"), view.result, result, None, _, currency),
    )


def _total_row(
    name: str, total: BudgetTotal, printed: _Amounts, kind: BudgetKind | None, _: Language, currency: str
) -> tuple[Cell, ...]:
    used = consumption(total.budget, total.actual + total.committed)
    exact, good = _Amounts.of(total, total.budget), kind or BudgetKind.REVENUE
    return (
        Cell(""),
        _word(name),
        Cell(""),
        *_amounts(_, exact, printed, good, currency, left=kind is BudgetKind.COST),
        _share(_, used, 0)._replace(formula=_USED if used.value is not None else "") if kind else Cell(""),
        Cell(""),
        Cell(""),
    )
