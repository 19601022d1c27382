"""The four numbers of the budget page, and what may still be spent."""

from decimal import Decimal

from markupsafe import Markup

from planlib.locale import NONE, Language
from planlib.locale.amounts import money
from planlib.locale.words import word
from planlib.metrics.budget import Variance, consumption, variance
from planlib.metrics.figure import Figure
from planlib.snapshot import BudgetLine, BudgetTotal, BudgetView
from planlib.vocabulary import BudgetKind, ControlPoint
from ui.amounts import Amounts, meaning, meaning_word, why
from ui.markup import Column, Number, Row, Tone, bold, cell, chip, joined, numbers, section, table, toned


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
        _open(_, kind, total, shown),
        _forecast(_, kind, total, shown),
    )


def _revision(_: Language, total: BudgetTotal, shown: Amounts) -> str:
    change = total.budget - total.original
    if not change:
        return _("as first planned")
    signed = money(_, change, shown.currency, unit=False, signed=True)
    return _("was {original}, {change}", original=_short(_, total.original, shown), change=signed)


def _open(_: Language, kind: BudgetKind, total: BudgetTotal, shown: Amounts) -> Number:
    """Return what is committed and may still be spent; of revenue what is still to come."""
    used = consumption(total.budget, total.actual + total.committed)
    if kind is BudgetKind.REVENUE:
        come = _("{share} has come in", share=_.percent(used.value)) if used.value is not None else ""
        return Number(_("Still to come"), shown.short(total.available), come)
    words = [_("{amount} requested", amount=_short(_, total.requested, shown))] * bool(total.requested)
    words.append(_("{amount} available", amount=_short(_, total.available, shown)))
    if used.value is not None:
        words.append(_("{share} used", share=_.percent(used.value)))
    return Number(_("Committed, not yet paid"), shown.short(total.committed), " · ".join(words))


def _forecast(_: Language, kind: BudgetKind, total: BudgetTotal, shown: Amounts) -> Number:
    label = _("Forecast at completion")
    coming = variance(kind, total.forecast, total.budget)
    return Number(label, shown.short(total.forecast), _judged(_, coming, shown), meaning(coming.favourable))


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
    """Return what each cost line has left and the control point it has come to, the shortest first, and the total.

    Empty in a plan without costs.
    """
    costs = sorted((line for line in view.lines if line.budget.kind is BudgetKind.COST), key=_available)
    if not costs:
        return Markup("")
    columns = [
        Column(_("Line")),
        Column(_("Control point"), phone="side", headless=True),
        Column(_("Used"), right=True),
        Column(_("Available"), right=True),
        Column(_("Lasts"), right=True, help=_("Working days, at what was spent on a working day so far")),
    ]
    head = section(_("What may still be spent"), _("{unit} · less commitments and requests", unit=shown.unit))
    rows = [*(_available_row(_, line, shown) for line in costs), _available_total(_, view.cost, shown)]
    return head + table(columns, rows, caption=_("What may still be spent"))


def _available(line: BudgetLine) -> Decimal:
    return line.available


def _available_row(_: Language, line: BudgetLine, shown: Amounts) -> Row:
    point = word(_, line.control_point)
    if line.control_point is ControlPoint.OVER:
        point = chip(point, Tone.BAD)
    name, used = _.name(line.budget), _used(_, line.consumption)
    return Row([name, cell(point, _ahead(_, line)), used, _rest(line.available, shown), _lasts(_, line)])


def _ahead(_: Language, line: BudgetLine) -> str:
    """Return the control point that a line will come to, and when; empty where it comes to none."""
    found = line.next_control
    if found is None:
        return ""
    share = _.percent(line.budget.limit(found.point))
    return _("at this rate {share} on {day}", share=share, day=_.short_day(found.day))


def _lasts(_: Language, line: BudgetLine) -> str:
    days = line.runway.value
    if days is None:
        return NONE
    if line.available <= 0:
        return _("used up")
    return _.plural("{count} day", "{count} days", int(days)) if days >= 1 else _("less than a day")


def _available_total(_: Language, total: BudgetTotal, shown: Amounts) -> Row:
    used = consumption(total.budget, total.actual + total.committed)
    return Row([_("Cost, total"), "", _used(_, used), _rest(total.available, shown), ""], total=True)


def _used(_: Language, share: Figure[float]) -> Markup:
    return cell(_.percent(share.value), why(_, share))


def _rest(amount: Decimal, shown: Amounts) -> Markup:
    return cell(shown.text(amount), strong=True, tone=Tone.BAD if amount < 0 else Tone.PLAIN)
