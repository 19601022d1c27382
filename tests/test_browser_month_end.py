"""The month-end summary as files from the browser: they say what the screen says."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tools.browsing import cut_off, main, open_page, rows

pytestmark = pytest.mark.browser


def test_the_downloads_have_the_total_that_is_on_the_screen(sample_app: str, page: Page) -> None:
    open_page(page, f"{sample_app}/month_end?lang=zh&month=2026-10")
    main(page).get_by_role("button", name="下载月结包").click()
    name, document = downloaded(page, "文本（Markdown）")
    assert name == "ecom-2026-10.md"
    page.keyboard.press("Escape")
    main(page).get_by_role("button", name="表格（CSV）").click()
    name, table = downloaded(page, "预算")
    assert name == "ecom-2026-10-budget.csv"
    lines = [line for line in csv.DictReader(io.StringIO(table.decode("utf-8-sig"))) if line["line"]]
    total = sum(Decimal(line["actual"]) for line in lines if line["kind"] == "cost")
    (cost,) = (row for row in rows(page, "预算") if row.startswith("成本 "))
    assert f"{total:,}" in cost.split()
    assert f"**{total:,}**" in document.decode("utf-8")


def test_a_phone_folds_the_tables_and_a_desk_shows_them(sample_app: str, page: Page) -> None:
    address = f"{sample_app}/month_end?lang=en&month=2026-10"
    open_page(page, address)
    table = main(page).get_by_role("table", name="Budget")
    expect(table).to_be_visible()
    assert not cut_off(page)
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, address)
    expect(table).not_to_be_visible()
    main(page).locator("summary", has_text="Budget").click()
    expect(table).to_be_visible()
    assert not cut_off(page)


def downloaded(page: Page, button: str) -> tuple[str, bytes]:
    """Return the name and the content of the file that a button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).last.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()
