"""A wide table to a long one: a column for each day, week or month, each KPI or each segment becomes a row per cell.

Columns that say what a row is about (segment, note …) are repeated. Blank cells are no rows.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from planlib.errors import InvalidError, Notice, Problem
from planlib.intake.mapping.fields import FIELDS
from planlib.intake.mapping.map import OTHER_FIGURES, heading
from planlib.intake.options import Options
from planlib.intake.reading.day_headers import FEW, day_columns
from planlib.intake.reading.header import ACTUAL, is_value, kpi_name
from planlib.intake.reading.table import Expectation, Table, Wide
from planlib.intake.values.values import BLANK, name_key
from planlib.vocabulary import DecisionCode, FileKind, ProblemCode

_VALUES = {FileKind.ACTUALS: "value", FileKind.SPEND: "amount", FileKind.BUDGET: "amount"}
"""Kinds that may come in a wide table, and the field that its cells hold."""
_UNITS = {"单位", "單位", "计量单位", "unit", "units"}
"""What a column is called that has the unit of each row's value."""
_GROUPED = re.compile(r"(?P<group>.+?)[\s·:_/-]+(?P<name>\S.*)")
_SHOWN = 50
"""Cells that tell whether a column holds numbers."""


class _Turn(NamedTuple):
    """What is turned into rows."""

    columns: dict[int, str]
    """Column to what its header says: a day, a KPI or a segment."""
    field: str | None
    """The field that this is; None where only one column is read."""
    dropped: tuple[str, ...]
    """Fields whose columns the cells stand for."""
    told: dict[str, Any]
    segments: Mapping[int, str] = {}
    """Column to the segment that its header names; empty where none names one."""


def shaped(table: Table, options: Options, expected: Expectation) -> Table:
    """Return the table with one row for each value, whatever its shape in the file."""
    if expected.kind not in _VALUES:
        return table
    table = _with_units(table)
    if options.shape == "rows":
        return table
    fields = {at: field for at, name in enumerate(table.header) if (field := expected.fields.get(heading(name).name))}
    there = set(fields.values()) | expected.said
    if _VALUES[expected.kind] in expected.said:
        return table
    turn = None
    if options.shape != "kpis" and "day" not in there:
        turn = _days(table, fields, expected)
    if turn is None and expected.kind is FileKind.ACTUALS and options.shape in ("segments", None):
        turn = _segments(table, fields, there, expected, forced=options.shape == "segments")
    if turn is None and expected.kind is FileKind.ACTUALS and options.shape in ("kpis", None):
        turn = _kpis(table, fields, there, expected, forced=options.shape == "kpis")
    return _turned(table, turn, fields, expected.kind, options.limits.rows) if turn else table


def _days(table: Table, fields: dict[int, str], expected: Expectation) -> _Turn | None:
    """Return the columns of days, weeks or months; of a budget the one of the plan's month."""
    assert expected.kind is not None
    found = day_columns(table.header, expected.month)
    thing, value = FIELDS[expected.kind][0].name, _VALUES[expected.kind]
    known = thing in fields.values() or thing in expected.said
    if not found.days or (len(found.days) < FEW and (not known or value in fields.values())):
        return None
    if expected.kind is FileKind.BUDGET:
        month = f"{expected.month:%Y-%m}" if expected.month else ""
        of_month = {at: day for at, day in found.days.items() if day == month}
        if found.grain == "month" and not of_month and value not in fields.values():
            months = [table.header[at] for at in found.days]
            raise InvalidError(
                [Problem(ProblemCode.OUT_OF_PERIOD, parameters={"months": months, "month": expected.month})]
            )
        if found.grain != "month" or not of_month:
            return None
        return _Turn(of_month, None, (value,), {"month_column": table.header[next(iter(of_month))]})
    if expected.kind is FileKind.SPEND and found.grain == "month":
        months = [table.header[at] for at in found.days]
        raise InvalidError([Problem(ProblemCode.BAD_DATE, parameters={"months": months})])
    first, last = table.header[min(found.days)], table.header[max(found.days)]
    return _Turn(found.days, "day", ("day", value), {f"{found.grain}s": len(found.days), "first": first, "last": last})


def _segments(
    table: Table, fields: dict[int, str], there: set[str], expected: Expectation, *, forced: bool
) -> _Turn | None:
    """Return the columns of segments such as 华东, 华南: those that KPIs have had, or all of numbers where `forced`."""
    others = {at: _without_unit(name) for at, name in enumerate(table.header) if at not in fields}
    if not others or "segment" in there or (not forced and ("day" not in there or "value" in there)):
        return None
    if forced:
        columns = {at: name for at, name in others.items() if _holds_numbers(table.columns[at])}
    elif any(kpi_name(name, expected) for name in others.values()):
        return None
    else:
        known = expected.segments()
        columns = {at: name for at, name in others.items() if name in known}
    told = {"segments": [table.header[at] for at in columns]}
    return _Turn(columns, "segment", ("value",), told) if columns else None


def _kpis(
    table: Table, fields: dict[int, str], there: set[str], expected: Expectation, *, forced: bool
) -> _Turn | None:
    """Return the columns of KPIs: those with known names, or else all others where each holds numbers."""
    if "kpi" in there or (not forced and ("day" not in there or "value" in there)):
        return None
    others = {at: name for at, name in enumerate(table.header) if at not in fields}
    known = {at: kpi for at, name in others.items() if (kpi := kpi_name(name, expected))}
    unknown = {at: _without_unit(name) for at, name in others.items()}
    if not forced and (turn := _groups(table, known, others, there, expected)):
        return turn
    if not known and not forced and not all(_holds_numbers(table.columns[at]) for at in others):
        return None
    columns = unknown if forced or not known else known
    told = {"kpis": [table.header[at] for at in columns]}
    return _Turn(columns, "kpi", ("value",), told) if columns else None


def _groups(
    table: Table, known: dict[int, str], others: dict[int, str], there: set[str], expected: Expectation
) -> _Turn | None:
    """Return the columns of KPIs in groups: 华东 销售额 is of a segment, 目标 销售额 is another figure."""
    columns, segments = dict(known), dict.fromkeys(known, "")
    for at, name in others.items():
        found = _GROUPED.fullmatch(name_key(name)) if at not in known else None
        if found is None:
            continue
        group, kpi = found["group"], kpi_name(found["name"], expected)
        if kpi is None and ACTUAL.fullmatch(found["name"]):
            group, kpi = found["name"], kpi_name(group, expected)
        if kpi is None or OTHER_FIGURES.search(heading(group).name):
            continue
        columns[at], segments[at] = kpi, "" if ACTUAL.fullmatch(group) else group
    if columns.keys() == known.keys() or ("segment" in there and any(segments.values())):
        return None
    order = sorted(columns)
    told = {
        "kpis": [table.header[at] for at in order],
        "segments": list(dict.fromkeys(segments[at] for at in order if segments[at])),
    }
    return _Turn({at: columns[at] for at in order}, "kpi", ("value",), told, segments if any(segments.values()) else {})


def _with_units(table: Table) -> Table:
    """Return the table with the unit of each row's value, where a column says it."""
    at = next((at for at, name in enumerate(table.header) if heading(name).name in _UNITS), None)
    return table if at is None else replace(table, units=table.columns[at], unit_column=table.header[at])


def _without_unit(header: str) -> str:
    name, unit = name_key(header), heading(header).unit.text
    return name[: name.rindex(unit) - 1].strip() if unit else name


def _holds_numbers(column: pa.StringArray) -> bool:
    texts = [text for text in column[:_SHOWN].to_pylist() if text.strip()]
    return bool(texts) and all(map(is_value, texts))


def _turned(table: Table, turn: _Turn, fields: dict[int, str], kind: FileKind, limit: int) -> Table:
    """Return one row for each cell of the columns that is not blank, in the order of the file."""
    columns = np.array(list(turn.columns))
    filled = np.column_stack([~_no_value(table.columns[at]) for at in columns])
    rows, of = np.nonzero(filled)
    if len(rows) > limit:
        raise InvalidError([Problem(ProblemCode.TOO_MANY_ROWS, parameters={"limit": limit})])
    if not len(rows):
        raise InvalidError([Problem(ProblemCode.NO_DATA_ROWS)])
    kept = [at for at in range(len(table.header)) if at not in turn.columns and fields.get(at) not in turn.dropped]
    cells = pa.concat_arrays([table.columns[at] for at in columns]).take(pa.array(of * len(table) + rows))
    made = {turn.field: pa.array(list(turn.columns.values())).take(pa.array(of))} if turn.field else {}
    if turn.segments:
        made["segment"] = pa.array([turn.segments[at] for at in turn.columns]).take(pa.array(of))
    made[_VALUES[kind]] = cells
    units = pa.array([heading(table.header[at]).unit.text for at in columns]).take(pa.array(of))
    if table.units is not None:
        units = pc.if_else(pc.equal(units, ""), table.units.take(pa.array(rows)), units)
    return replace(
        table,
        header=(*(table.header[at] for at in kept), *made),
        columns=(*(table.columns[at].take(pa.array(rows)) for at in kept), *made.values()),
        lines=table.lines[rows],
        totals=(),
        units=units,
        decisions=(*table.decisions, Notice(DecisionCode.SHAPE, turn.told)),
        wide=Wide(table, rows, columns[of], len(made)),
    )


def _no_value(column: pa.StringArray) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    text = pc.utf8_lower(pc.utf8_trim_whitespace(column))
    blank: np.ndarray[Any, np.dtype[np.bool_]] = pc.is_in(text, pa.array(sorted(BLANK))).to_numpy(zero_copy_only=False)
    return blank
