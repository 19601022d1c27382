"""What the pages say of the plan as it was activated: where it makes a difference, and nothing where it does not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planlib.place import ROOT
from planlib.store.connect import Store
from tests.plan_page import ORIGINAL, ran, rows_in, words
from ui import session


@pytest.fixture(autouse=True)
def store(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Give the sample, open in the app too."""
    path = Path(shutil.copy(sample_file, tmp_path))
    monkeypatch.setenv("PLANLIB_DB", str(path))
    store = session.store()
    yield store
    store.close()


def opened(page: str, month: str = "2026-10", **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.context = {"locale": "en-GB"}
    app.query_params.update({"month": month, **address})
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    return ran(app)


def moved(app: AppTest) -> list[list[str]]:
    return rows_in(" ".join(block.value for block in app.main.html if ORIGINAL[0] in block.value))


def test_the_plan_says_what_moved_and_how_it_stands_against_both(store: Store) -> None:
    app = opened("plan", table="targets")
    items = next(row for row in moved(app) if row[0] == "New items listed")
    assert items[1:4] == [
        "Target 400 → 380",
        "attainment 66.8%score 0.67, On track",
        "attainment 70.3%score 0.70, On track",
    ]
    assert items[4].startswith("20 Oct · He Jia: Two brands move their launch to November")
    assert [row[0] for row in moved(app)][-1] == "Advertising", "goals and money too"
    assert moved(opened("plan", table="tasks")) == []


def test_a_plan_in_which_nothing_moved_says_so_in_a_line(store: Store) -> None:
    app = opened("plan", "2026-09", table="targets")
    assert moved(app) == []
    assert "Nothing has moved since the plan was activated (31 Aug" in words(app)


def test_the_other_pages_speak_of_it_where_it_makes_a_difference(store: Store) -> None:
    review = words(opened("weekly_review"))
    assert ("original plan: Watch" in review, "original plan: 0.67" in review) == (True, True)
    assert "original plan" not in words(opened("weekly_review", "2026-09")).lower()
    assert "First planned as 400, now 380 (20 Oct · He Jia" in words(opened("kpis", kpi="new_items"))
    assert "First planned" not in words(opened("kpis", kpi="orders"))
    budget = "The cost budget of the original plan was ¥7.74M, now it is ¥7.82M."
    assert budget in words(opened("budget"))
    assert "original plan" not in words(opened("budget", "2026-09"))
