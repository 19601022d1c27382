"""Saying why a budget line is far off its budget, on the line's screen of a meeting; as on the page Budget."""

from datetime import date
from typing import Any

import streamlit as st

from planlib.explaining import By, Said, explain
from planlib.meeting.agenda import ItemKind
from planlib.snapshot import BudgetLine
from ui import session
from ui.meeting_desk import Desk
from ui.meeting_draft import field, inside
from ui.meeting_steps import TEXT, attempt, person

EXPLANATION = "explanation"


def line_in_view(desk: Desk) -> BudgetLine | None:
    """Return the budget line that the item is about."""
    if desk.item.kind is not ItemKind.LINE:
        return None
    return next((line for line in desk.snapshot.budget().lines if line.budget.line == desk.item.id), None)


def is_owed(desk: Desk) -> bool:
    """Return whether the line of the item is to be explained, and nobody did."""
    line = line_in_view(desk)
    return line is not None and line.needs_explaining and line.explanation is None


def explanation(desk: Desk, line: BudgetLine) -> None:
    """Draw the form, which goes on with what was said before."""
    _, action = desk.language, line.action
    text = line.explanation.text if line.explanation else ""
    st.text_area(_("Why?"), height=88, max_chars=TEXT, **_field(desk, "text", text))
    st.text_area(
        _("What is done about it? (may be empty)"),
        height=88,
        max_chars=TEXT,
        **_field(desk, "action", action.text if action else ""),
    )
    who, when = st.columns(2)
    with who:
        person(desk, _("Who does it"), _field(desk, "owner", action.owner if action else None))
    with when:
        due = action.due if action else None
        st.date_input(_("Due by"), format="YYYY-MM-DD", **_field(desk, "due", due))
    st.button(
        _("Take down"),
        type="primary",
        icon=":material/check:",
        key=desk.key("explain"),
        on_click=_take,
        args=(desk, line),
    )


def _field(desk: Desk, name: str, stands: str | date | None) -> dict[str, Any]:
    return field(desk, EXPLANATION, name, stands)


def _take(desk: Desk, line: BudgetLine) -> None:
    typed, by = inside(desk, EXPLANATION), desk.by()
    said = Said(typed["text"] or "", typed["action"] or "", typed["owner"], typed["due"])
    who = By(by.actor, by.at, by.seen)
    attempt(
        desk,
        lambda: explain(session.store(), desk.snapshot, line, said, who, meeting=desk.meeting.meeting),
        EXPLANATION,
    )
