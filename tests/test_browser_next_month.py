"""Drafting the next month in a browser: leave something behind, take a bolder target, make the plan and open it."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from planlib.sample import TEAM
from planlib.store.connect import Store
from planlib.store.ledger import current
from tools.browsing import cut_off, main, open_page, rerun, title, wait_drawn
from tools.serving import serving

pytestmark = pytest.mark.browser

NOVEMBER = {"team": TEAM, "month": date(2026, 11, 1)}


@pytest.fixture
def database(sample_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_file, tmp_path))


@pytest.mark.parametrize(
    ("language", "width", "words"),
    [
        ("zh", 1440, ("起草下月计划", "建立2026年11月计划", "不做了", "2026年11月")),
        ("en", 390, ("Draft next month", "Make the plan of November 2026", "Not worth it", "November 2026")),
    ],
)
def test_november_is_drafted_from_october(
    database: Path, page: Page, language: str, width: int, words: tuple[str, ...]
) -> None:
    with serving(database) as app:
        left = _drafted(page, app, language, width, words)
    _made(database, left)


def _drafted(page: Page, app: str, language: str, width: int, words: tuple[str, ...]) -> str:
    """Draft November, and return the name of the task that was left behind."""
    draft, make, why, month = words
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, f"{app}/month_end?lang={language}&month=2026-10")
    main(page).get_by_role("link", name=draft).click()
    expect(title(page)).to_contain_text(month)
    wait_drawn(page)
    assert cut_off(page) == []
    behind = page.locator("[class*=st-key-pl-carry-tasks]").first
    name = behind.get_by_role("checkbox").get_attribute("aria-label")
    behind.locator("label").click()
    button = main(page).get_by_role("button", name=make)
    expect(button).to_be_disabled()
    reason = behind.get_by_role("textbox")
    reason.fill(why)
    reason.press("Enter")
    expect(button).to_be_enabled()
    wait_drawn(page)
    orders = page.locator("[class*=st-key-pl-carry-targets-kpi-orders]").get_by_role("combobox")
    orders.click()
    orders.fill("20%")
    bold = page.get_by_role("option", name=re.compile("20%"))
    expect(bold).to_have_count(1)
    with rerun(page):
        bold.click()
    wait_drawn(page)
    button.click()
    expect(page).to_have_url(re.compile(r"/plan\?.*month=2026-11"))
    expect(title(page)).to_contain_text(month)
    open_page(page, f"{app}/next_month?lang={language}&month=2026-10")
    expect(main(page).get_by_role("button", name=make)).to_have_count(0)
    return name or ""


def _made(database: Path, left: str) -> None:
    store = Store.open(database)
    tasks = [stored.record for stored in current(store, "tasks", where=NOVEMBER)]
    targets = {stored.record.kpi: stored.record for stored in current(store, "targets", where=NOVEMBER)}
    store.close()
    assert tasks
    assert left not in {name for task in tasks for name in (task.title_zh, task.title_en)}
    assert targets["kpi-orders"].target > 746_000, "the bold one"
