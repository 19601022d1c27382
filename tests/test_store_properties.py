"""Whatever is recorded: the past stays readable, twice is once, and an undo brings back exactly what was."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from planlib.errors import InvalidError, RefusedError
from planlib.model import LARGEST, Actual, Kpi, Team
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record, rows_of, undo
from planlib.vocabulary import ChangeKind
from tests.stores import EXAMPLES, empty_store

AT = datetime(2026, 3, 9, 8, tzinfo=UTC)
TABLES = ("kpis", "actuals")

State = dict[tuple[str, tuple[Any, ...]], Any]

exact = st.decimals(min_value=1 - LARGEST, max_value=LARGEST - 1, places=15) | st.integers(-3, 3).map(Decimal)
kpi_ids = st.sampled_from(["a", "b"])
kpis = st.builds(Kpi, kpi=kpi_ids, team=st.just("t"), code=st.sampled_from(["x", "y", "z"]))
days = st.sampled_from([date(2026, 3, 1), date(2026, 3, 2)])
segments = st.sampled_from(["", "华东"])
actuals = st.builds(Actual, kpi=kpi_ids, day=days, segment=segments, value=exact, base=st.none() | exact)

parts = st.tuples(
    st.lists(kpis, max_size=2),
    st.lists(st.tuples(kpi_ids), max_size=1),
    st.lists(actuals, max_size=4),
    st.lists(st.tuples(kpi_ids, days, segments), max_size=2),
)
"""What a change sets and removes, some of it contradicting the rest."""


def writes(part: tuple[list[Any], ...]) -> list[Write]:
    kpis, gone_kpis, actuals, gone = part
    return [Write("kpis", kpis, gone_kpis), Write("actuals", actuals, gone)]


@contextmanager
def opened() -> Iterator[Store]:
    start = [Write("teams", [Team(team="t", code="ops")]), Write("kpis", [Kpi(kpi="a", team="t", code="x")])]
    with empty_store() as store:
        record(store, start, actor="mei", kind=ChangeKind.EDIT, at=AT)
        yield store


def save(store: Store, write: list[Write]) -> bool:
    """Return whether anything was recorded; rows that do not fit together are refused."""
    try:
        return record(store, write, actor="mei", kind=ChangeKind.EDIT, at=AT) is not None
    except InvalidError:
        return False


def state(store: Store, known_at: int | None = None) -> State:
    """Return every row that stands, by table and key."""
    return {
        (table, tuple(getattr(stored.record, name) for name in names)): stored.record
        for table, names in zip(TABLES, (("kpi",), ("kpi", "day", "segment")), strict=True)
        for stored in current(store, table, known_at=known_at)
    }


def applied(before: State, write: list[Write]) -> State:
    """Return `before` with the rows of `write` set and removed, worked out without the ledger."""
    after = dict(before)
    for part, names in zip(write, (("kpi",), ("kpi", "day", "segment")), strict=True):
        after |= {(part.table, tuple(getattr(row, name) for name in names)): row for row in part.rows}
        after = {key: row for key, row in after.items() if key[0] != part.table or key[1] not in part.removed}
    return after


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(parts, min_size=1, max_size=5))
def test_each_change_does_what_it_says_and_the_past_stays_readable(changes: list[tuple[list[Any], ...]]) -> None:
    with opened() as store:
        states = [{}, state(store)]
        for write in map(writes, changes):
            if save(store, write):
                assert not save(store, write)
                states.append(applied(states[-1], write))
        assert [state(store, known_at) for known_at in range(len(states))] == states
        assert state(store) == states[-1]


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(parts, min_size=1, max_size=4), st.integers(2, 5))
def test_an_undo_brings_back_exactly_what_was(changes: list[tuple[list[Any], ...]], chosen: int) -> None:
    with opened() as store:
        for write in map(writes, changes):
            save(store, write)
        last = store.last_change()
        if last == 1:
            return
        before, after = state(store, last - 1), state(store)
        assert take_back(store, last) == before
        assert take_back(store, last + 1) == after
        change = min(chosen, last)
        touched = {(row.table, row.key): row.before for row in rows_of(store, change)}
        try:
            restored = take_back(store, change)
        except RefusedError:
            assert state(store) == after
            return
        assert restored == {key: row for key, row in (after | touched).items() if row is not None}


def take_back(store: Store, change: int) -> State:
    undo(store, change, actor="li", at=AT)
    return state(store)
