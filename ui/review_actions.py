"""The part of the weekly review with the team's open actions, each of which can be marked done."""

from datetime import date

import streamlit as st

from planlib.locale import Language
from planlib.meeting import running
from planlib.model import Decision
from planlib.snapshot import Snapshot
from planlib.vocabulary import PlanState
from ui import session
from ui.markup import note, section
from ui.meeting_actions import action_line
from ui.meeting_desk import by
from ui.refused import refusable
from ui.saving import say_saved, what_was_saved
from ui.show import show


def actions_section(_: Language, snapshot: Snapshot, today: date) -> None:
    """Draw the open actions, those due first at the top, with the days by which they are late."""
    found = snapshot.open_actions
    show(section(_("Open actions"), _("first due first") if found else ""))
    with st.container(key="pl-open-actions"):
        what_was_saved(_)
    if not found:
        show(note(_("No action is open.")))
    writable = not session.read_only() and snapshot.plan.state is not PlanState.CLOSED
    for one in found:
        with st.container(key=f"pl-todo-{one.decision}", horizontal=True, gap="small"):
            if writable:
                _tick(_, snapshot, one)
            st.html(str(action_line(_, snapshot, one, today)), width="stretch")


def _tick(_: Language, snapshot: Snapshot, one: Decision) -> None:
    st.button(
        _("Mark as done"),
        icon=":material/radio_button_unchecked:",
        help=_("Mark as done"),
        type="tertiary",
        key=f"done {one.decision}",
        on_click=_done,
        args=(snapshot, one),
    )


@refusable
def _done(snapshot: Snapshot, action: Decision) -> None:
    say_saved(running.done(session.store(), snapshot.key, action, by(snapshot)))
