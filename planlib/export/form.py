"""A table to be filled in: its columns, what may be entered in them, and the rows that are there already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Literal, NamedTuple, TypeAlias

from planlib.locale import plain

_DIGITS = 60
"""More than a value in the ledger has."""

Holds = Literal["text", "number", "percent", "day"]


class Number(NamedTuple):
    """A number, or the place where one is to be entered."""

    value: Decimal | None
    percent: bool = False
    """The value is a fraction, and read as a percentage."""

    def __str__(self) -> str:
        """Return all its digits, those of a percentage with its sign."""
        if self.value is None:
            return ""
        with localcontext(prec=_DIGITS):
            return plain(self.value * 100) + "%" if self.percent else plain(self.value)


Cell: TypeAlias = str | date | Number


class Rule(NamedTuple):
    """What may be entered in a cell."""

    message: str
    """What is said to whoever enters something else."""
    words: tuple[str, ...] = ()
    """What is offered to choose from."""
    only: bool = False
    """Nothing but the words may be entered."""
    whole: bool = False
    least: Decimal | date | None = None
    most: Decimal | date | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column to be filled in."""

    head: str
    holds: Holds
    about: str
    """What to enter."""
    needed: bool = False
    rule: Rule | None = None


class Block(NamedTuple):
    """Rows in which a column has a rule of its own; both ends count."""

    column: int
    first: int
    last: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class Form:
    """A table to be filled in, and a page that explains it."""

    name: str
    title: str
    """What it is for, and of which plan."""
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    blocks: tuple[Block, ...]
    notes_name: str
    notes: Sequence[Sequence[str]]
    """Rows of the page that explains; the first is its header."""
    advice: tuple[str, ...]
    """Sentences above them."""
    words_name: str
    """Name of the sheet that the words to choose from are on."""

    def rules(self, column: int, rows: int) -> Iterator[Block]:
        """Yield which rule each of the first `rows` rows of a column has, where it has any."""
        rule, row = self.columns[column].rule, 0
        for block in (block for block in self.blocks if block.column == column):
            if rule and row < block.first:
                yield Block(column, row, block.first - 1, rule)
            yield block
            row = block.last + 1
        if rule and row < rows:
            yield Block(column, row, rows - 1, rule)
