"""Goals by SMART on the page Plan: told in both languages, confirmed by a person, read only in the past."""

import re
import shutil
from pathlib import Path

import pytest
from markupsafe import Markup
from streamlit.testing.v1 import AppTest

from planlib.place import ROOT

READY = "ready"
"""The goal whose reach no number tells."""


@pytest.fixture
def database(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = Path(shutil.copy(sample_file, tmp_path / "plan.duckdb"))
    monkeypatch.setenv("PLANLIB_DB", str(path))
    return path


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.query_params.update({"month": "2026-10", "lang": "en", "table": "objectives", **address})
    app.switch_page(str(ROOT / "pages" / "plan.py"))
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    parts = (Markup(block.value.replace("<", " <")).striptags() for block in app.main.html)
    return re.sub(r"\s+", " ", " ".join(parts))


def confirm(app: AppTest, name: str, why: str) -> None:
    """Tick that a goal can be reached, say who says so and why, and record it."""
    fill_in(app, name, why)
    next(button for button in app.button if button.label == "Record" and READY in str(button.key)).click().run()
    assert not app.exception


def fill_in(app: AppTest, name: str, why: str) -> None:
    next(box for box in app.checkbox if box.label == "It can be reached" and READY in str(box.key)).check()
    who = next(box for box in app.selectbox if box.label == "Who says yes" and READY in str(box.key))
    who.set_value(next(one for one in who.options if one == name))
    next(text for text in app.text_input if text.label == "Why?" and READY in str(text.key)).set_value(why)


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "en",
            (
                "By 31 Oct Chen Siyuan moves Gross merchandise value from ¥100M to ¥112M.",
                "Return on advertising: the best of the last 12 months was +1.6%; this asks +6.4%.",
                "A challenge. As good as the best month would be 3.63.",
                "Refund rate: the best of the last 12 months was −0.07 pp; this asks −0.09 pp.",
                "The title aims at several things at once. Make a goal of each.",
                "Zhou Min has 128% of the hours assigned in the week of 19 Oct.",
                "Until 31 Oct Li Wen keeps On-time delivery at 95.50% or better; it starts from 96.60%.",
                "By 30 Oct He Jia completes 4 milestones.",
            ),
        ),
        (
            "zh",
            ("目标的 SMART 检查", "过去 12 个月最好的一次是 +1.6%，这次要求 +6.4%。", "可达到 待核对", "有时限 通过"),
        ),
    ],
)
def test_each_letter_says_why_and_what_would_be_better(database: Path, language: str, parts: tuple[str, ...]) -> None:
    shown = words(opened(lang=language))
    assert [part for part in parts if part not in shown] == []
    assert "SMART" not in words(opened(lang=language, table="budgets"))


def test_a_person_confirms_with_a_reason_as_one_edit(database: Path) -> None:
    app = opened()
    confirm(app, "Li Wen", "")
    assert "Not recorded" in words(app)
    confirm(app, "Li Wen", "The same team did it last year")
    shown = words(app)
    assert "Li Wen says that it can be reached, and no number speaks against it." in shown
    assert "Li Wen says that it matters" not in shown, "who said so before stays"
    assert re.search(r"Change #\d+ is recorded", shown)
    assert "Li Wen says" not in words(opened(at="2026-10-20"))


def test_what_was_entered_survives_a_reload_until_it_is_recorded(database: Path) -> None:
    app = opened()
    fill_in(app, "Li Wen", "The same team did it last year")
    app.run()

    def entered(app: AppTest) -> list[object]:
        fields = [*app.checkbox, *app.selectbox, *app.text_input]
        return [one.value for one in fields if READY in str(one.key)]

    again = opened()
    assert entered(again) == [True, True, "person-li", "The same team did it last year"]
    next(one for one in again.button if one.label == "Record" and READY in str(one.key)).click().run()
    assert entered(opened()) == [True, True, None, ""]


@pytest.mark.parametrize("address", [{"at": "2026-10-20"}, {"month": "2026-09"}], ids=["past", "closed"])
def test_the_past_and_a_closed_month_are_read_only(database: Path, address: dict[str, str]) -> None:
    app = opened(**address)
    assert "Goals by SMART" in words(app)
    assert not [box for box in app.checkbox if box.label == "It can be reached"]
