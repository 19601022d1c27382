"""Month-end forecasts: points, intervals, probabilities, and when there are none."""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import sqrt
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit
from scipy.stats import linregress

from planlib.metrics import projection
from planlib.metrics.figure import Figure
from planlib.metrics.forecast import course, forecast, interval, probability
from planlib.metrics.kpis import DayValue
from planlib.metrics.pace import weights
from planlib.metrics.periods import Calendar, month_span
from planlib.metrics.projection import Course, Outcome, Unit
from planlib.model import Kpi, Target
from planlib.vocabulary import Aggregation, Direction, Method, Path, Reason
from tests import published_cases as published

MONTH = date(2026, 6, 1)
SPAN = month_span(MONTH)
WORKING = weights(Path.WORKDAY, SPAN, Calendar())
UP, DOWN = Direction.UP, Direction.DOWN


def kpi(aggregation: Aggregation = Aggregation.SUM, direction: Direction = UP) -> Kpi:
    return Kpi(kpi="k", team="t", code="k", aggregation=aggregation, direction=direction)


def target(**fields: Any) -> Target:
    return Target.model_validate({"team": "t", "month": MONTH, "kpi": "k", **fields})


def month(observed: Sequence[float | str | Decimal], remaining: int, actual: str | None = None) -> Course:
    """Return a month of equal units."""
    values = [Decimal(str(value)) for value in observed]
    to_date = sum(values, Decimal(0)) if actual is None else Decimal(actual)
    return Course(Figure(to_date), tuple(Unit(Fraction(1), value) for value in values), (Fraction(1),) * remaining)


# published cases


def test_run_rate() -> None:
    case = published.P08
    actual, gone, days = case.given["actual"], case.given["elapsed"], case.given["total"]
    value = projection.run_rate(Decimal(actual), Fraction(gone, days))
    assert value == case.expected["projection"]
    assert float(value / case.given["goal"]) * 100 == pytest.approx(case.expected["projected_percent"], abs=0.05)
    actual, gone, days = case.given["second"]
    assert projection.run_rate(Decimal(actual), Fraction(gone, days)) == case.expected["second_projection"]
    units = forecast(kpi(), target(), Path.CALENDAR, month(["8000"] * 12, 18))
    assert (units.value, units.method, units.n) == (case.expected["projection"], Method.RUN_RATE, 12)


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_naive_interval(confidence: float) -> None:
    case = published.P10
    error = projection.naive_error(case.given["sigma"], 1)
    found = interval(Outcome(Method.NAIVE, 1, Decimal(case.given["point"]), error), confidence)
    assert [float(end) for end in found] == pytest.approx(case.expected[confidence], abs=case.tolerance)


def test_interval_for_one_future_value() -> None:
    case = published.P12
    n = case.given["n"]
    error = projection.total_error(case.given["spread"], 1, n)
    found = interval(Outcome(Method.ADDITIVE, n, Decimal(case.given["mean"]), error, n - 1), case.given["confidence"])
    assert projection.quantile(0.975, n - 1) == pytest.approx(case.expected["t"], abs=case.tolerance)
    assert [float(end) for end in found] == pytest.approx(case.expected["interval"], abs=case.tolerance)


def test_interval_around_a_fitted_line() -> None:
    case = published.P14
    freedom = case.given["n"] - 2
    fit = Decimal(case.given["fit"])
    error = projection.line_error(case.given["spread"], 1, case.given["fit_error"])
    for name, spread in (("one", error), ("mean", case.given["fit_error"])):
        found = interval(Outcome(Method.TREND, 6, fit, spread, freedom), case.given["confidence"])
        assert [float(end) for end in found] == pytest.approx(case.expected[name], abs=case.tolerance)


def test_interval_of_a_month_of_equal_days() -> None:
    found = forecast(kpi(), target(target=120), Path.CALENDAR, month([8, 10, 12, 9, 11], 5))
    half = 1.5332 * sqrt(2.5) * sqrt(5 + 5**2 / 5)  # t with 4 degrees of freedom, standard deviation √2.5
    assert found.value == 100
    assert [float(end or 0) for end in (found.low, found.high)] == pytest.approx([100 - half, 100 + half], abs=1e-3)


def test_interval_of_a_month_on_a_line_is_that_of_least_squares() -> None:
    observed = [10.5, 10.5, 12.4, 12.6, 14.3, 14.4, 16.5, 16.8, 18.1, 18.9, 20.7, 20.5, 22.4, 22.6, 24.2]
    found = forecast(kpi(), target(), Path.CALENDAR, month(observed, 4))
    design = numpy.column_stack([numpy.ones(15), numpy.arange(15)])
    fitted, (squares,), *_ = numpy.linalg.lstsq(design, numpy.array(observed), rcond=None)
    ahead = numpy.array([4.0, 15 + 16 + 17 + 18])
    error = sqrt(squares / 13 * (4 + ahead @ numpy.linalg.inv(design.T @ design) @ ahead))
    value, half = sum(observed) + ahead @ fitted, stdtrit(13, 0.9) * error
    ends = [float(end or 0) for end in (found.low, found.value, found.high)]
    assert found.method is Method.TREND
    assert ends == pytest.approx([value - half, value, value + half])


def test_units_on_a_perfect_line_do_not_pass_for_certainty() -> None:
    found = forecast(kpi(), target(), Path.CALENDAR, month(range(10, 25), 10))
    assert found.method is Method.RUN_RATE
    assert found.low is not None


# when there is none


@pytest.mark.parametrize(
    ("aggregation", "observed", "remaining", "reason"),
    [
        (Aggregation.SUM, [5, 6], 10, Reason.TOO_FEW_POINTS),
        (Aggregation.SUM, [5, 6, 7], 18, Reason.TOO_FEW_POINTS),  # one seventh of the month
        (Aggregation.MEAN, [5, 6], 10, Reason.TOO_FEW_POINTS),
        (Aggregation.MAX, [5, 6, 7, 8, 9], 10, Reason.NOT_APPLICABLE),
    ],
)
def test_no_forecast(aggregation: Aggregation, observed: list[float], remaining: int, reason: Reason) -> None:
    found = forecast(kpi(aggregation), target(target=50), Path.CALENDAR, month(observed, remaining))
    assert (found.value, found.low, found.probability, found.reason) == (None, None, None, reason)


def test_three_units_and_fifteen_percent_of_the_month_are_enough() -> None:
    assert forecast(kpi(), target(), Path.CALENDAR, month([5, 6, 7], 17)).value == 120
    assert forecast(kpi(Aggregation.MEAN), target(), Path.LEVEL, month([5, 6, 7], 17, "6")).value == 6


@pytest.mark.parametrize(
    ("observed", "value", "reason"),
    [
        ([5, 6, 7], "60", Reason.TOO_FEW_POINTS),
        ([5, 6, 7, 6], "60", Reason.TOO_FEW_POINTS),
        ([6, 6, 6, 6, 6], "60", Reason.NO_VARIATION),
    ],
)
def test_a_forecast_without_an_interval(observed: list[float], value: str, reason: Reason) -> None:
    found = forecast(kpi(), target(target=65), Path.CALENDAR, month(observed, 10 - len(observed)))
    assert found.value == Decimal(value)
    assert (found.low, found.high, found.probability, found.reason) == (None, None, None, reason)


def test_no_data() -> None:
    nothing = Course(Figure(None, Reason.MISSING_DATA), (), (Fraction(1),))
    assert forecast(kpi(), target(target=65), Path.CALENDAR, nothing).reason is Reason.MISSING_DATA


@pytest.mark.parametrize(
    ("direction", "actual", "probability"),
    [(UP, "60", 1.0), (UP, "59", 0.0), (DOWN, "60", 1.0), (DOWN, "61", 0.0), (Direction.NEUTRAL, "60", None)],
)
def test_at_the_end_the_forecast_is_the_actual(direction: Direction, actual: str, probability: float | None) -> None:
    for aggregation in (Aggregation.SUM, Aggregation.MEAN, Aggregation.LAST):
        found = forecast(kpi(aggregation, direction), target(target=60), Path.LEVEL, month([actual], 0))
        assert found.value == found.low == found.high == Decimal(actual)
        assert found.probability == probability


# certainty


def test_a_sum_that_is_reached_is_certain_and_an_allowance_used_up_is_lost() -> None:
    observed = [30, 50, 45, 40, 60]
    assert forecast(kpi(), target(target=200), Path.CALENDAR, month(observed, 20)).probability == 1.0
    assert forecast(kpi(), target(target=60), Path.CALENDAR, month(observed[:2], 20)).probability == 1.0
    exactly = forecast(kpi(), target(target="60.5"), Path.CALENDAR, month(["30.2", "0", "30.3"], 20))
    assert exactly.probability == 1.0
    lost = forecast(kpi(direction=DOWN), target(target=200), Path.CALENDAR, month(observed, 20))
    assert lost.probability == 0.0
    assert lost.value == 225 * 5


def test_what_can_shrink_again_is_not_certain() -> None:
    profit = forecast(kpi(), target(target=200), Path.CALENDAR, month([150, -80, 100, -20, 60], 5))
    assert profit.probability is not None
    assert 0 < profit.probability < 1
    loss = forecast(kpi(), target(target=-50), Path.CALENDAR, month([0, 1, 0, 2, 1], 20))
    assert loss.probability != 1.0


def test_probability_by_direction_and_for_a_range() -> None:
    outcome = Outcome(Method.ADDITIVE, 10, Decimal(100), 10.0, 9)
    above = probability(outcome, UP, target(target=110))
    below = probability(outcome, DOWN, target(target=110))
    within = probability(outcome, Direction.WITHIN, target(lower=90, upper=110))
    assert above is not None
    assert below is not None
    assert above + below == pytest.approx(1)
    assert within == pytest.approx(1 - 2 * above)
    assert probability(outcome, UP, target(target=100)) == pytest.approx(0.5)
    assert probability(outcome, UP, target()) is None


# methods


def test_seasonal_weights_and_weekly_splits_divide_each_unit_by_its_weight() -> None:
    observed = tuple(Unit(Fraction(weight), Decimal(value)) for weight, value in [(1, 10), (2, 20), (1, 12), (2, 20)])
    course = Course(Figure(Decimal(62)), observed, (Fraction(1), Fraction(2)))
    seasonal = forecast(kpi(), target(), Path.SEASONAL, course)
    assert (seasonal.value, seasonal.method) == (Decimal(62) + 3 * Decimal("10.5"), Method.SEASONAL)
    assert forecast(kpi(), target(), Path.WEEKLY, course).method is Method.ADDITIVE


def test_a_clear_slope_is_carried_on() -> None:
    noise = [0.5, -0.5, 0.4, -0.4, 0.3, -0.6, 0.5, -0.2, 0.1, -0.1, 0.6, -0.4, 0.2, -0.3, 0.4]
    rising = [10 + n + error for n, error in enumerate(noise)]
    found = forecast(kpi(), target(), Path.CALENDAR, month([f"{value:.1f}" for value in rising], 10))
    assert found.method is Method.TREND
    assert found.value is not None
    assert float(found.value) == pytest.approx(sum(10 + n for n in range(25)), abs=6)
    level = forecast(kpi(), target(), Path.CALENDAR, month([10 + error for error in noise], 10))
    assert level.method is Method.RUN_RATE
    waves = [80, 120, 95, 130, 70, 110, 90, 125, 100, 115, 85, 120, 90, 105, 110]
    assert forecast(kpi(), target(), Path.CALENDAR, month(waves, 10)).method is Method.RUN_RATE


def test_a_holiday_week_and_a_working_week_are_no_trend() -> None:
    october = [8, 9, 7, 8, 9, 8, 21, 23, 20, 22, 24, 21]  # a slope that chance would hardly make, but it is a step
    assert forecast(kpi(), target(), Path.CALENDAR, month(october, 19)).method is Method.RUN_RATE


def test_a_month_that_fell_to_another_level_or_ends_far_off_is_no_trend() -> None:
    fallen = [30, 33, 29, 31, 32, 28, 30, 31, 20, 18, 21, 19, 20, 22, 19, 18]
    spiked = [20, 22, 19, 21, 20, 18, 21, 22, 19, 20, 21, 19, 60, 55, 62, 58]
    for step in (fallen, spiked):
        assert linregress(range(16), step).pvalue < 0.01, "a slope that chance would hardly make"
        assert forecast(kpi(), target(), Path.CALENDAR, month(step, 10)).method is Method.RUN_RATE


def test_neighbours_that_are_alike_are_told() -> None:
    waves = [10, 11, 12, 13, 13, 12, 11, 10, 10, 11, 12, 13]
    jagged = [10, 13, 10, 13, 11, 12, 13, 10, 12, 11, 13, 10]
    assert numpy.corrcoef(waves[1:], waves[:-1])[0, 1] > 0.6
    for observed, told in ((waves, True), (jagged, False), (waves[:9], False), ([10] * 12, False)):
        assert forecast(kpi(), target(), Path.CALENDAR, month(observed, 10)).alike is told
        rates = [Unit(Fraction(1), Decimal(value * 7), Decimal(7)) for value in observed]
        whole = Course(Figure(Decimal(sum(observed)) / len(observed)), tuple(rates), (Fraction(1),) * 10)
        assert forecast(kpi(Aggregation.RATIO), target(), Path.LEVEL, whole).alike is told


def test_a_trend_with_missing_days_keeps_every_day_at_its_place() -> None:
    wobble = [1, -2, 1, 2, -1, -2, 2, 0, -1, 1, 2, -2, 1, -1, 0, 1, -1, 2, -2]
    rows = [DayValue(MONTH.replace(day=n), Decimal(100 + 4 * n + error)) for n, error in enumerate(wobble, 1)]
    missing = [MONTH.replace(day=n) for n in (3, 4, 7, 8)]
    days = weights(Path.CALENDAR, SPAN, Calendar())
    last = rows[-1].day
    whole = forecast(kpi(), target(), Path.CALENDAR, course(kpi(), rows, days, last))
    known = [row for row in rows if row.day not in missing]
    gaps = course(kpi(), known, days, last, missing=missing)
    found = forecast(kpi(), target(), Path.CALENDAR, gaps)
    assert (gaps.late, found.n, found.method) == ((2, 3, 6, 7), 15, Method.TREND)
    assert whole.value is not None
    assert found.value is not None
    assert float(found.value) == pytest.approx(float(whole.value), rel=0.005)
    assert float(whole.value) == pytest.approx(sum(100 + 4 * n for n in range(1, 31)), rel=0.005)


def stock(*levels: float | str, days: Sequence[int] = ()) -> Course:
    """Return a stock with values on the `days`, each day where none are given, and five days to come."""
    since = days or range(len(levels))
    rows = [DayValue(MONTH + timedelta(n), Decimal(str(level))) for n, level in zip(since, levels, strict=True)]
    return Course(Figure(rows[-1].value), (), (Fraction(1),) * 5, levels=tuple(rows))


def test_a_stock_stays_where_it_is_or_drifts() -> None:
    restless = forecast(kpi(Aggregation.LAST), target(), Path.LEVEL, stock(100, 104, 99, 103, 98, 101))
    assert (restless.value, restless.method, restless.n) == (Decimal(101), Method.NAIVE, 5)
    longer = forecast(kpi(Aggregation.LAST), target(), Path.LEVEL, stock(*accumulate([100, *[12, -8] * 6])))
    assert (longer.method, longer.n) == (Method.NAIVE, 12)
    growing = stock(*accumulate([100, 9, 11, 10, 12, 8, 10, 9, 11, 10, 12, 10, 9, 11, 10, 11]))
    found = forecast(kpi(Aggregation.LAST), target(target=250), Path.CALENDAR, growing)
    assert (found.value, found.method) == (Decimal(253) + 5 * Decimal("10.2"), Method.TREND)
    alone = forecast(kpi(Aggregation.LAST), target(), Path.LEVEL, stock(100))
    assert (alone.value, alone.reason) == (Decimal(100), Reason.TOO_FEW_POINTS)


def test_a_change_of_a_stock_is_spread_over_the_days_that_it_took() -> None:
    steps = [(3, 31), (1, 9), (1, 11), (2, 19), (4, 41)] * 3  # about 10 a day
    days, levels = ([*accumulate(each, initial=0)] for each in zip(*steps, strict=True))
    drifting = forecast(kpi(Aggregation.LAST), target(), Path.LEVEL, stock(*levels, days=days))
    rate = Fraction(levels[-1], days[-1])
    assert (drifting.method, drifting.n) == (Method.TREND, 15)
    assert float(drifting.value or 0) == pytest.approx(float(levels[-1] + 5 * rate))
    spread = sqrt(sum((change - float(rate) * length) ** 2 / length for length, change in steps) / 14)
    half = stdtrit(14, 0.9) * spread * sqrt(5 + 25 / days[-1])
    assert float((drifting.high or 0) - (drifting.value or 0)) == pytest.approx(half)
    naive = forecast(kpi(Aggregation.LAST), target(), Path.LEVEL, stock(0, 6, 0, 4, 0, 8, days=[0, 4, 8, 9, 10, 14]))
    sigma = sqrt((36 / 4 + 36 / 4 + 16 + 16 + 64 / 4) / 5)
    assert float((naive.high or 0) - 8) == pytest.approx(1.28155 * sigma * sqrt(5), rel=1e-4)


def test_a_ratio_goes_on_at_its_level() -> None:
    rows = [("1", "10"), ("3", "20"), ("2", "20"), ("4", "40"), ("1", "10")]
    observed = tuple(Unit(Fraction(1), Decimal(value), Decimal(base)) for value, base in rows)
    found = forecast(
        kpi(Aggregation.RATIO), target(target="0.1"), Path.LEVEL,
        Course(Figure(Decimal("0.11")), observed, (Fraction(1),) * 5),
    )  # fmt: skip
    assert (found.value, found.method, found.n) == (Decimal("0.11"), Method.LEVEL, 5)
    assert found.low is not None
    assert found.probability is not None
    assert found.low < Decimal("0.11")
    assert 0.5 < found.probability < 1
    same = tuple(Unit(Fraction(1), Decimal(1), Decimal(3)) for _ in range(5))
    flat = Course(Figure(Decimal(1) / 3), same, (Fraction(1),) * 5)
    assert forecast(kpi(Aggregation.RATIO), target(), Path.LEVEL, flat).value == Decimal(1) / 3


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=3, max_size=20), st.integers(1, 10))
def test_run_rate_and_additive_agree_where_days_weigh_the_same(observed: list[Decimal], remaining: int) -> None:
    equal = month(observed, remaining)
    actual = equal.actual.value or Decimal(0)
    rate = projection.run_rate(actual, Fraction(len(observed), len(observed) + remaining))
    assert projection.additive(actual, Method.ADDITIVE, equal).value == pytest.approx(rate)


# honest intervals: of many invented months, the interval holds the end in about 80 %


def normal(generator: random.Random) -> float:
    return generator.gauss(100, 20)


def coverage(aggregation: Aggregation, end: Callable[[list[Unit]], float], days: int, gone: int) -> float:
    generator = random.Random(20261023)
    held = 0
    for _ in range(600):
        bases = [Decimal(generator.randint(50, 150)) for _ in range(days)]
        ratio = aggregation is Aggregation.RATIO
        units = [
            Unit(Fraction(1), Decimal(f"{normal(generator) * float(base if ratio else 1) / 100:.6f}"), base)
            for base in bases
        ]
        to_date = Decimal(repr(end(units[:gone])))
        so_far = Course(Figure(to_date), tuple(units[:gone]), (Fraction(1),) * (days - gone))
        if not ratio:
            so_far = Course(Figure(to_date), tuple(unit._replace(base=None) for unit in units[:gone]), so_far.remaining)
        found = forecast(kpi(aggregation), target(), Path.CALENDAR, so_far)
        assert found.low is not None
        assert found.high is not None
        held += float(found.low) <= end(units) <= float(found.high)
    return held / 600


@pytest.mark.parametrize(
    ("aggregation", "end"),
    [
        (Aggregation.SUM, lambda units: float(sum(unit.value for unit in units))),
        (Aggregation.MEAN, lambda units: float(sum(unit.value for unit in units)) / len(units)),
        (Aggregation.RATIO, lambda units: float(sum(unit.value for unit in units) / sum(unit.base for unit in units))),
    ],
)
@pytest.mark.parametrize("gone", [6, 16])
def test_the_interval_holds_what_it_promises(
    aggregation: Aggregation, end: Callable[[list[Unit]], float], gone: int
) -> None:
    assert coverage(aggregation, end, days=22, gone=gone) == pytest.approx(0.8, abs=0.05)


def test_the_interval_of_a_stock_holds_what_it_promises() -> None:
    generator = random.Random(20261023)
    held = 0
    for _ in range(600):
        walk = list(accumulate(generator.gauss(0, 5) for _ in range(30)))
        found = forecast(kpi(Aggregation.LAST), target(), Path.LEVEL, stock(*(f"{level:.6f}" for level in walk[:25])))
        held += float(found.low or 0) <= walk[-1] <= float(found.high or 0)
    assert held / 600 == pytest.approx(0.8, abs=0.05)
