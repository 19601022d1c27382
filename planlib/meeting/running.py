"""A meeting from its start to its end: what is taken down, and what becomes of actions.

Each step is one change of the ledger. `seen` is the newest change that whoever asks for it had seen: what others
changed since is a conflict.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import ValidationError

from planlib.errors import ConflictError, InvalidError, Problem, RefusedError
from planlib.intake.checking.records import faults_of
from planlib.meeting.agenda import Item, kept
from planlib.model import Decision, Meeting, Person, PlanKey, new_id
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, history, record, undo
from planlib.vocabulary import ChangeKind, DecisionKind


def running(meetings: Iterable[Meeting], plan: PlanKey) -> Meeting | None:
    """Return the meeting about `plan` that is being held."""
    held = (one for one in meetings if one.known_at is None and (one.team, one.month) == plan)
    return next(held, None)


def start(
    store: Store, plan: PlanKey, items: Sequence[Item], *, day: date, data_day: date, actor: str, at: datetime
) -> Meeting:
    """Return the plan's meeting that is being held: a new one about `items`, or the one that was begun already.

    Two who begin at once name their meetings alike, so that the second finds the first.
    """
    held: list[Meeting] = [stored.record for stored in current(store, "meetings", where=plan._asdict())]
    found = running(held, plan)
    if found:
        return found
    meeting = Meeting(**plan._asdict(), meeting=_next_id(plan, held), day=day, data_day=data_day, agenda=kept(items))
    try:
        _record(store, plan, [Write("meetings", [meeting], based_on=0)], actor, at)
    except ConflictError:
        return start(store, plan, items, day=day, data_day=data_day, actor=actor, at=at)
    return meeting


def _next_id(plan: PlanKey, held: Sequence[Meeting]) -> str:
    taken = {meeting.meeting for meeting in held}
    names = (f"{plan.team[:40]}-{plan.month:%Y%m}-{number}" for number in range(len(held) + 1, 2 * len(held) + 2))
    return next(name for name in names if name not in taken)


def begun(store: Store, meeting: Meeting) -> Change:
    """Return the change that began a meeting."""
    return history(store, table="meetings", key=(meeting.meeting,))[-1]


def end(store: Store, meeting: Meeting, *, actor: str, at: datetime) -> Meeting:
    """Return the meeting with the last change that is known at its end; one that is over stays as it is."""
    now = _present(store, meeting)
    if now.known_at is not None:
        return now
    over = now.model_copy(update={"known_at": store.last_change()})
    _record(store, PlanKey(over.team, over.month), [Write("meetings", [over])], actor, at)
    return over


# what is taken down


def note(meeting: Meeting, kind: DecisionKind, *, day: date, about: str, **fields: Any) -> Decision:
    """Return a decision or an action as it is to be taken down; InvalidError where something is missing."""
    return checked(
        {"decision": new_id(), "team": meeting.team, "meeting": meeting.meeting, "kind": kind, "day": day}
        | {"about": about}
        | fields
    )


def checked(fields: dict[str, Any]) -> Decision:
    """Return the decision of `fields`; InvalidError with what is wrong, field by field."""
    try:
        return Decision.model_validate(fields)
    except ValidationError as error:
        faults = [Problem(fault.code, None, field, None, dict(fault.parameters)) for field, fault in faults_of(error)]
        raise InvalidError(faults) from error


def take_down(
    store: Store,
    meeting: Meeting,
    taken: Decision,
    *,
    actor: str,
    at: datetime,
    seen: int,
    people: Sequence[Person] = (),
) -> None:
    """Record what was decided, or what becomes of a line that was taken down before; `people` are new ones."""
    refuse_over(store, meeting)
    writes = [Write("people", people)] * bool(people) + [Write("decisions", [taken], based_on=seen)]
    _record(store, PlanKey(meeting.team, meeting.month), writes, actor, at)


def take_back(store: Store, meeting: Meeting, taken: Decision, *, actor: str, at: datetime, seen: int) -> None:
    """Remove a line that was taken down; with an adjustment goes what it changed in the plan."""
    refuse_over(store, meeting)
    if taken.kind is DecisionKind.ADJUSTMENT:
        change = history(store, table="decisions", key=(taken.decision,), limit=1)[0]
        undo(store, change.change_id, actor=actor, at=at)
        return
    write = Write("decisions", removed=[(taken.decision,)], based_on=seen)
    _record(store, PlanKey(meeting.team, meeting.month), [write], actor, at)


def refuse_over(store: Store, meeting: Meeting) -> None:
    """Refuse to take anything down in a meeting that is over."""
    if _present(store, meeting).known_at is not None:
        raise RefusedError("meeting_over")


def _present(store: Store, meeting: Meeting) -> Meeting:
    """Return a meeting as it stands; RefusedError where its start was taken back."""
    found = current(store, "meetings", where={"meeting": meeting.meeting})
    if not found:
        raise RefusedError("meeting_gone")
    present: Meeting = found[0].record
    return present


# actions


def done(
    store: Store, plan: PlanKey, action: Decision, day: date | None, *, actor: str, at: datetime, seen: int
) -> None:
    """Record on which day an action was done; None opens it again."""
    _rewrite(store, plan, action.model_copy(update={"done": day}), actor, at, seen)


def move(store: Store, plan: PlanKey, action: Decision, due: date, *, actor: str, at: datetime, seen: int) -> None:
    """Record a new day by which an action is to be done."""
    _rewrite(store, plan, action.model_copy(update={"due": due}), actor, at, seen)


def drop(store: Store, plan: PlanKey, action: Decision, why: str, *, actor: str, at: datetime, seen: int) -> None:
    """Give an action up, with the reason; RefusedError `reason_needed` without one."""
    if not why.strip():
        raise RefusedError("reason_needed")
    write = Write("decisions", removed=[(action.decision,)], based_on=seen)
    _record(store, plan, [write], actor, at, why)


def restore(store: Store, plan: PlanKey, before: Decision, *, actor: str, at: datetime, seen: int) -> None:
    """Record an action as it was before."""
    _rewrite(store, plan, before, actor, at, seen)


def _rewrite(store: Store, plan: PlanKey, action: Decision, actor: str, at: datetime, seen: int) -> None:
    _record(store, plan, [Write("decisions", [action], based_on=seen)], actor, at)


def _record(
    store: Store, plan: PlanKey, writes: Sequence[Write], actor: str, at: datetime, reason: str = ""
) -> Change | None:
    return record(store, writes, actor=actor, kind=ChangeKind.MEETING, at=at, reason=reason, plan=plan)


class Outcome(StrEnum):
    """What became of an action."""

    DONE = "done"
    MOVED = "moved"
    DROPPED = "dropped"


class Settled(NamedTuple):
    """An action that was open before."""

    before: Decision
    now: Decision | None
    """None where it was dropped."""
    outcome: Outcome


def settled(before: Iterable[Decision], now: Iterable[Decision]) -> tuple[Settled, ...]:
    """Return what became of the actions that were open `before`; those that are as they were are left out."""
    present = {one.decision: one for one in now}
    found = ((one, present.get(one.decision)) for one in before)
    return tuple(Settled(was, now, outcome) for was, now in found if (outcome := _outcome(was, now)))


def _outcome(before: Decision, now: Decision | None) -> Outcome | None:
    if now is None:
        return Outcome.DROPPED
    if now.done is not None:
        return Outcome.DONE
    return Outcome.MOVED if now.due != before.due else None
