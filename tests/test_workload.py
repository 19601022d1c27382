"""The load of a plan's people and resources, on a real store: whose days, which leave, as of which change."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planlib.metrics.figure import Figure
from planlib.metrics.workload import Spare
from planlib.model import Assignment, Leave, Person, Resource
from planlib.snapshot import Snapshot, Workload, open_snapshot
from planlib.store.connect import Store
from planlib.vocabulary import ResourceKind
from tests.task_plan import KEY, LAUNCH, MONTH, PAGES, day, make_tasks, task, write


def assigned(name: str, amount: int, **fields: Any) -> Assignment:
    return Assignment(team="t", month=MONTH, assignment=name, amount=Decimal(amount), **fields)


STOCK = task("stock", start=day(9), finish=day(10))


@pytest.fixture
def plan(store: Store) -> Store:
    """Give the small plan: Li works 6 hours a day on the pages, from the 8th to the 10th."""
    make_tasks(store)
    return store


def opened(store: Store, last: int = 7, known_at: int | None = None) -> Snapshot:
    return open_snapshot(store, "mei", KEY, today=day(30), day=day(last), known_at=known_at)


def loads(found: Workload, person: str = "li") -> dict[int, tuple[Decimal, Decimal]]:
    """Load and capacity on the days of a person that have a load."""
    load = found.of(person)
    assert load is not None
    return {one.day.day: (one.load, one.capacity) for one in load.days if one.load}


def test_hours_count_on_the_days_that_a_task_is_foreseen_to_take(plan: Store) -> None:
    assert loads(opened(plan).workload) == {8: (6, 8), 9: (6, 8), 10: (6, 8)}
    write(plan, tasks=[PAGES.model_copy(update={"started": day(9), "progress": Decimal("0.34")})])
    assert loads(opened(plan, 10).workload) == {9: (6, 8), 10: (6, 8), 12: (6, 8), 13: (6, 8)}


def test_what_is_done_or_cancelled_asks_for_nothing_more(plan: Store) -> None:
    write(
        plan,
        tasks=[
            PAGES.model_copy(update={"started": day(8), "finished": day(9)}),
            LAUNCH.model_copy(update={"cancelled": day(7)}),
        ],
        assignments=[
            assigned("own", 1, task="pages", person="li", start=day(8), finish=day(16)),
            assigned("gone", 8, task="launch", person="li"),
        ],
    )
    assert loads(opened(plan, 9).workload) == {8: (7, 8), 9: (7, 8)}


def test_leave_and_days_without_a_task_count(plan: Store) -> None:
    write(
        plan,
        people=[Person(person="li", team="t", capacity=Decimal(6))],
        leave=[Leave(person="li", first=day(9), last=day(9), share=Decimal("0.5"))],
        assignments=[assigned("fair", 2, person="li", start=day(30), finish=date(2026, 11, 2))],
    )
    found = opened(plan).workload
    assert loads(found) == {8: (6, 6), 9: (6, 3), 10: (6, 6), 30: (2, 6)}
    load = found.of("li")
    assert load is not None
    assert (load.month.days_over, load.month.load, load.month.capacity) == (1, 20, 6 * 18 - 3)
    assert [(week.span.first.day, week.load, week.share) for week in load.weeks[:2]] == [
        (5, 18, Figure(18 / 15)),
        (12, 0, Figure(0.0)),
    ]


def test_it_is_told_as_it_was_known(plan: Store) -> None:
    before = plan.last_change()
    write(plan, assignments=[assigned("1", 8, task="pages", person="li")])
    assert loads(opened(plan, known_at=before).workload)[8] == (6, 8)
    assert loads(opened(plan).workload)[8] == (8, 8)


def test_two_bookings_of_one_room_and_more_of_a_material_than_there_is(plan: Store) -> None:
    kinds = {"room": ResourceKind.ROOM, "van": ResourceKind.TOOL, "boxes": ResourceKind.MATERIAL}
    amounts = {"room": 1, "van": 2, "boxes": 100}
    write(
        plan,
        resources=[
            Resource(resource=name, team="t", code=name, kind=kind, amount=Decimal(amounts[name]))
            for name, kind in kinds.items()
        ],
        assignments=[
            *(assigned(f"{name}1", 1, resource=name, task="pages") for name in ("room", "van")),
            *(assigned(f"{name}2", 1, resource=name, start=day(10), finish=day(12)) for name in ("room", "van")),
            assigned("boxes1", 60, resource="boxes", task="pages"),
            assigned("boxes2", 41, resource="boxes", task="launch"),
        ],
    )
    found = {one.resource.resource: one for one in opened(plan).workload.resources}
    assert [*found] == ["boxes", "room", "van"], "those booked beyond what there is come first"
    assert [(one.used, one.over) for one in found.values()] == [(101, True), (2, True), (2, False)]
    assert [one.day.day for one in found["room"].days if one.over] == [10]
    assert found["boxes"].days == ()


def test_who_could_take_what_is_left_of_work_that_is_too_much(plan: Store) -> None:
    names = ("an", "bo", "cy")
    write(
        plan,
        people=[Person(person=name, team="t") for name in names],
        leave=[Leave(person="cy", first=day(10), last=day(10))],
        tasks=[STOCK],
        assignments=[
            assigned("more", 3, task="stock", person="li"),
            assigned("an", 5, person="an", start=day(1), finish=day(31)),
        ],
    )
    reliefs = {one.assigned.assignment.task: one for one in opened(plan).workload.reliefs}
    assert {name: (one.days_over, one.days) for name, one in reliefs.items()} == {
        "pages": ((day(9), day(10)), (day(8), day(9), day(10))),
        "stock": ((day(9), day(10)), (day(9), day(10))),
    }
    assert reliefs["stock"].could == (Spare("bo", Decimal(5), Decimal(10)), Spare("an", Decimal(0), Decimal(0)))
    assert reliefs["pages"].could == (Spare("bo", Decimal(2), Decimal(6)),)
    done = {"started": day(8), "finished": day(10)}
    write(plan, tasks=[one.model_copy(update=done) for one in (PAGES, STOCK)])
    assert opened(plan, 10).workload.reliefs == (), "what is past is nobody's to take"
