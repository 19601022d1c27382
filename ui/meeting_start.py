"""How things stood when a meeting began: its moment, and the actions that were open."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from planlib.meeting import running
from planlib.model import Decision, Meeting
from planlib.place import database
from planlib.snapshot.meetings import decisions, open_actions
from ui import session


class Start(NamedTuple):
    """The start of a meeting."""

    at: datetime
    actions: tuple[Decision, ...]
    """Those that were open, the first due first."""


def start_of(meeting: Meeting) -> Start:
    """Return how things stood when a meeting began."""
    return _start_of(database(), meeting.team, meeting.meeting, session.store().last_change(), meeting)


@st.cache_resource(max_entries=16, show_spinner=False)
def _start_of(path: Path, team: str, name: str, last_change: int, _meeting: Meeting) -> Start:
    del path, name, last_change  # they tell one start from another
    change = running.begun(session.store(), _meeting)
    return Start(change.made_at, open_actions(decisions(session.store(), team, change.change_id)))
