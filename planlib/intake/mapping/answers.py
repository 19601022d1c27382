"""Names of a file that lead to nothing: asked once for each, and remembered as another name of what is meant."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from planlib.errors import InvalidError, Problem
from planlib.intake.checking.sheet import Sheet
from planlib.intake.known import Known
from planlib.intake.mapping.created import created, creation_notice, is_creation
from planlib.intake.mapping.names import Names, Unknown, aliases, kpi_names, line_names
from planlib.intake.options import LEAVE_OUT
from planlib.intake.values.values import Fault, name_key
from planlib.model import Budget, Kpi
from planlib.store.ledger import Write
from planlib.vocabulary import FileKind, ProblemCode

FIELDS: Mapping[FileKind, str] = {FileKind.ACTUALS: "kpi", FileKind.TARGETS: "kpi", FileKind.SPEND: "line"}
"""The field of each kind whose names may be answered for."""

_SHOWN = 200
"""Unknown names that are told at most."""
_LONGEST = 2000
"""Characters of all aliases of one thing."""
_ASKED = (ProblemCode.UNKNOWN_KPI, ProblemCode.UNKNOWN_LINE)


class Answered(NamedTuple):
    """What there is once the answers are taken up."""

    known: Known
    writes: tuple[Write, ...] = ()
    """The things that are created or get another name."""
    created: tuple[Kpi | Budget, ...] = ()


def answer_names(sheet: Sheet, kind: FileKind, known: Known, answers: Mapping[str, str], based_on: int) -> Answered:
    """Take the answers up: leave rows out of the sheet, create what is to be created, and tell who is meant.

    What is still unknown then is kept in ``sheet.unknown``.

    Raises:
        InvalidError: An answer names nothing, or what is to be created cannot be called so.
    """
    if kind not in FIELDS:
        return Answered(known)
    field = FIELDS[kind]
    texts = _texts(sheet, field)
    answered = {name_key(text): answer for text, answer in answers.items()}
    names = _names(field, known)
    asked = {name_key(text) for text in texts if isinstance(names(text), Fault)}
    left_out = {key for key, answer in answered.items() if answer == LEAVE_OUT} & asked
    sheet.leave_out(field, [text for text in texts if name_key(text) in left_out])
    taken = {key: answer for key, answer in answered.items() if key in asked and answer != LEAVE_OUT}
    made = created(sheet, field, known, {key: answer for key, answer in taken.items() if is_creation(answer)})
    sheet.notices += map(creation_notice, made.values())
    after, touched = known, dict[str, Kpi | Budget]()
    for key, answer in taken.items():
        thing = made.get(key) or _meant(field, after, key, answer)
        after = _with(after, key, thing)
        touched[_id(thing)] = thing
    _tell_unknown(sheet, field, _names(field, after), texts)
    table = "kpis" if field == "kpi" else "budgets"
    changed = [thing for thing in touched.values() if thing not in (*known.kpis, *known.budgets)]
    writes = (Write(table, changed, based_on=based_on),) if changed else ()
    return Answered(after, writes, tuple(made.values()))


def _texts(sheet: Sheet, field: str) -> Mapping[str, int]:
    """Return each distinct text of `field` with the number of its rows."""
    counts: pa.StructArray = pc.value_counts(sheet.texts(field))
    return dict(zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True))


def _names(field: str, known: Known) -> Names:
    if field == "kpi":
        return kpi_names(known.kpis, known.said)
    return line_names(known.budgets, known.other_budgets, known.said)


def _id(thing: Kpi | Budget) -> str:
    return thing.kpi if isinstance(thing, Kpi) else thing.line


def _meant(field: str, known: Known, key: str, answer: str) -> Kpi | Budget:
    """Return the thing that `answer` is the code of, with `key` among its other names where nothing is called so."""
    found = _names(field, known)(answer)
    if isinstance(found, Fault):
        raise InvalidError([Problem(found.code, value=answer, parameters={"field": field, **found.parameters})])
    things: Sequence[Kpi | Budget] = known.kpis if field == "kpi" else known.budgets
    thing = next(thing for thing in things if _id(thing) == found)
    is_unknown = getattr(_names(field, known)(key), "code", None) in _ASKED
    longer = ";".join([*aliases(thing.aliases), key])
    remember = is_unknown and ";" not in key and len(longer) <= _LONGEST
    return thing.model_copy(update={"aliases": longer}) if remember else thing


def _with(known: Known, key: str, thing: Kpi | Budget) -> Known:
    """Return what is known with `thing` in it, in place of the one with its id, and `key` for it."""
    said = {**known.said, key: _id(thing)}
    if isinstance(thing, Kpi):
        others = tuple(kpi for kpi in known.kpis if kpi.kpi != thing.kpi)
        return replace(known, kpis=(*others, thing), said=said)
    lines = tuple(line for line in known.budgets if line.line != thing.line)
    return replace(known, budgets=(*lines, thing), said=said)


def _tell_unknown(sheet: Sheet, field: str, names: Names, texts: Mapping[str, int]) -> None:
    rows: dict[str, int] = {}
    for text, count in texts.items():
        found = names(text)
        if isinstance(found, Fault) and found.code in _ASKED and text not in sheet.left_out_names:
            key = name_key(text)
            rows[key] = rows.get(key, 0) + count
    most = sorted(rows.items(), key=lambda pair: -pair[1])[:_SHOWN]
    sheet.unknown = tuple(Unknown(field, text, count, names.near(text)) for text, count in most)
