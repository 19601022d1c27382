"""What is kept about the ledger's own work: how files were read, and what a month was closed with."""

from typing import Annotated

from pydantic import Field

from planlib.model.base import Id, Month, Record, Text
from planlib.vocabulary import FileKind


class FileMapping(Record):
    """What a person said about files of a team with one header, to be taken up when the next one comes."""

    team: Id
    kind: FileKind
    header: str
    """The names of the columns, a line each."""
    choices: str
    """Options of ``planlib.intake.options`` as JSON."""


class Close(Record):
    """The facts of a closed plan, bound to the version of the formulas that made them."""

    team: Id
    month: Month
    facts: str
    """JSON, as ``planlib show --json`` prints it."""
    formulas: Text
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    waived: str | None = None
    """Why points of the checklist were waived, by their codes, as JSON; None where none was."""
