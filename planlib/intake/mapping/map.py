"""Which column of a file is which field: by what the person says, by the headers that are known, then by likeness.

A header that is only like a known one is taken where it is the only one, and its values are what the field holds;
else it is suggested.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from planlib.errors import InvalidError, Problem
from planlib.intake.mapping.fields import FIELDS, Field
from planlib.intake.mapping.likeness import NEAR, likeness
from planlib.intake.options import Limits, Options
from planlib.intake.reading.table import Table
from planlib.intake.values.days import read_days
from planlib.intake.values.units import Unit, read_unit
from planlib.intake.values.values import Day, Number, NumberReader, is_blank, name_key
from planlib.vocabulary import FileKind, ProblemCode

_UNIT = re.compile(r"^(?P<name>.*\S)\s*[(\[【](?P<unit>[^)\]】]*)[)\]】]$")
_CLEAR = 0.8
"""From here on a header is like a known one beyond doubt, if its values are too."""
_MOSTLY = 0.9
_LOOKED_AT = 1000
"""Rows of a column whose values are looked at."""
_SAMPLES = 3
_ANY_YEAR = 2000
_AMBIGUOUS = ProblemCode.AMBIGUOUS_DATE
OTHER_FIGURES = re.compile(
    r"预算|预测|计划|目标|去年|同期|上[年月周期]|累计|占比|增长|达成|完成率|同比|环比|差异|budget|plan|target|forecast|last|previous|prior|growth|share"
)
"""Words of a header by which a number is another one than the one that is looked for."""

_NAMED = 6
"""Headers that a missing column is told it may have."""


class Candidate(NamedTuple):
    """The column that is most like what a field is called."""

    header: str
    score: float
    """0 to 1; 1 is a header that is known."""
    samples: tuple[str, ...]


class Heading(NamedTuple):
    """A header taken apart: 金额(万元) is the name 金额 and the unit 万元."""

    name: str
    unit: Unit = Unit()


@dataclass(frozen=True, slots=True)
class Fields:
    """Where each field of a file comes from."""

    kind: FileKind
    columns: dict[str, int]
    """Field to the number of its column."""
    constants: dict[str, str]
    """Field to the one value that every row has."""
    units: dict[str, Unit]
    """Field to the unit that the header of its column, or the person, says."""
    ignored: tuple[str, ...]
    """Headers of the columns that are no field."""
    header: tuple[str, ...]
    likely: tuple[str, ...] = ()
    """Fields whose column was taken by likeness."""

    def __contains__(self, field: str) -> bool:
        """Return whether the file says anything about `field`."""
        return field in self.columns or field in self.constants

    def column(self, field: str | None) -> str | None:
        """Return the header of the column that `field` is read from, as the file has it."""
        return self.header[self.columns[field]] if field in self.columns else None

    @property
    def mapping(self) -> dict[str, str]:
        """Field to the header of its column."""
        return {field: self.header[column] for field, column in self.columns.items()}


def heading(header: str) -> Heading:
    """Return what a header says, its unit in brackets apart."""
    found = _UNIT.match(name_key(header))
    name = (found["name"] if found else name_key(header)).casefold().replace("_", " ")
    return Heading(name, read_unit(found["unit"].strip()) if found else Unit())


def fields_of(
    kind: FileKind, header: tuple[str, ...], options: Options, columns_of_file: Sequence[pa.StringArray] = ()
) -> Fields:
    """Return where each field comes from; InvalidError with every column that is missing, doubled or unknown.

    Likeness is looked for only where the columns are handed in.
    """
    fields = {field.name: field for field in FIELDS[kind]}
    problems = _unknown_fields(fields, options)
    headings = [heading(text) for text in header]
    columns: dict[str, int] = {}
    said = _said(header, options)
    for field in FIELDS[kind]:
        if field.name in options.constants:
            continue
        found = said.get(field.name)
        if found is None:
            taken = {column for columns_said in said.values() for column in columns_said}
            found = [column for column in _known(field, headings) if column not in taken]
        if len(found) == 1:
            columns[field.name] = found[0]
        elif found or field.needed or field.name in options.mapping:
            problems.append(_not_one(kind, field, [header[column] for column in found], header, options))
    likely = _likely(
        kind, [problem for problem in problems if _is_open(problem, options)], header, columns, columns_of_file
    )
    columns |= likely
    problems = [problem for problem in problems if problem.parameters.get("field") not in likely]
    if problems:
        raise InvalidError(problems)
    return Fields(
        kind=kind,
        columns=columns,
        constants=dict(options.constants),
        units={field: headings[column].unit for field, column in columns.items()}
        | {field: read_unit(unit) for field, unit in options.units.items()},
        ignored=tuple(text for column, text in enumerate(header) if column not in columns.values()),
        header=header,
        likely=tuple(likely),
    )


def candidates(kind: FileKind, table: Table) -> dict[str, Candidate]:
    """Return for each field the column whose header is most like a known one, some of its values beside it."""
    fields = [(field, _scores(field, table.header)) for field in FIELDS[kind]]
    best = {field.name: max(enumerate(scores), key=lambda pair: pair[1]) for field, scores in fields if scores}
    return {
        field: Candidate(table.header[column], score, samples(table.columns[column], _SAMPLES))
        for field, (column, score) in best.items()
        if score >= NEAR
    }


def samples(column: pa.StringArray, most: int) -> tuple[str, ...]:
    """Return the first distinct values of a column that are not blank."""
    texts = pc.unique(column.slice(0, _LOOKED_AT)).to_pylist()
    return tuple(text for text in texts if not is_blank(text))[:most]


def recognised(kind: FileKind, header: tuple[str, ...]) -> dict[str, str]:
    """Return field to header for the columns whose headers are known without anybody saying so."""
    headings = [heading(text) for text in header]
    found: dict[str, list[str]] = {
        field.name: [header[column] for column in _known(field, headings)] for field in FIELDS[kind]
    }
    return {field: columns[0] for field, columns in found.items() if len(columns) == 1}


def _said(header: tuple[str, ...], options: Options) -> dict[str, list[int]]:
    """Return the columns that the person named for a field: spelled exactly so, or else nearly so."""
    said: dict[str, list[int]] = {}
    for field, wanted in options.mapping.items():
        exact = [column for column, text in enumerate(header) if text == wanted]
        said[field] = exact or [
            column for column, text in enumerate(header) if name_key(text).casefold() == name_key(wanted).casefold()
        ]
    return said


def _is_open(problem: Problem, options: Options) -> bool:
    """Return whether a field is missing of which nobody said anything."""
    return problem.code == ProblemCode.MISSING_COLUMN and problem.parameters["field"] not in options.mapping


def _likely(
    kind: FileKind,
    missing: Sequence[Problem],
    header: tuple[str, ...],
    taken: Mapping[str, int],
    columns: Sequence[pa.StringArray],
) -> dict[str, int]:
    """Return the columns that can be taken for the missing fields: each the only one that is like and fits it."""
    if not columns or not missing:
        return {}
    names = [problem.parameters["field"] for problem in missing]
    found = {
        field.name: [
            column
            for column, score in enumerate(_scores(field, header))
            if score >= _CLEAR and column not in taken.values() and _fits(field, header[column], columns[column])
        ]
        for field in FIELDS[kind]
        if field.name in names
    }
    wanted = Counter(column for places in found.values() for column in places)
    return {name: places[0] for name, places in found.items() if len(places) == 1 and wanted[places[0]] == 1}


def _scores(field: Field, header: Sequence[str]) -> list[float]:
    """Return for each header how like it is to one of the names of `field`."""
    names = (field.name, *field.headers)
    headings = [heading(text) for text in header]
    return [1.0 if _is_known(field, text) else max(likeness(text.name, name) for name in names) for text in headings]


def _fits(field: Field, header: str, column: pa.StringArray) -> bool:
    """Return whether the values of a column are what `field` holds, as far as the first ones tell."""
    texts = samples(column, _LOOKED_AT)
    if field.holds == "number":
        number = NumberReader("CNY", Limits())
        read = [isinstance(number(text), Number) for text in texts]
        return not OTHER_FIGURES.search(heading(header).name) and bool(read) and sum(read) >= _MOSTLY * len(read)
    if field.holds == "day":
        days = [isinstance(value, Day) or value.code == _AMBIGUOUS for value in read_days(texts, _ANY_YEAR).values]
        return bool(days) and sum(days) >= _MOSTLY * len(days)
    return bool(texts)


def _known(field: Field, headings: Sequence[Heading]) -> list[int]:
    """Return the columns whose headers a field is known by."""
    known = [column for column, text in enumerate(headings) if _is_known(field, text)]
    names = [text.name for text in headings]
    otherwise = next((name for name in field.otherwise if name in names), None)
    return known or [column for column, name in enumerate(names) if name == otherwise]


def _is_known(field: Field, text: Heading) -> bool:
    return text.name == field.name.replace("_", " ") or text.name in (name.casefold() for name in field.headers)


def _unknown_fields(fields: dict[str, Field], options: Options) -> list[Problem]:
    return [
        Problem(ProblemCode.UNKNOWN_COLUMN, value=field, parameters={"known": tuple(fields)})
        for field in (*options.mapping, *options.constants)
        if field not in fields
    ]


def _not_one(kind: FileKind, field: Field, found: list[str], header: tuple[str, ...], options: Options) -> Problem:
    about = {"field": field.name, "kind": kind}
    if found:
        return Problem(ProblemCode.DUPLICATE_COLUMN, 1, found[0], parameters={**about, "columns": found})
    wanted = options.mapping.get(field.name)
    names = [wanted] if wanted else [field.name, *field.headers, *field.otherwise]
    like = [(max(likeness(heading(text).name, name) for name in names), text) for text in header]
    score, near = max(like, key=lambda pair: pair[0], default=(0.0, ""))
    parameters = {
        **about,
        "known": names[:_NAMED],
        "suggestion": near if score >= NEAR else None,
        "header": header,
    }
    return Problem(ProblemCode.MISSING_COLUMN, value=wanted or field.name, parameters=parameters)
