"""A field may be of several columns, where a person says so."""

import pytest

from planlib.intake.mapping.joins import days_together, parts_of
from planlib.intake.preview import record_preview
from planlib.model import Actual
from planlib.store.connect import Store
from planlib.vocabulary import FileKind
from tests.intake_plan import NOW, faults, look, make_plan
from tests.layouts import laid_out, rows

DAY = {"day": "年+月+日"}


def test_year_month_and_day_are_one_day() -> None:
    found = laid_out("年,月,日,指标,数值\n2026年,10月,5日,销售额,1\n2026, 10 ,12,销售额,2\n", mapping=DAY)
    assert [(line, cells[-1]) for line, *cells in rows(found)] == [(2, "2026-10-5"), (3, "2026-10-12")]
    assert found.file_header == ("年", "月", "日", "指标", "数值")
    assert found.column_of(0, 5) == "年"
    assert found.cells(1) == ("2026", " 10 ", "12", "销售额", "2")


def test_columns_of_kpis_stand_beside_them() -> None:
    found = laid_out("年,月,日,销售额,单量\n2026,10,5,1,2\n", mapping=DAY)
    assert [cells[3:] for _, *cells in rows(found)] == [["2026-10-5", "销售额", "1"], ["2026-10-5", "单量", "2"]]
    assert [found.column_of(1, column) for column in (3, 5)] == ["年+月+日", "单量"]


@pytest.mark.parametrize("wanted", ["a+b", "年+天", "年+年"])
def test_a_header_with_a_plus_and_columns_that_are_not_there_are_left_alone(wanted: str) -> None:
    header = "a+b,年,年,指标,数值\n1,2,3,销售额,1\n"
    assert laid_out(header, mapping={"day": wanted}).header == ("a+b", "年", "年", "指标", "数值")


@pytest.mark.parametrize(
    ("samples", "offered"),
    [
        ({"年": ["2026年"], "月": ["10月"], "日": ["5日"], "数": ["1"]}, {"年+月+日": "2026-10-5"}),
        ({"Month": ["10"], "Year": ["2026"], "Day": ["5"]}, {"Year+Month+Day": "2026-10-5"}),
        ({"年度": ["2026"], "月份": ["3"]}, {"年度+月份": "2026-3"}),
        ({"年度": ["2026"], "月份": ["2026-03"], "日期": ["2026-03-05"]}, {}),
        ({"年度": ["2026"], "月份": []}, {}),
        ({"日期": ["2026-03-05"], "月份": ["3"]}, {}),
    ],
)
def test_columns_that_are_days_only_together_are_offered(
    samples: dict[str, list[str]], offered: dict[str, str]
) -> None:
    assert days_together(samples) == offered


def test_the_columns_that_were_joined_are_told_apart_from_a_header_with_a_plus() -> None:
    assert parts_of("年+月", ["月", "年"]) == ["年", "月"]
    assert parts_of("a+b", ["a+b", "a", "b"]) == parts_of("年", ["年"]) == parts_of("年+月", ["年"]) == []


def test_it_is_said_remembered_and_faults_are_told_by_it(store: Store) -> None:
    make_plan(store)
    text = "年,月,日,部门,指标,数值\n2025,3,{},线上,销售额,1\n2025,3,99,线上,销售额,1\n"
    said = DAY | {"segment": "部门"}
    found = look(store, FileKind.ACTUALS, text.format(5), mapping=said)
    assert faults(found) == [(3, "年", "bad_date")]
    assert found.notices == ()
    record_preview(store, found, actor="test", at=NOW, skip_bad=True)
    again = look(store, FileKind.ACTUALS, text.format(6))
    assert [row.after.day.day for row in again.additions if isinstance(row.after, Actual)] == [6]
    assert "remembered" in {str(decision.code) for decision in again.decisions}
