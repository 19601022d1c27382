"""Methods that carry a month on to its end, with the standard errors of prediction (DOMAIN 2.5, 2.6).

Their model: units (working days, days, weeks) that are independent and normal around one level, or around a line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import fsum, sqrt
from statistics import fmean, stdev
from typing import NamedTuple

from planlib.metrics.exact import decimal, part
from planlib.metrics.figure import Figure
from planlib.metrics.kpis import Dated
from planlib.vocabulary import Method, Path, Reason

LEAST_SHARE = Fraction(15, 100)
"""Of the month that must be gone before a sum is carried on."""
LEAST_UNITS = 3
"""Fewer observed units make no forecast."""
LEAST_FOR_INTERVAL = 5
LEAST_FOR_TREND = 15
"""A quiet week and an ordinary one make a slope by themselves; three weeks do not."""
SIGNIFICANCE = 0.01
"""A slope or a drift is carried on only where chance would make one so steep this seldom."""
LEAST_FOR_ALIKE = 10
ALIKE = 1.645
"""Standard errors above 0 that the correlation of neighbours has by chance once in twenty times."""
ROUNDING = 1e-9
"""Residuals smaller than this share of the values are a float's noise."""


class Unit(NamedTuple):
    """One working day, day or week of the month."""

    weight: Fraction
    """1 on average over the month."""
    value: Decimal
    base: Decimal | None = None
    """Denominator of a ratio KPI."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a KPI's month has gone so far."""

    actual: Figure[Decimal]
    """To date."""
    observed: tuple[Unit, ...]
    remaining: tuple[Fraction, ...]
    """Weights of the units still to come, 1 on average; a 1 for each day to come of a stock."""
    late: tuple[int, ...] = ()
    """Places in the month, from 0, of the units that are to come though later ones are there: first in `remaining`."""
    levels: tuple[Dated, ...] = ()
    """Values of a `last` KPI, oldest first, up to the actual one; they may begin before the month."""


class Outcome(NamedTuple):
    """What a method says of the month's end."""

    method: Method
    n: int
    value: Decimal
    error: float | None = None
    """Standard error of prediction, 0 where nothing is left to come; None where it cannot be known."""
    freedom: int | None = None
    """Degrees of freedom of Student's t; None for the normal distribution."""
    reason: Reason | None = None
    """Why there is no error."""


# sums


def flow(actual: Decimal, path: Path, month: Course) -> Outcome | Reason:
    """Return the outcome of a sum; none before 15 % of the month or three units are gone."""
    gone = sum((unit.weight for unit in month.observed), Fraction(0))
    whole = gone + sum(month.remaining, Fraction(0))
    if len(month.observed) < LEAST_UNITS or gone < LEAST_SHARE * whole:
        return Reason.TOO_FEW_POINTS
    if path in (Path.WEEKLY, Path.SEASONAL):
        return additive(actual, Method.SEASONAL if path is Path.SEASONAL else Method.ADDITIVE, month)
    even = additive(actual, Method.RUN_RATE, month)._replace(value=run_rate(actual, gone / whole))
    return trend(actual, month) or even


def run_rate(actual: Decimal, share: Fraction) -> Decimal:
    """Return actual ÷ W."""
    return part(actual, 1 / share)


def additive(actual: Decimal, method: Method, month: Course) -> Outcome:
    """Return actual + remaining weight × mean of the units, each divided by its weight."""
    rates = [Fraction(unit.value) / unit.weight for unit in month.observed]
    remaining = sum(month.remaining, Fraction(0))
    value = decimal(Fraction(actual) + remaining * sum(rates, Fraction(0)) / len(rates))
    return _with_error(method, value, rates, remaining)


def trend(actual: Decimal, month: Course) -> Outcome | None:
    """Return actual + the fitted line over the units to come; None where the slope may be chance, or a step.

    The line is fitted to the units, never to the cumulative curve, whose errors are correlated. A month that fell from
    one level to another, or has a day far off at its end, has a slope as well, but not one that goes on
    (docs/forecast.md): a line has to fit better than any step does.
    """
    n, m = len(month.observed), float(sum(month.remaining, Fraction(0)))
    if n < LEAST_FOR_TREND:
        return None
    begun = n + len(month.late)
    places = sorted(set(range(begun)).difference(month.late))
    values = [float(unit.value) / float(unit.weight) for unit in month.observed]
    line = _fit(places, values)
    if not line.spread or abs(line.slope) <= quantile(1 - SIGNIFICANCE / 2, n - 2) * line.spread / sqrt(line.sxx):
        return None
    if min(_off(values[:step]) + _off(values[step:]) for step in range(1, n)) <= line.spread**2 * (n - 2):
        return None
    coming = [*month.late, *range(begun, n + len(month.remaining))]
    ahead = sum(float(weight) * place for place, weight in zip(coming, month.remaining, strict=True)) - m * line.middle
    value = actual + estimate(m * line.mean + line.slope * ahead)
    error = line_error(line.spread, m, line.spread * sqrt(m**2 / n + ahead**2 / line.sxx))
    return Outcome(Method.TREND, n, value, error, n - 2)


class _Line(NamedTuple):
    mean: float
    slope: float
    middle: float
    """Mean place."""
    sxx: float
    """Sum of squared distances from it."""
    spread: float
    """Residual standard deviation; 0 where the units lie on the line."""


def _fit(places: Sequence[int], values: Sequence[float]) -> _Line:
    mean, middle = fmean(values), fmean(places)
    sxx = fsum((place - middle) ** 2 for place in places)
    slope = fsum((place - middle) * value for place, value in zip(places, values, strict=True)) / sxx
    errors = (value - mean - slope * (place - middle) for place, value in zip(places, values, strict=True))
    spread = sqrt(fsum(error * error for error in errors) / (len(values) - 2))
    return _Line(mean, slope, middle, sxx, spread if spread > ROUNDING * max(map(abs, values)) else 0.0)


def _off(values: Sequence[float]) -> float:
    """Return the sum of squared distances from the mean."""
    mean = fmean(values)
    return fsum((value - mean) ** 2 for value in values)


# levels and stocks


def level(actual: Decimal, month: Course) -> Outcome | Reason:
    """Return the month's mean or ratio as the level to date, which the rest of the month is expected to keep.

    A mean is the sum of n + m units by their number, so its error is that of a sum by n + m. A ratio is treated the
    same way by its residuals, numerator − level × denominator (the classical ratio estimator), with denominators to
    come like those observed.
    """
    n, m = len(month.observed), len(month.remaining)
    if n < LEAST_UNITS:
        return Reason.TOO_FEW_POINTS
    ratio = Fraction(actual)
    bases = [Fraction(1 if unit.base is None else unit.base) for unit in month.observed]
    residuals = [Fraction(unit.value) - ratio * base for unit, base in zip(month.observed, bases, strict=True)]
    outcome = _with_error(Method.LEVEL, actual, residuals, Fraction(m))
    whole = abs(float(sum(bases))) / n * (n + m)
    return outcome._replace(error=None if outcome.error is None else outcome.error / whole)


def stock(actual: Decimal, month: Course) -> Outcome:
    """Return the last value carried on, with its drift where that is significant.

    Changes add up like a sum, day by day: one over three days has three times the drift and the variance of a day's.
    """
    steps = [
        (Fraction(after.value) - Fraction(before.value), (after.day - before.day).days)
        for before, after in pairwise(month.levels)
    ]
    n, ahead, drift = len(steps), len(month.remaining), drift_of(steps)
    if drift.steady:
        error = total_error(drift.spread, ahead, sum(length for _, length in steps))
        value = decimal(Fraction(actual) + ahead * drift.each)
        return _known(Outcome(Method.TREND, n, value, error, n - 1), drift.spread)
    return _known(Outcome(Method.NAIVE, n, actual, naive_error(_daily_spread(steps, n), ahead)), drift.spread)


class Drift(NamedTuple):
    """How a stock moves from day to day, or from period to period."""

    each: Fraction
    """Its mean change in one of them."""
    spread: float
    """Standard deviation of the changes."""
    steady: bool
    """Chance would make it drift so far only once in a hundred times."""


def drift_of(steps: Sequence[tuple[Fraction, int]]) -> Drift:
    """Return the drift of a stock's `steps`, each a change and over how many days or periods."""
    n, days = len(steps), sum(length for _, length in steps)
    each = sum((change for change, _ in steps), Fraction(0)) / (days or 1)
    spread = _daily_spread([(change - each * length, length) for change, length in steps], n - 1)
    steady = n >= LEAST_FOR_TREND and abs(each) > quantile(1 - SIGNIFICANCE / 2, n - 1) * spread / sqrt(days)
    return Drift(each, spread, steady)


def _daily_spread(steps: Sequence[tuple[Fraction, int]], freedom: int) -> float:
    """Return the standard deviation of a day's change, given (change, days) around 0."""
    return sqrt(sum((change**2 / length for change, length in steps), Fraction(0)) / max(freedom, 1))


# errors, interval, probability


def alike(units: Sequence[Unit]) -> bool:
    """Return whether neighbouring units are more alike than independent ones are: then their errors are too small.

    The correlation of each with the one before, of a ratio that of numerator − level × denominator.
    """
    if len(units) < LEAST_FOR_ALIKE:
        return False
    bases = [float(unit.weight if unit.base is None else unit.base) for unit in units]
    level = fsum(float(unit.value) for unit in units) / (fsum(bases) or 1.0)
    off = [float(unit.value) - level * base for unit, base in zip(units, bases, strict=True)]
    if units[0].base is None:
        off = [one / base for one, base in zip(off, bases, strict=True)]
    together = fsum(before * after for before, after in pairwise(off))
    return together > ALIKE / sqrt(len(units)) * fsum(one * one for one in off) > 0


def total_error(spread: float, remaining: float, n: int) -> float:
    """Return the standard error of the sum of `remaining` units around the mean of `n` (DOMAIN 2.6)."""
    return spread * sqrt(remaining + remaining**2 / n)


def line_error(spread: float, remaining: float, fit_error: float) -> float:
    """Return the standard error of a sum of `remaining` units around a fitted line."""
    return sqrt(spread**2 * remaining + fit_error**2)


def naive_error(sigma: float, steps: float) -> float:
    """Return the standard error of the last value carried `steps` periods on."""
    return sigma * sqrt(steps)


def _with_error(method: Method, value: Decimal, units: Sequence[Fraction], remaining: Fraction) -> Outcome:
    """Return the outcome with the error of a sum of units."""
    n = len(units)
    spread = 0.0 if len(set(units)) == 1 else stdev(map(float, units))
    return _known(Outcome(method, n, value, total_error(spread, float(remaining), n), n - 1), spread)


def _known(outcome: Outcome, spread: float) -> Outcome:
    """Return the outcome, without its error where that cannot be known: under five units, or units that do not vary."""
    if outcome.n >= LEAST_FOR_INTERVAL and spread:
        return outcome
    reason = Reason.NO_VARIATION if outcome.n >= LEAST_FOR_INTERVAL else Reason.TOO_FEW_POINTS
    return outcome._replace(error=None, freedom=None, reason=reason)


def quantile(share: float, freedom: int | None) -> float:
    """Return the point below which `share` of Student's t lies, or of the normal distribution without `freedom`."""
    from scipy.special import ndtri, stdtrit

    return float(ndtri(share) if freedom is None else stdtrit(freedom, share))


def estimate(value: float) -> Decimal:
    """Return an estimated number as an amount, with the 15 digits that a double has."""
    return Decimal(f"{value:.15g}")
