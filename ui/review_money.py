"""The part of the weekly review that is about money: how far each line is used, the worst first, and the total."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from markupsafe import Markup, escape

from planlib.locale import Language
from planlib.locale.amounts import money
from planlib.locale.words import status_word
from planlib.review.spending import unexplained, variance_words
from planlib.snapshot import BudgetLine, BudgetView, Snapshot
from planlib.vocabulary import BudgetKind
from ui.bars import budget_bar
from ui.budget_table import LINE
from ui.links import link
from ui.markup import Tone, bold, cell, chip, joined, lanes, note, rich, section, tone

SHOWN = 6
"""Lines that are shown in any case; those that need a word always are."""
_WIDEST = Decimal("1.5")
"""Of a line's budget; what is used beyond is cut at the bar's end."""


def money_lines(_: Language, view: BudgetView, currency: str, *, over: bool) -> Iterator[Markup]:
    """Yield the lines that need a word and the largest of the others, and the total; `over` once the month is."""
    if not view.lines:
        return
    off = [line for line in view.lines if tone(line.status) in (Tone.BAD, Tone.WARN)]
    others = sorted((line for line in view.lines if line not in off), key=lambda line: -line.budget.amount)
    shown = [*off, *others[: max(SHOWN - len(off), 0)]]
    frame = [] if over else [_("outline: due")]
    yield section(_("Budget"), " · ".join([*frame, _("hatched: committed"), _("tick: budget")]))
    yield lanes(_lane(_, line, _scale(shown), currency) for line in shown)
    rest = len(view.lines) - len(shown)
    more = _.plural("{count} other line needs no word.", "{count} other lines need no word.", rest) if rest else ""
    yield note(Markup(_.sentences([*filter(None, [_budget_total(_, view, currency, over=over), escape(more)])])))


def owed(_: Language, snapshot: Snapshot) -> Markup:
    """Return the variances that somebody has to explain and nobody did, the most adverse first; nothing without any."""
    found = unexplained(snapshot)
    if not found:
        return Markup("")
    lines = joined((_variance(_, line, snapshot.team.currency) for line in found), Markup("<br>"))
    by = _("needs an explanation by {day}", day=_.short_day(snapshot.key.last_day))
    whole = Markup('<div class="pl-owed">{}<p>{}<small>{}</small></p></div>')
    return whole.format(chip(_("To be explained"), Tone.WARN), lines, by)


def _variance(_: Language, line: BudgetLine, currency: str) -> Markup:
    said = Markup("{} {}").format(bold(_.name(line.budget)), variance_words(_, line, currency))
    return link("budget", said, **{LINE: line.budget.code})


def _scale(lines: Sequence[BudgetLine]) -> Decimal:
    """Return the share of a line's budget at the right end of its bar: one for all, so that the ticks stand in line."""
    shares = [Decimal(repr(line.consumption.value)) for line in lines if line.consumption.value is not None]
    return min(max([Decimal("1.05"), *shares]), _WIDEST)


def _lane(_: Language, line: BudgetLine, scale: Decimal, currency: str) -> tuple[Markup, Markup, Markup]:
    used, judged = _.percent(line.consumption.value), tone(line.status)
    off = judged in (Tone.BAD, Tone.WARN)
    word = status_word(_, line.status, budget=line.budget.kind is BudgetKind.COST) if off else ""
    words = f"{money(_, line.actual, currency)} / {money(_, line.budget.amount, currency)}"
    drawn = budget_bar(line, line.budget.amount * scale, words)

    def leads(text: object) -> Markup:
        return link("budget", text, **{LINE: line.budget.code})

    said = cell(leads(used), tone=judged if off else Tone.PLAIN, strong=True)
    chip = Markup(' <span class="pl-{} pl-toned">{}</span>').format(judged, word) if off else ""
    return leads(_.name(line.budget)), drawn, joined((said, chip))


def _budget_total(_: Language, view: BudgetView, currency: str, *, over: bool) -> Markup:
    cost = view.cost
    left = cost.budget - (cost.actual if over else cost.forecast)
    amounts = {"spent": cost.actual, "budget": cost.budget, "due": cost.phased}
    said = {name: link("budget", money(_, amount, currency)) for name, amount in amounts.items()}
    said |= {
        "forecast": bold(link("budget", money(_, cost.forecast, currency))),
        "over": bold(link("budget", money(_, abs(left), currency))),
    }
    if over:
        text = (
            _("Spent {spent} of {budget}, {over} over.") if left < 0 else _("Spent {spent} of {budget}, {over} under.")
        )
        return rich(text, **said)
    end = _("Heading for {forecast}, {over} over.") if left < 0 else _("Heading for {forecast}, {over} under.")
    parts = [rich(_("Spent {spent} of {budget}; {due} was expected by now."), **said), rich(end, **said)]
    return Markup(_.sentences([*parts]))
