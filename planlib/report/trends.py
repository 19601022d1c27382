"""The trend of a KPI as JSON."""

from typing import Any

from planlib.metrics.trends import by_difference
from planlib.report.figures import figures, heading
from planlib.snapshot import ControlChart, Snapshot, ToDate, Trend, TrendPeriod


def trend_json(snapshot: Snapshot, trend: Trend) -> dict[str, Any]:
    """Return one KPI by day, week or month, and to date; the limits are those of its process as it is now."""
    return {
        **heading(snapshot),
        "kpi": trend.kpi.code,
        "grain": trend.grain,
        "change_kind": "difference" if by_difference(trend.kpi) else "fraction",
        "periods": [_period(period) for period in trend.periods],
        "month_to_date": _to_date(trend.month_to_date) | _month_before(trend.month_to_date),
        "quarter_to_date": _to_date(trend.quarter_to_date),
        "year_to_date": _to_date(trend.year_to_date),
        **_control(snapshot.control(trend.kpi.kpi, trend.grain)),
    }


def _period(period: TrendPeriod) -> dict[str, Any]:
    return {
        "start": period.start,
        **figures(value=period.value),
        "complete": period.complete,
        "days": period.days,
        "days_expected": period.days_expected,
        "working_days": period.working_days,
        "working_days_last_year": period.last_year.working_days,
        **figures(change=period.before.change, year_change=period.last_year.change),
        **figures(moving_average=period.moving_average),
    }


def _to_date(period: ToDate) -> dict[str, Any]:
    last_year = period.last_year
    return {
        "first": period.span.first,
        **figures(value=period.value, last_year=last_year.value, change=last_year.change),
    }


def _month_before(period: ToDate) -> dict[str, Any]:
    """Return as many of the KPI's days of the month before, where there are such."""
    before = period.before
    if before is None:
        return {}
    return {
        "last_month_first": before.span.first,
        "last_month_last": before.span.last,
        **figures(last_month=before.value, month_change=before.change),
    }


def _control(chart: ControlChart) -> dict[str, Any]:
    segment = chart.segments[-1] if chart.segments else None
    limits = segment.limits if segment else None
    if segment is None or limits is None:
        document: dict[str, Any] = {"limits": None, "limits_reason": chart.reason}
    else:
        own = {
            "locked": segment.locked,
            "method": segment.method,
            "start": segment.start,
            "slope": segment.slope,
        }
        per = chart.kpi.frequency if chart.averaged else None
        document = {"limits": {**limits._asdict(), **own, "per": per}}
    signals = [{"start": point.start, "rule": rule} for point in chart.points for rule in point.rules]
    return {**document, "signals": signals}
