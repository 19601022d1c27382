"""What a month taught: kept and edited with the plan, told at its end, and offered to the next month."""

from datetime import UTC, date, datetime

import pytest

from planlib.close import close_plan
from planlib.editing.cells import row_cells
from planlib.editing.check import Checked, check
from planlib.editing.edits import Edits
from planlib.editing.save import save
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import Tables, read_tables, row_name
from planlib.editing.words import differences
from planlib.errors import RefusedError
from planlib.locale import language
from planlib.model import Decision, Kpi, Lesson, Person, Plan, PlanKey, Team
from planlib.snapshot import open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, record, undo
from planlib.vocabulary import ChangeKind, DecisionKind, LessonKind, PlanState, ProblemCode
from tests.stores import WAIVED

MARCH = date(2026, 3, 1)
PLAN = PlanKey("t", MARCH)
AT = datetime(2026, 4, 2, 8, tzinfo=UTC)
TODAY = date(2026, 4, 2)
SHEET = SHEETS["lessons"]
CHOSEN = "先备货，再投放 · Stock first, then advertise"
_ = language("en")


@pytest.fixture
def plan(store: Store) -> Store:
    """Give a store with an active plan, a person, a KPI and a decision."""
    writes = [
        Write("teams", [Team(team="t", code="ops")]),
        Write("people", [Person(person="p", team="t", name_zh="王敏", name_en="Wang Min")]),
        Write("plans", [Plan(team="t", month=MARCH, state=PlanState.ACTIVE)]),
        Write("kpis", [Kpi(kpi="k", team="t", code="rate", name_en="Refund rate")]),
        Write("decisions", [Decision(decision="d", team="t", kind=DecisionKind.DECISION, day=MARCH, text=CHOSEN)]),
    ]
    record(store, writes, actor="li", kind=ChangeKind.EDIT, at=AT, reason="r")
    return store


def tables(store: Store) -> Tables:
    return read_tables(store, SHEET, PLAN, store.last_change())


def typed(store: Store, **cells: str) -> Checked:
    return check(_, tables(store), Edits(added=[cells]))


def lessons(store: Store) -> tuple[Lesson, ...]:
    return open_snapshot(store, "li", PLAN, today=TODAY).lessons


def saved(store: Store, **cells: str) -> int:
    change = save(store, tables(store), typed(store, **cells).rows, actor="li", at=AT, reason="")
    assert change
    return change.change_id


def test_a_lesson_is_typed_in_words_and_called_by_what_it_says(plan: Store) -> None:
    cells = {"kind": "做得好", "text": "压测早做 · Load test early", "owner": "王敏", "decision": "先备货，再投放"}
    number = saved(plan, **cells, kpi="Refund rate", next_step="Test in week 1")
    (lesson,) = lessons(plan)
    assert (lesson.kind, lesson.owner, lesson.kpi, lesson.decision) == (LessonKind.GOOD, "p", "k", "d")
    here = tables(plan)
    assert row_name(_, here, lesson.model_dump()) == "Load test early"
    assert row_cells(_, SHEET, lesson, {})["decision"] == "d"
    (added,) = differences(_, here, check(_, here, Edits(removed=[lesson.lesson])).rows)
    assert "Decision Stock first, then advertise" in added.before
    undo(plan, number, actor="li", at=AT)
    assert lessons(plan) == ()


def test_a_lesson_says_what_happened_and_names_what_there_is(plan: Store) -> None:
    empty = typed(plan, kind="bad", cause="too late").problems
    assert [(one.problem.column, one.problem.code) for one in empty] == [("text", ProblemCode.MISSING_VALUE)]
    unknown = typed(plan, kind="perfect", text="x", task="nothing").problems
    assert {one.problem.column for one in unknown} == {"kind", "task"}


def test_lessons_stand_by_kind(plan: Store) -> None:
    for kind in (LessonKind.TRY, LessonKind.GOOD, LessonKind.BAD):
        saved(plan, kind=kind.value, text=kind.value)
    assert [lesson.text for lesson in lessons(plan)] == ["good", "bad", "try"]


def test_a_closed_month_has_learnt_what_it_learnt(plan: Store) -> None:
    saved(plan, kind="bad", text="before the close")
    close_plan(plan, PLAN, "done", "li", AT, TODAY, waived=WAIVED)
    with pytest.raises(RefusedError, match="plan_closed"):
        saved(plan, kind="bad", text="after it")
    assert [lesson.text for lesson in lessons(plan)] == ["before the close"]
