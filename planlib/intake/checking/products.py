"""Quantity times price beside the amount of a budget line: a difference is shown with both numbers and needs a tick."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from planlib.intake.checking.sheet import Sheet
from planlib.intake.values.values import Fault
from planlib.metrics.exact import product, total
from planlib.model import Budget, Record
from planlib.vocabulary import WarningCode

_CENTS = -2
"""Prices are rounded to no less than this power of ten."""


def warn_of_products(sheet: Sheet, found: Iterable[tuple[int, Record]]) -> None:
    """Warn in `sheet` of budget lines, by row, whose quantity and price come to another amount than they have."""
    for row, line in found:
        told = _other_amount(line) if isinstance(line, Budget) else None
        if told:
            sheet.warn_row("amount", row, Fault(WarningCode.PRODUCT_DIFFERS, told))


def _other_amount(line: Budget) -> dict[str, Any] | None:
    """Return both amounts where they differ by more than a rounded price explains; of a revised line either may fit."""
    if line.quantity is None or line.price is None:
        return None
    found = product(line.quantity, line.price)
    slack = abs(line.quantity) * Decimal(5).scaleb(_last_place(line.price) - 1)
    if any(abs(total((found, -amount))) <= slack for amount in (line.original, line.amount)):
        return None
    return {"quantity": line.quantity, "price": line.price, "product": found, "amount": line.amount}


def _last_place(price: Decimal) -> int:
    exponent = price.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return min(exponent, _CENTS)
