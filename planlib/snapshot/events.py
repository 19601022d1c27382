"""What happened to a KPI over the month, for its time line: what was decided and changed, uploaded and corrected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from planlib.locale import plain
from planlib.metrics.periods import Calendar, Span
from planlib.model import CalendarDay, Decision, PlanKey, Team
from planlib.store import queries
from planlib.store.connect import Store
from planlib.store.ledger import Change, RowChange, current, made_between, rows_between
from planlib.store.queries import ValueChange
from planlib.vocabulary import ChangeKind, DecisionKind

TARGET_FIELDS = ("target", "lower", "upper", "growth_rate", "baseline")
"""Fields of a target whose change moves what is due; a baseline that comes once the month before is whole does not."""


class EventKind(StrEnum):
    """What happened."""

    TARGET = "target"
    """The target was changed."""
    DECISION = "decision"
    ACTION = "action"
    RESTATEMENT = "restatement"
    """Values became others, or went."""
    UPLOAD = "upload"
    """Values came."""
    HOLIDAY = "holiday"
    WORKDAY = "workday"
    """A weekend on which the team works."""


_KINDS = list(EventKind)


class Move(NamedTuple):
    """A field of the target that is another one."""

    field: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something on the time line of a KPI."""

    day: date
    kind: EventKind
    text: str = ""
    """As somebody wrote it: a decision, the name of a holiday; the rest is in `change`."""
    last: date | None = None
    """Last day of a holiday that lasts."""
    change: Change | None = None
    """Who, when and why; nobody made a holiday."""
    moves: tuple[Move, ...] = ()
    values: ValueChange | None = None
    decision: Decision | None = None


def kpi_events(
    store: Store, team: Team, key: PlanKey, kpi: str, span: Span, calendar: Calendar, known_at: int
) -> tuple[Event, ...]:
    """Return the events of a KPI, by its id, in a plan's month, oldest first; on one day in the order of their kinds.

    Values are those of the days in `span`, whenever they came. What was taken back is left out, and a decision that
    only says how the target was changed.
    """
    made = {change.change_id: change for change in made_between(store, 0, known_at)}
    timeline = _TimeLine(store, key, kpi, span, known_at, made, ZoneInfo(team.timezone))
    targets = list(timeline.targets())
    found = [*targets, *timeline.decisions(targets), *timeline.values(), *timeline.days_off(calendar)]
    return tuple(sorted(found, key=lambda event: (event.day, _KINDS.index(event.kind))))


@dataclass(frozen=True, slots=True)
class _TimeLine:
    """Reads one kind of event after the other."""

    store: Store
    key: PlanKey
    kpi: str
    span: Span
    known_at: int
    made: Mapping[int, Change]
    zone: ZoneInfo

    def targets(self) -> Iterator[Event]:
        """Yield the changes of the target since the month began: before, a plan is a draft."""
        where = {**self.key._asdict(), "kpi": self.kpi}
        for change, row in rows_between(self.store, "targets", 0, self.known_at, where):
            moves = tuple(_moves(row))
            if moves and self._stands(change) and self._day(change) >= self.key.month:
                yield Event(self._day(change), EventKind.TARGET, change=self.made[change], moves=moves)

    def decisions(self, targets: Sequence[Event]) -> Iterator[Event]:
        """Yield what was decided about the KPI in the month."""
        told = {plain(move.after) for event in targets for move in event.moves if move.after is not None}
        about = {"team": self.key.team, "about": f"kpi:{self.kpi}"}
        for stored in current(self.store, "decisions", known_at=self.known_at, where=about):
            one: Decision = stored.record
            adjusts = one.kind is DecisionKind.ADJUSTMENT and one.what.startswith("targets.")
            if self.key.month <= one.day <= self.key.last_day and not (adjusts and one.after in told):
                kind = EventKind.ACTION if one.kind is DecisionKind.ACTION else EventKind.DECISION
                yield Event(one.day, kind, one.text, change=self.made[stored.change_id], decision=one)

    def values(self) -> Iterator[Event]:
        """Yield what became of the values of the month."""
        for found in queries.value_changes(self.store, self.kpi, *self.span, self.known_at):
            if self._stands(found.change_id):
                kind = EventKind.RESTATEMENT if found.changed or found.removed else EventKind.UPLOAD
                yield Event(self._day(found.change_id), kind, change=self.made[found.change_id], values=found)

    def days_off(self, calendar: Calendar) -> Iterator[Event]:
        """Yield the public holidays, with the weekends that lengthen them, and the weekends on which the team works."""
        where = {"team": self.key.team}
        days: list[CalendarDay] = [
            stored.record for stored in current(self.store, "calendar_days", known_at=self.known_at, where=where)
        ]
        names = {one.day: one.name for one in days if one.name}
        for works, run in groupby(self.span.days(), key=calendar.works):
            found = list(run)
            named = [names[day] for day in found if day in names]
            if named and not works:
                yield Event(found[0], EventKind.HOLIDAY, named[0], last=found[-1])
            for day in found:
                if works and not calendar.ordinary(day):
                    yield Event(day, EventKind.WORKDAY)

    def _stands(self, change: int) -> bool:
        return self.made[change].undone_by is None and self.made[change].kind is not ChangeKind.UNDO

    def _day(self, change: int) -> date:
        return self.made[change].made_at.astimezone(self.zone).date()


def _moves(row: RowChange) -> Iterator[Move]:
    if row.before is not None and row.after is not None:
        for field in TARGET_FIELDS:
            before, after = getattr(row.before, field), getattr(row.after, field)
            if before != after and (before is not None or field != "baseline"):
                yield Move(field, before, after)
