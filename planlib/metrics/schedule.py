"""When tasks can and must be done: the critical path method, with progress (DOMAIN 6.1 to 6.4).

All moments are offsets in working days (``working_days``). A task that takes n days from offset s is at work on the
working days s + 1 to s + n; one that takes none is a milestone, at the end of day s.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from planlib.metrics.periods import DAY
from planlib.metrics.working_days import WorkingDays
from planlib.model import TaskLink
from planlib.vocabulary import LinkKind

_FROM_START = (LinkKind.START_START, LinkKind.START_FINISH)
_TO_FINISH = (LinkKind.FINISH_FINISH, LinkKind.START_FINISH)


class Span(NamedTuple):
    """Offsets in working days from the schedule's first day; a task occupies start + 1 to finish."""

    start: int
    finish: int


@dataclass(frozen=True, slots=True)
class Step:
    """A task as it is to be scheduled."""

    duration: int
    """Working days; 0 is a milestone."""
    not_before: int | None = None
    """Earliest start, where it has not begun; the schedule's first day where None."""
    deadline: int | None = None
    """Imposed finish: what is later has negative float."""
    started: int | None = None
    """When it really began."""
    remaining: int | None = None
    """Working days of what has begun that are still to be done."""
    finished: int | None = None
    """When it was really done."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """When a task can be done, and how long it may wait."""

    early: Span
    late: Span
    """What is done stays where it is."""
    total_float: int
    """Working days it may be late without the project's end, or an imposed finish, being missed."""
    free_float: int
    """Working days it may be late without any other task being moved."""
    critical: bool
    """Whether it is still to be done and has no float."""


class _Link(NamedTuple):
    """A link by the ends it ties; both ends of a milestone are its finish."""

    task: str
    predecessor: str
    from_start: bool
    to_finish: bool
    lag: int
    elapsed: bool


class _Ahead(NamedTuple):
    """The part of a task that is still to be done, at its earliest or at its latest; links rule that part."""

    begin: int
    finish: int


def cycle(links: Sequence[TaskLink], names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the tasks that wait for each other, each before the one that waits for it and the first again at the end.

    Of several circles it is always the same, whatever the order of the links: it is looked for in the order of the
    tasks' `names`, or else of their ids, and begins with the first of them. Empty where there are none.
    """
    called = {task: (names or {}).get(task, task) for link in links for task in (link.task, link.predecessor)}
    ordered = sorted(links, key=lambda link: (called[link.task], called[link.predecessor]))
    try:
        _sorter(ordered).prepare()
    except CycleError as found:
        around = found.args[1][1:]
        first = around.index(min(around, key=called.__getitem__))
        return (*around[first:], *around[: first + 1])
    return ()


def schedule(
    steps: Mapping[str, Step], links: Iterable[TaskLink], days: WorkingDays, today: int | None = None
) -> dict[str, Scheduled]:
    """Return each task's schedule, every task behind those it waits for.

    `today` is the offset from which on work can still be done; what is not done by then comes after it (retained
    logic). Links of tasks that are not among `steps` do not count.

    Raises:
        CycleError: Some tasks wait for each other.
    """
    counted = [_link(link, steps) for link in links if link.task in steps and link.predecessor in steps]
    order = [*_sorter(counted, steps).static_order()]
    early = _forward(steps, _grouped(counted, "task"), order, days, today)
    after = _grouped(counted, "predecessor")
    end = max((ahead.finish for ahead in early.values()), default=0)
    late = _backward(steps, after, order, days, end)
    found = {}
    for task in order:
        free = _latest(task, steps, after, early, days, end) - early[task].finish
        found[task] = _scheduled(steps[task], early[task], late[task], free)
    return found


def critical_path(scheduled: Mapping[str, Scheduled]) -> tuple[str, ...]:
    """Return all critical tasks in order of time; where there are several paths, those of all."""
    return tuple(sorted((task for task, one in scheduled.items() if one.critical), key=lambda t: scheduled[t].early))


def _link(link: TaskLink, steps: Mapping[str, Step]) -> _Link:
    from_start = link.kind in _FROM_START and steps[link.predecessor].duration > 0
    to_finish = link.kind in _TO_FINISH or steps[link.task].duration == 0
    return _Link(link.task, link.predecessor, from_start, to_finish, link.lag, link.elapsed)


def _sorter(links: Iterable[TaskLink | _Link], tasks: Iterable[str] = ()) -> TopologicalSorter[str]:
    sorter = TopologicalSorter[str]({task: () for task in tasks})
    for link in links:
        sorter.add(link.task, link.predecessor)
    return sorter


def _grouped(links: Iterable[_Link], end: str) -> dict[str, list[_Link]]:
    found: dict[str, list[_Link]] = {}
    for link in links:
        found.setdefault(getattr(link, end), []).append(link)
    return found


def _forward(
    steps: Mapping[str, Step],
    before: Mapping[str, Sequence[_Link]],
    order: Sequence[str],
    days: WorkingDays,
    today: int | None,
) -> dict[str, _Ahead]:
    """Return the earliest that what is still to be done of each task can be done."""
    early: dict[str, _Ahead] = {}
    for task in order:
        step = steps[task]
        if step.finished is not None:
            early[task] = _Ahead(step.finished, step.finished)
            continue
        begin, finish = [_first_moment(step) if today is None else max(_first_moment(step), today)], list[int]()
        for link in before.get(task, ()):
            awaited = early[link.predecessor]
            end = _start(steps[link.predecessor], awaited) if link.from_start else awaited.finish
            (finish if link.to_finish else begin).append(_pushed(link, end, days))
        early[task] = _earliest(step, max(begin), finish)
    return early


def _first_moment(step: Step) -> int:
    return (step.not_before or 0) if step.started is None else step.started


def _earliest(step: Step, begin: int, finish: Sequence[int]) -> _Ahead:
    """Return when it can be done; what has begun is not moved to finish later, but takes longer."""
    length = _length(step)
    if step.started is None:
        begin = max([begin, *(bound - length for bound in finish)])
    return _Ahead(begin, max([begin + length, *finish]))


def _backward(
    steps: Mapping[str, Step],
    after: Mapping[str, Sequence[_Link]],
    order: Sequence[str],
    days: WorkingDays,
    end: int,
) -> dict[str, _Ahead]:
    """Return the latest that what is still to be done of each task may be done."""
    late: dict[str, _Ahead] = {}
    for task in reversed(order):
        step = steps[task]
        finish = _latest(task, steps, after, late, days, end)
        if step.deadline is not None:
            finish = min(finish, step.deadline)
        late[task] = _Ahead(finish - _length(step), finish)
    return late


def _latest(
    task: str,
    steps: Mapping[str, Step],
    after: Mapping[str, Sequence[_Link]],
    at: Mapping[str, _Ahead],
    days: WorkingDays,
    end: int,
) -> int:
    """Return the latest finish that leaves the tasks which wait for this one where they are `at`, and the end too."""
    step, latest = steps[task], end
    for link in after.get(task, ()):
        if steps[link.task].finished is None and not (link.from_start and step.started is not None):
            waiting = at[link.task]
            bound = _held(link, waiting.finish if link.to_finish else waiting.begin, days)
            latest = min(latest, bound + step.duration if link.from_start else bound)
    return latest


def _pushed(link: _Link, end: int, days: WorkingDays) -> int:
    """Return before which moment the end of a task that waits cannot be, where the one it waits for is at `end`."""
    if not link.elapsed:
        return end + link.lag
    last = days.day(end + 1) - DAY if link.from_start else days.day(end)
    last += timedelta(days=link.lag)
    return days.end(last - DAY) + 1 if link.to_finish else days.end(last)


def _held(link: _Link, end: int, days: WorkingDays) -> int:
    """Return after which moment the end that is waited for cannot be, where the one that waits is at `end`."""
    if not link.elapsed:
        return end - link.lag
    last = days.day(end) if link.to_finish else days.day(end + 1) - DAY
    last -= timedelta(days=link.lag)
    return days.end(last + DAY) - 1 if link.from_start else days.end(last)


def _length(step: Step) -> int:
    return step.duration if step.started is None or step.remaining is None else step.remaining


def _start(step: Step, early: _Ahead) -> int:
    return early.begin if step.started is None else step.started


def _scheduled(step: Step, early: _Ahead, late: _Ahead, free: int) -> Scheduled:
    span = Span(_start(step, early), early.finish)
    if step.finished is not None:
        return Scheduled(span, span, 0, 0, critical=False)
    spare = late.finish - early.finish
    latest = Span(late.begin if step.started is None else step.started, late.finish)
    return Scheduled(span, latest, spare, free, critical=spare <= 0)
