"""What becomes of the parts of a target that is edited: they go along in proportion, or stay and one says why."""

from dataclasses import replace

import streamlit as st

from planlib.editing.check import Checked, check, with_edits
from planlib.editing.edits import Edits
from planlib.editing.one_target import target_cells, with_cells
from planlib.editing.parts import to_be_fitted
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import Tables, read_tables
from planlib.editing.words import Difference, differences
from planlib.locale import N_, Language
from ui import session
from ui.draft import Draft
from ui.markup import section
from ui.show import show

STAY, ALONG = "stay", "along"
CHOICES = {STAY: N_("They stay as they are"), ALONG: N_("They go along in proportion")}
_REASON = "parts_reason"


def part_differences(_: Language, tables: Tables, checked: Checked) -> list[Difference]:
    """Return what becomes of the parts that go along with their targets."""
    if not checked.parts:
        return []
    of_parts = read_tables(session.store(), SHEETS["target_parts"], tables.key, session.store().last_change())
    return differences(_, of_parts, checked.parts)


def what_of_parts(_: Language, tables: Tables, edits: Edits) -> None:
    """Draw the choice for each target whose parts are to be looked at, in the table of targets; else nothing."""
    if tables.sheet.name != "targets":
        return
    rows = check(_, tables, edits, adding_up=False).rows
    kpis = to_be_fitted(tables, edits.along, with_edits(tables, rows))
    if kpis:
        about = _("each part stays as much of the target as it was, and they add up again to the last digit")
        show(section(_("What becomes of the parts"), about))
    for kpi in kpis:
        _choice(_, tables, edits, kpi)


def _choice(_: Language, tables: Tables, edits: Edits, kpi: str) -> None:
    draft = Draft(tables.sheet, tables.key)
    key = f"parts {tables.key} {kpi}"
    cells = target_cells(_, tables, edits, kpi) or {}

    def chosen() -> None:
        others = [one for one in edits.along if one != kpi]
        goes = st.session_state[key] == ALONG
        draft.begin(replace(edits, along=[*others, *([kpi] if goes else [])]), draft.at)

    def reasoned() -> None:
        reason = {_REASON: st.session_state[f"{key} why"] or None}
        draft.begin(with_cells(_, tables, edits, kpi, reason), draft.at)

    st.session_state[key] = ALONG if kpi in edits.along else STAY
    names = {name: _(text) for name, text in CHOICES.items()}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key=f"pl-parts-{kpi}"):
        label = _("Parts of {kpi}", kpi=_.name(tables.kpis[kpi]))
        st.segmented_control(
            label, list(names), format_func=names.__getitem__, required=True, key=key, on_change=chosen
        )
        if kpi not in edits.along:
            st.session_state[f"{key} why"] = cells.get(_REASON) or ""
            column = tables.sheet.by_field[_REASON]
            st.text_input(_(column.head), key=f"{key} why", help=_(column.help), max_chars=200, on_change=reasoned)
