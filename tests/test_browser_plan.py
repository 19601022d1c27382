"""Tables of the page Plan as browsers show them: typed and pasted into, by two people at once, and over a reload."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from planlib.model import Task
from planlib.store.connect import Store
from planlib.store.ledger import current
from tools.browsing import main, open_page, rerun, rows, wait_drawn
from tools.serving import serving
from ui.editor import WIDEST

pytestmark = pytest.mark.browser

ROW = 35
"""Pixels of a row of Streamlit's table, which is one drawing; where its cells are is not in the document."""
TARGET = 2
"""Column of the target, behind that of the KPI."""
OWNER = 3
"""Column of a task's owner, behind title and code; its days follow."""
ROW_BOX = 32
"""Pixels of the boxes to tick, left of the first column."""
CLIPBOARD = ["clipboard-read", "clipboard-write"]
RECORDED = re.compile(r"变更 #\d+ 已记录")


@pytest.fixture(scope="module")
def app(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the app on a copy of the sample for the tests that save nothing, each in tables of its own."""
    with serving(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("plan")))) as address:
        yield address


def test_two_people_paste_into_one_row_and_settle_it_field_by_field(
    sample_file: Path, tmp_path: Path, new_context: Callable[..., BrowserContext]
) -> None:
    path = Path(shutil.copy(sample_file, tmp_path))
    with serving(path) as address:
        mine, theirs = (
            new_context(locale="zh-CN", viewport={"width": 1440, "height": 1200}, permissions=CLIPBOARD).new_page()
            for _person in range(2)
        )
        for page in (mine, theirs):
            open_page(page, f"{address}/plan?month=2026-10&table=tasks")
        paste(mine, "按批次拆开被子退货", OWNER, "李闻\t2026/10/13\t\t2026-10-14\t12%")
        paste(theirs, "按批次拆开被子退货", OWNER, "郑可\t2026年10月13日\t2")
        save(theirs, "")
        expect(main(theirs)).to_contain_text("修改时请说明原因")
        save(theirs, "换人")
        expect(main(theirs)).to_contain_text(RECORDED)

        save(mine, "重排")
        expect(main(mine).get_by_role("heading", name="有人先改了")).to_be_visible()
        assert rows(mine, "按批次拆开被子退货") == [
            "负责人 周敏 李闻 郑可",
            "工期（工作日） — — 2",
            "计划完成 2026-10-13 2026-10-14 2026-10-13",
            "完成进度 100% 12% 100%",
        ]
        expect(main(mine)).to_contain_text("换人")
        expect(main(mine)).to_contain_text("无需选择即可保留：我的计划完成、完成进度，对方的工期（工作日）。")
        expect(save_button(mine)).to_be_disabled()
        mine.reload()
        wait_drawn(mine)
        with rerun(mine):
            main(mine).get_by_role("radio", name="我的：李闻").click()
        save(mine, "重排")
        expect(main(mine)).to_contain_text(RECORDED)
    task = batches(path)
    assert (task.owner, task.start, task.duration) == ("person-li", date(2026, 10, 13), 2)
    assert task.progress == Decimal("0.12")


def test_blocks_are_pasted_by_name_past_the_end_and_over_what_is_marked(
    app: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(locale="zh-CN", viewport={"width": 1440, "height": 1200}, permissions=CLIPBOARD).new_page()
    open_page(page, f"{app}/plan?month=2026-10&table=targets")
    paste(page, "订单量", TARGET - 1, "成交额\t1.2亿\n不存在\t5")
    assert rows(page, "将要更改的内容") == ["成交额 目标值 112,000,000 元 120,000,000 元"]
    expect(main(page)).to_contain_text("没有叫“不存在”的行")
    paste(page, "订单量", TARGET, "70万")  # numbers alone are the table's own business
    assert rows(page, "将要更改的内容")[1:] == ["订单量 目标值 660,000 700,000"]

    open_page(page, f"{app}/plan?month=2026-10&table=strategies")
    paste(page, "少退货、少浪费，每一块钱花在刀刃上", 1, "中文标题\t代码\n少退货\tS3\n出海\tS8")
    assert rows(page, "将要更改的内容") == [
        "少退货、少浪费，每一块钱花在刀刃上 中文标题 少退货、少浪费，每一块钱花在刀刃上 少退货",
        "出海 新增 — 中文标题 出海、代码 S8",
    ]


def test_cells_are_filled_and_emptied_and_rows_added_and_removed(app: str, page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 1200})
    open_page(page, f"{app}/plan?lang=en&month=2026-10&table=tasks")
    page.locator("body[data-pastes=heard]").wait_for(state="attached")
    mark(page, "Pages for the new items of two brands", OWNER)
    page.keyboard.press("Shift+ArrowDown")
    with rerun(page):
        page.keyboard.press("Control+D")
    mark(page, "Check the margin of every campaign price", 1)
    with rerun(page):
        drag(page, from_row=6, to_row=7)
    mark(page, "Referral campaign", OWNER)
    with rerun(page):
        page.keyboard.press("Delete")
    page.locator(".dvn-scroller").click(position={"x": 15, "y": ROW * 1.5})
    with rerun(page):
        page.keyboard.press("Delete")
    assert [row.split("Title (Chinese)")[0] for row in rows(page, "What will change")] == [
        "Make the Double 11 warm-up creatives Owner Chen Siyuan He Jia",
        "Begin the new shifts Title (English) Begin the new shifts Check the margin of every campaign price",
        "Referral campaign Owner Wu Tong —",
        "Break the returned quilts down by batch removed ",
    ]

    open_page(page, f"{app}/plan?lang=en&month=2026-10&table=task_steps")
    page.locator(".st-key-pl-sheet").hover()
    page.get_by_role("button", name="Add row").click()
    page.locator(".dvn-scroller").click(position={"x": 80, "y": 5.5 * ROW})
    expect(page.locator("#glide-cell-1-4")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowRight")
    type_in(page, "Hang them up")
    assert rows(page, "To be put right") == ["Hang them up Task — A value is missing. Fill it in."]


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


def mark(page: Page, name: str, column: int) -> None:
    """Mark a cell of the row called so, by keyboard from the row's first cell on."""
    cell = page.locator("canvas td", has_text=re.compile(f"^{name}$"))
    row = int(str(cell.get_attribute("id")).rsplit("-", 1)[1])
    page.locator(".dvn-scroller").click(position={"x": 80, "y": ROW * (row + 1.5)})
    expect(cell).to_have_attribute("aria-selected", "true")
    for _step in range(1, column):
        page.keyboard.press("ArrowRight")
    expect(page.locator(f"#glide-cell-{column}-{row}")).to_have_attribute("aria-selected", "true")


def drag(page: Page, from_row: int, to_row: int) -> None:
    """Drag the corner of a marked cell of the first column, which is as wide as columns become, down to a row."""
    table = page.locator(".dvn-scroller").bounding_box()
    assert table is not None
    right, top = table["x"] + ROW_BOX + WIDEST, table["y"] + ROW
    page.mouse.move(right - 3, top + (from_row + 1) * ROW - 3)
    page.mouse.down()
    page.mouse.move(right - 20, top + (from_row + 1.2) * ROW)
    page.mouse.move(right - 20, top + (to_row + 0.5) * ROW, steps=5)
    page.mouse.up()


def paste(page: Page, name: str, column: int, block: str) -> None:
    """Paste a block from the clipboard at a cell."""
    page.locator("body[data-pastes=heard]").wait_for(state="attached")
    mark(page, name, column)
    page.evaluate("block => navigator.clipboard.writeText(block)", block)
    with rerun(page):
        page.keyboard.press("Control+V")


def batches(path: Path) -> Task:
    """Return the task that two people changed."""
    with closing(Store.open(path)) as store:
        found: Task = current(store, "tasks", where={"task": "task-batches"})[0].record
    return found


def type_target(page: Page, kpi: str, value: str) -> None:
    """Type a target into a KPI's row."""
    mark(page, kpi, TARGET)
    type_in(page, value)


def type_in(page: Page, value: str) -> None:
    """Type into the marked cell."""
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
