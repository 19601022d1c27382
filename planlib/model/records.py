"""What is kept about the ledger's own work: how files were read, how a summary was worded, what a month closed with."""

from typing import Annotated

from pydantic import Field

from planlib.model.base import Code, Id, LongText, Month, Record, Text
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


class Wording(Record):
    """What somebody wrote in place of a sentence of the month-end summary, in one language."""

    team: Id
    month: Month
    section: Code
    sentence: Code
    """The sentence's name within the section."""
    language: Code
    text: Annotated[LongText, Field(min_length=1)]
    facts: str
    """What the rule said then and the numbers that it knew, as JSON."""
