"""Risks that the tests of the register and its page talk about, beside the small plan of the meetings."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from planlib.model import Record, Risk
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import ChangeKind, RiskKind, RiskResponse, RiskState
from tests.meeting_plan import MARCH, make_plan


def risk(code: str, likelihood: int | None, impact: int | None, **more: Any) -> Risk:
    fields = {"risk": code, "code": code, "title_en": code.capitalize(), "likelihood": likelihood, "impact": impact}
    return Risk(**MARCH._asdict() | fields | more)


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2025, 3, day, hour, tzinfo=UTC)


def write(store: Store, when: datetime, **rows: Sequence[Record]) -> int:
    """Record the rows; the number of the change comes back."""
    writes = [Write(table, records) for table, records in rows.items()]
    change = record(store, writes, actor="mei", kind=ChangeKind.EDIT, at=when, reason="why", plan=MARCH)
    assert change is not None
    return change.change_id


RISKS = [
    risk("flood", 2, 5, probability=Decimal("0.2"), cost=Decimal(5000), reviewed=date(2025, 3, 18)),
    risk("strike", 4, 4, reviewed=date(2025, 3, 10), trigger_kpi="sales", trigger_below=Decimal(2000)),
    risk("ads", 3, 3, reviewed=date(2025, 3, 14), trigger_line="ads", trigger_above=Decimal("1.1")),
    risk("unknown", None, 3),
    risk(
        "fair",
        3,
        3,
        kind=RiskKind.OPPORTUNITY,
        response=RiskResponse.EXPLOIT,
        probability=Decimal("0.5"),
        cost=Decimal(800),
        reviewed=date(2025, 3, 14),
        trigger_day=date(2025, 3, 21),
    ),
    risk("gone", 5, 5, state=RiskState.CLOSED, reason="It is over", reviewed=date(2025, 1, 1)),
]


def make_risks(store: Store) -> Store:
    """Record the plan in March with six risks in place of its own: one of each that is told apart."""
    make_plan(store)
    own = [(*MARCH, stored.record.risk) for stored in current(store, "risks")]
    written = Write("risks", RISKS, removed=own)
    record(store, [written], actor="mei", kind=ChangeKind.EDIT, at=at(10), reason="why", plan=MARCH)
    return store
