"""Changes between periods, moving averages, compound growth."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from planlib.metrics import periods, trends
from planlib.metrics.exact import total
from planlib.metrics.figure import Figure
from planlib.metrics.periods import Span
from planlib.model import Kpi
from planlib.vocabulary import Measure, Reason
from tests import published_cases as published

K08 = published.K08
DAILY = published.daily(K08.given["daily"])
DAY: date = K08.given["day"]


def views(span: Span) -> Figure[Decimal]:
    return Figure(total(numbers[0] for day, numbers in DAILY.items() if span.first <= day <= span.last))


def figures(*numbers: float | str | None) -> list[Figure[Decimal]]:
    return [Figure(None, Reason.INCOMPLETE) if number is None else Figure(Decimal(str(number))) for number in numbers]


def percent(change: Figure[float]) -> float:
    assert change.value is not None
    return change.value * 100


# published cases


def test_six_weeks_beside_the_year_before() -> None:
    weeks = [Span(DAY - timedelta(days=7 * n + 6), DAY - timedelta(days=7 * n)) for n in reversed(range(6))]
    shift = periods.SAME_WEEKDAY_LAST_YEAR
    now = [views(week) for week in weeks]
    before = [views(Span(week.first - shift, week.last - shift)) for week in weeks]
    assert [week.value for week in now] == K08.expected["weeks"]
    assert [week.value for week in before] == K08.expected["weeks_last_year"]
    assert percent(trends.change(now[-1], now[-2])) == pytest.approx(K08.expected["week_over_week"], abs=K08.tolerance)
    assert percent(trends.change(now[-1], before[-1])) == pytest.approx(
        K08.expected["week_over_year"], abs=K08.tolerance
    )


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("month_to_date", periods.month_start(DAY)),
        ("quarter_to_date", periods.quarter_start(DAY)),
        ("year_to_date", periods.year_start(DAY)),
    ],
)
def test_to_date_beside_the_same_dates_a_year_earlier(name: str, first: date) -> None:
    value, change = K08.expected[name]
    now = views(Span(first, DAY))
    before = views(Span(periods.year_earlier(first), periods.year_earlier(DAY)))
    assert now.value == value
    assert percent(trends.change(now, before)) == pytest.approx(change, abs=K08.tolerance)


def test_whole_months() -> None:
    for month, value in K08.expected["months"].items():
        assert views(Span(month, periods.month_end(month))).value == value


def test_compound_rates() -> None:
    for (intervals, start, end), rate in zip(
        published.T11.given["growth"], published.T11.expected["rates"], strict=True
    ):
        found = trends.compound_rate(Decimal(start), Decimal(end), intervals)
        assert found.value == pytest.approx(rate, abs=published.T11.tolerance)


def test_a_compound_rate_down_to_nothing_and_from_a_small_start() -> None:
    assert trends.compound_rate(Decimal("0.5"), Decimal(0), 3) == Figure(-1.0)
    assert trends.compound_rate(Decimal("0.5"), Decimal("0.5"), 3) == Figure(0.0)


# what cannot be compared


@pytest.mark.parametrize(
    ("now", "before", "difference", "expected"),
    [
        ("110", "100", False, Figure(0.1)),
        ("0.12", "0.10", True, Figure(0.02)),
        ("0", "100", False, Figure(-1.0)),
        ("1.5", "0.5", False, Figure(2.0)),
        ("-5", "100", False, Figure(-1.05)),
        ("5", "0", False, Figure(None, Reason.ZERO_BASE)),
        ("5", "-10", False, Figure(None, Reason.ZERO_BASE)),
        ("0.05", "0", True, Figure(0.05)),
        (None, "100", False, Figure(None, Reason.INCOMPLETE)),
        ("100", None, True, Figure(None, Reason.INCOMPLETE)),
    ],
)
def test_change(now: str | None, before: str | None, difference: bool, expected: Figure[float]) -> None:
    assert trends.change(*figures(now, before), difference=difference) == expected


def test_rates_are_compared_by_difference() -> None:
    kpi = Kpi(kpi="k", team="t", code="k", measure=Measure.PERCENT)
    assert trends.by_difference(kpi)
    assert not trends.by_difference(kpi.model_copy(update={"measure": Measure.CURRENCY}))


def test_moving_average_needs_every_period() -> None:
    found = trends.moving_average(figures(1, 2, 3, 6, None, 1, 1, 1, 2))
    assert [figure.value for figure in found] == [None, None, None, 3, None, None, None, None, Decimal("1.25")]
    assert found[2].reason is Reason.TOO_FEW_POINTS
    assert found[4].reason is Reason.INCOMPLETE


def test_moving_average_of_a_ratio_weighs_by_the_denominator() -> None:
    found = trends.moving_ratio(figures(1, 9, None), figures(10, 30, 10), k=2)
    assert [figure.value for figure in found] == [None, Decimal("0.25"), None]
    assert found[2].reason is Reason.INCOMPLETE


@pytest.mark.parametrize(
    ("start", "end", "intervals", "reason"),
    [("0", "5", 1, Reason.ZERO_BASE), ("5", "-1", 2, Reason.ZERO_BASE), ("5", "5", 0, Reason.TOO_FEW_POINTS)],
)
def test_compound_rate_undefined(start: str, end: str, intervals: int, reason: Reason) -> None:
    assert trends.compound_rate(Decimal(start), Decimal(end), intervals) == Figure(None, reason)


def test_pieces_of_unequal_length_are_compared_per_day() -> None:
    thirty, partial = figures(30, None)
    assert trends.per_day(thirty, 4) == Figure(Decimal("7.5"))
    assert trends.per_day(thirty, 0).reason is Reason.NO_DENOMINATOR
    assert trends.per_day(partial, 4).reason is Reason.INCOMPLETE
