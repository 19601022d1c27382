"""The numbers of a column: plain ones, nearly all of a long file, are read by Arrow in one go, the others with care."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from planlib.errors import Notice
from planlib.intake.checking.sheet import EXACT, Column, Mask, Sheet, mask, unless_blank
from planlib.intake.values.units import Unit, read_unit
from planlib.intake.values.values import Fault, Number, NumberReader
from planlib.model import DECIMALS
from planlib.vocabulary import DecisionCode, NoticeCode, ProblemCode

_PLAIN_BELOW = 10**13
"""What Arrow reads without a look at each text stays below this."""
_WIDE = pa.decimal256(40, DECIMALS)
_WIDER = pa.decimal256(60, DECIMALS + 2)
"""Holds any number multiplied by the scale of a unit."""


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
    units: Sequence[tuple[Unit, Mask]]
    """The units that bare numbers are in, each with the rows it is said of."""


def read_numbers(sheet: Sheet, field: str, currency: str, *, needed: bool, money: Mask | None = None) -> Numbers:
    """Return the numbers of `field`; a blank cell is refused only where one is `needed`.

    `money` are the rows that are amounts of money (None: all), which a unit said above the header is about.
    """
    if field not in sheet.fields and not needed:
        none = np.zeros(len(sheet), dtype=bool)
        return Numbers(pa.nulls(len(sheet), EXACT), percent=none, good=~none, noise=np.ones(len(sheet)), units=[])
    texts, decimal = sheet.texts(field), sheet.decimal
    reader = NumberReader(currency, sheet.limits, decimal)
    plain = _plain_numbers(texts, decimal)
    others = pc.if_else(pc.is_valid(plain), None, texts).dictionary_encode()
    grouped = _plain_numbers(_ungrouped(others.dictionary, currency, decimal), decimal)
    seen = zip(others.dictionary.to_pylist(), grouped.is_valid().to_pylist(), strict=True)
    read = [None if simple else reader(text) if needed else unless_blank(reader(text)) for text, simple in seen]
    column = Column([*read, None], others.indices.fill_null(len(read)).to_numpy())
    sheet.refuse(field, ~column.good, column.fault)
    noise = _noise(sheet, field, column)
    exact = pa.array([value.value if isinstance(value, Number) else None for value in read], EXACT)
    distinct = pa.concat_arrays([pc.coalesce(grouped.cast(EXACT), exact), pa.nulls(1, EXACT)])
    own = column.each(lambda number: number is not None and number.scaled, otherwise=False)
    percent = column.each(lambda number: number is not None and number.percent, otherwise=False)
    values = plain.cast(EXACT)
    if read:
        values = pc.coalesce(values, distinct.take(pa.array(column.codes)))
    bare = ~own & mask(pc.is_valid(values))
    said = _units(sheet, field, money)
    units = [(unit, meant & bare) for unit, meant in said]
    scaled = _in_units(sheet, field, values, units)
    return Numbers(
        values=scaled,
        percent=np.logical_or.reduce([percent, *(rows for unit, rows in units if unit.percent)]),
        good=column.good & mask(pc.equal(pc.is_valid(values), pc.is_valid(scaled))),
        noise=noise,
        units=said,
    )


def _units(sheet: Sheet, field: str, money: Mask | None) -> list[tuple[Unit, Mask]]:
    """Return the units that numbers of `field` are in, each with the rows it is said of."""
    every = np.ones(len(sheet), dtype=bool)
    said = sheet.fields.units.get(field, Unit())
    if said.text:
        return [(said, every)]
    found: list[tuple[Unit, Mask]] = []
    if sheet.table.units is not None and field in ("value", "amount"):
        own = sheet.table.units.dictionary_encode()
        texts, codes = own.dictionary.to_pylist(), own.indices.to_numpy()
        found = [(read_unit(text), codes == code) for code, text in enumerate(texts) if text]
    if sheet.table.unit:
        unsaid = ~np.logical_or.reduce([~every, *(rows for _, rows in found)])
        found.append((read_unit(sheet.table.unit), unsaid if money is None else unsaid & money))
        if field in ("value", "target") and money is not None and not money.any():
            sheet.decisions.append(Notice(DecisionCode.UNIT, {"unit_above": sheet.table.unit}))
    return found


def _in_units(
    sheet: Sheet, field: str, values: pa.Decimal128Array, units: Sequence[tuple[Unit, Mask]]
) -> pa.Decimal128Array:
    """Return the values, each multiplied by the scale of its unit; refuse what cannot be kept exactly."""
    units = [(unit, rows) for unit, rows in units if unit.scale != 1 and rows.any()]
    if not units:
        checked = sheet.limits.below >= _PLAIN_BELOW and sheet.limits.decimals >= DECIMALS
        return values if checked else _within_limits(sheet, field, values)
    wide = values.cast(_WIDE)
    scaled = wide.cast(_WIDER)
    for unit, rows in units:
        column = sheet.column_of(field, int(np.argmax(rows))) or field
        about: dict[str, Any] = {"column": column, "unit": unit.text, "scale": unit.scale}
        if sheet.table.unit_column and unit.text != sheet.table.unit:
            about |= {"unit_column": sheet.table.unit_column, "rows": int(rows.sum())}
        sheet.decisions.append(Notice(DecisionCode.UNIT, about))
        in_unit = pc.multiply(wide, pa.scalar(unit.scale, pa.decimal256(14, 2))).cast(_WIDER)
        scaled = pc.if_else(pa.array(rows), in_unit, scaled)
    return _within_limits(sheet, field, scaled)


def _within_limits(sheet: Sheet, field: str, values: pa.Array) -> pa.Decimal128Array:
    """Return `values` as they are kept; refuse those that are too large or would be rounded."""
    below, decimals = sheet.limits.below, min(sheet.limits.decimals, DECIMALS)
    large = mask(pc.greater_equal(pc.abs(values), pa.scalar(below)))
    kept = values.cast(pa.decimal256(60, decimals), safe=False)
    precise = ~large & mask(pc.not_equal(kept, values))
    sheet.refuse(field, large, Fault(ProblemCode.OUT_OF_RANGE, {"below": below}))
    too_precise = Fault(ProblemCode.BAD_NUMBER, {"reason": "too_precise", "decimals": decimals})
    sheet.refuse(field, precise, too_precise)
    return pc.if_else(pa.array(large | precise), None, values).cast(EXACT)


def _noise(sheet: Sheet, field: str, column: Column[Number | None]) -> "np.ndarray[Any, Any]":
    """Return how many times its value is written in each row; tell where a float's noise was taken off."""
    rounded = np.flatnonzero(column.each(lambda number: number is not None and number.noise != 1, otherwise=False))
    if not len(rounded):
        return np.ones(len(sheet))
    line, value = sheet.table.line(rounded[0]), sheet.texts(field)[rounded[0]].as_py()
    about = {"column": sheet.fields.column(field), "line": line, "value": value, "count": len(rounded)}
    sheet.notices.append(Notice(NoticeCode.ROUNDED, about))
    return column.each(lambda number: number.noise if number else Decimal(1), otherwise=Decimal(1))


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
