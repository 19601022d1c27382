"""Which fields of a plan's tables people edit, under which headings and how they are written."""

from planlib.editing.sheets.base import Column, Kind, Sheet, row_id
from planlib.editing.sheets.goals import BUDGETS, KPIS, MILESTONES, OBJECTIVES, STRATEGIES, TARGET_PARTS, TARGETS
from planlib.editing.sheets.lessons import LESSONS
from planlib.editing.sheets.risks import RISKS
from planlib.editing.sheets.team import CALENDAR, LEAVE, PEOPLE, PLANS, RESOURCES, TEAMS
from planlib.editing.sheets.work import ASSIGNMENTS, TASK_LINKS, TASK_STEPS, TASKS
from planlib.locale import N_

__all__ = ["GROUPS", "SHEETS", "Column", "Kind", "Sheet", "row_id"]

GROUPS: dict[str, tuple[Sheet, ...]] = {
    N_("Goals and KPIs"): (KPIS, TARGETS, TARGET_PARTS, OBJECTIVES, MILESTONES, STRATEGIES),
    N_("Tasks"): (TASKS, TASK_LINKS, TASK_STEPS, ASSIGNMENTS),
    N_("Risks"): (RISKS,),
    N_("Budget"): (BUDGETS,),
    N_("Lessons"): (LESSONS,),
    N_("People and resources"): (PEOPLE, LEAVE, RESOURCES),
    N_("Plan and team"): (PLANS, TEAMS, CALENDAR),
}
"""The tables by what they are about, in the order of the page."""

SHEETS: dict[str, Sheet] = {sheet.name: sheet for group in GROUPS.values() for sheet in group}
"""By the name of the ledger's table, in the order of the page."""
