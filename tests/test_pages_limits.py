"""The control chart of the trends page has the limits that were published for real series."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planlib.metrics.periods import next_month
from planlib.model import Actual, Team
from planlib.vocabulary import Aggregation, Frequency
from tests import published_cases as published
from tests.test_pages_budget_trends import shown
from tests.test_pages_trends import kpi, make

T01, T03, T08 = published.T01, published.T03, published.T08
CASES = {
    "nist": (T01, {}, (T01.expected["mean"], T01.expected["lower"], T01.expected["upper"])),
    "nhs": (T03, {}, T03.expected["limits"][::2]),  # the lower one is below 0, where no value is: not drawn
    "median": (T08, {"limits": "median"}, T08.expected["limits"][:3]),
}


@pytest.mark.parametrize("case", CASES)
def test_limits_as_published(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, address, limits = CASES[case]
    months = [date(2024, 1, 1)]
    while len(months) < len(given.given["values"]):
        months.append(next_month(months[-1]))
    values = zip(months, given.given["values"], strict=True)
    actuals = [Actual(kpi="k", day=month, value=Decimal(str(value))) for month, value in values]
    monkeypatch.setenv("PLANLIB_DB", str(tmp_path / "plan.duckdb"))
    level = kpi("k", frequency=Frequency.MONTH, aggregation=Aggregation.MEAN)
    make(tmp_path / "plan.duckdb", Team(team="t", code="t"), [months[-1]], [level], actuals)
    app = shown("trends", "en-US", kpi="k", **address)
    drawn = [trace for chart in app.get("plotly_chart") for trace in json.loads(chart.proto.spec)["data"]]
    level_lines = {
        trace["y"][0] for trace in drawn if len(set(trace["y"])) == 1 and None not in trace["y"] and len(trace["y"]) > 1
    }
    for limit in limits:
        assert any(line == pytest.approx(limit, abs=given.tolerance) for line in level_lines), (limit, level_lines)
