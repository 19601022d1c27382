"""Where a difference comes from: what each segment or factor contributes to it (DOMAIN 9).

Contributions are exact and add up to the whole difference, with no residual. They say where it lies, not why: what
goes with a difference need not be its cause.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import factorial, floor, log, prod
from typing import Generic, NamedTuple, TypeVar

from planlib.vocabulary import Reason

K = TypeVar("K")
Number = Decimal | Fraction

LEAST_SHARE = Fraction(5, 100)
"""Contributions that all but cancel out, to less than this part of their sizes, have no shares."""
LEAST_POWER = 0.10
"""Of the difference that an element must explain to be named (Adtributor's T_EEP)."""
ENOUGH_POWER = 0.67
"""Of the difference that the named elements must explain (Adtributor's T_EP)."""
_PLACES = 15
"""Digits behind the point that footed amounts have at least; those of the ledger."""


# sums


def additive(actual: Mapping[K, Number], reference: Mapping[K, Number]) -> dict[K, Fraction]:
    """Return actual − reference of each segment of either; what one of them lacks counts as 0."""
    return {
        name: Fraction(actual.get(name, 0)) - Fraction(reference.get(name, 0)) for name in _names(actual, reference)
    }


def points(actual: Mapping[K, Number], reference: Mapping[K, Number]) -> dict[K, Fraction] | Reason:
    """Return each segment's contribution to growth, (actual − reference) ÷ Σ reference; they add up to the growth."""
    base = _total(reference.values())
    if not base:
        return Reason.ZERO_BASE
    return {name: amount / base for name, amount in additive(actual, reference).items()}


def shares(contributions: Mapping[K, Number]) -> dict[K, Fraction] | Reason:
    """Return each contribution ÷ their sum: it may be negative or above 1. None where they all but cancel out."""
    whole, size = _total(contributions.values()), _total(abs(Fraction(one)) for one in contributions.values())
    if abs(whole) < LEAST_SHARE * size or not size:
        return Reason.ZERO_BASE
    return {name: Fraction(amount) / whole for name, amount in contributions.items()}


def spread(expected: Number, reference: Mapping[K, Number]) -> dict[K, Fraction] | Reason:
    """Return `expected` spread over the segments: each as in the reference, and the rest by their sizes.

    Where no segment is negative that is simply by their shares. A segment that makes a loss is not asked for a larger
    one where more is expected of the whole.
    """
    size = _total(abs(Fraction(part)) for part in reference.values())
    if not size:
        return Reason.ZERO_BASE
    rest = Fraction(expected) - _total(reference.values())
    return {name: Fraction(part) + rest * abs(Fraction(part)) / size for name, part in reference.items()}


# ratios


class Level(NamedTuple):
    """One segment of a ratio."""

    value: Fraction
    """Numerator."""
    base: Fraction
    """Denominator; the segment's share of them all is its weight."""


class RateAndMix(NamedTuple):
    """What a segment contributes to the difference of two ratios."""

    rate: Fraction
    """Because its own rate is another one."""
    mix: Fraction
    """Because its weight is: more of a segment that is better than the whole lifts the whole."""

    @property
    def amount(self) -> Fraction:
        """Both together."""
        return self.rate + self.mix


def rate_and_mix(actual: Mapping[K, Level], reference: Mapping[K, Level]) -> dict[K, RateAndMix] | Reason:
    """Return rate and mix of each segment, symmetric in the two periods (Kitagawa, Das Gupta; DOMAIN 9.2).

    A segment that is in one of them only has no second rate: all it contributes is mix.
    """
    names = _names(actual, reference)
    nobody = Level(Fraction(0), Fraction(0))
    pairs = {name: (reference.get(name, nobody), actual.get(name, nobody)) for name in names}
    bases = [_total(pair[side].base for pair in pairs.values()) for side in (0, 1)]
    if not all(bases) or any(level.value and not level.base for pair in pairs.values() for level in pair):
        return Reason.NO_DENOMINATOR
    values = [_total(pair[side].value for pair in pairs.values()) for side in (0, 1)]
    middle = (values[0] / bases[0] + values[1] / bases[1]) / 2
    return {name: _rate_and_mix(before, now, bases, middle) for name, (before, now) in pairs.items()}


def _rate_and_mix(before: Level, now: Level, bases: Sequence[Fraction], middle: Fraction) -> RateAndMix:
    weights = before.base / bases[0], now.base / bases[1]
    known = [level.value / level.base for level in (before, now) if level.base]
    if not known:
        return RateAndMix(Fraction(0), Fraction(0))
    first, last = known[0], known[-1]
    return RateAndMix(
        rate=(last - first) * (weights[0] + weights[1]) / 2,
        mix=(weights[1] - weights[0]) * ((first + last) / 2 - middle),
    )


# products


def product(actual: Sequence[Number], reference: Sequence[Number]) -> list[Fraction]:
    """Return what each factor contributes to the difference of two products, such as visits × rate × order value.

    The mean over all orders in which the factors may change one after the other (Das Gupta, Shapley).
    """
    now, before = [Fraction(factor) for factor in actual], [Fraction(factor) for factor in reference]
    return [
        (now[n] - before[n]) * _surroundings([(now[m], before[m]) for m in range(len(now)) if m != n])
        for n in range(len(now))
    ]


def _surroundings(others: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Return the mean product of the other factors (now, before) over the orders in which they may have changed."""
    count = len(others)
    return sum(
        (
            Fraction(factorial(size) * factorial(count - size), factorial(count + 1))
            * prod((pair[n not in changed] for n, pair in enumerate(others)), start=Fraction(1))
            for size in range(count + 1)
            for changed in combinations(range(count), size)
        ),
        Fraction(0),
    )


# finding the dimension


class Element(NamedTuple):
    """A segment of one dimension, such as a region or a channel."""

    name: str
    power: float
    """Its share of the difference."""
    surprise: float
    """How far its share of the actual is from its share of what was expected; 0 where it is the same."""


class Explanation(NamedTuple, Generic[K]):
    """How well one dimension explains a difference."""

    dimension: K
    elements: tuple[Element, ...]
    """Those named, the most surprising first; empty where they do not explain enough of it."""

    @property
    def surprise(self) -> float:
        """By which dimensions are ranked."""
        return sum(element.surprise for element in self.elements)


def adtributor(
    dimensions: Mapping[K, tuple[Mapping[str, Number], Mapping[str, Number]]],
) -> list[Explanation[K]] | Reason:
    """Return the dimensions, given (actual, expected) by segment, the one that explains the difference best first.

    The largest segment explains little where its share did not move: what counts is the surprise (Bhagwan et al.,
    NSDI 2014). There is none without a difference, and shares of negative values mean nothing.
    """
    found = []
    for name, (actual, expected) in dimensions.items():
        elements = _elements(actual, expected)
        if isinstance(elements, Reason):
            return elements
        found.append(Explanation(name, _named(elements)))
    return sorted(found, key=lambda one: one.surprise, reverse=True)


def _elements(actual: Mapping[str, Number], expected: Mapping[str, Number]) -> list[Element] | Reason:
    if any(value < 0 for value in (*actual.values(), *expected.values())):
        return Reason.NOT_APPLICABLE
    now, due = _total(actual.values()), _total(expected.values())
    if now == due or not now or not due:
        return Reason.ZERO_BASE
    return [
        Element(
            name,
            float(amount / (now - due)),
            _surprise(Fraction(expected.get(name, 0)) / due, Fraction(actual.get(name, 0)) / now),
        )
        for name, amount in additive(actual, expected).items()
    ]


def _surprise(expected: Fraction, actual: Fraction) -> float:
    """Return the Jensen-Shannon divergence of two shares; 0 · ln 0 is 0."""
    p, q = float(expected), float(actual)
    return 0.5 * sum(share * log(2 * share / (p + q)) for share in (p, q) if share)


def _named(elements: Iterable[Element]) -> tuple[Element, ...]:
    named: list[Element] = []
    for element in sorted(elements, key=lambda one: one.surprise, reverse=True):
        if element.power > LEAST_POWER:
            named.append(element)
        if sum(one.power for one in named) > ENOUGH_POWER:
            return tuple(named)
    return ()


# adding up


def footed(whole: Decimal, parts: Mapping[K, Fraction], places: int = _PLACES) -> dict[K, Decimal]:
    """Return the parts as amounts that add up to `whole` to its last digit, where the fractions do up to rounding.

    Each is cut down to that digit, but not before `places`; the units left over go to the largest remainders
    (DOMAIN 4.11).
    """
    exponent = whole.as_tuple().exponent
    places = max(-exponent if isinstance(exponent, int) else 0, places)
    sizes = {name: part * 10**places for name, part in parts.items()}
    units = {name: floor(size) for name, size in sizes.items()}
    left = int(Fraction(whole) * 10**places) - sum(units.values())
    if not 0 <= left <= len(parts):
        raise ValueError("the parts do not add up to the whole")
    for name in sorted(parts, key=lambda name: units[name] - sizes[name])[:left]:
        units[name] += 1
    return {name: Decimal(f"{count}E-{places}") for name, count in units.items()}


def _names(actual: Mapping[K, object], reference: Mapping[K, object]) -> list[K]:
    return list(dict.fromkeys([*actual, *reference]))


def _total(values: Iterable[Number]) -> Fraction:
    return sum((Fraction(value) for value in values), Fraction(0))
