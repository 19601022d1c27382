"""Saying how a task goes: progress, actual days, new dates. What new dates push is shown before they are saved.

What is typed belongs to the version of the task that it was typed over. Where somebody else was faster, it is laid over
what they left and has to be saved again.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st
from markupsafe import Markup
from pydantic import ValidationError
from streamlit.delta_generator import DeltaGenerator

from planlib.editing.check import RowEdit
from planlib.editing.save import save
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import read_tables
from planlib.errors import ConflictError, InvalidError, Problem, RefusedError
from planlib.intake.checking.records import faults_of
from planlib.locale import Language
from planlib.locale.sentences import error_sentence, problem_message
from planlib.model import Task
from planlib.plans import names_by_login
from planlib.snapshot import Pushed, Snapshot, TaskLine
from planlib.snapshot.task_lines import Days
from planlib.store.ledger import Stored, current
from planlib.vocabulary import PlanState, ProgressRule, TaskStatus
from ui import session
from ui.markup import Column, Row, Tone, bold, chip, finding, note, section, table
from ui.saving import say_saved, what_was_saved
from ui.show import show

MOST = 12
"""Tasks that are pushed, of which the days are shown."""
_SHEET = SHEETS["tasks"]
_SAVED, _REFUSED, _FASTER = "task saved", "task refused", "somebody was faster with a task"
_PLANNED, _ACTUAL = ("start", "finish"), ("started", "finished")
_HUNDRED = 100


def task_form(_: Language, snapshot: Snapshot, line: TaskLine) -> None:
    """Draw the form of a task, what it would push, and its button."""
    version = st.session_state.setdefault(_opened(line.task.task), snapshot.known_at)
    before = _as_of(snapshot, line.task.task, version)
    if before is None:
        return
    record, based_on = before
    key = f"task {line.task.task} {based_on}"
    show(section(_("How does it go?")))
    what_was_saved(_, _SAVED)
    _say_what_stood_in_the_way(_)
    after, problems = _task(_, record, _fields(_, record, key))
    if problems:
        show(finding(_.sentences(problems), chip(_("To be put right"), Tone.BAD)))
    elif after != record:
        show(_pushed(_, snapshot, line, after))
    reason = st.text_input(_why(_, snapshot), _stands(record, key, "reason"), max_chars=200, key=f"{key} reason")
    blocked = bool(problems) or after == record
    if st.button(_("Save"), type="primary", icon=":material/check:", disabled=blocked, key=f"{key} save"):
        _save(_, snapshot, RowEdit(record.task, record, after, based_on), key, reason)
        st.rerun()


def forget_version(task: str) -> None:
    """Have the form of a task begin with what stands, when it is opened next."""
    st.session_state.pop(_opened(task), None)


def _opened(task: str) -> str:
    return f"version of task {task}"


def _as_of(snapshot: Snapshot, task: str, known_at: int) -> Stored | None:
    where = {**snapshot.key._asdict(), "task": task}
    return next(iter(current(session.store(), "tasks", known_at=known_at, where=where)), None)


def _why(_: Language, snapshot: Snapshot) -> str:
    needed = snapshot.plan.state is PlanState.ACTIVE
    return _("Why is it changed?") if needed else _("Why is it changed? (may be empty)")


# what is typed


def _fields(_: Language, task: Task, key: str) -> dict[str, Any]:
    """Draw the fields with what stands in them, and return what they hold."""
    typed: dict[str, Any] = {}
    if task.rule is ProgressRule.PHYSICAL and task.duration != 0:
        stands = int(_stands(task, key, "progress") * _HUNDRED)
        percent = st.slider(_head(_, "progress"), 0, _HUNDRED, stands, format="%d%%", key=f"{key} progress")
        typed["progress"] = Decimal(percent) / _HUNDRED
    for names, latest in ((_ACTUAL, session.now().date()), (_PLANNED, None)):
        for column, name in zip(st.columns(2), names, strict=True):
            typed[name] = _day(_, task, name, latest, column, key)
    note_head, stands = _head(_, "note"), _stands(task, key, "note")
    typed["note"] = st.text_area(note_head, stands, height=68, max_chars=2000, key=f"{key} note")
    return typed


def _stands(task: Task, key: str, field: str) -> Any:
    """Return what a field begins with: what stands, or what was typed over an earlier version of the task."""
    return st.session_state.get(f"{key} typed before", {}).get(field, getattr(task, field, ""))


def _day(_: Language, task: Task, name: str, latest: date | None, place: DeltaGenerator, key: str) -> date | None:
    stands: date | None = _stands(task, key, name)
    if latest is not None and stands is not None:
        latest = max(latest, stands)
    day: date | None = place.date_input(
        _head(_, name), stands, max_value=latest, format="YYYY-MM-DD", help=_help(_, name), key=f"{key} {name}"
    )
    return day


def _head(_: Language, field: str) -> str:
    return _(_SHEET.by_field[field].head)


def _help(_: Language, field: str) -> str | None:
    text = _SHEET.by_field[field].help
    return _(text) if text else None


def _task(_: Language, task: Task, typed: dict[str, Any]) -> tuple[Task, list[str]]:
    """Return the task as it is typed, or what is wrong with it; one that is done is done whole."""
    if typed["finished"] is not None:
        typed |= {"progress": Decimal(1), "started": typed["started"] or task.start or typed["finished"]}
    if typed["start"] is not None and typed["finish"] is not None:
        typed["duration"] = None if task.duration else task.duration
    try:
        return Task.model_validate(task.model_dump() | typed), []
    except ValidationError as error:
        faults = [(field, fault) for field, fault in faults_of(error)]
    problems = [Problem(fault.code, None, field, None, dict(fault.parameters)) for field, fault in faults]
    return task, [problem_message(_, problem) for problem in problems]


# what it pushes


def _pushed(_: Language, snapshot: Snapshot, line: TaskLine, after: Task) -> Markup:
    """Return which tasks would get other days, old and new, and when all would be done then."""
    found = snapshot.pushed_by(after)
    others = [one for one in found if one.task.task != line.task.task]
    if not found:
        return note(_("No task gets other days by that."))
    title = (
        _.plural("It moves {count} more task", "It moves {count} more tasks", len(others)) if others else _("It moves")
    )
    columns = [Column(_("Task")), Column(_("Now → then"), phone="row", wrap=True)]
    rows = [Row([_.name(one.task, "title"), _days(_, one)]) for one in found[:MOST]]
    return section(title, _end(_, snapshot, found)) + table(columns, rows, title)


def _days(_: Language, one: Pushed) -> Markup:
    return Markup("{} → {}").format(_span(_, one.before), bold(_span(_, one.after)))


def _span(_: Language, days: Days) -> str:
    first, last = (_.short_day(day) for day in days)
    return last if first == last else f"{first} – {last}"


def _end(_: Language, snapshot: Snapshot, found: Sequence[Pushed]) -> str:
    """Return when all would be done, and when it is now."""
    then = {one.task.task: one.after.last for one in found}
    live = [line for line in snapshot.schedule.lines if line.status is not TaskStatus.CANCELLED]
    end, now = max(then.get(line.task.task, line.finish) for line in live), snapshot.schedule.finish
    if end == now or now is None:
        return _("all done on {day}, as now", day=_.short_day(end))
    return _("all done on {day}, now {now}", day=_.short_day(end), now=_.short_day(now))


# saving


def _save(_: Language, snapshot: Snapshot, edit: RowEdit, key: str, reason: str) -> None:
    store, state = session.store(), st.session_state
    tables = read_tables(store, _SHEET, snapshot.key, snapshot.known_at)
    try:
        change = save(store, tables, [edit], actor=session.actor(), at=session.now(), reason=reason)
    except ConflictError as error:
        _lay_over(snapshot, edit, key)
        state[_FASTER] = error.conflicts[0].change_id, error.conflicts[0].actor
    except InvalidError as error:
        state[_REFUSED] = _.sentences([problem_message(_, problem) for problem in error.problems])
    except RefusedError as error:
        state[_REFUSED] = error_sentence(_, error)
    else:
        forget_version(edit.id)
        say_saved(change, _SAVED)


def _lay_over(snapshot: Snapshot, edit: RowEdit, key: str) -> None:
    """Open the form on what somebody else left, with those fields on top that were typed here."""
    state, last = st.session_state, session.store().last_change()
    theirs = _as_of(snapshot, edit.id, last)
    state[_opened(edit.id)] = last
    if theirs is None or edit.before is None or edit.after is None:
        return
    mine, before = edit.after.model_dump(), edit.before.model_dump()
    typed = {field: mine[field] for field in mine if mine[field] != before[field]}
    state[f"task {edit.id} {theirs.change_id} typed before"] = typed | {"reason": state.get(f"{key} reason", "")}


def _say_what_stood_in_the_way(_: Language) -> None:
    """Say once why the last click saved nothing."""
    if why_not := st.session_state.pop(_REFUSED, None):
        show(finding(why_not, chip(_("Not saved"), Tone.BAD)))
    if faster := st.session_state.pop(_FASTER, None):
        change, actor = faster
        who = names_by_login(_, session.store(), session.team().team).get(actor, actor)
        text = _(
            "{who} changed this task meanwhile (change #{change}). What you typed stands on top of that: look at it "
            "and save again.",
            who=who,
            change=change,
        )
        show(finding(text, chip(_("Somebody else was faster"), Tone.WARN)))
