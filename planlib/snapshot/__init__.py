"""A plan as it stood: the one source of numbers for pages, exports and the command line.

A snapshot is named by three values: the plan, the last day whose data count, and the last change known.
It never changes, so it may be cached by them. SQL adds up, the functions of ``planlib.metrics`` judge, and the
frozen lines below carry the answers; nobody else adds numbers up.
"""

from planlib.snapshot.events import Event, EventKind
from planlib.snapshot.gap import Gap, GapPart
from planlib.snapshot.lines import (
    ActualRow,
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
    TimeGone,
    ToDate,
    Trend,
    TrendPeriod,
)
from planlib.snapshot.money_lines import (
    BudgetLine,
    BudgetTotal,
    BudgetView,
    Crossing,
    EarnedView,
    PriceVolume,
    SpendRow,
)
from planlib.snapshot.opening import Snapshot, open_snapshot
from planlib.snapshot.original import Move, Original
from planlib.snapshot.parts import PartLine, SplitLine
from planlib.snapshot.risks import Level, RiskLine, RisksView, Trigger, risk_moves
from planlib.snapshot.smart import SmartLine
from planlib.snapshot.target_basis import Course, MonthWeek, TargetBasis
from planlib.snapshot.task_groups import TaskGroup, task_groups
from planlib.snapshot.task_lines import Pushed, Schedule, TaskLine
from planlib.snapshot.workload import Assigned, PersonLoad, Relief, ResourceLoad, Workload

__all__ = [
    "ActualRow",
    "Assigned",
    "BudgetLine",
    "BudgetTotal",
    "BudgetView",
    "ChartedPoint",
    "ClippedWeek",
    "Compared",
    "ControlChart",
    "ControlSegment",
    "Course",
    "Crossing",
    "DayByDay",
    "EarnedView",
    "Event",
    "EventKind",
    "Gap",
    "GapPart",
    "KpiLine",
    "Level",
    "MonthWeek",
    "Move",
    "ObjectiveLine",
    "Original",
    "PartLine",
    "PersonLoad",
    "PlanScore",
    "PriceVolume",
    "Pushed",
    "Relief",
    "ResourceLoad",
    "RiskLine",
    "RisksView",
    "Schedule",
    "SegmentLine",
    "SmartLine",
    "Snapshot",
    "SpendRow",
    "SplitLine",
    "TargetBasis",
    "TaskGroup",
    "TaskLine",
    "TimeGone",
    "ToDate",
    "Trend",
    "TrendPeriod",
    "Trigger",
    "Workload",
    "open_snapshot",
    "risk_moves",
    "task_groups",
]
