"""Recording a draft with what a person chose, as one change that can be undone."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from planlib.errors import RefusedError
from planlib.locale import BOTH, LANGUAGES, language
from planlib.metrics.parts import moved
from planlib.model import Objective, Record, Target, TargetPart
from planlib.rollover.draft import Carried, Draft
from planlib.rollover.stating import Move, restated
from planlib.snapshot import Snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, record
from planlib.store.tables import TABLES, Reference
from planlib.vocabulary import ChangeKind

_NEEDED = {
    **{"target_parts": "kpi", "milestones": "objective"},
    **{"task_links": "predecessor", "task_steps": "task", "assignments": "task"},
}
"""Rows that go with what they name."""
_TRIGGER = dict.fromkeys(("trigger_above", "trigger_at_least", "trigger_below", "trigger_at_most"))


class Choice(NamedTuple):
    """What becomes of one thing; all that is not chosen otherwise is carried as the draft has it."""

    drop: bool = False
    reason: str = ""
    """Why it is left behind."""
    target: Decimal | None = None
    """Another target than the one in the draft."""
    titles: Mapping[str, str] = MappingProxyType({})
    """Other words than those that are proposed, by field: title_zh, standard_en, next_step."""
    owner: str | None = None
    """Another person than the one who has it, by id."""
    due: date | None = None
    """Another day for an action."""


PLAN = "plan"
"""Names the plan itself among the choices; its titles can be chosen."""


def roll_over(
    store: Store, snapshot: Snapshot, draft: Draft, choices: Mapping[str, Choice], *, actor: str, at: datetime
) -> Change:
    """Record the draft, and in its reason what was left behind and why.

    Raises:
        RefusedError: `plan_exists` where somebody made the plan meanwhile; `drop_reason` where one is missing.
        ConflictError: Somebody changed an action meanwhile.
        InvalidError: An action that a lesson names is dropped.
    """
    if current(store, "plans", where=draft.key._asdict()):
        raise RefusedError("plan_exists", month=draft.key.month)
    chosen = [(one, choices.get(one.key, Choice(drop=one.offered))) for one in draft.carried]
    dropped = [(one, choice.reason) for one, choice in chosen if choice.drop and not one.offered]
    unexplained = [one for one, reason in dropped if not reason.strip()]
    if unexplained:
        raise RefusedError("drop_reason", name=getattr(unexplained[0].about, "code", unexplained[0].id))
    kept = ((one, choice) for one, choice in chosen if not choice.drop and one.table != "decisions")
    rows = [*((one.table, _as_chosen(as_proposed(snapshot, draft, choices, one), choice)) for one, choice in kept)]
    rows += draft.bound
    rows = [*_whole(rows)]
    rows = [*((table, row) for table, row in rows if table != "target_parts"), *_split_anew(snapshot, rows)]
    tables = [name for name in TABLES if any(name == table for table, _row in rows)]
    change = record(
        store,
        [
            *([Write("calendar_days", draft.holidays)] if draft.holidays else []),
            Write("plans", [_as_chosen(draft.plan, choices.get(PLAN, Choice()))]),
            *(Write(name, [row for table, row in rows if table == name]) for name in tables),
            *_of_actions(draft, [(one, choice) for one, choice in chosen if one.table == "decisions"]),
        ],
        actor=actor,
        kind=ChangeKind.ROLLOVER,
        at=at,
        reason=_reason(snapshot, dropped),
        plan=draft.key,
    )
    assert change is not None, "the plan is new"
    return change


def _of_actions(draft: Draft, chosen: Sequence[tuple[Carried, Choice]]) -> Iterator[Write]:
    """Yield what becomes of the open actions; one that goes on as it is needs no row."""
    kept = [(one.row, _as_chosen(one.row, choice)) for one, choice in chosen if not choice.drop]
    changed = [after for before, after in kept if after != before]
    dropped = [(one.id,) for one, choice in chosen if choice.drop]
    if changed or dropped:
        yield Write("decisions", changed, dropped, based_on=draft.seen)


def as_proposed(snapshot: Snapshot, draft: Draft, choices: Mapping[str, Choice], one: Carried) -> Record:
    """Return a thing as it stands in the draft; a goal states the targets that are chosen where it stated the old."""
    if not isinstance(one.row, Objective):
        return one.row
    return restated(one.row, _moves(snapshot, draft, choices, one.id))


def _moves(snapshot: Snapshot, draft: Draft, choices: Mapping[str, Choice], goal: str) -> Iterator[Move]:
    """Yield the targets of a goal that become others."""
    for one in draft.carried:
        if isinstance(one.row, Target) and one.row.objective == goal:
            choice = choices.get(one.key, Choice())
            before, after = snapshot.kpi(one.id).target.target, choice.target or one.row.target
            if before is not None and after is not None and not choice.drop:
                yield Move(before, after)


def _as_chosen(row: Record, choice: Choice) -> Record:
    changed: dict[str, Any] = {field: title.strip() for field, title in choice.titles.items() if title.strip()}
    others = {"target": choice.target, "owner": choice.owner, "due": choice.due}
    changed |= {field: value for field, value in others.items() if value is not None}
    return type(row).model_validate(row.model_dump() | changed) if changed else row


def _whole(rows: Sequence[tuple[str, Record]]) -> Iterator[tuple[str, Record]]:
    """Yield the rows without references to what was left behind, and without those that go with it."""
    there = {(table, _key(table, row)) for table, row in rows}
    for table, row in rows:
        lost = [one for one in TABLES[table].references if _is_lost(one, row, there)]
        fields = {one.columns[-1]: None for one in lost}
        if _NEEDED.get(table) in fields or (table == "task_links" and fields):
            continue
        yield table, row.model_copy(update={**fields, **(_TRIGGER if "trigger_line" in fields else {})})


def _split_anew(snapshot: Snapshot, rows: Sequence[tuple[str, Record]]) -> Iterator[tuple[str, Record]]:
    """Yield the parts of the targets, each as much of the new one as it was of the old."""
    for target in (row for _table, row in rows if isinstance(row, Target)):
        parts = [row for _table, row in rows if isinstance(row, TargetPart) and row.kpi == target.kpi]
        old = snapshot.kpi(target.kpi).target.target
        if old and target.target is not None:
            yield from (("target_parts", part) for part in moved(parts, old, target.target))


def _is_lost(reference: Reference, row: Record, there: set[tuple[str, tuple[Any, ...]]]) -> bool:
    """Return whether a row names another one of the plan that does not come along."""
    target = TABLES[reference.table]
    names = tuple(getattr(row, column) for column in reference.columns)
    if not target.in_plan or reference.table == "plans" or None in names:
        return False
    keys = {key[-len(names) :] for table, key in there if table == reference.table}
    return names not in keys


def _key(table: str, row: Record) -> tuple[Any, ...]:
    return tuple(getattr(row, column) for column in TABLES[table].key)


def _reason(snapshot: Snapshot, dropped: Sequence[tuple[Carried, str]]) -> str:
    """Return in both languages from which month the plan was drafted, and what was left behind and why."""

    def told(code: str) -> str:
        _ = language(code)
        drafted = _("Drafted from {month}", month=_.month(snapshot.key.month))
        if not dropped:
            return drafted
        left = _.join([f"{one.called(_)} ({_.own(why)})" for one, why in dropped])
        return _("{drafted}; left behind: {left}", drafted=drafted, left=left)

    return BOTH.join(map(told, LANGUAGES))
