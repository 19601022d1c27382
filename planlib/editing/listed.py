"""What a cell may hold that is chosen from a list of the world's: countries, time zones, days of the week."""

from functools import cache

import babel.dates

from planlib.locale import LANGUAGES, N_, Language, language
from planlib.starting import all_zones, country_names
from planlib.target_words import weekday_name

NONE_OF_THEM = "none"
"""Stands in a cell for an empty value that is meant: a team without public holidays."""


@cache
def listed(language: Language, field: str) -> dict[str, str]:
    """Return what the cells of a field may hold: the word by its code."""
    match field:
        case "country":
            return {NONE_OF_THEM: language(N_("No public holidays"))} | country_names(language)
        case "timezone":
            return {zone: _zone_words(language, zone) for zone in all_zones()}
    return {str(day): weekday_name(language, day) for day in range(7)}


def _zone_words(language: Language, zone: str) -> str:
    """Return 上海 · Asia/Shanghai."""
    city = str(babel.dates.get_timezone_location(zone, locale=language.locale, return_city=True))
    return " · ".join([language(N_("World time")) if city == zone else city, zone.replace("_", " ")])


def found_in_list(field: str, text: str) -> str | None:
    """Return the value that is called `text`, by its code or its word in either language; None where nothing is."""
    sought = text.strip().casefold()
    for words in (listed(language(code), field) for code in LANGUAGES):
        for code, word in words.items():
            if sought in (code.casefold(), word.casefold()):
                return "" if code == NONE_OF_THEM else code
    return None
