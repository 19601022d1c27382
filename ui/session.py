"""What every page asks for first: the language, the open database, the plan in view as a snapshot.

The open database and the snapshots are cached for all sessions; a snapshot never changes, so neither goes stale.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import streamlit as st

from planlib.errors import NotFoundError
from planlib.locale import LANGUAGES, Language, preferred
from planlib.locale import language as language_of
from planlib.model import Meeting, Plan, PlanKey, Team
from planlib.place import database, user
from planlib.plans import list_plans
from planlib.snapshot import Snapshot, open_snapshot
from planlib.snapshot.meetings import meetings
from planlib.store.connect import Store
from planlib.store.ledger import change_at
from ui import address


def language() -> Language:
    """Return the language in view: the address's, else the browser's."""
    return language_of(address.valid(address.LANGUAGE, LANGUAGES, preferred(st.context.locale)))


def store() -> Store:
    """Return the open database; NotFoundError where there is none."""
    return _opened(database())


@st.cache_resource(show_spinner=False)
def _opened(path: Path) -> Store:
    return Store.open(path)


def actor() -> str:
    """Return who reads and writes: whoever runs the app, as only this machine can open it."""
    return user()


def plans() -> tuple[tuple[Team, Plan], ...]:
    """Return every plan with its team, by team and month."""
    return _plans(database(), store().last_change())


@st.cache_resource(max_entries=8, show_spinner=False)
def _plans(path: Path, last_change: int) -> tuple[tuple[Team, Plan], ...]:
    return tuple(list_plans(_opened(path), last_change))


def teams() -> dict[str, Team]:
    """Return the teams that have plans, by code."""
    return {team.code: team for team, _plan in plans()}


def team() -> Team:
    """Return the team in view; NotFoundError `no_plans` where there is none."""
    found = teams()
    if not found:
        raise NotFoundError("no_plans")
    return found[address.valid(address.TEAM, found, next(iter(found)))]


def months() -> list[str]:
    """Return the months the team in view has plans for, newest first, as the address has them: 2026-10."""
    chosen = team().team
    return sorted((f"{plan.month:%Y-%m}" for owner, plan in plans() if owner.team == chosen), reverse=True)


def month() -> str:
    """Return the month in view: the address's, else the newest that has begun."""
    known, this = months(), f"{now():%Y-%m}"
    begun = [name for name in known if name <= this]
    return address.valid(address.MONTH, known, (begun or known)[0])


def plan_key() -> PlanKey:
    """Return the plan in view."""
    return PlanKey(team().team, date.fromisoformat(f"{month()}-01"))


class Moment(NamedTuple):
    """A past moment: the day it was, and the last change that was known."""

    today: date
    known_at: int
    meeting: Meeting | None = None
    """The meeting that ended then; None for the end of a day."""


def moment() -> Moment | None:
    """Return the past moment the reader looks back to, a meeting's or a day's; None for the present."""
    asked = address.asked(address.MOMENT) or ""
    meeting = next((one for one in past_meetings() if address.meeting_moment(one) == asked), None)
    if meeting is not None:
        return Moment(meeting.day, meeting.known_at or 0, meeting)
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return None
    if day >= now().date():
        return None
    return Moment(day, change_at(store(), datetime.combine(day + timedelta(days=1), time(), zone())))


def past_meetings() -> tuple[Meeting, ...]:
    """Return the team's meetings that have ended, of all its plans, newest first."""
    return _past_meetings(database(), team().team, store().last_change()) if plans() else ()


@st.cache_resource(max_entries=8, show_spinner=False)
def _past_meetings(path: Path, team: str, last_change: int) -> tuple[Meeting, ...]:
    return tuple(one for one in meetings(_opened(path), team, last_change) if one.known_at is not None)


def today() -> date:
    """Return the day it is for the team, or was at the past moment in view."""
    past = moment()
    return past.today if past else now().date()


def read_only() -> bool:
    """Say whether the past is in view, where nothing can be written."""
    return moment() is not None


def known_at() -> int | None:
    """Return the last change of the past moment in view; None for the present."""
    past = moment()
    return past.known_at if past else None


def snapshot() -> Snapshot:
    """Return the plan in view as it stands, or as it stood; NotFoundError where it did not exist then."""
    return _snapshot(database(), actor(), plan_key(), today(), known_at(), store().last_change())


@st.cache_resource(max_entries=64, show_spinner=False)
def _snapshot(path: Path, actor: str, plan: PlanKey, today: date, known_at: int | None, last_change: int) -> Snapshot:
    """Keep one snapshot per state of the ledger: an open plan follows each change, a closed one stays at its close."""
    return open_snapshot(_opened(path), actor, plan, today=today, known_at=known_at)


def now() -> datetime:
    """Return the time it is for the team."""
    return datetime.now(zone())


def zone() -> ZoneInfo:
    """Return the time zone of the team in view, or that of a new team."""
    return ZoneInfo(team().timezone if plans() else Team.model_fields["timezone"].default)
