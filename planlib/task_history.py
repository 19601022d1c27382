"""What became of a task: each change of it with old and new, newest first."""

from typing import NamedTuple

from planlib.editing.check import RowEdit
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import read_tables
from planlib.editing.words import Difference, differences
from planlib.locale import Language
from planlib.snapshot import Snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Change, current, history


class Step(NamedTuple):
    """One change, and what it made of the task field by field."""

    change: Change
    differences: tuple[Difference, ...]


def task_history(language: Language, store: Store, snapshot: Snapshot, task: str) -> list[Step]:
    """Return the changes of a task that the snapshot knows, newest first."""
    changes = history(store, table="tasks", key=(*snapshot.key, task))
    known = [change for change in changes if change.change_id <= snapshot.known_at][::-1]
    tables = read_tables(store, SHEETS["tasks"], snapshot.key, snapshot.known_at)
    where, before, steps = {**snapshot.key._asdict(), "task": task}, None, list[Step]()
    for change in known:
        after = next((found.record for found in current(store, "tasks", known_at=change.change_id, where=where)), None)
        edit = RowEdit(task, before, after, change.change_id)
        steps.append(Step(change, tuple(differences(language, tables, [edit]))))
        before = after
    return steps[::-1]
