"""Saying how a task goes: progress, actual days, new dates. What new dates push is shown before they are saved.

What is typed is kept until it is saved or dropped. Where somebody else was faster, it is laid over what they left and
has to be saved again.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st
from markupsafe import Markup
from pydantic import ValidationError

from planlib.editing.sheets import SHEETS
from planlib.editing.task import Read, circle, read_task, save_task
from planlib.errors import ConflictError, InvalidError, Problem, RefusedError
from planlib.intake.checking.records import faults_of
from planlib.locale import Language
from planlib.locale.sentences import error_sentence, problem_message
from planlib.model import Task, TaskLink, TaskStep
from planlib.plans import names_by_login
from planlib.snapshot import Pushed, Snapshot, TaskLine
from planlib.snapshot.task_lines import Days
from planlib.store.changes import made_between
from planlib.store.drafts import Place
from planlib.vocabulary import PlanState, ProgressRule, TaskStatus
from ui import session
from ui.form import Form
from ui.markup import Column, Row, Tone, bold, chip, finding, note, section, table
from ui.saving import say_saved, what_was_saved
from ui.show import show
from ui.task_links import link_fields
from ui.task_steps import step_fields

MOST = 12
"""Tasks that are pushed, of which the days are shown."""
_SHEET = SHEETS["tasks"]
_SAVED, _REFUSED = "task saved", "task refused"
_PLANNED, _ACTUAL = ("start", "finish"), ("started", "finished")
_HUNDRED = 100


def task_form(_: Language, snapshot: Snapshot, line: TaskLine) -> None:
    """Draw the form of a task, what it would push, and its button."""
    store = session.store()
    version = st.session_state.setdefault(_opened(line.task.task), snapshot.known_at)
    read = read_task(store, snapshot.key, line.task.task, version)
    if read is None:
        return
    place = Place(session.actor(), snapshot.key, f"task {line.task.task}")
    form = Form(place, str(read.version), "note")
    show(section(_("How does it go?")))
    what_was_saved(_, _SAVED)
    _say_what_stood_in_the_way(_)
    if form.outdated:
        _say_who_was_faster(_, snapshot, read)
    form.say_left(_)
    steps = step_fields(_, form, read, session.now().date())
    after, links, problems = _after(_, snapshot, line, form, read)
    differs = after != read.task or {*links} != {*read.links} or steps != read.steps
    if problems:
        show(finding(_.sentences(problems), chip(_("To be put right"), Tone.BAD)))
    elif differs:
        show(_pushed(_, snapshot, line, after, links, steps))
    reason = form.start("reason", "")
    reason = form.enter("reason", st.text_input(_why(_, snapshot), reason, max_chars=200, key=form.key("reason")))
    form.keep()
    blocked = bool(problems) or not differs
    if st.button(_("Save"), type="primary", icon=":material/check:", disabled=blocked, key=form.key("save")):
        _save(_, form, read, after, links, steps, reason)
        st.rerun()


def forget_version(task: str) -> None:
    """Have the form of a task begin with what stands, when it is opened next."""
    st.session_state.pop(_opened(task), None)


def _opened(task: str) -> str:
    return f"version of task {task}"


def _why(_: Language, snapshot: Snapshot) -> str:
    needed = snapshot.plan.state is PlanState.ACTIVE
    return _("Why is it changed?") if needed else _("Why is it changed? (may be empty)")


# what is typed


def _after(
    _: Language, snapshot: Snapshot, line: TaskLine, form: Form, read: Read
) -> tuple[Task, tuple[TaskLink, ...], list[str]]:
    """Draw the fields, and return the task and its links as they hold them, and what is wrong with that."""
    after, problems = _task(_, read.task, line.duration, _fields(_, form, read.task))
    tasks = {one.task.task: one.task for one in snapshot.tasks}
    names = {task: _.name(one, "title") for task, one in tasks.items()}
    waiting = {link.predecessor for link in read.links}
    others = {task: name for task, name in names.items() if not tasks[task].cancelled or task in waiting}
    others.pop(read.task.task)
    links = link_fields(_, form, read.task, read.links, others)
    all_links = [link for one in snapshot.tasks for link in one.predecessors if link.task != read.task.task]
    if found := circle([*all_links, *links], tasks, names):
        problems.append(problem_message(_, found))
    return after, links, problems


def _fields(_: Language, form: Form, task: Task) -> dict[str, Any]:
    """Draw the fields of the task itself with what stands in them, and return what they hold."""
    typed: dict[str, Any] = {}
    if task.rule is ProgressRule.PHYSICAL and task.duration != 0:
        stands = form.start("progress", int(task.progress * _HUNDRED))
        percent = st.slider(_head(_, "progress"), 0, _HUNDRED, stands, format="%d%%", key=form.key("progress"))
        typed["progress"] = Decimal(form.enter("progress", percent)) / _HUNDRED
    for names, latest in ((_ACTUAL, session.now().date()), (_PLANNED, None)):
        for column, name in zip(st.columns(2), names, strict=True):
            with column:
                typed[name] = _day(_, form, task, name, latest)
    note_head, stands = _head(_, "note"), form.start("note", task.note)
    note = st.text_area(note_head, stands, height=68, max_chars=2000, key=form.key("note"))
    return typed | {"note": form.enter("note", note)}


def _day(_: Language, form: Form, task: Task, name: str, latest: date | None) -> date | None:
    """Draw a day, and what empties it: Streamlit empties only a field that began empty."""
    stands: date | None = form.start(name, getattr(task, name))
    if latest is not None and stands is not None:
        latest = max(latest, stands)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xxsmall"):
        day: date | None = st.date_input(
            _head(_, name), stands, max_value=latest, format="YYYY-MM-DD", help=_help(_, name), key=form.key(name)
        )
        form.enter(name, day)
        if stands is not None:
            st.button(
                _("Empty"),
                icon=":material/backspace:",
                help=_("Empty “{field}”", field=_head(_, name)),
                type="tertiary",
                key=form.key(f"empty {name}"),
                on_click=form.empty,
                args=(name,),
            )
    return day


def _head(_: Language, field: str) -> str:
    return _(_SHEET.by_field[field].head)


def _help(_: Language, field: str) -> str | None:
    text = _SHEET.by_field[field].help
    return _(text) if text else None


def _task(_: Language, task: Task, duration: int, typed: dict[str, Any]) -> tuple[Task, list[str]]:
    """Return the task as it is typed, or what is wrong with it.

    One that is done is done whole; one that loses a day keeps its `duration` in working days.
    """
    if typed["finished"] is not None:
        typed |= {"progress": Decimal(1), "started": typed["started"] or task.start or typed["finished"]}
    whole = typed["start"] is not None and typed["finish"] is not None
    if whole and task.duration != 0:
        typed["duration"] = None
    elif not whole and task.duration is None:
        typed["duration"] = duration
    try:
        return Task.model_validate(task.model_dump() | typed), []
    except ValidationError as error:
        faults = [(field, fault) for field, fault in faults_of(error)]
    problems = [Problem(fault.code, None, field, None, dict(fault.parameters)) for field, fault in faults]
    return task, [problem_message(_, problem) for problem in problems]


# what it pushes


def _pushed(
    _: Language,
    snapshot: Snapshot,
    line: TaskLine,
    after: Task,
    links: Sequence[TaskLink],
    steps: Sequence[TaskStep],
) -> Markup:
    """Return which tasks would get other days, old and new, and when all would be done then."""
    found = snapshot.pushed_by(after, links=links, steps=steps)
    others = [one for one in found if one.task.task != line.task.task]
    if not found:
        return note(_("No task gets other days by that."))
    title = (
        _.plural("It moves {count} more task", "It moves {count} more tasks", len(others)) if others else _("It moves")
    )
    columns = [Column(_("Task")), Column(_("Forecast: now → after the change"), phone="row", wrap=True)]
    rows = [Row([_.name(one.task, "title"), _days(_, one)]) for one in found[:MOST]]
    return section(title, _end(_, snapshot, found)) + table(columns, rows, title)


def _days(_: Language, one: Pushed) -> Markup:
    return Markup("{} → {}").format(_span(_, one.before), bold(_span(_, one.after)))


def _span(_: Language, days: Days) -> str:
    first, last = (_.short_day(day) for day in days)
    return last if first == last else f"{first}–{last}"


def _end(_: Language, snapshot: Snapshot, found: Sequence[Pushed]) -> str:
    """Return when all would be done, and when it is now."""
    then = {one.task.task: one.after.last for one in found}
    live = [line for line in snapshot.schedule.lines if line.status is not TaskStatus.CANCELLED]
    ends = {line.task.task: then.get(line.task.task, line.finish) for line in live}
    last, now = max(live, key=lambda line: ends[line.task.task]).task, snapshot.schedule.finish
    end = ends[last.task]
    if end == now or now is None:
        return _("the whole plan still ends on {day}, with “{task}”", task=_.name(last, "title"), day=_.short_day(end))
    return _("all done on {day}, now {now}", day=_.short_day(end), now=_.short_day(now))


# saving


def _save(
    _: Language,
    form: Form,
    read: Read,
    after: Task,
    links: Sequence[TaskLink],
    steps: Sequence[TaskStep],
    reason: str,
) -> None:
    store, state = session.store(), st.session_state
    try:
        change = save_task(store, read, after, links, steps, actor=session.actor(), at=session.now(), reason=reason)
    except ConflictError:
        state[_opened(read.task.task)] = store.last_change()
    except InvalidError as error:
        state[_REFUSED] = _.sentences([problem_message(_, problem) for problem in error.problems])
    except RefusedError as error:
        state[_REFUSED] = error_sentence(_, error)
    else:
        form.drop()
        forget_version(read.task.task)
        say_saved(change, _SAVED)


def _say_what_stood_in_the_way(_: Language) -> None:
    """Say once why the last click saved nothing."""
    if why_not := st.session_state.pop(_REFUSED, None):
        show(finding(why_not, chip(_("Not saved"), Tone.BAD)))


def _say_who_was_faster(_: Language, snapshot: Snapshot, read: Read) -> None:
    (change,) = made_between(session.store(), read.version - 1, read.version)
    who = names_by_login(_, session.store(), snapshot.team.team).get(change.actor, change.actor)
    text = _(
        "{who} changed this task meanwhile (change #{change}). What you typed stands on top of that: look at it "
        "and save again.",
        who=who,
        change=read.version,
    )
    show(finding(text, chip(_("Somebody else was faster"), Tone.WARN)))
