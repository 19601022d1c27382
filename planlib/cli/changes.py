"""`history` and `undo`: what was done to the ledger, and taking it back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from planlib.cli.terminal import Json, PlanName, Reason, Terminal, print_json, problems_json, terminal
from planlib.errors import InvalidError
from planlib.locale import N_, Language
from planlib.locale.words import actor_word, word
from planlib.model import PlanKey, Team
from planlib.plans import find_plan, list_plans, plan_names
from planlib.store import ledger
from planlib.store.ledger import Change
from planlib.told import cut, in_short

CHANGE = typer.Argument(help=N_("Number of the change, as history shows it."))
PARTIAL = typer.Option("--partial", help=N_("Leave rows that were changed since as they are."))


def history(ctx: typer.Context, plan: PlanName | None = None, json: Json = False) -> None:
    """List the changes, newest first: who did what, when and why."""
    here = terminal(ctx)
    with here.store() as store:
        found = ledger.history(store, plan=None if plan is None else find_plan(store, plan))
        names = plan_names(store)
        zones = {team.team: ZoneInfo(team.timezone) for team, _plan in list_plans(store)}
        did = {} if json else in_short(here.language, store, found)
    if json:
        print_json([_document(change, names) for change in found])
    else:
        _print(here, found, did, names, zones)


def undo(
    ctx: typer.Context,
    change: Annotated[int, CHANGE],
    partial: Annotated[bool, PARTIAL] = False,
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Take a change back, by a new change that restores what was there."""
    here = terminal(ctx)
    _ = here.language
    with here.store() as store:
        try:
            done = ledger.undo(store, change, actor=here.actor, at=here.now, reason=reason, partial=partial)
        except InvalidError as fault:
            if json:
                print_json({"change_id": None, "problems": problems_json(_, fault.problems)})
            raise
        names = plan_names(store)
    if json:
        print_json(_document(done, names))
    here.say(_("Change {undone} is taken back by change {change}.", undone=change, change=done.change_id))


def _document(change: Change, names: Mapping[PlanKey, str]) -> dict[str, Any]:
    return asdict(change) | {"plan": names.get(change.plan) if change.plan else None}


def _print(
    here: Terminal,
    found: list[Change],
    did: Mapping[int, str],
    names: Mapping[PlanKey, str],
    zones: Mapping[str, ZoneInfo],
) -> None:
    """Print a row for each change, at the time it was for its team."""
    _ = here.language
    usual = next(iter(zones.values()), ZoneInfo(Team.model_fields["timezone"].default))
    rows = [
        [
            str(change.change_id),
            f"{change.made_at.astimezone(zones.get(change.plan.team, usual) if change.plan else usual):%Y-%m-%d %H:%M}",
            actor_word(_, change.actor),
            _what(_, change, did.get(change.change_id, "")),
            names.get(change.plan, "") if change.plan else "",
            _.own(change.reason),
            _.exact(sum(change.counts.values())),
        ]
        for change in found
    ]
    head = [_("No."), _("When"), _("Who"), _("What"), _("Plan"), _("Why"), _("Rows")]
    here.table(head, rows, words=6)


def _what(_: Language, change: Change, did: str) -> str:
    """Return the kind of the change, with the file or the change it is about, what it did and what took it back."""
    parts = [word(_, change.kind)]
    if change.file is not None:
        parts.append(change.file.title)
    if change.undoes is not None:
        parts.append(_("of change #{change}", change=change.undoes))
    if did:
        parts.append("· " + cut(did))
    if change.undone_by is not None:
        parts.append("· " + _("undone by #{change}", change=change.undone_by))
    return " ".join(parts)
