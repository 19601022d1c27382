"""What a meeting's screen shows of a budget line: how it stands, its largest payments, and why it is off."""

from decimal import Decimal
from typing import Any

from markupsafe import Markup

from planlib.locale import NONE, Language
from planlib.locale.amounts import money
from planlib.locale.words import word
from planlib.review.spending import action_words, explanation_words, unexplained, variance_words
from planlib.snapshot import BudgetLine, Snapshot
from planlib.snapshot.money_lines import SpendRow
from planlib.vocabulary import BudgetKind
from ui.bars import budget_bar, budget_scale
from ui.history import CHANGE
from ui.links import link
from ui.markup import (
    Column,
    Number,
    Row,
    Sign,
    Tone,
    chip,
    finding,
    joined,
    note,
    numbers,
    rich,
    section,
    status_chip,
    table,
    tone,
)
from ui.meeting_desk import Desk
from ui.meeting_explain import line_in_view
from ui.show import show
from ui.things import to_thing


def line_screen(desk: Desk) -> None:
    """Draw how the line stands, and its largest payments."""
    _, line = desk.language, line_in_view(desk)
    if line is None:
        gone(desk)
        return
    spent = money(_, line.actual, desk.snapshot.team.currency)
    bar = budget_bar(line, budget_scale([line]), spent)
    show(
        finding(_leads(desk, _line_words(desk, line))),
        _line_numbers(desk, line),
        section(_("Against the budget"), key=_bar_key(_)),
        Markup('<div class="pl-wide-bar">{}</div>').format(bar),
        _payments(desk, line),
    )


def _bar_key(_: Language) -> list[tuple[Sign, str]]:
    return [
        ("plan", _("phased budget")),
        ("actual", _("spent")),
        ("hatch", _("committed")),
        ("tick", _("full budget")),
    ]


def _line_words(desk: Desk, line: BudgetLine) -> str:
    _, currency = desk.language, desk.snapshot.team.currency
    size = money(_, abs(line.variance), currency)
    used = _.percent(line.consumption.value)
    if not line.variance:
        return _("Exactly as phased; {share} of the budget is used.", share=used)
    text = (
        _("{amount} above its phased budget; {share} of the budget is used.")
        if line.variance > 0
        else _("{amount} below its phased budget; {share} of the budget is used.")
    )
    return text.format(amount=size, share=used)


def _line_numbers(desk: Desk, line: BudgetLine) -> Markup:
    _, currency = desk.language, desk.snapshot.team.currency

    def shown(amount: Decimal) -> Markup:
        return _leads(desk, money(_, amount, currency, unit=False))

    off = tone(line.status)
    revised = rich(_("was {amount}"), amount=shown(line.budget.original)) if line.budget.revised is not None else ""
    return numbers(
        Number(_("Budget"), shown(line.budget.amount), revised),
        Number(_("Spent"), shown(line.actual), rich(_("{amount} expected by now"), amount=shown(line.phased)), off),
        Number(_("Committed, not yet paid"), shown(line.committed), " · ".join(_rest(desk, line))),
        Number(_("Forecast at completion"), shown(line.forecast), main=True),
    )


def _rest(desk: Desk, line: BudgetLine) -> list[str]:
    """Return what is requested of a line beyond its commitments, and what it has left after both."""
    _, currency = desk.language, desk.snapshot.team.currency
    asked = [_("{amount} requested", amount=money(_, line.requested, currency, unit=False))] * bool(line.requested)
    return [*asked, _("{amount} available", amount=money(_, line.available, currency, unit=False))]


SHOWN = 6
"""Payments of a line that are shown, the largest first."""


def _payments(desk: Desk, line: BudgetLine) -> Markup:
    _, currency = desk.language, desk.snapshot.team.currency
    rows = sorted(desk.snapshot.payments(line.budget.line), key=lambda row: -abs(row.spend.amount))
    if not rows:
        return Markup("")
    vendor = Column(_("Vendor"), phone="two", headless=True, wrap=True)
    amount = Column(_("Amount"), right=True, phone="side", headless=True)
    columns = [Column(_("Day")), Column(_("Status"), headless=True), vendor, amount]
    told = (_payment(_, row, currency) for row in rows[:SHOWN])
    head = section(_("Its largest payments"), _.plural("of {count} row", "of {count} rows", len(rows)))
    return head + table(columns, told, _("Its largest payments"))


def _payment(_: Language, row: SpendRow, currency: str) -> Row:
    """Return a payment that leads to the change it came with."""
    one, change = row.spend, {CHANGE: str(row.change_id)}
    amount = link("uploads", money(_, one.amount, currency), **change)
    day = link("uploads", _.short_day(one.day), **change)
    return Row([day, word(_, one.status), one.vendor or one.note or NONE, amount])


def explained(desk: Desk) -> Markup:
    """Return why a line is off and what is done about it, or until when that is to be said; nothing if it is not."""
    _, snapshot, line = desk.language, desk.snapshot, line_in_view(desk)
    if line is None or not (line.needs_explaining or line.explanation):
        return Markup("")
    variance = _leads(desk, variance_words(_, line, snapshot.team.currency))
    small = joined([variance, *action_words(_, snapshot, line.action)], " · ")
    mark = chip(_("Explained"), Tone.NONE) if line.explanation else chip(_("To be explained"), Tone.WARN)
    text = explanation_words(_, snapshot, line)
    return Markup('<div class="pl-quote">{}<p>{}<small>{}</small></p></div>').format(mark, text, small)


def line_chips(_: Language, snapshot: Snapshot, line: BudgetLine) -> Markup:
    """Return the status of a line, and whether it is still to be explained."""
    status = status_chip(_, line.status, budget=line.budget.kind is BudgetKind.COST)
    return status + chip(_("To be explained"), Tone.WARN) if line in unexplained(snapshot) else status


def _leads(desk: Desk, text: Any) -> Markup:
    return to_thing(desk.snapshot, desk.item.key, text)


def gone(desk: Desk) -> None:
    """Say that what the item was about is in the plan no more."""
    _ = desk.language
    show(note(_("It was taken out of the plan.")))
