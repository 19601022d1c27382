"""Measures everything in one run, prints the table and keeps it in README.md beside this file."""

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks import drawing, editing, importing, ledger_read, packing, pages, reviewing, scheduling, snapshot

README = Path(__file__).with_name("README.md")
START = "<!-- last run -->"


class Result(NamedTuple):
    """One line of the table."""

    what: str
    measured: float
    limit: float | None
    unit: str
    """times, ms or MB."""

    @property
    def kept(self) -> bool:
        """Whether the limit is kept."""
        return self.limit is None or self.measured <= self.limit


def measured(folder: Path) -> Iterator[Result]:
    """Yield the results, each as soon as it is known."""
    known: dict[int, dict[str, float]] = {}
    for millions in (1, 10):
        store = snapshot.planned(folder / f"{millions}.duckdb", millions)
        found = known[millions] = snapshot.times(store)
        store.close()
        rows = f"{millions} million rows of history"
        yield Result(
            f"{rows}: the snapshot's SQL against DuckDB's bare sum of the same rows",
            found["sql"] / found["bare"],
            3,
            "times",
        )
        yield Result(f"{rows}: the whole snapshot, 50 KPIs and 30 budget lines", 1000 * found["snapshot"], 250, "ms")
    yield Result(
        "the snapshot at 10 million against 1 million", known[10]["snapshot"] / known[1]["snapshot"], 1.5, "times"
    )
    yield Result("its SQL at 10 million against 1 million", known[10]["sql"] / known[1]["sql"], 1.5, "times")
    written = ledger_read.writing(folder)
    yield Result(
        "a million rows recorded against read_csv and insert",
        written["ledger"] / written["read_csv and insert"],
        None,
        "times",
    )
    for what, cost in importing.costs(folder).items():
        yield Result(f"a million rows of {what}, against read_csv and insert", cost.ratio, cost.limit, "times")
        yield Result(f"memory to bring in {what}", cost.memory / 2**20, 2048, "MB")
    yield Result("2,000 tasks with 4,000 links scheduled", 1000 * scheduling.seconds(), 150, "ms")
    for name, seconds in drawing.click_times(folder).items():
        yield Result(f"2,000 tasks with 4,000 links: from a click to {name}, in Chromium", 1000 * seconds, 1500, "ms")
    database = folder / "review.duckdb"
    reviewing.filled(database, 10)
    for name, seconds in reviewing.click_times(database).items():
        what = f"10 million rows of history: from a click to the last chart of {name}, in Chromium"
        yield Result(what, 1000 * seconds, 1500, "ms")
    for name, seconds in editing.edit_times(folder, database).items():
        yield Result(f"from a cell of {name} to what will change, in Chromium", 1000 * seconds, 500, "ms")
    for name, seconds in reviewing.server_times(database).items():
        limit = {"cold": 400, "warm": 100}[name]
        yield Result(f"10 million rows of history: the weekly review {name}, server time", 1000 * seconds, limit, "ms")
    limits = {"the sample plan": 5, "50 KPIs and 200 tasks": 15}
    for name, took in packing.seconds(folder).items():
        what = f"the whole pack of {name}, six formats by a fresh process"
        yield Result(what, 1000 * took, 1000 * limits[name], "ms")
    for page, taken in pages.page_changes(folder).items():
        yield Result(f"warm change to the page {page}, server time", 1000 * taken, 300, "ms")


def line(result: Result) -> str:
    """Return a result as a row of a Markdown table."""
    is_ratio = result.unit == "times"
    shown = f"{result.measured:.2f}×" if is_ratio else f"{result.measured:.0f} {result.unit}"
    limit = "" if result.limit is None else f"{result.limit:g}×" if is_ratio else f"{result.limit:g} {result.unit}"
    return f"| {result.what} | {shown} | {limit} | {'yes' if result.kept else '**no**'} |"


def main() -> int:
    """Print the table, keep it, and return 1 where a limit was not kept."""
    cores = os.cpu_count()
    heads = [f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, {cores} cores.", ""]
    heads += ["| what | measured | at most | kept |", "| --- | ---: | ---: | --- |"]
    print("\n".join(heads))
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for result in measured(Path(folder)):
            results.append(result)
            print(line(result), flush=True)
    text = README.read_text(encoding="utf-8").partition(START)[0]
    README.write_text("\n".join([text + START, "", *heads, *map(line, results), ""]), encoding="utf-8")
    return 0 if all(result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
