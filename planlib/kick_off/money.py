"""The money of the plan: what is to come in and to be spent, on what, and in which week."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from planlib.document import Cell, Column, Table
from planlib.document.cells import text_cell
from planlib.findings import days_name
from planlib.kick_off.targets import weeks
from planlib.locale import NONE, Language, plain
from planlib.locale.scale import currency_decimals, currency_unit
from planlib.locale.words import category_word, word
from planlib.metrics.budget import largest_remainder, phased_budget
from planlib.metrics.exact import difference, total
from planlib.metrics.periods import Span
from planlib.snapshot import BudgetLine, Snapshot
from planlib.vocabulary import BudgetKind, ControlPoint

_KINDS = (BudgetKind.REVENUE, BudgetKind.COST)
_ADDS = (BudgetKind.REVENUE.value, BudgetKind.COST.value, "")


def money_table(snapshot: Snapshot, _: Language) -> Table:
    """Return a row per budget line, the largest of each kind first, and the totals of revenue, cost and result."""
    columns = (
        Column("line", _("Code"), right=False, data=True),
        Column("name", _("Budget line"), right=False),
        Column("category", _("Category"), right=False),
        Column("kind", _("Kind"), right=False),
        Column("budget", _("Budget")),
        Column("phasing", _("Spread"), right=False),
    )
    lines = sorted(snapshot.budget().lines, key=lambda line: (_KINDS.index(line.budget.kind), -line.budget.amount))
    rows = [_line(snapshot, line, _) for line in lines]
    totals = _totals(snapshot, _) if rows else ()
    return Table("money", _("Budget"), columns, (*rows, *totals), len(totals), _unit(snapshot, _), _ADDS)


def _unit(snapshot: Snapshot, _: Language) -> str:
    return _("Amounts in {unit}", unit=currency_unit(_, snapshot.team.currency))


def _line(snapshot: Snapshot, line: BudgetLine, _: Language) -> tuple[Cell, ...]:
    budget = line.budget
    spread = word(_, budget.phasing) if budget.phasing else _("by working day")
    return (
        text_cell(budget.code),
        text_cell(_.name(budget)),
        Cell(category_word(_, budget.category), budget.category),
        _kind(budget.kind, _),
        _amount(snapshot, budget.amount, _),
        text_cell(spread),
    )


def _kind(kind: BudgetKind, _: Language) -> Cell:
    return Cell(_("Revenue") if kind is BudgetKind.REVENUE else _("Cost"), kind.value)


def _amount(snapshot: Snapshot, amount: Decimal, _: Language) -> Cell:
    return Cell(_.number(amount, _decimals(snapshot)), plain(amount))


def _decimals(snapshot: Snapshot) -> int:
    """Return with how many decimals amounts are written: none where every budget is whole."""
    whole = all(line.budget.amount == line.budget.amount.to_integral_value() for line in snapshot.budget().lines)
    return 0 if whole else currency_decimals(snapshot.team.currency)


def _totals(snapshot: Snapshot, _: Language) -> Sequence[tuple[Cell, ...]]:
    view, nothing = snapshot.budget(), Cell("")
    sums = ((_("Revenue"), view.revenue), (_("Cost"), view.cost), (_("Result"), view.result))
    return [(nothing, text_cell(name), nothing, nothing, _amount(snapshot, of.budget, _), nothing) for name, of in sums]


# by week


def week_table(snapshot: Snapshot, _: Language) -> Table:
    """Return a row per category of revenue and of cost with what is planned for each week; rows and columns foot."""
    columns = (
        Column("category", _("Category"), right=False),
        Column("kind", _("Kind"), right=False),
        Column("budget", _("Budget")),
        *(Column(f"week_{week.first}", days_name(_, *week)) for week in weeks(snapshot)),
    )
    lines = snapshot.budget().lines
    found = {kind: _categories(snapshot, [one for one in lines if one.budget.kind is kind]) for kind in _KINDS}
    rows = [_week_row(snapshot, name, kind, parts, _) for kind in _KINDS for name, parts in found[kind].items()]
    sums = [_added(found[kind].values(), len(weeks(snapshot))) for kind in _KINDS]
    sums.append([difference(earned, spent) for earned, spent in zip(*sums, strict=True)])
    names = (_("Revenue"), _("Cost"), _("Result"))
    totals = [(text_cell(name), Cell(""), *_cells(snapshot, parts, _)) for name, parts in zip(names, sums, strict=True)]
    shown = (*rows, *totals) if rows else ()
    return Table("weeks", _("Budget by week"), columns, shown, 3 * bool(rows), _unit(snapshot, _), _ADDS)


def _categories(snapshot: Snapshot, lines: Sequence[BudgetLine]) -> dict[str, list[Decimal]]:
    """Return what is planned for each week by category, the largest first, in amounts as they are written."""
    spans, unit = weeks(snapshot), Decimal(1).scaleb(-_decimals(snapshot))
    by_category = {
        category: [
            total(_in_week(snapshot, line, week) for line in lines if line.budget.category == category)
            for week in spans
        ]
        for category in dict.fromkeys(line.budget.category for line in lines)
    }
    largest = sorted(by_category.items(), key=lambda one: -sum(one[1]))
    return {category: largest_remainder(parts, unit) for category, parts in largest}


def _in_week(snapshot: Snapshot, line: BudgetLine, week: Span) -> Decimal:
    shares = snapshot.phasing(line.budget)
    return phased_budget(line.budget.amount, sum((shares.get(day, Fraction(0)) for day in week.days()), Fraction(0)))


def _added(rows: Iterable[Sequence[Decimal]], count: int) -> list[Decimal]:
    listed = list(rows)
    return [total(row[at] for row in listed) for at in range(count)]


def _week_row(
    snapshot: Snapshot, category: str, kind: BudgetKind, parts: Sequence[Decimal], _: Language
) -> tuple[Cell, ...]:
    return (Cell(category_word(_, category), category), _kind(kind, _), *_cells(snapshot, parts, _))


def _cells(snapshot: Snapshot, parts: Sequence[Decimal], _: Language) -> list[Cell]:
    return [_amount(snapshot, amount, _) for amount in (total(parts), *parts)]


# control points


def control_table(snapshot: Snapshot, _: Language) -> Table:
    """Return at how much of its budget each cost line is looked at."""
    columns = (
        Column("name", _("Cost line"), right=False),
        Column("budget", _("Budget")),
        Column("notice", _("Notice at")),
        Column("warning", _("Warning at")),
    )
    lines = [line for line in snapshot.budget().lines if line.budget.kind is BudgetKind.COST]
    largest = sorted(lines, key=lambda line: -line.budget.amount)
    rows = tuple(
        (
            text_cell(_.name(line.budget)),
            _amount(snapshot, line.budget.amount, _),
            *(_limit(snapshot, line, point, _) for point in (ControlPoint.NOTICE, ControlPoint.WARNING)),
        )
        for line in largest
    )
    note = _.clauses([_unit(snapshot, _), _("reached by what is spent and committed")])
    return Table("control_points", _("Control points"), columns, rows, note=note)


def _limit(snapshot: Snapshot, line: BudgetLine, point: ControlPoint, _: Language) -> Cell:
    share = line.budget.limit(point)
    if not line.budget.amount:
        return Cell(NONE)
    cell = _amount(snapshot, line.budget.amount * share, _)
    return cell._replace(under=_(" ({share})", share=_.percent(share)))
