"""What became of one row of a plan's table: each change of it with old and new, and how often each field was moved."""

from collections.abc import Sequence
from typing import NamedTuple

from planlib.editing.check import RowEdit
from planlib.editing.sheets import Column
from planlib.editing.tables import Tables
from planlib.editing.words import Difference, differences
from planlib.locale import Language
from planlib.model import Record
from planlib.store.connect import Store
from planlib.store.ledger import Change, current, history


class Step(NamedTuple):
    """One change, and what it made of the row field by field."""

    change: Change
    differences: tuple[Difference, ...]


class Moved(NamedTuple):
    """A field that was changed since the row was added."""

    column: Column
    times: int
    first: str
    """Before the first of the changes."""
    last: str
    """As it is now."""


def row_history(language: Language, store: Store, tables: Tables, row: Record) -> list[Step]:
    """Return the changes of a row that the tables know, newest first."""
    table, before, steps = tables.sheet.table, None, list[Step]()
    key = table.key_of(row)
    where = dict(zip(table.key, key, strict=True))
    for change in reversed(history(store, table=table.name, key=key)):
        if change.change_id <= tables.known_at:
            found = current(store, table.name, known_at=change.change_id, where=where)
            after = found[0].record if found else None
            edit = RowEdit("", before, after, change.change_id)
            steps.append(Step(change, tuple(differences(language, tables, [edit]))))
            before = after
    return steps[::-1]


def moved(steps: Sequence[Step]) -> list[Moved]:
    """Return the fields that were changed, the one that was changed most often first."""
    by_field: dict[Column, list[Difference]] = {}
    for step in reversed(steps):
        for one in step.differences:
            if one.column:
                by_field.setdefault(one.column, []).append(one)
    found = [Moved(column, len(all_), all_[0].before, all_[-1].after) for column, all_ in by_field.items()]
    return sorted(found, key=lambda one: -one.times)
