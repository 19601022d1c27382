"""The month-end summary as files from the browser: they say what the screen says."""

import csv
import io
import re
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

from planlib.export.pack import Format
from tools.browsing import cut_off, main, open_page, rows
from tools.serving import serving

pytestmark = pytest.mark.browser


def test_the_downloads_have_the_total_that_is_on_the_screen(sample_app: str, page: Page) -> None:
    open_page(page, f"{sample_app}/month_end?lang=zh&month=2026-10")
    main(page).get_by_role("button", name="下载月结包").click()
    name, document = downloaded(page, "文本（Markdown）")
    assert name == "ecom-2026-10.md"
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
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


def test_from_the_checklist_to_the_pack_of_a_closed_month(sample_file: Path, tmp_path: Path, page: Page) -> None:
    with serving(Path(shutil.copy(sample_file, tmp_path))) as address:
        open_page(page, f"{address}/month_end?lang=zh&month=2026-10")
        expect(main(page).get_by_role("table", name="月结检查清单")).to_contain_text("未满足")
        asked = main(page).get_by_label(re.compile("^豁免理由："))
        for at in range(asked.count()):
            asked.nth(at).fill("账单要到下月才来")
        main(page).get_by_label("原因", exact=True).fill("数字已核对")
        main(page).get_by_role("button", name="月结", exact=True).click()
        closed = main(page).locator("dl", has_text="SHA-256")
        expect(closed).to_contain_text("账单要到下月才来")
        (sha,) = re.findall("[0-9a-f]{64}", closed.inner_text())
        main(page).get_by_role("button", name="下载月结包").click()
        page.get_by_text("预览", exact=True).click()
        preview = page.frame_locator("iframe[title], iframe[src^='data:']").last
        expect(preview.locator("h1")).to_have_text("电商运营组 · 2026年10月总结")
        expect(preview.locator(".chart svg").first).to_be_visible()
        name, file = downloaded(page, "全部格式（ZIP）")
    assert name == "ecom-2026-10.zip"
    with zipfile.ZipFile(io.BytesIO(file)) as pack:
        assert [Path(one).suffix for one in pack.namelist()] == [f".{one}" for one in Format]
        text = pack.read("ecom-2026-10-zh.md").decode()
        slides = Presentation(io.BytesIO(pack.read("ecom-2026-10-zh.pptx")))
    assert f"SHA-256 {sha[:12]}" in text
    assert any(sha[:12] in shape.text_frame.text for shape in slides.slides[0].shapes if shape.has_text_frame)


def downloaded(page: Page, button: str) -> tuple[str, bytes]:
    """Return the name and the content of the file that a button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).last.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()
