"""Which row of a file is its header, what stands around the rows, and what of it is said."""

from pathlib import Path
from typing import Any

import pytest

from planlib.errors import InvalidError, Problem
from planlib.vocabulary import FileKind
from tests.layouts import decided, laid_out, rows

ROWS = "REV,2026-10-01,1\nORD,2026-10-02,2\n"
FILE = "kpi,date,value\n" + ROWS
DATA = Path(__file__).parents[2] / "shared" / "data"


def problem(text: str, **options: Any) -> Problem:
    with pytest.raises(InvalidError) as refused:
        laid_out(text, **options)
    return refused.value.problems[0]


def test_a_plain_file_has_nothing_to_decide() -> None:
    found = laid_out(FILE)
    assert rows(found) == [(2, "REV", "2026-10-01", "1"), (3, "ORD", "2026-10-02", "2")]
    assert decided(found) == {}


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("2026年10月经营数据,,\n单位：元,,\n,,\n", 4),
        ("Report of October\n\n", 3),
        ("备注,,\n", 2),
        ("编制单位：万科集团,,\n", 2),
        ('"Note, with a\nline break",,\n', 3),
    ],
)
def test_what_stands_above_the_header_is_not_read(above: str, line: int) -> None:
    found = laid_out(above + FILE)
    assert (found.header, rows(found)[0][0]) == (("kpi", "date", "value"), line + 1)
    assert decided(found) == {"header": {"line": line}}
    assert found.unit == ""


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        ("单位：万元", "万元"),
        ("（金额单位:人民币千元）", "人民币千元"),
        ("单位：亿", "亿"),
        ("Unit: CNY thousands", "CNY thousands"),
        ("(in millions)", "millions"),
        ("Unit: 10k CNY", "10k CNY"),
        ("（单位：万元 人民币）", "万元 人民币"),
        ("Unit: RMB'000", "RMB'000"),
        ("Amounts are in RMB thousands", "RMB thousands"),
        ("(RMB in thousands)", "thousands"),
        ("制表：财务 单位：个、万元", "万元"),
        ("（万元）", "万元"),
        ("in thousands", "thousands"),
        ("单位：元", ""),
        ("单位：%、万元", "万元"),
        ("Growth in percent", ""),
        ("Report in March", ""),
        ("单位：千禧公司", ""),
        ("编制单位：万达广场", ""),
    ],
)
def test_a_unit_above_the_header_is_that_of_the_amounts(cell: str, unit: str) -> None:
    assert laid_out(f"{cell},,\n" + FILE).unit == unit


def test_a_unit_that_nobody_knows_is_said() -> None:
    assert decided(laid_out("单位：打,,\n" + FILE))["unit"] == {"said": "单位：打"}
    assert "unit" not in decided(laid_out("单位：运营部,,\n" + FILE))


@pytest.mark.parametrize(
    ("units", "header"),
    [
        (",,元", ("kpi", "date", "value(元)")),
        ("单位,-,（万元）", ("kpi", "date", "value(万元)")),
        (",,%", ("kpi", "date", "value(%)")),
    ],
)
def test_units_may_stand_below_the_header(units: str, header: tuple[str, ...]) -> None:
    found = laid_out(f"kpi,date,value\n{units}\n" + ROWS)
    assert (found.header, rows(found)[0][0]) == (header, 3)
    assert decided(found) == {"header": {"first": 1, "line": 2}}


@pytest.mark.parametrize(
    "text",
    [
        "REV,2026-10-01,1,x\nORD,2026-10-02,2,y\n",
        "1,2\n3,4\n",
        "广告费,2026-10-01,100,实际\n差旅费,2026-10-02,50,实际\n",
    ],
)
def test_a_record_is_never_taken_for_a_header(text: str) -> None:
    assert problem(text).code == "header_not_found"


@pytest.mark.parametrize(
    "row", ["REV,2026-10-05,1,2,3", "REV,1,2,3,4", "REV,ORD,x,y,z", "2026-10-01,2026-10-02,2026-10-03"]
)
def test_a_row_that_is_like_a_header_is_none_below_one(row: str) -> None:
    assert decided(laid_out(FILE + row + "\n")) == {}


def test_a_header_that_nobody_knows_is_the_first_full_row() -> None:
    assert laid_out("October\n项目,时间点,钱\nREV,2026-10-01,1\n").header == ("项目", "时间点", "钱")
    assert laid_out("a,b,c\nx,y,z\n").header == ("a", "b", "c")


def test_a_person_may_say_which_line_is_the_header() -> None:
    assert laid_out("a,b,c\nkpi,date,value\n" + ROWS, header=1).header == ("a", "b", "c")
    found = problem(FILE, header=9)
    assert (found.code, found.parameters) == ("header_not_found", {"header": 9})


def test_a_header_of_two_rows_is_read_as_one() -> None:
    found = laid_out("指标,负责人,10月,,\n,,1日,2日,3日\n销售额,张三,7,8,9\n", shape="rows")
    assert found.header == ("指标", "负责人", "10月 1日", "10月 2日", "10月 3日")
    assert decided(found) == {"header": {"first": 1, "line": 2}}


def test_columns_that_are_called_alike_are_told_apart_by_their_group() -> None:
    text = ",华东,,华南,\n日期,销售额,订单数,销售额,订单数\n2026-10-01,1,2,3,4\n"
    assert laid_out(text, shape="rows").header == ("日期", "华东 销售额", "华东 订单数", "华南 销售额", "华南 订单数")


@pytest.mark.parametrize(
    ("below", "notes"),
    [
        ("制表人：张三,,\n数据来源：财务系统,,\n", [4, 5]),
        ("\n本表仅供内部使用,,\n下月更新,,\n", [5, 6]),
        ("注：不含税\n", [4]),
        ("制表：张三,审核：李四,\n", [4]),
        ("Source: ERP,,\n", [4]),
        ("合计,,3\n数据截至月底,,\n", [5]),
        ("Net sales,,\n", []),
        ("\n2026,,\n", []),
    ],
)
def test_notes_below_the_rows_are_left_out(below: str, notes: list[int]) -> None:
    found = laid_out(FILE + below)
    assert decided(found).get("footer", {"lines": []}) == {"lines": notes}
    assert {line for line, *_ in rows(found)} >= {2, 3}
    assert not {line for line, *_ in rows(found)} & set(notes)
    assert found.ragged == ()


def test_totals_and_repeated_headers_are_left_out() -> None:
    found = laid_out("kpi,date,value\n" + ROWS + "小计,,3\nkpi,date,value\n" + ROWS + ",Grand Total,3\n")
    assert [line for line, *_ in rows(found)] == [2, 3, 6, 7]
    assert decided(found) == {"totals": {"lines": [4, 8]}, "repeated_headers": {"lines": [5]}}


def test_averages_and_comparisons_are_no_rows_of_data() -> None:
    found = laid_out(FILE + "平均,,1.5\n同比,,3%\n")
    assert decided(found) == {"totals": {"lines": [4, 5]}}
    assert len(found) == 2


def test_pages_have_numbers_and_totals_of_their_own() -> None:
    text = "第1页,,\n" + FILE + "本页小计,,3\n第 2 页 共2页\n" + FILE + "总计（元）,,6\nPage 2,,\n"
    found = laid_out(text)
    assert [line for line, *_ in rows(found)] == [3, 4, 8, 9]
    assert decided(found) == {
        "header": {"line": 2},
        "totals": {"lines": [5, 10]},
        "repeated_headers": {"lines": [7]},
        "footer": {"lines": [6, 11]},
    }
    assert found.ragged == ()


def test_a_person_may_say_that_all_of_them_are_rows() -> None:
    found = laid_out(FILE + "合计,,3\nkpi,date,value\n注：不含税,,\n", footer=False)
    assert [line for line, *_ in rows(found)] == [2, 3, 4, 5, 6]
    assert decided(found) == {}


def test_blank_columns_are_left_out_and_those_without_a_name_called_by_their_letter() -> None:
    found = laid_out("kpi,,date,,value,\nREV,,2026-10-01,x,1,\nORD,,2026-10-02,,2,\n")
    assert found.header == ("kpi", "date", "[D]", "value")


def test_cells_beyond_the_header_are_read_only_where_they_are_blank() -> None:
    found = laid_out("kpi,date,value\nREV,2026-10-01,1,\nREV,2026-10-02,1,234\nREV,2026-10-03,2,\n")
    assert [line for line, *_ in rows(found)] == [2, 4]
    assert found.ragged == ((3, ("REV", "2026-10-02", "1", "234")),)


def test_the_known_header_tells_what_is_between_the_cells() -> None:
    assert laid_out("kpi;date;value\nREV;2026-10-01;1,234,567\nREV;2026-10-02;1,234,567\n").delimiter == ";"


def test_an_xls_that_is_chinese_text_with_tabs_is_read_as_such() -> None:
    found = laid_out("指标\t日期\t数值\r\n销售额\t2026-10-01\t1,5\r\n".encode("gb18030"))
    assert (found.encoding, found.delimiter) == ("gb18030", "\t")
    assert rows(found) == [(2, "销售额", "2026-10-01", "1,5")]


REAL = {
    "budget_actual_zh.csv": (FileKind.BUDGET, 9, 15),
    "superstore_zh_orders.csv": (FileKind.ACTUALS, 20, 9959),
    "mta_indicators.csv": (FileKind.ACTUALS, 15, 5436),
    "chicago_311_weekly.csv": (FileKind.ACTUALS, 7, 11056),
    "marketing_weekly.csv": (FileKind.ACTUALS, 80, 209),
    "oklahoma_city_fy2015/okc_fy2015_budget.csv": (FileKind.BUDGET, 11, 4870),
    "oklahoma_city_fy2015/okc_fy2015_actuals.csv": (FileKind.SPEND, 13, 7301),
}
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the real files are not beside the project")


@needs_data
@pytest.mark.parametrize("name", REAL)
def test_a_real_file_is_read_from_its_first_line_to_its_last(name: str) -> None:
    kind, columns, lines = REAL[name]
    found = laid_out((DATA / name).read_bytes(), kind)
    assert (len(found.header), len(found), found.ragged, decided(found)) == (columns, lines, (), {})


@needs_data
@pytest.mark.parametrize("name", ["FactFinance", "DimAccount", "DimDepartmentGroup"])
def test_a_real_file_without_a_header_is_refused(name: str) -> None:
    text = (DATA / "adventureworks_finance" / f"{name}.csv").read_text("utf-8")
    assert problem(text).code == "header_not_found"
