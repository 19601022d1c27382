"""Columns of days and of KPIs become rows, and every problem still names the cell of the file."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planlib.errors import InvalidError
from planlib.intake.preview import Preview, record_preview
from planlib.intake.reading.day_headers import DayColumns, day_columns
from planlib.model import Actual
from planlib.store.connect import Store
from planlib.vocabulary import FileKind
from tests.intake_plan import NOW, faults, look, make_plan
from tests.layouts import decided, laid_out, rows

OCTOBER = date(2026, 10, 1)
CATERING = Path(__file__).parents[2] / "shared" / "data" / "catering_daily_zh.csv"


@pytest.mark.parametrize(
    ("header", "days"),
    [
        ("2026-10-01 2026/10/2 2026年10月3日", "2026-10-01 2026-10-02 2026-10-03"),
        ("10/1 10/2 10/31", "2026-10-01 2026-10-02 2026-10-31"),
        ("1/10 2/10 3/10", "2026-10-01 2026-10-02 2026-10-03"),
        ("10.1 10.2", "2026-10-01 2026-10-02"),
        ("10/1/2026 10/2/2026", "2026-10-01 2026-10-02"),
        ("10月1日 10月2日", "2026-10-01 2026-10-02"),
        ("1日 2号 31日", "2026-10-01 2026-10-02 2026-10-31"),
        ("1 2 3", "2026-10-01 2026-10-02 2026-10-03"),
        ("１ ２ ３", "2026-10-01 2026-10-02 2026-10-03"),
        ("10/1(周四) 10/2(周五)", "2026-10-01 2026-10-02"),
        ("1-Oct Oct-2", "2026-10-01 2026-10-02"),
    ],
)
def test_headers_that_are_days(header: str, days: str) -> None:
    assert day_columns(header.split(), OCTOBER) == DayColumns("day", dict(enumerate(days.split())))


@pytest.mark.parametrize(
    ("header", "grain", "days"),
    [
        ("W40,第41周,2026-W42", "week", "2026-09-28 2026-10-05 2026-10-12"),
        ("第1周,第2周", "week", "2026-09-28 2026-10-05"),
        ("2026年10月,2026-11,Dec 2026", "month", "2026-10 2026-11 2026-12"),
        ("9月,10月,1月", "month", "2026-09 2026-10 2027-01"),
    ],
)
def test_headers_that_are_weeks_or_months(header: str, grain: str, days: str) -> None:
    found = day_columns(header.split(","), OCTOBER)
    assert (found.grain, list(found.days.values())) == (grain, days.split())


@pytest.mark.parametrize("header", ["2 4 6", "1 2", "1日 1日", "0 1 2", "A 99.5 x1", "kpi date value", "1.5 2.5 99.5"])
def test_headers_that_are_no_days(header: str) -> None:
    assert day_columns(header.split(), OCTOBER).days == {}


def test_a_week_without_a_year_is_the_one_nearest_to_the_plan() -> None:
    assert day_columns(["W53", "W1"], date(2027, 1, 1)).days == {0: "2026-12-28", 1: "2027-01-04"}


def test_a_day_without_a_year_is_the_one_nearest_to_the_plan() -> None:
    assert day_columns(["12月31日", "1月1日"], date(2027, 1, 1)).days == {0: "2026-12-31", 1: "2027-01-01"}


def test_a_column_for_each_day_becomes_a_row_for_each_cell() -> None:
    found = laid_out("指标,负责人,10/1,10/2,10/3\n销售额,张三,1,,-\n订单数,李四,-,5,6\n合计,,1,5,6\n")
    assert found.header == ("指标", "负责人", "day", "value")
    assert rows(found) == [
        (2, "销售额", "张三", "2026-10-01", "1"),
        (3, "订单数", "李四", "2026-10-02", "5"),
        (3, "订单数", "李四", "2026-10-03", "6"),
    ]
    assert decided(found)["shape"] == {"days": 3, "first": "10/1", "last": "10/3"}
    assert [found.column_of(row, 3) for row in range(3)] == ["10/1", "10/2", "10/3"]
    assert found.column_of(0, 0) == "指标"
    assert found.cells(2) == ("订单数", "李四", "-", "5", "6")


def test_a_column_for_each_kpi_becomes_a_row_for_each_cell() -> None:
    found = laid_out("日期,销售额(万元),单量,其他,备注\n2026-10-01,1.5,20,x,a\n2026-10-02,,30,y,\n")
    assert found.header == ("日期", "其他", "备注", "kpi", "value")
    assert rows(found) == [
        (2, "2026-10-01", "x", "a", "销售额", "1.5"),
        (2, "2026-10-01", "x", "a", "单量", "20"),
        (3, "2026-10-02", "y", "", "单量", "30"),
    ]
    assert found.units is not None
    assert found.units.to_pylist() == ["万元", "", ""]
    assert decided(found) == {"shape": {"kpis": ["销售额(万元)", "单量"]}}


def test_columns_of_numbers_beside_a_day_are_kpis_even_where_nobody_knows_them() -> None:
    assert [row[2] for row in rows(laid_out("日期,销量,利润(元)\n2026-10-01,1,2\n"))] == ["销量", "利润"]
    assert laid_out("日期,销量,经办\n2026-10-01,1,张三\n").wide is None
    forced = laid_out("日期,销量,经办\n2026-10-01,1,张三\n", shape="kpis")
    assert [row[2:] for row in rows(forced)] == [("销量", "1"), ("经办", "张三")]


def test_a_person_may_say_that_the_rows_stand_as_they_are() -> None:
    text = "指标,10/1,10/2,10/3\n销售额,1,2,3\n"
    assert laid_out(text, shape="rows").header == ("指标", "10/1", "10/2", "10/3")
    assert laid_out(text, mapping={"value": "10/2"}, constants={"day": "2026-10-02"}).wide is None


def test_a_long_table_stays_as_it_is() -> None:
    assert laid_out("kpi,date,value,销售额\nREV,2026-10-01,1,2\n").wide is None
    assert laid_out("kpi,date,value,2026-10\nREV,2026-10-01,1,2\n").wide is None


def test_one_day_is_a_column_too() -> None:
    assert rows(laid_out("指标,2026-10-05\n销售额,5\n")) == [(2, "销售额", "2026-10-05", "5")]


def test_of_a_budget_by_month_the_month_of_the_plan_is_read() -> None:
    found = laid_out("科目,2026年9月,2026年10月,2026年11月\n广告费,1,2,3\n差旅费,1,,3\n", FileKind.BUDGET)
    assert (found.header[-1], rows(found)) == ("amount", [(2, "广告费", "1", "3", "2")])
    assert found.column_of(0, 3) == "2026年10月"
    assert decided(found) == {"shape": {"month_column": "2026年10月"}}
    with pytest.raises(InvalidError) as refused:
        laid_out("科目,2026年8月,2026年9月\n广告费,1,2\n", FileKind.BUDGET)
    (problem,) = refused.value.problems
    assert (problem.code, problem.parameters["months"]) == ("out_of_period", ["2026年8月", "2026年9月"])


def test_spend_by_month_has_no_days() -> None:
    with pytest.raises(InvalidError) as refused:
        laid_out("科目,2026年9月,2026年10月\n广告费,1,2\n", FileKind.SPEND)
    (problem,) = refused.value.problems
    assert (problem.code, problem.parameters) == ("bad_date", {"months": ["2026年9月", "2026年10月"]})
    text, day = "科目,2026年9月,2026年10月\n广告费,1,2\n", {"day": "2026-10-31"}
    assert laid_out(text, FileKind.SPEND, mapping={"amount": "2026年10月"}, constants=day).wide is None


def test_groups_above_the_kpis_are_segments_unless_they_name_another_figure() -> None:
    text = ",华东,,去年,\n日期,销售额(万元),单量,销售额(万元),单量\n2026-10-01,1,2,3,4\n"
    found = laid_out(text)
    assert found.header == ("日期", "去年 销售额(万元)", "去年 单量", "kpi", "segment", "value")
    assert [row[-3:] for row in rows(found)] == [("销售额", "华东", "1"), ("单量", "华东", "2")]
    assert found.units is not None
    assert found.units.to_pylist() == ["万元", ""]


def test_of_target_and_actual_in_the_group_of_a_kpi_the_actual_is_read() -> None:
    figures = "目标,实际,达成率,目标,实际,达成率\n2026-10-01,9,1,90%,8,2,80%\n"
    merged = "日期,销售额,销售额,销售额,订单数,订单数,订单数\n日期,"
    for text in (f",销售额,,,订单数,,\n日期,{figures}", f"日期,销售额,,,订单数,,\n,{figures}", merged + figures):
        found = laid_out(text)
        assert [(row[-2], row[-1]) for row in rows(found)] == [("销售额", "1"), ("订单数", "2")]
        assert "segment" not in found.header
    alone = laid_out("日期,销售额,,\n,目标,实际,达成率\n2026-10-01,9,1,90%\n")
    assert [(row[-2], row[-1]) for row in rows(alone)] == [("销售额", "1")]


def test_a_unit_that_holds_for_no_kpi_is_said(store: Store) -> None:
    make_plan(store)
    found = look(store, FileKind.ACTUALS, "单位：万元,,\n指标,日期,数值\n订单数,2025-03-01,7\n")
    assert [dict(one.parameters) for one in found.decisions if one.code == "unit"] == [{"unit_above": "万元"}]
    assert [row.after.value for row in found.additions if isinstance(row.after, Actual)] == [7]


def test_a_day_that_many_cells_share_is_refused_once(store: Store) -> None:
    make_plan(store)
    found = look(store, FileKind.ACTUALS, "日期,销售额,订单数\n2025-04-01,1,2\n2025-03-01,3,x\n")
    assert faults(found) == [(2, "日期", "out_of_period"), (3, "订单数", "bad_number")]
    assert (found.problem_count, found.refused) == (2, 3)


def test_a_column_may_say_the_unit_of_each_row(store: Store) -> None:
    make_plan(store)
    found = look(store, FileKind.ACTUALS, "指标,单位,3/1,3/2,3/3\n销售额,万元,1,2,\n毛利率,%,12,,\n订单数,单,7,8,9\n")
    values = [(row.after.kpi, row.after.value) for row in found.additions if isinstance(row.after, Actual)]
    assert values == [
        ("k-rev", Decimal(10000)),
        ("k-rev", Decimal(20000)),
        ("k-gm", Decimal("0.12")),
        *(("k-ord", Decimal(orders)) for orders in (7, 8, 9)),
    ]
    told = [decision.parameters for decision in found.decisions if decision.code == "unit"]
    assert [(one["unit"], one["rows"], one["unit_column"]) for one in told] == [("万元", 2, "单位"), ("%", 1, "单位")]
    long = look(store, FileKind.ACTUALS, "指标,日期,数值,单位\n销售额,2025-03-01,1.5,万元\n订单数,2025-03-01,7,\n")
    assert [row.after.value for row in long.additions if isinstance(row.after, Actual)] == [15000, 7]


def test_spend_by_day_is_turned_too() -> None:
    found = laid_out("科目,10月1日,10月2日\n广告费,100,200\n", FileKind.SPEND)
    assert (found.header, len(found)) == (("科目", "day", "amount"), 2)


def test_a_wide_table_without_a_value_has_no_rows() -> None:
    with pytest.raises(InvalidError) as refused:
        laid_out("指标,10/1,10/2,10/3\n销售额,,,-\n")
    assert refused.value.problems[0].code == "no_data_rows"


def test_cells_of_a_wide_file_are_recorded_and_refused_one_by_one(store: Store) -> None:
    make_plan(store)
    text = "经营日报,,,\n指标,3/1,3/2,3/3\n销售额,1.5,x,2\n订单数,7,8,9.5\n"
    found = look(store, FileKind.ACTUALS, text)
    values = [row.after for row in found.additions]
    assert [(row.kpi, row.day.day, row.value) for row in values if isinstance(row, Actual)] == [
        ("k-rev", 1, Decimal("1.5")),
        ("k-rev", 3, Decimal(2)),
        ("k-ord", 1, Decimal(7)),
        ("k-ord", 2, Decimal(8)),
    ]
    assert [(line, column) for line, column, _ in faults(found)] == [(3, "3/2"), (4, "3/3")]
    assert found.header == ("指标", "3/1", "3/2", "3/3")
    assert [row.cells for row in found.refused_rows] == [("销售额", "1.5", "x", "2"), ("订单数", "7", "8", "9.5")]


def test_each_column_of_a_kpi_has_its_own_unit(store: Store) -> None:
    make_plan(store)
    found = look(store, FileKind.ACTUALS, "日期,销售额(万元),毛利率(%),订单数\n2025-03-01,1.5,12,7\n")
    values = {row.after.kpi: row.after.value for row in found.additions if isinstance(row.after, Actual)}
    assert values == {"k-rev": Decimal(15000), "k-gm": Decimal("0.12"), "k-ord": Decimal(7)}
    assert found.problems == ()


@pytest.mark.skipif(not CATERING.exists(), reason="the real files are not beside the project")
def test_days_of_a_real_restaurant_are_two_kpis() -> None:
    found = laid_out(CATERING.read_bytes())
    assert decided(found) == {"shape": {"kpis": ["销量", "利润"]}}
    assert rows(found)[:2] == [(2, "2015/3/1", "销量", "51"), (2, "2015/3/1", "利润", "420")]
    assert len(found) == 402


# segments


KEPT = "kpi,date,segment,value\nREV,2025-03-01,华东,1\nREV,2025-03-01,华南,2\n"


def kept_by_segment(store: Store) -> None:
    """Record values of two regions."""
    make_plan(store)
    record_preview(store, look(store, FileKind.ACTUALS, KEPT), actor="test", at=NOW)


def by_segment(found: Preview) -> list[tuple[str, str, int, Decimal]]:
    """Return KPI, segment, day and value of what is added."""
    added = [one.after for one in found.additions if isinstance(one.after, Actual)]
    return [(row.kpi, row.segment, row.day.day, row.value) for row in added]


@pytest.mark.parametrize(
    ("text", "constants"),
    [
        ("日期,华东,华南(万元),备注\n2025-03-05,3,4,x\n", {"kpi": "销售额"}),
        ("指标,日期,华东,华南(万元),合计\n销售额,2025-03-05,3,4,43\n", {}),
    ],
)
def test_columns_of_segments_that_kpis_have_had_become_rows(store: Store, text: str, constants: dict[str, str]) -> None:
    kept_by_segment(store)
    found = look(store, FileKind.ACTUALS, text, constants=constants)
    assert by_segment(found) == [("k-rev", "华东", 5, 3), ("k-rev", "华南", 5, 40_000)]
    assert {str(told.code): told.parameters for told in found.decisions}["shape"] == {
        "segments": ["华东", "华南(万元)"]
    }


def test_a_file_of_segments_lacks_its_kpi_alone(store: Store) -> None:
    kept_by_segment(store)
    assert look(store, FileKind.ACTUALS, "日期,华东,华南\n2025-03-05,3,4\n").unclear == ("kpi",)


def test_columns_that_are_said_to_be_segments_need_not_be_known(store: Store) -> None:
    make_plan(store)
    text = "日期,店长,一店,二店\n2025-03-05,李雷,3,4\n2025-03-06,李雷,5,\n"
    found = look(store, FileKind.ACTUALS, text, constants={"kpi": "REV"}, shape="segments")
    assert by_segment(found) == [("k-rev", "一店", 5, 3), ("k-rev", "二店", 5, 4), ("k-rev", "一店", 6, 5)]


def test_columns_of_kpis_go_before_those_of_segments(store: Store) -> None:
    kept_by_segment(store)
    found = look(store, FileKind.ACTUALS, "日期,订单数,华东\n2025-03-05,3,4\n")
    assert by_segment(found) == [("k-ord", "", 5, 3)]
    assert found.ignored == ("华东",)
