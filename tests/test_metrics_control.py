"""Natural process limits against published charts, and what has none."""

from itertools import accumulate
from random import Random
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.metrics.control import (
    Limits,
    Line,
    around_line,
    assurance,
    is_trend,
    keeps_on,
    limits,
    limits_of_steps,
    moving_ranges,
    outliers_widen,
    provisional,
    trending,
    wander,
    without_season,
    xmr,
)
from planlib.vocabulary import Assurance, Direction, LimitsMethod, Reason
from tests import published_cases as published

MEAN, MEDIAN = LimitsMethod.MEAN, LimitsMethod.MEDIAN
SERIES = st.lists(st.one_of(st.none(), st.integers(-1000, 1000)), max_size=40)


def test_limits_of_the_flow_rate_are_those_that_nist_prints() -> None:
    values, expected, within = published.T01.given["values"], published.T01.expected, published.T01.tolerance
    assert moving_ranges(values) == pytest.approx(expected["ranges"])
    assert fmean(moving_ranges(values)) == pytest.approx(expected["mean_range"], abs=within)
    assert xmr(values)[:3] == pytest.approx((expected["mean"], expected["lower"], expected["upper"]), abs=within)


def test_an_outlier_is_not_screened_out() -> None:
    found = xmr(published.T03.given["values"])
    assert found[:3] == pytest.approx(published.T03.expected["limits"], abs=published.T03.tolerance)


def test_limits_from_the_median_are_those_that_others_compute() -> None:
    found = xmr(published.T08.given["values"], MEDIAN)
    assert found == pytest.approx(published.T08.expected["limits"], abs=published.T08.tolerance)


def test_the_median_is_offered_where_an_outlier_widens_the_limits() -> None:
    quiet = [10, 12, 11, 13, 10, 12, 11, 13]
    assert not outliers_widen(quiet)
    assert outliers_widen([*quiet, 60, *quiet])
    assert not outliers_widen([5, 5, 5, 5, 9, 5, 5, 5]), "half of the steps are 0: there are no median limits"


def test_nothing_moves_across_a_gap() -> None:
    assert moving_ranges([1, 2, None, 9, 8]) == [1, 1]
    assert xmr([1, 2, 1, None, 9, 8, 9]) == limits(5, 1)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([1, 2, 1, 2, 1], Reason.TOO_FEW_POINTS),
        ([1, 2, 1, None, 2, 1], Reason.TOO_FEW_POINTS),
        ([3, 3, 3, 3, 3, 3], Reason.NO_VARIATION),
        ([0.1 + 0.2, 0.3, 0.3, 0.3, 0.3, 0.3], Reason.NO_VARIATION),
        ([1, None, 2, None, 3, None, 4, None, 5, None, 6], Reason.NO_VARIATION),
    ],
    ids=["five", "five and a gap", "all alike", "a float's noise", "no neighbours"],
)
def test_limits_need_six_values_that_vary(values: list[float | None], reason: Reason) -> None:
    assert xmr(values) == reason


def test_limits_may_lie_below_zero() -> None:
    found = xmr([0, 10, 0, 10, 0, 10])
    assert isinstance(found, Limits)
    assert found.lower < 0


@given(SERIES, st.sampled_from([MEAN, MEDIAN]), st.integers(-1000, 1000), st.integers(1, 50))
def test_limits_move_and_grow_with_the_values(
    values: list[int | None], method: LimitsMethod, shift: int, times: int
) -> None:
    before = xmr(values, method)
    after = xmr([None if value is None else value * times + shift for value in values], method)
    if isinstance(before, Reason):
        assert after == before
        return
    assert before.range_upper is not None
    moved = [end * times + shift for end in before[:3]]
    assert after == pytest.approx((*moved, before.range_upper * times), rel=1e-6, abs=1e-6)


@given(SERIES, st.sampled_from([MEAN, MEDIAN]))
def test_limits_go_by_steps_in_either_direction_of_time(values: list[int | None], method: LimitsMethod) -> None:
    backwards = xmr(values[::-1], method)
    assert backwards == pytest.approx(xmr(values, method))


def test_twelve_points_make_limits_that_may_be_locked() -> None:
    assert [provisional(points) for points in (6, 11, 12)] == [True, True, False]


@pytest.mark.parametrize(
    ("target", "direction", "meets"),
    [
        (21, Direction.UP, Assurance.FAILS),
        (20, Direction.UP, Assurance.HIT_AND_MISS),
        (10, Direction.UP, Assurance.HIT_AND_MISS),
        (9, Direction.UP, Assurance.PASSES),
        (9, Direction.DOWN, Assurance.FAILS),
        (15, Direction.DOWN, Assurance.HIT_AND_MISS),
        (21, Direction.DOWN, Assurance.PASSES),
        (15, Direction.NEUTRAL, None),
    ],
)
def test_a_process_meets_a_target_beyond_its_limits_always_or_never(
    target: float, direction: Direction, meets: Assurance | None
) -> None:
    assert assurance(Limits(15, 10, 20), target, direction) == meets


def test_the_season_is_divided_out() -> None:
    weeks = [10, 20, 30, 10, 20, 30]
    assert without_season(weeks, [0, 1, 2] * 2) == pytest.approx([20] * 6)
    found = without_season([*weeks, None, 7], [*[0, 1, 2] * 2, 0, 5])
    assert found is not None
    assert found[6:] == [None, pytest.approx(7)], "it is alone at its position"
    assert found[:6] == pytest.approx([20 * 127 / 140] * 6), "the mean of all is one of seven"


@pytest.mark.parametrize("values", [[1, 2, 3], [1, 2, 3, -1, 2, 3], [0, 5, 0, 5]], ids=["once", "negative", "zero"])
def test_no_season_is_taken_out_of_too_little(values: list[float]) -> None:
    assert without_season(values, [number % 3 for number in range(len(values))]) is None


def test_limits_go_along_with_a_trend_as_far_from_it_as_steps_say() -> None:
    noise = published.T01.given["values"]
    rising = [2 * number for number in range(10)]
    line, level = around_line([one + two for one, two in zip(noise, rising, strict=True)]), around_line(noise)
    assert isinstance(line, Line)
    assert isinstance(level, Line)
    assert line.slope == pytest.approx(level.slope + 2)
    assert line.limits.centre == pytest.approx(level.limits.centre)
    width = xmr([one + two for one, two in zip(noise, rising, strict=True)])
    assert isinstance(width, Limits)
    assert line.limits.upper - line.limits.centre == pytest.approx(width.upper - width.centre)


def test_a_gap_keeps_its_place_on_the_line() -> None:
    line = around_line([0, 3, None, 7, 8, 11, 12])
    assert isinstance(line, Line)
    assert line.slope == pytest.approx(2, abs=0.05)


def test_a_line_is_offered_where_values_keep_rising() -> None:
    assert trending([number + number % 2 for number in range(15)])
    assert not trending([number % 2 for number in range(15)])
    assert not trending(list(range(14))), "fifteen tell"
    assert not trending([5] * 20)
    assert around_line([1, 2, 3]) is Reason.TOO_FEW_POINTS


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
    assert limits_of_steps(10, 1, 1)[:3] == pytest.approx((10, 10 - 3.268, 10 + 3.268), abs=0.001)
    assert limits_of_steps(10, 1, 4)[:3] == pytest.approx((10, 10 - 6.537, 10 + 6.537), abs=0.001)


RISING = [n + (3 * n) % 5 / 4 for n in range(20)]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (RISING, True),
        ([-value for value in RISING], True),
        ([*RISING[:9], None, None, *RISING[11:]], True),
        (RISING[:15], False),
        ([10, 12, 11, 13, 9] * 4, False),
        ([5.0] * 20, False),
        ([0.0] * 10 + [50.0] * 10, False),
    ],
    ids=["rising", "falling", "with a gap", "too few changes", "around a level", "standing still", "a step"],
)
def test_a_stock_keeps_on_where_its_changes_drift(values: list[float | None], found: bool) -> None:
    assert keeps_on(values) is found


def test_a_stock_that_wanders_keeps_on_no_more_often_than_chance_makes_it() -> None:
    chance = Random(3)
    walks = [list(accumulate(chance.gauss(0, 1) for _ in range(26))) for _ in range(1000)]
    assert sum(map(keeps_on, walks)) == pytest.approx(10, abs=10)
    assert sum(map(trending, walks)) > 500, "a line through them seems steep"


@given(st.lists(st.integers(-50, 50), min_size=16, max_size=40), st.integers(-1000, 1000), st.integers(1, 9))
def test_whether_a_stock_keeps_on_knows_neither_its_level_nor_its_unit(
    values: list[int], level: int, unit: int
) -> None:
    assert keeps_on([level + unit * value for value in values]) is keeps_on(values) is keeps_on(values[::-1])
