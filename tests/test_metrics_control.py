"""Natural process limits against published charts, and what has none."""

from statistics import fmean, stdev

import pytest

from planlib.metrics.control import Limits, is_trend, limits, limits_of_steps, moving_ranges, process_limits, wander
from planlib.vocabulary import Reason
from tests import published_cases as published


def test_limits_of_the_flow_rate_are_those_that_nist_prints() -> None:
    given, expected = published.T01.given["values"], published.T01.expected
    found = process_limits(given)
    assert isinstance(found, Limits)
    assert moving_ranges(given) == pytest.approx(expected["ranges"])
    assert fmean(moving_ranges(given)) == pytest.approx(expected["mean_range"], abs=published.T01.tolerance)
    assert found == pytest.approx((expected["mean"], expected["lower"], expected["upper"]), abs=published.T01.tolerance)


def test_an_outlier_is_not_screened_out() -> None:
    found = process_limits(published.T03.given["values"])
    assert found == pytest.approx(published.T03.expected["limits"], abs=published.T03.tolerance)


def test_nothing_moves_across_a_gap() -> None:
    assert moving_ranges([1, 2, None, 9, 8]) == [1, 1]
    assert process_limits([1, 2, 1, None, 9, 8, 9]) == limits(5, 1)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([1, 2, 1, 2, 1], Reason.TOO_FEW_POINTS),
        ([1, 2, 1, None, 2, 1], Reason.TOO_FEW_POINTS),
        ([3, 3, 3, 3, 3, 3], Reason.NO_VARIATION),
        ([1, None, 2, None, 3, None, 4, None, 5, None, 6], Reason.NO_VARIATION),
    ],
    ids=["five", "five and a gap", "all alike", "no neighbours"],
)
def test_limits_need_six_values_that_vary(values: list[float | None], reason: Reason) -> None:
    assert process_limits(values) == reason


def test_limits_may_lie_below_zero() -> None:
    found = process_limits([0, 10, 0, 10, 0, 10])
    assert isinstance(found, Limits)
    assert found.lower < 0


@pytest.mark.parametrize(
    ("correlation", "points", "trend"),
    [(0.99, 14, False), (0.64, 15, False), (0.65, 15, True), (-0.65, 15, True), (1.0, 15, True), (0.0, 30, False)],
)
def test_a_trend_is_what_chance_makes_once_in_a_hundred_times(correlation: float, points: int, trend: bool) -> None:
    """The critical value of a correlation of 15 pairs at 1 % is 0.641, in every table of them."""
    assert is_trend(correlation, points) is trend


def test_values_that_wander_spread_further_than_neighbours_tell() -> None:
    steps, noise = list(range(10)), published.T01.given["values"]
    assert wander(stdev(steps), fmean(moving_ranges(steps)))
    assert not wander(stdev(noise), fmean(moving_ranges(noise)))


def test_steps_are_limited_by_the_upper_range_limit() -> None:
    """3.268 times the mean moving range, and twice that in four periods."""
    assert limits_of_steps(10, 1, 1) == pytest.approx((10, 10 - 3.268, 10 + 3.268), abs=0.001)
    assert limits_of_steps(10, 1, 4) == pytest.approx((10, 10 - 6.537, 10 + 6.537), abs=0.001)
