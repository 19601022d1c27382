"""What a person typed into one table of a plan and did not save yet.

The session has it, and the database beside the ledger, so that neither a page that is loaded again nor a server that
is started again loses it. The rows it was typed into are the number of a change, so that what others change meanwhile
is a conflict like any other.
"""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

import streamlit as st

from planlib.editing.edits import Edits, numbered
from planlib.editing.sheets import Sheet
from planlib.model import PlanKey
from planlib.store.drafts import Place, draft_at, forget_draft, keep_draft
from ui import session


class Draft:
    """A view on the session."""

    def __init__(self, sheet: Sheet, key: PlanKey) -> None:
        """Find the draft in the session, else in the database, or begin one."""
        self._sheet = sheet
        self._place = Place(session.actor(), key, sheet.name)
        name = f"draft {sheet.name} {key.team} {key.month}"
        if name not in st.session_state:
            st.session_state[name] = _found(self._place)
        self._kept: dict[str, Any] = st.session_state[name]

    @property
    def at(self) -> int:
        """The change as of which the rows were loaded."""
        return int(self._kept["at"])

    @property
    def turn(self) -> int:
        """How many times the editor was made to begin anew; part of its key."""
        return int(self._kept["turn"])

    @property
    def round(self) -> int:
        """The same from an empty draft to its end, whatever happens to the editor meanwhile."""
        return int(self._kept["round"])

    @property
    def start(self) -> Edits:
        """The changes that were in the rows when the editor was drawn first."""
        return Edits(**self._kept["start"])

    @property
    def now(self) -> Edits:
        """All changes up to now."""
        return Edits(**self._kept["now"])

    @property
    def left(self) -> datetime | None:
        """When an earlier visit left the changes; None where they were begun in this one."""
        found: datetime | None = self._kept["left"]
        return found

    def typed(self, edits: Edits) -> None:
        """Keep what is in the editor now; a new row has the same id at every look, so that saving twice adds one."""
        now = numbered(edits, self._sheet, self._kept["ids"])
        given = [cells[self._sheet.id_field] for cells in now.added] if not self._sheet.keyed else []
        self._kept.update(now=asdict(now), ids=[*dict.fromkeys([*self._kept["ids"], *given])])
        self._store()

    def begin(self, edits: Edits, at: int) -> None:
        """Draw the editor anew with `edits` in the rows that stand as of `at`."""
        self._kept.update(at=at, start=asdict(edits), now=asdict(edits), turn=self.turn + 1)
        if not edits:
            self._kept.update(round=self.turn, ids=[], left=None)
        self._store()

    def keep(self) -> None:
        """Keep the changes in the database again where another window of the same person saved its own meanwhile."""
        found = draft_at(session.store(), self._place)
        self._kept["stored"] = found.content if found else None
        self._store()

    def _store(self) -> None:
        """Bring the database to what the session has."""
        content = _text(self._kept) if self.now else None
        if content == self._kept["stored"]:
            return
        if content is None:
            forget_draft(session.store(), self._place)
        else:
            keep_draft(session.store(), self._place, content, session.now())
        self._kept["stored"] = content


def _found(place: Place) -> dict[str, Any]:
    """Return what the session keeps of a draft to begin with: that of the database, else an empty one."""
    last = session.store().last_change()
    begun = {"at": last, "start": {}, "now": {}, "turn": 0, "round": 0, "ids": [], "left": None, "stored": None}
    draft = draft_at(session.store(), place)
    if draft is None:
        return begun
    kept: dict[str, Any] = json.loads(draft.content)
    if kept["at"] > last:  # of a database that was put in this one's place
        return begun
    return begun | kept | {"start": kept["now"], "left": draft.kept_at, "stored": draft.content}


def _text(kept: dict[str, Any]) -> str:
    """Return what is stored of a draft; days as ISO texts, as the editor sends them too."""
    return json.dumps({name: kept[name] for name in ("at", "now", "ids")}, default=str, ensure_ascii=False)
