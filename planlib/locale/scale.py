"""One unit for all the numbers of a table or a chart, said once in its heading, so that columns can be added up."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import babel.numbers

from planlib.locale import NONE, Language, round_half_up

_MARKS = {"zh": ((8, "亿"), (4, "万")), "en": ((9, "B"), (6, "M"), (3, "K"))}
"""Powers of ten that have a mark, largest first."""
_KEPT = 15
"""Digits after the point that the ledger keeps."""
_DIGITS = 4
"""Significant digits of the largest number; the others have as many decimals as it."""


def currency_symbol(language: Language, currency: str) -> str:
    """Return ¥, US$, €: what stands before an amount."""
    return "¥" if currency == "CNY" else babel.numbers.get_currency_symbol(currency, locale=language.locale)


def currency_unit(language: Language, currency: str) -> str:
    """Return what a heading calls the currency: 元, 欧元, ¥, €."""
    if language.code != "zh":
        return currency_symbol(language, currency)
    return "元" if currency == "CNY" else babel.numbers.get_currency_name(currency, locale=language.locale)


def currency_decimals(currency: str) -> int:
    """Return with how many decimals amounts of a currency are written."""
    return babel.numbers.get_currency_precision(currency)


@dataclass(frozen=True, slots=True)
class Scale:
    """How numbers that stand together are written."""

    language: Language
    power: int
    mark: str
    """万, 亿, K, M, B, or nothing."""
    decimals: int

    def text(self, value: Decimal | None, *, signed: bool = False) -> str:
        """Return `value` in this unit, without naming it."""
        if value is None:
            return NONE
        return self.language.number(value.scaleb(-self.power), self.decimals, signed=signed)

    def unit(self, currency: str) -> str:
        """Return the unit of amounts for a heading: 万元, ¥K."""
        unit = currency_unit(self.language, currency)
        return self.mark + unit if self.language.code == "zh" else unit + self.mark


def scale(language: Language, values: Iterable[Decimal]) -> Scale:
    """Return the unit in which the largest of `values` has at least two digits before the point, and four in all."""
    exponent = max((value.adjusted() for value in values if value), default=0)
    power, mark = next(((power, mark) for power, mark in _MARKS[language.code] if exponent > power), (0, ""))
    return Scale(language, power, mark, max(0, _DIGITS - 1 - (exponent - power)) if mark else 2 * (exponent < 3))


def settled(value: Decimal, decimals: int = 2) -> Decimal:
    """Return `value` exactly, or rounded where it is a quotient with more digits than anything in the ledger."""
    exponent = value.as_tuple().exponent
    return round_half_up(value, decimals) if isinstance(exponent, int) and exponent < -_KEPT else value
