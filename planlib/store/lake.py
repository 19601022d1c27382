"""A DuckLake in the place of the file: a catalogue, and the rows as Parquet files in a folder.

The ledger and the queries are the same on both; only the opening of the database differs, and that is here.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

_NAME = "lake"


@dataclass(frozen=True, slots=True)
class Lake:
    """What it takes to open a DuckLake besides its catalogue, which is a DuckDB file."""

    data: Path
    """The folder of the rows."""
    extension: Path
    """DuckDB's extension ``ducklake``, as its package brings it."""


def attach(connection: duckdb.DuckDBPyConnection, catalogue: Path, lake: Lake) -> None:
    """Make the lake the database of `connection`; its folder stays open to it when the rest is locked."""
    lake.data.mkdir(parents=True, exist_ok=True)
    data = _quoted(f"{lake.data}/")
    connection.execute(f"load {_quoted(lake.extension)}")
    connection.execute(f"attach {_quoted(f'ducklake:{catalogue}')} as {_NAME} (data_path {data})")
    connection.execute(f"set allowed_directories = [{data}]")
    use(connection)


def use(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make the lake the database of `cursor`; a new cursor does not take that over from its connection."""
    cursor.execute(f"use {_NAME}")


def _quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"
