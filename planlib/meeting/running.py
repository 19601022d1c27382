"""A meeting from its start to its end: what is taken down, and what becomes of actions.

Each step is one change of the ledger. What others changed after the newest change that whoever asks for a step had
seen is a conflict.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import ValidationError

from planlib.errors import ConflictError, InvalidError, Problem, RefusedError
from planlib.intake.checking.records import faults_of
from planlib.intake.values.values import script_name
from planlib.meeting.agenda import Item, kept
from planlib.model import Decision, Meeting, Person, PlanKey, new_id
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, history, record, undo
from planlib.vocabulary import ChangeKind, DecisionKind


class By(NamedTuple):
    """Who asks for a step of a meeting, and when."""

    actor: str
    at: datetime
    day: date
    """The team's day."""
    seen: int
    """The newest change that they had seen."""


def running(meetings: Iterable[Meeting], plan: PlanKey) -> Meeting | None:
    """Return the meeting about `plan` that is being held."""
    held = (one for one in meetings if one.known_at is None and (one.team, one.month) == plan)
    return next(held, None)


def start(store: Store, plan: PlanKey, items: Sequence[Item], data_day: date, by: By) -> Meeting:
    """Return the plan's meeting that is being held: a new one about `items`, or the one that was begun already.

    Two who begin at once name their meetings alike, so that the second finds the first.
    """
    held: list[Meeting] = [stored.record for stored in current(store, "meetings", where=plan._asdict())]
    found = running(held, plan)
    if found:
        return found
    key = {**plan._asdict(), "meeting": _next_id(plan, held)}
    meeting = Meeting(**key, day=by.day, data_day=data_day, agenda=kept(items))
    try:
        _record(store, plan, [Write("meetings", [meeting], based_on=0)], by)
    except ConflictError:
        return start(store, plan, items, data_day, by)
    return meeting


def _next_id(plan: PlanKey, held: Sequence[Meeting]) -> str:
    taken = {meeting.meeting for meeting in held}
    names = (f"{plan.team[:40]}-{plan.month:%Y%m}-{number}" for number in range(len(held) + 1, 2 * len(held) + 2))
    return next(name for name in names if name not in taken)


def begun(store: Store, meeting: Meeting) -> Change:
    """Return the change that began a meeting."""
    return history(store, table="meetings", key=(meeting.meeting,))[-1]


def end(store: Store, meeting: Meeting, by: By) -> Meeting:
    """Return the meeting with the last change that is known at its end; one that is over stays as it is."""
    now = _present(store, meeting)
    if now.known_at is not None:
        return now
    over = now.model_copy(update={"known_at": store.last_change()})
    _record(store, PlanKey(over.team, over.month), [Write("meetings", [over])], by)
    return over


# what is taken down


def note(meeting: Meeting, kind: DecisionKind, about: str, by: By, number: int = 0, **fields: Any) -> Decision:
    """Return what is to be taken down, `number` among what is taken down at once; InvalidError where it is not whole.

    Ids sort in the order of taking down.
    """
    moment = int(by.at.timestamp() * 1_000_000) + number
    own = {"decision": f"{moment:014x}{secrets.token_hex(2)}", "team": meeting.team, "meeting": meeting.meeting}
    return checked(own | {"kind": kind, "day": by.day, "about": about} | fields)


def checked(fields: dict[str, Any]) -> Decision:
    """Return the decision of `fields`; InvalidError with what is wrong, field by field."""
    try:
        return Decision.model_validate(fields)
    except ValidationError as error:
        faults = [Problem(fault.code, None, field, None, dict(fault.parameters)) for field, fault in faults_of(error)]
        raise InvalidError(faults) from error


def owner(store: Store, team: str, named: str) -> tuple[str, list[Person]]:
    """Return the id of the one with the id or name `named`, and the person to be entered where nobody has it."""
    people: list[Person] = [stored.record for stored in current(store, "people", where={"team": team})]
    found = next((one for one in people if named in (one.person, one.name_zh, one.name_en)), None)
    if found:
        return found.person, []
    new = Person(person=new_id(), team=team, **script_name(named))
    return new.person, [new]


def take_down(store: Store, meeting: Meeting, taken: Decision, by: By, people: Sequence[Person] = ()) -> None:
    """Record what was decided, or what becomes of a line that was taken down before; `people` are new ones."""
    refuse_over(store, meeting)
    writes = [Write("people", people)] * bool(people) + [Write("decisions", [taken], based_on=by.seen)]
    _record(store, PlanKey(meeting.team, meeting.month), writes, by)


def take_back(store: Store, meeting: Meeting, taken: Decision, by: By) -> None:
    """Remove a line that was taken down; with an adjustment goes what it changed in the plan."""
    refuse_over(store, meeting)
    if taken.kind is DecisionKind.ADJUSTMENT:
        change = history(store, table="decisions", key=(taken.decision,), limit=1)[0]
        undo(store, change.change_id, actor=by.actor, at=by.at)
        return
    write = Write("decisions", removed=[(taken.decision,)], based_on=by.seen)
    _record(store, PlanKey(meeting.team, meeting.month), [write], by)


def taken_back(store: Store, meeting: Meeting, taken: Sequence[Decision], known_at: int) -> dict[str, Change]:
    """Return the change by which a line `taken` down in a meeting was undone, up to `known_at`, by decision."""
    standing = {
        stored.record.decision
        for stored in current(store, "decisions", known_at=known_at, where={"meeting": meeting.meeting})
    }
    gone = [one.decision for one in taken if one.decision not in standing]
    changes = ((one, _last_change(store, one, known_at)) for one in gone)
    return {one: change for one, change in changes if change.kind is ChangeKind.UNDO}


def _last_change(store: Store, decision: str, known_at: int) -> Change:
    written = history(store, table="decisions", key=(decision,))
    return next(change for change in written if change.change_id <= known_at)


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


def done(store: Store, plan: PlanKey, action: Decision, by: By) -> Change | None:
    """Return the change that says that an action was done, None where it was before."""
    return rewrite(store, plan, action.model_copy(update={"done": by.day}), by)


def move(store: Store, plan: PlanKey, action: Decision, due: date, by: By) -> None:
    """Record a new day by which an action is to be done."""
    rewrite(store, plan, action.model_copy(update={"due": due}), by)


def drop(store: Store, plan: PlanKey, action: Decision, why: str, by: By) -> None:
    """Give an action up, with the reason; RefusedError `reason_needed` without one."""
    if not why.strip():
        raise RefusedError("reason_needed")
    _record(store, plan, [Write("decisions", removed=[(action.decision,)], based_on=by.seen)], by, why)


def rewrite(store: Store, plan: PlanKey, action: Decision, by: By) -> Change | None:
    """Return the change that has an action as it is to be, or as it was before; None where it stands so."""
    return _record(store, plan, [Write("decisions", [action], based_on=by.seen)], by)


def _record(store: Store, plan: PlanKey, writes: Sequence[Write], by: By, why: str = "") -> Change | None:
    return record(store, writes, actor=by.actor, kind=ChangeKind.MEETING, at=by.at, reason=why, plan=plan)


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
