"""A month of Microsoft's AdventureWorks ledger, budget against actual, and its totals worked out from the raw rows.

The files stand beside the project and are no part of it; without them these tests are skipped.
"""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from planlib.cli import main
from planlib.export.pack import Format
from planlib.place import ROOT
from tests.pack_texts import packed_texts

LEDGER = ROOT.parent / "shared" / "data" / "adventureworks_finance"
PLAN, MONTH, LAST_DAY = "works/2011-10", "201110", "2011-10-31"
ACTUAL, BUDGET = "1", "2"
KINDS = {"Revenue": "revenue", "Expenditures": "cost"}

pytestmark = pytest.mark.skipif(not LEDGER.exists(), reason="the real files are not beside the project")


class Account(NamedTuple):
    """An account of the profit and loss statement."""

    name: str
    kind: str


class Entry(NamedTuple):
    """An amount of one organisation and department on an account."""

    line: str
    account: str
    scenario: str
    day: str
    amount: str


def accounts() -> dict[str, Account]:
    with (LEDGER / "DimAccount.csv").open(encoding="utf-8", newline="") as file:
        return {row[0]: Account(row[4], KINDS[row[5]]) for row in csv.reader(file) if row[5] in KINDS}


def entries() -> Iterator[Entry]:
    """Yield the month's entries on accounts of the profit and loss statement, each joined with its line's name."""
    known = accounts()
    with (LEDGER / "FactFinance.csv").open(encoding="utf-8", newline="") as file:
        for _key, day, organisation, department, scenario, account, amount, moment in csv.reader(file):
            if day.startswith(MONTH) and account in known:
                yield Entry(f"{account}-{organisation}-{department}", account, scenario, moment[:10], amount)


def write(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def files(folder: Path) -> tuple[Path, Path]:
    """Write the month as the product's files; a line that has no budget gets one of 0."""
    known, month = accounts(), list(entries())
    budgeted = {entry.line: entry.amount for entry in month if entry.scenario == BUDGET}
    lines = {entry.line: known[entry.account] for entry in month}
    budget = [[line, of.name, of.name, of.kind, budgeted.get(line, "0")] for line, of in lines.items()]
    spend = [[entry.line, entry.day, entry.amount] for entry in month if entry.scenario == ACTUAL]
    return (
        write(folder / "budget.csv", ["line", "name_en", "category", "kind", "amount"], budget),
        write(folder / "spend.csv", ["line", "day", "amount"], spend),
    )


def planlib(path: Path, *arguments: str | Path) -> str:
    done = CliRunner().invoke(main, ["--db", str(path), "--lang", "en", *map(str, arguments)])
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database into which the month was imported."""
    folder = tmp_path_factory.mktemp("works")
    path, (budget, spend) = folder / "plan.duckdb", files(folder)
    planlib(path, "init")
    planlib(path, "import", "budget", budget, "--plan", PLAN)
    planlib(path, "import", "spend", spend, "--plan", PLAN)
    return path


@pytest.fixture(scope="module")
def shown(made: Path) -> Any:
    """What `show budget --json` prints of the month."""
    return json.loads(planlib(made, "show", "budget", "--plan", PLAN, "--day", LAST_DAY, "--json"))


def test_the_pack_has_the_totals_in_every_format(shown: Any, made: Path, tmp_path: Path) -> None:
    planlib(made, "export", "--plan", PLAN, "--out", tmp_path / "works.zip")
    read = packed_texts(tmp_path / "works.zip")
    for kind in ("revenue", "cost", "result"):
        actual = Decimal(shown["totals"][kind]["actual"])
        assert [one for one, text in read.items() if f"{actual:,.2f}" not in text and one is not Format.XLSX] == []
    assert len(shown["budget"]) > 100


def added_up(scenario: str, wanted: set[str]) -> Decimal:
    """Return the sum of the raw amounts of a scenario on some accounts; floats wrote its cents."""
    amounts = [entry.amount for entry in entries() if entry.scenario == scenario and entry.account in wanted]
    return sum((Decimal(amount).quantize(Decimal("0.01")) for amount in amounts), Decimal(0))


def test_every_account_comes_to_its_raw_rows(shown: Any) -> None:
    known = {entry.account for entry in entries()}
    assert len(known) == 34
    for account in known:
        name = accounts()[account].name
        lines = [line for line in shown["budget"] if line["category"] == name]
        for field, scenario in (("budget", BUDGET), ("actual", ACTUAL)):
            assert sum(Decimal(line[field]) for line in lines) == added_up(scenario, {account}), name


def test_the_totals_are_those_of_the_ledger(shown: Any) -> None:
    totals = shown["totals"]
    for kind in ("revenue", "cost"):
        wanted = {number for number, account in accounts().items() if account.kind == kind}
        assert Decimal(totals[kind]["budget"]) == added_up(BUDGET, wanted)
        assert Decimal(totals[kind]["actual"]) == added_up(ACTUAL, wanted)
        sign = 1 if kind == "revenue" else -1
        favourable = sign * (added_up(ACTUAL, wanted) - added_up(BUDGET, wanted))
        assert Decimal(totals[kind]["favourable"]) == favourable
    result = Decimal(totals["revenue"]["actual"]) - Decimal(totals["cost"]["actual"])
    assert Decimal(totals["result"]["actual"]) == result
    assert Decimal(totals["revenue"]["budget"]) == 3_304_700


def test_the_lines_foot_to_their_totals(shown: Any) -> None:
    for kind in ("revenue", "cost"):
        lines = [line for line in shown["budget"] if line["kind"] == kind]
        for field in ("budget", "phased", "actual", "variance", "favourable", "forecast"):
            assert sum(Decimal(line[field]) for line in lines) == Decimal(shown["totals"][kind][field])


def test_spending_without_a_budget_says_so(shown: Any) -> None:
    taxes = [line for line in shown["budget"] if line["category"] == "Taxes"]
    assert {line["budget"] for line in taxes} == {"0"}
    assert {line["consumption_reason"] for line in taxes} == {"zero_base"}
    assert {line["control_point"] for line in taxes if Decimal(line["actual"]) > 0} == {"over"}
