"""What people said yes to that is otherwise now: the ledger knows when they said so, and what stood then."""

from collections.abc import Iterable, Mapping

from planlib.metrics.smart import ACHIEVABLE, RELEVANT, Lapse, lapse
from planlib.model import Objective, Target
from planlib.snapshot.reading import PlanFacts
from planlib.store.connect import Store
from planlib.store.ledger import current, rows_between

_TICKS = (ACHIEVABLE, RELEVANT)


def lapsed(store: Store, facts: PlanFacts) -> dict[str, dict[str, Lapse]]:
    """Return by goal, and by who says yes, what changed since; empty where nothing did."""
    ticked = {one.objective: one for one in facts.objectives if any(getattr(one, tick) for tick in _TICKS)}
    said = _said(store, facts, ticked) if ticked else {}
    plan = facts.key._asdict()
    then = {
        change: [stored.record for stored in current(store, "targets", known_at=change, where=plan)]
        for change in {change for change, _goal in said.values()}
    }
    found: dict[str, dict[str, Lapse]] = {}
    for (goal, tick), (change, before) in said.items():
        targets = _of(goal, then[change]), _of(goal, facts.targets.values())
        one = lapse(tick, before, ticked[goal], *targets) if getattr(ticked[goal], tick) else None
        if one is not None:
            found.setdefault(goal, {})[tick] = one
    return found


def _said(store: Store, facts: PlanFacts, goals: Iterable[str]) -> Mapping[tuple[str, str], tuple[int, Objective]]:
    """Return by goal and tick the last change that set it, and the goal as it stood after that."""
    where = {**facts.key._asdict(), "objective": list(goals)}
    said = {}
    for change, row in rows_between(store, "objectives", 0, facts.known_at, where):
        for tick in _TICKS:
            if isinstance(row.after, Objective) and getattr(row.after, tick) != getattr(row.before, tick, None):
                said[row.after.objective, tick] = change, row.after
    return said


def _of(goal: str, targets: Iterable[Target]) -> dict[str, Target]:
    return {one.kpi: one for one in targets if one.objective == goal and one.weight}
