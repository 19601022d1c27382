"""`export`, `close` and `reopen`: the end of a month."""

from pathlib import Path
from typing import Annotated

import typer

from planlib.cli.terminal import Json, PlanName, Reason, Terminal, print_json, terminal, write_file
from planlib.cli.usage import Misuse
from planlib.close import UnmetError, close_plan, reopen_plan
from planlib.close.words import check_json, missing_words
from planlib.export.pack import Format
from planlib.locale import N_
from planlib.model import Team
from planlib.packs import What, archived, packed
from planlib.plans import find_plan, team_of
from planlib.snapshot import open_snapshot
from planlib.vocabulary import CloseCheck

FORMAT = typer.Option("--format", help=N_("Form of the file; several, or none for all, come as a ZIP archive."))
WHAT = typer.Option("--what", help=N_("The month's summary, or its plan explained."))
WHY = "REASON"
WAIVE = typer.Option(
    "--waive",
    metavar=f"CODE={WHY}",
    help=N_("Why a point of the checklist that is not met may stay so; once for each."),
)
OUT = typer.Option("--out", help=N_("The file to write."))


def export(
    ctx: typer.Context,
    plan: PlanName,
    out: Annotated[Path, OUT],
    format_: Annotated[list[Format] | None, FORMAT] = None,
    what: Annotated[What, WHAT] = What.SUMMARY,
) -> None:
    """Write the summary of the month or its plan explained, as it stands now."""
    here = terminal(ctx)
    _ = here.language
    with here.store() as store:
        key = find_plan(store, plan)
        today = here.today(team_of(store, key))
        snapshot = open_snapshot(store, here.actor, key, today=today)
        wanted = format_ or list(Format)
        if len(wanted) == 1:
            file = packed(what, wanted[0], store, snapshot, today, _)
        else:
            file = archived(what, wanted, store, snapshot, today, [_])
    write_file(out, file)
    said = _("The plan is in {path}.", path=out) if what is What.PLAN else _("The summary is in {path}.", path=out)
    here.say(said)


def close(
    ctx: typer.Context,
    plan: PlanName,
    reason: Reason,
    waive: Annotated[list[str] | None, WAIVE] = None,
    json: Json = False,
) -> None:
    """Close the plan and say by which change; refused with what is missing where that is not waived."""
    here = terminal(ctx)
    _, waived = here.language, dict(map(_waiver, waive or []))
    with here.store() as store:
        key = find_plan(store, plan)
        team = team_of(store, key)
        try:
            change = close_plan(store, key, reason, here.actor, here.now, here.today(team), waived=waived)
        except UnmetError as fault:
            _tell_unmet(here, fault, team, json=json)
            raise
    if json:
        print_json({"change_id": change.change_id})
    here.say(_("{plan} is closed (change {change}).", plan=plan, change=change.change_id))


def _tell_unmet(here: Terminal, fault: UnmetError, team: Team, *, json: bool) -> None:
    """Say of each point what is missing, and what to add where it may stay so."""
    _ = here.language
    if json:
        print_json({"unmet": [check_json(_, check, team.currency) for check in fault.checks]})
    for check in fault.checks:
        here.say(f"{missing_words(_, check, team.currency)}  --waive {check.code}={WHY}")


def _waiver(text: str) -> tuple[CloseCheck, str]:
    code, _sign, why = text.partition("=")
    if code not in set(CloseCheck) or not why.strip():
        known = ", ".join(CloseCheck)
        raise Misuse("--waive", N_("“{value}” is not CODE=REASON; the codes are {known}."), value=text, known=known)
    return CloseCheck(code), why


def reopen(ctx: typer.Context, plan: PlanName, reason: Reason) -> None:
    """Make the plan active again and say by which change."""
    here = terminal(ctx)
    _ = here.language
    with here.store() as store:
        change = reopen_plan(store, find_plan(store, plan), reason, here.actor, here.now)
    here.say(_("{plan} is open again (change {change}).", plan=plan, change=change.change_id))
