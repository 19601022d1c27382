"""`new`: a plan to begin with, empty or from a plan template."""

from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import available_timezones

import typer

from planlib.calendars import countries
from planlib.cli.terminal import Json, print_json, terminal
from planlib.cli.usage import Misuse
from planlib.locale import N_
from planlib.model import Team
from planlib.plans import parse_name, plan_name, team_called
from planlib.starting import TemplateCode, lead_called, new_plan, new_team, plan_templates, start_plan
from planlib.store.connect import Store

_NEW_TEAM = N_("Of a new team")


def _checked_name(name: str) -> str:
    try:
        parse_name(name)
    except ValueError as fault:
        raise Misuse("PLAN", N_("“{value}” is not TEAM/YYYY-MM."), value=name) from fault
    return name


def _checked_country(code: str | None) -> str | None:
    if code and code not in countries():
        raise Misuse("--country", N_("“{value}” is no country's code. Write two letters, such as CN."), value=code)
    return code


def _checked_zone(name: str | None) -> str | None:
    if name is not None and name not in available_timezones():
        raise Misuse("--timezone", N_("“{value}” is no time zone. Write one such as Asia/Shanghai."), value=name)
    return name


PLAN = typer.Argument(metavar="TEAM/YYYY-MM", callback=_checked_name, help=N_("The plan to make."))
TEMPLATE = typer.Option("--template", help=N_("The plan template to begin from; else the plan is empty."))
LEAD = typer.Option("--lead", metavar="NAME", help=N_("Who owns everything until others are named."))
BUDGET = typer.Option("--budget", min=0, help=N_("What the month's costs come to, shared out over the budget lines."))
NAME_ZH = typer.Option("--name-zh", rich_help_panel=_NEW_TEAM, help=N_("Its Chinese name."))
NAME_EN = typer.Option("--name-en", rich_help_panel=_NEW_TEAM, help=N_("Its English name."))
COUNTRY = typer.Option(
    "--country",
    metavar="CODE",
    callback=_checked_country,
    rich_help_panel=_NEW_TEAM,
    help=N_("Country whose public holidays count; CN where it is not said, empty for none."),
)
TIMEZONE = typer.Option(
    "--timezone",
    callback=_checked_zone,
    rich_help_panel=_NEW_TEAM,
    help=N_("Its time zone; else as usual in the country."),
)
FIRST_WEEKDAY = typer.Option(
    "--first-weekday",
    min=0,
    max=6,
    rich_help_panel=_NEW_TEAM,
    help=N_("On which day its weeks begin, from 0 for Monday to 6 for Sunday; else as usual in the country."),
)


def new(
    ctx: typer.Context,
    plan: Annotated[str, PLAN],
    template: Annotated[TemplateCode | None, TEMPLATE] = None,
    lead: Annotated[str | None, LEAD] = None,
    budget: Annotated[int | None, BUDGET] = None,
    name_zh: Annotated[str | None, NAME_ZH] = None,
    name_en: Annotated[str | None, NAME_EN] = None,
    country: Annotated[str | None, COUNTRY] = None,
    timezone: Annotated[str | None, TIMEZONE] = None,
    first_weekday: Annotated[int | None, FIRST_WEEKDAY] = None,
    json: Json = False,
) -> None:
    """Make the draft of a plan, for a team that may be new, and say by which change and what it holds."""
    here = terminal(ctx)
    _ = here.language
    code, month = parse_name(plan)
    said: dict[str, Any] = {"name_zh": name_zh, "name_en": name_en, "country": country}
    said |= {"timezone": timezone, "first_weekday": first_weekday}
    with here.store() as store:
        team = _team(store, code, {name: value for name, value in said.items() if value is not None})
        person = lead_called(store, team, lead) if lead else None
        begun = plan_templates()[template] if template else None
        found = new_plan(store, team, month, begun, lead=person, budget=Decimal(budget or 0))
        change = start_plan(store, found, actor=here.actor, at=here.now)
    if json:
        counts = {table: len(rows) for table, rows in found.rows.items()}
        document = {"plan": plan_name(team, month), "template": template, "change_id": change.change_id}
        print_json({**document, "rows": counts})
    here.say(_("{plan} is made as a draft (change {change}).", plan=plan, change=change.change_id))


def _team(store: Store, code: str, said: dict[str, Any]) -> Team:
    """Return the team, a new one as is `said` of it; wrong usage where that is said of one that exists."""
    there = team_called(store, code)
    if there is None:
        return new_team(code, **said)
    if said:
        option = "--" + next(iter(said)).replace("_", "-")
        raise Misuse(option, N_("The team “{value}” exists already; this is said of a new one only."), value=code)
    return there
