"""Public holidays and make-up working days of a country, as rows for the ledger.

The `holidays` package is read once, when a plan is made; from then on the ledger is the calendar, with source and
version, and a team's own exceptions stand over it.
"""

from collections.abc import Iterable
from datetime import date
from importlib.metadata import version

import holidays

from planlib.locale import BOTH
from planlib.metrics.periods import SATURDAY, days
from planlib.model import CalendarDay, Id, Team

SOURCE = "holidays"
ESTIMATED = "estimated"
"""Stands in the English name of a day that the package only estimates."""


def holidays_calendar(country: str, years: Iterable[int], team: Id) -> list[CalendarDay]:
    """Return every public holiday, make-up working day and unusual weekend of `years`, by day; none without a country.

    NotImplementedError where the package does not know the country. A day is official unless the package estimates
    it, or its year's working weekends are not announced yet.
    """
    years = sorted(set(years))
    if not country or not years:
        return []
    names, english = _calendar(country, years), _english(country, years)
    announced = _last_announced(names)
    release = version(SOURCE)
    return [
        CalendarDay(
            team=team,
            day=day,
            working=names.is_working_day(day),
            official=ESTIMATED not in english.get(day, "") and (announced is None or day.year <= announced),
            name=_name(names, english, day),
            source=SOURCE,
            version=release,
        )
        for year in years
        for day in days(date(year, 1, 1), date(year, 12, 31))
        if day in names or names.is_working_day(day) != (day.weekday() < SATURDAY)
    ]


def missing_holidays(team: Team, years: Iterable[int], known: Iterable[CalendarDay]) -> list[CalendarDay]:
    """Return the public holidays of those `years` that a team's calendar has none of yet.

    Of what is `known`, days of the team's own say nothing of their year, and stay as they are.
    """
    there = {one.day: one.source for one in known}
    unread = set(years) - {day.year for day, source in there.items() if source}
    return [one for one in holidays_calendar(team.country, unread, team.team) if one.day not in there]


def of_other_country(
    team: Team, first: int, known: Iterable[CalendarDay]
) -> tuple[list[CalendarDay], list[CalendarDay]]:
    """Return the days to be written and to be removed where the team's country became another one.

    From the year `first` on the public holidays become the country's; days of the team's own stay.
    """
    known = [one for one in known if one.day.year >= first]
    own = {one.day for one in known if not one.source}
    theirs = [one for one in known if one.source]
    new = holidays_calendar(team.country, {one.day.year for one in theirs} | {first}, team.team)
    days_off = {one.day for one in new}
    return [one for one in new if one.day not in own], [one for one in theirs if one.day not in days_off]


def countries() -> list[str]:
    """Return the codes of the countries that the package knows."""
    return sorted(holidays.list_supported_countries(include_aliases=False))


def _calendar(country: str, years: list[int]) -> holidays.HolidayBase:
    """Return the calendar with the country's own names, whatever the language of this machine."""
    own = holidays.country_holidays(country).default_language
    return holidays.country_holidays(country, years=years, language=own)


def _english(country: str, years: list[int]) -> holidays.HolidayBase:
    """Return the calendar with English names: only they say that a date is estimated (a moon not seen yet)."""
    return holidays.country_holidays(country, years=years, language="en_US")


def _name(names: holidays.HolidayBase, english: holidays.HolidayBase, day: date) -> str:
    """Return the country's own name of a day; a Chinese one with the English one: 国庆节 · National Day."""
    both = [names.get(day, ""), english.get(day, "")]
    return BOTH.join(filter(None, both)) if (names.language or "").startswith("zh") else both[0]


def _last_announced(names: holidays.HolidayBase) -> int | None:
    """Return the last year whose exchanged days are known; None for a country that does not exchange any.

    China announces each November which weekends of the next year are worked. For a year beyond the last
    announcement the package still answers, with holidays but no working weekends.
    """
    exchanged = getattr(names, "special_public_holidays", {})
    return max(exchanged, default=None) if getattr(names, "has_substituted_holidays", False) else None
