"""What edits come to, in words: old and new side by side."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from planlib.editing.cells import is_percentage, shown
from planlib.editing.check import RowEdit
from planlib.editing.conflict import Collision, Side
from planlib.editing.listed import listed
from planlib.editing.sheets import Column, Kind, Sheet
from planlib.editing.tables import Tables, called, row_name
from planlib.locale import N_, NONE, Language
from planlib.locale.amounts import money, quantity
from planlib.locale.words import word
from planlib.model import Kpi, Record


class Difference(NamedTuple):
    """One field of one row, before and after."""

    row: str
    """How the row is called."""
    column: Column | None
    """None where the row as a whole is added or removed."""
    before: str
    after: str


def choice_words(language: Language, sheet: Sheet, column: Column) -> dict[str, str]:
    """Return what may be chosen in a column: the word by its code."""
    return {str(choice.value): word(language, choice) for choice in sheet.choices(column)}


def reference_words(language: Language, tables: Tables, column: Column) -> dict[str, str]:
    """Return what a cell of the column may refer to: the name by its id."""
    return {row: called(language, found.record) for row, found in tables.stored[tables.sheet.refers_to(column)].items()}


def cell_choices(language: Language, tables: Tables, column: Column) -> Mapping[str, str]:
    """Return what the cells of the column are chosen from, the word by its code or id; nothing where they are typed."""
    match column.kind:
        case Kind.CHOICE:
            return choice_words(language, tables.sheet, column)
        case Kind.LISTED:
            return listed(language, column.field)
        case Kind.REFERENCE:
            return reference_words(language, tables, column)
    return {}


def cell_words(language: Language, tables: Tables, column: Column, fields: Mapping[str, Any]) -> str:
    """Return how one field of a row is read."""
    value = fields[column.field]
    if value is None or value == "":
        return NONE
    match column.kind:
        case Kind.CHOICE:
            return word(language, value)
        case Kind.LISTED:
            return listed(language, column.field).get(str(value), str(value))
        case Kind.REFERENCE:
            return reference_words(language, tables, column).get(value, NONE)
        case Kind.FLAG:
            return language(N_("yes")) if value else language(N_("no"))
        case Kind.MONEY:
            return money(language, value, tables.team.currency, exact=True)
        case Kind.QUANTITY if kpi := _kpi(tables, fields):
            return quantity(language, kpi, value, tables.team.currency, exact=True)
    percentage = is_percentage(column, fields, tables.kpis)
    return str(shown(language, column, value, percentage=percentage, kpis=tables.kpis))


def _kpi(tables: Tables, fields: Mapping[str, Any]) -> Kpi | None:
    """Return the KPI that a row is about: a target's, the one that a risk watches, or the row itself."""
    if tables.sheet.name == "kpis":
        return Kpi.model_construct(**fields)
    return tables.kpis.get(fields.get("kpi") or fields.get("trigger_kpi") or "")


def differences(language: Language, tables: Tables, rows: Sequence[RowEdit]) -> list[Difference]:
    """Return what would change: a line per field, one for a row that is added or removed."""
    found: list[Difference] = []
    for edit in rows:
        if edit.before and edit.after:
            found += _fields(language, tables, edit.before, edit.after)
        elif record := edit.after or edit.before:
            name = row_name(language, tables, record.model_dump())
            whole = _whole(language, tables, record) or name
            found.append(Difference(name, None, whole if edit.before else NONE, whole if edit.after else NONE))
    return found


def _fields(language: Language, tables: Tables, before: Record, after: Record) -> list[Difference]:
    old, new = before.model_dump(), after.model_dump()
    name = row_name(language, tables, old)
    return [
        Difference(name, column, cell_words(language, tables, column, old), cell_words(language, tables, column, new))
        for column in tables.sheet.columns
        if old[column.field] != new[column.field]
    ]


def _whole(language: Language, tables: Tables, record: Record) -> str:
    """Return what a row says beyond its name and the defaults."""
    fields = record.model_dump()
    told = [
        f"{language(column.head)} {cell_words(language, tables, column, fields)}"
        for column in tables.sheet.columns
        if column.field not in tables.sheet.named
        and fields[column.field] not in (None, "", type(record).model_fields[column.field].default)
    ]
    return language.join(told)


class Dispute(NamedTuple):
    """One field of a row that two people edited, and in which their versions differ."""

    column: Column
    before: str
    """As it was read here."""
    mine: str
    theirs: str
    stays: Side | None
    """Whose stays unasked; None where that must be asked."""


def disputes(language: Language, tables: Tables, collision: Collision) -> list[Dispute]:
    """Return the fields in which the versions differ, in the order of the table; a removed row shows as empty."""
    records = (collision.mine.before, collision.mine.after, collision.theirs)
    versions = [record.model_dump() if record else None for record in records]
    found = []
    for column in tables.sheet.columns:
        _before, mine, theirs = collision.versions(column.field)
        if mine != theirs:
            before, mine, theirs = (
                NONE if fields is None else cell_words(language, tables, column, fields) for fields in versions
            )
            stays = None if collision.whole else collision.stays(column.field)
            found.append(Dispute(column, before, mine, theirs, stays))
    return found
