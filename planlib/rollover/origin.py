"""Where the rows of a drafted plan came from: the change that drafted it tells, and the earlier plan as it stood."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from planlib.model import PlanKey, Record
from planlib.snapshot.meetings import decisions, open_actions
from planlib.store.connect import Store
from planlib.store.ledger import Change, RowChange, current, history, rows_of
from planlib.store.rows import Key
from planlib.store.tables import TABLES
from planlib.vocabulary import ChangeKind


@dataclass(frozen=True, slots=True)
class Drafted:
    """How a plan was made from an earlier one."""

    change: Change
    month: date
    """Of the earlier plan."""
    carried: frozenset[tuple[str, Key]]
    """Table and key of each row that the earlier plan had too."""
    untouched: bool
    """Whether nothing was recorded in the plan since."""
    actions: int
    """How many were open as the plan was made, and went on."""

    def has(self, table: str, row: Record) -> bool:
        """Return whether a row was carried over."""
        return (table, TABLES[table].key_of(row)) in self.carried


def drafted(store: Store, plan: PlanKey) -> Drafted | None:
    """Return how a plan was drafted; None where it was made otherwise."""
    made = [one for one in history(store, plan=plan) if one.undone_by is None and one.kind is not ChangeKind.UNDO]
    change = next((one for one in made if one.kind is ChangeKind.ROLLOVER), None)
    if change is None:
        return None
    rows = [row for row in rows_of(store, change.change_id) if TABLES[row.table].in_plan]
    month = _month(store, plan, change, rows)
    before = {
        _thing(table, stored.record)
        for table in {row.table for row in rows}
        for stored in current(store, table, known_at=change.change_id - 1, where={"team": plan.team, "month": month})
    }
    carried = ((row.table, row.key) for row in rows if row.after and _thing(row.table, row.after) in before)
    actions = open_actions(decisions(store, plan.team, change.change_id))
    return Drafted(change, month, frozenset(carried), made[0] == change, len(actions))


def _thing(table: str, row: Record) -> tuple[Any, ...]:
    """Return by what a row is the same in two months: its id, of a budget line its code."""
    names = ("code",) if table == "budgets" else (name for name in TABLES[table].key if name != "month")
    return table, *(getattr(row, name) for name in names)


def _month(store: Store, plan: PlanKey, change: Change, rows: Iterable[RowChange]) -> date:
    """Return from which month a change drafted a plan: a carried task says so, else it was the last one before."""
    carried = (getattr(row.after, "carried_from", "") for row in rows)
    if said := next(filter(None, carried), None):
        return date.fromisoformat(f"{said.partition('/')[0]}-01")
    plans = current(store, "plans", known_at=change.change_id - 1, where={"team": plan.team})
    before: list[date] = [one.record.month for one in plans if one.record.month < plan.month]
    return max(before)
