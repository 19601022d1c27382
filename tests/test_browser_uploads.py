"""The page Uploads as people use it: files as they come, several, long and hostile ones; the main job and its undo."""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from planlib.locale import language
from planlib.place import ROOT
from tools.browsing import choose, follow, main, open_page, rerun, rows, title, wait_drawn
from tools.serving import run, serving

pytestmark = pytest.mark.browser

ORDERS = ROOT.parent / "shared" / "data" / "superstore_zh_orders.csv"
SHOP = ROOT / "examples" / "superstore"
LAST = ROOT / "data" / "sample" / "uploads" / "actuals-2026-10-24.csv"
HEADER = ["指标", "日期", "维度", "数值"]


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "zh-CN", "viewport": {"width": 1440, "height": 900}}


@pytest.fixture(scope="module")
def app(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the page on a copy of the sample that the tests of this file write to, each to other KPIs."""
    with serving(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("uploads")))) as address:
        yield f"{address}/uploads?month=2026-10"


def drop(page: Page, kind: str, *files: Path) -> None:
    """Say what the files hold and drop them."""
    radio = main(page).get_by_role("radio", name=kind, exact=True)
    if not radio.is_checked():
        with rerun(page):
            radio.click()
    with rerun(page):
        page.locator("input[type=file]").set_input_files(files)
    expect(main(page).locator(".pl-numbers, details summary, .stButton").first).to_be_visible()


def record(page: Page, count: str, change: int | None = None) -> None:
    """Record what is previewed, which are so many rows."""
    with rerun(page):
        main(page).get_by_role("button", name=f"记录 {count} 行", exact=True).click()
    expect(main(page)).to_contain_text(f"已记为变更 #{change or ''}")


def changed(kpi: str, count: int, upload: Path = LAST) -> list[list[str]]:
    """Return values of a KPI that the sample has, each a little more than it stands there."""
    with upload.open(encoding="utf-8-sig", newline="") as file:
        found = [row for row in csv.reader(file) if row[0] == kpi][:count]
    return [[kpi, day, segment, str(Decimal(value) + 1)] for _, day, segment, value, *_ in found]


def written(path: Path, table: list[list[str]], encoding: str = "utf-8", between: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=between).writerows(table)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def expect_counts(page: Page, *counts: str) -> None:
    """Wait for counts over the preview, each with its mark and its word."""
    shown = main(page).locator(".pl-numbers").first
    for count in counts:
        exactly = re.compile(r"\s*".join(map(re.escape, count.split())) + r"(?!\d)")
        expect(shown.locator("> div", has_text=exactly)).to_be_visible()


def open_columns(page: Page) -> None:
    """Open the table of columns, unless it is open by itself."""
    details = main(page).locator("details", has_text="列对应")
    if details.get_attribute("open") is None:
        details.locator("summary").click()


def switch(page: Page, text: str) -> None:
    """Turn a switch on by its label."""
    if not main(page).get_by_label(text, exact=True).is_checked():
        with rerun(page):
            main(page).get_by_text(text, exact=True).click()


def expect_newest(page: Page, text: str) -> None:
    """Wait until the newest change in the history says so; it is drawn after the word that it was recorded."""
    expect(main(page).get_by_role("table", name="变更记录").locator("tbody tr").first).to_contain_text(text)


# files as they come


@pytest.mark.parametrize(
    ("tongue", "button", "said"), [("zh", "记录 3 行", "已记为变更"), ("en", "Record 3 rows", "Recorded as change")]
)
def test_a_plain_file_takes_three_clicks(
    app: str, page: Page, tmp_path: Path, tongue: str, button: str, said: str
) -> None:
    table = changed("orders" if tongue == "zh" else "new_customers", 3)
    open_page(page, f"{app}&lang={tongue}")
    with page.expect_file_chooser() as chooser:
        page.get_by_test_id("stFileUploaderDropzone").locator("button").click()
    with rerun(page):
        chooser.value.set_files(written(tmp_path / "a.csv", [["kpi", "day", "segment", "value"], *table]))
    expect(main(page).locator(".pl-numbers").first).to_contain_text("3")
    with rerun(page):
        main(page).get_by_role("button", name=button).click()
    expect(main(page)).to_contain_text(said)


def test_a_text_named_xls_is_read_as_what_it_is(app: str, page: Page, tmp_path: Path) -> None:
    open_page(page, app)
    drop(page, "实际值", written(tmp_path / "投诉.xls", [HEADER, *changed("complaints", 4)], "gb18030", "\t"))
    expect(main(page)).to_contain_text("按 GB18030 读取")
    expect(main(page)).to_contain_text("单元格之间以制表符分隔")
    expect_counts(page, "↻ 更改 4")
    record(page, "4")
    expect_newest(page, "投诉.xls")


def test_another_sheet_of_a_workbook_is_a_click_away(app: str, page: Page, tmp_path: Path) -> None:
    path = tmp_path / "两张表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, days in (("十月", changed("slowest_delivery", 2)), ("补报", changed("slowest_delivery", 5))):
            sheet = book.add_worksheet(name)
            for at, row in enumerate([HEADER, *days]):
                sheet.write_row(at, 0, row)
    open_page(page, app)
    drop(page, "实际值", path)
    expect_counts(page, "↻ 更改 2")
    line = main(page).locator(".stHorizontalBlock", has_text="工作表“十月”").last
    line.get_by_role("button", name="修改").click()
    choose_in_popover(page, "工作表", "补报")
    expect_counts(page, "↻ 更改 5")
    with rerun(page):
        main(page).get_by_role("button", name="移除文件").click()
    expect(main(page).get_by_role("heading", name="这个文件会改什么")).to_have_count(0)


def choose_in_popover(page: Page, label: str, option: str) -> None:
    page.get_by_test_id("stPopoverBody").get_by_role("combobox", name=label).click()
    with rerun(page):
        page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")


def test_a_column_for_each_day_becomes_rows(app: str, page: Page, tmp_path: Path) -> None:
    values = changed("new_items", 5)
    table = [["指标", *(row[1] for row in values)], ["new_items", *(row[3] for row in values)]]
    open_page(page, app)
    drop(page, "实际值", written(tmp_path / "宽表.csv", table))
    expect(main(page)).to_contain_text("列是日期")
    expect_counts(page, "↻ 更改 5")
    with rerun(page):
        main(page).get_by_role("button", name="移除文件").click()


# several files, long ones, and those that mean harm


def test_several_files_are_recorded_each_as_its_own_change(app: str, page: Page, tmp_path: Path) -> None:
    actuals = written(tmp_path / "a.csv", [HEADER, *changed("orders", 8)[4:]])
    targets = written(tmp_path / "t.csv", [["kpi", "target"], ["orders", "700001"]])
    broken = written(tmp_path / "x.csv", [["甲", "乙"], ["1", "2"]])
    open_page(page, app)
    drop(page, "实际值", actuals, targets, broken)
    heads = main(page).get_by_test_id("stExpander").locator("summary", has_text=".csv")
    states = ("实际值 · 更改 4 · 就绪", "目标值 · 更改 1 · 待您处理", "实际值 · 列待指明 · 待您处理")
    expect(heads).to_have_text([re.compile(rf"\.csv · {state}$") for state in states], use_inner_text=True)
    main(page).locator("summary", has_text="t.csv").click()
    with rerun(page):
        main(page).get_by_label("为什么修改？").fill("大促加码")
        main(page).get_by_label("为什么修改？").press("Tab")
    main(page).get_by_role("button", name="记录全部就绪的 2 个文件").click()
    said = main(page).locator(".pl-said span")
    expect(said).to_have_text(["t.csv", "a.csv"])
    expect(main(page).get_by_role("heading", name="这个文件会改什么")).to_be_visible()
    main(page).get_by_role("button", name="撤销", exact=True).last.click()
    expect(main(page)).to_contain_text("已撤销")
    wait_drawn(page)
    expect_newest(page, "撤销 #")


def test_a_long_file_can_be_cancelled_and_leaves_nothing(app: str, page: Page, tmp_path: Path) -> None:
    lines = (f"orders,2026-10-{1 + n % 23:02},片区{n},“{n}”\n" for n in range(150_000))
    (tmp_path / "长.csv").write_text("指标,日期,维度,数值\n" + "".join(lines), "utf-8")
    open_page(page, app)
    before = rows(page, "变更记录")
    page.locator("input[type=file]").set_input_files(tmp_path / "长.csv")
    main(page).get_by_role("button", name="取消").click()
    expect(main(page).get_by_role("button", name="取消")).to_have_count(0)
    wait_drawn(page)
    expect(main(page).get_by_role("heading", name="这个文件会改什么")).to_have_count(0)
    assert rows(page, "变更记录") == before


def test_what_a_file_says_is_text_and_nothing_else(app: str, page: Page, tmp_path: Path) -> None:
    evil = "=cmd'x;$(id)<img src=x onerror=alert(1)>**b**.csv"
    table = [
        [*HEADER, "<script>alert(2)</script>"],
        [
            "<img src=x onerror=alert(3)>",
            "2026-10-20",
            "[a](http://evil.example)",
            "![](http://evil.example/x.png)",
            "",
        ],
        ["complaints", "2026-10-20", "<b>x</b> $x$ :red[y]", "5", '=HYPERLINK("http://evil.example")'],
    ]
    asked: list[str] = []
    dialogs: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    open_page(page, app)
    one, other = (written(tmp_path / name, table) for name in (evil, f"2{evil}"))
    drop(page, "实际值", one, other)
    for head in main(page).get_by_test_id("stExpander").locator("summary", has_text="cmd").all():
        assert evil in head.inner_text(), "the name is shown as it is"
        head.click()
    main(page).get_by_text("列对应").first.click()
    expect(main(page).get_by_text("<b>x</b> $x$ :red[y]").first).to_be_attached()
    wait_drawn(page)
    assert main(page).locator("img[src=x], img[src*=evil], a[href*=evil], script").count() == 0
    assert dialogs == []
    home = app.split("/uploads")[0]
    assert [url for url in asked if not url.startswith((home, "data:", "blob:"))] == []


# the main job


@pytest.fixture(scope="module")
def orders() -> list[dict[str, str]]:
    """Return the raw orders."""
    if not ORDERS.exists():
        pytest.skip("the real files are not beside the project")
    with ORDERS.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def empty_app(tmp_path: Path) -> Iterator[str]:
    run(tmp_path / "plan.duckdb", "init")
    with serving(tmp_path / "plan.duckdb") as address:
        yield address


def test_orders_become_the_month_s_sales_and_can_be_taken_back(
    empty_app: str, page: Page, orders: list[dict[str, str]]
) -> None:
    august = [Decimal(row["销售额"]) for row in orders if row["订单日期"].startswith("2024/8/")]
    groups = len({(row["订单日期"], row["地区"]) for row in orders})
    begin_the_plan(page, empty_app)
    drop(page, "实际值", ORDERS)
    say_how_to_read(page)
    record(page, f"{groups:,}", 3)

    follow(page, "周会")
    (sales,) = (row for row in rows(page, "指标，最差在前") if row.startswith("销售额"))
    assert language("zh").short(sum(august)) in sales.split()
    main(page).get_by_role("link", name="销售额").first.click()
    expect(main(page)).to_contain_text(f"{sum(august):,}")

    take_back(page, 3)
    follow(page, "周会")
    (sales,) = (row for row in rows(page, "指标，最差在前") if row.startswith("销售额"))
    assert "无数据" in sales.split()


def begin_the_plan(page: Page, address: str) -> None:
    """Make a plan of the two small files, beginning on the home page of an empty database."""
    open_page(page, address)
    with rerun(page):
        main(page).get_by_text("文件导入", exact=True).click()
    main(page).get_by_role("link", name="导入").click()
    expect(title(page)).to_have_text("导入")
    choose(page, "导入到计划", "shop/2024-08")
    drop(page, "指标", SHOP / "kpis.csv")
    expect(main(page)).to_contain_text("将新建该团队及其 2024年8月的计划草稿")
    record(page, "4", 1)
    drop(page, "目标值", SHOP / "targets.csv")
    record(page, "4", 2)


def say_how_to_read(page: Page) -> None:
    """Say which columns of the orders hold what, and that orders of a day and region add up."""
    name = main(page).get_by_role("textbox", name="所有行的指标")
    name.fill("sales")
    with rerun(page):
        name.press("Enter")
    for field, column in (("日期", "订单日期"), ("维度", "地区"), ("数值", "销售额")):
        choose(page, field, column)
    for text in ("本月以外的日期也导入（历史数据）", "同一天、同一维度的多行相加（如订单明细）"):
        switch(page, text)


def take_back(page: Page, change: int) -> None:
    """Undo a change in the history, which shows both afterwards."""
    follow(page, "导入")
    choose(page, "查看一次变更", f"#{change} · 导入")
    main(page).get_by_role("button", name=f"撤销 #{change}").click()
    expect(page.get_by_text(f"变更 #{change} 已撤销")).to_be_in_viewport(ratio=1)
    wait_drawn(page)
    assert [row.split()[0] for row in rows(page, "变更记录")] == ["#4", "#3", "#2", "#1"]
