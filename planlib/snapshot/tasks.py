"""The tasks of a plan: how they were planned, how they go, and what a change of one would push.

They are scheduled three times: as planned when the plan became active (the baseline), as planned now, and as it goes,
with what is left to be done after the snapshot's day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from planlib.metrics.periods import Calendar, Span
from planlib.metrics.progress import Went, actual_step, by_steps, counted, planned_step, task_status, went
from planlib.metrics.schedule import Scheduled, critical_path, schedule
from planlib.metrics.working_days import WorkingDays
from planlib.model import Assignment, Task, TaskLink, TaskStep
from planlib.snapshot.activation import activated_at
from planlib.snapshot.reading import PlanFacts
from planlib.snapshot.strategies import Strategies
from planlib.snapshot.task_lines import Pushed, Schedule, TaskLine
from planlib.store import queries
from planlib.store.connect import Store
from planlib.store.ledger import current, made_between, rows_between
from planlib.vocabulary import TaskStatus


class TaskAnswers:
    """What can be asked of a snapshot about its tasks."""

    _store: Store
    _facts: PlanFacts
    day: date

    @property
    def tasks(self) -> tuple[TaskLine, ...]:
        """The plan's tasks, in order of time; cancelled ones behind the others."""
        return self.schedule.lines

    @cached_property
    def schedule(self) -> Schedule:
        """The plan's tasks taken together."""
        return _schedule_view(self._store, self._facts, self._work)

    def pushed_by(
        self, *changed: Task, links: Iterable[TaskLink] | None = None, steps: Sequence[TaskStep] | None = None
    ) -> tuple[Pushed, ...]:
        """Return the tasks that are moved where some of the plan's are `changed`, those too, by their new days.

        Where `links` are given, the changed ones wait by these instead of their own; so with `steps`.
        CycleError where some would then wait for each other.
        """
        return _pushed(self._work, changed, links, steps)

    @cached_property
    def strategies(self) -> Strategies:
        """The team's strategies, and which goals and tasks carry out which."""
        where = {"team": self._facts.key.team}
        found = current(self._store, "strategies", known_at=self._facts.known_at, where=where)
        return Strategies.of((stored.record for stored in found), self._facts.objectives)

    @cached_property
    def _work(self) -> "_Work":
        work = _read_work(self._store, self._facts, self.day, self._facts.known_at, self._facts.calendar)
        return replace(work, added=_added(self._store, self._facts, work.tasks))


@dataclass(frozen=True)
class _Work:
    """A plan's tasks and links as of one change, and how they go as of one day."""

    month: date
    day: date
    calendar: Calendar
    tasks: Mapping[str, Task]
    links: Sequence[TaskLink]
    steps: Mapping[str, Sequence[TaskStep]]
    added: Mapping[str, date] = field(default_factory=dict)
    """Day on which tasks without a start were written down, of those added since the plan became active."""

    @cached_property
    def days(self) -> WorkingDays:
        """The team's working days, from the plan's first day or the first day of an earlier task."""
        tasks = self.tasks.values()
        dates = (day for task in tasks for day in (task.start, task.started, task.finished) if day is not None)
        return WorkingDays(self.calendar, min([self.month, *dates]))

    @cached_property
    def going(self) -> Mapping[str, Task]:
        """The tasks with the progress that their steps have made, where that is their rule."""
        return {name: by_steps(task, self.steps.get(name, ())) for name, task in self.tasks.items()}

    @cached_property
    def counted_links(self) -> list[TaskLink]:
        """The links of tasks that were not cancelled."""
        gone = {name for name, task in self.tasks.items() if task.cancelled}
        return [link for link in self.links if link.task not in gone and link.predecessor not in gone]

    @cached_property
    def planned(self) -> dict[str, Span]:
        """On which days each task is planned, whatever became of it."""
        steps = {name: planned_step(task, self.days, self.added.get(name)) for name, task in self.tasks.items()}
        found = schedule(steps, self.counted_links, self.days)
        return {name: self._days(one) for name, one in found.items()}

    @cached_property
    def gone(self) -> dict[str, Went]:
        """When each task really began and was done."""
        return {name: went(task, self.planned[name], self.day) for name, task in self.going.items()}

    @cached_property
    def foreseen(self) -> dict[str, Scheduled]:
        """The schedule as it goes; cancelled tasks stay where they were planned and are in nobody's way."""
        live = {name: task for name, task in self.going.items() if not task.cancelled}
        steps = {
            name: actual_step(task, self.days, self.gone[name], self.day, self.added.get(name))
            for name, task in live.items()
        }
        found = schedule(steps, self.counted_links, self.days, self.days.end(self.day))
        cancelled = {
            name: planned_step(task, self.days, self.added.get(name))
            for name, task in self.tasks.items()
            if task.cancelled
        }
        for name, one in schedule(cancelled, (), self.days).items():
            found[name] = Scheduled(one.early, one.early, 0, 0, critical=False)
        return found

    def dates(self, task: str) -> Span:
        """Return the days of a task, as they were or as they are foreseen."""
        foreseen, gone = self._days(self.foreseen[task]), self.gone[task]
        return Span(gone.started or foreseen.first, gone.finished or foreseen.last)

    def _days(self, one: Scheduled) -> Span:
        """Return the days of a task that is still to be done; a milestone is on the day at whose end it is."""
        start, finish = one.early
        last = self.days.day(max(1, finish))
        return Span(last if start == finish else self.days.day(start + 1), last)


class _Baseline(NamedTuple):
    """What was planned as the plan became active."""

    planned: Mapping[str, Span]
    moves: Mapping[str, int]
    """How many times the planned finish of tasks that were moved was changed since."""


def _schedule_view(store: Store, facts: PlanFacts, work: _Work) -> Schedule:
    """Return all tasks of the plan, and what they come to."""
    lines = _lines(work, _baseline(store, facts, work.day), _assignments(store, facts))
    ordered = tuple(sorted(lines.values(), key=_by_time))
    live = [line for line in ordered if line.status is not TaskStatus.CANCELLED]
    finish = max((line.finish for line in live), default=None)
    planned = max((line.baseline_finish for line in lines.values() if line.baseline_finish), default=None)
    states = [line.status for line in live]
    return Schedule(
        lines=ordered,
        critical=tuple(lines[task] for task in critical_path(work.foreseen)),
        first_day=work.days.day(1),
        finish=finish,
        baseline_finish=planned,
        slip=_slip(work, finish, planned),
        total=len(live),
        done=states.count(TaskStatus.DONE),
        late=states.count(TaskStatus.LATE),
        overdue=states.count(TaskStatus.OVERDUE),
        added=sum(line.added for line in live),
        slipped=sum(line.slip is not None and line.slip > 0 for line in live),
    )


def _pushed(
    work: _Work, changed: Sequence[Task], links: Iterable[TaskLink] | None, steps: Sequence[TaskStep] | None
) -> tuple[Pushed, ...]:
    tasks = {task.task: task for task in changed}
    stepped = {} if steps is None else {name: [one for one in steps if one.task == name] for name in tasks}
    others = [link for link in work.links if links is None or link.task not in tasks]
    after = replace(
        work, tasks={**work.tasks, **tasks}, links=[*others, *(links or ())], steps={**work.steps, **stepped}
    )
    both = work.foreseen.keys() & after.foreseen.keys()
    found = [Pushed(after.tasks[task], work.dates(task), after.dates(task)) for task in both]
    return tuple(sorted((one for one in found if one.before != one.after), key=lambda one: (*one.after, one.task.code)))


def _read_work(store: Store, facts: PlanFacts, day: date, known_at: int, calendar: Calendar) -> _Work:
    tasks = {task.task: task for task in _read(store, facts, "tasks", known_at)}
    steps: dict[str, list[TaskStep]] = defaultdict(list)
    for step in _read(store, facts, "task_steps", known_at):
        steps[step.task].append(step)
    return _Work(facts.key.month, day, calendar, tasks, _read(store, facts, "task_links", known_at), steps)


def _read(store: Store, facts: PlanFacts, table: str, known_at: int) -> list[Any]:
    where = {"team": facts.key.team, "month": facts.key.month}
    return [stored.record for stored in current(store, table, known_at=known_at, where=where)]


def _baseline(store: Store, facts: PlanFacts, day: date) -> _Baseline | None:
    """Return what the plan was as it became active, by the calendar of then; None for a draft."""
    since = activated_at(store, facts.key, facts.known_at)
    if since is None:
        return None
    then = current(store, "calendar_days", known_at=since, where={"team": facts.key.team})
    work = _read_work(store, facts, day, since, Calendar.of(stored.record for stored in then))
    return _Baseline(work.planned, queries.task_moves(store, facts.key, since, facts.known_at))


def _added(store: Store, facts: PlanFacts, tasks: Mapping[str, Task]) -> dict[str, date]:
    """Return the day on which each task without a start was added since the plan became active."""
    since = activated_at(store, facts.key, facts.known_at)
    if since is None or all(task.start for task in tasks.values()):
        return {}
    there = {task.task for task in _read(store, facts, "tasks", since)}
    rows = rows_between(store, "tasks", since, facts.known_at, facts.key._asdict())
    first = {row.key[-1]: change for change, row in reversed(rows)}
    new = {name: first[name] for name, task in tasks.items() if task.start is None and name not in there}
    if not new:
        return {}
    made = {one.change_id: one.made_at for one in made_between(store, since, facts.known_at)}
    zone = ZoneInfo(facts.team.timezone)
    return {name: made[change].astimezone(zone).date() for name, change in new.items()}


def _assignments(store: Store, facts: PlanFacts) -> Mapping[str, Sequence[Assignment]]:
    found: dict[str, list[Assignment]] = defaultdict(list)
    for assignment in _read(store, facts, "assignments", facts.known_at):
        if assignment.task:
            found[assignment.task].append(assignment)
    return found


def _lines(
    work: _Work, baseline: _Baseline | None, assigned: Mapping[str, Sequence[Assignment]]
) -> dict[str, TaskLine]:
    before, after = defaultdict(list), defaultdict(list)
    for link in work.links:
        before[link.task].append(link)
        after[link.predecessor].append(link)
    return {
        name: _line(work, task, baseline, (before[name], after[name]), assigned.get(name, ()))
        for name, task in work.tasks.items()
    }


def _line(
    work: _Work,
    task: Task,
    baseline: _Baseline | None,
    links: tuple[Sequence[TaskLink], Sequence[TaskLink]],
    assigned: Sequence[Assignment],
) -> TaskLine:
    name = task.task
    one, gone, dates = work.foreseen[name], work.gone[name], work.dates(name)
    planned = baseline.planned.get(name) if baseline else None
    finish = planned.last if planned else None
    return TaskLine(
        task=task,
        duration=planned_step(task, work.days).duration,
        early=one.early,
        late=one.late,
        total_float=one.total_float,
        free_float=one.free_float,
        critical=one.critical,
        start=dates.first,
        finish=dates.last,
        progress=counted(work.going[name], gone),
        status=task_status(task, gone, work.planned[name], dates.last, finish, work.day),
        baseline_start=planned.first if planned else None,
        baseline_finish=finish,
        slip=_slip(work, dates.last, finish),
        moves=baseline.moves.get(name, 0) if baseline else 0,
        predecessors=tuple(links[0]),
        successors=tuple(links[1]),
        steps=tuple(work.steps.get(name, ())),
        assignments=tuple(assigned),
        added=baseline is not None and planned is None,
    )


def _slip(work: _Work, finish: date | None, planned: date | None) -> int | None:
    """Return how many working days `finish` is after the planned one; negative is earlier."""
    return None if finish is None or planned is None else work.days.end(finish) - work.days.end(planned)


def _by_time(line: TaskLine) -> tuple[bool, date, date, str]:
    return line.status is TaskStatus.CANCELLED, line.start, line.finish, line.task.code
