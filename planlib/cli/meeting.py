"""`minutes`: what a meeting came to, as a file."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from planlib.cli.terminal import PlanName, terminal, write_file
from planlib.export.docx_file import docx_file
from planlib.export.markdown import markdown
from planlib.locale import N_
from planlib.meeting.minutes import as_it_ended, find_meeting, minutes
from planlib.plans import find_plan


class Format(StrEnum):
    """In what form minutes are written."""

    MD = "md"
    DOCX = "docx"


MEETING = typer.Option("--meeting", metavar="ID|YYYY-MM-DD|last", help=N_("The meeting, by its id or its day."))
FORMAT = typer.Option("--format", help=N_("Form of the minutes."))
OUT = typer.Option("--out", help=N_("The file to write."))


def minutes_file(
    ctx: typer.Context,
    plan: PlanName,
    format_: Annotated[Format, FORMAT],
    out: Annotated[Path, OUT],
    meeting: Annotated[str, MEETING] = "last",
) -> None:
    """Write the minutes of a meeting, with the numbers as they stood then, and what was taken back since."""
    here = terminal(ctx)
    _ = here.language
    with here.store() as store:
        held = find_meeting(store, find_plan(store, plan), meeting)
        then = as_it_ended(store, here.actor, held)
        document = minutes(store, here.actor, then, held, _, read_at=store.last_change())
    text = markdown(document).encode() if format_ is Format.MD else docx_file(document, held.day, _)
    write_file(out, text)
    here.say(_("The minutes are in {path}.", path=out))
