"""Is it going to be made? Score and status of a KPI or of milestones, or the reason there is none (DOMAIN 1.9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from planlib.metrics import kpis
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.kpis import clamp
from planlib.metrics.pace import expected_to_date, is_allowance, pace_index, path_in_force, sign
from planlib.metrics.rollup import TOLERANCE, rag
from planlib.model import Kpi, Milestone, Target
from planlib.vocabulary import Aggregation, Commitment, Path, Reason, Status


@dataclass(frozen=True, slots=True)
class Case:
    """What a KPI is judged by, on its own last complete day."""

    kpi: Kpi
    target: Target
    green: Decimal
    amber: Decimal
    actual: Figure[Decimal]
    """To date."""
    share: Fraction
    """W of the KPI's path on the day that `actual` stands for; on the snapshot's day where there is no data."""
    over: bool = False
    """The month is over and no value is waited for any more."""
    growth: Figure[float] | None = None
    """Pace of a growth target (:class:`planlib.metrics.growth.Growth`)."""
    rising: bool = True
    """A sum never fell this month: none of its values is negative."""

    @property
    def baseline(self) -> Decimal:
        """Where the path begins: 0 for a sum, and where none was given."""
        return Decimal(0) if self.kpi.aggregation is Aggregation.SUM else self.target.baseline or Decimal(0)

    @property
    def path(self) -> Path:
        """The path in force."""
        return path_in_force(self.kpi, self.target)


class Verdict(NamedTuple):
    """Score and status of a KPI or of milestones."""

    score: Figure[float]
    """0 to 1 against the full target."""
    score_now: Figure[float]
    """0 to 1 against what is expected by now."""
    status: Status
    reason: Reason | None = None
    """Why the status is unknown, not started or without data."""


class _Reading(NamedTuple):
    """What a yardstick says."""

    met: bool
    """The target would be reached if the month ended now with this value."""
    settled: bool
    """A target that is met now stays met."""
    status: Status
    """While the month lasts and the target is not settled."""
    score: float
    score_now: float


def expected(case: Case) -> Figure[Decimal]:
    """Return where the KPI should be by now: on its path, or on the target itself for a level.

    A range and a growth have no one such value.
    """
    if case.growth is not None or case.target.lower is not None:
        return undefined(Reason.NOT_APPLICABLE)
    if case.target.target is None:
        return undefined(Reason.NO_TARGET)
    if case.path is Path.LEVEL:
        return Figure(case.target.target)
    return Figure(expected_to_date(case.baseline, case.target.target, case.share))


def gap(case: Case) -> Figure[Decimal]:
    """Return actual − expected; of a range how far the actual is below or above it, 0 within."""
    actual, target = case.actual.value, case.target
    if actual is None:
        return undefined(case.actual.reason or Reason.MISSING_DATA)
    if target.lower is not None and target.upper is not None:
        lower, upper = (_due_of_range(case, bound) for bound in (target.lower, target.upper))
        return Figure(min(actual - lower, Decimal(0)) or max(actual - upper, Decimal(0)))
    due = expected(case)
    return due if due.value is None else Figure(actual - due.value)


def _due_of_range(case: Case, amount: Decimal) -> Decimal:
    """Return an end of a range, or its tolerance, as of now: that of a sum grows with the month."""
    if case.kpi.aggregation is not Aggregation.SUM or case.over:
        return amount
    return expected_to_date(Decimal(0), amount, case.share)


def pace(case: Case) -> Figure[float]:
    """Return the pace index; for a level, which time does not scale, its attainment."""
    due, actual = expected(case), case.actual
    if due.value is None or actual.value is None:
        return undefined(due.reason or actual.reason or Reason.MISSING_DATA)
    if case.path is Path.LEVEL:
        return kpis.attainment(case.kpi.direction, due.value, actual.value)
    if case.target.target == case.baseline:
        return undefined(Reason.BASELINE_EQ_TARGET if case.baseline else Reason.ZERO_BASE)
    return pace_index(case.kpi.direction, case.baseline, due.value, actual.value)


def judge(case: Case) -> Verdict:
    """Return score and status by the yardstick that DOMAIN 1.9 names.

    Growth by its pace, a range by the distance from it, a level by attainment, everything on a path by its pace.
    Reached is said while the month lasts only where it cannot be lost again, never of an allowance; missed is said
    only once the month is over.
    """
    if case.growth is not None:
        return _settle(case, case.growth.reason or _growth(case, case.growth.value or 0.0))
    if not case.share and not case.over:
        return _unjudged(Status.NOT_STARTED, Reason.NO_ELAPSED)
    if case.actual.value is None:
        return _settle(case, case.actual.reason or Reason.MISSING_DATA)
    return _settle(case, _read(case, case.actual.value))


def _settle(case: Case, reading: _Reading | Reason) -> Verdict:
    if isinstance(reading, Reason):
        return _unjudged(Status.NO_DATA if reading is Reason.MISSING_DATA else Status.UNKNOWN, reading)
    return Verdict(Figure(reading.score), Figure(reading.score_now), _status(case, reading))


def _unjudged(status: Status, reason: Reason) -> Verdict:
    return Verdict(undefined(reason), undefined(reason), status, reason)


def _status(case: Case, reading: _Reading) -> Status:
    if case.over:
        stretch = case.target.commitment is Commitment.STRETCH
        enough = reading.met or (stretch and reading.score >= float(case.green) - TOLERANCE)
        return Status.REACHED if enough else Status.MISSED
    return Status.REACHED if reading.met and reading.settled else reading.status


# yardsticks


def _read(case: Case, actual: Decimal) -> _Reading | Reason:
    target, direction = case.target, case.kpi.direction
    if target.lower is not None and target.upper is not None:
        return _range(case, target.lower, target.upper, actual)
    if target.target is None:
        return Reason.NO_TARGET
    if not sign(direction):
        return Reason.NOT_APPLICABLE
    met = sign(direction) * (actual - target.target) >= 0
    if target.target == case.baseline:
        return _maintain(case, target.target, actual, met)
    if case.path is Path.LEVEL:
        return _level(case, target.target, actual, met)
    return _path(case, target.target, actual, met)


def _growth(case: Case, pace: float) -> _Reading:
    met = pace >= 1 - TOLERANCE
    return _Reading(met, False, rag(pace, case.green, case.amber), clamp(pace), clamp(pace))


def _range(case: Case, lower: Decimal, upper: Decimal, actual: Decimal) -> _Reading:
    """Judge by the distance from the range as it is expected by now."""
    width = kpis.range_width(lower, upper, case.target.tolerance)
    full = kpis.range_score(lower, upper, width, actual)
    lower, upper, width = (_due_of_range(case, amount) for amount in (lower, upper, width))
    status = range_status(lower, upper, width, actual)
    met = status is Status.ON_TRACK
    return _Reading(met, False, status, full, kpis.range_score(lower, upper, width, actual))


def range_status(lower: Decimal, upper: Decimal, tolerance: Decimal | None, actual: Decimal) -> Status:
    """Return on track within the range, watch within the tolerance outside it, behind beyond (DOMAIN 1.3)."""
    distance = kpis.range_distance(lower, upper, actual)
    if not distance:
        return Status.ON_TRACK
    return Status.WATCH if distance <= kpis.range_width(lower, upper, tolerance) else Status.BEHIND


def _maintain(case: Case, target: Decimal, actual: Decimal, met: bool) -> _Reading:
    """Judge a KPI that is to stay where it was: on track while it holds, never better than watch while it does not."""
    reached = kpis.attainment(case.kpi.direction, target, actual).value or 0.0
    score = 1.0 if met else clamp(reached)
    slipped = Status.WATCH if reached >= float(case.amber) - TOLERANCE else Status.BEHIND
    return _Reading(met, False, Status.ON_TRACK if met else slipped, score, score)


def _level(case: Case, target: Decimal, actual: Decimal, met: bool) -> _Reading:
    """Judge by attainment; a stretch target, and one of zero, by progress from the baseline.

    A highest value that has passed its ceiling cannot come back: that is behind, however little it is.
    """
    direction = case.kpi.direction
    moved = pace_index(direction, case.baseline, target, actual).value or 0.0
    reached = kpis.attainment(direction, target, actual).value
    index = moved if case.target.commitment is Commitment.STRETCH or reached is None else reached
    extreme = case.kpi.aggregation, direction
    status = Status.BEHIND if extreme in kpis.LOST_FOR_GOOD and not met else rag(index, case.green, case.amber)
    return _Reading(met, extreme in kpis.WON_FOR_GOOD, status, clamp(moved), clamp(moved))


def _path(case: Case, target: Decimal, actual: Decimal, met: bool) -> _Reading:
    """Judge by pace; an allowance that is used up is behind, however late in the month."""
    allowance = is_allowance(case.kpi, target)
    full = pace_index(case.kpi.direction, case.baseline, target, actual).value or 0.0
    now = pace(case).value or 0.0
    status = Status.BEHIND if allowance and not met else rag(now, case.green, case.amber)
    settled = case.kpi.aggregation is Aggregation.SUM and case.rising and not allowance
    return _Reading(met, settled, status, clamp(full), clamp(now))


# qualitative goals


def judge_milestones(
    milestones: Sequence[Milestone], day: date, month_end: date, green: Decimal, amber: Decimal
) -> Verdict:
    """Return score and status of a qualitative goal: what is done against what is due by `day`."""
    done = kpis.milestones_score(milestones)
    due = kpis.milestones_due(milestones, day, month_end)
    if done.value is None or due.value is None:
        return _unjudged(Status.UNKNOWN, done.reason or Reason.MISSING_DATA)
    if done.value >= 1 - TOLERANCE:
        return Verdict(done, done, Status.REACHED)
    if day >= month_end:
        return Verdict(done, done, Status.MISSED)
    if not due.value:
        started = Status.ON_TRACK if done.value else Status.NOT_STARTED
        return Verdict(done, undefined(Reason.NO_ELAPSED), started, None if done.value else Reason.NO_ELAPSED)
    now = clamp(done.value / due.value)
    return Verdict(done, Figure(now), rag(now, green, amber))
