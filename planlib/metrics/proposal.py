"""What the month to come may bring, from the months before it: the outlook by which its targets are proposed.

A month is set beside the same month a year earlier, so that the season is in it, or beside the month before where too
few have one. How it grew from there is one observation; one more of the kind is what the next month brings: the
prediction interval for a single future value (DOMAIN 2.6).
"""

from collections.abc import Sequence
from decimal import Decimal
from statistics import mean, stdev
from typing import NamedTuple

from planlib.metrics.projection import LEAST_FOR_INTERVAL, Outcome, estimate, quantile, total_error
from planlib.vocabulary import Direction, Method, ProposalBasis, Reason

CHANCES = (0.8, 0.5, 0.2)
"""Of the targets that are proposed: cautious, even, bold."""
_MONTHS = 12
_DIGITS = 3
"""Of a proposed target, at least."""


class Growths(NamedTuple):
    """How months grew, oldest first, and the value from which the next one grows."""

    growths: Sequence[float]
    """As fractions of where they came from; of rates differences."""
    start: Decimal | None


class Outlook(NamedTuple):
    """What the month to come may bring, and what that was worked out from."""

    outcome: Outcome
    basis: ProposalBasis


def outlook(over_year: Growths, over_month: Growths, *, difference: bool) -> Outlook | Reason:
    """Return what the month to come may bring: over a year where five months can be compared so, else over a month.

    `difference` says that growths are added and not multiplied, as those of rates.
    """
    bases = ((ProposalBasis.YEAR, over_year), (ProposalBasis.MONTH, over_month))
    for basis, found in bases:
        growths = found.growths[-_MONTHS:]
        if found.start is not None and len(growths) >= LEAST_FOR_INTERVAL:
            return Outlook(_outcome(found.start, growths, difference=difference), basis)
    return Reason.TOO_FEW_POINTS


def _outcome(start: Decimal, growths: Sequence[float], *, difference: bool) -> Outcome:
    n, grown, spread = len(growths), estimate(mean(growths)), stdev(growths)
    value = start + grown if difference else start * (1 + grown)
    error = total_error(spread, 1, n) * (1.0 if difference else abs(float(start)))
    if not spread:
        return Outcome(Method.SEASONAL, n, value, reason=Reason.NO_VARIATION)
    return Outcome(Method.SEASONAL, n, value, error, n - 1)


def scaled(outcome: Outcome, days: int) -> Outcome:
    """Return the outcome of a sum that was worked out per day, over the days of the month to come."""
    error = None if outcome.error is None else outcome.error * days
    return outcome._replace(value=outcome.value * days, error=error)


def proposed(outcome: Outcome, direction: Direction, chance: float) -> Decimal | None:
    """Return the target that is reached with a chance; None where good is no direction.

    It has three digits, or as many as its chance takes to be told.
    """
    ways = {Direction.UP: 1 - chance, Direction.DOWN: chance}
    if not outcome.error or direction not in ways:
        return None
    value = outcome.value + estimate(quantile(ways[direction], outcome.freedom) * outcome.error)
    step = min(value.adjusted() - _DIGITS + 1, estimate(outcome.error / 2).adjusted())
    return round(value, -step) + 0
