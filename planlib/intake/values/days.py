"""A column of days: what one cell alone does not tell, the whole column may.

3/13/2025 has its month first, and then so has every 3/5/2025 of its column; where both orders are possible nothing is
guessed. A number such as 45721 is a day as Excel counts them where the file is a workbook, or where every day of the
column is such a number; among days that are written out it is a slip.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from planlib.intake.values.values import AMBIGUOUS_DAY, Day, Fault, plain, read_day, without_time
from planlib.vocabulary import DecisionCode, ProblemCode

Order = Literal["ymd", "mdy", "dmy"]

_ORDERS: Final[tuple[Order, ...]] = ("mdy", "dmy")
"""Orders that a day with its year at the end may have."""
_CENTURY = 2000
_NO_YEAR = re.compile(r"[0-9]{1,2}(?P<mark>[-/])[0-9]{1,2}")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_SERIAL_ZERO = date(1899, 12, 30)
_SERIAL_YEARS = range(2000, 2101)


class Decided(NamedTuple):
    """Something that the column decided, with the first cell it was decided for."""

    code: DecisionCode
    text: str
    day: date


class Days(NamedTuple):
    """The days of a column."""

    values: list[Day | Fault]
    """One for each text."""
    decided: tuple[Decided, ...]


def read_days(texts: Sequence[str], year: int, order: Order | None = None, *, workbook: bool = False) -> Days:
    """Return the day of each text.

    `order` is how 3/5/2025 and 3/5/25 are written, where somebody says so; `year` is that of "3月5日" and "3/5".
    """
    values = [read_day(text, year) for text in texts]
    written = [without_time(text) for text in texts]
    bare = [_with_year(text, year) for text in written]
    short = {at for at, text in enumerate(bare) if text != written[at]}
    for at in short:
        values[at] = Fault(ProblemCode.BAD_DATE, {"no_year": written[at]} if _can_be_day(bare[at]) else {})
    if order is not None:
        without_year: Order = "mdy" if order == "ymd" else order
        ordered = _fill(values, lambda at: _ordered(bare[at], without_year if at in short else order))
        told = False
    else:
        found = _order_of(bare)
        told = found is not None
        ordered = _fill(values, lambda at: _long(bare[at], (found,) if found else _ORDERS))
    serials = _fill(values, lambda at: _serial(plain(texts[at]))) if workbook or _all_serial(values, texts) else []
    no_year = {at for at, value in enumerate(values) if isinstance(value, Day) and (value.no_year or at in short)}
    decided = {
        DecisionCode.DAY_ORDER: ordered if told else [],
        DecisionCode.SERIAL_DAYS: serials,
        DecisionCode.PLAN_YEAR: sorted(no_year),
    }
    return Days(values, tuple(_decided(code, texts, values, at) for code, at in decided.items() if at))


def _fill(values: list[Day | Fault], read: Callable[[int], date | None]) -> list[int]:
    """Put days in place of what could not be read, where `read` finds one; return the places."""
    filled = []
    for at, value in enumerate(values):
        if isinstance(value, Fault) and (day := read(at)) is not None:
            values[at] = Day(day)
            filled.append(at)
    return filled


def _decided(code: DecisionCode, texts: Sequence[str], values: list[Day | Fault], places: Iterable[int]) -> Decided:
    """Return a decision with the cell that shows it best: a day that can be no month, else the first."""
    days = [(at, value.day) for at in places if isinstance(value := values[at], Day)]
    at, day = next((pair for pair in days if pair[1].day > 12), days[0])
    return Decided(code, texts[at], day)


def _order_of(texts: Iterable[str]) -> Order | None:
    """Return the one order in which all of the days that need one are days, None where there is not just one."""
    days = [text for text in texts if any(_long(text, (order,)) for order in _ORDERS)]
    possible = [order for order in _ORDERS if all(_long(text, (order,)) for text in days)]
    return possible[0] if len(possible) == 1 else None


def _with_year(text: str, year: int) -> str:
    """Return 3/5 as 3/5/2025, any other text as it is."""
    found = _NO_YEAR.fullmatch(text)
    return f"{text}{found['mark']}{year}" if found else text


def _can_be_day(text: str) -> bool:
    return any(_ordered(text, order) for order in _ORDERS)


def _long(text: str, orders: Iterable[Order]) -> date | None:
    """Return the day of a text such as 3/5/2025 where it is the same in all `orders`; its year has four digits."""
    found = {_ordered(text, order) for order in orders} if re.search("[0-9]{4}$", text) else set()
    return found.pop() if len(found) == 1 else None


def _ordered(text: str, order: Order) -> date | None:
    """Return the day of a text such as 3/5/2025 or 3/5/25 written in `order`, None where it is none."""
    found = AMBIGUOUS_DAY.fullmatch(text)
    if found is None:
        return None
    parts = dict(zip(order, (found["one"], found["two"], found["three"]), strict=True))
    year = {2: _CENTURY, 4: 0}.get(len(parts["y"]))
    try:
        return None if year is None else date(year + int(parts["y"]), int(parts["m"]), int(parts["d"]))
    except ValueError:
        return None


def _all_serial(values: Iterable[Day | Fault], texts: Iterable[str]) -> bool:
    """Return whether every cell that is not blank is a day as Excel counts them."""
    blank = Fault(ProblemCode.MISSING_DATE)
    return all(value == blank or _serial(plain(text)) for value, text in zip(values, texts, strict=True))


def _serial(text: str) -> date | None:
    if not _SERIAL.fullmatch(text):
        return None
    day = _SERIAL_ZERO + timedelta(days=int(text.partition(".")[0]))
    return day if day.year in _SERIAL_YEARS else None
