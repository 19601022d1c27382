"""Bands of good and bad, and how parts become a whole: scores by weight, statuses worst first (DOMAIN 1.7-1.9)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from planlib.metrics.figure import Figure, undefined
from planlib.metrics.kpis import clamp
from planlib.model import Plan, Target
from planlib.vocabulary import Commitment, Reason, Status

TOLERANCE = 1e-9
"""Two doubles closer than this are equal at a threshold (DOMAIN 0.8)."""
OKR_BANDS = (Decimal("0.7"), Decimal("0.4"))
"""Green and amber of a stretch target, which aims at 0.7 (DOMAIN 1.7)."""
COVERAGE = 0.6
"""Share of the weight that must have a score before a total is shown."""
WORST_FIRST = (
    Status.MISSED,
    Status.OVER,
    Status.BEHIND,
    Status.WATCH,
    Status.ON_TRACK,
    Status.UNKNOWN,
    Status.NO_DATA,
    Status.NOT_STARTED,
    Status.REACHED,
)
"""What is not known hides neither a worse status nor makes the whole one reached."""


def rag(value: float, green: Decimal, amber: Decimal) -> Status:
    """Return on track, watch or behind; the lower edge of a band belongs to it."""
    if value >= float(green) - TOLERANCE:
        return Status.ON_TRACK
    return Status.WATCH if value >= float(amber) - TOLERANCE else Status.BEHIND


def thresholds(target: Target, plan: Plan) -> tuple[Decimal, Decimal]:
    """Return green and amber: the target's own, those of a stretch target, or the plan's."""
    green, amber = OKR_BANDS if target.commitment is Commitment.STRETCH else (plan.green, plan.amber)
    green = green if target.green is None else target.green
    return green, min(green, amber if target.amber is None else target.amber)


def worst(statuses: Iterable[Status]) -> Status:
    """Return the worst of the statuses; no_data for none."""
    return min(statuses, key=WORST_FIRST.index, default=Status.NO_DATA)


class RollUp(NamedTuple):
    """A weighted score, and how much of the weight is behind it."""

    score: Figure[float]
    coverage: float
    """Share of the weight that has a score, 0 to 1."""


def roll_up(parts: Iterable[tuple[Decimal, Figure[float]]], cap: float = 1.0) -> RollUp:
    """Return Σ weight × score ÷ Σ weight over the parts that have a score; undefined below 60 % coverage.

    Each score is cut at 0 and `cap` first, so that one overshoot cannot hide a miss.
    """
    weighed = [(float(weight), score.value) for weight, score in parts]
    whole = sum(weight for weight, _ in weighed)
    known = [(weight, clamp(score, cap)) for weight, score in weighed if score is not None]
    weight = sum(weight for weight, _ in known)
    if not weight:
        return RollUp(undefined(Reason.MISSING_DATA), 0.0)
    if weight / whole < COVERAGE - TOLERANCE:
        return RollUp(undefined(Reason.LOW_COVERAGE), weight / whole)
    return RollUp(Figure(sum(weight * score for weight, score in known) / weight), weight / whole)
