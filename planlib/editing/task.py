"""Recording what becomes of one task and of what it waits for, as one change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from planlib.errors import Problem
from planlib.metrics.schedule import cycle
from planlib.model import PlanKey, Task, TaskLink
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, record
from planlib.store.tables import TABLES
from planlib.vocabulary import ChangeKind, ProblemCode


class Read(NamedTuple):
    """A task and what it waits for, as of one change."""

    task: Task
    links: tuple[TaskLink, ...]
    """By the codes of the tasks that it waits for, as their rows were written."""
    based_on: Mapping[tuple[str, tuple[Any, ...]], int]
    """The change that wrote each row, by table and key."""

    @property
    def version(self) -> int:
        """The last change of any of them."""
        return max(self.based_on.values())


def read_task(store: Store, key: PlanKey, task: str, known_at: int) -> Read | None:
    """Return a task as of a change; None where there was none."""
    where = {**key._asdict(), "task": task}
    found, links = (current(store, name, known_at=known_at, where=where) for name in ("tasks", "task_links"))
    if not found:
        return None
    rows = [*(("tasks", one) for one in found), *(("task_links", one) for one in links)]
    based_on = {(name, TABLES[name].key_of(stored.record)): stored.change_id for name, stored in rows}
    return Read(found[0].record, tuple(stored.record for stored in links), based_on)


def circle(links: Sequence[TaskLink], tasks: Mapping[str, Task], names: Mapping[str, str]) -> Problem | None:
    """Return what is wrong where tasks would wait for each other, by their `names`; None where they would not."""
    found = cycle(links, {task: one.code for task, one in tasks.items()})
    told = {"cycle": " → ".join(names[task] for task in found)}
    return Problem(ProblemCode.TASK_CYCLE, column="predecessor", parameters=told) if found else None


def save_task(
    store: Store, read: Read, task: Task, links: Sequence[TaskLink], *, actor: str, at: datetime, reason: str
) -> Change | None:
    """Return the change that makes of what was read `task`, waiting by `links`; None where it stands like that already.

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
    plan = PlanKey(task.team, task.month)
    return record(store, writes, actor=actor, kind=ChangeKind.EDIT, at=at, reason=reason, plan=plan)


def _write(read: Read, name: str, rows: Sequence[Task | TaskLink], gone: Sequence[tuple[Any, ...]] = ()) -> Write:
    keys = [*(TABLES[name].key_of(row) for row in rows), *gone]
    return Write(name, rows, gone, based_on={key: read.based_on.get((name, key), 0) for key in keys})
