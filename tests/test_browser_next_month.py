"""Drafting the next month in a browser: leave something behind, take a bolder target, make the plan, take it back."""

import re
import shutil
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from planlib.sample import TEAM
from planlib.store.connect import Store
from planlib.store.ledger import current
from tools.browsing import cut_off, main, open_page, rerun, title, wait_drawn
from tools.serving import serving

pytestmark = pytest.mark.browser

NOVEMBER = {"team": TEAM, "month": date(2026, 11, 1)}


class Words(NamedTuple):
    """What the screen says."""

    draft: str
    make: str
    why: str
    month: str
    tasks: str
    targets: str
    carried: str
    drafted: str
    undo: str


@pytest.fixture
def database(sample_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_file, tmp_path))


@pytest.mark.parametrize(
    ("language", "width", "words"),
    [
        (
            "zh",
            1440,
            Words(
                *("起草下月计划", "建立 2026年11月计划", "不做了", "2026年11月", "任务 ·", "目标值 ·"),
                *("承接自 2026年10月", "2026年11月计划已由 2026年10月计划起草（#152）。", "撤销起草"),
            ),
        ),
        (
            *("en", 390),
            Words(
                *("Draft next month", "Make the plan of November 2026", "Not worth it", "November 2026"),
                *("Tasks ·", "Targets ·", "Carried over from October 2026"),
                *("The plan of November 2026 is drafted from October 2026 (#152).", "Undo the draft"),
            ),
        ),
    ],
)
def test_november_is_drafted_from_october_and_taken_back(
    database: Path, page: Page, language: str, width: int, words: Words
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    with serving(database) as app:
        open_page(page, f"{app}/month_end?lang={language}&month=2026-10")
        main(page).get_by_role("link", name=words.draft).click()
        expect(title(page)).to_contain_text(words.month)
        wait_drawn(page)
        assert cut_off(page) == []
        left = _chosen(page, words, small=width < 500)
        page.reload()
        wait_drawn(page)
        _unfold(page, words.tasks, small=width < 500)
        expect(_behind(page).get_by_role("textbox")).to_have_value(words.why)
        main(page).get_by_role("button", name=words.make).click()
        expect(page).to_have_url(re.compile(r"/plan\?.*month=2026-11"))
        expect(title(page)).to_contain_text(words.month)
        expect(main(page)).to_contain_text(words.drafted)
        for there in ("kpis?kpi=gmv", "plan?table=objectives", "budget?line=coupons"):
            open_page(page, f"{app}/{there}&lang={language}&month=2026-11")
            expect(page.get_by_text(words.carried).first).to_be_visible()
        open_page(page, f"{app}/tasks?lang={language}&month=2026-11&task=rehearsal")
        expect(page.get_by_role("dialog")).to_contain_text(words.carried, use_inner_text=True)
        open_page(page, f"{app}/next_month?lang={language}&month=2026-10")
        expect(main(page)).to_contain_text(words.drafted)
        expect(main(page).get_by_role("button", name=words.make)).to_have_count(0)
        main(page).get_by_role("button", name=words.undo).click()
        expect(main(page).get_by_role("button", name=words.make)).to_have_count(1)
        expect(main(page)).to_contain_text("#153")
    _made_and_taken_back(database, left)


def _chosen(page: Page, words: Words, *, small: bool) -> str:
    """Leave a task behind, take a bolder target, and return the name of the task."""
    for section in (words.targets, words.tasks):
        _unfold(page, section, small=small)
    behind, button = _behind(page), main(page).get_by_role("button", name=words.make)
    name = behind.get_by_role("checkbox").get_attribute("aria-label")
    with rerun(page):
        behind.locator("label").click()
    expect(button).to_be_disabled()
    reason = behind.get_by_role("textbox")
    reason.fill(words.why)
    with rerun(page):
        reason.press("Enter")
    expect(button).to_be_enabled()
    orders = page.locator("[class*=st-key-pl-carry-targets-kpi-orders]").get_by_role("combobox")
    orders.click()
    orders.fill("20%")
    bold = page.get_by_role("option", name=re.compile("20%"))
    expect(bold).to_have_count(1)
    with rerun(page):
        bold.click()
    return name or ""


def _behind(page: Page) -> Locator:
    return page.locator("[class*=st-key-pl-carry-tasks]").first


def _unfold(page: Page, title: str, *, small: bool) -> None:
    if small:
        main(page).locator("summary", has_text=title).click()


def _made_and_taken_back(database: Path, left: str) -> None:
    store = Store.open(database)
    made = store.last_change() - 1
    tasks = [stored.record for stored in current(store, "tasks", known_at=made, where=NOVEMBER)]
    targets = {one.record.kpi: one.record for one in current(store, "targets", known_at=made, where=NOVEMBER)}
    goals = {one.record.code: one.record for one in current(store, "objectives", known_at=made, where=NOVEMBER)}
    assert current(store, "plans", where=NOVEMBER) == current(store, "tasks", where=NOVEMBER) == []
    store.close()
    assert tasks
    assert left not in {name for task in tasks for name in (task.title_zh, task.title_en)}
    assert targets["kpi-orders"].target > 746_000, "the bold one"
    assert f"{targets['kpi-gmv'].target / 10**6:.0f}M" in goals["growth"].title_en
