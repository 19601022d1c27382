"""The cells of a sheet as texts: numbers as their shortest exact text, days as 2025-03-05.

Runs in the child process. Rows and columns count from 0.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any, NamedTuple, TypeAlias

Cell: TypeAlias = int | float | str | bool | date | datetime | time | timedelta
Rows: TypeAlias = Iterable[list[Cell]]

END = "\0"
"""Ends a text; no XML can hold it."""
DIGITS = 15
"""So many digits of a float are exact."""


class Merged(NamedTuple):
    """Cells that were made one; the first of them has the value."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        """Return it as Excel writes it: A2:A3."""
        return f"{reference(self.top, self.left)}:{reference(self.bottom, self.right)}"


def reference(row: int, column: int) -> str:
    """Return A1 for the first cell."""
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters = chr(ord("A") + letter) + letters
        column -= 1
    return f"{letters}{row + 1}"


def column_number(letters: str) -> int:
    """Return 0 for A, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


# rows


def with_texts(rows: Rows, top: int, left: int, texts: dict[tuple[int, int], str]) -> Iterator[list[Cell]]:
    """Put texts such as #DIV/0! where they belong; the first cell of `rows` is at `top` and `left`."""
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in texts.items():
        by_row.setdefault(row, []).append((column - left, text))
    for number, cells in enumerate(rows, top):
        for column, text in by_row.get(number, ()):
            if 0 <= column < len(cells):
                cells[column] = text
        yield cells


def filled(rows: Rows, top: int, left: int, merged: Iterable[Merged], noted: list[Merged]) -> Iterator[list[Cell]]:
    """Give every cell that was merged the value it shows, and note which.

    Not a number, which would count several times, and not a title that is merged across a row of its own.
    """
    starting: dict[int, list[Merged]] = {}
    for area in merged:
        starting.setdefault(area.top, []).append(area)
    active: list[tuple[Merged, Cell]] = []
    for number, cells in enumerate(rows, top):
        active = [(area, value) for area, value in active if area.bottom >= number]
        for area in starting.get(number, ()):
            first, behind = area.left - left, area.right - left + 1
            if 0 <= first < len(cells) and _is_shared(cells, first, behind):
                active.append((area, cells[first]))
                noted.append(area)
        for area, value in active:
            behind = min(area.right - left + 1, len(cells))
            cells[area.left - left : behind] = [value] * (behind - area.left + left)
        yield cells


def _is_shared(cells: list[Cell], first: int, behind: int) -> bool:
    value = cells[first]
    is_name = isinstance(value, date) or (isinstance(value, str) and bool(value.strip()))
    return is_name and (behind - first == 1 or any(cell != "" for cell in cells[:first] + cells[behind:]))


# columns


class Packed(NamedTuple):
    """Cells of one column as bytes."""

    are_numbers: bool
    """Whether they are doubles, which :func:`number_text` makes texts of; else texts, each with END behind it."""
    data: bytes


def packed(cells: Sequence[Any]) -> Packed:
    """Return the cells of a column: as doubles where all are, else as texts."""
    kinds = set(map(type, cells))
    if kinds == {float}:
        return Packed(are_numbers=True, data=array("d", cells).tobytes())
    texts = cells if kinds == {str} else _texts(cells, kinds)
    found = END.join((*texts, ""))
    if found.count(END) > len(cells):
        found = END.join((*(text.replace(END, " ") for text in texts), ""))
    return Packed(are_numbers=False, data=found.encode())


def _texts(cells: Sequence[Any], kinds: set[type]) -> list[str]:
    known = {kind: _Known(_TEXT[kind]) for kind in kinds}
    return [known[type(cell)][cell] for cell in cells]


class _Known(dict[Cell, str]):
    """Cells of one type to their texts: days and the like often repeat, so that each becomes a text once."""

    def __init__(self, text: Callable[[Any], str]) -> None:
        """Take how a cell becomes a text."""
        self._text = text

    def __missing__(self, cell: Cell) -> str:
        """Remember a text."""
        found = self[cell] = self._text(cell)
        return found


def text(cell: Cell) -> str:
    """Return a cell as text, exactly and no longer than needed."""
    return _TEXT[type(cell)](cell)


def number_text(value: float) -> str:
    """Return the shortest text that is the float; of more than 15 digits those that Excel shows."""
    shortest = repr(value)
    if len(shortest) <= DIGITS + 1 and "e" not in shortest:
        return shortest.removesuffix(".0") if value else "0"
    if value.is_integer() and abs(value) < 10**DIGITS:
        return str(int(value))
    shown = f"{value:.{DIGITS}g}"
    if "e" in shown and isfinite(value) and 1e-20 < abs(value) < 1e20:
        return format(Decimal(shown), "f")
    return shown


def _moment(value: datetime) -> str:
    """Excel counts days in floats, so a moment is off by some millionths of a second."""
    value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    return str(value.date()) if value.time() == time() else str(value)


def _time(value: time) -> str:
    return _duration(timedelta(hours=value.hour, minutes=value.minute, seconds=value.second + value.microsecond / 1e6))


def _duration(value: timedelta) -> str:
    """Return hours, minutes and seconds; the hours go beyond 24."""
    seconds = round(abs(value).total_seconds())
    sign = "-" if value < timedelta() else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


_TEXT: dict[type, Callable[[Any], str]] = {
    str: str,
    bool: lambda value: str(value).upper(),
    int: str,
    float: number_text,
    date: str,
    datetime: _moment,
    time: _time,
    timedelta: _duration,
}
