"""A workbook as rows of texts: its cells, its sheets, and its rows."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planlib.errors import Problem
from planlib.intake.reading.container import kind_of
from planlib.intake.reading.source import Row
from planlib.intake.reading.workbook_cells import text
from tests.workbook_files import (
    COLLAPSED,
    SMALL_XLS,
    archive,
    cells,
    decided,
    ods_cell,
    ods_row,
    opened,
    refused,
    saved,
    sheet,
    written,
)

# cells


@pytest.mark.parametrize(
    ("cell", "code", "expected"),
    [
        (0.1 + 0.2, None, "0.3"),
        (1234.5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1234.5"),
        (20250305, None, "20250305"),
        (45721, None, "45721"),
        (45721, "yyyy/m/d", "2025-03-05"),
        (45721, "m/d/yy", "2025-03-05"),
        (45721, 'yyyy"年"m"月"d"日"', "2025-03-05"),
        (45721, "[$-804]yyyy/m/d h:mm", "2025-03-05"),
        (45721.604166666664, "yyyy-mm-dd hh:mm", "2025-03-05 14:30:00"),
        (0.604166666666667, "hh:mm:ss", "14:30:00"),
        (1.104166666666667, "[h]:mm", "26:30:00"),
        (0.125, "0.0%", "0.125"),
        (12, '0"年"', "12"),
        (-0.0000012, None, "-0.0000012"),
        (123456789012345680000.0, None, "1.23456789012346e+20"),
        (12345678901234567.0, None, "12345678901234600"),
        (True, None, "TRUE"),
        ("007", None, "007"),
        (" 1,234 ", None, " 1,234 "),
        ("第一行\n第二行", None, "第一行\n第二行"),
        ("a_x000D_b", None, "a_x000D_b"),
    ],
)
def test_a_cell_is_read_as_its_shortest_exact_text(cell: object, code: str | None, expected: str) -> None:
    data = sheet(["x", "end"], [cell, "end"], formats={(1, 0): code} if code else None)
    assert cells(opened(data))[1] == [expected, "end"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (datetime.fromisoformat("2025-03-05T14:29:59.999999"), "2025-03-05 14:30:00"),
        (datetime.fromisoformat("2025-03-04T23:59:59.999999"), "2025-03-05"),
        (date(2025, 3, 5), "2025-03-05"),
        (time(8, 5), "08:05:00"),
        (-timedelta(hours=1, minutes=30), "-01:30:00"),
        (-0.0, "0"),
        (1e300, "1e+300"),
        (float("nan"), "nan"),
        (999999999999999.0, "999999999999999"),
        (0.1, "0.1"),
        (False, "FALSE"),
        (7, "7"),
    ],
)
def test_a_value_as_text(cell: Any, expected: str) -> None:
    assert text(cell) == expected


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=20).filter(lambda text: "_x" not in text)
NUMBERS = st.builds(
    lambda digits, place: Decimal(digits).scaleb(place), st.integers(-(10**15) + 1, 10**15 - 1), st.integers(-6, 0)
)
DAYS = st.dates(date(1901, 1, 1), date(2200, 12, 31))


@given(st.lists(st.tuples(TEXTS, NUMBERS, DAYS), min_size=1, max_size=30))
@settings(max_examples=25, deadline=None)
def test_any_table_is_read_back_as_it_was_written(rows: list[tuple[str, Decimal, date]]) -> None:
    formats = {(number, 2): "d/m/yy" for number in range(1, len(rows) + 1)}
    data = sheet(
        ["text", "number", "day"], *([found, float(number), day] for found, number, day in rows), formats=formats
    )
    assert cells(opened(data))[1:] == [
        [found, format(number.normalize(), "f") if number else "0", str(day)] for found, number, day in rows
    ]


def test_days_are_right_in_the_date_system_of_1904() -> None:
    data = sheet(["day"], [date(2025, 3, 5)], formats={(1, 0): "yyyy-mm-dd"}, date_1904=True)
    assert cells(opened(data)) == [["day"], ["2025-03-05"]]


def test_a_formula_is_read_as_the_result_that_was_saved_with_it() -> None:
    def write(book: Any) -> None:
        found = book.add_worksheet()
        found.write_row(0, 0, ["a", "b", "c", "d"])
        found.write_formula(1, 0, "=1+1", None, 2)
        found.write_formula(1, 1, '="x"&"y"', None, "xy")
        found.write_formula(1, 2, "=1/0", None, "#DIV/0!")
        found.write_formula(1, 3, "=NA()", None, "#N/A")

    source = opened(written(write))
    assert cells(source)[1] == ["2", "xy", "#DIV/0!", "#N/A"]
    assert source.decisions == ()


def test_a_formula_without_a_result_is_empty_and_told() -> None:
    book = openpyxl.Workbook()
    for row in (["kpi", "value"], ["REV", "=1+1"], ["ORD", 3], ["GM", "=B3/2"]):
        book.active.append(row)
    source = opened(saved(book))
    assert cells(source) == [["kpi", "value"], ["REV", ""], ["ORD", "3"], ["GM", ""]]
    assert decided(source) == {"unsaved_formulas": {"count": 2, "places": ("B2", "B4")}}


# sheets and rows


def test_a_line_is_the_row_of_the_sheet_and_what_is_empty_around_is_cut() -> None:
    def write(book: Any) -> None:
        found = book.add_worksheet()
        found.write_row(4, 2, ["kpi", "value"])
        found.write_row(6, 2, ["REV", 1])
        found.write_row(7, 2, ["ORD", 2, ""])
        found.write_blank(900, 40, None, book.add_format({"bold": True}))

    source = opened(written(write))
    assert source.head(2) == [Row(5, ["kpi", "value"], 5), Row(7, ["REV", "1"], 7)]
    body = source.body(source.head(1)[0])
    assert body.lines.tolist() == [6, 7, 8]
    assert [column.to_pylist() for column in body.columns] == [["", "REV", "ORD"], ["", "1", "2"]]
    assert body.ragged == ()


def several() -> bytes:
    def write(book: Any) -> None:
        for name in ("封面", "空", "旧数据", "数据"):
            book.add_worksheet(name)
        cover, _, old, data = book.worksheets()
        cover.write(0, 0, "月报")
        old.write_row(0, 0, ["kpi", "old"])
        old.hide()
        data.write_row(0, 0, ["kpi", "value"])

    return written(write)


def has_columns(rows: list[Row]) -> bool:
    return rows[0].cells[0] == "kpi"


def test_the_first_visible_sheet_with_the_columns_is_read() -> None:
    source = opened(several(), prefers=has_columns)
    assert cells(source) == [["kpi", "value"]]
    assert source.sheets == ("封面", "空", "旧数据", "数据")
    assert decided(source) == {"sheet": {"sheet": "数据", "sheets": source.sheets}}


def test_other_sheets_with_the_columns_are_told_unless_they_are_hidden() -> None:
    def write(book: Any) -> None:
        for name in ("第43周", "封面", "第44周", "旧数据", "空"):
            sheet = book.add_worksheet(name)
            if name != "空":
                sheet.write_row(0, 0, ["月报" if name == "封面" else "kpi", "value"])
        book.worksheets()[3].hide()

    book = written(write)
    assert decided(opened(book, prefers=has_columns))["sheet"]["others"] == ("第44周",)
    assert decided(opened(book, "第44周", prefers=has_columns))["sheet"]["others"] == ("第43周",)


def test_without_such_a_sheet_the_first_one_that_is_not_empty_is_read() -> None:
    assert cells(opened(several())) == [["月报"]]
    assert cells(opened(several(), prefers=lambda _: False)) == [["月报"]]


def test_a_hidden_sheet_is_read_only_by_its_name() -> None:
    assert cells(opened(several(), "旧数据")) == [["kpi", "old"]]
    assert refused(several(), "空") == Problem("empty_file", parameters={"sheet": "空"})
    assert refused(several(), "x") == Problem(
        "unknown_sheet", value="x", parameters={"known": ["封面", "空", "旧数据", "数据"]}
    )


def test_a_workbook_with_nothing_to_see_is_empty() -> None:
    assert refused(sheet()).code == "empty_file"


def test_hidden_rows_are_read_or_left_out_and_told() -> None:
    def write(book: Any) -> None:
        found = book.add_worksheet()
        for row in range(4):
            found.write_row(row, 0, [f"a{row}", row])
        found.set_row(2, None, None, {"hidden": True})
        found.set_row(9, None, None, {"hidden": True})

    source = opened(written(write))
    assert cells(source)[2] == ["a2", "2"]
    assert decided(source) == {"hidden_rows": {"count": 1, "places": ("3",)}}
    without = opened(written(write), hidden_rows=False)
    assert [(row.line, row.cells[0]) for row in without.head(9)] == [(1, "a0"), (2, "a1"), (4, "a3")]
    assert decided(without) == {"hidden_rows": {"count": 1, "left_out": ("3",)}}


def merged() -> bytes:
    def write(book: Any) -> None:
        found = book.add_worksheet()
        found.merge_range("A1:D1", "三月月报")
        found.merge_range("A2:A3", "kpi")
        found.merge_range("B2:C2", "value")
        found.write("D2", "note")
        found.write_row("B3", ["plan", "actual", "note"])
        found.merge_range("A4:A5", "REV")
        found.write_row("B4", [1, 2, "x"])
        found.merge_range("C5:C6", 5)
        found.write("B6", 7)
        found.write("A6", "ORD")

    return written(write)


def test_merged_texts_count_for_each_cell_but_not_numbers_and_not_a_title() -> None:
    source = opened(merged())
    assert cells(source) == [
        ["三月月报", "", "", ""],
        ["kpi", "value", "value", "note"],
        ["kpi", "plan", "actual", "note"],
        ["REV", "1", "2", "x"],
        ["REV", "", "5", ""],
        ["ORD", "7", "", ""],
    ]
    assert decided(source)["merged_cells"] == {"count": 3, "places": ("A2:A3", "B2:C2", "A4:A5")}


def test_merged_cells_can_be_left_as_they_are() -> None:
    source = opened(merged(), merged_cells=False)
    assert cells(source)[4] == ["", "", "5", ""]
    assert source.decisions == ()


def test_an_old_workbook_is_read_alike() -> None:
    source = opened(SMALL_XLS.read_bytes())
    assert cells(source) == [
        ["指标", "日期", "实际值", "备注"],
        ["REV", "2025-03-05", "1234.5", "007"],
        ["GM", "2025-03-06 14:30:00", "0.125", "TRUE"],
        ["GM", "2025-03-07", "", "0.3"],
    ]
    assert source.sheets == ("数据", "旧")
    assert set(decided(source)) == {"sheet", "merged_cells"}


def test_an_opendocument_spreadsheet_is_read_alike() -> None:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    down = ' table:number-rows-spanned="2"'
    rows = (
        ods_row(ods_cell("kpi"), ods_cell("day"), ods_cell("value"))
        + ods_row('<table:table-cell table:number-columns-repeated="16384"/>', more=' table:number-rows-repeated="2"')
        + ods_row(ods_cell("REV"), ods_cell("5.3.25", "date", "2025-03-05"), ods_cell("12%", "percentage", "0.125"))
        + ods_row(ods_cell("007"), ods_cell("#DIV/0!"), ods_cell("0.3", "float", "0.30000000000000004"))
        + ods_row(ods_cell("x"), ods_cell("GM", more=down), ods_cell("1", "float", "1"))
        + ods_row(ods_cell("y"), "<table:covered-table-cell/>", ods_cell("2", "float", "2"), more=COLLAPSED)
        + ods_row(
            '<table:table-cell table:number-columns-repeated="16384"/>', more=' table:number-rows-repeated="9999"'
        )
    )
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="数据">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    data = archive(parts | {"META-INF/manifest.xml": "<manifest/>"})
    assert kind_of(data) == "ods"
    source = opened(data)
    assert {row.line: row.cells for row in source.head(10)} == {
        1: ["kpi", "day", "value"],
        4: ["REV", "2025-03-05", "0.125"],
        5: ["007", "#DIV/0!", "0.3"],
        6: ["x", "GM", "1"],
        7: ["y", "GM", "2"],
    }
    assert decided(source) == {
        "merged_cells": {"count": 1, "places": ("B6:B7",)},
        "hidden_rows": {"count": 1, "places": ("7",)},
    }
