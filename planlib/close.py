"""Closing a month and opening it again.

A close keeps the numbers as they stood, with the version of the formulas that made them and a hash, in the same
change that makes the plan refuse further writes.
"""

import hashlib
from datetime import date, datetime

import orjson

from planlib.errors import NotFoundError, RefusedError
from planlib.locale import language
from planlib.metrics import FORMULAS
from planlib.model import Close, PlanKey
from planlib.report import budget_json, kpis_json
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, record
from planlib.vocabulary import ChangeKind, PlanState


def close_plan(store: Store, plan: PlanKey, reason: str, actor: str, at: datetime, today: date) -> Change:
    """Close the plan with its facts; RefusedError where the month is not over, it is closed, or no reason is given."""
    if today <= plan.last_day:
        raise RefusedError("month_not_over", last_day=plan.last_day)
    state = _state(store, plan, PlanState.CLOSED, reason)
    facts = closed_facts(open_snapshot(store, actor, plan, today=today, closing=True))
    writes = [state, Write("closes", [facts])]
    change = record(store, writes, actor=actor, kind=ChangeKind.CLOSE, at=at, reason=reason, plan=plan)
    assert change is not None, "the state changes"
    return change


def reopen_plan(store: Store, plan: PlanKey, reason: str, actor: str, at: datetime) -> Change:
    """Make a closed plan active again; RefusedError where it is not closed or no reason is given."""
    state = _state(store, plan, PlanState.ACTIVE, reason)
    change = record(store, [state], actor=actor, kind=ChangeKind.REOPEN, at=at, reason=reason, plan=plan)
    assert change is not None, "the state changes"
    return change


def closed_facts(snapshot: Snapshot) -> Close:
    """Return the numbers of a snapshot as the close keeps them: sorted JSON and its hash."""
    numbers = {**kpis_json(snapshot, snapshot.kpis(), language("en")), **budget_json(snapshot)}
    facts = orjson.dumps(numbers, option=orjson.OPT_SORT_KEYS)
    return Close(
        team=snapshot.plan.team,
        month=snapshot.plan.month,
        facts=facts.decode(),
        formulas=FORMULAS,
        sha256=hashlib.sha256(facts).hexdigest(),
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
