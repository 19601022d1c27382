"""Arithmetic on exact decimals that Arrow would widen or round: digit by digit, for the rows that need it."""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal, localcontext

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from planlib.intake.checking.sheet import EXACT, Mask, Sheet, mask
from planlib.intake.values.values import EXACTLY, Fault, out_of_limits


def results(
    one: pa.Decimal128Array,
    other: pa.Decimal128Array,
    where: Mask,
    operation: Callable[[Decimal, Decimal], Decimal | None],
) -> dict[int, Decimal | None]:
    """Return {row: result of `operation`} for the rows `where` in which both columns have a number."""
    rows = np.flatnonzero(where & mask(pc.is_valid(one)) & mask(pc.is_valid(other)))
    picked = pa.array(rows)
    pairs = zip(one.take(picked).to_pylist(), other.take(picked).to_pylist(), strict=True)
    with localcontext(EXACTLY):
        return {row: operation(*pair) for row, pair in zip(rows.tolist(), pairs, strict=True)}


def replaced(
    sheet: Sheet, field: str, column: pa.Decimal128Array, results: Mapping[int, Decimal | None]
) -> pa.Decimal128Array:
    """Return `column` with `results` in place; those that would be rounded are refused and null."""
    if not results:
        return column
    faults: dict[int, Fault] = {}
    for row, result in results.items():
        fault = None if result is None else out_of_limits(result, sheet.limits)
        if fault is not None:
            faults[row] = fault
    sheet.refuse(field, _which(sheet, faults), faults.__getitem__)
    kept = pa.array([None if row in faults else result for row, result in results.items()], EXACT)
    return pc.replace_with_mask(column, pa.array(_which(sheet, results)), kept)


def _which(sheet: Sheet, rows: Collection[int]) -> Mask:
    which = np.zeros(len(sheet), dtype=bool)
    which[list(rows)] = True
    return which
