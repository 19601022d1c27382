"""What is typed on an item of a meeting and not taken down yet."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from planlib.meeting.agenda import Item, items_of
from planlib.model import Meeting, PlanKey
from planlib.store.drafts import Place, forget_draft
from ui import session
from ui.form import keep_typed, typed_at
from ui.meeting_desk import Desk


def keep(desk: Desk, typed: Mapping[str, str | date]) -> None:
    """Keep what is typed on an item in place of what was; where nothing is, that is forgotten."""
    keep_typed(_place(desk.meeting, desk.item), typed)


def forget_all(meeting: Meeting) -> None:
    """Forget what is typed on any item, as its meeting is over."""
    for item in items_of(meeting):
        forget_draft(session.store(), _place(meeting, item))


def put_back(desk: Desk) -> None:
    """Put what was typed on an item before into the session, once."""
    if desk.key("put back") not in st.session_state:
        st.session_state[desk.key("put back")] = True
        for name, value in typed_at(_place(desk.meeting, desk.item)).items():
            st.session_state.setdefault(desk.key(name), value)


def _place(meeting: Meeting, item: Item) -> Place:
    return Place(session.actor(), PlanKey(meeting.team, meeting.month), f"{meeting.meeting} {item.key}")
