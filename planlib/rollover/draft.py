"""What the next month would be: what recurs, tasks left over, risks that may still come, open actions, lessons.

Carried rows keep their ids, so that a goal, a task or a risk can be followed from month to month; budget lines get
ids of their own. An action is the team's and stays open by itself: it is rewritten where it changes, gone where it
is dropped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from math import ceil
from typing import Any, TypeVar

from planlib.calendars import missing_holidays
from planlib.editing.tables import called
from planlib.errors import RefusedError
from planlib.locale import LANGUAGES, Language, language
from planlib.metrics.periods import Calendar
from planlib.metrics.price_volume import budgeted_quantity
from planlib.model import DECIMALS, CalendarDay, Lesson, Plan, PlanKey, Record, Risk, Target, Task, new_id
from planlib.plans import plan_title
from planlib.rollover.naming import renamed
from planlib.rollover.proposing import NOTHING, Proposed, propose
from planlib.snapshot import BudgetLine, KpiLine, Snapshot, TaskLine
from planlib.snapshot.meetings import decisions, open_actions
from planlib.store.connect import Store
from planlib.store.ledger import current
from planlib.vocabulary import LessonKind, ObjectiveKind, Path, Phasing, Split, TaskStatus

Row = TypeVar("Row", bound=Record)
CENTS = 2
"""Decimals of the money that is left of a task."""


class Why(StrEnum):
    """Why something is in the draft."""

    RECURS = "recurs"
    """Goals that numbers measure, their targets, and budget lines."""
    UNFINISHED = "unfinished"
    OPEN = "open"
    """A risk that may still come, an action that is not done."""
    LEARNT = "learnt"
    """A lesson with a next step."""
    SAID = "said"
    """What the team would change."""


class Left(StrEnum):
    """What of a thing does not go on with it: the next month has other weeks."""

    SHARES = "shares"
    """Weekly shares of a target or a budget line."""
    WEEKS = "weeks"
    """Parts of a target by week."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One thing that can go on into the next month, as it would stand there."""

    table: str
    row: Record
    about: Record
    """What it is called by: the row, of a target its KPI."""
    why: Why
    proposed: Proposed = NOTHING
    """Of a target."""
    left: tuple[Left, ...] = ()
    offered: bool = False
    """It goes on only where somebody takes it up, and needs no reason otherwise."""
    held: bool = False
    """It cannot be dropped: a lesson names it."""

    @property
    def id(self) -> str:
        """Id of the thing as it is in this month: of a target its KPI's."""
        return str(getattr(self.about, _IDS[self.table]))

    @property
    def name(self) -> str:
        """Names it where people write: tasks/PAGES."""
        return f"{self.table}/{getattr(self.about, 'code', '') or self.id}"

    def called(self, language: Language) -> str:
        """Return how people call it."""
        return called(language, self.about)

    @property
    def key(self) -> str:
        """Names it among the choices: tasks/pages."""
        return f"{self.table}/{self.id}"


@dataclass(frozen=True, slots=True)
class Draft:
    """The next month as it is proposed."""

    key: PlanKey
    plan: Plan
    carried: tuple[Carried, ...]
    bound: tuple[tuple[str, Record], ...]
    """Parts of targets, links and assignments of tasks, by table: they go where their targets and tasks go."""
    holidays: tuple[CalendarDay, ...]
    """Public holidays of a year that the team's calendar does not have yet."""
    seen: int
    """The newest change that was known."""


_IDS = {
    "objectives": "objective",
    "milestones": "milestone",
    "targets": "kpi",
    "budgets": "line",
    "tasks": "task",
    "risks": "risk",
    "decisions": "decision",
    "lessons": "lesson",
}


def draft(store: Store, snapshot: Snapshot, to: date) -> Draft:
    """Return what the month `to` would be, drafted from a snapshot.

    RefusedError `month_before` where `to` is not later, `plan_exists` where the team has a plan for it.
    """
    key = PlanKey(snapshot.key.team, to)
    if to <= snapshot.key.month:
        raise RefusedError("month_before", month=to, plan_month=snapshot.key.month)
    if current(store, "plans", where=key._asdict()):
        raise RefusedError("plan_exists", month=to)
    known = [stored.record for stored in current(store, "calendar_days", where={"team": key.team})]
    holidays = tuple(missing_holidays(snapshot.team, [to.year], known))
    seen, drafter = store.last_change(), _Drafter(snapshot, key, Calendar.of([*known, *holidays]))
    carried = (*drafter.carried(), *_open_actions(store, key.team, seen))
    return Draft(key, drafter.plan(), carried, tuple(drafter.bound()), holidays, seen)


def _open_actions(store: Store, team: str, known_at: int) -> Iterator[Carried]:
    """Yield the team's actions that are not done, as they stand: those of a closed plan go on too."""
    lessons = current(store, "lessons", known_at=known_at, where={"team": team})
    named = {stored.record.decision for stored in lessons}
    for action in open_actions(decisions(store, team, known_at)):
        yield Carried("decisions", action, action, Why.OPEN, held=action.decision in named)


@dataclass(frozen=True)
class _Drafter:
    """Puts the rows of the next month together."""

    snapshot: Snapshot
    key: PlanKey
    calendar: Calendar

    def plan(self) -> Plan:
        titles = {f"title_{code}": self._title(code) for code in LANGUAGES}
        kept = self.snapshot.plan.model_dump(include={"green", "amber", "explain_below"})
        return Plan(**self.key._asdict(), **titles, **kept)

    def _title(self, code: str) -> str:
        """Return the plan's title with the next month's name in it, one of our own where it names no month."""
        before = getattr(self.snapshot.plan, f"title_{code}")
        after = renamed(before, self.snapshot.key.month, self.key.month)
        return plan_title(language(code), self.snapshot.team, self.key.month) if after == before else after

    def carried(self) -> Iterator[Carried]:
        yield from self._goals()
        for line in self.snapshot.kpis():
            found = propose(self.snapshot, line, self.key.month, self.calendar)
            yield Carried("targets", self._target(line, found), line.kpi, Why.RECURS, found, self._left_of(line))
        for spent in self.snapshot.budget().lines:
            left = (Left.SHARES,) if spent.budget.phasing is Phasing.WEEKLY else ()
            yield Carried("budgets", self._budget(spent), spent.budget, Why.RECURS, left=left)
        for task in self._left:
            yield Carried("tasks", self._task(task), task.task, Why.UNFINISHED)
        for risk in self.snapshot.risks().open:
            yield Carried("risks", self._risk(risk.risk), risk.risk, Why.OPEN)
        for lesson in self.snapshot.lessons:
            if lesson.next_step:
                yield Carried("lessons", self._lesson(lesson), lesson, Why.LEARNT)
        for text in dict.fromkeys(said.text for said in self.snapshot.feedback.words["change"]):
            lesson = self._said(text)
            yield Carried("lessons", lesson, lesson, Why.SAID, offered=True)

    def bound(self) -> Iterator[tuple[str, Record]]:
        """Yield the parts of targets, but for weeks, which are others then; links and assignments of the tasks left."""
        for target in self.snapshot.kpis():
            parts = [one.part for split in self.snapshot.parts(target.kpi.kpi) for one in split.parts]
            yield from (("target_parts", self._moved(part)) for part in parts if part and part.week is None)
        for line in self._left:
            for link in line.predecessors:
                yield "task_links", self._moved(link)
            for step in line.steps:
                if step.done is None:
                    yield "task_steps", self._moved(step)
            for one in line.assignments:
                yield "assignments", self._moved(one, start=None, finish=None)

    @cached_property
    def _left(self) -> list[TaskLine]:
        over = (TaskStatus.DONE, TaskStatus.CANCELLED)
        return [line for line in self.snapshot.tasks if line.status not in over]

    def _goals(self) -> Iterator[Carried]:
        """Yield the goals, a parent before its parts; one without a number only while steps of it are left."""
        for line in self.snapshot.objectives():
            goal = line.objective
            left = [step for step in line.milestones if step.done < 1]
            recurs = goal.kind is ObjectiveKind.NUMERIC
            if recurs or left:
                why = Why.RECURS if recurs else Why.UNFINISHED
                again = self._moved(goal, due=self.key.last_day, achievable_by=None, relevant_by=None)
                yield Carried("objectives", again, goal, why)
            for step in left if not recurs else []:
                yield Carried("milestones", self._moved(step, due=self._later(step.due)), step, Why.UNFINISHED)

    def _left_of(self, line: KpiLine) -> tuple[Left, ...]:
        """Return what of a target belongs to the weeks of this month."""
        shares = line.target.path is Path.WEEKLY
        weeks = any(split.split is Split.WEEK for split in self.snapshot.parts(line.kpi.kpi))
        return (*([Left.SHARES] if shares else []), *([Left.WEEKS] if weeks else []))

    def _target(self, line: KpiLine, found: Proposed) -> Target:
        over = self.snapshot.day >= self.snapshot.key.last_day
        actual = line.actual.value if over else None
        changed: dict[str, Any] = {"baseline": None if actual is None else round(actual, DECIMALS)}
        if found.even is not None:
            changed["target"] = found.even
        if line.target.path is Path.WEEKLY:
            changed |= {"path": None, "weekly_split": ""}  # the next month has other weeks
        return self._moved(line.target, **changed)

    def _budget(self, line: BudgetLine) -> Record:
        budget = line.budget
        changed: dict[str, Any] = {"line": self._lines[budget.line], "original": budget.amount}
        changed |= dict.fromkeys(("revised", "to_complete", "estimated"))
        quantity = budgeted_quantity(budget)
        changed["quantity"] = quantity if quantity is None else round(quantity, 3)
        if budget.phasing is Phasing.WEEKLY:
            changed |= {"phasing": None, "phasing_detail": ""}
        return self._moved(budget, **changed)

    @cached_property
    def _lines(self) -> Mapping[str, str]:
        """Ids of the budget lines to come by those of this month."""
        return {line.budget.line: new_id() for line in self.snapshot.budget().lines}

    def _task(self, line: TaskLine) -> Task:
        """Return what is left of a task: its remaining working days and money, from the month's first day."""
        task, left = line.task, 1 - line.progress
        duration = ceil(line.duration * left)
        return self._moved(
            task,
            start=self.key.month,
            finish=None,
            duration=max(duration, 1) if line.duration else 0,
            deadline=self._later(task.deadline),
            started=None,
            progress=Decimal(0),
            budget=None if task.budget is None else round(task.budget * left, CENTS),
            line=self._lines.get(task.line or ""),
            carried_from=self._from(task.code),
        )

    def _risk(self, risk: Risk) -> Risk:
        line = self._lines.get(risk.trigger_line or "")
        day = self._later(risk.trigger_day)
        return self._moved(risk, trigger_line=line, trigger_day=day, carried_from=self._from(risk.code))

    def _lesson(self, lesson: Lesson) -> Lesson:
        """Return a lesson as something that the next month tries."""
        return self._moved(lesson, kind=LessonKind.TRY, carried_from=self._from(lesson.lesson))

    def _said(self, text: str) -> Lesson:
        """Return what somebody would change as something to be tried; its id tells nothing of who said it."""
        name = f"feedback-{sha256(text.encode()).hexdigest()[:12]}"
        said = {"lesson": name, "text": text, "next_step": text, "carried_from": self._from("feedback")}
        return Lesson(**self.key._asdict(), kind=LessonKind.TRY, **said)

    def _from(self, code: str) -> str:
        return f"{self.snapshot.key.month:%Y-%m}/{code}"

    def _later(self, day: date | None) -> date | None:
        """Return a day that is still to come in the next month; None for one that is over."""
        return day if day is not None and day >= self.key.month else None

    def _moved(self, row: Row, **changed: Any) -> Row:
        """Return a row of this plan in the next one; a title that names the month names the next."""
        named = {
            field: renamed(getattr(row, field), self.snapshot.key.month, self.key.month)
            for field in ("title_zh", "title_en")
            if field in type(row).model_fields
        }
        return type(row).model_validate(row.model_dump() | named | self.key._asdict() | changed)
