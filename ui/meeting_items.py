"""What a meeting's screen shows of each kind of item: all that is needed to speak about it."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from markupsafe import Markup

from planlib import charts
from planlib.findings import kpi_finding
from planlib.locale import NONE, Language
from planlib.locale.amounts import money
from planlib.locale.words import word
from planlib.meeting.agenda import Item, ItemKind, Untold, items_of, last_check_in, untold
from planlib.model import CheckIn
from planlib.review import verdict
from planlib.review.spending import action_words, explanation_words, unexplained, variance_words
from planlib.review.why import why_sentence
from planlib.review.work import late_tasks, risks_to_tell, tasks_in_short
from planlib.snapshot import BudgetLine, Snapshot
from planlib.vocabulary import BudgetKind
from ui import kpi_parts, review, session
from ui.bars import budget_bar, budget_scale
from ui.gap import gap_section
from ui.kpi_table import CONFIDENCE
from ui.lessons import lesson_rows
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
    section,
    status_chip,
    table,
    tone,
)
from ui.meeting_actions import actions, settled_actions
from ui.meeting_desk import Desk
from ui.meeting_notes import lines, taken_in
from ui.review_changes import changes_in_short, changes_section
from ui.review_work import risk_rows, task_rows
from ui.show import chart, reader, show
from ui.signal import chips


def mark(_: Language, snapshot: Snapshot, one: Item) -> Markup:
    """Return why an item is on the agenda: the status of its KPI or line, how many actions are open."""
    match one.kind:
        case ItemKind.ACTIONS:
            return Markup('<span class="pl-soft">{}</span>').format(len(snapshot.open_actions))
        case ItemKind.LESSONS:
            return Markup('<span class="pl-soft">{}</span>').format(len(snapshot.carried_lessons))
        case ItemKind.TASKS:
            return Markup('<span class="pl-soft">{}</span>').format(len(late_tasks(snapshot)))
        case ItemKind.RISKS:
            return Markup('<span class="pl-soft">{}</span>').format(len(risks_to_tell(snapshot, session.today())))
        case ItemKind.KPI:
            return joined(chips(_, line) for line in snapshot.kpis() if line.kpi.kpi == one.id)
        case ItemKind.LINE:
            lines = [line for line in snapshot.budget().lines if line.budget.line == one.id]
            return joined(_line_chips(_, snapshot, line) for line in lines)
    return Markup("")


def item(desk: Desk) -> None:
    """Draw what the item in view is about."""
    _SHOWN[desk.item.kind](desk)


def _month(desk: Desk) -> None:
    """Draw whether the month will be made, time beside the goals' score, and what got worse since the last meeting."""
    _, snapshot = desk.language, desk.snapshot
    lines = snapshot.kpis()
    found, name = verdict(lines), _.month_name(snapshot.key.month)
    score = snapshot.score()
    show(
        review.answer(_, found, lines, name, snapshot.team.currency, leading=False),
        review.outcome(_, score, lines) if found.final else review.time_and_score(_, snapshot.time, score),
        changes_in_short(_, snapshot),
    )


def _changed(desk: Desk) -> None:
    changes_section(desk.language, desk.snapshot, session.today())


def _lessons(desk: Desk) -> None:
    show(lesson_rows(desk.language, desk.snapshot, desk.snapshot.carried_lessons))


def _kpi(desk: Desk) -> None:
    _, snapshot = desk.language, desk.snapshot
    line = next((one for one in snapshot.kpis() if one.kpi.kpi == desk.item.id), None)
    if line is None:
        _gone(desk)
        return
    currency = snapshot.team.currency
    show(
        finding(kpi_finding(_, line, currency)),
        kpi_parts.head_numbers(_, line, currency),
    )
    drawn = reader(snapshot)
    chart(charts.target_path(line, snapshot.day_by_day(line.kpi.kpi), drawn), charts.path_words(line, drawn))
    gap_section(_, snapshot, line)


def said(desk: Desk) -> Markup:
    """Return where the gap of the KPI in view is, and what its owner said of late; why a budget line is off.

    Nothing where none of it is known.
    """
    if desk.item.kind is ItemKind.LINE:
        return joined(_explained(desk, line) for line in desk.snapshot.budget().lines if _is_told(desk, line))
    if desk.item.kind is not ItemKind.KPI or all(line.kpi.kpi != desk.item.id for line in desk.snapshot.kpis()):
        return Markup("")
    why, found = (
        why_sentence(desk.language, desk.snapshot.why(desk.item.id)),
        last_check_in(desk.snapshot, desk.item.id),
    )
    gap = Markup('<div class="pl-quote"><p>{}</p></div>').format(why) if why else ""
    return joined([gap, _check_in(desk, found) if found else ""])


def _is_told(desk: Desk, line: BudgetLine) -> bool:
    return line.budget.line == desk.item.id and (line.needs_explaining or line.explanation is not None)


def _explained(desk: Desk, line: BudgetLine) -> Markup:
    """Return why a line is off and what is done about it, or until when that is to be said."""
    _, snapshot = desk.language, desk.snapshot
    variance = variance_words(_, line, snapshot.team.currency)
    small = " · ".join([variance, *action_words(_, snapshot, line.action)])
    mark = chip(_("Explained"), Tone.NONE) if line.explanation else chip(_("To be explained"), Tone.WARN)
    text = explanation_words(_, snapshot, line)
    return Markup('<div class="pl-quote">{}<p>{}<small>{}</small></p></div>').format(mark, text, small)


def _line_chips(_: Language, snapshot: Snapshot, line: BudgetLine) -> Markup:
    status = status_chip(_, line.status, budget=line.budget.kind is BudgetKind.COST)
    return status + chip(_("To be explained"), Tone.WARN) if line in unexplained(snapshot) else status


def _check_in(desk: Desk, said: CheckIn) -> Markup:
    """Return a check-in: confidence, words, who and of which week."""
    _ = desk.language
    person = desk.snapshot.person(said.person)
    who = " · ".join([*([_.name(person)] if person else []), _.week(said.week)])
    mark = chip(word(_, said.confidence).capitalize(), CONFIDENCE[said.confidence])
    return Markup('<div class="pl-quote">{}<p>{}<small>{}</small></p></div>').format(mark, _.own(said.text), who)


def _line(desk: Desk) -> None:
    _, view = desk.language, desk.snapshot.budget()
    line = next((one for one in view.lines if one.budget.line == desk.item.id), None)
    if line is None:
        _gone(desk)
        return
    spent = money(_, line.actual, desk.snapshot.team.currency)
    bar = budget_bar(line, budget_scale([line]), spent)
    show(
        finding(_line_words(desk, line)),
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

    def shown(amount: Decimal) -> str:
        return money(_, amount, currency, unit=False)

    off = tone(line.status)
    revised = _("was {amount}", amount=shown(line.budget.original)) if line.budget.revised is not None else ""
    return numbers(
        Number(_("Budget"), shown(line.budget.amount), revised),
        Number(_("Spent"), shown(line.actual), _("{amount} expected by now", amount=shown(line.phased)), off),
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
    columns = [Column(_("Day")), Column(_("Status")), Column(_("Vendor"), wrap=True), Column(_("Amount"), right=True)]
    told = (
        Row([_.short_day(one.day), word(_, one.status), one.vendor or one.note or NONE, money(_, one.amount, currency)])
        for one in (row.spend for row in rows[:SHOWN])
    )
    head = section(_("Its largest payments"), _.plural("of {count} row", "of {count} rows", len(rows)))
    return head + table(columns, told, _("Its largest payments"))


def _tasks(desk: Desk) -> None:
    found = desk.snapshot.schedule
    show(
        finding(tasks_in_short(desk.language, found)),
        *task_rows(desk.language, desk.snapshot, late_tasks(desk.snapshot)),
    )


def _risks(desk: Desk) -> None:
    show(*risk_rows(desk.language, risks_to_tell(desk.snapshot, session.today())))


def _untold(desk: Desk) -> None:
    _, found = desk.language, untold(desk.snapshot, session.today())
    if not found:
        show(note(_("All KPIs have data and check-ins by now.")))
        return
    columns = [Column(_("KPI")), Column(_("Owner")), Column(_("Missing"), wrap=True), Column(_("Source"), wrap=True)]
    show(table(columns, (_untold_row(_, one) for one in found), _("Without data or check-in")))


def _untold_row(_: Language, one: Untold) -> Row:
    owner = _.name(one.line.owner) if one.line.owner else NONE
    missing = [_("data")] * one.data + [_("check-in")] * one.check_in
    source = _.own(one.line.kpi.source) if one.data else ""
    return Row(
        [_.name(one.line.kpi), owner, _.join(missing), source or NONE], tone=Tone.BAD if one.data else Tone.PLAIN
    )


def _other(desk: Desk) -> None:
    _ = desk.language
    show(note(_("What else is there? Take it down here; anything of the plan can be adjusted.")))


def _end(desk: Desk) -> None:
    """Draw all that was taken down, to be looked over before the meeting ends."""
    _, taken = desk.language, taken_in(desk.snapshot, desk.meeting)
    if not taken:
        show(note(_("Nothing was taken down.")))
    lines(desk, taken, items_of(desk.meeting))
    settled_actions(_, desk.snapshot, desk.meeting)


def _gone(desk: Desk) -> None:
    _ = desk.language
    show(note(_("It was taken out of the plan.")))


_SHOWN: Mapping[ItemKind, Callable[[Desk], None]] = {
    ItemKind.MONTH: _month,
    ItemKind.ACTIONS: actions,
    ItemKind.LESSONS: _lessons,
    ItemKind.CHANGED: _changed,
    ItemKind.KPI: _kpi,
    ItemKind.LINE: _line,
    ItemKind.TASKS: _tasks,
    ItemKind.RISKS: _risks,
    ItemKind.UNTOLD: _untold,
    ItemKind.OTHER: _other,
    ItemKind.END: _end,
}
