"""Rows of one file that have the same key: refused together, or added up whole or not at all."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from planlib.intake.checking.sheet import Mask, Sheet
from planlib.intake.values.values import Fault
from planlib.vocabulary import ProblemCode

Keys: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

_TOLD = 10
"""Other lines that a refused row names at most."""


def key_numbers(columns: Sequence[pa.Array]) -> Keys:
    """Return a number for each row, the same for rows that are the same in all `columns`."""

    def combined(numbers: Keys, column: pa.Array) -> Keys:
        codes: Keys = column.dictionary_encode().indices.to_numpy().astype("int64")
        return numbers * (int(codes.max(initial=0)) + 1) + codes

    start: Keys = np.zeros(len(columns[0]), dtype="int64")
    return reduce(combined, columns, start)


def refuse_repeated(sheet: Sheet, keys: Keys, which: Mask) -> None:
    """Refuse every row among `which` whose key stands there more than once."""
    rows = np.flatnonzero(which)
    ordered = np.sort(keys[rows])
    if not (ordered[1:] == ordered[:-1]).any():
        return
    _, inverse, counts = np.unique(keys[rows], return_inverse=True, return_counts=True)
    repeated = np.zeros(len(sheet), dtype=bool)
    repeated[rows[counts[inverse] > 1]] = True
    others = _others(sheet, keys, repeated)
    sheet.refuse(None, repeated, lambda row: Fault(ProblemCode.DUPLICATE_KEY, {"lines": others(row)}))


def refuse_incomplete(sheet: Sheet, keys: Keys, which: Mask) -> None:
    """Refuse the good rows among `which` that would be added up without a refused row of their key."""
    refused = sheet.refused & which
    incomplete = which & ~refused & np.isin(keys, keys[refused])
    others = _others(sheet, keys, refused)
    sheet.refuse(
        None,
        incomplete,
        lambda row: Fault(ProblemCode.BAD_VALUE, {"reason": "total_incomplete", "lines": others(row)}),
    )


def _others(sheet: Sheet, keys: Keys, among: Mask) -> Callable[[int], tuple[int, ...]]:
    """Return a function that tells the first lines, `among` others, that have the key of a row."""
    rows = np.flatnonzero(among)
    rows = rows[np.argsort(keys[rows], kind="stable")]
    ordered = keys[rows]

    def lines(row: int) -> tuple[int, ...]:
        start = np.searchsorted(ordered, keys[row], "left")
        end = min(np.searchsorted(ordered, keys[row], "right"), start + _TOLD + 1)
        return tuple(sheet.table.line(other) for other in rows[start:end].tolist() if other != row)[:_TOLD]

    return lines
