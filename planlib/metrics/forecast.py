"""Where a KPI will stand at the end of the month, with an honest interval and the chance of making it (DOMAIN 2.5-2.7).

Values are never cut at zero; who shows a low end below zero says that it cannot be.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planlib.metrics import projection
from planlib.metrics.kpis import LOST_FOR_GOOD, WON_FOR_GOOD, Dated, aggregate
from planlib.metrics.pace import Weights, is_allowance, sign
from planlib.metrics.projection import Course, Outcome, Unit, estimate, quantile
from planlib.model import Kpi, Target
from planlib.vocabulary import Aggregation, Direction, Method, Path, Reason

CONFIDENCE = 0.8
"""Of the prediction interval."""
_NEVER_QUITE = 1e-12
"""A model's chance is never 0 or 1, however far the target is."""
METHODS = {
    Aggregation.SUM: Method.RUN_RATE,
    Aggregation.MEAN: Method.LEVEL,
    Aggregation.RATIO: Method.LEVEL,
    Aggregation.LAST: Method.NAIVE,
}
"""What each aggregation goes by where nothing speaks for another method; an extreme is not carried on."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A month-end forecast, or the reason there is none."""

    value: Decimal | None
    """Expected at the end of the month, in the KPI's unit."""
    low: Decimal | None
    """Lower end of the 80 % prediction interval; None where n or the variation is too small. It may be negative."""
    high: Decimal | None
    probability: float | None
    """Of reaching the target (of staying within an allowance), 0 to 1, as the model sees it."""
    method: Method | None
    n: int
    """Observed units (working days, days, weeks) behind the forecast."""
    reason: Reason | None = None
    """Why value, or interval and probability, are missing."""
    alike: bool = False
    """Neighbouring units are alike, which the interval takes as independent: it is rather too narrow."""


OVER = Forecast(None, None, None, None, None, 0, Reason.NO_REMAINING)
"""Of a month that is over: what came of it is its actual, and no chance is left."""


def course(
    kpi: Kpi,
    values: Sequence[Dated],
    shares: Weights,
    day: date,
    starts: Sequence[date] = (),
    levels: Sequence[Dated] = (),
    missing: Collection[date] = (),
) -> Course:
    """Return the month as it went until `day`, in units.

    `starts` are the first days of the month's units, those after `day` included: weeks, or the expected days of a
    level. Where none are given they are the days that carry weight. What falls between two starts (a sale on a
    Saturday of a working-day path) belongs to the earlier one. A unit whose value is `missing` is not observed: it
    counts as still to come, at its own place in the month. A stock has moved on since: only the days from its last
    value to the last start are to come.
    """
    actual = aggregate(kpi.aggregation, values)
    begins = list(starts) or [other for other, share in shares.items() if share]
    if kpi.aggregation is Aggregation.LAST:
        known = tuple(level for level in levels if level.day <= day)
        ahead = (begins[-1] - known[-1].day).days if known else 0
        return Course(actual, _each(kpi, values), (Fraction(1),) * ahead, levels=known)
    gone = bisect_right(begins, day)
    weighed = [Fraction(0)] * len(begins)
    for other, share in shares.items():
        weighed[_unit(begins, other)] += share * len(begins)
    if kpi.aggregation is Aggregation.SUM:
        late = [n for n in range(gone) if begins[n] in missing or not weighed[n]]
        sums = _sums(begins[:gone], values)
        observed = tuple(Unit(weighed[n], sums[n]) for n in range(gone) if n not in late)
    else:
        late = [n for n in range(gone) if begins[n] in missing]
        observed = _each(kpi, values)
    return Course(actual, observed, (*(weighed[n] for n in late), *weighed[gone:]), tuple(late))


def _sums(begins: Sequence[date], values: Sequence[Dated]) -> list[Decimal]:
    """Return what each unit came to; one sum, not to be used, where none has begun."""
    sums = [Decimal(0)] * max(len(begins), 1)
    for value in values:
        sums[_unit(begins, value.day)] += value.value
    return sums


def _each(kpi: Kpi, values: Sequence[Dated]) -> tuple[Unit, ...]:
    ratio = kpi.aggregation is Aggregation.RATIO
    return tuple(Unit(Fraction(1), value.value, value.base if ratio else None) for value in values)


def _unit(begins: Sequence[date], day: date) -> int:
    return max(bisect_right(begins, day) - 1, 0)


def forecast(kpi: Kpi, target: Target, path: Path, month: Course) -> Forecast:
    """Return where the KPI will end, by the method of its aggregation and path (DOMAIN 2.5).

    A sum is carried on at its rate (run_rate; additive and seasonal where days weigh differently), or along its slope
    where that is significant (trend). A mean or ratio goes on at its level. A stock stays where it is (naive), or
    drifts on where its drift is significant (trend). There is no forecast of an extreme.
    """
    outcome = _outcome(kpi.aggregation, path, month)
    certain = _certain(kpi, target, month)
    if isinstance(outcome, Reason):
        return Forecast(None, None, None, certain, None, len(month.observed), outcome)
    low, high = interval(outcome) if outcome.error is not None else (None, None)
    chance = probability(outcome, kpi.direction, target) if certain is None else certain
    reason = outcome.reason if outcome.reason or chance is not None else _aimless(target)
    alike = low is not None and projection.alike(month.observed) and kpi.aggregation is not Aggregation.LAST
    return Forecast(outcome.value, low, high, chance, outcome.method, outcome.n, reason, alike)


def _aimless(target: Target) -> Reason:
    """Return why there is no chance to speak of although there is an interval: nothing is aimed at."""
    return Reason.NO_TARGET if target.growth_rate is None and target.target is None else Reason.NOT_APPLICABLE


def _certain(kpi: Kpi, target: Target, month: Course) -> float | None:
    """Return 1.0 or 0.0 where the outcome is settled, else None.

    A sum that is reached and an allowance that is used up are, where no value is negative; so is an extreme that has
    passed its target.
    """
    goal, actual = target.target, month.actual.value
    if goal is None or actual is None or not sign(kpi.direction):
        return None
    met, extreme = sign(kpi.direction) * (actual - goal) >= 0, (kpi.aggregation, kpi.direction)
    falls = kpi.aggregation is not Aggregation.SUM or any(unit.value < 0 for unit in month.observed)
    if met:
        return 1.0 if extreme in WON_FOR_GOOD or not (falls or is_allowance(kpi, goal)) else None
    return 0.0 if extreme in LOST_FOR_GOOD or (is_allowance(kpi, goal) and not falls) else None


def _outcome(aggregation: Aggregation, path: Path, month: Course) -> Outcome | Reason:
    if month.actual.value is None:
        return month.actual.reason or Reason.MISSING_DATA
    if aggregation not in METHODS:
        return Reason.NOT_APPLICABLE
    if not any(month.remaining):
        return Outcome(METHODS[aggregation], len(month.observed), month.actual.value, error=0.0)
    if aggregation is Aggregation.SUM:
        return projection.flow(month.actual.value, path, month)
    if aggregation is Aggregation.LAST:
        return projection.stock(month.actual.value, month)
    return projection.level(month.actual.value, month)


def interval(outcome: Outcome, confidence: float = CONFIDENCE) -> tuple[Decimal, Decimal]:
    """Return the ends of the prediction interval of an outcome that has an error."""
    half = estimate(quantile((1 + confidence) / 2, outcome.freedom) * (outcome.error or 0.0))
    return outcome.value - half, outcome.value + half


def probability(outcome: Outcome, direction: Direction, target: Target) -> float | None:
    """Return the chance of ending on the good side of the target or within its range; None without either."""
    if outcome.error is None:
        return None
    if target.lower is not None and target.upper is not None:
        return _at_most(outcome, target.upper) - _below(outcome, target.lower)
    if target.target is None or not sign(direction):
        return None
    return _at_most(outcome, target.target) if sign(direction) < 0 else 1 - _below(outcome, target.target)


def _at_most(outcome: Outcome, bound: Decimal) -> float:
    return _chance(outcome, bound) if outcome.error else float(outcome.value <= bound)


def _below(outcome: Outcome, bound: Decimal) -> float:
    return _chance(outcome, bound) if outcome.error else float(outcome.value < bound)


def _chance(outcome: Outcome, bound: Decimal) -> float:
    """Return the distribution function of the outcome at `bound`; only what has happened is certain."""
    from scipy.special import ndtr, stdtr

    distance = float(bound - outcome.value) / (outcome.error or 1.0)
    chance = float(ndtr(distance) if outcome.freedom is None else stdtr(outcome.freedom, distance))
    return min(max(chance, _NEVER_QUITE), 1 - _NEVER_QUITE)
