"""What the opening of a DuckLake has to keep; test_ducklake.py runs this where DuckDB can open one."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from planlib.errors import LockedError, NotFoundError
from planlib.place import ROOT
from planlib.store import migrate
from planlib.store.connect import Store
from tests.stores import empty_lake, open_lake

OPEN = """
import sys
from pathlib import Path
from planlib.errors import LockedError
from tests.stores import open_lake
try:
    open_lake(Path(sys.argv[1]))
except LockedError as fault:
    print(fault.parameters["pid"])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a lake that has one team."""
    store = empty_lake(tmp_path)
    with store.write() as cursor:
        cursor.execute("insert into teams (team, code) values ('t', 'ops')")
    store.close()
    return tmp_path


def test_the_store_of_the_tests_is_a_lake(store: Store) -> None:
    with store.cursor() as cursor:
        sql = "select type from duckdb_databases() where database_name = current_database()"
        assert cursor.execute(sql).fetchall() == [("ducklake",)]


def test_a_lake_is_made_only_when_asked_and_found_again(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        open_lake(tmp_path / "elsewhere")
    store = open_lake(folder)
    with store.cursor() as cursor:
        assert cursor.execute("select code from teams").fetchall() == [("ops",)]
    store.close()


def test_a_lake_is_held_by_one_at_a_time(folder: Path) -> None:
    store = open_lake(folder)
    with pytest.raises(LockedError):
        open_lake(folder)
    other = subprocess.run(
        [sys.executable, "-c", OPEN, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert other.stdout == f"{os.getpid()}\n"
    store.close()


def test_no_text_reaches_the_file_system(folder: Path) -> None:
    store = open_lake(folder)
    for sql in (
        f"select * from read_text('{__file__}')",
        f"copy (select 1) to '{folder}/out.csv'",
        f"attach '{folder}/other.duckdb'",
        "set allowed_directories = ['/']",
    ):
        with pytest.raises(duckdb.Error), store.cursor() as cursor:
            cursor.execute(sql)
    store.close()


def test_an_older_lake_is_upgraded_after_a_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrations, number = folder / "migrations", migrate.latest() + 1
    migrations.mkdir()
    (migrations / f"{number}_mood.sql").write_text("alter table teams add column mood varchar;", encoding="utf-8")
    monkeypatch.setattr(migrate, "MIGRATIONS", migrations)
    store = open_lake(folder)
    with store.cursor() as cursor:
        assert cursor.execute("select code, mood from teams").fetchall() == [("ops", None)]
    store.close()
    with duckdb.connect(str(folder / f"plan.before-v{number}.ducklake"), read_only=True) as copy:
        assert copy.execute("select code from teams").fetchall() == [("ops",)]
