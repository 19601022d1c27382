"""Writing to the ledger and reading it back: record, undo, current, rows_of; with what changes.py tells of changes.

A change is one transaction under the write lock. Its rows are staged and compared with those that stand, so rows
that say nothing new are not written; then they are written, checked (``rules``) and committed whole, or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from planlib.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from planlib.model import PlanKey, Record
from planlib.store import changes, rights, rows, rules, staging
from planlib.store.changes import Change, FileInfo, change_at, history, made_between
from planlib.store.connect import Store
from planlib.store.present import columns, present
from planlib.store.rows import Base, Key
from planlib.store.tables import TABLES, Table
from planlib.vocabulary import ChangeKind

__all__ = [
    "Change",
    "FileInfo",
    "RowChange",
    "Stored",
    "Write",
    "change_at",
    "current",
    "history",
    "made_between",
    "record",
    "rows_between",
    "rows_of",
    "rows_of_each",
    "undo",
]

_LARGE = frozenset({"actuals", "spend"})
"""Tables too large to be kept in memory: they grow with every month."""


@dataclass(frozen=True, slots=True)
class Write:
    """Rows to set and keys to remove in one table."""

    table: str
    rows: Sequence[Record] | pa.Table = ()
    """Records, or an Arrow table of a record's fields (those with a default may be left out)."""
    removed: Sequence[Key] = ()
    based_on: Base = None
    """The newest change the writer had seen: one number, or one for each key (a key left out: it did not exist).
    Rows changed since are a conflict. None: no check."""


class Stored(NamedTuple):
    """A record that stands, and the change that wrote it."""

    record: Any
    change_id: int


class RowChange(NamedTuple):
    """What a change made of one row; None where there was or is none."""

    table: str
    key: Key
    before: Record | None
    after: Record | None


class _Head(NamedTuple):
    """What a change says about itself."""

    actor: str
    kind: ChangeKind
    at: datetime
    reason: str
    plan: PlanKey | None = None
    file: FileInfo | None = None
    undoes: int | None = None


def record(
    store: Store,
    writes: Sequence[Write],
    *,
    actor: str,
    kind: ChangeKind,
    at: datetime,
    reason: str = "",
    plan: PlanKey | None = None,
    file: FileInfo | None = None,
) -> Change | None:
    """Return the change that was recorded, None where every row already stands as it is written.

    Raises:
        ConflictError: Rows were changed since they were read (`based_on`).
        InvalidError: Keys, attributes or references do not hold (``rules``).
        RefusedError: The plan is closed, a reason is needed, or the actor may not (``rights``).
    """
    head = _Head(actor, kind, at, reason.strip(), plan, file)
    tables = [TABLES[write.table] for write in writes]
    if len(set(tables)) < len(tables):
        raise ValueError("two writes to one table")
    with store.write() as cursor:
        for table, write in zip(tables, writes, strict=True):
            _stage(cursor, table, write)
        based = [table for table, write in zip(tables, writes, strict=True) if write.based_on is not None]
        conflicts = [conflict for table in based for conflict in rules.conflicts(cursor, table)]
        if conflicts:
            raise ConflictError(conflicts)
        return _enter(cursor, tables, head)


def _stage(cursor: duckdb.DuckDBPyConnection, table: Table, write: Write) -> None:
    cursor.register("incoming", rows.incoming(table, write.rows, write.removed, write.based_on))
    problems = rules.duplicates(cursor, table)
    if problems:
        raise InvalidError(problems)
    staging.stage(cursor, table)
    cursor.unregister("incoming")


def _enter(
    cursor: duckdb.DuckDBPyConnection, tables: Sequence[Table], head: _Head, *, restates: bool = False
) -> Change | None:
    """Write what is staged as one change, None where nothing is; ``rights`` and ``rules`` may refuse it.

    One that `restates` may touch a closed plan: a restatement, and what takes it back.
    """
    change_id = changes.next_id(cursor)
    written = {table.name: staging.write_staged(cursor, table, change_id) for table in tables}
    counts = {name: count for name, count in written.items() if count}
    if not counts:
        return None
    kind = ChangeKind.RESTATEMENT if restates else head.kind
    rights.check(cursor, change_id, list(counts), kind, head.actor)
    rules.check(cursor, change_id, list(counts), kind, head.reason)
    change = Change(
        change_id=change_id,
        made_at=changes.aware(head.at),
        actor=head.actor,
        kind=head.kind,
        reason=head.reason,
        plan=head.plan,
        undoes=head.undoes,
        undone_by=None,
        file=head.file,
        counts=counts,
    )
    changes.insert(cursor, change)
    return change


def current(
    store: Store, table: str, *, known_at: int | None = None, where: Mapping[str, Any] | None = None
) -> list[Stored]:
    """Return the rows of `table` that stand, or stood after the change `known_at`, by key.

    `where` gives the value, or a list of the values, that a field must have.
    """
    if known_at is None or table in _LARGE:
        return _standing(store, table, known_at, where or {})
    asked = (table, repr(where))
    return store.memory.answer(store, (table,), known_at, asked, lambda: _standing(store, table, known_at, where or {}))


def _standing(store: Store, table: str, known_at: int | None, where: Mapping[str, Any]) -> list[Stored]:
    kept = TABLES[table]
    values = dict(where) if known_at is None else {**where, "known_at": known_at}
    tests = [_test(kept, field, field, wanted) for field, wanted in where.items()]
    known = "true" if known_at is None else "change_id <= $known_at"
    sql = f"""
        select {columns(kept.fields)}, change_id
        from {present(kept, known)} as stands
        where {" and ".join(tests) or "true"}
        order by {_order(kept)}"""
    with store.cursor() as cursor:
        found = cursor.execute(sql, values).fetchall()
    return [Stored(rows.record_of(kept, row[:-1]), row[-1]) for row in found]


def _order(table: Table) -> str:
    """Return what the rows that stand are in order of: their keys, or when each was entered first."""
    if not table.entered:
        return columns(table.key)
    same = " and ".join(f"entered.{field} = stands.{field}" for field in table.key)
    return f"(select min(entered.entry_id) from {table.name} as entered where {same})"


def _test(table: Table, field: str, found: str, wanted: Any) -> str:
    """Return the test that `found`, what stands in the field, is the value `wanted`, or one of the list it is."""
    value = f"${field}::{table.kind(field).sql}"
    return f"{found} in (select unnest({value}[]))" if isinstance(wanted, list) else f"{found} = {value}"


def rows_of(store: Store, change_id: int, *, limit: int | None = None) -> list[RowChange]:
    """Return each row that a change set or removed, as it was before and after, by table and key."""
    found: list[RowChange] = []
    with store.cursor() as cursor:
        for table in _written(cursor, change_id):
            tail = "" if limit is None else f" limit {int(limit) - len(found)}"
            found += _rows_of(cursor, table, change_id, tail)
    return found


def _rows_of(cursor: duckdb.DuckDBPyConnection, table: Table, change_id: int, tail: str) -> list[RowChange]:
    sql = f"""
        select {_sides(table)}
        from {table.name} as after left join {table.name} as before on before.entry_id = after.replaces
        where after.change_id = $change
        order by {columns(table.key, "after")}{tail}"""
    return [_row_change(table, row) for row in cursor.execute(sql, {"change": change_id}).fetchall()]


def rows_of_each(store: Store, made: Sequence[Change]) -> dict[int, list[RowChange]]:
    """Return by its number what each change made of its rows, as :func:`rows_of`: a query for each table in all."""
    found: dict[int, list[RowChange]] = {change.change_id: [] for change in made}
    with store.cursor() as cursor:
        for name, table in TABLES.items():
            wanted = [change.change_id for change in made if name in change.counts]
            for change_id, row in _rows_in(cursor, table, wanted) if wanted else ():
                found[change_id].append(row)
    return found


def _rows_in(cursor: duckdb.DuckDBPyConnection, table: Table, made: list[int]) -> list[tuple[int, RowChange]]:
    sql = f"""
        select after.change_id, {_sides(table)}
        from {table.name} as after left join {table.name} as before on before.entry_id = after.replaces
        where after.change_id in (select unnest($changes::INTEGER[]))
        order by {columns(table.key, "after")}"""
    return [(row[0], _row_change(table, row[1:])) for row in cursor.execute(sql, {"changes": made}).fetchall()]


def rows_between(
    store: Store, table: str, before: int, after: int, where: Mapping[str, Any]
) -> list[tuple[int, RowChange]]:
    """Return what each change after `before`, up to `after`, made of the rows of `table`, by key and change.

    `where` is as in :func:`current`; it is about what a row was before where it was removed.
    """
    if table in _LARGE:
        return _between(store, table, before, after, where)
    asked = (table, before, repr(where))
    return store.memory.answer(store, (table,), after, asked, lambda: _between(store, table, before, after, where))


def _between(
    store: Store, table: str, before: int, after: int, where: Mapping[str, Any]
) -> list[tuple[int, RowChange]]:
    kept = TABLES[table]
    values = {**where, "before_change": before, "last_change": after}
    tests = ["after.change_id > $before_change", "after.change_id <= $last_change"]
    tests += [_test(kept, field, f"coalesce(after.{field}, before.{field})", wanted) for field, wanted in where.items()]
    sql = f"""
        select after.change_id, {_sides(kept)}
        from {kept.name} as after left join {kept.name} as before on before.entry_id = after.replaces
        where {" and ".join(tests)}
        order by {columns(kept.key, "after")}, after.entry_id"""
    with store.cursor() as cursor:
        found = cursor.execute(sql, values).fetchall()
    return [(row[0], _row_change(kept, row[1:])) for row in found]


def _sides(table: Table) -> str:
    return f"after.removed, {columns(table.fields, 'after')}, before.removed, {columns(table.fields, 'before')}"


def _row_change(table: Table, row: Sequence[Any]) -> RowChange:
    width = len(table.fields) + 1
    key = tuple(row[1 + table.fields.index(field)] for field in table.key)
    return RowChange(table.name, key, rows.standing(table, row[width:]), rows.standing(table, row[:width]))


def undo(store: Store, change_id: int, *, actor: str, at: datetime, reason: str = "", partial: bool = False) -> Change:
    """Return the change that puts back what stood before `change_id`.

    A row that has been changed since is in the way; with `partial` it is left as it is and the rest is restored.

    Raises:
        NotFoundError: There is no such change.
        RefusedError: `changed_since` with the rows in the way, `already_undone`, `reopen_instead`, `close_instead`,
            or ``rights`` or a rule forbid it.
        InvalidError: A reference to nothing would be left.
    """
    with store.write() as cursor:
        change = _undoable(cursor, change_id)
        tables = _written(cursor, change_id)
        for table in tables:
            staging.stage_undo(cursor, table, change_id)
        if not partial:
            _refuse_changed_since(cursor, tables, change_id)
        head = _Head(actor, ChangeKind.UNDO, at, reason.strip(), change.plan, undoes=change_id)
        done = _enter(cursor, tables, head, restates=change.kind == ChangeKind.RESTATEMENT)
        if done is None:
            raise RefusedError("already_undone", change_id=change_id, by=change.undone_by)
        return done


def _undoable(cursor: duckdb.DuckDBPyConnection, change_id: int) -> Change:
    change = changes.get(cursor, change_id)
    if change is None:
        raise NotFoundError("no_such_change", change_id=change_id)
    if change.kind == ChangeKind.CLOSE:
        raise RefusedError("reopen_instead", change_id=change_id)
    if change.kind == ChangeKind.REOPEN:
        raise RefusedError("close_instead", change_id=change_id)
    return change


def _refuse_changed_since(cursor: duckdb.DuckDBPyConnection, tables: Sequence[Table], change_id: int) -> None:
    in_the_way: list[tuple[str, Key, int]] = []
    for table in tables:
        sql = f"from in_the_way_{table.name} order by all limit {rules.SHOWN}"
        in_the_way += [(table.name, tuple(key), later) for *key, later in cursor.execute(sql).fetchall()]
    if in_the_way:
        by = [f"#{change}" for change in sorted({row[-1] for row in in_the_way})]
        raise RefusedError("changed_since", change_id=change_id, count=len(in_the_way), rows=in_the_way, changes=by)


def _written(cursor: duckdb.DuckDBPyConnection, change_id: int) -> list[Table]:
    """Return the tables a change wrote to."""
    change = changes.get(cursor, change_id)
    return [table for name, table in TABLES.items() if change is not None and name in change.counts]
