"""The rows of a change in words: what each is about, and what it said before and after."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from planlib.editing.check import RowEdit
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import Tables, called, read_tables
from planlib.editing.words import differences
from planlib.locale import N_, NONE, Language
from planlib.locale.words import word
from planlib.model import (
    Actual,
    CheckIn,
    ControlLook,
    Decision,
    Explanation,
    Feedback,
    Meeting,
    PlanKey,
    ProcessLimits,
    Record,
    Spend,
    Wording,
)
from planlib.store.connect import Store
from planlib.store.ledger import Change, RowChange, current, rows_of_each
from planlib.vocabulary import ChangeKind

FEW = 20
"""Rows up to which a change is small enough to be told in short."""
SHORT = 90
"""Characters of what a change did that a list has room for."""
_NAMED = 2
_HAND_MADE = (ChangeKind.EDIT, ChangeKind.MEETING, ChangeKind.UNDO)

_TABLES = {
    "closes": N_("numbers of the close"),
    "file_mappings": N_("how a file is read"),
    "meetings": N_("meeting"),
    "check_ins": N_("check-in"),
    "explanations": N_("explanation"),
    "control_looks": N_("control point looked at"),
    "process_limits": N_("control limits"),
    "feedback": N_("feedback of the team"),
    "wordings": N_("sentence of the summary"),
}


_MEETING: Mapping[tuple[bool | None, bool | None], str] = {
    (None, False): N_("meeting begun"),
    (False, True): N_("meeting ended"),
    (True, False): N_("the end of the meeting taken back"),
    (False, None): N_("the start of the meeting taken back"),
}
"""By whether the meeting was over, and is; None where there was or is none."""


class Told(NamedTuple):
    """One row of a change, or one field of it."""

    what: str
    before: str
    after: str


def told(language: Language, store: Store, plan: PlanKey, rows: Sequence[RowChange], known_at: int) -> list[Told]:
    """Return the rows in words, in their order; names are those of the change `known_at`."""
    names = names_in_plan(language, store, plan, known_at)
    found: list[Told] = []
    for table in dict.fromkeys(row.table for row in rows):
        of_table = [row for row in rows if row.table == table]
        found += (
            _edited(language, store, plan, of_table, known_at) if table in SHEETS else _plain(language, of_table, names)
        )
    return found


def names_in_plan(language: Language, store: Store, plan: PlanKey, known_at: int) -> Mapping[str, str]:
    """Return the names of the team's KPIs and the plan's budget lines by id, as of a change."""
    kpis = current(store, "kpis", known_at=known_at, where={"team": plan.team})
    lines = current(store, "budgets", known_at=known_at, where=plan._asdict())
    return {stored.record.kpi: called(language, stored.record) for stored in kpis} | {
        stored.record.line: called(language, stored.record) for stored in lines
    }


def _edited(
    language: Language, store: Store, plan: PlanKey, rows: Sequence[RowChange], known_at: int
) -> Iterable[Told]:
    """Yield edited rows field by field; what was removed is called as it was called before."""
    for removed in (False, True):
        of_kind = [row for row in rows if (row.after is None) == removed]
        if of_kind:
            sheet = SHEETS[of_kind[0].table]
            tables = read_tables(store, sheet, plan, known_at - removed)
            edits = [RowEdit(str(row.key[-1]), row.before, row.after, 0) for row in of_kind]
            for one in differences(language, tables, edits):
                head = f"{one.row} · {language(one.column.head)}" if one.column else one.row
                yield Told(head, language.own(one.before), language.own(one.after))


def _plain(language: Language, rows: Sequence[RowChange], names: Mapping[str, str]) -> Iterable[Told]:
    for row in rows:
        record = row.after or row.before
        what = _about(language, row.table, record, names)
        yield Told(what, _said(language, row.before), _said(language, row.after))


def _about(language: Language, table: str, record: Any, names: Mapping[str, str]) -> str:
    match record:
        case Actual():
            parts = [names.get(record.kpi, record.kpi), record.day.isoformat(), record.segment]
        case Spend():
            parts = [names.get(record.line, record.line), record.day.isoformat(), record.vendor, record.voucher]
        case Decision():
            about = record.about.partition(":")[2]
            parts = [word(language, record.kind), names.get(about, ""), record.day.isoformat()]
        case CheckIn():
            parts = [language(_TABLES[table]), names.get(record.kpi, record.kpi), record.week.isoformat()]
        case Explanation() | ControlLook():
            parts = [language(_TABLES[table]), names.get(record.line, record.line), record.day.isoformat()]
        case Feedback():
            parts = [language(_TABLES[table]), language.month(record.month)]
        case ProcessLimits():
            parts = [language(_TABLES[table]), names.get(record.kpi, record.kpi), record.start.isoformat()]
        case _:
            day = getattr(record, "day", None) or getattr(record, "month", None)
            parts = [language(_TABLES[table]), language.name(record), day.isoformat() if day else ""]
    return " · ".join(part for part in parts if part)


def _said(language: Language, record: Record | None) -> str:
    match record:
        case None:
            return NONE
        case Actual():
            base = "" if record.base is None else f" ÷ {language.exact(record.base)}"
            return language.exact(record.value) + base
        case Spend():
            return f"{language.exact(record.amount)} · {word(language, record.status)}"
        case Decision():
            due = [language(N_("due {day}"), day=language.short_day(record.due))] if record.due else []
            done = [language(N_("done"))] if record.done else []
            return " · ".join([language.own(record.text), *due, *done])
        case CheckIn():
            return " · ".join(filter(None, [word(language, record.confidence), language.own(record.text)]))
        case Explanation():
            return language.own(record.text)
        case ControlLook():
            return language.own(record.decided)
        case Wording():
            return record.text
        case Meeting():
            return language(N_("is being held")) if record.known_at is None else language(N_("is over"))
    return language("as written")


# in short


def in_short(language: Language, store: Store, made: Sequence[Change]) -> dict[int, str]:
    """Return by its number in a few words what each change did; names are those of the newest of them.

    Of those that brought many rows, or none of a plan, it is how many; a file and a month-end speak for themselves.
    """
    by_hand = [change for change in made if change.file is None and change.kind in _HAND_MADE]
    small = [change for change in by_hand if change.plan and sum(change.counts.values()) <= FEW]
    newest = max((change.change_id for change in made), default=0)
    rows = rows_of_each(store, small)
    tellers = {plan: _Teller(language, store, plan, newest) for plan in {change.plan for change in small} if plan}
    words = {change.change_id: tellers[change.plan].told(rows[change.change_id]) for change in small if change.plan}
    counts = {change.change_id: sum(change.counts.values()) for change in by_hand}
    return {
        change: words.get(change) or language.plural("{count} row", "{count} rows", count)
        for change, count in counts.items()
    }


def cut(text: str) -> str:
    """Return as much of a text as a list has room for; no number is cut in two."""
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip("0123456789,.%-→ ") + "…"


class _Teller:
    """Tells the changes of one plan in short; what they refer to is read once."""

    def __init__(self, language: Language, store: Store, plan: PlanKey, known_at: int) -> None:
        self.language = language
        self.names = cache(lambda: names_in_plan(language, store, plan, known_at))
        self.tables = cache(lambda table: read_tables(store, SHEETS[table], plan, known_at))

    def told(self, rows: Sequence[RowChange]) -> str:
        """Return the first things that the rows say, and how many more there are."""
        _ = self.language
        said = [words for row in rows for words in self._row(row)]
        more = [_("… and {count} more", count=len(said) - _NAMED)] if len(said) > _NAMED else []
        return _.sentences([_.clauses(said[:_NAMED]), *more])

    def _row(self, row: RowChange) -> Iterator[str]:
        if row.table in SHEETS:
            yield from _fields(self.language, self.tables(row.table), row)
        else:
            yield _step(self.language, row, self.names())


def _fields(_: Language, tables: Tables, row: RowChange) -> Iterator[str]:
    for one in differences(_, tables, [RowEdit(str(row.key[-1]), row.before, row.after, 0)]):
        if one.column:
            yield f"{one.row} · {_(one.column.head)} {_.own(one.before)} → {_.own(one.after)}"
        else:
            yield _(": ").join([one.row, _("added") if row.after else _("removed")])


def _step(_: Language, row: RowChange, names: Mapping[str, str]) -> str:
    """Return what was done to a row that is in no table of the page Plan."""
    record = row.after or row.before
    match record:
        case Meeting():
            return _(_MEETING.get((_over(row.before), _over(row.after)), _TABLES[row.table]))
        case Decision():
            return _(": ").join([_taken(_, row.before, row.after), _.own(record.text)])
        case CheckIn():
            confidence = word(_, record.confidence) if row.after else _("removed")
            return _(": ").join([_(_TABLES[row.table]), f"{names.get(record.kpi, record.kpi)} {confidence}"])
        case Feedback():
            return _(_TABLES[row.table])
        case ProcessLimits():
            return _(": ").join([_(_limits(row.before, row.after)), names.get(record.kpi, record.kpi)])
    (one,) = _plain(_, [row], names)
    return f"{one.what} {one.before} → {one.after}"


def _over(meeting: Any) -> bool | None:
    return None if meeting is None else meeting.known_at is not None


def _taken(_: Language, before: Any, after: Any) -> str:
    """Return what became of something that was taken down in a meeting."""
    kind = word(_, (after or before).kind)
    if before is None:
        return kind
    if after is None:
        return _("{kind} removed", kind=kind)
    if before.done != after.done:
        return _("{kind} done", kind=kind) if after.done else _("{kind} open again", kind=kind)
    if before.due != after.due and before.due and after.due:
        return f"{kind} {_.short_day(before.due)} → {_.short_day(after.due)}"
    return _("{kind} changed", kind=kind)


def _limits(before: Any, after: Any) -> str:
    """Return what was said about the limits of a control chart."""
    was, now = (one is not None and one.first is not None for one in (before, after))
    if was != now:
        return N_("control limits locked") if now else N_("control limits unlocked")
    return N_("limits begun anew") if after else N_("limits begun anew, taken back")
