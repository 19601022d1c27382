"""When a plan came into force: what stood then is its baseline."""

from planlib.model import Plan, PlanKey
from planlib.store.connect import Store
from planlib.store.ledger import rows_between
from planlib.vocabulary import PlanState


def activated_at(store: Store, key: PlanKey, known_at: int) -> int | None:
    """Return the change by which a plan became active for the first time; None while it is a draft."""
    for change, row in rows_between(store, "plans", 0, known_at, key._asdict()):
        if isinstance(row.after, Plan) and row.after.state is PlanState.ACTIVE:
            return change
    return None
