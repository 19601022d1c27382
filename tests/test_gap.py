"""Which segments a KPI's gap comes from, on numbers that can be checked by hand."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.metrics.exact import total
from planlib.metrics.figure import Figure
from planlib.metrics.kpis import DayValue
from planlib.metrics.periods import Span
from planlib.model import Actual, Kpi, TargetPart
from planlib.snapshot import Gap
from planlib.snapshot.gap import AS_WRITTEN, dimensions, gap_by_segment
from planlib.store.connect import Store
from planlib.store.queries import SegmentValue
from planlib.vocabulary import Aggregation, Direction, Expected, Measure, Reason
from tests.test_snapshot import KEY, add_kpi, day, opened, write
from tests.test_snapshot import plan as plan  # the fixture

BEFORE = [KEY.month - timedelta(days=days) for days in range(28, 0, -1)]
"""Four weeks before March 2025."""
NOW = [day(number) for number in range(1, 11)]
"""10 of 31 days."""
CALENDAR = {"expected": Expected.CALENDAR}
KPI = Kpi(kpi="sales", team="t", code="sales", aggregation=Aggregation.SUM)


def add(store: Store, days: list[date], each: Mapping[str, str | tuple[str, str]], kpi: str = "sales") -> None:
    """Record the same values on each of `days`: {segment: value, or (numerator, denominator)}."""
    rows = []
    for segment, value in each.items():
        number, base = (value, None) if isinstance(value, str) else (value[0], Decimal(value[1]))
        rows += [Actual(kpi=kpi, day=one, segment=segment, value=Decimal(number), base=base) for one in days]
    write(store, "actuals", *rows)


def why(store: Store, dimension: int | None = None) -> Gap:
    return opened(store, today=date(2025, 3, 11)).why("sales", dimension)


def amounts(gap: Gap) -> dict[str, Decimal]:
    return {part.segment: part.amount for part in gap.parts}


def test_what_is_expected_is_spread_as_the_weeks_before_were(plan: Store) -> None:
    """310 by the 31st is 100 by the 10th; east had three quarters of the weeks before, so 75 are expected of it."""
    add_kpi(plan, "sales", {"target": Decimal(310)}, **CALENDAR)
    add(plan, BEFORE, {"east": "6", "west": "2"})
    add(plan, NOW, {"east": "3", "west": "3"})
    found = why(plan)
    assert amounts(found) == {"east": -45, "west": 5}
    assert total(amounts(found).values()) == found.total.value == -40
    east = found.parts[0]
    assert (east.actual, east.expected, east.due, east.share) == (30, 75, 0.75, 1.125)
    assert [part.segment for part in found.leaders] == ["east"]
    assert (found.basis, found.dimension, found.dimensions) == (Span(BEFORE[0], BEFORE[-1]), AS_WRITTEN, ())


def test_last_year_stands_in_where_the_weeks_before_have_no_segments(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(310)}, **CALENDAR)
    add(plan, BEFORE, {"": "8"})
    add(plan, NOW, {"east": "3", "west": "3"})
    assert why(plan).reason is Reason.MISSING_DATA
    add(plan, [date(2024, 3, number) for number in range(1, 11)], {"east": "1", "west": "4"})
    assert why(plan).reason is Reason.MISSING_DATA, "two weeks do not say what is usual"
    add(plan, [date(2024, 3, number) for number in range(11, 32)], {"east": "1", "west": "4"})
    found = why(plan)
    assert found.basis == Span(date(2024, 3, 1), date(2024, 3, 31))
    assert amounts(found) == {"west": -50, "east": 10}


def test_a_ratio_is_taken_apart_into_rate_and_mix(plan: Store) -> None:
    """The weeks before: 8 % of 100 and 2 % of 100, 5 % together; the target of 6 % asks 9.6 % and 2.4 % of them."""
    ratio = {"aggregation": Aggregation.RATIO, "measure": Measure.PERCENT, **CALENDAR}
    add_kpi(plan, "sales", {"target": Decimal("0.06")}, **ratio)
    add(plan, BEFORE, {"east": ("8", "100"), "west": ("2", "100")})
    add(plan, NOW, {"east": ("4", "50"), "west": ("3", "150")})
    found = why(plan)
    east, west = sorted(found.parts, key=lambda part: part.segment)
    assert (east.expected, west.expected, east.actual, west.actual) == tuple(
        map(Decimal, ("0.096", "0.024", "0.08", "0.02"))
    )
    assert (east.rate, west.rate) == (Decimal("-0.006"), Decimal("-0.0025"))
    middle = (Decimal("0.035") + Decimal("0.06")) / 2
    assert east.mix == Decimal("-0.25") * (Decimal("0.088") - middle)
    assert west.mix == Decimal("0.25") * (Decimal("0.022") - middle)
    assert total(amounts(found).values()) == found.total.value == Decimal("-0.025")


@pytest.mark.parametrize("aggregation", [Aggregation.MEAN, Aggregation.LAST])
def test_levels_and_means_add_up_too(plan: Store, aggregation: Aggregation) -> None:
    """A segment without a value on some days counts as nothing of them, as in the KPI's own value."""
    add_kpi(plan, "sales", {"target": Decimal(12)}, aggregation=aggregation, **CALENDAR)
    add(plan, BEFORE, {"east": "6", "west": "6"})
    add(plan, NOW, {"east": "3"})
    add(plan, NOW[5:], {"west": "4"})
    found = why(plan)
    mean = {"east": Decimal(-3), "west": Decimal(-4)}
    last = {"east": Decimal(-3), "west": Decimal(-2)}
    assert amounts(found) == (mean if aggregation is Aggregation.MEAN else last)
    assert total(amounts(found).values()) == found.total.value


def test_what_cannot_be_taken_apart_says_why(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(5)}, aggregation=Aggregation.MAX, direction=Direction.DOWN, **CALENDAR)
    add(plan, [*BEFORE, *NOW], {"east": "6", "west": "6"})
    assert why(plan).reason is Reason.NOT_APPLICABLE, "a largest value is that of one segment"
    add_kpi(plan, "whole", {"target": Decimal(310)}, **CALENDAR)
    add(plan, [*BEFORE, *NOW], {"": "6"}, "whole")
    assert opened(plan).why("whole").reason is Reason.NOT_APPLICABLE
    add_kpi(plan, "mixed", {"target": Decimal(310)}, **CALENDAR)
    add(plan, [*BEFORE, *NOW[:9]], {"east": "6"}, "mixed")
    add(plan, NOW[9:], {"": "6"}, "mixed")
    assert opened(plan).why("mixed").reason is Reason.INCOMPLETE, "one day is not divided"


def test_the_dimension_that_explains_the_gap_is_found(plan: Store) -> None:
    """Online falls from 5 to 2 in both regions; shops and regions hold their shares of what is left."""
    add_kpi(plan, "sales", {"target": Decimal(620)}, **CALENDAR)
    add(plan, BEFORE, {"east/online": "5", "east/shop": "5", "west/online": "5", "west/shop": "5"})
    add(plan, NOW, {"east/online": "2", "east/shop": "5", "west/online": "2", "west/shop": "5"})
    found = why(plan)
    assert found.dimensions == (("east", "west"), ("online", "shop"))
    assert (found.dimension, found.best, [part.segment for part in found.leaders]) == (1, 1, ["online"])
    assert amounts(found) == {"online": -60, "shop": 0}
    assert amounts(why(plan, 0)) == {"east": -30, "west": -30}
    assert why(plan, 0).best == 1
    assert set(amounts(why(plan, AS_WRITTEN))) == {"east/online", "east/shop", "west/online", "west/shop"}


def test_dimensions_are_told_apart_by_one_separator() -> None:
    assert dimensions(["东/线上", "东/线下", "西/线上"]) == [
        {"东/线上": "东", "东/线下": "东", "西/线上": "西"},
        {"东/线上": "线上", "东/线下": "线下", "西/线上": "线上"},
    ]
    assert dimensions(["华东", "华南"]) == dimensions(["A/B", "A/C"]) == dimensions(["A/B", "C"]) == []
    assert dimensions(["A/B", "C/"]) == dimensions([]) == []


VALUES = st.dictionaries(st.sampled_from("abcd"), st.decimals(-999, 999, places=2), min_size=1)


@given(VALUES, VALUES, st.decimals(-9999, 9999, places=4))
def test_the_parts_add_up_to_the_gap_to_its_last_digit(
    usual: dict[str, Decimal], now: dict[str, Decimal], gap: Decimal
) -> None:
    before, month = (
        [SegmentValue(segment, one, value, None) for segment, value in values.items() for one in days]
        for values, days in ((usual, BEFORE), (now, NOW))
    )
    counted = [DayValue(one, total(now.values())) for one in NOW]
    third = gap / 3
    found = gap_by_segment(KPI, Figure(third), counted, month, [before])
    if any(usual.values()):
        assert total(amounts(found).values()) == third
    else:
        assert found.reason is Reason.ZERO_BASE


def test_what_the_plan_says_of_each_segment_goes_before_what_was_usual(plan: Store) -> None:
    """Of 310, 155 are east's: 50 of the 100 that are due by the 10th, though it had three quarters before."""
    add_kpi(plan, "sales", {"target": Decimal(310)}, **CALENDAR)
    add(plan, BEFORE, {"east": "6", "west": "2"})
    add(plan, NOW, {"east": "3", "west": "3"})
    parts = [
        TargetPart(team="t", month=KEY.month, part=one, kpi="sales", segment=one, amount=Decimal(155))
        for one in ("east", "west")
    ]
    write(plan, "target_parts", parts[0])
    assert not why(plan).planned  # as long as the parts are not the whole of it
    write(plan, "target_parts", parts[1])
    assert (why(plan).planned, amounts(why(plan))) == (True, {"east": -20, "west": -20})
