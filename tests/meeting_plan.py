"""A small plan that the tests of meetings talk about, and the steps they share."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from planlib.locale import language
from planlib.meeting import running
from planlib.meeting.adjusting import Subject, adjust
from planlib.meeting.agenda import agenda
from planlib.meeting.running import By
from planlib.model import (
    Actual,
    Budget,
    Decision,
    Kpi,
    Meeting,
    Milestone,
    Objective,
    Person,
    Plan,
    PlanKey,
    Record,
    Risk,
    Spend,
    Target,
    Task,
    Team,
)
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import ChangeKind, DecisionKind, Measure, ObjectiveKind, PlanState

MARCH, APRIL = PlanKey("t", date(2025, 3, 1)), PlanKey("t", date(2025, 4, 1))
AT = datetime(2025, 3, 21, 9, tzinfo=UTC)
TODAY = date(2025, 3, 21)
_ = language("en")


def make_plan(store: Store) -> Store:
    """Record a plan in March: sales behind, orders on track, margin without data, ads over; April follows."""
    month = MARCH._asdict()
    sum_up = {"team": "t", "measure": Measure.COUNT}
    rows: dict[str, list[Record]] = {
        "teams": [Team(team="t", code="shop", country="")],
        "people": [Person(person="p", team="t", name_en="Wang Fang"), Person(person="q", team="t", name_en="Li Na")],
        "plans": [Plan(**MARCH._asdict(), state=PlanState.ACTIVE), Plan(**APRIL._asdict(), state=PlanState.ACTIVE)],
        "objectives": [Objective(**month, objective="o", code="O", kind=ObjectiveKind.QUALITATIVE, title_en="Grow")],
        "milestones": [Milestone(**month, milestone="m", objective="o", title_en="Sign", due=date(2025, 3, 28))],
        "tasks": [
            Task(**month, task="t", code="T", title_en="Print", start=date(2025, 3, 24), finish=date(2025, 3, 28))
        ],
        "risks": [
            Risk(**month, risk="r", code="R", title_en="Rain", likelihood=2, impact=2, reviewed=date(2025, 3, 20))
        ],
        "kpis": [
            Kpi(kpi="sales", code="sales", name_en="Sales", owner="p", **sum_up),
            Kpi(kpi="orders", code="orders", name_en="Orders", **sum_up),
            Kpi(kpi="margin", code="margin", name_en="Margin", team="t", measure=Measure.PERCENT),
        ],
        "targets": [
            Target(**month, kpi="sales", target=Decimal(3100), objective="o"),
            Target(**month, kpi="orders", target=Decimal(310)),
            Target(**month, kpi="margin", lower=Decimal("0.1"), upper=Decimal("0.2")),
        ],
        "actuals": [
            Actual(kpi=kpi, day=date(2025, 3, number), value=Decimal(value))
            for kpi, value in (("sales", 50), ("orders", 10))
            for number in range(1, 21)
        ],
        "budgets": [
            Budget(**month, line="ads", code="ads", name_en="Ads", original=Decimal(100)),
            Budget(**month, line="rent", code="rent", name_en="Rent", original=Decimal(100)),
        ],
        "spend": [
            Spend(line=line, payment=line, day=date(2025, 3, 3), amount=Decimal(amount))
            for line, amount in (("ads", 120), ("rent", 60))
        ],
    }
    write(store, **rows)
    return store


def write(store: Store, **rows: Sequence[Record]) -> None:
    writes = [Write(table, records) for table, records in rows.items()]
    assert record(store, writes, actor="a", kind=ChangeKind.EDIT, at=AT, reason="r", plan=MARCH)


def seen(store: Store, plan: PlanKey = MARCH, today: date = TODAY) -> Snapshot:
    return open_snapshot(store, "a", plan, today=today)


def keys(snapshot: Snapshot) -> list[str]:
    return [item.key for item in agenda(snapshot, TODAY)]


def start(store: Store, plan: PlanKey = MARCH) -> Meeting:
    snapshot = seen(store, plan)
    return running.start(store, plan, agenda(snapshot, TODAY), snapshot.day, by(store))


def by(store: Store, unseen: int = 0, day: date = TODAY) -> By:
    """Return who records, having seen everything but the last few changes."""
    last = store.last_change()
    return By("mei", AT + timedelta(minutes=last), day, last - unseen)


def act(meeting: Meeting, text: str = "Call the ten largest", **more: Any) -> Decision:
    fields: dict[str, Any] = {"owner": "p", "due": date(2025, 3, 28)} | more
    return running.note(meeting, DecisionKind.ACTION, "kpi:sales", By("mei", AT, TODAY, 0), text=text, **fields)


def target(store: Store, kpi: str = "sales") -> Target:
    found: Target = current(store, "targets", where={**MARCH._asdict(), "kpi": kpi})[0].record
    return found


def sales_to(store: Store, meeting: Meeting, value: str, why: str = "The fair was called off", unseen: int = 0) -> None:
    aim = Subject("targets", "sales", ("target",))
    adjust(_, store, meeting, aim, {"target": value}, why, by(store, unseen))
