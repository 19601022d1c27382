"""Targets such as "weekly sales +5 %", and what they can mean (DOMAIN 1.5).

Weeks come oldest first, each at its place: None stands for a week that is not complete.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from planlib.metrics.exact import quotient, total
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.pace import pace_index, sign
from planlib.metrics.trends import compound_rate
from planlib.vocabulary import Direction, GrowthMode, Reason

Weeks = Sequence[Decimal | None]

NOISE = Decimal("1e-9")
"""A growth closer to its target than this has reached it."""


@dataclass(frozen=True, slots=True)
class Growth:
    """How fast it grows, and whether that is enough."""

    achieved: Figure[float]
    """average: mean week of this month ÷ mean week of last month − 1. compound: growth per week. every_week: share
    of the weeks that grew as planned."""
    attainment: Figure[float]
    """Level reached ÷ level planned, above 1 is better whatever the direction."""
    pace: Figure[float]
    """Growth achieved ÷ growth planned, 1.0 as planned: by which the status is judged."""
    gap: Figure[float]
    """Growth achieved − growth planned; of every_week the share of the weeks less 1."""


def growth(
    mode: GrowthMode,
    rate: Decimal,
    direction: Direction,
    before: Weeks,
    weeks: Weeks,
    baseline: Decimal | None = None,
) -> Growth:
    """Return the growth of this month's `weeks` that are over, at `rate` planned, against last month's weeks `before`.

    Compound growth begins at the `baseline` where there is one.
    """
    match mode:
        case GrowthMode.AVERAGE:
            return growth_average(rate, direction, before, weeks)
        case GrowthMode.COMPOUND:
            return growth_compound(rate, direction, _last(before) if baseline is None else baseline, weeks)
        case GrowthMode.EVERY_WEEK:
            return growth_every_week(rate, direction, [_last(before), *weeks])


def growth_average(rate: Decimal, direction: Direction, before: Weeks, weeks: Weeks) -> Growth:
    """Return the growth of the mean week; the default, since it does not hang on one end week."""
    complete = [[week for week in month if week is not None] for month in (before, weeks)]
    if not all(complete):
        return _nothing(Reason.TOO_FEW_POINTS)
    base, level = (quotient(total(month), Decimal(len(month))) for month in complete)
    return _against(base, level, rate, 1, direction)


def growth_compound(rate: Decimal, direction: Direction, base: Decimal | None, weeks: Weeks) -> Growth:
    """Return the growth from `base` to the last complete week, on the path base × (1 + rate)^weeks gone by then."""
    reached = [(gone, level) for gone, level in enumerate(weeks, 1) if level is not None]
    if base is None or not reached:
        return _nothing(Reason.TOO_FEW_POINTS)
    gone, level = reached[-1]
    return _against(base, level, rate, gone, direction)


def growth_every_week(rate: Decimal, direction: Direction, weeks: Weeks) -> Growth:
    """Return the share of weeks that grew by `rate` or more over the one before (fell by it where less is better)."""
    way = sign(direction)
    pairs = [(last, now) for last, now in pairwise(weeks) if last is not None and now is not None]
    rates = [quotient(now - last, last) for last, now in pairs if last > 0]
    if not rates or not way:
        return _nothing(Reason.TOO_FEW_POINTS if way else Reason.NOT_APPLICABLE)
    share = sum(way * (achieved - rate) >= -NOISE for achieved in rates) / len(rates)
    return Growth(Figure(share), Figure(share), Figure(share), Figure(share - 1))


def _last(weeks: Weeks) -> Decimal | None:
    return weeks[-1] if weeks else None


def _against(base: Decimal, level: Decimal, rate: Decimal, weeks: int, direction: Direction) -> Growth:
    if base <= 0:
        return _nothing(Reason.ZERO_BASE)
    path = base * (1 + rate) ** weeks
    attainment = pace_index(direction, Decimal(0), path, level)
    pace = attainment if path == base else pace_index(direction, base, path, level)
    achieved = compound_rate(base, level, weeks)
    gap = achieved if achieved.value is None else Figure(achieved.value - float(rate))
    return Growth(achieved, attainment, pace, gap)


def _nothing(reason: Reason) -> Growth:
    return Growth(undefined(reason), undefined(reason), undefined(reason), undefined(reason))
