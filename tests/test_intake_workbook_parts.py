"""What is found in the XML of a sheet, and its columns as texts."""

from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planlib.intake.reading import workbook as reading
from planlib.intake.reading.workbook_cells import column_number, number_text, packed, reference
from planlib.intake.reading.workbook_parts import look_through
from tests.workbook_files import LIMITS, saved


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
