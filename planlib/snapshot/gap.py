"""Where a KPI's gap is: what each of its segments contributes to actual − expected (DOMAIN 9).

Where the target is split over all of a KPI's segments, each is expected to bring its part. Otherwise the target is of
the whole: what is expected of it by now is spread over its segments as they were in the weeks before the month, or in
the same month of last year where those weeks have none: each segment had its share of the whole, and has it again of
what is expected. The rates of a ratio are all moved by one factor to the target, at the weights they had. A segment
that makes a loss is not asked for a larger one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from planlib.metrics import attribution, periods
from planlib.metrics.attribution import ENOUGH_POWER, LEAST_POWER, Explanation, Level, adtributor
from planlib.metrics.exact import decimal, total
from planlib.metrics.figure import Figure
from planlib.metrics.kpis import Dated
from planlib.metrics.periods import Span
from planlib.model import Kpi
from planlib.store.queries import SegmentValue
from planlib.vocabulary import Aggregation, Reason

View = tuple[Mapping[str, Level], Mapping[str, Level]]
"""What came and what was expected, by segment or by element of a dimension."""
SEPARATORS = ("/", "／", "|", "｜", "·")
"""Between the parts of a segment of several dimensions: 华东/线上. All segments have one, and equally many parts."""
LEAST_WEEKS = 3
"""Fewer weeks with values do not say what is usual for a segment."""
AS_WRITTEN = -1
"""In place of a dimension: the segments themselves."""
MOST_LEADERS = 3
"""More segments than these are no few that explain a gap."""
_ADDED_UP = (Aggregation.SUM, Aggregation.MEAN, Aggregation.LAST, Aggregation.RATIO)
"""An extreme is the value of one segment: the others contribute nothing to it."""


@dataclass(frozen=True, slots=True)
class GapPart:
    """What one segment contributes to the gap, in the KPI's unit."""

    segment: str
    amount: Decimal
    share: float | None
    """Of the gap; it may be negative or above 1. None where the parts all but cancel out."""
    actual: Decimal | None
    """Of a ratio its rate; None without a denominator."""
    expected: Decimal | None
    due: float | None
    """Its share of what is expected of the whole; of a ratio that of the denominators. None where they are zero."""
    rate: Decimal | None = None
    """Of a ratio the part that its own rate makes of the amount."""
    mix: Decimal | None = None
    """Of a ratio the part that its weight makes of it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A KPI's gap by segment: the amounts add up to `total` to the last digit."""

    kpi: Kpi
    total: Figure[Decimal]
    """actual − expected, as on the KPI's line."""
    parts: tuple[GapPart, ...] = ()
    """The largest first."""
    leaders: tuple[GapPart, ...] = ()
    """The few that explain most of it; empty where no few do."""
    basis: Span | None = None
    """The days that say what is usual for each segment."""
    dimensions: tuple[tuple[str, ...], ...] = ()
    """The elements of each dimension, where the segments have several."""
    dimension: int = AS_WRITTEN
    """Which of them the parts are of."""
    best: int | None = None
    """Which of them explains the gap best, if any is found to; there is none to be found for a ratio."""
    reason: Reason | None = None
    """Why there are no parts."""
    planned: bool = False
    """The plan itself says what is expected of each segment."""


def gap_by_segment(
    kpi: Kpi,
    gap: Figure[Decimal],
    counted: Sequence[Dated],
    month: Sequence[SegmentValue],
    before: Iterable[Sequence[SegmentValue]],
    dimension: int | None = None,
    planned: Mapping[str, Decimal] | None = None,
) -> Gap:
    """Return the gap by segment, or by one of the dimensions that the segments have.

    `counted` are the KPI's own values that count, `month` those of its segments; `before` the days that may say what is
    usual for a segment, the best ones first. Without a `dimension` it is the one that explains the gap best, or
    the first one. `planned` are the parts of the target by segment; they count where they are all of it.
    """
    days = {value.day for value in counted}
    month = [value for value in month if value.day in days]
    reason = _why_not(kpi, gap, month)
    if planned and not reason and set(planned) == {value.segment for value in month}:
        now = _levels(kpi, month, days)
        due = _as_planned(_whole(now).value - Fraction(gap.value or 0), planned)
        return _by_dimension(Gap(kpi, gap, planned=True), now, due, dimension)
    usual = next((named for values in before if _enough(kpi, named := _named(values))), None)
    if reason or usual is None:
        return Gap(kpi, gap, reason=reason or Reason.MISSING_DATA)
    now = _levels(kpi, month, days)
    expected = _expected(kpi, gap, now, _levels(kpi, usual, {value.day for value in usual}, like=len(days)))
    if isinstance(expected, Reason):
        return Gap(kpi, gap, reason=expected)
    first, last = min(value.day for value in usual), max(value.day for value in usual)
    basis = Span(last if kpi.aggregation is Aggregation.LAST else first, last)
    return _by_dimension(Gap(kpi, gap, basis=basis), now, expected, dimension)


def _why_not(kpi: Kpi, gap: Figure[Decimal], month: Sequence[SegmentValue]) -> Reason | None:
    if not any(value.segment for value in month) or kpi.aggregation not in _ADDED_UP:
        return Reason.NOT_APPLICABLE
    if gap.value is None:
        return gap.reason or Reason.MISSING_DATA
    whole_days = {value.day for value in month} - {value.day for value in month if value.segment}
    return Reason.INCOMPLETE if whole_days else None


def _named(values: Sequence[SegmentValue]) -> list[SegmentValue]:
    """Return the values of the days on which a segment is named."""
    days = {value.day for value in values if value.segment}
    return [value for value in values if value.day in days]


def _enough(kpi: Kpi, values: Sequence[SegmentValue]) -> bool:
    weeks = {periods.week_start(value.day, 0) for value in values}
    return len(weeks) >= (1 if kpi.aggregation is Aggregation.LAST else LEAST_WEEKS)


# what each segment came to, and what was expected of it


def _levels(
    kpi: Kpi, values: Sequence[SegmentValue], days: Collection[date], like: int | None = None
) -> dict[str, Level]:
    """Return what each segment came to on `days`, such that the segments add up to the KPI itself.

    A mean is over all days that count; the last value is that of the KPI's last day. A sum is as of as many days as
    `like` says.
    """
    share = Fraction(1)
    if kpi.aggregation is Aggregation.LAST:
        days = {max(days)}
    elif kpi.aggregation is Aggregation.MEAN:
        share = Fraction(1, len(days))
    elif kpi.aggregation is Aggregation.SUM and like is not None:
        share = Fraction(like, len(days))
    found: dict[str, list[SegmentValue]] = defaultdict(list)
    for value in values:
        if value.day in days:
            found[value.segment].append(value)
    return {
        segment: Level(
            share * Fraction(total(value.value for value in values)),
            Fraction(total(value.base or Decimal(0) for value in values)),
        )
        for segment, values in found.items()
    }


def _expected(
    kpi: Kpi, gap: Figure[Decimal], now: Mapping[str, Level], usual: Mapping[str, Level]
) -> dict[str, Level] | Reason:
    """Return what is expected of each segment: the whole of it is the actual less the gap."""
    whole, before = _whole(now), _whole(usual)
    due = whole.value - Fraction(gap.value or 0)
    if kpi.aggregation is Aggregation.RATIO:
        if not whole.base or not before.base:
            return Reason.NO_DENOMINATOR
        due = (whole.value / whole.base - Fraction(gap.value or 0)) * before.base
    spread = attribution.spread(due, {segment: level.value for segment, level in usual.items()})
    if isinstance(spread, Reason):
        return spread
    return {segment: Level(amount, usual[segment].base) for segment, amount in spread.items()}


def _as_planned(due: Fraction, planned: Mapping[str, Decimal]) -> dict[str, Level]:
    """Return what is expected of each segment by its part of the target."""
    pace = due / Fraction(total(planned.values()))
    return {segment: Level(Fraction(amount) * pace, Fraction(0)) for segment, amount in planned.items()}


def _whole(levels: Mapping[str, Level]) -> Level:
    return Level(
        sum((level.value for level in levels.values()), Fraction(0)),
        sum((level.base for level in levels.values()), Fraction(0)),
    )


# by which dimension


def dimensions(segments: Collection[str]) -> list[dict[str, str]]:
    """Return {segment: element} of each dimension; nothing where segments are of one dimension only.

    Every segment must have as many parts as the others, between separators of one kind, and at least two of the
    dimensions more than one element.
    """
    for separator in SEPARATORS:
        split = {segment: [part.strip() for part in segment.split(separator)] for segment in segments}
        counts = {len(parts) if all(parts) else 0 for parts in split.values()}
        if len(counts) == 1 and min(counts) > 1:
            found = [{segment: parts[n] for segment, parts in split.items()} for n in range(min(counts))]
            return found if sum(len(set(one.values())) > 1 for one in found) > 1 else []
    return []


def _by_dimension(gap: Gap, now: Mapping[str, Level], expected: Mapping[str, Level], dimension: int | None) -> Gap:
    split = dimensions({*now, *expected})
    views = {n: (_grouped(now, one), _grouped(expected, one)) for n, one in enumerate(split)}
    best = next((one.dimension for one in _explained(gap.kpi, views) if one.elements), None)
    if dimension not in (*views, AS_WRITTEN):
        dimension = best if best is not None else 0 if views else AS_WRITTEN
    view = views.get(dimension, (now, expected))
    parts = _parts(gap, *view)
    if isinstance(parts, Reason):
        return replace(gap, reason=parts)
    return replace(
        gap,
        parts=tuple(sorted(parts, key=lambda part: (-abs(part.amount), part.segment))),
        leaders=tuple(_leaders(gap.kpi, parts, view)),
        dimensions=tuple(tuple(sorted(set(one.values()))) for one in split),
        dimension=dimension,
        best=best,
    )


def _grouped(levels: Mapping[str, Level], elements: Mapping[str, str]) -> dict[str, Level]:
    return {
        element: _whole({segment: level for segment, level in levels.items() if elements[segment] == element})
        for element in dict.fromkeys(elements[segment] for segment in levels)
    }


def _explained(kpi: Kpi, views: Mapping[int, View]) -> list[Explanation[int]]:
    """Return what Adtributor finds, the best dimension first; it is about sums of values that are not negative."""
    if kpi.aggregation is Aggregation.RATIO:
        return []
    found = adtributor({n: (_values(now), _values(expected)) for n, (now, expected) in views.items()})
    return [] if isinstance(found, Reason) else found


# the parts


def _parts(gap: Gap, now: Mapping[str, Level], expected: Mapping[str, Level]) -> list[GapPart] | Reason:
    if gap.kpi.aggregation is Aggregation.RATIO:
        return _rates(gap, now, expected)
    contributions = attribution.additive(_values(now), _values(expected))
    amounts = attribution.footed(gap.total.value or Decimal(0), contributions)
    shares, due = _shares(contributions), _whole(expected).value
    return [
        GapPart(
            segment=segment,
            amount=amount,
            share=shares.get(segment),
            actual=decimal(_values(now).get(segment, Fraction(0))),
            expected=decimal(_values(expected).get(segment, Fraction(0))),
            due=float(_values(expected).get(segment, Fraction(0)) / due) if due else None,
        )
        for segment, amount in amounts.items()
    ]


def _rates(gap: Gap, now: Mapping[str, Level], expected: Mapping[str, Level]) -> list[GapPart] | Reason:
    found = attribution.rate_and_mix(now, expected)
    if isinstance(found, Reason):
        return found
    bases = _whole(expected).base
    both = {(segment, part): getattr(one, part) for segment, one in found.items() for part in ("rate", "mix")}
    amounts = attribution.footed(gap.total.value or Decimal(0), both)
    shares = _shares({segment: one.amount for segment, one in found.items()})
    return [
        GapPart(
            segment=segment,
            amount=total([amounts[segment, "rate"], amounts[segment, "mix"]]),
            share=shares.get(segment),
            actual=_rate(now.get(segment)),
            expected=_rate(expected.get(segment)),
            due=float(expected[segment].base / bases) if segment in expected else 0.0,
            rate=amounts[segment, "rate"],
            mix=amounts[segment, "mix"],
        )
        for segment in found
    ]


def _values(levels: Mapping[str, Level]) -> dict[str, Fraction]:
    return {segment: level.value for segment, level in levels.items()}


def _shares(contributions: Mapping[str, Fraction]) -> dict[str, float]:
    found = attribution.shares(contributions)
    return {} if isinstance(found, Reason) else {segment: float(share) for segment, share in found.items()}


def _rate(level: Level | None) -> Decimal | None:
    return decimal(level.value / level.base) if level and level.base else None


def _leaders(kpi: Kpi, parts: Sequence[GapPart], view: View) -> list[GapPart]:
    """Return the few parts that explain most of the gap: whose share of the whole moved most, or else the largest."""
    by_name = {part.segment: part for part in parts}
    found = [by_name[one.name] for explained in _explained(kpi, {0: view}) for one in explained.elements]
    if not found:
        sizes = sorted((part for part in parts if (part.share or 0) > LEAST_POWER), key=lambda part: -(part.share or 0))
        reached = accumulate(part.share or 0 for part in sizes)
        found = sizes[: next((n for n, share in enumerate(reached, 1) if share > ENOUGH_POWER), 0)]
    return sorted(found, key=lambda part: -abs(part.amount)) if len(found) <= MOST_LEADERS else []
