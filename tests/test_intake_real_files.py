"""Files that nobody here wrote: recorded to the digit, or refused for the right reason.

They stand beside the project and are no part of it; without them these tests are skipped.
"""

import csv
import importlib.util
import io
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planlib.intake.options import Options
from planlib.intake.preview import Preview, preview, record_preview
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
    found = looked_at(store, plan, kind, data, **options)
    record_preview(store, found, actor="test", at=NOW, accept_warnings=True)
    return found.plan


def looked_at(store: Store, plan: PlanKey, kind: FileKind, data: bytes, **options: Any) -> Preview:
    return preview(store, data, "file.csv", kind, plan, Options(**options), actor="test", today=date(2026, 11, 23))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def kpi_file(names: Iterable[str], **fields: str) -> bytes:
    """Return a file that defines KPIs, all alike."""
    rows = [("code", "name_en", *fields), *((f"k{at}", name, *fields.values()) for at, name in enumerate(names))]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def stored(store: Store) -> dict[tuple[str, date], Actual]:
    """Return what stands by name of the KPI and day."""
    names = {kpi.kpi: kpi.name_en for kpi in records(store, "kpis") if isinstance(kpi, Kpi)}
    return {(names[row.kpi], row.day): row for row in records(store, "actuals") if isinstance(row, Actual)}


def told(found: Preview, code: str) -> dict[str, Any]:
    return next(dict(decision.parameters) for decision in found.decisions if decision.code == code)


def monday(text: str, style: str) -> date:
    day = datetime.strptime(text, style).date()  # noqa: DTZ007  a day has no time zone
    return day - timedelta(days=day.weekday())


@needs_data
def test_columns_of_a_restaurant_are_read_as_kpis_by_day(store: Store) -> None:
    file = DATA / "catering_daily_zh.csv"
    plan = imported(store, PlanKey("shop", date(2015, 2, 1)), FileKind.KPIS, kpi_file(["销量", "利润"]))
    imported(store, plan, FileKind.ACTUALS, file.read_bytes(), history=True)
    assert {key: row.value for key, row in stored(store).items()} == {
        (name, datetime.strptime(row["日期"], "%Y/%m/%d").date()): Decimal(row[name])  # noqa: DTZ007
        for row in rows_of(file)
        for name in ("销量", "利润")
        if row[name]
    }


@needs_data
def test_weeks_of_street_works_have_their_month_first(store: Store) -> None:
    file = DATA / "chicago_311_weekly.csv"
    rows = rows_of(file)
    kpis = kpi_file(
        dict.fromkeys(row["Activity"] for row in rows), frequency="weekly", aggregation="ratio", unit="days"
    )
    plan = imported(store, PlanKey("streets", date(2018, 12, 1)), FileKind.KPIS, kpis)
    mapping = {
        "kpi": "Activity",
        "day": "Period Start",
        "value": "Average Days to Complete Activity",
        "base": "Total Completed Requests",
    }
    found = looked_at(store, plan, FileKind.ACTUALS, file.read_bytes(), mapping=mapping, rate=True, history=True)
    assert told(found, "day_order")["column"] == "Period Start"
    record_preview(store, found, actor="test", at=NOW, accept_warnings=True, skip_bad=True)
    assert {key: (row.value, row.base) for key, row in stored(store).items()} == {
        (row["Activity"], monday(row["Period Start"], "%m/%d/%Y")): (
            Decimal(row[mapping["value"]]) * Decimal(row[mapping["base"]]),
            Decimal(row[mapping["base"]]),
        )
        for row in rows
    }


@needs_data
def test_months_of_a_railway_are_in_two_columns(store: Store) -> None:
    file = DATA / "mta_indicators.csv"
    rows = rows_of(file)
    names = dict.fromkeys(f"{row['AGENCY_NAME']} {row['INDICATOR_NAME']}" for row in rows)
    plan = imported(store, PlanKey("mta", date(2014, 1, 1)), FileKind.KPIS, kpi_file(names, frequency="monthly"))
    mapping = {"kpi": "AGENCY_NAME+INDICATOR_NAME", "day": "PERIOD_YEAR+PERIOD_MONTH", "value": "MONTHLY_ACTUAL"}
    found = looked_at(store, plan, FileKind.ACTUALS, file.read_bytes(), mapping=mapping, history=True)
    assert "PERIOD_MONTH" not in str(found.notices)
    record_preview(store, found, actor="test", at=NOW, accept_warnings=True, skip_bad=True)
    filled = [row for row in rows if row["MONTHLY_ACTUAL"].strip()]
    assert {problem.code for problem in found.problems} == {"missing_value"}
    assert found.refused == len(rows) - len(filled)
    assert {key: row.value for key, row in stored(store).items()} == {
        (
            f"{row['AGENCY_NAME']} {row['INDICATOR_NAME']}",
            date(int(row["PERIOD_YEAR"]), int(row["PERIOD_MONTH"]), 1),
        ): Decimal(row["MONTHLY_ACTUAL"].replace(",", ""))
        for row in filled
    }


@needs_data
def test_weeks_of_marketing_are_columns_of_kpis(store: Store) -> None:
    file = DATA / "marketing_weekly.csv"
    rows = rows_of(file)
    names = ["sales", *(name for name in rows[0] if name.startswith(("mdsp_", "mdip_")))]
    plan = imported(store, PlanKey("ads", date(2018, 7, 1)), FileKind.KPIS, kpi_file(names, frequency="weekly"))
    imported(store, plan, FileKind.ACTUALS, file.read_bytes(), mapping={"day": "wk_strt_dt"}, history=True)
    assert {key: row.value for key, row in stored(store).items()} == {
        (name, monday(row["wk_strt_dt"], "%Y-%m-%d")): Decimal(row[name]) for row in rows for name in names
    }


@needs_data
def test_a_city_s_budget_and_spend_add_up_to_what_it_published(store: Store) -> None:
    plan, published = PlanKey("okc", date(2015, 6, 1)), {"budget": 1_205_265_252, "actuals": Decimal("1027486663.78")}
    files = {name: DATA / "oklahoma_city_fy2015" / f"okc_fy2015_{name}.csv" for name in published}
    mapping = {"line": "FundCode+OperatingUnit+ProgramID+Account", "amount": "FY2015 Budget"}
    budget, kind = files["budget"].read_bytes(), {"kind": "cost"}
    found = looked_at(store, plan, FileKind.BUDGET, budget, mapping=mapping, constants=kind)
    record_preview(store, found, actor="test", at=NOW, skip_bad=True)
    lines = {line.code: line.original for line in records(store, "budgets") if isinstance(line, Budget)}
    refused = {row.line - 2 for row in found.refused_rows}
    rows = {at: (row, money(row["FY2015 Budget"])) for at, row in enumerate(rows_of(files["budget"]))}
    assert {problem.code for problem in found.problems} == {"duplicate_key"}
    assert lines == {
        " ".join(row[part] for part in mapping["line"].split("+")): amount
        for at, (row, amount) in rows.items()
        if at not in refused
    }
    assert sum(amount for _, amount in rows.values()) == published["budget"]

    classes = sorted({row["Class Description"] for row in rows_of(files["actuals"])})
    text = "line,amount,kind\n" + "".join(f"{one},0,cost\n" for one in classes)
    imported(store, found.plan, FileKind.BUDGET, text.encode())
    said = {"mapping": {"line": "Class Description", "amount": "Sum Transaction Amt"}}
    day = {"constants": {"day": "2015-06-30", "status": "actual"}}
    imported(store, found.plan, FileKind.SPEND, files["actuals"].read_bytes(), **said, **day)
    assert sum(row.amount for row in records(store, "spend") if isinstance(row, Spend)) == published["actuals"]


def money(text: str) -> Decimal:
    """Return an amount of a spreadsheet: 1,234.50, (1,234.50) or a dash."""
    bare = text.replace(",", "").strip().strip("()")
    return Decimal(0) if bare in ("", "-") else -Decimal(bare) if text.strip().startswith("(") else Decimal(bare)


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
