"""The plan explained, of the sample: its text as it was last read and approved, and numbers that agree everywhere.

``make snapshots`` writes the texts anew; read the diff.
"""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from planlib.cli import main
from planlib.document import Document, Table
from planlib.export.markdown import markdown
from planlib.export.pack import Format
from planlib.kick_off.plan_explained import SECTIONS, plan_explained
from planlib.kick_off.targets import weeks
from planlib.locale import LANGUAGES, language
from planlib.plans import find_plan
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.vocabulary import BudgetKind, ControlPoint

EXPECTED = Path(__file__).with_name("expected")
TODAY = date(2026, 10, 26)
PLAN = "ecom/2026-10"
BEGINS = {
    Format.PPTX: b"PK",
    Format.XLSX: b"PK",
    Format.DOCX: b"PK",
    Format.PDF: b"%PDF",
    Format.HTML: b"<!doctype html>",
    Format.MD: b"# ",
}


@pytest.fixture(scope="module")
def snapshot(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    copy = tmp_path_factory.mktemp("kick_off") / "plan.duckdb"
    shutil.copy(sample_file, copy)
    store = Store.open(copy)
    yield open_snapshot(store, "a", find_plan(store, PLAN), today=TODAY)
    store.close()


@pytest.fixture(scope="module", params=LANGUAGES)
def explained(snapshot: Snapshot, request: pytest.FixtureRequest) -> Document:
    return plan_explained(snapshot, language(request.param))


def columns(table: Table) -> list[dict[str, str]]:
    """The exact words and numbers of a table by field, row by row."""
    return [{column.field: cell.exact for column, cell in zip(table.columns, row, strict=True)} for row in table.rows]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_text_is_the_approved_one(snapshot: Snapshot, code: str) -> None:
    text = markdown(plan_explained(snapshot, language(code)))
    path = EXPECTED / f"kick_off_2026-10_{code}.md"
    if os.environ.get("PLANLIB_SNAPSHOTS") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text("utf-8")


def test_a_sentence_states_no_number_that_it_does_not_know_where_from(explained: Document) -> None:
    for sentence in explained.sentences:
        rest = sentence.text
        for fact in sorted(sentence.facts, key=lambda fact: -len(fact.text)):
            assert fact.text in sentence.text, (sentence.text, fact)
            rest = rest.replace(fact.text, "")
        assert not re.search(r"\d", re.sub("“.*?”|（满分 1）| of 1", "", rest)), rest


def test_targets_and_their_weeks_are_those_of_the_snapshot(explained: Document, snapshot: Snapshot) -> None:
    targets = {row["code"]: row for row in columns(explained.table("targets"))}
    weekly = {row["code"]: row for row in columns(explained.table("weekly_targets"))}
    aimed = [line for line in snapshot.kpis() if line.target.target is not None]
    assert len(aimed) > 10
    for line in aimed:
        row = targets[line.kpi.code]
        assert Decimal(row["target"]) == line.target.target
        assert Decimal(row["weight"]) == line.target.weight
        assert (Decimal(row["baseline"]) if row["baseline"] else None) == line.target.baseline
        path = dict(snapshot.day_by_day(line.kpi.kpi).path)
        for week in weeks(snapshot):
            assert Decimal(weekly[line.kpi.code][f"by_{week.last}"]) == path[week.last]
    assert len(explained.section("targets").figures) == 4


def test_the_budget_foots_by_line_by_category_and_by_week(explained: Document, snapshot: Snapshot) -> None:
    view, table = snapshot.budget(), explained.table("money")
    rows = columns(table)
    of_line = {row["line"]: Decimal(row["budget"]) for row in rows[: -table.totals]}
    assert of_line == {line.budget.code: line.budget.amount for line in view.lines}
    whole = [view.revenue.budget, view.cost.budget, view.result.budget]
    assert [Decimal(row["budget"]) for row in rows[-table.totals :]] == whole
    table = explained.table("weeks")
    rows = columns(table)
    lines, totals = rows[: -table.totals], rows[-table.totals :]
    assert [Decimal(row["budget"]) for row in totals] == whole
    spans = [f"week_{week.first}" for week in weeks(snapshot)]
    for row in rows:
        assert sum(Decimal(row[week]) for week in spans) == Decimal(row["budget"])
    for week in spans:
        by_kind = [sum(Decimal(row[week]) for row in lines if row["kind"] == kind) for kind in ("revenue", "cost")]
        assert [Decimal(row[week]) for row in totals] == [*by_kind, by_kind[0] - by_kind[1]]
    # paid on the 5th alone
    rent = next(row for row in lines if row["category"] == "facilities")
    assert [Decimal(rent[week]) for week in spans] == [0, 260000, 0, 0, 0]


def test_control_points_are_those_at_which_a_line_is_looked_at(explained: Document, snapshot: Snapshot) -> None:
    costs = [line.budget for line in snapshot.budget().lines if line.budget.kind is BudgetKind.COST]
    notices = {budget.amount * budget.limit(ControlPoint.NOTICE) for budget in costs}
    rows = columns(explained.table("control_points"))
    assert {Decimal(row["notice"]) for row in rows} == notices
    assert len(rows) == len(costs)


def test_only_the_sections_that_are_wanted_are_told(snapshot: Snapshot) -> None:
    found = plan_explained(snapshot, language("en"), ("risks", "goals"))
    assert [section.name for section in found.sections] == ["goals", "risks"]
    assert all(plan_explained(snapshot, language("en")).section(name) for name in SECTIONS)


@pytest.mark.parametrize("wanted", Format)
def test_the_command_line_writes_each_format(sample_file: Path, tmp_path: Path, wanted: Format) -> None:
    database = shutil.copy(sample_file, tmp_path / "plan.duckdb")
    out = tmp_path / f"plan.{wanted}"
    asked = ["export", "--what", "plan", "--plan", PLAN, "--format", wanted, "--out", str(out)]
    done = CliRunner().invoke(main, [*asked, "--db", str(database), "--lang", "zh"])
    assert done.exit_code == 0, done.output
    assert out.read_bytes().lower().startswith(BEGINS[wanted].lower())
