"""A waterfall as stacked columns, for formats whose own charts have none.

Columns above and below zero are stacked each by themselves, so a step that crosses zero has a part on either side.
"""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from planlib.document import Chart, Look, Series


class Part(StrEnum):
    """What a column is."""

    BELOW = "below"
    """What carries a step, and is not drawn."""
    TOTAL = "total"
    GOOD = "good"
    BAD = "bad"


class Column(NamedTuple):
    """One series of stacked columns."""

    part: Part
    series: Series


def stacked(chart: Chart) -> list[Column]:
    """Return the columns, from the lowest of the stack up."""
    rows = list(_rows(chart))
    parts = [(part, side) for part in Part for side in (1, -1)]
    found = [
        Column(part, Series(part.value, Look.STEPS, tuple(row.get((part, side)) for row in rows)))
        for part, side in parts
    ]
    return [column for column in found if any(column.series.values)]


def _rows(chart: Chart) -> list[dict[tuple[Part, int], Decimal]]:
    level, rows, series = Decimal(0), [], chart.series[0]
    for value, good in zip(series.values, series.good, strict=True):
        step = value or Decimal(0)
        if good is None:
            level = step
            rows.append({(Part.TOTAL, 1 if step >= 0 else -1): step})
            continue
        start, level = level, level + step
        rows.append(_step(min(start, level), max(start, level), Part.GOOD if good else Part.BAD))
    return rows


def _step(low: Decimal, high: Decimal, part: Part) -> dict[tuple[Part, int], Decimal]:
    if low >= 0:
        return {(Part.BELOW, 1): low, (part, 1): high - low}
    if high <= 0:
        return {(Part.BELOW, -1): high, (part, -1): low - high}
    return {(part, 1): high, (part, -1): low}
