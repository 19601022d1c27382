"""A waterfall as stacked columns, for formats whose own charts have none.

Columns above and below zero are stacked each by themselves, so a step that crosses zero has a part on either side.
"""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from planlib.document import Chart, Look, Series
from planlib.locale import N_


class Part(StrEnum):
    """What a column is."""

    BELOW = "below"
    """What carries a step, and is not drawn."""
    TOTAL = "total"
    GOOD = "good"
    BAD = "bad"
    LABEL = "label"
    """Beyond the end of a step, not drawn: where its label stands, which no step is too small for."""


_NAMES = {
    Part.BELOW: N_("Below a step, not drawn"),
    Part.TOTAL: N_("Total"),
    Part.GOOD: N_("favourable"),
    Part.BAD: N_("adverse"),
    Part.LABEL: N_("Place of a label, not drawn"),
}


_SIDES = 1, -1
"""Above and below zero."""


class Column(NamedTuple):
    """One series of stacked columns."""

    part: Part
    series: Series


_LABEL = Decimal("0.06")
"""Height of a label, as a share of the chart's."""


def stacked(chart: Chart) -> list[Column]:
    """Return the columns, from the lowest of the stack up."""
    rows, _ = list(_rows(chart)), chart.scale.language
    ends = [sum(amount for (_part, at), amount in row.items() if at == side) for row in rows for side in _SIDES]
    high = _LABEL * (max(ends, default=0) - min(ends, default=0))
    rows = [row | _label(row, high) for row in rows]
    parts = [(part, side) for part in Part for side in _SIDES]
    found = [
        Column(part, Series(_(_NAMES[part]), Look.STEPS, tuple(row.get((part, side)) for row in rows)))
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


def label(chart: Chart, at: int) -> str:
    """Return what stands at a step: how far it goes, a total without a sign."""
    series = chart.series[0]
    value = series.values[at] or Decimal(0)
    return ("+" if series.good[at] is not None and value > 0 else "") + chart.text(value)


def _label(row: dict[tuple[Part, int], Decimal], high: Decimal) -> dict[tuple[Part, int], Decimal]:
    side = -1 if row and all(below == -1 for _part, below in row) else 1
    return {(Part.LABEL, side): side * high}


def _step(low: Decimal, high: Decimal, part: Part) -> dict[tuple[Part, int], Decimal]:
    if low >= 0:
        return {(Part.BELOW, 1): low, (part, 1): high - low}
    if high <= 0:
        return {(Part.BELOW, -1): high, (part, -1): low - high}
    return {(part, 1): high, (part, -1): low}
