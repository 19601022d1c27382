"""Pasting a block of cells into the plan's table: what the table would leave out is read here, or told."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import streamlit as st
from pydantic import ValidationError

from planlib.editing.cells import NUMERIC
from planlib.editing.edits import Edits
from planlib.editing.paste import Block, Pasted, pasted
from planlib.editing.sheets import Kind
from planlib.editing.tables import Tables
from planlib.errors import RefusedError
from planlib.locale import Language
from ui.markup import Tone, chip, finding
from ui.show import show

_LISTEN = Path(__file__).with_name("paste.js").read_text("utf-8")
_listener = st.components.v2.component("planlib.paste", html="<span></span>", js=_LISTEN)
_PLAIN = (Kind.TEXT, Kind.CATEGORY, Kind.SHARES, Kind.PHASES, *NUMERIC)
"""Kinds that the table itself takes as they are written."""
_LEFT_OUT = "left out of a paste"


def paste(_: Language, tables: Tables, edits: Edits, order: Sequence[str]) -> Pasted | None:
    """Listen for a block that is pasted into the table, as it stands with `edits`; return what comes of it."""
    columns = [tables.sheet.by_field[field] for field in order]
    data = {
        "first": 0 if tables.sheet.fixed else 1,  # beside the boxes to tick
        "plain": [column.kind in _PLAIN and not tables.locked(column) for column in columns],
        "rows": len(tables.rows) - len(edits.removed) + len(edits.added),
    }
    found = _listener(key=f"paste {tables.sheet.name}", data=data, height=0, on_pasted_change=lambda: None).pasted
    if not found:
        return None
    try:
        return pasted(_, tables, edits, Block.model_validate(dict(found)), order)
    except ValidationError as fault:
        raise RefusedError("unreadable_edit", row=None, column=None) from fault


def say_what_was_left_out(_: Language, tables: Tables, done: Pasted | None, round_: int) -> None:
    """Say what of the last block found no place, until the round of edits that it was pasted in is saved or dropped."""
    if done:
        st.session_state[_LEFT_OUT] = (tables.sheet.name, round_, list(_left_out(_, tables, done)))
    sheet, since, sentences = st.session_state.get(_LEFT_OUT, ("", 0, []))
    if (sheet, since) == (tables.sheet.name, round_):
        show(*(finding(sentence, chip(_("Left out"), Tone.WARN)) for sentence in sentences))


def _left_out(_: Language, tables: Tables, done: Pasted) -> Iterator[str]:
    if done.locked:
        heads = _.join([_(tables.sheet.by_field[field].head) for field in done.locked])
        yield _("{columns} cannot be changed here; the cells pasted there are left out.", columns=heads)
    if done.unknown:
        names = _.join([f"“{name}”" for name in done.unknown])
        yield _("Nothing is called {names}; those lines are left out.", names=names)
    if done.beyond:
        yield _.plural(
            "{count} line was pasted past the end and is left out; paste the name of its row with it.",
            "{count} lines were pasted past the end and are left out; paste the names of their rows with them.",
            done.beyond,
        )
