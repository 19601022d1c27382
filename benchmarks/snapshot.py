"""Times of a whole snapshot, of its SQL, and of the bare aggregation of the same rows: 50 KPIs, 30 budget lines."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.ledger_read import AT, BARE, KPIS, LAST, filled, seconds
from planlib.model import Budget, Plan, PlanKey, Spend, Target
from planlib.snapshot import Snapshot, open_snapshot
from planlib.snapshot.reading import last_year_values, read_plan, recent_values
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import ChangeKind, PlanState

KEY = PlanKey("t", LAST.replace(day=1))
TODAY = date(2027, 1, 5)


def planned(path: Path, millions: int) -> Store:
    """Return a store with `millions` million rows of history and a plan of 50 KPIs and 30 budget lines."""
    store = filled(path, millions)
    month = {"team": KEY.team, "month": KEY.month}
    targets = [Target(kpi=kpi, target=Decimal(300_000), **month) for kpi in KPIS]
    lines = [Budget(line=f"line{n}", code=f"line{n}", original=Decimal(10_000), **month) for n in range(30)]
    days = [KEY.month.replace(day=number) for number in range(1, 32)]
    spend = [Spend(line=line.line, payment=f"{day}", day=day, amount=Decimal(300)) for line in lines for day in days]
    writes = [
        Write("plans", [Plan(state=PlanState.ACTIVE, **month)]),
        Write("targets", targets),
        Write("budgets", lines),
        Write("spend", spend),
    ]
    record(store, writes, actor="bench", kind=ChangeKind.EDIT, at=AT, reason="bench", plan=KEY)
    return store


def snapshot(store: Store) -> Snapshot:
    """Open a snapshot, with nothing in memory, and ask it everything that a page may show."""
    store.memory.forget()
    found = open_snapshot(store, "bench", KEY, today=TODAY)
    found.kpis(), found.objectives(), found.score(), found.budget()
    return found


def times(store: Store) -> dict[str, float]:
    """Return the seconds of the bare aggregation, of the snapshot's SQL over the same rows, and of all of it."""
    facts = read_plan(store, KEY, None)

    def sql() -> None:
        store.memory.forget()
        recent_values(store, facts, LAST)
        last_year_values(store, facts)

    return seconds({"bare": _bare(store), "sql": sql, "snapshot": lambda: snapshot(store)})


def _bare(store: Store) -> Callable[[], Any]:
    windows = [(date(2026, 8, 31), LAST), (date(2025, 11, 24), date(2026, 1, 7))]

    def run() -> None:
        for first, last in windows:
            values = {"kpis": KPIS, "first": first, "last": last, "known_at": store.last_change()}
            with store.cursor() as cursor:
                cursor.execute(BARE, values).fetchall()

    return run
