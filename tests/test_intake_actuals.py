"""Rows of actuals: what each KPI allows, and that the checks of a column say what the record says of a row."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from pydantic import ValidationError

from planlib.intake.checking.check_actuals import check_actuals
from planlib.intake.checking.sheet import Sheet
from planlib.intake.known import Known
from planlib.intake.mapping.map import fields_of
from planlib.intake.options import Limits, Options
from planlib.intake.preview import Preview, preview
from planlib.intake.reading.read import read
from planlib.intake.values.values import NumberReader
from planlib.locale import language
from planlib.locale.sentences import decision_sentence, problem_message
from planlib.metrics.periods import owning_month, week_start
from planlib.model import Actual, Plan, Team
from planlib.store.connect import Store
from planlib.vocabulary import FileKind
from tests.intake_plan import KPIS, MARCH, NOW, PLAN, faults, look, make_plan, written

HEADER = "kpi,date,segment,value,base,note\n"


@pytest.fixture(scope="module")
def plan() -> Iterator[Store]:
    """Give one plan for all tests here: they look and record nothing."""
    store = Store.open(":memory:")
    make_plan(store)
    yield store
    store.close()


def actuals(store: Store, body: str, **options: Any) -> Preview:
    return look(store, FileKind.ACTUALS, HEADER + body, **options)


def added(found: Preview) -> list[tuple[Any, ...]]:
    rows = (written(row) for row in found.additions)
    return [(row["kpi"], row["day"], row["segment"], row["value"], row["base"]) for row in rows]


@pytest.mark.parametrize("name", ["REV", " ＲＥＶ ", "销售额", "Sales", "GMV", "流水", "销售\u200b额"])
def test_a_kpi_is_known_by_its_code_its_names_and_its_aliases(plan: Store, name: str) -> None:
    assert added(actuals(plan, f'{name},2025/3/5,华东,"1,200",,')) == [
        ("k-rev", date(2025, 3, 5), "华东", Decimal(1200), None)
    ]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("销售,2025-03-05,,1,,", "kpi", "unknown_kpi"),
        ("rev,2025-03-05,,1,,", "kpi", "unknown_kpi"),
        ("新客,2025-03-05,,1,,", "kpi", "ambiguous_kpi"),
        (",2025-03-05,,1,,", "kpi", "missing_kpi"),
        ("REV,3/5/2025,,1,,", "date", "ambiguous_date"),
        ("REV,2025-03,,1,,", "date", "bad_date"),
        ("REV,,,1,,", "date", "missing_date"),
        ("REV,2025-04-01,,1,,", "date", "out_of_period"),
        ("REV,2025-03-05,,,,closed", "value", "missing_value"),
        ("REV,2025-03-05,,,7,", "value", "missing_value"),
        ("REV,2025-03-05,,-,,", "value", "missing_value"),
        ("REV,2025-03-05,,abc,,", "value", "bad_number"),
        ("REV,2025-03-05,,12%,,", "value", "percent_not_allowed"),
        ("ORD,2025-03-05,,1.5,,", "value", "bad_number"),
        ("ORD,2025-03-05,,-1,,", "value", "out_of_range"),
        ("GM,2025-03-05,,12.5,,", "value", "ambiguous_percent"),
        ("GM,2025-03-05,华东,12%,,", "segment", "segment_not_allowed"),
        ("CR,2025-03-05,华东,3,,", "base", "no_denominator"),
        ("CR,2025-03-05,华东,3%,100,", "value", "percent_not_allowed"),
        ("CR,2025-03-05,华东,3,5%,", "base", "percent_not_allowed"),
        ("CR,2025-03-05,华东,30,20,", "value", "out_of_range"),
        ("WK,2025-02-26,,1,,", "date", "out_of_period"),
        ("WK,2025-03-31,,1,,", "date", "out_of_period"),
        ("REV,2025-03-05,,1,,a\x00b", "note", "control_char"),
        (f"REV,2025-03-05,,1,,{'长' * 2001}", "note", "too_long"),
        (f"REV,2025-03-05,{'长' * 201},1,,", "segment", "too_long"),
        ("REV,2025-03-05,,1,,,", None, "wrong_field_count"),
    ],
)
def test_a_row_that_the_kpi_does_not_allow_is_refused(plan: Store, row: str, column: str | None, code: str) -> None:
    found = actuals(plan, f"REV,2025-03-01,,1,,\n{row}")
    assert (faults(found), found.refused, found.added) == ([(3, column, code)], 1, 1)


def test_every_problem_of_every_row_is_told(plan: Store) -> None:
    found = actuals(plan, "XYZ,3/5/2025,,abc,,\nREV,2025-03-05,,1,,\nREV,,,2,,")
    assert faults(found) == [
        (2, "kpi", "unknown_kpi"),
        (2, "date", "ambiguous_date"),
        (2, "value", "bad_number"),
        (4, "date", "missing_date"),
    ]
    assert (found.problem_count, found.refused, found.added) == (4, 2, 1)


def test_percentages_become_fractions(plan: Store) -> None:
    body = "GM,2025-03-01,,12.5%,,\nGM,2025-03-02,,0.125,,\n"
    assert [row[3] for row in added(actuals(plan, body))] == [Decimal("0.125")] * 2
    bare = "GM,2025-03-01,,12.5,,\n"
    assert [row[3] for row in added(actuals(plan, bare, percent_as="percent"))] == [Decimal("0.125")]
    assert [row[3] for row in added(actuals(plan, bare, percent_as="fraction"))] == [Decimal("12.5")]
    in_header = look(plan, FileKind.ACTUALS, "kpi,date,数值(%)\nGM,2025-03-01,12.5\nGM,2025-03-02,12.5%\n")
    assert [row[3] for row in added(in_header)] == [Decimal("0.125")] * 2


@pytest.mark.parametrize(
    "segment", ["合计", "总计", "小计", " 全部 ", "全国合计", "Total", "ALL", "Grand total", "平均"]
)
def test_a_row_whose_segment_is_a_total_is_left_out_with_the_other_totals(plan: Store, segment: str) -> None:
    body = f"REV,2025-03-05,华东,1,,\nREV,2025-03-05,{segment},1,,\nREV,2025-03-05,全国,3,,\n合计,,,5,,\n"
    found = actuals(plan, body)
    assert ([row[2] for row in added(found)], found.left_out, found.problems) == (["华东", "全国"], 1, ())
    totals = [told.parameters for told in found.decisions if told.code == "totals"]
    assert totals == [{"lines": [3, 5]}]


def test_a_column_of_totals_in_a_wide_file_is_told_by_its_name(plan: Store) -> None:
    text = "日期,华东 销售额,华东 订单数,合计 销售额,合计 订单数\n2025-03-01,1,2,1,2\n2025-03-02,3,4,3,4\n"
    found = look(plan, FileKind.ACTUALS, text)
    assert (found.added, found.left_out) == (4, 4)
    (told,) = (told for told in found.decisions if told.code == "totals")
    assert decision_sentence(language("en"), told) == (
        "Columns of totals, averages and comparisons are left out: 合计 销售额, 合计 订单数."
    )


def test_a_segment_that_is_a_total_is_a_row_where_totals_are_said_to_be_rows(plan: Store) -> None:
    found = actuals(plan, "REV,2025-03-05,华东,1,,\nREV,2025-03-05,合计,1,,\n", footer=False)
    assert [row[2] for row in added(found)] == ["华东", "合计"]
    said = look(plan, FileKind.ACTUALS, "kpi,day,value\nREV,2025-03-05,1\n", constants={"segment": "全部"})
    assert [row[2] for row in added(said)] == ["全部"]


def test_a_cell_that_may_be_a_percentage_is_told_that_alone(plan: Store) -> None:
    """A rate of 60 is above the largest, 1, where it is a fraction; it is not asked twice."""
    found = actuals(plan, "CR,2025-03-01,,60,,\nCR,2025-03-02,,60,10,\nCR,2025-03-03,,60%,,\n", rate=True)
    assert faults(found) == [(2, "value", "ambiguous_percent"), (3, "value", "ambiguous_percent")]
    assert [row[3] for row in added(found)] == [Decimal("0.6")]


def test_the_limits_of_a_percentage_are_said_in_percent(plan: Store) -> None:
    (problem,) = actuals(plan, "CR,2025-03-01,,120%,,\n", rate=True).problems
    assert problem_message(language("en"), problem) == "“120%” is too large. The largest possible value is 100%."
    (problem,) = actuals(plan, "ORD,2025-03-01,,-1,,\n").problems
    assert problem_message(language("en"), problem) == "“-1” is too small. The smallest possible value is 0."


@pytest.mark.parametrize("name", ["退单数", "未完成订单数", "新订单数", "去年订单数", "订单数目标", "取消订单数"])
def test_what_a_word_turns_into_another_thing_is_not_suggested(plan: Store, name: str) -> None:
    assert [unknown.suggestions for unknown in actuals(plan, f"{name},2025-03-01,,1,,\n").unknown] == [()]
    assert [unknown.suggestions for unknown in actuals(plan, "总订单数,2025-03-01,,1,,\n").unknown] == [("ORD",)]


def test_a_scale_in_the_header_is_applied_and_said(plan: Store) -> None:
    found = look(plan, FileKind.ACTUALS, "指标,日期,实际(万元)\n销售额,2025-03-01,3.5\n销售额,2025-03-02,3.5万\n")
    assert [row[3] for row in added(found)] == [Decimal(35000)] * 2
    unit = {"column": "实际(万元)", "unit": "万元", "scale": 10_000}
    assert [(str(decision.code), decision.parameters) for decision in found.decisions if decision.code == "unit"] == [
        ("unit", unit)
    ]


def test_a_header_in_money_holds_for_money_and_ratios_alone(plan: Store) -> None:
    rows = "指标,日期,实际(万元),分母\nREV,2025-03-01,3,\nCR,2025-03-01,3,100000\nORD,2025-03-01,3,\n"
    found = look(plan, FileKind.ACTUALS, rows)
    assert faults(found) == [(4, "实际(万元)", "bad_value")]
    assert [written(row)["value"] for row in found.additions] == [Decimal(30_000), Decimal(30_000)]
    said = look(plan, FileKind.ACTUALS, rows, units={"value": "万元"})
    assert (faults(said), said.added) == ([], 3)


def test_a_unit_that_somebody_says_wins_over_the_headers_but_not_over_the_numbers(plan: Store) -> None:
    rows = "指标,日期,实际(万元)\n销售额,2025-03-01,3.5\n销售额,2025-03-02,3.5万\n"
    found = look(plan, FileKind.ACTUALS, rows, units={"value": "千元"})
    assert [row[3] for row in added(found)] == [Decimal(3500), Decimal(35000)]


def test_what_a_unit_makes_too_large_or_too_precise_is_refused(plan: Store) -> None:
    limits = Limits(below=Decimal(10**6), decimals=3)
    rows = "指标,日期,实际(万元)\n销售额,2025-03-01,100\n销售额,2025-03-02,99.999\n"
    assert faults(look(plan, FileKind.ACTUALS, rows, limits=limits)) == [(2, "实际(万元)", "out_of_range")]
    rows = "指标,日期,实际(%)\n毛利率,2025-03-01,1.25\n毛利率,2025-03-02,12.5\n"
    assert faults(look(plan, FileKind.ACTUALS, rows, limits=limits)) == [(2, "实际(%)", "bad_number")]


def test_a_decimal_comma_is_read_where_it_is_declared(plan: Store) -> None:
    rows = "指标;日期;实际\n销售额;2025-03-01;1.234,50\n销售额;2025-03-02;12,5\n销售额;2025-03-03;7\n"
    found = look(plan, FileKind.ACTUALS, rows, decimal=",")
    assert [row[3] for row in added(found)] == [Decimal("1234.5"), Decimal("12.5"), Decimal(7)]
    assert [fault[2] for fault in faults(look(plan, FileKind.ACTUALS, rows))] == ["bad_number", "bad_number"]


def test_what_excel_is_kept_from_reading_as_a_number_is_read_as_it_stands_inside(plan: Store) -> None:
    found = look(plan, FileKind.ACTUALS, 'kpi,day,value,note\n="REV",="2025-03-01",="12",="00""7"\n')
    assert added(found) == [("k-rev", date(2025, 3, 1), "", Decimal(12), None)]
    assert written(found.additions[0])["note"] == '00"7'


def test_a_ratio_keeps_numerator_and_denominator(plan: Store) -> None:
    assert added(actuals(plan, "CR,2025-03-01,华东,3,120,"))[0][3:] == (Decimal(3), Decimal(120))
    rated = added(actuals(plan, "CR,2025-03-01,华东,2.5%,120,\nCR,2025-03-02,华东,0.1,,", rate=True))
    assert [row[3:] for row in rated] == [(Decimal(3), Decimal(120)), (Decimal("0.1"), None)]
    exact = actuals(plan, "CR,2025-03-01,,0.12345678901,1.00001,", rate=True)
    assert faults(exact) == [(2, "value", "bad_number")]


@pytest.mark.parametrize(("value", "base"), [(1, 30), (1000003, 7777777), (123456789012, 987654321098), (2.5, 7)])
def test_the_rate_that_a_program_divided_gives_back_what_it_divided(plan: Store, value: float, base: int) -> None:
    texts = (repr(value / base), f"{value / base:.17g}", f"{100 * value / base!r}%")
    for text in texts:
        assert added(actuals(plan, f"CR,2025-03-01,,{text},{base},", rate=True))[0][3] == Decimal(str(value))
    book = Workbook()
    book.active.append(["kpi", "day", "value", "base"])
    book.active.append(["CR", date(2025, 3, 1), value / base, base])
    file = io.BytesIO()
    book.save(file)
    found = preview(
        plan, file.getvalue(), "f", FileKind.ACTUALS, PLAN, Options(rate=True), actor="test", today=NOW.date()
    )
    assert added(found)[0][3] == Decimal(str(value))


def test_a_rate_is_held_against_the_limits_of_its_kpi_to_the_last_digit(plan: Store) -> None:
    rows = ["999999999999.999,1000000000000", "1000000000000,1000000000000", "1000000000000.001,1000000000000"]
    found = actuals(plan, "\n".join(f"CR,2025-03-0{day},,{row}," for day, row in enumerate(rows, 1)))
    assert faults(found) == [(4, "value", "out_of_range")]


def test_grouped_amounts_are_read_as_each_alone_would_be(plan: Store) -> None:
    texts = [
        "1,234.5",
        "-1,234.5",
        "¥1,234,567",
        "￥12",
        "￥ 1,234",
        "(1,234)",
        "1,234.12345678901234",
        "¥-7",
        "1,234万",
    ]
    wrong = ["1,2345", ",123", "$1,234", "1,234,", "12,34.5"]
    found = actuals(plan, "\n".join(f'REV,2025-03-{day:02},,"{text}",,' for day, text in enumerate(texts + wrong, 1)))
    reader = NumberReader("CNY", Limits())
    assert [row[3] for row in added(found)] == [reader(text)[0] for text in texts]
    assert faults(found) == [(len(texts) + 2 + at, "value", "bad_number") for at in range(len(wrong))]


def test_repeated_keys_are_all_refused_each_naming_the_others(plan: Store) -> None:
    found = actuals(plan, "REV,2025-03-05,,1,,\nORD,2025-03-05,,2,,\n销售额,2025/3/5,,3,,\nREV,2025-03-05,华东,4,,")
    assert faults(found) == [(2, None, "duplicate_key"), (4, None, "duplicate_key")]
    assert [problem.parameters["lines"] for problem in found.problems] == [(4,), (2,)]


def test_rows_of_one_key_are_added_up_on_demand(plan: Store) -> None:
    sales = "REV,2025-03-05,华东,1.25,,a\nREV,2025-03-06,华东,9,,\nREV,2025/3/5,华东,2,,a\n"
    found = actuals(plan, sales + "CR,2025-03-05,,1,10,\nCR,2025-03-05,,2,30,\n", total=True)
    assert added(found) == [
        ("k-rev", date(2025, 3, 5), "华东", Decimal("3.25"), None),
        ("k-rev", date(2025, 3, 6), "华东", Decimal(9), None),
        ("k-cr", date(2025, 3, 5), "", Decimal(3), Decimal(40)),
    ]
    assert [row.line for row in found.additions] == [2, 3, 5]


def test_a_total_is_whole_or_refused(plan: Store) -> None:
    found = actuals(plan, "REV,2025-03-05,,1,,\nREV,2025-03-05,,abc,,\nREV,2025-03-06,,2,,\n", total=True)
    assert faults(found) == [(2, None, "bad_value"), (3, "value", "bad_number")]
    assert found.problems[0].parameters["lines"] == (3,)
    assert added(found) == [("k-rev", date(2025, 3, 6), "", Decimal(2), None)]


def test_percentages_are_never_added_up(plan: Store) -> None:
    found = actuals(plan, "GM,2025-03-05,,10%,,\nGM,2025-03-05,,20%,,\n", total=True)
    assert [code for *_, code in faults(found)] == ["duplicate_key"] * 2


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 6))
def test_days_go_to_their_week_or_month_as_the_metrics_have_it(day: date, first_weekday: int) -> None:
    text = f"kpi,day,value\nWK,{day},1\nMO,{day},1\n"
    rows = checked(text, Options(history=True), first_weekday).to_pylist()
    week = week_start(day, first_weekday)
    expected = [(week, owning_month(week)), (day.replace(day=1), day.replace(day=1))]
    assert [(row["day"], row["month"]) for row in rows] == expected


def test_a_monthly_kpi_may_name_the_month_only(plan: Store) -> None:
    assert added(actuals(plan, "MO,2025年3月,,0.4,,"))[0][1] == MARCH


def test_history_brings_other_months_and_a_closed_month_stays_as_it_is(plan: Store) -> None:
    body = "REV,2024-03-05,,1,,\nREV,2025-02-05,,2,,\nREV,2025-03-05,,3,,\nWK,2025-02-28,,4,,\nWK,2025-03-02,,5,,"
    found = actuals(plan, body, history=True, total=True)
    assert faults(found) == [(3, "date", "closed_period"), (5, "date", "closed_period")]
    assert [row[1] for row in added(found)] == [date(2024, 3, 5), date(2025, 3, 5)]


NUMBER_TEXTS = st.one_of(
    st.decimals(allow_nan=True, allow_infinity=True).map(str),
    st.floats().map(repr),
    st.from_regex(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", fullmatch=True),
)


@given(st.lists(st.tuples(NUMBER_TEXTS, st.text(max_size=5)), min_size=1, max_size=8))
def test_the_checks_of_a_column_say_what_the_record_says_of_a_row(cells: list[tuple[str, str]]) -> None:
    days = [MARCH + timedelta(days=number) for number in range(len(cells))]
    quoted = [segment.replace('"', '""') for _, segment in cells]
    body = "".join(f'REV,{day},"{name}",{text[0]}\n' for day, name, text in zip(days, quoted, cells, strict=True))
    for row in checked("kpi,day,segment,value\n" + body, Options()).to_pylist():
        try:
            record = Actual.model_validate({name: row[name] for name in ("kpi", "day", "segment", "value", "note")})
        except ValidationError as error:
            raise AssertionError(row) from error
        assert (record.segment, record.value) == (row["segment"], row["value"])


def checked(text: str, options: Options, first_weekday: int = 0) -> Any:
    """Return what the checks leave of a file, without a database."""
    team = Team(team="t", code="T", first_weekday=first_weekday)
    known = Known(
        team=team,
        plan=Plan(team="t", month=MARCH),
        new_team=False,
        new_plan=False,
        kpis=tuple(KPIS),
        people=(),
        objectives=(),
        targets=(),
        budgets=(),
        closed=frozenset(),
    )
    table = read(text.encode(errors="replace"), options)
    sheet = Sheet(table, fields_of(FileKind.ACTUALS, table.header, options), options)
    return check_actuals(sheet, known, options)
