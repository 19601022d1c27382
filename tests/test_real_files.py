"""The main job on files that real systems wrote, against totals worked out from the raw files alone.

The files stand beside the project and are no part of it; without them these tests are skipped.
"""

import contextlib
import csv
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from planlib.cli import main
from planlib.export.pack import Format
from planlib.locale import LANGUAGES, language
from planlib.month_end.tables import kpi_table
from planlib.place import ROOT
from planlib.plans import find_plan
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from tests.pack_texts import packed_texts

DATA = ROOT.parent / "shared" / "data"
ORDERS = DATA / "superstore_zh_orders.csv"
MONTH = DATA / "budget_actual_zh.csv"
EXAMPLES = ROOT / "examples"
SHOP, OFFICE = "shop/2024-08", "office/2026-03"
TODAY = date(2026, 11, 23)
KPIS = {"sales": "销售额", "profit": "利润", "quantity": "数量"}

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the real files are not beside the project")


class Prepared(NamedTuple):
    """A database with both plans."""

    path: Path

    def planlib(self, *arguments: str | Path) -> str:
        """Run the command line and return what it printed."""
        done = CliRunner().invoke(main, ["--db", str(self.path), "--lang", "zh", *map(str, arguments)])
        assert done.exit_code == 0, done.stderr
        return done.stdout

    def show(self, what: str, plan: str, *more: str) -> Any:
        """Return what `show --json` prints."""
        return json.loads(self.planlib("show", what, "--plan", plan, "--json", *more))


def import_orders(here: Prepared) -> None:
    here.planlib("import", "kpis", EXAMPLES / "superstore" / "kpis.csv", "--plan", SHOP)
    here.planlib("import", "targets", EXAMPLES / "superstore" / "targets.csv", "--plan", SHOP)
    common = ["--plan", SHOP, "--map", "day=订单日期", "--map", "segment=地区", "--total", "--history"]
    for kpi, column in KPIS.items():
        here.planlib("import", "actuals", ORDERS, *common, "--set", f"kpi={kpi}", "--map", f"value={column}")
    ratio = ["--set", "kpi=margin", "--map", "value=利润", "--map", "base=销售额"]
    here.planlib("import", "actuals", ORDERS, *common, *ratio)


def import_month(here: Prepared) -> None:
    columns = ["--plan", OFFICE, "--map", "line=科目"]
    here.planlib("import", "budget", MONTH, *columns, "--map", "amount=预算金额", "--set", "kind=cost")
    here.planlib("import", "budget", EXAMPLES / "budget" / "revenue_lines.csv", "--plan", OFFICE)
    spent = ["--map", "amount=实际金额", "--set", "day=2026-03-31", "--set", "status=actual"]
    here.planlib("import", "spend", MONTH, *columns, *spent)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    found = Prepared(tmp_path_factory.mktemp("real") / "plan.duckdb")
    found.planlib("init")
    import_orders(found)
    import_month(found)
    return found


@contextlib.contextmanager
def opened(here: Prepared, plan: str) -> Iterator[Snapshot]:
    """Open a plan; the command line cannot use the database meanwhile."""
    store = Store.open(here.path)
    try:
        yield open_snapshot(store, "a", find_plan(store, plan), today=TODAY)
    finally:
        store.close()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def total(year: int, month: int, column: str, region: str | None = None) -> Decimal:
    """Return the sum of a column of the raw orders over a month, of one region or all."""
    return sum(
        (
            Decimal(row[column])
            for row in rows(ORDERS)
            if row["订单日期"].startswith(f"{year}/{month}/") and region in (None, row["地区"])
        ),
        Decimal(0),
    )


def test_the_month_s_totals_are_those_of_the_orders(here: Prepared) -> None:
    shown = {kpi["code"]: kpi for kpi in here.show("kpis", SHOP)["kpis"]}
    margin = total(2024, 8, "利润") / total(2024, 8, "销售额")
    with opened(here, SHOP) as shop:
        for kpi, column in KPIS.items():
            assert Decimal(shown[kpi]["actual"]) == shop.kpi(kpi).actual.value == total(2024, 8, column)
            assert shop.kpi(kpi).last_year.value == total(2023, 8, column)
        assert shop.kpi("margin").actual.value == pytest.approx(margin, abs=Decimal("1e-20"))
        assert Decimal(shown["margin"]["actual"]) == shop.kpi("margin").actual.value


def test_every_region_adds_up(here: Prepared) -> None:
    with opened(here, SHOP) as shop:
        for kpi, column in KPIS.items():
            found = {line.segment: line.actual.value for line in shop.segments(kpi)}
            assert found == {region: total(2024, 8, column, region) for region in found}
            assert len(found) == 6
            assert sum(value for value in found.values() if value is not None) == shop.kpi(kpi).actual.value


def test_trends_show_last_year_beside_this_one(here: Prepared) -> None:
    trend = here.show("trends", SHOP, "--kpi", "sales", "--grain", "month")
    august = trend["periods"][-1]
    assert (august["start"], Decimal(august["value"])) == ("2024-08-01", total(2024, 8, "销售额"))
    assert Decimal(trend["month_to_date"]["last_year"]) == total(2023, 8, "销售额")
    months = [total(2024, month, "销售额") for month in range(1, 9)]
    assert Decimal(trend["year_to_date"]["value"]) == sum(months)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_summary_says_the_same(here: Prepared, tmp_path: Path, code: str) -> None:
    here.planlib("export", "--plan", SHOP, "--out", tmp_path / "out.zip", "--lang", code)
    sales = round(total(2024, 8, "销售额"), 2)
    read = packed_texts(tmp_path / "out.zip")
    assert len(read) == len(Format)
    assert [one for one, text in read.items() if f"{sales:,}" not in text and one is not Format.XLSX] == []
    assert str(sales) in read[Format.XLSX]
    with opened(here, SHOP) as shop:
        table = kpi_table(shop, language(code))
    fields = [column.field for column in table.columns]
    found = {row[fields.index("code")].exact: row for row in table.rows}
    assert Decimal(found["sales"][fields.index("actual")].exact) == total(2024, 8, "销售额")


def test_the_published_variances_come_out(here: Prepared) -> None:
    published = {row["科目"]: Decimal(row["差异金额"]) for row in rows(MONTH)}
    revenue = {row["科目"] for row in rows(EXAMPLES / "budget" / "revenue_lines.csv")}
    shown = here.show("budget", OFFICE)["budget"]
    assert {line["line"]: Decimal(line["variance"]) for line in shown} == published
    for line in shown:
        sign = 1 if line["line"] in revenue else -1
        assert Decimal(line["favourable"]) == sign * published[line["line"]]
    with opened(here, OFFICE) as office:
        assert {line.budget.code: line.variance for line in office.budget().lines} == published


def test_budget_totals_are_those_of_the_file(here: Prepared) -> None:
    revenue = {row["科目"] for row in rows(EXAMPLES / "budget" / "revenue_lines.csv")}
    shown = here.show("budget", OFFICE)["totals"]
    for kind, chosen in (("revenue", True), ("cost", False)):
        lines = [row for row in rows(MONTH) if (row["科目"] in revenue) == chosen]
        assert Decimal(shown[kind]["budget"]) == sum(Decimal(row["预算金额"]) for row in lines)
        assert Decimal(shown[kind]["actual"]) == sum(Decimal(row["实际金额"]) for row in lines)


def test_the_same_file_again_changes_nothing(here: Prepared) -> None:
    arguments = ["--plan", OFFICE, "--map", "line=科目", "--map", "amount=实际金额", "--set", "day=2026-03-31"]
    again = json.loads(here.planlib("import", "spend", MONTH, *arguments, "--set", "status=actual", "--json"))
    assert (again["added"], again["changed"], again["unchanged"], again["change_id"]) == (0, 0, 15, None)
