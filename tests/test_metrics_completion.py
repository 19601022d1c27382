"""Where a line will end, and how long its money lasts."""

from decimal import Decimal
from fractions import Fraction

import pytest

from planlib.metrics.completion import at_completion, burn_rate, runway, spend_index
from planlib.vocabulary import Completion, Reason


@pytest.mark.parametrize(
    ("amount", "actual", "committed", "share", "expected"),
    [
        ("1000", "600", "0", Fraction(1, 2), "1200"),
        ("1000", "600", "700", Fraction(1, 2), "1300"),  # never below what is spent and committed
        ("1000", "0", "0", Fraction(0), "1000"),  # nothing is due yet: as budgeted
        ("1000", "140", "0", Fraction(1, 10), "1040"),  # too little to carry its rate on
        ("1000", "150", "0", Fraction(15, 100), "1000"),
        ("1000", "0", "50", Fraction(1, 2), "50"),
        ("-500", "-200", "0", Fraction(1, 2), "-400"),  # income written as a negative cost
    ],
)
def test_forecast_at_completion(amount: str, actual: str, committed: str, share: Fraction, expected: str) -> None:
    found = at_completion(Decimal(amount), Decimal(actual), Decimal(committed), share)
    assert found.forecast == Decimal(expected)


def test_three_ways_and_the_one_that_is_used() -> None:
    found = at_completion(Decimal(1000), Decimal(600), Decimal(50), Fraction(1, 2))
    assert (found.typical.value, found.atypical, found.manual.reason) == (1200, 1100, Reason.NOT_APPLICABLE)
    assert found.used is Completion.TYPICAL
    early = at_completion(Decimal(1000), Decimal(100), Decimal(0), Fraction(1, 10))
    assert (early.typical.value, early.used, early.forecast) == (1000, Completion.ATYPICAL, 1000)
    assert at_completion(Decimal(1000), Decimal(0), Decimal(0), Fraction(0)).typical.reason is Reason.NO_ELAPSED


@pytest.mark.parametrize(("estimate", "expected"), [("900", "900"), ("640", "650")])
def test_the_manager_s_estimate_is_used_and_never_below_what_is_gone(estimate: str, expected: str) -> None:
    found = at_completion(Decimal(1000), Decimal(600), Decimal(50), Fraction(1, 2), Decimal(estimate))
    assert (found.used, found.forecast) == (Completion.MANUAL, Decimal(expected))


def test_how_long_the_money_lasts() -> None:
    burn = burn_rate(Decimal(600), 12)
    assert burn.value == 50
    assert runway(Decimal(400), burn).value == 8
    assert runway(Decimal(-1), burn).value == 0
    assert runway(Decimal(400), burn_rate(Decimal(0), 12)).reason is Reason.NOT_APPLICABLE
    assert runway(Decimal(400), burn_rate(Decimal(0), 0)).reason is Reason.NO_ELAPSED


def test_spending_faster_than_the_budget_falls_due() -> None:
    assert spend_index(Decimal(1000), Decimal(600), Fraction(1, 2)).value == 1.2
    assert spend_index(Decimal(0), Decimal(600), Fraction(1, 2)).reason is Reason.ZERO_BASE
    assert spend_index(Decimal(1000), Decimal(0), Fraction(0)).reason is Reason.NO_ELAPSED
