"""The back-test of the forecasts: those the screens show, worked out again by hand, and counted right."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from math import sqrt
from pathlib import Path
from statistics import fmean, stdev

import pytest
from scipy.special import stdtrit

from planlib.metrics.forecast import Forecast
from planlib.model import Kpi, PlanKey
from planlib.sample import TEAM
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.vocabulary import Method
from tools.backtest import PAGE, SAMPLE, Made, filled, made, sample_cases, score, tables

JULY = PlanKey(TEAM, date(2026, 7, 1))
KPI = Kpi(kpi="k", team="t", code="k")


@pytest.fixture(scope="module")
def store(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("backtest"))))
    yield store
    store.close()


@pytest.fixture(scope="module")
def found(store: Store) -> list[Made]:
    return made(sample_cases(store))


def at(store: Store, day: date) -> Snapshot:
    return open_snapshot(store, "a", JULY, today=day + timedelta(days=1), day=day)


def of(found: list[Made], code: str, month: date = JULY.month) -> dict[date, Made]:
    return {one.day: one for one in found if one.kpi.code == code and one.month == month}


def test_forecasts_are_those_that_the_screens_showed(store: Store, found: list[Made]) -> None:
    for number in (4, 6, 12, 20, 30):
        day = date(2026, 7, number)
        shown = {line.kpi.code: line.forecast for line in at(store, day).kpis() if line.day == day}
        given = {one.kpi.code: one.forecast for one in found if one.day == day}
        assert given == {code: forecast for code, forecast in shown.items() if forecast.value is not None}


def test_one_month_by_hand(store: Store, found: list[Made]) -> None:
    """New customers of July by calendar day: the rate so far, and Student's interval for the days to come."""
    days: dict[date, float] = {}
    for row in at(store, JULY.last_day).actual_rows("new_customers"):
        days[row.day] = days.get(row.day, 0.0) + float(row.value)
    values, came = [days[day] for day in sorted(days)], sum(days.values())
    held, given = [], of(found, "new_customers")
    for n in range(5, 31):
        value, left = fmean(values[:n]) * 31, 31 - n
        half = stdtrit(n - 1, 0.9) * stdev(values[:n]) * sqrt(left + left**2 / n)
        one = given[date(2026, 7, n)]
        assert (one.came, one.forecast.method) == (Decimal(came), Method.RUN_RATE)
        ends = [float(end or 0) for end in (one.forecast.low, one.forecast.value, one.forecast.high)]
        assert ends == pytest.approx([value - half, value, value + half])
        held.append(value - half <= came <= value + half)
    assert [one.held for one in given.values() if one.held is not None] == held
    assert score(list(given.values())).coverage == sum(held) / len(held)


def one(month: int, low: int | None, high: int | None, came: int = 10) -> Made:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    forecast = Forecast(Decimal(12), ends[0], ends[1], None, Method.RUN_RATE, 9)
    start = date(2026, month, 1)
    return Made("file", KPI, start, start, 0.5, forecast, Decimal(came), None)


def test_a_group_is_counted_by_its_intervals_and_its_months() -> None:
    """Two of four held: in May both, in June none of two; so the error is √(2 · (1² + 1²)) ÷ 4."""
    counted = score([one(5, 9, 13), one(5, 10, 10), one(6, 11, 13), one(6, 5, 9), one(6, None, None, came=16)])
    assert (counted.forecasts, counted.months, counted.intervals) == (5, 2, 4)
    assert (counted.coverage, counted.below, counted.within) == (0.5, 0.25, 0.5)
    assert (counted.error, counted.bias) == (0.2, 0.2)


def test_the_page_has_what_the_sample_comes_to_today(found: list[Made]) -> None:
    (row,) = (line for line in tables(found)["source"].splitlines() if SAMPLE in line)
    assert row in PAGE.read_text("utf-8"), "run python -m tools.backtest"


def test_only_the_tables_of_the_page_are_written() -> None:
    page = "words\n<!-- a -->\nold\n<!-- end -->\nmore\n<!-- b -->\n<!-- end -->\n"
    assert filled(page, {"a": "new", "b": "rows"}) == (
        "words\n<!-- a -->\nnew\n<!-- end -->\nmore\n<!-- b -->\nrows\n<!-- end -->\n"
    )
