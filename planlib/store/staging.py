"""Stages the rows of a change: one temporary table for each table it writes to, `staged_<table>`.

A staged row has the record's fields, `removed`, and `replaces`, the row whose place it takes.
Only rows that differ from those that stand are staged.
"""

import duckdb

from planlib.store.present import columns, heads_among
from planlib.store.tables import Table


def stage(cursor: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Stage those of the `incoming` rows that say something new, in their order where the table is read in it."""
    key = columns(table.key)
    incoming = "(select *, row_number() over () as place from incoming)" if table.entered else "incoming"
    order = "order by i.place" if table.entered else ""
    cursor.execute(f"""
        create temp table staged_{table.name} as
        select {columns(table.fields, "i")}, i.removed, i.based_on,
            h.entry_id as replaces, coalesce(h.removed, true) as was_removed
        from {incoming} as i left join {heads_among(table, "incoming")} as h using ({key})
        where if(h.entry_id is null, not i.removed, {_differ(table, "i", "h")})
        {order}""")


def stage_undo(cursor: duckdb.DuckDBPyConnection, table: Table, change_id: int) -> None:
    """Stage what stood before a change, for the rows that still say what it wrote.

    The rows that say something else by now are kept in `in_the_way_<table>`: key, and the change that wrote it.
    """
    key = columns(table.key)
    cursor.execute(
        f"""
        create temp table compared as
        with after as (select * from {table.name} where change_id = $change),
        heads as {heads_among(table, "after")}
        select {_restored(table)}, coalesce(b.removed, true) as removed, h.entry_id as replaces, h.change_id,
            not ({_differ(table, "h", "a")}) as untouched,
            if(b.removed is null, h.removed, not ({_differ(table, "h", "b")})) as restored
        from after as a
        join heads as h using ({key})
        left join {table.name} as b on b.entry_id = a.replaces""",
        {"change": change_id},
    )
    cursor.execute(f"create temp table staged_{table.name} as select * from compared where untouched")
    cursor.execute(
        f"create temp table in_the_way_{table.name} as"
        f" select {key}, change_id from compared where not untouched and not restored"
    )
    cursor.execute("drop table compared")


def write_staged(cursor: duckdb.DuckDBPyConnection, table: Table, change_id: int) -> int:
    """Return the number of rows moved from the staging table to the ledger, numbered in the order of its rows."""
    names = columns(table.fields)
    written = cursor.execute(
        f"""
        insert into {table.name} ({names}, change_id, entry_id, replaces, removed)
        select {names}, $change, (select coalesce(max(entry_id), 0) from {table.name}) + 1 + rowid, replaces, removed
        from staged_{table.name}""",
        {"change": change_id},
    ).fetchall()
    return int(written[0][0])


def _differ(table: Table, one: str, other: str) -> str:
    tests = (f"{one}.{name} is distinct from {other}.{name}" for name in (*table.fields, "removed"))
    return "(" + " or ".join(tests) + ")"


def _restored(table: Table) -> str:
    """Return the fields of the row before (b), and the key of the row after (a), which is there in any case."""
    return ", ".join(f"{'a' if name in table.key else 'b'}.{name}" for name in table.fields)
