"""Recording edits, and what to do where somebody else was faster."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from planlib.editing.cells import row_cells
from planlib.editing.check import RowEdit
from planlib.editing.edits import Edits
from planlib.editing.tables import Tables
from planlib.errors import RefusedError
from planlib.locale import Language
from planlib.model import PlanKey, Record
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, history, record
from planlib.store.tables import Table
from planlib.vocabulary import ChangeKind, PlanState


class Collision(NamedTuple):
    """A row that somebody else changed since it was read here."""

    mine: RowEdit
    theirs: Record | None
    """None where they removed the row."""
    change: Change
    """What wrote theirs."""


def save(
    store: Store, tables: Tables, rows: Sequence[RowEdit], *, actor: str, at: datetime, reason: str
) -> Change | None:
    """Return the change that records the rows, None where they stand like that already.

    Raises:
        ConflictError: Somebody else changed one of them since it was read; see :func:`collisions`.
        InvalidError: A code is taken, or a row is still referred to.
        RefusedError: `reason_needed` in an active plan, `plan_closed`.
    """
    table = tables.sheet.table
    old = {_key(table, edit.before): edit.based_on for edit in rows if edit.before}
    new = {_key(table, edit.after) for edit in rows if edit.after}
    write = Write(
        table.name,
        [edit.after for edit in rows if edit.after is not None],
        [key for key in old if key not in new],
        based_on=dict.fromkeys(new, 0) | old,
    )
    return record(store, [write], actor=actor, kind=ChangeKind.EDIT, at=at, reason=reason, plan=tables.key)


def _key(table: Table, record: Record) -> tuple[object, ...]:
    return tuple(getattr(record, field) for field in table.key)


def collisions(store: Store, now: Tables, rows: Sequence[RowEdit]) -> list[Collision]:
    """Return those of `rows` that stand differently in `now`, with both versions."""
    read = {mine.id: mine.based_on for mine in rows}
    found = []
    for mine in rows:
        places = {now.sheet.row_id(version.model_dump()): version for version in (mine.before, mine.after) if version}
        for row, version in places.items():
            stored = now.rows.get(str(row))
            theirs, change_id = (stored.record, stored.change_id) if stored else (None, 0)
            if change_id != read.get(str(row), 0) and theirs != mine.after:
                key = _key(now.sheet.table, version)
                found.append(Collision(mine, theirs, history(store, table=now.sheet.name, key=key, limit=1)[0]))
                break
    return found


def rebased(language: Language, now: Tables, edits: Edits, rows: Sequence[RowEdit], given_up: Collection[str]) -> Edits:
    """Return the edits as edits of `now`, what others left: the cells that were typed, without the rows `given_up`.

    `rows` is what the edits come to. A row that others added too becomes a change, one they removed is added again.
    """
    sheet = now.sheet
    added = [cells for cells in edits.added if sheet.row_id(cells) not in given_up]
    changed = {row: cells for row, cells in edits.changed.items() if row not in given_up}
    again = [edit for edit in rows if edit.id in changed and edit.id not in now.rows]
    return Edits(
        changed={row: cells for row, cells in changed.items() if row in now.rows}
        | {str(sheet.row_id(cells)): cells for cells in added if sheet.row_id(cells) in now.rows},
        added=[cells for cells in added if sheet.row_id(cells) not in now.rows]
        + [
            row_cells(language, sheet, edit.after, now.kpis) | ({} if sheet.keyed else {sheet.id_field: edit.id})
            for edit in again
            if edit.after is not None
        ],
        removed=[row for row in edits.removed if row in now.rows and row not in given_up],
    )


def activate(store: Store, plan: PlanKey, *, actor: str, at: datetime, reason: str = "") -> Change | None:
    """Return the change that makes a draft the plan in force; RefusedError `not_a_draft` where it is none."""
    stored = current(store, "plans", where=plan._asdict())[0]
    if stored.record.state != PlanState.DRAFT:
        raise RefusedError("not_a_draft")
    active = stored.record.model_copy(update={"state": PlanState.ACTIVE})
    write = Write("plans", [active], based_on={tuple(plan): stored.change_id})
    return record(store, [write], actor=actor, kind=ChangeKind.EDIT, at=at, reason=reason, plan=plan)
