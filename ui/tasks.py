"""The head of the tasks page and its Gantt chart: the worst first, the counts, who and which are shown, files."""

from collections.abc import Sequence
from functools import partial
from typing import Literal

import streamlit as st
from markupsafe import Markup

from planlib import charts
from planlib.locale import NONE, Language
from planlib.locale.words import word
from planlib.review.work import late_tasks, task_words
from planlib.snapshot import Schedule, Snapshot, TaskLine
from planlib.task_words import tasks_finding
from planlib.vocabulary import TaskStatus
from ui import address, session
from ui.links import link
from ui.markup import Number, Sign, Tone, chip, finding, joined, note, numbers, rich, section
from ui.show import chart, reader, show, stamp
from ui.width import narrow

TASK, OWNER, STATUS, ORDER = "task", "owner", "status", "order"
"""What the address calls the task whose details are open, whose and which tasks are shown, and in which order."""
EVERY = "all"
_MANY, _IN_VIEW = 40, 900
"""Rows from which on the chart scrolls in its place, and how many pixels of it are in view then."""

TONES = {
    TaskStatus.DONE: Tone.GOOD,
    TaskStatus.RUNNING: Tone.GOOD,
    TaskStatus.LATE: Tone.WARN,
    TaskStatus.OVERDUE: Tone.BAD,
}


def task_chip(_: Language, status: TaskStatus) -> Markup:
    """Return the chip of a task's status."""
    return chip(word(_, status), TONES.get(status, Tone.NONE))


# head


def tasks_head(_: Language, snapshot: Snapshot) -> Markup:
    """Return when all will be done, the worst problem, and the numbers."""
    schedule = snapshot.schedule
    return joined([finding(tasks_finding(_, schedule)), _worst(_, snapshot), _numbers(_, schedule)])


def _worst(_: Language, snapshot: Snapshot) -> Markup:
    late = late_tasks(snapshot)
    if not late:
        return Markup("")
    worst = late[0]
    title = link("tasks", _.name(worst.task, "title"), **kept(), **{TASK: worst.task.code})
    said = rich(
        _("Worst: {task} · {words}"), task=Markup("<b>{}</b>").format(title), words=task_words(_, snapshot, worst)
    )
    return Markup('<p class="pl-worst">{} {}</p>').format(task_chip(_, worst.status), said)


def _numbers(_: Language, schedule: Schedule) -> Markup:
    states = [line.status for line in schedule.lines]
    ahead, behind = schedule.late + schedule.overdue, schedule.slip or 0
    off = Tone.BAD if schedule.overdue else Tone.WARN if ahead else Tone.PLAIN
    return numbers(
        Number(
            _("Completed"),
            f"{_.number(schedule.done)} / {_.number(schedule.total)}",
            _("{count} running on schedule", count=_.number(states.count(TaskStatus.RUNNING))),
        ),
        Number(_("Late or overdue"), ahead, _("{count} overdue", count=schedule.overdue), off),
        Number(_("Slipped"), schedule.slipped, _added(_, schedule), Tone.WARN if schedule.slipped else Tone.PLAIN),
        Number(
            _("All done on"),
            _.short_day(schedule.finish) if schedule.finish else NONE,
            _planned(_, schedule),
            Tone.BAD if behind > 0 else Tone.PLAIN,
            main=behind <= 0,
        ),
    )


def _added(_: Language, schedule: Schedule) -> str:
    since = _("since the plan became active")
    added = [_("{count} added", count=schedule.added)] if schedule.added else []
    return " · ".join([since, *added])


def _planned(_: Language, schedule: Schedule) -> str:
    if schedule.baseline_finish is None:
        return _("no baseline: the plan is a draft")
    slip = f" · {charts.slip_words(_, schedule.slip)}" if schedule.slip else ""
    return _("baseline {days}", days=_.short_day(schedule.baseline_finish)) + slip


# choices


def kept() -> dict[str, str]:
    """Return the choices of the page that its links carry along."""
    return {name: value for name in (OWNER, STATUS, ORDER) if (value := address.asked(name))}


def chosen_tasks(_: Language, snapshot: Snapshot) -> list[TaskLine]:
    """Draw whose and which tasks are shown, and return those, in order of time."""
    lines = snapshot.schedule.lines
    owners = {line.task.owner for line in lines}
    people = {person.person: _.name(person) for person in snapshot.people if person.person in owners}
    states = {status.value: word(_, status) for status in TaskStatus if status in {line.status for line in lines}}
    owner = address.choose(_("Owner"), OWNER, {EVERY: _("Everybody")} | people, EVERY, visible=False, width=160)
    state = address.choose(_("Status"), STATUS, {EVERY: _("Every status")} | states, EVERY, visible=False, width=160)
    return [line for line in lines if owner in (EVERY, line.task.owner) and state in (EVERY, line.status)]


# Gantt


def gantt_section(_: Language, snapshot: Snapshot, lines: Sequence[TaskLine]) -> None:
    """Draw the tasks over time, and the files of it."""
    drawn, small = _gantt(_, snapshot, lines), narrow()
    key: list[tuple[Sign, str]] = [("actual", _("done")), ("hatch", _("to come")), ("plan", _("baseline"))]
    show(section(_("Over time"), _gantt_note(_, drawn, small=small), key))
    if not drawn.bars:
        show(note(_("No task fits these choices.")))
        return
    figure = charts.gantt_figure(drawn, reader(snapshot), narrow=small)
    height: int | Literal["content"] = _IN_VIEW if drawn.rows > _MANY else "content"
    with st.container(height=height, border=False, key="pl-gantt"):
        chart(figure, charts.gantt_words(drawn, reader(snapshot)))
    _files(_, snapshot, drawn)


def _gantt(_: Language, snapshot: Snapshot, lines: Sequence[TaskLine]) -> charts.Gantt:
    return charts.gantt(
        _,
        lines,
        snapshot.calendar,
        snapshot.day,
        session.today(),
        goals={goal.objective.objective: _.name(goal.objective, "title") for goal in snapshot.objectives()},
        owners={person.person: _.name(person) for person in snapshot.people},
        first_weekday=snapshot.team.first_weekday,
    )


def _gantt_note(_: Language, drawn: charts.Gantt, *, small: bool) -> str:
    """Return how to read the chart, and which links it leaves out."""
    parts = [_("bold and framed: the critical path"), *([_("days off shaded")] if drawn.off else [])]
    if drawn.unlinked and drawn.links:
        parts.append(_("too many links: only those of the critical path"))
    elif drawn.unlinked:
        parts.append(_("too many links to be drawn"))
    elif small and drawn.links:
        parts.append(_("links are drawn on wider screens"))
    return " · ".join(parts)


def _files(_: Language, snapshot: Snapshot, drawn: charts.Gantt) -> None:
    """Draw the downloads of the chart; each is made when it is asked for, on white ground."""
    light = charts.Reader(_, charts.LIGHT, snapshot.team.currency)
    title = " · ".join([_.name(snapshot.team), _("Tasks · {month}", month=_.month(snapshot.key.month))])
    stem, words = f"{snapshot.team.code}-{snapshot.key.month:%Y-%m}-tasks", stamp(snapshot)
    with st.container(horizontal=True):
        for name, kind, make in (("SVG", "image/svg+xml", charts.gantt_svg), ("PNG", "image/png", charts.gantt_png)):
            st.download_button(
                _("Chart ({kind})", kind=name),
                partial(make, drawn, title, words, light),
                f"{stem}.{name.lower()}",
                kind,
                icon=":material/download:",
                on_click="ignore",
                type="tertiary",
            )
