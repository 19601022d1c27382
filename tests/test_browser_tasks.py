"""A task is found, reported on and moved in a browser, in both languages, on a screen and on a phone."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks.drawing import planned
from tools.browsing import complaints, cut_off, main, open_page, rerun, rows, wait_drawn
from tools.serving import serving

pytestmark = pytest.mark.browser

WORDS = {
    "zh": {
        "table": "逐项任务",
        "task": "修复压测发现的瓶颈",
        "late": "延迟",
        "finish": "计划完成",
        "why": "为什么修改？",
        "moves": "另有 3 项任务改期",
        "save": "保存",
        "saved": "已记录",
        "was": "10月27日",
        "is": "10月28日",
    },
    "en": {
        "table": "Task by task",
        "task": "Fix the bottlenecks that the load test finds",
        "late": "Late",
        "finish": "Planned finish",
        "why": "Why is it changed?",
        "moves": "It moves 3 more tasks",
        "save": "Save",
        "saved": "is recorded",
        "was": "27 Oct",
        "is": "28 Oct",
    },
}


@pytest.fixture
def app(sample_file: Path, tmp_path: Path) -> Iterator[str]:
    with serving(Path(shutil.copy(sample_file, tmp_path))) as address:
        yield address


@pytest.mark.parametrize(("language", "width"), [("zh", 1440), ("en", 390)])
def test_a_task_is_found_moved_and_seen_to_move(app: str, page: Page, language: str, width: int) -> None:
    words, said = WORDS[language], complaints(page)
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, f"{app}/tasks?lang={language}&month=2026-10")
    all_rows = rows(page, words["table"])
    with rerun(page):
        main(page).get_by_role("combobox").nth(2).click()
        page.get_by_role("option", name=words["late"], exact=True).click()
    expect(page).to_have_url(re.compile("status=late"))
    late = rows(page, words["table"])
    assert 0 < len(late) < len(all_rows)
    assert words["was"] in row_of(late, words["task"])
    assert cut_off(page) == []

    main(page).get_by_role("table", name=words["table"]).get_by_role("link", name=words["task"]).click()
    drawer = page.get_by_role("dialog")
    move(drawer, words["finish"], "30")
    expect(drawer).to_contain_text(words["moves"])
    drawer.get_by_label(words["why"]).fill("要重做 · Built anew")
    drawer.get_by_role("button", name=words["save"], exact=True).click()
    expect(drawer).to_contain_text(words["saved"])
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(page).not_to_have_url(re.compile("task="))
    row = main(page).get_by_role("table", name=words["table"]).get_by_role("row", name=words["task"]).first
    expect(row).to_contain_text(words["is"])
    assert said == []


def row_of(found: list[str], name: str) -> str:
    return next(row for row in found if row.startswith(name))


def move(drawer: Locator, field: str, day: str) -> None:
    """Type another day of the same month into a field of the drawer, and leave it."""
    last = drawer.get_by_role("group", name=field, exact=True).get_by_role("spinbutton").last
    last.click()
    last.press_sequentially(day)
    drawer.page.keyboard.press("Escape")
    drawer.page.keyboard.press("Tab")


def test_the_chart_is_saved_as_a_file(sample_app: str, page: Page) -> None:
    open_page(page, f"{sample_app}/tasks?lang=en&month=2026-10")
    for kind, begins in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as download:
            main(page).get_by_role("button", name=f"Chart ({kind})").click()
        assert download.value.suggested_filename == f"ecom-2026-10-tasks.{kind.lower()}"
        assert Path(download.value.path()).read_bytes().startswith(begins)


def test_hundreds_of_tasks_are_taken_together_and_opened_by_goal(tmp_path: Path, page: Page) -> None:
    planned(tmp_path / "many.duckdb", tasks=400, links=800)
    with serving(tmp_path / "many.duckdb") as address:
        open_page(page, f"{address}/tasks?lang=en&month=2026-10")
        found = rows(page, "By goal")
        counts = [int(re.findall(r"of (\d+) done", row)[0]) for row in found]
        assert (len(counts), sum(counts)) == (12, 400)
        with page.expect_download() as download:
            main(page).get_by_role("button", name="All 400 tasks (SVG)").click()
        assert Path(download.value.path()).read_text("utf-8").count(">Task ") == 400
        main(page).get_by_role("table", name="By goal").get_by_role("link", name="Goal 0", exact=True).click()
        main(page).get_by_role("table", name="Task by task").wait_for()
        wait_drawn(page)
        named = [row for row in rows(page, "Task by task") if row.startswith("Task ")]
        assert len(named) == counts[next(n for n, row in enumerate(found) if row.startswith("Goal 0 "))]
