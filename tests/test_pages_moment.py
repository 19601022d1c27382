"""Looking back: a past moment shows on every page exactly what was seen then, and cannot be edited."""

import re
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planlib.model import Meeting, PlanKey
from planlib.place import ROOT
from planlib.sample import TEAM
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.store.tables import TABLES
from planlib.vocabulary import ChangeKind
from ui import session

PLAN = PlanKey(TEAM, date(2026, 10, 1))
PAGES = ("weekly_review", "kpis", "budget", "trends", "tasks", "risks", "month_end")


@pytest.fixture
def store(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give the store that the app itself has open, on a copy of the sample."""
    copy = Path(shutil.copy(sample_file, tmp_path))
    monkeypatch.setenv("PLANLIB_DB", str(copy))
    opened: Store = session._opened(copy)
    return opened


OF_NOW = ("pl-past", "Checklist of the close", "The rule says: ", "1: not at all, 5: fully")
"""Parts that a past moment has otherwise: the band that says so, what a close would still ask for, what is written."""


def opened(page: str, moment: str = "") -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.query_params.update({"lang": "en", "month": "2026-10"} | ({"at": moment} if moment else {}))
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    app.run()
    assert not app.exception
    return app


def seen(page: str, moment: str = "") -> Sequence[str]:
    """All of a page that says a number: its texts, charts and tables; at a past moment where one is given."""
    app = opened(page, moment)
    shown = [block.value for block in app.main.html if not any(part in block.value for part in OF_NOW)]
    texts = (re.sub(r"<[^>]+>", " ", one) for one in shown)
    said = [" ".join(unescape(text).split()) for text in texts if re.search(r"\d", text)]
    assert said
    drawn = [chart.proto.spec for chart in app.get("plotly_chart")]
    return [*said, *drawn, *(frame.value.to_csv() for frame in app.dataframe)]


def write(store: Store, kind: ChangeKind, reason: str, *writes: Write) -> None:
    record(store, writes, actor="somebody", kind=kind, at=datetime.now(UTC), reason=reason, plan=PLAN)


def hold_meeting(store: Store) -> str:
    """Record a meeting that ends now; the moment as the address calls it comes back."""
    today = session.now().date()
    meeting = Meeting(
        team=PLAN.team, month=PLAN.month, meeting="x", day=today, data_day=today, known_at=store.last_change()
    )
    write(store, ChangeKind.MEETING, "", Write("meetings", [meeting]))
    return "m-x"


TURNED: dict[str, Callable[[Any], dict[str, Any]]] = {
    "teams": lambda row: {"currency": "USD"},
    "calendar_days": lambda row: {"working": not row.working},
    "people": lambda row: {"name_en": row.person, "name_zh": row.person},
    "plans": lambda row: {"green": Decimal("0.99"), "amber": Decimal("0.98")},
    "objectives": lambda row: {"weight": row.weight + len(row.code), "title_en": row.code},
    "kpis": lambda row: {"name_en": row.code},
    "targets": lambda row: {"weight": row.weight + 1, "target": row.target and row.target * 2},
    "actuals": lambda row: {"value": row.value * 2},
    "budgets": lambda row: {"revised": row.amount * 2},
    "spend": lambda row: {"amount": row.amount * 3},
    "tasks": lambda row: {"progress": Decimal("0.1"), "title_en": row.code},
    "risks": lambda row: {"likelihood": 1, "impact": 1},
    "check_ins": lambda row: {"text": "otherwise"},
    "decisions": lambda row: {"text": "otherwise"},
}
"""How a row of each table is made another one."""
CLOSED = ("calendar_days", "actuals", "check_ins", "spend")
"""Of these, rows before the month are left: closed months have theirs."""


def turn_everything(store: Store) -> None:
    """Change every row that October's pages show."""
    lines = {stored.record.line for stored in current(store, "budgets", where=PLAN._asdict())}
    for table, other in TURNED.items():
        where = PLAN._asdict() if TABLES[table].in_plan else {}
        rows = [stored.record for stored in current(store, table, where=where)]
        if table in CLOSED:
            rows = [row for row in rows if (row.week if table == "check_ins" else row.day) >= PLAN.month]
        if table == "spend":
            rows = [row for row in rows if row.line in lines]
        turned = [row.model_copy(update=other(row)) for row in rows]
        write(store, ChangeKind.EDIT, f"all {table} different", Write(table, turned))


def test_a_past_meeting_shows_exactly_what_was_seen_when_it_ended(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = {page: seen(page) for page in PAGES}
    moment, now = hold_meeting(store), session.now
    turn_everything(store)
    monkeypatch.setattr(session, "now", lambda: now() + timedelta(days=9))
    assert [page for page in PAGES if seen(page) == then[page]] == []
    for page in PAGES:
        assert seen(page, moment) == then[page], page


WRITES = ("text_input", "text_area", "number_input", "date_input", "checkbox", "file_uploader")
"""What a person types into or ticks; choices of what is in view are none of it."""
READS = ("Back to now", "Download the pack", "Download the plan")
"""Buttons that take nothing down."""


def taken_down(app: AppTest) -> list[str]:
    """Return what a page lets a person write into, or press to do so."""
    fields = [field for kind in WRITES for field in app.main.get(kind) if not field.proto.disabled]
    tables = [table for table in app.main.dataframe if table.proto.editing_mode]
    buttons = [button.label for button in app.main.button if not button.disabled and button.label not in READS]
    return [*(field.type for field in (*fields, *tables)), *buttons]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("page", [*PAGES, "plan", "uploads", "meeting", "next_month", "new_plan"])
def test_no_page_of_the_past_takes_anything_down(page: str) -> None:
    assert taken_down(opened(page, "2026-10-16")) == []
    if page in ("weekly_review", "kpis", "plan", "uploads", "month_end", "new_plan"):
        assert taken_down(opened(page)) != []
