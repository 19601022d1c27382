"""The critical path, on a published case, on dates that can be counted on a calendar, and on schedules at random."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planlib.metrics.periods import Calendar, Span
from planlib.metrics.progress import Went, actual_step, by_steps, counted, duration, planned_step, task_status, went
from planlib.metrics.schedule import Scheduled, Step, critical_path, cycle, schedule
from planlib.metrics.working_days import WorkingDays
from planlib.model import Task, TaskLink, TaskStep
from planlib.vocabulary import LinkKind, ProgressRule, TaskStatus
from tests.published_work import S01

MONTH = date(2026, 10, 1)
HOLIDAYS = {date(2026, 10, day): False for day in range(1, 8)}
OCTOBER = Calendar({**HOLIDAYS, date(2026, 10, 10): True})
"""National Day from the 1st to the 7th; Saturday the 10th is worked instead."""
DAYS = WorkingDays(OCTOBER, MONTH)


def day(number: int, month: int = 10) -> date:
    return date(2026, month, number)


def link(predecessor: str, task: str, kind: str = "FS", lag: int = 0, *, elapsed: bool = False) -> TaskLink:
    return TaskLink(
        team="t", month=MONTH, task=task, predecessor=predecessor, kind=LinkKind(kind), lag=lag, elapsed=elapsed
    )


def task(**fields: Any) -> Task:
    return Task(**{"team": "t", "month": MONTH, "task": "a", "code": "a", **fields})


def planned(steps: dict[str, Step], *links: TaskLink, today: int | None = None) -> dict[str, Scheduled]:
    return schedule(steps, links, DAYS, today)


def test_published_critical_path() -> None:
    steps = {name: Step(length) for name, length in S01.given["durations"].items()}
    links = [link(before, name) for name, all_before in S01.given["after"].items() for before in all_before]
    found = planned(steps, *links)
    assert max(one.early.finish for one in found.values()) == S01.expected["duration"]
    assert critical_path(found) == tuple(S01.expected["critical"])
    floats = {name: one.total_float for name, one in found.items()}
    assert floats == {**dict.fromkeys(S01.expected["critical"], 0), **S01.expected["total_float"]}


@pytest.mark.parametrize(
    ("kind", "lag", "early", "late"),
    [
        ("FS", 0, (5, 7), (0, 5)),
        ("FS", 2, (7, 9), (0, 5)),
        ("FS", -2, (3, 5), (2, 7)),
        ("SS", 1, (1, 3), (2, 7)),
        ("FF", 1, (4, 6), (1, 6)),
        ("SF", 6, (4, 6), (1, 6)),
        ("SF", 1, (0, 2), (2, 7)),
    ],
)
def test_each_kind_of_link(kind: str, lag: int, early: tuple[int, int], late: tuple[int, int]) -> None:
    """B takes 2 days and waits for A, which takes 5; C keeps the project open until the end of day 7 at least."""
    found = planned({"a": Step(5), "b": Step(2), "c": Step(7)}, link("a", "b", kind, lag))
    assert (found["b"].early, found["a"].late) == (early, late)


def test_free_float_is_what_moves_nobody_and_total_float_what_moves_not_the_end() -> None:
    steps = {"a": Step(2), "b": Step(1), "c": Step(1), "long": Step(9), "end": Step(0)}
    found = planned(steps, link("a", "c"), link("b", "c"), link("c", "end"), link("long", "end"))
    assert {name: (one.total_float, one.free_float) for name, one in found.items()} == {
        "a": (6, 0),
        "b": (7, 1),
        "c": (6, 6),
        "long": (0, 0),
        "end": (0, 0),
    }


def test_an_imposed_finish_makes_float_negative_back_to_the_beginning() -> None:
    found = planned({"a": Step(3), "b": Step(4, deadline=5), "c": Step(1)}, link("a", "b"))
    assert {name: one.total_float for name, one in found.items()} == {"a": -2, "b": -2, "c": 6}
    assert critical_path(found) == ("a", "b")


def test_every_critical_path_is_told() -> None:
    steps = {"a": Step(3), "b": Step(3), "c": Step(2, not_before=4)}
    assert critical_path(planned(steps)) == ("c",)
    assert critical_path(planned({**steps, "c": Step(1)}, link("a", "c"), link("b", "c"))) == ("a", "b", "c")


def test_tasks_that_wait_for_each_other_are_named_in_order() -> None:
    links = [link("x", "a"), link("a", "b"), link("b", "c", "SS"), link("c", "a", "FF")]
    found = cycle(links)
    assert found[0] == found[-1]
    assert sorted(found[1:]) == ["a", "b", "c"]
    assert {*pairwise(found)} == {("a", "b"), ("b", "c"), ("c", "a")}
    assert cycle(links[:3]) == ()


@given(st.permutations([link(*pair) for pair in ("ab", "ba", "bc", "cb", "de", "ed")]))
def test_of_several_circles_the_same_is_told_whatever_the_order_and_the_ids(links: list[TaskLink]) -> None:
    assert cycle(links) == ("a", "b", "a")
    assert cycle(links, {"a": "4", "b": "3", "c": "2", "d": "9", "e": "1"}) == ("e", "d", "e")


def test_weighted_steps_count_once_they_are_done() -> None:
    """Half of one whose first step, of weight 2 in 4, is done; all of it with the last (DOMAIN 5.4)."""
    given = [("a", 2, 9), ("b", 1, 12), ("c", 1, 14)]
    steps = [
        TaskStep(team="t", month=MONTH, step=name, task="x", weight=Decimal(weight), done=day(number))
        for name, weight, number in given
    ]
    rule = task(duration=4, rule=ProgressRule.STEPS, progress=Decimal("0.9"))
    to_come = [step.model_copy(update={"done": None}) for step in steps]
    found = [by_steps(rule, [*steps[:done], *to_come[done:]]) for done in range(4)]
    assert [one.progress for one in found] == [0, Decimal("0.5"), Decimal("0.75"), 1]
    assert [one.started for one in found] == [None, *[day(9)] * 3]
    assert [one.finished for one in found] == [None, None, None, day(14)]
    assert counted(found[1], Went(day(9))) == Decimal("0.5")
    assert actual_step(found[1], DAYS, Went(day(9)), day(9)).remaining == 2
    assert by_steps(rule, []).progress == 0
    assert by_steps(rule.model_copy(update={"rule": ProgressRule.PHYSICAL}), steps).progress == Decimal("0.9")


def test_offsets_are_working_days_of_the_calendar() -> None:
    """The 8th, 9th and Saturday the 10th are worked, then from Monday the 12th."""
    assert [DAYS.day(offset) for offset in (1, 2, 3, 4)] == [day(8), day(9), day(10), day(12)]
    assert (DAYS.day(0), DAYS.day(-1)) == (day(30, 9), day(29, 9))
    assert [DAYS.end(day(number)) for number in (1, 7, 8, 10, 11, 12)] == [0, 0, 1, 3, 3, 4]
    assert (DAYS.beginning(day(8)), DAYS.beginning(day(12)), DAYS.end(day(30, 9))) == (0, 3, 0)
    assert (duration(task(start=day(8), finish=day(12)), DAYS), duration(task(duration=7), DAYS)) == (4, 7)
    assert duration(task(start=day(11), finish=day(11)), DAYS) == 1, "work on a day off takes a day"
    assert duration(task(start=day(9), finish=day(9), duration=0), DAYS) == 0


@pytest.mark.parametrize(("kind", "last"), [("FS", 15), ("SS", 12), ("FF", 15), ("SF", 12)])
def test_a_lag_of_calendar_days_runs_over_days_off(kind: str, last: int) -> None:
    """A is at work on the 8th to the 10th; five days on from its end is the 15th, from its beginning the 12th."""
    found = planned({"a": Step(3), "b": Step(1)}, link("a", "b", kind, 5, elapsed=True))
    early = found["b"].early
    assert (early.finish if kind[1] == "F" else early.start) == DAYS.end(day(last))
    assert found["a"].free_float == 0


def test_curing_that_ends_on_a_weekend_lets_a_milestone_be_on_monday() -> None:
    found = planned({"a": Step(2), "passed": Step(0)}, link("a", "passed", lag=8, elapsed=True))
    assert DAYS.day(found["passed"].early.finish) == day(19), "the 9th and 8 days are Saturday the 17th"


def test_what_was_done_stays_and_what_is_left_comes_after_today() -> None:
    """Today is the end of day 4. B began out of order and still waits for A with what is left of it."""
    steps = {
        "done": Step(2, started=0, finished=3),
        "a": Step(4, started=3, remaining=2),
        "b": Step(5, started=1, remaining=1),
        "c": Step(2, not_before=0),
    }
    found = planned(steps, link("done", "a"), link("a", "b"), link("done", "c"), today=4)
    assert {name: one.early for name, one in found.items()} == {
        "done": (0, 3),
        "a": (3, 6),
        "b": (1, 7),
        "c": (4, 6),
    }
    assert {name: (one.total_float, one.critical) for name, one in found.items()} == {
        "done": (0, False),
        "a": (0, True),
        "b": (0, True),
        "c": (1, False),
    }
    assert found["b"].late == (1, 7)


PLANNED = Span(day(8), day(12))
"""Four working days."""


@pytest.mark.parametrize(
    ("fields", "last", "progress", "left"),
    [
        ({}, day(8), "0", None),
        ({"started": day(8), "progress": Decimal("0.3")}, day(9), "0.3", 3),
        ({"progress": Decimal("0.3")}, day(9), "0.3", 3),
        ({"started": day(8), "progress": Decimal("0.9"), "rule": ProgressRule.ZERO_HUNDRED}, day(9), "0", 2),
        ({"started": day(8), "rule": ProgressRule.FIFTY_FIFTY}, day(16), "0.5", 1),
        ({"started": day(8), "finished": day(9), "rule": ProgressRule.ZERO_HUNDRED}, day(9), "1", None),
        ({"progress": Decimal(1)}, day(20), "1", None),
    ],
)
def test_progress_is_counted_by_the_rule_and_says_what_is_left(
    fields: dict[str, Any], last: date, progress: str, left: int | None
) -> None:
    one = task(start=day(8), finish=day(12), **fields)
    gone = went(one, PLANNED, last)
    assert counted(one, gone) == Decimal(progress)
    assert actual_step(one, DAYS, gone, last).remaining == left


def test_progress_alone_says_when_it_was_done_but_never_a_day_to_come() -> None:
    done = task(start=day(8), finish=day(12), progress=Decimal(1))
    assert went(done, PLANNED, day(20)) == Went(day(8), day(12))
    assert went(done, PLANNED, day(9)) == Went(day(8), day(9))
    assert went(task(duration=1, finished=day(20)), PLANNED, day(9)) == Went(day(8), day(20)), "what is written counts"


def test_a_milestone_is_at_the_end_of_its_day() -> None:
    one = task(duration=0, start=day(9), deadline=day(9))
    assert planned_step(one, DAYS) == Step(0, not_before=2, deadline=2)
    assert planned({"a": Step(2), "m": planned_step(one, DAYS)}, link("a", "m"))["m"].early == (2, 2)
    assert planned_step(task(duration=0, start=day(11)), DAYS).not_before == 4, "not on a Sunday but on Monday"


@pytest.mark.parametrize(
    ("fields", "last", "foreseen", "baseline", "status"),
    [
        ({}, day(7), day(12), None, TaskStatus.PLANNED),
        ({}, day(8), day(13), day(13), TaskStatus.LATE),
        ({"started": day(8)}, day(9), day(12), None, TaskStatus.RUNNING),
        ({"started": day(8)}, day(9), day(13), None, TaskStatus.LATE),
        ({"started": day(8)}, day(9), day(12), day(10), TaskStatus.LATE),
        ({"started": day(8)}, day(12), day(13), day(30), TaskStatus.OVERDUE),
        ({"finished": day(20)}, day(21), day(20), day(12), TaskStatus.DONE),
        ({"cancelled": day(9)}, day(21), day(12), day(12), TaskStatus.CANCELLED),
    ],
)
def test_how_a_task_stands(
    fields: dict[str, Any], last: date, foreseen: date, baseline: date | None, status: TaskStatus
) -> None:
    one = task(start=day(8), finish=day(12), **fields)
    assert task_status(one, went(one, PLANNED, last), PLANNED, foreseen, baseline, last) is status


# schedules at random

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""However busy the machine is."""
NAMES = [f"t{number:02d}" for number in range(9)]


@st.composite
def linked(draw: st.DrawFn, /, **kinds: Any) -> tuple[dict[str, Step], list[TaskLink]]:
    """Draw tasks and links from earlier names to later ones, so that there is no cycle."""
    lengths = draw(st.lists(st.integers(0, 9), min_size=1, max_size=len(NAMES)))
    steps = {name: Step(length) for name, length in zip(NAMES, lengths, strict=False)}
    places = st.integers(0, len(steps) - 1)
    pairs = draw(st.sets(st.tuples(places, places).filter(lambda pair: pair[0] < pair[1])))
    fields = {
        "kind": st.sampled_from([kind.value for kind in LinkKind]),
        "lag": st.integers(-4, 6),
        "elapsed": st.booleans(),
        **kinds,
    }
    return steps, [
        link(NAMES[one], NAMES[other], **draw(st.fixed_dictionaries(fields))) for one, other in sorted(pairs)
    ]


PLAIN = {"kind": st.just("FS"), "lag": st.integers(0, 4), "elapsed": st.just(False)}


@PATIENT
@given(linked(**PLAIN))
def test_the_critical_path_is_the_longest_path(drawn: tuple[dict[str, Step], list[TaskLink]]) -> None:
    """Of a graph with an edge for each task, as long as it takes, and for each link, as long as its lag."""
    steps, links = drawn
    graph: nx.DiGraph[tuple[str, int]] = nx.DiGraph()
    for name, step in steps.items():
        graph.add_edge((name, 0), (name, 1), weight=step.duration)
    for one in links:
        graph.add_edge((one.predecessor, 1), (one.task, 0), weight=one.lag)
    found = planned(steps, *links)
    assert max(one.early.finish for one in found.values()) == nx.dag_longest_path_length(graph)
    longest = dict.fromkeys(name for name, _end in nx.dag_longest_path(graph))
    assert {*longest} <= {*critical_path(found)}


@PATIENT
@given(linked(), st.data())
def test_links_hold_and_float_is_never_negative(
    drawn: tuple[dict[str, Step], list[TaskLink]], data: st.DataObject
) -> None:
    steps, links = drawn
    steps = {name: replace(step, not_before=data.draw(st.integers(0, 9))) for name, step in steps.items()}
    found = planned(steps, *links)
    end = max(one.early.finish for one in found.values())
    for name, one in found.items():
        assert one.early.finish - one.early.start == one.late.finish - one.late.start == steps[name].duration
        assert 0 <= one.free_float <= one.total_float
        assert one.late.finish <= end
    early, late = ({name: getattr(one, end) for name, one in found.items()} for end in ("early", "late"))
    for tied in links:
        assert _holds(tied, steps, early), tied
        assert _holds(tied, steps, late), tied


def _holds(one: TaskLink, steps: Mapping[str, Step], spans: Mapping[str, tuple[int, int]]) -> bool:
    """Whether the end that waits is late enough; of elapsed lags by the days themselves."""
    awaited = _moment(spans[one.predecessor], finish=one.kind[0] == "F", point=steps[one.predecessor].duration == 0)
    waiting = _moment(spans[one.task], finish=one.kind[1] == "F", point=steps[one.task].duration == 0)
    if not one.elapsed:
        ends = (spans[one.predecessor][one.kind[0] == "F"], spans[one.task][one.kind[1] == "F"])
        return ends[1] >= ends[0] + one.lag
    return waiting >= awaited + one.lag


def _moment(span: tuple[int, int], *, finish: bool, point: bool) -> int:
    """The calendar day at whose end it is, as a number: of a start that of the day before the first day at work."""
    return DAYS.day(span[1]).toordinal() if finish or point else DAYS.day(span[0] + 1).toordinal() - 1


def gone(step: Step) -> st.SearchStrategy[Step]:
    """A task that was done, began or did neither by the end of day 9; a milestone does not begin before it is done."""
    done = st.tuples(st.integers(-5, 9), st.integers(0, 9)).map(
        lambda drawn: replace(step, started=drawn[0], finished=sum(drawn))
    )
    begun = st.tuples(st.integers(-5, 9), st.integers(1, max(1, step.duration))).map(
        lambda drawn: replace(step, started=drawn[0], remaining=drawn[1])
    )
    return st.one_of(st.just(step), done, *([begun] if step.duration else []))


@PATIENT
@given(linked(), st.data())
def test_what_is_left_comes_after_today_and_has_float_as_any_other(
    drawn: tuple[dict[str, Step], list[TaskLink]], data: st.DataObject
) -> None:
    steps, links = drawn
    steps = {name: data.draw(gone(step)) for name, step in steps.items()}
    for name, one in planned(steps, *links, today=9).items():
        assert 0 <= one.free_float <= one.total_float
        step = steps[name]
        if step.finished is not None:
            assert one.early == one.late == (step.started, step.finished)
        elif step.started is not None:
            assert one.early.start == step.started
            assert one.early.finish >= 9 + (step.remaining or 0)
        else:
            assert one.early.start >= 9


@PATIENT
@given(linked(), st.data())
def test_a_move_reaches_only_what_follows(drawn: tuple[dict[str, Step], list[TaskLink]], data: st.DataObject) -> None:
    steps, links = drawn
    name = data.draw(st.sampled_from(sorted(steps)))
    later = {**steps, name: replace(steps[name], not_before=data.draw(st.integers(1, 30)))}
    before, after = planned(steps, *links), planned(later, *links)
    graph = nx.DiGraph([(one.predecessor, one.task) for one in links])
    graph.add_node(name)
    changed = {one for one in steps if before[one].early != after[one].early}
    assert changed <= {name, *nx.descendants(graph, name)}
    assert all(after[one].early >= before[one].early for one in changed)
