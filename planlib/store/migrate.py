"""Brings a database file to the version this program writes: numbered SQL files, each one transaction.

An older file is copied beside itself first and the copy is opened to see that it is whole. A newer file, or one
that is no plan, is refused before anything is written to it.
"""

import itertools
from pathlib import Path
from typing import Any

import duckdb

from planlib.errors import StoreError, VersionError

MIGRATIONS = Path(__file__).with_name("migrations")


def latest() -> int:
    """Return the version that this program writes."""
    return max(_scripts())


def version_of(connection: duckdb.DuckDBPyConnection, path: str) -> int:
    """Return the version of an open database, 0 where it is empty.

    Raises:
        VersionError: A newer program wrote it.
        StoreError: It holds something else.
    """
    tables = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    if not tables:
        return 0
    if "schema_version" not in tables:
        raise StoreError("not_a_plan_file", path=path)
    version = _one(connection, "select max(version) from schema_version") or 0
    if version > latest():
        raise VersionError("newer_version", path=path, version=version, known=latest())
    return version


def upgrade(connection: duckdb.DuckDBPyConnection, path: Path | None, *, lake: bool = False) -> None:
    """Run the migrations that the database lacks, after a copy where it already holds something.

    What they wrote is moved from DuckDB's log to the file; a lake has none, and takes a checkpoint for housekeeping.
    """
    version = version_of(connection, str(path))
    if path is not None and 0 < version < latest():
        _back_up(connection, path)
    for number, script in sorted(_scripts().items()):
        if number > version:
            _run(connection, number, script)
            if not lake:
                connection.execute("checkpoint")


def _scripts() -> dict[int, Path]:
    return {int(script.name.split("_")[0]): script for script in MIGRATIONS.glob("*.sql")}


def _run(connection: duckdb.DuckDBPyConnection, number: int, script: Path) -> None:
    connection.execute("begin")
    try:
        connection.execute(script.read_text(encoding="utf-8"))
        connection.execute("insert into schema_version values ($number)", {"number": number})
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def _back_up(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    copy = _free_name(path)
    source = _one(connection, "select current_database()")
    connection.execute("attach '{}' as backup".format(str(copy).replace("'", "''")))
    connection.execute(f'copy from database "{source}" to backup')
    connection.execute("detach backup")
    with duckdb.connect(str(copy), read_only=True) as opened:
        if _counts(opened) != _counts(connection):
            raise StoreError("backup_incomplete", path=str(copy))


def _free_name(path: Path) -> Path:
    marks = itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
    names = (path.with_name(f"{path.stem}.before-v{latest()}{mark}{path.suffix}") for mark in marks)
    return next(name for name in names if not name.exists())


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    names = [name for (name,) in connection.execute("select table_name from duckdb_tables() order by 1").fetchall()]
    return {name: _one(connection, f'select count(*) from "{name}"') for name in names}


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    return connection.execute(sql).fetchall()[0][0]
