"""What a file would change, before it does; and recording it.

A preview is made against the ledger as it stood at one change, `based_on`. Recording it is refused where somebody
changed one of its rows since.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

import numpy as np

from planlib.errors import InvalidError, Notice, Problem, RefusedError
from planlib.intake.check_actuals import check_actuals
from planlib.intake.check_definitions import check_definitions
from planlib.intake.check_spend import check_spend
from planlib.intake.compare import Comparison, Difference, compare_definitions, compare_rows
from planlib.intake.creation import creation
from planlib.intake.known import Known, known
from planlib.intake.map import Fields, fields_of
from planlib.intake.names import Unknown
from planlib.intake.options import Options
from planlib.intake.read import read
from planlib.intake.sheet import Sheet
from planlib.model import Person, PlanKey
from planlib.store.connect import Store
from planlib.store.ledger import Change, FileInfo, Write, history, record
from planlib.vocabulary import ChangeKind, FileKind, NoticeCode, ProblemCode

MOST = 10_000
"""Problems and refused rows that a preview keeps; all are counted."""

_TABLES = {
    FileKind.ACTUALS: "actuals",
    FileKind.SPEND: "spend",
    FileKind.KPIS: "kpis",
    FileKind.TARGETS: "targets",
    FileKind.BUDGET: "budgets",
}
_KINDS_OF_OPTION = {
    "total": (FileKind.ACTUALS,),
    "rate": (FileKind.ACTUALS,),
    "history": (FileKind.ACTUALS, FileKind.SPEND),
}


class FileFacts(NamedTuple):
    """The file as it was handed in, and how it was read."""

    name: str
    size: int
    sha256: str
    encoding: str = ""
    """Empty where the file as a whole could not be read, and of a workbook."""
    delimiter: str = ""
    sheet: str = ""
    """Name of the sheet of a workbook."""
    rows: int = 0


class RefusedRow(NamedTuple):
    """A row that may not be recorded, as it stands in the file."""

    line: int
    cells: tuple[str, ...]


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
    """Rows; a row with two problems counts once."""
    left_out: int = 0
    """Rows of names that are to be left out."""
    restates: int = 0
    """Rows of closed months among those added and changed."""
    additions: tuple[Difference, ...] = ()
    """The first rows that are new."""
    changes: tuple[Difference, ...] = ()
    """The rows that change, those that change most first."""
    days: tuple[date, date] | None = None
    """First and last day of what would be recorded."""
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0
    warnings: tuple[Problem, ...] = ()
    """What is unlikely about rows that may be recorded, by line."""
    warning_count: int = 0
    unknown: tuple[Unknown, ...] = ()
    """Names that lead to nothing, those of most rows first."""
    refused_rows: tuple[RefusedRow, ...] = ()
    creates_plan: bool = False
    previous: int | None = None
    """The change that recorded the same file before."""
    writes: tuple[Write, ...] = ()


def preview(
    store: Store, data: bytes, name: str, kind: FileKind, plan: PlanKey, options: Options, *, actor: str, today: date
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
        return _preview(store, data, file, kind, here, options, today, based_on)
    except InvalidError as error:
        problems = error.problems[:MOST]
        return Preview(kind, here.key, file, based_on, problems=problems, problem_count=len(error.problems))


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
        RefusedError: `warnings_not_accepted`, or the plan is closed.
    """
    if preview.problems and not (skip_bad and preview.readable):
        raise InvalidError(preview.problems)
    if preview.warning_count and not accept_warnings:
        raise RefusedError("warnings_not_accepted", count=preview.warning_count)
    if not preview.writes:
        return None
    file = FileInfo(
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
    )
    return record(
        store, preview.writes, actor=actor, kind=ChangeKind.IMPORT, at=at, reason=reason, plan=preview.plan, file=file
    )


def _refuse_options(kind: FileKind, options: Options) -> None:
    for option, kinds in _KINDS_OF_OPTION.items():
        if getattr(options, option) and kind not in kinds:
            raise RefusedError("option_not_for_kind", option=option, kind=kind.value)


def _preview(
    store: Store, data: bytes, file: FileFacts, kind: FileKind, here: Known, options: Options, today: date, at: int
) -> Preview:
    table = read(data, encoding=options.encoding, limits=options.limits)
    fields = fields_of(kind, table.header, options)
    sheet = Sheet(table, fields, options)
    comparison, people = _compared(store, sheet, kind, here, options, at)
    previous = _previous(store, here.key, file, kind, fields)
    problems = _ragged(sheet) + sheet.problems(MOST)
    refused = np.flatnonzero(sheet.refused)
    return Preview(
        kind=kind,
        plan=here.key,
        file=file._replace(encoding=table.encoding, delimiter=table.delimiter, rows=len(table) + len(table.ragged)),
        based_on=at,
        readable=True,
        header=table.header,
        mapping=fields.mapping,
        constants=fields.constants,
        ignored=fields.ignored,
        decisions=(*getattr(table, "decisions", ()), *getattr(sheet, "decisions", ())),
        sheets=getattr(table, "sheets", ()),
        notices=_notices(sheet, comparison, people, here, previous),
        added=comparison.added,
        changed=comparison.changed,
        unchanged=comparison.unchanged,
        refused=len(refused) + len(table.ragged),
        left_out=getattr(sheet, "left_out", 0),
        additions=comparison.additions,
        changes=comparison.changes,
        days=comparison.days,
        problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)[:MOST]),
        problem_count=len(table.ragged) + sum(len(refusal.rows) for refusal in sheet.refusals),
        refused_rows=_refused_rows(sheet, refused[:MOST].tolist()),
        unknown=getattr(sheet, "unknown", ()),
        creates_plan=here.new_plan and comparison.write is not None,
        previous=previous,
        writes=(*creation(store, here, people, at), comparison.write) if comparison.write else (),
    )


def _compared(
    store: Store, sheet: Sheet, kind: FileKind, here: Known, options: Options, at: int
) -> tuple[Comparison, list[Person]]:
    """Return what the rows would do, and the people they name for the first time."""
    table = _TABLES[kind]
    if kind in (FileKind.ACTUALS, FileKind.SPEND):
        check = check_actuals if kind == FileKind.ACTUALS else check_spend
        return compare_rows(store, table, check(sheet, here, options), sheet, here, at), []
    found = check_definitions(sheet, kind, here, options)
    return compare_definitions(table, found, sheet, here, at), found.people


def _previous(store: Store, plan: PlanKey, file: FileFacts, kind: FileKind, fields: Fields) -> int | None:
    """Return the change that recorded the same columns of the same file and stands, None where there is none."""
    same = (file.sha256, kind, fields.mapping)
    for change in history(store, plan=plan):
        found = change.file
        if found and (found.sha256, found.kind, found.mapping) == same and change.undone_by is None:
            return change.change_id
    return None


def _ragged(sheet: Sheet) -> list[Problem]:
    expected = len(sheet.fields.header)
    return [
        Problem(
            ProblemCode.WRONG_FIELD_COUNT,
            line,
            parameters={"expected": expected, "found" if len(cells) > expected else "fewer": len(cells)},
        )
        for line, cells in sheet.table.ragged
    ]


def _refused_rows(sheet: Sheet, refused: list[int]) -> tuple[RefusedRow, ...]:
    rows = [RefusedRow(int(sheet.table.lines[row]), sheet.table.cells(row)) for row in refused]
    ragged = [RefusedRow(line, cells) for line, cells in sheet.table.ragged]
    return tuple(sorted(rows + ragged)[:MOST])


def _notices(
    sheet: Sheet, comparison: Comparison, people: list[Person], here: Known, previous: int | None
) -> tuple[Notice, ...]:
    notices = list(sheet.notices)
    if sheet.fields.ignored:
        notices.append(Notice(NoticeCode.IGNORED_COLUMNS, {"columns": sheet.fields.ignored}))
    if comparison.write is not None and here.new_plan:
        plan = {"team": here.team.code, "month": here.plan.month}
        notices.append(Notice(NoticeCode.NEW_TEAM if here.new_team else NoticeCode.NEW_PLAN, plan))
    if people:
        names = tuple(person.name_zh or person.name_en for person in people)
        notices.append(Notice(NoticeCode.NEW_PEOPLE, {"names": names}))
    if previous is not None:
        notices.append(Notice(NoticeCode.SAME_FILE, {"change_id": previous}))
    return tuple(notices)
