"""The part of the weekly review that is about money: the budget lines that need a word, and the total."""

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from planlib.locale import Language
from planlib.locale.amounts import money
from planlib.snapshot import BudgetLine, BudgetView
from planlib.vocabulary import BudgetKind
from ui.bars import budget_bar, budget_scale
from ui.markup import Column, Row, Sign, Tone, bold, cell, joined, note, rich, section, status_chip, table, tone


def money_lines(_: Language, view: BudgetView, currency: str, *, over: bool) -> Iterator[Markup]:
    """Yield the budget lines that need a word, and the total; `over` once the month is."""
    if not view.lines:
        return
    off = [line for line in view.lines if tone(line.status) in (Tone.BAD, Tone.WARN)]
    last = _("Variance") if over else _("Forecast")
    key: list[tuple[Sign, str]] = [
        ("plan", _("phased budget")),
        ("actual", _("spent")),
        ("hatch", _("committed")),
        ("tick", _("full budget")),
    ]
    yield section(_("Budget"), _("lines that need a word"), key=key if off else ())
    if off:
        columns = [
            Column(_("Budget line")),
            Column(_("Status"), phone="side", headless=True),
            Column("", phone="row", headless=True),
            Column(_("Spent"), right=True),
            Column(_("Budget"), right=True),
            Column(_("Used"), right=True),
            Column(last, right=True),
        ]
        rows = (_budget_row(_, line, budget_scale(off), currency, over=over) for line in off)
        yield table(columns, rows, _("Budget lines that need a word"))
    yield note(_budget_total(_, view, currency, all_well=not off, over=over))


def _budget_row(_: Language, line: BudgetLine, most: Decimal, currency: str, *, over: bool) -> Row:
    def shown(amount: Decimal | None) -> str:
        return money(_, amount, currency, unit=False)

    used = _.percent(line.consumption.value)
    judged = tone(line.status)
    cost = line.budget.kind == BudgetKind.COST
    return Row(
        [
            cell(_.name(line.budget)),
            status_chip(_, line.status, budget=cost),
            budget_bar(line, most, f"{shown(line.actual)} / {shown(line.budget.amount)}"),
            cell(shown(line.actual), big=True),
            shown(line.budget.amount),
            cell(used, strong=True),
            money(_, line.variance, currency, signed=True, unit=False) if over else shown(line.forecast),
        ],
        tone=judged,
    )


def _budget_total(_: Language, view: BudgetView, currency: str, *, all_well: bool, over: bool) -> Markup:
    cost = view.cost
    left = cost.budget - (cost.actual if over else cost.forecast)
    said = {
        "spent": money(_, cost.actual, currency),
        "budget": money(_, cost.budget, currency),
        "due": money(_, cost.phased, currency),
        "forecast": bold(money(_, cost.forecast, currency)),
        "over": bold(money(_, abs(left), currency)),
    }
    parts = [_("No line needs a word.")] if all_well else []
    if over:
        text = (
            _("Spent {spent} of {budget}, {over} over.") if left < 0 else _("Spent {spent} of {budget}, {over} under.")
        )
        return joined([*parts, rich(text, **said)], " ")
    end = _("Heading for {forecast}, {over} over.") if left < 0 else _("Heading for {forecast}, {over} under.")
    parts += [rich(_("Spent {spent} of {budget}; {due} was due by now."), **said), rich(end, **said)]
    return joined(parts, " ")
