"""What a meeting goes through, an item a screen: the month as it stands, then what needs a word, worst first.

The keys of the items are kept with the meeting from its start, so that what it changes does not reshuffle them; what
is shown on an item is the present.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from planlib.meeting.check_in import due
from planlib.model import CheckIn, Meeting
from planlib.review.signal import adverse
from planlib.review.spending import unexplained
from planlib.review.work import late_tasks, risks_to_tell
from planlib.snapshot import KpiLine, Snapshot
from planlib.vocabulary import Confidence, Status

NEED_A_WORD = (Status.OVER, Status.BEHIND, Status.MISSED, Status.WATCH)
FRESH = timedelta(days=14)
"""A check-in on an earlier week says nothing of this one."""


class ItemKind(StrEnum):
    """What an item is about."""

    MONTH = "month"
    """Whether it will be made."""
    ACTIONS = "actions"
    LESSONS = "lessons"
    """Those of the month before and its feedback, in the first meeting of a month."""
    CHANGED = "changed"
    KPI = "kpi"
    LINE = "line"
    TASKS = "tasks"
    """Those that are late."""
    RISKS = "risks"
    UNTOLD = "untold"
    """KPIs without data or this week's check-in."""
    OTHER = "other"
    END = "end"
    """What was decided, to be looked over."""


class Item(NamedTuple):
    """One screen of a meeting."""

    kind: ItemKind
    id: str = ""
    """Of the KPI or budget line."""

    @property
    def key(self) -> str:
        """As a meeting keeps it and notes refer to it: kpi:…, line:…, other."""
        return f"{self.kind}:{self.id}" if self.id else self.kind.value


def agenda(snapshot: Snapshot, today: date) -> tuple[Item, ...]:
    """Return what a meeting that begins now goes through."""
    return tuple(Item(kind, found) for kind, find in _FINDERS.items() for found in find(snapshot, today))


def kept(items: Iterable[Item]) -> str:
    """Return the items as a meeting keeps them."""
    return " ".join(item.key for item in items)


def items_of(meeting: Meeting) -> tuple[Item, ...]:
    """Return the items of a meeting; keys that are no item's are left out."""
    pairs = (key.partition(":") for key in meeting.agenda.split())
    return tuple(Item(ItemKind(kind), found) for kind, _colon, found in pairs if kind in set(ItemKind))


def last_meeting(meetings: Sequence[Meeting]) -> Meeting | None:
    """Return the newest meeting that is over, of those a snapshot has."""
    return next((meeting for meeting in meetings if meeting.known_at is not None), None)


def last_check_in(snapshot: Snapshot, kpi: str) -> CheckIn | None:
    """Return what the owner of a KPI said of this week, or of the one before."""
    since = snapshot.day - FRESH
    return next((one for one in snapshot.check_ins if one.kpi == kpi and one.week > since), None)


def needs_a_word(snapshot: Snapshot, line: KpiLine) -> bool:
    """Return whether a KPI is off its path, its process changed for the worse, or its owner fears for it.

    Or the parts of its target have come apart, and nobody says why.
    """
    check_in = last_check_in(snapshot, line.kpi.kpi)
    feared = check_in is not None and check_in.confidence is not Confidence.ON_TRACK
    return line.status in NEED_A_WORD or feared or bool(adverse(line)) or has_come_apart(snapshot, line)


def has_come_apart(snapshot: Snapshot, line: KpiLine) -> bool:
    """Return whether the parts of a target do not add up to it, and nobody says why."""
    return any(split.apart for split in snapshot.parts(line.kpi.kpi))


class Untold(NamedTuple):
    """A KPI of which something is not known."""

    line: KpiLine
    data: bool
    """It has no data."""
    check_in: bool
    """Its owner has said nothing this week."""


def untold(snapshot: Snapshot, today: date) -> list[Untold]:
    """Return the KPIs without data, and those whose owners have said nothing this week."""
    asked = {line.kpi.kpi for line in due(snapshot, today)}
    found = [Untold(line, line.status is Status.NO_DATA, line.kpi.kpi in asked) for line in snapshot.kpis()]
    return [one for one in found if one.data or one.check_in]


def _kpis(snapshot: Snapshot) -> list[str]:
    return [line.kpi.kpi for line in snapshot.kpis() if needs_a_word(snapshot, line)]


def _lines(snapshot: Snapshot) -> list[str]:
    """Return the lines that are off their budget, and those that are to be explained."""
    owed = unexplained(snapshot)
    return [line.budget.line for line in snapshot.budget().lines if line.status in NEED_A_WORD or line in owed]


def _taken_along(snapshot: Snapshot) -> bool:
    """Return whether the month before left lessons or feedback, and no meeting has spoken about them yet."""
    held = any(one.month == snapshot.key.month and one.known_at is not None for one in snapshot.meetings)
    return bool(snapshot.carried_lessons or snapshot.feedback_before.count) and not held


def _once(*, when: bool) -> list[str]:
    """Return the id of an item that is about nothing in particular."""
    return [""] * when


_FINDERS: Mapping[ItemKind, Callable[[Snapshot, date], list[str]]] = {
    ItemKind.MONTH: lambda snapshot, _today: _once(when=bool(snapshot.kpis())),
    ItemKind.ACTIONS: lambda snapshot, _today: _once(when=bool(snapshot.open_actions)),
    ItemKind.LESSONS: lambda snapshot, _today: _once(when=_taken_along(snapshot)),
    ItemKind.CHANGED: lambda snapshot, _today: _once(when=last_meeting(snapshot.meetings) is not None),
    ItemKind.KPI: lambda snapshot, _today: _kpis(snapshot),
    ItemKind.LINE: lambda snapshot, _today: _lines(snapshot),
    ItemKind.TASKS: lambda snapshot, _today: _once(when=bool(late_tasks(snapshot))),
    ItemKind.RISKS: lambda snapshot, today: _once(when=bool(risks_to_tell(snapshot, today))),
    ItemKind.UNTOLD: lambda snapshot, today: _once(when=bool(untold(snapshot, today))),
    ItemKind.OTHER: lambda _snapshot, _today: _once(when=True),
    ItemKind.END: lambda _snapshot, _today: _once(when=True),
}
"""What of each kind a meeting talks about, in the order of the meeting."""
