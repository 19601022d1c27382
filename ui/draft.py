"""What a person typed into one table of a plan and did not save yet.

The session has it, and the database beside the ledger, so that neither a page that is loaded again nor a server that
is started again loses it. The rows it was typed into are the number of a change, so that what others change meanwhile
is a conflict like any other.

Each window shows what was typed into it. The database has what was typed in all windows of a person together, and a
window says where that is more than its own.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import streamlit as st

from planlib.editing.edits import Edits, merged, numbered
from planlib.editing.sheets import Sheet
from planlib.editing.tables import read_tables
from planlib.model import PlanKey
from planlib.store.drafts import Draft as Kept
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
            st.session_state[name] = _found(sheet, self._place)
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

    @property
    def elsewhere(self) -> bool:
        """Whether another window of the same person has typed something else into the table."""
        stored = self._kept["stored"]
        return stored is not None and _edits(json.loads(stored)["now"]) != _edits(self._kept["now"])

    def take_over(self) -> None:
        """Draw the editor anew with what was typed in all windows."""
        kept = _read(self._sheet, self._place, self._kept["stored"])
        self._kept["ids"] = kept["ids"]
        self.begin(Edits(**kept["now"]), kept["at"])

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
        self._kept["own"] = {}
        self._store()

    def _store(self) -> None:
        """Bring what became of this window's changes into what the database has of all windows."""
        found = _kept_at(self._place)
        stored = found.content if found else None
        before: dict[str, Any] = _content(stored) if stored else {"now": {}}
        earlier, own, theirs = (_edits(edits) for edits in (self._kept["own"], self._kept["now"], before["now"]))
        now = merged(self._sheet, earlier, own, theirs)
        others = merged(self._sheet, earlier, Edits(), theirs)
        times = [self.at] * bool(own) + ([before["at"], before["newest"]] if others else [])
        ids = [cells[self._sheet.id_field] for cells in others.added if not self._sheet.keyed]
        content = _text(now, [*dict.fromkeys([*ids, *self._kept["ids"]])], times) if now else None
        self._kept.update(own=asdict(own), stored=stored)
        if content == stored:
            return
        if content is None:
            forget_draft(session.store(), self._place)
        else:
            keep_draft(session.store(), self._place, content, session.now())
        self._kept["stored"] = content


def _found(sheet: Sheet, place: Place) -> dict[str, Any]:
    """Return what the session keeps of a draft to begin with: that of the database, else an empty one."""
    begun = {
        "at": session.store().last_change(),
        "start": {},
        "now": {},
        "own": {},
        "turn": 0,
        "round": 0,
        "ids": [],
        "left": None,
    }
    draft = _kept_at(place)
    if draft is None:
        return begun | {"stored": None}
    kept = _read(sheet, place, draft.content)
    return begun | kept | {"start": kept["now"], "own": kept["now"], "left": draft.kept_at, "stored": draft.content}


def _kept_at(place: Place) -> Kept | None:
    """Return what the database has; None where that is of a database that was put in this one's place."""
    draft = draft_at(session.store(), place)
    return draft if draft and json.loads(draft.content)["at"] <= session.store().last_change() else None


def _read(sheet: Sheet, place: Place, content: str) -> dict[str, Any]:
    """Return what is stored of a draft; of windows that began at different times the earlier rows, if all are there."""
    kept = _content(content)
    newest = kept.pop("newest")
    if newest != kept["at"]:
        rows = read_tables(session.store(), sheet, place.plan, kept["at"]).rows
        now = _edits(kept["now"])
        kept["at"] = kept["at"] if rows.keys() >= {*now.changed, *now.removed} else newest
    return kept


def _content(stored: str) -> dict[str, Any]:
    """Return what is stored; one of before windows were told apart has one time."""
    kept: dict[str, Any] = json.loads(stored)
    return {"newest": kept["at"], **kept}


def _edits(kept: Mapping[str, Any]) -> Edits:
    """Return edits as the database would give them back: days are ISO texts, and no row stands without a cell."""
    edits = Edits(**json.loads(json.dumps(dict(kept), default=str)))
    return replace(edits, changed={row: cells for row, cells in edits.changed.items() if cells})


def _text(now: Edits, ids: Sequence[str], times: Sequence[int]) -> str:
    """Return what is stored of a draft; days as ISO texts, as the editor sends them too."""
    kept = {"at": min(times), "newest": max(times), "now": asdict(now), "ids": ids}
    return json.dumps(kept, default=str, ensure_ascii=False)
