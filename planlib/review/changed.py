"""What changed in a plan between two moments: two snapshots of it compared, and what was recorded in between.

How things stand (statuses, signals) is compared from snapshot to snapshot, whichever is the later one. What people did
is read from the changes after the first snapshot, up to the second.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeGuard

from planlib.metrics import periods
from planlib.model import Budget, CheckIn, Decision, Kpi, Objective, Record, Task, TaskStep
from planlib.snapshot import Snapshot
from planlib.store import queries
from planlib.store.connect import Store
from planlib.store.ledger import Change, RowChange, made_between, rows_between
from planlib.store.queries import RestatedValue
from planlib.store.tables import TABLES
from planlib.vocabulary import DecisionKind, Frequency, PlanState, Signal, Status


class Topic(StrEnum):
    """What a field that moved is about."""

    TARGET = "target"
    DATE = "date"
    BUDGET = "budget"
    OWNER = "owner"
    STEP = "step"
    RISK = "risk"


WATCHED: dict[str, dict[str, Topic]] = {
    "targets": dict.fromkeys(("target", "lower", "upper", "growth_rate", "baseline", "green", "amber"), Topic.TARGET),
    "target_parts": {"amount": Topic.TARGET, "owner": Topic.OWNER},
    "plans": dict.fromkeys(("green", "amber"), Topic.TARGET),
    "budgets": {"amount": Topic.BUDGET},
    "objectives": {"due": Topic.DATE, "owner": Topic.OWNER},
    "milestones": {"due": Topic.DATE, **dict.fromkeys(("done", "weight"), Topic.STEP)},
    "kpis": {"owner": Topic.OWNER},
    "decisions": {"due": Topic.DATE, "owner": Topic.OWNER},
    "tasks": {
        **dict.fromkeys(("start", "finish", "deadline", "cancelled"), Topic.DATE),
        "owner": Topic.OWNER,
        "progress": Topic.STEP,
    },
    "task_steps": dict.fromkeys(("done", "weight"), Topic.STEP),
    "risks": {**dict.fromkeys(("likelihood", "impact", "state"), Topic.RISK), "owner": Topic.OWNER},
}
"""What of each table is followed. Rows that come and go are told of those that belong to one plan."""

MOST = 20
"""Restated values told of one change and KPI."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A KPI, an objective or a budget line whose status is another one."""

    about: Kpi | Objective | Budget
    before: Status
    after: Status


@dataclass(frozen=True, slots=True)
class SignalCrossing:
    """A KPI whose signal is another one; None where it cannot be told."""

    kpi: Kpi
    before: Signal | None
    after: Signal | None


@dataclass(frozen=True, slots=True)
class Restated:
    """Values of one KPI that counted before and were changed since, by the change that wrote what stands now."""

    kpi: Kpi
    change: Change
    values: int
    difference: Decimal
    """By how much they differ in all; of a ratio KPI its numerators."""
    base_difference: Decimal
    rows: tuple[RestatedValue, ...]
    """The first of them by day and segment."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A field that is watched, as it was and as it is."""

    table: str
    field: str
    topic: Topic
    row: Record
    """Whose field it is, as it is now."""
    about: Record
    """What people call it by: a target and its parts by their KPI, a step by its task."""
    before: Any
    after: Any
    changes: tuple[Change, ...]
    """Those that moved it, oldest first; moved twice, it has the reasons of both."""


@dataclass(frozen=True, slots=True)
class Came:
    """A row of the plan that was added or removed."""

    table: str
    row: Record
    about: Record
    """What people call it by, like that of a field that moved."""
    change: Change


@dataclass(frozen=True, slots=True)
class Acted:
    """An action that was taken, done or dropped."""

    action: Decision
    change: Change


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What the owner of a KPI said."""

    kpi: Kpi
    said: CheckIn
    change: Change


@dataclass(frozen=True, slots=True)
class Changed:
    """All that is another way than it was."""

    crossings: tuple[Crossing, ...] = ()
    """KPIs, objectives, then budget lines, in the order in which they stand now."""
    signals: tuple[SignalCrossing, ...] = ()
    restated: tuple[Restated, ...] = ()
    moved: tuple[Moved, ...] = ()
    added: tuple[Came, ...] = ()
    removed: tuple[Came, ...] = ()
    actions_done: tuple[Acted, ...] = ()
    actions_taken: tuple[Acted, ...] = ()
    actions_dropped: tuple[Acted, ...] = ()
    check_ins: tuple[CheckedIn, ...] = ()
    changes: int = 0
    """How many were recorded in between, of whatever plan."""


def changed(store: Store, before: Snapshot, after: Snapshot) -> Changed:
    """Return what is another way in `after` than in `before`, two snapshots of one plan."""
    made = {change.change_id: change for change in made_between(store, before.known_at, after.known_at)}
    kpis = {line.kpi.kpi: line.kpi for line in (*before.kpis(), *after.kpis())}
    tasks = {line.task.task: line.task for line in (*before.tasks, *after.tasks)}
    between = _Between(store, before, after, made, kpis, tasks)
    return Changed(
        crossings=tuple(_crossings(before, after)),
        signals=tuple(_signals(before, after)),
        restated=tuple(between.restated()),
        moved=tuple(between.moved()),
        added=tuple(between.came(removed=False)),
        removed=tuple(between.came(removed=True)),
        actions_done=tuple(
            between.actions(lambda old, new: new.done is not None and (old is None or old.done is None))
        ),
        actions_taken=tuple(between.actions(lambda old, _new: old is None)),
        actions_dropped=tuple(between.dropped()),
        check_ins=tuple(between.check_ins()),
        changes=len(made),
    )


def overdue(snapshot: Snapshot, today: date) -> tuple[Decision, ...]:
    """Return the open actions that were due before `today`, the one due first at first.

    A closed plan has none: it knows nothing of what was done after its close.
    """
    if snapshot.plan.state is PlanState.CLOSED:
        return ()
    return tuple(action for action in snapshot.open_actions if action.due is not None and action.due < today)


# how things stand


def _statuses(snapshot: Snapshot) -> Mapping[tuple[str, str], tuple[Kpi | Objective | Budget, Status]]:
    """Return everything of a plan that has a status, by table and id."""
    return {
        **{("kpis", line.kpi.kpi): (line.kpi, line.status) for line in snapshot.kpis()},
        **{("objectives", line.objective.objective): (line.objective, line.status) for line in snapshot.objectives()},
        **{("budgets", line.budget.line): (line.budget, line.status) for line in snapshot.budget().lines},
    }


def _crossings(before: Snapshot, after: Snapshot) -> Iterator[Crossing]:
    were = _statuses(before)
    for key, (about, status) in _statuses(after).items():
        if key in were and were[key][1] != status:
            yield Crossing(about, were[key][1], status)


def _signals(before: Snapshot, after: Snapshot) -> Iterator[SignalCrossing]:
    were = {line.kpi.kpi: line.signal for line in before.kpis()}
    for line in after.kpis():
        if line.kpi.kpi in were and were[line.kpi.kpi] != line.signal:
            yield SignalCrossing(line.kpi, were[line.kpi.kpi], line.signal)


# what was recorded


@dataclass(frozen=True, slots=True)
class _Between:
    """The changes between two snapshots, and what they made of the rows that the plan is about."""

    store: Store
    before: Snapshot
    after: Snapshot
    made: Mapping[int, Change]
    kpis: Mapping[str, Kpi]
    """Of the plan at either moment, by id."""
    tasks: Mapping[str, Task]

    def restated(self) -> Iterator[Restated]:
        """Yield the values that counted and are others now, by change and KPI."""
        if not self._written("actuals"):
            return
        untils = {kpi: _counted_until(one, self.before) for kpi, one in self.kpis.items()}
        found = queries.restated_values(self.store, untils, self.before.known_at, self.after.known_at, MOST)
        for (change, kpi), group in groupby(found, key=attrgetter("change_id", "kpi")):
            rows = tuple(group)
            one = rows[0]
            yield Restated(self.kpis[kpi], self.made[change], one.values, one.difference, one.base_difference, rows)

    def moved(self) -> Iterator[Moved]:
        """Yield each watched field of a row that is there at both moments and says something else."""
        for table, fields in WATCHED.items():
            for steps in self._rows(table):
                first, last = steps[0][1].before, steps[-1][1].after
                if first is not None and last is not None:
                    yield from self._fields(table, fields, first, last, steps)

    def came(self, *, removed: bool) -> Iterator[Came]:
        """Yield the rows of the plan that were added, or those that were removed."""
        for table in (name for name in WATCHED if TABLES[name].in_plan):
            for steps in self._rows(table):
                first, last = steps[0][1].before, steps[-1][1].after
                came, there = (first, last) if removed else (last, first)
                if came is not None and there is None:
                    yield Came(table, came, self._about(came), self.made[steps[-1][0]])

    def actions(self, happened: Callable[[Decision | None, Decision], bool]) -> Iterator[Acted]:
        """Yield the actions with which it happened, by what they were (None: not there) and what they are."""
        for change, first, last in self._ends("decisions"):
            if _is_action(last) and happened(first if _is_action(first) else None, last):
                yield Acted(last, change)

    def dropped(self) -> Iterator[Acted]:
        """Yield the open actions that were dropped."""
        for change, first, last in self._ends("decisions"):
            if last is None and _is_action(first) and first.done is None:
                yield Acted(first, change)

    def check_ins(self) -> Iterator[CheckedIn]:
        """Yield what the owners of the plan's KPIs said, or say otherwise."""
        for change, first, last in self._ends("check_ins"):
            if isinstance(last, CheckIn) and first != last:
                yield CheckedIn(self.kpis[last.kpi], last, change)

    def _fields(
        self,
        table: str,
        fields: Mapping[str, Topic],
        first: Record,
        last: Record,
        steps: Sequence[tuple[int, RowChange]],
    ) -> Iterator[Moved]:
        for field, topic in fields.items():
            old, new = getattr(first, field), getattr(last, field)
            if old != new:
                by = tuple(self.made[change] for change, row in steps if _moves(row, field))
                yield Moved(table, field, topic, last, self._about(last), old, new, by)

    def _ends(self, table: str) -> Iterator[tuple[Change, Record | None, Record | None]]:
        """Yield how each row that was written stood at first and stands at last, and the change that said so."""
        for steps in self._rows(table):
            yield self.made[steps[-1][0]], steps[0][1].before, steps[-1][1].after

    def _rows(self, table: str) -> Iterator[list[tuple[int, RowChange]]]:
        """Yield what was made of each row of `table` that the plan is about, change by change."""
        if self._written(table):
            where = _where(table, self.after, self.kpis)
            found = rows_between(self.store, table, self.before.known_at, self.after.known_at, where)
            for _key, steps in groupby(found, key=lambda step: step[1].key):
                yield list(steps)

    def _written(self, table: str) -> bool:
        return any(table in change.counts for change in self.made.values())

    def _about(self, record: Record) -> Record:
        """Return what a row is called by: a target and its parts by their KPI, a step by its task."""
        if isinstance(record, TaskStep):
            return self.tasks.get(record.task, record)
        kpi = self.kpis.get(getattr(record, "kpi", ""))
        return record if kpi is None else kpi


def _where(table: str, snapshot: Snapshot, kpis: Iterable[str]) -> Mapping[str, Any]:
    """Return which rows of a table a plan is about: its own, those of its KPIs, or else its team's."""
    fields = TABLES[table].fields
    if TABLES[table].in_plan:
        return snapshot.key._asdict()
    return {"kpi": list(kpis)} if "kpi" in fields else {"team": snapshot.key.team}


def _is_action(record: Record | None) -> TypeGuard[Decision]:
    return isinstance(record, Decision) and record.kind is DecisionKind.ACTION


def _moves(row: RowChange, field: str) -> bool:
    return getattr(row.before, field, None) != getattr(row.after, field, None)


def _counted_until(kpi: Kpi, snapshot: Snapshot) -> date:
    """Return the last day whose value counted; that of a week counts once the week is over."""
    if kpi.frequency is not Frequency.WEEK:
        return snapshot.day
    return periods.week_start(snapshot.day + periods.DAY, snapshot.team.first_weekday) - periods.WEEK
