"""How a file was read, a sentence each with a control to change it; and what the file leaves open."""

from collections.abc import Iterable
from functools import partial

import streamlit as st

from planlib.errors import Problem
from planlib.intake.preview import Preview
from planlib.locale import Language
from planlib.locale.sentences import decision_sentence, problem_message
from planlib.locale.words import word
from planlib.vocabulary import DecisionCode, ProblemCode
from ui.markup import note, section
from ui.show import show
from ui.upload_columns import choose_column
from ui.upload_controls import controls
from ui.upload_parts import show_beside
from ui.upload_preview import Upload

_OPTION_OF: dict[str, str] = {
    DecisionCode.TOTALS: "footer",
    DecisionCode.REPEATED_HEADERS: "footer",
    DecisionCode.PLAN_YEAR: "year",
}
"""The option that changes a decision, where it is called otherwise."""
_OF_COLUMN = (DecisionCode.COLUMN, DecisionCode.SERIAL_DAYS)
"""Decisions that are changed by taking another column."""
_ASKED_BY = {
    ProblemCode.AMBIGUOUS_DATE: "day_order",
    ProblemCode.AMBIGUOUS_PERCENT: "percent_as",
    ProblemCode.NO_DENOMINATOR: "rate",
    ProblemCode.OUT_OF_PERIOD: "history",
    ProblemCode.CLOSED_PERIOD: "restate",
    ProblemCode.DUPLICATE_KEY: "total",
    ProblemCode.BAD_ENCODING: "encoding",
    ProblemCode.UNKNOWN_SHEET: "sheet",
    ProblemCode.HEADER_NOT_FOUND: "header",
}
"""The option that settles a problem."""


def decisions(_: Language, upload: Upload) -> None:
    """Draw what was decided to read the file, and what else may be said about it; then what it leaves open."""
    offered = controls(upload)
    asked = _asked(upload, offered)
    told = _told(_, upload)
    changing = offered | {f"mapping {field}": partial(choose_column, upload, field) for field in upload.found.mapping}
    with st.container(key=upload.choices.key("pl-decisions"), gap=None):
        for sentence, (option, place) in told.items():
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                show_beside(sentence)
                if option in changing and option not in asked:
                    with st.popover(_("Change it"), type="tertiary", key=upload.choices.key(f"change{place}")):
                        changing[option](_, place)
        with st.popover(
            _("Read it differently"), type="tertiary", icon=":material/tune:", key=upload.choices.key("more")
        ):
            settled = {*asked, *(option for option, _place in told.values())}
            for option, control in offered.items():
                if option not in settled:
                    control(_, "")
    if asked:
        show(section(_("What the file leaves open")))
    for name, problem in asked.items():
        with st.container(gap="xsmall"):
            if problem is not None:
                show(note(problem_message(_, problem)))
            offered[name](_, "")


def leaves_open(upload: Upload) -> bool:
    """Return whether the file waits for an answer: how it is read, or what a name means."""
    return bool(upload.found.unknown) or any(_asked(upload, controls(upload)).values())


def _told(_: Language, upload: Upload) -> dict[str, tuple[str, str]]:
    """Return each decision's sentence with the option that changes it, and a place of its own; alike ones once."""
    told = {}
    taken = upload.choices["kind taken"]
    if taken is not None and taken == upload.choices["kind"]:
        told[_("Read as “{kind}”, as it has their columns.", kind=word(_, taken))] = ("kind", " told kind")
    columns = {column: field for field, column in upload.found.mapping.items()}
    for decision in upload.found.decisions:
        column, unit = (decision.parameters.get(name, "") for name in ("column", "unit"))
        option = f"mapping {columns.get(column)}" if decision.code in _OF_COLUMN else decision.code
        place = f" told {decision.code} {column} {unit}"
        told[decision_sentence(_, decision)] = (_OPTION_OF.get(option, option), place)
    return told


def _asked(upload: Upload, offered: Iterable[str]) -> dict[str, Problem | None]:
    """Return the options that the person is asked for, with the first problem that asks; those answered have none."""
    asked: dict[str, Problem | None] = {
        name: None for name in _ASKED_BY.values() if name in upload.choices and not _is_decided(name, upload.found)
    }
    for problem in sorted(upload.found.problems, key=lambda one: "closed_month" not in one.parameters):
        name = _ASKED_BY.get(ProblemCode(problem.code))
        if name is not None and asked.get(name) is None:
            asked[name] = problem
        if "closed_month" in problem.parameters:
            asked.setdefault("restate", None)
    return {name: problem for name, problem in asked.items() if name in offered}


def _is_decided(option: str, found: Preview) -> bool:
    return any(_OPTION_OF.get(decision.code, decision.code) == option for decision in found.decisions)
