"""What a table of the plan is as people edit it: its columns, and how a value is written in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, cast

from planlib.store.tables import TABLES, Table, python_type


class Kind(StrEnum):
    """How a value is written in a cell."""

    TEXT = "text"
    NUMBER = "number"
    STEP = "step"
    """From 1 to 5."""
    PERCENT = "percent"
    QUANTITY = "quantity"
    """A number in the unit of the row's KPI: a percentage where the KPI is one."""
    MONEY = "money"
    """An amount in the team's currency."""
    SHARES = "shares"
    """Percentages separated by spaces."""
    PHASES = "phases"
    """The same, or each with its day of the month (5=40%), or a KPI's code."""
    CATEGORY = "category"
    """A text of the person's own, or one of those that have a word in each language."""
    CHOICE = "choice"
    REFERENCE = "reference"
    LISTED = "listed"
    """One of a list of the world's; see ``editing.listed``."""
    DAY = "day"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a record as a column of a table."""

    field: str
    head: str
    kind: Kind = Kind.TEXT
    help: str = ""
    locked: bool = False
    """It names the row and is never edited."""
    settled: bool = False
    """It is not edited any more once the plan is active."""
    part: str = ""
    """Of a form that edits a row whole: its heading."""
    aside: bool = False
    """It is edited in that form alone; the table leaves it out."""


def own_key(table: Table) -> tuple[str, ...]:
    """Return the part of a table's key that tells the rows of one plan, or team, apart."""
    return tuple(name for name in table.key if name not in ("team", "month")) or table.key[-1:]


def row_id(table: Table, cells: Mapping[str, Any]) -> str | None:
    """Return the id of a row by its cells or fields; None where they do not say it yet."""
    values = [cells.get(name) for name in own_key(table)]
    return None if None in values else " ".join(map(str, values))


@dataclass(frozen=True)
class Sheet:
    """One table of the ledger as people edit it."""

    name: str
    title: str
    about: str
    """What stands in the table, and what to know before editing it."""
    columns: tuple[Column, ...]
    picked: str = ""
    """Column whose reference is the row's id: a row is added by picking what it is for, once each."""
    fixed: bool = False
    """Its one row is neither added nor removed."""
    named: tuple[str, ...] = ()
    """Fields by which a row is called that has no name of its own."""
    between: str = " · "
    """What stands between them."""
    beside: tuple[str, ...] = ()
    """Tables that have to fit it, beside those that its cells refer to."""

    @property
    def table(self) -> Table:
        """The ledger's table."""
        return TABLES[self.name]

    @property
    def id_field(self) -> str:
        """The field that holds the id of a row, where the rows have one."""
        return self.table.key[-1]

    @property
    def keyed(self) -> bool:
        """Whether people write in the cells what tells the rows apart, so that no id is made for a new one."""
        return self.by_field.keys() >= set(own_key(self.table))

    def row_id(self, cells: Mapping[str, Any]) -> str | None:
        """Return the id of a row by its cells or fields; None where they do not say it yet."""
        return row_id(self.table, cells)

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """The columns by field."""
        return {column.field: column for column in self.columns}

    @property
    def in_table(self) -> tuple[Column, ...]:
        """The columns that the table shows."""
        return tuple(column for column in self.columns if not column.aside)

    @property
    def parts(self) -> dict[str, list[Column]]:
        """The columns by the heading under which a form has them."""
        parts: dict[str, list[Column]] = {}
        for column in self.columns:
            parts.setdefault(column.part, []).append(column)
        return parts

    @property
    def references(self) -> set[str]:
        """The tables that its cells refer to."""
        return {self.refers_to(column) for column in self.columns if column.kind == Kind.REFERENCE}

    def choices(self, column: Column) -> type[StrEnum]:
        """Return the vocabulary a choice is made from."""
        return cast(type[StrEnum], python_type(self.table.record.model_fields[column.field].annotation))

    def refers_to(self, column: Column) -> str:
        """Return the table that a reference leads to."""
        return next(ref.table for ref in self.table.references if ref.columns[-1] == column.field)
