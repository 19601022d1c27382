"""Opening the file, and what happens when it is held, old, new, foreign or dead."""

import contextlib
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from planlib.errors import LockedError, NotFoundError, StoreError, VersionError
from planlib.store import connect, migrate
from planlib.store.connect import Store

HOLD = """
import sys
import threading
from pathlib import Path
from planlib.store.connect import Store
store = Store.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "plan.duckdb"
    Store.open(path, create=True).close()
    return path


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of migrations of our own, which begin with the program's."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder)
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    return folder


def refusal(path: Path) -> StoreError:
    with pytest.raises(StoreError) as caught:
        Store.open(path)
    return caught.value


def test_a_missing_file_is_created_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "plan.duckdb"
    with pytest.raises(NotFoundError) as caught:
        Store.open(path)
    assert (caught.value.code, path.exists()) == ("no_database", False)
    store = Store.open(path, create=True)
    assert store.last_change() == 0
    store.close()


@pytest.mark.parametrize("content", [b"", b"kpi,day,value\nsales,2026-03-01,5\n" * 500])
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.duckdb"
    path.write_bytes(content)
    assert refusal(path).code == "not_a_plan_file"
    assert path.read_bytes() == content


def test_neither_a_csv_file_nor_a_folder_is_taken_for_a_database(tmp_path: Path) -> None:
    """DuckDB would make a table of the one."""
    (tmp_path / "图.csv").write_text("kpi,day\n", encoding="utf-8")
    assert refusal(tmp_path / "图.csv").code == "not_a_plan_file"
    assert refusal(tmp_path).code == "is_a_folder"


def test_a_place_where_nothing_can_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError) as caught:
        Store.open(tmp_path / "file" / "plan.duckdb", create=True)
    assert caught.value.code == "cannot_write"


def test_a_write_that_the_system_refuses_is_said_and_leaves_everything_as_it_was(path: Path) -> None:
    """A folder in the place of DuckDB's log refuses it, as one without leave to write does; root has leave always."""
    store = Store.open(path)
    Path(f"{path}.wal").mkdir()
    with pytest.raises(StoreError) as caught, store.write() as cursor:
        cursor.execute("insert into teams (team) values ('t')")
    assert caught.value.code == "cannot_write"
    with store.cursor() as cursor:
        assert cursor.execute("from teams").fetchall() == []
    Path(f"{path}.wal").rmdir()
    store.close()


def test_somebody_elses_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("create table teams (name varchar)")
    content = path.read_bytes()
    assert refusal(path).code == "not_a_plan_file"
    assert path.read_bytes() == content


def test_a_file_in_use_by_another_process_names_it(path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        fault = refusal(path)
        holder.communicate()
    assert isinstance(fault, LockedError)
    assert fault.parameters == {"path": str(path), "pid": holder.pid}
    Store.open(path).close()


def test_one_process_opens_a_file_once(path: Path) -> None:
    store = Store.open(path)
    assert isinstance(refusal(path), LockedError)
    store.close()


def test_an_older_file_is_upgraded_after_a_copy(path: Path, migrations: Path) -> None:
    store = Store.open(path)
    with store.write() as cursor:
        cursor.execute("insert into teams (team, code) values ('t', 'ops')")
    store.close()
    (migrations / "900_mood.sql").write_text("alter table teams add column mood varchar;", encoding="utf-8")
    store = Store.open(path)
    with store.cursor() as cursor:
        assert cursor.execute("select code, mood from teams").fetchall() == [("ops", None)]
        assert migrate.version_of(cursor, "") == 900
    store.close()
    ours = [(int(script.name[:3]),) for script in sorted(migrations.glob("0*.sql"))]
    with duckdb.connect(str(path.with_name("plan.before-v900.duckdb")), read_only=True) as copy:
        assert copy.execute("select * from schema_version").fetchall() == ours
        assert copy.execute("select code from teams").fetchall() == [("ops",)]


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path, migrations: Path) -> None:
    broken = "create table moods (mood varchar); insert into moods values (1 / 'x');"
    (migrations / "900_broken.sql").write_text(broken, encoding="utf-8")
    for _ in range(2):
        assert refusal(path).code == "cannot_open"
    (migrations / "900_broken.sql").unlink()
    store = Store.open(path)
    with store.cursor() as cursor:
        assert cursor.execute("from duckdb_tables() where table_name = 'moods'").fetchall() == []
    store.close()
    assert len(list(path.parent.glob("plan.before-v900*.duckdb"))) == 2


def test_a_newer_file_is_refused_and_left_as_it_is(path: Path) -> None:
    with duckdb.connect(str(path)) as newer:
        newer.execute("insert into schema_version values (999)")
    content = path.read_bytes()
    fault = refusal(path)
    assert isinstance(fault, VersionError)
    assert fault.parameters == {"path": str(path), "version": 999, "known": migrate.latest()}
    assert path.read_bytes() == content


def test_no_text_reaches_the_file_system(path: Path, tmp_path: Path) -> None:
    store = Store.open(path)
    for sql in (
        f"select * from read_text('{path}')",
        f"copy (select 1) to '{tmp_path}/out.csv'",
        f"attach '{tmp_path}/other.duckdb'",
        "set enable_external_access = true",
        "install httpfs",
    ):
        with pytest.raises(duckdb.Error), store.cursor() as cursor:
            cursor.execute(sql)
    store.close()


def test_an_error_that_was_swallowed_does_not_pass_for_a_commit(store: Store) -> None:
    def save() -> None:
        with store.write() as cursor:
            cursor.execute("insert into teams (team) values ('t')")
            with contextlib.suppress(duckdb.Error):
                cursor.execute("select error('broken')")

    with pytest.raises(duckdb.TransactionException):
        save()
    with store.write() as cursor:
        assert cursor.execute("from teams").fetchall() == []


def test_the_store_lives_on_after_a_fatal_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "_LOCK_DOWN", ())
    store = Store.open(path)
    with store.write() as cursor:
        cursor.execute("insert into teams (team) values ('t')")
    with store.cursor() as cursor:
        cursor.execute("set debug_checkpoint_abort = 'before_header'")
    with pytest.raises(StoreError) as caught, store.cursor() as cursor:
        cursor.execute("checkpoint")
    assert caught.value.code == "database_reopened"
    with store.write() as cursor:
        cursor.execute("insert into teams (team) values ('u')")
    with store.cursor() as cursor:
        assert cursor.execute("select team from teams order by team").fetchall() == [("t",), ("u",)]
    store.close()


def test_the_newest_change_is_the_newest_also_while_others_write(store: Store) -> None:
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(store.last_change())

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 60):
        with store.write() as cursor:
            cursor.execute("insert into changes (change_id) values ($number)", {"number": number})
        assert store.last_change() == number
    done.set()
    reader.join()
    assert seen == sorted(seen)
