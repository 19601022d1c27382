"""Days, weeks and months (DOMAIN 2.2, 3.1, 3.2). Every range includes both of its ends.

A month is named by its first day, a week by its first day. ISO weeks begin on a Monday (`first_weekday` 0); a team
may begin its weeks on any other day. Weeks and months do not nest: trends show whole weeks, a plan's month is cut
into clipped weeks, and where one month must own a week it is the month of the week's fourth day (ISO: its Thursday).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, Self

from planlib.model import CalendarDay
from planlib.vocabulary import Expected, Frequency, Grain

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
SAME_WEEKDAY_LAST_YEAR = timedelta(days=364)
SATURDAY = 5


class Span(NamedTuple):
    """A range of days."""

    first: date
    last: date

    def days(self) -> list[date]:
        """Return every day of the span, in order."""
        return list(days(self.first, self.last))


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """On which days a team works: Monday to Friday, but for the overrides. Each is equal to itself alone."""

    overrides: Mapping[date, bool] = field(default_factory=dict)
    """Public holidays (False), make-up working days and a company's own working weekends (True)."""
    provisional_years: frozenset[int] = frozenset()
    """Years whose holidays were not yet announced."""

    @classmethod
    def of(cls, rows: Iterable[CalendarDay]) -> Self:
        """Return the calendar of a team's rows in the ledger."""
        rows = list(rows)
        return cls({row.day: row.working for row in rows}, frozenset(row.day.year for row in rows if not row.official))

    def works(self, day: date) -> bool:
        """Return whether `day` is a working day."""
        override = self.overrides.get(day)
        return day.weekday() < SATURDAY if override is None else override

    def ordinary(self, day: date) -> bool:
        """Return whether `day` follows the Monday-to-Friday rule: no holiday and no make-up working day.

        The weekends that lengthen a holiday belong to it.
        """
        if self.works(day):
            return day.weekday() < SATURDAY
        days_off = days(self.workday(day, -1) + DAY, self.workday(day, 1) - DAY)
        return not any(off in self.overrides for off in days_off)

    def provisional(self, span: Span) -> bool:
        """Return whether any day of `span` lies in a year that was not yet announced."""
        return any(year in self.provisional_years for year in range(span.first.year, span.last.year + 1))

    def working_days(self, first: date, last: date) -> int:
        """Return how many working days there are (Excel's NETWORKDAYS); 0 where `last` is before `first`."""
        return sum(map(self.works, days(first, last)))

    def workday(self, start: date, n: int) -> date:
        """Return the `n`-th working day after `start`, before it where `n` is negative (Excel's WORKDAY)."""
        step = DAY if n > 0 else -DAY
        day = start
        for _ in range(abs(n)):
            day += step
            while not self.works(day):
                day += step
        return day


def days(first: date, last: date) -> Iterator[date]:
    """Yield each day from `first` to `last`; none where `last` is before `first`."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


# months


def month_start(day: date) -> date:
    """Return the first day of the month of `day`."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after that of `month`."""
    return month_start(month_start(month) + timedelta(days=31))


def month_end(day: date) -> date:
    """Return the last day of the month of `day`."""
    return next_month(day) - DAY


def previous_month(month: date) -> date:
    """Return the first day of the month before that of `month`."""
    return month_start(month_start(month) - DAY)


def quarter_start(day: date) -> date:
    """Return the first day of the calendar quarter of `day`."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def year_start(day: date) -> date:
    """Return 1 January of the year of `day`."""
    return date(day.year, 1, 1)


def year_earlier(day: date) -> date:
    """Return the same date a year earlier; 28 February for 29 February."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


# weeks


def week_start(day: date, first_weekday: int = 0) -> date:
    """Return the first day of the week of `day`; `first_weekday` is 0 for Monday to 6 for Sunday."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def owning_month(week: date) -> date:
    """Return the month that owns the week beginning on `week`: that of its fourth day."""
    return month_start(week + 3 * DAY)


def clipped_weeks(span: Span, first_weekday: int = 0) -> list[Span]:
    """Return the weeks of `span`, cut at its edges, so that they add up to it."""
    starts = [span.first]
    while (following := week_start(starts[-1], first_weekday) + WEEK) <= span.last:
        starts.append(following)
    return [
        Span(first, following - DAY) for first, following in zip(starts, [*starts[1:], span.last + DAY], strict=True)
    ]


def month_span(month: date, frequency: Frequency = Frequency.DAY, first_weekday: int = 0) -> Span:
    """Return the days whose values make up a KPI's month: the month, or the whole weeks that it owns."""
    first, last = month_start(month), month_end(month)
    if frequency is not Frequency.WEEK:
        return Span(first, last)
    opening, closing = week_start(first, first_weekday), week_start(last, first_weekday)
    if owning_month(opening) != first:
        opening += WEEK
    if owning_month(closing) != first:
        closing -= WEEK
    return Span(opening, closing + 6 * DAY)


# periods of a trend


def period_start(day: date, grain: Grain, first_weekday: int = 0) -> date:
    """Return the first day of the period of `day`."""
    if grain is Grain.DAY:
        return day
    return week_start(day, first_weekday) if grain is Grain.WEEK else month_start(day)


def period_end(start: date, grain: Grain) -> date:
    """Return the last day of the period beginning on `start`."""
    return next_period(start, grain) - DAY


def next_period(start: date, grain: Grain) -> date:
    """Return the first day of the period after the one beginning on `start`."""
    if grain is Grain.MONTH:
        return next_month(start)
    return start + (DAY if grain is Grain.DAY else WEEK)


def previous_period(start: date, grain: Grain) -> date:
    """Return the first day of the period before the one beginning on `start`."""
    if grain is Grain.MONTH:
        return previous_month(start)
    return start - (DAY if grain is Grain.DAY else WEEK)


def period_last_year(start: date, grain: Grain) -> date:
    """Return the period to compare with: days and weeks 364 days earlier (the same weekday), months a year earlier."""
    return year_earlier(start) if grain is Grain.MONTH else start - SAME_WEEKDAY_LAST_YEAR


# which values there must be


@lru_cache(maxsize=4096)
def expected_starts(
    frequency: Frequency, expected: Expected, calendar: Calendar, span: Span, first_weekday: int = 0
) -> tuple[date, ...]:
    """Return the days, or the first days of the weeks or months, that must have a value by the end of `span`.

    A week counts where its fourth day does. It falls due on its last day, or with its month where that ends sooner;
    a month falls due on its last day. What was asked of late is kept: the KPIs of a plan ask alike.
    """
    if frequency is Frequency.MONTH:
        months = {month_start(day) for day in span.days()}
        return tuple(sorted(month for month in months if span.first <= month and month_end(month) <= span.last))
    if frequency is Frequency.WEEK:
        weeks = (
            part.first for part in clipped_weeks(Span(week_start(span.first, first_weekday), span.last), first_weekday)
        )
        return tuple(week for week in weeks if week + 3 * DAY >= span.first and _week_due(week) <= span.last)
    return tuple(day for day in span.days() if expected is Expected.CALENDAR or calendar.works(day))


def _week_due(week: date) -> date:
    return min(week + 6 * DAY, month_end(owning_month(week)))
