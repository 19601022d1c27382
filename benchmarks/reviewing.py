"""What the weekly review costs: 50 KPIs, 30 budget lines, a meeting last week, and millions of rows of history.

Server time is the run of the page's script: cold with nothing cached but the open database, warm with its snapshots
cached. The time of a click runs in Chromium from the click on the page's link until its last chart is drawn.

Run alone: python -m benchmarks.reviewing [MILLIONS]
"""

import gc
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from streamlit.runtime.caching.cache_utils import CachedFunc
from streamlit.testing.v1 import AppTest

from benchmarks.ledger_read import AT, KPIS, LAST
from benchmarks.snapshot import KEY, planned
from planlib.model import CheckIn, Decision, Meeting, Person
from planlib.place import ROOT
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import ChangeKind, Confidence, DecisionKind
from tools.browsing import CHROMIUM_OPTIONS, chromium, open_page, title, wait_drawn
from tools.serving import serving
from ui import meeting_start, review_changes, session

ROUNDS = 7
CLICKED = {"weekly_review": "", "kpis": "kpis", "trends": "trends"}
"""Pages that are opened by a click, and their addresses."""
CACHED = [
    kept
    for module in (session, review_changes, meeting_start)
    for name, kept in vars(module).items()
    if isinstance(kept, CachedFunc) and name != "_opened"
]
"""What sessions share, but for the open database."""


def filled(path: Path, millions: int) -> None:
    """Write a database with a plan of 50 KPIs and 30 budget lines, and a meeting that was held a week before."""
    store = planned(path, millions)
    _hold_meeting(store)
    store.close()


def _hold_meeting(store: Store) -> None:
    day = LAST - timedelta(days=7)
    person = Person(person="p", team=KEY.team, name_en="Somebody")
    meeting = Meeting(
        team=KEY.team,
        month=KEY.month,
        meeting="m",
        day=day + timedelta(days=1),
        data_day=day,
        agenda=" ".join(f"kpi:{kpi}" for kpi in KPIS),
        known_at=store.last_change(),
    )
    actions = [
        Decision(
            decision=f"a{number}",
            team=KEY.team,
            meeting="m",
            kind=DecisionKind.ACTION,
            day=meeting.day,
            text="Do something about it",
            about=f"kpi:{kpi}",
            owner="p",
            due=LAST,
        )
        for number, kpi in enumerate(KPIS[:10])
    ]
    said = [
        CheckIn(
            kpi=kpi, week=day - timedelta(days=day.weekday()), confidence=Confidence.AT_RISK, text="Late", person="p"
        )
        for kpi in KPIS
    ]
    writes = [
        Write("people", [person]),
        Write("meetings", [meeting]),
        Write("decisions", actions),
        Write("check_ins", said),
    ]
    record(store, writes, actor="bench", kind=ChangeKind.MEETING, at=AT, plan=KEY)


def server_times(database: Path) -> dict[str, float]:
    """Return the median seconds of a cold and of a warm run of the review page."""
    os.environ["PLANLIB_DB"] = str(database)
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # it warns that nobody looks at the page
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)
    app.query_params["month"] = f"{KEY.month:%Y-%m}"
    app.run()
    gc.collect()
    gc.freeze()  # as the server does once it is up

    def cold() -> float:
        for cached in CACHED:
            cached.clear()
        session.store().memory.forget()
        return _run(app)

    return {"cold": _median(cold), "warm": _median(lambda: _run(app))}


def _run(app: AppTest) -> float:
    start = time.perf_counter()
    app.run()
    taken = time.perf_counter() - start
    if app.exception:
        raise RuntimeError(app.exception[0].message)
    return taken


def _median(measure: Callable[[], float]) -> float:
    return statistics.median([measure() for _ in range(ROUNDS + 1)][1:])


def click_times(database: Path) -> dict[str, float]:
    """Return the median seconds from a click on a page's link until all of it is drawn, in Chromium."""
    with serving(database) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_OPTIONS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        open_page(page, f"{address}/budget?lang=en&month={KEY.month:%Y-%m}")
        found = {name: _median(partial(_click, page, path)) for name, path in CLICKED.items()}
        browser.close()
    return found


def _click(page: Page, path: str) -> float:
    page.locator(".stSidebar a[href*=budget]").click()
    page.wait_for_url("**/budget*")
    wait_drawn(page)
    before = title(page).inner_text()
    link = page.locator(f".stSidebar a[href^='{path or '?'}']").first
    start = time.perf_counter()
    link.click()
    page.wait_for_function("before => document.querySelector('h1')?.innerText !== before", arg=before)
    wait_drawn(page)
    return time.perf_counter() - start


def main(millions: int = 10) -> None:
    """Print the times in ms."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "review.duckdb"
        filled(database, millions)
        for what, times in (("click", click_times), ("server", server_times)):
            for name, seconds in times(database).items():
                print(f"{what} {name}: {1000 * seconds:.0f} ms", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
