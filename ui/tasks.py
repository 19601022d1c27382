"""The head of the tasks page and its Gantt chart: the worst first, the counts, who and which are shown, files."""

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Literal

import streamlit as st
from markupsafe import Markup

from planlib import charts
from planlib.locale import NONE, Language
from planlib.locale.words import word
from planlib.review.work import late_tasks, task_words
from planlib.snapshot import Schedule, Snapshot, TaskLine
from planlib.snapshot.task_groups import MANY
from planlib.task_words import tasks_finding
from planlib.vocabulary import TaskStatus
from ui import address, session
from ui.links import link
from ui.markup import Mark, Number, Sign, Tone, bar, chip, finding, joined, note, numbers, rich, section
from ui.show import chart, reader, show, stamp
from ui.width import narrow

TASK, GOAL, OWNER, STATUS, ORDER = "task", "goal", "owner", "status", "order"
"""What the address calls the task whose details are open, whose and which tasks are shown, and in which order."""
EVERY, NONE_OF_THEM = "all", "none"
CRITICAL, SLIPPED = "critical", "slipped"
"""What is chosen like a status."""
_LONG, _IN_VIEW = 40, 900
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


def progress_cell(_: Language, progress: Decimal) -> Markup:
    """Return how much is done, as a bar and in words."""
    share = _.percent(progress)
    marks = [Mark("track", 0.0, 1.0), Mark("fill", 0.0, float(progress))]
    return Markup('<span class="pl-progress">{}<b>{}</b></span>').format(bar(marks, share), share)


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
    return {name: value for name in (GOAL, OWNER, STATUS, ORDER) if (value := address.asked(name))}


def chosen_tasks(_: Language, snapshot: Snapshot) -> list[TaskLine]:
    """Draw which goal's, whose and which tasks are shown, and return those, in order of time."""
    lines = snapshot.schedule.lines
    states = {status.value: word(_, status) for status in TaskStatus if status in {line.status for line in lines}}
    states |= {CRITICAL: _("On the critical path"), SLIPPED: _("Slipped")}
    goal = _choose(_("Goal"), GOAL, _("Every goal"), goal_names(_, snapshot), {goal_of(line) for line in lines})
    owner = _choose(_("Owner"), OWNER, _("Everybody"), owner_names(_, snapshot), {owner_of(line) for line in lines})
    state = _choose(_("Status"), STATUS, _("Every status"), states, states)
    return [
        line
        for line in lines
        if goal in (EVERY, goal_of(line))
        and owner in (EVERY, owner_of(line))
        and (state in (EVERY, line.status) or (state == CRITICAL and is_critical(line)) or _slipped(state, line))
    ]


def _choose(label: str, name: str, every: str, names: Mapping[str, str], among: Container[str]) -> str:
    """Draw the choice among those of the `names` that there are; returned is one of them or EVERY."""
    options = {EVERY: every} | {key: shown for key, shown in names.items() if key in among}
    return address.choose(label, name, options, EVERY, visible=False, width=160)


def goal_of(line: TaskLine) -> str:
    """Return the goal that a task serves."""
    return line.task.objective or NONE_OF_THEM


def owner_of(line: TaskLine) -> str:
    """Return who has a task."""
    return line.task.owner or NONE_OF_THEM


def goal_names(_: Language, snapshot: Snapshot) -> dict[str, str]:
    """Return the names of the goals, and what tasks of none are called."""
    goals = {goal.objective.objective: _.name(goal.objective, "title") for goal in snapshot.objectives()}
    return goals | {NONE_OF_THEM: _("Without a goal")}


def owner_names(_: Language, snapshot: Snapshot) -> dict[str, str]:
    """Return the names of people, and what tasks of nobody are called."""
    return {person.person: _.name(person) for person in snapshot.people} | {NONE_OF_THEM: _("Without an owner")}


def is_critical(line: TaskLine) -> bool:
    """Return whether a delay of the task delays the end."""
    return line.critical and line.status not in (TaskStatus.DONE, TaskStatus.CANCELLED)


def _slipped(state: str, line: TaskLine) -> bool:
    return state == SLIPPED and line.slip is not None and line.slip > 0


# Gantt


def gantt_section(_: Language, snapshot: Snapshot, lines: Sequence[TaskLine]) -> None:
    """Draw the tasks over time, and the files of it."""
    drawn, small = whole_gantt(_, snapshot, lines[:MANY], session.today()), narrow()
    gantt_head(_, _gantt_note(_, drawn, small=small))
    if not drawn.bars:
        show(note(_("No task fits these choices.")))
        return
    draw_gantt(_, snapshot, drawn, small=small)
    with st.container(horizontal=True):
        gantt_files(_, snapshot, drawn)


def gantt_head(_: Language, words: str) -> None:
    """Draw the heading of the chart, and its key."""
    key: list[tuple[Sign, str]] = [("actual", _("done")), ("hatch", _("to come")), ("plan", _("baseline"))]
    show(section(_("Over time"), words, key))


def draw_gantt(_: Language, snapshot: Snapshot, drawn: charts.Gantt, *, small: bool) -> None:
    """Draw the chart; one of many rows scrolls in its place."""
    figure = charts.gantt_figure(drawn, reader(snapshot), narrow=small)
    height: int | Literal["content"] = _IN_VIEW if drawn.rows > _LONG else "content"
    with st.container(height=height, border=False, key="pl-gantt"):
        chart(figure, charts.gantt_words(drawn, reader(snapshot)))


def whole_gantt(_: Language, snapshot: Snapshot, lines: Sequence[TaskLine], today: date) -> charts.Gantt:
    """Return the chart with a row for each task."""
    return charts.gantt(
        _,
        lines,
        snapshot.calendar,
        snapshot.day,
        today,
        goals=goal_names(_, snapshot),
        owners=owner_names(_, snapshot),
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


def gantt_files(_: Language, snapshot: Snapshot, drawn: charts.Gantt) -> None:
    """Draw the downloads of a chart; each is made when it is asked for, on white ground."""
    words = file_words(_, snapshot)
    for name, kind, make in (("SVG", "image/svg+xml", charts.gantt_svg), ("PNG", "image/png", charts.gantt_png)):
        gantt_file(snapshot, _("Chart ({kind})", kind=name), kind, partial(make, drawn, *words))


def file_words(_: Language, snapshot: Snapshot) -> tuple[str, str, charts.Reader]:
    """Return what a file of the chart says above it, and for whom it is drawn."""
    light = charts.Reader(_, charts.LIGHT, snapshot.team.currency)
    title = " · ".join([_.name(snapshot.team), _("Tasks · {month}", month=_.month(snapshot.key.month))])
    return title, stamp(snapshot), light


def gantt_file(snapshot: Snapshot, label: str, kind: str, make: Callable[[], str | bytes]) -> None:
    """Draw the download of one file; `make` runs apart from the session, which it must not ask for anything."""
    ending = kind.removeprefix("image/").removesuffix("+xml")
    st.download_button(
        label,
        make,
        f"{snapshot.team.code}-{snapshot.key.month:%Y-%m}-tasks.{ending}",
        kind,
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )
