"""The main job through the page Uploads: real orders become a plan's numbers, and are taken back; bad files."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from planlib.locale import language
from planlib.place import ROOT
from tools.browsing import choose, follow, main, open_page, rerun, rows, title, wait_drawn
from tools.serving import run, serving

pytestmark = pytest.mark.browser

ORDERS = ROOT.parent / "shared" / "data" / "superstore_zh_orders.csv"
SHOP = ROOT / "examples" / "superstore"


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "zh-CN", "viewport": {"width": 1440, "height": 900}}


@pytest.fixture
def empty_app(tmp_path: Path) -> Iterator[str]:
    run(tmp_path / "plan.duckdb", "init")
    with serving(tmp_path / "plan.duckdb") as address:
        yield address


def drop(page: Page, kind: str, file: Path) -> None:
    """Say what a file holds and drop it."""
    radio = main(page).get_by_role("radio", name=kind, exact=True)
    if not radio.is_checked():
        with rerun(page):
            radio.click()
    with rerun(page):
        page.locator("input[type=file]").set_input_files(file)
    expect(main(page).get_by_role("heading", name="这个文件会改什么")).to_be_visible()


def record(page: Page, count: str, change: int) -> None:
    """Record what is previewed, which are so many rows."""
    main(page).get_by_role("button", name=f"记录 {count} 行", exact=True).click()
    expect(main(page)).to_contain_text(f"已记为变更 #{change}")


# the main job


@pytest.fixture(scope="module")
def orders() -> list[dict[str, str]]:
    """Return the raw orders."""
    if not ORDERS.exists():
        pytest.skip("the real files are not beside the project")
    with ORDERS.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


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
    main(page).get_by_role("link", name="销售额").click()
    expect(main(page)).to_contain_text(f"{sum(august):,}")

    take_back(page, 3)
    follow(page, "周会")
    (sales,) = (row for row in rows(page, "指标，最差在前") if row.startswith("销售额"))
    assert "无数据" in sales.split()


def begin_the_plan(page: Page, address: str) -> None:
    """Make a plan of the two small files, beginning on the home page of an empty database."""
    open_page(page, address)
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
    main(page).get_by_text("文件的读法").click()
    name = main(page).get_by_role("textbox", name="所有行的指标")
    name.fill("sales")
    with rerun(page):
        name.press("Enter")
    for field, column in (("日期", "订单日期"), ("维度", "地区"), ("数值", "销售额")):
        choose(page, field, column)
    for switch in ("本月以外的日期也导入", "同一天、同一维度的多行相加"):
        with rerun(page):
            main(page).get_by_text(switch).click()


def take_back(page: Page, change: int) -> None:
    """Undo a change in the history, which shows both afterwards."""
    follow(page, "导入")
    choose(page, "查看一次变更", f"#{change} · 导入")
    main(page).get_by_role("button", name=f"撤销 #{change}").click()
    expect(main(page)).to_contain_text(f"变更 #{change} 已撤销")
    wait_drawn(page)
    assert [row.split()[0] for row in rows(page, "变更记录")] == ["#4", "#3", "#2", "#1"]


# files that are wrong


def test_a_file_without_a_needed_column_is_refused_as_a_whole(sample_app: str, page: Page, tmp_path: Path) -> None:
    before = history(page, sample_app)
    drop(page, "实际值", written(tmp_path, "指标,日期,数量", "订单量,2026-10-24,1"))
    (told,) = rows(page, "这个文件读不了")
    assert "没有“数值”列" in told
    assert "文件里有：指标、日期、数量" in told
    expect(main(page).get_by_role("button", name="记录")).to_be_disabled()
    expect(main(page).get_by_role("switch")).to_have_count(0)
    assert history(page, sample_app) == before


def test_every_bad_row_is_listed_and_left_out_only_on_demand(sample_app: str, page: Page, tmp_path: Path) -> None:
    before = history(page, sample_app)
    bad = [
        "订单两,2026-10-24,华东,5",
        "订单量,2026-13-01,华东,5",
        "订单量,2026-10-24,华北,一些",
        "订单量,2026-09-30,华东,5",
        "订单量,2026-10-24,华南,5",
        "订单量,2026-10-24,华南,6",
    ]
    drop(page, "实际值", written(tmp_path, "指标,日期,维度,数值", "订单量,2026-10-24,华东,5", *bad))
    expect(main(page).get_by_role("columnheader", name="行号")).to_have_count(2)
    assert rows(page, "拒收的行") == [
        "3 指标 订单两 没有指标“订单两”。您是指“订单量”吗？",
        "4 日期 2026-13-01 “2026-13-01”不是有效日期。请写成 2026-03-05 这样。",
        "5 数值 一些 “一些”不是数字。请写成 1234.5 或 1,234.5 这样。",
        "6 日期 2026-09-30 日期不在 2026年10月。请去掉这一行，或选择同时导入历史数据。",
        "7 — — 与第 8 行是同一项数据，不知取哪一行。请只保留一行。",
        "8 — — 与第 7 行是同一项数据，不知取哪一行。请只保留一行。",
    ]
    button = main(page).get_by_role("button", name="记录 1 行")
    expect(button).to_be_disabled()
    main(page).get_by_text("跳过拒收的 6 行").click()
    expect(button).to_be_enabled()
    assert history(page, sample_app) == before


def written(folder: Path, *lines: str) -> Path:
    """Write a file as Chinese Excel does."""
    path = folder / "实际.csv"
    path.write_text("\r\n".join(lines), "gb18030")
    return path


def history(page: Page, address: str) -> list[str]:
    """Open the page Uploads anew and return the rows of the history."""
    open_page(page, f"{address}/uploads")
    return rows(page, "变更记录")
