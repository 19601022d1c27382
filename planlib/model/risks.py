"""What may come in between: risks and opportunities, what is done about them, and what is done when they come."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from planlib.model.base import Code, Exact, Id, LongText, Month, Record, Share, Text, Weight
from planlib.vocabulary import RESPONSES, RiskKind, RiskResponse, RiskState

Step = Annotated[int, Field(ge=1, le=5)]


class Risk(Record):
    """Something that may happen, for the worse or for the better.

    Its likelihood and impact stand four times: as they are now, without anything done (inherent), with all that is
    planned done (residual), and as they shall be (target).
    """

    team: Id
    month: Month
    risk: Id
    code: Code
    title_zh: Text = ""
    title_en: Text = ""
    kind: RiskKind = RiskKind.THREAT
    category: Text = ""
    owner: Id | None = None
    objective: Id | None = None
    likelihood: Step | None = None
    impact: Step | None = None
    inherent_likelihood: Step | None = None
    inherent_impact: Step | None = None
    residual_likelihood: Step | None = None
    residual_impact: Step | None = None
    target_likelihood: Step | None = None
    target_impact: Step | None = None
    probability: Share | None = None
    cost: Weight | None = None
    """Money that it costs, or that an opportunity brings."""
    came_to: Weight | None = None
    """Money that it did cost or bring once it happened; while that is not known, what was at stake."""
    response: RiskResponse | None = None
    action: LongText = ""
    """What is done about it beforehand."""
    contingency: LongText = ""
    """What is done once it happens or its trigger fires."""
    contingency_days: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Working days that takes."""
    trigger_kpi: Id | None = None
    trigger_line: Id | None = None
    """Budget line whose consumption is watched."""
    trigger_day: date | None = None
    trigger_above: Exact | None = None
    trigger_below: Exact | None = None
    """The trigger fires once the KPI's value to date, or the line's consumption as a fraction, is beyond it."""
    trigger_at_least: Exact | None = None
    trigger_at_most: Exact | None = None
    """The same, and it fires at the bound too."""
    state: RiskState = RiskState.OPEN
    reason: LongText = ""
    """Why it was closed."""
    reviewed: date | None = None
    """Day of the last review."""
    carried_from: Text = ""
    """Where it came from when the plan was drafted: 2026-09/warehouse"""

    @model_validator(mode="after")
    def _answered(self) -> Self:
        if self.response is not None and self.response not in RESPONSES[self.kind]:
            raise ValueError("response_of_other_kind")
        if self.state == RiskState.CLOSED and not self.reason:
            raise ValueError("closing_needs_reason")
        return self

    @model_validator(mode="after")
    def _one_trigger(self) -> Self:
        watched = (self.trigger_kpi, self.trigger_line, self.trigger_day)
        if sum(one is not None for one in watched) > 1:
            raise ValueError("one_trigger")
        bounds = (self.trigger_above, self.trigger_below, self.trigger_at_least, self.trigger_at_most)
        has_bound = any(bound is not None for bound in bounds)
        if has_bound != (self.trigger_kpi is not None or self.trigger_line is not None):
            raise ValueError("trigger_needs_bound")
        return self
