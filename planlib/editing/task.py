"""Recording what becomes of one task, of what it waits for and of its steps, as one change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from planlib.errors import Problem
from planlib.metrics.schedule import cycle
from planlib.model import PlanKey, Record, Task, TaskLink, TaskStep
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, record
from planlib.store.tables import TABLES
from planlib.vocabulary import ChangeKind, ProblemCode

_TABLES = ("tasks", "task_links", "task_steps")


class Read(NamedTuple):
    """A task, what it waits for and its steps, as of one change."""

    task: Task
    links: tuple[TaskLink, ...]
    """By the codes of the tasks that it waits for, as their rows were written."""
    steps: tuple[TaskStep, ...]
    based_on: Mapping[tuple[str, tuple[Any, ...]], int]
    """The change that wrote each row, by table and key."""

    @property
    def version(self) -> int:
        """The last change of any of them."""
        return max(self.based_on.values())


def read_task(store: Store, key: PlanKey, task: str, known_at: int) -> Read | None:
    """Return a task as of a change; None where there was none."""
    where = {**key._asdict(), "task": task}
    rows = {name: current(store, name, known_at=known_at, where=where) for name in _TABLES}
    if not rows["tasks"]:
        return None
    based_on = {
        (name, TABLES[name].key_of(stored.record)): stored.change_id for name, found in rows.items() for stored in found
    }
    links, steps = (tuple(stored.record for stored in rows[name]) for name in ("task_links", "task_steps"))
    return Read(rows["tasks"][0].record, links, steps, based_on)


def circle(links: Sequence[TaskLink], tasks: Mapping[str, Task], names: Mapping[str, str]) -> Problem | None:
    """Return what is wrong where tasks would wait for each other, by their `names`; None where they would not."""
    found = cycle(links, {task: one.code for task, one in tasks.items()})
    told = {"cycle": " → ".join(names[task] for task in found)}
    return Problem(ProblemCode.TASK_CYCLE, column="predecessor", parameters=told) if found else None


def save_task(
    store: Store,
    read: Read,
    task: Task,
    links: Sequence[TaskLink],
    steps: Sequence[TaskStep],
    *,
    actor: str,
    at: datetime,
    reason: str,
) -> Change | None:
    """Return the change that makes of what was read `task`, waiting by `links`, with its `steps`.

    None where it stands like that already.

    Raises:
        ConflictError: Somebody else changed some of it since it was read.
        InvalidError: Tasks would wait for each other.
        RefusedError: `reason_needed` in an active plan, `plan_closed`.
    """
    old, new = ({link.predecessor: link for link in found} for found in (read.links, links))
    linked = [link for link in links if link != old.get(link.predecessor)]
    gone = [TABLES["task_links"].key_of(link) for link in read.links if link.predecessor not in new]
    writes = [_write(read, "tasks", [task])] if task != read.task else []
    writes += [_write(read, "task_links", linked, gone)] if linked or gone else []
    stepped = [step for step in steps if step not in read.steps]
    writes += [_write(read, "task_steps", stepped)] if stepped else []
    plan = PlanKey(task.team, task.month)
    return record(store, writes, actor=actor, kind=ChangeKind.EDIT, at=at, reason=reason, plan=plan)


def _write(read: Read, name: str, rows: Sequence[Record], gone: Sequence[tuple[Any, ...]] = ()) -> Write:
    keys = [*(TABLES[name].key_of(row) for row in rows), *gone]
    return Write(name, rows, gone, based_on={key: read.based_on.get((name, key), 0) for key in keys})
