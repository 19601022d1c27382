"""Workbooks as rows of texts, and what is done about those that mean harm."""

import asyncio
import io
import os
import random
import struct
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit import config
from typer.testing import CliRunner

import app
from planlib.cli import main
from planlib.errors import InvalidError, Problem, RefusedError
from planlib.intake.options import Limits, Options
from planlib.intake.reading import workbook as reading
from planlib.intake.reading.container import kind_of
from planlib.intake.reading.source import Row
from planlib.intake.reading.workbook import WorkbookSource, open_workbook
from planlib.intake.reading.workbook_cells import column_number, number_text, packed, reference, text
from planlib.intake.reading.workbook_parts import look_through
from planlib.intake.settings import SETTINGS, limits_from

ROOT = Path(__file__).parent.parent
SMALL_XLS = Path(__file__).parent / "workbooks" / "small.xls"
LIMITS = Limits()


def written(write: Callable[[Any], object], **options: object) -> bytes:
    """A workbook written by XlsxWriter, which keeps the results of formulas."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, options)
    write(book)
    book.close()
    return file.getvalue()


def sheet(*rows: list[object], formats: dict[tuple[int, int], str] | None = None, **options: object) -> bytes:
    def write(book: Any) -> None:
        found = book.add_worksheet("数据")
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                code = (formats or {}).get((number, column))
                (found.write_string if isinstance(cell, str) else found.write)(
                    number, column, cell, book.add_format({"num_format": code}) if code else None
                )

    return written(write, **options)


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook written by openpyxl, which does not calculate."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def opened(data: bytes, name: str | None = None, limits: Limits = LIMITS, **options: Any) -> WorkbookSource:
    kind = kind_of(data)
    assert kind != "text"
    return open_workbook(data, kind, name, options.pop("prefers", None), Options(limits=limits, **options))


def cells(source: WorkbookSource) -> list[list[str]]:
    return [row.cells for row in source.head(1000)]


def refused(data: bytes, name: str | None = None, limits: Limits = LIMITS) -> Problem:
    with pytest.raises(InvalidError) as fault:
        opened(data, name, limits)
    (problem,) = fault.value.problems
    return problem


def decided(source: WorkbookSource) -> dict[str, dict[str, Any]]:
    return {str(decision.code): decision.parameters for decision in source.decisions}


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
        + ods_row(ods_cell("y"), "<table:covered-table-cell/>", ods_cell("2", "float", "2"), more=_COLLAPSED)
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


_COLLAPSED = ' table:visibility="collapse"'


def ods_row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def ods_cell(shown: str, kind: str = "string", value: str = "", more: str = "") -> str:
    attribute = f' office:{"date-value" if kind == "date" else "value"}="{value}"' if value else ""
    return f'<table:table-cell office:value-type="{kind}"{attribute}{more}><text:p>{shown}</text:p></table:table-cell>'


# what a file is


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def ole2(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le") + bytes(600)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x89PNG\r\n", "png"),
        (b"{\\rtf1", "rtf"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><table>", "html"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "xml"),
        (b'<?xml version="1.0"?><html><table/></html>', "html"),
        (archive({"a.csv": "a,b"}), "zip"),
        (archive({}), "zip"),
        (archive({"word/document.xml": "<w/>"}), "docx"),
        (archive({"xl/workbook.bin": "x"}), "xlsb"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "odt"),
        (ole2("WordDocument"), "docx"),
    ],
)
def test_what_is_neither_text_nor_workbook_is_called_by_its_name(data: bytes, found: str) -> None:
    with pytest.raises(InvalidError) as fault:
        kind_of(data)
    assert fault.value.problems == (Problem("type_mismatch", parameters={"found": found}),)


def test_text_is_what_is_nothing_else() -> None:
    assert kind_of("指标,日期\n".encode("gb18030")) == "text"
    assert kind_of(b"PK,1\n") == "text"
    assert kind_of(ole2("Workbook")) == "xls"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (sheet(["a"], [1])[:-200], "not_an_xlsx"),
        (sheet(["a"], [1])[:900], "not_an_xlsx"),
        (ole2("something"), "not_an_xlsx"),
        (ole2("Workbook"), "not_an_xlsx"),
        (archive({"xl/workbook.xml": "<workbook/>"}), "not_an_xlsx"),
        (ole2("EncryptedPackage"), "password_protected"),
    ],
)
def test_a_workbook_that_cannot_be_opened_is_refused(data: bytes, code: str) -> None:
    assert refused(data).code == code


# those that mean harm


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts: dict[str, str | bytes] = {part: book.read(part) for part in book.namelist()}
    content = parts[name]
    assert isinstance(content, bytes)
    parts[name] = change(content)
    assert parts[name] != content
    return archive(parts)


SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = archive({"xl/workbook.xml": "<workbook/>", SHEET: b" " * (50 << 20)})
    monkeypatch.setattr(reading, "_Child", None)
    assert refused(bomb).code == "zip_bomb"
    assert refused(sheet(["a"], [1]), limits=replace(LIMITS, unpacked=1000)) == Problem(
        "too_large", parameters={"unpacked": 1000}
    )


def test_a_directory_of_ten_thousand_parts_is_not_read() -> None:
    assert refused(b"PK\x03\x04" + b"PK\x01\x02" * 10_001).code == "zip_bomb"


def test_a_directory_that_lies_about_sizes_does_not_help() -> None:
    """Every size in it is made 10; what is inside is counted."""
    data = bytearray(archive({"xl/workbook.xml": "<workbook/>", SHEET: os.urandom(300) + b" " * (3 << 20)}))
    place = 0
    while (place := data.find(b"PK\x01\x02", place)) >= 0:
        data[place + 24 : place + 28] = struct.pack("<I", 10)
        place += 4
    assert refused(bytes(data), limits=replace(LIMITS, unpacked=1 << 20)).code == "zip_bomb"


@pytest.mark.parametrize("size", [0, (1 << 20) - 60, 3 << 20])
def test_a_document_type_is_refused_wherever_it_stands(size: int) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    data = with_part(sheet(["a"], ["b"]), SHEET, lambda xml: xml.replace(b"<worksheet", b" " * size + entity + xml, 1))
    assert refused(data).code == "xml_entity"


def test_one_cell_far_away_is_told_as_such() -> None:
    data = with_part(
        sheet(["a", "b"]), SHEET, lambda xml: xml.replace(b'<c r="B1"', b'<c r="XFD1"').replace(b"A1:B1", b"A1")
    )
    assert refused(data) == Problem("too_many_columns", parameters={"count": 16384, "limit": 500})


def test_a_far_cell_that_is_only_formatted_does_no_harm() -> None:
    def write(book: Any) -> None:
        found = book.add_worksheet()
        found.write(0, 0, "a")
        found.write_blank(1048575, 16383, None, book.add_format({"bold": True}))

    assert cells(opened(written(write))) == [["a"]]


def test_a_sheet_that_takes_too_much_memory_takes_nobody_with_it() -> None:
    data = with_part(sheet(["a"], ["b"]), SHEET, lambda xml: xml.replace(b'<c r="A2"', b'<c r="SF1048576"'))
    assert refused(data) == Problem("too_much_memory", parameters={"memory": 1024})


def test_a_long_text_that_many_rows_share_is_not_multiplied_without_end() -> None:
    def write(book: Any) -> None:
        found = book.add_worksheet()
        found.merge_range("A1:A50000", "long" * 5000)
        found.write("B1", "x")
        found.write("B50000", "y")

    assert refused(written(write), limits=replace(LIMITS, memory=400 << 20)).code == "too_much_memory"


@pytest.fixture(scope="module")
def large() -> bytes:
    """A workbook that is looked through while it is read."""
    noise = random.Random(1)
    data = sheet(["a", "b"], *([noise.randbytes(60).hex(), number] for number in range(50_000)))
    assert len(data) > reading._SMALL
    return data


def test_what_a_large_workbook_hides_is_found_too(large: bytes) -> None:
    hidden = with_part(large, SHEET, lambda xml: xml.replace(b'<row r="50001"', b'<row hidden="1" r="50001"'))
    source = opened(hidden)
    assert (len(source), decided(source)) == (50_001, {"hidden_rows": {"count": 1, "places": ("50001",)}})
    declared = with_part(large, SHEET, lambda xml: xml.replace(b"</sheetData>", b"</sheetData><!DOCTYPE x>"))
    assert refused(declared).code == "xml_entity"
    wide = with_part(large, SHEET, lambda xml: xml.replace(b'<c r="B2"', b'<c r="ABC2"'))
    assert refused(wide) == Problem("too_many_columns", parameters={"count": 731, "limit": 500})
    assert refused(large, limits=replace(LIMITS, unpacked=len(large))).code == "too_large"


def test_a_sheet_that_takes_too_long_is_given_up() -> None:
    data = sheet(*([number, "text"] for number in range(60_000)))
    assert refused(data, limits=replace(LIMITS, seconds=0)).code == "too_slow"


def test_a_reader_that_breaks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert refused(sheet(["a"])).code == "reader_failed"


def test_a_killed_reader_leaves_no_process_behind() -> None:
    before = threading.active_count()
    data = sheet(["a"], [1])
    with reading._Child(data, Options(), in_haste=False) as child:
        child._process.kill()
        with pytest.raises(InvalidError) as fault:
            child.read("数据")
    assert fault.value.problems[0].code == "too_much_memory"
    assert child._process.poll() is not None
    assert threading.active_count() == before


def test_the_reader_knows_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[dict[str, str]] = []
    popen = subprocess.Popen

    def starting(*arguments: Any, **options: Any) -> Any:
        started.append(options["env"])
        return popen(*arguments, **options)

    monkeypatch.setenv("SECRET", "x")
    monkeypatch.setattr(subprocess, "Popen", starting)
    opened(sheet(["a"]))
    assert [set(environment) - {"LD_LIBRARY_PATH", "SYSTEMROOT"} for environment in started] == [{"PYTHONPATH"}]


def test_the_reader_loads_nothing_heavy() -> None:
    code = "import sys, planlib.intake.reading.workbook_child; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()).isdisjoint({"pyarrow", "numpy", "pandas", "pydantic", "streamlit", "duckdb"})


# the XML of a sheet


def test_what_is_found_does_not_hang_on_where_a_piece_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    for row in range(1, 30):
        book.active.append([f"text {row}", "=1+1", "#N/A"])
        book.active.cell(row, 3).data_type = "e"
    book.active.row_dimensions[20].hidden = True
    data = saved(book)
    whole = look_through(data, LIMITS.unpacked)["Sheet"]
    assert len(whole.texts) == len(whole.unsaved) == 29
    assert whole.hidden == [19]
    for size in (97, 256, 1000):
        monkeypatch.setattr("planlib.intake.reading.workbook_parts._PIECE", size)
        assert look_through(data, LIMITS.unpacked)["Sheet"] == whole


def test_cells_are_called_as_excel_calls_them() -> None:
    assert [reference(0, column) for column in (0, 25, 26, 701, 702, 16383)] == [
        "A1",
        "Z1",
        "AA1",
        "ZZ1",
        "AAA1",
        "XFD1",
    ]
    assert [column_number(letters) for letters in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16383]


def test_a_column_of_anything_becomes_texts() -> None:
    def texts(*cells: Any) -> list[str]:
        found: list[str] = reading.unpacked(packed(cells)).to_pylist()
        return found

    assert texts("a", "指标", "") == ["a", "指标", ""]
    assert texts("a\0b", "") == ["a b", ""]
    assert texts(1.5, 0.1 + 0.2, 1e16, 2.0) == ["1.5", "0.3", "10000000000000000", "2"]
    assert texts("", 1, True, 1.0, date(2025, 3, 5), 0, False) == ["", "1", "TRUE", "1", "2025-03-05", "0", "FALSE"]


@settings(deadline=None)
@given(st.lists(st.floats() | st.decimals(-(10**9), 10**9, places=2).map(float), min_size=1))
def test_a_column_of_numbers_becomes_the_text_of_each(numbers: list[float]) -> None:
    assert reading.unpacked(packed(numbers)).to_pylist() == list(map(number_text, numbers))


# settings


def test_limits_are_settings() -> None:
    assert limits_from({}) == LIMITS
    given = {name: "3" for name in SETTINGS}
    assert limits_from(given | {"PLANLIB_MAX_ROWS": ""}) == replace(
        LIMITS, size=3 << 20, unpacked=3 << 20, columns=3, cell=3, memory=3 << 20, seconds=3
    )


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "1e6", "many", " 5", "٣", "9" * 30])
def test_a_setting_that_cannot_be_read_is_refused(value: str) -> None:
    with pytest.raises(RefusedError) as fault:
        limits_from({"PLANLIB_MAX_ROWS": value})
    assert (fault.value.code, fault.value.parameters) == ("bad_setting", {"name": "PLANLIB_MAX_ROWS", "value": value})


def test_the_readme_has_every_setting_with_its_default() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name, (limit, unit) in SETTINGS.items():
        assert f"| `{name}` | {getattr(LIMITS, limit) // unit} |" in readme


def test_the_server_does_not_start_with_a_setting_that_cannot_be_read(tmp_path: Path) -> None:
    settings = {"PLANLIB_DB": str(tmp_path / "plan.duckdb"), "PLANLIB_MAX_ROWS": "many", "LC_ALL": "en"}
    result = CliRunner().invoke(main, ["serve"], env=settings)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "The setting PLANLIB_MAX_ROWS is “many”." in result.stderr


def test_the_server_takes_no_larger_file_than_the_settings_allow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def started() -> None:
        async with app._holding(app.app):
            assert config.get_option("server.maxUploadSize") == 3

    monkeypatch.setenv("PLANLIB_DB", str(tmp_path / "plan.duckdb"))
    monkeypatch.setenv("PLANLIB_MAX_FILE_MB", "3")
    before = config.get_option("server.maxUploadSize")
    assert before == LIMITS.size >> 20
    try:
        asyncio.run(started())
    finally:
        config.set_option("server.maxUploadSize", before)
