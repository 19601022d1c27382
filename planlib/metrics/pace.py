"""Where a KPI should be by now, and what it takes from here (DOMAIN 2.1-2.4).

A path gives every day of the month a weight; the weights are exact and total 1. W(day) is the share gone by then.
A unit is a day that carries weight (a working day on a working-day path, a day on a calendar path); remaining
weight is counted in such units, so that a rate reads "per working day" or "per day".
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate

from planlib.metrics.exact import decimal, part, quotient
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.periods import DAY, Calendar, Span, clipped_weeks, week_start
from planlib.model import Kpi, Target
from planlib.vocabulary import Aggregation, Direction, Expected, Path, Reason

Weights = Mapping[date, Fraction]
"""Share of the month that each day carries: not negative, total 1."""

SHARED = (Path.SEASONAL, Path.WEEKLY)
"""Paths whose days differ in weight: a rate per day is that of an average day."""
LEVELS = frozenset({Aggregation.MEAN, Aggregation.RATIO, Aggregation.MIN, Aggregation.MAX})
"""Their value to date is compared with the target directly; time does not scale it (DOMAIN 1.4)."""
SEASON_WEEKS = 8
"""Fewer weeks of history make no weekday index."""


def path_in_force(kpi: Kpi, target: Target) -> Path:
    """Return the path of the target, or the default of the aggregation (DOMAIN 1.9).

    A sum goes by the days on which it is expected; a `last` KPI needs a baseline to start from and a target to end on.
    """
    pathless = target.baseline is None or target.target is None
    if kpi.aggregation in LEVELS or (kpi.aggregation is Aggregation.LAST and pathless):
        return Path.LEVEL
    return target.path or (Path.WORKDAY if kpi.expected is Expected.WORKING else Path.CALENDAR)


def sign(direction: Direction) -> int:
    """Return +1 where more is better, -1 where less is, 0 where neither is (DOMAIN 0.1)."""
    return {Direction.UP: 1, Direction.DOWN: -1}.get(direction, 0)


# weights


def weights(
    path: Path,
    span: Span,
    calendar: Calendar,
    *,
    expected: Expected = Expected.WORKING,
    weekly_split: Sequence[Decimal] = (),
    weekly_days: Expected = Expected.WORKING,
    weekday_index: Mapping[int, Fraction] | None = None,
    first_weekday: int = 0,
) -> Weights:
    """Return the share of `span` that each of its days carries.

    workday: equal on working days. calendar: equal on every day. weekly: the split's shares, each over its clipped
    week's working days (every day where `weekly_days` says so), or all days of a week without any. seasonal: the
    weekday's index on expected days. level: equal on expected days. Where that leaves no weight at all (a month off),
    every day weighs the same.
    """
    match path:
        case Path.CALENDAR:
            return _evenly(span, tuple(span.days()))
        case Path.WORKDAY:
            return _evenly(span, tuple(filter(calendar.works, span.days())))
        case Path.LEVEL:
            return _evenly(span, tuple(_expected(span, calendar, expected)))
        case Path.WEEKLY:
            return proportional(span, _by_week(span, calendar, weekly_split, weekly_days, first_weekday))
        case Path.SEASONAL:
            index = weekday_index or {}
            days = _expected(span, calendar, expected)
            return proportional(span, {day: index.get(day.weekday(), Fraction(1)) for day in days})


@lru_cache(maxsize=256)
def _evenly(span: Span, chosen: tuple[date, ...]) -> Weights:
    """Return equal weights on the days chosen; kept, as most KPIs of a month share them."""
    return proportional(span, _equal(chosen))


def proportional(span: Span, raw: Mapping[date, Fraction]) -> Weights:
    """Return weights of `span` in proportion to `raw`; equal ones where `raw` totals 0."""
    whole = sum(raw.values(), Fraction(0))
    if not whole:
        return proportional(span, _equal(span.days()))
    return {day: raw.get(day, Fraction(0)) / whole for day in span.days()}


def _equal(chosen: Iterable[date]) -> dict[date, Fraction]:
    return dict.fromkeys(chosen, Fraction(1))


def _expected(span: Span, calendar: Calendar, expected: Expected) -> list[date]:
    return [day for day in span.days() if expected is Expected.CALENDAR or calendar.works(day)]


def _by_week(
    span: Span, calendar: Calendar, split: Sequence[Decimal], on: Expected, first_weekday: int
) -> dict[date, Fraction]:
    """Return each day's part of its week's share.

    A split that has fewer shares than the month has weeks leaves the last weeks empty; what it has more goes to the
    last week. Both happen only where the team's first weekday was changed after the split was written.
    """
    weeks = clipped_weeks(span, first_weekday)
    shares = [Fraction(share) for share in split] + [Fraction(0)] * len(weeks)
    shares = [*shares[: len(weeks) - 1], sum(shares[len(weeks) - 1 :], Fraction(0))]
    raw: dict[date, Fraction] = {}
    for week, share in zip(weeks, shares, strict=True):
        chosen = _expected(week, calendar, on) or week.days()
        raw.update(dict.fromkeys(chosen, share / len(chosen)))
    return raw


def weekday_index(
    values: Mapping[date, Decimal], calendar: Calendar, expected: Expected, first_weekday: int = 0
) -> dict[int, Fraction]:
    """Return {weekday: mean of that weekday ÷ mean of all weekdays} of whole weeks of history, usually 8 to 13.

    A week is whole where each of its days has a value but for holidays and make-up working days, which are left out,
    and for days on which none is expected. Empty where there are fewer than 8 weeks, where a weekday has no
    value or a negative mean: then the season is not known and every expected day weighs the same.
    """
    weekdays, weeks = _weekdays(expected), _whole_weeks(values, calendar, expected, first_weekday)
    learnt = [day for days in weeks for day in days]
    groups = [[Fraction(values[day]) for day in learnt if day.weekday() == weekday] for weekday in weekdays]
    if len(weeks) < SEASON_WEEKS or not all(groups):
        return {}
    means = [sum(group, Fraction(0)) / len(group) for group in groups]
    level = sum(means, Fraction(0)) / len(means)
    return {} if min(means) < 0 or not level else {day: mean / level for day, mean in zip(weekdays, means, strict=True)}


def season_weeks(values: Mapping[date, Decimal], calendar: Calendar, expected: Expected, first_weekday: int = 0) -> int:
    """Return how many whole weeks there are from which a weekday index is learnt."""
    return len(_whole_weeks(values, calendar, expected, first_weekday))


def _whole_weeks(
    values: Mapping[date, Decimal], calendar: Calendar, expected: Expected, first_weekday: int
) -> list[list[date]]:
    """Return the ordinary days of each week in which none of them lacks a value."""
    starts = sorted({week_start(day, first_weekday) for day in values})
    weeks = ([start + n * DAY for n in range(7)] for start in starts)
    ordinary = (
        [day for day in week if day.weekday() in _weekdays(expected) and calendar.ordinary(day)] for week in weeks
    )
    return [days for days in ordinary if days and all(day in values for day in days)]


def _weekdays(expected: Expected) -> range:
    return range(7 if expected is Expected.CALENDAR else 5)


# the share gone


def cumulative(shares: Weights) -> Weights:
    """Return {day: W(day)}, the share gone at the end of each day; 1 on the last."""
    return dict(zip(shares, accumulate(shares.values()), strict=True))


def share_gone(shares: Weights, day: date) -> Fraction:
    """Return W(day): 0 before the first day, 1 from the last on."""
    return sum((share for other, share in shares.items() if other <= day), Fraction(0))


def units(shares: Weights) -> int:
    """Return how many days carry weight; times W it is the weight gone, in average days."""
    return sum(1 for share in shares.values() if share)


# expected, pace, days ahead


def expected_to_date(baseline: Decimal, target: Decimal, share: Fraction) -> Decimal:
    """Return baseline + (target − baseline) × W; the baseline of a sum is 0 (DOMAIN 1.11)."""
    return decimal(Fraction(baseline) + (Fraction(target) - Fraction(baseline)) * share)


def pace_index(direction: Direction, baseline: Decimal, expected: Decimal, actual: Decimal) -> Figure[float]:
    """Return 1 + s × (actual − expected) ÷ |expected − baseline|: 1.0 on the path, more is better.

    That is (A − B) ÷ (E − B) where the path goes the good way, and 1 + (E − A) ÷ |E| for an allowance.
    """
    if not sign(direction):
        return undefined(Reason.NOT_APPLICABLE)
    if expected == baseline:
        return undefined(Reason.NO_ELAPSED)
    return Figure(float(1 + sign(direction) * quotient(actual - expected, abs(expected - baseline))))


def days_ahead(
    shares: Weights, day: date, direction: Direction, baseline: Decimal, target: Decimal, actual: Decimal
) -> Figure[float]:
    """Return how many units (working days on a working-day path) `actual` is ahead of `day`; negative is behind.

    The day on which the path stands at `actual`, less `day` (earned schedule, DOMAIN 2.3); no further than the
    month's ends. Ahead on a path that leads the bad way, such as an allowance, is to be slower than it.
    """
    if not sign(direction):
        return undefined(Reason.NOT_APPLICABLE)
    if target == baseline:
        return undefined(Reason.BASELINE_EQ_TARGET)
    covered = (Fraction(actual) - Fraction(baseline)) / (Fraction(target) - Fraction(baseline))
    gone = sum(1 for other, share in shares.items() if share and other <= day)
    ahead = float(_position(shares, covered) - gone)
    good_way = sign(direction) * (target - baseline) > 0
    return Figure(ahead if good_way else -ahead)


def _position(shares: Weights, covered: Fraction) -> Fraction:
    """Return after how many units, a fraction of one included, the share `covered` is gone."""
    before = Fraction(0)
    for number, share in enumerate(share for share in shares.values() if share):
        if covered < before + share:
            return number + max(covered - before, Fraction(0)) / share
        before += share
    return Fraction(units(shares))


# rates


def required_rate(
    kpi: Kpi, target: Decimal, actual: Decimal, elapsed: Fraction, remaining: Fraction
) -> Figure[Decimal]:
    """Return what each remaining unit must bring to end on the target (DOMAIN 2.4); `elapsed` and `remaining` in units.

    A sum or a stock on a path: (target − actual) ÷ remaining, 0 once reached. An allowance: what each unit may still
    use, 0 once it is used up. A mean or a ratio: the level the rest of the month needs, its units weighed equally.
    """
    way = sign(kpi.direction)
    if not way or kpi.aggregation in (Aggregation.MIN, Aggregation.MAX):
        return undefined(Reason.NOT_APPLICABLE)
    level = kpi.aggregation in LEVELS
    allowance = is_allowance(kpi, target)
    if way * (actual - target) >= 0 and not level and not allowance:
        return Figure(Decimal(0))
    if not remaining:
        return undefined(Reason.NO_REMAINING)
    missing = Fraction(target) - Fraction(actual)
    if level:
        return Figure(decimal(Fraction(target) + missing * elapsed / remaining))
    if allowance and way < 0:
        missing = max(missing, Fraction(0))
    return Figure(decimal(missing / remaining))


def achieved_rate(kpi: Kpi, baseline: Decimal, actual: Decimal, elapsed: Fraction) -> Figure[Decimal]:
    """Return what each elapsed unit brought; for a mean or a ratio the level to date."""
    if kpi.aggregation in LEVELS:
        return Figure(actual)
    if not elapsed:
        return undefined(Reason.NO_ELAPSED)
    return Figure(part(actual - baseline, 1 / elapsed))


def is_allowance(kpi: Kpi, target: Decimal) -> bool:
    """Return whether the target of a month's sum is a limit that time leads towards, not a goal (DOMAIN 1.10).

    Complaints, defects and spend may come up to it, a planned loss down to it; keeping within it is known at the end.
    """
    return kpi.aggregation is Aggregation.SUM and sign(kpi.direction) * target <= 0
