"""The columns of a file: where each field is found, some of its values, or the value that every row has."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from planlib.intake.mapping.fields import FIELDS, Field
from planlib.intake.mapping.joins import days_together, parts_of
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
        for field in sorted(FIELDS[upload.found.kind], key=lambda field: not field.needed):
            _field(_, upload, field, header)


def _sampled(_: Language, header: str, values: Sequence[str]) -> str:
    """Return a column with some of its values."""
    return _("“{column}” such as {samples}", column=header, samples=_.join(list(values))) if values else f"“{header}”"


def _is_unclear(upload: Upload) -> bool:
    """Return whether a column is missing, there several times or split, or was taken because it is like another."""
    taken = any(decision.code == DecisionCode.COLUMN for decision in upload.found.decisions)
    return bool(upload.found.unclear) or taken or bool(days_together(upload.found.samples))


def _summary(_: Language, upload: Upload) -> str:
    """Return which fields the file has."""
    found = [field_word(_, name, upload.found.kind) for name in (*upload.found.mapping, *upload.found.constants)]
    return _("Columns: {found}", found=_.join(found)) if found else _("Columns: say where each field is found")


def _header(upload: Upload) -> Sequence[str]:
    """Return the headers that a field may be read from; those of a file that lacks a column are told with it."""
    if upload.found.readable:
        header = tuple(upload.found.samples) or upload.found.header
    else:
        headers = (problem.parameters.get("header") for problem in upload.found.problems)
        header = next((tuple(header) for header in headers if header), tuple(upload.found.samples))
    return [column for column in header if not parts_of(column, [other for other in header if other != column])]


def _field(_: Language, upload: Upload, field: Field, header: Sequence[str]) -> None:
    word = field_word(_, field.name, upload.found.kind)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=upload.choices.key(f"pl-field {field.name}")
    ):
        show_beside(_("{field} (needed)", field=word) if field.needed else word, width=150)
        if upload.choices[f"several {field.name}"]:
            _columns(_, upload, field.name, word, header)
        else:
            _column(_, upload, field, header)
        st.text_input(
            _("{field} of every row", field=word),
            placeholder=_("value for every row"),
            label_visibility="collapsed",
            width=180,
            **upload.choices.widget(f"constants {field.name}", ""),
        )
        show_beside(_values(_, upload, field), width="stretch")
        if field.holds in ("name", "day") and len(header) > 1:
            _join_or_not(_, upload, field.name, word)


def _values(_: Language, upload: Upload, field: Field) -> str:
    """Return some values of a field's column, or which columns would be days together."""
    column = upload.choices[f"mapping {field.name}"] or upload.found.mapping.get(field.name, "")
    for columns, value in _together(upload, field).items():
        if not column or column in columns.split("+"):
            return _("{columns} together: {value}", columns=columns, value=value)
    samples = upload.found.samples.get(column, ())
    return _("such as {samples}", samples=_.join(list(samples))) if samples else ""


def _together(upload: Upload, field: Field) -> Mapping[str, str]:
    return days_together(upload.found.samples) if field.holds == "day" else {}


def choose_column(upload: Upload, name: str, _: Language, place: str) -> None:
    """Draw the choice of a field's column beside what was decided about it."""
    (field,) = [field for field in FIELDS[upload.found.kind] if field.name == name]
    _column(_, upload, field, _header(upload), place)


def _column(_: Language, upload: Upload, field: Field, header: Sequence[str], place: str = "") -> None:
    """Draw the choice of a field's column; of a day also of columns that are one together."""
    found, said = upload.found.mapping.get(field.name), upload.choices[f"mapping {field.name}"]
    together = _together(upload, field)
    st.selectbox(
        field_word(_, field.name, upload.found.kind),
        dict.fromkeys([_NOT_THERE, *together, *header, *filter(None, [said or found])]),
        format_func=partial(_column_name, _, None if said else found, together),
        placeholder=_("choose"),
        label_visibility="collapsed",
        width=240,
        **upload.choices.widget(f"mapping {field.name}", _NOT_THERE, place),
    )


def _columns(_: Language, upload: Upload, field: str, word: str, header: Sequence[str]) -> None:
    """Draw the choice of the columns that a field is joined of, in their order."""
    key = upload.choices.key(f"several {field}")
    said = upload.choices[f"mapping {field}"] or upload.found.mapping.get(field, "")
    st.session_state[key] = parts_of(said, header) or [column for column in header if column == said]
    st.multiselect(
        _("Columns that are the {field} together", field=word),
        header,
        key=key,
        on_change=lambda: upload.choices.turn(f"mapping {field}", "+".join(st.session_state[key]), _NOT_THERE),
        placeholder=_("choose"),
        label_visibility="collapsed",
        width=240,
    )


def _join_or_not(_: Language, upload: Upload, field: str, word: str) -> None:
    """Draw the button that turns the choice of one column to that of several, and back."""
    is_several = upload.choices[f"several {field}"]
    label = _("One column for the {field}", field=word) if is_several else _("Join columns for the {field}", field=word)
    st.button(
        label,
        key=upload.choices.key(f"join {field}"),
        icon=":material/remove:" if is_several else ":material/add:",
        type="tertiary",
        on_click=_turn_to,
        args=(upload, field, not is_several),
    )


def _turn_to(upload: Upload, field: str, several: bool) -> None:
    upload.choices.say(f"several {field}", several, default=False)
    if not several:
        upload.choices.turn(f"mapping {field}", _NOT_THERE, _NOT_THERE)


def _column_name(_: Language, found: str | None, together: Mapping[str, str], column: str) -> str:
    """Return a choice of column; the first one is the column that was found, if there is one."""
    if column in together:
        return _("{columns} together: {value}", columns=column, value=together[column])
    if column:
        return column
    return _("{column} (found by itself)", column=found) if found else _("not in the file")
