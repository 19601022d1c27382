"""Risks on the command line, as a table, as JSON and in the past; and on the matrix."""

import dataclasses
import json
from collections import Counter
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from planlib import charts
from planlib.cli import main
from planlib.locale import language
from planlib.metrics.risks import band, bands, score
from planlib.snapshot import Level, RiskLine, open_snapshot
from planlib.store.changes import change_at
from planlib.store.connect import Store
from tests.meeting_plan import MARCH, TODAY
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


def shown(database: Path, *options: str, code: str = "en") -> str:
    arguments = ["--db", str(database), "--lang", code, "show", "risks", "--plan", "shop/2025-03", *options]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def document(database: Path, *options: str) -> Any:
    return json.loads(shown(database, "--json", *options))


def test_the_json_has_the_numbers_and_why_there_are_none(database: Path) -> None:
    found = document(database)
    assert found["day"] < found["as_of"] == datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
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
        "at_least": None,
        "below": "2000",
        "at_most": None,
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


def test_what_was_overdue_or_fired_in_the_past_is_told_as_of_that_day(database: Path) -> None:
    def fired_and_overdue(*options: str) -> tuple[bool, bool]:
        risks = {one["risk"]: one for one in document(database, *options)["risks"]}
        return risks["fair"]["trigger"]["fired"], risks["strike"]["overdue"]

    assert fired_and_overdue("--known-at", "2025-03-15") == (False, False)
    with closing(Store.open(database)) as store:
        change = change_at(store, at(20))
    assert fired_and_overdue("--known-at", str(change)) == (False, True)
    assert fired_and_overdue() == (True, True)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "en",
            ("Worst is “Flood”: extreme, 5 × 5.", "Sales below 2,000 (1,000 since 1 Mar)", "Not scored", "Exposure: —"),
        ),
        ("zh", ("最严重的是“Flood”：极高，5 × 5。", "Sales低于 2,000 (", "未评分", "敞口: —")),
    ],
)
def test_the_table_says_what_is_worst_and_what_has_fired(database: Path, code: str, words: tuple[str, ...]) -> None:
    found = shown(database, code=code)
    assert [word for word in words if word not in found] == []


def test_without_risks_it_says_so(database: Path) -> None:
    done = CliRunner().invoke(main, ["--db", str(database), "--lang", "en", "show", "risks", "--plan", "shop/2025-04"])
    assert "There are no risks yet." in done.stdout


# the matrix

READER = charts.Reader(language("en"), charts.LIGHT, "CNY")
STEP = st.integers(1, 5)


def shown_line(number: int, now: tuple[int, int], then: tuple[int, int]) -> RiskLine:
    """Return a line that has but what is drawn."""
    found = risk(f"r{number}", *now, residual_likelihood=then[0], residual_impact=then[1])
    levels = [Level(*step, score(*step), band(step[0] * step[1], bands(None))) for step in (now, then)]
    fields: dict[str, Any] = dict.fromkeys(field.name for field in dataclasses.fields(RiskLine))
    return RiskLine(**fields | {"risk": found, "current": levels[0], "residual": levels[1]})


@settings(deadline=None)
@given(st.lists(st.tuples(st.tuples(STEP, STEP), st.tuples(STEP, STEP)), max_size=12))
def test_each_mark_stands_in_its_cell_and_none_on_another(sizes: list[Any]) -> None:
    lines = [shown_line(number, *size) for number, size in enumerate(sizes, 1)]
    marks = [charts.RiskMark(number, line, f"Risk {number}") for number, line in enumerate(lines, 1)]
    figure = charts.risk_matrix(marks, bands(None), READER)
    places = [(x, y) for trace in figure.data for x, y in zip(trace.x, trace.y, strict=True)]
    moving = [size for size in sizes if size[0] != size[1]]
    cells = sorted((impact, likelihood) for likelihood, impact in [now for now, _ in sizes] + [to for _, to in moving])
    assert sorted((round(x), round(y)) for x, y in places) == cells
    assert len(set(places)) == len(places)
    assert sum(1 for words in figure.layout.annotations if words.axref == "x") == len(moving)


def test_cells_have_the_words_of_their_bands() -> None:
    figure = charts.risk_matrix([], bands("5 12 26"), READER)
    found = Counter(words.text for words in figure.layout.annotations)
    assert found == {"Low": 8, "Moderate": 9, "High": 8}
    assert len({(shape.fillcolor) for shape in figure.layout.shapes}) == 3


def test_the_matrix_is_told_to_who_cannot_see_it(database: Path) -> None:
    with closing(Store.open(database)) as store:
        view = open_snapshot(store, "a", MARCH, today=TODAY).risks(TODAY)
    marks = charts.risk_marks(view, READER)
    assert [mark.number for mark in marks] == [2, 3, 4, 5]
    assert charts.risk_matrix_words(marks, READER).startswith("2 Flood: Extreme 5 × 5; 3 Strike: Extreme 4 × 4")
