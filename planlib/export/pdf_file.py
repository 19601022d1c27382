"""A document as PDF, typeset by typst without a browser: contents, footnotes, vector charts, Chinese fonts embedded.

Texts are handed over as data, so nothing in them becomes markup, and nothing is fetched. The file is tagged for those
who have it read aloud (PDF/UA-1), and the same document of one day gives the same bytes.
"""

from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, cast

import orjson

from planlib.document import Cell, Chart, ChartKind, Document, Drawing, Section, Sentence, Table
from planlib.export.chart_vega import svg
from planlib.export.cleaning import cleaned
from planlib.export.looks import TONES, WATCH, column_texts, text_width
from planlib.locale import Language
from planlib.palette import LIGHT

_TEMPLATE = Path(__file__).with_name("templates") / "pack.typ"
_NAMES = {LIGHT.good: "good", LIGHT.bad: "bad", WATCH: "watch"}
_SIZES = ((6, 9.0), (9, 8.0), (99, 6.8))
"""Up to so many columns a table is set in that size, in points."""
_WIDE, _SMALL = (640, 230), (380, 170)
"""Pixels of a figure, and of one of two that stand side by side."""
_LONG = 16
"""Letters from which on a column shares the room that is left."""


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
        sys_inputs={"pack": orjson.dumps(_pack(cleaned(document), language)).decode()},
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
        "sections": [_section(section, _) for section in document.sections if section],
    }


def _section(section: Section, _: Language) -> dict[str, Any]:
    return {
        "title": section.title,
        "sentences": [_sentence(sentence) for sentence in section.sentences],
        "figures": [_figure(one) for one in section.figures],
        "tables": [_table(table.brief, section) for table in section.tables if table.rows],
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    told = [f"{fact.label} {fact.full}" for fact in sentence.facts if fact.full not in ("", fact.text)]
    return {"text": sentence.text, "facts": list(dict.fromkeys(told))}


def _figure(one: Chart | Drawing) -> dict[str, Any]:
    if isinstance(one, Drawing):
        return {"svg": one.svg, "alt": one.alt, "caption": one.title, "small": False}
    caption = f"{one.title} ({one.unit})" if one.unit else one.title
    small = one.kind is ChartKind.LINES
    drawn = svg(one, *(_SMALL if small else _WIDE))
    return {"svg": drawn, "alt": one.alt, "caption": caption, "small": small}


def _table(table: Table, section: Section) -> dict[str, Any]:
    longest = [max(map(text_width, texts)) for texts in column_texts(table)]
    return {
        "heading": "" if table.title == section.title else table.title,
        "note": table.note,
        "size": next(size for count, size in _SIZES if len(table.columns) <= count),
        "heads": [column.head for column in table.columns],
        "right": [column.right for column in table.columns],
        "widths": _widths(longest),
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


def _widths(longest: list[int]) -> list[int]:
    """Return the shares of the width that long columns have, the first where none is; 0 is as wide as needed."""
    long = [min(length, 60) if length > _LONG else 0 for length in longest]
    return long if any(long) else [1, *long[1:]]
