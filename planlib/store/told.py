"""What each receiver was told of a plan, so that nobody is told twice: beside the ledger, forgotten once it is over."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from planlib.model import PlanKey
from planlib.store.changes import utc
from planlib.store.connect import Store

_WHERE = "receiver = $receiver and team = $team and month = $month and kind = $kind"


class Told(NamedTuple):
    """Who is told of which plan, and what kind of thing."""

    receiver: str
    plan: PlanKey
    kind: str

    @property
    def values(self) -> dict[str, object]:
        """The three as SQL takes them."""
        return {"receiver": self.receiver, **self.plan._asdict(), "kind": self.kind}


def known(store: Store, told: Told) -> set[str]:
    """Return what was told and is not over."""
    with store.cursor() as cursor:
        return {key for (key,) in cursor.execute(f"select key from told where {_WHERE}", told.values).fetchall()}


def keep_told(store: Store, told: Told, keys: Iterable[str], at: datetime) -> None:
    """Keep that `keys` were told, and forget all others of their kind."""
    before, now = known(store, told), set(keys)
    if before == now:
        return
    with store.write() as cursor:
        for key in before - now:
            cursor.execute(f"delete from told where {_WHERE} and key = $key", {**told.values, "key": key})
        for key in now - before:
            row = {**told.values, "key": key, "told_at": utc(at)}
            cursor.execute("insert into told values ($receiver, $team, $month, $kind, $key, $told_at)", row)
