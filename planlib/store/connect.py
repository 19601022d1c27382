"""The open database: one process holds the file, every read takes its own cursor, writes go one at a time.

DuckDB's connection is not safe to share between threads (it hands out other threads' rows), its COMMIT after an
error says OK and discards, and after a fatal error the whole instance is dead until it is opened again. All three
are dealt with here and nowhere else.
"""

import contextlib
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self

import duckdb

from planlib.errors import LockedError, NotFoundError, StoreError, VersionError
from planlib.store import migrate
from planlib.store.lake import Lake, attach, use
from planlib.store.memory import Memory

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "1GB",
    "max_temp_directory_size": "4GB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
}
_LOCK_DOWN = ("set enable_external_access=false", "set lock_configuration=true")
"""No text of a user's can reach the file system; the second makes it final."""

_MARK = slice(8, 12)
"""Where a file of DuckDB's has its mark."""
_REFUSALS = ("Cannot open file", "Permission denied", "Read-only file system", "Could not write")
"""What DuckDB says when the system lets it write neither the file nor its log."""
_PATIENCE = 30
"""Seconds to wait until the readers of a dead instance have noticed."""


class Store:
    """A plan database that this process holds open."""

    def __init__(self, path: Path | None, lake: Lake | None = None) -> None:
        """Open the file, or a database in memory where `path` is None; use :meth:`open`."""
        self._path = path
        self._lake = lake
        self._writing = threading.Lock()
        self._idle = threading.Condition()
        self._busy = 0
        self._dead = False
        self._last: int | None = None
        self._ended = 0
        self._root = _connect(path, lake)
        self.memory = Memory()
        """What was read of it, for :mod:`planlib.store.ledger`."""

    @classmethod
    def open(cls, path: Path | Literal[":memory:"], *, create: bool = False, lake: Lake | None = None) -> Self:
        """Return the store in the file `path`, brought to the present version; of a `lake` it is the catalogue.

        Raises:
            NotFoundError: There is no such file and `create` is false.
            LockedError: Another process, or this one already, holds the file.
            VersionError: A newer program wrote the file; it is left as it is.
            StoreError: The file is no plan database, or cannot be opened.
        """
        if path == ":memory:":
            return cls(None)
        path = Path(path)
        with telling(path):
            if not path.exists():
                if not create:
                    raise NotFoundError("no_database", path=str(path))
                path.parent.mkdir(parents=True, exist_ok=True)
            return cls(path, lake)

    @contextlib.contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor of one's own, for reading.

        Raises:
            StoreError: `database_reopened` after a fatal error of DuckDB's, where trying again will do; `disk_full` or
                `cannot_write` where the file cannot grow.
        """
        with self._idle:
            if self._dead:
                self._reopen()
                self._last = None
            cursor = self._root.cursor()
            self._busy += 1
        try:
            if self._lake:
                use(cursor)
            yield cursor
        except duckdb.Error as fault:
            if told := self._told(fault):
                raise told from fault
            raise
        finally:
            cursor.close()
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    @contextlib.contextmanager
    def write(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor inside a transaction of its own; committed at the end, rolled back on any error."""
        with self._writing, self.cursor() as cursor:
            cursor.execute("begin")
            try:
                yield cursor
                cursor.execute("select 1")  # fails where an error was swallowed, after which COMMIT would lie
                cursor.execute("commit")
            except BaseException:
                with contextlib.suppress(duckdb.Error):
                    cursor.execute("rollback")
                raise
            finally:
                with self._idle:
                    self._last, self._ended = None, self._ended + 1

    def last_change(self) -> int:
        """Return the newest change, 0 where nothing was recorded yet.

        A page asks dozens of times; nobody but this process writes to the file, so it is read once after each write.
        """
        known = self._last
        if known is not None:
            return known
        ended = self._ended
        with self.cursor() as cursor:
            row = cursor.execute("select coalesce(max(change_id), 0) from changes").fetchone()
        assert row is not None
        with self._idle:
            if ended == self._ended and not self._lake:
                self._last = int(row[0])
        return int(row[0])

    def close(self) -> None:
        """Let go of the file."""
        self._root.close()

    def _told(self, fault: duckdb.Error) -> StoreError | None:
        """Return a fault of DuckDB's that is no bug of ours as an error that can be told."""
        if isinstance(fault, duckdb.FatalException):
            self._dead = True
            return StoreError("database_reopened", path=str(self._path))
        return _unwritten(fault, str(self._path))

    def _reopen(self) -> None:
        """Open again after a fatal error: DuckDB lets go of a dead instance when its last cursor is closed."""
        if not self._idle.wait_for(lambda: not self._dead or self._busy == 0, timeout=_PATIENCE):
            raise StoreError("database_reopened", path=str(self._path))
        if self._dead:
            self._root.close()
            with telling(self._path):
                self._root = _connect(self._path, self._lake)
            self._dead = False


@contextlib.contextmanager
def telling(path: Path | None) -> Iterator[None]:
    """Turn what the system or DuckDB says when the file at `path` is opened or made into a StoreError."""
    try:
        yield
    except (OSError, duckdb.Error) as fault:
        raise _translated(fault, path) from fault


def _connect(path: Path | None, lake: Lake | None) -> duckdb.DuckDBPyConnection:
    if path is not None and path.exists() and not lake:
        _look(path)
    connection = _open(None if lake else path, read_only=False)
    try:
        if path and lake:
            attach(connection, path, lake)
        migrate.upgrade(connection, path, lake=lake is not None)
        for setting in _LOCK_DOWN:
            connection.execute(setting)
    except BaseException:
        connection.close()
        raise
    return connection


def _look(path: Path) -> None:
    """Refuse a foreign file, or one of a newer version, before it is opened for writing, which may already change it.

    DuckDB would take a CSV file for a table, so the mark of its own files is looked for here. On Windows a file that
    is in use cannot be read; DuckDB says so then.
    """
    if path.is_dir():
        raise StoreError("is_a_folder", path=str(path))
    with contextlib.suppress(PermissionError), path.open("rb") as file:
        if file.read(_MARK.stop)[_MARK] != b"DUCK":
            raise StoreError("not_a_plan_file", path=str(path))
    with _open(path, read_only=True) as connection:
        migrate.version_of(connection, str(path))


def _open(path: Path | None, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(path or ":memory:"), read_only=read_only, config=_CONFIG)


def _translated(fault: OSError | duckdb.Error, path: Path | None) -> StoreError:
    """Return why a file cannot be opened or made as an error of ours."""
    text, name = str(fault), str(path)
    if "Could not set lock" in text or "used by another process" in text:
        pid = re.search(r"PID (\d+)", text)
        return LockedError("locked", path=name, pid=int(pid[1]) if pid else None)
    if isinstance(fault, duckdb.ConnectionException) or "is already attached" in text:
        return LockedError("locked", path=name, pid=os.getpid())
    if "version number" in text:
        return VersionError("newer_version", path=name, version=None, known=migrate.latest())
    if "not a valid DuckDB database file" in text:
        return StoreError("not_a_plan_file", path=name)
    return _unwritten(fault, name) or StoreError("cannot_open", path=name, cause=_cause(fault))


def _unwritten(fault: OSError | duckdb.Error, path: str) -> StoreError | None:
    """Return why the disk did not take what was to be written; None where that is not the fault."""
    text = str(fault)
    if "No space left on device" in text:
        return StoreError("disk_full", path=path)
    if isinstance(fault, OSError) or any(refusal in text for refusal in _REFUSALS):
        return StoreError("cannot_write", path=path)
    return None


def _cause(fault: OSError | duckdb.Error) -> str:
    """Return the first line of what DuckDB says, without its name for the kind of fault."""
    return re.sub(r"^[\w ]+ Error: ", "", str(fault)).partition("\n")[0]
