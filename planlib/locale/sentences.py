"""The sentences of problems, errors and notices: what is wrong, where, and what would be right."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from string import Formatter
from typing import Any

from planlib.errors import Line, Notice, PlanError, Problem
from planlib.locale import N_, Language
from planlib.locale.error_texts import ERRORS
from planlib.locale.field_words import field_word
from planlib.locale.problem_texts import DECISIONS, DELIMITERS, FOUND, NOTICES, PROBLEMS, REASONS, UNITS, WARNINGS
from planlib.locale.units import unit_word
from planlib.locale.words import actor_word, category_word, word
from planlib.vocabulary import DecisionCode, NoticeCode, ProblemCode, WarningCode

_SHOWN = 80
"""Characters of a value that a sentence repeats."""
_LISTED = 20
"""Things that a sentence lists."""
_NUMBERED = {"line", "first", "header", "row", "change_id", "by", "pid", "port"}
"""Parameters that number a thing and are not grouped like amounts."""


def problem_sentence(language: Language, problem: Problem) -> str:
    """Return what is wrong and what would be right, after the line and the column where it is."""
    return _where(language, problem) + problem_message(language, problem)


def problem_message(language: Language, problem: Problem) -> str:
    """Return what is wrong and what would be right, for a table that has line and column beside it."""
    parameters = {"value": problem.value, **problem.parameters}
    if problem.code == ProblemCode.MISSING_COLUMN:
        parameters["wanted"] = None if problem.value == parameters["field"] else problem.value
    if str(problem.value).endswith(("%", "％")):
        bounds = {name: parameters.get(name) for name in ("smallest", "largest")}
        parameters |= {
            name: language.percent(bound) for name, bound in bounds.items() if isinstance(bound, Decimal | int)
        }
    return _fitting(language, _texts(problem), parameters) + _suggestion(language, parameters.get("suggestion"))


def decision_sentence(language: Language, decision: Notice) -> str:
    """Return what was decided to read a file."""
    return _fitting(language, DECISIONS[DecisionCode(decision.code)], decision.parameters)


def notice_sentence(language: Language, notice: Notice) -> str:
    """Return what is worth knowing about a file."""
    return _fitting(language, NOTICES[NoticeCode(notice.code)], notice.parameters)


def error_sentence(language: Language, error: PlanError) -> str:
    """Return why an operation cannot be done, and what to do instead."""
    return _fitting(language, ERRORS[error.code], error.parameters)


def _texts(problem: Problem) -> tuple[str, ...]:
    if "reason" in problem.parameters:
        return (REASONS[problem.parameters["reason"]],)
    if problem.code in WARNINGS:
        return WARNINGS[WarningCode(problem.code)]
    return PROBLEMS[ProblemCode(problem.code)]


def _where(language: Language, problem: Problem) -> str:
    if problem.line is None:
        return ""
    if isinstance(problem.line, Line):
        return _where_of_sheets(language, problem.line, problem.column)
    if problem.column is None:
        return language(N_("Line {line}: "), line=problem.line)
    return language(N_("Line {line}, column “{column}”: "), line=problem.line, column=_short(problem.column))


def _where_of_sheets(language: Language, line: Line, column: str | None) -> str:
    sheet = _short(line.sheet)
    if column is None:
        return language(N_("Sheet “{sheet}”, line {line}: "), sheet=sheet, line=line.row)
    text = N_("Sheet “{sheet}”, line {line}, column “{column}”: ")
    return language(text, sheet=sheet, line=line.row, column=_short(column))


def _suggestion(language: Language, suggestion: str | None) -> str:
    return language(N_(" Did you mean “{suggestion}”?"), suggestion=suggestion) if suggestion else ""


def _fitting(language: Language, texts: Sequence[str], parameters: Mapping[str, Any]) -> str:
    """Return the first text whose parameters are all given, or the last one with gaps.

    A parameter that depends on the language has it at its end: `known_zh` goes before `known`.
    """
    given = {name: value for name, value in parameters.items() if value not in (None, "", (), [])}
    given |= {name: given[f"{name}_{language.code}"] for name in given if f"{name}_{language.code}" in given}
    if "field" in given:
        given["field"] = field_word(language, given["field"], given.get("kind"))
    text, names = next(
        ((text, names) for text in texts if (names := _names(text)) <= given.keys()), (texts[-1], _names(texts[-1]))
    )
    return language(text, **{name: _shown(language, name, given.get(name, "…")) for name in names})


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _shown(language: Language, name: str, value: Any) -> str:
    """Return a parameter as it stands in a sentence."""
    match name, value:
        case "found", str():
            return language(FOUND.get(value, value))
        case "delimiter", str():
            return language(DELIMITERS.get(value, value))
        case "field" | "path" | "cycle", str():
            return value
        case "unit", str():
            return language(UNITS[value]) if value in UNITS else _short(unit_word(language.code, value))
        case "measure" | "direction" | "aggregation" | "frequency" | "line_kind", StrEnum():
            return word(language, value)
        case "category", str():
            return category_word(language, value)
        case "actor", str():
            return actor_word(language, value)
        case "month" | "closed_month", date():
            return language.month(value)
        case _, date():
            return language.day(value)
        case _, int() | Decimal() if name not in _NUMBERED:
            return language.exact(value)
        case _, list() | tuple():
            return _list(language, value)
    return _short(str(value))


def _list(language: Language, values: list[Any] | tuple[Any, ...]) -> str:
    shown = [_short(str(value)) for value in values[:_LISTED]]
    return language.join([*shown, "…"] if len(values) > _LISTED else shown)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
