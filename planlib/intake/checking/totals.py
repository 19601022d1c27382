"""A file's own totals beside what its rows add up to: that they agree is said, a difference needs a tick.

Looked at are the one row of a sheet that says it is the sum of all (合计, Total), such a column beside those of days or
segments, and rows whose segment says so. Several such rows are sums of parts, and are left alone; so is what does not
add up: values of several KPIs, averages, rates.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from planlib.errors import Notice, Problem
from planlib.intake.checking.numbers import Numbers
from planlib.intake.checking.sheet import Mask, Rows, Sheet, mask
from planlib.intake.mapping.map import heading
from planlib.intake.reading.layout import is_sum
from planlib.intake.reading.source import Ragged
from planlib.intake.reading.table import Table, Wide, line_of
from planlib.intake.values.values import Number, NumberReader, plain
from planlib.vocabulary import NoticeCode, WarningCode

_CENTS = 2
"""Numbers with so many decimals are not rounded, unless their unit is a larger one."""
_HALF = Decimal("0.5")
_FLOAT = Decimal("1e-12")
"""What a sum of floats may be off by, as a share of it."""


class Parts(NamedTuple):
    """What the numbers of a sheet are parts of, row by row."""

    of: Rows
    """The same number for rows that add up with each other; below 0 for those that add up with none."""
    whole: Mask
    """Which are counts, that nobody rounds."""
    of_segments: Rows | None = None
    """The same number for rows that the total of all segments adds up."""


def all_add_up(sheet: Sheet) -> Parts:
    """Return that all rows are parts of one total, of money."""
    same = np.zeros(len(sheet), dtype="int64")
    return Parts(same, whole=same > 0)


class _Own(NamedTuple):
    """A total that the file has itself."""

    line: int
    column: str
    text: str
    group: int
    """It adds up the rows of this group."""


class _Sum(NamedTuple):
    """What a group of rows comes to."""

    total: Decimal
    rows: int
    scale: Decimal
    """Of the unit that the rows are in."""
    whole: bool


def compare_totals(sheet: Sheet, field: str, numbers: Numbers, parts_of: Callable[[], Parts], currency: str) -> None:
    """Tell in `sheet` whether the totals of `field` that the file has are what its rows add up to."""
    place, table = sheet.fields.columns.get(field), sheet.table
    if place is None or table.ragged or not (table.totals or table.wide or sheet.totals.any()):
        return
    parts = parts_of()
    read = NumberReader(currency, sheet.limits, sheet.decimal)
    agreeing = []
    for groups, owns in _totals(sheet, place, parts):
        sums = _sums(sheet, field, numbers, parts, groups)
        for own in owns:
            number, found = read(own.text), sums.get(own.group)
            if found is None or not isinstance(number, Number) or number.scaled:
                continue
            about = {"total": number.value * found.scale, "sum": found.total}
            if abs(about["total"] - found.total) <= _slack(own.text, sheet.decimal, found):
                agreeing.append(about)
            else:
                told = {**about, "field": field, "kind": sheet.fields.kind}
                sheet.total_warnings.append(Problem(WarningCode.TOTAL_DIFFERS, own.line, own.column, own.text, told))
            sheet.compared.add(own.column)
    if agreeing:
        agreed = agreeing[0] if len(agreeing) == 1 else {"count": len(agreeing)}
        sheet.notices.append(Notice(NoticeCode.TOTALS_AGREE, agreed))


def _totals(sheet: Sheet, place: int, parts: Parts) -> Iterator[tuple[Rows, list[_Own]]]:
    """Yield which rows of the sheet totals add up, group by group, and the totals; `place` is the numbers' column."""
    table = sheet.table
    wide = table.wide if table.is_made(place) else None
    file = wide.table if wide else table
    columns = wide.columns if wide else np.full(len(sheet), place)
    if rows := _total_rows(file):
        width = len(file.header)
        yield (
            table.sheet_of(table.lines) * width + columns,
            [
                _Own(line_of(row.line, file.together), file.header[column], row.cells[column], number * width + column)
                for number, row in rows.items()
                for column in np.unique(columns).tolist()
            ],
        )
    if wide is not None and _made(sheet) & {"day", "segment", "kpi"} in ({"day"}, {"segment"}):
        yield from ((wide.rows, list(_in_column(wide, column))) for column in _sum_columns(wide))
    if parts.of_segments is not None and sheet.totals.any():
        yield parts.of_segments, list(_of_segments(sheet, place, parts.of_segments))


def _total_rows(table: Table) -> dict[int, Ragged]:
    """Return the row that totals all others of its sheet, by the sheet's number; none of a sheet that has several."""
    numbers = [table.sheet_of(row.line) for row in table.totals]
    several = Counter(numbers)
    return {number: row for number, row in zip(numbers, table.totals, strict=True) if several[number] == 1}


def _made(sheet: Sheet) -> set[str]:
    """Return the fields that the headers of the file's columns say."""
    return {field for field, column in sheet.fields.columns.items() if sheet.table.is_made(column)}


def _sum_columns(wide: Wide) -> list[int]:
    """Return the column that is the sum of those of days or segments, in a unit of theirs, if there is just one."""
    header = [heading(text) for text in wide.table.header]
    summed = set(np.unique(wide.columns).tolist())
    units = {"", *(header[at].unit.text for at in summed)}
    found = [at for at, text in enumerate(header) if at not in summed and is_sum(text.name) and text.unit.text in units]
    return found if len(found) == 1 else []


def _in_column(wide: Wide, column: int) -> Iterator[_Own]:
    """Yield the totals of rows of the file."""
    table = wide.table
    for row in np.unique(wide.rows).tolist():
        yield _Own(table.line(row), table.header[column], table.columns[column][row].as_py(), row)


def _of_segments(sheet: Sheet, place: int, groups: Rows) -> Iterator[_Own]:
    """Yield the totals that are rows of the sheet, in a unit of the others."""
    segments = sheet.texts("segment")
    units = pa.repeat("", len(sheet)) if sheet.table.units is None else sheet.table.units
    others = {"", *pc.unique(units.filter(pa.array(~sheet.totals))).to_pylist()}
    for row in np.flatnonzero(sheet.totals).tolist():
        if is_sum(segments[row].as_py()) and units[row].as_py() in others:
            column = sheet.table.column_of(row, place)
            yield _Own(sheet.table.line(row), column, sheet.table.columns[place][row].as_py(), int(groups[row]))


def _sums(sheet: Sheet, field: str, numbers: Numbers, parts: Parts, groups: Rows) -> Mapping[int, _Sum]:
    """Return what each group adds up to, but for those with a row that cannot be read or adds up with none."""
    blank = mask(pc.equal(pc.utf8_trim_whitespace(sheet.texts(field)), ""))
    unread = ~numbers.good & ~blank
    unit = np.zeros(len(sheet), dtype="int64")
    for place, (_, rows) in enumerate(numbers.units, 1):
        unit[rows] = place
    scales = [Decimal(1), *(one.scale for one, _ in numbers.units)]
    rows = pa.table(
        {
            "group": groups,
            "of": np.where(unread | numbers.percent, -1, parts.of),
            "unit": unit,
            "whole": parts.whole,
            "value": numbers.values,
        }
    ).filter(pa.array(~sheet.totals))
    asked = [("value", "sum"), ("value", "count"), ("whole", "any"), ("of", "min_max"), ("unit", "min_max")]
    return {
        group["group"]: _Sum(
            group["value_sum"], group["value_count"], scales[group["unit_min_max"]["min"]], group["whole_any"]
        )
        for group in rows.group_by("group").aggregate(asked).to_pylist()
        if group["value_count"]
        and group["of_min_max"]["min"] >= 0
        and _is_one(group["of_min_max"], group["unit_min_max"])
    }


def _is_one(*bounds: Mapping[str, int]) -> bool:
    return all(bound["min"] == bound["max"] for bound in bounds)


def _slack(text: str, mark: str, found: _Sum) -> Decimal:
    """Return how far a total may be from the sum: half of its last place, and what rounding the rows too comes to."""
    decimals = re.match("[0-9]*", plain(text).partition(mark)[2])
    assert decimals is not None
    place = found.scale.scaleb(-len(decimals[0]))
    exact = found.scale == 1 and (found.whole or len(decimals[0]) >= _CENTS or found.total % place != 0)
    rounded = 0 if exact else min(Decimal(found.rows) / 2, Decimal(found.rows).sqrt())
    return place * max(_HALF, rounded) + _FLOAT * abs(found.total)
