"""All about one task, beside the page: what it is, what it hangs together with, how one says how it goes, its past."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

import streamlit as st
from markupsafe import Markup

from planlib.charts import slip_words
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import read_tables
from planlib.locale import NONE, Language
from planlib.locale.words import word
from planlib.model import Assignment, Person, Resource, Task, TaskStep
from planlib.snapshot import Snapshot, TaskLine
from planlib.vocabulary import PlanState
from ui import address, session
from ui.links import link
from ui.markup import facts, finding, joined
from ui.row_history import past_of
from ui.show import not_there, show
from ui.task_form import forget_version, task_form
from ui.tasks import TASK, kept, task_chip
from ui.tasks_table import goal_and_strategy, link_words


def details(_: Language, snapshot: Snapshot) -> None:
    """Open the task that the address asks for; closing it takes it out of the address."""
    code = address.asked(TASK)
    if code is None:
        return
    line = next((line for line in snapshot.schedule.lines if code in (line.task.code, line.task.task)), None)
    if line is None:
        not_there(_("task"), code, _("the list of all"))
        return
    drawer = st.dialog(
        _.name(line.task, "title"), width="large", position="right", on_dismiss=partial(_left, line.task.task)
    )
    drawer(_content)(_, snapshot, line)


def _left(task: str) -> None:
    address.put(TASK, None)
    forget_version(task)


def _content(_: Language, snapshot: Snapshot, line: TaskLine) -> None:
    show(_state(_, snapshot, line), facts(_facts(_, snapshot, line)))
    if not session.read_only() and snapshot.plan.state is not PlanState.CLOSED:
        task_form(_, snapshot, line)
    tables = read_tables(session.store(), SHEETS["tasks"], snapshot.key, snapshot.known_at)
    show(past_of(_, tables, line.task))


def _state(_: Language, snapshot: Snapshot, line: TaskLine) -> Markup:
    days = _.short_day(line.finish, weekday=True)
    if line.duration:
        days = f"{_.short_day(line.start)}–{days}"
    parts = [days, _("{share} done", share=_.percent(line.progress))]
    if line.slip:
        parts.append(slip_words(_, line.slip))
    return finding(" · ".join(parts), task_chip(_, line.status))


def _facts(_: Language, snapshot: Snapshot, line: TaskLine) -> Iterator[tuple[str, object]]:
    task, owner = line.task, snapshot.person(line.task.owner)
    yield _("Owner"), _.name(owner) if owner else NONE
    yield _("Goal → strategy"), goal_and_strategy(_, snapshot, task)
    yield _("Priority"), _("{priority} (1 is the most important)", priority=task.priority)
    if task.carried_from:
        yield _("Carried over from"), _carried_from(_, task)
    yield _("Working days"), _("none: a milestone") if line.duration == 0 else _.number(line.duration)
    yield _("Baseline"), _baseline(_, line)
    if task.deadline:
        yield _("Deadline"), _.short_day(task.deadline, weekday=True)
    days = _("{days} d", days=_.number(line.total_float))
    yield _("Float"), " · ".join([days, *([_("on the critical path")] if line.critical else [])])
    yield _("Progress is counted"), word(_, task.rule)
    if line.steps:
        yield _("Steps"), _steps(_, line)
    by_id = {one.task.task: one for one in snapshot.schedule.lines}
    before = [(one, by_id[one.predecessor]) for one in line.predecessors]
    after = [(one, by_id[one.task]) for one in line.successors]
    for label, links in ((_("Waits for"), before), (_("Needed by"), after)):
        if links:
            names = (link("tasks", link_words(_, *one), **kept(), **{TASK: one[1].task.code}) for one in links)
            yield label, joined(names, "、" if _.code == "zh" else ", ")
    if line.assignments:
        yield _("Who and what it takes"), _assigned(_, snapshot, line.assignments)
    if task.note:
        yield _("Note"), _.own(task.note)


def _steps(_: Language, line: TaskLine) -> Markup:
    """Return the steps with their weights, and when they were done."""
    told = (
        _("{step} (weight {weight}): {day}", step=_.name(one, "title"), weight=_.exact(one.weight), day=_done(_, one))
        for one in line.steps
    )
    return joined(told, Markup("<br>"))


def _done(_: Language, step: TaskStep) -> str:
    return _("done {day}", day=_.short_day(step.done)) if step.done else _("not done")


def _carried_from(_: Language, task: Task) -> Markup:
    """Return the task of an earlier month that this one goes on with, as a link to it."""
    month, code = task.carried_from.split("/", 1)
    name = _.month(date.fromisoformat(f"{month}-01"))
    return link("tasks", name, **{address.MONTH: month, TASK: code})


def _baseline(_: Language, line: TaskLine) -> str:
    if line.added:
        return _("none: added since the plan became active")
    if not (line.baseline_start and line.baseline_finish):
        return NONE
    return f"{_.short_day(line.baseline_start)}–{_.short_day(line.baseline_finish)}"


def _assigned(_: Language, snapshot: Snapshot, found: Sequence[Assignment]) -> Markup:
    """Return people with their hours a day, and resources with their amounts."""
    resources = {load.resource.resource: load.resource for load in snapshot.workload.resources}
    people = ((snapshot.person(one.person), resources.get(one.resource or ""), one.amount) for one in found)
    return joined([_one_assigned(_, *one) for one in people], " · ")


def _one_assigned(_: Language, person: Person | None, resource: Resource | None, amount: Decimal) -> str:
    if person:
        return _("{person} {hours} h a day", person=_.name(person), hours=_.exact(amount))
    if resource:
        return _("{resource}: {amount}", resource=_.name(resource), amount=_.exact(amount, _.own(resource.unit)))
    return NONE
