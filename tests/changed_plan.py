"""A small plan whose changes tests tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from planlib.model import (
    Actual,
    Budget,
    Decision,
    Kpi,
    Milestone,
    Objective,
    Person,
    Plan,
    PlanKey,
    Record,
    Risk,
    Target,
    TargetPart,
    Task,
    TaskStep,
    Team,
)
from planlib.review.changed import Changed, changed
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.store.tables import TABLES
from planlib.vocabulary import Aggregation, ChangeKind, DecisionKind, ObjectiveKind, PlanState
from tests.stores import empty_store

KEY = PlanKey("t", date(2025, 3, 1))
MONTH = KEY._asdict()
AT = datetime(2025, 3, 3, 8, tzinfo=UTC)
TODAY = date(2025, 3, 11)
GAP = 5
"""A day of March without a value."""


def day(number: int) -> date:
    return date(2025, 3, number)


def value(kpi: str, number: int, amount: int, segment: str = "", base: int | None = None) -> Actual:
    return Actual(
        kpi=kpi, day=day(number), segment=segment, value=Decimal(amount), base=None if base is None else Decimal(base)
    )


def action(name: str, due: int = 14, **more: Any) -> Decision:
    kind = DecisionKind.ACTION
    return Decision(
        **{"decision": name, "team": "t", "kind": kind, "day": day(3), "text": name, "owner": "li", "due": day(due)}
        | more
    )


def start() -> list[Record]:
    """Return the rows of a plan on its third day, with data up to 10 March."""
    return [
        Team(team="t", code="shop", country="", timezone="UTC"),
        Person(person="li", team="t", name_en="Li", login="li"),
        Person(person="wu", team="t", name_en="Wu"),
        Plan(state=PlanState.ACTIVE, **MONTH),
        Objective(objective="o", code="o", kind=ObjectiveKind.QUALITATIVE, owner="li", due=day(31), **MONTH),
        Milestone(milestone="m", objective="o", due=day(20), **MONTH),
        Kpi(kpi="sales", team="t", code="sales", owner="li"),
        Kpi(kpi="rate", team="t", code="rate", aggregation=Aggregation.RATIO),
        Target(kpi="sales", target=Decimal(310), **MONTH),
        Target(kpi="rate", target=Decimal("0.5"), **MONTH),
        Budget(line="ads", code="ads", original=Decimal(100), **MONTH),
        *(value("sales", number, 10) for number in range(1, 11) if number != GAP),
        value("rate", 9, 5, "north", 10),
        action("call"),
        task(),
        part("p", 10),
        TaskStep(step="s", task="t", **MONTH),
        Risk(risk="r", code="r", likelihood=3, impact=3, **MONTH),
    ]


def task(finish: int = 14, **more: Any) -> Task:
    return Task(**{"task": "t", "code": "t", "start": day(3), "finish": day(finish), "owner": "li"} | MONTH | more)


def part(name: str, amount: int) -> TargetPart:
    return TargetPart(part=name, kpi="sales", segment=name, amount=Decimal(amount), **MONTH)


def write(
    store: Store, rows: list[Record], gone: list[Record] | None = None, *, reason: str = "r", at: Any = AT
) -> Any:
    """Record the rows as one change, and remove those that are `gone`."""
    names = {table.record: name for name, table in TABLES.items()}
    parts = {name: Write(name, [row for row in rows if names[type(row)] == name]) for name in names.values()}
    for name in parts:
        removed = [key(row) for row in gone or [] if names[type(row)] == name]
        parts[name] = Write(name, parts[name].rows, removed)
    wanted = [part for part in parts.values() if part.rows or part.removed]
    return record(store, wanted, actor="li", kind=ChangeKind.EDIT, at=at, reason=reason, plan=KEY)


def key(row: Record) -> tuple[Any, ...]:
    table = next(table for table in TABLES.values() if table.record is type(row))
    return tuple(getattr(row, name) for name in table.key)


@contextmanager
def planned() -> Iterator[Store]:
    with empty_store() as store:
        write(store, start())
        yield store


@pytest.fixture
def plan(store: Store) -> Store:
    write(store, start())
    return store


def opened(store: Store, known_at: int | None = None, data: int = 10) -> Snapshot:
    return open_snapshot(store, "li", KEY, today=TODAY, day=day(data), known_at=known_at)


def since_start(store: Store) -> Changed:
    return changed(store, opened(store, 1), opened(store))
