"""Editing tasks, links, assignments, leave and risks: rows that are told apart by what people write in them too."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from planlib.editing.cells import row_cells
from planlib.editing.check import Checked, check
from planlib.editing.conflict import Ask, collisions, rebased
from planlib.editing.edits import Edits, numbered
from planlib.editing.save import save
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import Tables, read_tables
from planlib.editing.words import differences
from planlib.locale import language
from planlib.locale.sentences import problem_message
from planlib.model import (
    Assignment,
    Budget,
    Kpi,
    Leave,
    Person,
    Plan,
    PlanKey,
    Record,
    Resource,
    Risk,
    Task,
    TaskLink,
    Team,
)
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import ChangeKind, Measure

MARCH = date(2026, 3, 1)
PLAN = PlanKey("t", MARCH)
AT = datetime(2026, 3, 9, 8, tzinfo=UTC)
_ = language("en")


@pytest.fixture
def plan(store: Store) -> Store:
    """Give a store with three tasks, b after a, a person who is away in May, a room and a risk."""
    steps: list[Record] = [
        Task(team="t", month=MARCH, task=code, code=code, title_en=title, duration=2)
        for code, title in (("a", "Choose"), ("b", "Photograph"), ("c", "Publish"))
    ]
    rate = Kpi(kpi="rate", team="t", code="rate", name_en="Refund rate", measure=Measure.PERCENT)
    risk = Risk(
        team="t", month=MARCH, risk="r", code="r", title_en="Refunds", likelihood=4, impact=5,
        trigger_kpi="rate", trigger_above=Decimal("0.05"),
    )  # fmt: skip
    writes = [
        Write("teams", [Team(team="t", code="ops")]),
        Write("people", [Person(person="p", team="t", name_en="Wang Min", capacity=Decimal(6))]),
        Write("plans", [Plan(team="t", month=MARCH)]),
        Write("kpis", [rate]),
        Write("budgets", [Budget(team="t", month=MARCH, line="l", code="ads", name_en="Ads", original=Decimal(500))]),
        Write("leave", [Leave(person="p", first=date(2026, 5, 4), last=date(2026, 5, 8))]),
        Write("resources", [Resource(resource="s", team="t", code="studio", name_en="Studio")]),
        Write("tasks", steps),
        Write("task_links", [TaskLink(team="t", month=MARCH, task="b", predecessor="a")]),
        Write("assignments", [Assignment(team="t", month=MARCH, assignment="1", task="a", person="p", amount=4)]),
        Write("risks", [risk]),
    ]
    record(store, writes, actor="mei", kind=ChangeKind.EDIT, at=AT, plan=PLAN)
    return store


def tables(store: Store, name: str) -> Tables:
    return read_tables(store, SHEETS[name], PLAN, store.last_change())


def enter(store: Store, name: str, edits: Edits) -> list[Any]:
    """Save edits as a person would; what stands then comes back."""
    here = tables(store, name)
    checked = check(_, here, edits)
    assert checked.problems == ()
    save(store, here, checked.rows, actor="li", at=AT, reason="")
    return [stored.record for stored in tables(store, name).rows.values()]


def told(checked: Checked) -> list[tuple[str, str | None, str]]:
    return [(row, problem.column, problem_message(_, problem)) for row, problem in checked.problems]


@pytest.mark.parametrize("name", ["tasks", "task_links", "assignments", "risks", "people", "leave", "resources"])
def test_what_is_shown_is_read_back_as_it_was(plan: Store, name: str) -> None:
    here = tables(plan, name)
    [(row, stored), *_others] = here.rows.items()
    cells = row_cells(_, here.sheet, stored.record, here.kpis)
    assert check(_, here, Edits(changed={row: cells})) == Checked((), ())
    again = {name: str(cell) if isinstance(cell, date) else cell for name, cell in cells.items()}
    assert check(_, here, Edits(added=[again], removed=[row])).problems == ()


def test_a_link_is_added_changed_turned_to_another_task_and_removed(plan: Store) -> None:
    assert [(one.task, one.predecessor) for one in enter(plan, "task_links", Edits(added=[link("c", "b")]))] == [
        ("b", "a"),
        ("c", "b"),
    ]
    changed = enter(plan, "task_links", Edits(changed={"c b": {"kind": "SS", "lag": "-2", "predecessor": "a"}}))
    assert [(one.task, one.predecessor, one.kind, one.lag) for one in changed] == [
        ("b", "a", "FS", 0),
        ("c", "a", "SS", -2),
    ]
    assert len(enter(plan, "task_links", Edits(removed=["b a"]))) == 1
    assert tables(plan, "task_links").rows.keys() == {"c a"}


def test_a_row_that_is_removed_and_typed_again_is_changed(plan: Store) -> None:
    edits = Edits(added=[link("b", "a") | {"lag": "3"}], removed=["b a"])
    here = tables(plan, "task_links")
    [line] = differences(_, here, check(_, here, edits).rows)
    assert (line.row, line.before, line.after) == ("Photograph ← Choose", "0", "3")
    assert [one.lag for one in enter(plan, "task_links", edits)] == [3]


def test_links_that_cannot_be_are_told_before_they_are_saved(plan: Store) -> None:
    here = tables(plan, "task_links")
    assert told(check(_, here, Edits(added=[link("a", "b")]))) == [
        (
            "—",
            "predecessor",
            "These tasks wait for each other in a circle: Choose → Photograph → Choose. Take out one of the links.",
        )
    ]
    assert told(check(_, here, Edits(added=[link("b", "a")]))) == [
        ("Photograph ← Choose", None, "The same row is there several times. Keep one of them.")
    ]
    assert told(check(_, here, Edits(added=[link("a", "a"), {"task": "a"}, link("a", "z")]))) == [
        ("Choose ← Choose", None, "A task cannot wait for itself."),
        ("Choose", "predecessor", "A value is missing. Fill it in."),
        ("Choose", "predecessor", "There is no “z” to refer to."),
    ]


def test_a_link_that_somebody_else_added_meanwhile_is_shown_and_chosen(plan: Store) -> None:
    here = tables(plan, "task_links")
    enter(plan, "task_links", Edits(added=[link("c", "a") | {"lag": "1"}]))
    for edits in (Edits(added=[link("c", "a") | {"lag": "2"}]), Edits(changed={"b a": {"task": "c"}})):
        mine = check(_, here, edits).rows
        [met] = collisions(plan, now := tables(plan, "task_links"), mine)
        assert isinstance(met.theirs, TaskLink)
        assert (met.theirs.lag, met.change.actor) == (1, "li")
        asked = Ask(met.mine.id, None if met.whole else "lag")
        assert not rebased(_, now, edits, [met], {asked: "theirs"})
        kept = rebased(_, now, edits, [met], {asked: "mine"})
        assert kept == Edits(edits.changed or {"c a": {"lag": "2"}})


def test_leave_is_that_of_the_team_and_known_by_person_and_day(plan: Store) -> None:
    writes = [
        Write("teams", [Team(team="u", code="other")]),
        Write("people", [Person(person="q", team="u")]),
        Write("leave", [Leave(person="q", first=MARCH, last=MARCH)]),
    ]
    record(plan, writes, actor="mei", kind=ChangeKind.EDIT, at=AT)
    added = {"person": "p", "first": "2026-03-09", "last": "2026-03-10", "share": "50%"}
    days = enter(plan, "leave", Edits(added=[added]))
    assert [(one.person, one.first.month, one.share) for one in days] == [("p", 3, Decimal("0.5")), ("p", 5, 1)]
    here = tables(plan, "leave")
    assert told(check(_, here, Edits(changed={"p 2026-05-04": {"last": "2026-05-01"}}))) == [
        ("Wang Min · 2026-05-04", None, "The last day is before the first.")
    ]


def test_the_bound_of_a_trigger_is_in_the_unit_of_what_it_watches(plan: Store) -> None:
    here = tables(plan, "risks")
    assert row_cells(_, here.sheet, here.rows["r"].record, here.kpis)["trigger_above"] == "5%"
    [by_kpi] = enter(plan, "risks", Edits(changed={"r": {"trigger_above": "6%"}}))
    assert by_kpi.trigger_above == Decimal("0.06")
    edits = Edits(changed={"r": {"trigger_kpi": None, "trigger_line": "l", "trigger_above": "90%"}})
    here = tables(plan, "risks")
    assert [(one.before, one.after) for one in differences(_, here, check(_, here, edits).rows)] == [
        ("Refund rate", "—"),
        ("—", "Ads"),
        ("6%", "90%"),
    ]
    [by_line] = enter(plan, "risks", edits)
    assert (by_line.trigger_kpi, by_line.trigger_above) == (None, Decimal("0.9"))
    assert told(
        check(_, tables(plan, "risks"), Edits(changed={"r": {"trigger_day": "2026-03-20", "impact": "6"}}))
    ) == [("Refunds", "impact", "“6” is too large. The largest possible value is 5.")]


def test_new_rows_get_an_id_only_where_nothing_in_them_says_it(plan: Store) -> None:
    task = {"code": "d", "duration": "0"}
    [given] = numbered(Edits(added=[task]), SHEETS["tasks"], ["kept"]).added
    assert given == task | {"task": "kept"}
    assert numbered(Edits(added=[link("c", "b")]), SHEETS["task_links"], []).added == [link("c", "b")]
    assert [one.duration for one in enter(plan, "tasks", Edits(added=[given]))] == [2, 2, 2, 0]


def link(task: str, predecessor: str) -> dict[str, str]:
    return {"task": task, "predecessor": predecessor}


def test_the_form_of_a_risk_has_every_field_and_the_table_what_a_screen_can_show() -> None:
    sheet = SHEETS["risks"]
    in_form = {column.field for columns in sheet.parts.values() for column in columns}
    assert in_form == Risk.model_fields.keys() - {"team", "month", "risk", "carried_from"}
    assert len(sheet.in_table) <= 12
    assert {"title_zh", "code", "likelihood", "impact", "state"} <= {column.field for column in sheet.in_table}
