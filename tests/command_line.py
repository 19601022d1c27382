"""The command line on a database of its own."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from planlib.cli import main

KPIS = """code,name_zh,name_en,unit,direction,aggregation,measure
sales,销售额,Sales,元,up,sum,currency
returns,退货率,Return rate,,down,ratio,percent
"""
TARGETS = "kpi,baseline,target\nsales,,62000\nreturns,,0.05\n"
SALES = "kpi,day,value\nsales,2024-03-01,1500.5\nsales,2024-03-02,2000\nsales,2024-03-03,-0.25\n"
PLAN = "SHOP/2024-03"

WAIVED = ("--waive", "data=returns are not counted yet", "--waive", "signals=nothing to compare with")

Run = Callable[..., Result]


def planlib(database: Path) -> Run:
    """Runs planlib on a database, in English."""

    def call(*arguments: str | Path) -> Result:
        options = ["--db", str(database), "--lang", "en"]
        return CliRunner().invoke(main, [*options, *map(str, arguments)], catch_exceptions=False)

    return call


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs planlib on a database that is new."""
    call = planlib(tmp_path / "plan.duckdb")
    assert call("init").exit_code == 0
    return call


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a plan for March 2024: two KPIs and three days of sales, in three changes."""
    folder = tmp_path_factory.mktemp("prepared")
    call = planlib(folder / "plan.duckdb")
    call("init")
    for kind, text in (("kpis", KPIS), ("targets", TARGETS), ("actuals", SALES)):
        assert call("import", kind, file(folder, text), "--plan", PLAN).exit_code == 0
    return folder / "plan.duckdb"


@pytest.fixture
def plan(prepared: Path, tmp_path: Path) -> Run:
    """Runs planlib on a copy of the prepared database."""
    return planlib(Path(shutil.copy(prepared, tmp_path)))


def file(folder: Path, text: str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def answer(result: Result) -> Any:
    """The JSON document on stdout; there must be nothing else there."""
    return json.loads(result.stdout)
