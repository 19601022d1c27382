"""Public holidays as rows for the ledger."""

from datetime import date

import pytest

from planlib.calendars import countries, holidays_calendar
from planlib.locale import language
from planlib.metrics.periods import Calendar, Span
from planlib.model import CalendarDay


def row(rows: list[CalendarDay], day: str) -> CalendarDay | None:
    return next((row for row in rows if row.day == date.fromisoformat(day)), None)


def test_china_has_make_up_days_with_their_source() -> None:
    rows = holidays_calendar("CN", [2026], "t")
    eve, make_up = row(rows, "2026-02-16"), row(rows, "2026-02-14")
    assert eve is not None
    assert make_up is not None
    assert (eve.working, eve.official, eve.name, eve.source) == (
        False,
        True,
        "农历除夕 · Chinese New Year's Eve",
        "holidays",
    )
    assert (make_up.working, make_up.official) == (True, True)
    assert eve.version
    assert row(rows, "2026-02-12") is None


def test_a_name_is_shown_in_the_language_of_the_reader() -> None:
    zh, en = language("zh"), language("en")
    names = {row.name for row in holidays_calendar("CN", [2026], "t") if row.name}
    assert {"国庆节", "休息日（由 2026-10-10 调休）"} <= {zh.own(name) for name in names}
    assert not any(" · " in zh.own(name) or not en.own(name).isascii() for name in names)
    assert {row.name for row in holidays_calendar("GB", [2026], "t")} >= {"Christmas Day"}


def test_a_year_that_is_not_announced_is_provisional() -> None:
    calendar = Calendar.of(holidays_calendar("CN", [2026, 2080], "t"))
    assert calendar.provisional_years == {2080}
    assert calendar.provisional(Span(date(2079, 12, 1), date(2080, 1, 31)))
    assert not calendar.provisional(Span(date(2026, 1, 1), date(2026, 12, 31)))


def test_a_day_that_depends_on_the_moon_is_estimated_by_itself() -> None:
    rows = holidays_calendar("SG", [2080], "t")
    new_year = row(rows, "2080-01-01")
    assert new_year is not None
    assert new_year.official
    assert not all(row.official for row in rows)


def test_a_weekend_on_other_days_is_written_out() -> None:
    calendar = Calendar.of(holidays_calendar("SA", [2026], "t"))
    assert [calendar.works(date(2026, 10, day)) for day in range(1, 8)] == [True, False, False, True, True, True, True]


def test_without_a_country_there_are_no_holidays() -> None:
    assert holidays_calendar("", [2026], "t") == []
    assert {"CN", "GB", "US"} <= set(countries())
    with pytest.raises(NotImplementedError):
        holidays_calendar("XX", [2026], "t")
