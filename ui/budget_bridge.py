"""What moved the total from the phased budget to the actual: line by line, or by price, quantity and mix."""

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from planlib import charts
from planlib.locale import NONE, Language
from planlib.locale.amounts import money
from planlib.metrics.price_volume import Effects
from planlib.snapshot import BudgetLine, BudgetView, PriceVolume, Snapshot
from planlib.vocabulary import BudgetKind
from ui import address
from ui.amounts import Amounts, meaning
from ui.markup import Column, Row, cell, section, table
from ui.show import chart, reader, show

_STEPS = "steps"
_CAUSES = "causes"


def bridge_section(_: Language, snapshot: Snapshot, shown: Amounts) -> None:
    """Draw the bridge; where quantities are known it is taken apart on choice, with the numbers below it."""
    view = snapshot.budget()
    by_cause = bool(view.price_volume) and address.asked(_STEPS) == _CAUSES
    drawn = reader(snapshot)
    bars = charts.bridge_bars(view, drawn, by_cause=by_cause)
    cut = " · " + _("≈ ends cut short") if charts.shortened(bars) else ""
    show(section(_("From phased budget to actual"), shown.unit + cut))
    if view.price_volume:
        options = {"lines": _("By line"), _CAUSES: _("By price, quantity and mix")}
        address.switch(_("Steps of the bridge"), _STEPS, options, "lines")
    chart(charts.bridge(bars, shown.scale, drawn), charts.bridge_words(bars, drawn))
    show(price_volume_table(_, view, shown))


def price_volume_table(_: Language, view: BudgetView, shown: Amounts) -> Markup:
    """Return what moved lines with quantities; nothing where no line has any."""
    if not view.price_volume:
        return Markup("")
    columns = [
        Column(_("Line")),
        Column(_("Variance"), right=True),
        Column(_("Price"), right=True),
        Column(_("Quantity"), right=True, help=_("More or less of everything")),
        Column(_("Mix"), right=True, help=_("Another composition of lines with the same unit")),
    ]
    rows = [row for group in view.price_volume for row in _group(_, view, group, shown)]
    told = _("{unit} · + favourable, − adverse") if view.by_meaning else _("{unit} · of lines with quantities")
    head = section(_("Price, quantity and mix"), told.format(unit=shown.unit))
    return head + table(columns, rows, caption=_("Price, quantity and mix"))


def _group(_: Language, view: BudgetView, group: PriceVolume, shown: Amounts) -> Iterator[Row]:
    first = group.lines[0][0]
    for line, one in group.lines:
        yield Row([_priced(_, line, shown), *_moved(view, line, one, shown)])
    if len(group.lines) > 1:
        name = _("Together, in {unit}", unit=_.own(group.unit))
        yield Row([name, *_moved(view, first, group.whole, shown)], total=True)


def _priced(_: Language, line: BudgetLine, shown: Amounts) -> Markup:
    """Return a line with what one was to cost and came to cost."""
    item = line.item
    now = money(_, item.price, shown.currency)
    was = money(_, item.budget_price or Decimal(0), shown.currency)
    count = _.number(item.quantity)
    return cell(_.name(line.budget), _("{count} at {price}, budgeted at {was}", count=count, price=now, was=was))


def _moved(view: BudgetView, line: BudgetLine, one: Effects, shown: Amounts) -> Iterator[Markup | str]:
    """Yield variance, price, quantity and mix as the bridge has them; without a mix the whole volume is quantity."""
    is_cost = line.budget.kind is BudgetKind.COST
    for amount in (one.total, one.price, one.of_quantity, one.mix):
        if amount is None:
            yield NONE
        else:
            tone = meaning(amount.copy_negate() if is_cost else amount)
            yield cell(shown.text(view.moved(line, amount), signed=True), tone=tone)
