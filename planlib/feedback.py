"""The short form in which each of a team says how the month was: its questions, and recording an answer."""

from collections.abc import Mapping
from datetime import datetime

from planlib.errors import RefusedError
from planlib.locale import N_, Language
from planlib.model import Feedback
from planlib.plans import plan_name
from planlib.snapshot import Snapshot
from planlib.snapshot.feedback import SCORES, WORDS, Said
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, record
from planlib.vocabulary import ChangeKind, PlanState

QUESTIONS: Mapping[str, str] = {
    "workload": N_("The workload could be managed"),
    "clarity": N_("The goals were clear"),
    "support": N_("We had what we needed"),
    "helped": N_("What helped?"),
    "hindered": N_("What held us back?"),
    "change": N_("One thing to change"),
}


def give(store: Store, snapshot: Snapshot, answer: Feedback, *, actor: str, at: datetime) -> Change | None:
    """Return the change that records an answer in place of the person's earlier one; None where it stands so.

    Raises:
        RefusedError: `plan_closed`; `feedback_empty` where nothing is answered.
    """
    if snapshot.plan.state is PlanState.CLOSED:
        raise RefusedError("plan_closed", plan=plan_name(snapshot.team, snapshot.plan.month))
    scored = any(getattr(answer, name) is not None for name in SCORES)
    if not scored and not any(getattr(answer, name).strip() for name in WORDS):
        raise RefusedError("feedback_empty")
    write = Write("feedback", [answer])
    return record(store, [write], actor=actor, kind=ChangeKind.EDIT, at=at, plan=snapshot.key)


def who_said(_: Language, snapshot: Snapshot, said: Said) -> str:
    """Return who signed words; empty where nobody did."""
    person = snapshot.person(said.person)
    return _.name(person) if person else ""
