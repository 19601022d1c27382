"""A file of the first version keeps all it holds: its rows are read, written on and taken back like any others."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from planlib.intake.options import Options
from planlib.intake.preview import preview, record_preview
from planlib.model import Actual, Budget, Kpi, Person, Plan, PlanKey, Record, Spend, Target, Team
from planlib.store import migrate
from planlib.store.connect import Store
from planlib.store.ledger import current, history, undo
from planlib.store.tables import TABLES
from planlib.vocabulary import BudgetKind, ChangeKind, FileKind, Phasing, PlanState, SpendStatus

MARCH = date(2025, 3, 1)
PLAN = PlanKey("t", MARCH)
NOW = datetime(2025, 4, 2, 9, tzinfo=UTC)
LINE = Budget(
    team="t",
    month=MARCH,
    line="b-ads",
    code="ADS",
    name_zh="广告费",
    category="marketing",
    kind=BudgetKind.COST,
    original=Decimal("1000.5"),
    revised=Decimal("12345678901234.000000000000001"),
    phasing=Phasing.DATED,
    phasing_detail="5=0.4 20=0.6",
)
ROWS: dict[str, list[Record]] = {
    "teams": [Team(team="t", code="T", name_zh="运营")],
    "people": [Person(person="p", team="t", name_zh="王芳")],
    "plans": [Plan(team="t", month=MARCH, state=PlanState.ACTIVE)],
    "kpis": [Kpi(kpi="k", team="t", code="REV", name_zh="销售额", owner="p", aliases="GMV；流水")],
    "targets": [Target(team="t", month=MARCH, kpi="k", target=Decimal("0.1"))],
    "actuals": [Actual(kpi="k", day=MARCH, segment="华东", value=Decimal("1.000000000000001"), note="=1+1")],
    "budgets": [LINE, LINE.model_copy(update={"line": "b-trv", "code": "TRV", "revised": None})],
    "spend": [
        Spend(
            line="b-ads", payment="voucher:1", voucher="1", day=MARCH, status=SpendStatus.COMMITTED, amount=Decimal(7)
        )
    ],
}
FILE = {
    "name": "budget.csv",
    "kind": "budget",
    "size": 99,
    "sha256": "0" * 64,
    "encoding": "GB18030",
    "rows": 2,
    "added": 2,
    "changed": 0,
    "unchanged": 0,
    "refused": 0,
    "mapping": {"line": "科目"},
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database as the first version left it: a change of each table, the last the import of the budget."""
    path = tmp_path / "plan.duckdb"
    with duckdb.connect(str(path)) as first:
        first.execute((migrate.MIGRATIONS / "001_ledger.sql").read_text("utf-8"))
        first.execute("insert into schema_version values (1)")
        tables = [*(name for name in ROWS if name != "budgets"), "budgets"]
        for change, table in enumerate(tables, 1):
            kind, file = ("import", json.dumps(FILE)) if table == "budgets" else ("edit", None)
            about = [change, NOW.replace(tzinfo=None), "anna", kind, "", "t", MARCH, None]
            about += [json.dumps({table: len(ROWS[table])}), file]
            first.execute(f"insert into changes values ({', '.join('?' * len(about))})", about)
            for entry, record in enumerate(ROWS[table], 1):
                insert(first, table, record.model_dump(mode="python"), change, entry)
    return path


def insert(first: duckdb.DuckDBPyConnection, table: str, fields: dict[str, Any], change: int, entry: int) -> None:
    """Insert a row as the first version had it: without the columns that came later."""
    sql = "select column_name from duckdb_columns() where table_name = ?"
    names = [name for (name,) in first.execute(sql, [table]).fetchall()]
    row = {**fields, "change_id": change, "entry_id": entry, "replaces": None, "removed": False}
    first.execute(f"insert into {table} values ({', '.join('?' * len(names))})", [row[name] for name in names])


def test_all_rows_and_changes_are_there_after_the_upgrade(path: Path) -> None:
    store = Store.open(path)
    with store.cursor() as cursor:
        assert migrate.version_of(cursor, "") == migrate.latest() > 1
    found = {table: [stored.record for stored in current(store, table)] for table in TABLES}
    assert found == {table: ROWS.get(table, []) for table in TABLES}
    changes = history(store)
    assert [change.change_id for change in changes] == list(range(len(ROWS), 0, -1))
    assert {(change.actor, change.made_at, change.plan) for change in changes} == {("anna", NOW, PLAN)}
    newest = changes[0]
    assert (newest.kind, newest.counts) == (ChangeKind.IMPORT, {"budgets": 2})
    assert newest.file is not None
    assert {name: getattr(newest.file, name) for name in FILE} == FILE
    store.close()


def test_what_the_first_version_wrote_is_built_upon_and_taken_back(path: Path) -> None:
    store = Store.open(path)
    text = "科目,日期,金额\n推广,2025-03-02,10\n".encode()
    options = Options(names={"推广": "ADS"})
    found = preview(store, text, "a.csv", FileKind.SPEND, PLAN, options, actor="b", today=NOW.date())
    change = record_preview(store, found, actor="b", at=NOW, reason="test")
    assert change is not None
    assert change.change_id == len(ROWS) + 1
    learned = next(stored.record for stored in current(store, "budgets", where={"line": "b-ads"}))
    assert learned == LINE.model_copy(update={"aliases": "推广"})
    undo(store, change.change_id, actor="b", at=NOW)
    assert [stored.record for stored in current(store, "budgets")] == ROWS["budgets"]
    store.close()
