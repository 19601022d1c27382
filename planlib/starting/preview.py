"""What a new plan would hold: the plan itself, in a store of its own that nobody else sees."""

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from planlib.model import Team
from planlib.snapshot import Snapshot, open_snapshot
from planlib.starting.new_plan import new_plan, start_plan
from planlib.starting.plan_template import PlanTemplate
from planlib.store.connect import Store


def preview_of(team: Team, month: date, template: PlanTemplate, budget: Decimal) -> Snapshot:
    """Return the plan as it would stand on its first day, with its tasks scheduled by the calendar of the country."""
    store = Store.open(":memory:")
    plan = new_plan(store, team, month, template, budget=budget)
    start_plan(store, plan, actor="", at=datetime.combine(month, time(), ZoneInfo(team.timezone)))
    return open_snapshot(store, "", plan.key, today=month)
