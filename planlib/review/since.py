"""Since when: the moment with which a plan is compared, by default that of its last meeting."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from planlib.metrics.periods import DAY, WEEK
from planlib.model import Meeting, PlanKey
from planlib.snapshot import Snapshot, open_snapshot
from planlib.snapshot.activation import activated_at
from planlib.store.connect import Store
from planlib.store.ledger import change_at, made_between, rows_between

MEETING = "m-"
"""Begins the name of a meeting where a moment may also be a day."""


class Ground(StrEnum):
    """Why a plan is compared with this moment."""

    MEETING = "meeting"
    START = "start"
    """As it was activated."""
    WEEK = "week"
    """Seven days before, as it was known then."""
    DATA = "data"
    """With the data up to then, as known now: the plan was made later."""
    DAY = "day"
    """At the end of a day that somebody chose."""


@dataclass(frozen=True, slots=True)
class Since:
    """A moment in a plan's past."""

    ground: Ground
    day: date
    """On which the meeting was held, or at whose end it was so."""
    known_at: int
    data_day: date | None = None
    """Last day whose data counted; None for the last one that had any."""
    meeting: Meeting | None = None

    @property
    def name(self) -> str:
        """What the address and the command line call the moment."""
        return MEETING + self.meeting.meeting if self.meeting else self.day.isoformat()


def default_since(store: Store, snapshot: Snapshot) -> Since:
    """Return the moment of the plan's last meeting.

    Before its first one it is that at which the plan was activated where the team met about earlier months, and else
    seven days before, or the activation where that is later.
    """
    own = past_meetings(snapshot)
    if own:
        return _of_meeting(own[0])
    week = snapshot.day - WEEK + DAY
    known = _end_of(store, snapshot, week)
    started = _activated(store, snapshot)
    met = any(meeting.known_at is not None for meeting in snapshot.meetings)
    if started is not None and started.day <= snapshot.day and (met or started.known_at > known):
        return started
    if _made_at(store, snapshot) <= known and (started is None or started.known_at <= known):
        return Since(Ground.WEEK, week, min(known, snapshot.known_at))
    return _by_data(snapshot, week)


def asked_since(store: Store, snapshot: Snapshot, name: str) -> Since | None:
    """Return the moment called `name`, a day (2026-10-16) or a meeting (m- and its id); None where there is none.

    On a day of the month before the plan was made, it is its data alone that can be compared.
    """
    found = next((one for one in past_meetings(snapshot) if name in (one.meeting, MEETING + one.meeting)), None)
    if found is not None:
        return _of_meeting(found)
    try:
        day = date.fromisoformat(name)
    except ValueError:
        return None
    known = min(_end_of(store, snapshot, day), snapshot.known_at)
    if known >= _made_at(store, snapshot):
        return Since(Ground.DAY, day, known)
    return _by_data(snapshot, day) if day > snapshot.key.month else None


def past_meetings(snapshot: Snapshot) -> tuple[Meeting, ...]:
    """Return the meetings about the plan that had ended, newest first."""
    return tuple(
        meeting
        for meeting in snapshot.meetings
        if meeting.month == snapshot.key.month and meeting.known_at is not None and meeting.known_at < snapshot.known_at
    )


def open_since(store: Store, actor: str, plan: PlanKey, since: Since) -> Snapshot:
    """Return a plan as it stood at the moment."""
    return open_snapshot(store, actor, plan, today=since.day, day=since.data_day, known_at=since.known_at)


def _by_data(snapshot: Snapshot, day: date) -> Since:
    return Since(Ground.DATA, day, snapshot.known_at, data_day=day - DAY)


def _of_meeting(meeting: Meeting) -> Since:
    return Since(Ground.MEETING, meeting.day, meeting.known_at or 0, meeting.data_day, meeting)


def _end_of(store: Store, snapshot: Snapshot, day: date) -> int:
    """Return the last change that was known at the end of a day of the team."""
    return change_at(store, datetime.combine(day + DAY, time(), ZoneInfo(snapshot.team.timezone)))


def _day_of(store: Store, snapshot: Snapshot, change_id: int) -> date:
    made = made_between(store, change_id - 1, change_id)[0].made_at
    return made.astimezone(ZoneInfo(snapshot.team.timezone)).date()


def _made_at(store: Store, snapshot: Snapshot) -> int:
    """Return the change that made the plan."""
    return rows_between(store, "plans", 0, snapshot.known_at, snapshot.key._asdict())[0][0]


def _activated(store: Store, snapshot: Snapshot) -> Since | None:
    """Return the moment at which the plan became active for the first time."""
    change = activated_at(store, snapshot.key, snapshot.known_at)
    return None if change is None else Since(Ground.START, _day_of(store, snapshot, change), change)
