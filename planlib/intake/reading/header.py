"""Which row of a file names its columns.

It is the row that looks most like the header of the kind: known names of columns, of KPIs, and days. A row that holds
values is none, so that the first record of a file without a header is never taken for one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from planlib.errors import InvalidError, Problem
from planlib.intake.mapping.fields import FIELDS
from planlib.intake.mapping.map import OTHER_FIGURES, heading
from planlib.intake.reading.day_headers import FEW, day_columns
from planlib.intake.reading.source import Row
from planlib.intake.reading.table import Expectation
from planlib.intake.values.units import is_unit
from planlib.intake.values.values import Day, is_blank, name_key, plain, read_day
from planlib.vocabulary import ProblemCode

ROWS = 60
"""The header is looked for among so many rows."""

ACTUAL = re.compile(r"实际|实际值|实际完成|实绩|本期|本月|actuals?|this month", re.I)
"""What the group or the name of a column says that holds a KPI's own values."""

_LONGEST = 200
"""Characters of a header."""
_MOST = 1000
"""Cells of a row that are looked at."""
_NUMBER = re.compile(r"[-+(¥$€£]*[0-9][0-9.,' ]*(?:e[-+]?[0-9]+)?[%万亿元)-]*", re.I)
_SAYS_UNIT = re.compile(r"\s*(?:计量|金额)?(?:单位|單位|units?)\s*[:：]?\s*", re.I).fullmatch
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


class Header(NamedTuple):
    """The row that names the columns, or two of them read as one."""

    row: Row
    rows: tuple[Row, ...]
    """The rows as they stand in the file."""
    above: int
    """Rows that stand above it."""


def find_header(head: Sequence[Row], line: int | None, expected: Expectation) -> Header:
    """Return the header: the row on `line`, or else the one of the first rows that looks most like it.

    Raises:
        InvalidError: `header_not_found`.
    """
    if line is not None:
        at = next((at for at, row in enumerate(head) if row.line <= line <= row.end), None)
        if at is None:
            raise InvalidError([Problem(ProblemCode.HEADER_NOT_FOUND, parameters={"header": line})])
        single, *double = _candidates(head[at : at + 2], expected, above=at)[:2]
        alone = likeness(single.row.cells, expected)
        found = next((found for found in double if alone and likeness(found.row.cells, expected) > alone), single)
        return _with_units(found, head)
    candidates = _candidates(head[:ROWS], expected, above=0)
    like = [likeness(found.row.cells, expected) for found in candidates]
    if not any(like):
        return _with_units(_first_of_most(candidates, expected), head)
    best = max(range(len(like)), key=lambda at: (like[at], -len(candidates[at].rows), _filled(candidates[at].row)))
    return _with_units(_with_names_below(_with_groups(candidates[best], head, expected), head, expected), head)


def likeness(cells: Sequence[str], expected: Expectation) -> int:
    """Return how many cells of a row are headers that one may expect; 0 where it holds values."""
    cells = [cell if len(cell) <= _LONGEST else "…" for cell in cells[:_MOST]]
    known = {at: field for at, cell in enumerate(cells) if (field := expected.fields.get(heading(cell).name))}
    kpis = {at: name for at, cell in enumerate(cells) if at not in known and (name := kpi_name(cell, expected))}
    days = day_columns(cells, expected.month).days if expected.kind else {}
    if len(days) < FEW and (not expected.kind or FIELDS[expected.kind][0].name not in known.values()):
        days = {}
    headers = known.keys() | kpis.keys() | days.keys()
    values = sum(_is_no_header(cell) for at, cell in enumerate(cells) if at not in headers)
    if values and values >= len(known):
        return 0
    named = len(set(kpis.values()))
    if not known:
        return int(named > 1 or bool(days))
    return len(set(known.values())) + named + len(days)


def kpi_name(header: str, expected: Expectation) -> str | None:
    """Return the name of the KPI that a header is, its unit left off; None where it is none."""
    name = name_key(header)
    for text in (name, re.sub(r"\s*[(\[【][^()\[\]【】]*[)\]】]$", "", name)):
        if text in expected.names:
            return text
    return None


def is_figure(name: str) -> bool:
    """Return whether a header names one of the figures of a KPI: its actual, its target, its rate of growth."""
    return bool(ACTUAL.fullmatch(name_key(name)) or OTHER_FIGURES.search(heading(name).name))


def is_value(cell: str) -> bool:
    """Return whether a cell is a number or a day."""
    text = plain(cell)
    return bool(_NUMBER.fullmatch(text)) or isinstance(read_day(text), Day)


def _is_no_header(cell: str) -> bool:
    """Return whether a cell is a value; a year may be a header."""
    return is_value(cell) and not _YEAR.fullmatch(plain(cell))


def _candidates(head: Sequence[Row], expected: Expectation, above: int) -> list[Header]:
    """Return each row, and each with the row below it."""
    found = []
    for at, row in enumerate(head):
        found.append(Header(row, (row,), above + at))
        for below in head[at + 1 : at + 2] if len(row.cells) <= _MOST else ():
            found.append(Header(_joined(row, below, expected), (row, below), above + at))
    return found


def _joined(above: Row, below: Row, expected: Expectation) -> Row:
    """Return two rows as one: a name, with that of its group where it is not clear without."""
    width = max(len(above.cells), len(below.cells))
    names = below.cells + [""] * (width - len(below.cells))
    keys = [name_key(name) for name in names]
    times = Counter(keys)
    cells, group = [], ""
    for at, name in enumerate(names):
        own = above.cells[at].strip() if at < len(above.cells) else ""
        group = own or (group if keys[at] else "")
        figure = is_figure(keys[at]) and kpi_name(group, expected) is not None
        clear = times[keys[at]] == 1 and not _is_part_of_day(keys[at]) and not figure
        if not keys[at]:
            cells.append(group)
        else:
            cells.append(name if clear or not group or keys[at] == name_key(group) else f"{group} {name}")
    return Row(below.line, cells, below.end)


def _with_groups(header: Header, head: Sequence[Row], expected: Expectation) -> Header:
    """Return the header with the names of the groups above it where several columns are called alike."""
    names = [name_key(cell) for cell in header.row.cells if cell.strip()]
    above = head[header.above - 1] if header.above else None
    if above is None or len(header.rows) > 1 or len(set(names)) == len(names) or _filled(above) < FEW - 1:
        return header
    return Header(_joined(above, header.row, expected), (above, *header.rows), header.above - 1)


def _with_names_below(header: Header, head: Sequence[Row], expected: Expectation) -> Header:
    """Return the header with the row below it, where that names the columns that groups stand over: 目标, 实际."""
    below = next(iter(head[header.above + 1 :]), None)
    if below is None or len(header.rows) > 1 or len(below.cells) > _MOST:
        return header
    own = [*header.row.cells, *[""] * len(below.cells)]
    named = [at for at, cell in enumerate(below.cells) if cell.strip()]
    unclear = any(not own[at].strip() or own.count(own[at]) > 1 for at in named)
    if not unclear or any(is_value(cell) or is_unit(cell) for cell in below.cells):
        return header
    if not any(is_figure(below.cells[at]) and kpi_name(own[at], expected) for at in named):
        return header
    return Header(_joined(header.row, below, expected), (header.row, below), header.above)


def _with_units(header: Header, head: Sequence[Row]) -> Header:
    """Return the header with the units that stand in a row of their own below it: 销售额(万元)."""
    below = next(iter(head[header.above + len(header.rows) :]), None)
    if below is None or len(below.cells) > min(len(header.row.cells), _MOST):
        return header
    units = {at: cell.strip() for at, cell in enumerate(below.cells) if not is_blank(cell) and not _SAYS_UNIT(cell)}
    if not units or not all(is_unit(unit) and header.row.cells[at].strip() for at, unit in units.items()):
        return header
    cells = [
        f"{name}({units[at].strip('()（）')})" if at in units and not heading(name).unit.text else name
        for at, name in enumerate(header.row.cells)
    ]
    return Header(Row(below.line, cells, below.end), (*header.rows, below), header.above)


def _is_part_of_day(name: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,2}\s*[日号]?", name))


def _filled(row: Row) -> int:
    """Return the number of different texts: a merged cell fills many."""
    return len({cell.strip() for cell in row.cells if cell.strip()})


def _first_of_most(candidates: Sequence[Header], expected: Expectation) -> Header:
    """Return the first row that is nearly as full as the fullest and holds no values."""
    single = [found for found in candidates if len(found.rows) == 1]
    most = max((_filled(found.row) for found in single), default=0)
    full = [found for found in single if 4 * _filled(found.row) >= 3 * most]
    header = next((found for found in full if not any(map(_is_no_header, found.row.cells[:_MOST]))), None)
    if header is None and (expected.kind or not full):
        raise InvalidError([Problem(ProblemCode.HEADER_NOT_FOUND)])
    return header or full[0]
