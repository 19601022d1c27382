"""Weekly shares of a month: what they total, and from where they can come (DOMAIN 2.1)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from planlib.metrics.figure import Figure, undefined
from planlib.metrics.pace import Weights
from planlib.metrics.periods import Span
from planlib.vocabulary import Reason

STEPS = 200
"""Into which the month is cut where shares are proposed: half a percent each."""


def week_shares(weights: Weights, weeks: Sequence[Span]) -> list[Fraction]:
    """Return the share of the month that each week carries."""
    return [sum((weights[day] for day in week.days()), Fraction(0)) for week in weeks]


def shares_of(amounts: Sequence[Decimal]) -> Figure[tuple[Fraction, ...]]:
    """Return the part of each amount in their total; undefined where one is negative or all are 0."""
    whole = sum(map(Fraction, amounts), Fraction(0))
    if not whole or min(amounts) < 0:
        return undefined(Reason.NOT_APPLICABLE)
    return Figure(tuple(Fraction(amount) / whole for amount in amounts))


def in_steps(shares: Sequence[Fraction], steps: int = STEPS) -> list[Decimal]:
    """Return shares that total 1 as whole steps that still do: those cut off most get one more."""
    down = [int(share * steps) for share in shares]
    cut_off_most = sorted(range(len(shares)), key=lambda week: down[week] - shares[week] * steps)
    for week in cut_off_most[: steps - sum(down)]:
        down[week] += 1
    return [Decimal(count) / steps for count in down]


def missing(shares: Sequence[Decimal]) -> Decimal:
    """Return what the shares lack to the whole; negative where they are more."""
    return 1 - sum(shares, Decimal(0))


def rest_to_last(shares: Sequence[Decimal]) -> list[Decimal] | None:
    """Return the shares with the last made to total 1; None where the others are more than that already."""
    *others, last = shares
    rest = last + missing(shares)
    return [*others, rest] if rest >= 0 else None
