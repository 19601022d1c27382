"""Records to Arrow and rows of the database back to records."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any

import pyarrow as pa

from planlib.model import Record
from planlib.store.tables import Table, python_type

Key = tuple[Any, ...]
Base = int | Mapping[Key, int] | None


def incoming(table: Table, rows: Sequence[Record] | pa.Table, removed: Iterable[Key], based_on: Base) -> pa.Table:
    """Return what a write hands in as one Arrow table: the record's fields, `removed` and `based_on`."""
    set_rows = _complete(table, rows) if isinstance(rows, pa.Table) else _from_records(table, rows)
    gone = _from_keys(table, list(removed))
    both = pa.concat_tables([set_rows, gone])
    flags = pa.chunked_array([pa.repeat(False, set_rows.num_rows), pa.repeat(True, gone.num_rows)])
    return both.append_column("removed", flags).append_column("based_on", _bases(table, both, based_on))


def record_of(table: Table, values: Sequence[Any]) -> Record:
    """Return the record that a row of the table's fields holds; what was written is not validated again."""
    fields = dict(zip(table.fields, values, strict=True))
    for name, kind in _enums(table).items():
        if fields[name] is not None:
            fields[name] = kind(fields[name])
    return table.record.model_construct(**fields)


def standing(table: Table, row: Sequence[Any]) -> Record | None:
    """Return the record of a row that begins with `removed`; None where it is removed, or was never there."""
    removed, *values = row
    return None if removed or removed is None else record_of(table, values)


@cache
def _enums(table: Table) -> dict[str, type[Enum]]:
    kinds = {name: python_type(field.annotation) for name, field in table.record.model_fields.items()}
    return {name: kind for name, kind in kinds.items() if issubclass(kind, Enum)}


def _from_records(table: Table, rows: Sequence[Record]) -> pa.Table:
    return pa.table(
        {field: pa.array([getattr(row, field) for row in rows], table.kind(field).arrow) for field in table.fields}
    )


def _complete(table: Table, rows: pa.Table) -> pa.Table:
    """Return `rows` with the table's columns; one that is left out takes the field's default."""
    if unknown := set(rows.column_names) - set(table.fields):
        raise ValueError(f"{table.name} has no {', '.join(sorted(unknown))}")
    columns = {field: _column(table, field, rows) for field in table.fields}
    empty = [field for field, column in columns.items() if column.null_count and not table.optional(field)]
    if empty:
        raise ValueError(f"{table.name} needs {', '.join(empty)}")
    return pa.table(columns).cast(table.schema())


def _column(table: Table, field: str, rows: pa.Table) -> pa.Array | pa.ChunkedArray:
    if field in rows.column_names:
        return rows[field]
    return pa.repeat(pa.scalar(_default(table, field), table.kind(field).arrow), rows.num_rows)


def _default(table: Table, field: str) -> Any:
    info = table.record.model_fields[field]
    return None if info.is_required() else info.default


def _from_keys(table: Table, keys: Sequence[Key]) -> pa.Table:
    named = dict(zip(table.key, zip(*keys, strict=True), strict=True)) if keys else {}
    nothing = [None] * len(keys)
    return pa.table({field: pa.array(named.get(field, nothing), table.kind(field).arrow) for field in table.fields})


def _bases(table: Table, rows: pa.Table, based_on: Base) -> pa.Array:
    if not isinstance(based_on, Mapping):
        return pa.repeat(pa.scalar(based_on, pa.int64()), rows.num_rows)
    keys = zip(*(rows[field].to_pylist() for field in table.key), strict=True)
    return pa.array([based_on.get(key, 0) for key in keys], pa.int64())
