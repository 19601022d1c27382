"""What is unlikely about a row is said beside what stood before the file, and waits for a tick."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from planlib.errors import RefusedError
from planlib.intake.preview import Preview, record_preview
from planlib.locale import language
from planlib.locale.sentences import notice_sentence, problem_message
from planlib.metrics.control import Limits, xmr
from planlib.model import Actual, Kpi, Spend
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import Aggregation, ChangeKind, Expected, FileKind
from tests.intake_plan import MARCH, NOW, look, make_plan

NUMBERS = [100, 104, 98, 101, 97, 103]


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


def recorded(store: Store, rows: list[Actual], *kpis: Kpi) -> None:
    writes = [Write("actuals", rows), *([Write("kpis", kpis)] if kpis else [])]
    record(store, writes, actor="test", kind=ChangeKind.RESTATEMENT, at=NOW)


def days(values: list[Any], kpi: str = "k-rev", first: date = date(2025, 2, 23), step: int = 1) -> list[Actual]:
    """A value for each day, none where it is None; six of them end on the last of February."""
    return [
        Actual(kpi=kpi, day=first + timedelta(days=step * place), value=Decimal(str(value)))
        for place, value in enumerate(values)
        if value is not None
    ]


def seen(store: Store, text: str, **options: Any) -> list[tuple[int | None, str | None, str]]:
    found = look(store, FileKind.ACTUALS, text, **options)
    assert found.problems == ()
    assert found.warning_count == len(found.warnings)
    return [(warning.line, warning.column, str(warning.code)) for warning in found.warnings]


def of_value(store: Store, value: object, kpi: str = "REV", day: str = "2025-03-01") -> list[str]:
    return [code for _, _, code in seen(store, f"kpi,day,value\n{kpi},{day},{value}\n", percent_as="fraction")]


def test_a_first_load_is_quiet(plan: Store) -> None:
    assert seen(plan, "kpi,day,value\nREV,2025-03-01,1\nREV,2025-03-02,-50000\nREV,2025-03-03,3\n") == []


def test_a_day_to_come_is_told_by_its_cell(plan: Store) -> None:
    """Today is 2 April 2025."""
    text = "kpi,day,value\nREV,2025-04-02,1\nREV,2025-04-03,1\n"
    assert seen(plan, text, history=True) == [(3, "day", "future_day")]


def test_a_value_outside_the_limits_of_those_before_is_told_with_them(plan: Store) -> None:
    recorded(plan, days(NUMBERS))
    limits = xmr(NUMBERS)
    assert isinstance(limits, Limits)
    inside, outside = f"{limits.upper - 0.001:.3f}", f"{limits.upper + 0.001:.3f}"
    assert (of_value(plan, inside), of_value(plan, outside)) == ([], ["beyond_limits"])
    low = look(plan, FileKind.ACTUALS, "kpi,day,value\nREV,2025-03-01,80\n").warnings[0]
    assert problem_message(language("en"), low) == "80 is outside what is usual, 88.266 to 112.73."
    assert problem_message(language("zh"), low) == "80 超出平常范围（88.266 至 112.73）。"


def test_five_values_have_no_limits(plan: Store) -> None:
    recorded(plan, days([None, *NUMBERS[1:]]))
    assert of_value(plan, 150) == []


def test_values_that_do_not_vary_have_no_limits(plan: Store) -> None:
    recorded(plan, days([0.1] * 6))
    assert of_value(plan, 0.2) == []


def test_nothing_moves_across_a_gap_but_a_weekend_off(plan: Store) -> None:
    """Neighbours are 70 apart on both sides of the gap; over it they are 80, where it is only a weekend."""
    friday, monday = date(2025, 2, 26), date(2025, 3, 3)
    values = [*days([10, 80, 10], first=friday), *days([90, 20, 90], first=monday)]
    of_working_days = [row.model_copy(update={"kpi": "w"}) for row in values]
    works = Kpi(kpi="w", team="t", code="W", name_zh="工作日", expected=Expected.WORKING)
    recorded(plan, [*values, *of_working_days], works)
    assert of_value(plan, 239, day="2025-03-06") == ["beyond_limits"]
    assert of_value(plan, 239, kpi="W", day="2025-03-06") == []


def test_values_that_grow_are_held_against_their_line(plan: Store) -> None:
    growing = [100 + 10 * place + (place % 2) for place in range(20)]
    recorded(plan, days(growing, first=date(2025, 2, 9)))
    assert of_value(plan, 300) == []
    assert of_value(plan, 200) == ["beyond_limits"]


def test_values_that_wander_are_held_against_the_last_one(plan: Store) -> None:
    """Neighbours are 2 apart: a day after 116 a value reaches 6.54 further, four days after it twice that."""
    recorded(plan, days([100, 102, 104, 106, 108, 110, 112, 114, 116], first=date(2025, 2, 20)))
    assert (of_value(plan, 122), of_value(plan, 123)) == ([], ["beyond_limits"])
    assert (of_value(plan, 129, day="2025-03-04"), of_value(plan, 130, day="2025-03-04")) == ([], ["beyond_limits"])


def test_only_the_latest_values_count(plan: Store) -> None:
    recorded(plan, days([5, 95] * 20 + NUMBERS * 5, first=date(2024, 12, 21)))
    assert of_value(plan, 150) == ["beyond_limits"]


@pytest.mark.parametrize(
    ("value", "codes"),
    [(50, []), (51, ["ten_times"]), (-51, ["ten_times"]), (0.5, []), (0.49, ["ten_times"]), (0, [])],
)
def test_ten_times_the_last_value_or_less_than_a_tenth_of_it(plan: Store, value: object, codes: list[str]) -> None:
    recorded(plan, days([-3, 5]))
    assert of_value(plan, value) == codes


def test_the_value_before_is_told_with_its_day(plan: Store) -> None:
    recorded(plan, days([3, 1500]))
    large, small = look(plan, FileKind.ACTUALS, "kpi,day,value\nREV,2025-03-01,20000\nREV,2025-03-02,7\n").warnings
    assert problem_message(language("en"), large) == (
        "20,000 is more than ten times the value before, 1,500 on Mon 24 Feb 2025."
    )
    assert problem_message(language("en"), small) == (
        "7 is less than a tenth of the value before, 1,500 on Mon 24 Feb 2025."
    )


def test_the_value_before_is_the_last_one_that_the_file_leaves_as_it_is(plan: Store) -> None:
    """The file mends the 2nd and the 20th, which are ten times too large; the 19th stands, in its own segment."""
    recorded(plan, [*days([5], first=date(2025, 2, 28)), *days([40], first=date(2025, 3, 19)), *by_segment(["东"])])
    recorded(plan, [*days([500], first=date(2025, 3, 2)), *days([4000], first=date(2025, 3, 20))])
    mended = "kpi,day,value\nREV,2025-03-02,50\nREV,2025-03-20,400\nREV,2025-03-21,401\n"
    (found,) = look(plan, FileKind.ACTUALS, mended).warnings
    assert problem_message(language("en"), found) == (
        "401 is more than ten times the value before, 40 on Wed 19 Mar 2025."
    )


def test_a_month_without_one_before_has_values_before_too(plan: Store) -> None:
    recorded(plan, days([5, 6], first=MARCH))
    assert seen(plan, "kpi,day,value\nREV,2025-03-01,4\nREV,2025-03-09,61\n") == [(3, "value", "ten_times")]


def test_nothing_is_ten_times_nothing(plan: Store) -> None:
    recorded(plan, days([0]))
    assert of_value(plan, 1_000_000) == []


@pytest.mark.parametrize(
    ("before", "codes"),
    [([5], ["first_negative"]), ([5, -1], []), ([0], []), ([], [])],
    ids=["above 0", "below 0 before", "0", "nothing"],
)
def test_below_zero_where_no_value_was(plan: Store, before: list[Any], codes: list[str]) -> None:
    recorded(plan, days([*before, 5] if -1 in before else before))
    assert of_value(plan, -2) == codes


def test_segments_have_a_history_each(plan: Store) -> None:
    here = [row.model_copy(update={"segment": "华东"}) for row in days([5])]
    recorded(plan, [*here, *(row.model_copy(update={"segment": "华北"}) for row in days([500]))])
    text = "kpi,day,segment,value\nREV,2025-03-01,华东,90\nREV,2025-03-01,华北,90\nREV,2025-03-01,华南,90\n"
    assert seen(plan, text) == [(2, "value", "ten_times")]


def test_a_ratio_is_judged_by_its_rate(plan: Store) -> None:
    rows = [row.model_copy(update={"base": Decimal(1000)}) for row in days(NUMBERS, "k-cr")]
    recorded(plan, rows)
    text = "kpi,day,value,base\nCR,2025-03-01,10000,100000\nCR,2025-03-02,10000,50000\nCR,2025-03-03,0,0\n"
    found = look(plan, FileKind.ACTUALS, text)
    assert [(warning.line, str(warning.code)) for warning in found.warnings] == [(3, "beyond_limits")]
    assert problem_message(language("en"), found.warnings[0]) == ("20% is outside what is usual, 8.8266% to 11.273%.")


def test_weeks_and_months_are_neighbours_of_the_week_and_month_before(plan: Store) -> None:
    weeks = days(NUMBERS, "k-wk", date(2025, 1, 20), 7)
    months = [
        Actual(kpi="k-mo", day=date(2024, 9 + place, 1), value=Decimal(value))
        for place, value in enumerate([100, 104, 98, 101])
    ]
    months += [
        Actual(kpi="k-mo", day=date(2025, 1 + place, 1), value=Decimal(value)) for place, value in enumerate([97, 103])
    ]
    recorded(plan, [*weeks, *months])
    assert of_value(plan, 150, "WK", "2025-03-03") == ["beyond_limits"]
    assert of_value(plan, 150, "MO", "2025-03") == ["beyond_limits"]
    assert of_value(plan, 105, "WK", "2025-03-03") == of_value(plan, 105, "MO", "2025-03") == []


def test_a_row_is_held_against_days_before_it_only(plan: Store) -> None:
    recorded(plan, days([5]) + days([5000], first=date(2025, 3, 20)))
    assert of_value(plan, 6, day="2025-03-10") == []
    assert of_value(plan, 6, day="2025-03-25") == ["ten_times"]


def test_what_stands_already_and_notes_are_not_judged_again(plan: Store) -> None:
    recorded(plan, days([5]) + days([5000], first=MARCH))
    text = "kpi,day,value,note\nREV,2025-03-01,5000,now with a note\n"
    found = look(plan, FileKind.ACTUALS, text)
    assert (found.changed, found.warnings) == (1, ())
    assert seen(plan, text.replace("5000", "5001")) == [(2, "value", "ten_times")]


def test_history_is_judged_by_the_history_before_it(plan: Store) -> None:
    recorded(plan, days([5], first=date(2024, 12, 31)))
    text = "kpi,day,value\nREV,2025-01-01,80\nREV,2024-12-30,80\n"
    assert seen(plan, text, history=True) == [(2, "value", "ten_times")]


def test_payments_to_come_are_told_but_not_what_is_only_requested(plan: Store) -> None:
    text = "line,day,amount,status\nADS,2025-04-05,1,actual\nADS,2025-04-05,2,committed\nADS,2025-03-05,3,actual\n"
    found = look(plan, FileKind.SPEND, text, history=True)
    assert [(warning.line, warning.column, str(warning.code)) for warning in found.warnings] == [
        (2, "day", "future_day")
    ]


def paid(line: str, amount: int) -> Spend:
    return Spend(line=line, payment=f"voucher:{amount}", voucher=str(amount), day=date(2025, 2, 3), amount=amount)


def test_spend_below_zero_where_none_of_its_line_was_needs_a_tick(plan: Store) -> None:
    text = "line,day,amount,voucher\nADS,2025-03-05,-1,A\nTRV,2025-03-05,-2,B\n"
    assert look(plan, FileKind.SPEND, text).warnings == ()
    standing = Write("spend", [paid("b-ads", 7), paid("b-trv", 8), paid("b-trv", -3)])
    record(plan, [standing], actor="test", kind=ChangeKind.RESTATEMENT, at=NOW)
    found = look(plan, FileKind.SPEND, text)
    assert [(warning.line, warning.column, str(warning.code)) for warning in found.warnings] == [
        (2, "amount", "first_negative")
    ]
    record_preview(plan, found, actor="test", at=NOW, accept_warnings=True)
    noted = look(plan, FileKind.SPEND, "line,day,amount,voucher,note\nADS,2025-03-05,-1,A,refund\n")
    assert (noted.changed, noted.warnings) == (1, ())


def test_warnings_need_a_tick_and_refused_rows_have_none(plan: Store) -> None:
    recorded(plan, days([5]))
    found = look(plan, FileKind.ACTUALS, "kpi,day,value\nREV,2025-03-01,500\nXYZ,2025-03-02,500\n")
    assert [(warning.line, str(warning.code)) for warning in found.warnings] == [(2, "ten_times")]
    with pytest.raises(RefusedError) as refused:
        record_preview(plan, found, actor="test", at=NOW, skip_bad=True)
    assert (refused.value.code, refused.value.parameters) == ("warnings_not_accepted", {"count": 1})
    change = record_preview(plan, found, actor="test", at=NOW, skip_bad=True, accept_warnings=True)
    assert change is not None
    assert change.file is not None
    assert change.file.warned == 1


def test_a_file_of_warnings_is_counted_whole_and_listed_in_part(plan: Store) -> None:
    recorded(plan, days([5]))
    rows = "".join(f"REV,2025-03-01,s{number},900\n" for number in range(3)) + "REV,2025-03-01,,900\n"
    segments = [row.model_copy(update={"segment": f"s{number}"}) for number in range(12_000) for row in days([5])]
    recorded(plan, segments)
    text = "kpi,day,segment,value\n" + "".join(f"REV,2025-03-01,s{number},900\n" for number in range(12_000))
    found: Preview = look(plan, FileKind.ACTUALS, text)
    assert (found.warning_count, len(found.warnings), found.warnings[0].line) == (12_000, 10_000, 2)
    assert seen(plan, "kpi,day,segment,value\n" + rows) == [
        *((line, "value", "ten_times") for line in range(2, 5)),
        (5, "segment", "beside_segments"),
        (5, "value", "ten_times"),
    ]


def test_a_row_with_several_values_is_counted_by_them_and_by_itself(plan: Store) -> None:
    """One line has two values that are unusual; of the other, all three are refused for its one name."""
    recorded(plan, days([5]))
    text = "指标,3/1,3/2,3/3\nREV,5,900,901\nXYZ,1,2,3\n"
    found = look(plan, FileKind.ACTUALS, text)
    assert (found.file.rows, found.file.values, found.in_values) == (2, 6, True)
    assert (found.added, found.unusual, found.warning_count) == (3, 2, 2)
    assert (found.refused, len(found.refused_rows)) == (3, 1)
    long = look(plan, FileKind.ACTUALS, "kpi,day,value\nREV,2025-03-01,900\nREV,2025-04-03,900\n", history=True)
    assert (long.file.rows, long.in_values, long.unusual, long.warning_count) == (2, False, 2, 3)


def by_segment(names: list[str], day: date = MARCH, kpi: str = "k-rev", value: int = 5) -> list[Actual]:
    return [Actual(kpi=kpi, day=day, segment=name, value=Decimal(value)) for name in names]


def beside(store: Store, text: str, **options: Any) -> list[tuple[int | None, str]]:
    found = look(store, FileKind.ACTUALS, text, **options)
    told = (warning for warning in found.warnings if warning.code == "beside_segments")
    return [(warning.line, problem_message(language("en"), warning)) for warning in told]


DAY_BY_SEGMENT = (
    "Sat 1 Mar 2025 already has segments ({count}); a row without one is added to them. "
    "Give its segment, or leave the row out."
)


def test_a_row_without_a_segment_on_a_day_that_has_some_needs_a_tick(plan: Store) -> None:
    recorded(plan, by_segment(["华东", "华北", "华南"]))
    assert beside(plan, "kpi,day,value\nREV,2025-03-01,15\n") == [(2, DAY_BY_SEGMENT.format(count=3))]
    assert beside(plan, "kpi,day,segment,value\nREV,2025-03-01,,5\nREV,2025-03-01,西北,5\n") == [
        (2, DAY_BY_SEGMENT.format(count=4))
    ]


def test_a_row_without_a_segment_after_a_day_that_has_some_needs_a_tick(plan: Store) -> None:
    recorded(plan, by_segment(["华东", "华北"]))
    later = "Sat 1 Mar 2025, the last day before, has segments (2), and this row has none."
    assert beside(plan, "kpi,day,value\nREV,2025-03-02,15\nREV,2025-03-03,15\n") == [
        (line, f"{later} Give its segment, or leave the row out.") for line in (2, 3)
    ]
    assert beside(plan, "kpi,day,value\nREV,2025-01-02,15\n", history=True) == []


def test_a_row_with_a_segment_on_a_day_that_has_a_value_without_one_needs_a_tick(plan: Store) -> None:
    recorded(plan, by_segment([""]))
    text = "kpi,day,segment,value\nREV,2025-03-01,华东,5\nREV,2025-03-02,华东,5\n"
    assert beside(plan, text) == [
        (
            2,
            "Sat 1 Mar 2025 already has a value without a segment; a row with one is added to it. "
            "Leave the row out, or correct that value first.",
        )
    ]


def test_a_file_that_mixes_both_on_a_day_is_told_where_the_day_counts_twice(plan: Store) -> None:
    text = (
        "kpi,day,segment,value\nREV,2025-03-01,,10\nREV,2025-03-01,华东,5\nREV,2025-03-01,华北,5\nREV,2025-03-02,,9\n"
    )
    assert beside(plan, text) == [(2, DAY_BY_SEGMENT.format(count=2))]
    assert beside(plan, text.replace("REV,2025-03-01,,", "N1,2025-03-01,,")) == []


def test_days_kept_one_way_and_rows_that_stand_are_quiet(plan: Store) -> None:
    """A KPI that has both on every day says so once, when its days begin to; what stands is not asked again."""
    recorded(plan, [*by_segment(["", "华东"]), *by_segment(["华东"], kpi="k-n1"), *by_segment([""], kpi="k-ord")])
    assert beside(plan, "kpi,day,segment,value\nREV,2025-03-01,,6\nREV,2025-03-01,华东,6\nREV,2025-03-02,,6\n") == []
    assert beside(plan, "kpi,day,segment,value\nN1,2025-03-02,华东,6\nORD,2025-03-02,,6\n") == []


def test_weeks_and_ratios_add_up_over_segments_and_the_smallest_of_a_day_does_not(plan: Store) -> None:
    lowest = Kpi(kpi="low", team="t", code="LOW", name_zh="最低库存", aggregation=Aggregation.MIN)
    rows = [row for kpi in ("k-cr", "low") for row in by_segment(["华东"], kpi=kpi)]
    recorded(plan, [*rows, *by_segment(["华东"], date(2025, 3, 3), "k-wk")], lowest)
    text = "kpi,day,value,base\nCR,2025-03-01,3,100\nLOW,2025-03-01,3,\nWK,2025-03-05,3,\n"
    assert [line for line, _ in beside(plan, text)] == [2, 4]


def test_segments_that_are_new_are_told_with_those_they_are_like(plan: Store) -> None:
    recorded(plan, by_segment(["华东", "华北"]))
    text = "kpi,day,segment,value\nREV,2025-03-02,华东区,5\nREV,2025-03-02,西北,5\nREV,2025-03-03,华东,5\n"
    assert [notice_sentence(language("en"), told) for told in look(plan, FileKind.ACTUALS, text).notices] == [
        "Segments that were not there before: 华东区, 西北. Similar ones that were: 华东."
    ]
    assert look(plan, FileKind.ACTUALS, text.replace("REV", "N1")).notices == ()
    known = "kpi,day,segment,value\nREV,2025-03-02,华东,5\n"
    assert look(plan, FileKind.ACTUALS, known).notices == ()


def test_a_rate_without_its_denominator_needs_a_tick_where_the_others_have_theirs(plan: Store) -> None:
    text = "kpi,day,value\nCR,2025-03-02,3%\n"
    assert seen(plan, text, rate=True) == []
    recorded(plan, [Actual(kpi="k-cr", day=MARCH, value=Decimal(3), base=Decimal(100))])
    assert seen(plan, text, rate=True) == [(2, "value", "no_base")]
    assert seen(plan, "kpi,day,value,base\nCR,2025-03-02,3%,100\n", rate=True) == []
