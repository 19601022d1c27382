"""`plans` and `show`: what there is, and how it stands."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from planlib.cli import tables
from planlib.cli.review import show_review
from planlib.cli.risks import show_risks
from planlib.cli.tasks import show_tasks
from planlib.cli.terminal import Json, PlanName, Terminal, print_json, terminal
from planlib.cli.usage import Misuse
from planlib.errors import NotFoundError
from planlib.intake.mapping.names import kpi_names
from planlib.locale import N_, NONE
from planlib.locale.words import word
from planlib.model import PlanKey, Team
from planlib.plans import find_plan, list_plans, plan_name, team_of
from planlib.report import budget_json, kpis_json, trend_json
from planlib.snapshot import KpiLine, Snapshot, Trend, open_snapshot
from planlib.snapshot.reading import last_day_with_data, read_plan
from planlib.store.changes import change_at, get
from planlib.store.connect import Store
from planlib.vocabulary import Grain


class View(StrEnum):
    """What of a plan is shown."""

    KPIS = "kpis"
    BUDGET = "budget"
    TRENDS = "trends"
    REVIEW = "review"
    RISKS = "risks"
    TASKS = "tasks"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise Misuse("--day", N_("“{value}” is not a day; write YYYY-MM-DD."), value=text) from fault


def _change_or_time(text: str) -> int | datetime:
    try:
        return int(text) if text.isdecimal() else datetime.fromisoformat(text)
    except ValueError as fault:
        raise Misuse("--known-at", N_("“{value}” is neither a change's number nor a time."), value=text) from fault


VIEW = typer.Argument(help=N_("What is shown."))
DAY = typer.Option("--day", parser=_day, metavar="YYYY-MM-DD", help=N_("Last day whose data count."))
KNOWN_AT = typer.Option(
    "--known-at",
    parser=_change_or_time,
    metavar="CHANGE|TIME",
    help=N_("As it stood then: after a change, or at a time."),
)
KPI = typer.Option("--kpi", metavar="CODE|NAME", help=N_("Only this KPI."))
GRAIN = typer.Option("--grain", help=N_("Length of a trend's periods."))
SINCE = typer.Option(
    "--since",
    metavar="MEETING|YYYY-MM-DD",
    help=N_("With what the review compares; else with the last meeting."),
)


def plans(ctx: typer.Context, json: Json = False) -> None:
    """List the plans: their state, and up to which day they have data."""
    here = terminal(ctx)
    with here.store() as store:
        found = [_plan(here, store, team, PlanKey(plan.team, plan.month)) for team, plan in list_plans(store)]
    if json:
        print_json(found)
        return
    _ = here.language
    rows = [
        [plan["plan"], word(_, plan["state"]), *(_.day(plan[name]) if plan[name] else NONE for name in DAYS)]
        for plan in found
    ]
    here.table([_("Plan"), _("State"), _("First day"), _("Last day"), _("Data up to")], rows, words=5)


DAYS = ("first_day", "last_day", "day")


def _plan(here: Terminal, store: Store, team: Team, key: PlanKey) -> dict[str, Any]:
    facts = read_plan(store, key, None)
    return {
        "plan": plan_name(team, key.month),
        "state": facts.plan.state,
        "first_day": key.month,
        "last_day": key.last_day,
        "day": last_day_with_data(store, facts, here.today(team) - timedelta(days=1)),
    }


def show(
    ctx: typer.Context,
    view: Annotated[View, VIEW],
    plan: PlanName,
    day: Annotated[date | None, DAY] = None,
    known_at: Annotated[Any, KNOWN_AT] = None,
    kpi: Annotated[str | None, KPI] = None,
    grain: Annotated[Grain, GRAIN] = Grain.WEEK,
    since: Annotated[str | None, SINCE] = None,
    json: Json = False,
) -> None:
    """Show a plan's KPIs, its budget against actual, its trends, its tasks or risks, or what changed in it."""
    here = terminal(ctx)
    with here.store() as store:
        key = find_plan(store, plan)
        team = team_of(store, key)
        here, known_at = _looking_back(here, store, team, known_at)
        snapshot = open_snapshot(store, here.actor, key, today=here.today(team), day=day, known_at=known_at)
        if day is not None and day != snapshot.day:
            here.say(_outside(here, snapshot, day))
        if view is View.REVIEW:
            show_review(here, store, snapshot, since, json=json)
            return
        if view in (View.RISKS, View.TASKS):
            (show_risks if view is View.RISKS else show_tasks)(here, snapshot, json=json)
            return
        lines = snapshot.kpis() if kpi is None else (_kpi(snapshot, kpi),)
        if json:
            document = _document(here, snapshot, view, lines, grain)
            print_json(document[0] if view is View.TRENDS and kpi is not None else document)
        else:
            _print(here, snapshot, view, lines, grain)


def _outside(here: Terminal, snapshot: Snapshot, asked: date) -> str:
    """Return that a day asked for is none of the plan's month, and which day is shown instead."""
    _, plan = here.language, plan_name(snapshot.team, snapshot.plan.month)
    return _(
        "{asked} is not in {plan}: data up to {day} are shown.", asked=_.day(asked), plan=plan, day=_.day(snapshot.day)
    )


def _looking_back(
    here: Terminal, store: Store, team: Team, asked: int | datetime | None
) -> tuple[Terminal, int | None]:
    """Return the terminal as of the moment asked for, whose day tells what was overdue then, and its last change."""
    if asked is None:
        return here, None
    if isinstance(asked, datetime):
        then = asked if asked.tzinfo else asked.replace(tzinfo=ZoneInfo(team.timezone))
        return replace(here, now=min(then, here.now)), change_at(store, then)
    with store.cursor() as cursor:
        change = get(cursor, asked)
    if change is None:
        raise NotFoundError("no_such_change", change_id=asked)
    return replace(here, now=min(change.made_at, here.now)), asked


def _kpi(snapshot: Snapshot, text: str) -> KpiLine:
    """Return the KPI that `text` names, as a file may name it; NotFoundError where it names none."""
    found = kpi_names(line.kpi for line in snapshot.kpis())(text)
    return snapshot.kpi(found if isinstance(found, str) else text)


def _document(here: Terminal, snapshot: Snapshot, view: View, lines: Sequence[KpiLine], grain: Grain) -> Any:
    if view is View.KPIS:
        return kpis_json(snapshot, lines, here.language)
    if view is View.BUDGET:
        return budget_json(snapshot)
    return [trend_json(snapshot, trend) for trend in _trends(snapshot, lines, grain)]


def _print(here: Terminal, snapshot: Snapshot, view: View, lines: Sequence[KpiLine], grain: Grain) -> None:
    currency = snapshot.team.currency
    tables.print_heading(here, snapshot)
    if view is View.KPIS:
        tables.print_kpis(here, lines, currency)
    elif view is View.BUDGET:
        tables.print_budget(here, snapshot.budget(), currency)
    else:
        for trend in _trends(snapshot, lines, grain):
            tables.print_trend(here, trend, currency)


def _trends(snapshot: Snapshot, lines: Sequence[KpiLine], grain: Grain) -> list[Trend]:
    """Return the trend of each KPI, at its own finest grain where it has no value as often as `grain`."""
    grains = {line.kpi.kpi: snapshot.grains(line.kpi.kpi) for line in lines}
    return snapshot.trends((kpi, grain if grain in possible else possible[0]) for kpi, possible in grains.items())
