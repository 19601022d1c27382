"""Weights, the share gone, pace, days ahead, rates."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.calendars import holidays_calendar
from planlib.metrics import pace
from planlib.metrics.figure import Figure
from planlib.metrics.periods import Calendar, Span, month_span
from planlib.model import Kpi, Target
from planlib.vocabulary import Aggregation, Direction, Expected, Frequency, Path, Reason
from tests import published_cases as published

OCTOBER = month_span(date(2026, 10, 1))
CHINA = Calendar.of(holidays_calendar("CN", [2026], "t"))
HALVES = [Decimal("0.5"), Decimal(0), Decimal(0), Decimal(0), Decimal("0.5")]


def kpi(aggregation: Aggregation = Aggregation.SUM, direction: Direction = Direction.UP) -> Kpi:
    return Kpi(kpi="k", team="t", code="k", aggregation=aggregation, direction=direction)


def target(**fields: object) -> Target:
    return Target.model_validate({"team": "t", "month": date(2026, 10, 1), "kpi": "k", **fields})


# weights


def test_share_of_working_days_gone() -> None:
    case = published.P01
    gone = [pace.share_gone(pace.weights(Path.WORKDAY, month_span(day), CHINA), day) for day in case.given["as_of"]]
    assert gone == [Fraction(*elapsed) for elapsed in case.expected["elapsed"]]
    assert [float(share) * 100 for share in gone] == pytest.approx(case.expected["elapsed_percent"], abs=case.tolerance)


def test_calendar_and_working_days_tell_different_stories() -> None:
    weights = pace.weights(Path.CALENDAR, month_span(date(2026, 2, 1)), CHINA)
    assert pace.share_gone(weights, date(2026, 2, 14)) == Fraction(1, 2)


def test_weekly_split_goes_over_the_working_days_of_each_week() -> None:
    weights = pace.weights(Path.WEEKLY, OCTOBER, CHINA, weekly_split=HALVES)
    assert weights[date(2026, 10, 1)] == Fraction(1, 8)  # a week of holidays: all its four days
    assert weights[date(2026, 10, 31)] == 0
    assert weights[date(2026, 10, 30)] == Fraction(1, 10)
    assert pace.share_gone(weights, date(2026, 10, 25)) == Fraction(1, 2)


def test_weekly_split_goes_over_every_day_where_asked() -> None:
    every = pace.weights(Path.WEEKLY, OCTOBER, CHINA, weekly_split=HALVES, weekly_days=Expected.CALENDAR)
    assert every[date(2026, 10, 30)] == every[date(2026, 10, 31)] == Fraction(1, 12)


@pytest.mark.parametrize(
    ("split", "last_week"), [(["0.4", "0.6"], 0), (["0.1"] * 4 + ["0.2"] * 3, Fraction(6, 10)), (["1"], 0)]
)
def test_a_split_written_for_other_weeks_still_totals_one(split: list[str], last_week: Fraction) -> None:
    weights = pace.weights(Path.WEEKLY, OCTOBER, CHINA, weekly_split=[Decimal(share) for share in split])
    assert sum(weights.values()) == 1
    assert sum(weights[day] for day in Span(date(2026, 10, 26), date(2026, 10, 31)).days()) == last_week


def test_a_month_without_a_working_day_goes_by_the_calendar() -> None:
    closed = Calendar(dict.fromkeys(OCTOBER.days(), False))
    assert set(pace.weights(Path.WORKDAY, OCTOBER, closed).values()) == {Fraction(1, 31)}


def test_a_level_counts_the_days_on_which_it_is_expected() -> None:
    working = pace.weights(Path.LEVEL, OCTOBER, CHINA, expected=Expected.WORKING)
    every = pace.weights(Path.LEVEL, OCTOBER, CHINA, expected=Expected.CALENDAR)
    assert (pace.units(working), pace.units(every)) == (18, 31)


def history(weeks: int, by_weekday: Callable[[date], int]) -> dict[date, Decimal]:
    first = date(2026, 6, 1)
    days = Span(first, first + timedelta(days=7 * weeks - 1)).days()
    return {day: Decimal(by_weekday(day)) for day in days}


def test_weekday_index() -> None:
    values = history(8, lambda day: 20 if day.weekday() >= 5 else 10)
    for day in Span(date(2026, 6, 19), date(2026, 6, 21)).days():
        values[day] = Decimal(500)  # the Dragon Boat holiday is left out, Friday to Sunday
    index = pace.weekday_index(values, CHINA, Expected.CALENDAR)
    assert sum(index.values()) == 7
    assert index[5] / index[0] == 2
    assert index[4] == index[0]
    weights = pace.weights(Path.SEASONAL, OCTOBER, CHINA, expected=Expected.CALENDAR, weekday_index=index)
    assert weights[date(2026, 10, 3)] == 2 * weights[date(2026, 10, 1)]


def test_weekday_index_of_working_days() -> None:
    index = pace.weekday_index(history(8, lambda day: 5 * day.weekday()), CHINA, Expected.WORKING)
    assert index == {0: 0, 1: Fraction(1, 2), 2: 1, 3: Fraction(3, 2), 4: 2}
    weights = pace.weights(Path.SEASONAL, OCTOBER, CHINA, weekday_index=index)
    assert weights[date(2026, 10, 8)] == weights[date(2026, 10, 10)] * Fraction(3, 2)  # a Saturday worked: average
    assert weights[date(2026, 10, 11)] == weights[date(2026, 10, 12)] == 0


@pytest.mark.parametrize(
    "values",
    [
        history(7, lambda day: 10),
        history(8, lambda day: 0),
        history(8, lambda day: -5 if day.weekday() == 2 else 10),
        {day: value for day, value in history(9, lambda day: 10).items() if day.weekday() != 6},
        {day: value for day, value in history(8, lambda day: 10).items() if day != date(2026, 6, 10)},
    ],
)
def test_an_unknown_season_is_no_season(values: dict[date, Decimal]) -> None:
    assert pace.weekday_index(values, CHINA, Expected.CALENDAR) == {}


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.sampled_from(list(Path)),
    st.sampled_from(list(Expected)),
    st.sampled_from(list(Frequency)),
    st.integers(0, 6),
    st.sets(st.integers(0, 41)),
    st.lists(st.integers(0, 100), min_size=1, max_size=7),
)
def test_weights_are_not_negative_and_total_one(
    day: date, path: Path, expected: Expected, frequency: Frequency, weekday: int, off: set[int], split: list[int]
) -> None:
    span = month_span(day, frequency, weekday)
    calendar = Calendar({span.first + timedelta(days=n): False for n in off})
    weights = pace.weights(
        path,
        span,
        calendar,
        expected=expected,
        weekly_split=[Decimal(share) for share in split],
        weekday_index={number: Fraction(share, 10) for number, share in enumerate(split)},
        first_weekday=weekday,
    )
    assert list(weights) == span.days()
    assert min(weights.values()) >= 0
    assert sum(weights.values()) == 1
    gone = pace.cumulative(weights)
    assert gone == {other: pace.share_gone(weights, other) for other in weights}
    assert gone[span.last] == 1


# expected and pace


@given(
    st.decimals(-(10**9), 10**9, places=3),
    st.decimals(-(10**9), 10**9, places=3),
    st.integers(1, 31),
    st.sampled_from([Direction.UP, Direction.DOWN]),
)
def test_on_the_path_the_pace_is_one(baseline: Decimal, goal: Decimal, day: int, direction: Direction) -> None:
    share = pace.share_gone(pace.weights(Path.CALENDAR, OCTOBER, CHINA), date(2026, 10, day))
    expected = pace.expected_to_date(baseline, goal, share)
    found = pace.pace_index(direction, baseline, expected, expected)
    assert found == (Figure(None, Reason.NO_ELAPSED) if goal == baseline else Figure(1.0))
    assert pace.expected_to_date(baseline, goal, Fraction(1)) == goal


@pytest.mark.parametrize(
    ("direction", "baseline", "expected", "actual", "index"),
    [
        (Direction.UP, "0", "8.67", "5.98", 5.98 / 8.67),
        (Direction.UP, "30", "32.9", "33.1", 3.1 / 2.9),
        (Direction.DOWN, "8", "6", "7", 0.5),  # from 8 down
        (Direction.DOWN, "0", "10", "12", 0.8),  # an allowance
        (Direction.DOWN, "0", "10", "25", -0.5),
        (Direction.UP, "0", "-50", "-40", 1.2),  # a loss smaller than planned
    ],
)
def test_pace(direction: Direction, baseline: str, expected: str, actual: str, index: float) -> None:
    found = pace.pace_index(direction, Decimal(baseline), Decimal(expected), Decimal(actual))
    assert found.value == pytest.approx(index)


def test_expected_is_exact_where_it_ends_and_has_28_digits_where_it_does_not() -> None:
    assert pace.expected_to_date(Decimal(0), Decimal(1000), Fraction(11, 16)) == Decimal("687.5")
    assert str(pace.expected_to_date(Decimal(0), Decimal(1), Fraction(1, 3))) == "0." + "3" * 28
    precise = Decimal("1234567890123456789012.123456789012345")
    assert pace.expected_to_date(Decimal(0), precise, Fraction(1)) == precise


@pytest.mark.parametrize(
    ("aggregation", "fields", "path"),
    [
        (Aggregation.SUM, {"target": 5}, Path.CALENDAR),
        (Aggregation.SUM, {"target": 5, "path": "workday"}, Path.WORKDAY),
        (Aggregation.SUM, {"lower": 4, "upper": 5}, Path.CALENDAR),
        (Aggregation.LAST, {"target": 5}, Path.LEVEL),
        (Aggregation.LAST, {"target": 5, "baseline": 4}, Path.CALENDAR),
        (Aggregation.LAST, {"lower": 4, "upper": 5, "baseline": 4}, Path.LEVEL),
        (Aggregation.RATIO, {"target": 5, "path": "workday"}, Path.LEVEL),
    ],
)
def test_path_in_force(aggregation: Aggregation, fields: dict[str, object], path: Path) -> None:
    assert pace.path_in_force(kpi(aggregation), target(**fields)) is path
    if path is Path.CALENDAR:
        working = kpi(aggregation).model_copy(update={"expected": Expected.WORKING})
        assert pace.path_in_force(working, target(**fields)) is Path.WORKDAY


# days ahead


@pytest.mark.parametrize(
    ("direction", "baseline", "goal", "actual", "ahead"),
    [
        (Direction.UP, "0", "1800", "1300", 0.0),
        (Direction.UP, "0", "1800", "1100", -2.0),
        (Direction.UP, "0", "1800", "1350", 0.5),
        (Direction.UP, "0", "1800", "9000", 5.0),  # no further than the month's end
        (Direction.UP, "0", "1800", "-5", -13.0),
        (Direction.DOWN, "0", "1800", "1100", 2.0),  # an allowance used more slowly
        (Direction.DOWN, "3600", "1800", "2200", 1.0),
        (Direction.UP, "0", "0.5", "0.25", -4.0),
    ],
)
def test_days_ahead(direction: Direction, baseline: str, goal: str, actual: str, ahead: float) -> None:
    weights = pace.weights(Path.WORKDAY, OCTOBER, CHINA)
    found = pace.days_ahead(weights, date(2026, 10, 23), direction, Decimal(baseline), Decimal(goal), Decimal(actual))
    assert found.value == pytest.approx(ahead)


# rates


def test_sales_pace() -> None:
    case = published.P08.given
    gone, left = Fraction(case["elapsed"]), Fraction(case["total"] - case["elapsed"])
    achieved = pace.achieved_rate(kpi(), Decimal(0), Decimal(case["actual"]), gone)
    required = pace.required_rate(kpi(), Decimal(case["goal"]), Decimal(case["actual"]), gone, left)
    assert achieved.value == published.P08.expected["rate"]
    assert float(required.value or 0) == pytest.approx(published.P08.expected["required_rate"], abs=0.005)


@pytest.mark.parametrize(
    ("aggregation", "direction", "goal", "actual", "elapsed", "remaining", "expected"),
    [
        ("sum", "up", "12", "7", 13, 5, Figure(Decimal(1))),
        ("sum", "up", "12", "12.5", 13, 5, Figure(Decimal(0))),
        ("sum", "up", "12", "12", 18, 0, Figure(Decimal(0))),
        ("sum", "up", "12", "7", 18, 0, Figure(None, Reason.NO_REMAINING)),
        ("sum", "down", "20", "15", 13, 5, Figure(Decimal(1))),  # what each day may still use
        ("sum", "down", "20", "25", 13, 5, Figure(Decimal(0))),
        ("sum", "down", "20", "15", 18, 0, Figure(None, Reason.NO_REMAINING)),
        ("sum", "up", "-20", "-15", 13, 5, Figure(Decimal(-1))),  # what each day may still lose
        ("sum", "up", "-20", "-25", 13, 5, Figure(Decimal(1))),
        ("sum", "up", "0", "5", 13, 5, Figure(Decimal(-1))),
        ("sum", "up", "0.5", "0.6", 13, 5, Figure(Decimal(0))),
        ("last", "down", "60", "70", 13, 5, Figure(Decimal(-2))),
        ("ratio", "down", "0.02", "0.027", 13, 5, Figure(Decimal("0.0018"))),
        ("mean", "up", "45", "47", 13, 5, Figure(Decimal("39.8"))),
        ("max", "up", "45", "47", 13, 5, Figure(None, Reason.NOT_APPLICABLE)),
        ("sum", "neutral", "45", "47", 13, 5, Figure(None, Reason.NOT_APPLICABLE)),
    ],
)
def test_required_rate(
    aggregation: str, direction: str, goal: str, actual: str, elapsed: int, remaining: int, expected: Figure[Decimal]
) -> None:
    one = kpi(Aggregation(aggregation), Direction(direction))
    found = pace.required_rate(one, Decimal(goal), Decimal(actual), Fraction(elapsed), Fraction(remaining))
    assert found == expected


def test_achieved_rate() -> None:
    merchants = kpi(Aggregation.LAST)
    assert pace.achieved_rate(merchants, Decimal(30), Decimal(43), Fraction(13)) == Figure(Decimal(1))
    assert pace.achieved_rate(merchants, Decimal(30), Decimal(43), Fraction(0)).reason is Reason.NO_ELAPSED
    assert pace.achieved_rate(kpi(Aggregation.RATIO), Decimal(0), Decimal("0.2"), Fraction(13)).value == Decimal("0.2")
