"""The way back into a meeting: whoever opened the rows behind an item comes back to that item.

The session remembers the item in view until the meeting is left or over.
"""

import streamlit as st

from planlib.locale import Language
from planlib.meeting import running
from planlib.meeting.agenda import items_of
from planlib.meeting.words import item_title
from planlib.model import Meeting
from ui import session
from ui.presenter import ITEM
from ui.show import page_link

_KEY = "meeting and item"


def remember(meeting: Meeting, key: str) -> None:
    """Remember which item of a meeting is in view."""
    st.session_state[_KEY] = (meeting.meeting, key)


def forget() -> None:
    """Forget it: the meeting was left, or is over."""
    st.session_state.pop(_KEY, None)


def remembered(meeting: Meeting) -> str | None:
    """Return the item of a meeting that was in view last; None where none was."""
    of, key = st.session_state.get(_KEY, (None, None))
    return key if of == meeting.meeting else None


def way_back(_: Language) -> None:
    """Draw the link to the item that was left; nothing where nobody is in a meeting about the plan in view."""
    if _KEY not in st.session_state or session.read_only():
        return
    snapshot = session.snapshot()
    meeting = running.running(snapshot.meetings, snapshot.key)
    key = remembered(meeting) if meeting else None
    item = next((one for one in items_of(meeting) if one.key == key), None) if meeting else None
    if item:
        with st.container(key="pl-way-back"):
            label = _("Back to the meeting: {item}", item=item_title(_, snapshot, item))
            page_link("meeting", label, ":material/co_present:", **{ITEM: item.key})
