"""What a meeting's screen shows of each kind of item: all that is needed to speak about it."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from markupsafe import Markup

from planlib import charts
from planlib.findings import kpi_finding
from planlib.locale import NONE, Language
from planlib.locale.words import word
from planlib.meeting.agenda import Item, ItemKind, Untold, has_come_apart, items_of, last_check_in, untold
from planlib.model import CheckIn
from planlib.review import verdict
from planlib.review.parts import apart_sentences
from planlib.review.why import why_sentence
from planlib.review.work import late_tasks, risks_to_tell, tasks_in_short
from planlib.snapshot import KpiLine, Snapshot
from ui import kpi_parts, review, session
from ui.feedback import feedback_rows
from ui.gap import gap_section
from ui.kpi_table import CONFIDENCE
from ui.lessons import lesson_rows
from ui.links import link
from ui.markup import (
    Column,
    Number,
    Row,
    Tone,
    chip,
    finding,
    joined,
    note,
    numbers,
    rich,
    section,
    table,
)
from ui.meeting_actions import actions, settled_actions
from ui.meeting_desk import Desk
from ui.meeting_line import explained, gone, line_chips, line_screen
from ui.meeting_notes import lines, taken_in
from ui.plan_parts import TABLE
from ui.review_changes import changes_in_short, changes_section
from ui.review_goals import goals
from ui.review_work import risk_rows, task_rows
from ui.show import chart, reader, show
from ui.signal import chips
from ui.things import to_thing


def mark(_: Language, snapshot: Snapshot, one: Item) -> Markup:
    """Return why an item is on the agenda: the status of its KPI or line, how many actions are open."""
    match one.kind:
        case ItemKind.ACTIONS:
            return Markup('<span class="pl-soft">{}</span>').format(len(snapshot.open_actions))
        case ItemKind.LESSONS:
            return Markup('<span class="pl-soft">{}</span>').format(len(snapshot.carried_lessons) or "")
        case ItemKind.TASKS:
            return Markup('<span class="pl-soft">{}</span>').format(len(late_tasks(snapshot)))
        case ItemKind.RISKS:
            return Markup('<span class="pl-soft">{}</span>').format(len(risks_to_tell(snapshot, session.today())))
        case ItemKind.KPI:
            return joined(_kpi_chips(_, snapshot, line) for line in snapshot.kpis() if line.kpi.kpi == one.id)
        case ItemKind.LINE:
            lines = [line for line in snapshot.budget().lines if line.budget.line == one.id]
            return joined(line_chips(_, snapshot, line) for line in lines)
    return Markup("")


def _kpi_chips(_: Language, snapshot: Snapshot, line: KpiLine) -> Markup:
    apart = [chip(_("Does not add up"), Tone.WARN)] * has_come_apart(snapshot, line)
    return joined([chips(_, line), *apart])


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
        *goals(_, snapshot, final=found.final),
    )


def _changed(desk: Desk) -> None:
    changes_section(desk.language, desk.snapshot, session.today())


def _lessons(desk: Desk) -> None:
    _, snapshot = desk.language, desk.snapshot
    if snapshot.carried_lessons:
        show(lesson_rows(_, snapshot, snapshot.carried_lessons))
    if snapshot.feedback_before.count:
        show(section(_("Feedback of the team")), feedback_rows(_, snapshot, snapshot.feedback_before))


def _kpi(desk: Desk) -> None:
    _, snapshot = desk.language, desk.snapshot
    line = next((one for one in snapshot.kpis() if one.kpi.kpi == desk.item.id), None)
    if line is None:
        gone(desk)
        return
    currency = snapshot.team.currency
    show(
        finding(to_thing(snapshot, desk.item.key, kpi_finding(_, line, currency))),
        _leading(desk, kpi_parts.head_numbers(_, line, currency)),
        *_apart(desk),
    )
    drawn = reader(snapshot)
    chart(charts.target_path(line, snapshot.day_by_day(line.kpi.kpi), drawn), charts.path_words(line, drawn))
    gap_section(_, snapshot, line)


def _leading(desk: Desk, items: Iterable[Number]) -> Markup:
    """Return ruled numbers that lead to what is behind them."""
    return numbers(*(one._replace(value=to_thing(desk.snapshot, desk.item.key, one.value)) for one in items))


def _apart(desk: Desk) -> Iterator[Markup]:
    """Yield by how much the parts of the target are apart from it, and what can be done."""
    _ = desk.language
    told = [_.sentences([one]) for one in apart_sentences(_, desk.snapshot, desk.item.id)]
    if told:
        yield from (note(to_thing(desk.snapshot, desk.item.key, one)) for one in told)
        do = _("Adjust the target or a part here, or say why the parts differ; {all} are on the page Plan.")
        yield note(rich(do, all=link("plan", _("all parts"), **{TABLE: "target_parts"})))


def said(desk: Desk) -> Markup:
    """Return where the gap of the KPI in view is, and what its owner said of late; why a budget line is off.

    Nothing where none of it is known.
    """
    if desk.item.kind is ItemKind.LINE:
        return explained(desk)
    if desk.item.kind is not ItemKind.KPI or all(line.kpi.kpi != desk.item.id for line in desk.snapshot.kpis()):
        return Markup("")
    why, found = (
        why_sentence(desk.language, desk.snapshot.why(desk.item.id)),
        last_check_in(desk.snapshot, desk.item.id),
    )
    gap = Markup('<div class="pl-quote"><p>{}</p></div>').format(why) if why else ""
    return joined([gap, _check_in(desk, found) if found else ""])


def _check_in(desk: Desk, said: CheckIn) -> Markup:
    """Return a check-in: confidence, words, who and of which week."""
    _ = desk.language
    person = desk.snapshot.person(said.person)
    who = " · ".join([*([_.name(person)] if person else []), _.week(said.week)])
    mark = chip(word(_, said.confidence).capitalize(), CONFIDENCE[said.confidence])
    under = to_thing(desk.snapshot, desk.item.key, who)
    return Markup('<div class="pl-quote">{}<p>{}<small>{}</small></p></div>').format(mark, _.own(said.text), under)


def _tasks(desk: Desk) -> None:
    found = desk.snapshot.schedule
    show(
        finding(link("tasks", tasks_in_short(desk.language, found))),
        *task_rows(desk.language, desk.snapshot, late_tasks(desk.snapshot)),
    )


def _risks(desk: Desk) -> None:
    show(*risk_rows(desk.language, risks_to_tell(desk.snapshot, session.today())))


def _untold(desk: Desk) -> None:
    _, found = desk.language, untold(desk.snapshot, session.today())
    if not found:
        show(note(_("All KPIs have data and check-ins by now.")))
        return
    columns = [
        Column(_("KPI")),
        Column(_("Owner"), phone="side", headless=True),
        Column(_("Missing"), wrap=True),
        Column(_("Source"), phone="two", wrap=True),
    ]
    found.sort(key=lambda one: not one.data)
    show(table(columns, (_untold_row(desk, one) for one in found), _("Without data or check-in")))


def _untold_row(desk: Desk, one: Untold) -> Row:
    _ = desk.language
    owner = _.name(one.line.owner) if one.line.owner else NONE
    missing = [_("data")] * one.data + [_("check-in")] * one.check_in
    source = _.own(one.line.kpi.source) if one.data else ""
    name = to_thing(desk.snapshot, f"{ItemKind.KPI}:{one.line.kpi.kpi}", _.name(one.line.kpi))
    return Row([name, owner, _.join(missing), source or NONE], tone=Tone.BAD if one.data else Tone.PLAIN)


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


_SHOWN: Mapping[ItemKind, Callable[[Desk], None]] = {
    ItemKind.MONTH: _month,
    ItemKind.ACTIONS: actions,
    ItemKind.LESSONS: _lessons,
    ItemKind.CHANGED: _changed,
    ItemKind.KPI: _kpi,
    ItemKind.LINE: line_screen,
    ItemKind.TASKS: _tasks,
    ItemKind.RISKS: _risks,
    ItemKind.UNTOLD: _untold,
    ItemKind.OTHER: _other,
    ItemKind.END: _end,
}
