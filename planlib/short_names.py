"""Rows of the product's own files (``data/``): short names stand in place of ids, empty cells for what is not said."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from planlib.store.tables import Table, python_type

Ident = Callable[[str, str], str]
"""The id of a row of a table, by its short name."""
_OF_PLAN = ("teams", "plans")
"""What a row belongs to, and does not name."""


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file, each with the cells that are not empty."""
    with path.open(encoding="utf-8", newline="") as file:
        return [{field: cell for field, cell in row.items() if cell} for row in csv.DictReader(file)]


def with_ids(table: Table, row: dict[str, str], ident: Ident) -> dict[str, Any]:
    """Return a row with ids in place of its own short name and of those it refers to."""
    named = {one.columns[-1]: one.table for one in table.references if one.table not in _OF_PLAN}
    own = table.key[-1]
    if python_type(table.record.model_fields[own].annotation) is str:
        named.setdefault(own, table.name)
    return row | {field: ident(of, row[field]) for field, of in named.items() if field in row}
