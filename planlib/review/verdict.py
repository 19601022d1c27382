"""What the weekly review says first: will the month be made, and where not?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from planlib.metrics.figure import Figure
from planlib.metrics.pace import sign
from planlib.snapshot import KpiLine
from planlib.vocabulary import Commitment, Status

LIKELY = 0.8
UNLIKELY = 0.2
"""A KPI is likely to be met from LIKELY on, and likely to be missed below UNLIKELY."""


class Course(StrEnum):
    """Where a KPI, or the whole month, is heading."""

    MADE = "made"
    TIGHT = "tight"
    MISSED = "missed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where the month is heading, and the KPIs that say so."""

    course: Course
    worst: KpiLine | None
    """The worst KPI that stands in the way; None where none does."""
    likely: int
    """KPIs likely to be met, or met already."""
    missed: int
    """KPIs likely to be missed, or missed already."""
    judged: int
    """KPIs that can be judged at all."""
    final: bool
    """The month is over for every KPI judged: nothing is left to forecast."""


_BY_STATUS = {
    Status.REACHED: Course.MADE,
    Status.ON_TRACK: Course.MADE,
    Status.WATCH: Course.TIGHT,
    Status.BEHIND: Course.MISSED,
    Status.OVER: Course.MISSED,
    Status.MISSED: Course.MISSED,
}
_FINAL = (Status.REACHED, Status.MISSED)


def course(line: KpiLine) -> Course:
    """Return where a KPI is heading: by the chance of making it, or by its status where there is none."""
    chance = line.forecast.probability
    if chance is None or line.status in _FINAL:
        return _BY_STATUS.get(line.status, Course.UNKNOWN)
    if chance >= LIKELY:
        return Course.MADE
    return Course.TIGHT if chance >= UNLIKELY else Course.MISSED


def verdict(lines: Sequence[KpiLine]) -> Verdict:
    """Return where the month is heading, from its KPI lines, worst first.

    It is missed when one committed KPI is, made when all that can be judged are, and tight in between. Stretch
    KPIs are not promises: they count only in a plan that has no others.
    """
    courses = [(line, course(line)) for line in lines]
    judged = [(line, where) for line, where in courses if where != Course.UNKNOWN]
    promised = [pair for pair in judged if pair[0].target.commitment == Commitment.COMMITTED] or judged
    overall = next(
        (found for found in (Course.MISSED, Course.TIGHT, Course.MADE) if any(where == found for _, where in promised)),
        Course.UNKNOWN,
    )
    worst = next((line for line, where in promised if where == overall), None)
    return Verdict(
        course=overall,
        worst=None if overall == Course.MADE else worst,
        likely=sum(where == Course.MADE for _, where in judged),
        missed=sum(where == Course.MISSED for _, where in judged),
        judged=len(judged),
        final=bool(lines) and all(line.over for line, _ in judged or courses),
    )


class Compared(NamedTuple):
    """How many KPIs are better than they were."""

    better: int
    known: int
    """KPIs that have a better and a worse, and both values."""


def compared(lines: Iterable[KpiLine], change: Callable[[KpiLine], Figure[float]]) -> Compared:
    """Return how many KPIs changed for the better, by the `change` of each."""
    moves = [(sign(line.kpi.direction), change(line).value) for line in lines]
    known = [way * move for way, move in moves if way and move is not None]
    return Compared(sum(move > 0 for move in known), len(known))
