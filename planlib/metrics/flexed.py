"""The flexed budget: what the budget would have been at the activity that came (DOMAIN 4.3)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from planlib.metrics import exact
from planlib.metrics.exact import total
from planlib.metrics.figure import Figure, undefined
from planlib.vocabulary import BudgetKind, Reason


class Flexible(NamedTuple):
    """A line of a budget, its part that moves with activity, and what it came to."""

    kind: BudgetKind
    variable: Decimal
    fixed: Decimal
    actual: Decimal


class Flexed(NamedTuple):
    """A budget flexed, as profit: revenue less cost. Positive variances are favourable."""

    lines: tuple[Decimal, ...]
    """Flexed amount of each line."""
    spending: tuple[Decimal, ...]
    """Flexible-budget variance of each line, by meaning."""
    volume: Decimal
    """Sales volume variance: flexed profit − budgeted profit."""

    @property
    def variance(self) -> Decimal:
        """Actual profit − budgeted profit: volume and spending together."""
        return total((self.volume, *self.spending))


def flexed(variable: Decimal, fixed: Decimal, budgeted: Decimal, actual: Decimal) -> Figure[Decimal]:
    """Return a line's budget at the `actual` activity; it cannot be flexed where none was `budgeted`."""
    if not budgeted:
        return undefined(Reason.NO_DENOMINATOR)
    return Figure(exact.decimal(Fraction(variable) * Fraction(actual) / Fraction(budgeted) + Fraction(fixed)))


def statement(lines: Sequence[Flexible], budgeted: Decimal, actual: Decimal) -> Figure[Flexed]:
    """Return what of the variance comes from activity and what from each line's spending, adding up exactly."""
    if not budgeted:
        return undefined(Reason.NO_DENOMINATOR)
    amounts = [flexed(line.variable, line.fixed, budgeted, actual).value or Decimal(0) for line in lines]
    pairs = list(zip(lines, amounts, strict=True))
    spending = [_meaning(line.kind, total((line.actual, -amount))) for line, amount in pairs]
    volume = total(_meaning(line.kind, total((amount, -line.variable, -line.fixed))) for line, amount in pairs)
    return Figure(Flexed(tuple(amounts), tuple(spending), volume))


def _meaning(kind: BudgetKind, amount: Decimal) -> Decimal:
    return amount if kind is BudgetKind.REVENUE else -amount
