"""The flexed budget: what the budget would have been at the activity that came (DOMAIN 4.3)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from planlib.metrics import exact
from planlib.metrics.exact import difference
from planlib.metrics.figure import Figure, undefined
from planlib.vocabulary import BudgetKind, Reason


def flexed(variable: Decimal, fixed: Decimal, budgeted: Decimal, actual: Decimal) -> Figure[Decimal]:
    """Return a line's budget at the `actual` activity; it cannot be flexed where none was `budgeted`."""
    if not budgeted:
        return undefined(Reason.NO_DENOMINATOR)
    return Figure(exact.decimal(Fraction(variable) * Fraction(actual) / Fraction(budgeted) + Fraction(fixed)))


class Flexible(NamedTuple):
    """A line as it was budgeted, as it would have been at the activity that came, and as it came."""

    kind: BudgetKind
    budget: Decimal
    flexed: Decimal
    actual: Decimal


class Flexed(NamedTuple):
    """What of the variances comes from activity and what from spending, line by line; positive is favourable."""

    activity: tuple[Decimal, ...]
    """flexed − budget, by meaning; together the sales volume variance."""
    spending: tuple[Decimal, ...]
    """actual − flexed, by meaning; together the flexible-budget variance."""


def statement(lines: Sequence[Flexible]) -> Flexed:
    """Return both parts of each line's variance; they add up to it exactly."""
    return Flexed(
        tuple(_meaning(line.kind, difference(line.flexed, line.budget)) for line in lines),
        tuple(_meaning(line.kind, difference(line.actual, line.flexed)) for line in lines),
    )


def _meaning(kind: BudgetKind, amount: Decimal) -> Decimal:
    return amount if kind is BudgetKind.REVENUE else amount.copy_negate()
