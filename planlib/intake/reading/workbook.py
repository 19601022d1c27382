"""A workbook as rows of texts: read by python-calamine in a process of its own, with limits of memory and time."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Timer
from types import TracebackType
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from planlib.errors import InvalidError, Notice, Problem
from planlib.intake.options import Limits, Options
from planlib.intake.reading.container import refuse_bomb
from planlib.intake.reading.source import Body, Row
from planlib.intake.reading.workbook_cells import DIGITS, END, Packed, number_text
from planlib.intake.reading.workbook_child import OUT_OF_MEMORY
from planlib.place import ROOT
from planlib.vocabulary import DecisionCode, ProblemCode

Taken = TypeVar("Taken")

_HEAD = 50
"""Rows by which a sheet is chosen."""
_SMALL = 2 * 2**20
"""Bytes of a workbook up to which all its sheets are looked at, and none is read before it was looked through."""
_PIPE = 2**20
"""Bytes that the child may be ahead."""
_TOLD = (
    ("merged_cells", DecisionCode.MERGED_CELLS, "places"),
    ("hidden_rows", DecisionCode.HIDDEN_ROWS, "places"),
    ("hidden_rows_left_out", DecisionCode.HIDDEN_ROWS, "left_out"),
    ("unsaved_formulas", DecisionCode.UNSAVED_FORMULAS, "places"),
)
"""What a child tells of a sheet beside its cells: the decision, and which parameter says where."""
_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH")
"""Variables of the environment without which Python may not start; the child gets no others."""


@dataclass(frozen=True, slots=True)
class WorkbookSource:
    """One sheet of a workbook; see :class:`planlib.intake.reading.source.Source`."""

    columns: tuple[pa.StringArray, ...]
    line: int
    """Row of the sheet that is the first one here."""
    sheets: tuple[str, ...]
    decisions: tuple[Notice, ...]

    def head(self, most: int) -> list[Row]:
        """Return the first rows that are not blank, at most `most`."""
        found: list[Row] = []
        for number in range(len(self)):
            cells = [column[number].as_py() for column in self.columns]
            if any(map(str.strip, cells)):
                found.append(Row(self.line + number, cells, self.line + number))
                if len(found) == most:
                    break
        return found

    def body(self, header: Row) -> Body:
        """Return the rows below `header`; all are as wide as the sheet."""
        above = header.end - self.line + 1
        lines = self.line + np.arange(above, len(self))
        return Body(tuple(column.slice(above) for column in self.columns), lines, ())

    def __len__(self) -> int:
        """Return the number of rows, blank ones too."""
        return len(self.columns[0]) if self.columns else 0


def open_workbook(
    data: bytes,
    kind: Literal["xlsx", "xls", "ods"],
    sheet: str | None,
    prefers: Callable[[list[Row]], bool] | None,
    options: Options,
) -> WorkbookSource:
    """Return the sheet called `sheet`, else the first visible one that is preferred, else the first with anything.

    `prefers` tells from its first rows whether a sheet has the columns.

    Raises:
        InvalidError: The workbook is damaged, locked, too large, takes too long, or has no such sheet.
    """

    def take(child: "_Child") -> WorkbookSource:
        found = _named(child, sheet) if sheet is not None else _preferred(child, prefers)
        return found if prefers is None or len(data) > _SMALL else _beside_others(child, found, prefers)

    return _taken(take, data, kind, options)


def open_sheets(
    data: bytes, kind: Literal["xlsx", "xls", "ods"], names: Sequence[str] | None, options: Options
) -> dict[str, WorkbookSource]:
    """Return the sheets that have anything, by name: those called so, else all visible ones.

    Raises:
        InvalidError: As of :func:`open_workbook`, or the sheets together are too large.
    """

    def take(child: "_Child") -> dict[str, WorkbookSource]:
        wanted = [sheet.name for sheet in child.sheets if sheet.visible] if names is None else names
        for name in wanted:
            _refuse_unknown(child, name)
        found, size = {}, 0
        for name in wanted:
            source = child.read(name)
            size += sum(column.nbytes for column in source.columns)
            if size > options.limits.memory:
                raise _too_much_memory(options.limits)
            if len(source):
                found[name] = source
        if not found:
            raise InvalidError([Problem(ProblemCode.EMPTY_FILE)])
        return found

    return _taken(take, data, kind, options)


def _taken(take: Callable[["_Child"], Taken], data: bytes, kind: str, options: Options) -> Taken:
    """Return what `take` takes from the workbook."""
    if kind != "xls":
        refuse_bomb(data, options.limits)
    is_large = len(data) > _SMALL
    try:
        with _Child(data, options, in_haste=is_large) as child:
            return take(child)
    except InvalidError as fault:
        if not is_large or fault.problems[0].code != ProblemCode.TOO_MUCH_MEMORY:
            raise
    with _Child(data, options, in_haste=False) as child:  # may tell better why
        return take(child)


def _named(child: "_Child", name: str) -> WorkbookSource:
    _refuse_unknown(child, name)
    found = child.read(name)
    if not len(found):
        raise InvalidError([Problem(ProblemCode.EMPTY_FILE, parameters={"sheet": name})])
    return found


def _refuse_unknown(child: "_Child", name: str) -> None:
    names = [sheet.name for sheet in child.sheets]
    if name not in names:
        raise InvalidError([Problem(ProblemCode.UNKNOWN_SHEET, value=name, parameters={"known": names})])


def _preferred(child: "_Child", prefers: Callable[[list[Row]], bool] | None) -> WorkbookSource:
    first = None
    for sheet in child.sheets:
        found = child.read(sheet.name) if sheet.visible else None
        if found is None or not len(found):
            continue
        if prefers is None or prefers(found.head(_HEAD)):
            return found
        first = first or found
    if first is None:
        raise InvalidError([Problem(ProblemCode.EMPTY_FILE)])
    return first


def _beside_others(child: "_Child", found: WorkbookSource, prefers: Callable[[list[Row]], bool]) -> WorkbookSource:
    """Return `found`; what was decided tells the other visible sheets that have the columns too."""
    told = next((decision for decision in found.decisions if decision.code == DecisionCode.SHEET), None)
    if told is None:
        return found
    names = [sheet.name for sheet in child.sheets if sheet.visible and sheet.name != told.parameters["sheet"]]
    others = tuple(name for name in names if child.has(name, prefers))
    if not others:
        return found
    more = told._replace(parameters=told.parameters | {"others": others})
    return replace(found, decisions=tuple(more if one is told else one for one in found.decisions))


class _Listed(NamedTuple):
    name: str
    visible: bool


class _Child:
    """The process that reads the workbook."""

    def __init__(self, data: bytes, options: Options, *, in_haste: bool) -> None:
        """Start it and hand it the file."""
        limits = self._limits = options.limits
        numbers = (limits.memory, limits.seconds, limits.unpacked, limits.columns, len(data))
        ways = (options.merged_cells, options.hidden_rows, in_haste)
        asked = map(str, map(int, (*numbers, *ways)))
        self._process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-m", "planlib.intake.reading.workbook_child", *asked],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pipesize=_PIPE,
            env={"PYTHONPATH": str(ROOT), **{name: os.environ[name] for name in _KEPT if name in os.environ}},
        )
        self._late = False
        self._timer = Timer(limits.seconds, self._stop)
        self._timer.start()
        self._data = data
        self.sheets: tuple[_Listed, ...] = ()

    def __enter__(self) -> "_Child":
        """Ask which sheets there are."""
        try:
            self.sheets = tuple(_Listed(*sheet) for sheet in self._ask(self._data)["sheets"])
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        self._timer.cancel()
        self._timer.join()
        self._process.kill()
        self._process.communicate()

    def read(self, name: str) -> WorkbookSource:
        """Return a sheet."""
        answer = self._ask(json.dumps(name).encode() + b"\n")
        blocks: list[list[pa.StringArray]] = []
        while sizes := answer.get("columns"):
            blocks.append([unpacked(Packed(are_numbers, self._bytes(size))) for are_numbers, size in sizes])
            answer = self._answer()
        columns = [pa.concat_arrays(column) for column in zip(*blocks, strict=True)]
        while columns and not pc.any(pc.not_equal(columns[-1], "")).as_py():
            columns.pop()
        sheets = tuple(sheet.name for sheet in self.sheets)
        return WorkbookSource(tuple(columns), answer["line"], sheets, tuple(_decisions(name, sheets, answer)))

    def has(self, name: str, prefers: Callable[[list[Row]], bool]) -> bool:
        """Return whether a sheet is preferred; one that cannot be read is not."""
        try:
            rows = self.read(name).head(_HEAD)
        except InvalidError:
            return False
        return bool(rows) and prefers(rows)

    def _ask(self, question: bytes) -> dict[str, Any]:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(question)
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # what it said before it ended tells why
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise self._ended()
        answer: dict[str, Any] = json.loads(line)
        if "problem" in answer:
            parameters = {"count": answer.get("count"), "limit": self._limits.columns}
            raise InvalidError([Problem(ProblemCode(answer["problem"]), parameters=parameters)])
        return answer

    def _bytes(self, size: int) -> bytes:
        assert self._process.stdout is not None
        found = self._process.stdout.read(size)
        if len(found) < size:
            raise self._ended()
        return found

    def _stop(self) -> None:
        self._late = True
        self._process.kill()

    def _ended(self) -> InvalidError:
        """Why the child said no more."""
        status = self._process.wait()
        if self._late or status == -getattr(signal, "SIGXCPU", 0):
            return InvalidError([Problem(ProblemCode.TOO_SLOW, parameters={"seconds": self._limits.seconds})])
        if status in (OUT_OF_MEMORY, -signal.SIGABRT, -getattr(signal, "SIGKILL", 0)):
            return _too_much_memory(self._limits)
        return InvalidError([Problem(ProblemCode.READER_FAILED)])


def _too_much_memory(limits: Limits) -> InvalidError:
    return InvalidError([Problem(ProblemCode.TOO_MUCH_MEMORY, parameters={"memory": limits.memory // 2**20})])


def unpacked(column: Packed) -> pa.StringArray:
    """Return the texts of a column's cells."""
    return _number_texts(np.frombuffer(column.data)) if column.are_numbers else _texts(column.data)


def _number_texts(numbers: "np.ndarray[Any, np.dtype[np.float64]]") -> pa.StringArray:
    """Return the texts of doubles: Arrow's where it is short, which is exact then."""
    found = pc.cast(pa.array(numbers + 0.0), pa.string())  # no -0
    long = pc.or_(pc.greater(pc.binary_length(found), DIGITS), pc.match_substring(found, "e"))
    exact = [number_text(number) for number in numbers[long.to_numpy(zero_copy_only=False)].tolist()]
    return pc.replace_with_mask(found, long, pa.array(exact, pa.string())) if exact else found


def _texts(column: bytes) -> pa.StringArray:
    """Return the texts that stand one behind the other in `column`, each ended."""
    places = np.flatnonzero(np.frombuffer(column, np.uint8) == ord(END))
    ends = np.append([0], places - np.arange(len(places))).astype(np.int32)
    texts = column.translate(None, END.encode())
    found = pa.StringArray.from_buffers(len(places), pa.py_buffer(ends), pa.py_buffer(texts), null_count=0)
    found.validate(full=True)
    return found


def _decisions(name: str, sheets: Sequence[str], answer: dict[str, Any]) -> list[Notice]:
    """What was decided to read the sheet, and what is odd about it."""
    found = [Notice(DecisionCode.SHEET, {"sheet": name, "sheets": tuple(sheets)})] if len(sheets) > 1 else []
    for key, code, word in _TOLD:
        count, places = answer.get(key, (0, ()))
        if count:
            found.append(Notice(code, {"count": count, word: tuple(places)}))
    return found
