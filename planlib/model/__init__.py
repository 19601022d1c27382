"""The records a plan is made of, and what each field means.

A record is what a person writes: validated here, kept in the ledger (``planlib.store``), read back as it was.
Ids (``team``, ``kpi``, ``line`` …) never change; codes and names may. Percentages are fractions. Days include
both ends. Texts come in a Chinese and an English version; where one is empty the other is shown.
"""

from planlib.model.base import (
    DECIMALS,
    LARGEST,
    Code,
    Exact,
    Id,
    LongText,
    Month,
    PlanKey,
    Record,
    Share,
    Text,
    Weight,
    dated_shares,
    new_id,
    numbers,
    shares,
)
from planlib.model.feedback import Feedback
from planlib.model.goals import Milestone, Objective, Plan, Strategy
from planlib.model.kpis import Actual, Kpi, ProcessLimits, Target, TargetPart
from planlib.model.meetings import CheckIn, Decision, Lesson, Meeting
from planlib.model.money import Budget, ControlLook, Explanation, Spend
from planlib.model.records import Close, FileMapping, Wording
from planlib.model.risks import Risk
from planlib.model.tasks import Assignment, Task, TaskLink, TaskStep
from planlib.model.team import CalendarDay, Leave, Person, Resource, Team

__all__ = [
    "DECIMALS",
    "LARGEST",
    "Actual",
    "Assignment",
    "Budget",
    "CalendarDay",
    "CheckIn",
    "Close",
    "Code",
    "ControlLook",
    "Decision",
    "Exact",
    "Explanation",
    "Feedback",
    "FileMapping",
    "Id",
    "Kpi",
    "Leave",
    "Lesson",
    "LongText",
    "Meeting",
    "Milestone",
    "Month",
    "Objective",
    "Person",
    "Plan",
    "PlanKey",
    "ProcessLimits",
    "Record",
    "Resource",
    "Risk",
    "Share",
    "Spend",
    "Strategy",
    "Target",
    "TargetPart",
    "Task",
    "TaskLink",
    "TaskStep",
    "Team",
    "Text",
    "Weight",
    "Wording",
    "dated_shares",
    "new_id",
    "numbers",
    "shares",
]
