"""The bar above a meeting's items: where it is, next and previous by button and by key, and the clocks.

It runs in the browser, so that the clocks tick and a key is felt at once; the address has the item in view.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import streamlit as st

from planlib.locale import Language
from planlib.meeting.agenda import Item
from planlib.meeting.words import item_title
from planlib.model import Meeting
from planlib.snapshot import Snapshot
from ui import address, session

ITEM = "item"
"""Names in the address the item in view."""

_KEY = "presenter"
_HTML = """
<nav>
  <button class="back" type="button">‹ <span></span></button>
  <select></select>
  <button class="on" type="button"><span></span> ›</button>
  <p><span class="whole"></span><span class="item"></span></p>
</nav>
"""
_CSS = """
nav { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; font: 16px var(--st-font); color: var(--pl-ink);
  font-variant-numeric: tabular-nums; }
button, select { height: 40px; padding: 0 14px; font: inherit; font-weight: 650; color: inherit; cursor: pointer;
  background: var(--pl-bg); border: 1px solid var(--pl-line); border-radius: var(--st-base-radius); }
select { flex: 0 1 auto; min-width: 0; max-width: 420px; font-weight: 700; }
button.on { color: #FFFFFF; background: var(--st-primary-color); border-color: var(--st-primary-color); }
button:disabled { opacity: 0.4; cursor: default; }
button:focus-visible, select:focus-visible { outline: 2px solid var(--pl-accent); outline-offset: 2px; }
p { margin: 0 0 0 auto; display: flex; gap: 16px; color: var(--pl-soft); white-space: nowrap; }
p .whole { color: var(--pl-ink); font-weight: 650; }
@media (max-width: 640px) {
  button span { display: none; }
  select { flex: 1 1 96px; }
  p { margin: 0; flex-basis: 100%; }
}
"""
_JS = Path(__file__).with_name("presenter.js").read_text("utf-8")
_bar = st.components.v2.component("planlib.presenter", html=_HTML, css=_CSS, js=_JS)


def item_in_view(items: Sequence[Item], last: str | None) -> int:
    """Return the place of the item that the address asks for, else of the `last` in view, else of the first."""
    keys = [item.key for item in items]
    return keys.index(address.valid(ITEM, keys, last if last in keys else keys[0]))


def presenter(
    _: Language,
    snapshot: Snapshot,
    meeting: Meeting,
    items: Sequence[Item],
    begun: datetime,
    last: str | None = None,
) -> Item:
    """Draw the bar; the item in view comes back."""
    at = item_in_view(items, last)
    titles = [
        {"key": item.key, "title": _place(_, number, len(items), item_title(_, snapshot, item))}
        for number, item in enumerate(items, 1)
    ]
    words = {"back": _("Previous"), "on": _("Next"), "agenda": _("Agenda")}
    words |= {"whole": _("Meeting"), "item": _("This item")}
    times = {"begun": begun.timestamp() * 1000, "now": session.now().timestamp() * 1000}
    data = {"meeting": meeting.meeting, "items": titles, "at": at, "words": words, **times}
    _bar(key=_KEY, data=data, on_chosen_change=_chosen)
    return items[at]


def _place(_: Language, number: int, of: int, title: str) -> str:
    return _("{number} of {of} · {title}", number=number, of=of, title=title)


def _chosen() -> None:
    if chosen := st.session_state[_KEY].chosen:
        address.put(ITEM, chosen)
