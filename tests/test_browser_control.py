"""A process is said to be another one, in a browser: from the chart, in both languages, on a screen and on a phone."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tools.browsing import complaints, cut_off, main, open_page, rerun
from tools.serving import serving

pytestmark = pytest.mark.browser

WORDS = {
    "zh": (
        "锁定或重算界限",
        "是什么让它变了？",
        "从那里重新开始",
        "过程已变：上线新政",
        "撤回这条",
        "NHS 规则",
    ),
    "en": (
        "Lock limits, begin anew",
        "What made it another one?",
        "Begin anew from there",
        "Another process since the week of",
        "Take that back",
        "Making Data Count",
    ),
}


@pytest.fixture(scope="module")
def app(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the app on a copy of the sample for all tests of this file: each leaves the processes as they were."""
    with serving(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("control")))) as address:
        yield address


@pytest.mark.parametrize(("language", "width"), [("zh", 1440), ("en", 390)])
def test_a_process_becomes_another_one_and_that_is_taken_back(app: str, page: Page, language: str, width: int) -> None:
    opener, why, begin, began, back, rules = WORDS[language]
    said = complaints(page)
    page.set_viewport_size({"width": width, "height": 1200})
    open_page(page, f"{app}/kpis?lang={language}&kpi=refund_rate")
    with rerun(page):
        main(page).get_by_role("radio", name=rules).click()
    expect(page).to_have_url(re.compile("rules=mdc"))
    main(page).get_by_role("button", name=opener).click()
    page.get_by_label(why).fill("上线新政")
    with rerun(page):
        page.get_by_role("button", name=begin).click()
    expect(main(page)).to_contain_text(began)
    assert cut_off(page) == []
    main(page).get_by_role("button", name=opener).click()
    with rerun(page):
        page.get_by_role("button", name=back).click()
    expect(main(page)).not_to_contain_text(began)
    assert said == []


def test_a_refusal_is_seen_where_the_person_is(app: str, page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    open_page(page, f"{app}/kpis?lang=en&kpi=conversion")
    opener, _why, begin, *_ = WORDS["en"]
    main(page).get_by_role("button", name=opener).click()
    with rerun(page):
        page.get_by_role("button", name=begin).click()
    expect(page.get_by_text("Say why you do it.")).to_be_in_viewport(ratio=1)
