"""The tasks of one goal or one person taken together, for plans with too many tasks to be seen one by one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planlib.metrics.exact import quotient, total
from planlib.snapshot.task_lines import TaskLine
from planlib.vocabulary import TaskStatus

MANY = 200
"""Tasks that are shown one by one; more are taken together."""


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks that belong together; counts are of these."""

    key: str
    """What they share; empty for those that have none of it."""
    lines: tuple[TaskLine, ...]
    start: date
    finish: date
    baseline_start: date | None
    baseline_finish: date | None
    progress: Decimal
    """Each task by the working days it takes, a milestone as one."""
    done: int
    late: int
    overdue: int
    slipped: int
    critical: int
    """Still to be done and without float."""


def task_groups(lines: Iterable[TaskLine], key: Callable[[TaskLine], str]) -> tuple[TaskGroup, ...]:
    """Return the tasks by what they share, in order of start; those without it last, cancelled ones left out."""
    found: dict[str, list[TaskLine]] = {}
    for line in lines:
        if line.status is not TaskStatus.CANCELLED:
            found.setdefault(key(line), []).append(line)
    groups = (_group(name, group) for name, group in found.items())
    return tuple(sorted(groups, key=lambda group: (not group.key, group.start, group.finish, group.key)))


def _group(key: str, lines: list[TaskLine]) -> TaskGroup:
    states = [line.status for line in lines]
    weights = [Decimal(max(1, line.duration)) for line in lines]
    made = total(weight * line.progress for weight, line in zip(weights, lines, strict=True))
    return TaskGroup(
        key=key,
        lines=tuple(lines),
        start=min(line.start for line in lines),
        finish=max(line.finish for line in lines),
        baseline_start=min((line.baseline_start for line in lines if line.baseline_start), default=None),
        baseline_finish=max((line.baseline_finish for line in lines if line.baseline_finish), default=None),
        progress=quotient(made, total(weights)),
        done=states.count(TaskStatus.DONE),
        late=states.count(TaskStatus.LATE),
        overdue=states.count(TaskStatus.OVERDUE),
        slipped=sum(line.slip is not None and line.slip > 0 for line in lines),
        critical=sum(line.critical and line.status is not TaskStatus.DONE for line in lines),
    )
