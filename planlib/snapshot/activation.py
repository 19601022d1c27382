"""When a plan came into force: what stood then is its baseline."""

from planlib.model import PlanKey
from planlib.store.connect import Store
from planlib.store.ledger import rows_between
from planlib.vocabulary import PlanState


def activated_at(store: Store, key: PlanKey, known_at: int) -> int | None:
    """Return the change by which a draft became the plan that is in force; None while it is a draft."""
    since = None
    for change, row in rows_between(store, "plans", 0, known_at, key._asdict()):
        before, after = (getattr(plan, "state", PlanState.DRAFT) for plan in (row.before, row.after))
        if PlanState.DRAFT in (before, after):
            since = None if after is PlanState.DRAFT else change
    return since
