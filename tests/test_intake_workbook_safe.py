"""What no workbook does to its reader: one that is damaged, lies, is too much or takes too long is refused."""

import io
import os
import random
import struct
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from planlib.errors import InvalidError, Problem
from planlib.intake.options import Options
from planlib.intake.reading import workbook as reading
from planlib.intake.reading.container import kind_of
from planlib.place import ROOT
from tests.workbook_files import LIMITS, archive, cells, decided, opened, refused, sheet, written

# what a file is


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
