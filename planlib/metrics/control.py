"""Natural process limits of the XmR chart (DOMAIN 3.7, 3.8): between them a process stays as long as nothing happens.

The limits come from how far neighbouring values are apart, never from the standard deviation of all of them: that
takes what happened for chance. They may lie below 0, also where no value can.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from statistics import fmean
from typing import NamedTuple

from planlib.metrics.projection import LEAST_FOR_TREND, SIGNIFICANCE, quantile
from planlib.vocabulary import Reason

LEAST = 6
"""Fewer values have no limits."""
LATEST = 30
"""More tell more about the past than about the process as it is."""
_RANGE = 1.128
"""How far two values are apart on average, in standard deviations."""
_RANGE_DEVIATION = 0.853
"""Standard deviation of how far they are apart."""
_WANDERING = 1.25
"""Values that spread so many times further than neighbours tell are no process around one level."""


class Limits(NamedTuple):
    """The centre of a process, and how far chance takes a value from it."""

    centre: float
    lower: float
    upper: float


def process_limits(values: Sequence[float | None]) -> Limits | Reason:
    """Return the limits around the mean of `values`, in order of time; None is a gap, across which nothing moves."""
    there = [value for value in values if value is not None]
    if len(there) < LEAST:
        return Reason.TOO_FEW_POINTS
    ranges = moving_ranges(values)
    return limits(fmean(there), fmean(ranges)) if any(ranges) else Reason.NO_VARIATION


def moving_ranges(values: Sequence[float | None]) -> list[float]:
    """Return how far neighbouring values are apart, without those beside a gap."""
    return [abs(one - other) for one, other in pairwise(values) if one is not None and other is not None]


def limits(centre: float, mean_range: float) -> Limits:
    """Return the limits around `centre`, which is a mean or the point of a line."""
    reach = 3 / _RANGE * mean_range
    return Limits(centre, centre - reach, centre + reach)


def limits_of_steps(last: float, mean_range: float, steps: float) -> Limits:
    """Return how far from `last` values come that wander, such as a stock, in so many periods (URL of DOMAIN 3.7)."""
    reach = (_RANGE + 3 * _RANGE_DEVIATION) / _RANGE * mean_range * sqrt(steps)
    return Limits(last, last - reach, last + reach)


def wander(deviation: float, mean_range: float) -> bool:
    """Return whether values spread further than their neighbours tell: each begins where the last one ended."""
    return deviation > _WANDERING * mean_range / _RANGE


def is_trend(correlation: float, points: int) -> bool:
    """Return whether chance would make values and time go together so closely only once in a hundred times."""
    if points < LEAST_FOR_TREND:
        return False
    steep = quantile(1 - SIGNIFICANCE / 2, points - 2)
    return abs(correlation) * sqrt(points - 2) > steep * sqrt(max(1 - correlation**2, 0))
