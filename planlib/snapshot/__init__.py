"""A plan as it stood: the one source of numbers for pages, exports and the command line.

A snapshot is named by three values: the plan, the last day whose data count, and the last change known.
It never changes, so it may be cached by them. SQL adds up, the functions of ``planlib.metrics`` judge, and the
frozen lines below carry the answers; nobody else adds numbers up.
"""

from planlib.snapshot.events import Event, EventKind
from planlib.snapshot.gap import Gap, GapPart
from planlib.snapshot.lines import (
    ActualRow,
    BudgetLine,
    BudgetTotal,
    BudgetView,
    ChartedPoint,
    ClippedWeek,
    Compared,
    ControlChart,
    ControlSegment,
    DayByDay,
    KpiLine,
    ObjectiveLine,
    PlanScore,
    SegmentLine,
    SpendRow,
    TimeGone,
    ToDate,
    Trend,
    TrendPeriod,
)
from planlib.snapshot.opening import Snapshot, open_snapshot
from planlib.snapshot.risks import Level, RiskLine, RisksView, Trigger, risk_moves
from planlib.snapshot.task_lines import Pushed, Schedule, TaskLine

__all__ = [
    "ActualRow",
    "BudgetLine",
    "BudgetTotal",
    "BudgetView",
    "ChartedPoint",
    "ClippedWeek",
    "Compared",
    "ControlChart",
    "ControlSegment",
    "DayByDay",
    "Event",
    "EventKind",
    "Gap",
    "GapPart",
    "KpiLine",
    "Level",
    "ObjectiveLine",
    "PlanScore",
    "Pushed",
    "RiskLine",
    "RisksView",
    "Schedule",
    "SegmentLine",
    "Snapshot",
    "SpendRow",
    "TaskLine",
    "TimeGone",
    "ToDate",
    "Trend",
    "TrendPeriod",
    "Trigger",
    "open_snapshot",
    "risk_moves",
]
