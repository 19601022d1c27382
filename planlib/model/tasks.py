"""What is done to reach the goals: tasks, how they hang together, and who and what they need."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from planlib.model.base import Code, Exact, Id, LongText, Month, Record, Share, Text, Weight
from planlib.vocabulary import LinkKind, ProgressRule


class Task(Record):
    """A step of the plan, with an owner and dates; one without duration is a milestone."""

    team: Id
    month: Month
    task: Id
    code: Code
    title_zh: Text = ""
    title_en: Text = ""
    owner: Id | None = None
    priority: Annotated[int, Field(ge=1, le=5)] = 3
    objective: Id | None = None
    strategy: Id | None = None
    start: date | None = None
    """Not before this day; where None as soon as its links let it, or the plan begins."""
    finish: date | None = None
    """Planned last day; where None it follows from the duration."""
    duration: Annotated[int, Field(ge=0, le=1000)] | None = None
    """Working days it takes; where start and finish are given, they say it."""
    deadline: date | None = None
    """Imposed from outside: what finishes later has negative float."""
    rule: ProgressRule = ProgressRule.PHYSICAL
    progress: Share = Decimal(0)
    started: date | None = None
    finished: date | None = None
    cancelled: date | None = None
    budget: Exact | None = None
    """Money the work is worth, for earned value."""
    line: Id | None = None
    """Budget line that pays for it."""
    note: LongText = ""
    carried_from: Text = ""
    """Where it came from when the plan was drafted: 2026-09/pages"""

    @model_validator(mode="after")
    def _scheduled(self) -> Self:
        if self.duration is None and (self.start is None or self.finish is None):
            raise ValueError("task_needs_days")
        if self.start is not None and self.finish is not None and self.finish < self.start:
            raise ValueError("finish_before_start")
        if self.started is not None and self.finished is not None and self.finished < self.started:
            raise ValueError("finish_before_start")
        return self


class TaskLink(Record):
    """One task waits for another."""

    team: Id
    month: Month
    task: Id
    predecessor: Id
    kind: LinkKind = LinkKind.FINISH_START
    lag: Annotated[int, Field(ge=-1000, le=1000)] = 0
    """Days between the two ends; negative is a lead."""
    elapsed: bool = False
    """The lag counts calendar days and not working days."""

    @model_validator(mode="after")
    def _of_two(self) -> Self:
        if self.task == self.predecessor:
            raise ValueError("linked_to_itself")
        return self


class TaskStep(Record):
    """A weighted step of a task whose progress is counted by steps."""

    team: Id
    month: Month
    step: Id
    task: Id
    title_zh: Text = ""
    title_en: Text = ""
    weight: Weight = Decimal(1)
    done: date | None = None
    """The day it was done."""


class Assignment(Record):
    """A person's hours, or an amount of a resource, for a task or for days of their own."""

    team: Id
    month: Month
    assignment: Id
    task: Id | None = None
    person: Id | None = None
    resource: Id | None = None
    amount: Weight
    """Hours on each working day of a person; how much of a tool or room is in use, or of a material is used up."""
    start: date | None = None
    finish: date | None = None
    """The task's days where None."""
    note: Text = ""

    @model_validator(mode="after")
    def _somebody_sometime(self) -> Self:
        if (self.person is None) == (self.resource is None):
            raise ValueError("person_or_resource")
        if self.task is None and (self.start is None or self.finish is None):
            raise ValueError("task_or_days")
        if self.start is not None and self.finish is not None and self.finish < self.start:
            raise ValueError("finish_before_start")
        return self
