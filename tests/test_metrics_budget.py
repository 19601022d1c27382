"""Phasing, variance, commitments, control points, footing."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.metrics import budget
from planlib.metrics.exact import total
from planlib.metrics.figure import Figure
from planlib.metrics.kpis import attainment
from planlib.metrics.pace import share_gone
from planlib.metrics.periods import Calendar
from planlib.vocabulary import BudgetKind, ControlPoint, Direction, Phasing, Reason, Status
from tests import published_work as published

COST, REVENUE = BudgetKind.COST, BudgetKind.REVENUE
OCTOBER = date(2026, 10, 1)
AMOUNTS = st.decimals(-(10**12), 10**12, places=2)


# phasing


@pytest.mark.parametrize(
    ("phasing", "detail", "day", "share"),
    [
        (None, "", 9, Fraction(7, 22)),
        (Phasing.WORKDAY, "", 9, Fraction(7, 22)),
        (Phasing.EVEN, "", 9, Fraction(9, 31)),
        (Phasing.WEEKLY, "0.2 0.2 0.2 0.2 0.2", 4, Fraction(1, 5)),
        (Phasing.WEEKLY, "0 0 0 0 1", 30, Fraction(1)),
        (Phasing.DATED, "5=1", 4, Fraction(0)),
        (Phasing.DATED, "5=1", 5, Fraction(1)),
        (Phasing.MANUAL, "5=0.4 20=0.6", 19, Fraction(2, 5)),
        (Phasing.MANUAL, "5=0.2 20=0.3", 19, Fraction(2, 5)),  # in proportion, so that it foots
        (Phasing.SEASONAL, "orders", 9, Fraction(7, 22)),  # no season known: by working day
    ],
)
def test_phasing(phasing: Phasing | None, detail: str, day: int, share: Fraction) -> None:
    weights = budget.phase(phasing, detail, OCTOBER, Calendar())
    assert share_gone(weights, OCTOBER.replace(day=day)) == share
    assert sum(weights.values()) == 1
    amount = Decimal("2200.01")
    assert budget.phased_budget(amount, share_gone(weights, date(2026, 10, 31))) == amount


def test_a_day_that_the_month_does_not_have_is_its_last() -> None:
    weights = budget.phase(Phasing.DATED, "1=0.5 28=0.2 31=0.3", date(2026, 2, 1), Calendar())
    assert weights[date(2026, 2, 28)] == Fraction(1, 2)


# variance


def test_signs_of_a_published_statement() -> None:
    lines = [
        budget.variance(BudgetKind(kind), Decimal(actual), Decimal(flexed))
        for kind, flexed, actual in published.B01.given["lines"]
    ]
    assert [line.favourable for line in lines] == published.B01.expected["favourable"]
    assert sum(line.favourable for line in lines) == published.B01.expected["total"]


@pytest.mark.parametrize(
    ("kind", "actual", "reference", "favourable", "ratio"),
    [
        (REVENUE, "120", "100", "20", Figure(0.2)),
        (COST, "120", "100", "-20", Figure(-0.2)),
        (REVENUE, "-80", "-100", "20", Figure(0.2)),
        (COST, "5", "0", "-5", Figure(None, Reason.UNBUDGETED)),
        (COST, "0", "0", "0", Figure(None, Reason.ZERO_BASE)),
    ],
)
def test_variance(kind: BudgetKind, actual: str, reference: str, favourable: str, ratio: Figure[float]) -> None:
    found = budget.variance(kind, Decimal(actual), Decimal(reference))
    assert (found.favourable, found.ratio) == (Decimal(favourable), ratio)


@given(st.sampled_from(list(BudgetKind)), AMOUNTS, AMOUNTS)
def test_budget_and_variance_make_actual(kind: BudgetKind, actual: Decimal, reference: Decimal) -> None:
    found = budget.variance(kind, actual, reference)
    assert reference + found.amount == actual
    other = COST if kind is REVENUE else REVENUE
    assert budget.variance(other, actual, reference).favourable == -found.favourable


@given(st.sampled_from(list(BudgetKind)), AMOUNTS, AMOUNTS.filter(bool))
def test_attainment_less_one_is_the_favourable_ratio(kind: BudgetKind, actual: Decimal, reference: Decimal) -> None:
    direction = Direction.UP if kind is REVENUE else Direction.DOWN
    ratio = budget.variance(kind, actual, reference).ratio.value
    assert attainment(direction, reference, actual).value == pytest.approx(1 + (ratio or 0.0))


# commitments and control points


def test_funds_available() -> None:
    case = published.B08
    amount, order, nothing = Decimal(case.given["budget"]), Decimal(case.given["order"]), Decimal(0)
    assert budget.available(amount, nothing, order, nothing) == case.expected["available"]
    assert budget.available(amount, order, nothing, nothing) == case.expected["available"]  # once it is invoiced
    assert budget.available(amount, order, Decimal(3000), Decimal(500)) == 1500
    assert budget.consumption(amount, order).value == case.expected["consumption"]
    assert budget.consumption(nothing, order).reason is Reason.ZERO_BASE


@pytest.mark.parametrize(
    ("amount", "used", "expected"),
    [
        ("10000", "7499.99", ControlPoint.NONE),
        ("10000", "7500", ControlPoint.NOTICE),
        ("10000", "8999.99", ControlPoint.NOTICE),
        ("10000", "9000", ControlPoint.WARNING),
        ("10000", "10000", ControlPoint.WARNING),
        ("10000", "10000.01", ControlPoint.OVER),
        ("0.07", "0.063", ControlPoint.WARNING),  # 0.9 of it, which no double says
        ("0", "0", ControlPoint.NONE),
        ("0", "0.01", ControlPoint.OVER),
    ],
)
def test_control_points(amount: str, used: str, expected: ControlPoint) -> None:
    found = budget.control_point(Decimal(amount), Decimal(used), Decimal("0.75"), Decimal("0.9"))
    assert found is expected


def test_control_ahead() -> None:
    case = published.B09.given
    found = [
        budget.control_ahead(Decimal(case["allotted"]), Decimal(case["incurred"]), Decimal(coming))
        for coming in case["coming"]
    ]
    assert found == published.B09.expected["notify"]


DAYS = [date(2026, 10, number) for number in (26, 27, 28, 29, 30)]


@pytest.mark.parametrize(
    ("used", "forecast", "expected"),
    [
        (60, 85, (ControlPoint.NOTICE, 28)),
        (60, 75, None),
        (60, 110, (ControlPoint.NOTICE, 27)),
        (75, 110, (ControlPoint.WARNING, 28)),
        (95, 110, (ControlPoint.OVER, 27)),
        (101, 110, None),
        (60, 59, None),
    ],
)
def test_a_control_point_is_seen_ahead_on_the_way_to_the_forecast(
    used: int, forecast: int, expected: tuple[ControlPoint, int] | None
) -> None:
    shares = Decimal("0.75"), Decimal("0.9")
    found = budget.next_control(Decimal(100), Decimal(used), Decimal(forecast), DAYS, *shares)
    assert found == (expected and (expected[0], date(2026, 10, expected[1])))
    assert budget.next_control(Decimal(100), Decimal(used), Decimal(forecast), [], *shares) is None


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        ([60, 75, 80, 90, 101], [("notice", 2), ("warning", 4), ("over", 5)]),
        ([60, 101], [("notice", 2), ("warning", 2), ("over", 2)]),  # one day that passes all
        ([101, 95, 101], [("notice", 1), ("warning", 1), ("over", 1), ("over", 3)]),  # fallen back, and over again
        ([95, 80, 70, 80], [("notice", 1), ("warning", 1), ("notice", 4)]),
        ([0, 10], []),
    ],
)
def test_each_crossing_of_a_control_point_once(used: list[int], expected: list[tuple[str, int]]) -> None:
    days = [(OCTOBER.replace(day=n), Decimal(amount)) for n, amount in enumerate(used, 1)]
    found = budget.crossings(Decimal(100), days, Decimal("0.75"), Decimal("0.9"))
    assert [(point.value, day.day) for point, day in found] == expected


@pytest.mark.parametrize(
    ("actual", "reference", "needed"),
    [
        ("150", "100", True),  # both
        ("109.99", "100", False),  # neither
        ("1090", "1000", False),  # an amount, but a small part
        ("19", "10", False),  # a large part, but little
        ("10500", "10000", True),  # as much as the cap
        ("50", "0", True),  # no budget at all
        ("9", "0", False),
        ("50", "100", True),  # favourable too
        ("100", "100", False),
    ],
)
def test_what_needs_explaining(actual: str, reference: str, needed: bool) -> None:
    least = budget.threshold(Decimal(10_000), Decimal(10), None)
    found = budget.variance(COST, Decimal(actual), Decimal(reference))
    assert budget.needs_explaining(found, Decimal(reference), least) is needed
    assert budget.threshold(Decimal(10_000), None, Decimal("0.2")) == (100, Decimal("0.2"), 500)


@pytest.mark.parametrize(
    ("kind", "amount", "phased", "actual", "expected"),
    [
        (COST, "1000", "500", "550", Status.ON_TRACK),
        (COST, "1000", "500", "551", Status.WATCH),
        (COST, "1000", "500", "1000", Status.WATCH),  # far above its phase, within its budget
        (COST, "1000", "500", "1000.01", Status.OVER),
        (REVENUE, "1000", "500", "450", Status.ON_TRACK),
        (REVENUE, "1000", "500", "375", Status.WATCH),
        (REVENUE, "1000", "500", "374", Status.BEHIND),
        (REVENUE, "1000", "500", "2000", Status.ON_TRACK),
        (COST, "1000", "0", "10", Status.WATCH),
        (COST, "1000", "0", "0", Status.ON_TRACK),
    ],
)
def test_status_of_a_line(kind: BudgetKind, amount: str, phased: str, actual: str, expected: Status) -> None:
    control = budget.control_point(Decimal(amount), Decimal(actual), Decimal("0.75"), Decimal("0.9"))
    variance = budget.variance(kind, Decimal(actual), Decimal(phased))
    assert budget.line_status(kind, control, variance, Decimal("0.9"), Decimal("0.75")) is expected


# footing


def test_largest_remainder() -> None:
    case = published.B10
    quotas = [Decimal(weight) * case.given["total"] / sum(case.given["weights"]) for weight in case.given["weights"]]
    assert quotas == [Decimal(quota) for quota in case.expected["quotas"]]
    assert budget.largest_remainder(quotas) == case.expected["parts"]


def test_largest_remainder_in_display_units_and_with_both_signs() -> None:
    parts = [Decimal(part) for part in ("14600", "25500", "-3400", "-1300")]
    assert [str(part) for part in budget.largest_remainder(parts, Decimal(10_000))] == ["10000", "30000", "0", "0"]
    assert budget.largest_remainder(parts, Decimal(1000)) == [15_000, 25_000, -4000, -1000]
    assert budget.largest_remainder([Decimal("0.333")] * 3, Decimal("0.01")) == [
        Decimal("0.34"), Decimal("0.33"), Decimal("0.33"),
    ]  # fmt: skip


@given(st.lists(st.decimals(0, 10**9, places=3), max_size=12))
def test_rounded_parts_foot(parts: list[Decimal]) -> None:
    rounded = budget.largest_remainder(parts)
    assert abs(total(rounded) - total(parts)) <= Decimal("0.5")
    assert all(abs(whole - part) < 1 for whole, part in zip(rounded, parts, strict=True))
