"""Links between tasks: those that would have tasks wait for each other are refused, with the tasks named."""

from datetime import UTC, date, datetime

import pytest

from planlib.errors import InvalidError, RefusedError
from planlib.locale import language
from planlib.locale.sentences import problem_message
from planlib.model import Plan, Record, Risk, Task, TaskLink, Team
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, record, undo
from planlib.vocabulary import ChangeKind, LinkKind, PlanState

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
AT = datetime(2026, 3, 9, 8, tzinfo=UTC)
TITLES = {"a": ("选品", "Choose"), "b": ("拍摄", "Photograph"), "c": ("上架", ""), "d": ("", "")}


def save(store: Store, *writes: Write, kind: ChangeKind = ChangeKind.EDIT, reason: str = "") -> Change | None:
    return record(store, writes, actor="mei", kind=kind, at=AT, reason=reason)


def links(*pairs: str, month: date = MARCH, kind: LinkKind = LinkKind.FINISH_START) -> Write:
    """Return the write of links, each "ba" where b waits for a."""
    rows: list[Record] = [
        TaskLink(team="t", month=month, task=pair[0], predecessor=pair[1], kind=kind) for pair in pairs
    ]
    return Write("task_links", rows)


def tasks(month: date = MARCH) -> Write:
    rows: list[Record] = [
        Task(team="t", month=month, task=one, code=one, title_zh=zh, title_en=en, duration=1)
        for one, (zh, en) in TITLES.items()
    ]
    return Write("tasks", rows)


@pytest.fixture
def plan(store: Store) -> Store:
    """Give a store with two draft plans of four tasks each, in March b after a and c after b."""
    plans: list[Record] = [Plan(team="t", month=month) for month in (MARCH, APRIL)]
    save(store, Write("teams", [Team(team="t", code="ops")]), Write("plans", plans), tasks(), links("ba", "cb"))
    save(store, tasks(APRIL))
    return store


def test_a_circle_of_tasks_is_refused_and_named(plan: Store) -> None:
    with pytest.raises(InvalidError) as caught:
        save(plan, links("ac", "db", kind=LinkKind.START_START))
    [problem] = caught.value.problems
    assert problem.code == "task_cycle"
    assert problem.parameters["tasks"] == ("a", "b", "c", "a")  # each before the one that waits for it
    assert "Choose → Photograph → 上架 → Choose" in problem_message(language("en"), problem)
    assert "选品 → 拍摄 → 上架 → 选品" in problem_message(language("zh"), problem)


def test_links_of_another_month_and_those_that_are_gone_make_no_circle(plan: Store) -> None:
    assert save(plan, links("ac", month=APRIL))
    turned = save(plan, Write("task_links", links("ac").rows, removed=[("t", MARCH, "b", "a")]))
    assert turned
    assert undo(plan, turned.change_id, actor="li", at=AT)


def test_an_undo_brings_no_circle_back(plan: Store) -> None:
    gone = save(plan, Write("task_links", removed=[("t", MARCH, "b", "a")]))
    assert gone
    save(plan, links("ac"))
    with pytest.raises(InvalidError, match="invalid"):
        undo(plan, gone.change_id, actor="li", at=AT)


@pytest.mark.parametrize(
    "write",
    [
        Write("tasks", [Task(team="t", month=MARCH, task="a", code="a", duration=2)]),
        links("da"),
        Write("risks", [Risk(team="t", month=MARCH, risk="r", code="r")]),
    ],
)
def test_tasks_and_risks_of_an_active_plan_are_edited_with_a_reason(plan: Store, write: Write) -> None:
    save(plan, Write("plans", [Plan(team="t", month=MARCH, state=PlanState.ACTIVE)]))
    with pytest.raises(RefusedError, match="reason_needed"):
        save(plan, write)
    assert save(plan, write, kind=ChangeKind.MEETING)
    assert undo(plan, plan.last_change(), actor="li", at=AT)
    assert save(plan, write, reason="later")
