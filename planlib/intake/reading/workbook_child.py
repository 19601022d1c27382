"""Reads workbooks in a process of its own, so that one that takes too much or breaks the reader takes nobody with it.

It is started by :mod:`planlib.intake.reading.workbook` with its limits as arguments, is given the file on stdin, and
answers each name of a sheet block by block: a line of JSON with what is in each column, and the cells of each column.
The line behind the last block says what is odd about the sheet. It loads nothing heavy.
"""

import gc
import json
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple
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

from planlib.intake.reading.workbook_cells import Cell, Merged, Rows, filled, packed, reference, with_texts
from planlib.intake.reading.workbook_parts import Facts, RefusedPartError, look_through

OUT_OF_MEMORY = 70
"""Exit status."""

_LISTED = 20
"""Rows and cells that an answer names."""
_BLOCK = 4_000
"""Rows that become texts at a time: few, so that their cells stay in the processor's cache."""
_LARGEST = 2**31 - 1
"""Bytes of texts, as Arrow counts them."""
_AS_TEXT = 5
"""Times that a double's text may be as long as the double."""


class _Asked(NamedTuple):
    """The arguments."""

    memory: int
    seconds: int
    unpacked: int
    columns: int
    size: int
    """Bytes of the file."""
    fill_merged: int
    read_hidden: int
    in_haste: int
    """Sheets are read while they are looked through, which calamine allows: it lets other threads run meanwhile.

    Else what is refused never comes near it.
    """


def main() -> None:
    """Answer until nobody asks."""
    asked = _Asked(*map(int, sys.argv[1:]))
    _limit(asked.memory, asked.seconds)
    gc.disable()  # a million lists of cells are no cycles
    try:
        _serve(sys.stdin.buffer.read(asked.size), asked)
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


def _serve(data: bytes, asked: _Asked) -> None:
    with ThreadPoolExecutor(1) as beside:
        looking = beside.submit(look_through, data, asked.unpacked)
        if not asked.in_haste:
            looking.result()
        try:
            _serve_sheets(CalamineWorkbook.from_filelike(BytesIO(data)), looking, asked)
        except CalamineError:
            looking.result()  # tells better why
            raise


def _serve_sheets(workbook: CalamineWorkbook, looking: Future[dict[str, Facts]], asked: _Asked) -> None:
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    _answer({"sheets": [(sheet.name, _is_visible(sheet)) for sheet in sheets]})
    for line in sys.stdin.buffer:
        name = json.loads(line)
        if not asked.in_haste:
            _facts(looking, name, asked.columns)
        sheet = workbook.get_sheet_by_name(name)
        facts = _facts(looking, name, asked.columns)
        merged = [Merged(*first, *last) for first, last in sheet.merged_cell_ranges or ()] or facts.merged
        _read(sheet, facts, merged if asked.fill_merged else [], asked)


def _facts(looking: Future[dict[str, Facts]], name: str, columns: int) -> Facts:
    found = looking.result().get(name, Facts())
    if found.width > columns:
        raise RefusedPartError("too_many_columns", found.width)
    return found


def _is_visible(sheet: SheetMetadata) -> bool:
    return sheet.visible == SheetVisibleEnum.Visible


def _answer(answer: dict[str, Any], columns: Iterable[bytes] = ()) -> None:
    out = sys.stdout.buffer
    out.write(json.dumps(answer).encode() + b"\n")
    out.writelines(columns)
    out.flush()


def _read(sheet: CalamineSheet, facts: Facts, areas: list[Merged], asked: _Asked) -> None:
    """Answer with the cells of a sheet from its first row that has something in it."""
    top, left = sheet.start or (0, 0)
    merged: list[Merged] = []
    hidden: list[int] = []
    rows: Rows = islice(sheet.iter_rows(), top, None)
    if facts.texts:
        rows = with_texts(rows, top, left, facts.texts)
    if facts.hidden:
        rows = _noting(rows, top, set(facts.hidden), hidden)
    if areas:
        rows = filled(rows, top, left, areas, merged)
    if not asked.read_hidden:
        rows = _without(rows, top, set(facts.hidden))
    _send(rows, min(asked.memory, _LARGEST))
    answer = {
        "line": top + 1,
        "hidden_rows" if asked.read_hidden else "hidden_rows_left_out": _first([str(row + 1) for row in hidden]),
        "merged_cells": _first([str(area) for area in merged]),
        "unsaved_formulas": _first([reference(*place) for place in facts.unsaved]),
    }
    _answer(answer)


def _noting(rows: Rows, top: int, wanted: set[int], noted: list[int]) -> Rows:
    """Note which of the `wanted` rows have something in them."""
    for number, cells in enumerate(rows, top):
        if number in wanted and any(cell != "" for cell in cells):
            noted.append(number)
        yield cells


def _without(rows: Rows, top: int, hidden: set[int]) -> Rows:
    """Empty the `hidden` rows, so that those below keep their numbers."""
    for number, cells in enumerate(rows, top):
        yield [""] * len(cells) if number in hidden else cells


def _send(rows: Rows, most: int) -> None:
    """Answer with the cells, block by block; a text in many merged cells may come to more bytes than the file has."""
    remaining: Iterator[list[Cell]] = iter(rows)
    while block := list(islice(remaining, _BLOCK)):
        columns = [packed(cells) for cells in zip(*block, strict=True)]
        most -= sum(len(column.data) * (_AS_TEXT if column.are_numbers else 1) for column in columns)
        if most < 0:
            raise MemoryError
        sizes = [(column.are_numbers, len(column.data)) for column in columns]
        _answer({"columns": sizes}, (column.data for column in columns))


def _first(texts: list[str]) -> tuple[int, list[str]]:
    return len(texts), texts[:_LISTED]


if __name__ == "__main__":
    main()
