"""One KPI's values over any span of days: what they come to, and whether they are all there."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from planlib.metrics import periods
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.kpis import Dated, aggregate, with_zeros
from planlib.metrics.periods import DAY, WEEK, Calendar, Span
from planlib.model import Kpi
from planlib.vocabulary import Expected, Frequency, Gaps, Grain, Reason


class Period(NamedTuple):
    """What a KPI came to over a span of days."""

    value: Figure[Decimal]
    present: int
    """Expected values that are there."""
    expected: int

    @property
    def complete(self) -> bool:
        """Whether every expected value is there (DOMAIN 0.6)."""
        return self.expected > 0 and self.present == self.expected

    @property
    def whole(self) -> Figure[Decimal]:
        """The value where it is complete, so that it may be compared; else undefined."""
        return self.value if self.complete or self.value.value is None else undefined(Reason.INCOMPLETE)


@dataclass(frozen=True, slots=True)
class Series:
    """A KPI's daily values, oldest first, with what says which days must have one."""

    kpi: Kpi
    calendar: Calendar
    first_weekday: int
    values: Sequence[Dated]

    def within(self, span: Span) -> Sequence[Dated]:
        """Return the values whose day lies in the span."""
        start = bisect_left(self.values, span.first, key=_day)
        return self.values[start : bisect_right(self.values, span.last, key=_day)]

    def due(self, span: Span) -> Sequence[date]:
        """Return the days, or first days of weeks and months, that must have a value by the end of the span."""
        return periods.expected_starts(self.kpi.frequency, self.kpi.expected, self.calendar, span, self.first_weekday)

    def counts(self, start: date, grain: Grain) -> bool:
        """Return whether a period is one for the KPI: a day off is none of a working-day KPI, unless it has a value."""
        span = Span(start, start)
        return grain is not Grain.DAY or bool(self.due(span) or self.within(span))

    def ended(self, start: date, grain: Grain, day: date) -> bool:
        """Return whether a period is over on `day`, or has but days off ahead of it."""
        last = periods.period_end(start, grain)
        return last <= day or (self.kpi.frequency is Frequency.DAY and not self.due(Span(day + DAY, last)))

    def counted(self, span: Span) -> list[Dated]:
        """Return the values that count in the span, with the zeros that a gap may mean.

        The value of a week counts once the week is over, that of a month as soon as it is given.
        """
        values = list(self.within(span))
        if self.kpi.frequency is Frequency.WEEK:  # the span's first week may begin before it
            over = set(self.due(span))
            values = [value for value in self.within(Span(span.first - WEEK, span.last)) if value.day in over]
        return with_zeros(values, self.due(span)) if values and self.kpi.gaps is Gaps.ZERO else values

    def over(self, span: Span) -> Period:
        """Return what the span comes to."""
        values = self.counted(span)
        days = {value.day for value in values}
        expected = set(self.due(span)) or days
        return Period(aggregate(self.kpi.aggregation, values), len(expected & days), len(expected))

    def each(self, values: Sequence[Dated]) -> list[tuple[date, Decimal]]:
        """Return (day, value) of each single value; a ratio without its base is left out."""
        single = ((value.day, aggregate(self.kpi.aggregation, [value]).value) for value in values)
        return [(day, value) for day, value in single if value is not None]

    def same_progress(self, span: Span, day: date, before: Span) -> date:
        """Return the day by which as many of the KPI's days of `before` were over as of `span` are on `day`.

        Those of a KPI that is expected on working days are working days (DOMAIN 3.3).
        """
        if day >= span.last:
            return before.last
        if self.kpi.frequency is Frequency.WEEK or self.kpi.expected is Expected.CALENDAR:
            return min(before.first + (day - span.first), before.last)
        elapsed = self.calendar.working_days(span.first, day)
        return min(self.calendar.workday(before.first - DAY, elapsed), before.last)

    def covered(self, start: date) -> Span:
        """Return the days that the value of `start` stands for."""
        grain = Grain(self.kpi.frequency.value)
        return Span(start, periods.period_end(start, grain))


def _day(value: Dated) -> date:
    return value.day
