"""The field of the frame in which a past day is chosen.

Streamlit's own takes what was typed only at the next click, and leads the page that this click opens back to the one
before. This one is the browser's: Enter, a day picked in its calendar, or leaving the field chooses the day, before
what is clicked then.
"""

from datetime import timedelta

import streamlit as st

from planlib.locale import Language
from ui import address, session

_KEY = "look back"
_HTML = '<label><span></span><input type="date" min="2000-01-01"></label>'
_CSS = """
label { display: flex; flex-direction: column; gap: 4px; font: 14px var(--st-font); color: var(--st-text-color); }
input {
  box-sizing: border-box; width: 100%; height: 40px; padding: 0 12px; font: inherit; color: inherit;
  color-scheme: inherit; background: var(--st-secondary-background-color); border: 1px solid var(--st-border-color);
  border-radius: var(--st-base-radius);
}
.empty:not(:focus)::-webkit-datetime-edit { opacity: 0; }
input:focus { outline: none; border-color: var(--st-primary-color); }
"""
_JS = """
export default function ({ parentElement, data, setStateValue }) {
  const field = parentElement.querySelector("input")
  parentElement.querySelector("span").textContent = data.label
  field.max = data.max
  field.classList.toggle("empty", !data.day)
  if (!field.typing) [field.value, field.chosen] = [data.day, null]
  const choose = () => {
    field.typing = false
    if (!field.validity.valid) field.value = data.day
    if (field.value === data.day || field.value === field.chosen) return
    field.chosen = field.value
    document.dispatchEvent(new Event("planlib:choice"))
    setStateValue("chosen", { day: field.value, at: Date.now() })
  }
  field.onpointerdown = () => { field.typing = false }
  field.onkeydown = ({ key }) => {
    if (key !== "Enter") field.typing = true
    else if (field.reportValidity()) choose()
  }
  field.onchange = () => field.typing || choose()
  field.onblur = choose

  const leave = (event) => event.composedPath().includes(field) || choose()
  window.removeEventListener("pointerdown", field.leave, true)
  window.addEventListener("pointerdown", leave, true)
  field.leave = leave
  return () => window.removeEventListener("pointerdown", field.leave, true)
}
"""
_field = st.components.v2.component("planlib.look_back", html=_HTML, css=_CSS, js=_JS)


def look_back(_: Language) -> None:
    """Draw the field; it shows the past day that the address asks for."""
    day, yesterday = session.moment(), session.now().date() - timedelta(days=1)
    data = {"label": _("Look back to"), "day": day.isoformat() if day else "", "max": yesterday.isoformat()}
    _field(key=_KEY, data=data, on_chosen_change=_chosen)


def _chosen() -> None:
    address.put(address.MOMENT, st.session_state[_KEY].chosen["day"] or None)
