"""The job of risks in a browser: a trigger has fired, its contingency is made a task, a risk is looked at again."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tools.browsing import complaints, cut_off, main, open_page, rerun, wait_drawn
from tools.serving import serving

pytestmark = pytest.mark.browser

WORDS = {
    "zh": {
        "fired": "退款率高于 4.80%",
        "make": "把预案转为任务",
        "made": "已转为任务",
        "risk": "被子批次问题扩散，退款失控",
        "likelihood": "可能性",
        "why": "有什么变化，为什么？",
        "record": "记录复核",
        "changed": "可能性 5 → 2",
        "finding": "最严重的是“被子批次问题扩散，退款失控”：极高，5 × 4。",
    },
    "en": {
        "fired": "Refund rate above 4.80%",
        "make": "Make the contingency a task",
        "made": "made a task from",
        "risk": "Bad batches of quilts spread and refunds run away",
        "likelihood": "Likelihood",
        "why": "What has changed, and why?",
        "record": "Record the review",
        "changed": "Likelihood 5 → 2",
        "finding": "Worst is “Bad batches of quilts spread and refunds run away”: extreme, 5 × 4.",
    },
}


@pytest.fixture
def app(sample_file: Path, tmp_path: Path) -> Iterator[str]:
    with serving(Path(shutil.copy(sample_file, tmp_path))) as address:
        yield address


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", WORDS)
def test_a_fired_trigger_becomes_a_task_and_a_risk_is_looked_at_again(
    app: str, page: Page, language: str, width: int
) -> None:
    words, said = WORDS[language], complaints(page)
    page.set_viewport_size({"width": width, "height": 1000})
    open_page(page, f"{app}/risks?lang={language}&month=2026-10")
    expect(main(page)).to_contain_text(words["finding"])
    band = main(page).locator("[class*=st-key-pl-fired]", has_text=words["fired"])
    with rerun(page):
        band.get_by_role("button", name=words["make"]).click()
    expect(band).to_contain_text(words["made"])
    expect(band.get_by_role("button")).to_have_count(0)
    assert cut_off(page) == []
    main(page).get_by_role("table").get_by_role("link", name=words["risk"]).click()
    drawer = page.get_by_role("dialog")
    expect(page).to_have_url(re.compile("risk=quilts"))
    steps = drawer.get_by_role("radiogroup", name=words["likelihood"])
    steps.get_by_text("2", exact=True).click()
    drawer.get_by_role("textbox", name=words["why"]).fill("厂家已换货")
    with rerun(page):
        drawer.get_by_role("button", name=words["record"]).click()
    expect(drawer).to_contain_text(words["changed"])
    expect(drawer).to_contain_text("厂家已换货")
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(page).not_to_have_url(re.compile("risk="))
    expect(main(page)).not_to_contain_text(words["finding"])
    wait_drawn(page)
    assert cut_off(page) == []
    assert said == []


def test_what_is_opened_beside_a_dark_page_is_dark_too(
    sample_app: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(color_scheme="dark").new_page()
    open_page(page, f"{sample_app}/risks?lang=en&risk=quilts")
    inks = [page.locator(f"{part} .stHtml").first for part in (".stMain", ".stDialog")]
    expect(inks[1]).to_have_css("color", "rgb(232, 234, 237)")
    expect(inks[0]).to_have_css("color", "rgb(232, 234, 237)")
