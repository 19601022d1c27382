"""What is told of a file beside what its rows do: how it was read, rows that do not count, what is worth knowing."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from planlib.errors import Notice, Problem
from planlib.intake.checking.sheet import Sheet
from planlib.intake.compare import Comparison
from planlib.intake.known import Known
from planlib.intake.mended import REASONS
from planlib.intake.reading.table import Table
from planlib.model import Person, PlanKey
from planlib.store.connect import Store
from planlib.store.ledger import Change, history
from planlib.vocabulary import DecisionCode, FileKind, NoticeCode, ProblemCode


class FileFacts(NamedTuple):
    """The file as it was handed in, and how it was read."""

    name: str
    size: int
    sha256: str
    encoding: str = ""
    """Empty where the file as a whole could not be read, and of a workbook."""
    delimiter: str = ""
    sheet: str = ""
    """Name of the sheet of a workbook that has several; of those read together all names."""
    rows: int = 0
    """Of the file; a row of a wide file has several values."""
    values: int = 0
    """What is read from them; it is these that are counted as added, changed, refused …"""


class RefusedRow(NamedTuple):
    """A row that may not be recorded, as it stands in the file."""

    line: int
    cells: tuple[str, ...]


def previous_change(
    store: Store,
    plan: PlanKey,
    file: FileFacts,
    kind: FileKind,
    mapping: Mapping[str, str],
    choices: Mapping[str, Any],
    comparison: Comparison,
) -> Change | None:
    """Return the newest change that recorded the same sheet of the same file and stands, None where there is none.

    The same content read otherwise is another file, unless nothing would come of it either.
    """
    for change in history(store, plan=plan):
        found = change.file
        if found is None or change.undone_by is not None:
            continue
        if (found.sha256, found.kind, found.sheet) != (file.sha256, kind, file.sheet):
            continue
        if not comparison.writes or (found.mapping, found.choices) == (mapping, choices):
            return change
    return None


def sheet_name(table: Table) -> str:
    """Return the sheet that was chosen; empty where there was none to choose."""
    chosen = (told.parameters["sheet"] for told in table.decisions if told.code == DecisionCode.SHEET)
    return next(chosen, "")


def ignored_columns(sheet: Sheet) -> tuple[str, ...]:
    """Return the headers of the columns that are not read, but not that of the reasons rows were refused for."""
    read = {*REASONS, sheet.table.unit_column, *sheet.compared}
    read = read.union(*(said.split("+") for said in sheet.options.mapping.values()))
    return tuple(header for header in sheet.fields.ignored if header not in read)


def ragged_rows(sheet: Sheet) -> list[Problem]:
    """Return what is wrong with the rows that have too many cells or too few."""
    expected = sheet.table.width
    return [
        Problem(
            ProblemCode.WRONG_FIELD_COUNT,
            line,
            parameters={"expected": expected, "found" if len(cells) > expected else "fewer": len(cells)},
        )
        for line, cells in sheet.table.ragged
    ]


def refused_rows(sheet: Sheet, refused: Sequence[int]) -> list[RefusedRow]:
    """Return the rows of the file that the `refused` ones of the sheet stand in, and the ragged ones."""
    rows = list({RefusedRow(sheet.table.line(row), sheet.table.cells(row)) for row in refused})
    ragged = [RefusedRow(line, cells) for line, cells in sheet.table.ragged]
    return sorted(rows + ragged)


def notices_of(
    sheet: Sheet, comparison: Comparison, people: list[Person], here: Known, previous: Change | None
) -> tuple[Notice, ...]:
    """Return what is worth knowing about the file."""
    notices = list(sheet.notices)
    if ignored := ignored_columns(sheet):
        notices.append(Notice(NoticeCode.IGNORED_COLUMNS, {"columns": ignored}))
    if comparison.writes and here.new_plan:
        plan = {"team": here.team.code, "month": here.plan.month}
        notices.append(Notice(NoticeCode.NEW_TEAM if here.new_team else NoticeCode.NEW_PLAN, plan))
    if people:
        names = tuple(person.name_zh or person.name_en for person in people)
        notices.append(Notice(NoticeCode.NEW_PEOPLE, {"names": names}))
    if previous is not None:
        day = previous.made_at.astimezone(ZoneInfo(here.team.timezone)).date()
        told = {"day": day, "actor": previous.actor, "change_id": previous.change_id}
        if name := sheet_name(sheet.table):
            told["sheet"] = name
        notices.append(Notice(NoticeCode.RECORDED_BEFORE if comparison.writes else NoticeCode.SAME_FILE, told))
    return tuple(notices)
