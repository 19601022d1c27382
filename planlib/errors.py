"""What can go wrong, told in two ways.

A fault in a person's file is a value, :class:`Problem`: all of them are collected and shown together.
An operation that cannot be done is an exception, :class:`PlanError`: the frame and the command line catch it
in one place each. Both carry a code and parameters; the sentence is made in the reader's language by
``planlib.locale.sentences``.

    PlanError
    ├── NotFoundError      there is no such plan, change or database
    ├── RefusedError       the plan is closed, a rule forbids it, the input is bad
    │   ├── ConflictError  somebody else was faster
    │   └── InvalidError   the rows of a change are not valid; carries the problems
    └── StoreError         the database cannot be used
        ├── LockedError    another process holds the file
        └── VersionError   the file was written by a newer version
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self


class Line(int):
    """A line of several sheets that were read together: counted through all of them, and shown as 2月!14."""

    sheet: str
    row: int
    """Row of the sheet."""

    def __new__(cls, number: int, sheet: str, row: int) -> Self:
        """Take the number by which lines are told apart, and where the line stands."""
        line = super().__new__(cls, number)
        line.sheet, line.row = sheet, row
        return line

    def __str__(self) -> str:
        """Return it as Excel writes a place on another sheet."""
        return f"{self.sheet}!{self.row}"


class Problem(NamedTuple):
    """One fault in what a person handed in."""

    code: str
    """One of :class:`planlib.vocabulary.ProblemCode`."""
    line: int | None = None
    """Line of the file as an editor or Excel counts it, a :class:`Line` where several sheets were read; None where the
    whole file is meant."""
    column: str | None = None
    """Header of the column as the file has it."""
    value: str | None = None
    """The cell as it stands in the file."""
    parameters: dict[str, Any] = {}  # noqa: RUF012  a NamedTuple's default is never changed
    """What the sentence needs beside line, column and value."""


class Notice(NamedTuple):
    """One thing worth knowing about what a person handed in, and no fault of theirs."""

    code: str
    """One of :class:`planlib.vocabulary.NoticeCode`."""
    parameters: dict[str, Any] = {}  # noqa: RUF012  a NamedTuple's default is never changed


class PlanError(Exception):
    """An operation that cannot be done; `code` and `parameters` make the sentence."""

    def __init__(self, code: str, **parameters: Any) -> None:
        """Keep the code and what its sentence needs."""
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters

    def __str__(self) -> str:
        """Return code and parameters, for logs; people read the sentence."""
        shown = ", ".join(f"{name}={value!r}" for name, value in self.parameters.items())
        return f"{self.code}({shown})"


class NotFoundError(PlanError):
    """There is no such plan, change or database."""


class RefusedError(PlanError):
    """A rule forbids the operation: the plan is closed, a reference would dangle, the reason is missing."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One row that somebody else changed since it was read."""

    table: str
    key: tuple[Any, ...]
    mine: dict[str, Any]
    theirs: dict[str, Any] | None
    """None where the other removed the row."""
    change_id: int
    actor: str
    reason: str = ""
    fields: tuple[str, ...] = field(default=())
    """The fields in which the two versions differ."""


class ConflictError(RefusedError):
    """Rows were changed by somebody else since they were read; nothing was recorded."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        """Keep both versions of each row."""
        super().__init__("conflict", count=len(conflicts))
        self.conflicts = tuple(conflicts)


class InvalidError(RefusedError):
    """The rows of a change are not valid; nothing was recorded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep every problem, not only the first."""
        super().__init__("invalid", count=len(problems))
        self.problems = tuple(problems)


class StoreError(PlanError):
    """The database cannot be used."""


class LockedError(StoreError):
    """Another process holds the database file."""


class VersionError(StoreError):
    """The database file was written by a newer version of the program."""
