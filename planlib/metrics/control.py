"""Natural process limits of the XmR chart (DOMAIN 3.7, 3.8, 3.12): within them a process stays while nothing happens.

The limits come from how far neighbouring values are apart, never from the standard deviation of all of them: that
takes what happened for chance. They may lie below 0, also where no value can. Which values are signals is said by
``planlib.metrics.signals``.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import sqrt
from statistics import correlation, fmean, linear_regression, median
from typing import NamedTuple

from planlib.metrics.pace import sign
from planlib.metrics.projection import LEAST_FOR_TREND, SIGNIFICANCE, drift_of, quantile
from planlib.vocabulary import Assurance, Direction, LimitsMethod, Reason

LEAST = 6
"""Fewer values have no limits."""
LOCKABLE = 12
"""Fewer have trial limits, which each new value moves; from here on they may be locked."""
LATEST = 30
"""More tell more about the past than about the process as it is."""
NOISE = 1e-9
"""What is smaller than this share of the values, or of the limits' distance, is a float's noise (DOMAIN 0.8)."""
_RANGE = 1.128
"""How far two values are apart on average, in standard deviations."""
_MEDIAN_RANGE = 0.954
"""How far apart half of the pairs are."""
_RANGE_DEVIATION = 0.853
"""Standard deviation of how far they are apart."""
_WANDERING = 1.25
"""Values that spread so many times further than neighbours tell are no process around one level."""
_INFLATED = 1.5
"""Where the mean step is so many times the median one, outliers widen the limits."""


class Limits(NamedTuple):
    """The centre of a process, and how far chance takes a value from it."""

    centre: float
    lower: float
    upper: float
    range_upper: float | None = None
    """How far chance takes a value from the one before; None where that is not judged."""


def xmr(values: Sequence[float | None], method: LimitsMethod = LimitsMethod.MEAN) -> Limits | Reason:
    """Return the limits around the mean or median of `values`, in order of time; None is a gap."""
    there = [value for value in values if value is not None]
    if len(there) < LEAST:
        return Reason.TOO_FEW_POINTS
    average = median if method is LimitsMethod.MEDIAN else fmean
    ranges = moving_ranges(values)
    if not ranges or average(ranges) <= NOISE * max(map(abs, there)):
        return Reason.NO_VARIATION
    return limits(average(there), average(ranges), method)


class Line(NamedTuple):
    """Limits that go along with a trend."""

    limits: Limits
    """Of the first value."""
    slope: float
    """How much they move from value to value."""


def around_line(values: Sequence[float | None]) -> Line | Reason:
    """Return the limits around the line fitted to `values`, as far from it as their mean range says."""
    found = xmr(values)
    if isinstance(found, Reason):
        return found
    there = [(number, value) for number, value in enumerate(values) if value is not None]
    slope, intercept = linear_regression(*zip(*there, strict=True))
    reach = found.upper - found.centre
    return Line(Limits(intercept, intercept - reach, intercept + reach, found.range_upper), slope)


def trending(values: Sequence[float | None]) -> bool:
    """Return whether values and time go together so closely that limits around a line are offered."""
    there = [(number, value) for number, value in enumerate(values) if value is not None]
    if len({value for _, value in there}) < 2:
        return False
    return is_trend(correlation(*zip(*there, strict=True)), len(there))


def keeps_on(values: Sequence[float | None]) -> bool:
    """Return whether a stock keeps rising or falling, by the rule by which its forecast carries a drift."""
    there = [(number, Fraction(value)) for number, value in enumerate(values) if value is not None]
    return drift_of([(after - before, to - since) for (since, before), (to, after) in pairwise(there)]).steady


def moving_ranges(values: Sequence[float | None]) -> list[float]:
    """Return how far neighbouring values are apart, without those beside a gap."""
    return [abs(one - other) for one, other in pairwise(values) if one is not None and other is not None]


def limits(centre: float, typical_range: float, method: LimitsMethod = LimitsMethod.MEAN) -> Limits:
    """Return the limits around `centre`, a mean, a median or the point of a line, by the mean or median range."""
    apart = _MEDIAN_RANGE if method is LimitsMethod.MEDIAN else _RANGE
    reach = 3 / apart * typical_range
    return Limits(centre, centre - reach, centre + reach, (_RANGE + 3 * _RANGE_DEVIATION) / apart * typical_range)


def provisional(points: int) -> bool:
    """Return whether limits are on trial: there are too few points to lock them."""
    return points < LOCKABLE


def outliers_widen(values: Sequence[float | None]) -> bool:
    """Return whether outliers inflate the limits around the mean, so that those of the median are offered."""
    ranges = moving_ranges(values)
    return bool(ranges) and 0 < _INFLATED * median(ranges) < fmean(ranges)


def assurance(limits: Limits, target: float, direction: Direction) -> Assurance | None:
    """Return whether a process within `limits` meets `target`; None for a KPI that has no good direction."""
    good = sign(direction)
    if not good:
        return None
    worst, best = (limits.lower, limits.upper) if good > 0 else (limits.upper, limits.lower)
    if good * (target - best) > 0:
        return Assurance.FAILS
    return Assurance.PASSES if good * (target - worst) < 0 else Assurance.HIT_AND_MISS


def without_season(values: Sequence[float | None], positions: Sequence[int]) -> list[float | None] | None:
    """Return each value ÷ the factor of its position in the season: the mean there ÷ the mean of all.

    A value that is alone at its position stays as it is, such as that of a Saturday worked once. None without two
    whole seasons, or where a mean is not above 0.
    """
    at: dict[int, list[float]] = {}
    for value, position in zip(values, positions, strict=True):
        if value is not None:
            at.setdefault(position, []).append(value)
    means = {position: fmean(found) for position, found in at.items() if len(found) > 1}
    if len(means) < 2 or min(means.values()) <= 0:
        return None
    overall = fmean(value for found in at.values() for value in found)
    return [
        None if value is None else value * overall / means.get(position, overall)
        for value, position in zip(values, positions, strict=True)
    ]


def limits_of_steps(last: float, mean_range: float, steps: float) -> Limits:
    """Return how far from `last` values come that wander, such as a stock, in so many periods (URL of DOMAIN 3.7)."""
    reach = (_RANGE + 3 * _RANGE_DEVIATION) / _RANGE * mean_range * sqrt(steps)
    return Limits(last, last - reach, last + reach)


def wander(deviation: float, mean_range: float) -> bool:
    """Return whether values spread further than their neighbours tell: each begins where the last one ended."""
    return deviation > _WANDERING * mean_range / _RANGE


def is_trend(together: float, points: int) -> bool:
    """Return whether chance would correlate values and time so closely only once in a hundred times."""
    if points < LEAST_FOR_TREND:
        return False
    steep = quantile(1 - SIGNIFICANCE / 2, points - 2)
    return abs(together) * sqrt(points - 2) > steep * sqrt(max(1 - together**2, 0))
