"""Earned value and earned schedule."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.metrics.earned_value import EarnedSchedule, EarnedValue, earned_schedule, planned_value
from planlib.metrics.exact import total
from planlib.vocabulary import Reason
from tests import published_work as published

AMOUNTS = st.decimals(1, 10**9, places=2)


def work(budget: object, planned: object, earned: object, actual: object) -> EarnedValue:
    return EarnedValue(*(Decimal(str(amount)) for amount in (budget, planned, earned, actual)))


def test_the_basic_set() -> None:
    given, expected = published.E01.given, published.E01.expected
    found = work(given["budget"], given["planned"], given["earned"], given["actual"])
    assert (found.schedule_variance, found.cost_variance) == (expected["sv"], expected["cv"])
    assert found.cpi.value == expected["cpi"]
    assert found.spi.value == pytest.approx(expected["spi"], abs=published.E01.tolerance)
    assert found.typical.value == expected["typical"]
    assert found.variance_at_completion(Decimal(150_000)) == -30_000
    assert found.to_complete(Decimal(150_000)) == 125_000
    assert given["months"] / (found.spi.value or 0) == pytest.approx(expected["months"], abs=published.E01.tolerance)


def test_planned_and_earned_from_a_schedule() -> None:
    given, expected = published.E03.given, published.E03.expected
    budget = Decimal(given["budget"])
    planned = budget * Decimal(given["schedule"][given["period"] - 1])
    found = EarnedValue(budget, planned, budget * Decimal(given["complete"]), Decimal(given["actual"]))
    assert (found.planned, found.earned) == (expected["planned"], expected["earned"])
    assert (found.schedule_variance, found.cost_variance) == (expected["sv"], expected["cv"])
    assert (found.spi.value, found.cpi.value) == pytest.approx((expected["spi"], expected["cpi"]), abs=1e-6)


def test_costs_at_completion_of_a_published_package() -> None:
    given, expected = published.E03.given, published.E03.expected
    typical = work(given["budget"], 1, 28_000, 35_000)  # at a cost index of 0.8
    assert typical.typical.value == expected["typical_at_cpi_0.8"]
    rest = given["atypical"]
    assert work(given["budget"], 1, rest["earned"], rest["actual"]).atypical == expected["atypical"]


def test_the_combined_estimate_uses_indices_that_are_not_rounded() -> None:
    found = work(120_000, 23_000, 20_000, 25_000)
    spi, cpi = Fraction(20, 23), Fraction(4, 5)
    assert float(found.combined.value or 0) == pytest.approx(float(25_000 + 100_000 / (spi * cpi)))


def test_how_well_the_rest_must_go() -> None:
    given, expected = published.E06.given, published.E06.expected
    found = work(given["budget"], 1, given["earned"], given["actual"])
    assert found.to_complete_index().value == pytest.approx(expected["tcpi"], abs=published.E06.tolerance)
    assert found.cpi.value == pytest.approx(expected["cpi"], abs=published.E06.tolerance + 0.0001)
    assert found.to_complete_index(found.typical.value).value == pytest.approx(found.cpi.value)


@pytest.mark.parametrize(
    ("earned", "actual", "reason"),
    [
        (50, 100, Reason.BUDGET_EXHAUSTED),
        (50, 120, Reason.BUDGET_EXHAUSTED),
        (100, 120, Reason.NOT_APPLICABLE),
        (100, 90, Reason.NOT_APPLICABLE),
    ],
)
def test_nothing_is_asked_of_the_rest_where_money_or_work_is_gone(earned: int, actual: int, reason: Reason) -> None:
    assert work(100, 100, earned, actual).to_complete_index().reason is reason


def test_indices_of_nothing_are_undefined() -> None:
    found = work(100, 0, 0, 0)
    assert {found.spi.reason, found.cpi.reason, found.typical.reason, found.combined.reason} == {Reason.ZERO_BASE}
    assert found.atypical == 100


@given(AMOUNTS, st.fractions(0, 1), AMOUNTS)
def test_estimates_agree_where_the_rate_is_that_of_the_budget(
    budget: Decimal, done: Fraction, planned: Decimal
) -> None:
    earned = planned_value(budget, 100, int(100 * done))
    found = EarnedValue(budget, planned, earned, earned)
    assert found.atypical == budget
    assert not earned or found.typical.value == budget


# time


def test_earned_schedule_as_defined() -> None:
    given, expected = published.E05.given, published.E05.expected
    found = EarnedSchedule(Fraction(given["earned"]), Fraction(given["elapsed"]), given["duration"])
    assert found.variance == expected["variance"]
    assert found.spi.value == pytest.approx(expected["spi"], abs=published.E05.tolerance)
    assert found.expected_duration.value == expected["duration"]
    curve = [Decimal(value) for value in given["curve"]]
    found = earned_schedule(curve, Decimal(given["value"]), Fraction(given["at"]))
    assert (found.earned, found.variance) == (Fraction(str(expected["es"])), Fraction(str(expected["sv"])))
    assert found.spi.value == expected["spi_t"]


@pytest.mark.parametrize(
    ("curve", "earned", "expected"),
    [
        ([10, 30, 30, 60], 30, Fraction(3)),  # flat: the largest
        ([10, 30, 30, 60], 29, Fraction(39, 20)),
        ([10, 30, 60, 60], 60, Fraction(4)),  # all is earned: the end
        ([0, 10], 0, Fraction(1)),
        ([10], 0, Fraction(0)),
    ],
)
def test_moments_on_the_curve(curve: list[int], earned: int, expected: Fraction) -> None:
    found = earned_schedule([Decimal(value) for value in curve], Decimal(earned), Fraction(1))
    assert found.earned == expected


def test_more_than_all_cannot_be_earned() -> None:
    with pytest.raises(ValueError, match="earned_above_planned"):
        earned_schedule([Decimal(10)], Decimal(11), Fraction(1))
    with pytest.raises(ValueError, match="earned_above_planned"):
        earned_schedule([Decimal(10), Decimal(9)], Decimal(1), Fraction(1))


@given(st.lists(AMOUNTS, min_size=1, max_size=12), st.data())
def test_what_was_planned_by_a_period_is_earned_by_it(steps: list[Decimal], data: st.DataObject) -> None:
    curve = [total(steps[: n + 1]) for n in range(len(steps))]
    period = data.draw(st.integers(1, len(steps)))
    assert earned_schedule(curve, curve[period - 1], Fraction(period)).variance == 0


def test_planned_value_of_a_task_and_of_a_milestone() -> None:
    assert [planned_value(Decimal(90), 3, gone) for gone in (-1, 0, 1, 3, 9)] == [0, 0, 30, 90, 90]
    assert [planned_value(Decimal(90), 0, gone) for gone in (0, 1)] == [0, 90]
