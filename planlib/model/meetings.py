"""What is said and decided in meetings, and what is learnt from a month."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from planlib.model.base import Id, LongText, Month, Record, Text
from planlib.vocabulary import Confidence, DecisionKind, LessonKind


class CheckIn(Record):
    """What a KPI's owner says about it in a week."""

    kpi: Id
    week: date
    """First day of the week."""
    confidence: Confidence
    text: LongText = ""
    person: Id | None = None


class Meeting(Record):
    """A weekly meeting about a plan."""

    team: Id
    month: Month
    meeting: Id
    day: date
    """On which it is held."""
    data_day: date
    """Last day whose data counted when it began."""
    agenda: str = ""
    """Keys of its items as it began, separated by spaces: actions, kpi:…, line:…, other"""
    known_at: int | None = None
    """Last change that was known when it ended; None while it is held."""


class Decision(Record):
    """What was decided: in words, as somebody's action, or as an adjustment of the plan."""

    decision: Id
    team: Id
    meeting: Id | None = None
    """In which it was taken down; None outside of one."""
    kind: DecisionKind
    day: date
    """On which it was taken down."""
    text: Annotated[LongText, Field(min_length=1)]
    """What is decided or to be done; of an adjustment why."""
    about: Text = ""
    """Key of the item it arose from: kpi:…, line:…"""
    owner: Id | None = None
    due: date | None = None
    done: date | None = None
    """On which an action was done; None while it is open."""
    what: Text = ""
    """Table and field that an adjustment changes: targets.target, budgets.revised"""
    before: Text = ""
    after: Text = ""

    @model_validator(mode="after")
    def _answered_for(self) -> Self:
        if self.kind == DecisionKind.ACTION and (self.owner is None or self.due is None):
            raise ValueError("action_needs_owner_and_due")
        return self


class Lesson(Record):
    """What a month taught: what worked, what did not and why, and what to do about it next."""

    team: Id
    month: Month
    lesson: Id
    kind: LessonKind
    text: Annotated[LongText, Field(min_length=1)]
    cause: LongText = ""
    next_step: LongText = ""
    """What is done differently from now on, or again; a lesson that has one is offered to the next month."""
    owner: Id | None = None
    """Who sees to the next step."""
    kpi: Id | None = None
    objective: Id | None = None
    task: Id | None = None
    risk: Id | None = None
    decision: Id | None = None
    """What it was learnt from."""
    carried_from: Text = ""
    """Where it came from when the plan was drafted: the month, and the lesson's id there."""
