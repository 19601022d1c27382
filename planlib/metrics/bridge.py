"""The steps of a bridge from one total to another, such as from the phased budget to the actual (DOMAIN 4.9)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from planlib.metrics.exact import total

SMALL = Decimal("0.05")
"""A step below this share of the whole movement is not shown on its own."""


class Step(NamedTuple):
    """What moves the total at one point of the bridge."""

    names: tuple[str, ...]
    """Whose movement it is; several where small ones are taken together."""
    amount: Decimal


def steps(*blocks: Iterable[tuple[str, Decimal]]) -> list[Step]:
    """Return what moves the total: block after block, the largest of a block first, small ones together at the end.

    The steps add up to the sum of all amounts exactly. What does not move is left out.
    """
    moving = [sorted(_moving(block), key=_size, reverse=True) for block in blocks]
    edge = SMALL * total(_size(part) for block in moving for part in block)
    large = [part for block in moving for part in block if _size(part) >= edge]
    small = [part for block in moving for part in block if _size(part) < edge]
    if len(small) < 2:
        large, small = [part for block in moving for part in block], []
    return [Step((name,), amount) for name, amount in large] + _together(small)


def _moving(block: Iterable[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
    return [(name, amount) for name, amount in block if amount]


def _size(part: tuple[str, Decimal]) -> Decimal:
    return abs(part[1])


def _together(parts: Sequence[tuple[str, Decimal]]) -> list[Step]:
    return [Step(tuple(name for name, _ in parts), total(amount for _, amount in parts))] if parts else []
