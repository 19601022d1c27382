"""What the restatements of a budget line have built up to over the year, which one month alone may not show."""

from collections.abc import Iterator
from decimal import Decimal

from planlib.metrics.exact import difference, total
from planlib.metrics.misstatement import Misstatement, misstatement
from planlib.model import Budget, Spend
from planlib.snapshot import Snapshot
from planlib.store.connect import Store
from planlib.store.ledger import current, rows_between
from planlib.vocabulary import PlanState, SpendStatus


def built_up(store: Store, snapshot: Snapshot, budget: Budget) -> Misstatement:
    """Return by how much the closed months of the year, up to the snapshot's, were restated on lines of one code."""
    return misstatement(list(_effects(store, snapshot, budget)))


def _effects(store: Store, snapshot: Snapshot, budget: Budget) -> Iterator[Decimal]:
    """Yield the effect on each month, the last one the snapshot's."""
    of_team, seen = {"team": snapshot.key.team}, snapshot.seen_at
    plans = [stored.record for stored in current(store, "plans", known_at=seen, where=of_team)]
    closed = {plan.month for plan in plans if plan.state is PlanState.CLOSED}
    closes = current(store, "closes", known_at=seen, where=of_team)
    lines = current(store, "budgets", known_at=seen, where=of_team)
    of_code = {one.record.month: one.record.line for one in lines if one.record.code == budget.code}
    for close, change in sorted(closes, key=lambda stored: stored.record.month):
        month = close.month
        if month in closed & set(of_code) and month.year == snapshot.key.month.year and month <= snapshot.key.month:
            yield _effect(store, of_code[month], change, seen)


def _effect(store: Store, line: str, closed_at: int, seen: int) -> Decimal:
    changed = rows_between(store, "spend", closed_at, seen, {"line": line})
    return total(difference(_paid(row.after), _paid(row.before)) for _change, row in changed)


def _paid(row: object) -> Decimal:
    return row.amount if isinstance(row, Spend) and row.status is SpendStatus.ACTUAL else Decimal(0)
