"""Many things that can go on into the next month, in one table: a tick each, and why one stays behind."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from planlib.locale import Language
from planlib.rollover import Carried, Choice
from planlib.snapshot import Snapshot
from ui.carried import details
from ui.form import Form
from ui.markup import note
from ui.show import show

MANY = 40
"""Things of one kind above which they stand in a table."""
IN_TABLE = ("milestones", "budgets", "tasks", "risks")
"""Of these only whether they go on is chosen."""
_HEIGHT = 560
"""Pixels of the table."""


def table_key(table: str, known_at: int) -> str:
    """Return how the form calls the table of a kind: another one after each change of the ledger."""
    return f"table {table} {known_at}"


def choices_in_table(
    _: Language, snapshot: Snapshot, form: Form, carried: Sequence[Carried], key: str
) -> dict[str, Choice]:
    """Draw the things to be ticked off in a table, and return what is chosen for each."""
    label = {"goes": _("Goes on"), "what": _("What goes on"), "about": _("Details"), "why": _("Why it stays behind")}
    frame = pd.DataFrame(
        {
            "goes": [bool(form.start(f"carry {one.key}", stands=True)) for one in carried],
            "what": [one.called(_) for one in carried],
            "about": [details(_, snapshot, one) for one in carried],
            "why": [str(form.start(f"why {one.key}", "")) for one in carried],
        }
    )
    config = {
        "goes": st.column_config.CheckboxColumn(label["goes"], width=80),
        "what": st.column_config.TextColumn(label["what"], width=360, disabled=True),
        "about": st.column_config.TextColumn(label["about"], width=220, disabled=True),
        "why": st.column_config.TextColumn(label["why"], width=300, max_chars=200),
    }
    shown = st.data_editor(
        frame, key=form.key(key), column_config=config, hide_index=True, num_rows="fixed", height=_HEIGHT
    )
    show(note(_("Copy a reason down with the corner of its cell, or with Ctrl+D.")))
    rows = zip(carried, shown["goes"].tolist(), shown["why"].fillna("").tolist(), strict=True)
    return {one.key: _chosen(form, one, goes=bool(goes), why=why) for one, goes, why in rows}


def _chosen(form: Form, one: Carried, *, goes: bool, why: str) -> Choice:
    form.enter(f"carry {one.key}", goes)
    reason = form.enter(f"why {one.key}", why)
    return Choice() if goes else Choice(drop=True, reason=reason)
