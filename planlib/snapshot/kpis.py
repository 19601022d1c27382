"""KPI lines: one KPI's month, read at its own last day with data and judged by ``planlib.metrics``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from planlib.metrics import forecast, kpis, pace, periods, rollup, status, trends
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.growth import Growth, growth
from planlib.metrics.kpis import Dated, aggregate
from planlib.metrics.pace import Weights
from planlib.metrics.periods import DAY, Span
from planlib.metrics.status import Case
from planlib.model import Kpi, Target, shares
from planlib.snapshot.lines import ControlChart, DayByDay, KpiLine
from planlib.snapshot.reading import PlanFacts
from planlib.snapshot.values import Series
from planlib.vocabulary import Aggregation, Expected, Frequency, Path, PlanState, Reason

T = TypeVar("T")

Point = tuple[date, Decimal]
"""A day, and what a KPI is or should be by then."""

RECENT = 13
"""Periods of a sparkline."""


def kpi_line(facts: PlanFacts, month: "KpiMonth", year_ago: Series, chart: ControlChart) -> KpiLine:
    """Return the KPI's line: where it is, where it should be, where it is heading, and whether it really changed."""
    kpi, target, series = month.kpi, month.target, month.series
    growing = growth_of(month)
    case = case_of(facts, month, growing)
    verdict = status.judge(case)
    actual, expected = case.actual, status.expected(case)
    elapsed = case.share * pace.units(month.weights)
    last_month, last_year = _last_month(facts, month), _last_year(month, year_ago)
    return KpiLine(
        kpi=kpi,
        target=target,
        owner=facts.people.get(kpi.owner or ""),
        path=case.path,
        day=month.day,
        lag=sum(1 for start in month.missing if month.day is None or start > month.day),
        days=len({value.day for value in month.values}),
        days_expected=len({value.day for value in month.values} | set(month.missing)),
        actual=actual,
        expected=expected,
        over=month.over,
        gap=status.gap(case),
        progress=_of(actual, lambda now: kpis.progress(_baseline(case), target.target, now)),
        attainment=growing.attainment
        if growing
        else _of(actual, lambda now: kpis.attainment(kpi.direction, target.target, now)),
        pace=growing.pace if growing else status.pace(case),
        growth=growing.achieved if growing else undefined(Reason.NOT_APPLICABLE),
        growth_gap=growing.gap if growing else undefined(Reason.NOT_APPLICABLE),
        score=verdict.score,
        score_now=verdict.score_now,
        status=verdict.status,
        reason=verdict.reason,
        required_rate=_required(case, elapsed, month.weights),
        achieved_rate=_of(actual, lambda now: pace.achieved_rate(kpi, case.baseline, now, elapsed)),
        ahead_days=_ahead(case, month),
        forecast=month_forecast(month),
        recent=tuple(series.each([value for value in series.values if value.day <= month.span.last][-RECENT:])),
        last_month=last_month,
        month_change=_change(month, actual, last_month),
        last_year=last_year,
        year_change=_change(month, actual, last_year),
        signal=chart.signal,
        signal_since=chart.since,
        signal_reason=chart.reason,
        charted=chart.points[-RECENT:],
        charted_target=chart.target,
        charted_slope=chart.segments[-1].slope if chart.segments else 0.0,
    )


@dataclass(frozen=True, slots=True)
class KpiMonth:
    """One KPI's month up to the snapshot's day."""

    series: Series
    target: Target
    span: Span
    """The month, or the whole weeks that it owns."""
    until: date
    """The snapshot's day, within the span."""
    values: Sequence[Dated]
    """Those that count, up to `until`."""
    missing: Sequence[date]
    """Expected by `until`, and not there."""
    weights: Weights
    closed: bool
    """The plan was closed with its month: no value is waited for."""

    @property
    def kpi(self) -> Kpi:
        """The KPI itself."""
        return self.series.kpi

    @property
    def day(self) -> date | None:
        """Last day that the values stand for."""
        return min(self.series.covered(self.values[-1].day).last, self.span.last) if self.values else None

    @property
    def compared_to(self) -> date | None:
        """Last day that other months are compared to; a value of a whole month has only its end."""
        return self.day or (self.span.last if self.kpi.frequency is Frequency.MONTH else None)

    @property
    def over(self) -> bool:
        """The month is, and closed or with its last values there; one missing before them is not waited for."""
        late = [start for start in self.missing if self.day is None or start > self.day]
        ended = self.until >= min(self.span.last, periods.month_end(self.target.month))
        return ended and (self.closed or (self.day is not None and not late))

    @property
    def share(self) -> Fraction:
        """W of the path over the days that have data: a day without its value is not yet held against the KPI."""
        if self.over:
            return Fraction(1)
        if self.day is None:
            return pace.share_gone(self.weights, self.until)
        gaps = {day for start in self.missing for day in self.series.covered(start).days() if day <= self.day}
        return pace.share_gone({day: share for day, share in self.weights.items() if day not in gaps}, self.day)


def kpi_month(facts: PlanFacts, kpi: Kpi, target: Target, series: Series, day: date) -> KpiMonth:
    """Return the KPI's month as of the snapshot's `day`."""
    span = periods.month_span(facts.key.month, kpi.frequency, facts.team.first_weekday)
    until = min(day, span.last)
    sofar = Span(span.first, until)
    values = series.counted(sofar)
    present = {value.day for value in values}
    return KpiMonth(
        series=series,
        target=target,
        span=span,
        until=until,
        values=values,
        missing=[start for start in series.due(sofar) if start not in present],
        weights=_weights(facts, kpi, target, series, span),
        closed=facts.plan.state is PlanState.CLOSED,
    )


def _weights(facts: PlanFacts, kpi: Kpi, target: Target, series: Series, span: Span) -> Weights:
    path = pace.path_in_force(kpi, target)
    return pace.weights(
        path,
        span,
        facts.calendar,
        expected=kpi.expected,
        weekly_split=shares(target.weekly_split),
        weekly_days=kpi.expected,
        weekday_index=weekday_index(facts, series) if path is Path.SEASONAL else None,
        first_weekday=facts.team.first_weekday,
    )


def weekday_index(facts: PlanFacts, series: Series) -> dict[int, Fraction]:
    """Return the weekday index learnt from the whole weeks before the month."""
    values = _season_values(facts, series)
    return pace.weekday_index(values, facts.calendar, series.kpi.expected, facts.team.first_weekday)


def season_weeks(facts: PlanFacts, series: Series) -> int:
    """Return how many of these weeks are whole, to learn from."""
    values = _season_values(facts, series)
    return pace.season_weeks(values, facts.calendar, series.kpi.expected, facts.team.first_weekday)


def _season_values(facts: PlanFacts, series: Series) -> dict[date, Decimal]:
    last = periods.week_start(facts.key.month, facts.team.first_weekday) - DAY
    return {value.day: value.value for value in series.counted(Span(last - 13 * periods.WEEK + DAY, last))}


# growth


def growth_of(month: KpiMonth) -> Growth | None:
    """Return how a growth target stands; None for any other target.

    Compound growth begins at the week directly before the month, that of a stock at its target's baseline if given.
    """
    target, series = month.target, month.series
    if target.growth_mode is None or target.growth_rate is None:
        return None
    this = periods.owning_month(month.span.first)
    return growth(
        target.growth_mode,
        target.growth_rate,
        series.kpi.direction,
        before=_weeks(series, periods.previous_month(this), month.until),
        weeks=_weeks(series, this, month.until),
        baseline=target.baseline if series.kpi.aggregation is Aggregation.LAST else None,
    )


def _weeks(series: Series, month: date, until: date) -> list[Decimal | None]:
    """Return the values of the weeks that `month` owns and that are over; None for one that is not complete."""
    span = periods.month_span(month, Frequency.WEEK, series.first_weekday)
    weeks = periods.clipped_weeks(span, series.first_weekday)
    return [series.over(week).whole.value for week in weeks if week.last <= until]


# the case to be judged


def case_of(facts: PlanFacts, month: KpiMonth, growing: Growth | None) -> Case:
    """Return what the KPI is judged by; of a growth target with its growth."""
    green, amber = rollup.thresholds(month.target, facts.plan)
    return Case(
        kpi=month.kpi,
        target=month.target,
        green=green,
        amber=amber,
        actual=aggregate(month.kpi.aggregation, month.values),
        share=month.share,
        over=month.over,
        growth=growing.pace if growing else None,
        rising=all(value.value >= 0 for value in month.values),
    )


def _baseline(case: Case) -> Decimal | None:
    """Return where progress begins: 0 for a sum (DOMAIN 1.11), else the baseline if one was given."""
    return Decimal(0) if case.kpi.aggregation is Aggregation.SUM else case.target.baseline


def _of(figure: Figure[Decimal], judged: Callable[[Decimal], Figure[T]]) -> Figure[T]:
    return judged(figure.value) if figure.value is not None else undefined(figure.reason or Reason.MISSING_DATA)


def _required(case: Case, elapsed: Fraction, weights: Weights) -> Figure[Decimal]:
    goal = case.target.target
    if goal is None:
        return undefined(Reason.NO_TARGET)
    remaining = pace.units(weights) - elapsed
    return _of(case.actual, lambda now: pace.required_rate(case.kpi, goal, now, elapsed, remaining))


def _ahead(case: Case, month: KpiMonth) -> Figure[float]:
    goal, actual, day = case.target.target, case.actual.value, month.day
    if case.path is Path.LEVEL or goal is None or actual is None or day is None:
        return undefined(case.actual.reason or Reason.NOT_APPLICABLE)
    return pace.days_ahead(month.weights, day, case.kpi.direction, case.baseline, goal, actual)


def month_forecast(month: KpiMonth) -> forecast.Forecast:
    """Return where the month ends, as seen from its last day with data."""
    if month.over:
        return forecast.OVER
    kpi, path = month.kpi, pace.path_in_force(month.kpi, month.target)
    stock = kpi.aggregation is Aggregation.LAST
    as_due = stock or kpi.frequency is not Frequency.DAY or path is Path.LEVEL
    course = forecast.course(
        kpi,
        month.values,
        _unit_weights(path, month),
        month.day or month.until,
        starts=month.series.due(month.span) if as_due else (),
        levels=month.series.values if stock else (),
        missing=month.missing,
    )
    return forecast.forecast(kpi, month.target, path, course)


def _unit_weights(path: Path, month: KpiMonth) -> Weights:
    """Return the weights that a forecast divides by: those of the path, but on every day that has a value of its own.

    A working-day path leaves weekends and holidays without weight. Where these have values too, those would all fall
    to the working day before and make it look far too good.
    """
    daily = month.kpi.frequency is Frequency.DAY and month.kpi.expected is Expected.CALENDAR
    if not daily or path is not Path.WORKDAY:
        return month.weights
    return pace.weights(Path.CALENDAR, month.span, month.series.calendar)


# what is drawn


def day_by_day(facts: PlanFacts, month: KpiMonth) -> DayByDay:
    """Return the path and the actual to date on each day of the month."""
    return DayByDay(_path_points(case_of(facts, month, growth_of(month)), month), to_date(month.series, month.values))


def _path_points(case: Case, month: KpiMonth) -> tuple[tuple[date, Decimal], ...]:
    """Return the path over the month; the target on every day for a level, nothing without a target."""
    goal = case.target.target
    if goal is None:
        return ()
    if case.path is Path.LEVEL:
        return tuple((day, goal) for day in month.weights)
    gone = pace.cumulative(month.weights)
    return tuple((day, pace.expected_to_date(case.baseline, goal, share)) for day, share in gone.items())


def to_date(series: Series, values: Sequence[Dated]) -> tuple[Point, ...]:
    """Return the value to date on each day that has data."""
    sofar = ((values[n].day, aggregate(series.kpi.aggregation, values[: n + 1]).value) for n in range(len(values)))
    return tuple((series.covered(day).last, value) for day, value in sofar if value is not None)


# what it is compared with


def _last_month(facts: PlanFacts, month: KpiMonth) -> Figure[Decimal]:
    """Return the month before, up to the same number of the KPI's days; whole where this month is (DOMAIN 3.3)."""
    last = month.compared_to
    if last is None:
        return undefined(Reason.MISSING_DATA)
    before = periods.month_span(
        periods.previous_month(facts.key.month), month.kpi.frequency, month.series.first_weekday
    )
    until = month.series.same_progress(month.span, last, before)
    return month.series.over(Span(before.first, until)).whole


def _change(month: KpiMonth, actual: Figure[Decimal], before: Figure[Decimal]) -> Figure[float]:
    """Return how the month compares with the one before or a year ago; not where a value is missing between others."""
    gaps = [start for start in month.missing if month.day is not None and start < month.day]
    now = undefined(Reason.INCOMPLETE) if gaps else actual
    return trends.change(now, before, difference=trends.by_difference(month.kpi))


def _last_year(month: KpiMonth, year_ago: Series) -> Figure[Decimal]:
    """Return the same dates a year earlier; for weeks 364 days earlier."""
    last = month.compared_to
    if last is None:
        return undefined(Reason.MISSING_DATA)
    if month.kpi.frequency is Frequency.WEEK:
        shift = periods.SAME_WEEKDAY_LAST_YEAR
        return year_ago.over(Span(month.span.first - shift, last - shift)).whole
    return year_ago.over(Span(periods.year_earlier(month.span.first), periods.year_earlier(last))).whole
