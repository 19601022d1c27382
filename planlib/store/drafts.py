"""What people typed into a plan's tables and did not save yet: beside the ledger, and forgotten once it is saved."""

from datetime import datetime
from typing import NamedTuple

from planlib.model import PlanKey
from planlib.store.changes import aware, utc
from planlib.store.connect import Store

_WHERE = "actor = $actor and team = $team and month = $month and name = $name"


class Place(NamedTuple):
    """Whose draft of which table of which plan; there is one at most."""

    actor: str
    plan: PlanKey
    table: str

    @property
    def values(self) -> dict[str, object]:
        """The place as SQL takes it."""
        return {"actor": self.actor, **self.plan._asdict(), "name": self.table}


class Draft(NamedTuple):
    """What was typed, in a form of the editor's own, and when."""

    content: str
    kept_at: datetime


def draft_at(store: Store, place: Place) -> Draft | None:
    """Return what was kept there last, None where nothing was."""
    with store.cursor() as cursor:
        found = cursor.execute(f"select content, kept_at from drafts where {_WHERE}", place.values).fetchone()
    return Draft(found[0], aware(found[1])) if found else None


def drafted_names(store: Store, actor: str, plan: PlanKey) -> set[str]:
    """Return what of a plan somebody has drafts of."""
    values = {"actor": actor, **plan._asdict()}
    query = "select name from drafts where actor = $actor and team = $team and month = $month"
    with store.cursor() as cursor:
        return {name for (name,) in cursor.execute(query, values).fetchall()}


def keep_draft(store: Store, place: Place, content: str, at: datetime) -> None:
    """Keep `content` there, in place of what was kept before."""
    values = place.values | {"kept_at": utc(at), "content": content}
    with store.write() as cursor:
        cursor.execute(f"delete from drafts where {_WHERE}", place.values)
        cursor.execute("insert into drafts values ($actor, $team, $month, $name, $kept_at, $content)", values)


def forget_draft(store: Store, place: Place) -> None:
    """Forget what was kept there."""
    with store.write() as cursor:
        cursor.execute(f"delete from drafts where {_WHERE}", place.values)
