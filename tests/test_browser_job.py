"""All of the main job through the page Uploads: four KPIs by region, and a month's budget against actual."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from planlib.locale import language
from planlib.place import ROOT
from tests.test_browser_uploads import ORDERS, SHOP, drop, open_columns, switch
from tools.browsing import choose, follow, main, open_page, rerun, rows
from tools.serving import run, serving

pytestmark = pytest.mark.browser
MONTH = ROOT.parent / "shared" / "data" / "budget_actual_zh.csv"
REVENUE = ROOT / "examples" / "budget" / "revenue_lines.csv"
ZH = language("zh")


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "zh-CN", "viewport": {"width": 1440, "height": 900}}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[str]:
    if not ORDERS.exists():
        pytest.skip("the real files are not beside the project")
    run(tmp_path / "plan.duckdb", "init")
    with serving(tmp_path / "plan.duckdb") as address:
        yield address


def bring(page: Page, kind: str, file: Path, columns: dict[str, str], every: dict[str, str], *switches: str) -> None:
    """Drop a file, say how to read it, and record it."""
    drop(page, kind, file)
    if columns or every:
        open_columns(page)
    for field, value in every.items():
        box = main(page).get_by_role("textbox", name=f"所有行的{field}", exact=True)
        box.fill(value)
        with rerun(page):
            box.press("Enter")
    for field, column in columns.items():
        if main(page).get_by_role("combobox", name=field, exact=True).input_value() != column:
            choose(page, field, column)
    for text in switches:
        switch(page, text)
    with rerun(page):
        main(page).get_by_role("button", name="记录").click()
    expect(main(page)).to_contain_text("已记为变更")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_four_kpis_and_a_budget_come_in_through_the_page(app: str, page: Page) -> None:
    open_page(page, f"{app}/uploads")
    choose(page, "导入到计划", "shop/2024-08")
    bring(page, "指标", SHOP / "kpis.csv", {}, {})
    bring(page, "目标值", SHOP / "targets.csv", {}, {})
    switches = ("本月以外的日期也导入（历史数据）", "同一天、同一维度的多行相加（如订单明细）")
    sums = {name: Decimal(0) for name in ("销售额", "利润", "数量")}
    for row in read(ORDERS):
        if row["订单日期"].startswith("2024/8/"):
            sums = {name: total + Decimal(row[name]) for name, total in sums.items()}
    for code, name in (("sales", "销售额"), ("profit", "利润"), ("quantity", "数量")):
        bring(page, "实际值", ORDERS, {"日期": "订单日期", "数值": name}, {"指标": code}, *switches)
    ratio = {"日期": "订单日期", "数值": "利润", "分母": "销售额"}
    bring(page, "实际值", ORDERS, ratio, {"指标": "margin"}, *switches)

    follow(page, "周会")
    shown = {row.split()[0]: row.split() for row in rows(page, "指标，最差在前")}
    for name, total in sums.items():
        assert ZH.short(total) in shown[name]
    assert ZH.percent(sums["利润"] / sums["销售额"], 2) in shown["利润率"]

    follow(page, "导入")
    choose(page, "导入到计划", "office/2026-03")
    line = {"预算科目": "科目"}
    bring(page, "预算", MONTH, line | {"金额": "预算金额"}, {"收支类型": "成本"})
    bring(page, "预算", REVENUE, {}, {})
    bring(page, "支出", MONTH, line | {"金额": "实际金额"}, {"日期": "2026-03-31", "状态": "已发生"})
    follow(page, "预算")
    for row in read(MONTH):
        expect(main(page)).to_contain_text(row["科目"])
    for figure in ("940", "757"):  # revenue and cost, in 万
        expect(main(page)).to_contain_text(figure)
