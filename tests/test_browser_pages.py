"""Every page as a browser shows it, in both languages and at both widths; the present, and the past."""

import csv
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import BrowserContext, Page, expect

from planlib import locale
from planlib.sample import FOLDER
from tools.browsing import complaints, cut_off, main, open_page, rows, texts, title, wait_drawn
from tools.serving import serving

pytestmark = pytest.mark.browser

TITLES = {
    "": ("周会 · 2026年10月", "Weekly review · October 2026"),
    "kpis?kpi=refund_rate": ("退款率", "Refund rate"),
    "budget": ("预算 · 2026年10月", "Budget · October 2026"),
    "trends": ("趋势 · 新客数", "Trends · New customers"),
    "plan": ("计划 · 2026年10月", "Plan · October 2026"),
    "uploads": ("导入", "Uploads"),
    "month_end": ("电商运营组 · 2026年10月总结", "E-commerce operations: summary of October 2026"),
}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
NOT_OURS = {"English", "Language", "Markdown", "Upload", "file", "yyyy"}
"""English words on a Chinese page: names, and what Streamlit says in English only."""

NewContext = Callable[..., BrowserContext]


# the first visit after a start

RECORD = """
window.seen = new Set()
new MutationObserver(() => {
  const walker = document.createTreeWalker(document.body ?? document, NodeFilter.SHOW_TEXT)
  while (walker.nextNode())
    if (walker.currentNode.parentElement.closest("nav, a")) seen.add(walker.currentNode.data)
}).observe(document, { childList: true, subtree: true, characterData: true })
"""
"""Remembers every text that stood in the navigation, however shortly."""


def test_a_deep_link_opened_first_after_a_start_shows_its_page_in_the_frame(
    sample_file: Path, tmp_path: Path, new_context: NewContext
) -> None:
    with serving(Path(shutil.copy(sample_file, tmp_path))) as address:
        for link, heading in (("budget?lang=en", "Budget · October 2026"), ("trends", "趋势 · 新客数")):
            page = new_context(locale="zh-CN").new_page()
            page.add_init_script(RECORD)
            open_page(page, f"{address}/{link}")
            expect(title(page)).to_have_text(heading)
            expect(page.locator(".stSidebar .stPageLink")).to_have_count(len(TITLES))
            flashed = set(page.evaluate("[...seen]")) - set(page.locator("body").all_inner_texts()[0].split("\n"))
            assert {text for text in flashed if text.strip()} == set()


# every page


@pytest.fixture(scope="module")
def translations() -> dict[str, str]:
    """Return the Chinese of each English text that has no placeholder."""
    path = Path(locale.__file__).with_name("zh.po")
    with path.open("rb") as file:
        catalogue = read_po(file, locale="zh_CN")
    return {str(message.id): str(message.string) for message in catalogue if isinstance(message.id, str) and message.id}


def sample_texts(value: Any, name: str = "") -> Iterator[str]:
    """Yield the texts of the sample that are shown as they are; a `…_zh` has its `…_en` beside, and is not."""
    if name.endswith("_zh"):
        return
    if isinstance(value, str):
        yield value
    for one in value if isinstance(value, list) else ():
        yield from sample_texts(one)
    for key, one in value.items() if isinstance(value, dict) else ():
        yield from sample_texts(one, key)


@pytest.fixture(scope="module")
def data() -> str:
    """Return all texts of the sample, but for those that stand there in both languages."""
    tables: list[Any] = [tomllib.loads((FOLDER / "story.toml").read_text("utf-8"))]
    for path in FOLDER.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            tables.extend(csv.DictReader(file))
    return "\n".join(sample_texts(tables))


def left_in_english(found: list[str], translations: dict[str, str], data: str) -> set[str]:
    """Return what a Chinese page says in English: texts of the catalogue, and words that are nobody's data."""
    whole = {text for text in found if translations.get(text, text) != text}
    words = {word for text in found for word in re.findall(r"[A-Za-z]{4,}", text)}
    return whole | {word for word in words - NOT_OURS if word not in data}


def left_in_chinese(found: list[str], data: str) -> set[str]:
    """Return what an English page says in Chinese, but for data and the name of the other language."""
    parts = {part for text in found for part in re.findall(r"[\u4e00-\u9fff]+", text)}
    return {part for part in parts - {"中文"} if part not in data}


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_whole_in_its_language_and_fits_its_width(
    sample_app: str, new_context: NewContext, translations: dict[str, str], data: str, language: str, width: int
) -> None:
    page = new_context(locale=LOCALES[language], viewport={"width": width, "height": 900}).new_page()
    said = complaints(page)
    wrong: dict[str, list[str]] = {}
    for name, titles in TITLES.items():
        open_page(page, f"{sample_app}/{name}")
        expect(title(page)).to_have_text(titles[language == "en"])
        found = texts(page)
        left = left_in_english(found, translations, data) if language == "zh" else left_in_chinese(found, data)
        errors = page.locator(".stException, .stAlert").all_inner_texts()
        wrong[name] = [*left, *errors, *cut_off(page), *said]
        said.clear()
    assert {name: faults for name, faults in wrong.items() if faults} == {}


# the past, and what the address keeps


def test_the_past_is_marked_and_read_only_until_one_goes_back_to_now(sample_app: str, page: Page) -> None:
    open_page(page, f"{sample_app}/?lang=zh")
    now = rows(page, "指标，最差在前")
    open_page(page, f"{sample_app}/?lang=zh&at=2026-10-16")
    expect(main(page)).to_contain_text("截至2026年10月16日（周五）的状态")
    assert rows(page, "指标，最差在前") != now
    for name in ("导入", "计划"):
        page.locator(".stSidebar").get_by_role("link", name=name, exact=True).click()
        expect(title(page)).to_have_text(re.compile(name))
        expect(page).to_have_url(re.compile("at=2026-10-16"))
        expect(main(page)).to_contain_text("只读")
        expect(page.locator(".stFileUploader, .stMain form, .stMain [data-testid=stDataFrameAddRow]")).to_have_count(0)
    main(page).get_by_role("button", name="回到现在").click()
    expect(main(page).get_by_text("只读")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("at="))
    page.locator(".stSidebar").get_by_role("link", name="周会", exact=True).click()
    expect(title(page)).to_have_text(TITLES[""][0])
    wait_drawn(page)
    assert rows(page, "指标，最差在前") == now


def test_the_language_switch_keeps_the_view_and_its_address_opens_it_anywhere(
    sample_app: str, page: Page, new_context: NewContext
) -> None:
    open_page(page, f"{sample_app}/kpis?lang=zh&team=ecom&month=2026-09&kpi=refund_rate")
    expect(title(page)).to_have_text("退款率")
    page.locator(".stSidebar").get_by_role("radio", name="English").click()
    expect(title(page)).to_have_text("Refund rate")
    expect(main(page)).to_contain_text("by day of September")
    other = new_context(locale="zh-CN").new_page()
    open_page(other, page.url)
    expect(title(other)).to_have_text("Refund rate")
    expect(main(other)).to_contain_text("by day of September")
