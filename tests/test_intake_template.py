"""Templates: what is handed out, empty or with what the plan has, is read back without a question."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from planlib.cli import main
from planlib.export.xlsx_file import MOST_ROWS
from planlib.intake.mapping.map import recognised
from planlib.intake.options import Options
from planlib.intake.preview import Preview, preview
from planlib.intake.reading.workbook_percents import percent_cells
from planlib.intake.templates.template import Format, TemplateFile, template
from planlib.locale import LANGUAGES, language
from planlib.model import Actual, Budget, PlanKey, Spend, Target
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import BudgetKind, ChangeKind, FileKind, GrowthMode, NoticeCode, Phasing, SpendStatus
from planlib.vocabulary import Path as TargetPath
from tests.intake_plan import KPIS, MARCH, NOW, PLAN, faults, look, make_plan, written

KINDS = list(FileKind)
FORMATS: tuple[Format, ...] = ("xlsx", "csv")
FORMULA = '=HYPERLINK("http://evil.example")'
TODAY = NOW.date()


def day(number: int) -> date:
    return date(2025, 3, number)


ACTUALS = [
    Actual(kpi="k-rev", day=day(1), segment="华东", value=Decimal("1234.5"), note="首日\n第二行"),
    Actual(kpi="k-rev", day=day(1), segment="West", value=Decimal("-0.25"), note=FORMULA),
    Actual(kpi="k-rev", day=day(2), segment="West", value=Decimal("12345678901234.56")),
    Actual(kpi="k-ord", day=day(3), value=Decimal(7)),
    Actual(kpi="k-gm", day=day(4), value=Decimal("0.123456789")),
    Actual(kpi="k-gm", day=day(5), value=Decimal("2.5")),
    Actual(kpi="k-cr", day=day(6), value=Decimal(3), base=Decimal(10)),
    Actual(kpi="k-cr", day=day(7), value=Decimal("0.3")),
    Actual(kpi="k-wk", day=date(2025, 3, 3), value=Decimal(5)),
    Actual(kpi="k-mo", day=MARCH, value=Decimal("0.000000000000001")),
    Actual(kpi="k-n1", day=date(2025, 2, 28), value=Decimal(1)),
]
TARGETS = [
    Target(
        team="t",
        month=MARCH,
        kpi="k-rev",
        objective="o",
        target=Decimal("100.10"),
        path=TargetPath.WEEKLY,
        weekly_split="0.1 0.2 0.3 0.2 0.1 0.1",
    ),
    Target(team="t", month=MARCH, kpi="k-gm", lower=Decimal("0.3"), upper=Decimal("0.35"), weight=Decimal(2)),
    Target(team="t", month=MARCH, kpi="k-cr", growth_mode=GrowthMode.COMPOUND, growth_rate=Decimal("0.05")),
]
BUDGETS = [
    Budget(
        team="t",
        month=MARCH,
        line="b-007",
        code="007",
        name_zh=FORMULA,
        category="自定义",
        kind=BudgetKind.REVENUE,
        original=Decimal("99999999999.99"),
        revised=Decimal(1),
        phasing=Phasing.DATED,
        phasing_detail="5=0.4 20=0.6",
    )
]
SPEND = [
    Spend(line="b-007", payment="voucher:00042", day=day(9), amount=Decimal("-12.3"), voucher="00042", vendor="-云岸"),
    Spend(line="b-ads", payment="2025-03-09 committed", day=day(9), status=SpendStatus.COMMITTED, amount=Decimal(1)),
]


@pytest.fixture(scope="module")
def plan() -> Iterator[Store]:
    """Give a plan with something of every kind; tests here record nothing."""
    store = Store.open(":memory:")
    make_plan(store)
    rows = {"actuals": ACTUALS, "targets": TARGETS, "budgets": BUDGETS, "spend": SPEND}
    writes = [Write(table, records) for table, records in rows.items()]
    record(store, writes, actor="test", kind=ChangeKind.RESTATEMENT, at=NOW, reason="test")
    yield store
    store.close()


def made(store: Store, kind: FileKind, code: str = "en", **options: Any) -> TemplateFile:
    return template(store, kind, PLAN, language(code), actor="test", today=TODAY, **options)


def read(store: Store, kind: FileKind, data: bytes, plan: PlanKey = PLAN) -> Preview:
    return preview(store, data, "file", kind, plan, Options(), actor="test", today=TODAY)


def workbook(file: TemplateFile) -> tuple[Workbook, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(file.data))
    return book, book.worksheets[0]


def saved(book: Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def rows_of(sheet: Worksheet) -> list[dict[str, Any]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), map(_day_of, row), strict=True)) for row in rows]


def _day_of(cell: Any) -> Any:
    return cell.date() if isinstance(cell, datetime) else cell


# what is handed out is read back


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_header_is_known_and_needed_ones_come_first(plan: Store, kind: FileKind, code: str) -> None:
    header = tuple(next(csv.reader(io.StringIO(made(plan, kind, code, file_format="csv").data.decode("utf-8-sig")))))
    assert sorted(recognised(kind, header).values()) == sorted(header)
    explained = workbook(made(plan, kind, code))[0].worksheets[1]
    told = {row[0]: row[1] for row in explained.iter_rows(values_only=True) if row[0] in header}
    yes, no = ("是", "否") if code == "zh" else ("yes", "no")
    assert list(told) == list(header)
    assert list(told.values()) == sorted(told.values(), key=[yes, no].index)


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_template_lacks_nothing_but_rows(plan: Store, kind: FileKind, code: str, file_format: Format) -> None:
    found = read(plan, kind, made(plan, kind, code, file_format=file_format).data)
    assert faults(found) == [(None, None, "no_data_rows")]


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "unchanged"),
    [
        (FileKind.ACTUALS, 6),
        (FileKind.SPEND, 1),
        (FileKind.KPIS, len(KPIS)),
        (FileKind.TARGETS, 3),
        (FileKind.BUDGET, 3),
        (FileKind.PEOPLE, 1),
        (FileKind.OBJECTIVES, 1),
    ],
)
def test_a_filled_template_changes_nothing_as_it_is(
    plan: Store, kind: FileKind, unchanged: int, code: str, file_format: Format
) -> None:
    found = read(plan, kind, made(plan, kind, code, filled=True, file_format=file_format).data)
    assert (faults(found), found.warnings, found.unknown, found.ignored) == ([], (), (), ())
    assert (found.added, found.changed, found.unchanged, found.refused) == (0, 0, unchanged, 0)
    told = {notice.code for notice in found.notices}
    assert told == ({NoticeCode.UNFILLED} if kind is FileKind.ACTUALS else set())


@pytest.mark.parametrize(
    ("kind", "row", "column", "cell", "field", "value"),
    [
        (FileKind.ACTUALS, {"KPI": "Sales", "date": day(1), "segment": "华东"}, "value", 8, "value", Decimal(8)),
        (FileKind.ACTUALS, {"KPI": "毛利率", "date": day(5)}, "value", 0.3, "value", Decimal("0.3")),
        (FileKind.ACTUALS, {"KPI": "毛利率", "date": day(5)}, "value", 1.6, "value", Decimal("1.6")),
        (FileKind.ACTUALS, {"KPI": "毛利率", "date": day(4)}, "value", -12.345, "value", Decimal("-12.345")),
        (FileKind.SPEND, {"voucher": "00042"}, "status", "requested", "status", SpendStatus.REQUESTED),
        (FileKind.KPIS, {"code": "ORD"}, "whole numbers only", "no", "whole", False),
        (FileKind.TARGETS, {"KPI": "Sales"}, "target", 200.5, "target", Decimal("200.5")),
        (FileKind.OBJECTIVES, {"goal code": "O1"}, "due by", day(20), "due", day(20)),
        (FileKind.BUDGET, {"budget line": "007"}, "phasing in detail", "5=100%", "phasing_detail", "5=1"),
    ],
)
def test_a_cell_typed_in_excel_changes_its_row_and_no_other(
    plan: Store, kind: FileKind, row: dict[str, Any], column: str, cell: Any, field: str, value: Any
) -> None:
    book, sheet = workbook(made(plan, kind, filled=True))
    header = [str(head.value) for head in sheet[1]]
    place = next(at for at, found in enumerate(rows_of(sheet), 2) if row.items() <= found.items())
    sheet.cell(place, header.index(column) + 1, cell)
    found = read(plan, kind, saved(book))
    assert (faults(found), found.added, found.changed) == ([], 0, 1)
    assert getattr(found.changes[0].after, field) == value


def test_a_percentage_above_150_is_one_by_the_format_of_its_cell(plan: Store) -> None:
    """Excel gives a cell the format when 160% is typed; a bare 12.5 may still be either."""
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [(1, 1.6, "0%"), (2, "=2*8", "General"), (3, 17.5, '0.0"%"'), (4, -2, "#,##0.0%;[Red]-#,##0.0%")]
    sheet.append(["kpi", "day", "value"])
    for number, value, look_of in rows:
        sheet.append(["GM", day(number), value])
        sheet.cell(number + 1, 3).number_format = look_of
    found = read(plan, FileKind.ACTUALS, saved(book))
    assert faults(found) == [(3, "value", "missing_value"), (4, "value", "ambiguous_percent")]
    values = [written(change)["value"] for change in (*found.additions, *found.changes)]
    assert values == [Decimal("1.6"), Decimal(-2)]


def test_what_a_formula_shows_as_a_percentage_is_one() -> None:
    styles = io.BytesIO(b'<s><cellXfs><xf numFmtId="0"/><xf numFmtId="10"/></cellXfs></s>')
    cells = percent_cells(styles)
    assert cells is not None
    numbers = (
        b'<c r="A1" s="1"><f>B1/C1</f><v>2.5000000000000004</v></c><c s="1" r="A2" t="n"><v>1.5</v></c>'
        b'<c r="A3" s="1"><f t="shared" si="0"/><v>-160</v></c><c r="A4" s="1" t="str"><f>B4</f><v>9</v></c>'
        b'<c r="A5" s="1"/><c r="A6" s="0"><v>7</v></c><c r="A7" s="11"><v>8</v></c>'
        b'<x:c r="A8" s="1"><x:v>3</x:v></x:c>'
    )
    assert [(cell.split()[0], text) for cell, text in cells.large(numbers)] == [
        (b'r="A1"', "250%"),
        (b'r="A3"', "-16000%"),
        (b'r="A8"', "300%"),
    ]


def test_a_percentage_above_150_may_be_typed_into_a_text_file(plan: Store) -> None:
    text = made(plan, FileKind.ACTUALS, filled=True, file_format="csv").data.decode("utf-8-sig")
    assert "250%" in text
    found = read(plan, FileKind.ACTUALS, text.replace("250%", "160%").encode("utf-8-sig"))
    assert (faults(found), [written(change)["value"] for change in found.changes]) == ([], [Decimal("1.6")])


@pytest.mark.parametrize("file_format", FORMATS)
def test_values_that_are_filled_in_are_added(plan: Store, file_format: Format) -> None:
    file = made(plan, FileKind.ACTUALS, filled=True, file_format=file_format)
    if file_format == "xlsx":
        book, sheet = workbook(file)
        for row in sheet.iter_rows(min_row=2):
            if row[0].value == "转化率" and _day_of(row[1].value) == day(20):
                row[2].value, row[4].value = 20, 100
        data = saved(book)
    else:
        data = file.data.replace("转化率,2025-03-20,,,,".encode(), "转化率,2025-03-20,20,,100,".encode())
    found = read(plan, FileKind.ACTUALS, data)
    assert (faults(found), found.added, found.changed) == ([], 1, 0)
    assert found.additions[0].after == Actual(kpi="k-cr", day=day(20), value=Decimal(20), base=Decimal(100))


# what is in it


def test_values_have_a_row_for_each_day_of_the_plan_and_segment_they_had(plan: Store) -> None:
    rows = rows_of(workbook(made(plan, FileKind.ACTUALS, filled=True))[1])
    days: dict[tuple[str, str | None], list[date]] = {}
    for row in rows:
        days.setdefault((row["KPI"], row["segment"]), []).append(row["date"])
    march = [day(number) for number in range(1, 32)]
    assert set(days) == {("Sales", "West"), ("Sales", "华东"), ("毛利率", None), ("转化率", None)}
    assert days["Sales", "West"] == days["毛利率", None] == march
    assert days["转化率", None] == [one for one in march if one != day(7)]  # a rate without a denominator


def test_without_targets_every_kpi_has_its_days_weeks_and_month() -> None:
    store = Store.open(":memory:")
    make_plan(store)
    rows = rows_of(workbook(made(store, FileKind.ACTUALS, filled=True))[1])
    assert {row["KPI"] for row in rows} == {"Sales", "订单数", "毛利率", "转化率", "周活", "月留存", "N1", "N2"}
    weeks = [row["date"] for row in rows if row["KPI"] == "周活"]
    assert weeks == [date(2025, 3, 3), day(10), day(17), day(24)]
    assert [row["date"] for row in rows if row["KPI"] == "月留存"] == [MARCH]
    store.close()


def test_numbers_are_numbers_where_a_workbook_keeps_them_and_codes_are_texts(plan: Store) -> None:
    _, sheet = workbook(made(plan, FileKind.ACTUALS, filled=True))
    values = {(row[0].value, _day_of(row[1].value), row[3].value): row[2] for row in sheet.iter_rows(min_row=2)}

    def cell(kpi: str, number: int, segment: str | None = None) -> tuple[Any, str]:
        found = values[kpi, day(number), segment]
        return found.value, found.number_format

    assert cell("Sales", 1, "华东") == (1234.5, "General")
    assert cell("Sales", 2, "West") == ("12345678901234.56", "@")
    assert cell("毛利率", 4) == (0.123456789, "0.0000000%")
    assert cell("毛利率", 5) == (2.5, "0.00%")
    assert cell("毛利率", 6) == (None, "0.00%")
    _, lines = workbook(made(plan, FileKind.BUDGET, filled=True))
    assert [(row[0].value, row[0].data_type) for row in lines.iter_rows(min_row=2, max_row=2)] == [("007", "s")]
    _, payments = workbook(made(plan, FileKind.SPEND, filled=True))
    assert [row["voucher"] for row in rows_of(payments)] == ["00042"]


def test_a_text_that_begins_like_a_formula_is_none(plan: Store) -> None:
    _, sheet = workbook(made(plan, FileKind.ACTUALS, filled=True))
    notes = [row[5] for row in sheet.iter_rows(min_row=2) if row[5].value]
    assert [(note.value, note.data_type) for note in notes] == [(FORMULA, "s"), ("首日\n第二行", "s")]
    text = made(plan, FileKind.ACTUALS, filled=True, file_format="csv").data.decode("utf-8-sig")
    assert f"'{FORMULA}" in [row[5] for row in csv.reader(io.StringIO(text))]


def test_excel_offers_words_and_keeps_out_what_cannot_be(plan: Store) -> None:
    book, sheet = workbook(made(plan, FileKind.ACTUALS, "zh", filled=True))
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", f"A1:F{sheet.max_row}")
    last = MOST_ROWS + 1
    assert rules[f"A2:A{last}"].formula1 == "'选项'!$A$1:$A$8"
    assert [row[0].value for row in book["选项"].iter_rows(max_row=2)] == ["转化率", "毛利率"]
    assert book["选项"].sheet_state == "hidden"
    assert (rules[f"B2:B{last}"].type, rules[f"B2:B{last}"].errorStyle) == ("date", None)
    assert book.properties.title == "实际值 · T/2025-03"


def test_the_limits_of_a_kpi_hold_for_its_rows() -> None:
    store = Store.open(":memory:")
    make_plan(store)
    _, sheet = workbook(made(store, FileKind.ACTUALS, filled=True))
    places = [at for at, row in enumerate(rows_of(sheet), 2) if row["KPI"] == "订单数"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    rule = rules[f"C{places[0]}:C{places[-1]}"]
    assert (rule.type, rule.operator, rule.formula1) == ("whole", "greaterThanOrEqual", "0")
    assert rule.error == "订单数: a whole number, at least 0."
    assert {f"C2:C{places[0] - 1}", f"C{places[-1] + 1}:C{MOST_ROWS + 1}"} <= set(rules)
    store.close()


def test_a_choice_is_made_from_the_words_of_the_screen(plan: Store) -> None:
    book, sheet = workbook(made(plan, FileKind.KPIS, "zh"))
    rules = {str(rule.sqref).split("2", 1)[0]: rule for rule in sheet.data_validations.dataValidation}
    column = [str(head.value) for head in sheet[1]].index("方向") + 1
    rule = rules[openpyxl.utils.get_column_letter(column)]
    words = [str(row[0].value) for row in book["选项"][rule.formula1.split("!")[1].replace("$", "")]]
    assert (words, rule.errorStyle) == (["越高越好", "越低越好", "在区间内为好", "不分好坏"], None)


def test_a_plan_that_is_new_has_an_empty_template(plan: Store) -> None:
    key = PlanKey("NEW", MARCH)
    file = template(plan, FileKind.KPIS, key, language("en"), actor="test", today=TODAY)
    assert file.name == "NEW-2025-03-KPIs.xlsx"
    assert faults(read(plan, FileKind.KPIS, file.data, key)) == [(None, None, "no_data_rows")]


def test_a_template_is_the_same_on_the_same_day(plan: Store) -> None:
    assert made(plan, FileKind.KPIS, filled=True).data == made(plan, FileKind.KPIS, filled=True).data


# rows that nobody filled in


def test_rows_of_a_template_that_are_not_filled_in_are_left_out(plan: Store) -> None:
    text = "kpi,day,segment,value,base,note\nORD,2025-03-10,,,,\nORD,2025-03-10,,5,,\nORD,2025-03-11,,,,\n"
    found = look(plan, FileKind.ACTUALS, text)
    assert (faults(found), found.added, found.left_out) == ([], 1, 2)
    assert [(notice.code, notice.parameters) for notice in found.notices] == [(NoticeCode.UNFILLED, {"count": 2})]


def test_an_empty_value_of_another_file_is_missing(plan: Store) -> None:
    assert faults(look(plan, FileKind.ACTUALS, "kpi,day,value,note\nORD,2025-03-10,,\n")) == [
        (2, "value", "missing_value")
    ]


def test_a_formula_that_lost_its_result_is_no_row_to_leave_out(plan: Store) -> None:
    book, sheet = workbook(made(plan, FileKind.ACTUALS))
    sheet.append(["订单数", date(2025, 3, 10), "=1+1"])
    found = read(plan, FileKind.ACTUALS, saved(book))
    assert faults(found) == [(2, "value", "missing_value")]


# the command


def test_the_command_writes_the_file_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    database, out = tmp_path / "plan.duckdb", tmp_path / "file.csv"
    with_store = ["--db", str(database), "--lang", "zh"]

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(main, [*with_store, *arguments], catch_exceptions=False)

    assert run("init").exit_code == 0
    asked = ["template", "kpis", "--plan", "T/2025-03", "--format", "csv", "--out", str(out)]
    assert run(*asked).exit_code == 0
    assert out.read_text("utf-8-sig").startswith("代码,中文名称,英文名称,单位,")
    refused = run(*asked, "--filled")
    assert (refused.exit_code, "T/2025-03" in refused.stderr) == (1, True)
    assert run(*asked[:-1], str(tmp_path / "no" / "file.csv")).exit_code == 1
