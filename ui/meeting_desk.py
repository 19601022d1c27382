"""Where something is taken down in a meeting."""

from typing import Any, NamedTuple, TypedDict

from planlib.locale import Language
from planlib.meeting.agenda import Item
from planlib.meeting.running import By
from planlib.model import Meeting
from planlib.snapshot import Snapshot
from ui import session


class Typed(TypedDict):
    """What is typed on an item, by form and field, and what its fields begin with."""

    kept: dict[str, Any]
    """As it is in the database."""
    stands: dict[str, Any]
    """What a field says before anything is typed."""
    rounds: dict[str, int]
    """How many times each form was made to begin anew; part of its fields' keys."""
    corrected: str | None
    """The line that is being corrected."""


class Desk(NamedTuple):
    """Where something is taken down: the plan as it is seen, the meeting, the item in view."""

    language: Language
    snapshot: Snapshot
    meeting: Meeting
    item: Item
    typed: dict[str, Typed]
    """What is typed on each item in this session."""

    def key(self, name: str) -> str:
        """Return the session key of something on this item."""
        return f"{self.meeting.meeting} {self.item.key} {name}"

    def at(self, item: Item) -> "Desk":
        """Return the same at another item."""
        return self._replace(item=item)

    def by(self) -> By:
        """Return who takes down, having seen what is on the screen."""
        return by(self.snapshot)


def by(snapshot: Snapshot) -> By:
    """Return who does a step of a meeting now, having seen the snapshot."""
    moment = session.now()
    return By(session.actor(), moment, moment.date(), snapshot.known_at)
