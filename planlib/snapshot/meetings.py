"""What was said and decided about a team's plans, as of one change: meetings, decisions, check-ins."""

from collections.abc import Iterable
from datetime import date

from planlib.model import CheckIn, Decision, Meeting
from planlib.store.connect import Store
from planlib.store.ledger import current
from planlib.vocabulary import DecisionKind


def meetings(store: Store, team: str, known_at: int) -> tuple[Meeting, ...]:
    """Return a team's meetings, of all its plans, newest first; one that is being held has no `known_at`."""
    found: list[Meeting] = [
        stored.record for stored in current(store, "meetings", known_at=known_at, where={"team": team})
    ]
    return tuple(
        sorted(found, key=lambda meeting: (meeting.known_at is None, meeting.day, meeting.known_at), reverse=True)
    )


def decisions(store: Store, team: str, known_at: int) -> tuple[Decision, ...]:
    """Return what the team decided, newest first."""
    found: list[Decision] = [
        stored.record for stored in current(store, "decisions", known_at=known_at, where={"team": team})
    ]
    return tuple(sorted(found, key=lambda decision: (decision.day, decision.decision), reverse=True))


def open_actions(decided: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the actions that are not done, the first due first."""
    found = [one for one in decided if one.kind is DecisionKind.ACTION and one.done is None]
    return tuple(sorted(found, key=lambda action: (action.due or date.max, action.decision)))


def check_ins(store: Store, kpis: Iterable[str], known_at: int) -> tuple[CheckIn, ...]:
    """Return what the owners of `kpis` said, newest week first."""
    found: list[CheckIn] = [
        stored.record for stored in current(store, "check_ins", known_at=known_at, where={"kpi": list(kpis)})
    ]
    return tuple(sorted(found, key=lambda one: (one.week, one.kpi), reverse=True))
