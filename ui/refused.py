"""Why a click was refused that did its work before its page was drawn: the frame says it above the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st

from planlib.errors import PlanError
from planlib.locale import Language
from planlib.locale.sentences import error_sentence
from ui import session
from ui.markup import Tone, chip, finding
from ui.show import show

_REFUSED = "why the last click was refused"


def refusable(act: Callable[..., None]) -> Callable[..., None]:
    """Return a callback of a widget that keeps why it is refused, as nothing catches what a callback raises."""

    @wraps(act)
    def callback(*given: Any) -> None:
        try:
            act(*given)
        except PlanError as error:
            st.session_state[_REFUSED] = error_sentence(session.language(), error)

    return callback


def what_was_refused(_: Language) -> None:
    """Say once why the last click was refused."""
    if said := st.session_state.pop(_REFUSED, None):
        show(finding(said, chip(_("Not recorded"), Tone.BAD)))
