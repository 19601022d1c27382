"""Texts of files that mean harm, on every page: shown as texts in what is drawn, too, which reads HTML of its own."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planlib.place import ROOT
from planlib.store.connect import Store
from planlib.vocabulary import FileKind
from tests.test_intake_export import HARMFUL, imported
from tests.test_intake_export import plan as plan  # the fixture
from ui import session

PAGES = ("weekly_review", "kpis", "budget", "trends", "plan", "uploads", "month_end", "meeting")
OURS = re.compile(r"</?(?:b|br|extra|span)\b[^<>]*>")
"""Tags of our own in what plotly writes."""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give the store of a file that the pages have open, as of a month that is not over."""
    path = tmp_path / "plan.duckdb"
    Store.open(path, create=True).close()
    monkeypatch.setenv("PLANLIB_DB", str(path))
    monkeypatch.setattr(session, "now", lambda: datetime(2025, 3, 20, 9, tzinfo=session.zone()))
    opened: Store = session._opened(path)
    return opened


def texts(value: Any) -> Iterator[str]:
    """Yield each text of a figure."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(one)


def shown(page: str, **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)
    app.query_params.update({"lang": "en", **address})
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    app.run()
    assert not app.exception
    return app


def faults(app: AppTest) -> set[str]:
    """Return what a page would run, or lead elsewhere by: tags in its charts and its HTML that are not ours."""
    drawn = [text for chart in app.get("plotly_chart") for text in texts(json.loads(chart.proto.spec))]
    found = {text for text in drawn if "<" in OURS.sub("", text)}
    html = " ".join(block.value for block in app.main.html)
    found |= set(re.findall(r"<(?:script|img)\b[^>]*>|(?:href|src)=[\"']?(?:http|javascript)[^>]*", html))
    return found | {block.value for block in app.main.markdown if "evil.example" in block.value}


@pytest.mark.usefixtures("plan")
def test_no_text_of_a_file_is_run_on_a_page(store: Store) -> None:
    days = [date(2025, 3, day) for day in range(4, 20)]
    rows = [[f"K{n}", str(day), text, f"-{n}.{day.day}", text] for n, text in enumerate(HARMFUL, 1) for day in days]
    imported(store, FileKind.ACTUALS, "kpi,date,segment,value,note", rows)
    wrong = {page: faults(shown(page)) for page in PAGES}
    for n in range(1, len(HARMFUL) + 1):
        for page in ("kpis", "trends"):
            wrong[f"{page} K{n}"] = faults(shown(page, kpi=f"K{n}"))
    assert {page: found for page, found in wrong.items() if found} == {}
