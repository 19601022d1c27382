"""What a person's edits make of the records, or what is wrong with them, cell by cell."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import ValidationError

from planlib.editing.cells import Reader, is_empty, is_percentage
from planlib.editing.edits import Edits
from planlib.editing.parts import misfits, moved_along
from planlib.editing.tables import Tables, called, row_name
from planlib.errors import InvalidError, Problem
from planlib.intake.checking.records import beside, faults_of
from planlib.intake.checking.rules import broken_rules
from planlib.intake.values.values import Fault
from planlib.locale import NONE, Language
from planlib.metrics.schedule import cycle
from planlib.model import Record, Task, TaskLink, new_id
from planlib.store.ledger import Stored
from planlib.vocabulary import ProblemCode

_NEW_IN_ACTIVE_PLAN = {"budgets": {"original": Decimal(0)}}
"""What a row added to an active plan has from the start: money that the original budget did not have."""


class RowEdit(NamedTuple):
    """What becomes of one row; None where there was none or is none any more."""

    id: str
    before: Record | None
    after: Record | None
    based_on: int
    """The change that wrote the row as it was read; 0 where there was none."""


class RowProblem(NamedTuple):
    """One thing that is wrong with one row."""

    row: str
    """How the row is called."""
    problem: Problem
    """Its column is a field of the table; None where the row as a whole is meant."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows that would be recorded, and what keeps them from it."""

    rows: tuple[RowEdit, ...]
    """Only those that say something new."""
    problems: tuple[RowProblem, ...]
    parts: tuple[RowEdit, ...] = ()
    """Parts of the targets that take theirs along."""


def check(language: Language, tables: Tables, edits: Edits, *, adding_up: bool = True) -> Checked:
    """Return what `edits` make of the rows of the table; parts of targets need not add up where one says so."""
    checker = _Checker(language, tables)
    for row, cells in edits.changed.items():
        stored = tables.rows[row]
        checker.enter(row, stored.record, stored.change_id, stored.record.model_dump(), cells)
    again = set[str]()
    for cells in edits.added:
        row = str(tables.sheet.row_id(cells) or new_id())
        old = tables.rows[row] if row in edits.removed and row not in again else Stored(None, 0)
        again |= {row} & set(edits.removed)
        checker.enter(row, old.record, old.change_id, _new(tables, row), cells)
    gone = [(row, tables.rows[row]) for row in edits.removed if row not in again]
    rows = (*checker.rows, *(RowEdit(row, stored.record, None, stored.change_id) for row, stored in gone))
    whole = (*_broken(language, tables, rows), *_twice(language, tables, rows), *_circle(language, tables, rows))
    parts = tuple(_along(tables, edits, rows)) if edits.along else ()
    apart = _misfits(language, tables, rows, parts) if adding_up and not checker.problems else ()
    return Checked(rows, (*checker.problems, *whole, *apart), parts)


def _new(tables: Tables, row: str) -> dict[str, Any]:
    key = {name: value for name, value in tables.key._asdict().items() if name in tables.sheet.table.fields}
    start = _NEW_IN_ACTIVE_PLAN.get(tables.sheet.name, {}) if tables.active else {}
    return {**key, **start} | ({} if tables.sheet.keyed else {tables.sheet.id_field: row})


class _Checker:
    """Reads the cells of the rows, one row at a time."""

    def __init__(self, language: Language, tables: Tables) -> None:
        self.rows: list[RowEdit] = []
        self.problems: list[RowProblem] = []
        self._language = language
        self._tables = tables
        self._read = Reader(language, tables.team.currency, tables.stored)

    def enter(
        self, row: str, before: Record | None, based_on: int, fields: dict[str, Any], cells: Mapping[str, Any]
    ) -> None:
        """Take the row if it says something new, or keep what is wrong with it."""
        faults: list[tuple[str | None, Fault]] = [] if before is None else list(self._settled(cells))
        faults += self._fill(fields, cells)
        try:
            after = self._tables.sheet.table.record.model_validate(fields)
        except ValidationError as error:
            faults += beside(faults, faults_of(error))
        else:
            if after != before and not faults:
                own = row if before is not None else str(self._tables.sheet.row_id(after.model_dump()))
                self.rows.append(RowEdit(own, before, after, based_on))
        name = row_name(self._language, self._tables, before.model_dump() if before else fields | dict(cells))
        for field, fault in faults:
            cell = None if field is None else cells.get(field)
            self.problems.append(RowProblem(name, _problem(fault, field, cell)))

    def _settled(self, cells: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
        """Yield what may not be edited any more, for the plan became active meanwhile."""
        for column in self._tables.sheet.columns:
            if column.settled and column.field in cells and self._tables.active:
                yield column.field, Fault(ProblemCode.BAD_VALUE, {"reason": "settled"})

    def _fill(self, fields: dict[str, Any], cells: Mapping[str, Any]) -> Iterator[tuple[str | None, Fault]]:
        """Put the values of the cells into `fields`, and yield those that cannot be read."""
        for column in self._tables.sheet.columns:
            if column.field not in cells:
                continue
            cell = cells[column.field]
            fields.pop(column.field, None)
            if is_empty(column, cell):
                continue
            percentage = is_percentage(column, fields, self._tables.kpis)
            value = self._read(self._tables.sheet, column, cell, percentage=percentage)
            if isinstance(value, Fault):
                yield column.field, value
            else:
                fields[column.field] = value


def _problem(fault: Fault, field: str | None, cell: object) -> Problem:
    return Problem(fault.code, None, field, None if cell is None else str(cell), dict(fault.parameters))


def _broken(language: Language, tables: Tables, rows: Sequence[RowEdit]) -> Iterator[RowProblem]:
    """Yield what the rows break of the rules of the whole plan."""
    standing = with_edits(tables, rows)
    for edit in rows:
        if edit.after is not None:
            fields = edit.after.model_dump()
            for field, fault in broken_rules(edit.after, standing, tables.kpis, tables.team.first_weekday):
                yield RowProblem(row_name(language, tables, fields), _problem(fault, field, None))


def with_edits(tables: Tables, rows: Sequence[RowEdit]) -> dict[str, Record]:
    """Return by id the rows of the table as they would stand."""
    gone = {edit.id for edit in rows if edit.after is None}
    standing = {row: stored.record for row, stored in tables.rows.items() if row not in gone}
    return standing | {edit.id: edit.after for edit in rows if edit.after is not None}


def _circle(language: Language, tables: Tables, rows: Sequence[RowEdit]) -> Iterator[RowProblem]:
    """Yield the tasks that would wait for each other."""
    links = [link for link in with_edits(tables, rows).values() if isinstance(link, TaskLink)]
    tasks = {task: stored.record for task, stored in tables.stored.get("tasks", {}).items()}
    if circle := cycle(links, {task: record.code for task, record in tasks.items() if isinstance(record, Task)}):
        names = [called(language, tasks[task]) for task in circle]
        problem = Problem(ProblemCode.TASK_CYCLE, column="predecessor", parameters={"cycle": " → ".join(names)})
        yield RowProblem(NONE, problem)


def _along(tables: Tables, edits: Edits, rows: Sequence[RowEdit]) -> Iterator[RowEdit]:
    """Yield the parts that become others with their targets."""
    stored = tables.stored["target_parts"]
    for part in moved_along(tables, edits.along, with_edits(tables, rows)):
        before = stored[part.part]
        if part != before.record:
            yield RowEdit(part.part, before.record, part, before.change_id)


def _misfits(
    language: Language, tables: Tables, rows: Sequence[RowEdit], parts: Sequence[RowEdit]
) -> Iterator[RowProblem]:
    """Yield the parts of targets that do not fit their targets."""
    versions = [(edit.before, edit.after) for edit in rows]
    moved = {edit.id: edit.after for edit in parts}
    for about, field, fault in misfits(language, tables, versions, with_edits(tables, rows), moved):
        yield RowProblem(row_name(language, tables, about.model_dump()), _problem(fault, field, None))


def _twice(language: Language, tables: Tables, rows: Sequence[RowEdit]) -> Iterator[RowProblem]:
    """Yield the rows that are about what another row is about, where people write in the cells what that is."""
    if not tables.sheet.keyed:
        return
    entered = [(str(tables.sheet.row_id(edit.after.model_dump())), edit.after) for edit in rows if edit.after]
    touched = {edit.id for edit in rows if edit.before is not None}
    count = Counter([*(row for row in tables.rows if row not in touched), *(row for row, _record in entered)])
    for row, record in entered:
        if count[row] > 1:
            name = row_name(language, tables, record.model_dump())
            yield RowProblem(name, Problem(ProblemCode.DUPLICATE_KEY))


def of_rows(language: Language, tables: Tables, error: InvalidError, rows: Sequence[RowEdit]) -> list[RowProblem]:
    """Return what the ledger said about `rows`, by the names of the rows."""
    records = [(edit.id, edit.after or edit.before) for edit in rows]
    names = {row: row_name(language, tables, record.model_dump()) for row, record in records if record}
    found = []
    for problem in error.problems:
        row = next((part for part in (problem.value, *problem.parameters.get("key", ())) if part in names), None)
        column = problem.column if problem.column in tables.sheet.by_field else None
        value = names.get(problem.value or "", problem.value)
        name = NONE if row is None else names[row]
        found.append(RowProblem(name, problem._replace(column=column, value=value)))
    return found
