"""Drafts: one for a person, plan and table, replaced and forgotten, and no change of the ledger."""

from datetime import UTC, date, datetime, timedelta

from planlib.model import PlanKey
from planlib.store.connect import Store
from planlib.store.drafts import Draft, Place, draft_at, forget_draft, keep_draft

AT = datetime(2026, 3, 9, 8, tzinfo=UTC)
MARCH = PlanKey("t", date(2026, 3, 1))
MINE = Place("mei", MARCH, "targets")
OTHERS = (MINE._replace(actor="li"), MINE._replace(plan=PlanKey("t", date(2026, 4, 1))), MINE._replace(table="kpis"))


def test_a_draft_is_replaced_and_forgotten_and_the_others_stay(store: Store) -> None:
    assert draft_at(store, MINE) is None
    for place in (MINE, *OTHERS):
        keep_draft(store, place, f"of {place.actor}", AT)
    later = AT + timedelta(hours=1)
    keep_draft(store, MINE, "销售额", later)
    assert draft_at(store, MINE) == Draft("销售额", later)
    forget_draft(store, MINE)
    assert draft_at(store, MINE) is None
    assert [draft_at(store, place) for place in OTHERS] == [Draft(f"of {place.actor}", AT) for place in OTHERS]
    assert store.last_change() == 0
