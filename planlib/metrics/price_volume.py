"""Why an amount differs from its budget: prices, quantities, and the mix of what was sold or bought (DOMAIN 4.4)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from planlib.metrics import exact
from planlib.metrics.exact import difference, total
from planlib.model import Budget


class Item(NamedTuple):
    """Quantities and unit prices of one thing; for an analysis of profit, contributions per unit."""

    name: str
    budget_quantity: Decimal
    budget_price: Decimal | None
    """Of a new thing its standard price, or None."""
    quantity: Decimal
    price: Decimal


def budgeted_quantity(line: Budget) -> Decimal | None:
    """Return how much a budget line is to buy or to sell; None where nobody says.

    Where a price is given alone, or the quantity is still that of the original of a revised budget, it is what the
    amount comes to at that price.
    """
    if not line.price or (line.quantity is not None and not _is_of_original(line, line.price)):
        return line.quantity
    return exact.quotient(line.amount, line.price)


def _is_of_original(line: Budget, price: Decimal) -> bool:
    is_revised = line.quantity is not None and line.amount != line.original
    return is_revised and exact.product(line.quantity or Decimal(0), price) == line.original


class Effects(NamedTuple):
    """What moved the amount of one thing, or of all together; the parts add up to actual − budget exactly."""

    name: str
    price: Decimal
    """(P1 − P0) × Q1; what moved together counts as price."""
    volume: Decimal
    """(Q1 − Q0) × P0."""
    quantity: Decimal | None = None
    """The part of the volume from more or less of everything; None where quantities cannot be added up."""
    mix: Decimal | None = None
    """The part of the volume from another composition."""
    new: Decimal = Decimal(0)
    """The whole amount of a new thing that has no budget price."""

    @property
    def of_quantity(self) -> Decimal:
        """The whole volume where it has no mix."""
        return self.volume if self.quantity is None else self.quantity

    @property
    def total(self) -> Decimal:
        """Actual − budget."""
        return total((self.price, self.volume, self.new))


def effects(items: Sequence[Item], *, commensurable: bool = True) -> list[Effects]:
    """Return what moved each item; where units cannot be added up, or nothing was budgeted, price and volume alone."""
    priced = [item for item in items if item.budget_price is not None]
    before = sum((Fraction(item.budget_quantity) for item in priced), Fraction(0))
    now = sum((Fraction(item.quantity) for item in priced), Fraction(0))
    growth = (now - before) / before if commensurable and before > 0 else None
    return [_effects(item, growth) for item in items]


def altogether(parts: Sequence[Effects], name: str = "") -> Effects:
    """Return the effects of all items together."""
    split = all(part.mix is not None for part in parts)
    return Effects(
        name,
        price=total(part.price for part in parts),
        volume=total(part.volume for part in parts),
        quantity=total(part.quantity or Decimal(0) for part in parts) if split else None,
        mix=total(part.mix or Decimal(0) for part in parts) if split else None,
        new=total(part.new for part in parts),
    )


def _effects(item: Item, growth: Fraction | None) -> Effects:
    """`growth` is that of the total quantity, as a fraction; None where there is none to tell."""
    if item.budget_price is None:
        nothing = None if growth is None else Decimal(0)
        return Effects(item.name, Decimal(0), Decimal(0), nothing, nothing, exact.product(item.price, item.quantity))
    moved = difference(item.price, item.budget_price) if item.quantity else Decimal(0)
    price = exact.product(moved, item.quantity)
    volume = exact.product(difference(item.quantity, item.budget_quantity), item.budget_price)
    if growth is None:
        return Effects(item.name, price, volume)
    quantity = exact.part(exact.product(item.budget_quantity, item.budget_price), growth)
    return Effects(item.name, price, volume, quantity, difference(volume, quantity))
