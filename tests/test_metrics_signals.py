"""Which points are signals, against the published tests of the rules, and what the newest ones say."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.metrics.control import Limits
from planlib.metrics.signals import Found, began, label, signals
from planlib.vocabulary import Rule, RuleSet, Signal
from tests import published_cases as published

WHEELER, MDC = RuleSet.WHEELER, RuleSet.MDC
LIMITS = Limits(0, -6, 6, 7)
WIDE = Limits(0, -1000, 1000)
"""Between which nothing is near a limit."""
SERIES = st.lists(st.one_of(st.none(), st.integers(-9, 9)), max_size=30)


def pairs(given: str, expected: str) -> list[tuple[Any, Any]]:
    return list(zip(published.T05.given[given], published.T05.expected[expected], strict=True))


def points(found: Sequence[Found], rule: Rule) -> list[int]:
    return [one.index for one in found if one.rule is rule]


def places(values: Sequence[float | None], rule: Rule, rules: RuleSet = WHEELER) -> list[int]:
    return points(signals(values, LIMITS, rules), rule)


def ending_at(complete: list[int]) -> list[int]:
    """The points of the sevens that are complete where the published table says so."""
    return sorted({point for end, mark in enumerate(complete) if mark for point in range(end - 6, end + 1)})


@pytest.mark.parametrize(("sides", "complete"), pairs("sides", "run_complete"))
def test_seven_on_one_side_are_a_run(sides: list[int], complete: list[int]) -> None:
    assert places(sides, Rule.RUN_OF_SEVEN, MDC) == ending_at(complete)


@pytest.mark.parametrize(("values", "complete"), pairs("values", "trend_complete"))
def test_seven_that_rise_or_fall_are_a_trend(values: list[int], complete: list[int]) -> None:
    found = [one for one in signals(values, WIDE, MDC) if one.rule is Rule.TREND_OF_SEVEN]
    assert [one.index for one in found] == ending_at(complete)
    assert {one.side for one in found} == set(filter(None, complete))


@pytest.mark.parametrize(("given", "flags"), pairs("close", "two_of_three"))
def test_two_of_three_near_a_limit_and_all_on_one_side(given: tuple[list[int], list[int]], flags: list[int]) -> None:
    values = [side * (5 if close else 1) for close, side in zip(*given, strict=True)]
    assert places(values, Rule.TWO_OF_THREE, MDC) == [point for point, flag in enumerate(flags) if flag]


def test_two_of_three_is_judged_at_two_thirds_and_within_the_limits() -> None:
    assert places([4, 1, 4], Rule.TWO_OF_THREE, MDC) == [], "on the line"
    assert places([4.01, 1, 6], Rule.TWO_OF_THREE, MDC) == [0, 2]
    assert places([4.01, 1, 6.01], Rule.TWO_OF_THREE, MDC) == [], "that one is beyond the limit"


def test_only_what_is_beyond_a_limit_is() -> None:
    found = signals([6, 6.01, -6, -6.01], LIMITS)
    assert found[:2] == [Found(1, Rule.BEYOND_LIMIT, 1, 1), Found(2, Rule.LARGE_STEP, 0, 2)]
    assert points(found, Rule.BEYOND_LIMIT) == [1, 3]
    assert points(signals([6, 6.01], LIMITS._replace(range_upper=None)), Rule.LARGE_STEP) == []


def test_the_nhs_has_no_rule_about_steps() -> None:
    assert signals([5, -5, 5], LIMITS, MDC) == []
    assert places([5, -5, 5], Rule.LARGE_STEP) == [1, 2]


def test_eight_on_one_side_are_a_run_and_the_centre_ends_it() -> None:
    assert places([1] * 7, Rule.RUN_OF_EIGHT) == []
    assert places([-1, *[1] * 9, -1], Rule.RUN_OF_EIGHT) == list(range(1, 10))
    assert places([*[1] * 7, 0, *[1] * 7], Rule.RUN_OF_EIGHT) == []
    assert places([*[1] * 7, 1e-12, *[1] * 7], Rule.RUN_OF_EIGHT) == [], "a float's noise is on the centre"


def test_three_of_four_are_nearer_a_limit_than_the_centre() -> None:
    assert places([4, -1, 4, 4, 1], Rule.THREE_OF_FOUR) == [0, 2, 3]
    assert places([4, -4, 4, -4], Rule.THREE_OF_FOUR) == [], "both limits"
    assert places([3, 3, 3, 3], Rule.THREE_OF_FOUR) == [], "half way is not nearer"
    assert places([-7, -4, -4], Rule.THREE_OF_FOUR) == [], "three are not four"


@pytest.mark.parametrize("rules", RuleSet)
def test_no_rule_runs_across_a_gap(rules: RuleSet) -> None:
    assert signals([1, 2, 3, None, 4, 5, 3], Limits(0, -100, 100, 7), rules) == []
    assert signals([1, 1, 1, 1, None, 1, 1, 1, 1], LIMITS, rules) == []
    assert signals([5, 5, None, 5], LIMITS, rules) == []
    assert signals([5, None, -5], LIMITS, rules) == []


@given(SERIES, SERIES, st.sampled_from(RuleSet))
def test_what_a_gap_divides_is_judged_apart(before: list[int | None], after: list[int | None], rules: RuleSet) -> None:
    start = len(before) + 1
    apart = [replace(one, index=one.index + start, first=one.first + start) for one in signals(after, LIMITS, rules)]
    assert signals([*before, None, *after], LIMITS, rules) == [*signals(before, LIMITS, rules), *apart]


@given(SERIES, st.sampled_from(RuleSet))
def test_a_mirrored_series_has_mirrored_signals(values: list[int | None], rules: RuleSet) -> None:
    mirrored = signals([None if value is None else -value for value in values], LIMITS, rules)
    assert [replace(one, side=-one.side) for one in mirrored] == signals(values, LIMITS, rules)


@given(SERIES, st.sampled_from(RuleSet), st.integers(-100, 100), st.integers(1, 50))
def test_signals_stay_where_all_values_move_or_grow(
    values: list[int | None], rules: RuleSet, shift: int, times: int
) -> None:
    moved = [None if value is None else value * times + shift for value in values]
    limits = Limits(shift, shift - 6 * times, shift + 6 * times, 7 * times)
    assert signals(moved, limits, rules) == signals(values, LIMITS, rules)


@pytest.mark.parametrize(
    ("values", "rules", "signal", "start"),
    [
        ([1, -1, 1], WHEELER, Signal.NONE, None),
        ([], WHEELER, Signal.NONE, None),
        ([1, -1, 7], WHEELER, Signal.ABOVE_LIMIT, 2),
        ([1, 1, -7, -8], WHEELER, Signal.BELOW_LIMIT, 2),
        ([7, 1], WHEELER, Signal.NONE, None),
        ([-1, *[1] * 8], WHEELER, Signal.SHIFTED_UP, 1),
        ([*[1] * 8, -1], WHEELER, Signal.NONE, None),
        ([-1, *[1] * 8, 7], WHEELER, Signal.ABOVE_LIMIT, 1),
        ([-4, 1, -4, -5], WHEELER, Signal.SHIFTED_DOWN, 0),
        ([-3, -2, -1, 0, 1, 2, 3], MDC, Signal.RISING, 0),
        ([3, 2, 1, 0, -1, -2, -7], MDC, Signal.BELOW_LIMIT, 0),
        ([0, 4.5, 4.5], MDC, Signal.NONE, None),
        ([1, 4.5, 4.5], MDC, Signal.SHIFTED_UP, 1),
        ([5, -5], WHEELER, Signal.NONE, None),
    ],
)
def test_the_newest_point_says_what_happened_and_since_when(
    values: list[float], rules: RuleSet, signal: Signal, start: int | None
) -> None:
    found = signals(values, LIMITS, rules)
    assert (label(found, len(values)), began(found, len(values))) == (signal, start)
