"""What is said of a forecast: its method and what it rests on, why there is no interval or none at all, rates."""

import html
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from planlib.charts import LIGHT, Reader, recent_note
from planlib.locale import language
from planlib.metrics.forecast import Forecast
from planlib.snapshot import KpiLine
from planlib.store.connect import Store
from planlib.vocabulary import Aggregation, Direction, Method, Path, Reason
from tests.test_snapshot import add_actuals, add_kpi, line, weekdays
from tests.test_snapshot import plan as plan  # the fixture
from ui.outlook import outlook

EN, ZH = language("en"), language("zh")


def said(found: KpiLine, code: str = "en") -> dict[str, str]:
    markup = str(outlook(language(code), found, "CNY"))
    return {
        html.unescape(name): html.unescape(text) for name, text in re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", markup)
    }


@pytest.fixture
def sales(plan: Store) -> KpiLine:
    """Nine a working day where ten were planned, up to the 20th: 126 of 210 with seven days to come."""
    add_kpi(plan, "sales", {"target": Decimal(210)})
    add_actuals(plan, "sales", weekdays(20), "9")
    return line(plan, "sales")


def test_method_number_and_rates_are_said(sales: KpiLine) -> None:
    assert said(sales) == {
        "Forecast": "at the rate so far · from 14 values · no interval: all values are the same",
        "Needed from here": "12 per working day; so far 9 (+33%)",
    }
    assert said(sales, "zh")["往后需要"] == "每个工作日 12；目前 9（+33%）"


def test_where_days_differ_in_weight_the_rate_is_that_of_an_average_day_beside_all_that_is_left(sales: KpiLine) -> None:
    seasonal = replace(sales, path=Path.SEASONAL)
    assert said(seasonal)["Needed from here"] == "84 in all, 12 per average working day; so far 9 (+33%)"
    assert said(seasonal, "zh")["往后需要"] == "共 84，平均每个工作日 12；目前 9（+33%）"
    assert recent_note(seasonal, Reader(EN, LIGHT, "CNY")) == "dashed: what is needed of an average day from here on"
    assert recent_note(sales, Reader(EN, LIGHT, "CNY")) == "dashed: what is needed from here on"


@pytest.mark.parametrize(
    ("forecast", "words"),
    [
        (Forecast(Decimal(9), Decimal(8), Decimal(10), 0.31, Method.TREND, 15), "along the trend · from 15 values"),
        (
            Forecast(Decimal(9), Decimal(-1), Decimal(10), 0.31, Method.RUN_RATE, 15),
            "at the rate so far · from 15 values · the interval reaches beyond what is possible",
        ),
        (
            Forecast(Decimal(9), Decimal(8), Decimal(10), 0.31, Method.TREND, 15, alike=True),
            "along the trend · from 15 values · neighbouring values are alike: the interval is rather too narrow",
        ),
        (Forecast(None, None, None, None, None, 2, Reason.TOO_FEW_POINTS), "none: too few values so far"),
    ],
)
def test_an_impossible_end_and_no_forecast_are_said(sales: KpiLine, forecast: Forecast, words: str) -> None:
    kpi = sales.kpi.model_copy(update={"smallest": Decimal(0)})
    found = said(replace(sales, kpi=kpi, forecast=forecast))
    assert found["Forecast"] == words
    assert found.get("Chance") == (None if forecast.value is None else "30%, if the rest varies as so far")


def test_a_ceiling_has_something_left_and_a_level_is_kept_over_the_rest(sales: KpiLine) -> None:
    falling = sales.kpi.model_copy(update={"direction": Direction.DOWN})
    assert "Left from here" in said(replace(sales, kpi=falling))
    mean = sales.kpi.model_copy(update={"aggregation": Aggregation.MEAN})
    assert said(replace(sales, kpi=mean, path=Path.LEVEL))["Needed from here"] == (
        "12 over the rest of the month; so far 9"
    )


def test_a_month_that_is_over_has_nothing_ahead(sales: KpiLine) -> None:
    assert said(replace(sales, over=True)) == {}
