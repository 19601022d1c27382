"""What is typed on an item of a meeting and not taken down yet.

It is kept beside the ledger, as the drafts of a plan's tables are, so that neither a page that is loaded again nor a
server that is started again loses it.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from planlib.meeting.agenda import Item, items_of
from planlib.model import Meeting, PlanKey
from planlib.store.drafts import Place, draft_at, forget_draft, keep_draft
from ui import session
from ui.meeting_desk import Desk

Typed = Mapping[str, str | date]
"""Name of a field to what is in it."""


def typed_before(meeting: Meeting, item: Item) -> Typed:
    """Return what was typed on an item and not taken down."""
    draft = draft_at(session.store(), _place(meeting, item))
    return {} if draft is None else {name: _read(value) for name, value in json.loads(draft.content).items()}


def keep(desk: Desk, typed: Typed) -> None:
    """Keep what is typed on an item in place of what was; where nothing is, that is forgotten."""
    place = _place(desk.meeting, desk.item)
    if typed:
        content = json.dumps(dict(typed), default=lambda day: {"day": day.isoformat()}, ensure_ascii=False)
        keep_draft(session.store(), place, content, session.now())
    else:
        forget_draft(session.store(), place)


def forget_all(meeting: Meeting) -> None:
    """Forget what is typed on any item, as its meeting is over."""
    for item in items_of(meeting):
        forget_draft(session.store(), _place(meeting, item))


def put_back(desk: Desk) -> None:
    """Put what was typed on an item before into the session, once."""
    if desk.key("put back") not in st.session_state:
        st.session_state[desk.key("put back")] = True
        for name, value in typed_before(desk.meeting, desk.item).items():
            st.session_state.setdefault(desk.key(name), value)


def _place(meeting: Meeting, item: Item) -> Place:
    return Place(session.actor(), PlanKey(meeting.team, meeting.month), f"{meeting.meeting} {item.key}")


def _read(value: Any) -> str | date:
    return date.fromisoformat(value["day"]) if isinstance(value, dict) else str(value)
