"""Where two people edited one row: what of both is brought together, what must be asked, and what the answers come to.

A field that only one of them touched is never asked about. A row that one of them removed, or that both made of
different rows, is asked about as a whole.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from planlib.editing.cells import Cells, row_cells
from planlib.editing.check import RowEdit
from planlib.editing.edits import Edits
from planlib.editing.sheets import Sheet
from planlib.editing.tables import Tables
from planlib.locale import Language
from planlib.model import Record
from planlib.store.connect import Store
from planlib.store.ledger import Change, history


class Side(StrEnum):
    """Whose version."""

    MINE = "mine"
    THEIRS = "theirs"


class Ask(NamedTuple):
    """One question: whose version of a field stays."""

    row: str
    field: str | None
    """None where it is about the row as a whole."""


class Collision(NamedTuple):
    """A row that somebody else changed since it was read here."""

    mine: RowEdit
    theirs: Record | None
    """None where they removed the row."""
    change: Change
    """What wrote theirs."""
    whole: bool
    """Whether only one of the two rows can stay."""

    def versions(self, field: str) -> tuple[Any, Any, Any]:
        """Return a field as it was read here, mine and theirs; a row that there was not had the defaults."""
        old, mine, theirs = self.mine.before, self.mine.after, self.theirs
        before = getattr(old, field, None) if old or not mine else type(mine).model_fields[field].default
        return before, getattr(mine, field, None), getattr(theirs, field, None)

    def stays(self, field: str) -> Side | None:
        """Return whose value of a field stays unasked; None where each of the two gave it another value."""
        before, mine, theirs = self.versions(field)
        if mine in (before, theirs):
            return Side.THEIRS
        return Side.MINE if theirs == before else None


def collisions(store: Store, now: Tables, rows: Sequence[RowEdit]) -> list[Collision]:
    """Return those of `rows` that stand differently in `now`, with both versions."""
    read = {mine.id: mine.based_on for mine in rows}
    found = []
    for mine in rows:
        places = {now.sheet.row_id(version.model_dump()): version for version in (mine.before, mine.after) if version}
        for row, version in places.items():
            stored = now.rows.get(str(row))
            theirs, change_id = (stored.record, stored.change_id) if stored else (None, 0)
            if change_id != read.get(str(row), 0) and theirs != mine.after:
                change = history(store, table=now.sheet.name, key=now.sheet.table.key_of(version), limit=1)[0]
                whole = mine.after is None or theirs is None or str(row) != mine.id
                found.append(Collision(mine, theirs, change, whole))
                break
    return found


def questions(sheet: Sheet, collision: Collision) -> list[Ask]:
    """Return what must be asked about a row before anything of it is saved; nothing where both fit together."""
    row = collision.mine.id
    if collision.whole:
        return [Ask(row, None)]
    return [Ask(row, column.field) for column in sheet.columns if collision.stays(column.field) is None]


def rebased(
    language: Language, now: Tables, edits: Edits, met: Sequence[Collision], answers: Mapping[Ask, str]
) -> Edits:
    """Return the edits as edits of `now`, what others left, with an answer to each question.

    A row that others added too becomes a change of theirs, one they removed is added again.
    """
    sheet, collided = now.sheet, {one.mine.id for one in met}
    again = {row for row in edits.removed if row in now.rows}
    kept = Edits(
        {row: cells for row, cells in edits.changed.items() if row in now.rows and row not in collided},
        [
            cells
            for cells in edits.added
            if (row := sheet.row_id(cells)) not in collided and (row not in now.rows or row in again)
        ],
        [row for row in edits.removed if row in again and row not in collided],
        edits.along,
    )
    for one in met:
        if one.whole:
            _whole(language, now, edits, kept, one, answers)
        elif cells := _mine(language, now, one, answers):
            kept.changed[one.mine.id] = cells
    return kept


def _mine(language: Language, now: Tables, one: Collision, answers: Mapping[Ask, str]) -> Cells:
    """Return the cells of a row that both edited that stay mine."""
    assert one.mine.after is not None
    cells = row_cells(language, now.sheet, one.mine.after, now.kpis)
    return {
        field: cell
        for field, cell in cells.items()
        if (one.stays(field) or answers[Ask(one.mine.id, field)]) == Side.MINE
    }


def _whole(
    language: Language, now: Tables, edits: Edits, kept: Edits, one: Collision, answers: Mapping[Ask, str]
) -> None:
    """Put my version of the row into `kept`, where that is the one that stays."""
    row, after = one.mine.id, one.mine.after
    if answers[Ask(row, None)] != Side.MINE:
        return
    if after is None:
        kept.removed.append(row)
    elif row in now.rows and row in edits.changed:
        kept.changed[row] = edits.changed[row]
    else:
        own = {} if now.sheet.keyed else {now.sheet.id_field: row}
        kept.added.append(row_cells(language, now.sheet, after, now.kpis) | own)
