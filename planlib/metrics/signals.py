"""Which points of a control chart are signals, and what the newest ones say (DOMAIN 3.10).

Every point of a run is found once the run is complete. No rule runs across a gap; a value on the centre ends a run,
an equal value a trend.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from planlib.metrics.control import NOISE, Limits
from planlib.vocabulary import Rule, RuleSet, Signal

_RUN = {RuleSet.WHEELER: (Rule.RUN_OF_EIGHT, 8), RuleSet.MDC: (Rule.RUN_OF_SEVEN, 7)}
_STEPS = 6
"""Of a trend: seven points."""
_SHIFTED = {1: Signal.SHIFTED_UP, -1: Signal.SHIFTED_DOWN}
_SIGNALS = {
    Rule.BEYOND_LIMIT: {1: Signal.ABOVE_LIMIT, -1: Signal.BELOW_LIMIT},
    Rule.TREND_OF_SEVEN: {1: Signal.RISING, -1: Signal.FALLING},
    Rule.TWO_OF_THREE: _SHIFTED,
    Rule.THREE_OF_FOUR: _SHIFTED,
    Rule.RUN_OF_SEVEN: _SHIFTED,
    Rule.RUN_OF_EIGHT: _SHIFTED,
}
"""What a rule says about the process by the side, in the order in which one is told before the others."""
_ORDER = [*_SIGNALS, Rule.LARGE_STEP]

Place = float | None
"""How far a value lies from the centre: 1 at the upper limit, -1 at the lower one; None for a gap."""


@dataclass(frozen=True, slots=True)
class Found:
    """A point that is a signal, and by which rule."""

    index: int
    rule: Rule
    side: int
    """1 above the centre or rising, -1 below or falling; 0 for a large step."""
    first: int
    """The first of the points that show it together."""


def signals(values: Sequence[float | None], limits: Limits, rules: RuleSet = RuleSet.WHEELER) -> list[Found]:
    """Return the signals among `values`, in order of time, at one point in the order in which they are told."""
    places = [_place(value, limits) for value in values]
    found = [*_beyond(places), *_runs(places, *_RUN[rules])]
    if rules is RuleSet.WHEELER:
        found += [*_large_steps(values, limits), *_nearer_a_limit(places)]
    else:
        found += [*_trends(places), *_two_of_three(places)]
    return sorted(found, key=lambda one: (one.index, _ORDER.index(one.rule)))


def label(found: Sequence[Found], count: int) -> Signal:
    """Return what the last of `count` points says about the process."""
    last = _last(found, count)
    return _SIGNALS[last.rule][last.side] if last else Signal.NONE


def began(found: Sequence[Found], count: int) -> int | None:
    """Return the point at which what :func:`label` says began; None where it says nothing."""
    last = _last(found, count)
    return min(one.first for one in found if one.index == last.index and one.side == last.side) if last else None


def _last(found: Sequence[Found], count: int) -> Found | None:
    return next((one for one in found if one.index == count - 1 and one.side), None)


def _place(value: float | None, limits: Limits) -> Place:
    if value is None:
        return None
    away = value - limits.centre
    reach = limits.upper - limits.centre if away > 0 else limits.centre - limits.lower
    place = away / reach
    return 0.0 if abs(place) <= NOISE else place


def _side(place: Place) -> int:
    return 0 if place is None else (place > 0) - (place < 0)


def _beyond(places: Sequence[Place]) -> Iterator[Found]:
    sides = [_side(place) if place is not None and abs(place) > 1 + NOISE else 0 for place in places]
    return _stretches(Rule.BEYOND_LIMIT, sides, least=1)


def _runs(places: Sequence[Place], rule: Rule, least: int) -> Iterator[Found]:
    return _stretches(rule, list(map(_side, places)), least)


def _stretches(rule: Rule, sides: Sequence[int], least: int) -> Iterator[Found]:
    """Yield the points of each stretch on one side that has at least so many."""
    for side, stretch in groupby(range(len(sides)), key=sides.__getitem__):
        points = list(stretch)
        if side and len(points) >= least:
            yield from (Found(point, rule, side, points[0]) for point in points)


def _large_steps(values: Sequence[float | None], limits: Limits) -> Iterator[Found]:
    if limits.range_upper is None:
        return
    for point in range(1, len(values)):
        before, value = values[point - 1], values[point]
        if before is not None and value is not None and abs(value - before) > limits.range_upper * (1 + NOISE):
            yield Found(point, Rule.LARGE_STEP, 0, point)


def _trends(places: Sequence[Place]) -> Iterator[Found]:
    steps = [
        0 if one is None or other is None or abs(other - one) <= NOISE else _side(other - one)
        for one, other in pairwise(places)
    ]
    for step in _stretches(Rule.TREND_OF_SEVEN, steps, _STEPS):
        if step.index == step.first:
            yield step
        yield replace(step, index=step.index + 1)


def _nearer_a_limit(places: Sequence[Place]) -> Iterator[Found]:
    """Yield three of four in a row that are nearer a limit than the centre, on one side."""
    for side in (1, -1):
        near = [place is not None and side * place > 0.5 + NOISE for place in places]
        fit = [place is not None for place in places]
        yield from _most_of(Rule.THREE_OF_FOUR, side, near, fit, window=4)


def _two_of_three(places: Sequence[Place]) -> Iterator[Found]:
    """Yield two of three in a row beyond two thirds of the way to a limit, but within it; all three on one side."""
    for side in (1, -1):
        near = [place is not None and 2 / 3 + NOISE < side * place <= 1 + NOISE for place in places]
        fit = [_side(place) == side for place in places]
        yield from _most_of(Rule.TWO_OF_THREE, side, near, fit, window=3)


def _most_of(rule: Rule, side: int, near: Sequence[bool], fit: Sequence[bool], *, window: int) -> Iterator[Found]:
    """Yield the points near a limit in each window where all points but one are, and all are fit to be counted."""
    firsts: dict[int, int] = {}
    for start in range(len(near) - window + 1):
        points = [point for point in range(start, start + window) if near[point]]
        if len(points) >= window - 1 and all(fit[start : start + window]):
            first = firsts.get(points[0], points[0])
            firsts |= {point: first for point in points}
    return (Found(point, rule, side, first) for point, first in firsts.items())
