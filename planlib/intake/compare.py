"""Rows that may be recorded beside those that stand: what is added, what changes, what stays as it is.

A field that the file has no column for keeps what stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from planlib.intake.checking.check_definitions import Defined, Definitions
from planlib.intake.checking.sheet import Mask, Sheet, mask, only
from planlib.intake.known import Known
from planlib.intake.values.values import Fault
from planlib.model import Record, TaskLink
from planlib.spreadsheet import safe
from planlib.store.beside import beside
from planlib.store.connect import Store
from planlib.store.ledger import Write
from planlib.store.rows import record_of
from planlib.store.tables import TABLES
from planlib.vocabulary import ProblemCode

SHOWN = 1000
"""Rows of each kind that a preview shows at most."""

_KEPT = ("note", "vendor", "settles", "status", "quantity")
"""Of columns of actuals and spend, those that a file may leave out without emptying them."""
_TEXTS = ("note", "vendor", "settles")
"""Those that hold what people write."""


class Difference(NamedTuple):
    """What a row of the file would do to one record."""

    line: int
    before: Record | None
    """None where the record is new."""
    after: Record | None
    """None where it is removed."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What recording the rows would do."""

    writes: tuple[Write, ...]
    """None of them where nothing would change."""
    added: int
    changed: int
    unchanged: int
    additions: tuple[Difference, ...]
    """The first ones."""
    changes: tuple[Difference, ...]
    """Those that change most come first."""
    days: tuple[date, date] | None = None
    """First and last day of the rows to be written, where they have a day."""
    restates: int = 0
    """Rows to be written that belong to closed months."""
    rows: pa.Table | None = None
    """The rows to be written, each with its number in the sheet."""


def compare_rows(
    store: Store, name: str, rows: pa.Table, sheet: Sheet, known: Known, known_at: int, *, restate: bool = False
) -> Comparison:
    """Return what becomes of rows of actuals or spend; those of a closed month are refused unless they `restate` it."""
    table = TABLES[name]
    both = _as_it_stands(_with_kept(beside(store, name, rows, known_at), sheet))
    new = ~mask(pc.is_valid(both["change_id"]))
    others = [field for field in table.fields if field not in table.key]
    changed = ~new & np.logical_or.reduce([differ(both[field], both[f"old_{field}"]) for field in others])
    closed = (new | changed) & _in_closed_month(both, known)
    restates = int(closed.sum()) if restate else 0
    if not restate:
        _refuse_closed(sheet, both["row"].to_numpy()[closed], both)
    closed &= not restate
    written = only(both, (new | changed) & ~closed)
    changes = only(both, changed & ~closed)
    added = np.flatnonzero(new & ~closed)
    return Comparison(
        writes=(Write(name, written.select(table.fields), based_on=known_at),) if written.num_rows else (),
        added=len(added),
        changed=changes.num_rows,
        unchanged=int((~new & ~changed).sum()),
        additions=_differences(name, both.take(added[:SHOWN]), sheet),
        changes=_differences(name, _largest(changes, others), sheet),
        days=_days(written),
        restates=restates,
        rows=written,
    )


def compare_definitions(name: str, found: Definitions, sheet: Sheet, known: Known, known_at: int) -> Comparison:
    """Return what becomes of a plan's things and, of tasks, of what they wait for; refuse changes to a closed plan."""
    links = {row.row: _links_changed(row, known) for row in found.rows}
    touched = [row for row in found.rows if row.after != row.before or links[row.row]]
    unchanged = len(found.rows) - len(touched)
    if TABLES[name].in_plan and known.plan.month in known.closed:
        for row in touched:
            sheet.refuse_row(None, row.row, Fault(ProblemCode.CLOSED_PERIOD, {"month": known.plan.month}))
        touched = []
    written = [row.after for row in touched if row.after != row.before]
    differences = {
        new: [one for row in touched if (row.before is None) == new for one in _made(row, links[row.row], sheet)]
        for new in (True, False)
    }
    return Comparison(
        writes=(
            *([Write(name, written, based_on=known_at)] if written else []),
            *_links_written([change for row in touched for change in links[row.row]], known_at),
        ),
        added=sum(row.before is None for row in touched),
        changed=sum(row.before is not None for row in touched),
        unchanged=unchanged,
        additions=tuple(differences[True][:SHOWN]),
        changes=tuple(differences[False][:SHOWN]),
    )


class _LinkChange(NamedTuple):
    """What becomes of a link of two tasks."""

    before: TaskLink | None
    after: TaskLink | None


def _links_changed(row: Defined, known: Known) -> list[_LinkChange]:
    """Return what a row changes of what its task waits for; nothing where it does not speak of that."""
    if row.links is None:
        return []
    task = getattr(row.after, "task", None)
    old = {link.predecessor: link for link in known.task_links if link.task == task}
    new = {link.predecessor: link for link in row.links}
    sides = [_LinkChange(old.get(before), new.get(before)) for before in old | new]
    return [side for side in sides if side.before != side.after]


def _links_written(changes: Sequence[_LinkChange], known_at: int) -> list[Write]:
    rows = [change.after for change in changes if change.after]
    gone = [change.before for change in changes if change.before and not change.after]
    key = TABLES["task_links"].key
    removed = [tuple(getattr(link, field) for field in key) for link in gone]
    return [Write("task_links", rows, removed, based_on=known_at)] if changes else []


def _made(row: Defined, links: Sequence[_LinkChange], sheet: Sheet) -> list[Difference]:
    """Return what a row does to its record, and to the links of its task."""
    sides = [(row.before, row.after)] if row.before != row.after else []
    return [Difference(sheet.table.line(row.row), before, after) for before, after in (*sides, *links)]


def _with_kept(both: pa.Table, sheet: Sheet) -> pa.Table:
    """Return `both` with what stands in the fields that the file says nothing about."""
    known = pc.is_valid(both["change_id"])
    if not pc.any(known).as_py():
        return both
    for field in _KEPT:
        if field in both.column_names and field not in sheet.fields:
            kept = pc.if_else(known, both[f"old_{field}"], both[field])
            both = both.set_column(both.column_names.index(field), field, kept)
    return both


def _as_it_stands(both: pa.Table) -> pa.Table:
    """Return `both` with the texts that stand where the file has them as our CSV files do: kept from being formulas."""
    for field in set(_TEXTS) & set(both.column_names):
        if not pc.any(pc.starts_with(both[field], "'")).as_py():
            continue
        old = both[f"old_{field}"]
        marked = mask(pc.equal(both[field], pc.binary_join_element_wise("'", old, "")).combine_chunks())
        rows = [row for row in np.flatnonzero(marked).tolist() if safe(old[row].as_py()) != old[row].as_py()]
        if rows:
            same = np.isin(np.arange(len(both)), rows)
            both = both.set_column(both.column_names.index(field), field, pc.if_else(pa.array(same), old, both[field]))
    return both


def differ(one: pa.ChunkedArray, other: pa.ChunkedArray) -> Mask:
    """Which rows differ; two nulls are the same."""
    same = mask(pc.equal(one, other).combine_chunks())
    both_null = mask(pc.and_(pc.is_null(one), pc.is_null(other)).combine_chunks())
    return ~(same | both_null)


def _in_closed_month(both: pa.Table, known: Known) -> Mask:
    months = pa.array(sorted(known.closed), pa.date32())
    return mask(pc.is_in(both["month"], value_set=months).combine_chunks())


def _refuse_closed(sheet: Sheet, rows: Sequence[int], both: pa.Table) -> None:
    month = dict(zip(both["row"].to_pylist(), both["month"].to_pylist(), strict=True)) if len(rows) else {}
    which = np.zeros(len(sheet), dtype=bool)
    which[rows] = True
    sheet.refuse("day", which, lambda row: Fault(ProblemCode.CLOSED_PERIOD, {"month": month[row]}))


def _largest(changes: pa.Table, fields: Sequence[str]) -> pa.Table:
    """Return the rows whose value or amount changes most, as a share of what stands, the largest first."""
    field = "value" if "value" in fields else "amount"
    new, old = (pc.cast(changes[name], pa.float64()) for name in (field, f"old_{field}"))
    share = pc.divide(pc.abs(pc.subtract(new, old)), pc.max_element_wise(pc.abs(old), 1e-9))
    shares = pa.table({"share": share, "row": changes["row"]})
    return changes.take(pc.select_k_unstable(shares, SHOWN, [("share", "descending"), ("row", "ascending")]))


def _differences(name: str, rows: pa.Table, sheet: Sheet) -> tuple[Difference, ...]:
    return tuple(_difference(name, row, sheet) for row in rows.to_pylist())


def _difference(name: str, row: dict[str, Any], sheet: Sheet) -> Difference:
    table = TABLES[name]
    old = [row[field] if field in table.key else row[f"old_{field}"] for field in table.fields]
    before = None if row["change_id"] is None else record_of(table, old)
    return Difference(sheet.table.line(row["row"]), before, record_of(table, [row[f] for f in table.fields]))


def _days(rows: pa.Table) -> tuple[date, date] | None:
    bounds = pc.min_max(rows["day"]).as_py()
    return (bounds["min"], bounds["max"]) if rows.num_rows else None
