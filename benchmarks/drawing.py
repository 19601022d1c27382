"""What 2,000 tasks with 4,000 links cost on the page Tasks: from a click to the last chart, in Chromium.

Run alone: python -m benchmarks.drawing
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.ledger_read import AT
from planlib.model import Objective, Person, Plan, PlanKey, Task, TaskLink, Team
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import ChangeKind, LinkKind, PlanState
from tools.browsing import CHROMIUM_OPTIONS, chromium, follow, main, open_page, wait_drawn
from tools.serving import serving

TASKS, LINKS, GOALS, PEOPLE, ROUNDS = 2000, 4000, 12, 40, 7
KEY = PlanKey("t", date(2026, 10, 1))
MONTH = {"team": KEY.team, "month": KEY.month}


def planned(path: Path, tasks: int = TASKS, links: int = LINKS) -> None:
    """Write a database with a plan in force whose tasks belong to goals and people, some begun, done or put off."""
    store = Store.open(path, create=True)
    work = planned_work(KEY, tasks, links)
    made = [one for write in work for one in write.rows if isinstance(one, Task)]
    _write(
        store,
        Write("teams", [Team(team=KEY.team, code="bench", country="")]),
        Write("plans", [Plan(state=PlanState.DRAFT, **MONTH)]),
        *work,
    )
    _write(store, Write("plans", [Plan(state=PlanState.ACTIVE, **MONTH)]))
    late = [one.model_copy(update={"start": one.start + timedelta(days=4)}) for one in made[::17] if one.start]
    _write(store, Write("tasks", late))
    store.close()


def planned_work(key: PlanKey, tasks: int, links: int) -> list[Write]:
    """Return goals, people, and tasks with links between them, for a plan."""
    chance, month = random.Random(6), {"team": key.team, "month": key.month}
    goals = [Objective(objective=f"g{n}", code=f"G{n}", title_en=f"Goal {n}", **month) for n in range(GOALS)]
    people = [Person(person=f"p{n}", team=key.team, name_en=f"Person {n}") for n in range(PEOPLE)]
    made = [_task(chance, number, tasks, key) for number in range(tasks)]
    linked = _links(chance, tasks, links, key)
    return [Write("people", people), Write("objectives", goals), Write("tasks", made), Write("task_links", linked)]


def _write(store: Store, *writes: Write) -> None:
    record(store, writes, actor="bench", kind=ChangeKind.EDIT, at=AT, reason="bench", plan=KEY)


def _task(chance: random.Random, number: int, tasks: int, key: PlanKey) -> Task:
    start = key.month + timedelta(days=60 * number // tasks)
    return Task(
        task=f"t{number}",
        code=f"T{number}",
        title_en=f"Task {number} that somebody named at some length",
        owner=f"p{chance.randrange(PEOPLE)}",
        objective=f"g{chance.randrange(GOALS)}",
        start=start,
        duration=chance.randint(0, 5),
        progress=Decimal(chance.choice(["1"] * 19 + ["0.5"])) if number < tasks * 0.49 else Decimal(0),
        team=key.team,
        month=key.month,
    )


def _links(chance: random.Random, tasks: int, links: int, key: PlanKey) -> list[TaskLink]:
    """Return links to tasks that begin some days later, most of them of the usual kind."""
    pairs = set[tuple[int, int]]()
    while len(pairs) < links:
        later = chance.randrange(tasks // 6, tasks)
        pairs.add((later - chance.randint(tasks // 10, tasks // 6), later))
    kinds, month = [LinkKind.FINISH_START] * 9 + [*LinkKind], {"team": key.team, "month": key.month}
    return [
        TaskLink(task=f"t{later}", predecessor=f"t{earlier}", kind=chance.choice(kinds), **month)
        for earlier, later in sorted(pairs)
    ]


def click_times(folder: Path) -> dict[str, float]:
    """Return the median seconds of a click on the page's link, on one of the goals, and of a file of all tasks."""
    database = folder / "tasks.duckdb"
    planned(database)
    with serving(database) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_OPTIONS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        open_page(page, f"{address}/budget?lang=en&month={KEY.month:%Y-%m}")
        clicks = {
            "the last chart of the page": _open,
            "those of a goal with 170 tasks": _open_goal,
            "a file of all tasks": _save,
        }
        found = {name: _median(partial(click, page)) for name, click in clicks.items()}
        browser.close()
    return found


def _median(measure: Callable[[], float]) -> float:
    return statistics.median([measure() for _round in range(ROUNDS + 1)][1:])


def _open(page: Page) -> float:
    follow(page, "Budget")
    start = time.perf_counter()
    follow(page, "Tasks")
    return time.perf_counter() - start


def _open_goal(page: Page) -> float:
    _open(page)
    goal = main(page).get_by_role("table", name="By goal").get_by_role("link", name="Goal 3", exact=True)
    start = time.perf_counter()
    goal.click()
    main(page).get_by_role("table", name="Task by task").wait_for()
    wait_drawn(page)
    return time.perf_counter() - start


def _save(page: Page) -> float:
    _open(page)
    button = main(page).get_by_role("button", name="All 2,000 tasks (SVG)")
    start = time.perf_counter()
    with page.expect_download() as download:
        button.click()
    download.value.path()
    return time.perf_counter() - start


def run() -> None:
    """Print the times in ms."""
    with tempfile.TemporaryDirectory() as folder:
        for name, seconds in click_times(Path(folder)).items():
            print(f"{name}: {1000 * seconds:.0f} ms", flush=True)


if __name__ == "__main__":
    run()
