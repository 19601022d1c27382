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
from playwright.sync_api import BrowserContext, Locator, Page, expect

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
    "risks": ("风险 · 2026年10月", "Risks · October 2026"),
    "tasks": ("任务 · 2026年10月", "Tasks · October 2026"),
    "plan": ("计划 · 2026年10月", "Plan · October 2026"),
    "new_plan": ("新建计划", "New plan"),
    "uploads": ("导入", "Uploads"),
    "month_end": ("电商运营组 · 2026年10月总结", "E-commerce operations: summary of October 2026"),
}
ELSEWHERE = {"new_plan"}
"""Pages that others open, and the navigation does not."""
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
NOT_OURS = {"CNY", "Ctrl", "English", "Language", "Markdown", "SaaS", "Upload", "XLSX", "file", "yyyy"}
"""English words on a Chinese page: names, keys, and what Streamlit says in English only."""

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
            expect(page.locator(".stSidebar .stPageLink")).to_have_count(len(TITLES.keys() - ELSEWHERE))
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
    expect(main(page)).to_contain_text("截至 2026年10月16日（周五）的状态")
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


DAY = "2026-10-16"


def look_back(page: Page) -> Locator:
    return page.locator(".stSidebar").get_by_label(re.compile("回看某一天|Look back to"))


def do(page: Page, what: str) -> None:
    """Press Enter in the field, choose a month or the language, or follow a link of the frame."""
    frame = page.locator(".stSidebar")
    match what:
        case "Enter":
            look_back(page).press("Enter")
        case "English":
            frame.get_by_role("radio", name="English").click()
        case "2026-09":
            frame.get_by_role("combobox", name="计划月份").click()
            page.get_by_role("option", name=what).click()
        case _:
            frame.get_by_role("link", name=what, exact=True).click()


def type_day(page: Page, day: str) -> None:
    """Type a day and stay in the field."""
    look_back(page).press("ArrowRight")
    look_back(page).fill(day)


@pytest.mark.parametrize(
    ("steps", "path", "heading", "data_to"),
    [
        (["Enter"], "/", "周会 · 2026年10月", "10月15日"),
        (["指标"], "/kpis", "会员复购额", "10月15日"),
        (["预算", "指标"], "/kpis", "会员复购额", "10月15日"),
        (["Enter", "指标"], "/kpis", "会员复购额", "10月15日"),
        (["2026-09"], "/", "周会 · 2026年9月", "9月30日"),
        (["English"], "/", "Weekly review · October 2026", "15 Oct"),
    ],
)
def test_a_day_that_is_typed_holds_whatever_is_done_at_once(
    sample_app: str, page: Page, steps: list[str], path: str, heading: str, data_to: str
) -> None:
    open_page(page, f"{sample_app}/?lang=zh")
    type_day(page, DAY)
    for step in steps:
        do(page, step)
    expect(page).to_have_url(re.compile(f"{re.escape(sample_app + path)}[?].*at={DAY}"))
    expect(title(page)).to_have_text(heading)
    wait_drawn(page)
    expect(look_back(page)).to_have_value(DAY)
    expect(main(page).locator(".pl-past")).to_contain_text(re.compile("2026年10月16日|16 Oct 2026"))
    expect(main(page).locator(".pl-stamp")).to_contain_text(data_to)


CLICK_WHEN_ARRIVED = """(before) => new Promise((done) => {
  const look = () => {
    const drawn = document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning"
    if (!drawn || location.href === before) return setTimeout(look, 1)
    document.querySelector(".stSidebar .stPageLink a[href*=kpis]").click()
    done()
  }
  look()
})"""


def test_a_link_clicked_as_a_choice_arrives_comes_after_the_link_that_waited_for_it(
    sample_app: str, page: Page
) -> None:
    open_page(page, f"{sample_app}/?lang=zh")
    before = page.url
    type_day(page, DAY)
    do(page, "预算")
    page.evaluate(CLICK_WHEN_ARRIVED, before)
    expect(page).to_have_url(re.compile(f"/kpis[?].*at={DAY}"))
    page.wait_for_timeout(1000)  # a page that was to come before would by now have taken its place
    wait_drawn(page)
    expect(title(page)).to_have_text("会员复购额")


def test_a_choice_made_while_a_page_opens_is_made_on_that_page(sample_app: str, page: Page) -> None:
    open_page(page, f"{sample_app}/?lang=zh")
    clicks = "() => { for (const one of ['a[href*=budget]', '[role=radio]:not([aria-checked=true])'])"
    page.evaluate(clicks + " document.querySelector(`.stSidebar ${one}`).click() }")
    expect(title(page)).to_have_text(TITLES["budget"][1])
    expect(page).to_have_url(f"{sample_app}/budget?lang=en")


def test_what_is_clicked_right_after_a_choice_keeps_the_choice(sample_app: str, page: Page) -> None:
    open_page(page, f"{sample_app}/?lang=zh")
    type_day(page, DAY)
    do(page, "English")
    page.locator(".stSidebar a[href*=budget]").click()
    expect(title(page)).to_have_text(TITLES["budget"][1])
    wait_drawn(page)
    expect(page).to_have_url(f"{sample_app}/budget?lang=en&at={DAY}")
    page.go_back()
    expect(title(page)).to_have_text(re.compile("Weekly review"))
    wait_drawn(page)
    expect(page).to_have_url(f"{sample_app}/?lang=en&at={DAY}")


def test_a_day_that_is_taken_out_leads_back_to_now(sample_app: str, page: Page) -> None:
    open_page(page, f"{sample_app}/?lang=zh&at={DAY}")
    expect(look_back(page)).to_have_value(DAY)
    type_day(page, "")
    look_back(page).press("Enter")
    expect(page).to_have_url(f"{sample_app}/?lang=zh")
    expect(main(page).locator(".pl-past")).to_have_count(0)


def test_a_moment_before_the_plan_was_made_says_so_and_leads_back(sample_app: str, page: Page) -> None:
    open_page(page, f"{sample_app}/budget?lang=zh&at=2020-01-01")
    expect(main(page)).to_contain_text("2026年10月的计划当时还不存在：它建于 2026年9月29日（周二）")
    main(page).get_by_role("button", name="回到现在").click()
    expect(title(page)).to_have_text(TITLES["budget"][0])
    expect(page).to_have_url(f"{sample_app}/budget?lang=zh")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("at=abc", "网址里的回看时点“abc”不存在。现在显示的是"),
        ("at=2099-01-01", "网址里的回看时点“2099-01-01”不存在。现在显示的是"),
        ("month=2026-13", "网址里的计划月份“2026-13”不存在。现在显示的是2026-10。"),
        ("team=nope", "网址里的团队“nope”不存在。现在显示的是电商运营组。"),
        ("lang=xx", "网址里的语言“xx”不存在。现在显示的是中文。"),
        ("plan=nope/2026-13", None),
        ("at=2026-10-16", None),
    ],
)
def test_what_the_address_asks_for_and_there_is_not_is_said(
    sample_app: str, new_context: NewContext, asked: str, said: str | None
) -> None:
    page = new_context(locale="zh-CN").new_page()
    open_page(page, f"{sample_app}/?{asked}")
    expect(title(page)).to_have_text(TITLES[""][0])
    unknown = main(page).locator(".pl-finding", has_text="未找到")
    expect(unknown).to_have_count(0 if said is None else 1)
    if said is not None:
        expect(unknown).to_contain_text(said)
