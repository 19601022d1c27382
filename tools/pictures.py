"""Takes the pictures of the README from the running app: ``make pictures``.

The weekly review shows the sample plan; the others show the README's walk through the job on real files, which stand
beside the project and are no part of it. Without them those pictures stay as they are.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from planlib.place import ROOT
from tools.serving import run, serving

PICTURES = ROOT / "docs" / "pictures"
DATA = ROOT.parent / "shared" / "data"
ORDERS, MONTH = DATA / "superstore_zh_orders.csv", DATA / "budget_actual_zh.csv"
EXAMPLES = ROOT / "examples"
SIZE = ViewportSize(width=1440, height=900)
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]


def main() -> int:
    """Take the pictures; return 1 where some of them could not be."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browser() as page:
        sample = Path(folder) / "sample.duckdb"
        run(sample, "init", "--sample")
        with serving(sample) as address:
            take(page, f"{address}/?lang=en", "weekly_review.png")
            take(page, f"{address}/trends?lang=zh&kpi=new_customers", "trends_zh.png")
        if not ORDERS.exists():
            print(f"The real files are not in {DATA}; the other pictures stay as they are.", file=sys.stderr)
            return 1
        real = Path(folder) / "real.duckdb"
        import_real_files(real)
        with serving(real) as address:
            take_upload(page, address)
            take(page, f"{address}/kpis?lang=zh&team=SHOP&month=2024-08&kpi=profit", "kpis.png")
            take(page, f"{address}/budget?lang=zh&team=office&month=2026-03", "budget.png")
    return 0


@contextmanager
def browser() -> Iterator[Page]:
    """Give a page of the system's Chromium."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield chromium.new_page(viewport=SIZE, color_scheme="light")
        chromium.close()


def import_real_files(database: Path) -> None:
    """Do what the README says, up to the last file of actuals, which the page is shown with."""
    shop, office = ["--plan", "SHOP/2024-08"], ["--plan", "office/2026-03"]
    run(database, "init")
    run(database, "import", "kpis", str(EXAMPLES / "superstore" / "kpis.csv"), *shop)
    run(database, "import", "targets", str(EXAMPLES / "superstore" / "targets.csv"), *shop)
    columns = ["--total", "--history", "--map", "day=订单日期", "--map", "segment=地区"]
    for kpi, column in (("profit", "利润"), ("quantity", "数量")):
        value = ["--set", f"kpi={kpi}", "--map", f"value={column}"]
        run(database, "import", "actuals", str(ORDERS), *shop, *columns, *value)
    lines = ["--map", "line=科目"]
    run(database, "import", "budget", str(MONTH), *office, *lines, "--map", "amount=预算金额", "--set", "kind=cost")
    run(database, "import", "budget", str(EXAMPLES / "budget" / "revenue_lines.csv"), *office)
    spent = ["--map", "amount=实际金额", "--set", "day=2026-03-31"]
    run(database, "import", "spend", str(MONTH), *office, *lines, *spent)


def take(page: Page, address: str, name: str) -> None:
    """Open a page and take its picture."""
    page.goto(address)
    page.locator(".pl-title").wait_for()
    settle(page)
    page.screenshot(path=PICTURES / name)


def take_upload(page: Page, address: str) -> None:
    """Drop the orders on the upload page, say how to read them, and take the picture of the preview."""
    page.goto(f"{address}/uploads?lang=zh&team=SHOP&month=2024-08")
    page.locator("input[type=file]").set_input_files(ORDERS)
    page.get_by_text("文件的读法").click()
    name = page.get_by_role("textbox", name="所有行的指标")
    name.fill("sales")
    name.press("Enter")
    settle(page)
    for label, column in (("日期", "订单日期"), ("维度", "地区"), ("数值", "销售额")):
        page.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=column, exact=True).click()
        settle(page)
    for words in ("同一天、同一维度的多行相加", "本月以外的日期也导入"):
        page.get_by_text(words).click()
        settle(page)
    page.get_by_text("文件的读法").click()
    settle(page)
    page.screenshot(path=PICTURES / "uploads.png")


def settle(page: Page) -> None:
    """Wait until the app has nothing more to draw."""
    page.wait_for_timeout(700)
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    page.wait_for_timeout(1200)


if __name__ == "__main__":
    sys.exit(main())
