"""The tasks of a plan that has too many to be seen one by one: by goal or by person, each of which is to be opened."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from planlib import charts
from planlib.locale import N_, NONE, Language
from planlib.snapshot import Snapshot, TaskGroup, TaskLine, task_groups
from planlib.snapshot.task_groups import MANY
from planlib.vocabulary import TaskStatus
from ui import address, session
from ui.links import link
from ui.markup import Column, Row, Tone, cell, section, table
from ui.show import show
from ui.tasks import (
    CRITICAL,
    GOAL,
    OWNER,
    SLIPPED,
    STATUS,
    draw_gantt,
    file_words,
    gantt_file,
    gantt_files,
    gantt_head,
    goal_names,
    goal_of,
    kept,
    owner_names,
    owner_of,
    progress_cell,
    whole_gantt,
)
from ui.width import narrow

BY = "by"
"""What the address calls by what the tasks are taken together."""


class By(StrEnum):
    """What tasks of a group share; called as the address calls the choice of one of them."""

    GOAL = GOAL
    OWNER = OWNER


class _Way(NamedTuple):
    """How tasks are taken together."""

    words: str
    head: str
    key: Callable[[TaskLine], str]
    names: Callable[[Language, Snapshot], Mapping[str, str]]


_WAYS = {
    By.GOAL: _Way(N_("By goal"), N_("Goal"), goal_of, goal_names),
    By.OWNER: _Way(N_("By person"), N_("Person"), owner_of, owner_names),
}


def ways(lines: Sequence[TaskLine]) -> list[By]:
    """Return by what tasks that are too many are taken together; none where they are few, or all alike."""
    live = [line for line in lines if line.status is not TaskStatus.CANCELLED]
    return [by for by, way in _WAYS.items() if len(live) > MANY and len({way.key(line) for line in live}) > 1]


def groups_section(_: Language, snapshot: Snapshot, lines: Sequence[TaskLine], by: Sequence[By]) -> None:
    """Draw the groups over time and as a table; a group's name opens its tasks."""
    count = _.plural("{count} task", "{count} tasks", len(lines))
    gantt_head(_, " · ".join([count, _("bold and framed: with tasks on the critical path")]))
    chosen = By(address.switch(_("Taken together"), BY, {one: _(_WAYS[one].words) for one in by}, by[0]))
    way = _WAYS[chosen]
    names, groups = way.names(_, snapshot), task_groups(lines, way.key)
    drawn = _gantt(_, snapshot, groups, names)
    draw_gantt(_, snapshot, drawn, small=narrow())
    with st.container(horizontal=True):
        gantt_files(_, snapshot, drawn)
        every = partial(_every_task, _, snapshot, lines, session.today(), file_words(_, snapshot))
        gantt_file(snapshot, _("All {count} tasks (SVG)", count=_.number(len(lines))), "image/svg+xml", every)
    show(
        section(_(way.words), _("a name or a number opens the tasks")),
        table(_columns(_, way), (_row(_, group, names[group.key], chosen) for group in groups), _(way.words)),
    )


def _gantt(_: Language, snapshot: Snapshot, groups: Sequence[TaskGroup], names: Mapping[str, str]) -> charts.Gantt:
    day, first = snapshot.day, snapshot.team.first_weekday
    return charts.gantt_of_groups(_, groups, snapshot.calendar, day, session.today(), names=names, first_weekday=first)


def _every_task(
    _: Language, snapshot: Snapshot, lines: Sequence[TaskLine], today: date, words: tuple[str, str, charts.Reader]
) -> str:
    """Return the chart of all tasks as a file, which is too long for a screen or a picture."""
    return charts.gantt_svg(whole_gantt(_, snapshot, lines, today), *words)


def _columns(_: Language, way: _Way) -> list[Column]:
    return [
        Column(_(way.head)),
        Column(_("From"), phone="gone"),
        Column(_("To (baseline)")),
        Column(_("Progress")),
        Column(_("Overdue"), right=True),
        Column(_("Late"), right=True),
        Column(_("Slipped"), right=True, phone="gone"),
        Column(_("Critical"), right=True, phone="gone"),
    ]


def _row(_: Language, group: TaskGroup, name: str, by: By) -> Row:
    def opened(words: str, **more: str) -> Markup:
        return link("tasks", words, **(kept() | {by: group.key} | more))

    def count(found: int, state: str, tone: Tone = Tone.PLAIN) -> Markup | str:
        return cell(opened(_.number(found), **{STATUS: state}), tone=tone) if found else NONE

    done = _("{done} of {count} done", done=group.done, count=len(group.lines))
    return Row(
        [
            cell(opened(name), done),
            _.short_day(group.start),
            cell(
                _.short_day(group.finish),
                _.short_day(group.baseline_finish) if group.baseline_finish else "",
                strong=True,
            ),
            progress_cell(_, group.progress),
            count(group.overdue, TaskStatus.OVERDUE, Tone.BAD),
            count(group.late, TaskStatus.LATE, Tone.WARN),
            count(group.slipped, SLIPPED),
            count(group.critical, CRITICAL),
        ],
        tone=Tone.BAD if group.overdue else Tone.WARN if group.late else Tone.NONE,
    )
