"""Which column of a file is which field: by what the person says, then by the headers that are known."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from planlib.errors import InvalidError, Problem
from planlib.intake.fields import FIELDS, Field
from planlib.intake.options import Options
from planlib.intake.units import Unit, read_unit
from planlib.intake.values import name_key
from planlib.vocabulary import FileKind, ProblemCode

_UNIT = re.compile(r"^(?P<name>.*\S)\s*[(\[【](?P<unit>[^)\]】]*)[)\]】]$")
_NAMED = 6
"""Headers that a missing column is told it may have."""


class Heading(NamedTuple):
    """A header taken apart: 金额(万元) is the name 金额 and the unit 万元."""

    name: str
    unit: Unit = Unit()


@dataclass(frozen=True, slots=True)
class Fields:
    """Where each field of a file comes from."""

    columns: dict[str, int]
    """Field to the number of its column."""
    constants: dict[str, str]
    """Field to the one value that every row has."""
    units: dict[str, Unit]
    """Field to the unit that the header of its column, or the person, says."""
    ignored: tuple[str, ...]
    """Headers of the columns that are no field."""
    header: tuple[str, ...]

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


def fields_of(kind: FileKind, header: tuple[str, ...], options: Options) -> Fields:
    """Return where each field comes from; InvalidError with every column that is missing, doubled or unknown."""
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
            found = [column for column, text in enumerate(headings) if column not in taken and _is_known(field, text)]
        if len(found) == 1:
            columns[field.name] = found[0]
        elif found or field.needed or field.name in options.mapping:
            problems.append(_not_one(field, [header[column] for column in found], header, options))
    if problems:
        raise InvalidError(problems)
    return Fields(
        columns=columns,
        constants=dict(options.constants),
        units={field: headings[column].unit for field, column in columns.items()}
        | {field: read_unit(unit) for field, unit in options.units.items()},
        ignored=tuple(text for column, text in enumerate(header) if column not in columns.values()),
        header=header,
    )


def recognised(kind: FileKind, header: tuple[str, ...]) -> dict[str, str]:
    """Return field to header for the columns whose headers are known without anybody saying so."""
    headings = [heading(text) for text in header]
    found: dict[str, list[str]] = {
        field.name: [header[at] for at, text in enumerate(headings) if _is_known(field, text)] for field in FIELDS[kind]
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


def _is_known(field: Field, text: Heading) -> bool:
    return text.name == field.name.replace("_", " ") or text.name in (name.casefold() for name in field.headers)


def _unknown_fields(fields: dict[str, Field], options: Options) -> list[Problem]:
    return [
        Problem(ProblemCode.UNKNOWN_COLUMN, value=field, parameters={"known": tuple(fields)})
        for field in (*options.mapping, *options.constants)
        if field not in fields
    ]


def _not_one(field: Field, found: list[str], header: tuple[str, ...], options: Options) -> Problem:
    if found:
        return Problem(ProblemCode.DUPLICATE_COLUMN, 1, found[0], parameters={"field": field.name, "columns": found})
    wanted = options.mapping.get(field.name)
    names = [wanted] if wanted else [field.name, *field.headers]
    near = next((match for name in names for match in get_close_matches(name, header, 1, 0.7)), None)
    parameters = {"field": field.name, "known": names[:_NAMED], "suggestion": near, "header": header}
    return Problem(ProblemCode.MISSING_COLUMN, value=wanted or field.name, parameters=parameters)
