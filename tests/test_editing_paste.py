"""A block from a spreadsheet comes to edits: words in both languages, days, headings, rows by name and past the end."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from planlib.editing.check import check
from planlib.editing.edits import Edits
from planlib.editing.paste import Block, Pasted, pasted
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import Tables, read_tables
from planlib.locale import language
from planlib.locale.sentences import problem_message
from planlib.model import Kpi, Leave, Person, Plan, PlanKey, Record, Target, Task, Team
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import ChangeKind, Measure

MARCH = date(2026, 3, 1)
PLAN = PlanKey("t", MARCH)
_ = language("en")


@pytest.fixture(scope="module")
def plan() -> Iterator[Store]:
    """Give a store with two people of one name, two tasks, and two KPIs of which one has a target."""
    tasks: list[Record] = [Task(team="t", month=MARCH, task=code, code=code, duration=2) for code in ("a", "b")]
    people: list[Record] = [
        Person(person="p", team="t", name_zh="王敏", name_en="Wang Min"),
        Person(person="q", team="t", name_zh="李雯", name_en="Li Wen", login="li.wen"),
        Person(person="r", team="t", name_zh="李文", name_en="Li Wen"),
    ]
    kpis: list[Record] = [
        Kpi(kpi="k1", team="t", code="orders", name_zh="订单量", name_en="Orders"),
        Kpi(kpi="k2", team="t", code="rate", name_en="Rate", measure=Measure.PERCENT),
    ]
    writes = [
        Write("teams", [Team(team="t", code="ops")]),
        Write("plans", [Plan(team="t", month=MARCH)]),
        Write("people", people),
        Write("tasks", tasks),
        Write("kpis", kpis),
        Write("targets", [Target(team="t", month=MARCH, kpi="k1", target=9)]),
        Write("leave", [Leave(person="p", first=MARCH, last=MARCH)]),
    ]
    store = Store.open(":memory:")
    record(store, writes, actor="mei", kind=ChangeKind.EDIT, at=datetime(2026, 3, 9, 8, tzinfo=UTC), plan=PLAN)
    yield store
    store.close()


def tables(store: Store, name: str) -> Tables:
    return read_tables(store, SHEETS[name], PLAN, store.last_change())


def block(store: Store, name: str, order: str, text: str, edits: Edits | None = None, **place: int) -> Pasted:
    place = {"row": 0, "column": 0} | place
    return pasted(_, tables(store, name), edits or Edits(), Block(text=text, **place), order.split())


TASKS = "code owner start duration rule progress"


def test_words_of_both_languages_and_days_go_into_rows_that_are_there_and_past_the_end(plan: Store) -> None:
    text = "王敏\t2026/3/5\t3\t按负责人所报\t12%\nWang Min\t2026年3月6日\t1.2万\tZero_Hundred\t\nq\t6-Mar-2026"
    edits = block(plan, "tasks", TASKS, text, row=0, column=1).edits
    assert edits.changed["a"] == {
        "owner": "p",
        "start": "2026-03-05",
        "duration": "3",
        "rule": "physical",
        "progress": "12%",
    }
    assert edits.changed["b"] == {
        "owner": "p",
        "start": "2026-03-06",
        "duration": "1.2万",
        "rule": "zero_hundred",
        "progress": None,
    }
    assert edits.added == [{"owner": "q", "start": "2026-03-06"}]


def test_what_cannot_be_read_stays_and_is_told(plan: Store) -> None:
    edits = block(plan, "tasks", TASKS, "王某\t3/5/2026\tmany\tby feel\nLi Wen", row=0, column=1).edits
    found = check(_, tables(plan, "tasks"), edits).problems
    assert [(one.column, one.value, problem_message(_, one)) for _row, one in found] == [
        ("owner", "王某", "There is no “王某” to refer to."),
        (
            "start",
            "3/5/2026",
            "“3/5/2026” could be read as different dates. Say how the column's days are written, or "
            "write them like 2026-03-05.",
        ),
        ("duration", "many", "“many” is not a number. Write it like 1234.5 or 1,234.5."),
        (
            "rule",
            "by feel",
            "“by feel” cannot stand here. Choose one of as its owner says, 0% until it is done, 50% once it has begun, "
            "by its weighted steps.",
        ),
        ("owner", "Li Wen", "Several are called “Li Wen”. Write one of li.wen, r."),
    ]


def test_what_is_out_of_range_is_told_beside_what_cannot_be_read(plan: Store) -> None:
    edits = block(plan, "tasks", TASKS, "王某\t2026-03-05\tmany\t\t250%", row=0, column=1).edits
    found = check(_, tables(plan, "tasks"), edits)
    told = [(one.column, one.value, problem_message(_, one)) for _row, one in found.problems]
    assert told[1:] == [
        ("duration", "many", "“many” is not a number. Write it like 1234.5 or 1,234.5."),
        ("progress", "250%", "“250%” is too large. The largest possible value is 100%."),
    ]
    assert (told[0][0], found.rows) == ("owner", ())


def test_headings_say_which_columns_are_meant(plan: Store) -> None:
    done = block(plan, "tasks", TASKS, "工期（工作日）\tOwner\n5\t王敏\n", row=1, column=0)
    assert done == Pasted(Edits({"b": {"duration": "5", "owner": "p"}}), (), (), 0)


def test_one_cell_fills_all_that_are_marked(plan: Store) -> None:
    edits = block(plan, "tasks", TASKS, "李雯", row=0, column=1, rows=2).edits
    assert edits == Edits({"a": {"owner": "q"}, "b": {"owner": "q"}})
    edits = block(plan, "tasks", TASKS, "1\n2", row=0, column=3, rows=3).edits
    assert edits == Edits({"a": {"duration": "1"}, "b": {"duration": "2"}})


def test_places_are_those_of_the_rows_as_they_are_shown_with_the_edits(plan: Store) -> None:
    before = Edits({"b": {"code": "b2"}}, [{"code": "c", "task": "new"}], ["a"])
    edits = block(plan, "tasks", TASKS, "x\ny\nz", before).edits
    assert edits == Edits({"b": {"code": "x"}}, [{"code": "y", "task": "new"}, {"code": "z"}], ["a"])
    assert before.added == [{"code": "c", "task": "new"}]


def test_rows_of_targets_go_by_the_names_of_their_kpis(plan: Store) -> None:
    done = block(plan, "targets", "kpi target weight", "Rate\t12%\n订单量\t1.2万\nGMV\t5", row=0)
    assert done.edits == Edits({"k1": {"target": "1.2万"}}, [{"kpi": "k2", "target": "12%"}])
    assert (done.locked, done.unknown, done.beyond) == ((), ("GMV",), 0)
    done = block(plan, "targets", "kpi target weight", "1\t2\n3\t4", row=0, column=1)
    assert (done.edits, done.beyond) == (Edits({"k1": {"target": "1", "weight": "2"}}), 1)
    assert check(_, tables(plan, "targets"), done.edits).problems == ()


def test_what_is_not_edited_is_named(plan: Store) -> None:
    done = block(plan, "plans", "title_en state green", "March\tclosed\t90%")
    assert (list(done.edits.changed.values()), done.locked) == ([{"title_en": "March", "green": "90%"}], ("state",))


@pytest.mark.parametrize("cell", [True, "yes", "是", "TRUE", "1"])
def test_flags_are_read_from_words(plan: Store, cell: Any) -> None:
    (row,) = check(_, tables(plan, "kpis"), Edits({"k1": {"whole": cell}})).rows
    assert isinstance(row.after, Kpi)
    assert row.after.whole is True
