"""Which column is which field, and what is said where that is not clear."""

from decimal import Decimal

import pytest

from planlib.errors import InvalidError, Problem
from planlib.intake.map import Fields, Heading, fields_of, heading
from planlib.intake.options import Options
from planlib.intake.units import Unit, read_unit
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
