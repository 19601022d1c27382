"""Targets split by segment, person and week: what is due of each part, and that they add up, by hand and by chance."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.metrics import parts
from planlib.metrics.exact import total
from planlib.metrics.pace import weights
from planlib.metrics.periods import Calendar, Span, month_span
from planlib.model import Kpi, Person, Target, TargetPart
from planlib.snapshot import PartLine, SplitLine
from planlib.store.connect import Store
from planlib.vocabulary import Aggregation, Direction, Frequency, Measure, Path, Reason, Split, Status
from tests.test_gap import CALENDAR, NOW, add
from tests.test_snapshot import KEY, add_kpi, day, opened, write
from tests.test_snapshot import plan as plan  # the fixture

EAST = {"east": "4", "west": "1"}
"""On each of ten days: 40 and 10."""


def split(store: Store, *rows: Mapping[str, object], kpi: str = "sales") -> None:
    write(
        store,
        "target_parts",
        *(TargetPart(team="t", month=KEY.month, part=f"p{n}", kpi=kpi, **row) for n, row in enumerate(rows)),
    )


def read(store: Store, kpi: str = "sales") -> tuple[SplitLine, ...]:
    return opened(store, today=date(2025, 3, 11)).parts(kpi)


def told(line: PartLine) -> tuple[Decimal | None, ...]:
    return (line.amount, line.actual.value, line.expected.value, line.gap.value)


def test_a_segment_goes_the_way_of_the_target(plan: Store) -> None:
    """310 by the 31st is 100 by the 10th; east is to bring 210 of them, so 210 × 10 ÷ 31 are due of it by then."""
    add_kpi(plan, "sales", {"target": Decimal(310)}, **CALENDAR)
    add(plan, NOW, EAST)
    split(plan, {"segment": "east", "amount": 217}, {"segment": "west", "amount": 93})
    (found,) = read(plan)
    assert (found.split, found.allocated, found.left, found.rest, found.apart) == (Split.SEGMENT, 310, 0, None, False)
    assert [told(one) for one in found.parts] == [(217, 40, 70, -30), (93, 10, 30, -20)]
    assert [one.share for one in found.parts] == [0.6, 0.4]
    assert [one.status for one in found.parts] == [Status.BEHIND, Status.BEHIND]
    assert found.parts[0].attainment.value == pytest.approx(40 / 217)


def test_what_has_no_part_is_the_rest(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(310), "parts_reason": "held back"}, **CALENDAR)
    add(plan, NOW, EAST)
    split(plan, {"segment": "east", "amount": 248})
    (found,) = read(plan)
    assert found.rest is not None
    assert told(found.rest) == (62, 10, 20, -10)
    assert (found.left, found.why, found.apart) == (62, "held back", False)
    write(plan, "targets", Target(team="t", month=KEY.month, kpi="sales", target=Decimal(310)))
    assert read(plan)[0].apart


def test_a_person_is_measured_by_a_segment_or_not_at_all(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(310)}, **CALENDAR)
    write(plan, "people", *(Person(person=one, team="t", name_en=one) for one in ("ann", "bo")))
    add(plan, NOW, EAST)
    split(plan, {"person": "ann", "segment": "east", "amount": 155}, {"person": "bo", "amount": 155})
    (found,) = read(plan)
    ann, bo = found.parts
    assert found.split is Split.PERSON
    assert told(ann) == (155, 40, 50, -10)
    assert bo.actual == bo.attainment == (None, Reason.NOT_APPLICABLE)
    assert (bo.expected.value, bo.gap, bo.status) == (50, (None, Reason.NOT_APPLICABLE), Status.UNKNOWN)
    assert (ann.share, found.rest) == (None, None)


def test_a_week_is_due_within_itself(plan: Store) -> None:
    """March 2025 begins on a Saturday: the 3rd to 9th is over, of the 10th to 16th one day of seven is gone."""
    add_kpi(plan, "sales", {"target": Decimal(310)}, **CALENDAR)
    add(plan, NOW, {"east": "5"})
    weeks = {3: 70, 10: 140, 17: 100}
    split(plan, *({"week": day(first), "amount": amount} for first, amount in weeks.items()))
    (found,) = read(plan)
    assert [told(one) for one in found.parts] == [(70, 35, 70, -35), (140, 5, 20, -15), (100, None, 0, None)]
    assert [one.status for one in found.parts] == [Status.MISSED, Status.BEHIND, Status.NOT_STARTED]
    assert found.rest is not None
    assert (found.rest.amount, found.rest.actual.value) == (0, 10)  # the first two days have no part


def test_a_stock_is_as_of_its_last_day_and_begins_at_its_share_of_the_baseline(plan: Store) -> None:
    target = {"target": Decimal(200), "baseline": Decimal(100), "path": Path.CALENDAR}
    add_kpi(plan, "shops", target, aggregation=Aggregation.LAST, **CALENDAR)
    add(plan, NOW, {"east": "90", "west": "42"}, "shops")
    split(plan, {"segment": "east", "amount": 150}, {"segment": "west", "amount": 50}, kpi="shops")
    (found,) = read(plan, "shops")
    whole = opened(plan, today=date(2025, 3, 11)).kpi("shops")
    assert [one.actual.value for one in found.parts] == [90, 42]
    assert total(one.expected.value or Decimal(0) for one in found.parts) == whole.expected.value
    assert [one.status for one in found.parts] == [Status.BEHIND, Status.ON_TRACK]


def test_a_part_may_be_one_element_of_segments_of_several_dimensions(plan: Store) -> None:
    add_kpi(plan, "sales", {"target": Decimal(310)}, **CALENDAR)
    add(plan, NOW, {"east/shop": "1", "east/web": "2", "west/shop": "3", "west/web": "4"})
    split(plan, {"segment": "east", "amount": 155}, {"segment": "west", "amount": 155})
    assert {one.actual.value for one in read(plan)[0].parts} == {30, 70}


def test_a_target_that_became_a_range_leaves_its_parts_without_what_is_due(plan: Store) -> None:
    add_kpi(plan, "sales", {"lower": Decimal(300), "upper": Decimal(320)}, **CALENDAR)
    add(plan, NOW, EAST)
    split(plan, {"segment": "east", "amount": 217})
    (found,) = read(plan)
    assert (found.left, found.apart, found.parts[0].actual.value, found.parts[0].expected.value) == (
        None,
        True,
        40,
        None,
    )


@pytest.mark.parametrize(
    ("kpi", "target", "split", "reason"),
    [
        ({}, Decimal(5), Split.SEGMENT, None),
        ({"direction": Direction.DOWN}, Decimal(5), Split.WEEK, None),
        ({"aggregation": Aggregation.LAST}, Decimal(5), Split.PERSON, None),
        ({"aggregation": Aggregation.LAST}, Decimal(5), Split.WEEK, "parts_of_weeks"),
        ({"frequency": Frequency.MONTH}, Decimal(5), Split.WEEK, "parts_of_weeks"),
        ({"aggregation": Aggregation.RATIO}, Decimal(5), Split.SEGMENT, "parts_of_rate"),
        ({"measure": Measure.PERCENT}, Decimal(5), Split.SEGMENT, "parts_of_rate"),
        ({}, None, Split.SEGMENT, "parts_need_target"),
    ],
)
def test_only_what_adds_up_is_split(
    kpi: dict[str, object], target: Decimal | None, split: Split, reason: str | None
) -> None:
    whole = Target(team="t", month=KEY.month, kpi="k", target=target)
    assert parts.refusal(Kpi(kpi="k", team="t", code="k", **kpi), whole, split) == reason


def test_a_week_without_weight_on_the_path_goes_day_by_day() -> None:
    only_first = dict.fromkeys(month_span(KEY.month).days(), Fraction(0)) | {day(1): Fraction(1)}
    weekend = Span(day(8), day(9))
    assert parts.week_gone(only_first, weekend, day(8), set()) == 0.5
    assert parts.week_gone(weights(Path.CALENDAR, weekend, Calendar()), weekend, day(9), {day(8)}) == 0.5


NUMBERS = st.decimals(-(10**6), 10**6, places=3)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=8), NUMBERS.filter(bool), NUMBERS)
def test_parts_and_rest_have_gaps_that_add_up_to_the_whole(
    both: list[tuple[Decimal, Decimal]], target: Decimal, expected: Decimal
) -> None:
    """Whatever the parts are: with what they leave over, what is due of them is what is due of the KPI."""
    amounts = [amount for amount, _ in both]
    due = parts.due(dict(enumerate([*amounts, parts.left_over(target, amounts)])), target, expected)
    assert not isinstance(due, Reason)
    actuals = [actual for _, actual in both]
    gaps = [total([actual, due[place].copy_negate()]) for place, actual in enumerate([*actuals, Decimal(0)])]
    assert total(due.values()) == expected
    assert total([*gaps, expected]) == total(actuals)
