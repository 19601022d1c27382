"""A whole meeting as browsers show it: by keyboard, in both languages, on a projector and on a phone; and by two."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from planlib.locale import language as language_of
from planlib.vocabulary import CloseCheck
from tests.test_real_files import DATA, EXAMPLES, Prepared, import_orders
from tools.browsing import complaints, cut_off, main, open_page, rerun, texts, wait_drawn
from tools.serving import serving

pytestmark = pytest.mark.browser

WAIVED = [f"--waive={code}=不适用" for code in CloseCheck]

NewContext = Callable[..., BrowserContext]

WORDS = {
    "zh": {
        "start": "开始会议",
        "resume": "继续会议",
        "done": "标为完成",
        "actions": "待办行动项",
        "month": "本月形势",
        "next": "下一项",
        "agenda": "议程",
        "decide": "决定了什么？",
        "act": "要做什么？",
        "action": "行动项",
        "adjustment": "调整",
        "target": "目标值，新值",
        "why": "为什么？",
        "take": "记录",
        "change": "调整计划",
        "correct": "更正",
        "save": "保存",
        "end": "结束会议",
        "over": "1 项决定、1 项行动、1 项计划调整",
        "changed": "新客数 · 目标值 97,000 → 90,000",
        "review": "周会",
        "kpi": "新客数",
        "other": "退款率",
    },
    "en": {
        "start": "Start meeting",
        "resume": "Resume meeting",
        "done": "Mark as done",
        "actions": "Open actions",
        "month": "How the month stands",
        "next": "Next",
        "agenda": "Agenda",
        "decide": "What is decided?",
        "act": "What is to be done?",
        "action": "Action",
        "adjustment": "Adjustment",
        "target": "Target, new value",
        "why": "Why?",
        "take": "Take down",
        "change": "Change the plan",
        "correct": "Correct",
        "save": "Save",
        "end": "End the meeting",
        "over": "1 decision, 1 action, 1 adjustment of the plan",
        "changed": "New customers · Target 97,000 → 90,000",
        "review": "Weekly review",
        "kpi": "New customers",
        "other": "Refund rate",
    },
}


@pytest.fixture
def app(sample_file: Path, tmp_path: Path) -> Iterator[str]:
    with serving(Path(shutil.copy(sample_file, tmp_path))) as address:
        yield address


def heading(page: Page) -> Locator:
    return main(page).get_by_role("heading", level=1)


def button(page: Page, name: str) -> Locator:
    return main(page).get_by_role("button", name=name, exact=True).first


def press(page: Page, key: str, title: str) -> None:
    """Press a key and wait until the item it leads to is drawn."""
    page.keyboard.press(key)
    expect(heading(page)).to_have_text(title)
    wait_drawn(page)


def click(page: Page, name: str) -> None:
    with rerun(page):
        button(page, name).click()


def type_in(page: Page, name: str, text: str) -> None:
    """Type into a field and pause, still in it, until what is typed is kept."""
    with rerun(page):
        main(page).get_by_role("textbox", name=name).fill(text)


def turn_to(page: Page, kind: str) -> None:
    with rerun(page):
        main(page).get_by_role("radio", name=kind).click()


@pytest.mark.parametrize(("language", "width"), [("zh", 1440), ("en", 390)])
def test_a_whole_meeting(app: str, new_context: NewContext, language: str, width: int) -> None:
    word = WORDS[language]
    page = new_context(locale=language, viewport={"width": width, "height": 844}).new_page()
    said = complaints(page)
    open_page(page, f"{app}/?lang={language}")
    button(page, word["start"]).click()
    page.wait_for_selector(".pl-meeting")
    wait_drawn(page)
    expect(page.locator(".stSidebar")).to_be_hidden()

    press(page, "ArrowRight", word["actions"])
    click(page, word["done"])
    press(page, "ArrowLeft", word["month"])
    before = main(page).get_by_role("combobox", name=word["agenda"]).locator("option").count()
    for number in range(before):
        assert cut_off(page) == [], heading(page).inner_text()
        if language == "zh":
            assert [text for text in texts(page) if language_of("zh")(text) != text] == [], "left in English"
        if number < before - 1:
            now = heading(page).inner_text()
            page.keyboard.press(["ArrowRight", "PageDown", " "][number % 3])
            expect(heading(page)).not_to_have_text(now)
            wait_drawn(page)
    expect(button(page, word["next"])).to_be_disabled()
    main(page).get_by_role("combobox", name=word["agenda"]).select_option(index=3)
    expect(heading(page)).to_have_text(word["kpi"])
    wait_drawn(page)

    type_in(page, word["decide"], "停投华南")
    page.keyboard.press("ArrowRight")
    expect(heading(page)).to_have_text(word["kpi"])
    button(page, word["next"]).click()
    expect(heading(page)).to_have_text(word["other"])
    wait_drawn(page)
    press(page, "PageUp", word["kpi"])
    expect(main(page).get_by_role("textbox", name=word["decide"])).to_have_value("停投华南")
    click(page, word["take"])
    expect(main(page).get_by_role("textbox", name=word["decide"])).to_have_value("")
    turn_to(page, word["action"])
    type_in(page, word["act"], "请平台解冻")
    click(page, word["take"])
    turn_to(page, word["adjustment"])
    type_in(page, word["target"], "9万")
    type_in(page, word["why"], "账户冻结两周")
    click(page, word["change"])
    expect(main(page)).to_contain_text(word["changed"])
    click(page, word["correct"])
    type_in(page, word["decide"], "停投华南，老客先行")
    click(page, word["save"])
    expect(main(page).locator(".pl-taken", has_text="停投华南，老客先行")).to_be_visible()
    assert cut_off(page) == []

    page.reload()
    wait_drawn(page)
    expect(heading(page)).to_have_text(word["kpi"])
    main(page).get_by_role("combobox", name=word["agenda"]).select_option(index=before - 1)
    expect(button(page, word["end"])).to_be_visible()
    expect(main(page)).to_contain_text("停投华南，老客先行")
    click(page, word["end"])
    expect(main(page)).to_contain_text(word["over"])
    assert cut_off(page) == []

    open_page(page, f"{app}/?lang={language}")
    expect(main(page).locator(".pl-todo", has_text="请平台解冻")).to_be_visible()
    expect(button(page, word["start"])).to_be_visible()
    assert said == []


def test_a_second_browser_joins_and_sees_what_was_taken_down(app: str, new_context: NewContext) -> None:
    mine, theirs = (new_context(locale="zh-CN").new_page() for _person in range(2))
    for page, name in ((mine, "开始会议"), (theirs, "继续会议")):
        open_page(page, f"{app}/")
        button(page, name).click()
        page.wait_for_selector(".pl-meeting")
        wait_drawn(page)
    type_in(mine, "决定了什么？", "先补三件事")
    click(mine, "记录")
    press(theirs, "ArrowRight", "待办行动项")
    press(theirs, "ArrowLeft", "本月形势")
    expect(main(theirs)).to_contain_text("先补三件事")
    click(theirs, "撤回")
    press(mine, "PageDown", "待办行动项")
    press(mine, "PageUp", "本月形势")
    expect(main(mine)).not_to_contain_text("先补三件事")


@pytest.mark.skipif(not DATA.exists(), reason="the real files are not beside the project")
def test_an_action_of_a_shops_meeting_comes_up_again_after_the_month_is_closed(tmp_path: Path, page: Page) -> None:
    """Held on a plan made of a real file, that has no people yet and is still a draft."""
    here = Prepared(tmp_path / "plan.duckdb")
    here.planlib("init")
    import_orders(here)
    with serving(here.path) as address:
        open_page(page, f"{address}/meeting?lang=zh&month=2024-08")
        button(page, "开始会议").click()
        page.wait_for_selector(".pl-meeting")
        wait_drawn(page)
        turn_to(page, "行动项")
        type_in(page, "要做什么？", "查清亏损的订单")
        owner = main(page).get_by_role("combobox", name="负责人", exact=True)
        owner.fill("顾欣")
        with rerun(page):
            owner.press("Enter")
        click(page, "记录")
        expect(main(page)).to_contain_text("顾欣 · ")
        for _number in range(main(page).get_by_role("combobox", name="议程").locator("option").count() - 1):
            now = heading(page).inner_text()
            page.keyboard.press("PageDown")
            expect(heading(page)).not_to_have_text(now)
            wait_drawn(page)
            assert cut_off(page) == []
        click(page, "结束会议")
        expect(main(page)).to_contain_text("1 项行动")
    here.planlib("close", "--plan", "shop/2024-08", "--reason", "已复盘", *WAIVED)
    here.planlib("import", "targets", EXAMPLES / "superstore" / "targets.csv", "--plan", "shop/2024-09")
    with serving(here.path) as address:
        open_page(page, f"{address}/?lang=zh&month=2024-09")
        button(page, "开始会议").click()
        expect(heading(page)).to_have_text("本月形势")
        wait_drawn(page)
        press(page, "ArrowRight", "待办行动项")
        click(page, "标为完成")
        open_page(page, f"{address}/?lang=zh&month=2024-09")
        expect(main(page)).to_contain_text("没有待办行动项。")
