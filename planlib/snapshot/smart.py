"""How each goal of the plan stands by the letters of SMART, from its KPIs, their history, its tasks and its people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from planlib.metrics.pace import sign
from planlib.metrics.periods import Span, month_span, previous_month, year_earlier
from planlib.metrics.smart import Goal, Lapse, Metric, Smart, Strain, smart
from planlib.model import Kpi, Objective, Person
from planlib.snapshot.lines import KpiLine, ObjectiveLine, Trend
from planlib.snapshot.parts import SplitLine
from planlib.snapshot.reading import PlanFacts
from planlib.snapshot.task_lines import TaskLine
from planlib.snapshot.ticks import lapsed
from planlib.snapshot.workload import Workload
from planlib.store.connect import Store
from planlib.vocabulary import Frequency, Grain, TaskStatus


@dataclass(frozen=True, slots=True)
class SmartLine:
    """One goal by the five letters."""

    objective: Objective
    owner: Person | None
    letters: Smart
    metrics: tuple[Metric, ...]
    """What it moves, the heaviest first; empty for a qualitative goal."""
    milestones: int
    lapsed: Mapping[str, Lapse]
    """By field of the goal what changed since a person said yes."""


class Asked(Protocol):
    """What a snapshot is asked for here."""

    @property
    def day(self) -> date:
        """Last day whose data count."""

    @property
    def tasks(self) -> tuple[TaskLine, ...]:
        """The plan's tasks."""

    @property
    def workload(self) -> Workload:
        """The month's load."""

    def kpis(self) -> tuple[KpiLine, ...]:
        """Return one line per KPI."""

    def objectives(self) -> tuple[ObjectiveLine, ...]:
        """Return one line per objective."""

    def parts(self, kpi: str) -> tuple[SplitLine, ...]:
        """Return the target of a KPI by its parts."""

    def trends(self, wanted: Iterable[tuple[str, Grain]]) -> list[Trend]:
        """Return KPIs over time."""


def smart_lines(store: Store, facts: PlanFacts, asked: Asked) -> tuple[SmartLine, ...]:
    """Return one line per objective, in their order."""
    weighed = sorted((line for line in asked.kpis() if line.target.objective and line.target.weight), key=_heaviest)
    trends = asked.trends([(line.kpi.kpi, Grain.MONTH) for line in weighed])
    metrics = {
        line.kpi.kpi: _metric(line, one, facts.key.month, apart=any(split.apart for split in asked.parts(line.kpi.kpi)))
        for line, one in zip(weighed, trends, strict=True)
    }
    since = lapsed(store, facts)
    return tuple(
        _line(facts, asked, line, metrics, since.get(line.objective.objective, {})) for line in asked.objectives()
    )


def _heaviest(line: KpiLine) -> tuple[Decimal, str]:
    return -line.target.weight, line.kpi.code


def _metric(line: KpiLine, trend: Trend, month: date, *, apart: bool) -> Metric:
    values = {period.start: period.value.value for period in trend.periods if period.complete}
    baseline = values.get(previous_month(month)) if line.target.baseline is None else line.target.baseline
    best = _best(line.kpi, trend, month)
    return Metric(line.kpi, line.target, baseline, best, line.forecast.probability, apart)


def _best(kpi: Kpi, trend: Trend, month: date) -> float | None:
    """Return the best change from month to month of the twelve months before `month`, positive for the better."""
    past = (period for period in trend.periods if year_earlier(month) <= period.start < month)
    changes = (sign(kpi.direction) * one.before.change.value for one in past if one.before.change.value is not None)
    return max(changes, default=None)


def _line(
    facts: PlanFacts,
    asked: Asked,
    line: ObjectiveLine,
    metrics: Mapping[str, Metric],
    since: Mapping[str, Lapse],
) -> SmartLine:
    objective = line.objective
    own = tuple(one for one in metrics.values() if one.target.objective == objective.objective)
    tasks = [
        task
        for task in asked.tasks
        if task.task.objective == objective.objective and task.status is not TaskStatus.CANCELLED
    ]
    subgoals = sum(one.parent == objective.objective for one in facts.objectives)
    paid = any(budget.objective == objective.objective for budget in facts.budgets)
    goal = Goal(
        objective,
        month_span(facts.key.month),
        own,
        line.milestones,
        subgoals,
        linked=paid or bool(objective.parent or objective.strategy),
        start=min((task.start for task in tasks), default=None),
        finish=max((task.finish for task in tasks), default=None),
        strain=_strain(asked.workload, tasks, asked.day),
        checked=_is_checked(line, own, tasks, subgoals),
        lapsed=since,
    )
    return SmartLine(objective, line.owner, smart(goal), own, len(line.milestones), since)


def _strain(workload: Workload, tasks: Sequence[TaskLine], day: date) -> Strain | None:
    """Return the fullest week that is not over of those who work on the tasks; None where nobody has one."""
    names = {task.task.task for task in tasks}
    weeks = []
    for load in workload.people:
        spans = [one.span for one in load.assigned if one.task and one.task.task.task in names]
        weeks += [
            Strain(load.person.person, week.span, week.share.value)
            for week in load.weeks
            if week.load and week.span.last > day and any(_meet(week.span, span) for span in spans)
        ]
    return max(weeks, key=lambda one: float("inf") if one.share is None else one.share, default=None)


def _meet(one: Span, other: Span) -> bool:
    return one.first <= other.last and other.first <= one.last


def _is_checked(line: ObjectiveLine, metrics: Iterable[Metric], tasks: Iterable[TaskLine], subgoals: int) -> bool:
    """Return whether something tells how the goal goes before it is due: values, steps, tasks or sub-goals."""
    due = line.objective.due
    steps = [*(step.due for step in line.milestones), *(task.finish for task in tasks)]
    earlier = any(step is not None and (due is None or step < due) for step in steps)
    return bool(subgoals) or earlier or any(one.kpi.frequency is not Frequency.MONTH for one in metrics)
