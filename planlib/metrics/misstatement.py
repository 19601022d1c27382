"""How much an error weighs: by what it does to its period, and by what has built up until then (SAB 108; DOMAIN 10.4).

An error of 20 a year is small in each of five years, and 100 is wrong at the end of them.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from planlib.metrics.budget import Threshold
from planlib.metrics.exact import total


class Misstatement(NamedTuple):
    """An error quantified both ways."""

    rollover: Decimal
    """Its effect on the period."""
    iron_curtain: Decimal
    """What the errors up to the period's end come to."""

    def material(self, period: Decimal, built_up: Decimal) -> tuple[bool, bool]:
        """Return whether it reaches what matters, either way; where one does, it is to be adjusted."""
        return abs(self.rollover) >= period, abs(self.iron_curtain) >= built_up


def misstatement(effects: Sequence[Decimal]) -> Misstatement:
    """Return the error of the last of some periods, by how much each of them was wrong."""
    return Misstatement(effects[-1], total(effects))


def materiality(least: Threshold, reference: Decimal) -> Decimal:
    """Return from what on a variance against `reference` needs to be explained."""
    return min(least.cap, max(least.amount, least.share * abs(reference)))
