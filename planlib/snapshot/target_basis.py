"""What is known of a KPI before its target is spread over the month: its weeks, its season, its course of old."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planlib.metrics import pace, periods
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.periods import Span
from planlib.metrics.split import shares_of, week_shares
from planlib.snapshot.kpis import Point, season_weeks, to_date, weekday_index
from planlib.snapshot.reading import PlanFacts
from planlib.snapshot.values import Series
from planlib.vocabulary import Aggregation, Frequency, Path, Reason

Shares = Figure[tuple[Fraction, ...]]
"""One for each week of the month, in total 1."""


@dataclass(frozen=True, slots=True)
class MonthWeek:
    """A week of the month, cut at the month's edges."""

    span: Span
    working_days: int


@dataclass(frozen=True, slots=True)
class Course:
    """How a KPI went in another month."""

    month: date
    points: tuple[Point, ...]
    """Its value to date, on the days of the plan's month that correspond."""


@dataclass(frozen=True, slots=True)
class TargetBasis:
    """What a KPI's target can be spread by."""

    weeks: tuple[MonthWeek, ...]
    even: tuple[Fraction, ...]
    """Shares of the weeks by their working days."""
    last_year: Shares
    """Those of the same weeks a year earlier."""
    learnt: Shares
    """Those that the season of the week comes to."""
    season: Mapping[int, Fraction]
    """Index by weekday, 1 on average; empty where it is not known."""
    season_weeks: int
    """Weeks of history that it was learnt from, or would be."""
    before: Course | None
    """The same month a year earlier, else the month before, of a stock this first; None where neither has values."""


def target_basis(facts: PlanFacts, series: Series, year_ago: Series) -> TargetBasis:
    """Return what a KPI's target can be spread by; `series` has the weeks before the month."""
    kpi = series.kpi
    span = periods.month_span(facts.key.month, kpi.frequency, series.first_weekday)
    weeks = periods.clipped_weeks(span, series.first_weekday)
    season = weekday_index(facts, series)
    by_season = pace.weights(Path.SEASONAL, span, facts.calendar, expected=kpi.expected, weekday_index=season)
    return TargetBasis(
        weeks=tuple(MonthWeek(week, facts.calendar.working_days(*week)) for week in weeks),
        even=tuple(week_shares(pace.weights(Path.WORKDAY, span, facts.calendar), weeks)),
        last_year=_last_year(weeks, year_ago),
        learnt=Figure(tuple(week_shares(by_season, weeks))) if season else undefined(Reason.TOO_FEW_POINTS),
        season=season,
        season_weeks=season_weeks(facts, series),
        before=_course(facts, series, year_ago, span),
    )


def _last_year(weeks: list[Span], year_ago: Series) -> Shares:
    """Return the shares of the same weeks a year earlier; only of a sum, whose weeks add up."""
    if year_ago.kpi.aggregation is not Aggregation.SUM:
        return undefined(Reason.NOT_APPLICABLE)
    amounts: list[Decimal] = []
    for week in weeks:
        found = year_ago.over(_year_earlier(year_ago, week)).whole
        if found.value is None:
            return undefined(found.reason or Reason.MISSING_DATA)
        amounts.append(found.value)
    return shares_of(amounts)


def _year_earlier(series: Series, span: Span) -> Span:
    """Return the same dates a year earlier; for weeks those 364 days earlier."""
    if series.kpi.frequency is Frequency.WEEK:
        return Span(span.first - periods.SAME_WEEKDAY_LAST_YEAR, span.last - periods.SAME_WEEKDAY_LAST_YEAR)
    return Span(periods.year_earlier(span.first), periods.year_earlier(span.last))


def _course(facts: PlanFacts, series: Series, year_ago: Series, span: Span) -> Course | None:
    month = periods.previous_month(facts.key.month)
    before = periods.month_span(month, series.kpi.frequency, series.first_weekday)
    courses = [(year_ago, _year_earlier(year_ago, span)), (series, before)]
    if series.kpi.aggregation is Aggregation.LAST:  # a stock begins where the month before left it
        courses.reverse()
    for old, then in courses:
        points = to_date(old, old.counted(then))
        moved = ((day + (span.first - then.first), value) for day, value in points)
        if found := tuple(point for point in moved if point[0] <= span.last):
            return Course(periods.owning_month(then.first), found)
    return None
