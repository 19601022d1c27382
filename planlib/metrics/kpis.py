"""One KPI's value over days, and how far it has come (DOMAIN 0.5, 1.1-1.8, 1.10)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Protocol

from planlib.metrics.exact import decimal, total
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.pace import pace_index, sign
from planlib.model import Milestone
from planlib.vocabulary import Aggregation, Direction, Reason

WON_FOR_GOOD = frozenset({(Aggregation.MAX, Direction.UP), (Aggregation.MIN, Direction.DOWN)})
"""An extreme that has reached its target keeps it."""
LOST_FOR_GOOD = frozenset({(Aggregation.MAX, Direction.DOWN), (Aggregation.MIN, Direction.UP)})
"""An extreme that has missed its target once cannot make it any more."""


class Dated(Protocol):
    """A day's value, as the database gives it."""

    @property
    def day(self) -> date:
        """First day of the week or month for a KPI of that frequency."""

    @property
    def value(self) -> Decimal:
        """The numerator of a ratio."""

    @property
    def base(self) -> Decimal | None:
        """The denominator of a ratio."""


class DayValue(NamedTuple):
    """A day's value that was worked out."""

    day: date
    value: Decimal
    base: Decimal | None = None


# values


def aggregate(aggregation: Aggregation, values: Sequence[Dated]) -> Figure[Decimal]:
    """Return the value of a period from its days; a ratio is Σ numerators ÷ Σ denominators, never a mean of ratios."""
    if not values:
        return undefined(Reason.MISSING_DATA)
    numbers = [value.value for value in values]
    match aggregation:
        case Aggregation.SUM:
            return Figure(total(numbers))
        case Aggregation.MEAN:
            return Figure(decimal(Fraction(total(numbers)) / len(numbers)))
        case Aggregation.LAST:
            return Figure(max(values, key=lambda value: value.day).value)
        case Aggregation.MIN:
            return Figure(min(numbers))
        case Aggregation.MAX:
            return Figure(max(numbers))
        case Aggregation.RATIO:
            return ratio(numbers, [value.base for value in values])


def ratio(numerators: Iterable[Decimal], denominators: Iterable[Decimal | None]) -> Figure[Decimal]:
    """Return Σ numerators ÷ Σ denominators; undefined where one is missing or they total 0."""
    bases = [base for base in denominators if base is not None]
    numbers = list(numerators)
    base = total(bases)
    if len(bases) < len(numbers) or not base:
        return undefined(Reason.NO_DENOMINATOR)
    return Figure(decimal(Fraction(total(numbers)) / Fraction(base)))


def with_zeros(values: Iterable[Dated], starts: Iterable[date]) -> list[Dated]:
    """Return the values by day, with a 0 on each expected day without one: for KPIs whose gaps mean zero."""
    rows: dict[date, Dated] = {start: DayValue(start, Decimal(0), Decimal(0)) for start in starts}
    rows.update((value.day, value) for value in values)
    return [rows[day] for day in sorted(rows)]


# progress


def progress(baseline: Decimal | None, target: Decimal | None, actual: Decimal) -> Figure[float]:
    """Return (actual − baseline) ÷ (target − baseline), whatever the direction; raw, not cut at 0 and 1."""
    if target is None:
        return undefined(Reason.NO_TARGET)
    if baseline is None:
        return undefined(Reason.NO_BASELINE)
    if target == baseline:
        return undefined(Reason.BASELINE_EQ_TARGET)
    return Figure(float((actual - baseline) / (target - baseline)))


def attainment(direction: Direction, target: Decimal | None, actual: Decimal) -> Figure[float]:
    """Return 1 + s × (actual − target) ÷ |target|: actual ÷ target where more is better, 2 − that where less is."""
    if target is None:
        return undefined(Reason.NO_TARGET)
    if not target and sign(direction):
        return undefined(Reason.ZERO_BASE)
    return pace_index(direction, Decimal(0), target, actual)


def clamp(value: float, cap: float = 1.0) -> float:
    """Return `value` cut at 0 and `cap`."""
    return max(0.0, min(value, cap))


# scores


def okr_score(baseline: Decimal | None, target: Decimal | None, actual: Decimal) -> Figure[float]:
    """Return progress cut at 0 and 1 (DOMAIN 1.7)."""
    raw = progress(baseline, target, actual)
    return raw if raw.value is None else Figure(clamp(raw.value))


def range_distance(lower: Decimal, upper: Decimal, actual: Decimal) -> Decimal:
    """Return how far `actual` lies outside the range; 0 within."""
    return max(lower - actual, actual - upper, Decimal(0))


def range_width(lower: Decimal, upper: Decimal, tolerance: Decimal | None) -> Decimal:
    """Return how far outside the range the score falls to 0: the tolerance, or half the range."""
    return (upper - lower) / 2 if tolerance is None else tolerance


def range_score(lower: Decimal, upper: Decimal, tolerance: Decimal | None, actual: Decimal) -> float:
    """Return 1 within the range, falling to 0 at the tolerance outside it (DOMAIN 1.3)."""
    distance = range_distance(lower, upper, actual)
    return clamp(1 - float(distance / range_width(lower, upper, tolerance))) if distance else 1.0


def milestones_score(milestones: Sequence[Milestone]) -> Figure[float]:
    """Return Σ weight × done ÷ Σ weight of a qualitative goal (DOMAIN 1.6)."""
    return _done(milestones, lambda milestone: milestone.done)


def milestones_due(milestones: Sequence[Milestone], day: date, month_end: date) -> Figure[float]:
    """Return the share of the weight that is due by `day`; a step without a date is due at month end."""
    return _done(milestones, lambda milestone: Decimal((milestone.due or month_end) <= day))


def _done(milestones: Sequence[Milestone], done: Callable[[Milestone], Decimal]) -> Figure[float]:
    weight = total(milestone.weight for milestone in milestones)
    if not weight:
        return undefined(Reason.MISSING_DATA)
    return Figure(float(total(milestone.weight * done(milestone) for milestone in milestones) / weight))
