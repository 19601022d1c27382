"""The lines of a snapshot about tasks: how each is scheduled, how it stands, and who and what it takes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planlib.metrics.periods import Span as Days
from planlib.metrics.schedule import Span
from planlib.model import Assignment, Task, TaskLink, TaskStep
from planlib.vocabulary import TaskStatus

__all__ = ["Days", "Pushed", "Schedule", "Span", "TaskLine"]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as it is scheduled and as it goes."""

    task: Task
    duration: int
    """Working days; 0 is a milestone."""
    early: Span
    late: Span
    total_float: int
    free_float: int
    critical: bool
    start: date
    """First day, as it was or as it is foreseen from progress and links."""
    finish: date
    """Last day, as it was or as it is foreseen."""
    progress: Decimal
    """As its rule counts it, 0 to 1."""
    status: TaskStatus
    baseline_start: date | None
    baseline_finish: date | None
    """As planned when the plan became active; None while it is a draft, and for a task added since."""
    slip: int | None
    """Working days that the finish is after the baseline's; negative is earlier."""
    moves: int
    """How many times its planned finish was moved since the plan became active."""
    predecessors: tuple[TaskLink, ...]
    successors: tuple[TaskLink, ...]
    steps: tuple[TaskStep, ...]
    assignments: tuple[Assignment, ...]
    added: bool
    """Whether it came into the plan after the plan became active."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A plan's tasks taken together."""

    lines: tuple[TaskLine, ...]
    """By first day, last day and code; what was cancelled behind the others."""
    critical: tuple[TaskLine, ...]
    """What is still to be done and has no float, in order of time; of several critical paths all."""
    first_day: date
    """The first working day of the schedule, at whose beginning offset 0 is."""
    finish: date | None
    """When the last task is done, as it is foreseen; None where there are no tasks."""
    baseline_finish: date | None
    """When the last task was to be done as the plan became active."""
    slip: int | None
    """Working days between the two; negative is earlier."""
    total: int
    """Tasks that were not cancelled; the counts below are of these."""
    done: int
    late: int
    overdue: int
    added: int
    slipped: int
    """Tasks that are, or will be, done after their baseline."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What becomes of a task where another one is changed."""

    task: Task
    before: Days
    after: Days
