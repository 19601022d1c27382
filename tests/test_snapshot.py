"""A snapshot of a small plan, whose numbers can be checked by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from planlib.close import close_plan, reopen_plan
from planlib.errors import NotFoundError
from planlib.metrics.forecast import OVER
from planlib.model import Actual, Budget, Kpi, Objective, Plan, PlanKey, Record, Spend, Target, Team
from planlib.snapshot import KpiLine, Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import (
    Aggregation,
    BudgetKind,
    ChangeKind,
    Direction,
    Expected,
    Frequency,
    Gaps,
    Grain,
    GrowthMode,
    Measure,
    Method,
    Path,
    PlanState,
    Reason,
    SpendStatus,
    Status,
)
from tests.stores import WAIVED

KEY = PlanKey("t", date(2025, 3, 1))
AT = datetime(2025, 3, 1, tzinfo=UTC)
TODAY = date(2025, 3, 21)
"""2025-03-20 is the 14th of 21 working days; March 2025 has no holiday."""


def day(number: int, month: int = 3) -> date:
    return date(2025, month, number)


def weekdays(last: int) -> list[date]:
    return [found for number in range(1, last + 1) if (found := day(number)).weekday() < 5]


def write(store: Store, table: str, *rows: Record, kind: ChangeKind = ChangeKind.EDIT, **more: Any) -> None:
    change = record(store, [Write(table, rows)], actor="a", kind=kind, at=AT, reason="r", plan=KEY, **more)
    assert change is not None


@pytest.fixture
def plan(store: Store) -> Store:
    write(store, "teams", Team(team="t", code="shop", country=""))
    write(store, "plans", Plan(team="t", month=KEY.month, state=PlanState.ACTIVE))
    return store


def add_kpi(store: Store, code: str, target: dict[str, Any] | None = None, **fields: Any) -> None:
    write(store, "kpis", Kpi(**{"kpi": code, "team": "t", "code": code, "expected": Expected.WORKING, **fields}))
    write(store, "targets", Target(team="t", month=KEY.month, kpi=code, **(target or {})))


def add_actuals(store: Store, kpi: str, days: Sequence[date], value: str = "10", base: str | None = None) -> None:
    rows = [Actual(kpi=kpi, day=one, value=Decimal(value), base=base and Decimal(base)) for one in days]
    write(store, "actuals", *rows, kind=ChangeKind.IMPORT)


def opened(store: Store, **more: Any) -> Snapshot:
    return open_snapshot(store, "a", KEY, **{"today": TODAY, **more})


def line(store: Store, kpi: str, **more: Any) -> KpiLine:
    return opened(store, **more).kpi(kpi)


def test_a_sum_is_judged_on_its_working_day_path(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    add_actuals(plan, "sales", weekdays(20), "9")
    found = line(plan, "sales")
    assert (found.path, found.day, found.lag) == (Path.WORKDAY, day(20), 0)
    assert (found.days, found.days_expected) == (14, 14)
    assert (found.actual.value, found.expected.value, found.gap.value) == (126, 140, -14)
    assert found.pace.value == pytest.approx(0.9)
    assert found.status is Status.ON_TRACK
    assert found.progress.value == found.attainment.value == 0.6
    assert (found.required_rate.value, found.achieved_rate.value) == (12, 9)
    assert found.ahead_days.value == pytest.approx(-1.4)
    assert (found.forecast.value, found.forecast.method) == (189, Method.RUN_RATE)
    assert found.forecast.reason is Reason.NO_VARIATION
    drawn = opened(plan).day_by_day("sales")
    assert (drawn.path[-1], drawn.actual[-1]) == ((day(31), Decimal(210)), (day(20), Decimal(126)))


def test_a_late_file_turns_nothing_red(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    add_kpi(plan, "late", {"target": Decimal(210)})
    add_actuals(plan, "sales", weekdays(20))
    add_actuals(plan, "late", weekdays(14))
    found = line(plan, "late")
    assert (found.day, found.lag, found.days, found.days_expected) == (day(14), 4, 10, 14)
    assert (found.actual.value, found.expected.value) == (100, 100)
    assert found.status is Status.ON_TRACK


def test_a_gap_is_said_and_not_held_against_the_kpi(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    add_actuals(plan, "sales", [one for one in weekdays(20) if one != day(5)])
    found = line(plan, "sales")
    assert (found.day, found.lag, found.days, found.days_expected) == (day(20), 0, 13, 14)
    assert (found.actual.value, found.expected.value) == (130, 130)
    assert found.forecast.value == 210, "the missing day is still to come"


def test_a_month_that_is_over_does_not_wait_for_a_gap(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    add_actuals(plan, "sales", [one for one in weekdays(31) if one != day(5)])
    found = line(plan, "sales", today=date(2025, 4, 1))
    assert (found.status, found.days, found.days_expected) == (Status.MISSED, 20, 21)
    assert (found.over, found.expected.value, found.gap.value) == (True, 210, -10)


def test_a_month_that_is_over_has_no_forecast_and_no_chance(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    add_actuals(plan, "sales", weekdays(31))
    add_actuals(plan, "sales", [day(3)], "9")
    lasting, over = (line(plan, "sales", today=today) for today in (date(2025, 3, 31), date(2025, 4, 1)))
    assert (lasting.over, lasting.forecast.value) == (False, Decimal("208.95"))
    assert lasting.forecast.probability is not None
    assert (over.over, over.status, over.forecast) == (True, Status.MISSED, OVER)


def test_an_open_month_waits_for_its_last_values_and_a_closed_one_does_not(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    add_actuals(plan, "sales", weekdays(14))
    april = date(2025, 4, 2)
    waiting = line(plan, "sales", today=april, day=day(31))
    assert (waiting.over, waiting.status, waiting.expected.value) == (False, Status.ON_TRACK, 100)
    close_plan(plan, KEY, "done", actor="a", at=AT, today=april, waived=WAIVED)
    closed = line(plan, "sales", today=april)
    assert (closed.over, closed.status, closed.expected.value) == (True, Status.MISSED, 210)
    assert line(plan, "sales", today=april, day=day(14)).status is Status.ON_TRACK, "in its middle nothing is over"


def test_a_month_is_over_though_its_last_week_ends_in_the_next(plan: Store) -> None:
    weekly = {"frequency": Frequency.WEEK, "aggregation": Aggregation.MEAN}
    add_kpi(plan, "score", {"target": Decimal(5)}, **weekly)
    may = PlanKey("t", date(2025, 5, 1))  # its last week begins on 26 May and ends on 1 June
    write(plan, "plans", Plan(team="t", month=may.month))
    write(plan, "targets", Target(team="t", month=may.month, kpi="score", target=Decimal(5)))
    add_actuals(plan, "score", [date(2025, 4, 28) + timedelta(days=7 * n) for n in range(5)], "4")
    found = open_snapshot(plan, "a", may, today=date(2025, 6, 3)).kpi("score")
    assert (found.over, found.status, found.days) == (True, Status.MISSED, 5)


def test_a_range_has_a_gap_outside_it_only(plan: Store) -> None:
    add_kpi(plan, "cover", {"lower": Decimal(9), "upper": Decimal(12)}, aggregation=Aggregation.MEAN)
    gaps = []
    for value in ("8", "10", "13"):
        add_actuals(plan, "cover", [day(3)], value)
        gaps.append(line(plan, "cover", day=day(3)).gap.value)
    assert gaps == [-1, 0, 1]


def test_a_month_is_compared_only_where_no_value_is_missing_between_others(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    february = [day(number, 2) for number in range(1, 29) if day(number, 2).weekday() < 5]
    add_actuals(plan, "sales", february, "8")
    add_actuals(plan, "sales", [one for one in weekdays(20) if one != day(5)])
    assert line(plan, "sales").month_change == (None, Reason.INCOMPLETE)
    add_actuals(plan, "sales", [day(5)])
    assert line(plan, "sales").month_change.value == pytest.approx(0.25)
    assert line(plan, "sales").year_change == (None, Reason.MISSING_DATA)


def test_a_gap_may_mean_zero(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    add_kpi(plan, "complaints", {"target": Decimal(21)}, direction=Direction.DOWN, gaps=Gaps.ZERO)
    add_actuals(plan, "sales", weekdays(20))
    add_actuals(plan, "complaints", [day(3), day(4)], "5")
    found = line(plan, "complaints")
    assert (found.days, found.days_expected, found.lag) == (14, 14, 0)
    assert (found.actual.value, found.expected.value) == (10, 14)
    assert found.status is Status.ON_TRACK


def test_a_ratio_is_the_sum_of_numerators_by_the_sum_of_denominators(plan: Store) -> None:
    add_kpi(plan, "rate", {"target": Decimal("0.2")}, aggregation=Aggregation.RATIO, measure=Measure.PERCENT)
    add_actuals(plan, "rate", [day(3)], "1", "100")
    add_actuals(plan, "rate", [day(4)], "99", "300")
    found = line(plan, "rate", day=day(4))
    assert found.actual.value == Decimal("0.25")
    assert found.expected.value == Decimal("0.2"), "a level is not scaled by time"
    assert found.attainment.value == 1.25


def test_a_rate_without_its_denominator_is_undefined(plan: Store) -> None:
    add_kpi(plan, "rate", {"target": Decimal("0.2")}, aggregation=Aggregation.RATIO)
    add_actuals(plan, "rate", [day(3)], "0.21")
    found = line(plan, "rate", day=day(3))
    assert found.actual == (None, Reason.NO_DENOMINATOR)
    assert (found.status, found.reason) == (Status.UNKNOWN, Reason.NO_DENOMINATOR)


def test_before_the_first_value_there_is_no_number(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    found = line(plan, "sales")
    assert found.actual == (None, Reason.MISSING_DATA)
    assert (found.day, found.status) == (None, Status.NO_DATA)
    assert opened(plan).day == TODAY - timedelta(days=1)


def test_the_day_in_view_is_never_today(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    add_actuals(plan, "sales", [*weekdays(20), TODAY])
    assert opened(plan).day == day(20)
    assert line(plan, "sales").actual.value == 140


def test_last_month_is_compared_up_to_the_same_working_day(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    february = [day(number, 2) for number in range(1, 29) if day(number, 2).weekday() < 5]
    add_actuals(plan, "sales", february, "1")
    add_actuals(plan, "sales", weekdays(20))
    assert line(plan, "sales").last_month.value == 14
    assert line(plan, "sales").last_year == (None, Reason.MISSING_DATA)


def test_a_monthly_value_that_is_not_there_yet_leaves_those_before_to_be_seen(plan: Store) -> None:
    add_kpi(plan, "nps", {"target": Decimal(50)}, aggregation=Aggregation.LAST, frequency=Frequency.MONTH)
    add_actuals(plan, "nps", [date(2024, 3, 1)], "40")
    add_actuals(plan, "nps", [day(1, 2)], "51")
    found = line(plan, "nps")
    assert (found.actual.value, found.last_month.value, found.last_year.value) == (None, 51, 40)
    assert found.month_change == (None, Reason.MISSING_DATA)


def test_a_working_day_path_is_forecast_by_every_day_that_has_sales(plan: Store) -> None:
    add_kpi(plan, "sales", {"path": Path.WORKDAY, "target": Decimal(310)}, expected=Expected.CALENDAR)
    add_actuals(plan, "sales", [day(number) for number in range(1, 17)])  # ends on a Sunday
    found = line(plan, "sales", day=day(16))
    assert float(found.expected.value or 0) == pytest.approx(310 * 10 / 21)  # the path itself is laid on working days
    assert (found.forecast.value, found.forecast.method, found.forecast.n) == (310, Method.RUN_RATE, 16)


def test_a_weekly_split_is_forecast_by_every_day_that_has_sales(plan: Store) -> None:
    split = {"path": Path.WEEKLY, "weekly_split": "0.06 0.21 0.21 0.21 0.21 0.1", "target": Decimal(1000)}
    add_kpi(plan, "sales", split, expected=Expected.CALENDAR)
    add_actuals(plan, "sales", [day(number) for number in range(1, 21)], "30")  # on its split, weekends included
    found = line(plan, "sales")
    assert found.expected.value == 600
    assert (found.forecast.value, found.forecast.method) == (1000, Method.ADDITIVE)


def test_growth_goes_by_the_weeks_that_are_gone(plan: Store) -> None:
    planned = {"growth_mode": GrowthMode.COMPOUND, "growth_rate": Decimal("0.05")}
    add_kpi(plan, "sales", planned)
    add_actuals(plan, "sales", [day(24 + n, 2) for n in range(5)], "10")
    add_actuals(plan, "sales", [day(3), day(4), day(6), day(7)], "10")  # a day is missing: no whole week
    add_actuals(plan, "sales", [day(10 + n) for n in range(5)], "11.025")
    assert line(plan, "sales", day=day(16)).growth.value == pytest.approx(0.05)
    add_kpi(plan, "members", {**planned, "baseline": Decimal(100)}, aggregation=Aggregation.LAST)
    add_actuals(plan, "members", [day(3 + n) for n in range(5)], "104")
    assert line(plan, "members", day=day(16)).growth.value == pytest.approx(0.04)


def test_objectives_roll_up_by_weight_and_by_the_worst(plan: Store) -> None:
    goals = [Objective(team="t", month=KEY.month, objective=name, code=name) for name in ("g", "empty")]
    write(plan, "objectives", *goals)
    add_kpi(plan, "sales", {"target": Decimal(210), "objective": "g", "weight": 3})
    add_kpi(plan, "new", {"target": Decimal(210), "objective": "g", "weight": 1})
    add_actuals(plan, "sales", weekdays(20), "10")
    add_actuals(plan, "new", weekdays(20), "5")
    goal = next(found for found in opened(plan).objectives() if found.objective.code == "g")
    assert goal.score_now.value == pytest.approx((3 * 1 + 1 * 0.5) / 4)
    assert goal.score.value == pytest.approx((3 * 140 + 70) / 210 / 4)
    assert goal.status is Status.BEHIND
    assert goal.kpis == ("sales", "new") or goal.kpis == ("new", "sales")
    assert opened(plan).score().coverage == 0.5, "an objective without parts has no score"


def test_budget_lines_and_totals_foot(plan: Store) -> None:
    month = {"team": "t", "month": KEY.month}
    lines = [
        Budget(line="rent", code="rent", original=Decimal(300), phasing="dated", phasing_detail="5=1", **month),
        Budget(line="ads", code="ads", original=Decimal(200), revised=Decimal(210), **month),
        Budget(line="fees", code="fees", original=Decimal(630), kind=BudgetKind.REVENUE, **month),
    ]
    write(plan, "budgets", *lines)
    actual, committed = SpendStatus.ACTUAL, SpendStatus.COMMITTED
    write(
        plan,
        "spend",
        Spend(line="rent", payment="1", day=day(5), status=actual, amount=Decimal(300)),
        Spend(line="ads", payment="2", day=day(6), status=actual, amount=Decimal(160)),
        Spend(line="ads", payment="3", day=day(7), status=committed, amount=Decimal(40), voucher="PO1"),
        Spend(line="ads", payment="4", day=day(10), status=actual, amount=Decimal(15), settles="PO1"),
        Spend(line="fees", payment="5", day=day(20), status=actual, amount=Decimal(400)),
        Spend(line="ads", payment="6", day=day(25), status=actual, amount=Decimal(1000)),
    )
    view = opened(plan, day=day(20)).budget()
    ads, fees, rent = view.lines
    assert (rent.phased, rent.actual, rent.favourable) == (300, 300, 0)
    assert (ads.phased, ads.actual, ads.committed, ads.available) == (140, 175, 25, 10)
    assert (ads.variance, ads.favourable) == (35, -35)
    assert ads.consumption.value == pytest.approx(200 / 210)
    assert ads.payments == 3, "what is paid later is not known yet"
    assert (fees.phased, fees.favourable) == (420, -20)
    for field in ("budget", "phased", "actual", "committed", "available", "variance"):
        assert getattr(view.result, field) == getattr(view.revenue, field) - getattr(view.cost, field)
    assert view.result.favourable == sum(found.favourable for found in view.lines) == -55


def test_a_past_moment_reads_what_was_known_then(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    add_actuals(plan, "sales", weekdays(14))
    then = plan.last_change()
    before = line(plan, "sales", known_at=then)
    add_actuals(plan, "sales", weekdays(20), "3")
    write(plan, "targets", Target(team="t", month=KEY.month, kpi="sales", target=Decimal(99)))
    assert line(plan, "sales", known_at=then) == before
    assert (line(plan, "sales").actual.value, line(plan, "sales").target.target) == (42, 99)


def test_a_closed_month_keeps_its_numbers_until_it_is_reopened(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    add_actuals(plan, "sales", weekdays(31))
    april = date(2025, 4, 2)
    close_plan(plan, KEY, "done", actor="a", at=AT, today=april, waived=WAIVED)
    assert line(plan, "sales", today=april).status is Status.REACHED
    late = Actual(kpi="sales", day=day(31), value=Decimal(1))
    write(plan, "actuals", late, kind=ChangeKind.RESTATEMENT)
    assert line(plan, "sales", today=april).actual.value == 210, "the closed pages go on reading the close"
    reopen_plan(plan, KEY, "late data", actor="a", at=AT)
    assert line(plan, "sales", today=april).actual.value == 201


def test_what_a_plan_does_not_have_is_said(plan: Store) -> None:
    with pytest.raises(NotFoundError) as error:
        opened(plan).kpi("nothing")
    assert error.value.code == "no_kpi"
    with pytest.raises(NotFoundError) as error:
        open_snapshot(plan, "a", PlanKey("t", date(2024, 1, 1)), today=TODAY)
    assert error.value.code == "no_plan"


def test_trends_compare_whole_periods_only(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(210)})
    start = date(2025, 2, 3)
    days = [start + timedelta(days=n) for n in range(46)]
    add_actuals(plan, "sales", [one for one in days if one.weekday() < 5])
    found = opened(plan, day=day(20)).trend("sales", Grain.WEEK)
    assert [(period.start, period.value.value) for period in found.periods[-2:]] == [(day(10), 50), (day(17), 40)]
    assert found.periods[-2].before.change.value == 0
    last = found.periods[-1]
    assert (last.complete, last.days, last.days_expected) == (False, 4, 5)
    assert last.before.change == (None, Reason.INCOMPLETE)
    assert last.moving_average == (None, Reason.INCOMPLETE)
    assert sum(week.value.value or 0 for week in found.weeks_of_month) == found.month_to_date.value.value == 140
    assert found.weeks_of_month[0].value == (None, Reason.MISSING_DATA), "1 and 2 March are a weekend"
