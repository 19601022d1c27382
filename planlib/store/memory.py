"""What was read, kept in memory: the ledger never changes what it said.

Pages ask the same questions of the same tables as of two or three changes. What a table held after a change is what it
held after the last one that wrote it, so an answer serves until the table is written again.
"""

import json
import threading
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeVar

from cachetools import LRUCache

if TYPE_CHECKING:
    from planlib.store.connect import Store

Row = TypeVar("Row")

MOST = 200_000
"""Rows that are kept; those asked for last stay."""


class Memory:
    """What was read of one database."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._lock = threading.Lock()
        self._read_to = 0
        self._written: dict[str, list[int]] = defaultdict(list)
        self._answers: LRUCache[Hashable, list[Any]] = LRUCache(MOST, getsizeof=lambda rows: len(rows) + 1)

    def forget(self) -> None:
        """Let go of every answer."""
        with self._lock:
            self._answers.clear()

    def answer(
        self, store: "Store", tables: tuple[str, ...], known_at: int, asked: Hashable, read: Callable[[], list[Row]]
    ) -> list[Row]:
        """Return what was `asked` of the tables as they stood after the change `known_at`, by `read` where new."""
        question = (asked, *(self._last_written(store, table, known_at) for table in tables))
        with self._lock:
            found: list[Row] | None = self._answers.get(question)
        if found is None:
            found = read()
            if len(found) < MOST:
                with self._lock:
                    self._answers[question] = found
        return list(found)

    def _last_written(self, store: "Store", table: str, known_at: int) -> int:
        """Return the last change up to `known_at` that wrote the table, 0 where none did."""
        with self._lock:
            if known_at > self._read_to:
                for change, counts in _changes(store, self._read_to):
                    for name in json.loads(counts):
                        self._written[name].append(change)
                    self._read_to = change
            written = self._written[table]
            before = bisect_right(written, known_at)
            return written[before - 1] if before else 0


def _changes(store: "Store", since: int) -> list[tuple[int, str]]:
    with store.cursor() as cursor:
        sql = "select change_id, counts from changes where change_id > $since order by change_id"
        return cursor.execute(sql, {"since": since}).fetchall()
