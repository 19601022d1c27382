"""One KPI over time: whole periods beside last year's, what is to date, and the month's weeks."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import dropwhile, pairwise
from typing import NamedTuple

from planlib.metrics import periods, trends
from planlib.metrics.exact import total
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.periods import Span
from planlib.model import Kpi
from planlib.snapshot.lines import ClippedWeek, Compared, ToDate, Trend, TrendPeriod
from planlib.snapshot.values import Period, Series
from planlib.vocabulary import Aggregation, Expected, Frequency, Grain, Reason

SHOWN = {Grain.DAY: 62, Grain.WEEK: 26, Grain.MONTH: 25}
"""Periods of a trend."""
_REACH = {Grain.DAY: 2}
"""How many times as far back they may reach: days off are none of a working-day KPI."""


def first_day(grain: Grain, day: date) -> date:
    """Return the first day whose values the trend may need, last year's year to date included with its first week."""
    back = periods.year_earlier(periods.year_start(day))
    start = _spans(grain, day, 0)[0].first
    return min(back, periods.period_last_year(start, grain)) - periods.WEEK


def grains(series: Series) -> list[Grain]:
    """Return the grains that the KPI's frequency allows, finest first."""
    shortest = {Frequency.DAY: 0, Frequency.WEEK: 1, Frequency.MONTH: 2}[series.kpi.frequency]
    return list(Grain)[shortest:]


def cuttable(kpi: Kpi, grain: Grain) -> bool:
    """Return whether a trend's periods can be cut at the months' edges: weeks of daily values can."""
    return grain is Grain.WEEK and kpi.frequency is Frequency.DAY


def trend(series: Series, grain: Grain, day: date, month: date, own_day: date, *, cut: bool = False) -> Trend:
    """Return the trend up to `day` at `grain`, its weeks `cut` at the months' edges, with the clipped weeks of `month`.

    What is to date ends on the KPI's own last day with data, so that a late file is not compared with a full year ago.
    """
    found = _periods(series, grain, day, cut=cut)
    return Trend(
        kpi=series.kpi,
        grain=grain,
        periods=found,
        growth=undefined(Reason.NOT_APPLICABLE) if cut else _growth(series.kpi, grain, found),
        month_to_date=_month_to_date(series, day, own_day),
        quarter_to_date=_to_date(series, Span(periods.quarter_start(day), own_day)),
        year_to_date=_to_date(series, Span(periods.year_start(day), own_day)),
        weeks_of_month=_weeks(series, day, month),
        cut=cut,
    )


# the periods


def _spans(grain: Grain, day: date, first_weekday: int) -> list[Span]:
    """Return the periods a trend may need, for its changes and means too; the last one holds `day`."""
    starts = [periods.period_start(day, grain, first_weekday)]
    while len(starts) < (SHOWN[grain] + trends.window(grain)) * _REACH.get(grain, 1):
        starts.append(periods.previous_period(starts[-1], grain))
    return [Span(start, periods.period_end(start, grain)) for start in reversed(starts)]


def _pieces(weeks: Sequence[Span], day: date, first_weekday: int) -> list[Span]:
    """Return the weeks cut at the edges of months, so that they add up to these."""
    months = [periods.month_start(weeks[0].first)]
    while months[-1] < periods.month_start(day):
        months.append(periods.next_month(months[-1]))
    pieces = (piece for month in months for piece in periods.clipped_weeks(periods.month_span(month), first_weekday))
    return [piece for piece in pieces if weeks[0].first <= piece.first <= day]


class _Part(NamedTuple):
    """What a KPI came to over days that may reach beyond the last one that counts."""

    span: Span
    period: Period
    level: Figure[Decimal]
    """What is drawn and compared."""
    over: bool
    """No day of it is still to come."""
    working_days: int

    @property
    def whole(self) -> Figure[Decimal]:
        return _if_whole(self, self.period.value)

    @property
    def compared(self) -> Figure[Decimal]:
        return _if_whole(self, self.level)


def _if_whole(part: _Part, value: Figure[Decimal]) -> Figure[Decimal]:
    whole = part.over and part.period.complete
    return value if whole or value.value is None else undefined(Reason.INCOMPLETE)


def _part(series: Series, span: Span, day: date, *, averaged: bool = False) -> _Part:
    """Return what `span` came to up to `day`; `averaged`, per day on which a value is expected."""
    gone = Span(span.first, min(span.last, day))
    period = series.over(gone)
    level = trends.per_day(period.value, period.expected) if averaged else period.value
    return _Part(span, period, level, span.last <= day, series.calendar.working_days(*gone))


def _periods(series: Series, grain: Grain, day: date, *, cut: bool) -> tuple[TrendPeriod, ...]:
    """Return the periods from the first one that has data; one that is not over is shown and never compared."""
    spans = [span for span in _spans(grain, day, series.first_weekday) if series.counts(span.first, grain)]
    spans = spans[-SHOWN[grain] - trends.window(grain) :]
    opening = spans[-SHOWN[grain] :][0].first if spans else day
    if cut:
        spans = [span for span in _pieces(spans, day, series.first_weekday) if series.due(span) or series.within(span)]
    averaged = cut and series.kpi.aggregation is Aggregation.SUM
    parts = [_part(series, span, day, averaged=averaged) for span in spans]
    averages = _averages(series, parts, trends.window(grain), cut=cut)
    lines = (
        _line(series, part, before, _part(series, _last_year(part.span, grain), day, averaged=averaged), average)
        for (before, part), average in zip(pairwise(parts), averages[1:], strict=True)
        if part.span.first >= opening
    )
    return tuple(dropwhile(lambda line: line.value.value is None, lines))


def _last_year(span: Span, grain: Grain) -> Span:
    start = periods.period_last_year(span.first, grain)
    return periods.month_span(start) if grain is Grain.MONTH else Span(start, start + (span.last - span.first))


def _line(series: Series, part: _Part, before: _Part, last_year: _Part, average: Figure[Decimal]) -> TrendPeriod:
    return TrendPeriod(
        start=part.span.first,
        last=part.span.last,
        value=part.period.value,
        level=part.level,
        complete=part.compared.value is not None,
        days=part.period.present,
        days_expected=len(series.due(part.span)),
        working_days=part.working_days,
        before=_compared(series, part, before),
        last_year=_compared(series, part, last_year),
        moving_average=average,
    )


def _compared(series: Series, now: _Part, then: _Part) -> Compared:
    """Return how the one compares with the other; both have to be whole."""
    return Compared(
        span=then.span,
        value=then.compared,
        change=trends.change(now.compared, then.compared, difference=trends.by_difference(series.kpi)),
        working_days=then.working_days,
        change_per_day=_change_per_day(series.kpi, now, then),
    )


def _change_per_day(kpi: Kpi, now: _Part, then: _Part) -> Figure[float]:
    """Return the change per day, or working day; of a KPI that has values on days off too, these are days as others."""
    working = kpi.expected is Expected.WORKING
    days = [part.working_days if working else len(part.span.days()) for part in (now, then)]
    if kpi.aggregation is not Aggregation.SUM or days[0] == days[1]:
        return undefined(Reason.NOT_APPLICABLE)
    return trends.change(trends.per_day(now.whole, days[0]), trends.per_day(then.whole, days[1]))


def _averages(series: Series, parts: Sequence[_Part], k: int, *, cut: bool) -> list[Figure[Decimal]]:
    """Return the trailing mean at each period: 7 days, 4 weeks; of a ratio from its numerators and denominators.

    Pieces of unequal length have none.
    """
    if cut:
        return [undefined(Reason.NOT_APPLICABLE)] * len(parts)
    wholes = [part.whole for part in parts]
    if series.kpi.aggregation is not Aggregation.RATIO:
        return trends.moving_average(wholes, k)
    counted = [series.counted(part.span) for part in parts]
    above = [_sum(whole, (value.value for value in values)) for whole, values in zip(wholes, counted, strict=True)]
    below = [
        _sum(whole, (value.base or Decimal(0) for value in values))
        for whole, values in zip(wholes, counted, strict=True)
    ]
    return trends.moving_ratio(above, below, k)


def _sum(whole: Figure[Decimal], numbers: Iterable[Decimal]) -> Figure[Decimal]:
    return whole if whole.value is None else Figure(total(numbers))


def _growth(kpi: Kpi, grain: Grain, shown: Sequence[TrendPeriod]) -> Figure[float]:
    """Return the compound growth per period (DOMAIN 3.5); of single days, which differ by weekday, none."""
    if grain is Grain.DAY or trends.by_difference(kpi):
        return undefined(Reason.NOT_APPLICABLE)
    whole = [(number, period.value.value) for number, period in enumerate(shown) if period.complete]
    known = [(number, value) for number, value in whole if value is not None]
    if not known:
        return undefined(Reason.TOO_FEW_POINTS)
    (first, start), (last, end) = known[0], known[-1]
    return trends.compound_rate(start, end, last - first)


# to date, and the month's weeks


def _month_to_date(series: Series, day: date, own_day: date) -> ToDate:
    """Return the month to date beside as many of the KPI's days of the month before (DOMAIN 3.3)."""
    frequency, first_weekday = series.kpi.frequency, series.first_weekday
    month = periods.month_span(day, frequency, first_weekday)
    before = periods.month_span(periods.previous_month(day), frequency, first_weekday)
    last = series.same_progress(month, own_day, before)
    return _to_date(series, Span(periods.month_start(day), own_day), Span(before.first, last))


def _to_date(series: Series, span: Span, before: Span | None = None) -> ToDate:
    """Return what is to date beside the same dates a year earlier (DOMAIN 3.3); of whole weeks 364 days earlier."""
    span = _of_weeks(series, span)
    now = _part(series, span, span.last)
    last_year = Span(*map(periods.year_earlier, span))
    if series.kpi.frequency is Frequency.WEEK:
        last_year = Span(*(day - periods.SAME_WEEKDAY_LAST_YEAR for day in span))
    return ToDate(
        span=span,
        value=now.period.value,
        working_days=now.working_days,
        before=_compared(series, now, _part(series, before, span.last)) if before else None,
        last_year=_compared(series, now, _part(series, last_year, span.last)),
    )


def _of_weeks(series: Series, span: Span) -> Span:
    """Return the days that the values of `span` stand for: of a weekly KPI those of its whole weeks."""
    weeks = series.due(span) if series.kpi.frequency is Frequency.WEEK else ()
    return Span(weeks[0], min(weeks[-1] + periods.WEEK - periods.DAY, span.last)) if weeks else span


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
