"""The first run in a browser: nothing is there, a plan template is looked through, and its plan is made and opened."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from planlib.store.connect import Store
from planlib.store.ledger import current
from tools.browsing import complaints, cut_off, main, open_page, rerun, rows, title, wait_drawn
from tools.serving import run, serving

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "width", "words"),
    [
        ("zh", 1440, ("从一份计划开始", "任务 18", "任务", "活动上线", "负责人（可不填）", "建立", "计划 · ")),
        (
            "en",
            390,
            (
                "Begin with a plan",
                "Tasks 18",
                "Tasks",
                "Campaign live",
                "Owner (may be empty)",
                "Make the plan",
                "Plan · ",
            ),
        ),
    ],
)
def test_the_first_plan_is_made_from_a_template(
    tmp_path: Path, page: Page, language: str, width: int, words: tuple[str, ...]
) -> None:
    head, part, table, task, lead, make, made = words
    database = tmp_path / "plan.duckdb"
    run(database, "init")
    said = complaints(page)
    page.set_viewport_size({"width": width, "height": 900})
    with serving(database) as app:
        open_page(page, f"{app}/?lang={language}")
        expect(title(page)).to_have_text(head)
        with rerun(page):
            main(page).get_by_text(part, exact=True).click()
        assert any(task in row for row in rows(page, table))
        assert cut_off(page) == []
        owner = main(page).get_by_role("textbox", name=lead)
        owner.fill("Ann")
        with rerun(page):
            owner.press("Enter")
        page.reload()
        wait_drawn(page)
        expect(owner).to_have_value("Ann")
        main(page).get_by_role("button", name=make).click()
        expect(title(page)).to_contain_text(made)
        wait_drawn(page)
        assert cut_off(page) == []
    assert said == []
    store = Store.open(database)
    assert [stored.record.code for stored in current(store, "teams")] == ["ecommerce"]
    tasks = [stored.record for stored in current(store, "tasks")]
    assert len(tasks) == 18
    assert len({task.owner for task in tasks}) == 1
    assert tasks[0].owner
    store.close()
