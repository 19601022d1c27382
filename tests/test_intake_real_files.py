"""Files that nobody here wrote: recorded to the digit, or refused for the right reason.

They stand beside the project and are no part of it; without them these tests are skipped.
"""

import csv
import importlib.util
import json
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planlib.intake.options import Options
from planlib.intake.preview import preview, record_preview
from planlib.model import Actual, Budget, Kpi, PlanKey, Spend
from planlib.store.connect import Store
from planlib.vocabulary import BudgetKind, FileKind
from tests import hostile_importer
from tests.intake_plan import NOW, records

SHARED = Path(__file__).parents[2] / "shared"
DATA, HOSTILE = SHARED / "data", SHARED / "hostile"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the real files are not beside the project")
FILES = json.loads((HOSTILE / "manifest.json").read_text("utf-8")) if HOSTILE.exists() else {"files": [], "context": {}}

SHOP_KPIS = """code,name_zh,aggregation,unit
sales,销售额,求和,元
profit,利润,求和,元
quantity,数量,求和,件
margin,利润率,比率,%
"""


def imported(store: Store, plan: PlanKey, kind: FileKind, data: bytes, **options: Any) -> PlanKey:
    found = preview(store, data, "file.csv", kind, plan, Options(**options), actor="test", today=date(2026, 11, 23))
    record_preview(store, found, actor="test", at=NOW)
    return found.plan


@needs_data
def test_orders_are_recorded_to_the_digit_by_day_and_region(store: Store) -> None:
    file = DATA / "superstore_zh_orders.csv"
    plan = imported(store, PlanKey("shop", date(2024, 8, 1)), FileKind.KPIS, SHOP_KPIS.encode())
    columns = {
        "sales": ("销售额", None),
        "profit": ("利润", None),
        "quantity": ("数量", None),
        "margin": ("利润", "销售额"),
    }
    for code, (value, base) in columns.items():
        mapping = {"day": "订单日期", "segment": "地区", "value": value} | ({"base": base} if base else {})
        options: dict[str, Any] = {"mapping": mapping, "constants": {"kpi": code}, "total": True, "history": True}
        imported(store, plan, FileKind.ACTUALS, file.read_bytes(), **options)

    codes = {kpi.kpi: kpi.code for kpi in records(store, "kpis") if isinstance(kpi, Kpi)}
    stored = {
        (codes[row.kpi], row.day, row.segment): (row.value, row.base)
        for row in records(store, "actuals")
        if isinstance(row, Actual)
    }
    sums: defaultdict[tuple[str, date, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    with file.open(encoding="utf-8-sig", newline="") as opened:
        for order in csv.DictReader(opened):
            day = datetime.strptime(order["订单日期"], "%Y/%m/%d").date()  # noqa: DTZ007  a day has no time zone
            for code, (value, base) in columns.items():
                total = sums[code, day, order["地区"]]
                total[0] += Decimal(order[value])
                total[1] += Decimal(order[base]) if base else 0
    assert stored == {key: (total[0], total[1] if key[0] == "margin" else None) for key, total in sums.items()}


@needs_data
def test_a_months_budget_and_spend_are_read_from_one_file(store: Store) -> None:
    file = DATA / "budget_actual_zh.csv"
    data, plan = file.read_bytes(), PlanKey("office", date(2026, 3, 1))
    plan = imported(store, plan, FileKind.BUDGET, data, constants={"kind": "cost"})
    imported(store, plan, FileKind.BUDGET, "line,kind\n销售收入,收入\n渠道销售收入,收入\n应收回款,收入\n".encode())
    said = {"mapping": {"amount": "实际金额"}, "constants": {"day": "2026-03-31", "status": "actual"}}
    imported(store, plan, FileKind.SPEND, data, **said)

    lines = {line.line: line for line in records(store, "budgets") if isinstance(line, Budget)}
    spent = {lines[row.line].code: (row.amount, row.note) for row in records(store, "spend") if isinstance(row, Spend)}
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert {line.code: line.original for line in lines.values()} == {
        row["科目"]: Decimal(row["预算金额"]) for row in rows
    }
    assert spent == {row["科目"]: (Decimal(row["实际金额"]), row["备注"]) for row in rows}
    revenue = {line.code for line in lines.values() if line.kind == BudgetKind.REVENUE}
    assert revenue == {"销售收入", "渠道销售收入", "应收回款"}


@pytest.mark.parametrize("entry", FILES["files"], ids=lambda entry: entry["file"])
def test_a_bad_or_odd_file_is_judged_as_it_must_be(entry: dict[str, Any]) -> None:
    data = (HOSTILE / entry["file"]).read_bytes()
    got = hostile_importer.run(data, entry["file"], entry["kind"], FILES["context"])
    assert judge(entry, got) == []


def judge(entry: dict[str, Any], got: dict[str, Any]) -> list[str]:
    spec = importlib.util.spec_from_file_location("check", HOSTILE / "check.py")
    assert spec is not None
    assert spec.loader is not None
    check = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check)
    found: list[str] = check.judge(entry, got)
    return found
