"""The columns of a file as values: each distinct text is read once, and what cannot be read is kept as a refusal.

Plain numbers, nearly all of a long file, are read by Arrow in one go; only the others are looked at with care.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from planlib.errors import InvalidError, Notice, Problem
from planlib.intake.map import Fields, Heading
from planlib.intake.options import Limits
from planlib.intake.read import Table
from planlib.intake.values import CONTROL, Fault, Number, NumberReader, name_key
from planlib.model import DECIMALS
from planlib.vocabulary import NoticeCode, ProblemCode

EXACT = pa.decimal128(38, DECIMALS)
Rows: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"
Mask: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"
Value = TypeVar("Value")
Kept = TypeVar("Kept")

_SHOWN = 200
"""Characters of a cell that a problem repeats."""


class Refusal(NamedTuple):
    """Rows that are refused for one reason."""

    field: str | None
    rows: Rows
    fault: Callable[[int], Fault]
    """Says why, given the row."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Value]):
    """One column: the distinct values, and which of them each row has."""

    values: list[Value | Fault]
    codes: Rows

    def each(self, make: Callable[[Value], Kept], otherwise: Kept) -> "np.ndarray[Any, Any]":
        """Return `make` of the value of each row, `otherwise` where it could not be read."""
        made = [otherwise if isinstance(value, Fault) else make(value) for value in self.values]
        return np.array([*made, otherwise])[self.codes]

    def strings(self, make: Callable[[Value], str]) -> pa.StringArray:
        """Return `make` of the value of each row, empty where it could not be read."""
        made = ["" if isinstance(value, Fault) else make(value) for value in self.values]
        return pa.array(made, pa.string()).take(pa.array(self.codes))

    @property
    def good(self) -> Mask:
        """Which rows could be read."""
        return self.each(lambda _: True, otherwise=False)


@dataclass(frozen=True, slots=True)
class Numbers:
    """One column of numbers."""

    values: pa.Decimal128Array
    """Null where there is none or it is refused."""
    percent: Mask
    """Where the text or the header has a percent sign."""
    good: Mask
    """False where the row is refused because of this column."""


class Sheet:
    """The rows of a file, read field by field; keeps what is refused and why."""

    def __init__(self, table: Table, fields: Fields, limits: Limits) -> None:
        """Take the file's rows, those with a wrong number of cells already refused."""
        self.table = table
        self.fields = fields
        self.limits = limits
        self.refusals: list[Refusal] = []
        self.notices: list[Notice] = []

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.table)

    def refuse(self, field: str | None, which: Mask, fault: Fault | Callable[[int], Fault]) -> None:
        """Refuse the rows in `which` for one reason."""
        if which.any():
            why = (lambda _: fault) if isinstance(fault, Fault) else fault
            self.refusals.append(Refusal(field, np.flatnonzero(which), why))

    def refuse_row(self, field: str | None, row: int, fault: Fault) -> None:
        """Refuse one row."""
        self.refusals.append(Refusal(field, np.array([row]), lambda _: fault))

    @property
    def refused(self) -> Mask:
        """Which rows are refused so far."""
        refused = np.zeros(len(self), dtype=bool)
        for refusal in self.refusals:
            refused[refusal.rows] = True
        return refused

    def problems(self, most: int) -> list[Problem]:
        """Return the first problems, by line."""
        found = [
            (int(row), order, refusal)
            for order, refusal in enumerate(self.refusals)
            for row in islice(refusal.rows, most)
        ]
        found.sort(key=lambda entry: entry[:2])
        return [self._problem(row, refusal) for row, _, refusal in found[:most]]

    def _problem(self, row: int, refusal: Refusal) -> Problem:
        code, parameters = refusal.fault(row)
        column, value = self.fields.column(refusal.field), None
        if refusal.field is not None and refusal.field in self.fields:
            value = str(self.texts(refusal.field)[row])
            value = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
        return Problem(code, int(self.table.lines[row]), column, value, {"field": refusal.field, **parameters})

    # reading

    def texts(self, field: str) -> pa.StringArray:
        """Return the texts of `field` as they stand in the file, empty where the file has no such field."""
        if field in self.fields.columns:
            return self.table.columns[self.fields.columns[field]]
        return pa.repeat(self.fields.constants.get(field, ""), len(self))

    def read(self, field: str, parse: Callable[[str], Value | Fault]) -> Column[Value]:
        """Return the values of `field`; rows that cannot be read are refused."""
        encoded = self.texts(field).dictionary_encode()
        values = [parse(text) for text in encoded.dictionary.to_pylist()]
        if field in self.fields.constants and isinstance(values[0], Fault):
            raise InvalidError([_problem_of(field, self.fields.constants[field], values[0])])
        column = Column(values, encoded.indices.to_numpy())
        self.refuse(field, ~column.good, lambda row: _fault(column, row))
        return column

    def names(self, field: str, longest: int = 200) -> Column[str]:
        """Return the names in `field`, spelled alike where they mean the same."""
        return self.read(field, lambda text: read_name(text, longest))

    def long_texts(self, field: str, longest: int) -> pa.StringArray:
        """Return the texts of `field` word for word, without outer blanks."""
        texts = pc.utf8_trim_whitespace(self.texts(field))
        control = pc.match_substring_regex(texts, "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x{9f}]")
        self.refuse(field, mask(control), Fault(ProblemCode.CONTROL_CHAR))
        most = min(longest, self.limits.cell)
        long = pc.greater(pc.utf8_length(texts), most)
        self.refuse(field, mask(long), Fault(ProblemCode.TOO_LONG, {"most": most}))
        return texts

    def numbers(self, field: str, currency: str, *, needed: bool) -> Numbers:
        """Return the numbers of `field`; a blank cell is refused only where one is `needed`."""
        heading = self.fields.headings.get(field, Heading(field))
        reader = NumberReader(currency, self.limits, heading.scale)
        texts = self.texts(field)
        plain = _plain_numbers(texts, self.limits) & (heading.scale == 1)
        others = pc.if_else(pa.array(plain), None, texts).dictionary_encode()
        read = [_unless_blank(reader(text), needed) for text in others.dictionary.to_pylist()]
        column = Column([*read, None], others.indices.fill_null(len(read)).to_numpy())
        self.refuse(field, ~column.good, lambda row: _fault(column, row))
        distinct = pa.array([value.value if isinstance(value, Number) else None for value in column.values], EXACT)
        self._notice(field, heading, column)
        plain_values = pc.if_else(pa.array(plain), texts, None).cast(EXACT)
        return Numbers(
            values=pc.coalesce(plain_values, distinct.take(pa.array(column.codes))),
            percent=column.each(lambda number: _is_percent(number, heading), otherwise=False),
            good=column.good,
        )

    def _notice(self, field: str, heading: Heading, column: Column[Number | None]) -> None:
        """Keep what is worth saying about a column of numbers."""
        about = {"column": self.fields.column(field)}
        if heading.scale != 1:
            self.notices.append(Notice(NoticeCode.SCALED, about | {"scale": heading.scale}))
        rounded = np.flatnonzero(column.each(lambda number: number is not None and number.rounded, otherwise=False))
        if len(rounded):
            first = {"line": int(self.table.lines[rounded[0]]), "value": self.texts(field)[rounded[0]].as_py()}
            self.notices.append(Notice(NoticeCode.ROUNDED, about | first | {"count": len(rounded)}))


def read_name(text: str, longest: int) -> str | Fault:
    """Return a name as it is kept: NFKC, single blanks."""
    name = name_key(text)
    if CONTROL.search(name):
        return Fault(ProblemCode.CONTROL_CHAR)
    return Fault(ProblemCode.TOO_LONG, {"most": longest}) if len(name) > longest else name


def _problem_of(field: str, value: str, fault: Fault) -> Problem:
    return Problem(fault.code, value=value, parameters={"field": field, **fault.parameters})


def _fault(column: Column[Any], row: int) -> Fault:
    fault = column.values[column.codes[row]]
    assert isinstance(fault, Fault)
    return fault


def _plain_numbers(texts: pa.StringArray, limits: Limits) -> Mask:
    """Which texts are numbers of at most 15 digits that Arrow reads as they are meant."""
    digits, decimals = min(limits.below.adjusted(), 13), min(limits.decimals, 15)
    matching = pc.match_substring_regex(texts, rf"^-?[0-9]{{1,{digits}}}(?:\.[0-9]{{1,{decimals}}})?$")
    return mask(pc.and_(matching, pc.less_equal(pc.utf8_length(texts), 16)))


def _unless_blank(number: Number | Fault, needed: bool) -> Number | Fault | None:
    blank = isinstance(number, Fault) and number.code == ProblemCode.MISSING_VALUE
    return None if blank and not needed else number


def _is_percent(number: Number | None, heading: Heading) -> bool:
    return number is not None and (number.percent or (heading.percent and not number.scaled))


def mask(flags: pa.BooleanArray) -> Mask:
    """Return the flags of an Arrow column, false where they are null."""
    found: Mask = flags.fill_null(False).to_numpy(zero_copy_only=False)
    return found
