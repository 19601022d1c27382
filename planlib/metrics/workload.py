"""How much people and resources have to do, by day and by week, against what they can take (DOMAIN 6.5).

Days are working days; what is assigned to a day off counts nowhere. Amounts are hours of a person, or how much of a
tool or room is in use.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from planlib.metrics.exact import quotient, total
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.periods import Span
from planlib.model import Leave
from planlib.vocabulary import Reason

TOLERANCE = Decimal("1e-9")
"""A load above capacity by no more than this is not over: amounts may have been binary fractions once."""


class Booking(NamedTuple):
    """What one assignment takes on each working day of its span."""

    assignment: str
    amount: Decimal
    span: Span


@dataclass(frozen=True, slots=True)
class DayLoad:
    """One working day of a person, tool or room."""

    day: date
    load: Decimal
    capacity: Decimal
    """Less leave."""
    assignments: tuple[str, ...] = ()
    """What the load is made of."""

    @property
    def over(self) -> bool:
        """Whether more is asked than there is."""
        return is_over(self.load, self.capacity)

    @property
    def beyond(self) -> Decimal:
        """How much more is asked than there is; 0 where nothing is."""
        return max(self.load - self.capacity, Decimal(0))


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """Some working days taken together: a week, or the month. An overload of one day shows, even in an easy week."""

    span: Span
    load: Decimal
    capacity: Decimal
    share: Figure[float]
    """load ÷ capacity; undefined where there is no capacity."""
    peak: DayLoad | None
    """The day furthest over, or with the largest load; None where nothing is asked."""
    days_over: int

    @property
    def over(self) -> bool:
        """Whether more is asked of the week as a whole than there is."""
        return is_over(self.load, self.capacity)


class Spare(NamedTuple):
    """Somebody who could take work on, and how much would be left."""

    who: str
    left: Decimal
    """Hours left on the fullest of the days, once the work is taken."""
    left_in_all: Decimal


def is_over(load: Decimal, capacity: Decimal) -> bool:
    """Return whether `load` is more than `capacity`; without any capacity each load is."""
    return load > capacity + TOLERANCE if capacity else load > 0


def capacity_on(day: date, capacity: Decimal, leave: Iterable[Leave]) -> Decimal:
    """Return the hours of a person on a working day, less leave; never below 0."""
    away = total(one.share for one in leave if one.first <= day <= one.last)
    return capacity * max(1 - away, Decimal(0))


def day_loads(
    days: Iterable[date], bookings: Sequence[Booking], capacity: Decimal, leave: Sequence[Leave] = ()
) -> tuple[DayLoad, ...]:
    """Return what is asked on each of the working `days`."""
    return tuple(_day_load(day, bookings, capacity_on(day, capacity, leave)) for day in days)


def _day_load(day: date, bookings: Iterable[Booking], capacity: Decimal) -> DayLoad:
    active = [booking for booking in bookings if booking.span.first <= day <= booking.span.last and booking.amount]
    return DayLoad(
        day, total(booking.amount for booking in active), capacity, tuple(booking.assignment for booking in active)
    )


def taken_together(span: Span, days: Iterable[DayLoad]) -> WeekLoad:
    """Return the days that lie in `span` as one."""
    within = [day for day in days if span.first <= day.day <= span.last]
    load, capacity = total(day.load for day in within), total(day.capacity for day in within)
    share: Figure[float] = Figure(float(quotient(load, capacity))) if capacity else undefined(Reason.ZERO_BASE)
    peak = max((day for day in within if day.load), key=lambda day: (day.beyond, day.load), default=None)
    return WeekLoad(span, load, capacity, share, peak, sum(day.over for day in within))


def who_could_take(amount: Decimal, days: Sequence[date], people: Mapping[str, Sequence[DayLoad]]) -> list[Spare]:
    """Return those who could take `amount` hours on each of `days` without being over on any of them, best first.

    Best is who keeps most on the fullest of these days, then who keeps most in all. Without days nobody is asked.
    """
    found = []
    for who, loads in people.items():
        by_day = {load.day: load for load in loads}
        asked = [by_day[day] for day in days if day in by_day]
        if days and len(asked) == len(days) and not any(is_over(one.load + amount, one.capacity) for one in asked):
            left = [max(one.capacity - one.load - amount, Decimal(0)) for one in asked]
            found.append(Spare(who, min(left), total(left)))
    return sorted(found, key=lambda spare: (-spare.left, -spare.left_in_all, spare.who))
