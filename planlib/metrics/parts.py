"""A target split into parts: whether it can be, whether they add up to it, and what is due of each by now.

A target may be split by segment, by person and by week at once; each split is to add up to it for itself. What its
parts leave over, and what came where no part is, makes one part more: the rest. With it the amounts, the actuals, what
is due and the gaps of a split by segment or person add up to the KPI's own, to the last digit.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from planlib.metrics.attribution import footed
from planlib.metrics.exact import difference, total
from planlib.metrics.pace import Weights
from planlib.metrics.periods import Span
from planlib.model import Kpi, Target, TargetPart
from planlib.vocabulary import Aggregation, Frequency, Measure, Reason, Split

K = TypeVar("K")

_RATES = (Measure.PERCENT, Measure.SCORE)
"""They do not add up over segments or people, however they are told."""


def refusal(kpi: Kpi, target: Target | None, split: Split) -> str | None:
    """Return why a target cannot be split so, as a reason of `bad_value`; None where it can.

    A sum adds up over segments, people and weeks, the last value over segments and people. A range or a growth is no
    amount to be split.
    """
    if kpi.aggregation not in (Aggregation.SUM, Aggregation.LAST) or kpi.measure in _RATES:
        return "parts_of_rate"
    if split is Split.WEEK and (kpi.aggregation is Aggregation.LAST or kpi.frequency is Frequency.MONTH):
        return "parts_of_weeks"
    return "parts_need_target" if target is None or target.target is None else None


def by_split(found: Iterable[TargetPart]) -> dict[Split, list[TargetPart]]:
    """Return the parts of each split that there is, in the order of the splits."""
    parts = list(found)
    splits = {split: [part for part in parts if part.split is split] for split in Split}
    return {split: of for split, of in splits.items() if of}


def left_over(target: Decimal, amounts: Iterable[Decimal]) -> Decimal:
    """Return target − Σ amounts; negative where the parts are more than the target."""
    return difference(target, total(amounts))


def of_segments(kpi: Kpi, target: Target, found: Iterable[TargetPart]) -> dict[str, Decimal]:
    """Return the parts of the target by segment where they add up to it; else none."""
    parts = {part.segment: part.amount for part in found if part.split is Split.SEGMENT}
    if not target.target or refusal(kpi, target, Split.SEGMENT) or left_over(target.target, parts.values()):
        return {}
    return parts


def moved(found: Iterable[TargetPart], old: Decimal, new: Decimal) -> list[TargetPart]:
    """Return the parts of a target that becomes another one, each as much of it as before, to the same decimals.

    What rounding leaves over goes to the largest remainders, so parts that added up do so again.
    """
    moved: list[TargetPart] = []
    for of in by_split(found).values():
        amounts: dict[str | None, Decimal] = {part.part: part.amount for part in of}
        amounts[None] = left_over(old, amounts.values())
        shares = {name: Fraction(amount) * Fraction(new) / Fraction(old) for name, amount in amounts.items()}
        fitted = footed(new.normalize(), shares, max(_places(amount) for amount in amounts.values()))
        moved += [part.model_copy(update={"amount": fitted[part.part]}) for part in of]
    return moved


def _places(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def due(amounts: Mapping[K, Decimal], target: Decimal, expected: Decimal) -> dict[K, Decimal] | Reason:
    """Return what is due of each part by now: of `expected` as much as it is of the target.

    The amounts total the target, the rest among them; what is due totals `expected`. So each part goes the target's
    own path, a stock from its own share of the baseline.
    """
    if not target:
        return Reason.ZERO_BASE
    pace = Fraction(expected) / Fraction(target)
    return footed(expected, {name: Fraction(amount) * pace for name, amount in amounts.items()})


def week_gone(weights: Weights, week: Span, day: date | None, missing: Collection[date]) -> Fraction:
    """Return the share of a week's own part of the path that is gone on `day`, without the days that are `missing`.

    The days of a week that has no weight on the path count alike.
    """
    own = {one: weights.get(one, Fraction(0)) for one in week.days()}
    if not any(own.values()):
        own = dict.fromkeys(own, Fraction(1))
    gone = (weight for one, weight in own.items() if day is not None and one <= day and one not in missing)
    return sum(gone, Fraction(0)) / sum(own.values(), Fraction(0))
