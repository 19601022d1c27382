"""Reads workbooks in a process of its own, so that one that takes too much or breaks the reader takes nobody with it.

It is started by :mod:`planlib.intake.reading.workbook` with its limits as arguments, is given the file on stdin, and
answers each name of a sheet with a line of JSON and the columns as Arrow has them. It loads nothing heavy.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from planlib.intake.reading.workbook_cells import Column, Merged, Rows, filled, reference, with_errors
from planlib.intake.reading.workbook_parts import Facts, RefusedPartError, look_through

OUT_OF_MEMORY = 70
"""Exit status."""

_LISTED = 20
"""Rows and cells that an answer names."""
_BLOCK = 20_000
"""Rows that become texts at a time."""


def main() -> None:
    """Answer until nobody asks."""
    memory, seconds, unpacked, columns, size, fill_merged = map(int, sys.argv[1:])
    _limit(memory, seconds)
    try:
        _serve(sys.stdin.buffer.read(size), unpacked, columns, fill_merged=bool(fill_merged))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except RefusedPartError as refused:
        _answer({"problem": refused.code, "count": refused.count})
    except PasswordError:
        _answer({"problem": "password_protected"})
    except (CalamineError, BadZipFile, ParseError, EOFError, NotImplementedError):
        _answer({"problem": "not_an_xlsx"})


def _limit(memory: int, seconds: int) -> None:
    if sys.platform == "win32":  # it has no such limits; the parent still counts the seconds
        return
    import resource

    for limit, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        _, most = resource.getrlimit(limit)
        resource.setrlimit(limit, (value if most == resource.RLIM_INFINITY else min(value, most), most))


def _serve(data: bytes, unpacked: int, columns: int, *, fill_merged: bool) -> None:
    facts = look_through(data, unpacked) if data.startswith(b"PK") else {}
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    _answer({"sheets": [(sheet.name, _is_visible(sheet)) for sheet in sheets]})
    for line in sys.stdin.buffer:
        name = json.loads(line)
        found = facts.get(name, Facts())
        if found.width > columns:
            raise RefusedPartError("too_many_columns", found.width)
        sheet = workbook.get_sheet_by_name(name)
        merged = [Merged(*first, *last) for first, last in sheet.merged_cell_ranges or ()] or found.merged
        _read(sheet, found, merged if fill_merged else [])


def _is_visible(sheet: SheetMetadata) -> bool:
    return sheet.visible == SheetVisibleEnum.Visible


def _answer(answer: dict[str, Any], columns: Iterable[Column] = ()) -> None:
    out = sys.stdout.buffer
    out.write(json.dumps(answer).encode() + b"\n")
    for column in columns:
        out.write(column.ends)
        out.write(column.texts)
    out.flush()


def _read(sheet: CalamineSheet, facts: Facts, areas: list[Merged]) -> None:
    """Answer with the cells of a sheet from its first row that has something in it."""
    if sheet.start is None:
        _answer({"rows": 0, "columns": []})
        return
    top, left = sheet.start
    merged: list[Merged] = []
    hidden: list[int] = []
    rows: Rows = islice(sheet.iter_rows(), top, None)
    rows = with_errors(rows, top, left, facts.errors)
    rows = _noting(rows, top, set(facts.hidden), hidden)
    columns = [Column() for _ in range(sheet.width)]
    count = _collect(filled(rows, top, left, areas, merged), columns)
    while columns and not columns[-1].texts:
        columns.pop()
    answer = {
        "rows": count if columns else 0,
        "line": top + 1,
        "columns": [(column.ends.itemsize * len(column.ends), len(column.texts)) for column in columns],
        "hidden_rows": _first([str(row + 1) for row in hidden]),
        "merged_cells": _first([str(area) for area in merged]),
        "unsaved_formulas": _first([reference(*place) for place in facts.unsaved]),
    }
    _answer(answer, columns)


def _noting(rows: Rows, top: int, wanted: set[int], noted: list[int]) -> Rows:
    """Note which of the `wanted` rows have something in them."""
    for number, cells in enumerate(rows, top):
        if number in wanted and any(cell != "" for cell in cells):
            noted.append(number)
        yield cells


def _collect(rows: Rows, columns: list[Column]) -> int:
    """Return how many rows went into the columns."""
    count = 0
    remaining: Iterator[Any] = iter(rows)
    while block := list(islice(remaining, _BLOCK)):
        count += len(block)
        for column, cells in zip(columns, zip(*block, strict=True), strict=True):
            column.add(cells)
    return count


def _first(texts: list[str]) -> tuple[int, list[str]]:
    return len(texts), texts[:_LISTED]


if __name__ == "__main__":
    main()
