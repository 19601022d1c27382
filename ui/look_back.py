"""The control of the frame that sets the moment of all pages: now, a past meeting, or any past day.

Streamlit's own field for days takes what was typed only at the next click, and leads the page that this click opens
back to the one before. This one is the browser's: Enter, a day picked in its calendar, or leaving the field chooses
the day, before what is clicked then.
"""

from datetime import timedelta
from pathlib import Path

import streamlit as st

from planlib.locale import Language
from planlib.model import Meeting
from ui import address, session

_KEY = "look back"
_HTML = """
<label><span></span><select></select></label>
<label><span></span><input type="date" min="2000-01-01"></label>
"""
_CSS = """
label { display: flex; flex-direction: column; gap: 4px; font: 14px var(--st-font); color: var(--st-text-color); }
label + label { margin-top: 12px; }
[hidden] { display: none; } [hidden] + label { margin-top: 0; }
input, select {
  box-sizing: border-box; width: 100%; height: 40px; padding: 0 12px; font: inherit; color: inherit;
  color-scheme: inherit; background: var(--st-secondary-background-color); border: 1px solid var(--st-border-color);
  border-radius: var(--st-base-radius);
}
select { padding: 0 8px; text-overflow: ellipsis; }
.empty:not(:focus)::-webkit-datetime-edit { opacity: 0; }
input:focus, select:focus { outline: none; border-color: var(--st-primary-color); }
"""
_JS = Path(__file__).with_name("look_back.js").read_text("utf-8")
_control = st.components.v2.component("planlib.look_back", html=_HTML, css=_CSS, js=_JS)

_DAY = "day"
"""In the list of moments where a day is in view that is no meeting's."""


def look_back(_: Language) -> None:
    """Draw the control; it shows the moment that the address asks for."""
    moment, yesterday = session.moment(), session.now().date() - timedelta(days=1)
    day = moment.today.isoformat() if moment and not moment.meeting else ""
    moments = [("", _("Now")), *((address.meeting_moment(one), _named(_, one)) for one in session.past_meetings())]
    shown = address.meeting_moment(moment.meeting) if moment and moment.meeting else ""
    if day:
        moments, shown = [(_DAY, _.short_day(session.today())), *moments], _DAY
    data = {
        "label": _("Moment in view"),
        "dayLabel": _("Look back to"),
        "moments": moments,
        "moment": shown,
        "day": day,
        "max": yesterday.isoformat(),
    }
    _control(key=_KEY, data=data, on_chosen_change=_chosen)


def _named(_: Language, meeting: Meeting) -> str:
    return _("Meeting of {day}", day=_.short_day(meeting.day))


def _chosen() -> None:
    """Write the moment into the address; with a meeting the month of its plan, which is what it was about."""
    chosen = st.session_state[_KEY].chosen["moment"]
    address.put(address.MOMENT, chosen or None)
    meeting = next((one for one in session.past_meetings() if address.meeting_moment(one) == chosen), None)
    if meeting is not None:
        address.put(address.MONTH, f"{meeting.month:%Y-%m}")
