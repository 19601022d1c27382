"""An empty plan database for a test: in memory, or a DuckLake where the test runs on that (test_ducklake.py)."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from planlib.store.connect import Store
from planlib.store.lake import Lake
from planlib.vocabulary import CloseCheck

EXTENSION = "PLANLIB_TEST_DUCKLAKE"
"""Of the environment: where DuckDB's extension is, if the tests run on DuckLake."""
ON_DUCKLAKE = EXTENSION in os.environ
EXAMPLES = 3 if ON_DUCKLAKE else 20
"""Of a property that is about a whole store; on DuckLake each takes a second or two."""
CATALOGUE = "plan.ducklake"
WAIVED = dict.fromkeys(CloseCheck, "not what the test is about")
"""For closing a plan whatever its checklist says."""
MOVED = "update ducklake_metadata set value = $data where key = 'data_path'"


@contextmanager
def empty_store() -> Iterator[Store]:
    """Give an empty plan database, gone at the end."""
    if not ON_DUCKLAKE:
        with closing(Store.open(":memory:")) as store:
            yield store
        return
    with TemporaryDirectory() as folder, closing(empty_lake(Path(folder))) as store:
        yield store


def empty_lake(folder: Path) -> Store:
    """Return a new DuckLake in `folder`: a copy of the first one made, as making the tables takes far longer."""
    (folder / CATALOGUE).write_bytes(_first_catalogue())
    with duckdb.connect(str(folder / CATALOGUE)) as catalogue:
        catalogue.execute(MOVED, {"data": f"{folder}/rows/"})
    return open_lake(folder)


def open_lake(folder: Path, *, create: bool = False) -> Store:
    """Return the DuckLake in `folder`."""
    return Store.open(folder / CATALOGUE, create=create, lake=Lake(folder / "rows", Path(os.environ[EXTENSION])))


@cache
def _first_catalogue() -> bytes:
    """Return the catalogue of a DuckLake that was just made; it holds the few rows of the migrations, too."""
    with TemporaryDirectory() as folder:
        open_lake(Path(folder), create=True).close()
        return (Path(folder) / CATALOGUE).read_bytes()
