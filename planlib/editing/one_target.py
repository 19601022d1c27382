"""One KPI's target edited in a form: it writes the cells that the table of targets has, so that the two are one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from planlib.editing.cells import Cells, Reader, row_cells, shown
from planlib.editing.check import check
from planlib.editing.edits import Edits, shown_rows
from planlib.editing.tables import Tables
from planlib.intake.values.values import Fault
from planlib.locale import Language, plain
from planlib.model import Kpi, Target, shares
from planlib.vocabulary import Direction, Path

SPREAD = ("path", "weekly_split")
"""Fields that say how a target is spread over the month; each needs the other to be right."""


class TargetKind(StrEnum):
    """What a target is: a number, a range, or a growth."""

    NUMBER = "number"
    RANGE = "range"
    GROWTH = "growth"


FIELDS = {
    TargetKind.NUMBER: ("baseline", "target"),
    TargetKind.RANGE: ("lower", "upper", "tolerance"),
    TargetKind.GROWTH: ("baseline", "growth_mode", "growth_rate"),
}
"""What is written for each kind."""


def target_cells(language: Language, tables: Tables, edits: Edits, kpi: str) -> Cells | None:
    """Return the cells of a KPI's target with the edits in them; None where it has none."""
    return next((cells for cells in shown_rows(language, tables, edits) if cells["kpi"] == kpi), None)


def with_cells(language: Language, tables: Tables, edits: Edits, kpi: str, cells: Mapping[str, Any]) -> Edits:
    """Return the edits with other cells in a KPI's target; those that say what stands already are none."""
    stored = tables.rows.get(kpi)
    if stored is None or kpi in edits.removed:
        return replace(edits, added=[{**one, **cells} if one.get("kpi") == kpi else one for one in edits.added])
    before = row_cells(language, tables.sheet, stored.record, tables.kpis)
    after = {**edits.changed.get(kpi, {}), **cells}
    new = {field: cell for field, cell in after.items() if (cell or None) != before.get(field)}
    others = {row: changed for row, changed in edits.changed.items() if row != kpi}
    return replace(edits, changed=others | ({kpi: new} if new else {}))


def kind_of(kpi: Kpi, cells: Cells) -> TargetKind:
    """Return what a target is by its cells; by what is good for the KPI while nothing is written."""
    if cells["growth_mode"] or cells["growth_rate"]:
        return TargetKind.GROWTH
    ranged = cells["lower"] or cells["upper"] or (kpi.direction is Direction.WITHIN and not cells["target"])
    return TargetKind.RANGE if ranged else TargetKind.NUMBER


def of_kind(kind: TargetKind) -> Cells:
    """Return the cells that are emptied where a target becomes one of this kind."""
    fields = {field for other in TargetKind for field in FIELDS[other]} - set(FIELDS[kind]) - {"baseline"}
    return dict.fromkeys(fields)


def split_typed(language: Language, tables: Tables, cells: Cells, weeks: int) -> list[Decimal] | None:
    """Return the weekly shares as far as they can be read, one for each week; None where they cannot."""
    column, cell = tables.sheet.by_field["weekly_split"], cells["weekly_split"]
    if not cell:
        return None
    read = Reader(language, tables.team.currency, tables.stored)(tables.sheet, column, cell, percentage=False)
    if isinstance(read, Fault):
        return None
    found = shares(read)
    return (found + [Decimal(0)] * weeks)[:weeks]


def split_cell(language: Language, tables: Tables, split: Sequence[Decimal]) -> str:
    """Return weekly shares as the table has them: 20% 30% 50%."""
    text = " ".join(map(plain, split))
    return str(shown(language, tables.sheet.by_field["weekly_split"], text, percentage=False))


def spread_cells(language: Language, tables: Tables, kpi: str, path: str | None, even: Sequence[Decimal]) -> Cells:
    """Return the cells of a path that is chosen: weekly shares begin with those that stand, else with even ones."""
    if path != Path.WEEKLY:
        return {"path": path, "weekly_split": None}
    stored = tables.rows.get(kpi)
    stands = shares(stored.record.weekly_split) if stored else []
    return {"path": path, "weekly_split": split_cell(language, tables, stands or even)}


def target_typed(language: Language, tables: Tables, edits: Edits, kpi: str) -> Target | None:
    """Return a KPI's target with what is typed, None while it cannot be read.

    Its path and weekly shares are as chosen, whatever these total, so that a path can be drawn while they are moved.
    """
    cells = target_cells(language, tables, edits, kpi)
    if cells is None:
        return None
    other = {field: cell for field, cell in _typed(edits, kpi).items() if field not in SPREAD}
    whole = Edits(changed={kpi: other}) if kpi in tables.rows else Edits(added=[{"kpi": kpi} | other])
    checked = check(language, tables, whole)
    if not checked.rows and checked.problems:  # with rows the problems are of the whole plan, such as parts of a target
        return None
    record = checked.rows[0].after if checked.rows else tables.rows[kpi].record
    assert isinstance(record, Target)
    path = Path(cells["path"]) if cells["path"] in set(Path) else None
    split = split_typed(language, tables, cells, len((cells["weekly_split"] or "").split()))
    if path is Path.WEEKLY and not any(split or ()):
        return None
    return record.model_copy(update={"path": path, "weekly_split": " ".join(map(plain, split or ()))})


def _typed(edits: Edits, kpi: str) -> Cells:
    """Return the cells that are typed in a KPI's target."""
    added = next((cells for cells in edits.added if cells.get("kpi") == kpi), None)
    return added or edits.changed.get(kpi, {})
