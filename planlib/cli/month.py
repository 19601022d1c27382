"""`export`, `close`, `reopen` and `rollover`: the end of a month, and the next one."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from planlib.cli.terminal import PlanName, Reason, terminal, write_file
from planlib.cli.usage import Misuse
from planlib.close import close_plan, reopen_plan
from planlib.export.pack import Format, written
from planlib.locale import N_
from planlib.month_end.raw import raw_tables
from planlib.month_end.summary import summary
from planlib.plans import find_plan, plan_name, team_of
from planlib.rollover import draft, roll_over
from planlib.snapshot import open_snapshot

FORMAT = typer.Option("--format", help=N_("Form of the summary."))
TO = typer.Option("--to", metavar="YYYY-MM", help=N_("The month to draft."))
OUT = typer.Option("--out", help=N_("The file to write."))


def export(ctx: typer.Context, plan: PlanName, format_: Annotated[Format, FORMAT], out: Annotated[Path, OUT]) -> None:
    """Write the summary of the plan as it stands now."""
    here = terminal(ctx)
    _ = here.language
    with here.store() as store:
        key = find_plan(store, plan)
        today = here.today(team_of(store, key))
        snapshot = open_snapshot(store, here.actor, key, today=today)
        file = written(format_, summary(store, snapshot, _), raw_tables(snapshot, _), today, _)
    write_file(out, file)
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


def rollover(ctx: typer.Context, plan: PlanName, to: Annotated[str, TO]) -> None:
    """Draft the plan of a later month from this one, with all that goes on, and say by which change."""
    here = terminal(ctx)
    _ = here.language
    with here.store() as store:
        key = find_plan(store, plan)
        snapshot = open_snapshot(store, here.actor, key, today=here.today(team_of(store, key)))
        found = draft(store, snapshot, _month(to))
        change = roll_over(store, snapshot, found, {}, actor=here.actor, at=here.now)
    name = plan_name(snapshot.team, found.key.month)
    here.say(_("{plan} is drafted (change {change}).", plan=name, change=change.change_id))


def _month(name: str) -> date:
    try:
        return date.fromisoformat(f"{name}-01")
    except ValueError as fault:
        raise Misuse("--to", N_("“{value}” is not YYYY-MM."), value=name) from fault
