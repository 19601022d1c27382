"""The control chart of the trends page has the limits and the signals that were published."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planlib.metrics.periods import next_month
from planlib.model import Actual, ProcessLimits, Team
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import Aggregation, ChangeKind, Frequency, Grain
from tests import published_cases as published
from tests.test_pages_budget_trends import shown
from tests.test_pages_trends import database, kpi, make

__all__ = ["database"]
T01, T03, T05, T08 = published.T01, published.T03, published.T05, published.T08
CASES = {
    "nist": (T01, {}, (T01.expected["mean"], T01.expected["lower"], T01.expected["upper"])),
    "nhs": (T03, {}, T03.expected["limits"][::2]),  # the lower one is below 0, where no value is: not drawn
    "median": (T08, {"limits": "median"}, T08.expected["limits"][:3]),
}


@pytest.mark.parametrize("case", CASES)
def test_limits_as_published(case: str, database: Path) -> None:
    given, address, limits = CASES[case]
    values = given.given["values"]
    level_lines = {
        trace["y"][0]
        for trace in charted(database, values, address)
        if len(set(trace["y"])) == 1 and None not in trace["y"] and len(trace["y"]) > 1
    }
    for limit in limits:
        assert any(line == pytest.approx(limit, abs=given.tolerance) for line in level_lines), (limit, level_lines)


def ending_at(complete: Sequence[int]) -> list[bool]:
    """Return which points are of the sevens that are complete where the published table says so."""
    return [any(complete[at : at + 7]) for at in range(len(complete))]


SIGNALS = {
    "seven in a row on one side of the centre": (
        6,
        T05.given["sides"],
        [ending_at(complete) for complete in T05.expected["run_complete"]],
    ),
    "seven in a row rising or falling": (
        1000,
        T05.given["values"],
        [ending_at(complete) for complete in T05.expected["trend_complete"]],
    ),
    "two of three near a limit": (
        6,
        [[side * (5 if close else 1) for close, side in zip(*one, strict=True)] for one in T05.given["close"]],
        T05.expected["two_of_three"],
    ),
}
"""What the page calls a rule, the limits it is judged by, and the published series with their signals."""


@pytest.mark.parametrize("part", [slice(0, 3), slice(3, None)], ids=["first", "rest"])
@pytest.mark.parametrize("rule", SIGNALS)
def test_signals_as_published(rule: str, part: slice, database: Path) -> None:
    limit, series, flags = SIGNALS[rule]
    values, signals = one_behind_the_other(series[part]), one_behind_the_other(flags[part])
    drawn = charted(database, values, {"rules": "mdc"}, locked_at=limit)
    (points,) = (trace for trace in drawn if isinstance(trace.get("marker", {}).get("symbol"), list))
    assert points["y"] == values, "as many as a page shows"
    assert [rule in hover for hover in points["customdata"]] == [bool(signal) for signal in signals]


def one_behind_the_other(series: Sequence[Sequence[Any]]) -> list[Any]:
    """Return several series as one, with a gap after each but the last, across which no rule runs."""
    return [value for one in series for value in (*one, None)][:-1]


def months(count: int) -> list[date]:
    found = [date(2020, 1, 1)]
    while len(found) < count:
        found.append(next_month(found[-1]))
    return found


def charted(
    database: Path, values: Sequence[float | None], address: dict[str, str], locked_at: int | None = None
) -> list[dict[str, Any]]:
    """Record a monthly KPI, its limits locked so far from 0 or free, and return what its page draws."""
    days = months(len(values))
    actuals = [
        Actual(kpi="k", day=day, value=Decimal(str(value)))
        for day, value in zip(days, values, strict=True)
        if value is not None
    ]
    last = actuals[-1].day
    level = kpi("k", frequency=Frequency.MONTH, aggregation=Aggregation.MEAN)
    make(database, Team(team="t", code="t"), [last], [level], actuals)
    if locked_at is not None:
        lock(database, locked_at, days[0], last)
    app = shown("trends", "en-US", kpi="k", **address)
    return [trace for chart in app.get("plotly_chart") for trace in json.loads(chart.proto.spec)["data"]]


def lock(database: Path, limit: int, first: date, last: date) -> None:
    """Lock the limits of the KPI at `limit` on both sides of 0."""
    locked = ProcessLimits(
        kpi="k",
        grain=Grain.MONTH,
        start=first,
        first=first,
        last=last,
        centre=Decimal(0),
        lower=Decimal(-limit),
        upper=Decimal(limit),
        range_upper=Decimal(2 * limit),
    )
    store = Store.open(database)
    record(store, [Write("process_limits", [locked])], actor="test", kind=ChangeKind.EDIT, at=datetime.now(UTC))
    store.close()
