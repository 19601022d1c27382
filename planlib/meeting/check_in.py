"""Check-ins: how an owner sees the month of a KPI, once a week, before the meeting.

One is recorded as a change of kind `meeting`, as it is said for the meeting and adjusts nothing in the plan. A later
one of the same week replaces it; the history keeps both.
"""

from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal

from planlib.errors import RefusedError
from planlib.metrics.periods import week_start
from planlib.model import CheckIn
from planlib.plans import plan_name
from planlib.snapshot import KpiLine, Snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, record
from planlib.vocabulary import ChangeKind, Confidence, PlanState


def give(
    store: Store,
    snapshot: Snapshot,
    line: KpiLine,
    confidence: Confidence,
    text: str,
    *,
    person: str | None,
    day: date,
    actor: str,
    at: datetime,
) -> Change | None:
    """Return the change that records what `person` says of a KPI in the week of `day`, None where it stands so.

    Raises:
        RefusedError: `plan_closed`; `explain_confidence` or `explain_score` where words are missing.
    """
    if snapshot.plan.state is PlanState.CLOSED:
        raise RefusedError("plan_closed", plan=plan_name(snapshot.team, snapshot.plan.month))
    said = CheckIn(kpi=line.kpi.kpi, week=week_of(snapshot, day), confidence=confidence, text=text, person=person)
    if not said.text:
        _refuse_silence(snapshot, line, confidence)
    write = Write("check_ins", [said])
    return record(store, [write], actor=actor, kind=ChangeKind.MEETING, at=at, plan=snapshot.key)


def week_of(snapshot: Snapshot, day: date) -> date:
    """Return the first day of the week of the plan's month that `day` is in; after the month its last one."""
    within = min(max(day, snapshot.key.month), snapshot.key.last_day)
    return week_start(within, snapshot.team.first_weekday)


def score_to_explain(snapshot: Snapshot, line: KpiLine) -> Decimal | None:
    """Return a score so low that a check-in needs words, rounded down; None where it needs none."""
    score = line.score_now.value
    if score is None or score >= limit(snapshot):
        return None
    return Decimal(repr(score)).quantize(Decimal("0.01"), ROUND_FLOOR)


def limit(snapshot: Snapshot) -> Decimal:
    """Return the score below which a check-in needs words: the plan's, or where it is on track."""
    plan = snapshot.plan
    return plan.green if plan.explain_below is None else plan.explain_below


def said_of(snapshot: Snapshot, kpi: str) -> list[CheckIn]:
    """Return what was said of a KPI up to the end of the plan's month, newest week first."""
    return [one for one in snapshot.check_ins if one.kpi == kpi and one.week <= snapshot.key.last_day]


def due(snapshot: Snapshot, today: date) -> tuple[KpiLine, ...]:
    """Return the KPIs whose owners have said nothing yet in the week of `today`, worst first.

    Those with an owner and something to reach are asked about; in a plan that is in force.
    """
    if snapshot.plan.state is not PlanState.ACTIVE:
        return ()
    told = {one.kpi for one in snapshot.check_ins if one.week == week_of(snapshot, today)}
    return tuple(line for line in snapshot.kpis() if line.kpi.owner and _aimed(line) and line.kpi.kpi not in told)


def _aimed(line: KpiLine) -> bool:
    target = line.target
    return any(aim is not None for aim in (target.target, target.lower, target.growth_rate))


def _refuse_silence(snapshot: Snapshot, line: KpiLine, confidence: Confidence) -> None:
    if confidence is not Confidence.ON_TRACK:
        raise RefusedError("explain_confidence")
    score = score_to_explain(snapshot, line)
    if score is not None:
        raise RefusedError("explain_score", score=score, limit=limit(snapshot))
