"""The two languages of the product: its words (gettext, English as the key) and its numbers (Babel).

``_ = language("zh")`` gives one object for both: ``_("Budget")`` is a word, ``_.short(Decimal(5980412))`` a number.
Rounding happens here and nowhere before: half away from zero (DOMAIN 0.7).
"""

import gettext
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache
from pathlib import Path
from typing import Any

import babel.dates
import babel.numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from planlib.locale.units import unit_word

LANGUAGES = {"zh": "中文", "en": "English"}
_LOCALES = {"zh": "zh_CN", "en": "en_GB"}
BOTH = " · "
"""Between the two languages of a text that a person wrote in both."""
_NO_END = Decimal("Infinity")
_MARKS = {
    "zh": ((1, "", 10**4), (10**4, "万", 10**8), (10**8, "亿", _NO_END)),
    "en": ((1, "", 10**4), (10**3, "K", 10**6), (10**6, "M", 10**9), (10**9, "B", _NO_END)),
}
"""Unit, its mark, and the value from which the next one is used."""
_CHINESE_MARKS = tuple(mark for _, mark, _ in _MARKS["zh"] if mark)
_JOINED = ("%", "‰", "°")
"""Units that stand at their number; between a digit and any other is a space."""
NONE = "—"
"""Shown where a figure is undefined; the reason stands beside it."""


def N_(message: str) -> str:  # noqa: N802  gettext's usual name
    """Return `message` unchanged; marks a text that is translated where it is shown."""
    return message


@contextmanager
def _half_up() -> Iterator[None]:
    with localcontext() as context:
        context.rounding = ROUND_HALF_UP
        context.prec = 60
        yield


def _chinese_share(text: str) -> float:
    """Return how much of a text's letters is Chinese, a word of another language counting as one letter."""
    chinese, words = len(re.findall(r"[\u4e00-\u9fff]", text)), len(re.findall(r"[A-Za-z]+", text))
    return chinese / (chinese + words) if chinese + words else 0.5


def plain(value: Decimal) -> str:
    """Return all digits of `value`, without exponent and without trailing zeros."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class Language:
    """Words, numbers and dates as readers of one language expect them."""

    def __init__(self, code: str) -> None:
        """Read the catalogue of `code`, a key of LANGUAGES."""
        self.code = code
        self.locale = _LOCALES[code]
        self._catalogue = _catalogue(code)

    def __call__(self, message: str, **parameters: Any) -> str:
        """Return `message` in this language, with its {placeholders} filled in."""
        text = self._catalogue.gettext(message)
        return text.format(**parameters) if parameters else text

    def plural(self, singular: str, plural: str, count: int, **parameters: Any) -> str:
        """Return the form that `count` needs; {count} is filled in."""
        return self._catalogue.ngettext(singular, plural, count).format(count=f"{count:,}", **parameters)

    def name(self, record: Any, stem: str = "name") -> str:
        """Return `stem` of a record in this language, in the other one where it is empty, or its code."""
        other = "en" if self.code == "zh" else "zh"
        return (
            getattr(record, f"{stem}_{self.code}", "")
            or getattr(record, f"{stem}_{other}", "")
            or getattr(record, "code", "")
        )

    def own(self, text: str) -> str:
        """Return the half in this language of a text that a person wrote in both: "推迟四天 · Four days late"."""
        halves = text.split(BOTH)
        shares = [_chinese_share(half) for half in halves]
        if len(halves) == 2 and min(shares) < 0.5 < max(shares):
            return halves[shares.index(max(shares) if self.code == "zh" else min(shares))]
        return text

    def join(self, parts: list[str]) -> str:
        """Return the parts as an enumeration."""
        return ("、" if self.code == "zh" else ", ").join(parts)

    def clauses(self, parts: list[str]) -> str:
        """Return the parts as clauses of one sentence."""
        return ("；" if self.code == "zh" else "; ").join(parts)

    def sentences(self, parts: list[str]) -> str:
        """Return whole sentences one after the other."""
        return ("" if self.code == "zh" else " ").join(parts)

    # numbers

    def exact(self, value: Decimal | int | None, unit: str = "") -> str:
        """Return every digit of `value`, grouped."""
        if value is None:
            return NONE
        digits = plain(Decimal(value))
        whole, _, fraction = digits.partition(".")
        grouped = f"{int(whole):,}" if whole.strip("-") != "0" else whole
        return self.with_unit(_minus(grouped + (f".{fraction}" if fraction else "")), unit)

    def short(self, value: Decimal | float | None, unit: str = "", *, signed: bool = False) -> str:
        """Return three to four significant digits with 万, 亿 or K, M: 598万, 3.31万, 5.98M."""
        if value is None:
            return NONE
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        return self.with_unit(self._sign(number, signed) + _minus(self._shortened(number)), unit)

    def number(self, value: Decimal | float | None, decimals: int = 0, *, signed: bool = False) -> str:
        """Return `value` rounded half up to `decimals` places, grouped."""
        if value is None:
            return NONE
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        with _half_up():
            rounded = round_half_up(number, decimals) + 0  # no minus before a zero
        return self._sign(rounded, signed) + _minus(f"{rounded:,.{decimals}f}")

    def percent(self, share: Decimal | float | None, decimals: int = 0, *, signed: bool = False) -> str:
        """Return a fraction as a percentage."""
        if share is None:
            return NONE
        number = (Decimal(repr(share)) if isinstance(share, float) else Decimal(share)) * 100
        return self.number(number, decimals, signed=signed) + "%"

    def score(self, score: float | None) -> str:
        """Return a score with two decimals; 0.997 is not yet 1.00."""
        return self.number(min(score, 0.99) if score is not None and 0.99 < score < 1 - 1e-9 else score, 2)

    def points(self, share: Decimal | float | None, decimals: int = 1) -> str:
        """Return a difference of two rates in percentage points."""
        if share is None:
            return NONE
        number = (Decimal(repr(share)) if isinstance(share, float) else Decimal(share)) * 100
        return self.number(number, decimals, signed=True) + (" 个百分点" if self.code == "zh" else " pp")

    def probability(self, share: float | None) -> str:
        """Return a probability in steps of 5 %, "<5%" and ">95%" at the ends (DOMAIN 2.7)."""
        if share is None:
            return NONE
        if share in (0.0, 1.0):
            return f"{share:.0%}"
        if share < 0.05:
            return "<5%"
        if share > 0.95:
            return ">95%"
        return f"{int(round_half_up(Decimal(repr(share)) * 20, 0)) * 5}%"

    def unit(self, unit: str) -> str:
        """Return a KPI's unit as a heading says it: 天, days; an unknown one as it was typed."""
        return unit_word(self.code, unit)

    def with_unit(self, number: str, unit: str) -> str:
        """Return a written number with its unit: 36 天, 1.2万元, 36 days, 12.5%."""
        word = unit_word(self.code, unit, one=number == "1")
        joined = not number or not word or word in _JOINED or (number.endswith(_CHINESE_MARKS) and not word.isascii())
        return f"{number}{word}" if joined else f"{number} {word}"

    def _shortened(self, number: Decimal) -> str:
        """Return the number with the first mark whose end it stays below once it is rounded."""
        scale, mark = next(
            (scale, mark) for scale, mark, end in _MARKS[self.code] if abs(_significant(number / scale)) * scale < end
        )
        digits = f"{_significant(number / scale):,f}"
        return (digits.rstrip("0").rstrip(".") if "." in digits else digits) + mark

    @staticmethod
    def _sign(number: Decimal, signed: bool) -> str:
        return "+" if signed and number > 0 else ""

    # dates

    def day(self, day: date, *, weekday: bool = True) -> str:
        """Return 2026年10月23日（周五） or Fri 23 Oct 2026."""
        if self.code == "zh":
            name = babel.dates.format_date(day, "EEE", locale="zh_CN")
            return f"{day.year}年{day.month}月{day.day}日" + (f"（{name}）" if weekday else "")
        return babel.dates.format_date(day, "EEE d MMM y" if weekday else "d MMM y", locale="en_GB")

    def short_day(self, day: date, *, weekday: bool = False) -> str:
        """Return 10月23日 or 23 Oct, with the day of the week where asked: 10月23日（周五）, Fri 23 Oct."""
        if self.code == "zh":
            name = babel.dates.format_date(day, "EEE", locale="zh_CN")
            return f"{day.month}月{day.day}日" + (f"（{name}）" if weekday else "")
        return babel.dates.format_date(day, "EEE d MMM" if weekday else "d MMM", locale="en_GB")

    def month(self, month: date) -> str:
        """Return 2026年10月 or October 2026."""
        if self.code == "zh":
            return f"{month.year}年{month.month}月"
        return babel.dates.format_date(month, "MMMM y", locale="en_GB")

    def month_name(self, month: date) -> str:
        """Return 10月 or October."""
        return f"{month.month}月" if self.code == "zh" else babel.dates.format_date(month, "MMMM", locale="en_GB")

    def short_month(self, month: date) -> str:
        """Return 10月 or Oct."""
        return f"{month.month}月" if self.code == "zh" else babel.dates.format_date(month, "MMM", locale="en_GB")

    def week(self, day: date) -> str:
        """Return 第43周 or W43, the ISO week of `day`."""
        number = day.isocalendar().week
        return f"第{number}周" if self.code == "zh" else f"W{number}"

    def moment(self, moment: datetime) -> str:
        """Return 10-23 09:12, in the time zone that `moment` is in."""
        return moment.strftime("%m-%d %H:%M")


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Return `value` rounded half away from zero."""
    with _half_up():
        return value.quantize(Decimal(1).scaleb(-decimals))


def _significant(number: Decimal) -> Decimal:
    """Return three significant digits, and every digit before the point."""
    return round_half_up(number, max(0, 2 - number.adjusted())) if number else Decimal(0)


def _minus(text: str) -> str:
    return text.replace("-", "−")


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    path = Path(__file__).with_name(f"{code}.po")
    if not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=_LOCALES[code]))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def language(code: str) -> Language:
    """Return the language called `code`; KeyError where it is none of LANGUAGES."""
    return Language(code)


def preferred(tag: str | None) -> str:
    """Return the language for a browser's or a terminal's tag, such as zh-CN or en_US.UTF-8."""
    return "zh" if re.match(r"(?i)zh\b|zh[_-]", tag or "") else "en"
