"""Where a number of a sentence comes from: the rows behind it, with days and the last change, and the page of them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from planlib.document import Document, Fact
from planlib.findings import days_name
from planlib.locale import Language
from planlib.snapshot import Snapshot


class Source(NamedTuple):
    """Where a number comes from."""

    rows: str
    """Its rows in words: 1–23 Oct, 23 values, last written by change #149; empty for what many rows make together."""
    page: str
    """On which they are seen."""
    asked: Mapping[str, str]
    """What the page is asked for."""


_PAGES = {
    "kpis": ("kpis", "kpi"),
    "budget": ("budget", "line"),
    "tasks": ("tasks", "task"),
    "risks": ("risks", "risk"),
    "objectives": ("weekly_review", ""),
}
_RESTATED = ("restated", "restated_by")


def sources(snapshot: Snapshot, document: Document, _: Language) -> Mapping[Fact, Source]:
    """Return the source of each number that the sentences of a document state."""
    teller = _Sources(snapshot, _)
    return {fact: teller.of(fact) for sentence in document.sentences for fact in sentence.facts}


class _Sources:
    """Says of one number after the other where it comes from; the rows of a KPI or a budget line are read once."""

    def __init__(self, snapshot: Snapshot, language: Language) -> None:
        self._snapshot, self._language = snapshot, language
        self._kpis = {line.kpi.code for line in snapshot.kpis()}
        self._lines = {line.budget.code: line.budget.line for line in snapshot.budget().lines}
        self._found = dict[tuple[str, str, bool], str]()

    def of(self, fact: Fact) -> Source:
        """Return where a number comes from."""
        page, asked = _PAGES.get(fact.source, ("month_end", ""))
        named = fact.of in (self._kpis if fact.source == "kpis" else self._lines)
        key = fact.source, fact.of, fact.field in _RESTATED
        if named and key not in self._found:
            self._found[key] = self._rows(*key)
        return Source(self._found.get(key, ""), page, {asked: fact.of} if asked and fact.of and named else {})

    def _rows(self, source: str, code: str, restated: bool) -> str:
        snapshot = self._snapshot.restated if restated else self._snapshot
        if source == "kpis":
            return self._words((row.day, row.change_id) for row in snapshot.actual_rows(code))
        return self._words((row.spend.day, row.change_id) for row in snapshot.payments(self._lines[code]))

    def _words(self, rows: Iterable[tuple[date, int]]) -> str:
        _, found = self._language, list(rows)
        if not found:
            return _("no rows yet")
        days, changes = zip(*found, strict=True)
        count = _.plural("{count} row", "{count} rows", len(found))
        when, change = days_name(_, min(days), max(days)), max(changes)
        return _("{days}, {rows}, last written by change #{change}", days=when, rows=count, change=change)
