"""Saying why a budget line is far off its budget, and what was decided as it came to a control point.

Each is one change of the ledger; what is done about a variance goes with it as an action of the team, which comes up in
the meetings until it is done. What others said of the same line since one began to write is a conflict.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from planlib.errors import RefusedError
from planlib.model import ControlLook, Decision, Explanation, new_id
from planlib.snapshot import BudgetLine, Crossing, Snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, record
from planlib.vocabulary import ChangeKind, DecisionKind


class By(NamedTuple):
    """Who says it, and when."""

    actor: str
    at: datetime
    seen: int
    """The newest change that they had seen as they began to write."""


class Said(NamedTuple):
    """Why a line is off, and what is done about it by whom."""

    text: str
    action: str = ""
    owner: str | None = None
    due: date | None = None


def explain(
    store: Store, snapshot: Snapshot, line: BudgetLine, said: Said, by: By, *, meeting: str | None = None
) -> Change | None:
    """Record why a line is off as its data stand, in a `meeting` or outside of one; None where it stands so.

    Raises:
        RefusedError: `words_needed`, `action_needs_owner_and_due`, or `plan_closed`.
        ConflictError: Somebody else explained it meanwhile.
    """
    team, month = snapshot.key
    _need_words(said.text)
    action = _action(snapshot, line, said, by, meeting)
    found = Explanation(
        team=team,
        month=month,
        line=line.budget.line,
        day=snapshot.day,
        text=said.text,
        decision=action.decision if action else None,
    )
    given_up = [(line.action.decision,)] if line.action and not action else []
    actions = Write("decisions", [action] if action else [], removed=given_up, based_on=by.seen)
    return _record(store, snapshot, [Write("explanations", [found], based_on=by.seen), actions], by)


def _action(snapshot: Snapshot, line: BudgetLine, said: Said, by: By, meeting: str | None) -> Decision | None:
    """Return what is done about a variance as an action of the team: the one that was named before, or a new one."""
    if not said.action.strip():
        return None
    if said.owner is None or said.due is None:
        raise RefusedError("action_needs_owner_and_due")
    told = {"text": said.action, "owner": said.owner, "due": said.due}
    if line.action:
        return line.action.model_copy(update=told)
    about = {"team": snapshot.key.team, "meeting": meeting, "about": f"line:{line.budget.line}"}
    new = {"decision": new_id(), "kind": DecisionKind.ACTION, "day": by.at.date()}
    return Decision.model_validate(new | about | told)


def look(
    store: Store, snapshot: Snapshot, line: BudgetLine, crossing: Crossing, decided: str, by: By, *, person: str | None
) -> Change | None:
    """Record that `person` looked as a line came to a control point, and what was decided; None where it stands so.

    Raises:
        RefusedError: `words_needed`, or `plan_closed`.
        ConflictError: Somebody else recorded it meanwhile.
    """
    team, month = snapshot.key
    _need_words(decided)
    looked = ControlLook(
        team=team,
        month=month,
        line=line.budget.line,
        point=crossing.point,
        day=crossing.day,
        person=person,
        looked=by.at.date(),
        decided=decided,
    )
    return _record(store, snapshot, [Write("control_looks", [looked], based_on=by.seen)], by)


def _need_words(text: str) -> None:
    if not text.strip():
        raise RefusedError("words_needed")


def _record(store: Store, snapshot: Snapshot, writes: Sequence[Write], by: By) -> Change | None:
    return record(store, writes, actor=by.actor, kind=ChangeKind.EDIT, at=by.at, plan=snapshot.key)
