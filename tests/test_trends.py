"""A trend compares like with like: whole with whole, as many days, working days told, weeks cut at months' edges."""

import shutil
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from planlib.locale import plain
from planlib.metrics.periods import Span
from planlib.model import CalendarDay, PlanKey
from planlib.report import trend_json
from planlib.sample import TEAM
from planlib.snapshot import Trend, open_snapshot
from planlib.store import queries
from planlib.store.changes import change_at
from planlib.store.connect import Store
from planlib.vocabulary import Aggregation, Expected, Grain, Reason
from tests.test_snapshot import add_actuals, add_kpi, day, opened, write
from tests.test_snapshot import plan as plan  # the fixture


def days(first: date, last: date, *, weekends: bool = False) -> list[date]:
    return [one for one in Span(first, last).days() if weekends or one.weekday() < 5]


def cut_weeks(plan: Store, kpi: str, last: int) -> Trend:
    return opened(plan, day=day(last)).trends([(kpi, Grain.WEEK)], cut=True)[0]


@pytest.fixture
def sales(plan: Store) -> Store:
    """Give a plan whose sales, expected on working days, are 10 on each from January to 20 March."""
    add_kpi(plan, "sales")
    add_actuals(plan, "sales", days(date(2025, 1, 1), day(20)))
    return plan


def test_weeks_cut_at_the_months_edges_add_up_to_the_months(sales: Store) -> None:
    trend = cut_weeks(sales, "sales", 20)
    february = [period for period in trend.periods if period.start.month == 2]
    whole = next(
        month for month in opened(sales, day=day(20)).trend("sales", Grain.MONTH).periods if month.start.month == 2
    )
    assert sum(period.value.value or 0 for period in february) == whole.value.value == 200
    march = [period for period in trend.periods if period.start >= day(1)]
    assert sum(period.value.value or 0 for period in march) == trend.month_to_date.value.value
    assert march[0].start == day(3), "1 and 2 March are a weekend, so no piece of the KPI"
    assert {period.start.isoformat() for period in trend.periods} >= {"2025-01-27", "2025-02-03", "2025-02-24"}
    assert next(period.last for period in trend.periods if period.start == day(24, 2)) == day(28, 2)


def test_pieces_of_unequal_length_are_compared_per_day_only(plan: Store) -> None:
    add_kpi(plan, "orders", expected=Expected.CALENDAR)
    add_actuals(plan, "orders", days(date(2024, 2, 1), day(9), weekends=True))
    trend = cut_weeks(plan, "orders", 9)
    by_start = {period.start: period for period in trend.periods}
    weekend = by_start[day(1)]
    assert (weekend.last, weekend.value.value, weekend.level.value) == (day(2), 20, 10)
    assert weekend.before.value.value == weekend.last_year.value.value == 10
    assert weekend.before.change.value == weekend.last_year.change.value == 0
    assert weekend.last_year.span == Span(date(2024, 3, 2), date(2024, 3, 3)), "the same weekdays, 364 days earlier"
    assert weekend.moving_average.reason is trend.growth.reason is Reason.NOT_APPLICABLE


@pytest.mark.parametrize("grain", [Grain.WEEK, Grain.MONTH])
def test_a_period_with_a_missing_day_is_compared_with_nothing(plan: Store, grain: Grain) -> None:
    add_kpi(plan, "sales")
    missing = day(12, 2)
    add_actuals(plan, "sales", [one for one in days(date(2024, 1, 1), day(31)) if one != missing])
    found = opened(plan, day=day(31), today=day(31) + timedelta(1)).trend("sales", grain).periods
    at = next(number for number, period in enumerate(found) if period.start <= missing <= period.last)
    hole, after = found[at : at + 2]
    assert (hole.complete, hole.days, hole.days_expected) == (False, *((4, 5) if grain is Grain.WEEK else (19, 20)))
    assert hole.before.change == hole.last_year.change == (None, Reason.INCOMPLETE)
    assert hole.before.change_per_day.value is None
    assert after.complete
    assert (after.before.change, after.moving_average) == ((None, Reason.INCOMPLETE),) * 2
    assert found[at - 1].before.change.value is not None


def test_only_weeks_of_daily_values_are_cut(plan: Store) -> None:
    add_kpi(plan, "stock", aggregation=Aggregation.LAST)
    add_actuals(plan, "stock", days(date(2025, 1, 1), day(20)))
    weeks, months = opened(plan, day=day(20)).trends([("stock", Grain.WEEK), ("stock", Grain.MONTH)], cut=True)
    assert (weeks.cut, weeks.averaged, months.cut) == (True, False, False)
    assert all(period.level == period.value for period in weeks.periods)


def test_a_month_to_date_is_compared_with_as_many_working_days_of_the_month_before(sales: Store) -> None:
    found = opened(sales, day=day(20)).trend("sales", Grain.MONTH).month_to_date
    assert found.before is not None
    assert (found.working_days, found.before.working_days, found.before.change.value) == (14, 14, 0)
    assert found.before.span == Span(day(1, 2), day(20, 2))
    line = opened(sales, day=day(20)).kpi("sales")
    assert found.before.value == line.last_month
    told = trend_json(opened(sales, day=day(20)), opened(sales, day=day(20)).trend("sales", Grain.MONTH))
    compared = {name: value for name, value in told["month_to_date"].items() if "month" in name}
    assert compared == {
        "last_month_first": day(1, 2),
        "last_month_last": day(20, 2),
        "last_month": plain(found.before.value.value or Decimal(0)),
        "month_change": 0.0,
    }
    assert "last_month" not in told["year_to_date"]


def test_a_moved_holiday_is_told_and_leaves_the_change_per_working_day(plan: Store) -> None:
    holidays = [date(2025, 3, 4), date(2025, 3, 5)]
    write(plan, "calendar_days", *(CalendarDay(team="t", day=one, working=False) for one in holidays))
    open_days = [one for one in days(date(2024, 2, 1), day(16)) if one not in holidays]
    for kpi, aggregation in (("sales", Aggregation.SUM), ("rate", Aggregation.MEAN)):
        add_kpi(plan, kpi, aggregation=aggregation)
        add_actuals(plan, kpi, open_days)
    week = next(one for one in opened(plan, day=day(16)).trend("sales", Grain.WEEK).periods if one.start == day(3))
    assert week.complete
    assert (week.working_days, week.before.working_days, week.last_year.working_days) == (3, 5, 5)
    assert week.last_year.change.value == pytest.approx(-0.4)
    assert week.last_year.change_per_day.value == week.before.change_per_day.value == 0
    rate = next(one for one in opened(plan, day=day(16)).trend("rate", Grain.WEEK).periods if one.start == day(3))
    assert rate.last_year.change_per_day.reason is Reason.NOT_APPLICABLE


def test_what_comes_every_day_is_compared_per_day_not_per_working_day(plan: Store) -> None:
    add_kpi(plan, "orders", expected=Expected.CALENDAR)
    add_actuals(plan, "orders", days(date(2024, 12, 1), day(20), weekends=True))
    february = opened(plan, day=day(20)).trend("orders", Grain.MONTH).periods[-2]
    assert (february.working_days, february.before.working_days) == (20, 23)
    assert february.before.change.value == pytest.approx(28 / 31 - 1)
    assert february.before.change_per_day.value == 0
    assert february.last_year.change_per_day.value is None


def test_several_trends_ask_the_database_once(sales: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add_kpi(sales, "orders")
    add_actuals(sales, "orders", days(date(2025, 1, 1), day(20)), "5")
    snapshot, daily_values = opened(sales, day=day(20)), queries.daily_values
    snapshot.kpis()
    asked: list[list[str]] = []

    def ask(store: Store, kpis: list[str], first: date, last: date, known_at: int) -> list[queries.DailyValue]:
        asked.append(kpis)
        return daily_values(store, kpis, first, last, known_at)

    monkeypatch.setattr(queries, "daily_values", ask)
    wanted = [(kpi, grain) for kpi in ("sales", "orders") for grain in (Grain.WEEK, Grain.MONTH)]
    weeks, months, *_orders = snapshot.trends(wanted)
    assert asked == [["orders", "sales"]]
    assert snapshot.trend("sales", Grain.WEEK) is weeks
    assert snapshot.trend("orders", Grain.MONTH).periods[-1].value.value == Decimal(14 * 5)
    assert months.periods[0].start == date(2025, 1, 1)
    assert len(asked) == 1, "what was read once is kept"


def test_compound_growth_counts_intervals_between_whole_periods(plan: Store) -> None:
    add_kpi(plan, "users", aggregation=Aggregation.MEAN, expected=Expected.CALENDAR)
    start = date(2025, 2, 3)
    for week, value in enumerate(("100", "150", "121")):
        first = start + week * timedelta(days=7)
        add_actuals(plan, "users", days(first, first + timedelta(days=6), weekends=True), value)
    trend = opened(plan, day=day(1)).trend("users", Grain.WEEK)
    assert trend.growth.value == pytest.approx(0.1)


@pytest.mark.parametrize("today", [date(2026, 10, 24), date(2026, 10, 6), date(2026, 9, 19)])
def test_the_month_to_date_of_every_kpi_is_the_one_of_its_line(sample_file: Path, tmp_path: Path, today: date) -> None:
    store = Store.open(Path(shutil.copy(sample_file, tmp_path)))
    known = change_at(store, datetime(today.year, today.month, today.day, 12, tzinfo=UTC))
    plan = PlanKey(TEAM, today.replace(day=1))
    snapshot = open_snapshot(store, "a", plan, today=today, known_at=known)
    for line in (line for line in snapshot.kpis() if line.actual.value is not None):
        found = snapshot.trend(line.kpi.kpi, Grain.MONTH).month_to_date
        told = (line.actual, line.last_month, line.last_year)
        assert found.before is not None
        assert (found.value, found.before.value, found.last_year.value) == told, line.kpi.code
    store.close()
