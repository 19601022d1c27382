"""A team's working days, counted from the first day of a schedule (DOMAIN 6.1).

An offset is a moment between two working days: offset n is the end of the n-th one and at once the beginning of the
next, offset 0 the beginning of the first. Before the schedule offsets are negative.
"""

from bisect import bisect_right
from datetime import date, timedelta

from planlib.metrics.periods import DAY, Calendar, days

_STEP = timedelta(days=400)
"""How many days are looked up at once."""


class WorkingDays:
    """Days to offsets and back, by a team's calendar; looked up as far as they are asked for."""

    def __init__(self, calendar: Calendar, first: date) -> None:
        """Begin with the first working day that is not before `first`."""
        self._calendar = calendar
        self._known: list[date] = []
        self._before = 0
        """How many of the known days come before the schedule."""
        self._from, self._to = first, first - DAY

    def day(self, offset: int) -> date:
        """Return the working day that ends at `offset`."""
        while self._before + offset > len(self._known):
            self._look_ahead()
        while self._before + offset < 1:
            self._look_back()
        return self._known[self._before + offset - 1]

    def end(self, day: date) -> int:
        """Return the offset at the end of `day`; where it is a day off, that of the working day before."""
        while day > self._to:
            self._look_ahead()
        while day < self._from:
            self._look_back()
        return bisect_right(self._known, day) - self._before

    def beginning(self, day: date) -> int:
        """Return the offset at the beginning of `day`."""
        return self.end(day - DAY)

    def _look_ahead(self) -> None:
        last = self._to + _STEP
        self._known += filter(self._calendar.works, days(self._to + DAY, last))
        self._to = last

    def _look_back(self) -> None:
        first = self._from - _STEP
        found = [*filter(self._calendar.works, days(first, self._from - DAY))]
        self._known = [*found, *self._known]
        self._from, self._before = first, self._before + len(found)
