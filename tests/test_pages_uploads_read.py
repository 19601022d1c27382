"""How a file was read stands over its preview, and each decision is changed beside its sentence: the rows follow."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlsxwriter
from streamlit.testing.v1 import AppTest

from planlib.store.connect import Store
from planlib.vocabulary import FileKind
from tests.intake_plan import make_plan
from tests.test_pages_uploads import opened, ran
from tests.test_pages_uploads import words as all_words

HEAD = ["kpi", "day", "value"]
REV, ORD = ["REV", "2025-03-05", 7], ["ORD", "2025-03-06", 8]
REV_SHOWN, ORD_SHOWN = "Sales 5 Mar 7", "订单数 6 Mar 8"


class Case(NamedTuple):
    """A file, the control that is turned, and what the page says before and then."""

    file: bytes
    control: tuple[str, Any]
    before: tuple[str, ...]
    then: tuple[str, ...]


def text(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\n".join(lines).encode(encoding)


def workbook(*rows: Sequence[Any], write: Callable[[Any, Any], None] = lambda book, sheet: None) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("一")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        write(book, sheet)
    return file.getvalue()


def another_sheet(book: Any, _: Any) -> None:
    for at, row in enumerate([HEAD, ORD]):
        (book.get_worksheet_by_name("二") or book.add_worksheet("二")).write_row(at, 0, row)


CASES = {
    "encoding": Case(
        text("kpi,day,segment,value", "REV,2025-03-05,华东,7", encoding="gb18030"),
        ("encoding told", "big5hkscs"),
        ("Read as GB18030.", "华东"),
        ("Read as BIG5HKSCS.", "貌陲"),
    ),
    "delimiter": Case(
        text("kpi;day;value", *["REV;2025-03-05;7"] * 9, "kpi,day,value", "ORD,2025-03-06,8"),
        ("delimiter told", ","),
        ("The cells are separated by semicolons.", "Refused 11 rows"),
        ("Line 11 is the header", ORD_SHOWN),
    ),
    "sheet": Case(
        workbook(HEAD, REV, write=another_sheet),
        ("sheet told", "二"),
        ("Sheet “一” is read", REV_SHOWN),
        ("Sheet “二” is read", ORD_SHOWN),
    ),
    "merged_cells": Case(
        workbook(HEAD, REV, ["", "2025-03-06", 8], write=lambda _, sheet: sheet.merge_range("A2:A3", "REV")),
        ("merged_cells told", False),
        ("Merged cells: the text or day that A2:A3 show", REV_SHOWN, "Sales 6 Mar 8"),
        (REV_SHOWN, "3 kpi — The KPI is missing."),
    ),
    "hidden_rows": Case(
        workbook(HEAD, REV, ORD, write=lambda _, sheet: sheet.set_row(2, None, None, {"hidden": True})),
        ("hidden_rows told", False),
        ("Rows that are hidden in the sheet are read too: 3.", "Added 2 rows", ORD_SHOWN),
        ("Rows that are hidden in the sheet are left out: 3.", "Added 1 row"),
    ),
    "header": Case(
        text("Report,,", "kpi,day,value", "REV,2025-03-05,7", "kpi,day,value", "ORD,2025-03-06,8"),
        ("header told", 4),
        ("Line 2 is the header", "Added 2 rows"),
        ("Line 4 is the header", "Added 1 row", ORD_SHOWN),
    ),
    "repeated_headers": Case(
        text("kpi,day,value", "REV,2025-03-05,7", "kpi,day,value", "ORD,2025-03-06,8"),
        ("footer told repeated_headers", False),
        ("The header stands again in line 3, which is left out.", "Refused 0 rows"),
        ("Refused 1 row",),
    ),
    "totals": Case(
        text("kpi,day,segment,value", "REV,2025-03-05,华东,7", "REV,2025-03-05,合计,7", "合计,,,7"),
        ("footer told totals", False),
        ("Rows of totals, averages and comparisons are left out: line 3, 4.", "Added 1 row"),
        ("Added 2 rows", "Refused 1 row"),
    ),
    "footer": Case(
        text("kpi,day,value", "REV,2025-03-05,7", "注：未经审计,,"),
        ("footer told footer", False),
        ("Notes and page numbers are left out: line 3.", "Refused 0 rows"),
        ("Refused 1 row",),
    ),
    "shape": Case(
        text("day,REV,ORD", "2025-03-05,7,8"),
        ("shape told", "rows"),
        ("The columns REV, ORD are KPIs: each of their cells is read as a row.", REV_SHOWN, "订单数 5 Mar 8"),
        ("Say first which column holds",),
    ),
    "unit": Case(
        text("kpi,day,value(万元)", "REV,2025-03-05,7"),
        ("units value told", "千元"),
        ("its numbers are multiplied by 10,000.", "Sales 5 Mar 70,000"),
        ("its numbers are multiplied by 1,000.", "Sales 5 Mar 7,000"),
    ),
    "column": Case(
        text("kpi,day,values of it,more", "REV,2025-03-05,7,9"),
        ("mapping value told", "more"),
        ("Column “values of it” is taken for “value”.", REV_SHOWN),
        ("Sales 5 Mar 9",),
    ),
    "day_order": Case(
        text("kpi,day,value", "REV,3/5/2025,7", "REV,3/13/2025,8"),
        ("day_order told", "dmy"),
        ("“3/13/2025” can only be Thu 13 Mar 2025", REV_SHOWN, "Added 2 rows"),
        ("Refused 2 rows",),
    ),
    "serial_days": Case(
        text("kpi,day,then,value", "REV,45721,2025-03-06,7"),
        ("mapping day told", "then"),
        ("Column “day” has days as Excel counts them: 45721 is Wed 5 Mar 2025", REV_SHOWN),
        ("Sales 6 Mar 7",),
    ),
    "plan_year": Case(
        text("kpi,day,value", "REV,3月5日,7"),
        ("year told", 2024),
        ("Column “day” has days without a year: “3月5日” is read as Wed 5 Mar 2025", REV_SHOWN),
        ("“3月5日” is read as Tue 5 Mar 2024", "Refused 1 row"),
    ),
    "kind": Case(
        text("kpi,target", "REV,7"),
        ("kind told", FileKind.BUDGET),
        ("Read as “Targets”, as it has their columns.", "Sales"),
        ("Say first which column holds",),
    ),
    "decimal": Case(
        text("kpi;day;value", "REV;2025-03-05;1.234"),
        ("decimal", ","),
        ("Sales 5 Mar 1.234",),
        ("Sales 5 Mar 1,234",),
    ),
    "percent_as": Case(
        text("kpi,day,value", "GM,2025-03-05,12.5"),
        ("percent_as", "percent"),
        ("“12.5” may be a percentage or a fraction.", "Refused 1 row"),
        ("毛利率 5 Mar 12.5%",),
    ),
    "total": Case(
        text("kpi,day,value", "REV,2025-03-05,3", "REV,2025-03-05,4"),
        ("total", True),
        ("Refused 2 rows",),
        (REV_SHOWN, "Refused 0 rows"),
    ),
    "rate": Case(
        text("kpi,day,value", "CR,2025-03-05,5%"),
        ("rate", True),
        ("Refused 1 row",),
        ("转化率 5 Mar 5%",),
    ),
}


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a small plan without values in view."""
    monkeypatch.setenv("PLANLIB_DB", str(tmp_path / "plan.duckdb"))
    store = Store.open(tmp_path / "plan.duckdb", create=True)
    make_plan(store)
    store.close()


def controls(app: AppTest) -> list[Any]:
    return [one for one in (*app.selectbox, *app.toggle, *app.number_input, *app.text_input) if one.key]


def said(app: AppTest) -> str:
    """Return what stands between the heads of the file and of the history."""
    return " ".join(all_words(app).split()).split("nothing is recorded yet")[-1].split("History every change")[0]


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("name", CASES)
def test_a_decision_is_told_and_changed(name: str) -> None:
    file, (control, value), before, then = CASES[name]
    app = opened(month="2025-03")
    app.file_uploader[0].set_value([("a.xlsx" if file.startswith(b"PK") else "a.csv", file, "")])
    ran(app.run())
    assert [words for words in before if words not in said(app)] == []
    (found,) = [one for one in controls(app) if f" {control}" in one.key]
    ran(found.set_value(value).run())
    assert [words for words in then if words not in said(app)] == []
    assert before[0] not in said(app)
