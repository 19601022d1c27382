"""Texts of files that mean harm: kept word for word, shown as texts wherever they go out, and no number touched."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest

from planlib.document import Document
from planlib.export.csv_file import csv_file
from planlib.export.markdown import markdown
from planlib.intake.preview import record_preview
from planlib.locale import LANGUAGES, language
from planlib.model import PlanKey
from planlib.month_end.summary import summary
from planlib.snapshot import open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import current
from planlib.vocabulary import FileKind
from tests.intake_plan import MARCH, NOW, faults, look

PLAN = PlanKey("OPS", MARCH)
HARMFUL = (
    "=1+1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3",
    "+86 10 1234",
    "＝2+2",
    '=HYPERLINK("http://evil.example","x")',
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "| a | `b` | **c** |",
    "# not a heading",
    "{{7*7}} ${7*7} $(id)",
)
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


def imported(store: Store, kind: FileKind, header: str, rows: list[list[str]]) -> None:
    """Record a file of `rows`."""
    text = io.StringIO()
    csv.writer(text).writerows([header.split(","), *rows])
    found = look(store, kind, text.getvalue(), PLAN)
    assert faults(found) == []
    record_preview(store, found, actor="test", at=NOW, accept_warnings=True)


@pytest.fixture
def plan(store: Store) -> Store:
    """A plan that has such texts as codes, names, units, owners, titles, categories, notes and vendors."""
    things = list(enumerate(HARMFUL, 1))
    imported(store, FileKind.PEOPLE, "person,name_zh,name_en", [[f"E{n}", text, text] for n, text in things])
    imported(
        store,
        FileKind.KPIS,
        "code,name_zh,name_en,unit,owner",
        [[f"K{n}", text, text, text, text] for n, text in things],
    )
    titles = "objective,title_zh,title_en,owner,standard_zh,standard_en"
    imported(store, FileKind.OBJECTIVES, titles, [[f"O{n}", text, text, text, text, text] for n, text in things])
    imported(
        store,
        FileKind.TARGETS,
        "kpi,objective,baseline,target",
        [[f"K{n}", f"O{n}", "-1000.25", str(1000 * n)] for n, _ in things],
    )
    imported(
        store,
        FileKind.BUDGET,
        "line,name_zh,name_en,category,amount",
        [[f"B{n}", text, text, text, f"{n}000.25"] for n, text in things],
    )
    imported(
        store,
        FileKind.ACTUALS,
        "kpi,date,segment,value,note",
        [[f"K{n}", "2025-03-03", text, f"-{n}.5", text] for n, text in things],
    )
    imported(
        store,
        FileKind.SPEND,
        "line,date,amount,vendor,voucher,note",
        [[f"B{n}", "2025-03-03", f"-{n}00.75", text, text, text] for n, text in things],
    )
    return store


def texts_of(store: Store, table: str, attribute: str) -> list[str]:
    return [getattr(stored.record, attribute) for stored in current(store, table)]


def told(store: Store, code: str) -> Document:
    key = PlanKey(texts_of(store, "teams", "team")[0], MARCH)
    return summary(store, open_snapshot(store, "a", key, today=date(2025, 4, 2)), language(code))


@pytest.mark.parametrize(
    ("table", "attributes"),
    [
        ("people", ("name_zh", "name_en")),
        ("kpis", ("name_zh", "unit")),
        ("objectives", ("title_en", "standard_zh")),
        ("budgets", ("name_en",)),
        ("actuals", ("note",)),
        ("spend", ("note", "vendor")),
    ],
)
def test_they_are_kept_word_for_word(plan: Store, table: str, attributes: tuple[str, ...]) -> None:
    for attribute in attributes:
        kept = sorted(texts_of(plan, table, attribute))
        assert kept == sorted(text.replace("＝", "=") if attribute == "vendor" else text for text in HARMFUL)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_month_end_csv_has_no_formula_and_all_numbers(plan: Store, code: str) -> None:
    found = told(plan, code)
    for table in found.tables:
        rows = list(csv.reader(io.StringIO(csv_file(table).decode("utf-8-sig"))))
        cells = [cell for row in rows for cell in row]
        assert [cell for cell in cells if FORMULA.match(cell) and not _is_number(cell)] == []
    budget = list(csv.reader(io.StringIO(csv_file(found.table("budget")).decode("utf-8-sig"))))
    numbers = {Decimal(cell) for row in budget for cell in row if _is_number(cell)}
    expected = {Decimal(f"{n}000.25") for n in range(1, len(HARMFUL) + 1)}
    spent = {Decimal(f"-{n}00.75") for n in range(1, len(HARMFUL) + 1)}
    assert expected | spent <= numbers


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_month_end_markdown_has_no_markup_of_theirs(plan: Store, code: str) -> None:
    found = told(plan, code)
    text = markdown(found)
    assert re.findall(r"(?<!\\)<[a-z/!]", text, re.I) == []
    assert re.findall(r"(?<!\\)\](?=\()", text) == []
    headings = [line for line in text.splitlines() if line.startswith("#")]
    tables = [(table, section) for section in found.sections for table in section.tables if table.rows]
    under = [table for table, section in tables if table.title != section.title]
    assert len(headings) == 1 + sum(map(bool, found.sections)) + len(under)
    rows = {len(re.findall(r"(?<!\\)\|", line)) for line in text.splitlines() if line.startswith("|")}
    assert rows == {len(table.columns) + 1 for table in found.tables if table.rows}
    assert "evil.example" in text


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?", cell.strip())) and not cell.endswith("%")
