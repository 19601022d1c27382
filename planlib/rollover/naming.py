"""Titles that name a month, as they read in another month."""

import re
from datetime import date
from functools import lru_cache

from planlib.locale import language

_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def renamed(title: str, before: date, after: date) -> str:
    """Return the title with the month `after` where it names `before`; a day of that month stays as it is.

    10月大促 becomes 11月大促, 2026年12月 becomes 2027年1月, Oct sales becomes Nov sales.
    """
    for said, instead in _names(before, after):
        title = re.sub(said, rf"\g<before>{instead}\g<after>", title)
    return title


@lru_cache(maxsize=8)
def _names(before: date, after: date) -> list[tuple[str, str]]:
    """Return the patterns of what the month can be called and what stands instead: with its year first."""
    english, old, new = language("en"), _NUMERALS[before.month - 1], _NUMERALS[after.month - 1]
    long, then = english.month_name(before), english.month_name(after)
    chinese = rf"(?P<after>\s*月(?!\s*(?:\d|[{''.join(_NUMERALS[:10])}]+[日号])))"
    return [
        (rf"(?P<before>){before.year}\s*年\s*0?{before.month}{chinese}", f"{after.year}年{after.month}"),
        (rf"(?P<before>^|[^\d年])0?{before.month}{chinese}", str(after.month)),
        (rf"(?P<before>^|[^{''.join(_NUMERALS[:10])}]){old}{chinese}", new),
        *_english(long, then, before, after),
        *_english(long[:3], then[:3], before, after),
    ]


def _english(said: str, instead: str, before: date, after: date) -> list[tuple[str, str]]:
    """Return the patterns of an English name, but for those of a day: 11 October, October 11."""
    end = r"(?P<after>)\b(?!\.?\s\d{1,2}(?!\d))"
    return [
        (rf"(?P<before>)(?<!\d )\b{said} {before.year}{end}", f"{instead} {after.year}"),
        (rf"(?P<before>)(?<!\d )\b{said}{end}(?!\s\d)", instead),
    ]
