"""One text to one number, day or word, or to the :class:`Fault` that keeps it from being read.

What can be read for certain is read; nothing is guessed: "1,5" is neither 1.5 nor 15, "3/5/2025" alone no day
(``days`` asks the whole column), "5-" no number: only "-5-", as some ledgers print it, is minus five for certain.

What is no number or day has one meaning each, in every kind of file:

====================================  ================================================================
empty  -  --  –  —  ——  /  n/a  na    there is no value: ``missing_value`` (of a day ``missing_date``)
none  null  nil  无                   where one is needed, else as if the cell were empty
#N/A  #REF!  #DIV/0!  ##### …         ``excel_error``: a formula went wrong, so nobody knows the value
NaN  inf  Infinity  ∞                 ``non_finite``: a program went wrong
="00123"                              the text 00123, which Excel is kept from reading as a number
====================================  ================================================================

A code or a name stands as it is written, zeros in front included.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Context, Decimal, localcontext
from typing import Any, NamedTuple

from planlib.intake.options import Limits
from planlib.model import DECIMALS
from planlib.vocabulary import ProblemCode, WarningCode


class Fault(NamedTuple):
    """Why a cell cannot be read."""

    code: ProblemCode | WarningCode
    parameters: Mapping[str, Any] = {}


class Number(NamedTuple):
    """A number as written; `value` of "12%" is 0.12."""

    value: Decimal
    percent: bool = False
    scaled: bool = False
    """The text names its own scale: %, 万 or 亿."""
    noise: Decimal = Decimal(1)
    """What is written is so many times `value`: not 1 where a double's noise was taken off (0.30000000000000004)."""


class Day(NamedTuple):
    """A day, or the first of a month where the text names no day."""

    day: date
    month_only: bool = False
    no_year: bool = False
    """The text names no year."""


_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("\u3000"): " ",
    ord("\u00a0"): " ",
    ord("\u2009"): " ",
    ord("\u202f"): " ",
    ord("\u2212"): "-",
    ord("\uffe5"): "¥",
}
"""Full-width forms to ASCII. Not NFKC, which would read 5² as 52."""

BLANK = frozenset({"", "-", "--", "–", "—", "——", "/", "n/a", "na", "none", "null", "nil", "无"})
"""What people write into a cell that has no value (case ignored)."""

BARE_PERCENT = Decimal("1.5")
"""A larger bare number cannot be told from a percentage written without its sign."""

EXACTLY = Context(prec=400)
"""Arithmetic that loses no digit of what a cell can hold."""

DOUBLE = 15
"""Digits that a double holds for certain."""
_PRINTED = 17
"""Digits that programs print of one."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

_MARKS = {"CNY": r"¥|RMB|元", "JPY": r"¥|円", "USD": r"US\$|\$", "EUR": "€", "GBP": "£", "HKD": r"HK\$|\$"}
_EXPONENT = r"(?:[eE](?P<exponent>[+-]?[0-9]{1,3}))?"
_AMOUNTS = {
    ".": rf"(?=\.?[0-9])(?P<digits>[0-9]*|[0-9]{{1,3}}(?:,[0-9]{{3}})+)(?:\.(?P<decimals>[0-9]*))?{_EXPONENT}",
    ",": r"(?=,?[0-9])(?P<digits>[0-9]*|[0-9]{1,3}(?:(?P<group>[. ])[0-9]{3})(?:(?P=group)[0-9]{3})*)"
    rf"(?:,(?P<decimals>[0-9]*))?{_EXPONENT}",
}
"""Numbers by their decimal mark."""
_GROUPING = str.maketrans("", "", "., ")
_EXCEL_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|FIELD!|BLOCKED!|#+)$", re.I)
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity|∞)$", re.I)
_SCALES = {"%": Decimal("0.01"), "万": Decimal(10**4), "亿": Decimal(10**8)}

_DAY = re.compile(
    r"(?P<year>[0-9]{4})(?:"
    r"(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?:(?P=mark)(?P<day>[0-9]{1,2}))?"
    r"|\s*年\s*(?P<month_zh>[0-9]{1,2})\s*月(?:\s*(?P<day_zh>[0-9]{1,2})\s*[日号])?"
    r"|(?P<month_2>[0-9]{2})(?P<day_2>[0-9]{2}))"
)
_DAY_OF_YEAR = re.compile(r"(?P<month>[0-9]{1,2})\s*月\s*(?P<day>[0-9]{1,2})\s*[日号]")
_DAY_EN = re.compile(r"(?P<day>[0-9]{1,2})[- ](?P<month>[A-Za-z]{3,9})[- ,]+(?P<year>[0-9]{4})")
_MONTHS = "January February March April May June July August September October November December".lower().split()
_AFTER_DAY = re.compile(
    r"(?<=[0-9日号])(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
    r"(?:[T ]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:\s*[AP]M)?)?$",
    re.I,
)
"""What may follow a day and does not change it: its weekday and a time."""
AMBIGUOUS_DAY = re.compile(r"(?P<one>[0-9]{1,2})([-/.])(?P<two>[0-9]{1,2})\2(?P<three>[0-9]{1,2}|[0-9]{4})")
"""A day of which nobody can tell in which order it is written."""


def plain(text: str) -> str:
    """Return `text` with full-width forms as ASCII, without invisible characters and outer blanks."""
    return _INVISIBLE.sub("", text).translate(_PLAIN).strip()


_BOTH = re.compile(r"\s+[·|/]\s+|\s*\n\s*")
"""What stands between a text's two languages."""
_CHINESE = re.compile("[\u3400-\u9fff]")


def name_key(text: str) -> str:
    """Return what two spellings of one name have in common: NFKC, single blanks, no invisible characters."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())


def script_name(name: str, stem: str = "name") -> dict[str, str]:
    """Return `name` as the name, or another text in two languages, in the language that its script belongs to.

    One in both languages, “开店 · Open the shop”, is taken apart.
    """
    parts = _BOTH.split(name)
    scripts = {f"{stem}_zh" if _CHINESE.search(part) else f"{stem}_en": part for part in parts}
    return scripts if len(parts) == len(scripts) else {f"{stem}_zh" if _CHINESE.search(name) else f"{stem}_en": name}


def is_blank(text: str) -> bool:
    """Return whether the cell says that there is no value."""
    return plain(text).casefold() in BLANK


class NumberReader:
    """Reads numbers as people in China and elsewhere write them: 1,234.5 · (123) · ¥3.5万 · 12% · 1.2E+05."""

    def __init__(self, currency: str, limits: Limits, decimal: str = ".") -> None:
        """Take amounts of `currency` only; with the decimal mark "," a point or a blank groups: 1.234,50."""
        marks = rf"(?:{_MARKS[currency]}|{currency})" if currency in _MARKS else f"(?:{currency})"
        self._pattern = re.compile(
            rf"(?P<sign>[+-]?)\s*(?:{marks}\s*)?(?P<sign_2>[+-]?){_AMOUNTS[decimal]}"
            rf"\s*(?P<scale>%|[万亿]?\s*(?:{marks})?)",
            re.I,
        )
        self._limits = limits

    def __call__(self, text: str) -> Number | Fault:
        """Return the number that `text` is."""
        text = plain(text)
        in_brackets = text.startswith("(") and text.endswith(")")
        twice = len(text) > 1 and text.startswith("-") and text.endswith("-")
        found = self._pattern.fullmatch(text[1:-1].strip() if in_brackets else text[:-1].strip() if twice else text)
        signs = "" if found is None else found["sign"] + found["sign_2"]
        if found is None or len(signs) + in_brackets > 1:
            return Fault(_why_no_number(text))
        return self._number(found, in_brackets or signs == "-")

    def _number(self, found: re.Match[str], negative: bool) -> Number | Fault:
        mark = found["scale"][:1]
        own = mark in _SCALES
        whole = found["digits"].translate(_GROUPING)
        with localcontext(EXACTLY):
            digits = Decimal(f"0{whole}.{found['decimals'] or 0}E{found['exponent'] or 0}")
            written = (-digits if negative else digits) * (_SCALES[mark] if own else 1)
            value = without_noise(written)
            noise = written / value if value and value != written else Decimal(1)
            return out_of_limits(value, self._limits) or Number(value.normalize(), mark == "%", own, noise)


def out_of_limits(value: Decimal, limits: Limits) -> Fault | None:
    """Return what keeps `value` from being kept exactly, None where nothing does."""
    if abs(value) >= limits.below:
        return Fault(ProblemCode.OUT_OF_RANGE, {"below": limits.below})
    exponent = EXACTLY.normalize(value).as_tuple().exponent
    if isinstance(exponent, int) and exponent < -limits.decimals:
        return Fault(ProblemCode.BAD_NUMBER, {"reason": "too_precise", "decimals": limits.decimals})
    return None


def without_noise(number: Decimal) -> Decimal:
    """Return `number` as a double holds it where a program printed all the digits of one, else unchanged.

    With up to four decimals it is taken as meant: no currency has more, and 12,345,678,901,234.56 is a sum of money.
    """
    _, digits, exponent = number.normalize().as_tuple()
    assert isinstance(exponent, int)
    too_many = len(digits) > DOUBLE and exponent < -4
    too_small = len(digits) == DOUBLE and exponent < -DECIMALS
    return as_double(number) if (too_many or too_small) and len(digits) <= _PRINTED else number


def as_double(number: Decimal, digits: int = DOUBLE) -> Decimal:
    """Return `number` at the digits that a double holds for certain, with no more decimals than are kept."""
    short = Context(prec=digits).plus(number)
    return round(short, DECIMALS) if short != round(short, DECIMALS) else short


def is_double(number: Decimal) -> bool:
    """Return whether `number` has so many digits that a program must have worked it out."""
    return len(number.normalize().as_tuple().digits) >= DOUBLE


def _why_no_number(text: str) -> ProblemCode:
    if text.casefold() in BLANK:
        return ProblemCode.MISSING_VALUE
    if _EXCEL_ERROR.match(text):
        return ProblemCode.EXCEL_ERROR
    return ProblemCode.NON_FINITE if _NOT_FINITE.match(text) else ProblemCode.BAD_NUMBER


def read_day(text: str, year: int | None = None) -> Day | Fault:
    """Return the day of 2024-03-05, 2024/3/5, 2024.3.5, 2024年3月5日, 20240305 or 5-Mar-2024, a time of day left off.

    "2024-03" and "2024年3月" are the first of that month and say so; "3月5日" is a day of `year`, where one is given.
    """
    text = plain(text)
    if text.casefold() in BLANK:
        return Fault(ProblemCode.MISSING_DATE)
    bare = without_time(text)
    if found := _DAY.fullmatch(bare):
        month = found["month"] or found["month_zh"] or found["month_2"]
        return _day(int(found["year"]), int(month), found["day"] or found["day_zh"] or found["day_2"])
    if (found := _DAY_EN.fullmatch(bare)) and (number := _month(found["month"])):
        return _day(int(found["year"]), number, found["day"])
    if year is not None and (found := _DAY_OF_YEAR.fullmatch(bare)):
        day = _day(year, int(found["month"]), found["day"])
        return day if isinstance(day, Fault) else day._replace(no_year=True)
    return Fault(ProblemCode.AMBIGUOUS_DATE if AMBIGUOUS_DAY.fullmatch(bare) else ProblemCode.BAD_DATE)


def without_time(text: str) -> str:
    """Return a day as it is written, without the weekday and the time of day after it."""
    return _AFTER_DAY.sub("", plain(text))


def _month(name: str) -> int | None:
    """Return the number of an English month, written in full or by its first letters."""
    return next((number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower())), None)


def _day(year: int, month: int, day: str | None) -> Day | Fault:
    try:
        return Day(date(year, month, int(day or 1)), month_only=day is None)
    except ValueError:
        return Fault(ProblemCode.BAD_DATE)
