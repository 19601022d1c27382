"""Refused rows come back whatever the file was: downloaded, mended and dropped again, they are read and recorded."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from planlib.intake.options import Options
from planlib.intake.preview import Preview, preview, record_preview
from planlib.intake.refused import refused_csv
from planlib.locale import LANGUAGES, language
from planlib.model import Actual, Spend
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import ChangeKind, FileKind, Measure
from tests.intake_plan import KPIS, MARCH, NOW, PLAN, faults, make_plan, records

DAYS = [MARCH + timedelta(days=number) for number in range(5)]


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


def dropped(store: Store, data: bytes, name: str, kind: FileKind = FileKind.ACTUALS, **options: Any) -> Preview:
    return preview(store, data, name, kind, PLAN, Options(**options), actor="test", today=NOW.date())


def recorded(store: Store, found: Preview) -> None:
    change = record_preview(store, found, actor="test", at=NOW, skip_bad=True, accept_warnings=True)
    assert change is not None


def mended(found: Preview, code: str, *mends: tuple[str, str]) -> bytes:
    """Return the file of refused rows with each text in place of what is wrong."""
    text = refused_csv(found, language(code)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    for wrong, right in mends:
        assert any(wrong in row for row in rows)
        rows = [[right if cell == wrong else cell for cell in row] for row in rows]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def values(store: Store) -> dict[tuple[str, date], Decimal]:
    return {(one.kpi, one.day): one.value for one in records(store, "actuals") if isinstance(one, Actual)}


def is_answered(again: Preview) -> bool:
    """Return whether nothing is asked and nothing refused."""
    return not (again.problems or again.unknown or again.warning_count or again.refused) and again.readable


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("written", ["{:%Y-%m-%d}", "3月{0.day}日", "{0.day}日", "{0.day}"])
def test_a_row_of_a_wide_sheet_comes_back(plan: Store, code: str, written: str) -> None:
    header = ",".join(["指标", *(written.format(day) for day in DAYS)])
    found = dropped(plan, f"{header}\nREV,1,x,3,4,5\nORD,1,2,3,4,5\nXYZ,6,7,8,9,10\n".encode(), "wide.csv")
    assert [(problem.line, problem.code) for problem in found.problems] == [(2, "bad_number"), (4, "unknown_kpi")]
    recorded(plan, found)
    again = dropped(plan, mended(found, code, ("x", "2.5"), ("XYZ", "N1")), "refused.csv")
    assert (faults(again), is_answered(again)) == ([], True)
    assert (again.added, again.changed) == (6, 0)
    recorded(plan, again)
    assert {day: values(plan)["k-rev", day] for day in DAYS} == dict(
        zip(DAYS, map(Decimal, ("1", "2.5", "3", "4", "5")), strict=True)
    )
    assert [values(plan)["k-n1", day] for day in DAYS] == [6, 7, 8, 9, 10]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_row_with_a_column_for_each_kpi_comes_back(plan: Store, code: str) -> None:
    text = "日期,销售额(万元),毛利率(%),订单数\n2025-03-01,1.5,12,7\n2025-03-02,2,#N/A,8\n"
    found = dropped(plan, text.encode(), "kpis.csv")
    assert faults(found) == [(3, "毛利率(%)", "excel_error")]
    recorded(plan, found)
    again = dropped(plan, mended(found, code, ("#N/A", "13")), "refused.csv")
    assert (faults(again), is_answered(again), again.added) == ([], True, 1)
    recorded(plan, again)
    assert values(plan)["k-gm", date(2025, 3, 2)] == Decimal("0.13")
    assert values(plan)["k-rev", date(2025, 3, 2)] == Decimal(20000)


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == 0.125:
                cell.number_format = "0.0%"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("code", LANGUAGES)
def test_rows_of_a_workbook_come_back_with_their_days_and_numbers(plan: Store, code: str) -> None:
    data = workbook(
        [
            ["三月经营数据"],
            ["单位：元"],
            ["指标", "日期", "数值", "备注"],
            ["REV", date(2025, 3, 1), 1234.5, "+1 说明"],
            ["XYZ", date(2025, 3, 2), 0.1 + 0.2, "@x"],
            ["GM", date(2025, 3, 3), "abc", "-2+3"],
            ["CR1", date(2025, 3, 4), 0.125, None],
            ["合计", None, 1234.8, None],
        ]
    )
    found = dropped(plan, data, "book.xlsx")
    assert [fault[::2] for fault in faults(found)] == [(5, "unknown_kpi"), (6, "bad_number"), (7, "unknown_kpi")]
    recorded(plan, found)
    again = dropped(plan, mended(found, code, ("XYZ", "N1"), ("abc", "12.5%"), ("CR1", "N2")), "refused.csv")
    assert (faults(again), is_answered(again), again.added) == ([], True, 3)
    recorded(plan, again)
    assert values(plan) == {
        ("k-rev", date(2025, 3, 1)): Decimal("1234.5"),
        ("k-n1", date(2025, 3, 2)): Decimal("0.3"),
        ("k-gm", date(2025, 3, 3)): Decimal("0.125"),
        ("k-n2", date(2025, 3, 4)): Decimal("0.125"),
    }
    notes = {one.day.day: one.note for one in records(plan, "actuals") if isinstance(one, Actual)}
    assert notes == {1: "+1 说明", 2: "@x", 3: "-2+3", 4: ""}


def test_payments_of_a_workbook_in_ten_thousands_come_back_in_the_same_unit(plan: Store) -> None:
    rows: list[list[Any]] = [
        ["科目", "日期", "金额(万元)", "状态"],
        ["ADS", date(2025, 3, 5), 2.86, "已付"],
        ["TRV", "昨天", 1.5, "已付"],
    ]
    found = dropped(plan, workbook(rows), "spend.xlsx", FileKind.SPEND)
    recorded(plan, found)
    again = dropped(plan, mended(found, "zh", ("昨天", "2025-03-06")), "refused.csv", FileKind.SPEND)
    assert (faults(again), is_answered(again)) == ([], True)
    recorded(plan, again)
    amounts = {one.line: one.amount for one in records(plan, "spend") if isinstance(one, Spend)}
    assert amounts == {"b-ads": Decimal(28600), "b-trv": Decimal(15000)}


@pytest.mark.parametrize("code", LANGUAGES)
def test_amounts_under_a_unit_come_back_in_it(plan: Store, code: str) -> None:
    money = [one.model_copy(update={"measure": Measure.CURRENCY}) for one in KPIS if one.code == "REV"]
    record(plan, [Write("kpis", money)], actor="test", kind=ChangeKind.EDIT, at=NOW)
    text = "三月\n单位：万元\n指标,日期,数值\nREV,2025-03-01,1\nREV,2025-03-02,x\nORD,2025-03-03,y\n"
    found = dropped(plan, text.encode(), "a.csv")
    recorded(plan, found)
    again = dropped(plan, mended(found, code, ("x", "2"), ("y", "3")), "refused.csv")
    assert (faults(again), is_answered(again)) == ([], True)
    recorded(plan, again)
    assert sorted(values(plan).values()) == [3, 10000, 20000]


@pytest.mark.parametrize(
    ("text", "mends", "said"),
    [
        ("指标,日期,数值\nREV,2025-03-01,1\nREV,2025-03-02,x\n", ("x", "2"), {"units": {"value": "万元"}}),
        ("指标,日期,多少\nREV,2025-03-01,1万\nREV,2025-03-02,x\n", ("x", "2万"), {"mapping": {"value": "多少"}}),
        ("日期,数值\n2025-03-01,1万\n2025-03-02,x\n", ("x", "2万"), {"constants": {"kpi": "REV"}}),
        ("指标,日期,数值\nREV,3/1/2025,1万\nREV,3/2/2025,x\n", ("x", "2万"), {"day_order": "mdy"}),
        (
            "a\n指标;日期;数值\nREV;2025-03-01;10.000,0\nREV;2025-03-02;x\n",
            ("x", "20.000,0"),
            {"decimal": ",", "delimiter": ";", "header": 2},
        ),
    ],
)
def test_what_was_said_about_the_file_holds_for_its_refused_rows(
    plan: Store, text: str, mends: tuple[str, str], said: dict[str, Any]
) -> None:
    found = dropped(plan, text.encode(), "a.csv", **said)
    assert found.refused == 1
    recorded(plan, found)
    again = dropped(plan, mended(found, "zh", mends), "refused.csv")
    assert (faults(again), is_answered(again)) == ([], True)
    recorded(plan, again)
    assert list(values(plan).values()) == [10000, 20000]


def test_a_unit_that_was_said_stands_in_the_header_of_rows_of_which_nothing_was_recorded(plan: Store) -> None:
    text = "指标,日期,数值\nREV,2025-03-01,x\n"
    found = dropped(plan, text.encode(), "a.csv", units={"value": "万元"})
    again = dropped(plan, mended(found, "zh", ("x", "2")), "refused.csv")
    assert (faults(again), again.header) == ([], ("问题", "指标", "日期", "数值(万元)"))
    recorded(plan, again)
    assert list(values(plan).values()) == [20000]
