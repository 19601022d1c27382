"""Looking at a risk again, and making its contingency a task: one change each, with its reason and its version."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planlib.errors import ConflictError, RefusedError
from planlib.locale import language
from planlib.metrics.risks import realised
from planlib.model import Risk, Task
from planlib.risk_steps import contingency_task, review
from planlib.snapshot import RiskLine, Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Change, current, undo
from planlib.vocabulary import RiskState
from tests.meeting_plan import MARCH, TODAY
from tests.risk_plan import RISKS, at, make_risks, risk, write

STRIKE = RISKS[1]
MONDAY = date(2025, 3, 24)


@pytest.fixture
def plan(store: Store) -> Store:
    make_risks(store)
    more = {"contingency": "请临时工 · Hire temps", "contingency_days": 4, "owner": "p", "title_zh": "罢工"}
    write(store, at(11), risks=[STRIKE.model_copy(update=more)])
    return store


def line(store: Store, code: str = "strike") -> tuple[Snapshot, RiskLine]:
    snapshot = open_snapshot(store, "a", MARCH, today=TODAY)
    return snapshot, next(one for one in snapshot.risks(TODAY).lines if one.risk.code == code)


def reviewed(store: Store, seen: int | None = None, **said: Any) -> Change | None:
    _snapshot, one = line(store)
    found: dict[str, Any] = {"likelihood": 4, "impact": 4, "state": RiskState.OPEN, "day": TODAY, "words": ""}
    found |= {"came_to": one.risk.came_to} | said
    return review(store, one.risk, seen=seen or one.change_id, actor="mei", at=at(21), **found)


def stands(store: Store) -> Risk:
    found: Risk = line(store)[1].risk
    return found


def test_a_review_is_one_change_and_the_same_said_twice_is_none(plan: Store) -> None:
    change = reviewed(plan, likelihood=5, words="It is announced")
    assert change is not None
    assert (change.reason, change.counts) == ("It is announced", {"risks": 1})
    risk = stands(plan)
    assert (risk.likelihood, risk.impact, risk.reviewed, risk.owner) == (5, 4, TODAY, "p")
    assert reviewed(plan, likelihood=5) is None


def test_that_nothing_changed_needs_no_words_and_what_changes_does(plan: Store) -> None:
    change = reviewed(plan)
    assert change is not None
    assert language("en").own(change.reason) == "Reviewed, nothing has changed"
    with pytest.raises(RefusedError) as refused:
        reviewed(plan, impact=5, words=" ")
    assert refused.value.code == "reason_needed"


def test_why_a_risk_is_closed_is_kept_until_it_is_open_again(plan: Store) -> None:
    reviewed(plan, state=RiskState.CLOSED, words="They agreed")
    assert (stands(plan).state, stands(plan).reason) == (RiskState.CLOSED, "They agreed")
    reviewed(plan, state=RiskState.OPEN, words="They did not")
    assert (stands(plan).state, stands(plan).reason) == (RiskState.OPEN, "")


def test_what_a_risk_that_happened_came_to_is_said_with_a_reason(plan: Store) -> None:
    with pytest.raises(RefusedError, match="reason_needed"):
        reviewed(plan, came_to=Decimal(90))
    reviewed(plan, state=RiskState.OCCURRED, came_to=Decimal(90), words="They struck a day")
    assert stands(plan).came_to == realised(stands(plan)).value == 90
    reviewed(plan, state=RiskState.OCCURRED)
    assert stands(plan).came_to == 90


def test_who_looked_at_an_older_version_is_told(plan: Store) -> None:
    seen = line(plan)[1].change_id
    reviewed(plan, likelihood=2, words="It is off")
    with pytest.raises(ConflictError) as met:
        reviewed(plan, seen=seen, likelihood=5, words="It is on")
    assert (met.value.conflicts[0].theirs or {})["likelihood"] == 2
    assert stands(plan).likelihood == 2


# the contingency


def made(store: Store, code: str = "strike") -> Change | None:
    return contingency_task(store, *line(store, code), today=TODAY, actor="mei", at=at(21))


def test_a_contingency_becomes_a_task_of_its_owner_from_the_next_working_day(plan: Store) -> None:
    change = made(plan)
    assert change is not None
    zh, en = (language(code).own(change.reason) for code in ("zh", "en"))
    assert zh == "“罢工”已触发：Sales低于 2,000（3月1日起 1,000）"
    assert en == "The trigger of “Strike” has fired: Sales below 2,000 (1,000 since 1 Mar)"
    (task,) = (stored.record for stored in current(plan, "tasks") if stored.change_id == change.change_id)
    assert (task.code, task.owner, task.start, task.duration) == ("strike-contingency", "p", MONDAY, 4)
    assert (task.title_zh, task.title_en) == ("请临时工", "Hire temps")
    assert line(plan)[1].task == task
    with pytest.raises(ConflictError):
        made(plan)


def test_an_undo_takes_the_task_back_and_it_can_be_made_again(plan: Store) -> None:
    change = made(plan)
    assert change is not None
    undo(plan, change.change_id, actor="mei", at=at(22))
    assert line(plan)[1].task is None
    assert made(plan) is not None


def test_a_code_that_is_taken_is_left_to_its_task(plan: Store) -> None:
    write(plan, at(12), tasks=[Task(**MARCH._asdict(), task="other", code="strike-contingency", duration=1)])
    assert made(plan) is not None
    assert {stored.record.code for stored in current(plan, "tasks")} >= {"strike-contingency", "strike-contingency1"}


def test_without_a_fired_trigger_the_reason_names_the_risk(plan: Store) -> None:
    write(plan, at(12), risks=[risk("flood", 2, 5, contingency="Pumps")])
    change = made(plan, "flood")
    assert change is not None
    assert language("en").own(change.reason) == "Contingency plan of the risk “Flood”"
