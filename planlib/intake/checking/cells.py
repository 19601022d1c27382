"""The cells of a short file, field by field: None where a cell is empty, a Fault where it is refused."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from planlib.intake.checking.numbers import read_numbers
from planlib.intake.checking.sheet import Column, Mask, Sheet, read_name
from planlib.intake.checking.totals import all_add_up, compare_totals
from planlib.intake.mapping.fields import FIELDS, Field
from planlib.intake.mapping.names import Choice, read_flag
from planlib.intake.options import Options
from planlib.intake.values.values import BARE_PERCENT, Day, Fault, Number, NumberReader, is_blank
from planlib.intake.values.values import plain as plain_text
from planlib.locale import plain
from planlib.model import Plan
from planlib.vocabulary import FileKind, ProblemCode

_ADDED_UP = ("amount", "revised", "to_complete")
"""Numbers of budget lines that a total is the sum of."""
_UNITS = {
    "length": re.compile(r"\s*(d|days?|天|日|个?工作日)\??$", re.I),
    "hours": re.compile(r"\s*(h|hrs?|hours?|小时|个?工时)(\s*/\s*(d|day|天|日))?$", re.I),
}
"""Of working days, and of hours; a question mark is how planning programs say that it is an estimate."""

_NAMED_STEP = re.compile(r"[Pp]?(?P<step>[0-9])(?:\s*[-–—:.、(（\s]\s*[^0-9]*)?")
_PRIORITIES = {"高": 1, "high": 1, "中": 3, "medium": 3, "低": 5, "low": 5}


class Quantity(NamedTuple):
    """A number, and whether it was written as a percentage."""

    value: Decimal
    percent: bool

    def amount(self) -> Decimal | Fault:
        """Return the number of something that is no percentage."""
        return Fault(ProblemCode.PERCENT_NOT_ALLOWED) if self.percent else self.value

    def share(self, options: Options) -> Decimal | Fault:
        """Return the fraction that a percentage is."""
        if self.percent or options.percent_as == "fraction":
            return self.value
        if options.percent_as == "percent":
            return self.value / 100
        return Fault(ProblemCode.AMBIGUOUS_PERCENT) if abs(self.value) > BARE_PERCENT else self.value


def read_cells(
    sheet: Sheet, kind: FileKind, plan: Plan, currency: str, *, without: str, money: Callable[[str], Mask]
) -> dict[str, list[Any]]:
    """Return {field: its values by row} for the fields that the file has, but for one.

    `money` tells in which rows a field is an amount of money.
    """
    fields = (field for field in FIELDS[kind] if field.name in sheet.fields and field.name != without)
    return {field.name: _column(sheet, field, plan, currency, money) for field in fields}


def _column(sheet: Sheet, field: Field, plan: Plan, currency: str, money: Callable[[str], Mask]) -> list[Any]:
    if field.holds == "number":
        numbers = read_numbers(sheet, field.name, currency, needed=False, money=money(field.name))
        if sheet.fields.kind is FileKind.BUDGET and field.name in _ADDED_UP:
            compare_totals(sheet, field.name, numbers, lambda: all_add_up(sheet), currency)
        pairs = zip(numbers.values.to_pylist(), numbers.percent.tolist(), strict=True)
        return [None if value is None else Quantity(value, percent) for value, percent in pairs]
    if field.holds in ("text", "links", "trigger"):
        return [text or None for text in sheet.long_texts(field.name, field.longest).to_pylist()]
    if field.holds == "day":
        return _days(sheet, field.name, plan.month.year)
    column: Column[Any] = sheet.read(field.name, _reader(field, currency, sheet.options))
    return [column.values[code] for code in column.codes]


def _days(sheet: Sheet, field: str, year: int) -> list[date | None]:
    days = sheet.days_or_none(field, year)
    sheet.refuse(field, days.each(lambda found: bool(found and found.month_only), False), Fault(ProblemCode.BAD_DATE))
    values = [value.day if isinstance(value, Day) else None for value in days.values]
    return [values[code] for code in days.codes]


def _reader(field: Field, currency: str, options: Options) -> Callable[[str], Any]:
    if field.holds == "name":
        return lambda text: read_name(text, field.longest)
    if field.holds in ("shares", "phases"):
        number = NumberReader(currency, options.limits)
        read_parts = read_shares if field.holds == "shares" else read_phases
        return lambda text: read_parts(text, number) if text.strip() else None
    if unit := _UNITS.get(field.holds):
        number = NumberReader(currency, options.limits)
        return lambda text: _of_unit(text, unit, number) if not is_blank(text) else None
    if field.holds == "step":
        number = NumberReader(currency, options.limits)
        words = _PRIORITIES if field.name == "priority" else {}
        return lambda text: _step(text, words, number) if not is_blank(text) else None
    read = Choice(field.choices) if field.holds == "choice" else read_flag
    return lambda text: read(text) if text.strip() else None


def _of_unit(text: str, unit: re.Pattern[str], number: Callable[[str], Number | Fault]) -> Decimal | Fault:
    """Return working days such as 3, "3 days" or 3天, as programs write them, or hours such as 6小时."""
    found = number(unit.sub("", plain_text(text)))
    return found if isinstance(found, Fault) else Quantity(found.value, found.percent).amount()


def _step(text: str, words: Mapping[str, int], number: Callable[[str], Number | Fault]) -> Decimal | Fault:
    """Return a step of a scale such as 4, "4 - high" or P2; one of the `words` that stand for one."""
    said = plain_text(text)
    if said.casefold() in words:
        return Decimal(words[said.casefold()])
    named = _NAMED_STEP.fullmatch(said)
    found = number(named["step"] if named else said)
    return found if isinstance(found, Fault) else Quantity(found.value, found.percent).amount()


def read_shares(text: str, number: Callable[[str], Number | Fault]) -> str | Fault:
    """Return shares such as "20% 30% 50%" as the ledger keeps them: fractions separated by spaces."""
    shares = []
    for part in re.split(r"[\s;；、/|]+", text.strip()):
        share = number(part)
        if isinstance(share, Fault):
            return Fault(ProblemCode.BAD_VALUE, {"reason": "not_shares"})
        if share.value > 1:
            return Fault(ProblemCode.AMBIGUOUS_PERCENT)
        shares.append(plain(share.value))
    return " ".join(shares)


def read_phases(text: str, number: Callable[[str], Number | Fault]) -> str:
    """Return how a budget is spread, as the ledger keeps it: 40% as "0.4", 5=40% as "5=0.4", a KPI's code as it is."""
    return " ".join(_phase(part, number) for part in plain_text(text).split())


def _phase(part: str, number: Callable[[str], Number | Fault]) -> str:
    day, equals, share = part.rpartition("=")
    found = number(share)
    return part if isinstance(found, Fault) else f"{day}{equals}{plain(found.value)}"
