"""What the owner of a KPI says, on its page: read, given, refused without losing words, and read only in the past."""

import re
import shutil
from pathlib import Path

import pytest
from markupsafe import Markup
from streamlit.testing.v1 import AppTest

from planlib.place import ROOT

TITLES = {"zh": "负责人怎么说", "en": "What the owner says"}
SAID = {
    "zh": ("本月回不到 4.4%", "批次已拆出", "同一厂家的被子在退"),
    "en": ("4.4% will not be made", "the batches are known", "quilts of one maker"),
}
"""The last words on the refund rate, newest first."""


@pytest.fixture(autouse=True)
def _database(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANLIB_DB", str(shutil.copy(sample_file, tmp_path / "plan.duckdb")))


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.query_params.update({"month": "2026-10", "kpi": "refund_rate", "lang": "en", **address})
    app.switch_page(str(ROOT / "pages" / "kpis.py"))
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return re.sub(r"\s+", " ", Markup(" ".join(block.value for block in app.main.html)).striptags())


def field(app: AppTest, label: str) -> str:
    return next(str(one.value) for one in [*app.text_area, *app.selectbox] if one.label == label)


def answer(app: AppTest, confidence: str | None = None) -> None:
    """Choose how sure the owner is, and record."""
    asked = next(one for one in app.segmented_control if one.label == "This week: will the month be made?")
    asked.set_value(confidence)
    next(button for button in app.button if button.label == "Record").click().run()


@pytest.mark.parametrize("language", TITLES)
def test_the_newest_words_come_first_in_either_language(language: str) -> None:
    told = words(opened(lang=language)).partition(TITLES[language])[2]
    said = [told.index(part) for part in SAID[language]]
    assert said == sorted(said)


def test_words_that_are_refused_stay_and_are_recorded_with_a_confidence() -> None:
    app = opened()
    assert field(app, "Who says so") == "person-zhou"
    app.text_area[0].set_value("The maker takes them back")
    answer(app)
    assert "Choose first whether the month will be made." in words(app)
    assert field(app, "In a sentence") == "The maker takes them back"
    answer(app, "at_risk")
    told = words(app).partition(TITLES["en"])[2]
    assert told.index("The maker takes them back") < told.index(SAID["en"][0])
    assert re.search(r"SavedChange #\d+ is recorded", told)
    assert [button.label for button in app.button if "Replace" in button.label]


def test_a_low_score_asks_for_words() -> None:
    app = opened()
    answer(app, "on_track")
    assert "The score so far is 0.73, below 0.9: say in a sentence why." in words(app)


@pytest.mark.parametrize("address", [{"at": "2026-10-17"}, {"month": "2026-09"}])
def test_the_past_and_a_closed_month_are_read_only(address: dict[str, str]) -> None:
    app = opened(**address)
    assert TITLES["en"] in words(app)
    assert SAID["en"][0] not in words(app)
    assert not app.text_area
    assert "jumped at the weekend" in words(app)
