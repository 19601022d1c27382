"""`rollover`: the next month from this one, with what is dropped or changed on the way."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from planlib.cli.terminal import PlanName, Terminal, terminal
from planlib.cli.usage import Misuse
from planlib.locale import N_
from planlib.plans import find_plan, plan_name, team_of
from planlib.rollover import Choice, Draft, draft, roll_over
from planlib.snapshot import Snapshot, open_snapshot

TO = typer.Option("--to", metavar="YYYY-MM", help=N_("The month to draft."))
LIST = typer.Option("--list", help=N_("List what goes on, with its names, and record nothing."))
DROP = typer.Option("--drop", metavar="NAME=REASON", help=N_("What stays behind, and why; once for each."))
TAKE = typer.Option("--take", metavar="NAME", help=N_("What the team would change, to be tried; once for each."))
OWNER = typer.Option("--owner", metavar="NAME=PERSON", help=N_("Who has it from now on; once for each."))
DUE = typer.Option("--due", metavar="NAME=DAY", help=N_("By when it is due from now on; once for each."))


def rollover(
    ctx: typer.Context,
    plan: PlanName,
    to: Annotated[str, TO],
    only_list: Annotated[bool, LIST] = False,
    drop: Annotated[list[str] | None, DROP] = None,
    take: Annotated[list[str] | None, TAKE] = None,
    owner: Annotated[list[str] | None, OWNER] = None,
    due: Annotated[list[str] | None, DUE] = None,
) -> None:
    """Draft the plan of a later month from this one, with all that goes on, and say by which change."""
    here = terminal(ctx)
    with here.store() as store:
        key = find_plan(store, plan)
        snapshot = open_snapshot(store, here.actor, key, today=here.today(team_of(store, key)))
        found = draft(store, snapshot, _month(to))
        if only_list:
            _print(here, found)
            return
        choices = _choices(snapshot, found, drop=drop or (), take=take or (), owner=owner or (), due=due or ())
        change = roll_over(store, snapshot, found, choices, actor=here.actor, at=here.now)
    name = plan_name(snapshot.team, found.key.month)
    _ = here.language
    here.say(_("{plan} is drafted (change {change}).", plan=name, change=change.change_id))


def _print(here: Terminal, found: Draft) -> None:
    _ = here.language
    only = " " + _("(only with --take)")
    rows = [[one.name, one.called(_) + only * one.offered] for one in found.carried]
    here.table([_("Name"), _("What goes on")], rows, words=2)


def _choices(snapshot: Snapshot, found: Draft, **said: Sequence[str]) -> dict[str, Choice]:
    """Return what was said of things by their names; `said` are the texts of each option."""
    by_name, chosen = {one.name: one for one in found.carried}, dict[str, Choice]()
    for field, texts in said.items():
        for text in texts:
            name, _sign, value = text.partition("=")
            one = by_name.get(name)
            if one is None or not (field in ("drop", "take") or field in type(one.row).model_fields):
                raise Misuse(f"--{field}", N_("“{value}” is no name that it can be said of; see --list."), value=name)
            before = chosen.get(one.key, Choice(drop=one.offered))
            chosen[one.key] = before._replace(**_said(snapshot, field, value))
    return chosen


def _said(snapshot: Snapshot, field: str, value: str) -> dict[str, Any]:
    match field:
        case "owner":
            return {"owner": _person(snapshot, value)}
        case "due":
            return {"due": _day(value)}
        case "take":
            return {"drop": False}
    return {"drop": True, "reason": value}


def _person(snapshot: Snapshot, named: str) -> str:
    for one in snapshot.people:
        if named in (one.person, one.name_zh, one.name_en):
            return one.person
    raise Misuse("--owner", N_("Nobody of the team is called “{value}”."), value=named)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise Misuse("--due", N_("“{value}” is not a day; write YYYY-MM-DD."), value=text) from fault


def _month(name: str) -> date:
    try:
        return date.fromisoformat(f"{name}-01")
    except ValueError as fault:
        raise Misuse("--to", N_("“{value}” is not YYYY-MM."), value=name) from fault
