"""How a KPI moves from period to period (DOMAIN 3.3-3.5). A partial period is never compared with a whole one."""

from collections.abc import Sequence
from decimal import Decimal

from planlib.metrics.exact import quotient, total
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.kpis import ratio
from planlib.model import Kpi
from planlib.vocabulary import Grain, Measure, Reason

WINDOW = 4
"""Complete weeks, or months, of a trailing mean."""
DAYS = 7
"""Complete days of one, so that each weekday is in it once."""


def by_difference(kpi: Kpi) -> bool:
    """Return whether the KPI is a rate, whose changes are differences in points and not a percent of percents."""
    return kpi.measure is Measure.PERCENT


def change(now: Figure[Decimal], before: Figure[Decimal], *, difference: bool = False) -> Figure[float]:
    """Return now ÷ before − 1, or now − before for rates; undefined where `before` is not above 0.

    Week over week, month over month, year over year: the caller hands in the period to compare with, and a figure
    undefined as `incomplete` for a partial one.
    """
    if now.value is None or before.value is None:
        return undefined(now.reason or before.reason or Reason.MISSING_DATA)
    if difference:
        return Figure(float(now.value - before.value))
    if before.value <= 0:
        return undefined(Reason.ZERO_BASE)
    return Figure(float(quotient(now.value - before.value, before.value)))


def window(grain: Grain) -> int:
    """Return how many periods a trailing mean takes in."""
    return DAYS if grain is Grain.DAY else WINDOW


def moving_average(values: Sequence[Figure[Decimal]], k: int = WINDOW) -> list[Figure[Decimal]]:
    """Return the trailing mean of the last `k` values at each of them; undefined until all `k` are."""
    return [_window(values[max(0, end - k) : end], k) for end in range(1, len(values) + 1)]


def _window(values: Sequence[Figure[Decimal]], k: int) -> Figure[Decimal]:
    numbers = [value.value for value in values if value.value is not None]
    if len(values) < k:
        return undefined(Reason.TOO_FEW_POINTS)
    if len(numbers) < k:
        return undefined(Reason.INCOMPLETE)
    return Figure(quotient(total(numbers), Decimal(k)))


def moving_ratio(
    numerators: Sequence[Figure[Decimal]], denominators: Sequence[Figure[Decimal]], k: int = WINDOW
) -> list[Figure[Decimal]]:
    """Return Σ numerators ÷ Σ denominators of the last `k` periods: the trailing mean of a ratio KPI."""
    above, below = moving_average(numerators, k), moving_average(denominators, k)
    return [
        undefined(top.reason or Reason.NO_DENOMINATOR) if top.value is None else ratio([top.value], [bottom.value])
        for top, bottom in zip(above, below, strict=True)
    ]


def compound_rate(start: Decimal, end: Decimal, intervals: int) -> Figure[float]:
    """Return (end ÷ start)^(1 ÷ intervals) − 1, the growth per period; intervals are one fewer than points."""
    if intervals < 1:
        return undefined(Reason.TOO_FEW_POINTS)
    if start <= 0 or end < 0:
        return undefined(Reason.ZERO_BASE)
    return Figure(float(quotient(end, start)) ** (1 / intervals) - 1)


def per_day(value: Figure[Decimal], days: int) -> Figure[Decimal]:
    """Return value ÷ days (working days of a working-day KPI), by which pieces of unequal length are compared."""
    if value.value is None:
        return value
    return Figure(quotient(value.value, Decimal(days))) if days else undefined(Reason.NO_DENOMINATOR)
