"""A block of cells as spreadsheets put it on the clipboard, entered into a table of the plan.

The table on the screen leaves out what it cannot take, and says nothing. So words, days and rows past the end are
entered here: by their place, by the headings in the first line, or by the name of the row where the table has one row
for each name. What cannot be read stays as it was written, to be told like what is typed.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pydantic import BaseModel, Field

from planlib.editing.cells import Cells, Reader, shown
from planlib.editing.edits import Edits
from planlib.editing.sheets import Kind, Sheet
from planlib.editing.tables import Tables
from planlib.intake.values.values import Fault, name_key
from planlib.locale import LANGUAGES, Language, language

READ = (Kind.CHOICE, Kind.LISTED, Kind.REFERENCE, Kind.DAY, Kind.FLAG)
"""Kinds whose cells hold something else than what people write."""

Line = dict[str, str]
"""What is written for a row, by field."""


class Block(BaseModel, strict=True):
    """What was pasted, and which cells were marked, counted from the first of the table."""

    text: str
    row: int = Field(ge=0)
    column: int = Field(ge=0)
    rows: int = Field(1, ge=1)
    columns: int = Field(1, ge=1)


class Pasted(NamedTuple):
    """The edits with the block in them, and what of it found no place."""

    edits: Edits
    locked: tuple[str, ...]
    """Fields that are not edited here."""
    unknown: tuple[str, ...]
    """Names that no row is about."""
    beyond: int
    """Lines past the end of a table to which no rows are added."""


def pasted(own: Language, tables: Tables, edits: Edits, block: Block, order: Sequence[str]) -> Pasted:
    """Return `edits` with the block in them, at its place in the rows as they are shown with `edits`."""
    lines = _lines(tables.sheet, block, order)
    found = {field for line in lines for field in line}
    locked = [field for field in order if field in found and tables.locked(tables.sheet.by_field[field])]
    entry = _Entry(own, tables, edits)
    for place, line in enumerate(lines, block.row):
        entry.enter(place, line)
    named = [field for field in locked if field != tables.sheet.picked]
    return Pasted(entry.edits, tuple(named), tuple(entry.unknown), entry.beyond)


def _lines(sheet: Sheet, block: Block, order: Sequence[str]) -> list[Line]:
    """Return the lines by field: below their headings where they have some, else from the marked cell on."""
    cells = [line for line in csv.reader(io.StringIO(block.text), delimiter="\t")] or [[""]]
    heads = {name_key(language(code)(column.head)): column.field for code in LANGUAGES for column in sheet.columns}
    first = [heads.get(name_key(cell)) for cell in cells[0]]
    if len(cells) > 1 and all(first):
        return [{field: cell for field, cell in zip(first, line, strict=False) if field} for line in cells[1:]]
    rows, columns = _times(block.rows, len(cells)), _times(block.columns, max(map(len, cells)))
    fields = order[block.column :]
    return [dict(zip(fields, line * columns, strict=False)) for line in cells * rows]


def _times(marked: int, given: int) -> int:
    """Return how often the block is repeated, as spreadsheets do where more is marked."""
    return max(marked // given, 1) if given and marked % given == 0 else 1


class _Entry:
    """Enters lines one by one."""

    def __init__(self, own: Language, tables: Tables, edits: Edits) -> None:
        self.edits = replace(
            edits,
            changed={row: dict(cells) for row, cells in edits.changed.items()},
            added=[dict(cells) for cells in edits.added],
        )
        self.unknown: list[str] = []
        self.beyond = 0
        self._tables, self._sheet, self._own = tables, tables.sheet, own
        self._given = [row for row in tables.rows if row not in edits.removed]
        self._read = Reader(own, tables.team.currency, tables.stored)

    def enter(self, place: int, line: Line) -> None:
        """Put a line into the row that it names, or into the one at its place."""
        cells = self._named(line) if self._sheet.picked in line else self._at(place)
        if cells is not None:
            cells |= {field: self._cell(field, text) for field, text in line.items() if self._open(field)}

    def _open(self, field: str) -> bool:
        return not self._tables.locked(self._sheet.by_field[field])

    def _cell(self, field: str, text: str) -> object:
        """Return what the table keeps for a text: the code or id of a word, a day, a flag."""
        column, written = self._sheet.by_field[field], text.strip()
        if not written:
            return None
        value = self._read(self._sheet, column, written, percentage=False) if column.kind in READ else written
        if isinstance(value, Fault | bool):
            return written if isinstance(value, Fault) else value
        return str(shown(self._own, column, value, percentage=False)) if column.kind in READ else written

    def _at(self, place: int) -> Cells | None:
        """Return the cells of the row at a place, of a new one past the end; None where none may be added."""
        if place < len(self._given):
            return self.edits.changed.setdefault(self._given[place], {})
        if self._sheet.picked or self._sheet.fixed:
            self.beyond += 1
            return None
        while place - len(self._given) >= len(self.edits.added):
            self.edits.added.append({})
        return self.edits.added[place - len(self._given)]

    def _named(self, line: Line) -> Cells | None:
        """Return the cells of the row that the line names, of a new one where there is none yet; None for no name."""
        field = self._sheet.picked
        row = self._read(self._sheet, self._sheet.by_field[field], line[field].strip(), percentage=False)
        if isinstance(row, Fault):
            self.unknown.append(line[field])
            return None
        if row in self._given:
            return self.edits.changed.setdefault(row, {})
        cells = next((cells for cells in self.edits.added if cells.get(field) == row), None)
        if cells is None:
            cells = {field: row}
            self.edits.added.append(cells)
        return cells
