"""The four numbers of the budget page, and what may still be spent."""

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from planlib.locale import NONE, Language
from planlib.locale.amounts import money
from planlib.locale.words import word
from planlib.metrics.budget import Variance, consumption, variance
from planlib.metrics.figure import Figure
from planlib.snapshot import BudgetTotal, BudgetView
from planlib.vocabulary import BudgetKind, ControlPoint
from ui.amounts import Amounts, meaning, meaning_word, why
from ui.markup import Column, Number, Row, Tone, bold, cell, chip, joined, numbers, table, toned


def head_numbers(_: Language, view: BudgetView, shown: Amounts) -> Markup:
    """Return budget, actual, commitments and forecast of the costs, or of the revenue in a plan without costs."""
    costs = any(line.budget.kind is BudgetKind.COST for line in view.lines)
    kind, total = (BudgetKind.COST, view.cost) if costs else (BudgetKind.REVENUE, view.revenue)
    now = variance(kind, total.actual, total.phased)
    return numbers(
        Number(
            _("Cost budget") if costs else _("Revenue budget"), shown.short(total.budget), _revision(_, total, shown)
        ),
        Number(
            _("Actual / phased budget"),
            joined((shown.short(total.actual), shown.short(total.phased)), " / "),
            _judged(_, now, shown),
            meaning(now.favourable),
        ),
        Number(_("Committed, not yet paid"), shown.short(total.committed), _left(_, total, shown)),
        _forecast(_, kind, total, shown),
    )


def _revision(_: Language, total: BudgetTotal, shown: Amounts) -> str:
    change = total.budget - total.original
    if not change:
        return _("as first planned")
    signed = money(_, change, shown.currency, unit=False, signed=True)
    return _("was {original}, {change}", original=_short(_, total.original, shown), change=signed)


def _left(_: Language, total: BudgetTotal, shown: Amounts) -> str:
    used = consumption(total.budget, total.actual + total.committed)
    available = _("{amount} available", amount=_short(_, total.available, shown))
    return " · ".join([available, _("{share} used", share=_.percent(used.value))])


def _forecast(_: Language, kind: BudgetKind, total: BudgetTotal, shown: Amounts) -> Number:
    label = _("Forecast at completion")
    if total.forecast.value is None:
        return Number(label, NONE, why(_, total.forecast))
    coming = variance(kind, total.forecast.value, total.budget)
    return Number(label, shown.short(total.forecast.value), _judged(_, coming, shown), meaning(coming.favourable))


def _judged(_: Language, found: Variance, shown: Amounts) -> Markup:
    """Return how much better or worse, in words and colour."""
    if not found.amount:
        return bold(_("no variance"))
    size = _short(_, abs(found.amount), shown)
    share = "" if found.ratio.value is None else _(" ({share})", share=_.percent(abs(found.ratio.value), 1))
    return toned(bold(f"{meaning_word(_, found.favourable)} {size}{share}"), meaning(found.favourable))


def _short(_: Language, amount: Decimal, shown: Amounts) -> str:
    return money(_, amount, shown.currency, unit=False)


# what may still be spent


def available_table(_: Language, view: BudgetView, shown: Amounts) -> Markup:
    """Return what each cost line has left and the control point it has come to, the shortest first, and the total."""
    columns = [
        Column(_("Line")),
        Column(_("Control point"), phone="side", headless=True),
        Column(_("Used"), right=True),
        Column(_("Available"), right=True),
    ]
    return table(columns, _available_rows(_, view, shown), caption=_("What may still be spent"))


def _available_rows(_: Language, view: BudgetView, shown: Amounts) -> Iterator[Row]:
    costs = [line for line in view.lines if line.budget.kind is BudgetKind.COST]
    for line in sorted(costs, key=lambda line: line.available):
        point = word(_, line.control_point)
        if line.control_point is ControlPoint.OVER:
            point = chip(point, Tone.BAD)
        yield Row([_.name(line.budget), point, _used(_, line.consumption), _rest(line.available, shown)])
    used = consumption(view.cost.budget, view.cost.actual + view.cost.committed)
    yield Row([_("Cost, total"), "", _used(_, used), _rest(view.cost.available, shown)], total=True)


def _used(_: Language, share: Figure[float]) -> Markup:
    return cell(_.percent(share.value), why(_, share))


def _rest(amount: Decimal, shown: Amounts) -> Markup:
    return cell(shown.text(amount), strong=True, tone=Tone.BAD if amount < 0 else Tone.PLAIN)
