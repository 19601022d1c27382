"""One row of a plan's table as a form, where it has more columns than a table can show.

It is another view on the same draft: what is typed here stands in the table too, is there again after a reload or a
restart, and is saved in the same way. What was typed in another window is said, too, and not mixed in unasked.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import zip_longest
from typing import Any

import streamlit as st

from planlib.editing.cells import Cells, row_cells
from planlib.editing.edits import Edits
from planlib.editing.sheets import Column, Kind, Sheet
from planlib.editing.tables import Tables, read_tables
from planlib.editing.words import choice_words, reference_words
from planlib.locale import Language
from planlib.model import PlanKey
from ui import session
from ui.draft import Draft
from ui.editor import say_if_elsewhere
from ui.markup import section
from ui.saving import saving
from ui.show import show

_STEPS = ["1", "2", "3", "4", "5"]
_LONG = 200
"""Characters from which on a text gets several lines."""


def row_form(sheet: Sheet, key: PlanKey, row: str) -> None:
    """Draw the fields of a row, one that stands or one that the draft adds, and what saves them."""
    _, draft, last = session.language(), Draft(sheet, key), session.store().last_change()
    if not draft.now and draft.at < last:
        draft.begin(Edits(), last)
    draft.typed(draft.now)
    say_if_elsewhere(_, draft, partial(_take_over, sheet, key, row))
    tables = read_tables(session.store(), sheet, key, draft.at)
    cells = _cells(_, tables, draft.now, row)
    for part, columns in sheet.parts.items():
        show(section(_(part)))
        for pair in zip_longest(columns[::2], columns[1::2]):
            for side, column in zip(st.columns(2, gap="medium"), filter(None, pair), strict=False):
                with side:
                    _field(_, tables, column, row, cells[column.field])
    saving(tables, draft.now)


def _take_over(sheet: Sheet, key: PlanKey, row: str) -> None:
    """Have the fields begin with what was typed in all windows."""
    draft = Draft(sheet, key)
    draft.take_over()
    for column in sheet.columns:
        st.session_state.pop(_key(draft, sheet, row, column), None)


def _key(draft: Draft, sheet: Sheet, row: str, column: Column) -> str:
    return f"form {sheet.name} {row} {draft.round} {column.field}"


def _cells(_: Language, tables: Tables, edits: Edits, row: str) -> Cells:
    """Return the cells of a row as they are typed by now."""
    stored = tables.rows.get(row)
    cells = row_cells(_, tables.sheet, stored.record, tables.kpis) if stored else dict.fromkeys(tables.sheet.by_field)
    typed = edits.changed.get(row, {}) | (_added(tables.sheet, edits, row) or {})
    return {field: _plain(cell) for field, cell in (cells | typed).items()}


def _added(sheet: Sheet, edits: Edits, row: str) -> Cells | None:
    return next((cells for cells in edits.added if cells.get(sheet.id_field) == row), None)


def _field(_: Language, tables: Tables, column: Column, row: str, cell: Any) -> None:
    draft = Draft(tables.sheet, tables.key)
    key = _key(draft, tables.sheet, row, column)
    st.session_state.setdefault(key, date.fromisoformat(cell) if column.kind == Kind.DAY and cell else cell)
    shared: dict[str, Any] = {
        "key": key,
        "help": _(column.help) if column.help else None,
        "on_change": _typed,
        "args": (tables, column.field, row, key),
    }
    _WIDGETS.get(column.kind, _text)(_, tables, column, shared)


def _typed(tables: Tables, field: str, row: str, key: str) -> None:
    """Keep what is in a field now; where it is what stands, nothing was typed."""
    _, draft = session.language(), Draft(tables.sheet, tables.key)
    edits, cell = draft.now, st.session_state[key]
    cell = _plain(cell)
    if _added(tables.sheet, edits, row) is not None:
        own = tables.sheet.id_field
        added = [cells | {field: cell} if cells.get(own) == row else cells for cells in edits.added]
        draft.begin(replace(edits, added=added), draft.at)
        return
    stands = _cells(_, tables, Edits(), row)
    typed = edits.changed.get(row, {}) | {field: cell}
    typed = {name: value for name, value in typed.items() if (value or None) != (stands[name] or None)}
    others = {name: cells for name, cells in edits.changed.items() if name != row}
    draft.begin(replace(edits, changed=others | ({row: typed} if typed else {})), draft.at)


def _plain(cell: Any) -> Any:
    """Return a cell as a draft keeps it: days as ISO texts."""
    return cell.isoformat() if hasattr(cell, "isoformat") else cell


# fields


def _text(_: Language, tables: Tables, column: Column, shared: Mapping[str, Any]) -> None:
    limits = tables.sheet.table.record.model_fields[column.field].metadata
    longest = next((limit.max_length for limit in limits if hasattr(limit, "max_length")), _LONG)
    if longest > _LONG:
        st.text_area(_(column.head), max_chars=longest, height=88, **shared)
    else:
        st.text_input(_(column.head), max_chars=longest, **shared)


def _number(_: Language, tables: Tables, column: Column, shared: Mapping[str, Any]) -> None:
    st.text_input(_(column.head), max_chars=_LONG, **shared)


def _step(_: Language, tables: Tables, column: Column, shared: Mapping[str, Any]) -> None:
    st.segmented_control(_(column.head), _STEPS, **shared)


def _choice(_: Language, tables: Tables, column: Column, shared: Mapping[str, Any]) -> None:
    is_choice = column.kind == Kind.CHOICE
    words = choice_words(_, tables.sheet, column) if is_choice else reference_words(_, tables, column)
    called = words.__getitem__
    st.selectbox(_(column.head), list(words), format_func=called, index=None, placeholder="", **shared)


def _day(_: Language, tables: Tables, column: Column, shared: Mapping[str, Any]) -> None:
    st.date_input(_(column.head), None, format="YYYY-MM-DD", **shared)


_WIDGETS: Mapping[Kind, Callable[[Language, Tables, Column, Mapping[str, Any]], None]] = {
    **dict.fromkeys((Kind.NUMBER, Kind.PERCENT, Kind.QUANTITY, Kind.MONEY), _number),
    **dict.fromkeys((Kind.CHOICE, Kind.REFERENCE), _choice),
    Kind.STEP: _step,
    Kind.DAY: _day,
}
