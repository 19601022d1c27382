"""What a text file and a sheet of a workbook have in common: rows of texts, each on its line."""

from typing import NamedTuple, Protocol

import numpy as np
import pyarrow as pa

from planlib.errors import Notice


class Row(NamedTuple):
    """One row of texts."""

    line: int
    """Line on which it starts, as an editor or Excel counts it."""
    cells: list[str]
    end: int
    """Last line of the row; a quoted cell may hold line breaks."""


class Ragged(NamedTuple):
    """A row whose number of cells is not the header's."""

    line: int
    cells: tuple[str, ...]


class Body(NamedTuple):
    """The rows below the header, column by column."""

    columns: tuple[pa.StringArray, ...]
    lines: np.ndarray
    """Line on which each row starts."""
    ragged: tuple[Ragged, ...]


class Source(Protocol):
    """A text file or one sheet of a workbook, before anybody knows which row is the header."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """Sheets that one may choose from; none in a text file."""

    @property
    def decisions(self) -> tuple[Notice, ...]:
        """What was decided to read it so far: encoding and delimiter, or the sheet."""

    def head(self, most: int) -> list[Row]:
        """Return the first rows that are not blank, at most `most`."""

    def body(self, header: Row) -> Body:
        """Return the rows below `header`, those with another number of cells apart."""
