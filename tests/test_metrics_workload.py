"""Load by day and week, leave, the tolerance at capacity, and who could take work on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.metrics.exact import total
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.periods import Span
from planlib.metrics.workload import (
    Booking,
    DayLoad,
    Spare,
    capacity_on,
    day_loads,
    is_over,
    taken_together,
    who_could_take,
)
from planlib.model import Leave
from planlib.vocabulary import Reason
from tests import published_work as published

MONDAY = date(2026, 10, 12)
DAYS = [MONDAY + timedelta(days=n) for n in range(5)]
WEEK = Span(DAYS[0], DAYS[-1])
EIGHT = Decimal(8)
HOURS = st.decimals(0, 24, places=2)
BOOKINGS = st.lists(
    st.builds(
        lambda name, amount, first, length: Booking(name, amount, Span(DAYS[first], DAYS[first] + timedelta(length))),
        st.sampled_from("abcdef"),
        HOURS,
        st.integers(0, 4),
        st.integers(0, 4),
    ),
    max_size=6,
)


def booked(amount: str, first: int, last: int, name: str = "a") -> Booking:
    return Booking(name, Decimal(amount), Span(DAYS[first], DAYS[last]))


@pytest.mark.parametrize("name", ["steve", "kb"])
def test_overload_of_a_published_case(name: str) -> None:
    given, expected = published.S04.given[name], published.S04.expected[name]
    units = [Booking(str(n), Decimal(repr(amount)), WEEK) for n, amount in enumerate(given["units"])]
    day = day_loads(DAYS[:1], units, Decimal(repr(given["max"])))[0]
    assert float(day.load) == pytest.approx(expected["load"], abs=published.S04.tolerance)
    assert day.over == expected["over"]


def test_binary_fractions_that_add_up_to_the_capacity_are_not_over() -> None:
    load = sum((Decimal(amount) for amount in published.S04.given["kb"]["units"]), Decimal(0))
    assert load > Decimal("0.7")
    assert not is_over(load, Decimal("0.7"))


@pytest.mark.parametrize(
    ("load", "capacity", "over"),
    [
        ("8", "8", False),
        ("8.000000001", "8", False),
        ("8.01", "8", True),
        ("0", "0", False),
        ("0.000000001", "0", True),
    ],
)
def test_over(load: str, capacity: str, over: bool) -> None:
    assert is_over(Decimal(load), Decimal(capacity)) == over


def test_leave_takes_its_share_of_the_day_and_no_more_than_all() -> None:
    leave = [
        Leave(person="p", first=DAYS[1], last=DAYS[2], share=Decimal("0.5")),
        Leave(person="p", first=DAYS[2], last=DAYS[3]),
    ]
    assert [capacity_on(day, EIGHT, leave) for day in DAYS] == [8, 4, 0, 0, 8]


def test_an_overload_of_one_day_shows_in_an_easy_week() -> None:
    loads = day_loads(DAYS, [booked("6", 1, 1), booked("6", 1, 1, "b"), booked("2", 0, 4, "c")], EIGHT)
    week = taken_together(WEEK, loads)
    assert (week.load, week.capacity, week.share, week.over) == (22, 40, Figure(0.55), False)
    assert week.peak == DayLoad(DAYS[1], Decimal(14), EIGHT, ("a", "b", "c"))
    assert week.days_over == 1


def test_the_peak_is_the_day_furthest_over_not_that_of_the_largest_load() -> None:
    leave = [Leave(person="p", first=DAYS[4], last=DAYS[4], share=Decimal("0.5"))]
    week = taken_together(WEEK, day_loads(DAYS, [booked("9", 0, 0), booked("6", 4, 4)], EIGHT, leave))
    assert week.peak is not None
    assert week.peak.day == DAYS[4]


def test_a_week_of_leave_has_no_share_and_is_over_by_any_load() -> None:
    away = [Leave(person="p", first=DAYS[0], last=DAYS[4])]
    week = taken_together(WEEK, day_loads(DAYS, [booked("1", 0, 0)], EIGHT, away))
    assert (week.share, week.over, week.days_over) == (undefined(Reason.ZERO_BASE), True, 1)
    idle = taken_together(WEEK, day_loads(DAYS, [], EIGHT, away))
    assert (idle.over, idle.peak) == (False, None)


def test_who_could_take_it_best_first() -> None:
    people = {
        "busy": day_loads(DAYS, [booked("5", 2, 2)], EIGHT),
        "free": day_loads(DAYS, [], EIGHT),
        "some": day_loads(DAYS, [booked("4", 1, 1)], EIGHT),
        "away": day_loads(DAYS, [], EIGHT, [Leave(person="p", first=DAYS[2], last=DAYS[2])]),
    }
    assert who_could_take(Decimal(4), DAYS[1:3], people) == [
        Spare("free", Decimal(4), Decimal(8)),
        Spare("some", Decimal(0), Decimal(4)),
    ]
    assert who_could_take(Decimal(4), [], people) == []


@given(BOOKINGS, HOURS)
def test_weeks_add_up_to_what_was_booked(bookings: list[Booking], capacity: Decimal) -> None:
    loads = day_loads(DAYS, bookings, capacity)
    first, rest = taken_together(Span(DAYS[0], DAYS[1]), loads), taken_together(Span(DAYS[2], DAYS[4]), loads)
    hours = total(one.amount * sum(one.span.first <= day <= one.span.last for day in DAYS) for one in bookings)
    assert first.load + rest.load == hours
    assert first.days_over + rest.days_over == sum(day.over for day in loads)
    assert not taken_together(WEEK, loads).over or any(day.over for day in loads)


@given(BOOKINGS, HOURS)
def test_who_takes_work_on_is_not_over_by_it(bookings: list[Booking], amount: Decimal) -> None:
    loads = day_loads(DAYS, bookings, EIGHT)
    free = who_could_take(amount, DAYS, {"p": loads})
    after = day_loads(DAYS, [*bookings, Booking("new", amount, WEEK)], EIGHT)
    assert bool(free) == (not any(day.over for day in after))
