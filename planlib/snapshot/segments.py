"""One KPI's month by segment: the regions, channels or shops behind its number."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from planlib.metrics import trends
from planlib.metrics.exact import quotient, total
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.kpis import aggregate
from planlib.snapshot.lines import SegmentLine
from planlib.snapshot.values import Series
from planlib.store.queries import SegmentValue
from planlib.vocabulary import Aggregation, Reason


def segment_lines(
    series: Series, rows: Sequence[SegmentValue], rows_then: Sequence[SegmentValue]
) -> tuple[SegmentLine, ...]:
    """Return one line per segment, the largest first; empty where the KPI is not divided.

    A day without a row of a segment counts as nothing of it: whether the KPI's day is complete is said on its line.
    """
    found, before = _by_segment(series, rows), _by_segment(series, rows_then)
    names = set(found) | set(before)
    if names <= {""}:
        return ()
    whole = total(figure.value for figure in found.values() if figure.value is not None)
    lines = [_line(series, name, found, before, whole) for name in names]
    return tuple(sorted(lines, key=lambda line: (-(line.actual.value or Decimal(0)), line.segment)))


def _by_segment(series: Series, rows: Sequence[SegmentValue]) -> dict[str, Figure[Decimal]]:
    groups = groupby(rows, key=lambda row: row.segment)
    return {name: aggregate(series.kpi.aggregation, list(group)) for name, group in groups}


def _line(
    series: Series,
    name: str,
    found: dict[str, Figure[Decimal]],
    before: dict[str, Figure[Decimal]],
    whole: Decimal,
) -> SegmentLine:
    missing: Figure[Decimal] = undefined(Reason.MISSING_DATA)
    actual, last_year = found.get(name, missing), before.get(name, missing)
    return SegmentLine(
        segment=name,
        actual=actual,
        share=_share(series, actual, whole),
        last_year=last_year,
        change=trends.change(actual, last_year, difference=trends.by_difference(series.kpi)),
    )


def _share(series: Series, actual: Figure[Decimal], whole: Decimal) -> Figure[float]:
    if series.kpi.aggregation is not Aggregation.SUM:
        return undefined(Reason.NOT_APPLICABLE)
    if actual.value is None or not whole:
        return undefined(actual.reason or Reason.ZERO_BASE)
    return Figure(float(quotient(actual.value, whole)))
