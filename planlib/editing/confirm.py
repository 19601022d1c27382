"""A person's word that a goal can be reached, or that it matters: what numbers alone cannot prove (DOMAIN 8)."""

from collections.abc import Collection
from datetime import datetime

from planlib.model import Objective, PlanKey
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, record
from planlib.vocabulary import ChangeKind


def confirm(
    store: Store,
    plan: PlanKey,
    objective: str,
    *,
    achievable_by: str | None,
    relevant_by: str | None,
    seen: int,
    actor: str,
    at: datetime,
    reason: str = "",
    again: Collection[str] = (),
) -> Change | None:
    """Return the change that records who says so of a goal, nobody where None; None where it stands like that.

    What is said `again` (fields) is taken back first, in a change of its own, so that the ledger has when.

    Raises:
        ConflictError: Somebody else changed the goal since the change that was `seen` last.
        RefusedError: `reason_needed` in an active plan, `plan_closed`.
    """
    where = {**plan._asdict(), "objective": objective}
    stored = current(store, "objectives", known_at=seen, where=where)[0]
    said = {"achievable_by": achievable_by, "relevant_by": relevant_by}
    based_on, change = stored.change_id, None
    for fields in [dict.fromkeys(again), said] if again else [said]:
        goal: Objective = stored.record.model_copy(update=fields)
        write = Write("objectives", [goal], based_on={(*plan, objective): based_on})
        change = record(store, [write], actor=actor, kind=ChangeKind.EDIT, at=at, reason=reason, plan=plan)
        based_on = change.change_id if change else based_on
    return change
