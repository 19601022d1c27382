"""Looking back: a past moment shows on every page exactly what was seen then, and cannot be edited."""

import re
import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planlib.model import Meeting, PlanKey
from planlib.place import ROOT
from planlib.sample import TEAM
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import ChangeKind
from ui import session

PLAN = PlanKey(TEAM, date(2026, 10, 1))
PAGES = ("weekly_review", "kpis", "budget", "trends", "tasks", "risks", "month_end")
SEEN = re.compile(r'<tr class.*?</tr>|<p class="pl-finding.*?</p>|class="pl-number.*?</div>|<h1.*?</h1>', re.DOTALL)


@pytest.fixture
def store(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give the store that the app itself has open, on a copy of the sample."""
    copy = Path(shutil.copy(sample_file, tmp_path))
    monkeypatch.setenv("PLANLIB_DB", str(copy))
    opened: Store = session._opened(copy)
    return opened


def seen(page: str, moment: str = "") -> Sequence[str]:
    """The title, the numbers and the rows of a page, as words; at a past moment where one is given."""
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.query_params.update({"lang": "en", "month": "2026-10"} | ({"at": moment} if moment else {}))
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    app.run()
    assert not app.exception
    html = " ".join(block.value for block in app.main.html)
    found = [re.sub(r"<[^>]+>", " ", part) for part in SEEN.findall(html)]
    assert found
    return [re.sub(r"\s+", " ", unescape(words)).strip() for words in found]


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


def turn_everything(store: Store) -> None:
    """Change a value of each kind that the pages show."""
    rows = [stored.record for stored in current(store, "actuals", where={"kpi": ["kpi-gmv", "kpi-refund_rate"]})]
    october = [row.model_copy(update={"value": row.value * 2}) for row in rows if row.day >= PLAN.month]
    write(store, ChangeKind.IMPORT, "twice as much", Write("actuals", october))
    of_plan = PLAN._asdict()
    target = current(store, "targets", where=of_plan | {"kpi": "kpi-gmv"})[0].record
    budget = current(store, "budgets", where=of_plan | {"code": "ads"})[0].record
    kpi = current(store, "kpis", where={"kpi": "kpi-gmv"})[0].record
    task = current(store, "tasks", where=of_plan | {"code": "fixes"})[0].record
    write(
        store,
        ChangeKind.EDIT,
        "all different",
        Write("tasks", [task.model_copy(update={"progress": Decimal("0.1")})]),
        Write("targets", [target.model_copy(update={"target": Decimal(5)})]),
        Write("budgets", [budget.model_copy(update={"revised": Decimal(7)})]),
        Write("kpis", [kpi.model_copy(update={"name_en": "Something else"})]),
    )


def test_a_past_meeting_shows_exactly_what_was_seen_when_it_ended(store: Store) -> None:
    then = {page: seen(page) for page in PAGES}
    moment = hold_meeting(store)
    turn_everything(store)
    now = {page: seen(page) for page in PAGES}
    assert {page for page in PAGES if now[page] != then[page]} == set(PAGES)
    back = {page: seen(page, moment) for page in PAGES}
    stamp = re.compile(r"change #\d+")
    for page in PAGES:
        assert [stamp.sub("", text) for text in back[page]] == [stamp.sub("", text) for text in then[page]], page
