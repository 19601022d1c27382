"""What edits would change, what is wrong with them, who was faster, and the button that saves them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st
from markupsafe import Markup

from planlib.editing.cells import NUMERIC
from planlib.editing.check import Checked, RowProblem, check, of_rows
from planlib.editing.conflict import collisions, rebased
from planlib.editing.edits import Edits
from planlib.editing.save import save
from planlib.editing.sheets import Sheet
from planlib.editing.tables import Tables, read_tables
from planlib.editing.words import Difference, differences
from planlib.errors import ConflictError, InvalidError, Problem, RefusedError
from planlib.locale import NONE, Language
from planlib.locale.sentences import error_sentence, problem_message
from planlib.store.ledger import Change
from planlib.store.rules import needs_reason
from ui import session
from ui.conflicts import settle
from ui.draft import Draft
from ui.links import link
from ui.markup import Column, Row, Tone, bold, cell, chip, finding, note, rich, section, table
from ui.parts_along import part_differences
from ui.show import show

_SAVED = "saved from a table"
TYPED = 40
"""Characters of a bad cell that are repeated."""


def saving(tables: Tables, edits: Edits) -> None:
    """Draw what the edits would change and what stands in the way, and save them on a click."""
    if not edits:
        return
    _, store = session.language(), session.store()
    now = read_tables(store, tables.sheet, tables.key, store.last_change())
    tables = replace(tables, stored={**tables.stored, **{name: now.stored[name] for name in tables.sheet.beside}})
    checked = check(_, tables, edits)
    met = collisions(store, now, checked.rows)
    show(_problems(_, tables.sheet, checked.problems), _differences(_, tables, checked))
    would_change = bool(checked.rows or checked.parts)
    if not (checked.problems or would_change):
        show(note(_("Nothing would change.")))
    answers = settle(_, now, met)
    draft = Draft(tables.sheet, tables.key)
    if met:
        draft.keep()
    blocked = bool(checked.problems) or not would_change or answers is None
    saves, drops, reason = _form(_, tables, draft, blocked=blocked)
    if drops:
        draft.begin(Edits(), now.known_at)
        st.rerun()
    if not saves:
        return
    if met:
        edits = rebased(_, now, edits, met, answers or {})
        draft.begin(edits, now.known_at)
        tables, checked = now, check(_, now, edits)
    if checked.problems:
        st.rerun()
    _save(_, tables, checked, reason, draft)


def _form(_: Language, tables: Tables, draft: Draft, *, blocked: bool) -> tuple[bool, bool, str]:
    """Return whether to save, whether to drop, and the reason."""
    needed = needs_reason(tables.plan.state, [tables.sheet.name])
    with st.form(f"save {tables.sheet.name}", border=False):
        reason = st.text_input(
            _("Why is it changed?") if needed else _("Why is it changed? (may be empty)"),
            max_chars=200,
            key=f"reason {tables.sheet.name} {tables.key} {draft.round}",
        )
        with st.container(horizontal=True):
            saves = st.form_submit_button(_("Save"), type="primary", icon=":material/check:", disabled=blocked)
            drops = st.form_submit_button(_("Drop these edits"))
    return saves, drops, reason


def _save(_: Language, tables: Tables, checked: Checked, reason: str, draft: Draft) -> None:
    try:
        by: dict[str, Any] = {"actor": session.actor(), "at": session.now(), "reason": reason}
        change = save(session.store(), tables, checked.rows, parts=checked.parts, **by)
    except ConflictError:
        st.rerun()
    except InvalidError as error:
        show(_problems(_, tables.sheet, of_rows(_, tables, error, checked.rows)))
    except RefusedError as error:
        show(finding(error_sentence(_, error), chip(_("Not saved"), Tone.BAD)))
    else:
        draft.begin(Edits(), session.store().last_change())
        say_saved(change)
        st.rerun()


def say_saved(change: Change | None, place: str = _SAVED) -> None:
    """Have the page say after the next run what was saved, at the place that asks for it."""
    st.session_state[place] = change.change_id if change else 0


def what_was_saved(_: Language, place: str = _SAVED) -> None:
    """Say once what the last click saved, and where it can be undone."""
    change = st.session_state.pop(place, None)
    if change is None:
        return
    if not change:
        show(note(_("It stands like that already; nothing was recorded.")))
        return
    where = bold(link("uploads", _("history")))
    text = rich(_("Change #{change} is recorded. It can be undone in the {history}."), change=change, history=where)
    show(finding(text, chip(_("Saved"), Tone.GOOD)))


# parts


def _problems(_: Language, sheet: Sheet, problems: Sequence[RowProblem]) -> Markup:
    """Return what must be put right first, cell by cell; nothing where nothing must."""
    if not problems:
        return Markup("")
    columns = [
        Column(_("Row")),
        Column(_("Field")),
        Column(_("Typed")),
        Column(_("What to do"), phone="row", wrap=True),
    ]
    count = _.plural("{count} cell; nothing is saved before", "{count} cells; nothing is saved before", len(problems))
    return section(_("To be put right"), count) + table(
        columns, (_problem_row(_, sheet, *one) for one in problems), _("To be put right")
    )


def _problem_row(_: Language, sheet: Sheet, row: str, problem: Problem) -> Row:
    head = _(sheet.by_field[problem.column].head) if problem.column else NONE
    typed = problem.value if problem.column and problem.value else NONE
    return Row(
        [row, head, typed if len(typed) <= TYPED else typed[:TYPED] + "…", problem_message(_, problem)], tone=Tone.BAD
    )


def _differences(_: Language, tables: Tables, checked: Checked) -> Markup:
    """Return the table of old and new values; nothing where nothing would change."""
    found = differences(_, tables, checked.rows) + part_differences(_, tables, checked)
    if not found:
        return Markup("")
    right = any(map(_is_number, found))
    columns = [
        Column(_("Row")),
        Column(_("Field")),
        Column(_("Old"), right=right, wrap=True, phone="row"),
        Column(_("New"), right=right, wrap=True, phone="row"),
    ]
    rows = (Row([one.row, _field(_, one), cell(one.before), cell(one.after, strong=True)]) for one in found)
    count = _.plural("{count} row", "{count} rows", len(checked.rows) + len(checked.parts))
    return section(_("What will change"), count) + table(columns, rows, _("What will change"))


def _field(_: Language, one: Difference) -> str:
    if one.column:
        return _(one.column.head)
    return _("added") if one.before == NONE else _("removed")


def _is_number(one: Difference) -> bool:
    return one.column is not None and one.column.kind in NUMERIC
