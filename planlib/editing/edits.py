"""What a person changed in a table, kept by row id, so that it outlives the table it was typed into.

The editor on the screen tells its changes by position in the rows it was given; it checks nothing itself, so
:func:`with_state` refuses what the table on the screen cannot have sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from planlib.editing.cells import Cells, row_cells
from planlib.editing.sheets import Sheet
from planlib.editing.tables import Tables
from planlib.errors import RefusedError
from planlib.locale import Language
from planlib.model import new_id


@dataclass(frozen=True, slots=True)
class Edits:
    """Changes to one table, all plain values."""

    changed: dict[str, Cells] = field(default_factory=dict)
    """Cells by row id and field."""
    added: list[Cells] = field(default_factory=list)
    """New rows; those that say their own id (a target its KPI, a link its tasks) take that, else one is made."""
    removed: list[str] = field(default_factory=list)
    along: list[str] = field(default_factory=list)
    """KPIs whose targets take their parts along."""

    def __bool__(self) -> bool:
        """Return whether anything is changed."""
        return bool(self.changed or self.added or self.removed or self.along)


def shown_rows(language: Language, tables: Tables, edits: Edits) -> list[Cells]:
    """Return the cells of the rows with the edits in them: those that stand, then the new ones."""
    rows = [
        row_cells(language, tables.sheet, stored.record, tables.kpis) | edits.changed.get(row, {})
        for row, stored in tables.rows.items()
        if row not in edits.removed
    ]
    return rows + [{field: cells.get(field) for field in tables.sheet.by_field} for cells in edits.added]


def with_state(tables: Tables, edits: Edits, state: Mapping[str, Any]) -> Edits:
    """Return `edits` and on top of them what the editor's `state` says about the rows it was given (`shown_rows`).

    Raises:
        RefusedError: `unreadable_edit`: the state speaks of rows or columns that cannot be edited.
    """
    given = [row for row in tables.rows if row not in edits.removed]
    read = _read_state(tables, state, len(given) + len(edits.added))
    changed = {row: dict(cells) for row, cells in edits.changed.items()}
    new = [dict(cells) for cells in edits.added]
    for position, cells in read.edited_rows.items():
        target = changed.setdefault(given[position], {}) if position < len(given) else new[position - len(given)]
        target |= cells
    gone = {given[position] for position in read.deleted_rows if position < len(given)}
    return Edits(
        changed={row: cells for row, cells in changed.items() if row not in gone},
        added=[cells for position, cells in enumerate(new, len(given)) if position not in read.deleted_rows]
        + [dict(cells) for cells in read.added_rows if any(cell is not None for cell in cells.values())],
        removed=[*edits.removed, *(row for row in given if row in gone)],
        along=edits.along,
    )


def numbered(edits: Edits, sheet: Sheet, ids: Sequence[str]) -> Edits:
    """Return the edits with an id in each new row that needs one: one of `ids` that no row has, else an unused one."""
    if sheet.keyed:
        return edits
    id_field = sheet.id_field
    taken = {cells.get(id_field) for cells in edits.added}
    free = iter([row for row in ids if row not in taken])
    added = [cells if id_field in cells else cells | {id_field: next(free, None) or new_id()} for cells in edits.added]
    return replace(edits, added=added)


def merged(sheet: Sheet, base: Edits, mine: Edits, theirs: Edits) -> Edits:
    """Return `theirs` with what became of `base` in `mine`, cell by cell; where both typed into a cell, mine.

    Two windows of one person write one draft: what each has is kept, until that window saves or drops it.
    """
    both = _merge(*(_by_row(sheet, edits) for edits in (base, mine, theirs)))
    changed = {row: cells for row, cells in both["changed"].items() if cells}
    return Edits(changed, [*both["added"].values()], [*both["removed"]], [*both["along"]])


def _by_row(sheet: Sheet, edits: Edits) -> dict[str, dict[str, Any]]:
    added: dict[str, Cells] = {}
    for cells in edits.added:
        name = str((sheet.row_id(cells) if sheet.keyed else cells.get(sheet.id_field)) or cells)
        while name in added:
            name += "'"
        added[name] = cells
    lists = {"removed": dict.fromkeys(edits.removed, True), "along": dict.fromkeys(edits.along, True)}
    return {"changed": edits.changed, "added": added, **lists}


_NOTHING = object()


def _merge(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for key in dict.fromkeys([*theirs, *mine]):
        was, one, other = (version.get(key, _NOTHING) for version in (base, mine, theirs))
        if isinstance(one, dict) and isinstance(other, dict):
            value: Any = _merge(was if isinstance(was, dict) else {}, one, other)
        else:
            value = other if one == was or (one is _NOTHING and other != was) else one
        if value is not _NOTHING:
            found[key] = value
    return found


class _State(BaseModel):
    """What the editor on the screen keeps: positions and cells."""

    edited_rows: dict[int, Cells] = {}
    added_rows: list[Cells] = []
    deleted_rows: set[int] = set()


def _read_state(tables: Tables, state: Mapping[str, Any], rows: int) -> _State:
    """Return the state of a table of so many rows."""
    try:
        read = _State.model_validate(dict(state))
    except ValidationError as fault:
        raise RefusedError("unreadable_edit", row=None, column=None) from fault
    open_fields = {column.field for column in tables.sheet.columns if not tables.locked(column)}
    if (tables.sheet.picked or tables.sheet.fixed) and read.added_rows:
        raise RefusedError("unreadable_edit", row=rows + 1, column=None)
    if tables.sheet.fixed and read.deleted_rows:
        raise RefusedError("unreadable_edit", row=1, column=None)
    for position in (*read.edited_rows, *read.deleted_rows):
        if not 0 <= position < rows:
            raise RefusedError("unreadable_edit", row=position + 1, column=None)
    for position, cells in (*read.edited_rows.items(), *enumerate(read.added_rows, rows)):
        if not open_fields.issuperset(cells):
            raise RefusedError("unreadable_edit", row=position + 1, column=min(cells.keys() - open_fields))
    return read
