"""A plan to begin with: empty or from a built-in plan template, for a team that may be new; recorded as one change.

From the month before it is drafted by ``planlib.rollover``.
"""

from planlib.starting.new_plan import NewPlan, new_plan, start_plan
from planlib.starting.new_team import Customs, all_zones, country_names, customs, lead_called, new_team, zones
from planlib.starting.plan_template import PlanTemplate, TemplateCode, plan_templates
from planlib.starting.preview import preview_of

__all__ = [
    "Customs",
    "NewPlan",
    "PlanTemplate",
    "TemplateCode",
    "all_zones",
    "country_names",
    "customs",
    "lead_called",
    "new_plan",
    "new_team",
    "plan_templates",
    "preview_of",
    "start_plan",
    "zones",
]
