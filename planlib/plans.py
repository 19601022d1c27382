"""The plans of a database, found by their names: a team's code and a month, TEAM/YYYY-MM."""

import re
from datetime import date

from planlib.errors import NotFoundError
from planlib.locale import Language
from planlib.locale.words import actor_word
from planlib.model import Person, Plan, PlanKey, Team
from planlib.place import LOCAL
from planlib.store.connect import Store
from planlib.store.ledger import current


def plan_name(team: Team, month: date) -> str:
    """Return how people and scripts call a plan."""
    return f"{team.code}/{month:%Y-%m}"


def plan_title(_: Language, team: Team, month: date) -> str:
    """Return the title of a plan that nobody called otherwise."""
    return _("{team}: plan of {month}", team=_.name(team), month=_.month(month))


def parse_name(name: str) -> tuple[str, date]:
    """Return the team's code and the first day of the month; ValueError where it is no plan's name."""
    found = re.fullmatch(r"(.+)/(\d{4})-(\d{2})", name.strip())
    if found is None:
        raise ValueError(name)
    return found[1], date(int(found[2]), int(found[3]), 1)


def list_plans(store: Store, known_at: int | None = None) -> list[tuple[Team, Plan]]:
    """Return every plan with its team, by team and month."""
    teams = {stored.record.team: stored.record for stored in current(store, "teams", known_at=known_at)}
    plans = [stored.record for stored in current(store, "plans", known_at=known_at)]
    return sorted(((teams[plan.team], plan) for plan in plans), key=lambda found: (found[0].code, found[1].month))


def find_plan(store: Store, name: str) -> PlanKey:
    """Return the key of the plan called `name`; NotFoundError `no_plan`, with the names there are."""
    code, month = parse_name(name)
    plans = list_plans(store)
    for team, plan in plans:
        if team.code == code and plan.month == month:
            return PlanKey(plan.team, month)
    raise NotFoundError("no_plan", plan=name, plans=[plan_name(team, plan.month) for team, plan in plans])


def team_of(store: Store, plan: PlanKey) -> Team:
    """Return the team whose plan it is."""
    found: Team = current(store, "teams", where={"team": plan.team})[0].record
    return found


def plan_names(store: Store) -> dict[PlanKey, str]:
    """Return what each plan is called."""
    return {PlanKey(plan.team, plan.month): plan_name(team, plan.month) for team, plan in list_plans(store)}


def names_by_login(language: Language, store: Store, team: str, known_at: int | None = None) -> dict[str, str]:
    """Return how the people of a team are called, or were at an earlier change, by the login of their changes."""
    found = current(store, "people", where={"team": team}, known_at=known_at)
    people: list[Person] = [stored.record for stored in found]
    named = {person.login: language.name(person) for person in people if person.login}
    return {LOCAL: actor_word(language, LOCAL), **named}


def team_called(store: Store, code: str) -> Team | None:
    """Return the team with a code, None where there is none."""
    return next((stored.record for stored in current(store, "teams", where={"code": code})), None)
