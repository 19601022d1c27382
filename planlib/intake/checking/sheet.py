"""The columns of a file as values: each distinct text is read once, and what cannot be read is kept as a refusal.

Plain numbers, nearly all of a long file, are read by Arrow in one go; only the others are looked at with care.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
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
from planlib.intake.values.units import Unit, read_unit
from planlib.intake.values.values import CONTROL, Day, Fault, Number, NumberReader, name_key
from planlib.model import DECIMALS
from planlib.vocabulary import DecisionCode, NoticeCode, ProblemCode

EXACT = pa.decimal128(38, DECIMALS)
_PLAIN_BELOW = 10**13
"""What Arrow reads without a look at each text stays below this."""
_WIDE = pa.decimal256(40, DECIMALS)
_WIDER = pa.decimal256(60, DECIMALS + 2)
"""Holds any number multiplied by the scale of a unit."""
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
    noise: "np.ndarray[Any, Any]"
    """What is written is so many times the value: not 1, but a Decimal, where a float's noise was taken off."""


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
        self.notices: list[Notice] = []
        self.decisions = [
            Notice(DecisionCode.COLUMN, {"column": fields.column(field), "field": field, "kind": fields.kind})
            for field in fields.likely
        ]
        self.unknown: tuple[Unknown, ...] = ()
        """Names that lead to nothing."""
        self.left_out_names: frozenset[str] = frozenset()
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

    def leave_out(self, field: str, texts: Collection[str]) -> None:
        """Leave the rows out that have one of `texts` in `field`: they are neither recorded nor refused."""
        self.left_out_names |= frozenset(texts)
        if texts:
            self.leave_rows_out(mask(pc.is_in(self.texts(field), pa.array(texts, pa.string()))))

    def tell_totals(self, lines: Rows) -> None:
        """Tell that rows in `lines` are totals, together with those that reading the file found."""
        told = self.table.decisions
        found = [line for notice in told if notice.code == DecisionCode.TOTALS for line in notice.parameters["lines"]]
        others = tuple(notice for notice in told if notice.code != DecisionCode.TOTALS)
        every = Notice(DecisionCode.TOTALS, {"lines": sorted({*found, *lines.tolist()})})
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
        if wide is None or column is None or column >= len(self.table.header) - wide.made:
            return refusal.rows
        _, first = np.unique(wide.rows[refusal.rows], return_index=True)
        return refusal.rows[first]

    def _problem(self, row: int, refusal: Refusal) -> Problem:
        code, parameters = refusal.fault(row)
        column, value = self._column(refusal.field, row), None
        if refusal.field is not None and refusal.field in self.fields:
            value = str(self.texts(refusal.field)[row])
            value = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
        about = {"field": refusal.field, "kind": self.fields.kind}
        return Problem(code, int(self.table.lines[row]), column, value, {**about, **parameters})

    # reading

    @property
    def in_workbook(self) -> bool:
        """Whether the cells come from a workbook, in which numbers and days need no style of writing."""
        return not self.table.encoding

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
        self.refuse(field, ~column.good, lambda row: _fault(column, row))
        return column

    def days(self, field: str, year: int) -> Column[Day]:
        """Return the days in `field`; `year` is that of days which name none."""
        return self._read(field, lambda texts: self._days(field, texts, year))

    def days_or_none(self, field: str, year: int) -> Column[Day | None]:
        """Return the days in `field`, None where a cell is blank."""
        return self._read(field, lambda texts: [_unless_blank(day) for day in self._days(field, texts, year)])

    def _days(self, field: str, texts: list[str], year: int) -> list[Day | Fault]:
        found = read_days(texts, year, self.options.day_order, workbook=self.in_workbook)
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

    def numbers(self, field: str, currency: str, *, needed: bool, money: Mask | None = None) -> Numbers:
        """Return the numbers of `field`; a blank cell is refused only where one is `needed`.

        `money` are the rows that are amounts of money (None: all), which a unit said above the header is about.
        """
        if field not in self.fields and not needed:
            none = np.zeros(len(self), dtype=bool)
            return Numbers(pa.nulls(len(self), EXACT), percent=none, good=~none, noise=np.ones(len(self)))
        texts, decimal = self.texts(field), "." if self.in_workbook else self.options.decimal
        reader = NumberReader(currency, self.limits, decimal)
        plain = _plain_numbers(texts, decimal)
        others = pc.if_else(pc.is_valid(plain), None, texts).dictionary_encode()
        grouped = _plain_numbers(_ungrouped(others.dictionary, currency, decimal), decimal)
        seen = zip(others.dictionary.to_pylist(), grouped.is_valid().to_pylist(), strict=True)
        read = [None if simple else reader(text) if needed else _unless_blank(reader(text)) for text, simple in seen]
        column = Column([*read, None], others.indices.fill_null(len(read)).to_numpy())
        self.refuse(field, ~column.good, lambda row: _fault(column, row))
        noise = self._noise(field, column)
        exact = pa.array([value.value if isinstance(value, Number) else None for value in read], EXACT)
        distinct = pa.concat_arrays([pc.coalesce(grouped.cast(EXACT), exact), pa.nulls(1, EXACT)])
        own = column.each(lambda number: number is not None and number.scaled, otherwise=False)
        percent = column.each(lambda number: number is not None and number.percent, otherwise=False)
        values = plain.cast(EXACT)
        if read:
            values = pc.coalesce(values, distinct.take(pa.array(column.codes)))
        bare = ~own & mask(pc.is_valid(values))
        units = [(unit, meant & bare) for unit, meant in self._units(field, money)]
        scaled = self._in_units(field, values, units)
        return Numbers(
            values=scaled,
            percent=np.logical_or.reduce([percent, *(rows for unit, rows in units if unit.percent)]),
            good=column.good & mask(pc.equal(pc.is_valid(values), pc.is_valid(scaled))),
            noise=noise,
        )

    def _units(self, field: str, money: Mask | None) -> list[tuple[Unit, Mask]]:
        """Return the units that numbers of `field` are in, each with the rows it is said of."""
        every = np.ones(len(self), dtype=bool)
        said = self.fields.units.get(field, Unit())
        if said.text:
            return [(said, every)]
        found: list[tuple[Unit, Mask]] = []
        if self.table.units is not None and field in ("value", "amount"):
            own = self.table.units.dictionary_encode()
            texts, codes = own.dictionary.to_pylist(), own.indices.to_numpy()
            found = [(read_unit(text), codes == code) for code, text in enumerate(texts) if text]
        if self.table.unit:
            unsaid = ~np.logical_or.reduce([~every, *(rows for _, rows in found)])
            found.append((read_unit(self.table.unit), unsaid if money is None else unsaid & money))
            if field in ("value", "target") and money is not None and not money.any():
                self.decisions.append(Notice(DecisionCode.UNIT, {"unit_above": self.table.unit}))
        return found

    def _in_units(
        self, field: str, values: pa.Decimal128Array, units: Sequence[tuple[Unit, Mask]]
    ) -> pa.Decimal128Array:
        """Return the values, each multiplied by the scale of its unit; refuse what cannot be kept exactly."""
        units = [(unit, rows) for unit, rows in units if unit.scale != 1 and rows.any()]
        if not units:
            checked = self.limits.below >= _PLAIN_BELOW and self.limits.decimals >= DECIMALS
            return values if checked else self._within_limits(field, values)
        wide = values.cast(_WIDE)
        scaled = wide.cast(_WIDER)
        for unit, rows in units:
            column = self._column(field, int(np.argmax(rows))) or field
            about: dict[str, Any] = {"column": column, "unit": unit.text, "scale": unit.scale}
            if self.table.unit_column and unit.text != self.table.unit:
                about |= {"unit_column": self.table.unit_column, "rows": int(rows.sum())}
            self.decisions.append(Notice(DecisionCode.UNIT, about))
            in_unit = pc.multiply(wide, pa.scalar(unit.scale, pa.decimal256(14, 2))).cast(_WIDER)
            scaled = pc.if_else(pa.array(rows), in_unit, scaled)
        return self._within_limits(field, scaled)

    def _column(self, field: str | None, row: int) -> str | None:
        """Return the header of the column in the file that `field` of a row stands in."""
        if field not in self.fields.columns:
            return self.fields.column(field)
        return self.table.column_of(row, self.fields.columns[field])

    def _within_limits(self, field: str, values: pa.Array) -> pa.Decimal128Array:
        """Return `values` as they are kept; refuse those that are too large or would be rounded."""
        below, decimals = self.limits.below, min(self.limits.decimals, DECIMALS)
        large = mask(pc.greater_equal(pc.abs(values), pa.scalar(below)))
        kept = values.cast(pa.decimal256(60, decimals), safe=False)
        precise = ~large & mask(pc.not_equal(kept, values))
        self.refuse(field, large, Fault(ProblemCode.OUT_OF_RANGE, {"below": below}))
        too_precise = Fault(ProblemCode.BAD_NUMBER, {"reason": "too_precise", "decimals": decimals})
        self.refuse(field, precise, too_precise)
        return pc.if_else(pa.array(large | precise), None, values).cast(EXACT)

    def _noise(self, field: str, column: Column[Number | None]) -> "np.ndarray[Any, Any]":
        """Return how many times its value is written in each row; tell the rows of which a float's noise is taken off."""
        rounded = np.flatnonzero(column.each(lambda number: number is not None and number.noise != 1, otherwise=False))
        if not len(rounded):
            return np.ones(len(self))
        line, value = int(self.table.lines[rounded[0]]), self.texts(field)[rounded[0]].as_py()
        about = {"column": self.fields.column(field), "line": line, "value": value, "count": len(rounded)}
        self.notices.append(Notice(NoticeCode.ROUNDED, about))
        return column.each(lambda number: number.noise if number else Decimal(1), otherwise=Decimal(1))


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


def _plain_numbers(texts: pa.StringArray, decimal: str) -> pa.StringArray:
    """Return the texts that are numbers of at most 15 digits, as Arrow reads them; null in place of the others."""
    matching = pc.match_substring_regex(texts, rf"^-?[0-9]{{1,13}}(?:\{decimal}[0-9]{{1,15}})?$")
    plain = pc.if_else(pc.and_(matching, pc.less_equal(pc.utf8_length(texts), 16)), texts, None)
    return plain if decimal == "." else pc.replace_substring(plain, decimal, ".")


def _ungrouped(texts: pa.StringArray, currency: str, decimal: str) -> pa.StringArray:
    """Return texts such as ¥1,234.50 without what stands between and before the digits; the others as they are."""
    if decimal != ".":
        return texts
    mark = "[¥￥]?" if currency in ("CNY", "JPY") else ""
    grouped = pc.match_substring_regex(texts, rf"^-?{mark}[0-9]{{1,3}}(?:,[0-9]{{3}})*(?:\.[0-9]{{1,15}})?$")
    return pc.if_else(grouped, pc.replace_substring_regex(texts, "[¥￥,]", ""), texts)


def _unprotected(texts: pa.StringArray) -> pa.StringArray:
    """Return texts with what stands in ="…", which keeps Excel from reading it as a number, in its place."""
    if not pc.any(pc.starts_with(texts, '="')).as_py():
        return texts
    inside = pc.replace_substring_regex(texts, r'^="((?:[^"]|"")*)"$', r"\1")
    return pc.if_else(pc.equal(inside, texts), texts, pc.replace_substring(inside, '""', '"'))


def _unless_blank(value: Value | Fault) -> Value | Fault | None:
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
