"""Amounts and values as people read them: with their currency or unit, as a gap, a target or a span."""

from decimal import Decimal

from planlib.locale import NONE, Language, round_half_up
from planlib.locale.scale import currency_symbol
from planlib.model import Kpi, Target
from planlib.vocabulary import Direction, Measure

_SCALED = 10**4
"""From here on numbers are shortened, and three digits are enough for a difference too."""


_PERCENT_DECIMALS = 2
"""Of a percentage and of a difference in points."""


def money(
    language: Language,
    amount: Decimal | None,
    currency: str,
    *,
    exact: bool = False,
    signed: bool = False,
    unit: bool = True,
) -> str:
    """Return an amount with its currency: 598万元, ¥5.98M; all digits where `exact`, no 元 without `unit`."""
    if amount is None:
        return NONE
    number = _cents(language.exact(abs(amount))) if exact else language.short(abs(amount))
    sign = "−" if amount < 0 else "+" if signed and amount > 0 else ""
    if language.code == "zh" and currency == "CNY":
        return language.with_unit(sign + number, "元" if unit else "")
    return sign + currency_symbol(language, currency) + number


def favour(_: Language, favourable: Decimal, currency: str) -> str:
    """Return an amount by meaning: favourable 12万, adverse 3万, or neither."""
    amount = money(_, abs(favourable), currency)
    if not favourable:
        return _("as planned")
    return _("favourable {amount}", amount=amount) if favourable > 0 else _("adverse {amount}", amount=amount)


def _cents(number: str) -> str:
    """Return an amount with two decimals where it has one: 3.8 is 3.80."""
    return number + "0" if number[-2:-1] == "." else number


def quantity(
    language: Language,
    kpi: Kpi,
    value: Decimal | None,
    currency: str,
    *,
    exact: bool = False,
    signed: bool = False,
    unit: bool = True,
) -> str:
    """Return a value of a KPI as it is read: an amount, a percentage, or a number with its unit."""
    if value is None:
        return NONE
    if kpi.measure == Measure.PERCENT:
        return _percentage(language, value, exact, signed)
    if kpi.measure == Measure.CURRENCY and kpi.unit in ("", "元", currency):
        return money(language, value, currency, exact=exact, signed=signed, unit=unit)
    mark = kpi.unit if unit else ""
    number = language.exact(value, mark) if exact else language.short(value, mark)
    return f"+{number}" if signed and value > 0 else number


def unit_apart(language: Language, kpi: Kpi, currency: str) -> str:
    """Return the unit of a KPI's numbers where they are written without it: of amounts 元, as others have a symbol."""
    if kpi.measure == Measure.CURRENCY and kpi.unit in ("", "元", currency):
        return "元" if language.code == "zh" and currency == "CNY" else ""
    return language.unit(kpi.unit)


def _percentage(language: Language, share: Decimal, exact: bool, signed: bool) -> str:
    if signed:
        return language.points(share, _PERCENT_DECIMALS)
    return language.exact(share * 100) + "%" if exact else language.percent(share, _PERCENT_DECIMALS)


def rounded_like(kpi: Kpi, gap: Decimal, beside: Decimal) -> Decimal:
    """Return a difference with no more decimals than the value it belongs to is shown with."""
    if kpi.measure == Measure.PERCENT:
        return round_half_up(gap, _PERCENT_DECIMALS + 2)
    return round_half_up(gap, max(0, 2 - beside.adjusted())) if abs(beside) < _SCALED else gap


def gap_words(language: Language, kpi: Kpi, gap: Decimal, currency: str) -> str:
    """Return how far the actual lies from where it should be: ▼ 少 269万, ▲ 0.7 pp over."""
    _ = language
    size = quantity(_, kpi, abs(gap), currency, signed=kpi.measure == Measure.PERCENT, unit=False)
    below = _("{amount} under") if kpi.direction is Direction.DOWN else _("{amount} short")
    text = (below if gap < 0 else _("{amount} over")).format(amount=size)
    return f"{'▼' if gap < 0 else '▲'} {text}".replace("+", "")


def target_words(language: Language, kpi: Kpi, target: Target, currency: str, *, unit: bool = False) -> str:
    """Return the target: a value, a range, or a growth."""
    if target.growth_rate is not None:
        return language.percent(target.growth_rate, 1, signed=True)
    if target.lower is None or target.upper is None:
        return quantity(language, kpi, target.target, currency, unit=unit)
    if target.lower == target.upper:
        return quantity(language, kpi, target.lower, currency, unit=unit)
    span = interval_words(language, kpi, target.lower, target.upper, currency)
    return language.with_unit(span, kpi.unit if unit and kpi.measure not in (Measure.CURRENCY, Measure.PERCENT) else "")


def interval_words(language: Language, kpi: Kpi, low: Decimal, high: Decimal, currency: str) -> str:
    """Return a span of values, with a mark that both share written once: 770–826万, ¥7.7–8.26M; nothing for a point."""
    if low == high:
        return ""
    first, last = (quantity(language, kpi, value, currency, unit=False) for value in (low, high))
    tail = last.lstrip("−+¥$€£0123456789.,")
    head = first[: len(first) - len(first.lstrip("¥$€£"))]
    first = first.removesuffix(tail) if tail and first.endswith(tail) else first
    return f"{first}–{last.removeprefix(head)}"
