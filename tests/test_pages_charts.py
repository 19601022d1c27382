"""What the charts of the pages send to the browser: the points that they draw, however much history there is."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.test_pages_budget_trends import shown

MOST = 70
"""Points of a line: 62 days at most, and the ends of what is drawn beside them."""
BYTES = 16_000


@pytest.fixture(autouse=True)
def _database(sample_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANLIB_DB", str(sample_file))


def outside(trace: dict[str, Any], layout: dict[str, Any]) -> list[Any]:
    """Return the places of a trace that lie beyond the ends of its axis."""
    ends, places = layout.get("xaxis", {}).get("range"), trace.get("x", [])
    if not ends or not places or type(ends[0]) is not type(places[0]):
        return []
    first, last = (end[:10] if isinstance(end, str) else end for end in ends)
    return [place for place in places if not first <= (place[:10] if isinstance(place, str) else place) <= last]


@pytest.mark.parametrize(
    ("page", "address"),
    [
        *(("kpis", {"kpi": kpi}) for kpi in ("gmv", "refund_rate", "merchants", "nps")),
        *(("trends", {"kpi": "gmv", "grain": grain}) for grain in ("day", "week", "month")),
        ("trends", {"kpi": "gmv,refund_rate,nps"}),
        ("budget", {}),
    ],
)
def test_charts_send_only_the_points_they_draw(page: str, address: dict[str, str]) -> None:
    figures = [json.loads(chart.proto.spec) for chart in shown(page, "en-US", **address).get("plotly_chart")]
    assert figures
    for figure in figures:
        assert len(json.dumps(figure)) < BYTES
        for trace in figure["data"]:
            assert len(trace.get("x", [])) <= MOST, trace.get("name")
            assert outside(trace, figure["layout"]) == [], trace.get("name")
