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
_DEVIATIONS = 3 / 1.128
"""Moving ranges from the centre to a limit: three deviations, of which a range of two values is 1.128 on average."""


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
    return Limits(centre, centre - _DEVIATIONS * mean_range, centre + _DEVIATIONS * mean_range)


def is_trend(correlation: float, points: int) -> bool:
    """Return whether chance would make values and time go together so closely only once in a hundred times."""
    if points < LEAST_FOR_TREND:
        return False
    steep = quantile(1 - SIGNIFICANCE / 2, points - 2)
    return abs(correlation) * sqrt(points - 2) > steep * sqrt(max(1 - correlation**2, 0))
