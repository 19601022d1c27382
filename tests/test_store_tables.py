"""The migrations and the records of planlib/model.py say the same."""

import duckdb

from planlib.store.connect import Store
from planlib.store.tables import TABLES

LEDGER = [("change_id", "BIGINT"), ("entry_id", "BIGINT"), ("replaces", "BIGINT"), ("removed", "BOOLEAN")]


def columns(cursor: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    sql = "select column_name, data_type from duckdb_columns() where table_name = $table order by column_index"
    return cursor.execute(sql, {"table": table}).fetchall()


def test_tables_have_the_fields_of_their_records(store: Store) -> None:
    with store.cursor() as cursor:
        for table in TABLES.values():
            fields = [(field, table.kind(field).sql) for field in table.fields]
            assert sorted(columns(cursor, table.name)) == sorted(fields + LEDGER)


def test_every_table_of_the_database_is_known(store: Store) -> None:
    with store.cursor() as cursor:
        found = {name for (name,) in cursor.execute("select table_name from duckdb_tables()").fetchall()}
    assert found == {*TABLES, "changes", "drafts", "schema_version", "told"}


def test_keys_and_references_name_fields_that_exist() -> None:
    for table in TABLES.values():
        named = {*table.key, *(name for unique in table.unique for name in unique)}
        named |= {column for reference in table.references for column in reference.columns}
        assert named <= set(table.fields)
        for reference in table.references:
            there = TABLES[reference.table]
            assert reference.to in {there.key, *there.unique}


def test_no_column_has_a_name_that_ducklake_keeps_for_itself(store: Store) -> None:
    with store.cursor() as cursor:
        found = cursor.execute("select distinct column_name from information_schema.columns").fetchall()
    assert {name for (name,) in found}.isdisjoint({"row_id", "rowid", "snapshot_id", "begin_snapshot", "end_snapshot"})
