"""What segments and factors contribute: published examples, and parts that add up to the whole exactly."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import prod
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.metrics import attribution
from planlib.metrics.attribution import Level, RateAndMix, adtributor
from planlib.metrics.exact import total
from planlib.vocabulary import Reason
from tests import published_work as published
from tests.published_cases import K07

T = TypeVar("T")
NAMES = st.sampled_from("abcdef")
AMOUNTS = st.decimals(-(10**6), 10**6, places=3)
SEGMENTS = st.dictionaries(NAMES, AMOUNTS, min_size=1)
LEVELS = st.dictionaries(
    NAMES, st.builds(Level, AMOUNTS.map(Fraction), st.decimals("0.001", 10**6, places=3).map(Fraction)), min_size=1
)
FACTORS = st.integers(1, 4).flatmap(lambda count: st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=count, max_size=count))


def known(found: T | Reason) -> T:
    assert not isinstance(found, Reason)
    return found


def whole(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, Fraction(0))


def ratio(levels: dict[str, Level]) -> Fraction:
    return whole(one.value for one in levels.values()) / whole(one.base for one in levels.values())


# sums


def test_contribution_to_growth() -> None:
    case = published.A05
    for (before, now, part_before, part_now), points, percent in zip(
        case.given["rows"], case.expected["points"], case.expected["share_percent"], strict=True
    ):
        actual = {"part": Decimal(part_now), "rest": Decimal(now - part_now)}
        reference = {"part": Decimal(part_before), "rest": Decimal(before - part_before)}
        found = known(attribution.points(actual, reference))
        assert float(found["part"] * 100) == pytest.approx(points, abs=case.tolerance)
        share = known(attribution.shares(attribution.additive(actual, reference)))["part"]
        assert float(share * 100) == pytest.approx(percent, abs=case.tolerance)


@given(SEGMENTS, SEGMENTS)
def test_contributions_add_up_and_are_mirrored(actual: dict[str, Decimal], reference: dict[str, Decimal]) -> None:
    found = attribution.additive(actual, reference)
    assert sum(found.values()) == Fraction(sum(actual.values())) - Fraction(sum(reference.values()))
    assert attribution.additive(reference, actual) == {name: -amount for name, amount in found.items()}


def test_amounts_that_all_but_cancel_out_have_no_shares() -> None:
    assert attribution.shares({"a": Decimal(100), "b": Decimal(-95)}) is Reason.ZERO_BASE
    assert attribution.shares({"a": Decimal(100), "b": Decimal(-90)}) == {"a": 10, "b": -9}
    assert attribution.shares({"a": Decimal(0)}) is Reason.ZERO_BASE
    assert attribution.points({"a": Decimal(1)}, {}) is Reason.ZERO_BASE


@given(AMOUNTS, SEGMENTS)
def test_what_is_spread_adds_up_to_what_is_expected(expected: Decimal, reference: dict[str, Decimal]) -> None:
    found = attribution.spread(expected, reference)
    if any(reference.values()):
        assert whole(known(found).values()) == expected
    else:
        assert found is Reason.ZERO_BASE


def test_an_expectation_is_spread_by_shares_and_asks_no_larger_loss_of_a_loss() -> None:
    assert attribution.spread(Decimal(120), {"a": Decimal(30), "b": Decimal(10)}) == {"a": 90, "b": 30}
    assert attribution.spread(Decimal(40), {"a": Decimal(30), "b": Decimal(-10)}) == {"a": 45, "b": -5}


# ratios


@given(LEVELS, LEVELS)
def test_rate_and_mix_add_up_and_are_mirrored(actual: dict[str, Level], reference: dict[str, Level]) -> None:
    found = known(attribution.rate_and_mix(actual, reference))
    assert whole(one.amount for one in found.values()) == ratio(actual) - ratio(reference)
    mirrored = known(attribution.rate_and_mix(reference, actual))
    assert mirrored == {name: RateAndMix(-one.rate, -one.mix) for name, one in found.items()}


def levels(**parts: tuple[int, int]) -> dict[str, Level]:
    return {name: Level(Fraction(value), Fraction(base)) for name, (value, base) in parts.items()}


def test_each_rate_is_better_and_the_whole_is_worse() -> None:
    """Charig 1986: open surgery does better on small stones and on large ones, and is used for the large ones."""
    (small, large), (others_small, others_large) = K07.given["A"], K07.given["B"]
    found = attribution.rate_and_mix(levels(s=small, l=large), levels(s=others_small, l=others_large))
    parts = known(found).values()
    assert all(one.rate > 0 for one in parts)
    assert whole(one.mix for one in parts) < -whole(one.rate for one in parts)


def test_a_rate_that_stands_still_contributes_by_its_weight_alone() -> None:
    found = known(attribution.rate_and_mix(levels(a=(9, 90), b=(5, 10)), levels(a=(5, 50), b=(25, 50))))
    assert {name: one.rate for name, one in found.items()} == {"a": 0, "b": 0}
    assert whole(one.mix for one in found.values()) == Fraction(14, 100) - Fraction(30, 100)


def test_a_new_segment_is_all_mix_and_one_without_denominators_says_so() -> None:
    before = levels(a=(10, 100))
    found = known(attribution.rate_and_mix(levels(a=(10, 100), b=(30, 100)), before))
    assert found["b"] == RateAndMix(Fraction(0), Fraction(1, 2) * Fraction(3, 20))
    assert attribution.rate_and_mix({}, before) is Reason.NO_DENOMINATOR
    assert attribution.rate_and_mix(levels(a=(10, 100), b=(1, 0)), before) is Reason.NO_DENOMINATOR


# products


def test_a_product_of_two_factors_is_taken_apart_as_published() -> None:
    case = published.A01
    actual, reference = ([Decimal(factor) for factor in case.given[side]] for side in ("actual", "reference"))
    found = attribution.product(actual, reference)
    assert [float(one) for one in found] == pytest.approx(case.expected["effects"], abs=case.tolerance)
    assert float(sum(found)) == pytest.approx(case.expected["total"], abs=case.tolerance)
    percent = [float(share * 100) for share in known(attribution.shares(dict(enumerate(found)))).values()]
    assert percent == pytest.approx(case.expected["percent"], abs=case.tolerance)


@given(FACTORS, st.randoms(use_true_random=False))
def test_factors_add_up_are_mirrored_and_have_no_order(factors: list[tuple[Decimal, Decimal]], chance: Random) -> None:
    now, before = ([Fraction(pair[side]) for pair in factors] for side in (0, 1))
    found = attribution.product(now, before)
    assert sum(found) == prod(now) - prod(before)
    assert attribution.product(before, now) == [-one for one in found]
    order = chance.sample(range(len(factors)), len(factors))
    assert attribution.product([now[n] for n in order], [before[n] for n in order]) == [found[n] for n in order]


# finding the dimension


def sides(elements: dict[str, tuple[str, str]]) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Return what came and what was expected of (expected, actual) by element."""
    actual, expected = ({name: Decimal(pair[side]) for name, pair in elements.items()} for side in (1, 0))
    return actual, expected


def test_the_dimension_is_the_one_whose_shares_moved() -> None:
    case = published.A03
    first, second = known(adtributor({name: sides(elements) for name, elements in case.given.items()}))
    assert (first.dimension, second.dimension) == ("device", "data centre")
    for found in (first, second):
        assert [one.name for one in found.elements] == case.expected[found.dimension]
        assert [one.power for one in found.elements] == pytest.approx(case.expected["power"][found.dimension])
    assert second.surprise == pytest.approx(0, abs=case.tolerance)
    assert first.surprise > 0.1


def test_no_difference_and_negative_values_have_no_explanation() -> None:
    assert adtributor({"d": sides({"a": ("1", "2"), "b": ("2", "1")})}) is Reason.ZERO_BASE
    assert adtributor({"d": sides({"a": ("-1", "2")})}) is Reason.NOT_APPLICABLE
    many = {str(n): ("10", "9") for n in range(11)}
    assert known(adtributor({"d": sides(many)}))[0].elements == (), "each explains 9 %: none is named"


# adding up


@given(st.lists(st.fractions(-1000, 1000, max_denominator=997), min_size=1, max_size=8), st.integers(0, 8))
def test_amounts_foot_to_the_last_digit(parts: list[Fraction], places: int) -> None:
    goal = Decimal(round(sum(parts) * 10**places)).scaleb(-places)
    exact = dict(enumerate([*parts, Fraction(goal) - whole(parts)]))
    found = attribution.footed(goal, exact)
    assert total(found.values()) == goal
    assert all(abs(Fraction(found[n]) - part) < Fraction(1, 10**15) for n, part in exact.items())


def test_parts_that_do_not_add_up_are_no_parts() -> None:
    with pytest.raises(ValueError, match="add up"):
        attribution.footed(Decimal(1), {"a": Fraction(1, 3)})
