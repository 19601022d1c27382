"""A small plan with tasks in October 2026, whose working days begin with the 8th, 9th and Saturday the 10th."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from planlib.model import Assignment, CalendarDay, Person, Plan, PlanKey, Record, Task, TaskLink, Team
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import ChangeKind, PlanState

MONTH = date(2026, 10, 1)
KEY = PlanKey("t", MONTH)
AT = datetime(2026, 9, 28, tzinfo=UTC)
DRAFT, ACTIVE = (Plan(team="t", month=MONTH, state=state) for state in (PlanState.DRAFT, PlanState.ACTIVE))


def day(number: int, month: int = 10) -> date:
    return date(2026, month, number)


def write(store: Store, **rows: Sequence[Record]) -> int:
    writes = [Write(table, found) for table, found in rows.items()]
    change = record(store, writes, actor="mei", kind=ChangeKind.EDIT, at=AT, reason="r", plan=KEY)
    assert change is not None
    return change.change_id


def task(name: str, **fields: Any) -> Task:
    return Task(**{"team": "t", "month": MONTH, "task": name, "code": name.upper(), **fields})


def link(predecessor: str, name: str, **fields: Any) -> TaskLink:
    return TaskLink(team="t", month=MONTH, task=name, predecessor=predecessor, **fields)


PAGES = task("pages", title_en="Product pages", title_zh="商品页", start=day(8), finish=day(10), owner="li")
PHOTOS = task("photos", start=day(9), finish=day(9))
LAUNCH = task("launch", duration=2, deadline=day(16))
DONE = task("done", duration=0)


def make_tasks(store: Store) -> None:
    """Record a plan in force, in three changes: the team, its tasks, the activation.

    The pages take the 8th to the 10th, the launch after them the 12th and 13th, at its end is a milestone.
    """
    closed = [CalendarDay(team="t", day=day(number), working=False) for number in range(1, 8)]
    write(
        store,
        teams=[Team(team="t", code="shop", country="")],
        calendar_days=[*closed, CalendarDay(team="t", day=day(10), working=True)],
        people=[Person(person="li", team="t", name_en="Li Wei", name_zh="李伟")],
        plans=[DRAFT],
    )
    write(
        store,
        tasks=[PAGES, PHOTOS, LAUNCH, DONE],
        task_links=[link("pages", "launch"), link("launch", "done")],
        assignments=[Assignment(team="t", month=MONTH, assignment="1", task="pages", person="li", amount=Decimal(6))],
    )
    write(store, plans=[ACTIVE])
