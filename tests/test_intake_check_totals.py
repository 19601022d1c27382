"""What a file says that it adds up to is held against its rows: agreement is said, a difference needs a tick."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planlib.errors import RefusedError
from planlib.intake.preview import Preview, record_preview
from planlib.locale import language
from planlib.locale.sentences import notice_sentence, problem_message
from planlib.model import Actual
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import ChangeKind, FileKind
from tests.intake_plan import NOW, look, make_plan

ACTUALS, SPEND, BUDGET = FileKind.ACTUALS, FileKind.SPEND, FileKind.BUDGET
SEGMENTED = "kpi,date,segment,value\nREV,2025-03-01,华东,1\nREV,2025-03-01,华南,2\n"
REV = "kpi,day,value\nREV,2025-03-01,1000\nREV,2025-03-02,234\n"


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


def said(store: Store, kind: FileKind, text: str, **options: Any) -> list[str]:
    """Return what is told of totals: the notice, and each warning with its place."""
    found = look(store, kind, text, **options)
    notices = [notice_sentence(language("en"), told) for told in found.notices if told.code == "totals_agree"]
    return notices + [
        f"{warning.line} {warning.column}: {problem_message(language('en'), warning)}"
        for warning in found.warnings
        if warning.code == "total_differs"
    ]


def agrees(total: str, of_rows: str) -> str:
    return f"The file's own total is {total}; its rows add up to {of_rows}."


def differs(total: str, of_rows: str) -> str:
    return f"{agrees(total, of_rows)} See which of the two is right."


@pytest.mark.parametrize("label", ["合计", "总　计：", "Total", ",Grand total"])
def test_the_total_of_a_long_file(plan: Store, label: str) -> None:
    blank = "," if label.startswith(",") else ",,"
    assert said(plan, ACTUALS, f'{REV}{label}{blank}"1,234"\n') == [agrees("1,234", "1,234")]
    assert said(plan, ACTUALS, f"{REV}{label}{blank}1236\n") == [f"4 value: {differs('1,236', '1,234')}"]


def test_a_difference_is_told_before_what_is_unusual_about_rows(plan: Store) -> None:
    before = [Actual(kpi="k-rev", day=date(2025, 2, 28), value=Decimal(1))]
    record(plan, [Write("actuals", before)], actor="test", kind=ChangeKind.RESTATEMENT, at=NOW)
    found: Preview = look(plan, ACTUALS, "kpi,day,value\nREV,2025-03-01,10\nREV,2025-03-02,20\n合计,,1300\n")
    assert [(warning.line, warning.code) for warning in found.warnings] == [(4, "total_differs"), (3, "ten_times")]


def test_a_difference_needs_a_tick_once_there_is_something_to_record(plan: Store) -> None:
    found: Preview = look(plan, ACTUALS, REV + "合计,,1300\n")
    assert (found.added, found.warning_count) == (2, 1)
    with pytest.raises(RefusedError, match="warnings_not_accepted"):
        record_preview(plan, found, actor="test", at=NOW)
    record_preview(plan, found, actor="test", at=NOW, accept_warnings=True)
    assert look(plan, ACTUALS, REV + "合计,,1300\n").warning_count == 0


@pytest.mark.parametrize(
    "rows",
    [
        REV + "ORD,2025-03-01,5\n合计,,7\n",
        "kpi,day,value\nGM,2025-03-01,10%\nGM,2025-03-02,20%\n合计,,15%\n",
        "kpi,day,value\nWK,2025-03-01,10\nWK,2025-03-08,20\n合计,,20\n",
        "kpi,day,value,base\nCR,2025-03-01,10,100\nCR,2025-03-02,20,100\n合计,,15,200\n",
        REV + "小计,,5\n",
        REV + "合计,,5\nREV,2025-03-03,1\n合计,,6\n",
        REV + "REV,2025-03-03,1O0\n合计,,5\n",
        REV + "合计,,\n",
        REV + "平均,,617\n",
    ],
    ids=["two KPIs", "rates", "the last of a month", "ratios", "of a part", "two", "a bad number", "empty", "a mean"],
)
def test_what_adds_up_with_nothing_is_left_alone(plan: Store, rows: str) -> None:
    assert said(plan, ACTUALS, rows) == []


def test_a_total_in_ten_thousands_may_be_off_by_rounding_and_one_in_cents_not(plan: Store) -> None:
    lines = "".join(f"ADS,2025-03-{day:02},1.26\n" for day in range(1, 31))
    assert said(plan, SPEND, f"line,day,金额(万元)\n{lines}合计,,37.79\n") == [agrees("377,900", "378,000")]
    assert said(plan, SPEND, f"line,day,金额(万元)\n{lines}合计,,37.70\n") == [
        f"32 金额(万元): {differs('377,000', '378,000')}"
    ]
    assert said(plan, SPEND, f"line,day,amount\n{lines}合计,,37.79\n") == [f"32 amount: {differs('37.79', '37.8')}"]
    assert said(plan, SPEND, f"line,day,amount\n{lines}合计,,38\n") == [agrees("38", "37.8")]
    assert said(plan, SPEND, f"line,day,amount\n{lines}合计,,39\n") == [f"32 amount: {differs('39', '37.8')}"]


def test_counts_are_not_rounded(plan: Store) -> None:
    orders = "".join(f"ORD,2025-03-{day:02},100\n" for day in range(1, 31))
    assert said(plan, ACTUALS, f"kpi,day,value\n{orders}合计,,3001\n") == [f"32 value: {differs('3,001', '3,000')}"]
    assert said(plan, ACTUALS, f"kpi,day,value\n{orders.replace('ORD', 'REV')}合计,,3001\n") == [
        agrees("3,001", "3,000")
    ]


def test_days_as_columns_have_totals_below_and_beside(plan: Store) -> None:
    text = "科目,3/1,3/2,3/3,合计\n广告费,1,2,3,6\n差旅费,4,,6,{beside}\n合计,5,{below},9,16\n"
    assert said(plan, SPEND, text.format(beside=10, below=2)) == [
        "The file has 5 totals of its own; its rows add up to each of them."
    ]
    found = look(plan, SPEND, text.format(beside=10, below=2))
    assert [told.code for told in found.notices] == ["totals_agree"]
    assert said(plan, SPEND, text.format(beside=20, below=30))[1:] == [
        f"3 合计: {differs('20', '10')}",
        f"4 3/2: {differs('30', '2')}",
    ]


def test_kpis_as_columns_each_have_their_total(plan: Store) -> None:
    text = "日期,销售额,订单数,毛利率\n2025-03-01,1,2,10%\n2025-03-02,3,4,20%\n合计,4,7,15%\n"
    assert said(plan, ACTUALS, text) == [agrees("4", "4"), f"4 订单数: {differs('7', '6')}"]


def test_segments_as_columns_have_a_total_beside_them_however_they_are_recognised(plan: Store) -> None:
    record_preview(plan, look(plan, ACTUALS, SEGMENTED), actor="test", at=NOW)
    text = "日期,华东(万元),华南(万元),{beside}\n2025-03-05,3,4,7\n2025-03-06,5,6,14\n合计,8,10,18\n"
    for beside in ("合计", "合计(万元)"):
        told = [f"3 {beside}: {differs('140,000', '110,000')}"]
        for options in ({}, {"shape": "segments"}):
            found = said(plan, ACTUALS, text.format(beside=beside), constants={"kpi": "REV"}, **options)
            assert found == ["The file has 3 totals of its own; its rows add up to each of them.", *told]
    other = text.format(beside="合计(元)").replace(",7\n", ",70000\n").replace(",14\n", ",110000\n")
    for options in ({}, {"shape": "segments"}):
        assert said(plan, ACTUALS, other, constants={"kpi": "REV"}, **options)[1:] == []


def test_a_segment_that_is_overlooked_shows_in_the_total_beside_it(plan: Store) -> None:
    record_preview(plan, look(plan, ACTUALS, SEGMENTED), actor="test", at=NOW)
    text = "日期,华东,华南,西北,合计\n2025-03-05,3,4,5,12\n"
    assert said(plan, ACTUALS, text, constants={"kpi": "REV"}) == [f"2 合计: {differs('12', '7')}"]


def test_rows_of_all_segments_are_held_against_the_others_of_their_day(plan: Store) -> None:
    rows = [("01", "华东", 1), ("01", "华北", 2), ("01", "合计", 3), ("02", "华东", 4), ("02", "全部", 5)]
    text = "kpi,day,segment,value\n" + "".join(f"REV,2025-03-{day},{name},{value}\n" for day, name, value in rows)
    assert said(plan, ACTUALS, text) == [agrees("3", "3"), f"6 value: {differs('5', '4')}"]
    wide = "日期,华东 销售额,华北 销售额,合计 销售额\n2025-03-01,1,2,3\n2025-03-02,3,4,9\n"
    assert said(plan, ACTUALS, wide) == [agrees("3", "3"), f"3 合计 销售额: {differs('9', '7')}"]


def test_a_budget_has_its_total_too(plan: Store) -> None:
    text = "line,amount\nADS,1000.50\nTRV,200\nTotal,{}\n"
    assert said(plan, BUDGET, text.format("1200.50")) == [agrees("1,200.5", "1,200.5")]
    assert said(plan, BUDGET, text.format("1200.40")) == [f"4 amount: {differs('1,200.4', '1,200.5')}"]
    months = "科目,3月,4月,合计\nADS,1,2,3\nTRV,2,3,5\n合计,3,5,8\n"
    assert said(plan, BUDGET, months) == [agrees("3", "3")]
    assert said(plan, BUDGET, "科目,2月,3月,调整后预算\nADS,1,2,5\nTRV,2,3,6\n合计,3,5,11\n") == [agrees("5", "5")]
