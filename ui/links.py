"""Links inside HTML that keep the session: a plain link would load the whole app again.

Without this component, or with a key held down for a new tab, the same link opens the same view the browser's way.
It also puts the sidebar away when a page is chosen on a phone, where it covers the page, and has what is clicked wait
while a choice is on its way to the address.
"""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import streamlit as st
from markupsafe import Markup

from ui import address

_LISTEN = Path(__file__).with_name("links.js").read_text("utf-8")
_listener = st.components.v2.component("planlib.links", html="<span></span>", js=_LISTEN)


def link(page: str, text: object, **more: str) -> Markup:
    """Return a link in the text to a page with the same plan, moment and language in view."""
    return Markup('<a href="{0}" target="_self" data-page="{1}">{2}</a>').format(address.href(page, **more), page, text)


def second_link(page: str, text: object, **more: str) -> Markup:
    """Return a link that leads where another beside it does: the tab key passes it by."""
    return Markup('<a tabindex="-1"{}').format(link(page, text, **more)[2:])


def follow_links() -> None:
    """Listen for clicks on such links, and go where the last one led."""
    data = {"carried": list(address.CARRIED)}
    followed = _listener(key="links", data=data, height=0, on_followed_change=lambda: None).followed
    if followed:
        parts = urlsplit(followed)
        st.switch_page(address.page_file(parts.path), query_params=dict(parse_qsl(parts.query)))
