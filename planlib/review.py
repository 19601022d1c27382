"""What the weekly review says first: will the month be made, and where not?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

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
    judged: int
    """KPIs that can be judged at all."""
    final: bool
    """Every KPI judged has reached or missed its target; nothing is left to forecast."""


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
        judged=len(judged),
        final=bool(judged) and all(line.status in _FINAL for line, _ in judged),
    )
