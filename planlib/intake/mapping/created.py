"""KPIs and budget lines that are made of a file's names: as a person says of each, else as is likely.

An answer such as "+percent,up,ratio" or "+cost,category=travel" says it; what comes of it is checked as a row of a
file that defines KPIs or budget lines is.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from planlib.errors import InvalidError, Notice, Problem
from planlib.intake.checking.check_definitions import check_definitions
from planlib.intake.checking.sheet import Rows, Sheet, mask
from planlib.intake.known import Known
from planlib.intake.mapping.fields import CHOICES
from planlib.intake.mapping.map import fields_of, heading
from planlib.intake.mapping.names import Choice
from planlib.intake.mapping.proposals import Evidence, kpi_proposal, line_proposal
from planlib.intake.options import CREATE, Options
from planlib.intake.reading.table import Table
from planlib.intake.values.days import read_days
from planlib.intake.values.units import Unit, read_unit
from planlib.intake.values.values import Day, Fault, Number, NumberReader, name_key
from planlib.model import Budget, Kpi
from planlib.vocabulary import FileKind, NoticeCode, ProblemCode

SAID: Mapping[str, tuple[str, ...]] = {
    "kpi": ("measure", "unit", "direction", "aggregation", "frequency"),
    "line": ("kind", "category"),
}
"""What may be said of a thing that is created, by the field that names it."""

_LOOKED_AT = 1000
"""Rows of a name that are looked at."""
_MOST = 200
"""Problems that are told."""
_CHOICES = {field: [name for name in names if name in CHOICES] for field, names in SAID.items()}


def is_creation(answer: str) -> bool:
    """Return whether an answer says that the name is to be created."""
    return answer.startswith(CREATE)


def said_of(field: str, answer: str) -> dict[str, str]:
    """Return what an answer says of the thing to be created, field by field.

    Raises:
        InvalidError: It says what cannot be said of such a thing.
    """
    parts = filter(None, map(str.strip, re.split("[,，;；、]", answer.removeprefix(CREATE))))
    return dict(_said(field, part) for part in parts)


def answer_of(said: Mapping[str, str]) -> str:
    """Return the answer that says so; marks that would end a text are left out of it."""
    return CREATE + ",".join(f"{name}={re.sub('[,，;；、]', ' ', text)}" for name, text in said.items())


def _said(field: str, part: str) -> tuple[str, str]:
    name, equals, text = part.partition("=")
    if equals and name.strip() not in SAID[field]:
        raise InvalidError([Problem(ProblemCode.UNKNOWN_COLUMN, value=name, parameters={"known": SAID[field]})])
    names = [name.strip()] if equals else _CHOICES[field]
    if names == ["unit"] or names == ["category"]:
        return names[0], text.strip()
    found = Choice({choice: words for name in names for choice, words in CHOICES[name].items()})(text.strip() or part)
    if not isinstance(found, Fault):
        return next(name for name in names if found in CHOICES[name]), found
    if field == "line" and not equals:
        return "category", part
    raise InvalidError([Problem(found.code, value=text or part, parameters=dict(found.parameters))])


def created(sheet: Sheet, field: str, known: Known, answers: Mapping[str, str]) -> dict[str, Kpi | Budget]:
    """Return the thing that is created for each name.

    Raises:
        InvalidError: One cannot be called so, or cannot be what is said of it.
    """
    if not answers:
        return {}
    rows = [_row(sheet, field, known, name, said_of(field, answer)) for name, answer in answers.items()]
    kind = FileKind.KPIS if field == "kpi" else FileKind.BUDGET
    table = _table(rows)
    made = Sheet(table, fields_of(kind, table.header, Options()), Options())
    found = check_definitions(made, kind, known, Options()).rows
    if made.refusals:
        raise InvalidError([problem._replace(line=None, column=None) for problem in made.problems(_MOST)])
    things = [one.after for one in found if isinstance(one.after, Kpi | Budget)]
    return {thing.code: thing for thing in things}


def creation_notice(thing: Kpi | Budget) -> Notice:
    """Return that a thing is created, and as what."""
    if isinstance(thing, Kpi):
        about = {name: getattr(thing, name) for name in SAID["kpi"]}
        return Notice(NoticeCode.NEW_KPI, {"name": thing.code, **about})
    return Notice(NoticeCode.NEW_LINE, {"name": thing.code, "line_kind": thing.kind, "category": thing.category})


def _row(sheet: Sheet, field: str, known: Known, name: str, said: Mapping[str, str]) -> dict[str, str]:
    if field == "line":
        return {"line": name, "name": name, "amount": "0", **line_proposal(name, said)}
    return {"code": name, "name": name, **kpi_proposal(_evidence(sheet, known, name), said)}


def _table(rows: Sequence[Mapping[str, str]]) -> Table:
    header = tuple(rows[0])
    columns = tuple(pa.array([row[name] for row in rows], pa.string()) for name in header)
    return Table(header, columns, np.arange(len(rows)), len(header))


def _evidence(sheet: Sheet, known: Known, name: str) -> Evidence:
    """Return what the first rows of a KPI's name say of it."""
    texts = [text for text in pc.unique(sheet.texts("kpi")).to_pylist() if name_key(text) == name]
    rows = np.flatnonzero(mask(pc.is_in(sheet.texts("kpi"), pa.array(texts, pa.string()))))[:_LOOKED_AT]
    value = "value" if "value" in sheet.fields else "target"
    of_rows = sheet.table.units.take(pa.array(rows)).to_pylist() if sheet.table.units is not None else []
    units = (heading(name).unit, sheet.fields.units.get(value, Unit()), *map(read_unit, of_rows[:1]))
    values, bases = (_numbers(sheet, known, one, rows) for one in (value, "base"))
    return Evidence(
        name=heading(name).name,
        unit=next((unit for unit in units if unit.text), Unit()),
        values=values,
        bases=bases if len(bases) == len(values) else (),
        days=[day for day in _days(sheet, known, rows) if isinstance(day, Day)],
    )


def _numbers(sheet: Sheet, known: Known, field: str, rows: Rows) -> list[Number]:
    number = NumberReader(known.team.currency, sheet.limits, "." if sheet.in_workbook else sheet.options.decimal)
    read = map(number, sheet.texts(field).take(pa.array(rows)).to_pylist())
    return [found for found in read if isinstance(found, Number)]


def _days(sheet: Sheet, known: Known, rows: Rows) -> list[Day | Fault]:
    texts = pc.unique(sheet.texts("day").take(pa.array(rows))).to_pylist()
    year = sheet.options.year or known.plan.month.year
    return read_days(texts, year, sheet.options.day_order, workbook=sheet.in_workbook).values
