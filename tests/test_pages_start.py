"""Beginning a plan on screen: what is asked and shown before, what is made, and what is refused."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planlib.place import ROOT
from planlib.starting import TemplateCode, plan_templates
from planlib.store.connect import Store
from planlib.store.ledger import current
from tests.plan_page import ran, words
from ui import session

LOCALES = {"zh": "zh-CN", "en": "en-GB"}
PARTS = {"goals": "objectives", "kpis": "kpis", "budget": "budgets", "tasks": "tasks", "risks": "risks"}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Give an empty database that the app has open too."""
    path = tmp_path / "plan.duckdb"
    Store.open(path, create=True).close()
    monkeypatch.setenv("PLANLIB_DB", str(path))
    store = session.store()
    yield store
    store.close()


def opened(page: str = "weekly_review", locale: str = "en-GB", **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)
    app.context = {"locale": locale}
    app.query_params.update(address)
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    return ran(app)


def make(app: AppTest) -> Any:
    return next(button for button in app.main.button if button.proto.type == "primary")


def made(store: Store, table: str) -> list[Any]:
    return [stored.record for stored in current(store, table)]


@pytest.mark.parametrize("page", ["weekly_review", "kpis", "plan", "tasks", "new_plan"])
def test_without_a_plan_every_page_leads_to_one(store: Store, page: str) -> None:
    app = opened(page)
    assert "Begin with a plan" in words(app)
    assert not make(app).disabled
    assert made(store, "teams") == []


@pytest.mark.parametrize(("code", "tongue"), [("ecommerce", "zh"), ("content", "en"), ("saas", "zh")])
def test_all_of_a_template_is_seen_before_it_is_made(store: Store, code: TemplateCode, tongue: str) -> None:
    for part, table in PARTS.items():
        shown = words(opened("new_plan", LOCALES[tongue], part=part, **{"from": code}))
        rows = plan_templates()[code].rows[table]
        names = [row.get(f"title_{tongue}") or row[f"name_{tongue}"] for row in rows]
        assert [name for name in names if name not in shown] == []
        assert tongue == "zh" or not re.search("[\u4e00-\u9fff]", shown)
    assert store.last_change() == 0


def test_what_was_asked_is_what_is_made(store: Store) -> None:
    app = opened("new_plan", **{"from": "content"})
    app.text_input("name_en").set_value("Magazine")
    app.text_input("code").set_value("mag")
    app.text_input("owner").set_value("Ann")
    app.selectbox("country").set_value("DE")
    ran(app)
    app.number_input("costs").set_value(80_000)
    ran(app)
    make(app).click()
    ran(app)
    team, plan = made(store, "teams")[0], made(store, "plans")[0]
    assert (team.code, team.name_en) == ("mag", "Magazine")
    assert (team.country, team.timezone, team.currency) == ("DE", "Europe/Berlin", "EUR")
    assert (app.query_params["team"], app.query_params["month"]) == ("mag", f"{plan.month:%Y-%m}")
    assert "1. Look through the targets" in words(app)
    assert {goal.owner for goal in made(store, "objectives")} == {made(store, "people")[0].person}
    assert sum(line.original for line in made(store, "budgets")) == 80_000


def test_an_empty_plan_says_what_comes_first(store: Store) -> None:
    app = opened(**{"from": "empty"})
    make(app).click()
    ran(app)
    assert "1. Enter your people" in words(app)
    assert (made(store, "kpis"), len(made(store, "plans"))) == ([], 1)


def test_a_short_name_that_cannot_be_is_refused_where_it_stands(store: Store) -> None:
    app = opened("new_plan")
    app.text_input("code").set_value("the shop")
    ran(app)
    assert "“the shop” cannot be a team's short name." in words(app)
    assert make(app).disabled


def test_files_are_brought_on_their_own_page(store: Store) -> None:
    app = opened(**{"from": "files"})
    assert "as CSV files or workbooks" in words(app)
    assert [button for button in app.main.button if button.proto.type == "primary"] == []


def test_beside_other_plans_the_next_free_month_is_offered(
    sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANLIB_DB", str(shutil.copy(sample_file, tmp_path)))
    app = opened("new_plan", month="2026-10")
    assert "New plan" in words(app)
    assert app.selectbox("new_for").value == "ecom"
    assert "October 2026" not in app.selectbox("month_ecom").options
    app.selectbox("new_for").set_value("")
    ran(app)
    assert app.text_input("code").placeholder == "ecommerce"
    past = opened("new_plan", month="2026-10", at="2026-10-16")
    assert "No plan can be made here" in words(past)
    assert not past.main.text_input
