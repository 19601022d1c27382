"""The columns of a file as values: each distinct text is read once, and what cannot be read is kept as a refusal."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from planlib.errors import InvalidError, Notice, Problem
from planlib.intake.mapping.map import Fields
from planlib.intake.mapping.names import Unknown
from planlib.intake.options import Options
from planlib.intake.reading.table import Table
from planlib.intake.values.days import read_days
from planlib.intake.values.values import CONTROL, Day, Fault, name_key
from planlib.model import DECIMALS
from planlib.vocabulary import DecisionCode, ProblemCode

EXACT = pa.decimal128(38, DECIMALS)
Rows: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
Mask: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]
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
        if len(set(made)) == 1:
            return np.full(len(self.codes), made[0])
        return np.array([*made, otherwise])[self.codes]

    def fault(self, row: int) -> Fault:
        """Return why a row that is not good could not be read."""
        fault = self.values[self.codes[row]]
        assert isinstance(fault, Fault)
        return fault

    def strings(self, make: Callable[[Value], str]) -> pa.StringArray:
        """Return `make` of the value of each row, empty where it could not be read."""
        return self.names(make).dictionary_decode()

    def names(self, make: Callable[[Value], str]) -> pa.DictionaryArray:
        """Return what :func:`strings` does, each distinct text once."""
        made = ["" if isinstance(value, Fault) else make(value) for value in self.values]
        distinct = pa.array(made, pa.string()).dictionary_encode()
        return pa.DictionaryArray.from_arrays(distinct.indices.take(pa.array(self.codes)), distinct.dictionary)

    @property
    def good(self) -> Mask:
        """Which rows could be read."""
        return self.each(lambda _: True, otherwise=False)


class Sheet:
    """The rows of a file, read field by field; keeps what is refused and why."""

    def __init__(self, table: Table, fields: Fields, options: Options) -> None:
        """Take the file's rows, those with a wrong number of cells already refused."""
        self.table = table
        self.fields = fields
        self.options = options
        self.limits = options.limits
        self.refusals: list[Refusal] = []
        self.warnings: list[Refusal] = []
        """Rows that can be recorded, and what is unlikely about them."""
        self.total_warnings: list[Problem] = []
        """The file's own totals that its rows do not add up to."""
        self.compared: set[str] = set()
        """Headers of the columns with totals that were compared."""
        self.notices: list[Notice] = []
        self.decisions = [
            Notice(DecisionCode.COLUMN, {"column": fields.column(field), "field": field, "kind": fields.kind})
            for field in fields.likely
        ]
        self.unknown: tuple[Unknown, ...] = ()
        """Names that lead to nothing."""
        self.left_out_names: frozenset[str] = frozenset()
        self.totals: Mask = np.zeros(len(table), dtype=bool)
        """Rows left out because they add up others."""
        self._left_out: Mask = np.zeros(len(table), dtype=bool)
        self._texts: dict[str, pa.StringArray] = {}

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.table)

    def refuse(self, field: str | None, which: Mask, fault: Fault | Callable[[int], Fault]) -> None:
        """Refuse the rows in `which` for one reason."""
        rows = np.flatnonzero(which & ~self._left_out)
        if len(rows):
            why = (lambda _: fault) if isinstance(fault, Fault) else fault
            self.refusals.append(Refusal(field, rows, why))

    def refuse_row(self, field: str | None, row: int, fault: Fault) -> None:
        """Refuse one row."""
        if not self._left_out[row]:
            self.refusals.append(Refusal(field, np.array([row]), lambda _: fault))

    def warn_row(self, field: str, row: int, fault: Fault) -> None:
        """Keep what is unlikely about one row."""
        self.warnings.append(Refusal(field, np.array([row]), lambda _: fault))

    def leave_out(self, field: str, texts: Collection[str]) -> None:
        """Leave the rows out that have one of `texts` in `field`: they are neither recorded nor refused."""
        self.left_out_names |= frozenset(texts)
        if texts:
            self.leave_rows_out(mask(pc.is_in(self.texts(field), pa.array(texts, pa.string()))))

    def leave_totals_out(self, field: str, which: Mask) -> None:
        """Leave the rows in `which` out, of which `field` says that they are totals, and tell it.

        They are told together with those that reading the file found, or by their columns where those say it.
        """
        self.leave_rows_out(which)
        self.totals |= which
        wide = self.table.wide
        if wide is not None and self.table.is_made(self.fields.columns[field]):
            columns = [wide.table.header[column] for column in np.unique(wide.columns[which])]
            self.decisions.append(Notice(DecisionCode.TOTALS, {"columns": columns}))
            return
        told = self.table.decisions
        found = [line for notice in told if notice.code == DecisionCode.TOTALS for line in notice.parameters["lines"]]
        others = tuple(notice for notice in told if notice.code != DecisionCode.TOTALS)
        every = Notice(
            DecisionCode.TOTALS, {"lines": sorted({*found, *map(self.table.line, np.flatnonzero(which).tolist())})}
        )
        self.table = replace(self.table, decisions=(*others, every))

    def leave_rows_out(self, which: Mask) -> None:
        """Leave the rows in `which` out."""
        self._left_out |= which

    @property
    def left_out(self) -> int:
        """How many rows are left out."""
        return int(self._left_out.sum())

    @property
    def read_rows(self) -> Mask:
        """Which rows are not left out."""
        return ~self._left_out

    @property
    def kept(self) -> Mask:
        """Which rows are neither refused so far nor left out."""
        return ~(self.refused | self._left_out)

    @property
    def refused(self) -> Mask:
        """Which rows are refused so far."""
        refused = np.zeros(len(self), dtype=bool)
        for refusal in self.refusals:
            refused[refusal.rows] = True
        return refused

    @property
    def unusual(self) -> int:
        """How many rows have warnings."""
        return len(np.unique(np.concatenate([warning.rows for warning in self.warnings]))) if self.warnings else 0

    def warn(self, rows: pa.Table, field: str, which: Mask, fault: Callable[[int], Fault]) -> None:
        """Keep what is unlikely about the `rows` in `which`; `fault` is told the number among them."""
        if which.any():
            numbers = rows["row"].to_numpy()
            self.warnings.append(Refusal(field, numbers[which], lambda row: fault(int(np.searchsorted(numbers, row)))))

    def problems(self, most: int, among: Sequence[Refusal] | None = None) -> list[Problem]:
        """Return the first problems, or warnings where those are handed in, by line."""
        found = [
            (int(row), order, refusal)
            for order, refusal in enumerate(self.refusals if among is None else among)
            for row in islice(self._cells(refusal), most)
        ]
        found.sort(key=lambda entry: entry[:2])
        return [self._problem(row, refusal) for row, _, refusal in found[:most]]

    def count(self, among: Sequence[Refusal]) -> int:
        """Return the number of problems, or warnings."""
        return sum(len(self._cells(refusal)) for refusal in among)

    def _cells(self, refusal: Refusal) -> Rows:
        """Return the rows of a refusal, but one for each cell: in a wide table many rows have their day from one."""
        wide, column = self.table.wide, self.fields.columns.get(refusal.field or "")
        if wide is None or column is None or self.table.is_made(column):
            return refusal.rows
        _, first = np.unique(wide.rows[refusal.rows], return_index=True)
        return refusal.rows[first]

    def _problem(self, row: int, refusal: Refusal) -> Problem:
        code, parameters = refusal.fault(row)
        column, value = self.column_of(refusal.field, row), None
        if refusal.field is not None and refusal.field in self.fields:
            value = str(self.texts(refusal.field)[row])
            value = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
        about = {"field": refusal.field, "kind": self.fields.kind}
        return Problem(code, self.table.line(row), column, value, {**about, **parameters})

    # reading

    @property
    def in_workbook(self) -> bool:
        """Whether the cells come from a workbook, in which numbers and days need no style of writing."""
        return not self.table.encoding

    @property
    def decimal(self) -> str:
        """The decimal mark of numbers."""
        return "." if self.in_workbook else self.options.decimal

    def column_of(self, field: str | None, row: int) -> str | None:
        """Return the header of the column in the file that `field` of a row stands in."""
        if field not in self.fields.columns:
            return self.fields.column(field)
        return self.table.column_of(row, self.fields.columns[field])

    def texts(self, field: str) -> pa.StringArray:
        """Return the texts of `field`, empty where the file has no such field; of ="00123" the text inside."""
        if field not in self._texts:
            columns = self.fields.columns
            constant = self.fields.constants.get(field, "")
            self._texts[field] = (
                _unprotected(self.table.columns[columns[field]]) if field in columns else pa.repeat(constant, len(self))
            )
        return self._texts[field]

    def read(self, field: str, parse: Callable[[str], Value | Fault]) -> Column[Value]:
        """Return the values of `field`, text by text; rows that cannot be read are refused."""
        return self._read(field, lambda texts: [parse(text) for text in texts])

    def _read(self, field: str, parse: Callable[[list[str]], list[Value | Fault]]) -> Column[Value]:
        encoded = self.texts(field).dictionary_encode()
        values = parse(encoded.dictionary.to_pylist())
        if field in self.fields.constants and isinstance(values[0], Fault):
            raise InvalidError([_problem_of(field, self.fields.constants[field], values[0])])
        column = Column(values, encoded.indices.to_numpy())
        self.refuse(field, ~column.good, column.fault)
        return column

    def days(self, field: str, year: int) -> Column[Day]:
        """Return the days in `field`; `year` is that of days which name none."""
        return self._read(field, lambda texts: self._days(field, texts, year))

    def days_or_none(self, field: str, year: int) -> Column[Day | None]:
        """Return the days in `field`, None where a cell is blank."""
        return self._read(field, lambda texts: [unless_blank(day) for day in self._days(field, texts, year)])

    def _days(self, field: str, texts: list[str], year: int) -> list[Day | Fault]:
        found = read_days(texts, self.options.year or year, self.options.day_order, workbook=self.in_workbook)
        about = {"column": self.fields.column(field) or field}
        for decided in found.decided:
            self.decisions.append(Notice(decided.code, about | {"value": decided.text, "day": decided.day}))
        return found.values

    def names(self, field: str, longest: int = 200) -> Column[str]:
        """Return the names in `field`, spelled alike where they mean the same."""
        return self.read(field, lambda text: read_name(text, longest))

    def long_texts(self, field: str, longest: int) -> pa.StringArray:
        """Return the texts of `field` word for word, without outer blanks."""
        if field not in self.fields:
            return self.texts(field)
        texts = pc.utf8_trim_whitespace(self.texts(field))
        control = pc.match_substring_regex(texts, "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x{9f}]")
        self.refuse(field, mask(control), Fault(ProblemCode.CONTROL_CHAR))
        most = min(longest, self.limits.cell)
        long = pc.greater(pc.utf8_length(texts), most)
        self.refuse(field, mask(long), Fault(ProblemCode.TOO_LONG, {"most": most}))
        return texts


def read_name(text: str, longest: int) -> str | Fault:
    """Return a name as it is kept: NFKC, single blanks."""
    name = name_key(text)
    if CONTROL.search(name):
        return Fault(ProblemCode.CONTROL_CHAR)
    return Fault(ProblemCode.TOO_LONG, {"most": longest}) if len(name) > longest else name


def _problem_of(field: str, value: str, fault: Fault) -> Problem:
    return Problem(fault.code, value=value, parameters={"field": field, **fault.parameters})


def _unprotected(texts: pa.StringArray) -> pa.StringArray:
    """Return texts with what stands in ="…", which keeps Excel from reading it as a number, in its place."""
    if not pc.any(pc.starts_with(texts, '="')).as_py():
        return texts
    inside = pc.replace_substring_regex(texts, r'^="((?:[^"]|"")*)"$', r"\1")
    return pc.if_else(pc.equal(inside, texts), texts, pc.replace_substring(inside, '""', '"'))


def unless_blank(value: Value | Fault) -> Value | Fault | None:
    """Return `value`, None where it is the fault of a blank cell."""
    blank = isinstance(value, Fault) and value.code in (ProblemCode.MISSING_VALUE, ProblemCode.MISSING_DATE)
    return None if blank else value


def mask(flags: pa.BooleanArray) -> Mask:
    """Return the flags of an Arrow column, false where they are null."""
    found: Mask = flags.fill_null(False).to_numpy(zero_copy_only=False)
    return found


def only(rows: pa.Table, which: Mask) -> pa.Table:
    """Return the rows in `which`; all of them as they are."""
    return rows if which.all() else rows.filter(pa.array(which))
