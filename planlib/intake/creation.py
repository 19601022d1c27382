"""What a file needs and nobody has yet: the plan as a draft, its team and calendar, people named for the first time."""

from collections.abc import Sequence

from planlib.calendars import missing_holidays
from planlib.intake.known import Known
from planlib.model import CalendarDay, Person
from planlib.store.connect import Store
from planlib.store.ledger import Write, current


def creation(store: Store, known: Known, people: Sequence[Person], known_at: int) -> list[Write]:
    """Return the writes that come before the rows of the file; none for a plan that exists."""
    writes = []
    if known.new_team:
        writes.append(Write("teams", [known.team], based_on=known_at))
    if known.new_plan:
        writes.append(Write("plans", [known.plan], based_on=known_at))
        writes.append(Write("calendar_days", _calendar(store, known, known_at), based_on=known_at))
    if people:
        writes.append(Write("people", people, based_on=known_at))
    return writes


def _calendar(store: Store, known: Known, known_at: int) -> list[CalendarDay]:
    """Return the public holidays of the plan's year and the one before, for years the team has none of yet."""
    year, team = known.plan.month.year, known.team
    present = current(store, "calendar_days", known_at=known_at, where={"team": team.team})
    return missing_holidays(team, (year - 1, year), (stored.record for stored in present))
