"""One KPI's control chart: its whole periods, the limits of each segment, and what the newest points say.

Periods are of equal length: a sum over days or weeks, of which a period has more or fewer, is charted per one of
them; a ratio is charted as its rate. A segment begins where somebody said that the process became another one.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from planlib.metrics import control, periods, signals
from planlib.metrics.control import Limits
from planlib.metrics.periods import Span
from planlib.metrics.signals import Found
from planlib.model import ProcessLimits, Target
from planlib.snapshot.lines import ChartedPoint, ControlChart, ControlSegment
from planlib.snapshot.values import Series
from planlib.vocabulary import Aggregation, Assurance, Expected, Frequency, Grain, LimitsMethod, Path, Reason, RuleSet

SHOWN = {Grain.DAY: 62, Grain.WEEK: 26, Grain.MONTH: 25}
"""Periods of a chart."""
_REACH = {Grain.DAY: 2}
"""How many times as far back they may reach: days off are none of a working-day KPI."""
_UNEVEN = 2
"""Denominators further apart are not similar."""
_SEASONAL = (Aggregation.SUM, Aggregation.MEAN, Aggregation.RATIO)


def signal_grain(frequency: Frequency) -> Grain:
    """Return the grain at which a KPI's signal is looked for."""
    return Grain.MONTH if frequency is Frequency.MONTH else Grain.WEEK


def first_day(grain: Grain, day: date, first_weekday: int) -> date:
    """Return the first day whose value a chart up to `day` may need."""
    return _starts(grain, day, first_weekday)[0]


def control_chart(
    series: Series,
    grain: Grain,
    day: date,
    kept: Sequence[ProcessLimits] = (),
    *,
    rules: RuleSet = RuleSet.WHEELER,
    method: LimitsMethod | None = None,
    target: float | None = None,
) -> ControlChart:
    """Return the chart up to `day`, without gaps at its ends.

    `kept` are the KPI's limits at this grain, in order of their starts; `method` stands in for that of limits which
    are not locked; `target` is that of a charted value.
    """
    starts, values, season = _charted(series, grain, day)
    stock = series.kpi.aggregation is Aggregation.LAST
    pieces = list(_pieces(starts, values, kept, rules, method, stock=stock))
    chart = ControlChart(
        kpi=series.kpi,
        grain=grain,
        points=tuple(point for piece in pieces for point in piece.points),
        segments=tuple(piece.segment for piece in pieces),
        rules=rules,
        averaged=averaged(series, grain),
        without_season=season,
        target=target,
    )
    return _judged(chart, pieces[-1]) if pieces else chart


def _judged(chart: ControlChart, newest: "_Piece") -> ControlChart:
    """Return the chart with what its newest points say."""
    segment, points, found = newest
    if segment.limits is None:
        return replace(chart, reason=segment.reason)
    began = signals.began(found, len(points))
    return replace(
        chart,
        reason=None,
        signal=signals.label(found, len(points)),
        since=None if began is None else points[began].start,
        assurance=_assurance(chart, segment, len(points)),
    )


def _assurance(chart: ControlChart, segment: ControlSegment, points: int) -> Assurance | None:
    if chart.target is None or segment.limits is None:
        return None
    ahead = segment.slope * (points - 1)
    newest = segment.limits._replace(lower=segment.limits.lower + ahead, upper=segment.limits.upper + ahead)
    return control.assurance(newest, chart.target, chart.kpi.direction)


def uneven(series: Series, chart: ControlChart) -> bool:
    """Return whether some period of a ratio has more than twice the denominator of another."""
    if series.kpi.aggregation is not Aggregation.RATIO:
        return False
    whole = [
        Span(one.start, periods.period_end(one.start, chart.grain)) for one in chart.points if one.value is not None
    ]
    bases = [sum(value.base or 0 for value in series.counted(span)) for span in whole]
    return bool(bases) and max(bases) > _UNEVEN * min(bases)


# the values


def averaged(series: Series, grain: Grain) -> bool:
    """Return whether the chart shows a sum per day or week, because its periods have more or fewer of them."""
    kpi = series.kpi
    if kpi.aggregation is not Aggregation.SUM or grain.value == kpi.frequency.value:
        return False
    return grain is Grain.MONTH or kpi.expected is Expected.WORKING


def target_of(series: Series, grain: Grain, target: Target, path: Path, month: Span) -> float | None:
    """Return what a charted value has to be on average for the month's target; None where none follows from it."""
    goal = target.target
    if goal is None:
        return None
    if series.kpi.aggregation is not Aggregation.SUM:
        return float(goal) if path is Path.LEVEL else None
    each = float(goal) / (len(series.due(month)) or 1)
    whole_weeks = grain is Grain.WEEK and series.kpi.frequency is Frequency.DAY and not averaged(series, grain)
    return each * 7 if whole_weeks else each


def _charted(series: Series, grain: Grain, day: date) -> tuple[list[date], list[float | None], bool]:
    """Return the first days of the periods, their values, and whether the week's season was taken out of them."""
    starts = [start for start in _starts(grain, day, series.first_weekday) if series.counts(start, grain)]
    if starts and not series.ended(starts[-1], grain, day):
        starts.pop()
    starts = starts[-SHOWN[grain] :]
    values = [_value(series, grain, start) for start in starts]
    known = [number for number, value in enumerate(values) if value is not None]
    if not known:
        return [], [], False
    inside = slice(known[0], known[-1] + 1)
    starts, values = starts[inside], values[inside]
    if grain is Grain.DAY and series.kpi.aggregation in _SEASONAL:
        found = control.without_season(values, [start.weekday() for start in starts])
        return starts, found or values, bool(found)
    return starts, values, False


def _starts(grain: Grain, day: date, first_weekday: int) -> list[date]:
    """Return the first days of the periods that a chart may need, up to the one that `day` lies in."""
    starts = [periods.period_start(day, grain, first_weekday)]
    while len(starts) <= SHOWN[grain] * _REACH.get(grain, 1):
        starts.append(periods.previous_period(starts[-1], grain))
    return starts[::-1]


def _value(series: Series, grain: Grain, start: date) -> float | None:
    """Return a period's value, None where it is not whole."""
    period = series.over(Span(start, periods.period_end(start, grain)))
    if period.whole.value is None:
        return None
    return float(period.whole.value) / (period.expected if averaged(series, grain) else 1)


# the segments


class _Piece(NamedTuple):
    """A segment, its points, and the signals among them."""

    segment: ControlSegment
    points: Sequence[ChartedPoint]
    found: Sequence[Found]


def _pieces(
    starts: Sequence[date],
    values: Sequence[float | None],
    kept: Sequence[ProcessLimits],
    rules: RuleSet,
    method: LimitsMethod | None,
    *,
    stock: bool,
) -> Iterator[_Piece]:
    """Yield the segments in order of time; those of a rule's points are all in one of them."""
    cuts = [one.start for one in kept]
    for cut, numbers in groupby(range(len(starts)), key=lambda number: bisect_right(cuts, starts[number])):
        first, *_, last = [*numbers] * 2
        inside = slice(first, last + 1)
        said = kept[cut - 1] if cut else None
        segment = _segment(starts[inside], values[inside], said, method or _usual(values[inside], said, stock=stock))
        level = [None if value is None else value - segment.slope * n for n, value in enumerate(values[inside])]
        found = signals.signals(level, segment.limits, rules) if segment.limits else []
        yield _Piece(segment, _points(starts[inside], values[inside], found), found)


def _usual(values: Sequence[float | None], kept: ProcessLimits | None, *, stock: bool) -> LimitsMethod:
    """Return from what limits come unless somebody asks for others: of a stock that keeps rising or falling a line."""
    said = kept.method if kept else LimitsMethod.MEAN
    return LimitsMethod.TREND if stock and said is LimitsMethod.MEAN and control.keeps_on(values) else said


def _segment(
    starts: Sequence[date], values: Sequence[float | None], kept: ProcessLimits | None, method: LimitsMethod
) -> ControlSegment:
    locked = _locked(kept) if kept else None
    method = kept.method if kept and locked else method
    limits, slope = (locked, 0.0) if locked else _limits(values, method)
    count = sum(value is not None for value in values)
    return ControlSegment(
        start=starts[0],
        end=starts[-1],
        limits=limits if isinstance(limits, Limits) else None,
        slope=slope,
        reason=limits if isinstance(limits, Reason) else None,
        locked=locked is not None,
        provisional=locked is None and control.provisional(count),
        method=method,
        outliers_widen=control.outliers_widen(values),
        trending=control.trending(values),
        points=count,
        kept=kept,
    )


def _limits(values: Sequence[float | None], method: LimitsMethod) -> tuple[Limits | Reason, float]:
    """Return the limits of the first value, and how much they move from one to the next."""
    if method is not LimitsMethod.TREND:
        return control.xmr(values, method), 0.0
    line = control.around_line(values)
    return (line, 0.0) if isinstance(line, Reason) else line


def _locked(kept: ProcessLimits) -> Limits | None:
    if kept.centre is None or kept.lower is None or kept.upper is None or kept.range_upper is None:
        return None
    return Limits(float(kept.centre), float(kept.lower), float(kept.upper), float(kept.range_upper))


def _points(starts: Sequence[date], values: Sequence[float | None], found: Sequence[Found]) -> tuple[ChartedPoint, ...]:
    at: dict[int, list[Found]] = {}
    for one in found:
        at.setdefault(one.index, []).append(one)
    return tuple(
        ChartedPoint(
            start=start,
            value=value,
            rules=tuple(dict.fromkeys(one.rule for one in at.get(number, ()))),
            side=next((one.side for one in at.get(number, ())), 0),
        )
        for number, (start, value) in enumerate(zip(starts, values, strict=True))
    )
