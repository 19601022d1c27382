"""What the page Uploads asks, each thing once: names, columns, rows to mend; and templates, which leave no question."""

import csv
import io
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.test_browser_uploads import (
    HEADER,
    LAST,
    changed,
    drop,
    expect_counts,
    expect_newest,
    record,
    switch,
    written,
)
from tools.browsing import choose, follow, main, open_page, rerun, rows, wait_drawn
from tools.serving import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "zh-CN", "viewport": {"width": 1440, "height": 900}}


@pytest.fixture(scope="module")
def app(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the page on a copy of the sample that the tests of this file write to, each to other KPIs."""
    with serving(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("answers")))) as address:
        yield f"{address}/uploads?month=2026-10"


# what is asked


def test_an_unknown_name_is_asked_once_and_remembered(app: str, page: Page, tmp_path: Path) -> None:
    table = [["商家总数", *row[1:]] for row in changed("merchants", 3)]
    table += [["不要的", "2026-10-20", "", "1"], ["不要的", "2026-10-21", "", "1"]]
    open_page(page, app)
    drop(page, "实际值", written(tmp_path / "一.csv", [HEADER, *table]))
    expect_counts(page, "✕ 拒收 5")
    choose(page, "“商家总数”指的是", "活跃商家数")
    choose(page, "“不要的”指的是", "跳过这些行")
    expect_counts(page, "＋ 新增 0", "↻ 更改 3", "＝ 未变 0", "✕ 拒收 0", "－ 跳过 2")
    follow(page, "周会")
    follow(page, "导入")
    expect_counts(page, "↻ 更改 3")  # answers outlive a look at another page
    record(page, "3")
    drop(page, "实际值", written(tmp_path / "二.csv", [HEADER, *table[:3]]))
    expect(main(page).get_by_role("heading", name="不认识的名称")).to_have_count(0)
    expect_counts(page, "＝ 未变 3")
    expect(main(page).get_by_role("button", name="记录 0 行")).to_be_disabled()


def test_a_kpi_is_created_as_its_file_suggests_and_as_is_said(app: str, page: Page, tmp_path: Path) -> None:
    table = [
        [*HEADER, "分母"],
        ["老客流失率", "2026-10-20", "", "3", "120"],
        ["老客流失率", "2026-10-21", "", "5", "117"],
    ]
    open_page(page, app)
    file = written(tmp_path / "流失.csv", table)
    drop(page, "实际值", file)
    choose(page, "“老客流失率”指的是", "新指标，现在新建")
    expect(main(page)).to_contain_text("将新建指标“老客流失率”：百分比，越低越好，分子合计 ÷ 分母合计，每日一个值。")
    assert rows(page, "文件会改什么") == ["老客流失率 10月20日 2.50% 3 ÷ 120 2", "老客流失率 10月21日 4.27% 5 ÷ 117 3"]
    choose(page, "方向", "越高越好")
    choose(page, "度量类型", "其他")
    expect(main(page)).to_contain_text("将新建指标“老客流失率”：其他，越高越好，分子合计 ÷ 分母合计，每日一个值。")
    record(page, "2")
    drop(page, "实际值", file)
    expect_counts(page, "＝ 未变 2")  # the KPI is known now


def test_a_budget_line_is_created_of_its_kind_and_category(app: str, page: Page, tmp_path: Path) -> None:
    table = [["科目", "日期", "金额"], ["同城快递费", "2026-10-20", "1200"]]
    open_page(page, app)
    drop(page, "支出", written(tmp_path / "快递.csv", table))
    choose(page, "“同城快递费”指的是", "新预算科目，现在新建")
    expect(main(page)).to_contain_text("将新建预算科目“同城快递费”：成本，类别“物流”，暂无预算。")
    choose(page, "类别", "差旅")
    expect(main(page)).to_contain_text("将新建预算科目“同城快递费”：成本，类别“差旅”，暂无预算。")
    button = main(page).get_by_role("button", name="记录 1 行")
    expect(button).to_be_disabled()
    main(page).get_by_role("textbox", name="为什么修改？").fill("十月起用同城快递")
    expect(button).to_be_enabled()
    record(page, "1")


def test_year_month_and_day_in_columns_of_their_own_are_joined(app: str, page: Page, tmp_path: Path) -> None:
    table = [["年", "月", "日", "地区", "指标", "数值"]]
    table += [[*day.split("-"), segment, kpi, value] for kpi, day, segment, value in changed("gmv", 3)]
    open_page(page, app)
    drop(page, "实际值", written(tmp_path / "拆开.csv", table))
    expect(main(page)).to_contain_text("年+月+日 合成：2026-")
    choose(page, "日期", "年+月+日")
    expect_counts(page, "↻ 更改 3")
    expect(main(page)).to_contain_text("例如 2026-10-")
    with rerun(page):
        main(page).get_by_role("button", name="用多列合成“维度”").click()
    box = main(page).get_by_role("combobox", name="合成“维度”的列")
    box.fill("指标")
    with rerun(page):
        page.get_by_role("option", name="指标", exact=True).click()
    page.keyboard.press("Escape")
    expect_counts(page, "＋ 新增 3")  # the segment is that of both columns
    expect(main(page)).to_contain_text("gmv")


def test_refused_rows_come_back_mended(app: str, page: Page, tmp_path: Path) -> None:
    good, bad = changed("repeat_sales", 1), changed("repeat_sales", 3)[1:]
    bad[0][1], bad[1][3] = "2026-13-01", "一些"
    open_page(page, app)
    drop(page, "实际值", written(tmp_path / "复购.csv", [HEADER, *good, *bad], "gb18030"))
    assert rows(page, "拒收的行") == [
        "3 日期 2026-13-01 “2026-13-01”不是有效日期。请写成 2026-03-05 这样。",
        "4 数值 一些 “一些”不是数字。请写成 1234.5 或 1,234.5 这样。",
    ]
    expect(main(page).get_by_role("button", name="记录 1 行")).to_be_disabled()
    with page.expect_download() as download:
        main(page).get_by_role("button", name="下载这 2 行去修改").click()
    refused = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    switch(page, "跳过拒收的 2 行")
    record(page, "1")
    whole = changed("repeat_sales", 3)
    refused[1][1:], refused[2][1:] = whole[1], whole[2]
    drop(page, "实际值", written(tmp_path / "改好.csv", refused))
    expect_counts(page, "↻ 更改 2")
    record(page, "2")


def test_unusual_values_need_a_tick(app: str, page: Page, tmp_path: Path) -> None:
    ((kpi, day, segment, value),) = changed("stock_cover", 1)
    open_page(page, app)
    drop(page, "实际值", written(tmp_path / "备货.csv", [HEADER, [kpi, day, segment, str(Decimal(value) * 1000)]]))
    (told,) = rows(page, "异常的行")
    assert "10 倍" in told
    button = main(page).get_by_role("button", name="记录 1 行")
    expect(button).to_be_disabled()
    switch(page, "异常之处我已核对，数据无误")
    expect(button).to_be_enabled()


def test_late_data_of_a_closed_month_is_a_restatement_with_a_reason(app: str, page: Page, tmp_path: Path) -> None:
    august = changed("complaints", 1, LAST.with_name("actuals-2026-08-24.csv"))
    open_page(page, app.replace("2026-10", "2026-08"))
    expect(main(page)).to_contain_text("本月已月结。迟到的数据可以填写原因后记为追溯更正")
    drop(page, "实际值", written(tmp_path / "八月.csv", [HEADER, *august]))
    expect_counts(page, "✕ 拒收 1")
    switch(page, "将已月结月份的迟到数据记为追溯更正")
    button = main(page).get_by_role("button", name="记录 1 行")
    expect(button).to_be_disabled()
    main(page).get_by_role("textbox", name="为什么修改？").fill("客服补报")
    expect(button).to_be_enabled()
    record(page, "1")
    expect_newest(page, "追溯更正")


# templates


@pytest.mark.parametrize(
    ("tongue", "file_format", "kpi", "day"),
    [
        ("zh", "xlsx", "广告投入产出比", 22),
        ("zh", "csv", "广告投入产出比", 23),
        ("en", "xlsx", "Return on advertising", 24),
        ("en", "csv", "Availability on the worst day", 24),
    ],
)
def test_a_template_that_was_filled_in_is_recorded_without_a_question(
    app: str, page: Page, tmp_path: Path, tongue: str, file_format: str, kpi: str, day: int
) -> None:
    """Each fills in another day of the KPI with the values of the day before."""
    open_page(page, f"{app}&lang={tongue}")
    path = template(page, tmp_path, tongue, file_format)
    if file_format == "xlsx":
        fill_workbook(path, kpi, f"2026-10-{day}")
    else:
        fill_text(path, kpi, f"2026-10-{day}")
    recorded_at_once(page, path, tongue)


@pytest.mark.parametrize(("tongue", "kpi"), [("zh", "退款率"), ("en", "Refund rate")])
def test_a_template_of_targets_is_recorded_once_it_is_said_why(
    app: str, page: Page, tmp_path: Path, tongue: str, kpi: str
) -> None:
    """The plan is in force; nothing else is asked."""
    open_page(page, f"{app}&lang={tongue}")
    kind, weight = ("目标值", "权重") if tongue == "zh" else ("Targets", "weight")
    with rerun(page):
        main(page).get_by_role("radio", name=kind, exact=True).click()
    path = template(page, tmp_path, tongue, "xlsx")
    book = openpyxl.load_workbook(path)
    head, *body = book.worksheets[0].iter_rows()
    at = [cell.value for cell in head].index(weight)
    (cell,) = (row[at] for row in body if row[0].value == kpi)
    cell.value += 1
    book.save(path)
    recorded_at_once(
        page, path, tongue, ("为什么修改？", "它更要紧了") if tongue == "zh" else ("Why is it changed?", "So be it")
    )


def template(page: Page, folder: Path, tongue: str, file_format: str) -> Path:
    """Download the template with what the plan has."""
    words = {
        "zh": ("下载模板", {"xlsx": "已填入本计划内容的工作簿", "csv": "已填入本计划内容的 CSV 文件"}),
        "en": (
            "Template to fill in",
            {"xlsx": "Workbook with what the plan has", "csv": "CSV file with what the plan has"},
        ),
    }
    button, offered = words[tongue]
    main(page).get_by_role("button", name=button).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=offered[file_format], exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    page.keyboard.press("Escape")
    return path


def fill_workbook(path: Path, kpi: str, day: str) -> None:
    """Give a KPI on a day, which has no value yet, what it has the day before."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    at = next(row[0].row for row in sheet.iter_rows() if row[0].value == kpi and str(row[1].value)[:10] == day)
    for column in (3, 5):
        assert sheet.cell(at, column).value is None
        sheet.cell(at, column, sheet.cell(at - 1, column).value)
    book.save(path)


def fill_text(path: Path, kpi: str, day: str) -> None:
    """Give a KPI on a day, which has no value yet, what it has the day before."""
    table = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    at = next(at for at, row in enumerate(table) if row[:2] == [kpi, day])
    for column in (2, 4):
        assert table[at][column] == ""
        table[at][column] = table[at - 1][column]
    written(path, table, "utf-8-sig")


def recorded_at_once(page: Page, path: Path, tongue: str, reason: tuple[str, str] | None = None) -> None:
    """Drop a file of one new or changed row and record it, with nothing said between but a reason in the box for it."""
    button, said = ("记录 1 行", "已记为变更") if tongue == "zh" else ("Record 1 row", "Recorded as change")
    with rerun(page):
        page.locator("input[type=file]").set_input_files(path)
    if reason:
        box, why = reason
        main(page).get_by_role("textbox", name=box, exact=True).fill(why)
    main(page).get_by_role("button", name=button, exact=True).click()
    expect(main(page)).to_contain_text(said)
    wait_drawn(page)
