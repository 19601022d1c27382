"""What was said about a file holds for the next one with its header, until something else is said."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter

from planlib.intake.mapping.remembered import recall
from planlib.intake.options import LEAVE_OUT, Options
from planlib.intake.preview import Preview, preview, record_preview
from planlib.model import PlanKey, Record
from planlib.store.connect import Store
from planlib.store.ledger import Change, undo
from planlib.vocabulary import FileKind
from tests.intake_plan import MARCH, NOW, PLAN, faults, look, make_plan, records, written

ACTUALS = FileKind.ACTUALS
HEADER = ("订单编号", "下单时间", "利润")
FILE = "订单编号,下单时间,利润\n1,2025-03-01,100\n2,2025-03-01,50\n"
SAID: dict[str, Any] = {"mapping": {"day": "下单时间", "value": "利润"}, "constants": {"kpi": "REV"}, "total": True}
MAPPED = {"kpi": "订单编号", "day": "下单时间", "value": "利润"}


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


def recorded(store: Store, found: Preview) -> Change | None:
    return record_preview(store, found, actor="wang", at=NOW, accept_warnings=True)


def decided(found: Preview, code: str) -> list[dict[str, Any]]:
    return [decision.parameters for decision in found.decisions if decision.code == code]


def values(store: Store) -> list[Decimal]:
    return [record.model_dump()["value"] for record in records(store, "actuals")]


def mappings(store: Store) -> list[Record]:
    return records(store, "file_mappings")


def test_what_was_said_is_taken_up_for_the_next_file_with_the_header(plan: Store) -> None:
    change = recorded(plan, look(plan, ACTUALS, FILE, **SAID))
    assert change is not None
    assert change.counts == {"actuals": 1, "file_mappings": 1}
    found = look(plan, ACTUALS, FILE.replace("03-01", "03-02").replace("利润", " 利润 "))
    assert (found.added, found.constants) == (1, {"kpi": "REV"})
    assert decided(found, "remembered") == [{"change_id": change.change_id, "actor": "wang"}]
    again = recorded(plan, found)
    assert again is not None
    assert again.counts == {"actuals": 1}


def test_it_goes_with_the_import_that_is_taken_back(plan: Store) -> None:
    change = recorded(plan, look(plan, ACTUALS, FILE, **SAID))
    assert change is not None
    undo(plan, change.change_id, actor="test", at=NOW)
    assert mappings(plan) == []
    assert decided(look(plan, ACTUALS, FILE), "remembered") == []


def test_what_is_said_now_wins_and_is_remembered_instead(plan: Store) -> None:
    recorded(plan, look(plan, ACTUALS, FILE, **SAID))
    other = SAID | {"constants": {"kpi": "ORD"}}
    found = look(plan, ACTUALS, FILE, **other)
    assert (found.constants, decided(found, "remembered")) == ({"kpi": "ORD"}, [])
    recorded(plan, found)
    assert look(plan, ACTUALS, FILE).constants == {"kpi": "ORD"}
    assert len(mappings(plan)) == 1


def test_it_can_be_set_aside(plan: Store) -> None:
    recorded(plan, look(plan, ACTUALS, FILE, **SAID))
    found = look(plan, ACTUALS, FILE, remembered=False)
    assert (found.readable, decided(found, "remembered")) == (False, [])


def test_a_choice_alone_is_no_change(plan: Store) -> None:
    text = "kpi,date,value\nREV,2025-03-01,1\n"
    recorded(plan, look(plan, ACTUALS, text))
    assert recorded(plan, look(plan, ACTUALS, text, percent_as="percent")) is None
    assert mappings(plan) == []


def test_a_day_is_not_remembered_and_neither_is_a_file_of_which_nothing_was_said(plan: Store) -> None:
    recorded(plan, look(plan, ACTUALS, "kpi,value\nREV,1\n", constants={"day": "2025-03-01"}))
    recorded(plan, look(plan, ACTUALS, "kpi,date,value\nREV,2025-03-02,1\n"))
    assert (len(values(plan)), mappings(plan)) == (2, [])


def test_another_kind_another_header_and_another_team_are_other_files(plan: Store) -> None:
    change = recorded(plan, look(plan, ACTUALS, FILE, **SAID))
    assert change is not None
    at = change.change_id
    before = recall(plan, "t", ACTUALS, HEADER, at)
    assert before is not None
    assert before.choices == SAID
    assert recall(plan, "t", FileKind.SPEND, HEADER, at) is None
    assert recall(plan, "t", ACTUALS, (*HEADER, "x"), at) is None
    assert recall(plan, "other", ACTUALS, HEADER, at) is None
    assert recall(plan, "t", ACTUALS, HEADER, at - 1) is None


def test_how_numbers_and_days_are_written_is_remembered(plan: Store) -> None:
    text = "kpi;date;value\nREV;3/5/2025;1.234,50\n"
    recorded(plan, look(plan, ACTUALS, text, decimal=",", day_order="mdy", units={"value": "千元"}))
    found = look(plan, ACTUALS, text.replace("3/5", "3/6"))
    assert faults(found) == []
    assert {name: written(found.additions[0])[name] for name in ("day", "value")} == {
        "day": date(2025, 3, 6),
        "value": Decimal(1234500),
    }


def test_where_the_header_stands_is_remembered(plan: Store) -> None:
    text = "a,b,c\n甲,乙,丙\nREV,2025-03-05,7\n"
    said: dict[str, Any] = {"header": 2, "mapping": {"kpi": "甲", "day": "乙", "value": "丙"}}
    assert recorded(plan, look(plan, ACTUALS, text, **said)) is not None
    found = look(plan, ACTUALS, text.replace(",7", ",8"))
    assert (found.changed, len(decided(found, "remembered"))) == (1, 1)


def test_a_plan_of_another_month_takes_it_up_too(plan: Store) -> None:
    recorded(plan, look(plan, ACTUALS, FILE, **SAID))
    found = look(plan, ACTUALS, FILE.replace("2025-03", "2025-04"), PlanKey("t", MARCH.replace(month=4)))
    assert (found.added, found.constants) == (1, {"kpi": "REV"})


NAMES = "kpi,date,value\nREV,2025-03-01,1\n合计数,2025-03-01,5\n"


def test_a_name_to_be_left_out_is_remembered_told_and_forgotten_with_the_header(plan: Store) -> None:
    change = recorded(plan, look(plan, ACTUALS, NAMES, names={"合计数": LEAVE_OUT}))
    assert change is not None
    assert change.counts == {"actuals": 1, "file_mappings": 1}
    same = look(plan, ACTUALS, NAMES)
    assert (same.writes, same.unknown, same.problems, same.left_out) == ((), (), (), 1)
    told = {"change_id": change.change_id, "actor": "wang"}
    assert decided(same, "remembered") == [told | {"left_out": ("合计数",)}]
    assert look(plan, ACTUALS, NAMES, remembered=False).unknown[0].text == "合计数"
    undo(plan, change.change_id, actor="test", at=NOW)
    assert look(plan, ACTUALS, NAMES).unknown[0].text == "合计数"


def test_another_name_to_be_left_out_is_added_to_what_is_remembered(plan: Store) -> None:
    recorded(
        plan,
        look(
            plan, ACTUALS, FILE.replace("1,2025", "REV,2025").replace("2,2025", "REV,2025"), mapping=MAPPED, total=True
        ),
    )
    text = FILE.replace("1,2025-03-01,100", "REV,2025-03-02,100").replace("2,2025-03-01", "合计数,2025-03-02")
    recorded(plan, look(plan, ACTUALS, text, names={" 合计数": LEAVE_OUT}))
    again = look(plan, ACTUALS, text.replace("03-02", "03-03"))
    assert (again.added, again.left_out, again.mapping) == (1, 1, MAPPED)
    other = look(plan, ACTUALS, text.replace("03-02", "03-03"), names={"合计数": "ORD"})
    assert (other.added, other.left_out, other.mapping) == (2, 0, MAPPED)


def test_what_has_none_of_the_names_that_are_left_out_is_a_file_like_others(plan: Store) -> None:
    recorded(plan, look(plan, ACTUALS, NAMES, names={"合计数": LEAVE_OUT}))
    found = look(plan, ACTUALS, NAMES.replace("合计数", "ORD"))
    assert (found.added, found.left_out, decided(found, "remembered")) == (1, 0, [])


def test_a_name_that_means_a_kpi_by_now_is_left_out_no_more(plan: Store) -> None:
    recorded(plan, look(plan, ACTUALS, NAMES, names={"合计数": LEAVE_OUT}))
    recorded(plan, look(plan, FileKind.KPIS, "code,name\n合计数,合计数\n"))
    found = look(plan, ACTUALS, NAMES)
    assert (found.added, found.left_out) == (1, 0)


def two_weeks() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, day in (("第43周", "2025-03-03"), ("第44周", "2025-03-10")):
            sheet = book.add_worksheet(name)
            for at, row in enumerate((["kpi", "date", "value"], ["REV", day, 1])):
                sheet.write_row(at, 0, row)
    return file.getvalue()


def test_another_sheet_of_a_file_that_was_recorded_is_new(plan: Store) -> None:
    data = two_weeks()

    def sheet(**options: Any) -> Preview:
        return preview(plan, data, "周报.xlsx", ACTUALS, PLAN, Options(**options), actor="wang", today=NOW.date())

    change = recorded(plan, sheet())
    assert change is not None
    (told,) = sheet().notices
    assert (told.code, told.parameters["sheet"]) == ("same_file", "第43周")
    assert decided(sheet(), "sheet")[0]["others"] == ("第44周",)
    other = sheet(sheet="第44周")
    assert (other.added, other.notices) == (1, ())
    recorded(plan, other)
    assert sheet(sheet="第44周").notices[0].parameters["change_id"] == change.change_id + 1
