"""Server time of a warm page change: the script's run on the sample plan, without network and browser."""

import logging
import os
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from planlib.place import ROOT
from planlib.sample import load_sample
from planlib.store.connect import Store

ROUNDS = 7


def page_changes(folder: Path) -> dict[str, float]:
    """Return the median seconds of a change to each page, all of them opened once before."""
    database = folder / "sample.duckdb"
    store = Store.open(database, create=True)
    load_sample(store, at=datetime.now(UTC), actor="bench")
    store.close()
    os.environ["PLANLIB_DB"] = str(database)
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # it warns that nobody looks at the page
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)
    app.run()
    pages = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
    taken: dict[str, list[float]] = {page: [] for page in pages}
    for _ in range(ROUNDS + 1):
        for page in pages:
            start = time.perf_counter()
            app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
            taken[page].append(time.perf_counter() - start)
            if app.exception:
                raise RuntimeError(f"{page}: {app.exception[0].message}")
    return {page: statistics.median(times[1:]) for page, times in taken.items()}
