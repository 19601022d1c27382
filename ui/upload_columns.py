"""The columns of a file: where each field is found, some of its values, or the value that every row has."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from planlib.intake.mapping.fields import FIELDS, Field
from planlib.locale import Language
from planlib.locale.field_words import field_word
from planlib.vocabulary import DecisionCode
from ui.markup import note
from ui.show import show
from ui.upload_parts import show_beside
from ui.upload_preview import Upload

_NOT_THERE = ""


def columns(_: Language, upload: Upload) -> None:
    """Draw each field with its column, the needed ones first; it is open by itself where a column is unclear."""
    header = _header(upload)
    if not header:
        return
    is_open = _is_unclear(upload) or bool(upload.choices.by_name("mapping") or upload.choices.by_name("constants"))
    with st.expander(_summary(_, upload), expanded=is_open, key=upload.choices.key(f"pl-columns {is_open}")):
        if not upload.found.readable and upload.found.samples:
            show(
                note(
                    _(
                        "The file has {columns}.",
                        columns=_.clauses([_sampled(_, *pair) for pair in upload.found.samples.items()]),
                    )
                )
            )
        fields = sorted(FIELDS[upload.found.kind], key=lambda field: not field.needed)
        for field in fields:
            _field(_, upload, field, header)


def _sampled(_: Language, header: str, values: Sequence[str]) -> str:
    """Return a column with some of its values."""
    return _("“{column}” such as {samples}", column=header, samples=_.join(list(values))) if values else f"“{header}”"


def _is_unclear(upload: Upload) -> bool:
    """Return whether a column is missing or there several times, or was taken because it is like another."""
    return bool(upload.found.unclear) or any(
        decision.code == DecisionCode.COLUMN for decision in upload.found.decisions
    )


def _summary(_: Language, upload: Upload) -> str:
    """Return which fields the file has."""
    found = [field_word(_, name, upload.found.kind) for name in (*upload.found.mapping, *upload.found.constants)]
    return _("Columns: {found}", found=_.join(found)) if found else _("Columns: say where each field is found")


def _header(upload: Upload) -> Sequence[str]:
    """Return the headers that a field may be read from; those of a file that lacks a column are told with it."""
    if upload.found.readable:
        return tuple(upload.found.samples) or upload.found.header
    headers = (problem.parameters.get("header") for problem in upload.found.problems)
    return next((tuple(header) for header in headers if header), tuple(upload.found.samples))


def _field(_: Language, upload: Upload, field: Field, header: Sequence[str]) -> None:
    word = field_word(_, field.name, upload.found.kind)
    found, said = upload.found.mapping.get(field.name), upload.choices[f"mapping {field.name}"]
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=upload.choices.key(f"pl-field {field.name}")
    ):
        show_beside(_("{field} (needed)", field=word) if field.needed else word, width=150)
        st.selectbox(
            word,
            dict.fromkeys([_NOT_THERE, *header, *([said] if said else [])]),
            format_func=partial(_column_name, _, None if said else found),
            placeholder=_("choose"),
            label_visibility="collapsed",
            width=240,
            **upload.choices.widget(f"mapping {field.name}", _NOT_THERE),
        )
        st.text_input(
            _("{field} of every row", field=word),
            placeholder=_("value for every row"),
            label_visibility="collapsed",
            width=180,
            **upload.choices.widget(f"constants {field.name}", ""),
        )
        samples = upload.found.samples.get(said or found or "", ())
        show_beside(_("such as {samples}", samples=_.join(list(samples))) if samples else "", width="stretch")


def _column_name(_: Language, found: str | None, column: str) -> str:
    """Return a choice of column; the first one is the column that was found, if there is one."""
    if column:
        return column
    return _("{column} (found by itself)", column=found) if found else _("not in the file")
