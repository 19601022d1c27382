"""A document as PDF, typeset by typst without a browser: contents, footnotes, vector charts, Chinese fonts embedded.

Texts are handed over as data, so nothing in them becomes markup, and nothing is fetched. The file is tagged for those
who have it read aloud (PDF/UA-1), and the same document of one day gives the same bytes.
"""

from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, cast

import orjson

from planlib.document import Cell, Chart, ChartKind, Document, Drawing, Section, Table
from planlib.export.chart_vega import SMALL, USUAL, svg
from planlib.export.cleaning import cleaned
from planlib.export.looks import TONES, WATCH, noted
from planlib.export.widths import lines, needs
from planlib.locale import Language
from planlib.palette import LIGHT

_TEMPLATE = Path(__file__).with_name("templates") / "pack.typ"
_NAMES = {LIGHT.good: "good", LIGHT.bad: "bad", WATCH: "watch"}
_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""Points: the largest in which no word of a table is broken."""
_ROOM, _LETTER, _PADDING = 745, 0.57, 2
"""How wide a page is in points, a Latin letter as a share of its size, and the space beside a text in letters."""
_SHORT = 8
"""Rows of a table that may follow on the page of another section."""
_WHOLE, _LINE, _RULED = 400, 1.25, 7.5
"""Points: height of a table that is not cut where a page ends; of a line for each of its size; beside a row's lines."""
_WIDTH = 72
"""Percent of a page that a chart is wide."""


def pdf_file(document: Document, day: date, language: Language) -> bytes:
    """Return the document as a file made on `day`."""
    import pylopdf_fonts_zh_cn  # fonts and typst are loaded when a file is wanted
    import typst

    asked = partial(
        typst.compile,
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=[Path(pylopdf_fonts_zh_cn.__file__).parent],
        ignore_system_fonts=True,
        sys_inputs={"pack": orjson.dumps(_pack(cleaned(document, footnotes=True), language)).decode()},
        timestamp=datetime.combine(day, time(), UTC),
    )
    try:
        return cast(bytes, asked(pdf_standards="ua-1"))
    except typst.TypstError:  # the standard forbids a letter that no font here has, such as a picture that was typed
        return cast(bytes, asked())


def _pack(document: Document, _: Language) -> dict[str, Any]:
    lang, _tail, region = _.locale.partition("_")
    return {
        "title": document.title,
        "team": document.team,
        "accent": document.accent,
        "stamp": document.stamp,
        "data": "",
        "foot": document.stamp,
        "lang": lang,
        "region": region[-2:],
        "contents": _("Contents"),
        "figure": _("Figure"),
        "sections": [_section(section, at > 1) for at, section in enumerate(filter(None, document.sections))],
    }


def _section(section: Section, later: bool) -> dict[str, Any]:
    tables = [table.brief for table in section.tables if table.rows]
    return {
        "title": section.title,
        "fresh": later and bool(section.figures or any(len(table.rows) > _SHORT for table in tables)),
        "sentences": [{"text": sentence.text, "note": noted(sentence)} for sentence in section.sentences],
        "figures": [_figure(one) for one in section.figures],
        "tables": [_table(table, section) for table in tables],
    }


def _figure(one: Chart | Drawing) -> dict[str, Any]:
    if isinstance(one, Drawing):
        return {"svg": one.svg(wide=True), "alt": one.alt, "caption": one.title, "small": False, "width": 100}
    caption = f"{one.title} ({one.unit})" if one.unit else one.title
    small = one.kind is ChartKind.LINES
    drawn = svg(one, *(SMALL if small else USUAL))
    return {"svg": drawn, "alt": one.alt, "caption": caption, "small": small, "width": 100 if small else _WIDTH}


def _table(table: Table, section: Section) -> dict[str, Any]:
    needed = needs(table, _PADDING)
    size = next((size for size in _SIZES if sum(needed.least) * size * _LETTER <= _ROOM), _SIZES[-1])
    widths = needed.widths(_ROOM / (size * _LETTER))
    return {
        "heading": "" if table.title == section.title else table.title,
        "note": table.note,
        "whole": sum(lines(row, widths) * size * _LINE + _RULED for row in table.rows) < _WHOLE,
        "size": size,
        "heads": [column.head for column in table.columns],
        "right": [column.right for column in table.columns],
        "widths": widths,
        "rows": [
            {
                "total": at >= len(table.rows) - table.totals,
                "cells": [{"text": cell.text + cell.under, "tone": _tone(cell)} for cell in row],
            }
            for at, row in enumerate(table.rows)
        ],
    }


def _tone(cell: Cell) -> str:
    return _NAMES[TONES[cell.status]] if cell.status in TONES else ""
