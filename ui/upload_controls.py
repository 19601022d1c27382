"""The controls of a file, one for each option: how it is read, and what of it is recorded.

Each is handed the place where it is drawn, as one option may decide what several sentences say.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from planlib.intake.mapping.fields import FIELDS
from planlib.intake.options import ALL_SHEETS, YEARS
from planlib.intake.preview import Preview
from planlib.intake.reading.encoding import ENCODINGS
from planlib.locale import N_, Language
from planlib.locale.field_words import field_word
from planlib.locale.problem_texts import DELIMITERS
from planlib.locale.words import word
from planlib.vocabulary import DecisionCode, FileKind
from ui.upload_files import KINDS_OF
from ui.upload_preview import Upload

Control = Callable[[Language, str], None]

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
    "hidden_rows": (N_("Read rows that are hidden in the sheet too"), True),
    "remembered": (N_("Read it as the file with this header before"), True),
}
_ONLY = {
    "encoding": "text",
    "delimiter": "text",
    "decimal": "text",
    "sheet": "workbook",
    "merged_cells": "workbook",
    "hidden_rows": "workbook",
}
"""What of a file an option is about, where it is not about both."""
_WHERE_TOLD = {"hidden_rows": DecisionCode.HIDDEN_ROWS, "year": DecisionCode.PLAN_YEAR}
"""The decision without which an option would change nothing."""


def controls(upload: Upload) -> dict[str, Control]:
    """Return the controls that make sense for the file, by option."""
    found: dict[str, Control] = {"kind": partial(_kind, upload)}
    if len(upload.found.sheets) > 1:
        found["sheet"] = partial(_sheet, upload)
    found |= {name: partial(_choice, upload, name) for name in ("encoding", "delimiter")}
    found["header"] = partial(_header, upload)
    found |= {name: partial(_choice, upload, name) for name in ("shape", "day_order", "decimal", "percent_as")}
    found["year"] = partial(_year, upload)
    found["unit"] = partial(_units, upload)
    found |= {name: partial(_switch, upload, name) for name in _SWITCHES}
    return {name: control for name, control in found.items() if _makes_sense(name, upload.found)}


def _makes_sense(option: str, found: Preview) -> bool:
    """Say whether an option can change anything about the file."""
    what = "text" if found.file.encoding else "workbook" if found.readable else None
    is_told = _WHERE_TOLD.get(option) in [None, *(decision.code for decision in found.decisions)]
    return found.kind in KINDS_OF.get(option, FileKind) and _ONLY.get(option, what) in (what, None) and is_told


def _kind(upload: Upload, _: Language, place: str) -> None:
    st.selectbox(
        _("The file holds"),
        list(FIELDS),
        format_func=partial(word, _),
        **upload.choices.widget("kind", upload.found.kind, place),
    )


def _sheet(upload: Upload, _: Language, place: str) -> None:
    together = {None: _(FIND_OUT), ALL_SHEETS: _("all with the same columns, together")}
    st.selectbox(
        _("Sheet"),
        [*together, *upload.found.sheets],
        format_func=lambda name: together.get(name, name),
        placeholder=_("choose"),
        **upload.choices.widget("sheet", place=place),
    )


def _choice(upload: Upload, name: str, _: Language, place: str) -> None:
    label, words = _CHOICES[name]
    default = next(iter(words))
    st.selectbox(
        _(label),
        list(words),
        format_func=lambda one: _(words[one]),
        placeholder=_("choose"),
        **upload.choices.widget(name, default, place),
    )


def _header(upload: Upload, _: Language, place: str) -> None:
    placeholder = _(FIND_OUT)
    st.number_input(
        _("Line of the header"),
        min_value=1,
        step=1,
        value=None,
        placeholder=placeholder,
        **upload.choices.widget("header", place=place),
    )


def _year(upload: Upload, _: Language, place: str) -> None:
    st.number_input(
        _("Year of days that name none"),
        *YEARS,
        step=1,
        value=None,
        placeholder=_("that of the plan"),
        **upload.choices.widget("year", place=place),
    )


def _units(upload: Upload, _: Language, place: str) -> None:
    for field in FIELDS[upload.found.kind]:
        if field.holds == "number" and (field.needed or field.name in upload.found.mapping):
            label = _("Unit of “{field}”", field=field_word(_, field.name, upload.found.kind))
            st.text_input(
                label, placeholder=_("such as 万元 or %"), **upload.choices.widget(f"units {field.name}", "", place)
            )


def _switch(upload: Upload, name: str, _: Language, place: str) -> None:
    label, default = _SWITCHES[name]
    st.toggle(_(label), **upload.choices.widget(name, default, place))
