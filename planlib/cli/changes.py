"""`history` and `undo`: what was done to the ledger, and taking it back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

import typer

from planlib.cli.terminal import Json, PlanName, Reason, Terminal, print_json, terminal
from planlib.locale import N_
from planlib.locale.words import word
from planlib.model import PlanKey
from planlib.plans import find_plan, plan_names
from planlib.store import ledger
from planlib.store.ledger import Change

CHANGE = typer.Argument(help=N_("Number of the change, as history shows it."))
PARTIAL = typer.Option("--partial", help=N_("Leave rows that were changed since as they are."))


def history(ctx: typer.Context, plan: PlanName | None = None, json: Json = False) -> None:
    """List the changes, newest first: who did what, when and why."""
    here = terminal(ctx)
    with here.store() as store:
        found = ledger.history(store, plan=None if plan is None else find_plan(store, plan))
        names = plan_names(store)
    if json:
        print_json([_document(change, names) for change in found])
    else:
        _print(here, found, names)


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
        done = ledger.undo(store, change, actor=here.actor, at=here.now, reason=reason, partial=partial)
        names = plan_names(store)
    if json:
        print_json(_document(done, names))
    here.say(_("Change {undone} is taken back by change {change}.", undone=change, change=done.change_id))


def _document(change: Change, names: Mapping[PlanKey, str]) -> dict[str, Any]:
    return asdict(change) | {"plan": names.get(change.plan) if change.plan else None}


def _print(here: Terminal, found: list[Change], names: Mapping[PlanKey, str]) -> None:
    _ = here.language
    rows = [
        [
            str(change.change_id),
            f"{change.made_at.astimezone():%Y-%m-%d %H:%M}",
            change.actor,
            word(_, change.kind),
            names.get(change.plan, "") if change.plan else "",
            change.reason or (change.file.name if change.file else ""),
            _.exact(sum(change.counts.values())),
        ]
        for change in found
    ]
    head = [_("No."), _("When"), _("Who"), _("What"), _("Plan"), _("Why"), _("Rows")]
    here.table(head, rows, words=6)
