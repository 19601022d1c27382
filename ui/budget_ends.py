"""Where budget lines will end, three ways, and what of lines that move with a KPI is activity."""

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from planlib.locale import NONE, Language
from planlib.locale.words import word
from planlib.metrics.budget import variance
from planlib.metrics.exact import total
from planlib.snapshot import BudgetLine, BudgetTotal, BudgetView, Snapshot
from planlib.vocabulary import BudgetKind, Completion
from ui.amounts import Amounts, meaning
from ui.markup import Column, Row, bold, cell, section, table


def ends_table(_: Language, view: BudgetView, shown: Amounts) -> Markup:
    """Return each line's end by the three ways, that which is used in bold, and what it leaves of the budget."""
    columns = [
        Column(_("Line")),
        Column(word(_, Completion.TYPICAL).capitalize(), right=True, wrap=True),
        Column(word(_, Completion.ATYPICAL).capitalize(), right=True, wrap=True),
        Column(word(_, Completion.MANUAL).capitalize(), right=True, wrap=True),
        Column(_("Better or worse than budget"), right=True, wrap=True, phone="side"),
        Column(
            _("Spent ÷ due"),
            right=True,
            wrap=True,
            phone="gone",
            help=_(
                "Share of the budget spent, compared with the share expected by now; above 100% is faster than planned"
            ),
        ),
    ]
    rows = [*(_end(_, line, shown) for line in view.lines), *_totals(_, view, shown)]
    head = section(_("Where each line will end"), _("{unit} · bold: the forecast that is used", unit=shown.unit))
    return head + table(columns, rows, caption=_("Where each line will end"))


def _end(_: Language, line: BudgetLine, shown: Amounts) -> Row:
    found = line.completion
    ways = {
        Completion.TYPICAL: found.typical.value,
        Completion.ATYPICAL: found.atypical,
        Completion.MANUAL: found.manual.value,
    }
    index = line.spend_index.value
    return Row(
        [
            _.name(line.budget),
            *(_amount(amount, shown, used=way is found.used) for way, amount in ways.items()),
            _left(line.budget.kind, line.forecast, line.budget.amount, shown),
            NONE if index is None else _.percent(index),
        ]
    )


def _amount(amount: Decimal | None, shown: Amounts, *, used: bool) -> Markup | str:
    if amount is None:
        return NONE
    return bold(shown.text(amount)) if used else shown.text(amount)


def _left(kind: BudgetKind, forecast: Decimal, budget: Decimal, shown: Amounts) -> Markup:
    found = variance(kind, forecast, budget)
    return cell(shown.text(found.favourable, signed=True), tone=meaning(found.favourable), strong=True)


def _totals(_: Language, view: BudgetView, shown: Amounts) -> Iterator[Row]:
    kinds: tuple[tuple[BudgetKind, str, BudgetTotal], ...] = (
        (BudgetKind.REVENUE, _("Revenue, total"), view.revenue),
        (BudgetKind.COST, _("Cost, total"), view.cost),
    )
    for kind, name, whole in kinds:
        if any(line.budget.kind is kind for line in view.lines):
            left = _left(kind, whole.forecast, whole.budget, shown)
            yield Row([name, "", "", "", left, ""], total=True)


# activity


def activity_table(_: Language, snapshot: Snapshot, shown: Amounts) -> Markup:
    """Return what of the variance of lines that move with a KPI is activity; nothing where there are none."""
    found = snapshot.budget().flexed
    if not found:
        return Markup("")
    columns = [
        Column(_("Line")),
        Column(_("Phased"), right=True),
        Column(_("At the activity that came"), right=True, wrap=True),
        Column(_("Activity"), right=True),
        Column(_("Spending"), right=True),
    ]
    drivers = {line.kpi.kpi: _.name(line.kpi) for line in snapshot.kpis()}
    rows = []
    for one in found:
        budget = one.line.budget
        moved = (one.activity, one.spending)
        rows.append(
            Row(
                [
                    cell(_.name(budget), _("moves with {kpi}", kpi=drivers.get(budget.driver or "", ""))),
                    shown.text(one.line.phased),
                    shown.text(one.line.flexed.value or Decimal(0)),
                    *(cell(shown.text(amount, signed=True), tone=meaning(amount)) for amount in moved),
                ]
            )
        )
    if len(found) > 1:
        together = (total(one.activity for one in found), total(one.spending for one in found))
        sums = (cell(shown.text(amount, signed=True), tone=meaning(amount)) for amount in together)
        rows.append(Row([_("Together"), "", "", *sums], total=True))
    head = section(_("Activity and spending"), _("{unit} · + favourable, − adverse", unit=shown.unit))
    return head + table(columns, rows, caption=_("Activity and spending"))
