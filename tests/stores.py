"""An empty plan database for a test: in memory, or a DuckLake where the test runs on that (test_ducklake.py)."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from planlib.store.connect import Store
from planlib.store.lake import Lake

EXTENSION = "PLANLIB_TEST_DUCKLAKE"
"""Of the environment: where DuckDB's extension is, if the tests run on DuckLake."""
ON_DUCKLAKE = EXTENSION in os.environ
EXAMPLES = 3 if ON_DUCKLAKE else 20
"""Of a property that is about a whole store; on DuckLake each takes a second or two."""


@contextmanager
def empty_store() -> Iterator[Store]:
    """Give an empty plan database, gone at the end."""
    if not ON_DUCKLAKE:
        with closing(Store.open(":memory:")) as store:
            yield store
        return
    with TemporaryDirectory() as folder, closing(open_lake(Path(folder), create=True)) as store:
        yield store


def open_lake(folder: Path, *, create: bool = False) -> Store:
    """Return the DuckLake in `folder`."""
    return Store.open(folder / "plan.ducklake", create=create, lake=Lake(folder / "rows", Path(os.environ[EXTENSION])))
