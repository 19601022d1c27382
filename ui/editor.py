"""A table of the plan in an editor: what is typed stays in a draft until it is saved or dropped.

Streamlit's editor forgets its changes when its rows change or the page is left, and checks nothing. So the changes
are kept beside it as plain values, read from its state before it is drawn, and it is drawn anew, with the changes
in its rows, whenever it has forgotten them. The rows as they were loaded are the number of a change of the ledger.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from unicodedata import east_asian_width

import pandas as pd
import streamlit as st

from planlib.editing.cells import NUMERIC, Cells
from planlib.editing.edits import Edits, shown_rows, with_state
from planlib.editing.sheets import Column, Kind, Sheet
from planlib.editing.tables import Tables, read_tables
from planlib.editing.words import cell_choices, reference_words
from planlib.errors import RefusedError
from planlib.locale import Language
from planlib.locale.sentences import error_sentence
from planlib.model import PlanKey
from ui import session
from ui.draft import Draft
from ui.markup import Tone, chip, finding, note
from ui.paste import paste, say_what_was_left_out
from ui.show import show

SHOWN_WHOLE = 20
"""Rows of a table that are shown without scrolling in it."""
HEIGHT = 700
"""Pixels of a longer one."""
WIDEST = 300
"""Pixels of a column at most."""


def edit_table(sheet: Sheet, key: PlanKey) -> tuple[Tables, Edits]:
    """Draw the table to be edited; the rows as they were loaded come back, and what was changed in them."""
    _ = session.language()
    draft, last = Draft(sheet, key), session.store().last_change()
    tables = read_tables(session.store(), sheet, key, draft.at)
    if _name(_, tables, draft) not in st.session_state:
        draft.begin(draft.now, draft.at)
    try:
        draft.typed(with_state(tables, draft.start, st.session_state.get(_name(_, tables, draft), {})))
    except RefusedError as error:
        show(finding(error_sentence(_, error), chip(_("Not saved"), Tone.BAD)))
        draft.begin(draft.now, draft.at)
    if not draft.now and draft.at < last:
        draft.begin(draft.now, last)
        tables = read_tables(session.store(), sheet, key, last)
    _say_if_left(_, draft)
    say_if_elsewhere(_, draft)
    if shown_rows(_, tables, draft.now) or not sheet.picked:
        _draw(_, tables, draft)
    _offer_rows(_, tables, draft)
    return tables, draft.now


def _draw(_: Language, tables: Tables, draft: Draft) -> None:
    """Draw the editor, with what was just pasted in its rows."""
    sheet, place = tables.sheet, st.container(key="pl-sheet")
    order = _order(_, sheet)
    block = paste(_, tables, draft.now, order)
    if block:
        draft.begin(block.edits, draft.at)
    say_what_was_left_out(_, tables, block, draft.round)
    rows = shown_rows(_, tables, draft.start)
    with place:
        st.data_editor(
            _frame(_, tables, rows),
            key=_name(_, tables, draft),
            num_rows="fixed" if sheet.fixed else "delete" if sheet.picked else "dynamic",
            **_looks(_, tables, rows),
        )
    show(note(_how(_, sheet)))


def _say_if_left(_: Language, draft: Draft) -> None:
    """Say that edits of an earlier visit are in the table."""
    if draft.left:
        moment = _.moment(draft.left.astimezone(session.zone()))
        text = _("Your edits of {moment} are in the table; save or drop them below.", moment=moment)
        show(finding(text, chip(_("Not saved"), Tone.WARN)))


def say_if_elsewhere(_: Language, draft: Draft, take_over: Callable[[], None] | None = None) -> None:
    """Say that another window of the same person has other edits of the table, and offer to bring them in."""
    if not draft.elsewhere:
        return
    show(finding(_("In another window you have typed into this table too."), chip(_("Not saved"), Tone.WARN)))
    bring = take_over or draft.take_over
    st.button(_("Bring those edits in here"), icon=":material/input:", on_click=bring, key="take over")


def read_table(sheet: Sheet, key: PlanKey, known_at: int) -> Tables:
    """Draw the table as it stood after the change `known_at`, to be read only; its rows come back."""
    _ = session.language()
    tables = read_tables(session.store(), sheet, key, known_at)
    rows = shown_rows(_, tables, Edits())
    if rows:
        st.dataframe(_frame(_, tables, rows, reading=True), **_looks(_, tables, rows, reading=True))
    else:
        show(note(_("There are no rows.")))
    return tables


def _how(_: Language, sheet: Sheet) -> str:
    keys = _("Drag the corner of what is marked, or press Ctrl+D, to fill the cells below; Del empties cells.")
    if sheet.fixed:
        return _.sentences([_("Double-click a cell to change it."), keys])
    if sheet.picked:
        rows = _("Double-click a cell to change it; tick a row at its left and press the bin above to remove it.")
        return _.sentences([rows, keys])
    rows = _(
        "Double-click a cell to change it; the last line begins a new row; tick a row at its left and press the bin"
        " above to remove it."
    )
    return _.sentences([rows, keys])


def _name(_: Language, tables: Tables, draft: Draft) -> str:
    """Return the key of the editor: another one wherever Streamlit would take it for another editor."""
    return f"{tables.sheet.name} {tables.key} {tables.plan.state} {_.code} {draft.at} {draft.turn}"


def _offer_rows(_: Language, tables: Tables, draft: Draft) -> None:
    """Offer what a row may be added for, where the table's rows are picked."""
    picked = tables.sheet.picked
    taken = [cells.get(picked) for cells in draft.now.added]
    names = reference_words(_, tables, tables.sheet.by_field[picked]) if picked else {}
    options = [row for row in tables.addable if row not in taken]
    if not options:
        return
    name = f"add {_name(_, tables, draft)}"

    def add(rows: Sequence[str]) -> None:
        now = draft.now
        draft.begin(replace(now, added=[*now.added, *({picked: row} for row in rows)]), draft.at)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _.plural("{count} KPI has no target this month", "{count} KPIs have no target this month", len(options)),
            options,
            format_func=names.__getitem__,
            index=None,
            placeholder=_("Add a target for …"),
            key=name,
            on_change=lambda: add([st.session_state[name]]),
            width=360,
        )
        if len(options) > 1:
            st.button(_("Add all"), on_click=add, args=(options,))


# how it looks


def _looks(_: Language, tables: Tables, rows: Sequence[Cells], *, reading: bool = False) -> dict[str, Any]:
    """Return what a table to edit and one to read have in common."""
    order = _order(_, tables.sheet)
    return {
        "column_config": {
            column.field: _column(_, tables, column, rows, pinned=column.field == order[0], reading=reading)
            for column in tables.sheet.columns
        },
        "column_order": order,
        "height": "content" if len(rows) <= SHOWN_WHOLE else HEIGHT,
        "hide_index": True,
        "placeholder": "",
        "alt": _(tables.sheet.title),
    }


def _order(_: Language, sheet: Sheet) -> list[str]:
    """Return the fields as the table has them: the reader's own names where they stand, those of others last."""
    fields = [_own_first(_, column.field) for column in sheet.in_table]
    return sorted(fields, key=lambda field: field.endswith("_zh" if _.code == "en" else "_en"))


def _own_first(_: Language, field: str) -> str:
    """Return the field with the two languages exchanged, so that the reader's own comes first; Chinese is first."""
    stem, _under, code = field.rpartition("_")
    other = {"zh": "en", "en": "zh"}.get(code)
    return f"{stem}_{other}" if other and _.code == "en" else field


def _column(_: Language, tables: Tables, column: Column, rows: Sequence[Cells], *, pinned: bool, reading: bool) -> Any:
    words = cell_choices(_, tables, column)
    texts = [str(row[column.field] or "") for row in rows]
    shared: dict[str, Any] = {
        "label": _(column.head),
        "help": _(column.help) if column.help else None,
        "disabled": tables.locked(column),
        "pinned": pinned,
        "width": _width(_(column.head), [words.get(text, text) for text in texts]),
    }
    if column.kind in (Kind.CHOICE, Kind.LISTED, Kind.REFERENCE) and not (reading or tables.locked(column)):
        return st.column_config.SelectboxColumn(
            options=list(words), format_func=lambda option: words.get(str(option), str(option)), **shared
        )
    if column.kind == Kind.DAY:
        return st.column_config.DateColumn(format="YYYY-MM-DD", **shared)
    if column.kind == Kind.FLAG:
        return st.column_config.CheckboxColumn(**shared)
    return st.column_config.TextColumn(alignment="right" if column.kind in NUMERIC else "left", **shared)


def _width(head: str, texts: Sequence[str]) -> int:
    """Return the pixels that show every text whole, within reason: a number that is cut short is another number."""
    longest = max((_ems(text) for text in texts), default=0.0)
    return round(min(max(_ems(head) * 14 + 48, longest * 14 + 20), WIDEST))


def _ems(text: str) -> float:
    """Return about how wide a text is: a Chinese character is one."""
    return sum(1.0 if east_asian_width(character) in "WF" else 0.56 for character in text)


def _frame(_: Language, tables: Tables, rows: Sequence[Cells], *, reading: bool = False) -> pd.DataFrame:
    """Return the cells as the table takes them; what a cell cannot show is left empty there, and told below it.

    A cell that cannot be edited holds the word and not its code or id, which Streamlit would show on a key.
    """
    series = {}
    for column in tables.sheet.columns:
        words = cell_choices(_, tables, column) if reading or tables.locked(column) else {}
        cells = [row[column.field] for row in rows]
        series[column.field] = _series(column, [words.get(str(cell), cell) for cell in cells])
    return pd.DataFrame(series)


def _series(column: Column, cells: list[Any]) -> "pd.Series[Any]":
    if column.kind == Kind.DAY:
        return pd.Series([_day(cell) for cell in cells], dtype="datetime64[us]")
    if column.kind == Kind.FLAG:
        return pd.Series([cell if isinstance(cell, bool) else None for cell in cells], dtype="boolean")
    return pd.Series([cell if isinstance(cell, str) else None for cell in cells], dtype="string")


def _day(cell: object) -> date | None:
    try:
        return cell if isinstance(cell, date) else date.fromisoformat(str(cell)[:10])
    except ValueError:
        return None
