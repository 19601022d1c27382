"""What was read is kept: asked again it comes without the database, and anew once its table was written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from planlib.model import Actual, Kpi, Person, Record, Team
from planlib.store import queries
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import ChangeKind

AT = datetime(2026, 3, 9, 8, tzinfo=UTC)
DAY = date(2026, 3, 2)
LI = Person(person="li", team="t", name_en="Li")


def write(store: Store, table: str, row: Record) -> int:
    change = record(store, [Write(table, [row])], actor="mei", kind=ChangeKind.EDIT, at=AT)
    assert change
    return change.change_id


@pytest.fixture
def reads(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fill the store, and return the list to which each cursor that is opened from now on adds itself."""
    write(store, "teams", Team(team="t", code="ops"))
    write(store, "kpis", Kpi(kpi="k", team="t", code="sales", name_en="Sales"))
    write(store, "people", LI)
    opened: list[str] = []
    give = Store.cursor

    @contextmanager
    def counted(self: Store) -> Iterator[Any]:
        opened.append("read")
        with give(self) as cursor:
            yield cursor

    monkeypatch.setattr(Store, "cursor", counted)
    return opened


def people(store: Store, known_at: int) -> list[str]:
    return [stored.record.name_en for stored in current(store, "people", known_at=known_at, where={"team": "t"})]


def test_a_table_is_read_again_once_it_was_written(store: Store, reads: list[str]) -> None:
    before = store.last_change()
    assert people(store, before) == ["Li"]
    after = write(store, "people", LI.model_copy(update={"name_en": "Li Na"}))
    assert (people(store, after), people(store, before)) == (["Li Na"], ["Li"])
    later = write(store, "kpis", Kpi(kpi="k2", team="t", code="cost", name_en="Cost"))
    people(store, later)
    reads.clear()
    assert people(store, later) == people(store, after) == ["Li Na"]
    assert people(store, before) == ["Li"]
    assert not reads


def test_what_was_returned_can_be_changed_without_changing_the_next_answer(store: Store, reads: list[str]) -> None:
    known_at = store.last_change()
    current(store, "people", known_at=known_at).clear()
    assert len(current(store, "people", known_at=known_at)) == 1
    assert reads


def test_values_follow_the_actuals_and_how_their_kpi_is_added_up(store: Store, reads: list[str]) -> None:
    def value(known_at: int) -> list[Decimal]:
        return [found.value for found in queries.daily_values(store, ["k"], DAY, DAY, known_at)]

    empty = store.last_change()
    assert value(empty) == []
    first = write(store, "actuals", Actual(kpi="k", day=DAY, segment="a", value=Decimal(2)))
    assert (value(first), value(empty)) == ([Decimal(2)], [])
    both = write(store, "actuals", Actual(kpi="k", day=DAY, segment="b", value=Decimal(3)))
    unrelated = write(store, "people", LI.model_copy(update={"name_en": "Na"}))
    assert value(both) == [Decimal(5)]
    reads.clear()
    assert value(unrelated) == [Decimal(5)]
    assert not reads


def test_forgetting_reads_anew(store: Store, reads: list[str]) -> None:
    known_at = store.last_change()
    people(store, known_at)
    store.memory.forget()
    reads.clear()
    assert people(store, known_at) == ["Li"]
    assert reads
