"""What is typed on an item of a meeting and not taken down yet."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import streamlit as st

from planlib.meeting.agenda import Item, items_of
from planlib.model import Meeting, PlanKey
from planlib.store.drafts import Place
from ui import session
from ui.form import keep_typed, typed_at
from ui.meeting_desk import Desk


def keep(desk: Desk, typed: Mapping[str, str | date]) -> None:
    """Keep what is typed on an item in place of what was; where nothing is, that is forgotten."""
    keep_typed(_place(desk.meeting, desk.item), typed)


class Typed(NamedTuple):
    """What is typed on an item, in words."""

    item: Item
    words: str


def typed_in(desk: Desk) -> list[Typed]:
    """Return what is typed on the items of the meeting."""
    found = ((item, typed_at(_place(desk.meeting, item))) for item in items_of(desk.meeting))
    return [Typed(item, _words(desk, typed)) for item, typed in found if typed]


def _words(desk: Desk, typed: Mapping[str, Any]) -> str:
    """Return the values of the fields, its text or its reason first."""
    fields = [name for name in typed if name.startswith("field ") and name != "field subject"]
    fields.sort(key=lambda name: name not in ("field text", "field why"))
    return " · ".join(_value(desk, typed[name]) for name in fields)


def _value(desk: Desk, value: str | date) -> str:
    if isinstance(value, date):
        return desk.language.short_day(value)
    person = desk.snapshot.person(value)
    return desk.language.name(person) if person else value


def put_back(desk: Desk) -> None:
    """Put what was typed on an item before into the session, once."""
    if desk.key("put back") not in st.session_state:
        st.session_state[desk.key("put back")] = True
        for name, value in typed_at(_place(desk.meeting, desk.item)).items():
            st.session_state.setdefault(desk.key(name), value)


def _place(meeting: Meeting, item: Item) -> Place:
    return Place(session.actor(), PlanKey(meeting.team, meeting.month), f"{meeting.meeting} {item.key}")
