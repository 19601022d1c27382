"""What was typed in a meeting and not taken down: named before the meeting ends, so that nothing is lost unsaid."""

import streamlit as st
from markupsafe import Markup

from planlib.meeting.words import item_title
from ui import address
from ui.markup import Tone, chip, finding
from ui.meeting_desk import Desk
from ui.meeting_draft import Entry, clear, typed_in
from ui.meeting_notes import turn_to
from ui.presenter import ITEM
from ui.show import show


def say_left(desk: Desk) -> bool:
    """Draw what was typed and not taken down, each with its item and what can become of it; return whether any was."""
    _, found = desk.language, typed_in(desk)
    if not found:
        return False
    text = _.plural(
        "{count} entry was typed and not taken down: take it down, or leave it out.",
        "{count} entries were typed and not taken down: take them down, or leave them out.",
        len(found),
    )
    show(finding(text, chip(_("Not taken down"), Tone.WARN)))
    for one in found:
        _entry(desk, one)
    return True


def _entry(desk: Desk, one: Entry) -> None:
    _, key = desk.language, f"{one.item.key} {one.form}"
    words = Markup('<div class="pl-todo"><p>{}</p><small>{}</small></div>')
    with st.container(key=f"pl-left-{key}", gap=None):
        show(words.format(one.words, item_title(_, desk.snapshot, one.item)))
        with st.container(horizontal=True, gap="small"):
            if one.item != desk.item:
                st.button(
                    _("Go and take it down"),
                    icon=":material/edit:",
                    type="tertiary",
                    key=f"go {key}",
                    on_click=_go,
                    args=(desk.at(one.item), one.form),
                )
            st.button(
                _("Leave it out"),
                icon=":material/close:",
                type="tertiary",
                key=f"leave {key}",
                on_click=clear,
                args=(desk.at(one.item), one.form),
            )


def _go(desk: Desk, form: str) -> None:
    """Show the item, and on it the form in which something is typed."""
    turn_to(desk, form)
    address.put(ITEM, desk.item.key)
