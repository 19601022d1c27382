"""What a month's forecast is made of: the units its daily values come to, and what is still to come."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from planlib.metrics.figure import Figure
from planlib.metrics.forecast import course
from planlib.metrics.kpis import DayValue
from planlib.metrics.pace import weights
from planlib.metrics.periods import Calendar, month_span
from planlib.model import Kpi
from planlib.vocabulary import Aggregation, Path

MONTH = date(2026, 6, 1)
SPAN = month_span(MONTH)
WORKING = weights(Path.WORKDAY, SPAN, Calendar())


def kpi(aggregation: Aggregation = Aggregation.SUM) -> Kpi:
    return Kpi(kpi="k", team="t", code="k", aggregation=aggregation)


def values(*pairs: tuple[int, str]) -> list[DayValue]:
    return [DayValue(MONTH.replace(day=day), Decimal(number)) for day, number in pairs]


def test_units_of_a_working_day_path_hold_the_weekend_that_follows() -> None:
    rows = values((5, "10"), (6, "3"), (7, "2"), (8, "10"))
    found = course(kpi(), rows, WORKING, date(2026, 6, 8))
    assert [unit.value for unit in found.observed] == [0, 0, 0, 0, 15, 10]
    assert {unit.weight for unit in found.observed} == set(found.remaining) == {Fraction(1)}
    assert len(found.remaining) == 16
    assert found.actual == Figure(Decimal(25))


def test_values_before_the_first_working_day_make_no_unit() -> None:
    holidays = Calendar({MONTH.replace(day=day): False for day in range(1, 8)})
    found = course(kpi(), values((2, "10")), weights(Path.WORKDAY, SPAN, holidays), date(2026, 6, 3))
    assert (found.observed, found.actual) == ((), Figure(Decimal(10)))
    found = course(kpi(), values((2, "10"), (8, "5")), weights(Path.WORKDAY, SPAN, holidays), date(2026, 6, 8))
    assert [unit.value for unit in found.observed] == [15]


def test_only_a_ratio_has_denominators() -> None:
    rows = [DayValue(MONTH, Decimal(5), Decimal(0))]
    assert course(kpi(Aggregation.MEAN), rows, WORKING, MONTH).observed[0].base is None
    assert course(kpi(Aggregation.RATIO), rows, WORKING, MONTH).observed[0].base == 0


def test_a_missing_day_is_still_to_come() -> None:
    rows = values((1, "10"), (2, "12"), (4, "11"))
    found = course(kpi(), rows, WORKING, date(2026, 6, 4), missing=[date(2026, 6, 3)])
    assert [unit.value for unit in found.observed] == [10, 12, 11]
    assert len(found.remaining) == 22 - 3


def test_units_of_weeks() -> None:
    weeks = [date(2026, 6, 1) + timedelta(days=7 * n) for n in range(5)]
    rows = [DayValue(week, Decimal(50)) for week in weeks[:2]]
    found = course(kpi(), rows, WORKING, date(2026, 6, 14), starts=weeks)
    assert [unit.value for unit in found.observed] == [50, 50]
    assert [float(weight) for weight in found.remaining] == pytest.approx([25 / 22, 25 / 22, 10 / 22])
    level = course(kpi(Aggregation.MEAN), rows, WORKING, date(2026, 6, 14), starts=weeks)
    assert (len(level.observed), len(level.remaining)) == (2, 3)


def test_what_is_to_come_of_a_stock_are_the_days_after_its_last_value() -> None:
    rows = values((1, "10"), (10, "12"), (22, "15"))
    found = course(kpi(Aggregation.LAST), rows, WORKING, date(2026, 6, 22), levels=[*rows, *values((24, "99"))])
    assert [level.value for level in found.levels] == [10, 12, 15]
    assert len(found.remaining) == 8  # the 30th is the last day with a value to come
