"""How tasks go: what they take, what counts as done, what is left, and how they stand (DOMAIN 5.4, 6.4)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from planlib.metrics.exact import quotient, total
from planlib.metrics.periods import DAY, Span
from planlib.metrics.schedule import Step
from planlib.metrics.working_days import WorkingDays
from planlib.model import Task, TaskStep
from planlib.vocabulary import ProgressRule, TaskStatus

_HALF = Decimal("0.5")
_STATED = (ProgressRule.PHYSICAL, ProgressRule.STEPS)
"""By which the progress of a task is what it says."""


class Went(NamedTuple):
    """The days on which a task really began and was done; None where it did not yet."""

    started: date | None = None
    finished: date | None = None


def duration(task: Task, days: WorkingDays) -> int:
    """Return the working days a task takes: those from its start to its finish where it has both, at least one."""
    milestone = task.duration == 0 and task.start == task.finish
    if task.start is None or task.finish is None or milestone:
        return task.duration or 0
    return max(1, days.end(task.finish) - days.beginning(task.start))


def went(task: Task, planned: Span, day: date) -> Went:
    """Return when a task began and was done; where only its progress says that it did, as planned, at most by `day`."""
    finished = task.finished or (min(planned.last, day) if task.progress == 1 else None)
    started = task.started
    if started is None and (finished or task.progress):
        started = min(planned.first, finished or day)
    return Went(started, finished)


def by_steps(task: Task, steps: Sequence[TaskStep]) -> Task:
    """Return a task whose progress is that of its weighted steps, where its rule says so.

    It began with the first step that was done at the latest, and is done with the last one; without steps nothing of
    it is done.
    """
    if task.rule is not ProgressRule.STEPS:
        return task
    done = [step for step in steps if step.done]
    whole = total(step.weight for step in steps)
    progress = quotient(total(step.weight for step in done), whole) if whole else Decimal(0)
    days = [step.done for step in done if step.done]
    started = task.started or min(days, default=None)
    finished = task.finished or (max(days, default=None) if progress == 1 else None)
    return task.model_copy(update={"progress": progress, "started": started, "finished": finished})


def counted(task: Task, gone: Went) -> Decimal:
    """Return a task's progress by its rule, 0 to 1."""
    if gone.finished:
        return Decimal(1)
    if task.rule in _STATED:
        return task.progress
    return _HALF if task.rule is ProgressRule.FIFTY_FIFTY and gone.started else Decimal(0)


def planned_step(task: Task, days: WorkingDays, added: date | None = None) -> Step:
    """Return a task as it is planned; a milestone is not before the end of the day it starts.

    Where no start is given, a task that was `added` to a plan in force does not begin before the next day.
    """
    length, begin = duration(task, days), task.start or (added and added + DAY)
    start = None if begin is None else days.beginning(begin) + (length == 0)
    return Step(length, start, None if task.deadline is None else days.end(task.deadline))


def actual_step(task: Task, days: WorkingDays, gone: Went, day: date, added: date | None = None) -> Step:
    """Return a task as it went up to `day`, with what is left of it."""
    planned = planned_step(task, days, added)
    if gone.started is None or (planned.duration == 0 and gone.finished is None):
        return planned
    started = days.beginning(gone.started)
    if gone.finished is not None:
        return Step(planned.duration, deadline=planned.deadline, started=started, finished=days.end(gone.finished))
    left = _left(task, planned.duration, days.end(day) - started)
    return Step(planned.duration, deadline=planned.deadline, started=started, remaining=left)


def _left(task: Task, length: int, gone: int) -> int:
    """Return the working days that are left: by what its owner says, or else by the days `gone`; at least one."""
    if task.rule in _STATED:
        return max(1, ceil(length * (1 - task.progress)))
    return max(1, length - max(0, gone))


def task_status(task: Task, gone: Went, planned: Span, foreseen: date, baseline: date | None, day: date) -> TaskStatus:
    """Return how a task stands at the end of `day`: `planned` says when it should be done, `foreseen` when it will be.

    `baseline` is the finish to hold it against; the planned one where None.
    """
    if task.cancelled:
        return TaskStatus.CANCELLED
    if gone.finished:
        return TaskStatus.DONE
    if planned.last <= day:
        return TaskStatus.OVERDUE
    if (gone.started is None and planned.first <= day) or foreseen > (baseline or planned.last):
        return TaskStatus.LATE
    return TaskStatus.RUNNING if gone.started else TaskStatus.PLANNED
