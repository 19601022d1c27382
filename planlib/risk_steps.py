"""What is done with a risk: looked at again, its contingency made a task. Each is one change of the ledger."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from itertools import count

from planlib.errors import RefusedError
from planlib.locale import BOTH, LANGUAGES, Language, language
from planlib.model import PlanKey, Risk, Task
from planlib.risk_words import condition, standing, title
from planlib.snapshot import RiskLine, Snapshot
from planlib.snapshot.risks import contingency_task_id
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, record
from planlib.vocabulary import ChangeKind, RiskState

_TITLE = 200
_CODE = 50
"""Characters of a title, and of a risk's code in that of its task."""


def review(
    store: Store,
    risk: Risk,
    *,
    likelihood: int | None,
    impact: int | None,
    state: RiskState,
    came_to: Decimal | None,
    day: date,
    words: str,
    seen: int,
    actor: str,
    at: datetime,
) -> Change | None:
    """Return the change that says how large a risk is on `day` and what it came to, None where that was said already.

    `risk` is what the reviewer looked at and `seen` the change that wrote it.

    Raises:
        RefusedError: `reason_needed` where something becomes another one and nobody says why.
        ConflictError: Somebody else changed the risk since.
    """
    said = {"likelihood": likelihood, "impact": impact, "state": state, "came_to": came_to}
    same = said == {field: getattr(risk, field) for field in said}
    if not words.strip() and not same:
        raise RefusedError("reason_needed")
    why_closed = (words.strip() or risk.reason) if state is RiskState.CLOSED else ""
    after = Risk.model_validate(risk.model_dump() | said | {"reviewed": day, "reason": why_closed})
    write = Write("risks", [after], based_on={(risk.team, risk.month, risk.risk): seen})
    reason = words.strip() or _in_both(lambda _: _("Reviewed, nothing has changed"))
    return record(store, [write], actor=actor, kind=ChangeKind.EDIT, at=at, reason=reason, plan=_plan(risk))


def contingency_task(
    store: Store, snapshot: Snapshot, line: RiskLine, *, today: date, actor: str, at: datetime
) -> Change | None:
    """Return the change that makes the contingency of a risk a task, from the next working day on.

    Raises:
        ConflictError: Somebody else made it one.
    """
    risk = line.risk
    task = Task(
        **snapshot.key._asdict(),
        task=contingency_task_id(risk),
        code=_free_code(store, snapshot, risk),
        **{f"title_{code}": language(code).own(risk.contingency)[:_TITLE] for code in LANGUAGES},
        owner=risk.owner,
        objective=risk.objective,
        start=snapshot.calendar.workday(today, 1),
        duration=risk.contingency_days or 1,
        note=_in_both(lambda _: _("Contingency plan of the risk “{risk}”", risk=title(_, line))),
    )
    write = Write("tasks", [task], based_on={(task.team, task.month, task.task): 0})
    reason = _in_both(lambda _: _why(_, line, snapshot.team.currency))
    return record(store, [write], actor=actor, kind=ChangeKind.EDIT, at=at, reason=reason, plan=snapshot.key)


def _why(_: Language, line: RiskLine, currency: str) -> str:
    if line.trigger is None or not line.fired:
        return _("Contingency plan of the risk “{risk}”", risk=title(_, line))
    watched = condition(_, line.trigger, currency), standing(_, line.trigger, currency)
    return _(
        "The trigger of “{risk}” has fired: {watched} ({now})", risk=title(_, line), watched=watched[0], now=watched[1]
    )


def _in_both(words: Callable[[Language], str]) -> str:
    """Return a text in both languages, as it is kept for readers of either."""
    return BOTH.join(words(language(code)) for code in LANGUAGES)


def _free_code(store: Store, snapshot: Snapshot, risk: Risk) -> str:
    taken = {stored.record.code for stored in current(store, "tasks", where=snapshot.key._asdict())}
    codes = (f"{risk.code[:_CODE]}-contingency{number or ''}" for number in count())
    return next(code for code in codes if code not in taken)


def _plan(risk: Risk) -> PlanKey:
    return PlanKey(risk.team, risk.month)
