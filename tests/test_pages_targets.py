"""A target drawn on the page Plan: sliders and fields write the draft of the table, and what they do now is told."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from streamlit.testing.v1 import AppTest

from planlib.model import Target
from planlib.place import ROOT
from planlib.sample import TEAM
from planlib.store.connect import Store
from planlib.store.ledger import current
from tools.browsing import main, open_page, rerun
from tools.serving import serving
from ui import session

MONTH = {"team": TEAM, "month": date(2026, 10, 1)}


@pytest.fixture
def store(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("PLANLIB_DB", str(shutil.copy(sample_file, tmp_path)))
    store = session.store()
    yield store
    store.close()


def opened(kpi: str, locale: str = "en-GB", **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.context = {"locale": locale}
    app.query_params.update({"table": "targets", "month": "2026-10", "target": kpi, **address})
    app.switch_page(str(ROOT / "pages" / "plan.py"))
    return ran(app)


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def words(app: AppTest) -> str:
    html = " ".join(block.value for block in app.main.html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def click(app: AppTest, label: str) -> AppTest:
    next(one for one in app.main.button if one.label == label).click()
    return ran(app)


def field(app: AppTest, label: str) -> str:
    return str(next(one for one in app.main.text_input if one.label == label).value)


def put(app: AppTest, label: str, text: str) -> AppTest:
    next(one for one in app.main.text_input if one.label == label).set_value(text)
    return ran(app)


def saved(app: AppTest, reason: str) -> AppTest:
    next(one for one in app.main.text_input if one.label == "Why is it changed?").set_value(reason)
    return click(app, "Save")


def save_is_off(app: AppTest) -> bool:
    return bool(next(one.disabled for one in app.main.button if one.label == "Save"))


def target(store: Store, code: str) -> Target:
    kpi = next(one.record.kpi for one in current(store, "kpis") if one.record.code == code)
    found: Target = current(store, "targets", where={**MONTH, "kpi": kpi})[0].record
    return found


def test_weekly_shares_are_moved_filled_up_and_saved_with_a_reason(store: Store) -> None:
    app = opened("orders")
    assert [slider.value for slider in app.main.slider] == [11.5, 21.5, 22.5, 24, 20.5]
    assert "The weeks total 100%." in words(app)
    app.main.slider[0].set_value(4.0)
    app = ran(app)
    assert "The weeks total 92.5%: 7.5% are still to be given out" in words(app)
    assert save_is_off(app)
    app = click(app, "Give the rest to the last week")
    assert [slider.value for slider in app.main.slider] == [4, 21.5, 22.5, 24, 28]
    assert "saved: 479K" in words(app)
    assert "11.5% 21.5% 22.5% 24% 20.5% 4% 21.5% 22.5% 24% 28%" in words(app)

    app = opened("orders")
    assert app.main.slider[4].value == 28
    app = saved(app, "the sale is in the last week")
    assert target(store, "orders").weekly_split == "0.04 0.215 0.225 0.24 0.28"
    assert "as saved" in words(app)


def test_the_table_and_the_form_are_one_draft(store: Store) -> None:
    app = put(opened("orders"), "Target", "70万")
    kpis = app.data_editor[0].value["kpi"].tolist()
    assert app.data_editor[0].value["target"].tolist()[kpis.index("Orders")] == "70万"
    state = {"edited_rows": {kpis.index("Orders"): {"target": "720,000"}}, "added_rows": [], "deleted_rows": []}
    app.session_state[str(app.data_editor[0].key)] = state
    app = ran(app)
    assert field(app, "Target") == "720,000"
    assert "Target 660,000 720,000" in words(app)
    app = click(app, "Drop these edits")
    assert field(app, "Target") == "660,000"


def test_what_a_change_does_now_is_told_before_it_is_saved(store: Store) -> None:
    app = put(opened("orders"), "Target", "900,000")
    assert "Pace 0.73 saved: 1.00" in words(app)
    assert "Status Behind saved: On track" in words(app)
    app = put(app, "Target", "many")
    assert "What is typed cannot be read yet" in words(app)


def test_the_season_is_shown_with_the_weeks_it_was_learnt_from(store: Store) -> None:
    app = opened("gmv")
    assert "learnt from 13 weeks" in words(app)
    app = next(one for one in app.main.radio if one.label == "Path").set_value("weekly").run()
    assert "The weeks total 100%." in words(app)
    app = click(app, "As last year")
    assert "The weeks total 100%." in words(app)
    assert not app.exception


@pytest.mark.parametrize(
    ("kpi", "fields", "said"),
    [
        ("stock_cover", ["Range from", "Range to", "Tolerance"], "time does not scale a mean"),
        ("repeat_sales", ["Baseline", "Growth rate"], "judged by the weeks"),
        ("nps", ["Baseline", "Target"], ""),
    ],
)
def test_each_kind_of_target_has_its_own_fields(store: Store, kpi: str, fields: list[str], said: str) -> None:
    app = opened(kpi)
    labels = [one.label for one in app.main.text_input]
    assert labels[: len(fields)] == fields
    assert said in words(app)


def test_a_number_becomes_a_range(store: Store) -> None:
    app = opened("complaints")
    next(one for one in app.main.segmented_control if one.label == "The target is").select("range")
    app = ran(app)
    app = put(put(app, "Range from", "300"), "Range to", "600")
    assert "Range from — 300" in words(app)
    saved(app, "either is fine")
    found = target(store, "complaints")
    assert (found.target, found.lower, found.upper) == (None, Decimal(300), Decimal(600))


def test_the_target_of_every_kind_of_kpi_can_be_drawn(store: Store) -> None:
    kpis = [one.record for one in current(store, "kpis")]
    for code in {(kpi.aggregation, kpi.frequency): kpi.code for kpi in kpis}.values():
        assert "对当前的影响" in words(opened(code, "zh-CN"))


def test_a_closed_plan_has_no_form(store: Store) -> None:
    assert "One target, drawn" not in words(opened("orders", month="2026-09"))


@pytest.mark.browser
def test_a_path_is_drawn_anew_as_a_share_is_moved(sample_file: Path, tmp_path: Path, page: Page) -> None:
    with serving(Path(shutil.copy(sample_file, tmp_path))) as address:
        page.set_viewport_size({"width": 1440, "height": 1400})
        open_page(page, f"{address}/plan?lang=zh&table=targets&target=orders")
        sliders, found = main(page).get_by_role("slider"), main(page)
        expect(sliders).to_have_count(5)
        path = drawn(page)
        press(page, sliders.first, "End")
        expect(found).to_contain_text("各周合计 188.5%：超出 88.5%")
        expect(found.get_by_role("button", name="保存", exact=True)).to_be_disabled()
        for slider in sliders.all()[1:]:
            press(page, slider, "Home")
        expect(found).to_contain_text("各周合计 100%。")
        assert drawn(page) != path
        expect(found.locator(".pl-numbers").last).to_contain_text(re.compile("落后.*已保存：正常", re.DOTALL))
        found.get_by_role("textbox", name="为什么修改？").fill("首周大促")
        with rerun(page):
            found.get_by_role("button", name="保存", exact=True).click()
        expect(found).to_contain_text(re.compile(r"变更 #\d+ 已记录"))
        expect(found.locator(".pl-numbers").last).to_contain_text(re.compile("落后.*与已保存的相同", re.DOTALL))


def press(page: Page, slider: Locator, key: str) -> None:
    """Move a slider by a key."""
    slider.focus()
    with rerun(page):
        page.keyboard.press(key)


def drawn(page: Page) -> list[str]:
    """Return the lines of the chart."""
    lines = page.locator(".stPlotlyChart .scatterlayer path.js-line")
    return [str(line.get_attribute("d")) for line in lines.all()]
