"""Saying why a budget line is far off its budget, and what was decided as it came to a control point.

Each is one change of the ledger. What others said of the same line since one began to write is a conflict.
"""

from datetime import date, datetime
from typing import NamedTuple

from planlib.errors import RefusedError
from planlib.model import ControlLook, Explanation
from planlib.snapshot import BudgetLine, Crossing, Snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, record
from planlib.vocabulary import ChangeKind


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


def explain(store: Store, snapshot: Snapshot, line: BudgetLine, said: Said, by: By) -> Change | None:
    """Record why a line is off as its data stand; None where it stands so.

    Raises:
        RefusedError: `words_needed`, or `plan_closed`.
        ConflictError: Somebody else explained it meanwhile.
    """
    team, month = snapshot.key
    _need_words(said.text)
    found = Explanation(team=team, month=month, line=line.budget.line, day=snapshot.day, **said._asdict())
    return _record(store, snapshot, Write("explanations", [found], based_on=by.seen), by)


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
    return _record(store, snapshot, Write("control_looks", [looked], based_on=by.seen), by)


def _need_words(text: str) -> None:
    if not text.strip():
        raise RefusedError("words_needed")


def _record(store: Store, snapshot: Snapshot, write: Write, by: By) -> Change | None:
    return record(store, [write], actor=by.actor, kind=ChangeKind.EDIT, at=by.at, plan=snapshot.key)
