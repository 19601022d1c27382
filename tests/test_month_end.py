"""The month-end summary of the sample: its text as it was last read and approved, and numbers that agree everywhere.

``make snapshots`` writes the texts anew; read the diff.
"""

import csv
import io
import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planlib.document import Cell, Column, Document, Section, Sentence, Table
from planlib.export.csv_file import csv_file
from planlib.export.markdown import markdown
from planlib.locale import LANGUAGES, language
from planlib.month_end.summary import summary
from planlib.plans import find_plan
from planlib.report import budget_json, kpis_json
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store

EXPECTED = Path(__file__).with_name("expected")
TODAY = date(2026, 10, 26)
PLANS = ("ecom/2026-09", "ecom/2026-10")


@pytest.fixture(scope="module")
def sample(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    copy = tmp_path_factory.mktemp("month_end") / "plan.duckdb"
    shutil.copy(sample_file, copy)
    store = Store.open(copy)
    yield store
    store.close()


def opened(store: Store, plan: str) -> Snapshot:
    return open_snapshot(store, "a", find_plan(store, plan), today=TODAY)


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_text_is_the_approved_one(sample: Store, plan: str, code: str) -> None:
    text = markdown(summary(sample, opened(sample, plan), language(code)))
    path = EXPECTED / f"month_end_{plan[-7:]}_{code}.md"
    if os.environ.get("PLANLIB_SNAPSHOTS") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("plan", PLANS)
def test_both_languages_and_the_csv_carry_the_snapshot_s_numbers(sample: Store, plan: str) -> None:
    snapshot = opened(sample, plan)
    tables = [summary(sample, snapshot, language(code)).table("budget") for code in LANGUAGES]
    for table in tables:
        rows = list(csv.DictReader(io.StringIO(csv_file(table).decode("utf-8-sig"))))
        lines = {line.budget.code: line for line in snapshot.budget().lines}
        assert {row["line"] for row in rows if row["line"]} == set(lines)
        for row in rows:
            if row["line"]:
                assert Decimal(row["actual"]) == lines[row["line"]].actual
                assert Decimal(row["favourable"]) == lines[row["line"]].favourable
        revenue, cost, result = rows[-table.totals :]
        assert Decimal(revenue["actual"]) - Decimal(cost["actual"]) == Decimal(result["actual"])
        for kind, total in (("revenue", revenue), ("cost", cost)):
            lines_of_kind = [Decimal(row["actual"]) for row in rows if row["kind"] == kind]
            assert sum(lines_of_kind) == Decimal(total["actual"])


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_printed_budget_foots_to_the_cent(sample: Store, plan: str, code: str) -> None:
    table = summary(sample, opened(sample, plan), language(code)).table("budget")
    fields = [column.field for column in table.columns]
    printed = [dict(zip(fields, map(amount, row), strict=True)) for row in table.rows]
    lines, (revenue, cost, result) = printed[: -table.totals], printed[-table.totals :]
    kinds = [row[fields.index("kind")].exact for row in table.rows]
    for column in ("budget", "phased", "actual", "committed", "available", "variance", "favourable"):
        for kind, whole in (("revenue", revenue), ("cost", cost)):
            parts = [line[column] for line, its_kind in zip(lines, kinds, strict=False) if its_kind == kind]
            assert sum(parts) == whole[column], (column, kind)
    for row in printed:
        assert row["variance"] == row["actual"] - row["phased"]
    assert result["actual"] == revenue["actual"] - cost["actual"]
    assert result["favourable"] == revenue["favourable"] + cost["favourable"]


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_sentence_states_no_number_that_it_does_not_know_where_from(sample: Store, plan: str, code: str) -> None:
    snapshot = opened(sample, plan)
    document = summary(sample, snapshot, language(code))
    assert [one.name for one in document.section("month").sentences] == ["overall", "score", "worst", "result", "work"]
    told = {name: rows_by_code(snapshot, name) for name in ("kpis", "budget")}
    for sentence in document.sentences:
        rest = sentence.text
        for fact in sorted(sentence.facts, key=lambda fact: -len(fact.text)):
            assert fact.text in sentence.text, (sentence.text, fact)
            rest = rest.replace(fact.text, "")
            row = told.get(fact.source, {}).get(fact.of, {})
            if fact.field in row:
                assert str(row[fact.field]) == fact.exact, fact
        assert not re.search(r"\d", re.sub("“.*?”|（满分 1）| of 1", "", rest)), rest


def rows_by_code(snapshot: Snapshot, name: str) -> dict[str, dict[str, Any]]:
    """The rows of a list of `planlib show`, by code."""
    shown = kpis_json(snapshot, snapshot.kpis(), language("en")) if name == "kpis" else budget_json(snapshot)
    return {row["code" if name == "kpis" else "line"]: row for row in shown[name]}


def amount(cell: Cell) -> Decimal:
    """Return the amount that a cell prints, 0 for none."""
    found = re.fullmatch(r"[+−]?[\d,]+\.\d\d", cell.text)
    return Decimal(found[0].replace(",", "").replace("−", "-")) if found else Decimal(0)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_numbers_of_a_kpi_share_one_precision(sample: Store, code: str) -> None:
    snapshot = opened(sample, "ecom/2026-10")
    table = summary(sample, snapshot, language(code)).table("kpis")
    at = [column.field for column in table.columns]
    numbers = [at.index(field) for field in ("target", "actual", "expected", "last_month", "last_year")]
    whole = {line.kpi.code for line in snapshot.kpis() if line.kpi.whole}
    for row in table.rows:
        texts = [re.sub(r"[(（].*|[+].*", "", row[place].text) for place in numbers if row[place].exact]
        places = {len(found) for text in texts for found in re.findall(r"[\d,]+\.?(\d*)", text)}
        assert len(places) <= 1, texts
        assert places <= {0} or row[0].exact not in whole
    new = next(row for row in table.rows if row[0].exact == "new_customers")
    assert (new[at.index("target")].text, new[at.index("expected")].text) == ("97,000", "71,968")
    assert new[at.index("expected")].full == "71,967.741935"


def test_what_a_person_typed_makes_no_markdown_and_no_formula() -> None:
    hostile = "=1+1|[x](http://evil)<img src=x>\n# big"
    table = Table("t", "T", (Column("a", "A", right=False),), ((Cell(hostile, hostile),),))
    text = markdown(Document("s", "s", (Section("s", hostile, (Sentence("s", hostile),), tables=(table,)),)))
    assert not re.search(r"(?<!\\)\]\(|(?<!\\)<img|^# big", text, re.MULTILINE)
    assert len([line for line in text.splitlines() if line.startswith("|")]) == 3
    _head, row = csv.reader(io.StringIO(csv_file(table).decode("utf-8-sig"), newline=""))
    assert row == [f"'{hostile}"]
