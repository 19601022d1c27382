"""Days, weeks, months, working days, and which values there must be."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.calendars import holidays_calendar
from planlib.locale import language
from planlib.metrics import periods
from planlib.metrics.periods import Calendar, Span
from planlib.vocabulary import Expected, Frequency, Grain
from tests import published_cases as published

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
FIRST_WEEKDAYS = st.integers(0, 6)


@pytest.fixture(scope="module")
def china() -> Calendar:
    return Calendar.of(holidays_calendar("CN", [2026], "t"))


# published cases


def test_working_days_of_china_2026(china: Calendar) -> None:
    months = [date(2026, number, 1) for number in range(1, 13)]
    counted = [china.working_days(month, periods.month_end(month)) for month in months]
    assert counted == published.P01.expected["working_days"]
    assert sum(counted) == published.P01.expected["year"]
    for day, elapsed in zip(published.P01.given["as_of"], published.P01.expected["elapsed"], strict=True):
        first = periods.month_start(day)
        assert (china.working_days(first, day), china.working_days(first, periods.month_end(day))) == elapsed


def test_statutory_working_days_of_a_year(china: Calendar) -> None:
    days = published.P03.given
    assert days["days"] - days["weekend_days"] - days["holidays"] == published.P03.expected["year"]
    counted = china.working_days(date(2026, 1, 1), date(2026, 12, 31))
    assert counted == published.P03.expected["year"]
    assert counted / 12 == pytest.approx(published.P03.expected["month"], abs=published.P03.tolerance)


def test_networkdays_counts_both_ends() -> None:
    case = published.P04.given
    for count, expected in published.P04.expected["by_holidays"].items():
        calendar = Calendar(dict.fromkeys(case["holidays"][:count], False))
        assert calendar.working_days(case["first"], case["last"]) == expected


def test_workday_leaves_out_the_start() -> None:
    case = published.P06.given
    assert Calendar().workday(case["start"], case["n"]) == published.P06.expected["without"]
    calendar = Calendar(dict.fromkeys(case["holidays"], False))
    assert calendar.workday(case["start"], case["n"]) == published.P06.expected["with"]
    assert calendar.workday(published.P06.expected["with"], -case["n"]) == case["start"]


def test_iso_weeks() -> None:
    assert periods.week_start(date(2026, 10, 18)) == periods.week_start(date(2026, 10, 12)) == date(2026, 10, 12)
    weeks = {day: language("en").week(periods.week_start(day)) for day in published.T09.expected}
    assert weeks == {day: f"W{week}" for day, week in published.T09.expected.items()}


# awkward days


@pytest.mark.parametrize(
    ("day", "earlier"),
    [("2024-02-29", "2023-02-28"), ("2024-03-01", "2023-03-01"), ("2025-02-28", "2024-02-28")],
)
def test_year_earlier(day: str, earlier: str) -> None:
    assert periods.year_earlier(date.fromisoformat(day)) == date.fromisoformat(earlier)


@pytest.mark.parametrize(
    ("month", "end", "before", "after"),
    [
        ("2024-02-01", "2024-02-29", "2024-01-01", "2024-03-01"),
        ("2100-02-01", "2100-02-28", "2100-01-01", "2100-03-01"),
        ("2026-12-01", "2026-12-31", "2026-11-01", "2027-01-01"),
        ("2026-01-01", "2026-01-31", "2025-12-01", "2026-02-01"),
    ],
)
def test_months(month: str, end: str, before: str, after: str) -> None:
    start = date.fromisoformat(month)
    assert periods.month_end(start) == date.fromisoformat(end)
    assert periods.previous_month(start) == date.fromisoformat(before)
    assert periods.next_month(start) == date.fromisoformat(after)
    assert periods.month_start(periods.month_end(start)) == start


@pytest.mark.parametrize(("day", "start"), [("2026-02-14", "2026-01-01"), ("2026-12-31", "2026-10-01")])
def test_quarters(day: str, start: str) -> None:
    assert periods.quarter_start(date.fromisoformat(day)) == date.fromisoformat(start)


@pytest.mark.parametrize(
    ("month", "first_weekday", "lengths"),
    [
        ("2026-02-01", 0, [1, 7, 7, 7, 6]),  # begins on a Sunday
        ("2026-02-01", 6, [7, 7, 7, 7]),  # the same month in Sunday weeks
        ("2026-06-01", 0, [7, 7, 7, 7, 2]),  # begins on a Monday
        ("2026-08-01", 0, [2, 7, 7, 7, 7, 1]),  # touches six weeks
    ],
)
def test_clipped_weeks(month: str, first_weekday: int, lengths: list[int]) -> None:
    weeks = periods.clipped_weeks(periods.month_span(date.fromisoformat(month)), first_weekday)
    assert [len(week.days()) for week in weeks] == lengths


@pytest.mark.parametrize(
    ("month", "first_weekday", "first", "last"),
    [
        ("2026-10-01", 0, "2026-09-28", "2026-11-01"),  # the 1st is a Thursday: its week is October's
        ("2026-08-01", 0, "2026-08-03", "2026-08-30"),  # neither the 1st nor the 31st lies in a week of August
        ("2026-02-01", 6, "2026-02-01", "2026-02-28"),
    ],
)
def test_weeks_that_a_month_owns(month: str, first_weekday: int, first: str, last: str) -> None:
    span = periods.month_span(date.fromisoformat(month), Frequency.WEEK, first_weekday)
    assert span == Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("grain", "start", "end", "before", "last_year"),
    [
        (Grain.DAY, "2026-03-01", "2026-03-01", "2026-02-28", "2025-03-02"),
        (Grain.WEEK, "2026-01-05", "2026-01-11", "2025-12-29", "2025-01-06"),
        (Grain.MONTH, "2026-03-01", "2026-03-31", "2026-02-01", "2025-03-01"),
    ],
)
def test_periods(grain: Grain, start: str, end: str, before: str, last_year: str) -> None:
    first = date.fromisoformat(start)
    assert periods.period_end(first, grain) == date.fromisoformat(end)
    assert periods.previous_period(first, grain) == date.fromisoformat(before)
    assert periods.next_period(periods.previous_period(first, grain), grain) == first
    assert periods.period_last_year(first, grain) == date.fromisoformat(last_year)
    assert periods.period_start(periods.period_end(first, grain), grain) == first


def test_a_holiday_on_a_weekend_or_outside_subtracts_nothing_and_a_make_up_day_adds() -> None:
    calendar = Calendar({date(2026, 3, 7): False, date(2026, 4, 1): False, date(2026, 3, 8): True})
    assert calendar.working_days(date(2026, 3, 1), date(2026, 3, 31)) == 22 + 1
    assert calendar.working_days(date(2026, 3, 2), date(2026, 3, 1)) == 0


def test_a_holiday_has_its_weekends_and_no_other(china: Calendar) -> None:
    autumn = Span(date(2026, 9, 17), date(2026, 10, 11)).days()
    ordinary = [day.isoformat()[5:] for day in autumn if china.ordinary(day)]
    before, between = ["09-17", "09-18", "09-19"], ["09-28", "09-29", "09-30"]  # the Sunday between is worked
    assert ordinary == [*before, "09-21", "09-22", "09-23", "09-24", *between, "10-08", "10-09", "10-11"]


# which values there must be


def starts(frequency: Frequency, first: str, last: str, expected: Expected = Expected.CALENDAR) -> list[str]:
    span = Span(date.fromisoformat(first), date.fromisoformat(last))
    return [day.isoformat() for day in periods.expected_starts(frequency, expected, Calendar(), span)]


def test_expected_days() -> None:
    assert starts(Frequency.DAY, "2026-10-02", "2026-10-05") == ["2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05"]
    assert starts(Frequency.DAY, "2026-10-02", "2026-10-05", Expected.WORKING) == ["2026-10-02", "2026-10-05"]


@pytest.mark.parametrize(
    ("last", "weeks"),
    [
        ("2026-10-03", []),  # the week is not over
        ("2026-10-04", ["2026-09-28"]),
        ("2026-10-30", ["2026-09-28", "2026-10-05", "2026-10-12", "2026-10-19"]),
        ("2026-10-31", ["2026-09-28", "2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26"]),  # due with its month
    ],
)
def test_expected_weeks(last: str, weeks: list[str]) -> None:
    assert starts(Frequency.WEEK, "2026-10-01", last) == weeks


def test_expected_weeks_are_owned_by_one_month() -> None:
    assert starts(Frequency.WEEK, "2026-11-01", "2026-11-30")[0] == "2026-11-02"
    assert starts(Frequency.WEEK, "2026-09-01", "2026-09-30")[-1] == "2026-09-21"


def test_expected_months() -> None:
    assert starts(Frequency.MONTH, "2026-10-01", "2026-10-30") == []
    assert starts(Frequency.MONTH, "2026-10-01", "2026-10-31") == ["2026-10-01"]
    assert starts(Frequency.MONTH, "2026-09-15", "2026-11-30") == ["2026-10-01", "2026-11-01"]


# properties


@given(DAYS, FIRST_WEEKDAYS)
def test_clipped_weeks_partition_the_month(day: date, first_weekday: int) -> None:
    span = periods.month_span(day)
    weeks = periods.clipped_weeks(span, first_weekday)
    assert [day for week in weeks for day in week.days()] == span.days()
    assert all(week.first.weekday() == first_weekday for week in weeks[1:])
    assert all(len(week.days()) == 7 for week in weeks[1:-1])
    working = sum(Calendar().working_days(*week) for week in weeks)
    assert working == Calendar().working_days(*span)


@given(st.integers(1990, 2060), FIRST_WEEKDAYS)
def test_each_day_of_a_year_is_in_one_week_and_each_week_in_one_month(year: int, first_weekday: int) -> None:
    starts = [periods.week_start(day, first_weekday) for day in Span(date(year, 1, 1), date(year, 12, 31)).days()]
    assert starts == sorted(starts)
    assert {start.weekday() for start in starts} == {first_weekday}
    months = [periods.month_span(date(year, number, 1), Frequency.WEEK, first_weekday) for number in range(1, 13)]
    owned = [week.first for month in months for week in periods.clipped_weeks(month, first_weekday)]
    assert len(owned) == len(set(owned)) in (52, 53)
    assert all(later - earlier == timedelta(days=7) for earlier, later in pairwise(owned))


@given(DAYS, st.integers(-60, 60))
def test_workday_is_the_inverse_of_working_days(day: date, n: int) -> None:
    end = Calendar().workday(day, n)
    first, last = (day + timedelta(days=1), end) if n > 0 else (end, day - timedelta(days=1))
    assert Calendar().working_days(first, last) == abs(n)
