"""Whether the window is as narrow as a phone, for what cannot be laid out anew by its style alone, such as figures."""

import streamlit as st

_KEY = "narrow window"
_TELL = """
export default function ({ data, setStateValue }) {
  const phone = window.matchMedia("(max-width: 640px)")
  const tell = () => phone.matches !== data.narrow && setStateValue("narrow", phone.matches)
  phone.addEventListener("change", tell)
  tell()
  return () => phone.removeEventListener("change", tell)
}
"""
_window = st.components.v2.component("planlib.width", html="<span></span>", js=_TELL)


def narrow() -> bool:
    """Return whether the window is a phone's; where it is, the page is run once more as soon as it says so."""
    known = bool(getattr(st.session_state.get(_KEY), "narrow", False))
    told = _window(key=_KEY, height=0, data={"narrow": known}, default={"narrow": known}, on_narrow_change=_told)
    return bool(told.narrow)


def _told() -> None:
    """Have the page run with what the window said."""
