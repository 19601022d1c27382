"""What a file would change, before it does; and recording it.

A preview is made against the ledger as it stood at one change, `based_on`. Recording it is refused where somebody
changed one of its rows since.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

import numpy as np

from planlib.errors import InvalidError, Notice, Problem, RefusedError
from planlib.intake.checking.check_actuals import check_actuals
from planlib.intake.checking.check_definitions import check_definitions
from planlib.intake.checking.check_spend import check_spend
from planlib.intake.checking.definitions import DEFINITIONS
from planlib.intake.checking.sheet import Sheet
from planlib.intake.checking.warn import warn_of_actuals, warn_of_spend
from planlib.intake.compare import Comparison, Difference, compare_definitions, compare_rows
from planlib.intake.creation import creation
from planlib.intake.file_facts import (
    FileFacts,
    RefusedRow,
    ignored_columns,
    notices_of,
    previous_change,
    ragged_rows,
    refused_rows,
    sheet_name,
)
from planlib.intake.known import Known, known
from planlib.intake.mapping.answers import answer_names
from planlib.intake.mapping.map import fields_of, samples
from planlib.intake.mapping.names import Unknown
from planlib.intake.mapping.remembered import opened, remembering
from planlib.intake.options import Options
from planlib.model import Budget, Kpi, Person, PlanKey
from planlib.store.connect import Store
from planlib.store.ledger import Change, FileInfo, Write, record
from planlib.store.rules import needs_reason
from planlib.vocabulary import ChangeKind, FileKind, ProblemCode

MOST = 10_000
"""Problems, warnings and refused rows that a preview keeps; all are counted."""

Progress = Callable[[float], None]
"""Is told which share of a preview is done, from 0 to 1; what it raises ends the preview."""

SAMPLES = 3
"""Values of each column that are shown."""

_CHECKS = {FileKind.ACTUALS: check_actuals, FileKind.SPEND: check_spend}
_KINDS_OF_OPTION = {
    "total": (FileKind.ACTUALS,),
    "rate": (FileKind.ACTUALS,),
    "history": (FileKind.ACTUALS, FileKind.SPEND),
    "restate": (FileKind.ACTUALS, FileKind.SPEND),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What recording a file would do, and everything that is wrong with it."""

    kind: FileKind
    plan: PlanKey
    file: FileFacts
    based_on: int
    """The last change when the preview was made."""
    readable: bool = False
    """False where the file as a whole is refused: no row of it can be recorded."""
    header: tuple[str, ...] = ()
    unit: str = ""
    """What a line above the header says that amounts are in."""
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Header of each column that a field may be read from, once wide sheets are long, to some of its values."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Field to the header of the column it is read from."""
    constants: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    """Headers of the columns that are not read."""
    decisions: tuple[Notice, ...] = ()
    """What was decided to read the file; each can be changed by an option."""
    sheets: tuple[str, ...] = ()
    """Sheets of a workbook that one may choose from."""
    notices: tuple[Notice, ...] = ()
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    """One with two problems counts once."""
    left_out: int = 0
    """Of names that are to be left out, totals, and rows of a template that nobody filled in."""
    unusual: int = 0
    """Those with warnings, among those added and changed."""
    restates: int = 0
    """Of closed months, among those added and changed."""
    needs_reason: bool = False
    """Whether it must be said why: rows of closed months change, or what a plan in force consists of."""
    additions: tuple[Difference, ...] = ()
    """The first rows that are new."""
    changes: tuple[Difference, ...] = ()
    """The rows that change, those that change most first."""
    days: tuple[date, date] | None = None
    """First and last day of what would be recorded."""
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0
    warnings: tuple[Problem, ...] = ()
    """What is unlikely about rows that may be recorded: about their totals first, then by line."""
    warning_count: int = 0
    """A row may have two: its day and its value."""
    unknown: tuple[Unknown, ...] = ()
    """Names that lead to nothing, those of most rows first."""
    created: tuple[Kpi | Budget, ...] = ()
    """What is made of such names, as a person said."""
    refused_rows: tuple[RefusedRow, ...] = ()
    creates_plan: bool = False
    previous: int | None = None
    """The change that recorded the same file before."""
    choices: Mapping[str, Any] = field(default_factory=dict)
    """What the person said about the file, by option."""
    writes: tuple[Write, ...] = ()

    @property
    def in_values(self) -> bool:
        """Whether a row of the file may have several values, so that those are counted."""
        return self.file.values != self.file.rows

    @property
    def unclear(self) -> tuple[str, ...]:
        """Fields that no column, or more than one, may be: the person can say which it is."""
        codes = (ProblemCode.MISSING_COLUMN, ProblemCode.DUPLICATE_COLUMN)
        return tuple(problem.parameters["field"] for problem in self.problems if problem.code in codes)


def preview(
    store: Store,
    data: bytes,
    name: str,
    kind: FileKind,
    plan: PlanKey,
    options: Options,
    *,
    actor: str,
    today: date,
    progress: Progress = lambda _: None,
) -> Preview:
    """Return what recording the file would do to `plan`; problems are in it, none is raised.

    A plan that does not exist yet would be created as a draft, with its team where that is new too (`plan.team` is
    then its code).

    Raises:
        RefusedError: `option_not_for_kind`.
    """
    _refuse_options(kind, options)
    based_on = store.last_change()
    here = known(store, plan, based_on)
    file = FileFacts(name, len(data), hashlib.sha256(data).hexdigest())
    try:
        return _preview(store, data, file, kind, here, options, today, based_on, progress)
    except InvalidError as error:
        return _unreadable(kind, here, file, based_on, error)


def record_preview(
    store: Store,
    preview: Preview,
    *,
    actor: str,
    at: datetime,
    reason: str = "",
    skip_bad: bool = False,
    accept_warnings: bool = False,
) -> Change | None:
    """Return the change that recorded what was previewed; None where there is nothing new to record.

    Raises:
        InvalidError: The file has problems, and is refused as a whole or `skip_bad` is false.
        ConflictError: One of the rows was changed since the preview.
        RefusedError: `warnings_not_accepted`, `reason_needed`, or the plan is closed.
    """
    if preview.problems and not (skip_bad and preview.readable):
        raise InvalidError(preview.problems)
    if preview.warning_count and not accept_warnings:
        raise RefusedError("warnings_not_accepted", count=preview.warning_count)
    if preview.needs_reason and not reason.strip():
        raise RefusedError("reason_needed")
    if not preview.writes:
        return None
    kind = ChangeKind.RESTATEMENT if preview.restates else ChangeKind.IMPORT
    file = _file_info(preview)
    return record(store, preview.writes, actor=actor, kind=kind, at=at, reason=reason, plan=preview.plan, file=file)


def _file_info(preview: Preview) -> FileInfo:
    return FileInfo(
        name=preview.file.name,
        kind=preview.kind,
        size=preview.file.size,
        sha256=preview.file.sha256,
        encoding=preview.file.encoding,
        rows=preview.file.rows,
        added=preview.added,
        changed=preview.changed,
        unchanged=preview.unchanged,
        refused=preview.refused,
        mapping=dict(preview.mapping),
        sheet=preview.file.sheet,
        left_out=preview.left_out,
        warned=preview.warning_count,
        restated=preview.restates,
        choices=dict(preview.choices),
    )


def _refuse_options(kind: FileKind, options: Options) -> None:
    for option, kinds in _KINDS_OF_OPTION.items():
        if getattr(options, option) and kind not in kinds:
            raise RefusedError("option_not_for_kind", option=option, kind=kind.value)


def _choices(options: Options) -> dict[str, Any]:
    """Return what was said about the file beside its columns: the options that are not as they are by default."""
    untold = Options()
    said = {one.name: getattr(options, one.name) for one in fields(options) if one.name not in ("limits", "mapping")}
    given = {name: value for name, value in said.items() if value != getattr(untold, name)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


def _preview(
    store: Store,
    data: bytes,
    file: FileFacts,
    kind: FileKind,
    here: Known,
    options: Options,
    today: date,
    at: int,
    progress: Progress,
) -> Preview:
    progress(0)
    table, options, recalled = opened(store, data, kind, here, options, at)
    shown = {name: samples(column, SAMPLES) for name, column in zip(table.header, table.columns, strict=True)}
    try:
        fields = fields_of(kind, table.header, options, table.columns)
    except InvalidError as error:
        unreadable = _unreadable(kind, here, file, at, error)
        return replace(unreadable, samples=shown, decisions=table.decisions, sheets=table.sheets)
    sheet = Sheet(table, fields, options)
    progress(0.4)
    here, named, created = answer_names(sheet, kind, here, options.names, at)
    comparison, people = _compared(store, sheet, kind, here, options, at, progress)
    progress(0.8)
    _warn(store, sheet, kind, comparison, here, today, at)
    progress(0.9)
    choices = _choices(options)
    file = file._replace(
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=sheet_name(table),
        rows=len(table.wide.table if table.wide else table) + len(table.ragged),
        values=len(table) + len(table.ragged),
    )
    previous = previous_change(store, here.key, file, kind, fields.mapping, choices, comparison)
    problems = ragged_rows(sheet) + sheet.problems(MOST)
    refused = np.flatnonzero(sheet.refused)
    totals = sheet.total_warnings if comparison.writes else []
    warnings = sheet.problems(MOST, sheet.warnings)
    needed = (*creation(store, here, people, at), *named, *remembering(here, kind, table.header, options, recalled))
    writes = (*needed, *comparison.writes) if comparison.writes else ()
    return Preview(
        kind=kind,
        plan=here.key,
        file=file,
        based_on=at,
        readable=True,
        header=table.file_header,
        unit=table.unit,
        samples=shown,
        mapping=fields.mapping,
        constants=fields.constants,
        ignored=ignored_columns(sheet),
        decisions=(
            *(recalled.decision(sheet.left_out_names) if recalled else ()),
            *sheet.table.decisions,
            *sheet.decisions,
        ),
        sheets=table.sheets,
        notices=notices_of(sheet, comparison, people, here, previous),
        added=comparison.added,
        changed=comparison.changed,
        unchanged=comparison.unchanged,
        refused=len(refused) + len(table.ragged),
        left_out=sheet.left_out,
        unusual=sheet.unusual,
        restates=comparison.restates,
        needs_reason=bool(comparison.restates) or needs_reason(here.plan.state, (write.table for write in writes)),
        additions=comparison.additions,
        changes=comparison.changes,
        days=comparison.days,
        problems=tuple(_by_line(problems)[:MOST]),
        problem_count=len(table.ragged) + sheet.count(sheet.refusals),
        warnings=(*_by_line(totals), *_by_line(warnings))[:MOST],
        warning_count=sheet.count(sheet.warnings) + len(totals),
        refused_rows=tuple(refused_rows(sheet, refused[:MOST].tolist())[:MOST]),
        unknown=sheet.unknown,
        created=created,
        creates_plan=here.new_plan and bool(comparison.writes),
        previous=previous.change_id if previous else None,
        choices=choices,
        writes=writes,
    )


def _by_line(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line or 0)


def _unreadable(kind: FileKind, here: Known, file: FileFacts, at: int, error: InvalidError) -> Preview:
    return Preview(kind, here.key, file, at, problems=error.problems[:MOST], problem_count=len(error.problems))


def _compared(
    store: Store, sheet: Sheet, kind: FileKind, here: Known, options: Options, at: int, progress: Progress
) -> tuple[Comparison, list[Person]]:
    """Return what the rows would do, and the people they name for the first time."""
    if kind in DEFINITIONS:
        found = check_definitions(sheet, kind, here, options)
        return compare_definitions(DEFINITIONS[kind].table, found, sheet, here, at), found.people
    rows = _CHECKS[kind](sheet, here, options)
    progress(0.6)
    return compare_rows(store, kind.value, rows, sheet, here, at, restate=options.restate), []


def _warn(
    store: Store, sheet: Sheet, kind: FileKind, comparison: Comparison, here: Known, today: date, at: int
) -> None:
    if comparison.rows is not None and kind == FileKind.ACTUALS:
        warn_of_actuals(store, comparison.rows, sheet, here, today, at)
    elif comparison.rows is not None:
        warn_of_spend(store, comparison.rows, sheet, today, at)
