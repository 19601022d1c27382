"""The page Next month of a plan with many tasks: they stand in one table, and what is chosen there counts."""

import json
from datetime import date
from pathlib import Path

import pytest

from benchmarks.drawing import KEY, planned
from planlib.model import PlanKey
from planlib.place import user
from planlib.store.connect import Store
from planlib.store.drafts import Place, keep_draft
from planlib.store.ledger import current
from tests.task_plan import AT
from tests.test_pages_lessons import page
from ui import session
from ui.carried_table import MANY

NEXT = PlanKey(KEY.team, date(2026, 11, 1))


def test_many_tasks_are_ticked_off_in_a_table_with_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.duckdb"
    planned(path, tasks=4 * MANY, links=MANY)
    monkeypatch.setenv("PLANLIB_DB", str(path))
    store: Store = session._opened(path)
    typed = {"carry tasks/t150": False, "why tasks/t150": "too late", "version": f"{KEY.month:%Y-%m}"}
    keep_draft(store, Place(user(), NEXT, "next month"), json.dumps(typed), AT)
    app = page("next_month", f"{KEY.month:%Y-%m}")
    (table,) = (one.value for one in app.dataframe)
    assert len(table) > MANY
    assert table["why"][~table["goes"]].tolist() == ["too late"]
    assert not any("carry tasks/" in str(box.key) for box in app.checkbox)
    next(button for button in app.button if button.label.startswith("Make the plan")).click().run()
    made = {stored.record.task for stored in current(store, "tasks", where=NEXT._asdict())}
    assert len(made) == len(table) - 1
    assert "t150" not in made
