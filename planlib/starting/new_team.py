"""A team that does not exist yet, with the customs of its country: time zone, currency, first day of the week."""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.numbers import get_territory_currencies

from planlib.calendars import countries
from planlib.errors import RefusedError
from planlib.intake.values.values import script_name
from planlib.locale import Language
from planlib.model import Person, Team, new_id
from planlib.store.connect import Store
from planlib.store.ledger import current

_CODE = re.compile(r"[\w-]{1,32}")
_WORLD = "UTC"


class Customs(NamedTuple):
    """What is usual in a country."""

    timezone: str
    currency: str
    first_weekday: int
    """0 Monday to 6 Sunday."""


def new_team(
    code: str,
    *,
    name_zh: str = "",
    name_en: str = "",
    country: str = "CN",
    timezone: str | None = None,
    first_weekday: int | None = None,
) -> Team:
    """Return a team with an id of its own; what is not said is as usual in its country.

    RefusedError `team_code` where plans could not be called by the code.
    """
    if not _CODE.fullmatch(code):
        raise RefusedError("team_code", team=code)
    usual = customs(country)
    return Team(
        team=new_id(),
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        country=country,
        timezone=timezone or usual.timezone,
        currency=usual.currency,
        first_weekday=usual.first_weekday if first_weekday is None else first_weekday,
    )


def lead_called(store: Store, team: Team, name: str) -> Person:
    """Return the person of a team who has this name or login; a new one where nobody has."""
    people: list[Person] = [stored.record for stored in current(store, "people", where={"team": team.team})]
    known = (one for one in people if name in (one.name_zh, one.name_en, one.login))
    return next(known, None) or Person(person=new_id(), team=team.team, **script_name(name))


def customs(country: str) -> Customs:
    """Return what is usual in a country by its code; world time, dollars and Monday where that is not known."""
    currencies = get_territory_currencies(country)
    try:
        first_weekday = Locale.parse(f"und_{country}").first_week_day
    except (UnknownLocaleError, ValueError):
        first_weekday = 0
    return Customs(zones(country)[0], currencies[0] if currencies else "USD", first_weekday)


def country_names(language: Language) -> dict[str, str]:
    """Return the names of the countries whose public holidays are known, by code; China first, then by name."""
    names = Locale.parse(language.locale).territories
    known = {code: names.get(code, code) for code in countries()}
    return dict(sorted(known.items(), key=lambda one: (one[0] != Team.model_fields["country"].default, one[1])))


def zones(country: str) -> list[str]:
    """Return the time zones of a country, that of most people first; that of the world where it has none."""
    return zones_by_country().get(country, [_WORLD])


def all_zones() -> list[str]:
    """Return the time zones of all countries, by name."""
    return sorted({zone for zones in zones_by_country().values() for zone in zones} | {_WORLD})


@cache
def zones_by_country() -> dict[str, list[str]]:
    """Return the time zones of each country as the time zone database lists them."""
    lines = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines()
    found: dict[str, list[str]] = {}
    for country, _place, zone, *_note in (line.split("\t") for line in lines if line and line[0] != "#"):
        found.setdefault(country, []).append(zone)
    return found
