"""Targets changed in the table of the page Plan, as browsers show it: by two people at once, and over a reload."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tools.browsing import main, open_page, rerun, rows, wait_drawn
from tools.serving import serving

pytestmark = pytest.mark.browser

ROW = 35
"""Pixels of a row of Streamlit's table, which is one drawing; where its cells are is not in the document."""
TARGET = 2
"""Column of the target, behind that of the KPI."""
RECORDED = re.compile(r"变更 #\d+ 已记录")


@pytest.fixture
def app(sample_file: Path, tmp_path: Path) -> Iterator[str]:
    with serving(Path(shutil.copy(sample_file, tmp_path))) as address:
        yield address


def test_two_people_change_one_target(app: str, new_context: Callable[..., BrowserContext]) -> None:
    mine, theirs = (
        new_context(locale="zh-CN", viewport={"width": 1440, "height": 1200}).new_page() for _person in range(2)
    )
    for page, target in ((mine, "680000"), (theirs, "700,000")):
        open_page(page, f"{app}/plan?table=targets")
        type_target(page, "订单量", target)
    assert rows(theirs, "将要更改的内容") == ["订单量 目标值 660,000 700,000"]

    save(theirs, "")
    expect(main(theirs)).to_contain_text("修改时请说明原因")
    save(theirs, "大促加码")
    expect(main(theirs)).to_contain_text(RECORDED)
    see_target(theirs, app, "70万")

    save(mine, "按去年同期")
    expect(main(mine).get_by_role("heading", name="有人先改了")).to_be_visible()
    assert rows(mine, "订单量") == ["目标值 660,000 680,000 700,000"]
    expect(main(mine)).to_contain_text("大促加码")
    expect(save_button(mine)).to_be_disabled()
    with rerun(mine):
        main(mine).get_by_role("radio", name="在对方版本上保留我的修改").click()
    save(mine, "按去年同期")
    expect(main(mine)).to_contain_text(RECORDED)
    see_target(theirs, app, "68万")


def test_edits_outlive_a_reload_and_a_restart_until_they_are_dropped(
    sample_file: Path, tmp_path: Path, page: Page
) -> None:
    path = Path(shutil.copy(sample_file, tmp_path))
    changes = ["订单量 目标值 660,000 680,000"]
    page.set_viewport_size({"width": 1440, "height": 1200})
    with serving(path) as address:
        open_page(page, f"{address}/plan?lang=zh&table=targets")
        type_target(page, "订单量", "680000")
        page.reload()
        wait_drawn(page)
        assert rows(page, "将要更改的内容") == changes
    with serving(path) as address:
        open_page(page, f"{address}/plan?lang=zh&table=kpis")
        expect(main(page).get_by_role("radio", name="目标值 •")).to_be_visible()
        open_page(page, f"{address}/plan?lang=zh&table=targets")
        expect(main(page).locator(".pl-finding", has_text="未保存")).to_contain_text("的修改还在表中")
        assert rows(page, "将要更改的内容") == changes
        with rerun(page):
            main(page).get_by_role("button", name="放弃这些修改").click()
        page.reload()
        wait_drawn(page)
        expect(main(page).get_by_role("heading", name="将要更改的内容")).to_have_count(0)
        expect(main(page).locator(".pl-finding", has_text="未保存")).to_have_count(0)


def type_target(page: Page, kpi: str, value: str) -> None:
    """Type a target into a KPI's row, by keyboard from the row's first cell on."""
    cell = page.locator("canvas td", has_text=re.compile(f"^{kpi}$"))
    row = int(str(cell.get_attribute("id")).rsplit("-", 1)[1])
    page.locator(".dvn-scroller").click(position={"x": 80, "y": ROW * (row + 1.5)})
    expect(cell).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"#glide-cell-{TARGET}-{row}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    field = page.locator("textarea.gdg-input")
    field.fill(value)
    with rerun(page):
        field.press("Enter")


def save_button(page: Page) -> Locator:
    return main(page).get_by_role("button", name="保存", exact=True)


def save(page: Page, reason: str) -> None:
    main(page).get_by_role("textbox", name="为什么修改？").fill(reason)
    with rerun(page):
        save_button(page).click()


def see_target(page: Page, address: str, target: str) -> None:
    """Look at the target on the page of the KPI."""
    open_page(page, f"{address}/kpis?kpi=orders")
    expect(main(page)).to_contain_text(f"目标值 {target}。")
