"""Earned value: what the work done so far was worth, against what was planned by now and what it cost (DOMAIN 5.1-5.3).

Amounts are exact, in the team's currency; indices are worked out from amounts that are not rounded. Above 1 is good.
"""

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from planlib.metrics import exact
from planlib.metrics.figure import Figure, undefined
from planlib.vocabulary import Reason

HOPELESS = 1.10
"""A to-complete index above it is as good as out of reach, by the rule of thumb of the field (Lipke 2016)."""


class EarnedValue(NamedTuple):
    """Work with a budget as it stands; each property is a figure of the standard set."""

    budget: Decimal
    """BAC, of the work as a whole."""
    planned: Decimal
    """PV, of the work that was to be done by now."""
    earned: Decimal
    """EV, of the work that is done."""
    actual: Decimal
    """AC, what it cost."""

    @property
    def schedule_variance(self) -> Decimal:
        """EV − PV."""
        return exact.total((self.earned, -self.planned))

    @property
    def cost_variance(self) -> Decimal:
        """EV − AC."""
        return exact.total((self.earned, -self.actual))

    @property
    def spi(self) -> Figure[float]:
        """EV ÷ PV."""
        return _index(self.earned, self.planned)

    @property
    def cpi(self) -> Figure[float]:
        """EV ÷ AC."""
        return _index(self.earned, self.actual)

    @property
    def typical(self) -> Figure[Decimal]:
        """EAC where the rest costs at the rate so far: BAC ÷ CPI."""
        if not (self.earned and self.actual):
            return undefined(Reason.ZERO_BASE)
        return Figure(exact.part(self.budget, Fraction(self.actual) / Fraction(self.earned)))

    @property
    def atypical(self) -> Decimal:
        """EAC where the rest costs what was budgeted: AC + BAC − EV."""
        return exact.total((self.actual, self.budget, -self.earned))

    @property
    def combined(self) -> Figure[Decimal]:
        """EAC where the rest costs at the rate so far and being behind costs too: AC + (BAC − EV) ÷ (CPI × SPI)."""
        if not (self.earned and self.actual and self.planned):
            return undefined(Reason.ZERO_BASE)
        rate = Fraction(self.actual) * Fraction(self.planned) / Fraction(self.earned) ** 2
        return Figure(exact.decimal(Fraction(self.actual) + (Fraction(self.budget) - Fraction(self.earned)) * rate))

    def to_complete(self, estimate: Decimal) -> Decimal:
        """Return what is still to be spent (ETC) if the work costs `estimate` in all."""
        return exact.total((estimate, -self.actual))

    def variance_at_completion(self, estimate: Decimal) -> Decimal:
        """Return what will be left of the budget (VAC) if the work costs `estimate` in all."""
        return exact.total((self.budget, -estimate))

    def to_complete_index(self, estimate: Decimal | None = None) -> Figure[float]:
        """Return TCPI: how well the rest must go for the work to cost `estimate` in all, the budget where None.

        `budget_exhausted` where that much is spent and work is left, `not_applicable` where none is left.
        """
        work = exact.total((self.budget, -self.earned))
        money = self.to_complete(self.budget if estimate is None else estimate)
        if work <= 0:
            return undefined(Reason.NOT_APPLICABLE)
        return _index(work, money) if money > 0 else undefined(Reason.BUDGET_EXHAUSTED)


class EarnedSchedule(NamedTuple):
    """Earned value as time, in the periods of the planned curve: it does not go back to 1 as late work ends."""

    earned: Fraction
    """ES, the moment by which the work done so far was planned to be done."""
    elapsed: Fraction
    """AT."""
    duration: int
    """PD, periods planned."""

    @property
    def variance(self) -> Fraction:
        """SV(t) = ES − AT; negative is behind."""
        return self.earned - self.elapsed

    @property
    def spi(self) -> Figure[float]:
        """SPI(t) = ES ÷ AT."""
        return Figure(float(self.earned / self.elapsed)) if self.elapsed else undefined(Reason.NO_ELAPSED)

    @property
    def expected_duration(self) -> Figure[float]:
        """IEAC(t) = PD ÷ SPI(t), the periods it will take at this rate."""
        if not self.elapsed:
            return undefined(Reason.NO_ELAPSED)
        return Figure(float(self.duration * self.elapsed / self.earned)) if self.earned else undefined(Reason.ZERO_BASE)


def earned_schedule(planned: Sequence[Decimal], earned: Decimal, elapsed: Fraction) -> EarnedSchedule:
    """Return the time earned on a curve of planned value, `planned` at the end of each of its periods.

    Raises:
        ValueError: The curve falls, or more is earned than is planned in all.
    """
    curve = [Decimal(0), *planned]
    if curve != sorted(curve) or earned > curve[-1]:
        raise ValueError("earned_above_planned")
    if earned == curve[-1]:
        return EarnedSchedule(Fraction(len(planned)), elapsed, len(planned))
    reached = bisect_right(curve, earned) - 1
    step = Fraction(curve[reached + 1]) - Fraction(curve[reached])
    part = (Fraction(earned) - Fraction(curve[reached])) / step
    return EarnedSchedule(reached + part, elapsed, len(planned))


def planned_value(budget: Decimal, days: int, gone: int) -> Decimal:
    """Return what of a task's budget was to be earned after `gone` of its `days`, each worth the same.

    A milestone, of no days, is worth all of it as soon as it is due, at `gone` 1.
    """
    return exact.part(budget, Fraction(min(max(gone, 0), max(days, 1)), max(days, 1)))


def _index(numerator: Decimal, denominator: Decimal) -> Figure[float]:
    if not denominator:
        return undefined(Reason.ZERO_BASE)
    return Figure(float(exact.quotient(numerator, denominator)))
