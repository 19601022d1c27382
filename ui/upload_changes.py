"""The values that a file changes or adds: old and new beside each other, as people read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import compress
from operator import not_

from markupsafe import Markup

from planlib.editing.check import RowEdit, with_edits
from planlib.editing.parts import misfits
from planlib.editing.sheets import SHEETS, row_id
from planlib.editing.tables import Tables, read_tables, row_name
from planlib.editing.words import Difference as Edited
from planlib.editing.words import differences
from planlib.errors import Problem
from planlib.intake.checking.definitions import DEFINITIONS
from planlib.intake.compare import Difference
from planlib.intake.preview import Preview
from planlib.locale import NONE, Language
from planlib.locale.amounts import money, quantity
from planlib.locale.sentences import problem_message
from planlib.locale.words import word
from planlib.model import Actual, Budget, Kpi, Record, Spend, Target, TaskLink, Team
from planlib.plans import list_plans
from planlib.store.connect import Store
from planlib.store.ledger import Stored, current
from planlib.store.tables import TABLES
from planlib.vocabulary import Measure
from ui.markup import Column, Row, cell, joined, note, section, table
from ui.upload_parts import SHOWN, file_line, tall


@dataclass(frozen=True, slots=True)
class Things:
    """What the rows of a file are about, and in which money."""

    kpis: Mapping[str, Kpi]
    lines: Mapping[str, Budget]
    currency: str
    month: date


def changed(_: Language, store: Store, found: Preview) -> Markup:
    """Return the rows that change, those that change most first; nothing where none does."""
    shown = found.changes[:SHOWN]
    if not shown:
        return Markup("")
    of = _(
        "{shown} of {total}, the largest differences first",
        shown=len({row.line for row in shown}),
        total=_.exact(found.changed),
    )
    return section(_("Values that will change"), of) + _told(_, store, found, shown)


def added(_: Language, store: Store, found: Preview) -> Markup:
    """Return the first rows that are new; nothing where none is."""
    shown = found.additions[:SHOWN]
    if not shown:
        return Markup("")
    of = _("{shown} of {total}", shown=len({row.line for row in shown}), total=_.exact(found.added))
    return section(_("What will be added"), of) + _told(_, store, found, shown)


def _told(_: Language, store: Store, found: Preview, rows: Sequence[Difference]) -> Markup:
    if found.kind not in DEFINITIONS:
        return tall(_dated(_, rows, _things(store, found)))
    return tall(_defined(_, store, found, rows)) + _apart(_, store, found, rows)


def _things(store: Store, found: Preview) -> Things:
    """Return what stands, and what the file creates."""
    teams = {team.team: team.currency for team, _plan in list_plans(store)}
    kpis = current(store, "kpis", known_at=found.based_on, where={"team": found.plan.team})
    lines = current(store, "budgets", known_at=found.based_on, where={"team": found.plan.team})
    created: list[Record] = [row for write in found.writes if write.table in ("kpis", "budgets") for row in write.rows]
    records = [stored.record for stored in (*kpis, *lines)] + created
    return Things(
        {one.kpi: one for one in records if isinstance(one, Kpi)},
        {one.line: one for one in records if isinstance(one, Budget)},
        teams.get(found.plan.team, Team.model_fields["currency"].default),
        found.plan.month,
    )


def _dated(_: Language, rows: Sequence[Difference], things: Things) -> Markup:
    changes = rows[0].before is not None
    columns = [
        Column(_("KPI or budget line"), wrap=True),
        Column(_("Day")),
        *([Column(_("Old"), right=True)] if changes else []),
        Column(_("New"), right=True),
        *([Column(_("Difference"), right=True)] if changes else []),
        Column(_("File line"), right=True),
    ]
    return table(columns, (_dated_row(_, row, things) for row in rows), _("What the file changes"))


def _dated_row(_: Language, row: Difference, things: Things) -> Row:
    """Return a row's cells; those of the old value and the difference only where there is an old value."""
    after, before = row.after, row.before
    assert isinstance(after, (Actual, Spend))
    day = _.short_day(after.day) if after.day.year == things.month.year else _.day(after.day, weekday=False)
    where = after.segment if isinstance(after, Actual) else after.vendor
    cells: list[object] = [cell(_name(_, after, things), where), day]
    new = cell(_amount(_, after, things), _beside(_, after, before), strong=True)
    if not isinstance(before, (Actual, Spend)):
        return Row([*cells, new, file_line(_, row.line)])
    old = cell(_amount(_, before, things), _beside(_, before, after))
    return Row([*cells, old, new, _difference(_, before, after, things), file_line(_, row.line)])


def _name(_: Language, record: Actual | Spend, things: Things) -> str:
    thing: Kpi | Budget | None
    thing = things.kpis.get(record.kpi) if isinstance(record, Actual) else things.lines.get(record.line)
    return _.name(thing) if thing else NONE


def _value(record: Actual | Spend) -> Decimal:
    """Return the number of a row; of a ratio the rate."""
    if isinstance(record, Spend):
        return record.amount
    return record.value / record.base if record.base else record.value


def _amount(_: Language, record: Actual | Spend, things: Things) -> str:
    """Return the number of a row with its unit."""
    kpi = things.kpis.get(record.kpi) if isinstance(record, Actual) else None
    if isinstance(record, Spend):
        return money(_, record.amount, things.currency, exact=True)
    if kpi is None:
        return _.exact(record.value)
    return quantity(_, kpi, _value(record), things.currency, exact=not record.base)


def _beside(_: Language, record: Actual | Spend, other: Record | None) -> str:
    """Return what a rate is made of; of a payment its status where it is the news, or there is no old one."""
    if isinstance(record, Actual):
        return f"{_.exact(record.value)} ÷ {_.exact(record.base)}" if record.base else ""
    if isinstance(other, Spend) and other.status == record.status:
        return record.note if other.note != record.note else ""
    return word(_, record.status)


def _difference(_: Language, before: Actual | Spend, after: Actual | Spend, things: Things) -> str:
    """Return how much a value changes: in percent of the old one, of a percentage in points."""
    old, new = _value(before), _value(after)
    kpi = things.kpis.get(after.kpi) if isinstance(after, Actual) else None
    if kpi is not None and kpi.measure is Measure.PERCENT:
        return _.points(new - old, 2)
    return _.percent((new - old) / abs(old), 1, signed=True) if old and new != old else NONE


def _with_created(tables: Tables, found: Preview) -> Tables:
    """Return the tables with what the file creates, which its other rows may refer to."""
    created = {
        write.table: {str(row_id(TABLES[write.table], row.model_dump())): Stored(row, 0) for row in write.rows}
        for write in found.writes
    }
    return replace(tables, stored={name: created.get(name, {}) | dict(rows) for name, rows in tables.stored.items()})


def _defined(_: Language, store: Store, found: Preview, rows: Sequence[Difference]) -> Markup:
    """Return changed things of the plan, field by field."""
    name = DEFINITIONS[found.kind].table
    of_links = [isinstance(row.after or row.before, TaskLink) for row in rows]
    own = list(compress(rows, map(not_, of_links)))
    told = [*_edited(_, store, found, name, own), *_edited(_, store, found, "task_links", [*compress(rows, of_links)])]
    columns = [
        Column(_("What"), wrap=True),
        Column(_("Field")),
        Column(_("Old"), wrap=True),
        Column(_("New"), wrap=True),
    ]
    body: Iterable[Row] = (
        Row([one.row, _(one.column.head) if one.column else _whole(_, one), one.before, cell(one.after, strong=True)])
        for one in told
    )
    return table(columns, body, _("What the file changes"))


def _edited(_: Language, store: Store, found: Preview, name: str, rows: Sequence[Difference]) -> Sequence[Edited]:
    """Return what becomes of the rows of one table, field by field."""
    sheet = SHEETS[name]
    tables = _with_created(read_tables(store, sheet, found.plan, found.based_on), found)
    return differences(_, tables, [RowEdit("", row.before, row.after, 0) for row in rows]) if rows else []


def _apart(_: Language, store: Store, found: Preview, rows: Sequence[Difference]) -> Markup:
    """Return which targets would not be what their parts add up to, for a file leaves the parts as they are."""
    targets = [RowEdit(row.after.kpi, row.before, row.after, 0) for row in rows if isinstance(row.after, Target)]
    if not targets:
        return Markup("")
    tables = _with_created(read_tables(store, SHEETS["targets"], found.plan, found.based_on), found)
    versions = [(edit.before, edit.after) for edit in targets]
    told = []
    for about, _field, (code, parameters) in misfits(_, tables, versions, with_edits(tables, targets), {}):
        why = problem_message(_, Problem(code, parameters=dict(parameters)))
        told.append(_("{kpi}: {told}", kpi=row_name(_, tables, about.model_dump()), told=why))
    if not told:
        return Markup("")
    stay = _("A file leaves the parts of a target as they are; the page Plan takes them along once it is recorded.")
    return joined(note(one) for one in [*told, stay])


def _whole(_: Language, one: Edited) -> str:
    return _("new row") if one.before == NONE else _("removed")
