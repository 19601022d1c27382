"""The tables of a document."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from planlib.vocabulary import Status


class Cell(NamedTuple):
    """One number or word of a table."""

    text: str
    """As people read it."""
    exact: str = ""
    """All digits, without unit and grouping; ratios as fractions; the text itself for words."""
    status: Status | None = None
    full: str = ""
    """The text with more digits, for those who point at it, where it is rounded."""
    under: str = ""
    """What is said behind the text or below it: why there is no number, by how much it grew."""
    formula: str = ""
    """How it follows from others of its row, for workbooks: {actual}-{phased}."""


class Column(NamedTuple):
    """A column of a table."""

    field: str
    """Its name in files that programs read."""
    head: str
    right: bool = True
    data: bool = False
    """For programs and people who check: left out where there is little room, as the others say what it is about."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document."""

    name: str
    """Its name in files: kpis, objectives, budget, lessons."""
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: int = 0
    """How many rows at the end are totals."""
    note: str = ""
    """What holds for all of it, such as the unit of its amounts."""
    adds: tuple[str, ...] = ()
    """Of each total the exact words of the column `kind` whose rows it adds up; of the last, without any, the first
    total less the second."""

    @property
    def brief(self) -> "Table":
        """The table without the columns that are for programs."""
        kept = [at for at, column in enumerate(self.columns) if not column.data]
        rows = tuple(tuple(row[at] for at in kept) for row in self.rows)
        return replace(self, columns=tuple(self.columns[at] for at in kept), rows=rows)
