"""Saying that a KPI's process became another one, locking the limits of its control chart, and taking either back.

Each is one change of the ledger, with its reason. What others said since the chart was read is a conflict.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from planlib.errors import RefusedError
from planlib.locale import round_half_up
from planlib.model import DECIMALS, PlanKey, ProcessLimits
from planlib.snapshot import ControlChart, ControlSegment
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, record
from planlib.vocabulary import ChangeKind


class By(NamedTuple):
    """Who says something about a chart, when, and why."""

    actor: str
    at: datetime
    reason: str
    plan: PlanKey
    """In whose history it stands."""
    seen: int
    """The newest change that they had seen."""


def rebase(store: Store, chart: ControlChart, start: date, by: By) -> Change | None:
    """Begin a new segment at the period `start`; None where that was said already with these words."""
    if start not in {point.start for point in chart.points[1:]}:
        raise ValueError(f"{start} begins no later period of the chart")
    if not by.reason.strip():
        raise RefusedError("reason_needed")
    return _record(store, by, rows=[_row(chart, start, reason=by.reason)])


def lock(store: Store, chart: ControlChart, by: By) -> Change | None:
    """Keep the limits of the newest segment as they are charted, so that new values do not move them."""
    segment = chart.segments[-1]
    if segment.limits is None or segment.provisional or segment.slope:
        raise ValueError("there are no limits to lock")
    exact = {name: _exact(value) for name, value in segment.limits._asdict().items()}
    period = {"first": segment.start, "last": segment.end, "method": segment.method}
    return _record(store, by, rows=[_row(chart, _start(segment), reason=segment.why, **period, **exact)])


def unlock(store: Store, chart: ControlChart, by: By) -> Change | None:
    """Let new values move the limits of the newest segment again."""
    segment = chart.segments[-1]
    if segment.why:
        return _record(store, by, rows=[_row(chart, _start(segment), reason=segment.why)])
    return _record(store, by, removed=[(chart.kpi.kpi, chart.grain, _start(segment))])


def take_back(store: Store, segment: ControlSegment, by: By) -> Change | None:
    """Join a segment with the one before it again."""
    if segment.kept is None:
        raise ValueError("nobody said that the segment begins there")
    return _record(store, by, removed=[(segment.kept.kpi, segment.kept.grain, segment.kept.start)])


def _start(segment: ControlSegment) -> date:
    return segment.kept.start if segment.kept else segment.start


def _row(chart: ControlChart, start: date, **fields: Any) -> ProcessLimits:
    return ProcessLimits(kpi=chart.kpi.kpi, grain=chart.grain, start=start, **fields)


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else round_half_up(Decimal(value), DECIMALS)


def _record(
    store: Store, by: By, rows: Sequence[ProcessLimits] = (), removed: Sequence[tuple[Any, ...]] = ()
) -> Change | None:
    write = Write("process_limits", rows, removed, based_on=by.seen)
    return record(store, [write], actor=by.actor, kind=ChangeKind.EDIT, at=by.at, reason=by.reason, plan=by.plan)
