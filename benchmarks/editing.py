"""What an edit costs: from a cell that is typed into to the line of "What will change" with its new value, in Chromium.

Run alone: python -m benchmarks.editing [MILLIONS]
"""

import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.reviewing import filled
from benchmarks.snapshot import KEY
from planlib.sample import load_sample
from planlib.store.connect import Store
from tools.browsing import CHROMIUM_OPTIONS, chromium, open_page
from tools.serving import serving

ROUNDS = 9
ROW = 35
"""Pixels of a row of Streamlit's table, which is one drawing."""
CHANGED = """value => document.querySelector(".stMain [aria-label='What will change']")?.innerText.includes(value)"""


def edit_time(database: Path, table: str, column: int, month: str) -> float:
    """Return the median seconds from the Enter key in a cell of the table's first row until its new value is told."""
    with serving(database) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_OPTIONS))
        page = browser.new_page(viewport={"width": 1440, "height": 1200})
        open_page(page, f"{address}/plan?lang=en&month={month}&table={table}")
        taken = [_edit(page, column, str(11 + number)) for number in range(ROUNDS + 1)]
        browser.close()
    return statistics.median(taken[1:])


def _edit(page: Page, column: int, value: str) -> float:
    page.locator(".dvn-scroller").click(position={"x": 80, "y": 1.5 * ROW})
    for _step in range(1, column):
        page.keyboard.press("ArrowRight")
    expect(page.locator(f"#glide-cell-{column}-0")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    field = page.locator("textarea.gdg-input")
    field.fill(value)
    start = time.perf_counter()
    field.press("Enter")
    page.wait_for_function(CHANGED, arg=value)
    return time.perf_counter() - start


def sample(path: Path) -> Path:
    """Return a database with the sample plan."""
    store = Store.open(path, create=True)
    load_sample(store, at=datetime.now(UTC), actor="bench")
    store.close()
    return path


def edit_times(folder: Path, planned: Path) -> dict[str, float]:
    """Return the seconds of an edit of a task of the sample, and of one of 50 targets of the plan in `planned`."""
    return {
        "a task of the sample": edit_time(sample(folder / "edited.duckdb"), "tasks", 5, "2026-10"),
        "one of 50 targets": edit_time(planned, "targets", 2, f"{KEY.month:%Y-%m}"),
    }


def main(millions: int = 10) -> None:
    """Print the times in ms."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "review.duckdb"
        filled(database, millions)
        for name, seconds in edit_times(Path(folder), database).items():
            print(f"{name}: {1000 * seconds:.0f} ms", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
