"""What a month is to reach: the plan, its strategies, goals and their steps."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from planlib.model.base import Code, Id, LongText, Month, Record, Share, Text, Weight
from planlib.vocabulary import ObjectiveKind, PlanState


class Plan(Record):
    """A team's plan for a month."""

    team: Id
    month: Month
    title_zh: Text = ""
    title_en: Text = ""
    state: PlanState = PlanState.DRAFT
    green: Share = Decimal("0.9")
    """Pace or attainment from here on is on track."""
    amber: Share = Decimal("0.75")
    """From here on it is watched; below it is behind."""
    explain_below: Share | None = None
    """A check-in on a KPI with a lower score needs a sentence; `green` where None."""
    explain_amount: Weight | None = None
    """A budget line off by less needs no explanation; 1 % of the plan's budget where None."""
    explain_share: Share | None = None
    """The same as a fraction of its phased budget; 10 % where None."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.amber > self.green:
            raise ValueError("amber_above_green")
        return self


class Strategy(Record):
    """What objectives serve."""

    strategy: Id
    team: Id
    code: Code
    title_zh: Text = ""
    title_en: Text = ""


class Objective(Record):
    """A goal of the month, scored by its KPIs (numeric) or by its milestones (qualitative)."""

    team: Id
    month: Month
    objective: Id
    code: Code
    parent: Id | None = None
    title_zh: Text = ""
    title_en: Text = ""
    kind: ObjectiveKind = ObjectiveKind.NUMERIC
    owner: Id | None = None
    due: date | None = None
    weight: Weight = Decimal(1)
    priority: Annotated[int, Field(ge=1, le=5)] = 3
    standard_zh: LongText = ""
    standard_en: LongText = ""
    """When it counts as done."""
    strategy: Id | None = None
    achievable_by: Id | None = None
    """Who says that it can be reached; numbers alone do not prove it (DOMAIN 8)."""
    relevant_by: Id | None = None
    """Who says that it matters for what it is linked to."""


class Milestone(Record):
    """A weighted step of a qualitative objective."""

    team: Id
    month: Month
    milestone: Id
    objective: Id
    title_zh: Text = ""
    title_en: Text = ""
    weight: Weight = Decimal(1)
    due: date | None = None
    done: Share = Decimal(0)
    """0 or 1; something between only where the rubric defines it."""
    evidence: LongText = ""
