"""The rows of a change in words: what each is about, and what it said before and after."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from planlib.editing.check import RowEdit
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import called, read_tables
from planlib.editing.words import differences
from planlib.locale import N_, NONE, Language
from planlib.locale.words import word
from planlib.model import Actual, CheckIn, Decision, Meeting, PlanKey, ProcessLimits, Record, Spend
from planlib.store.connect import Store
from planlib.store.ledger import RowChange, current

_TABLES = {
    "calendar_days": N_("calendar"),
    "closes": N_("numbers of the close"),
    "file_mappings": N_("how a file is read"),
    "meetings": N_("meeting"),
    "check_ins": N_("check-in"),
    "process_limits": N_("control limits"),
}


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
                yield Told(head, one.before, one.after)


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
        case Meeting():
            return language(N_("is being held")) if record.known_at is None else language(N_("is over"))
    return language("as written")
