"""Cells of a table as a workbook keeps them: numbers with all digits and days as days, shown as people read them."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from math import ceil
from typing import NamedTuple

from planlib.document import Cell, Column, Table
from planlib.export.looks import text_width
from planlib.locale import Language

MINUS = '"−"'
_NUMBER = re.compile(r"[+−]?(?P<before>[^\d+−<>]*)[+−]?(?P<digits>[\d,]+)(?:\.(?P<places>\d+))?(?P<after>.*)")
_MARKS = "万亿KMB"
_MARKED = 900
"""Times that a number is at least what its text says, where that is shortened by one of the marks."""
_LITERAL = 40
"""Letters of a unit that a number's format can hold."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST_YEAR = 1901
_NARROW, _WIDE = 9, 36


class Kept(NamedTuple):
    """What a workbook keeps of a cell."""

    value: Decimal | date | str
    format: str = ""
    """In which Excel shows a number or a day."""
    width: int = 0
    """In Latin letters."""


def kept_table(table: Table, language: Language) -> list[list[Kept]]:
    """Return the cells of a table, row by row; where most numbers of a column have a plus, all have a sign."""
    texts = zip(*([cell.text for cell in row] for row in table.rows), strict=True)
    signed = [
        2 * sum(text[:1] == "+" for text in column) > sum(text[:1] not in "−—" for text in column) for column in texts
    ]
    return [[_kept(*pair, language) for pair in zip(table.columns, row, signed, strict=True)] for row in table.rows]


def _kept(column: Column, cell: Cell, signed: bool, language: Language) -> Kept:
    words = cell.text + cell.under
    value = number_of(column, cell)
    if value is not None:
        return _number(value, cell, signed, language)
    day = None if column.right else _day(cell, language)
    if day is not None:
        return Kept(day, _day_format(cell, language), text_width(words))
    return Kept(words, "", text_width(words))


def number_of(column: Column, cell: Cell) -> Decimal | None:
    """Return the number of a cell; None where it is words."""
    if not column.right or not cell.exact:
        return None
    try:
        value = Decimal(cell.exact)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _number(value: Decimal, cell: Cell, signed: bool, language: Language) -> Kept:
    """Return a number that is shown with the decimals and the unit of its text, and not shortened as that may be."""
    read = _NUMBER.fullmatch(cell.text)
    if read is None:
        return Kept(value, "General", len(cell.exact))
    before, after, places = read["before"], read["after"], len(read["places"] or "")
    if after[:1] in _MARKS and after and abs(value) >= _MARKED * Decimal(read["digits"].replace(",", "")):
        after, places = after[1:], 0
    points = after == language.points(Decimal(0), 0)[1:]
    percent = "%" if after.startswith("%") else ""
    value = value * 100 if points else value
    tail = _literal(after.removeprefix("%") + cell.under)
    digits = ("0" if percent else "#,##0") + (f".{'0' * places}" if places else "")
    shape = f"{_literal(before)}{digits}{percent}{tail}"
    shown = f"{'+' if signed else ''}{shape};{MINUS}{shape}" + (f";{shape}" if signed else "")
    width = len(f"{value * 100 if percent else value:,.{places}f}") + text_width(before + after + cell.under) + signed
    return Kept(value, shown, width)


def _literal(text: str) -> str:
    text = text.replace('"', "")
    return f'"{text}"' if text and text_width(text) <= _LITERAL else ""


def _day(cell: Cell, language: Language) -> date | None:
    """Return the day that a text is; None where it is anything else, or before those that a workbook knows."""
    if not _DAY.fullmatch(cell.exact):
        return None
    try:
        day = date.fromisoformat(cell.exact)
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR and cell.text in (cell.exact, language.short_day(day)) else None


def _day_format(cell: Cell, language: Language) -> str:
    if cell.text == cell.exact:
        return "yyyy-mm-dd"
    return 'm"月"d"日"' if language.code == "zh" else "[$-809]d mmm"


def widths(table: Table, kept: Sequence[Sequence[Kept]], widest: int = _WIDE) -> list[int]:
    """Return how wide the columns of a table are; texts that are longer than `widest` are wrapped, numbers never."""
    found = []
    for at, column in enumerate(table.columns):
        cells = [row[at] for row in kept]
        texts = max([text_width(column.head) + 1, *(cell.width for cell in cells if not cell.format)])
        numbers = max([_NARROW, *(cell.width for cell in cells if cell.format)])
        found.append(max(min(texts, widest), numbers) + 3)
    return found


def lines(text: str, width: float) -> int:
    """Return on how many lines a text stands that is wrapped; Latin letters are narrower than digits."""
    wide, room = text_width(text) - 0.15 * sum(map(str.isascii, text)), max(width - 1, 1)
    return 1 if wide <= room else ceil(1.1 * wide / room)
