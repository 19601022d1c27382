"""Where a budget line will end, and how long its money lasts (DOMAIN 4.6, 4.7). Amounts in the team's currency."""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from planlib.metrics import exact
from planlib.metrics.exact import total
from planlib.metrics.figure import Figure, undefined
from planlib.vocabulary import Completion, Reason

LEAST_SHARE = Fraction(15, 100)
"""Of the budget that must be due before the rate so far is carried on; a rate of so little says nothing."""


class AtCompletion(NamedTuple):
    """Where a line will end, three ways; none is short of what is spent and committed already."""

    typical: Figure[Decimal]
    """The rate so far carried to the end: actual ÷ W."""
    atypical: Decimal
    """actual + what is not due yet."""
    manual: Figure[Decimal]
    """What was spent as the manager gave an estimate + the estimate."""
    used: Completion
    """The manager's where there is one; else the typical one, as soon as 15 % is due."""

    @property
    def forecast(self) -> Decimal:
        """The one that is used."""
        if self.used is Completion.MANUAL and self.manual.value is not None:
            return self.manual.value
        if self.used is Completion.TYPICAL and self.typical.value is not None:
            return self.typical.value
        return self.atypical


def at_completion(
    amount: Decimal, actual: Decimal, committed: Decimal, share: Fraction, estimate: Decimal | None = None
) -> AtCompletion:
    """Return where a line of budget `amount` ends once `share` of it is due; `estimate` is the manager's, in all."""
    bound = min if amount < 0 else max
    least = total((actual, committed))

    def no_less(found: Decimal) -> Decimal:
        return bound(found, least)

    typical: Figure[Decimal] = undefined(Reason.NO_ELAPSED)
    if share:
        typical = Figure(no_less(exact.part(actual, 1 / share)))
    return AtCompletion(
        typical,
        no_less(total((actual, exact.part(amount, 1 - share)))),
        undefined(Reason.NOT_APPLICABLE) if estimate is None else Figure(no_less(estimate)),
        _used(share, estimate),
    )


def _used(share: Fraction, estimate: Decimal | None) -> Completion:
    if estimate is not None:
        return Completion.MANUAL
    return Completion.TYPICAL if share >= LEAST_SHARE else Completion.ATYPICAL


def burn_rate(actual: Decimal, days: int) -> Figure[Decimal]:
    """Return what was spent a day, of the days gone."""
    return Figure(exact.part(actual, Fraction(1, days))) if days > 0 else undefined(Reason.NO_ELAPSED)


def runway(available: Decimal, burn: Figure[Decimal]) -> Figure[float]:
    """Return for how many days what may still be spent lasts at the burn rate; nothing spent never runs out."""
    if burn.value is None:
        return undefined(burn.reason or Reason.NO_ELAPSED)
    if burn.value <= 0:
        return undefined(Reason.NOT_APPLICABLE)
    return Figure(max(float(exact.quotient(available, burn.value)), 0.0))


def spend_index(amount: Decimal, actual: Decimal, share: Fraction) -> Figure[float]:
    """Return the share of the budget spent ÷ the share expected by now; above 1 is faster than planned."""
    if not amount:
        return undefined(Reason.ZERO_BASE)
    if not share:
        return undefined(Reason.NO_ELAPSED)
    return Figure(float(Fraction(actual) / Fraction(amount) / share))
