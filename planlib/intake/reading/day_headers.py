"""Headers that name a day, a week or a month: 2026-10-01, 10/1, 10月1日, 1日, 1, W40, 第40周, 2026年10月, Oct 2026.

What a header leaves open is taken from the plan's month: "5日" is a day of it, "10/5" is in the year nearest to it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from planlib.intake.values.values import Day, plain, read_day

Grain = Literal["day", "week", "month"]

FEW: Final = 3
"""From so many on, days in a row can be nothing but a header."""

_WEEKDAY = re.compile(
    r"[\s(]*(?:(?:周|星期|礼拜)[一二三四五六日天]|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b)[\s)]*",
    re.I,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<name>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        r"(?P<number>\d{1,2})",
        r"(?P<day>\d{1,2})\s*[日号]",
        r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?",
        r"(?P<month>\d{1,2})\s*月",
        r"(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})(?:[-/.](?P<year>\d{4}))?",
        r"(?:(?P<year>\d{4})\s*[-年]?\s*)?(?:第\s*(?P<zh>\d{1,2})\s*[周週]|(?:w|wk|week)[\s-]*(?P<week>\d{1,2}))",
        rf"{_MONTH}[\s-]*(?P<year>\d{{4}})?|(?P<year_2>\d{{4}})[\s-]*{_MONTH.replace('name', 'name_2')}",
        rf"(?P<day>\d{{1,2}})[\s-]*{_MONTH}|{_MONTH.replace('name', 'name_2')}[\s-]*(?P<day_2>\d{{1,2}})",
    )
)
_MAY_BE = re.compile(rf"\d|{_MONTH}", re.I)
_LONGEST = 40


class DayColumns(NamedTuple):
    """The columns of a wide table."""

    grain: Grain
    days: dict[int, str]
    """Column to its day, the Monday of its week, or its month (2026-10)."""


def day_columns(header: Sequence[str], month: date | None) -> DayColumns:
    """Return which headers name days, weeks or months: those of which there are most."""
    texts = {at: _WEEKDAY.sub("", plain(cell)) for at, cell in enumerate(header) if _MAY_BE.search(cell[:_LONGEST])}
    written = {at: read_day(text) for at, text in texts.items() if len(text) <= _LONGEST}
    found: dict[int, tuple[Grain, str]] = {
        at: ("month", f"{day.day:%Y-%m}") if day.month_only else ("day", day.day.isoformat())
        for at, day in written.items()
        if isinstance(day, Day)
    }
    if month is not None:
        found |= _of_month({at: texts[at] for at in written if at not in found}, month, alone=not found)
    return _of_most(found)


def _of_most(found: dict[int, tuple[Grain, str]]) -> DayColumns:
    """Return the columns of the commonest grain, none where two of them are the same day."""
    grains = Counter(grain for grain, _ in found.values())
    grain: Grain = max(("day", "week", "month"), key=lambda one: grains[one])
    days = {at: day for at, (kind, day) in found.items() if kind == grain}
    return DayColumns(grain, days if len(set(days.values())) == len(days) else {})


def _of_month(texts: dict[int, str], month: date, *, alone: bool) -> dict[int, tuple[Grain, str]]:
    """Return what the headers say that leave the year, or the month, to the plan's.

    Bare numbers are days only where they stand `alone`: beside whole days they are values.
    """
    forms = {at: form for at, text in texts.items() if (form := _form(text))}
    numbers = {at: int(form["number"]) for at, form in forms.items() if "number" in form}
    counted = _run(numbers) if alone else {}
    pairs = {at: form for at, form in forms.items() if "one" in form}
    found: dict[int, tuple[Grain, str]] = {at: ("day", f"{month:%Y-%m}-{day:02}") for at, day in counted.items()}
    found |= {at: ("day", day.isoformat()) for at, day in _pairs(pairs, month).items()}
    weeks = {at: form for at, form in forms.items() if "week" in form or "zh" in form}
    found |= _weeks(weeks, month)
    others = forms.keys() - numbers.keys() - pairs.keys() - weeks.keys()
    return found | {at: named for at in others if (named := _named(forms[at], month))}


def _form(text: str) -> dict[str, str] | None:
    """Return the parts of a header in one of the known forms, those with two names under the first."""
    match = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    return {name.removesuffix("_2"): part for name, part in match.groupdict().items() if part} if match else None


def _run(numbers: dict[int, int]) -> dict[int, int]:
    """Return bare numbers where they count the days one by one; else they may be anything."""
    counted = list(numbers.values())
    days = range(counted[0], counted[0] + len(counted)) if counted else range(0)
    in_month = len(counted) >= FEW and days.start >= 1 and days.stop <= 32
    return numbers if in_month and counted == list(days) else {}


def _pairs(pairs: dict[int, dict[str, str]], month: date) -> dict[int, date]:
    """Return the days of 10/1, 10/2 …: month and day in the order which has more days in the plan's month."""
    readings = []
    for of_month, of_day in (("one", "two"), ("two", "one")):
        days = {
            at: _near(month, int(form[of_month]), int(form[of_day]), form.get("year")) for at, form in pairs.items()
        }
        good = {at: day for at, day in days.items() if day is not None}
        if len(good) == len(pairs):
            readings.append(good)
    return max(readings, key=lambda days: sum(_same_month(day, month) for day in days.values()), default={})


def _named(form: dict[str, str], plan: date) -> tuple[Grain, str] | None:
    """Return the day or month of 10月1日, 1日, 10月, Oct 2026, 1-Oct; "31日" may be a day that the month has not."""
    number = _MONTHS.index(form["name"][:3].lower()) + 1 if "name" in form else int(form.get("month", plan.month))
    if "day" not in form:
        day = _near(plan, number, 1, form.get("year"))
        return ("month", f"{day:%Y-%m}") if day else None
    if "name" not in form and "month" not in form:
        return ("day", f"{plan:%Y-%m}-{int(form['day']):02}")
    day = _near(plan, number, int(form["day"]), form.get("year"))
    return ("day", day.isoformat()) if day else None


def _near(plan: date, month: int, day: int, year: str | None) -> date | None:
    """Return the day, in the year that brings its month nearest to the plan's where none is given."""
    years = [int(year)] if year else [plan.year - 1, plan.year, plan.year + 1]
    nearest = min(years, key=lambda one: abs((one - plan.year) * 12 + month - plan.month))
    try:
        return date(nearest, month, day)
    except ValueError:
        return None


def _same_month(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)


def _weeks(weeks: dict[int, dict[str, str]], month: date) -> dict[int, tuple[Grain, str]]:
    """Return the Mondays of ISO weeks, or of the month's first, second … week where no number is above six."""
    numbers = {at: int(form.get("week") or form["zh"]) for at, form in weeks.items()}
    first = month + timedelta(days=(3 - month.weekday()) % 7 - 3)  # the week's fourth day is in the month
    counted = all("year" not in form for form in weeks.values()) and max(numbers.values(), default=0) <= 6
    mondays = {
        at: first + timedelta(weeks=number - 1) if counted else _iso(number, weeks[at].get("year"), month)
        for at, number in numbers.items()
    }
    return {at: ("week", monday.isoformat()) for at, monday in mondays.items() if monday}


def _iso(week: int, year: str | None, month: date) -> date | None:
    found = []
    for one in [int(year)] if year else [month.year - 1, month.year, month.year + 1]:
        try:
            found.append(date.fromisocalendar(one, week, 1))
        except ValueError:
            continue
    return min(found, key=lambda monday: abs(monday - month), default=None)
