"""Where something is taken down in a meeting."""

from typing import NamedTuple

from planlib.locale import Language
from planlib.meeting.agenda import Item
from planlib.meeting.running import By
from planlib.model import Meeting
from planlib.snapshot import Snapshot
from ui import session


class Desk(NamedTuple):
    """Where something is taken down: the plan as it is seen, the meeting, the item in view."""

    language: Language
    snapshot: Snapshot
    meeting: Meeting
    item: Item

    def key(self, name: str) -> str:
        """Return the session key of something on this item."""
        return f"{self.meeting.meeting} {self.item.key} {name}"

    def field(self, name: str) -> str:
        """Return the session key of a field of this item's form."""
        return self.key(f"field {name}")

    def by(self) -> By:
        """Return who takes down, having seen what is on the screen."""
        return by(self.snapshot)


def by(snapshot: Snapshot) -> By:
    """Return who does a step of a meeting now, having seen the snapshot."""
    moment = session.now()
    return By(session.actor(), moment, moment.date(), snapshot.known_at)
