"""A draft plan that tests edit as its tables do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from planlib.editing.check import Checked, check
from planlib.editing.edits import Edits
from planlib.editing.save import save
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import Tables, read_tables
from planlib.locale import language
from planlib.model import Actual, Budget, Kpi, Milestone, Objective, Person, Plan, PlanKey, Target, Team
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import ChangeKind, Measure

MARCH = date(2026, 3, 1)
PLAN = PlanKey("t", MARCH)
AT = datetime(2026, 3, 9, 8, tzinfo=UTC)
_ = language("en")


@pytest.fixture
def plan(store: Store) -> Store:
    """Give a store with a draft plan."""
    return drafted(store)


@pytest.fixture(scope="module")
def unchanged() -> Iterator[Store]:
    """Give the same for tests that record nothing."""
    store = Store.open(":memory:")
    yield drafted(store)
    store.close()


def drafted(store: Store) -> Store:
    """Return the store with two KPIs of which one has a target, a goal with a step, a budget line."""
    writes = [
        Write("teams", [Team(team="t", code="ops")]),
        Write("people", [Person(person="p", team="t", name_zh="王敏", name_en="Wang Min")]),
        Write("plans", [Plan(team="t", month=MARCH)]),
        Write("objectives", [Objective(team="t", month=MARCH, objective="o", code="O1", title_en="Grow")]),
        Write("milestones", [Milestone(team="t", month=MARCH, milestone="m", objective="o", title_en="Sign")]),
        Write(
            "kpis",
            [
                Kpi(kpi="sales", team="t", code="sales", name_en="Sales", measure=Measure.CURRENCY),
                Kpi(kpi="margin", team="t", code="margin", name_en="Margin", measure=Measure.PERCENT),
            ],
        ),
        Write("targets", [Target(team="t", month=MARCH, kpi="sales", target=Decimal("1200000.50"))]),
        Write("actuals", [Actual(kpi="sales", day=MARCH, value=Decimal(9))]),
        Write("budgets", [Budget(team="t", month=MARCH, line="l", code="rent", name_en="Rent", original=Decimal(500))]),
    ]
    record(store, writes, actor="mei", kind=ChangeKind.EDIT, at=AT, plan=PLAN)
    return store


def tables(store: Store, name: str, known_at: int | None = None) -> Tables:
    return read_tables(store, SHEETS[name], PLAN, store.last_change() if known_at is None else known_at)


def typed(store: Store, name: str, row: str, **cells: Any) -> Checked:
    return check(_, tables(store, name), Edits(changed={row: cells}))


def put(store: Store, name: str, row: str, reason: str = "", **cells: Any) -> None:
    """Save an edit of one row as another person would."""
    save(store, tables(store, name), typed(store, name, row, **cells).rows, actor="li", at=AT, reason=reason)


def standing(store: Store, name: str, row: str) -> Any:
    return tables(store, name).rows[row].record


def told(checked: Checked) -> list[tuple[str, str | None, str | None, str]]:
    return [(row, problem.column, problem.value, problem.code) for row, problem in checked.problems]
