"""The load of people and resources on the page Tasks: said in words, in both languages, by week, by day, as it was."""

import re
from pathlib import Path

import pytest
from markupsafe import Markup
from streamlit.testing.v1 import AppTest

from planlib.place import ROOT


@pytest.fixture(autouse=True)
def _database(sample_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANLIB_DB", str(sample_file))


def told(**address: str) -> str:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.query_params.update({"month": "2026-10", "lang": "en", **address})
    app.switch_page(str(ROOT / "pages" / "tasks.py"))
    app.run()
    assert not app.exception
    parts = (Markup(block.value.replace("<", " <")).striptags() for block in app.main.html)
    return re.sub(r"\s+", " ", " ".join(parts))


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "en",
            (
                "Overloaded Zhou Min has too much to do on 9 of 18 working days; most on Wed 21 Oct: 12 of 8 h.",
                "128% too much on 5 days, up to 12/8 h",
                "95% too much on 2 days, up to 10/8 h",
                "Who could take it",
                "Stop shipping the bad batches Zhou Min 26 Oct, 27 Oct 2 days at 4 h Zheng Ke (4 h left), Li Wen (2",
                "Large meeting room room Double-booked",
                "22 Oct: Meeting with merchants, Train the service desk for the peak",
                "Samples of stronger packaging material Enough 200 pieces 140 pieces",
            ),
        ),
        (
            "zh",
            (
                "周敏 在 18 个工作日中有 9 天超负荷",
                "5 天超负荷，最多 12/8 小时",
                "谁可以接手",
                "大会议室 场地 重复占用",
            ),
        ),
    ],
)
def test_who_has_too_much_and_what_is_booked_twice(language: str, parts: tuple[str, ...]) -> None:
    shown = told(lang=language)
    assert [part for part in parts if part not in shown] == []


def test_a_week_day_by_day() -> None:
    assert "10/8 h 2 h too much" in told(load="2026-10-12").partition("Day by day")[2]
    last = told().partition("Day by day")[2]
    assert "Thu 29 Oct" in last, "the week with days to come"
    assert "Chen Siyuan 6/8 h 6/8 h 6/8 h leave" in last


def test_looking_back_tells_the_load_as_it_was_known() -> None:
    assert "Wed 21 Oct: 12 of 8 h" not in told(at="2026-10-12")


def test_a_month_in_which_nobody_has_too_much() -> None:
    shown = told(month="2026-08")
    assert "Enough hours Nobody has more to do on a day than the hours there are." in shown
    assert "Who could take it" not in shown
