"""The controls of a file, one for each option: how it is read, and what of it is recorded."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from planlib.intake.mapping.fields import FIELDS
from planlib.intake.options import ALL_SHEETS
from planlib.intake.reading.encoding import ENCODINGS
from planlib.locale import N_, Language
from planlib.locale.field_words import field_word
from planlib.locale.problem_texts import DELIMITERS
from planlib.locale.words import word
from planlib.vocabulary import FileKind
from ui.upload_files import KINDS_OF
from ui.upload_preview import Upload

Control = Callable[[Language], None]

FIND_OUT = N_("find out")

_CHOICES: dict[str, tuple[str, Mapping[Any, str]]] = {
    "encoding": (N_("Encoding"), {None: FIND_OUT, **{name: name.upper() for name in ENCODINGS}}),
    "delimiter": (N_("Between two cells"), {None: FIND_OUT, **DELIMITERS}),
    "shape": (
        N_("Rows and columns"),
        {
            None: FIND_OUT,
            "rows": N_("a row for each value"),
            "days": N_("a column for each day, week or month"),
            "kpis": N_("a column for each KPI"),
            "segments": N_("a column for each segment"),
        },
    ),
    "day_order": (
        N_("Days are written"),
        {
            None: FIND_OUT,
            "ymd": N_("year, month, day: 2026/3/5"),
            "mdy": N_("month, day, year: 3/5/2026"),
            "dmy": N_("day, month, year: 5/3/2026"),
        },
    ),
    "decimal": (N_("Decimals are written"), {".": "1,234.5", ",": "1.234,5"}),
    "percent_as": (
        N_("In percentage columns, 12.5 means"),
        {None: N_("asked for"), "percent": "12.5%", "fraction": "1250%"},
    ),
}
_SWITCHES = {
    "total": (N_("Add up rows of one day and segment, such as single orders"), False),
    "rate": (N_("The value is already a rate, not its numerator"), False),
    "history": (N_("Load days outside the plan's month too"), False),
    "restate": (N_("Record late data of closed months as a restatement"), False),
    "footer": (N_("Leave out totals, notes and repeated headers"), True),
    "merged_cells": (N_("Cells that were merged all have the text or day that they show"), True),
    "remembered": (N_("Read it as the file with this header before"), True),
}
_ONLY = {
    "encoding": "text",
    "delimiter": "text",
    "decimal": "text",
    "sheet": "workbook",
    "merged_cells": "workbook",
}
"""What of a file an option is about, where it is not about both."""


def controls(upload: Upload) -> dict[str, Control]:
    """Return the controls that make sense for the file, each to be drawn once, by option."""
    found: dict[str, Control] = {"kind": partial(_kind, upload)}
    if len(upload.found.sheets) > 1:
        found["sheet"] = partial(_sheet, upload)
    found |= {name: partial(_choice, upload, name) for name in ("encoding", "delimiter")}
    found["header"] = partial(_header, upload)
    found |= {name: partial(_choice, upload, name) for name in ("shape", "day_order", "decimal", "percent_as")}
    found["unit"] = partial(_units, upload)
    found |= {name: partial(_switch, upload, name) for name in _SWITCHES}
    what = "text" if upload.found.file.encoding else "workbook" if upload.found.readable else None
    return {
        name: control
        for name, control in found.items()
        if upload.found.kind in KINDS_OF.get(name, FileKind) and _ONLY.get(name, what) in (what, None)
    }


def _kind(upload: Upload, _: Language) -> None:
    st.selectbox(
        _("The file holds"),
        list(FIELDS),
        format_func=partial(word, _),
        **upload.choices.widget("kind", upload.found.kind),
    )


def _sheet(upload: Upload, _: Language) -> None:
    together = {None: _(FIND_OUT), ALL_SHEETS: _("all with the same columns, together")}
    st.selectbox(
        _("Sheet"),
        [*together, *upload.found.sheets],
        format_func=lambda name: together.get(name, name),
        placeholder=_("choose"),
        **upload.choices.widget("sheet"),
    )


def _choice(upload: Upload, name: str, _: Language) -> None:
    label, words = _CHOICES[name]
    default = next(iter(words))
    st.selectbox(
        _(label),
        list(words),
        format_func=lambda one: _(words[one]),
        placeholder=_("choose"),
        **upload.choices.widget(name, default),
    )


def _header(upload: Upload, _: Language) -> None:
    placeholder = _(FIND_OUT)
    st.number_input(
        _("Line of the header"),
        min_value=1,
        step=1,
        value=None,
        placeholder=placeholder,
        **upload.choices.widget("header"),
    )


def _units(upload: Upload, _: Language) -> None:
    for field in FIELDS[upload.found.kind]:
        if field.holds == "number" and (field.needed or field.name in upload.found.mapping):
            label = _("Unit of “{field}”", field=field_word(_, field.name, upload.found.kind))
            st.text_input(label, placeholder=_("such as 万元 or %"), **upload.choices.widget(f"units {field.name}", ""))


def _switch(upload: Upload, name: str, _: Language) -> None:
    label, default = _SWITCHES[name]
    st.toggle(_(label), **upload.choices.widget(name, default))
