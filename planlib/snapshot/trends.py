"""One KPI over time: whole periods beside last year's, what is to date, and the month's weeks."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from planlib.metrics import periods, trends
from planlib.metrics.exact import total
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.periods import Span
from planlib.snapshot.lines import ClippedWeek, ToDate, Trend, TrendPeriod
from planlib.snapshot.values import Period, Series
from planlib.vocabulary import Aggregation, Frequency, Grain, Reason

SHOWN = {Grain.DAY: 62, Grain.WEEK: 26, Grain.MONTH: 25}
"""Periods of a trend."""


def first_day(grain: Grain, day: date) -> date:
    """Return the first day whose values the trend may need, last year's year to date included with its first week."""
    back = periods.year_earlier(periods.year_start(day))
    start = _starts(grain, day, 0)[0]
    return min(back, periods.period_last_year(start, grain)) - periods.WEEK


def grains(series: Series) -> list[Grain]:
    """Return the grains that the KPI's frequency allows, finest first."""
    shortest = {Frequency.DAY: 0, Frequency.WEEK: 1, Frequency.MONTH: 2}[series.kpi.frequency]
    return list(Grain)[shortest:]


def trend(series: Series, grain: Grain, day: date, month: date, own_day: date) -> Trend:
    """Return the trend up to `day` at `grain`, with the clipped weeks of `month`.

    What is to date ends on the KPI's own last day with data, so that a late file is not compared with a full year ago.
    """
    return Trend(
        kpi=series.kpi,
        grain=grain,
        periods=_periods(series, grain, day),
        month_to_date=_to_date(series, periods.month_start(day), own_day),
        quarter_to_date=_to_date(series, periods.quarter_start(day), own_day),
        year_to_date=_to_date(series, periods.year_start(day), own_day),
        weeks_of_month=_weeks(series, day, month),
    )


def _starts(grain: Grain, day: date, first_weekday: int) -> list[date]:
    """Return the first days of the periods shown, and of those before that their changes and means need."""
    starts = [periods.period_start(day, grain, first_weekday)]
    while len(starts) < SHOWN[grain] + trends.window(grain):
        starts.append(periods.previous_period(starts[-1], grain))
    return starts[::-1]


def _periods(series: Series, grain: Grain, day: date) -> tuple[TrendPeriod, ...]:
    """Return the periods from the first one that has data; one that is not over is shown and never compared."""
    found: list[TrendPeriod] = []
    starts = [start for start in _starts(grain, day, series.first_weekday) if series.counts(start, grain)]
    averages = _averages(series, grain, starts, day)
    before: Figure[Decimal] = undefined(Reason.MISSING_DATA)
    for start, average in zip(starts, averages, strict=True):
        period = _over(series, start, grain, day)
        if found or period.value.value is not None:
            found.append(_line(series, start, grain, day, before, average))
        before = _whole(series, start, grain, day)
    return tuple(found[-SHOWN[grain] :])


def _line(
    series: Series, start: date, grain: Grain, day: date, before: Figure[Decimal], average: Figure[Decimal]
) -> TrendPeriod:
    period = _over(series, start, grain, day)
    whole = _whole(series, start, grain, day)
    last_year = _whole(series, periods.period_last_year(start, grain), grain, day)
    difference = trends.by_difference(series.kpi)
    span = _span(start, grain, day)
    return TrendPeriod(
        start=start,
        value=period.value,
        complete=whole.value is not None,
        days=period.present,
        days_expected=len(series.due(Span(start, periods.period_end(start, grain)))),
        working_days=series.calendar.working_days(span.first, span.last),
        change=trends.change(whole, before, difference=difference),
        last_year=last_year,
        year_change=trends.change(whole, last_year, difference=difference),
        moving_average=average,
    )


def _span(start: date, grain: Grain, day: date) -> Span:
    return Span(start, min(periods.period_end(start, grain), day))


def _over(series: Series, start: date, grain: Grain, day: date) -> Period:
    return series.over(_span(start, grain, day))


def _whole(series: Series, start: date, grain: Grain, day: date) -> Figure[Decimal]:
    """Return the value of a period that is over and complete; undefined for a partial one."""
    period = _over(series, start, grain, day)
    return period.whole if periods.period_end(start, grain) <= day else _incomplete(period)


def _incomplete(period: Period) -> Figure[Decimal]:
    return period.value if period.value.value is None else undefined(Reason.INCOMPLETE)


def _averages(series: Series, grain: Grain, starts: Sequence[date], day: date) -> list[Figure[Decimal]]:
    """Return the trailing mean at each period: 7 days, 4 weeks; of a ratio from its numerators and denominators."""
    k = trends.window(grain)
    wholes = [_whole(series, start, grain, day) for start in starts]
    if series.kpi.aggregation is not Aggregation.RATIO:
        return trends.moving_average(wholes, k)
    counted = [series.counted(_span(start, grain, day)) for start in starts]
    above = [_sum(whole, (value.value for value in values)) for whole, values in zip(wholes, counted, strict=True)]
    below = [
        _sum(whole, (value.base or Decimal(0) for value in values))
        for whole, values in zip(wholes, counted, strict=True)
    ]
    return trends.moving_ratio(above, below, k)


def _sum(whole: Figure[Decimal], numbers: Iterable[Decimal]) -> Figure[Decimal]:
    return whole if whole.value is None else Figure(total(numbers))


# to date, and the month's weeks


def _to_date(series: Series, first: date, day: date) -> ToDate:
    """Return what is to date beside the same dates a year earlier (DOMAIN 3.3)."""
    now = series.over(Span(first, day))
    last_year = series.over(Span(periods.year_earlier(first), periods.year_earlier(day)))
    change = trends.change(now.whole, last_year.whole, difference=trends.by_difference(series.kpi))
    return ToDate(first, now.value, last_year.whole, change)


def _weeks(series: Series, day: date, month: date) -> tuple[ClippedWeek, ...]:
    """Return the month's weeks, cut at its edges, up to `day`; none for a KPI that has fewer than daily values."""
    if series.kpi.frequency is not Frequency.DAY:
        return ()
    weeks = periods.clipped_weeks(periods.month_span(month), series.first_weekday)
    return tuple(_week(series, week, day) for week in weeks if week.first <= day)


def _week(series: Series, week: Span, day: date) -> ClippedWeek:
    span = Span(week.first, min(week.last, day))
    period, days = series.over(span), len(series.due(span))
    flow = series.kpi.aggregation is Aggregation.SUM
    return ClippedWeek(
        first=week.first,
        last=week.last,
        working_days=series.calendar.working_days(*span),
        value=period.value,
        days_expected=days,
        per_day=trends.per_day(period.value, days) if flow else period.value,
        complete=period.complete and week.last <= day,
    )
