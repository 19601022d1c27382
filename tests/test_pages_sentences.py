"""The sentences of the page Month end: the rows behind their numbers, and writing them by hand."""

import re
import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planlib.model import Actual, PlanKey
from planlib.place import ROOT
from planlib.sample import TEAM
from planlib.snapshot import open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import ChangeKind
from ui import session

OCTOBER = PlanKey(TEAM, date(2026, 10, 1))
MINE = "新客不够，因为华南的投放停了一周。"


@pytest.fixture
def store(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give the store that the app itself has open, on a copy of the sample."""
    copy = Path(shutil.copy(sample_file, tmp_path))
    monkeypatch.setenv("PLANLIB_DB", str(copy))
    opened: Store = session._opened(copy)
    return opened


def page(month: str = "2026-10", language: str = "zh") -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)
    app.query_params.update({"lang": language, "month": month})
    app.switch_page(str(ROOT / "pages" / "month_end.py"))
    return shown(app)


def shown(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return unescape(" ".join(block.value for block in app.main.html))


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return shown(app)


def add_new_customers(store: Store) -> None:
    """Record 300 new customers more of the last day."""
    snapshot = open_snapshot(store, "a", OCTOBER, today=date(2026, 10, 26))
    kpi, row = snapshot.kpi("new_customers").kpi, snapshot.actual_rows("new_customers")[-1]
    more = Actual(kpi=kpi.kpi, day=row.day, segment=row.segment, value=row.value + Decimal(300))
    at = datetime(2026, 10, 25, tzinfo=UTC)
    record(store, [Write("actuals", [more])], actor="a", kind=ChangeKind.IMPORT, at=at, reason="late", plan=OCTOBER)


def test_a_sentence_is_written_flagged_and_kept(store: Store) -> None:
    app = page()
    which = next(box for box in app.selectbox if box.label == "哪一句")
    worst = next(option for option in which.options if "差距最大" in option)
    which.set_value("sentence month worst zh")
    shown(app)
    area = next(area for area in app.text_area if area.label == "语句")
    assert worst.split(" · ")[1].removesuffix("…") in str(area.value)
    area.set_value(MINE)
    shown(app)
    app = press(app, "记下")
    assert MINE in html(app)
    assert "人工撰写" in html(app)
    assert "数字有变" not in html(app)
    assert "Written by hand in 中文 only" in html(page(language="en"))
    add_new_customers(store)
    app = page()
    assert "数字有变" in html(app)
    assert "新客数 · 实际 5.3万 → 5.33万" in html(app)
    app = press(app, "保留这句话")
    assert MINE in html(app)
    assert "数字有变" not in html(app)
    add_new_customers(store)
    app = press(page(), "改用规则生成的语句")
    assert MINE not in html(app)
    assert current(store, "wordings") == []


@pytest.mark.usefixtures("store")
def test_a_number_shows_its_rows_and_leads_to_them_and_a_closed_month_is_not_edited() -> None:
    told = html(page())
    number = re.search(r'<span class="pl-number" tabindex="0">5.3万<span class="pl-tip">(.*?)</span></span>', told)
    assert number is not None
    assert "新客数 · 实际 52,971" in number[1]
    assert re.search(r"10月1日–23日，\d+ 行，最近变更 #\d+", number[1])
    assert re.search(r'href="kpis\?[^"]*kpi=new_customers', number[1])
    closed = page("2026-09")
    assert "月结后的追溯更正" in html(closed)
    assert not [box for box in closed.selectbox if box.label == "哪一句"]
