"""What the forms of a meeting share: a step that may be refused, why it was, and the field for somebody of the team."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import streamlit as st

from planlib.errors import ConflictError, InvalidError, RefusedError
from planlib.locale.sentences import error_sentence, problem_message
from planlib.plans import names_by_login
from ui import session
from ui.markup import Tone, chip, finding
from ui.meeting_desk import Desk
from ui.meeting_draft import clear
from ui.show import show

TEXT = 2000
DUE = timedelta(days=7)
"""After the meeting an action is due, unless it is said otherwise."""


def attempt(desk: Desk, act: Callable[[], object], form: str) -> None:
    """Do a step and have its form begin anew, or have the item say why not where it was refused."""
    try:
        act()
    except RefusedError as error:
        st.session_state[desk.key("refused")] = _why_not(desk, error)
    else:
        clear(desk, form)


def _why_not(desk: Desk, error: RefusedError) -> str:
    _ = desk.language
    match error:
        case InvalidError():
            return _.sentences([problem_message(_, problem) for problem in error.problems])
        case ConflictError():
            names = names_by_login(_, session.store(), desk.snapshot.team.team)
            met = error.conflicts[0]
            who = names.get(met.actor, met.actor)
            said = _("{who} was faster: what stands now is shown.", who=who)
            return _.sentences(
                [said, _("Their reason: {reason}.", reason=_.own(met.reason)) if met.reason else ""]
            ).strip()
    return error_sentence(_, error)


def say_what_happened(desk: Desk) -> None:
    """Say why the last step was refused, once."""
    _ = desk.language
    if why_not := st.session_state.pop(desk.key("refused"), None):
        show(finding(why_not, chip(_("Not taken down"), Tone.BAD)))


def person(desk: Desk, label: str, kept: dict[str, Any], *, new: bool = False, labelled: bool = True) -> None:
    """Draw the field for somebody of the team, or, where they may be `new`, for anybody's name."""
    _, names = desk.language, {one.person: desk.language.name(one) for one in desk.snapshot.people}
    st.selectbox(
        label,
        list(names),
        format_func=lambda one: names.get(one, one),
        index=None,
        placeholder=_("choose or type a name") if new else "",
        accept_new_options=new,
        label_visibility="visible" if labelled else "collapsed",
        **kept,
    )
