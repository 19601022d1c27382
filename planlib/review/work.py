"""Which tasks and risks need a word in the review and the meeting, worst first, and what is to be said of them."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from planlib.locale import N_, Language
from planlib.locale.words import word
from planlib.snapshot import RiskLine, Schedule, Snapshot, TaskLine
from planlib.vocabulary import PlanState, RiskBand, RiskKind, RiskMove, RiskState, TaskStatus

_LATE = (TaskStatus.OVERDUE, TaskStatus.LATE)


class Concern(StrEnum):
    """Why a risk needs a word."""

    FIRED = "fired"
    OCCURRED = "occurred"
    UNSCORED = "unscored"
    GREW = "grew"
    EXTREME = "extreme"
    OVERDUE = "overdue"


_CONCERNS = {
    Concern.FIRED: N_("its trigger has fired"),
    Concern.OCCURRED: N_("it has happened"),
    Concern.UNSCORED: N_("nobody has said how large it is"),
    Concern.GREW: N_("larger than when the plan became active"),
    Concern.OVERDUE: N_("review was due {day}"),
}


class RiskToTell(NamedTuple):
    """A risk that needs a word, and why."""

    line: RiskLine
    why: tuple[Concern, ...]


def late_tasks(snapshot: Snapshot) -> list[TaskLine]:
    """Return the tasks that are overdue or late, those that hold up the end first, then by their day."""
    found = [line for line in snapshot.schedule.lines if line.status in _LATE]
    return sorted(found, key=lambda line: (_LATE.index(line.status), not line.critical, line.finish))


def task_words(_: Language, snapshot: Snapshot, line: TaskLine) -> str:
    """Return who has a task, until when it was planned, how much later it will be, and how often it was moved."""
    owner = snapshot.person(line.task.owner)
    planned = line.baseline_finish or line.task.finish
    due = _("due {day}", day=_.short_day(planned)) if planned else ""
    later = line.slip or 0
    slip = _.plural("{count} working day later", "{count} working days later", later) if later > 0 else ""
    often = _.plural("moved once", "moved {count} times", line.moves) if line.moves else ""
    critical = _("holds up the end") if line.critical else ""
    return " · ".join(filter(None, [_.name(owner) if owner else "", due, slip, often, critical]))


def tasks_in_short(_: Language, found: Schedule) -> str:
    """Return how many tasks are done, and how many were added and slipped since the plan became active."""
    parts = [_("{done} of {total} done", done=found.done, total=found.total)]
    if found.slipped:
        parts.append(_.plural("{count} slipped", "{count} slipped", found.slipped))
    if found.added:
        parts.append(_.plural("{count} added", "{count} added", found.added))
    return " · ".join(parts)


def risks_to_tell(snapshot: Snapshot, today: date) -> list[RiskToTell]:
    """Return the risks that need a word, those whose trigger has fired first; of a closed plan none."""
    if snapshot.plan.state is PlanState.CLOSED:
        return []
    found = [RiskToTell(line, tuple(_why(line))) for line in snapshot.risks(today).lines]
    return sorted((one for one in found if one.why), key=lambda one: not one.line.fired)


def _why(line: RiskLine) -> Iterator[Concern]:
    is_threat = line.risk.kind is RiskKind.THREAT
    told = {
        Concern.FIRED: line.fired,
        Concern.OCCURRED: line.risk.state is RiskState.OCCURRED and line.move is RiskMove.OCCURRED,
        Concern.UNSCORED: line.current.band is None and line.risk.state is RiskState.OPEN,
        Concern.GREW: line.move is RiskMove.UP and is_threat,
        Concern.EXTREME: line.current.band is RiskBand.EXTREME and is_threat and line.risk.state is RiskState.OPEN,
        Concern.OVERDUE: line.overdue,
    }
    return (concern for concern, is_so in told.items() if is_so)


def risk_words(_: Language, one: RiskToTell) -> str:
    """Return how large a risk is, who has it, and why it needs a word, but for what the mark beside it says."""
    line = one.line
    size = f"{word(_, line.current.band)} {line.risk.likelihood} × {line.risk.impact}" if line.current.band else ""
    return " · ".join(
        filter(None, [size, _.name(line.owner) if line.owner else "", *concerns(_, one._replace(why=_unmarked(one)))])
    )


def _unmarked(one: RiskToTell) -> tuple[Concern, ...]:
    return tuple(concern for concern in one.why if concern not in (Concern.FIRED, Concern.OCCURRED))


def concerns(_: Language, one: RiskToTell) -> list[str]:
    """Return why a risk needs a word; that it is extreme its band says."""
    due = _.short_day(one.line.review_due.value) if one.line.review_due.value else ""
    return [_(_CONCERNS[concern], day=due) for concern in one.why if concern is not Concern.EXTREME]
