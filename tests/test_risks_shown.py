"""Risks on the command line: as a table, as JSON, and in the past."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from planlib.cli import main
from planlib.store.connect import Store
from tests.risk_plan import at, make_risks, risk, write
from tests.stores import ON_DUCKLAKE

pytestmark = pytest.mark.skipif(ON_DUCKLAKE, reason="the command line opens a file")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("risks") / "plan.duckdb"
    with closing(Store.open(path, create=True)) as store:
        make_risks(store)
        write(store, at(20), risks=[risk("flood", 5, 5)])
    return path


def shown(database: Path, *options: str, language: str = "en") -> str:
    arguments = ["--db", str(database), "--lang", language, "show", "risks", "--plan", "shop/2025-03", *options]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def document(database: Path, *options: str) -> Any:
    return json.loads(shown(database, "--json", *options))


def test_the_json_has_the_numbers_and_why_there_are_none(database: Path) -> None:
    found = document(database)
    assert [one["risk"] for one in found["risks"]] == ["unknown", "flood", "strike", "ads", "fair", "gone"]
    assert (found["bands"], found["counts"]["extreme"]) == ({"moderate": 4, "high": 8, "extreme": 15}, 2)
    assert (found["exposure"], found["exposure_reason"], found["net"]) == (None, "missing_data", "-400")
    unknown, flood, strike, ads, fair, gone = found["risks"]
    assert (unknown["score"], unknown["score_reason"], unknown["band"]) == (None, "missing_data", None)
    assert (flood["score"], flood["band"], flood["move"]) == (25, "extreme", "added")
    assert strike["trigger"] == {
        "kpi": "sales",
        "line": None,
        "day": None,
        "above": None,
        "below": "2000",
        "value": "1000",
        "fired": True,
        "since": "2025-03-01",
    }
    assert (ads["trigger"]["line"], ads["trigger"]["value"]) == ("ads", "1.2")
    assert (fair["emv"], fair["trigger"]["day"]) == ("-400", "2025-03-21")
    assert (gone["state"], gone["review_due_reason"]) == ("closed", "not_applicable")


def test_the_past_is_as_it_was_known(database: Path) -> None:
    found = document(database, "--known-at", "2025-03-15")
    assert next(one for one in found["risks"] if one["risk"] == "flood")["score"] == 10
    assert found["exposure"] == "1000"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("Worst is “Flood”: extreme, 5 × 5.", "Sales below 2,000 (1,000 since 1 Mar)", "Not scored", "Exposure: —"),
        ),
        ("zh", ("最严重的是“Flood”：极高，5 × 5。", "Sales低于 2,000 (", "未评分", "敞口: —")),
    ],
)
def test_the_table_says_what_is_worst_and_what_has_fired(database: Path, language: str, words: tuple[str, ...]) -> None:
    found = shown(database, language=language)
    assert [word for word in words if word not in found] == []


def test_without_risks_it_says_so(database: Path) -> None:
    done = CliRunner().invoke(main, ["--db", str(database), "--lang", "en", "show", "risks", "--plan", "shop/2025-04"])
    assert "There are no risks yet." in done.stdout
