"""Workbooks for tests, and what reading one comes to."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from planlib.errors import InvalidError, Problem
from planlib.intake.options import Limits, Options
from planlib.intake.reading.container import kind_of
from planlib.intake.reading.workbook import WorkbookSource, open_workbook

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


COLLAPSED = ' table:visibility="collapse"'


def ods_row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def ods_cell(shown: str, kind: str = "string", value: str = "", more: str = "") -> str:
    attribute = f' office:{"date-value" if kind == "date" else "value"}="{value}"' if value else ""
    return f'<table:table-cell office:value-type="{kind}"{attribute}{more}><text:p>{shown}</text:p></table:table-cell>'


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()
