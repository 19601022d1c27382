"""The outlook for the month to come, and the targets proposed from it."""

from datetime import date
from decimal import Decimal
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.metrics.forecast import interval, probability
from planlib.metrics.projection import Outcome
from planlib.metrics.proposal import CHANCES, Growths, Outlook, outlook, proposed, scaled
from planlib.model import Target
from planlib.vocabulary import Direction, Method, ProposalBasis, Reason

NONE = Growths((), None)
NOVEMBER = date(2026, 11, 1)
GROWTHS = (0.1, 0.2, 0.15, 0.05, 0.25)
"""Their mean is 0.15, their standard deviation √0.00625."""


def of(growths: Growths, *, difference: bool = False) -> Outlook:
    found = outlook(NONE, growths, difference=difference)
    assert isinstance(found, Outlook)
    return found


def test_the_next_month_is_one_more_growth_like_those_before() -> None:
    found = of(Growths(GROWTHS, Decimal(1000)))
    assert found.outcome.value == 1150
    low, high = interval(found.outcome, 0.8)
    half = 1.5332 * sqrt(0.00625) * sqrt(1 + 1 / 5) * 1000  # t with 4 degrees of freedom
    assert float(high - low) / 2 == pytest.approx(half, rel=1e-4)


def test_rates_grow_by_differences() -> None:
    found = of(Growths((0.01, 0.02, 0.0, -0.01, 0.03), Decimal("0.5")), difference=True)
    assert found.outcome.value == Decimal("0.51")
    assert found.outcome.error == pytest.approx(sqrt(0.00025) * sqrt(1.2))


def test_a_year_before_is_taken_where_five_months_have_one() -> None:
    over_month = Growths((0.0, 0.1, 0.0, 0.1, 0.05), Decimal(500))
    for count, basis in ((5, ProposalBasis.YEAR), (4, ProposalBasis.MONTH)):
        found = outlook(Growths(GROWTHS[:count], Decimal(1000)), over_month, difference=False)
        assert isinstance(found, Outlook)
        assert found.basis is basis
    assert outlook(Growths(GROWTHS[:4], Decimal(1)), NONE, difference=False) is Reason.TOO_FEW_POINTS
    assert outlook(Growths(GROWTHS, None), NONE, difference=False) is Reason.TOO_FEW_POINTS


def test_without_variation_there_is_no_chance_to_speak_of() -> None:
    found = of(Growths((0.1,) * 6, Decimal(100))).outcome
    assert (found.error, found.reason) == (None, Reason.NO_VARIATION)
    assert proposed(found, Direction.UP, 0.5) is None


outcomes = st.builds(
    lambda value, error, n: Outcome(Method.SEASONAL, n, Decimal(value), error, n - 1),
    st.integers(1000, 10**9),
    st.floats(0.1, 100),
    st.integers(5, 12),
)


@given(outcomes, st.sampled_from([Direction.UP, Direction.DOWN]), st.integers(1, 31))
def test_a_proposed_target_is_reached_with_its_chance(one: Outcome, direction: Direction, days: int) -> None:
    month = scaled(one, days)
    found = [proposed(month, direction, chance) or Decimal(0) for chance in CHANCES]
    assert found == sorted(found, reverse=direction is Direction.DOWN), "a bold one is the harder one"
    for target, chance in zip(found, CHANCES, strict=True):
        reached = probability(month, direction, Target(team="t", month=NOVEMBER, kpi="k", target=target))
        assert reached == pytest.approx(chance, abs=0.4 * 0.25 + 1e-6), (
            "it is rounded by a quarter of the error at most"
        )
