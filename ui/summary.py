"""The month-end summary on the screen: its tables, each folded under its heading on a phone."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import streamlit as st
from markupsafe import Markup, escape

from planlib.document import Cell, Document, Fact, Table
from planlib.locale import Language, language
from planlib.model import PlanKey
from planlib.month_end.sources import Source, sources
from planlib.month_end.summary import summary
from planlib.place import database
from planlib.snapshot import Snapshot
from ui import session
from ui.markup import Column, Row, Tone, cell, exactly, section, status_chip, table, tone

_ON_A_PHONE = ("target", "budget", "actual", "attainment", "favourable", "score", "due", "owner")
"""Fields that a phone shows of every row; the others it shows of rows that need attention."""


def summary_part(_: Language, found: Table, *, headed: bool = False) -> Markup:
    """Return a table of the summary under its heading; on a phone the heading opens and closes it.

    One that is `headed` already, by its section, has none where there is room.
    """
    count = _.plural("{count} row", "{count} rows", len(found.rows) - found.totals)
    part = Markup('<div class="pl-wide">{}</div><details class="pl-part"><summary>{}</summary>{}</details>')
    return part.format(
        "" if headed else section(found.title, found.note), section(found.title, count), _table(_, found)
    )


def _table(_: Language, found: Table) -> Markup:
    shown = [at for at, column in enumerate(found.columns) if not column.data]
    normal = len(found.rows) - found.totals
    rows = (_row(_, found, row, shown, total=at >= normal) for at, row in enumerate(found.rows))
    return table([_column(found, at) for at in shown], rows, found.title)


def _column(found: Table, at: int) -> Column:
    column = found.columns[at]
    if column.field == "status":
        return Column(column.head, phone="side", headless=True)
    return Column(column.head, right=column.right, wrap=not column.right, fold=column.field not in _ON_A_PHONE)


def _row(_: Language, found: Table, row: Sequence[Cell], shown: Sequence[int], *, total: bool) -> Row:
    status = next((one.status for one in row if one.status is not None), None)
    name, *rest = (_cell(_, row[at]) for at in shown)
    unit = next((one.text for one, column in zip(row, found.columns, strict=True) if column.field == "unit"), "")
    if unit:
        name += Markup('<span class="pl-soft">{}</span>').format(_(" ({unit})", unit=unit))
    return Row([cell(name, strong=True), *rest], tone(status) if status else Tone.PLAIN, total=total)


def _cell(_: Language, one: Cell) -> Markup:
    if one.status is not None:
        return status_chip(_, one.status)
    text = exactly(one.text, one.full) if one.full else escape(one.text)
    return cell(text, one.under.strip()) if one.under else text


def month_summary(_: Language, snapshot: Snapshot) -> tuple[Document, Mapping[Fact, Source]]:
    """Return the summary of the plan in view, and where the numbers of its sentences come from."""
    seen = snapshot.known_at, snapshot.seen_at
    return _summary(database(), session.actor(), snapshot.key, snapshot.day, seen, _.code, snapshot)


@st.cache_resource(max_entries=32, show_spinner=False)
def _summary(
    path: Path, actor: str, plan: PlanKey, day: date, seen: tuple[int, int], code: str, _snapshot: Snapshot
) -> tuple[Document, Mapping[Fact, Source]]:
    """Keep the summary by the name of its snapshot."""
    found = summary(session.store(), _snapshot, language(code))
    return found, sources(_snapshot, found, language(code))
