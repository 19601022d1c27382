"""What receivers were told: kept by receiver, plan and kind, forgotten once it is over, and no change of the ledger."""

from datetime import UTC, date, datetime

from planlib.model import PlanKey
from planlib.store.connect import Store
from planlib.store.told import Told, keep_told, known

AT = datetime(2026, 3, 9, 8, tzinfo=UTC)
MARCH = PlanKey("t", date(2026, 3, 1))
MEI = Told("mei", MARCH, "alerts")
OTHERS = (MEI._replace(receiver="li"), MEI._replace(plan=PlanKey("t", date(2026, 4, 1))), MEI._replace(kind="pack"))


def test_what_was_told_is_known_until_it_is_over(store: Store) -> None:
    for told in (MEI, *OTHERS):
        keep_told(store, told, {"kpi:a", "risk:b"}, AT)
    keep_told(store, MEI, {"risk:b", "line:c:over"}, AT)
    assert known(store, MEI) == {"risk:b", "line:c:over"}
    assert [known(store, told) for told in OTHERS] == [{"kpi:a", "risk:b"}] * 3
    assert store.last_change() == 0
