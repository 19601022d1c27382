"""Which column is which field, and what is said where that is not clear."""

from decimal import Decimal

import pyarrow as pa
import pytest

from planlib.errors import InvalidError, Problem
from planlib.intake.mapping.likeness import NEAR
from planlib.intake.mapping.map import Candidate, Fields, Heading, candidates, fields_of, heading
from planlib.intake.options import Options
from planlib.intake.reading.read import read
from planlib.intake.values.units import Unit, read_unit
from planlib.vocabulary import FileKind


def mapped(*header: str, mapping: dict[str, str] | None = None, constants: dict[str, str] | None = None) -> Fields:
    return fields_of(FileKind.ACTUALS, header, Options(mapping=mapping or {}, constants=constants or {}))


def problems(*header: str, mapping: dict[str, str] | None = None, **constants: str) -> list[Problem]:
    with pytest.raises(InvalidError) as refused:
        mapped(*header, mapping=mapping, constants=constants)
    return list(refused.value.problems)


@pytest.mark.parametrize(
    "header",
    [
        ("kpi", "date", "value", "note"),
        ("指标", "日期", "数值", "备注"),
        ("\u200b 指标 ", "日期\u00a0", "数值\n(元)", "备注 "),
        ("ＫＰＩ", "Day", "实际值（元）", "REMARKS"),
    ],
)
def test_headers_are_known_in_either_language_and_any_width(header: tuple[str, ...]) -> None:
    fields = mapped(*header)
    assert fields.mapping == dict(zip(("kpi", "day", "value", "note"), header, strict=True))
    assert fields.ignored == ()


def test_a_person_names_the_columns_and_the_others_are_ignored() -> None:
    said = {"day": "订单日期", "value": "利润"}
    fields = mapped("订单日期", "日期", "地区", "利润", "销售额", mapping=said, constants={"kpi": "profit"})
    assert fields.mapping == {"day": "订单日期", "segment": "地区", "value": "利润"}
    assert fields.constants == {"kpi": "profit"}
    assert fields.ignored == ("日期", "销售额")


def test_a_constant_wins_over_a_column() -> None:
    assert mapped("kpi", "day", "value", constants={"kpi": "REV"}).mapping == {"day": "day", "value": "value"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("金额(万元)", Heading("金额", Unit("万元", Decimal(10_000)))),
        ("达成率（％）", Heading("达成率", Unit("%", Decimal("0.01"), percent=True))),
        ("Growth_Rate [%]", Heading("growth rate", Unit("%", Decimal("0.01"), percent=True))),
        ("实际(亿)", Heading("实际", Unit("亿", Decimal(10**8)))),
        ("数值(元)", Heading("数值", Unit("元"))),
        ("(元)", Heading("(元)")),
    ],
)
def test_a_header_is_taken_apart(text: str, expected: Heading) -> None:
    assert heading(text) == expected


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("百万元", 10**6),
        ("单位:亿元", 10**8),
        ("人民币万元", 10**4),
        ("万人", 10**4),
        ("千元", 1000),
        ("RMB '000", 1000),
        ("CNY mn", 10**6),
        ("in thousands", 1000),
        ("K", 1000),
        ("千克", 1),
        ("kg", 1),
        ("件", 1),
        ("元/千人", 1),
    ],
)
def test_a_unit_is_read_as_a_scale(text: str, scale: int) -> None:
    assert read_unit(text) == Unit(text, Decimal(scale))


def test_every_missing_column_is_told_with_what_comes_near() -> None:
    found = problems("指标", "日 期", "vaule")
    assert [(problem.code, problem.parameters["field"]) for problem in found] == [
        ("missing_column", "day"),
        ("missing_column", "value"),
    ]
    assert found[1].parameters["suggestion"] == "vaule"


def like(header: str, *rows: str) -> Fields:
    columns = [pa.array(column) for column in zip(*(row.split(",") for row in rows), strict=True)]
    return fields_of(FileKind.ACTUALS, tuple(header.split(",")), Options(), columns)


def test_a_column_that_is_clearly_like_a_field_is_taken_and_said() -> None:
    fields = like("指标,订单日期,vaule", "REV,2025-03-01,1", "REV,-,2%")
    assert fields.mapping == {"kpi": "指标", "day": "订单日期", "value": "vaule"}
    assert fields.likely == ("day", "value")


@pytest.mark.parametrize(
    ("header", "row", "missing"),
    [
        ("指标,订单日期,发货日期,数值", "REV,2025-03-01,2025-03-02,1", ["day"]),
        ("指标,订单日期,数值", "REV,昨天,1", ["day"]),
        ("指标,日期,vaule", "REV,2025-03-01,many", ["value"]),
        ("指标,日期,预算数值", "REV,2025-03-01,1", ["value"]),
        ("指标,日期,目标值", "REV,2025-03-01,1", ["value"]),
        ("指标,日期,价格", "REV,2025-03-01,1", ["value"]),
    ],
)
def test_what_is_not_clear_is_asked(header: str, row: str, missing: list[str]) -> None:
    with pytest.raises(InvalidError) as refused:
        like(header, row)
    assert [problem.parameters["field"] for problem in refused.value.problems] == missing


def test_each_field_is_shown_the_column_most_like_it_with_some_of_its_values() -> None:
    table = read("日期,指标名,实际销售额\n2025-03-01,REV,1\n2025-03-01,-,2\n2025-03-02,ORD,3\n".encode(), Options())
    found = candidates(FileKind.ACTUALS, table)
    assert found["day"] == Candidate("日期", 1.0, ("2025-03-01", "2025-03-02"))
    assert (found["kpi"].header, found["kpi"].samples) == ("指标名", ("REV", "ORD"))
    assert NEAR <= found["value"].score < 1
    assert "note" not in found


def test_a_named_column_that_is_not_there_is_told() -> None:
    found = problems("指标", "日期", "利润", mapping={"value": "利闰", "segment": "大区"})
    assert [(problem.code, problem.value) for problem in found] == [
        ("missing_column", "大区"),
        ("missing_column", "利闰"),
    ]


def test_two_columns_for_one_field_are_not_chosen_from() -> None:
    found = problems("kpi", "date", "value", "value")
    assert [(problem.code, problem.parameters["columns"]) for problem in found] == [
        ("duplicate_column", ["value", "value"])
    ]


def test_a_field_that_does_not_exist_is_told() -> None:
    assert [(problem.code, problem.value) for problem in problems("kpi", "day", "value", amount="1")] == [
        ("unknown_column", "amount")
    ]
