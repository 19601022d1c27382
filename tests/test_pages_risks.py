"""The page of risks: what it says, a review, a contingency made a task, and what cannot be written."""

import re
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup
from streamlit.testing.v1 import AppTest

from planlib.place import ROOT
from planlib.store.connect import Store
from tests.meeting_plan import make_plan

TASK = "Make the contingency a task"
WORST = {
    "zh": ("最严重的是“被子批次问题扩散，退款失控”：极高，5 × 4。", "退款率高于 4.80%", "应急预案：问题批次停发"),
    "en": ("Worst is “Bad batches of quilts spread", "Refund rate above 4.80%", "Contingency plan: Stop the bad"),
}


@pytest.fixture
def database(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = Path(shutil.copy(sample_file, tmp_path / "plan.duckdb"))
    monkeypatch.setenv("PLANLIB_DB", str(path))
    return path


def opened(page: str = "risks", **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.query_params.update({"month": "2026-10", "lang": "en", **address})
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    """Return all that is said, beside the page too."""
    blocks: Any = app.get("html")
    return re.sub(r"\s+", " ", Markup(" ".join(block.value for block in blocks)).striptags())


def buttons(app: AppTest, label: str) -> list[bool]:
    """Return whether each button of that name can be pressed."""
    return [not button.disabled for button in app.button if button.label == label]


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def field(app: AppTest, label: str) -> Any:
    return next(one for one in app.text_input if one.label == label)


def enter(app: AppTest, label: str, text: str) -> None:
    field(app, label).set_value(text).run()
    assert not app.exception


def step(app: AppTest, label: str, value: object) -> None:
    next(one for one in app.segmented_control if one.label == label).set_value(value)


@pytest.mark.parametrize("language", WORST)
def test_the_page_says_what_is_worst_and_what_has_fired(database: Path, language: str) -> None:
    said = words(opened(lang=language))
    assert [part for part in WORST[language] if part not in said] == []


def test_a_contingency_is_made_a_task_once_and_undone_like_any_change(database: Path) -> None:
    app = opened()
    waiting = len(buttons(app, TASK))
    press(app, TASK)
    assert re.search(r"SavedChange #\d+ is recorded", words(app))
    assert "made a task from" in words(app)
    assert len(buttons(app, TASK)) == waiting - 1


def test_a_review_needs_words_and_is_told_in_the_history(database: Path) -> None:
    app = opened(risk="quilts")
    step(app, "Likelihood", 2)
    press(app, "Record the review")
    assert "Say why you do it." in words(app)
    app.text_area[0].set_value("The maker took them back")
    press(app, "Record the review")
    said = words(app)
    assert re.search(r"SavedChange #\d+ is recorded", said)
    assert "Likelihood 5 → 2" in said.partition("History")[2]
    assert "The maker took them back" in said


def test_a_review_asks_what_a_risk_that_happened_came_to(database: Path) -> None:
    app = opened(risk="quilts")
    assert "What it came to" not in {one.label for one in app.text_input}
    step(app, "State", "occurred")
    app.text_area[0].set_value("The batch is out").run()
    enter(app, "What it came to", "12,5 or so")
    press(app, "Record the review")
    assert "Not recorded“12,5 or so” is not a number." in words(app)
    enter(app, "What it came to", "1,234.5")
    app = opened(risk="quilts")
    assert field(app, "What it came to").value == "1,234.5"
    press(app, "Record the review")
    assert "it came to ¥1,235" in words(app)


def test_who_was_slower_keeps_what_was_entered_and_can_put_it_on_top(database: Path) -> None:
    slow, fast = opened(risk="quilts"), opened(risk="quilts")
    for app, likelihood, why in ((fast, 3, "Fewer of them"), (slow, 1, "All of them back")):
        step(app, "Likelihood", likelihood)
        app.text_area[0].set_value(why)
        press(app, "Record the review")
    assert "was faster and says 3 × 4. Their reason: Fewer of them." in words(slow)
    assert slow.text_area[0].value == "All of them back"
    press(slow, "Record the review")
    assert "Likelihood 3 → 1" in words(slow)


def test_a_review_that_is_begun_is_there_again_after_a_reload(database: Path) -> None:
    app = opened(risk="quilts")
    step(app, "Likelihood", 2)
    app.text_area[0].set_value("Half of them").run()
    again = opened(risk="quilts")
    assert next(one for one in again.segmented_control if one.label == "Likelihood").value == 2
    assert again.text_area[0].value == "Half of them"
    press(again, "Record the review")
    assert opened(risk="quilts").text_area[0].value == ""


def test_a_risk_is_edited_whole_and_what_is_typed_is_there_again_after_a_reload(database: Path) -> None:
    app = opened(risk="freight")
    step(app, "View", "edit")
    app.run()
    enter(app, "Fires above (>)", "")
    enter(app, "Fires from (≥)", "90 %")
    app = opened(risk="freight")
    assert field(app, "Fires from (≥)").value == "90 %"
    field(app, "Why is it changed?").set_value("Finance asks sooner")
    press(app, "Save")
    said = words(app)
    assert re.search(r"SavedChange #\d+ is recorded", said)
    assert "used at 90% or above" in said
    assert "Review it" in said, "nothing is left to be saved, so the overview is back"


def test_two_windows_of_a_risk_are_not_mixed_unasked(database: Path) -> None:
    one, other = (opened(risk="freight") for _number in range(2))
    for app in (one, other):
        step(app, "View", "edit")
        app.run()
    enter(one, "Fires above (>)", "")
    enter(one, "Fires from (≥)", "90 %")
    enter(other, "Category", "Cost")
    told = "In another window you have typed into this table too."
    assert told in words(other)
    assert not field(other, "Fires from (≥)").value
    press(other, "Bring those edits in here")
    assert field(other, "Fires from (≥)").value == "90 %"
    assert field(other, "Category").value == "Cost"
    assert told not in words(other)


def test_a_risk_is_written_down_with_a_code_of_its_own(database: Path) -> None:
    app = opened()
    press(app, "New risk")
    enter(app, "Title (English)", "The courier strikes")
    step(app, "Likelihood", "4")
    app.run()
    field(app, "Why is it changed?").set_value("Rumours")
    press(app, "Save")
    assert "The courier strikes" in words(app)
    assert not [one for one in app.text_input if one.label == "Title (English)"]


@pytest.mark.parametrize("address", [{"at": "2026-10-20"}, {"month": "2026-09"}])
def test_the_past_and_a_closed_month_are_read_only(database: Path, address: dict[str, str]) -> None:
    app = opened(**address, risk="quilts")
    assert not any(buttons(app, TASK))
    assert not app.text_area
    assert "History" in words(app)


def test_a_plan_without_risks_leads_to_where_they_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.duckdb"
    with closing(Store.open(path, create=True)) as store:
        make_plan(store)
    monkeypatch.setenv("PLANLIB_DB", str(path))
    assert "This plan has no risks yet" in words(opened(month="2025-04"))


def test_the_weekly_review_says_that_a_trigger_has_fired(database: Path) -> None:
    blocks = " ".join(block.value for block in opened("weekly_review").main.html)
    fired = [row for row in re.findall(r'<div class="pl-todo">.*?</div>', blocks) if "Trigger fired" in row]
    assert "Bad batches of quilts" in fired[0]


def test_a_risk_that_is_not_there_is_said_so(database: Path) -> None:
    assert "There is no risk nope in this plan." in words(opened(risk="nope"))
