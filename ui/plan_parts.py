"""Parts of the page Plan: what may be done with the plan, which table is in view, and bringing the plan into force."""

from collections.abc import Callable, Mapping

import streamlit as st

from planlib.editing.save import activate
from planlib.editing.sheets import GROUPS, SHEETS, Sheet
from planlib.locale import N_, Language
from planlib.snapshot import Snapshot
from planlib.vocabulary import PlanState
from ui import address, session
from ui.draft import Draft
from ui.markup import note
from ui.saving import say_saved
from ui.show import show

TABLE = "table"
_ABOUT = "about"
_DOT = " •"

_SENTENCES = {
    PlanState.DRAFT: N_("A draft: change what you like. No reason is asked until the plan is active."),
    PlanState.ACTIVE: N_("The plan is active: every change asks for a reason and stays in the history."),
    PlanState.CLOSED: N_(
        "The month is closed: its plan can only be read. Reopen it on the page Month end to change it."
    ),
}


def is_open(snapshot: Snapshot) -> bool:
    """Return whether the plan in view may be edited."""
    return snapshot.plan.state != PlanState.CLOSED and not session.read_only()


def sentence(_: Language, snapshot: Snapshot) -> str:
    """Return what may be done with the plan in view."""
    if session.read_only():
        return _("The plan as it stood then, to be read only. Go back to now to change it.")
    return _(_SENTENCES[snapshot.plan.state])


def stamp(_: Language, snapshot: Snapshot) -> str:
    """Return the plan's title and the change it stands at."""
    title = _.name(snapshot.plan, "title")
    return " · ".join(part for part in (title, _("change #{change}", change=snapshot.known_at)) if part)


def choose_sheet(_: Language, snapshot: Snapshot) -> Sheet:
    """Draw the choice of the table: what it is about, then which; one with edits that are not saved has a dot."""
    chosen = SHEETS[address.valid(TABLE, SHEETS, next(iter(SHEETS)))]
    about = next(about for about, sheets in GROUPS.items() if chosen in sheets)
    unsaved = {name for name, sheet in SHEETS.items() if is_open(snapshot) and Draft(sheet, snapshot.key).now}
    groups = {name: _(name) + _DOT * any(one.name in unsaved for one in sheets) for name, sheets in GROUPS.items()}
    tables = {one.name: _(one.title) + _DOT * (one.name in unsaved) for one in GROUPS[about]}

    def other_group() -> None:
        address.put(TABLE, GROUPS[st.session_state[address.widget_key(_ABOUT)]][0].name)

    _switch(_("What about"), _ABOUT, groups, about, other_group)
    if len(tables) > 1:
        _switch(_("Table"), TABLE, tables, chosen.name, lambda: address.turned(TABLE))
    return chosen


def _switch(label: str, name: str, options: Mapping[str, str], value: str, turned: Callable[[], None]) -> None:
    st.session_state[address.widget_key(name)] = value
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        required=True,
        key=address.widget_key(name),
        on_change=turned,
        label_visibility="collapsed",
    )


def activation(_: Language, snapshot: Snapshot) -> None:
    """Draw the button that brings a draft into force, which asks once more."""
    if snapshot.plan.state != PlanState.DRAFT or session.read_only():
        return
    with st.popover(_("Activate the plan"), icon=":material/flag:"), st.form("activate", border=False):
        show(note(_("From then on every change asks for a reason, and the original budget stays as it is.")))
        reason = st.text_input(_("Reason (may be empty)"), max_chars=200)
        if st.form_submit_button(_("Yes, activate it"), type="primary"):
            say_saved(activate(session.store(), snapshot.key, actor=session.actor(), at=session.now(), reason=reason))
            st.rerun()
