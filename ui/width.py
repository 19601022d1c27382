"""Whether the window is narrow, for figures: they cannot be laid out anew by their style alone."""

import streamlit as st

_KEY = "narrow window"
_TELL = """
export default function ({ data, setStateValue }) {
  const small = window.matchMedia("(max-width: 1240px)")
  const tell = () => {
    document.body.dataset.width = small.matches === data.narrow ? "known" : "asked"
    if (small.matches !== data.narrow) setStateValue("narrow", small.matches)
  }
  small.addEventListener("change", tell)
  tell()
  return () => small.removeEventListener("change", tell)
}
"""
_window = st.components.v2.component("planlib.width", html="<span></span>", js=_TELL)


def narrow() -> bool:
    """Return whether the window is narrow; where it is, the page is run once more as soon as it says so."""
    known = bool(getattr(st.session_state.get(_KEY), "narrow", False))
    told = _window(key=_KEY, height=0, data={"narrow": known}, default={"narrow": known}, on_narrow_change=_told)
    return bool(told.narrow)


def _told() -> None:
    """Have the page run with what the window said."""
