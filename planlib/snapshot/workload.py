"""Who has how much to do in the plan's month, what resources are booked, and who could take work on (DOMAIN 6.5).

Hours come from the plan's assignments, on the days that its tasks took or are foreseen to take; work that ended early,
or was cancelled, asks for nothing more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from planlib.metrics import workload as formulas
from planlib.metrics.exact import total
from planlib.metrics.periods import Span, clipped_weeks, month_span
from planlib.metrics.workload import Booking, DayLoad, Spare, WeekLoad
from planlib.model import Assignment, Leave, Person, Resource
from planlib.snapshot.reading import PlanFacts
from planlib.snapshot.task_lines import TaskLine
from planlib.snapshot.tasks import TaskAnswers
from planlib.store.connect import Store
from planlib.store.ledger import current
from planlib.vocabulary import ResourceKind, TaskStatus

HOURS = Decimal(8)
"""Of a working day, for people without a capacity of their own."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """An assignment, and the days on which it asks for something."""

    assignment: Assignment
    task: TaskLine | None
    span: Span


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """What one person has to do in the month."""

    person: Person
    days: tuple[DayLoad, ...]
    """One for each working day of the month."""
    weeks: tuple[WeekLoad, ...]
    """The weeks that have working days, cut at the month's edges."""
    month: WeekLoad
    assigned: tuple[Assigned, ...]


@dataclass(frozen=True, slots=True)
class ResourceLoad:
    """How a tool or room is booked, or how much of a material is used up."""

    resource: Resource
    days: tuple[DayLoad, ...]
    """One for each working day; none of a material."""
    used: Decimal
    """Of a material over the month; of a tool or room at most on one day."""
    over: bool
    assigned: tuple[Assigned, ...]


@dataclass(frozen=True, slots=True)
class Relief:
    """A piece of work of somebody who has too much to do on its days, and who could take what is left of it."""

    person: Person
    assigned: Assigned
    days_over: tuple[date, ...]
    days: tuple[date, ...]
    """Working days that are left of it."""
    could: tuple[Spare, ...]


@dataclass(frozen=True, slots=True)
class Workload:
    """The month's load."""

    people: tuple[PersonLoad, ...]
    """Who has most days with too much to do first, then who has the largest share of the month assigned."""
    resources: tuple[ResourceLoad, ...]
    """Those booked beyond what there is first."""
    reliefs: tuple[Relief, ...]
    """In order of the first day that is too much; past days are left out."""

    def of(self, person: str) -> PersonLoad | None:
        """Return the load of one person by id."""
        return next((one for one in self.people if one.person.person == person), None)


class WorkloadAnswers(TaskAnswers):
    """What can be asked of a snapshot about its people's work."""

    @cached_property
    def workload(self) -> Workload:
        """The month's load of people and resources."""
        return _workload(self._store, self._facts, self.tasks, self.day)


def _workload(store: Store, facts: PlanFacts, tasks: Iterable[TaskLine], day: date) -> Workload:
    month = month_span(facts.key.month)
    working = [one for one in month.days() if facts.calendar.works(one)]
    by_person, by_resource = _assigned(store, facts, tasks)
    leave = _leave(store, facts)
    people = [
        _person_load(facts, one, by_person[one.person], leave[one.person], working) for one in facts.people.values()
    ]
    resources = [_resource_load(one, by_resource[one.resource], working) for one in _resources(store, facts)]
    return Workload(
        tuple(sorted(people, key=_fullest_first)),
        tuple(sorted(resources, key=lambda one: (not one.over, one.resource.code))),
        tuple(sorted(_reliefs(people, day), key=lambda one: (one.days_over, one.person.person))),
    )


# reading


def _assigned(
    store: Store, facts: PlanFacts, tasks: Iterable[TaskLine]
) -> tuple[Mapping[str, list[Assigned]], Mapping[str, list[Assigned]]]:
    """Return what asks for something, by person and by resource."""
    lines = {line.task.task: line for line in tasks}
    people: dict[str, list[Assigned]] = defaultdict(list)
    resources: dict[str, list[Assigned]] = defaultdict(list)
    for assignment in _read(store, facts, "assignments", {"team": facts.key.team, "month": facts.key.month}):
        task = lines.get(assignment.task or "")
        span = _span(assignment, task)
        if span is not None and span.first <= span.last:
            of = people if assignment.person else resources
            of[assignment.person or assignment.resource or ""].append(Assigned(assignment, task, span))
    return people, resources


def _span(assignment: Assignment, task: TaskLine | None) -> Span | None:
    """Return the days of an assignment, its own or its task's, until the task ended."""
    if task is None:
        return Span(assignment.start, assignment.finish) if assignment.start and assignment.finish else None
    span = Span(assignment.start or task.start, assignment.finish or task.finish)
    if task.status is TaskStatus.CANCELLED and task.task.cancelled:
        return span._replace(last=min(span.last, task.task.cancelled))
    return span._replace(last=min(span.last, task.finish)) if task.status is TaskStatus.DONE else span


def _leave(store: Store, facts: PlanFacts) -> Mapping[str, list[Leave]]:
    found: dict[str, list[Leave]] = defaultdict(list)
    for one in _read(store, facts, "leave", {"person": list(facts.people)}):
        found[one.person].append(one)
    return found


def _resources(store: Store, facts: PlanFacts) -> list[Resource]:
    return _read(store, facts, "resources", {"team": facts.key.team})


def _read(store: Store, facts: PlanFacts, table: str, where: Mapping[str, object]) -> list[Any]:
    return [stored.record for stored in current(store, table, known_at=facts.known_at, where=where)]


# adding up


def _bookings(assigned: Iterable[Assigned]) -> list[Booking]:
    return [Booking(one.assignment.assignment, one.assignment.amount, one.span) for one in assigned]


def _person_load(
    facts: PlanFacts, person: Person, assigned: Sequence[Assigned], leave: Sequence[Leave], working: Sequence[date]
) -> PersonLoad:
    month = month_span(facts.key.month)
    capacity = HOURS if person.capacity is None else person.capacity
    days = formulas.day_loads(working, _bookings(assigned), capacity, leave)
    weeks = (
        week for week in clipped_weeks(month, facts.team.first_weekday) if any(map(facts.calendar.works, week.days()))
    )
    return PersonLoad(
        person,
        days,
        tuple(formulas.taken_together(week, days) for week in weeks),
        formulas.taken_together(month, days),
        tuple(assigned),
    )


def _resource_load(resource: Resource, assigned: Sequence[Assigned], working: Sequence[date]) -> ResourceLoad:
    if resource.kind is ResourceKind.MATERIAL:
        used = total(one.assignment.amount for one in assigned)
        return ResourceLoad(resource, (), used, formulas.is_over(used, resource.amount), tuple(assigned))
    days = formulas.day_loads(working, _bookings(assigned), resource.amount)
    used = max((day.load for day in days), default=Decimal(0))
    return ResourceLoad(resource, days, used, any(day.over for day in days), tuple(assigned))


def _fullest_first(load: PersonLoad) -> tuple[int, float, str]:
    return -load.month.days_over, -(load.month.share.value or 0.0), load.person.person


def _reliefs(people: Sequence[PersonLoad], day: date) -> Iterable[Relief]:
    """Yield the work on tasks of those who have too much to do after `day`."""
    for load in people:
        over = {one.day: one.assignments for one in load.days if one.over and one.day > day}
        for assigned in load.assigned:
            days_over = tuple(when for when, what in over.items() if assigned.assignment.assignment in what)
            if days_over and assigned.task is not None:
                left = tuple(one.day for one in load.days if one.day > day and _within(one.day, assigned.span))
                others = {other.person.person: other.days for other in people if other is not load}
                could = formulas.who_could_take(assigned.assignment.amount, left, others)
                yield Relief(load.person, assigned, days_over, left, tuple(could))


def _within(day: date, span: Span) -> bool:
    return span.first <= day <= span.last
