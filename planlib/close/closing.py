"""Closing a month and opening it again.

A close keeps the numbers as they stood, with the version of the formulas that made them, a hash, and why points of the
checklist were waived, in the same change that makes the plan refuse further writes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import orjson

from planlib.close.checklist import Check, checklist, missing
from planlib.errors import NotFoundError, RefusedError
from planlib.locale import language
from planlib.metrics import FORMULAS
from planlib.model import Close, PlanKey
from planlib.report import budget_json, kpis_json
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.changes import get
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, record
from planlib.store.rights import Right, rights_of
from planlib.vocabulary import ChangeKind, CloseCheck, PlanState


class UnmetError(RefusedError):
    """Points of the checklist are neither met nor waived; nothing was recorded."""

    def __init__(self, checks: Sequence[Check]) -> None:
        """Keep the points."""
        super().__init__("unmet", count=len(checks))
        self.checks = tuple(checks)


class Kept(NamedTuple):
    """What a plan was closed with, and the change that did."""

    close: Close
    change: Change

    @property
    def waived(self) -> Mapping[CloseCheck, str]:
        """Why points of the checklist were waived."""
        return {CloseCheck(code): why for code, why in orjson.loads(self.close.waived or "{}").items()}


def ready_to_close(store: Store, plan: PlanKey, actor: str, today: date) -> Snapshot:
    """Return the plan as its close would leave it: its checklist and its facts are read from this."""
    return open_snapshot(store, actor, plan, today=today, closing=True)


def close_plan(
    store: Store,
    plan: PlanKey,
    reason: str,
    actor: str,
    at: datetime,
    today: date,
    waived: Mapping[CloseCheck, str] | None = None,
) -> Change:
    """Close the plan with its facts; `waived` says why points of the checklist need not be met.

    RefusedError where the month is not over, it is closed, no reason is given, a point is not met and not waived, or
    `actor` has no right to close; that is said before the checklist is gone through.
    """
    if barred := rights_of(store, plan.team).refusal(actor, Right.CLOSE):
        raise barred
    if today <= plan.last_day:
        raise RefusedError("month_not_over", last_day=plan.last_day)
    state = _state(store, plan, PlanState.CLOSED, reason)
    snapshot = ready_to_close(store, plan, actor, today)
    facts = closed_facts(snapshot, _waivers(missing(checklist(snapshot)), waived or {}))
    writes = [state, Write("closes", [facts])]
    change = record(store, writes, actor=actor, kind=ChangeKind.CLOSE, at=at, reason=reason, plan=plan)
    assert change is not None, "the state changes"
    return change


def _waivers(unmet: Sequence[Check], waived: Mapping[CloseCheck, str]) -> Mapping[CloseCheck, str]:
    """Return why each point that is not met is waived; UnmetError where one has no reason."""
    if left := [check for check in unmet if not waived.get(check.code, "").strip()]:
        raise UnmetError(left)
    return {check.code: waived[check.code].strip() for check in unmet}


def kept_close(store: Store, snapshot: Snapshot) -> Kept | None:
    """Return what the plan in view was closed with; None where it is not closed."""
    if snapshot.plan.state is not PlanState.CLOSED:
        return None
    stored = current(store, "closes", known_at=snapshot.known_at, where=snapshot.key._asdict())
    with store.cursor() as cursor:
        change = get(cursor, stored[0].change_id) if stored else None
    return Kept(stored[0].record, change) if change else None


def reopen_plan(store: Store, plan: PlanKey, reason: str, actor: str, at: datetime) -> Change:
    """Make a closed plan active again; RefusedError where it is not closed, without a reason, or without the right."""
    state = _state(store, plan, PlanState.ACTIVE, reason)
    change = record(store, [state], actor=actor, kind=ChangeKind.REOPEN, at=at, reason=reason, plan=plan)
    assert change is not None, "the state changes"
    return change


def closed_facts(snapshot: Snapshot, waived: Mapping[CloseCheck, str]) -> Close:
    """Return the numbers of a snapshot as the close keeps them: sorted JSON and its hash; and what was waived."""
    numbers = {**kpis_json(snapshot, snapshot.kpis(), language("en")), **budget_json(snapshot)}
    facts = orjson.dumps(numbers, option=orjson.OPT_SORT_KEYS)
    return Close(
        team=snapshot.plan.team,
        month=snapshot.plan.month,
        facts=facts.decode(),
        formulas=FORMULAS,
        sha256=hashlib.sha256(facts).hexdigest(),
        waived=orjson.dumps(waived, option=orjson.OPT_NON_STR_KEYS).decode() if waived else None,
    )


def _state(store: Store, plan: PlanKey, state: PlanState, reason: str) -> Write:
    """Return the write that closes or reopens the plan, based on the plan as it is now."""
    found = current(store, "plans", where=plan._asdict())
    if not found:
        raise NotFoundError("no_plan", team=plan.team, month=plan.month)
    if not reason.strip():
        raise RefusedError("reason_needed")
    if (found[0].record.state == PlanState.CLOSED) == (state == PlanState.CLOSED):
        raise RefusedError("already_closed" if state == PlanState.CLOSED else "not_closed")
    changed = found[0].record.model_copy(update={"state": state})
    return Write("plans", [changed], based_on={tuple(plan): found[0].change_id})
