"""The section of the control chart: how it is looked at, and what is said about a process and taken back."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from markupsafe import Markup
from streamlit.testing.v1 import AppTest

from planlib.model import ProcessLimits
from planlib.place import ROOT
from planlib.store.connect import Store
from planlib.store.ledger import current, history
from planlib.vocabulary import Grain, LimitsMethod
from ui import session
from ui.address import widget_key
from ui.control import RULES

KPI = "conversion"


@pytest.fixture
def store(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Give the sample, open in the app too."""
    monkeypatch.setenv("PLANLIB_DB", str(shutil.copy(sample_file, tmp_path)))
    store = session.store()
    yield store
    store.close()


def opened(page: str = "kpis", **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.context = {"locale": "en-GB"}
    app.query_params.update({"kpi": KPI, "month": "2026-10", **address})
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    return ran(app)


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return re.sub(r"\s+", " ", Markup(" ".join(block.value for block in app.main.html)).striptags())


def press(app: AppTest, label: str, reason: str = "") -> AppTest:
    """Type the reason into the form that has the button, and press it."""
    button = next(button for button in app.button if button.label == label)
    next(field for field in app.text_input if field.form_id == button.form_id).set_value(reason)
    button.click()
    return ran(app)


def kept(store: Store) -> list[ProcessLimits]:
    found = [stored.record for stored in current(store, "process_limits")]
    ids = {stored.record.kpi for stored in current(store, "kpis") if stored.record.code == KPI}
    return [one for one in found if one.kpi in ids]


def test_limits_are_locked_and_unlocked_with_a_reason(store: Store) -> None:
    app = press(opened(), "Lock the limits", reason="Quiet for half a year")
    assert "Locked limits: new values do not move them." in words(app)
    assert re.search(r"Change #\d+ is recorded", words(app))
    assert history(store)[0].reason == "Quiet for half a year"
    [locked] = kept(store)
    assert (locked.grain, locked.first, locked.last) == (Grain.WEEK, date(2026, 4, 20), date(2026, 10, 12))
    app = press(app, "Unlock the limits")
    assert kept(store) == []
    assert "Locked limits: new" not in words(app)


def test_limits_along_a_trend_say_that_those_around_the_mean_can_be_locked(store: Store) -> None:
    app = opened(limits="trend")
    assert "cannot be locked; those around the mean can" in words(app)
    assert "Lock the limits" not in [button.label for button in app.button]
    next(button for button in app.button if button.label == "Work them out around the mean").click()
    app = press(ran(app), "Lock the limits", reason="Agreed")
    assert [one.method for one in kept(store)] == [LimitsMethod.MEAN]
    assert "Locked limits: new values do not move them." in words(app)


def test_a_process_is_said_to_be_another_one_and_that_is_taken_back(store: Store) -> None:
    app = opened()
    next(box for box in app.selectbox if box.label == "From").set_value(date(2026, 8, 31))
    app = press(app, "Begin anew from there", reason="New checkout")
    assert [(one.start, one.reason) for one in kept(store)] == [(date(2026, 8, 31), "New checkout")]
    assert "Another process since the week of 31 Aug: New checkout." in words(app)
    assert "Trial limits from 7 values: each new one moves them." in words(app)
    app = press(app, "Take that back", reason="It was not live yet")
    assert kept(store) == []
    assert "New checkout" not in words(app)
    assert history(store)[0].reason == "It was not live yet"


def test_a_new_segment_needs_a_reason(store: Store) -> None:
    app = press(opened(), "Begin anew from there", reason=" ")
    assert "Not savedSay why you do it." in words(app)
    assert kept(store) == []


@pytest.mark.usefixtures("store")
def test_the_address_has_the_rules_and_the_limits() -> None:
    mean, median = opened(kpi="new_customers"), opened(kpi="new_customers", limits="median", rules="mdc")
    assert "Outliers widen these limits" in words(mean)
    assert "Outliers widen these limits" not in words(median)
    assert median.session_state[widget_key(RULES)] == "mdc"
    forged = opened(kpi="new_customers", limits="none", rules="<b>")
    assert words(forged) == words(mean)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("address", [{"at": "2026-10-16"}, {"month": "2026-09"}], ids=["past", "closed"])
def test_nothing_can_be_said_in_the_past_or_about_a_closed_month(address: dict[str, str]) -> None:
    app = opened(**address)
    assert "Is it change or noise?" in words(app)
    assert not {"Lock the limits", "Begin anew from there"} & {button.label for button in app.button}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(("grain", "look"), [("day", "62 days · without the pattern"), ("month", "whole months")])
def test_trends_have_a_chart_at_each_grain(grain: str, look: str) -> None:
    assert look in words(opened("trends", grain=grain))


@pytest.mark.usefixtures("store")
def test_how_often_a_target_was_reached_is_counted() -> None:
    assert "; 3 of the last 26 weeks reached it." in words(opened(kpi="gmv"))


@pytest.mark.usefixtures("store")
def test_a_kpi_that_is_not_there_is_told() -> None:
    told = "The address asks for the KPI “<b>profit”, which there is not. This is "
    assert told in words(opened(kpi="<b>profit"))
    assert "which there is not" not in words(opened(kpi="gmv,conversion"))
