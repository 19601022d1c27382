"""Takes the pictures of README.md from the running app: ``make pictures``.

KPIs, budget and uploads show the README's walk on real files, the others the sample plan. The real files stand beside
the project and are no part of it; without them the pictures of the walk stay as they are.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from planlib.place import ROOT
from tools.browsing import CHROMIUM_OPTIONS, choose, chromium, main, open_page, rerun
from tools.serving import run, serving

PICTURES = ROOT / "docs" / "pictures"
DATA = ROOT.parent / "shared" / "data"
ORDERS, MONTH = DATA / "superstore_zh_orders.csv", DATA / "budget_actual_zh.csv"
EXAMPLES = ROOT / "examples"
WIDTH, HEIGHT = 1440, 900
SAMPLE = {
    "weekly_review": ("?lang=en", HEIGHT),
    "trends": ("trends?lang=en&kpi=new_customers", HEIGHT),
    "tasks": ("tasks?lang=en", HEIGHT),
    "risks": ("risks?lang=en", HEIGHT),
    "plan": ("plan?lang=en&table=objectives", 1120),
    "meeting": ("meeting?lang=en", HEIGHT),
    "next_month": ("next_month?lang=en", HEIGHT),
}
"""Where the pictures of the sample plan are taken, and how high, by name."""


def take_all() -> int:
    """Take the pictures; return 1 where those of the walk could not be."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browser() as page:
        take_sample(page, Path(folder) / "sample.duckdb")
        if not DATA.exists():
            print(f"The real files are not in {DATA}; the pictures of the walk stay as they are.", file=sys.stderr)
            return 1
        take_walk(page, Path(folder) / "walk.duckdb")
    return 0


@contextmanager
def browser() -> Iterator[Page]:
    """Give a page of the system's Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS)
        yield started.new_page(viewport=ViewportSize(width=WIDTH, height=HEIGHT), color_scheme="light", locale="zh-CN")
        started.close()


def take_sample(page: Page, database: Path) -> None:
    """Take the pictures of the sample plan."""
    run(database, "init", "--sample")
    with serving(database) as address:
        for name, (place, height) in SAMPLE.items():
            open_page(page, f"{address}/{place}")
            take(page, name, height)


def take_walk(page: Page, database: Path) -> None:
    """Take the pictures of the walk, whose first orders are uploaded on the page."""
    define(database)
    with serving(database) as address:
        open_page(page, f"{address}/uploads?team=shop")
        drop_orders(page)
        take(page, "uploads", height=1200)
        with rerun(page):
            main(page).get_by_role("button", name="记录").first.click()
    import_files(database)
    with serving(database) as address:
        open_page(page, f"{address}/kpis?team=shop&kpi=sales")
        take(page, "kpis")
        open_page(page, f"{address}/budget?team=office")
        take(page, "budget")


SHOP = ["--plan", "shop/2024-08"]


def define(database: Path) -> None:
    """Say what is measured, as the README does."""
    run(database, "init")
    for kind in ("kpis", "targets"):
        run(database, "import", kind, str(EXAMPLES / "superstore" / f"{kind}.csv"), *SHOP)


def drop_orders(page: Page) -> None:
    """Drop the orders on the page Uploads and say how to read the sales in them."""
    with rerun(page):
        page.locator("input[type=file]").set_input_files(ORDERS)
    kpi = main(page).get_by_role("textbox", name="所有行的指标")
    kpi.fill("sales")
    with rerun(page):
        kpi.press("Enter")
    for field, column in (("日期", "订单日期"), ("维度", "地区"), ("数值", "销售额")):
        choose(page, field, column)
    for switch in ("本月以外的日期也导入（历史数据）", "同一天、同一维度的多行相加（如订单明细）"):
        with rerun(page):
            main(page).get_by_text(switch, exact=True).click()


def import_files(database: Path) -> None:
    """Do what else the README says on the command line."""
    office = ["--plan", "office/2026-03"]
    columns = ["--total", "--history", "--map", "day=订单日期", "--map", "segment=地区"]
    for kpi, column, base in (("profit", "利润", ""), ("quantity", "数量", ""), ("margin", "利润", "销售额")):
        value = ["--set", f"kpi={kpi}", "--map", f"value={column}", *(["--map", f"base={base}"] if base else [])]
        run(database, "import", "actuals", str(ORDERS), *SHOP, *columns, *value)
    lines = ["--map", "line=科目"]
    run(database, "import", "budget", str(MONTH), *office, *lines, "--map", "amount=预算金额", "--set", "kind=cost")
    run(database, "import", "budget", str(EXAMPLES / "budget" / "revenue_lines.csv"), *office)
    spent = ["--map", "amount=实际金额", "--set", "day=2026-03-31"]
    run(database, "import", "spend", str(MONTH), *office, *lines, *spent)


def take(page: Page, name: str, height: int = HEIGHT) -> None:
    """Take the picture of a page's first so many pixels, with the pointer out of the way."""
    page.mouse.move(WIDTH - 1, 0)
    page.set_viewport_size(ViewportSize(width=WIDTH, height=height))
    main(page).evaluate("page => page.scrollTo(0, 0)")
    page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
    page.set_viewport_size(ViewportSize(width=WIDTH, height=HEIGHT))


if __name__ == "__main__":
    sys.exit(take_all())
