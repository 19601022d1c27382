"""Several sheets with the same columns, such as one for each month, as one table.

Each is laid out by itself, with its own header, totals and notes. Their rows are counted through, so that a line is one
of one sheet.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from planlib.errors import InvalidError, Notice, Problem
from planlib.intake.reading.source import Ragged, Row
from planlib.intake.reading.table import SHEET, Table, line_of
from planlib.intake.reading.workbook import WorkbookSource
from planlib.vocabulary import DecisionCode, ProblemCode

_HEAD = 50
"""Rows by which a sheet is preferred."""
_NAMELESS = re.compile(r"\[[A-Z]{1,3}\]")
"""What a column is called that has no name."""
_LINES = ("line", "first")
"""Parameters of what is told that are lines."""


def together(
    sources: Mapping[str, WorkbookSource],
    laid_out: Callable[[WorkbookSource], Table],
    prefers: Callable[[list[Row]], bool],
    most: int,
) -> Table:
    """Return the rows of all sheets that have the columns of the first that is preferred, else of the first of all.

    Raises:
        InvalidError: No sheet can be read, or they have more than `most` rows.
    """
    tables: dict[str, Table] = {}
    fault = None
    for name, source in sources.items():
        try:
            tables[name] = laid_out(source)
        except InvalidError as why:
            fault = fault or why
    if not tables:
        raise fault or InvalidError([Problem(ProblemCode.EMPTY_FILE)])
    model = next((name for name in tables if prefers(sources[name].head(_HEAD))), next(iter(tables)))
    columns = _named(tables[model])
    alike = {name: named for name, table in tables.items() if _is_alike(named := _named(table), columns)}
    if sum(map(len, alike.values())) > most:
        raise InvalidError([Problem(ProblemCode.TOO_MANY_ROWS, parameters={"limit": most})])
    left_out = tuple(name for name in sources if name not in alike)
    if len(alike) == 1:
        return replace(tables[model], decisions=_told(tables[model].decisions, {"left_out": left_out}))
    about = {"sheet": ", ".join(alike), "together": tuple(alike), "left_out": left_out}
    return replace(_joined(alike, columns), decisions=_told(_decisions(alike), about))


def _named(table: Table) -> Table:
    """Return the table without columns that have no name: a remark at the side of one sheet."""
    kept = [place for place, name in enumerate(table.header) if not _NAMELESS.fullmatch(name)]
    header, columns = (tuple(each[place] for place in kept) for each in (table.header, table.columns))
    return replace(table, header=header, columns=columns, totals=_totals(table, kept))


def _is_alike(table: Table, model: Table) -> bool:
    return table.unit == model.unit and (table.header == model.header or _in_other_order(table.header, model.header))


def _in_other_order(header: Sequence[str], other: Sequence[str]) -> bool:
    return len({*header}) == len(header) and sorted(header) == sorted(other)


def _order(table: Table, model: Table) -> list[int]:
    """Return where `table` has the columns of `model`."""
    if table.header == model.header:
        return list(range(len(model.header)))
    return [table.header.index(name) for name in model.header]


def _totals(table: Table, order: Sequence[int], first: int = 0) -> tuple[Ragged, ...]:
    """Return the rows of totals with the columns in `order`, their lines counted from `first`."""
    return tuple(Ragged(first + row.line, tuple(row.cells[place] for place in order)) for row in table.totals)


def _joined(tables: Mapping[str, Table], model: Table) -> Table:
    """Return the rows of all tables, with the columns in the order of `model`."""
    ordered = [(table, _order(table, model)) for table in tables.values()]
    return replace(
        model,
        columns=tuple(
            pa.concat_arrays([table.columns[order[place]] for table, order in ordered])
            for place in range(len(model.header))
        ),
        lines=np.concatenate([number * SHEET + table.lines for number, table in enumerate(tables.values())]),
        totals=tuple(
            row for number, (table, order) in enumerate(ordered) for row in _totals(table, order, number * SHEET)
        ),
        together=tuple(tables),
    )


def _told(decisions: Sequence[Notice], about: dict[str, Any]) -> tuple[Notice, ...]:
    """Return the decisions; the one for the sheet tells `about` it."""
    return tuple(
        told._replace(parameters=told.parameters | about) if told.code == DecisionCode.SHEET else told
        for told in decisions
    )


def _decisions(tables: Mapping[str, Table]) -> tuple[Notice, ...]:
    """Return what was decided to read the sheets: once where it is the same for all, else with their names."""
    by_code: dict[str, list[_Told]] = {}
    for number, (name, table) in enumerate(tables.items()):
        for told in table.decisions:
            by_code.setdefault(told.code, []).append(_Told(number, name, told.parameters))
    names = tuple(tables)
    return tuple(Notice(code, merged) for code, told in by_code.items() for merged in _merged(told, names))


class _Told(NamedTuple):
    number: int
    sheet: str
    parameters: Mapping[str, Any]


def _merged(told: Sequence[_Told], names: Sequence[str]) -> list[dict[str, Any]]:
    first = told[0].parameters
    if "lines" in first:
        return [{"lines": [_line(one, line, names) for one in told for line in one.parameters["lines"]]}]
    if "places" in first:
        places = tuple(f"{one.sheet}!{place}" for one in told for place in one.parameters["places"])
        return [{"count": sum(one.parameters["count"] for one in told), "places": places}]
    if "sheet" in first or (len(told) == len(names) and all(one.parameters == first for one in told)):
        return [dict(first)]
    return [
        {name: _line(one, value, names) if name in _LINES else value for name, value in one.parameters.items()}
        for one in told
    ]


def _line(told: _Told, line: int, names: Sequence[str]) -> int:
    return line_of(told.number * SHEET + line, names)
