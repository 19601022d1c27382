"""`export`, `close` and `reopen`: the end of a month."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from planlib.cli.terminal import PlanName, Reason, terminal, write_file
from planlib.close import close_plan, reopen_plan
from planlib.export.markdown import markdown
from planlib.locale import N_
from planlib.month_end import summary
from planlib.plans import find_plan, team_of
from planlib.snapshot import open_snapshot


class Format(StrEnum):
    """In what form the summary is written."""

    MD = "md"


FORMAT = typer.Option("--format", help=N_("Form of the summary."))
OUT = typer.Option("--out", help=N_("The file to write."))


def export(ctx: typer.Context, plan: PlanName, format_: Annotated[Format, FORMAT], out: Annotated[Path, OUT]) -> None:
    """Write the summary of the plan as it stands now."""
    here = terminal(ctx)
    _ = here.language
    with here.store() as store:
        key = find_plan(store, plan)
        snapshot = open_snapshot(store, here.actor, key, today=here.today(team_of(store, key)))
        text = markdown(summary(snapshot, _))
    write_file(out, text.encode())
    here.say(_("The summary is in {path}.", path=out))


def close(ctx: typer.Context, plan: PlanName, reason: Reason) -> None:
    """Close the plan and say by which change."""
    here = terminal(ctx)
    _ = here.language
    with here.store() as store:
        key = find_plan(store, plan)
        change = close_plan(store, key, reason, here.actor, here.now, here.today(team_of(store, key)))
    here.say(_("{plan} is closed (change {change}).", plan=plan, change=change.change_id))


def reopen(ctx: typer.Context, plan: PlanName, reason: Reason) -> None:
    """Make the plan active again and say by which change."""
    here = terminal(ctx)
    _ = here.language
    with here.store() as store:
        change = reopen_plan(store, find_plan(store, plan), reason, here.actor, here.now)
    here.say(_("{plan} is open again (change {change}).", plan=plan, change=change.change_id))
