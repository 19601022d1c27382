"""Closing the month and opening it again, from the month-end page."""

from datetime import timedelta

import streamlit as st

import ui
from planlib.close import close_plan, reopen_plan
from planlib.snapshot import Snapshot
from planlib.vocabulary import PlanState


def closing(snapshot: Snapshot) -> None:
    """Draw the form that closes the plan in view, or reopens it; a reason is asked for either way."""
    _ = ui.language()
    closed = snapshot.plan.state is PlanState.CLOSED
    ui.show(ui.section(_("Reopen the month") if closed else _("Close the month")))
    if ui.read_only():
        ui.show(ui.note(_("You are looking back; go back to now to close or reopen.")))
        return
    if not closed and ui.today() <= snapshot.key.last_day:
        ui.show(
            ui.note(_("The month can be closed from {day} on.", day=_.day(snapshot.key.last_day + timedelta(days=1))))
        )
        return
    with st.form("closing", border=False):
        ui.show(ui.note(_explained(closed)))
        reason = st.text_input(_("Reason"), max_chars=200)
        if st.form_submit_button(_("Reopen") if closed else _("Close the month"), type="primary"):
            _act(snapshot, reason, closed=closed)
            st.rerun()


def _explained(closed: bool) -> str:
    _ = ui.language()
    if closed:
        return _("Reopening lets the plan be changed again; the close stays in the history.")
    return _("A closed plan keeps its numbers. Nothing more can be recorded until it is reopened.")


def _act(snapshot: Snapshot, reason: str, *, closed: bool) -> None:
    if closed:
        reopen_plan(ui.store(), snapshot.key, reason, ui.actor(), ui.now())
    else:
        close_plan(ui.store(), snapshot.key, reason, ui.actor(), ui.now(), ui.today())
