"""Values of periods, progress, attainment, scores, growth."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.metrics import kpis
from planlib.metrics.figure import Figure
from planlib.metrics.growth import growth
from planlib.metrics.kpis import DayValue
from planlib.metrics.periods import Span
from planlib.model import Milestone
from planlib.vocabulary import Aggregation, Direction, GrowthMode, Reason
from tests import published_cases as published

UP, DOWN = Direction.UP, Direction.DOWN
AMOUNTS = st.decimals(Decimal(-(10**12)), Decimal(10**12), places=4)


def values(*numbers: str, bases: tuple[str | None, ...] = ()) -> list[DayValue]:
    denominators = bases or (None,) * len(numbers)
    return [
        DayValue(date(2026, 10, 1) + timedelta(days=n), Decimal(number), None if base is None else Decimal(base))
        for n, (number, base) in enumerate(zip(numbers, denominators, strict=True))
    ]


def decimals(*numbers: float | str) -> list[Decimal]:
    return [Decimal(str(number)) for number in numbers]


# values of periods


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [
        (Aggregation.SUM, "10.5"),
        (Aggregation.MEAN, "3.5"),
        (Aggregation.LAST, "3.25"),
        (Aggregation.MIN, "3.25"),
        (Aggregation.MAX, "4"),
    ],
)
def test_aggregate(aggregation: Aggregation, expected: str) -> None:
    assert kpis.aggregate(aggregation, values("4", "3.25", "3.25")) == Figure(Decimal(expected))
    assert kpis.aggregate(aggregation, []) == Figure(None, Reason.MISSING_DATA)


def test_last_goes_by_the_day_and_not_by_the_order_of_rows() -> None:
    assert kpis.aggregate(Aggregation.LAST, values("1", "2", "3")[::-1]).value == 3


def test_sums_lose_no_digit() -> None:
    large = values("1234567890123456789012.000000000000001", "0.000000000000002")
    assert str(kpis.aggregate(Aggregation.SUM, large).value) == "1234567890123456789012.000000000000003"


@pytest.mark.parametrize("treatment", ["A", "B"])
def test_ratios_are_weighed_by_their_denominators(treatment: str) -> None:
    case = published.K07
    groups = [kpis.ratio(decimals(won), decimals(tried)) for won, tried in case.given[treatment]]
    whole = kpis.ratio(*zip(*((Decimal(won), Decimal(tried)) for won, tried in case.given[treatment]), strict=True))
    percents = [float(figure.value) * 100 for figure in [*groups, whole] if figure.value is not None]
    assert percents == pytest.approx(case.expected[treatment], abs=case.tolerance)


def test_the_better_treatment_in_each_group_is_worse_over_all() -> None:
    rows = {
        name: values(*(str(won) for won, _ in pairs), bases=tuple(str(tried) for _, tried in pairs))
        for name, pairs in published.K07.given.items()
    }
    over_all = {name: kpis.aggregate(Aggregation.RATIO, row).value or 0 for name, row in rows.items()}
    assert over_all["A"] < over_all["B"]


@pytest.mark.parametrize("bases", [("2", None), ("1", "-1"), ("0", "0")])
def test_a_ratio_without_a_denominator_is_undefined(bases: tuple[str | None, ...]) -> None:
    assert kpis.aggregate(Aggregation.RATIO, values("1", "1", bases=bases)).reason is Reason.NO_DENOMINATOR


def test_stock_flow_and_their_ratio_over_weeks_a_month_and_a_year() -> None:
    case, daily = published.K10, published.daily(published.K10.given["daily"])
    day = case.given["day"]

    def total(column: int, aggregation: Aggregation, span: Span) -> float:
        rows = [DayValue(day, numbers[column]) for day, numbers in daily.items() if span.first <= day <= span.last]
        return float(kpis.aggregate(aggregation, rows).value or 0)

    weeks = [Span(day - timedelta(days=7 * n + 6), day - timedelta(days=7 * n)) for n in reversed(range(6))]
    bases = [total(0, Aggregation.MEAN, week) for week in weeks]
    churn = [total(2, Aggregation.SUM, week) / base for week, base in zip(weeks, bases, strict=True)]
    april, year = Span(date(2022, 4, 1), day), Span(date(2022, 1, 1), day)
    assert bases == pytest.approx(case.expected["base"], abs=case.tolerance)
    assert [total(1, Aggregation.SUM, week) for week in weeks] == case.expected["new"]
    assert churn == pytest.approx(case.expected["churn"], abs=1e-9)
    assert total(0, Aggregation.MEAN, april) == pytest.approx(case.expected["april_base"], abs=case.tolerance)
    assert total(2, Aggregation.SUM, april) / total(0, Aggregation.MEAN, april) == pytest.approx(
        case.expected["april_churn"], abs=1e-9
    )
    assert total(0, Aggregation.MEAN, year) == pytest.approx(case.expected["year_base"], abs=case.tolerance)


def test_gaps_that_mean_zero_are_filled() -> None:
    first, second, third = (date(2026, 10, day) for day in (1, 2, 3))
    filled = kpis.with_zeros([DayValue(second, Decimal(5))], [first, second, third])
    assert [(row.day, row.value) for row in filled] == [(first, Decimal(0)), (second, Decimal(5)), (third, Decimal(0))]
    assert kpis.ratio([row.value for row in filled[::2]], [row.base for row in filled[::2]]).value is None


# progress and attainment


def test_progress_from_a_baseline() -> None:
    scores = [kpis.okr_score(*decimals(*result)).value for result in published.K03.given["results"]]
    assert scores == pytest.approx(published.K03.expected["scores"], abs=published.K03.tolerance)


def test_attainment_of_cumulative_targets() -> None:
    case = published.K01
    found = [
        kpis.attainment(UP, Decimal(plan), Decimal(actual)).value
        for plan, actual in zip(case.given["plan"], case.given["actual"], strict=True)
    ]
    assert [(value or 0) * 100 for value in found] == pytest.approx(
        case.expected["attainment_percent"], abs=case.tolerance
    )


@pytest.mark.parametrize(
    ("direction", "target", "actual", "expected"),
    [
        (UP, "200", "150", 0.75),
        (DOWN, "200", "150", 1.25),
        (DOWN, "2.00", "2.70", 0.65),
        (UP, "-100", "-80", 1.2),  # a smaller loss than planned
        (UP, "100", "-20", -0.2),
        (DOWN, "5", "0", 2.0),
    ],
)
def test_attainment(direction: Direction, target: str, actual: str, expected: float) -> None:
    assert kpis.attainment(direction, Decimal(target), Decimal(actual)).value == pytest.approx(expected)


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        (kpis.attainment(UP, Decimal(0), Decimal(5)), Reason.ZERO_BASE),
        (kpis.attainment(UP, None, Decimal(5)), Reason.NO_TARGET),
        (kpis.attainment(Direction.NEUTRAL, Decimal(4), Decimal(5)), Reason.NOT_APPLICABLE),
        (kpis.progress(None, Decimal(4), Decimal(5)), Reason.NO_BASELINE),
        (kpis.progress(Decimal(4), Decimal(4), Decimal(5)), Reason.BASELINE_EQ_TARGET),
        (kpis.progress(Decimal(4), None, Decimal(5)), Reason.NO_TARGET),
        (kpis.okr_score(None, Decimal(4), Decimal(5)), Reason.NO_BASELINE),
        (kpis.milestones_score([]), Reason.MISSING_DATA),
    ],
)
def test_undefined_says_why(figure: Figure[float], reason: Reason) -> None:
    assert figure == Figure(None, reason)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_progress_does_not_depend_on_the_direction(baseline: Decimal, target: Decimal, actual: Decimal) -> None:
    assert kpis.progress(baseline, target, actual) == kpis.progress(-baseline, -target, -actual)


# scores


@pytest.mark.parametrize(
    ("actual", "tolerance", "score"),
    [("20", None, 1.0), ("25", None, 1.0), ("26", None, 0.6), ("19", "4", 0.75), ("30", None, 0.0), ("14", "4", 0.0)],
)
def test_range_score(actual: str, tolerance: str | None, score: float) -> None:
    width = None if tolerance is None else Decimal(tolerance)
    assert kpis.range_score(Decimal(20), Decimal(25), width, Decimal(actual)) == pytest.approx(score)


def test_a_range_of_one_point() -> None:
    assert kpis.range_score(Decimal(20), Decimal(20), Decimal(2), Decimal(20)) == 1.0
    assert kpis.range_score(Decimal(20), Decimal(20), Decimal(2), Decimal(21)) == 0.5


def milestone(weight: str, done: str, due: date | None = None) -> Milestone:
    return Milestone(team="t", month=date(2026, 10, 1), milestone="m", objective="o", weight=weight, done=done, due=due)


def test_milestones() -> None:
    steps = [milestone("3", "1", date(2026, 10, 9)), milestone("1", "0.5", date(2026, 10, 20)), milestone("1", "0")]
    end = date(2026, 10, 31)
    assert kpis.milestones_score(steps).value == 0.7
    assert [kpis.milestones_due(steps, date(2026, 10, day), end).value for day in (8, 9, 20, 31)] == [0, 0.6, 0.8, 1]


# growth


def test_growth_of_the_mean_week() -> None:
    found = growth(GrowthMode.AVERAGE, Decimal("0.05"), UP, decimals(100, 100, 100, 100), decimals(103, 105))
    assert found.achieved.value == pytest.approx(0.04)
    assert found.pace.value == pytest.approx(0.8)
    assert found.attainment.value == pytest.approx(104 / 105)
    assert found.gap.value == pytest.approx(-0.01)


def test_growth_compound() -> None:
    weeks = decimals("105", "110.25", "115.7625")
    found = growth(GrowthMode.COMPOUND, Decimal("0.05"), UP, decimals(90, 100), weeks)
    assert found.achieved.value == pytest.approx(0.05)
    assert found.pace.value == pytest.approx(1.0)
    behind = growth(GrowthMode.COMPOUND, Decimal("0.05"), UP, decimals(100), decimals(100, 100))
    assert behind.attainment.value == pytest.approx(1 / 1.05**2)
    assert behind.pace.value == 0


def test_growth_every_week() -> None:
    found = growth(GrowthMode.EVERY_WEEK, Decimal("0.05"), UP, decimals(100), decimals(105, 109, 120))
    assert found.achieved.value == pytest.approx(2 / 3)
    assert found.gap.value == pytest.approx(-1 / 3)
    falling = growth(GrowthMode.EVERY_WEEK, Decimal("-0.1"), DOWN, decimals(100), decimals(90, 85))
    assert falling.achieved.value == 0.5
    small = growth(GrowthMode.EVERY_WEEK, Decimal("0.05"), UP, decimals(9, "0.5"), decimals("0.6"))
    assert small.achieved.value == 1.0


def test_growth_keeps_every_week_at_its_place() -> None:
    rate, weeks = Decimal("0.05"), [Decimal(105), None, Decimal("115.7625"), None]
    compound = growth(GrowthMode.COMPOUND, rate, UP, decimals(90, 100), weeks)
    assert compound.achieved.value == pytest.approx(0.05)
    assert compound.pace.value == pytest.approx(1.0)
    assert growth(GrowthMode.COMPOUND, rate, UP, [Decimal(100), None], weeks).pace.value is None
    every = growth(GrowthMode.EVERY_WEEK, rate, UP, decimals(100), [None, *decimals(90, 95)])
    assert every.achieved.value == 1.0  # 90 against 100 are two weeks apart and no pair
    average = growth(GrowthMode.AVERAGE, rate, UP, [None, Decimal(100)], [Decimal(104), None])
    assert average.achieved.value == pytest.approx(0.04)


def test_compound_growth_of_a_stock_begins_at_its_baseline() -> None:
    found = growth(GrowthMode.COMPOUND, Decimal("0.05"), UP, decimals(50), decimals(210, "220.5"), Decimal(200))
    assert found.achieved.value == pytest.approx(0.05)
    assert found.pace.value == pytest.approx(1.0)


def test_growth_downwards() -> None:
    found = growth(GrowthMode.AVERAGE, Decimal("-0.2"), DOWN, decimals(100), decimals(85))
    assert found.pace.value == pytest.approx(0.75)


@pytest.mark.parametrize("mode", list(GrowthMode))
def test_growth_undefined(mode: GrowthMode) -> None:
    assert growth(mode, Decimal("0.05"), UP, [], decimals(5)).pace.reason is Reason.TOO_FEW_POINTS
    assert growth(mode, Decimal("0.05"), UP, decimals(0), decimals(5)).pace.value is None


@pytest.mark.parametrize("mode", [GrowthMode.AVERAGE, GrowthMode.COMPOUND])
def test_no_growth_wanted(mode: GrowthMode) -> None:
    assert growth(mode, Decimal(0), UP, decimals(100), decimals(90)).pace.value == pytest.approx(0.9)
