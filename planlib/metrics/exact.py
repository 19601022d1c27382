"""Exact arithmetic on amounts: no float, no digit lost (DOMAIN 0.7)."""

from collections.abc import Iterable
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction

_ROOM = 60
"""Digits that hold the sum of any column of the ledger (DECIMAL(38, 15)) exactly."""
_REPEATING = Context(prec=28)
"""Digits kept of a quotient that never ends."""


def total(values: Iterable[Decimal]) -> Decimal:
    """Return the sum with every digit; 0 for no values."""
    with localcontext(Context(prec=_ROOM)):
        return sum(values, Decimal(0))


def difference(one: Decimal, other: Decimal) -> Decimal:
    """Return one − other with every digit."""
    with localcontext(Context(prec=_ROOM)):
        return one - other


def decimal(value: Fraction) -> Decimal:
    """Return `value` exactly where it has an end, with 28 significant digits where it has none."""
    room = Context(prec=_ROOM)
    quotient = room.divide(Decimal(value.numerator), Decimal(value.denominator))
    return _REPEATING.plus(quotient) if room.flags[Inexact] else quotient


def product(one: Decimal, other: Decimal) -> Decimal:
    """Return one × other."""
    return decimal(Fraction(one) * Fraction(other))


def quotient(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Return numerator ÷ denominator; the denominator is not zero."""
    return decimal(Fraction(numerator) / Fraction(denominator))


def part(amount: Decimal, share: Fraction) -> Decimal:
    """Return `share` of `amount`."""
    return decimal(Fraction(amount) * share)
