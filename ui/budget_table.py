"""The budget as a table that adds up: revenue and cost line by line, their totals, and the result."""

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from planlib.locale import NONE, Language
from planlib.locale.words import word
from planlib.snapshot import BudgetLine, BudgetTotal, BudgetView, TimeGone
from planlib.vocabulary import BudgetKind, ControlPoint
from ui.amounts import Amounts, meaning, meaning_word, why
from ui.bars import budget_bar, budget_scale
from ui.links import link
from ui.markup import Column, Mark, Row, Tone, bar, cell, kept, status_chip, table, tone

LINE = "line"
"""What the address calls the budget line whose payments are shown."""
_TRACK = 1.3
"""Consumption at the right end of its bars."""


def budget_table(_: Language, view: BudgetView, shown: Amounts, time: TimeGone) -> Markup:
    """Return revenue, cost and result; a line's name leads to the payments behind it."""
    gone = time.working_days / time.working_days_total if time.working_days_total else 0.0
    return table(_columns(_, gone), _rows(_, view, shown, gone), caption=_("Budget lines, most adverse first"))


def _columns(_: Language, gone: float) -> list[Column]:
    return [
        Column(_("Line")),
        Column(_("Status"), phone="side", headless=True),
        Column("", phone="row", headless=True),
        Column(_("Actual"), right=True),
        Column(_("Phased"), right=True),
        Column(_("Variance"), right=True, wrap=True),
        Column(_("Committed"), right=True, fold=True),
        Column(_("Full budget"), right=True, fold=True),
        Column(_("Forecast at completion"), right=True, fold=True),
        Column(_("Used (tick: time {share})", share=_.percent(gone)), phone="row", fold=True),
    ]


def _rows(_: Language, view: BudgetView, shown: Amounts, gone: float) -> Iterator[Row]:
    """Yield each kind's lines under its name and over its total, and the result where there are both."""
    most = budget_scale(view.lines)
    kinds = (
        (BudgetKind.REVENUE, _("Revenue"), _("Revenue, total"), view.revenue),
        (BudgetKind.COST, _("Cost"), _("Cost, total"), view.cost),
    )
    for kind, heading, foot, total in kinds:
        if lines := [line for line in view.lines if line.budget.kind is kind]:
            yield Row([heading], group=True)
            yield from (_line(_, line, shown, most, gone) for line in lines)
            yield _total(_, foot, total, shown)
    if len({line.budget.kind for line in view.lines}) > 1:
        yield _total(_, _("Result: revenue less cost"), view.result, shown)


def _line(_: Language, line: BudgetLine, shown: Amounts, most: Decimal, gone: float) -> Row:
    budget = line.budget
    phasing = word(_, budget.phasing) if budget.phasing else _("by working day, assumed")
    requested = _("{amount} requested", amount=shown.scale.text(line.requested)) if line.requested else ""
    revised = _("was {original}", original=shown.scale.text(budget.original)) if budget.revised is not None else ""
    return Row(
        [
            cell(link("budget", _.name(budget), **{LINE: budget.code}), phasing),
            status_chip(_, line.status, budget=budget.kind is BudgetKind.COST),
            Markup('<span class="pl-bullet">{}</span>').format(budget_bar(line, most, _bar_words(_, line, shown))),
            cell(shown.text(line.actual), big=True),
            shown.text(line.phased),
            _variance(_, line, shown),
            cell(shown.text(line.committed), requested),
            cell(shown.text(budget.amount), revised),
            shown.text(line.forecast),
            _used(_, line, gone),
        ],
        tone=tone(line.status),
    )


def _bar_words(_: Language, line: BudgetLine, shown: Amounts) -> str:
    parts = (
        (_("Actual"), line.actual),
        (_("Committed"), line.committed),
        (_("Phased"), line.phased),
        (_("Full budget"), line.budget.amount),
    )
    return _.join([f"{label} {shown.scale.text(amount)}" for label, amount in parts])


def _variance(_: Language, line: BudgetLine, shown: Amounts) -> Markup:
    ratio, meant = line.variance_ratio, meaning_word(_, line.favourable)
    share = kept(f"{meant} {_.percent(abs(ratio.value), 1)}") if ratio.value is not None else f"{meant} {why(_, ratio)}"
    under = share if line.variance else ""
    return cell(shown.text(line.variance, signed=True), under, tone=meaning(line.favourable), strong=True)


def _used(_: Language, line: BudgetLine, gone: float) -> Markup:
    """Return how much of the budget is spent or committed beside how much of the time is gone."""
    share = line.consumption.value
    if share is None:
        return cell(NONE, why(_, line.consumption))
    words = _.percent(share)
    marks = [Mark("track", 0, 1 / _TRACK), Mark("fill", 0, share / _TRACK), Mark("tick", gone / _TRACK)]
    spent_up = line.budget.kind is BudgetKind.COST and line.control_point is ControlPoint.OVER
    number = cell(words, tone=Tone.BAD if spent_up else Tone.PLAIN, strong=True)
    drawn = Markup('<span class="pl-used">{}{}</span>').format(bar(marks, f"{_('Used')} {words}"), number)
    return drawn + Markup("<small>{}</small>").format(_spent_and_delivered(_, line))


def _spent_and_delivered(_: Language, line: BudgetLine) -> str:
    """Return the two beside each other; a line without tasks of its own delivers nothing that can be seen."""
    spent, delivered = _.percent(line.spent.value), line.delivered.value
    said = [_("spent {share}", share=spent)]
    return " · ".join([*said, _("delivered {share}", share=_.percent(delivered))] if delivered is not None else said)


def _total(_: Language, name: str, total: BudgetTotal, shown: Amounts) -> Row:
    variance = cell(
        shown.text(total.variance, signed=True),
        meaning_word(_, total.favourable),
        tone=meaning(total.favourable),
        strong=True,
    )
    return Row(
        [
            name,
            "",
            "",
            cell(shown.text(total.actual), big=True),
            shown.text(total.phased),
            variance,
            shown.text(total.committed),
            shown.text(total.budget),
            shown.text(total.forecast),
            "",
        ],
        total=True,
    )
