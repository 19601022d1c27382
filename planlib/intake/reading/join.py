"""One field of two columns, where a person says so: day=YEAR+MONTH, kpi=AGENCY+INDICATOR."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from planlib.intake.mapping.fields import FIELDS
from planlib.intake.options import Options
from planlib.intake.reading.table import Table, Wide
from planlib.intake.values.values import name_key
from planlib.vocabulary import FileKind


def joined(table: Table, kind: FileKind | None, options: Options) -> Table:
    """Return the table with a column for each field that was said to be of several; those are told by their names."""
    days = {field.name for field in FIELDS[kind] if field.holds == "day"} if kind else set()
    for field, wanted in options.mapping.items():
        parts = _parts(wanted, table.header)
        if parts:
            table = _joined(table, wanted, parts, day=field in days)
    return table


def _parts(wanted: str, header: Sequence[str]) -> list[int]:
    """Return the columns that `wanted` names with + between; none where it is a header itself or one is unknown."""
    names = [name_key(name).casefold() for name in header]
    keys = [name_key(part).casefold() for part in wanted.split("+")]
    if len(keys) == 1 or wanted in header or any(names.count(key) != 1 for key in keys):
        return []
    return [names.index(key) for key in keys]


def _joined(table: Table, name: str, parts: Sequence[int], *, day: bool) -> Table:
    """Return the table with a column of the texts of others: 2025 and 3月 are the day 2025-3."""
    columns = [pc.utf8_trim_whitespace(table.columns[at]) for at in parts]
    if day:
        columns = [pc.replace_substring_regex(column, "[年月日号]$", "") for column in columns]
    together = pc.binary_join_element_wise(*columns, "-" if day else " ")
    made = table.wide.made if table.wide else 0
    place = len(table.header) - made
    every = np.arange(len(table))
    return replace(
        table,
        header=(*table.header[:place], name, *table.header[place:]),
        columns=(*table.columns[:place], pc.utf8_trim_whitespace(together), *table.columns[place:]),
        wide=table.wide or Wide(table, every, np.full(len(table), parts[0]), 1),
    )
