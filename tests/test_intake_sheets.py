"""Sheets with the same columns, one for each week or region, read together as one table."""

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from typer.testing import CliRunner

from planlib.cli import main
from planlib.errors import InvalidError, Line, Problem
from planlib.intake.options import ALL_SHEETS, Limits, Options
from planlib.intake.preview import Preview, preview, record_preview
from planlib.intake.reading.read import read
from planlib.intake.refused import refused_csv
from planlib.locale import language
from planlib.locale.sentences import decision_sentence, notice_sentence, problem_sentence
from planlib.store.connect import Store
from planlib.store.ledger import history
from planlib.vocabulary import DecisionCode, FileKind
from tests.intake_plan import NOW, PLAN, faults, make_plan, records
from tests.stores import empty_store

HEADER = ["kpi", "date", "value"]
WEEKS: Mapping[str, Sequence[Sequence[object]]] = {
    "第1周": [HEADER, ["REV", "2025-03-01", 100], ["REV", "2025-03-02", 200]],
    "封面": [["月报"], ["说明"], ["王芳"]],
    "第2周": [["三月第2周"], HEADER, ["REV", "2025-03-08", 300], ["合计", "", 300]],
    "第3周": [["date", "value", "kpi"], ["2025-03-15", 400, "REV"], ["2025-03-16", 500, "ORD"]],
    "第4周": [HEADER],
}


def book(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    return file.getvalue()


def with_rows(name: str, *rows: Sequence[object]) -> bytes:
    return book({**WEEKS, name: [*WEEKS[name], *rows]})


def look(store: Store, data: bytes, sheet: str | tuple[str, ...] | None, **options: Any) -> Preview:
    said = Options(sheet=sheet, **options)
    return preview(store, data, "weeks.xlsx", FileKind.ACTUALS, PLAN, said, actor="test", today=NOW.date())


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


def test_sheets_read_together_are_the_sheets_one_after_another(plan: Store) -> None:
    data = book(WEEKS)
    found = look(plan, data, ALL_SHEETS)
    change = record_preview(plan, found, actor="test", at=NOW, accept_warnings=True)
    assert change is not None
    assert change.file is not None
    assert (found.added, found.file.rows, change.file.sheet) == (5, 5, "第1周, 第2周, 第3周")
    assert change.file.title == "weeks.xlsx · 第1周, 第2周, 第3周"
    with empty_store() as other:
        make_plan(other)
        for name in ("第1周", "第2周", "第3周"):
            alone = look(other, data, name)
            assert record_preview(other, alone, actor="test", at=NOW, accept_warnings=True)
        assert sorted(map(str, records(other, "actuals"))) == sorted(map(str, records(plan, "actuals")))
    again = look(plan, data, ALL_SHEETS)
    assert (again.previous, again.unchanged, len(history(plan, plan=PLAN))) == (change.change_id, 5, 1)


def test_what_was_read_and_what_was_left_out_is_told(plan: Store) -> None:
    found = look(plan, book(WEEKS), ALL_SHEETS)
    told = {decision.code: decision_sentence(language("en"), decision) for decision in found.decisions}
    assert told[DecisionCode.SHEET] == (
        "Sheets 第1周, 第2周, 第3周 are read together. Sheets with other columns or no rows are left out: 封面, 第4周."
    )
    assert "第2周!2" in told[DecisionCode.HEADER]
    assert "第2周!4" in told[DecisionCode.TOTALS]
    named = look(plan, book(WEEKS), ("第3周", "第1周"))
    assert (named.file.sheet, named.added) == ("第3周, 第1周", 4)
    alone = look(plan, book(WEEKS), ("第1周", "封面"))
    assert (alone.file.sheet, alone.added) == ("第1周", 2)
    assert "left out: 封面." in decision_sentence(language("en"), alone.decisions[0])


def test_a_problem_names_its_sheet(plan: Store) -> None:
    data = with_rows("第2周", ["REV", "2025-03-09", "many"], ["REV", "2025-03-02", 200])
    found = look(plan, data, ALL_SHEETS)
    places = [(problem.line.sheet, problem.line.row) for problem in found.problems if isinstance(problem.line, Line)]
    assert places == [("第1周", 3), ("第2周", 5), ("第2周", 6)]
    assert [code for _, _, code in faults(found)] == ["duplicate_key", "bad_number", "duplicate_key"]
    first, bad, _ = (problem_sentence(language("en"), problem) for problem in found.problems)
    assert first.startswith("Sheet “第1周”, line 3: ")
    assert "第2周!6" in first
    assert bad.startswith("Sheet “第2周”, line 5, column “value”: ")
    assert problem_sentence(language("zh"), found.problems[1]).startswith("工作表“第2周”第 5 行，“value”列：")
    mended = refused_csv(found, language("en")).decode("utf-8-sig")
    assert [line.partition(", line ")[0] for line in mended.splitlines()[1:]] == [
        '"Sheet “第1周”',
        '"Sheet “第2周”',
        '"Sheet “第2周”',
    ]


@pytest.mark.parametrize(("sheets", "rows"), [(["*"], 7), (["第2周", "第3周"], 5), (["第3周"], 2)])
def test_the_command_line_reads_several_sheets(sheets: list[str], rows: int, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "plan.duckdb", create=True)
    make_plan(store)
    store.close()
    path = tmp_path / "weeks.xlsx"
    path.write_bytes(with_rows("第2周", ["REV", "2025-03-09", "many"], ["REV", "2025-03-10", 20]))
    said = [text for name in sheets for text in ("--sheet", name)]
    arguments = ["--db", str(tmp_path / "plan.duckdb"), "import", "actuals", str(path), "--plan", "T/2025-03"]
    told = json.loads(CliRunner().invoke(main, [*arguments, *said, "--json", "--dry-run"]).stdout)
    assert (told["rows"], told["sheet"]) == (rows, {7: "第1周, 第2周, 第3周"}.get(rows, ", ".join(sheets)))
    places = [(problem.get("sheet"), problem["line"]) for problem in told["problems"]]
    assert places == ([] if sheets == ["第3周"] else [("第2周", 5)])


def test_a_remark_at_the_side_keeps_no_sheet_apart(plan: Store) -> None:
    found = look(plan, with_rows("第3周", ["2025-03-17", 1, "REV", "remark"]), ALL_SHEETS)
    assert (found.added, found.file.sheet, found.problems) == (6, "第1周, 第2周, 第3周", ())


def test_a_unit_of_its_own_keeps_a_sheet_apart() -> None:
    data = book({"元": WEEKS["第1周"], "万元": [["单位：万元"], *WEEKS["第1周"]]})
    assert read(data, Options(sheet=ALL_SHEETS)).together == ()
    assert len(read(data, Options(sheet=ALL_SHEETS))) == 2


@pytest.mark.parametrize("sheet", [ALL_SHEETS, ("第1周", "第3周")])
def test_limits_hold_for_all_sheets_together(sheet: Any) -> None:
    with pytest.raises(InvalidError) as fault:
        read(book(WEEKS), Options(sheet=sheet, limits=Limits(rows=3)))
    assert fault.value.problems == (Problem("too_many_rows", parameters={"limit": 3}),)


def test_a_sheet_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidError) as fault:
        read(book(WEEKS), Options(sheet=("第1周", "第9周")))
    assert (fault.value.problems[0].code, fault.value.problems[0].value) == ("unknown_sheet", "第9周")
    with pytest.raises(InvalidError) as fault:
        read(book({"a": [], "b": []}), Options(sheet=ALL_SHEETS))
    assert fault.value.problems == (Problem("empty_file"),)


def told_of_totals(found: Preview) -> list[str]:
    notices = [notice_sentence(language("en"), told) for told in found.notices if told.code == "totals_agree"]
    return notices + [problem_sentence(language("en"), one) for one in found.warnings if one.code == "total_differs"]


def test_the_total_of_each_sheet_is_held_against_its_own_rows(plan: Store) -> None:
    data = book(
        {
            "1周": [HEADER, ["REV", "2025-03-01", 1.25], ["REV", "2025-03-02", 2.5], ["合计", "", 3.75]],
            "2周": [["", *HEADER], ["稿", "REV", "2025-03-08", 9], ["合计", "", "", 1009]],
            "3周": [["date", "value", "kpi"], ["2025-03-15", 7, "REV"], ["合计", 8, ""]],
            "4周": [HEADER, ["REV", "2025-03-22", 9], ["合计", "", 1], ["合计", "", 2]],
        }
    )
    found = look(plan, data, ALL_SHEETS)
    assert (found.added, found.file.sheet) == (5, "1周, 2周, 3周, 4周")
    text = "The file's own total is {}; its rows add up to {}."
    assert told_of_totals(found) == [
        text.format("3.75", "3.75"),
        f"Sheet “2周”, line 3, column “value”: {text.format('1,009', '9')} See which of the two is right.",
        f"Sheet “3周”, line 3, column “value”: {text.format('8', '7')} See which of the two is right.",
    ]


def test_totals_of_kpis_as_columns_are_held_against_their_sheet(plan: Store) -> None:
    header: Sequence[object] = ["日期", "销售额", "订单数"]
    first = [header, ["2025-03-01", 1, 2], ["2025-03-02", 3, 4], ["合计", 4, 6]]
    second = [header, ["2025-03-08", 5, 6], ["合计", 5, 7]]
    assert told_of_totals(look(plan, book({"上": first, "下": second}), ALL_SHEETS)) == [
        "The file has 3 totals of its own; its rows add up to each of them.",
        "Sheet “下”, line 3, column “订单数”: The file's own total is 7; its rows add up to 6. "
        "See which of the two is right.",
    ]
