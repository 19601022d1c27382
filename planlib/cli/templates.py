"""`template`: a file to fill in and to import."""

from pathlib import Path
from typing import Annotated

import typer

from planlib.cli.terminal import PlanName, terminal
from planlib.errors import RefusedError
from planlib.intake.templates.template import Format, template
from planlib.locale import N_
from planlib.model import PlanKey, Team
from planlib.plans import find_plan, parse_name, team_called
from planlib.vocabulary import FileKind

KIND = typer.Argument(help=N_("What the file holds."))
FILLED = typer.Option("--filled", help=N_("With what the plan has: its rows, or its KPIs and days."))
FORMAT = typer.Option("--format", help=N_("Form of the file."))
OUT = typer.Option("--out", help=N_("The file to write."))


def template_file(
    ctx: typer.Context,
    kind: Annotated[FileKind, KIND],
    plan: PlanName,
    out: Annotated[Path, OUT],
    filled: Annotated[bool, FILLED] = False,
    format_: Annotated[Format, FORMAT] = "xlsx",
) -> None:
    """Write the file to fill in, in the language of the answer."""
    here = terminal(ctx)
    _ = here.language
    code, month = parse_name(plan)
    with here.store() as store:
        today = here.today(team_called(store, code) or Team(team=code, code=code))
        key = find_plan(store, plan) if filled else PlanKey(code, month)
        made = template(store, kind, key, _, filled=filled, file_format=format_, actor=here.actor, today=today)
    try:
        out.write_bytes(made.data)
    except OSError as fault:
        raise RefusedError("cannot_save", path=str(out)) from fault
    here.say(_("The file to fill in is {path}.", path=out))
