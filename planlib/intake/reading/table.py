"""What a file holds once its layout is known: one header, and rows of texts as they stand in it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeAlias, TypeVar

import numpy as np
import pyarrow as pa

from planlib.errors import Line, Notice
from planlib.intake.reading.source import Ragged
from planlib.vocabulary import FileKind

Places: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
Lines = TypeVar("Lines", int, Places)


class Expectation(NamedTuple):
    """What a file is expected to hold; with nothing expected it is read as it stands."""

    kind: FileKind | None = None
    fields: Mapping[str, str] = {}
    """Known names of columns, as :func:`planlib.intake.mapping.map.heading` gives them, to their field."""
    said: frozenset[str] = frozenset()
    """Fields of which the person said where they come from."""
    names: frozenset[str] = frozenset()
    """Names and codes of KPIs, as :func:`planlib.intake.values.values.name_key` gives them."""
    segments: Callable[[], Collection[str]] = tuple
    """Gives the segments that the KPIs have had."""
    month: date | None = None
    """The plan's month: the one of "5日", and near it the year of "10/5"."""


NOTHING = Expectation()

SHEET = 1 << 24
"""Lines that each of several sheets takes; none has so many rows."""


def line_of(number: int, together: Sequence[str]) -> int:
    """Return a line by its number, which is counted through the sheets that were read together."""
    place, row = divmod(number, SHEET)
    return Line(number, together[place], row) if together else number


@dataclass(frozen=True, slots=True)
class Wide:
    """The table as it stands in the file, and the cell of it that each row was made from."""

    table: "Table"
    rows: Places
    columns: Places
    made: int
    """Columns that were made of the header and the cells; they are the last ones."""


@dataclass(frozen=True, slots=True)
class Table:
    """Texts as they stand in a file; blank rows, totals and notes left out."""

    header: tuple[str, ...]
    columns: tuple[pa.StringArray, ...]
    lines: np.ndarray
    """Line on which each row starts, as an editor or Excel counts it."""
    width: int
    """Cells of a row in the file."""
    ragged: tuple[Ragged, ...] = ()
    totals: tuple[Ragged, ...] = ()
    """Rows left out that say that they add up all others (合计, Total), their cells by column."""
    decisions: tuple[Notice, ...] = ()
    """What was decided to read it."""
    sheets: tuple[str, ...] = ()
    """Sheets that one may choose from."""
    together: tuple[str, ...] = ()
    """Sheets that were read together, whose rows are counted through; empty of one sheet and of a text."""
    unit: str = ""
    """Unit of all amounts that name none themselves, such as 万元; empty where the file names none."""
    units: pa.StringArray | None = None
    """Unit of each row's value, empty where it has none of its own; None where the header of the column says it."""
    unit_column: str = ""
    """The column that says it, where it is no header."""
    encoding: str = ""
    """Empty of a workbook."""
    delimiter: str = ""
    wide: Wide | None = None
    """Where the rows were columns."""

    def __len__(self) -> int:
        """Return the number of rows, without the ragged ones."""
        return len(self.lines)

    def line(self, row: int) -> int:
        """Return the line on which a row starts."""
        return line_of(int(self.lines[row]), self.together)

    def sheet_of(self, lines: Lines) -> Lines:
        """Return the number of the sheet that each line is of: 0 of one sheet and of a text."""
        return lines // SHEET if self.together else 0 * lines

    @property
    def file_header(self) -> tuple[str, ...]:
        """Return the headers of the file's columns."""
        return self.wide.table.header if self.wide else self.header

    def cells(self, row: int) -> tuple[str, ...]:
        """Return the texts of the row of the file that `row` stands in."""
        if self.wide:
            return self.wide.table.cells(int(self.wide.rows[row]))
        return tuple(column[row].as_py() for column in self.columns)

    def is_made(self, column: int) -> bool:
        """Return whether a column was made of headers and cells of a wide table."""
        return self.wide is not None and column >= len(self.header) - self.wide.made

    def column_of(self, row: int, column: int) -> str:
        """Return the header in the file of the cell that is in `column` of `row`."""
        made = self.wide if self.is_made(column) else None
        return made.table.header[made.columns[row]] if made else self.header[column]
