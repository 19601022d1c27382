"""Rows of the page Plan over time: who changed what and how often, undo from there, and what is typed and not saved."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from planlib.editing.cells import NUMERIC
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import read_tables
from planlib.locale import language
from planlib.model import Budget, Plan
from planlib.row_history import row_history
from planlib.sample import TEAM
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import ChangeKind
from tests.plan_page import DRAFT, OCTOBER, box, opened, ran, rows, saved, table_alone, typed, words
from ui import session


@pytest.fixture
def store(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Give the sample, open in the app too, with a draft for November of one budget line."""
    monkeypatch.setenv("PLANLIB_DB", str(shutil.copy(sample_file, tmp_path)))
    store, month = session.store(), {"team": TEAM, "month": DRAFT.month}
    rent = Budget(**month, line="l", code="rent", name_en="Rent", original=Decimal("260000.10"))
    writes = [Write("plans", [Plan(**month)]), Write("budgets", [rent])]
    record(store, writes, actor="mei", kind=ChangeKind.EDIT, at=datetime(2026, 10, 24, 9, tzinfo=UTC), plan=DRAFT)
    yield store
    store.close()


def test_the_past_of_a_row_says_what_was_moved_how_often_and_is_undone_from_there(store: Store) -> None:
    for amount in ("5", "7"):
        saved(typed(opened("budgets"), {0: {"original": amount}}), f"now {amount}")
    first, last = store.last_change() - 1, store.last_change()
    app = opened("budgets")
    box(app, "Row").select("l")
    app = ran(app)
    assert "Original budget was changed 2 times: ¥260,000.10 → ¥7" in words(app)
    assert [(row[2], row[3]) for row in rows(app)] == [
        ("Original budget ¥5 → ¥7", "now 7"),
        ("Original budget ¥260,000.10 → ¥5", "now 5"),
        ("added", "—"),
    ]
    for change, said in ((first, f"1 row was changed since, by #{last}"), (last, f"Change #{last} is undone")):
        box(app, "Look at a change").select(change)
        app = ran(app)
        next(button for button in app.main.button if button.label == f"Undo #{change}").click()
        app = ran(app)
        assert said in " ".join(one.value for one in (*app.main.warning, *app.main.success))
    assert [one.record.original for one in current(store, "budgets", where=DRAFT._asdict())] == [5]


def test_it_says_who_moved_a_date_when_why_and_how_many_times(store: Store) -> None:
    app = opened("tasks", OCTOBER)
    box(app, "Row").select("task-shifts")
    app = ran(app)
    assert "Planned finish was changed 2 times: 2026-10-20 → 2026-10-26" in words(app)
    (when, who, what, why), (before, by, first, _why), _added = rows(app)
    assert (when, who) == ("10-21 10:30#145", "Li Wen")
    assert what.startswith("Planned finish 2026-10-22 → 2026-10-26")
    assert "shifts wait four days" in why
    assert (before, by, first) == ("10-16 10:53#137", "Zheng Ke", "Planned finish 2026-10-20 → 2026-10-22")


def test_every_table_can_tell_the_past_of_its_rows(store: Store) -> None:
    for sheet in SHEETS.values():
        tables = read_tables(store, sheet, OCTOBER, store.last_change())
        for stored in list(tables.rows.values())[:3]:
            steps = row_history(language("en"), store, tables, stored.record)
            assert steps[-1].differences[0].column is None
            assert stored.change_id == steps[0].change.change_id


def test_what_is_typed_in_any_table_is_there_again_in_the_next_session(store: Store) -> None:
    for name, sheet in SHEETS.items():
        field = next(column.field for column in sheet.columns[::-1] if column.kind in ("text", *NUMERIC))
        app, grows = table_alone(name, OCTOBER), not (sheet.picked or sheet.fixed)
        if not len(app.data_editor[0].value):
            continue
        typed(app, {0: {field: "5"}}, [{field: "6"}] if grows else [])
        app = table_alone(name, OCTOBER)
        again = app.data_editor[0].value[field].tolist()
        assert ("are in the table; save or drop them below." in words(app), name) == (True, name)
        assert again[0] == "5"
        assert not grows or again[-1] == "6"
