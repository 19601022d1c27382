"""What the team says at a month's end: one answer a person, nobody known by it unasked, and what becomes of it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from planlib.close import close_plan
from planlib.errors import RefusedError
from planlib.feedback import give
from planlib.locale import language
from planlib.meeting.agenda import Item, ItemKind, agenda, kept
from planlib.meeting.minutes import minutes
from planlib.meeting.running import By, start
from planlib.model import Feedback, Person, Plan, PlanKey, Team
from planlib.month_end.summary import summary
from planlib.rollover import Choice, draft, roll_over
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, record, rows_of
from planlib.told import told
from planlib.vocabulary import ChangeKind, PlanState
from tests.stores import WAIVED

MARCH, APRIL = (PlanKey("t", date(2026, month, 1)) for month in (3, 4))
AT = datetime(2026, 4, 2, 8, tzinfo=UTC)
TODAY = date(2026, 4, 2)
_ = language("en")


@pytest.fixture
def team(store: Store) -> Store:
    """Give a store with a plan in force and four people."""
    writes = [
        Write("teams", [Team(team="t", code="ops")]),
        Write("people", [Person(person=one, team="t", name_en=f"{one} Somebody") for one in "abcd"]),
        Write("plans", [Plan(**MARCH._asdict(), state=PlanState.ACTIVE)]),
    ]
    record(store, writes, actor="a", kind=ChangeKind.EDIT, at=AT, reason="r")
    return store


def month(store: Store, plan: PlanKey = MARCH) -> Snapshot:
    return open_snapshot(store, "a", plan, today=TODAY)


def said(store: Store, person: str, **answer: Any) -> int:
    answered = Feedback(**MARCH._asdict(), person=person, **answer)
    change = give(store, month(store), answered, actor="a", at=AT)
    assert change is not None
    return change.change_id


def test_an_average_and_unsigned_words_are_told_from_three_answers_on(team: Store) -> None:
    said(team, "a", workload=2, helped="b: daily list")
    said(team, "b", workload=4, clarity=5, helped="a: signed", signed=True)
    before = month(team).feedback
    assert (before.count, before.scores["workload"], before.held_back) == (2, (2, None), 1)
    assert before.words["helped"] == (("a: signed", "b"),)
    said(team, "c", workload=5)
    found = month(team).feedback
    assert found.scores["workload"].average == pytest.approx(Decimal(11) / 3)
    assert found.scores["clarity"] == (1, None), "only one answered it"
    assert found.words["helped"] == (("a: signed", "b"), ("b: daily list", None))
    assert found.held_back == 0


def test_a_later_answer_of_a_person_replaces_the_earlier_until_the_month_is_closed(team: Store) -> None:
    said(team, "a", workload=1, change="less")
    said(team, "a", workload=3)
    assert month(team).feedback.scores["workload"].answers == 1
    assert month(team).feedback.words["change"] == ()
    with pytest.raises(RefusedError, match="feedback_empty"):
        said(team, "b", helped=" ")
    with pytest.raises(ValueError, match="less than or equal to 5"):
        said(team, "b", workload=6)
    close_plan(team, MARCH, "done", "a", AT, TODAY, waived=WAIVED)
    with pytest.raises(RefusedError, match="plan_closed"):
        said(team, "b", workload=5)


def test_the_history_tells_neither_who_answered_nor_what(team: Store) -> None:
    number = said(team, "a", helped="the new list")
    (one,) = told(_, team, MARCH, rows_of(team, number), number)
    assert one == ("feedback of the team · March 2026", "—", "as written")


def test_what_the_team_would_change_goes_on_only_where_it_is_taken_up(team: Store) -> None:
    for person, text in (("a", "Plan less"), ("b", "Plan less"), ("c", "Ship on Tuesdays")):
        said(team, person, change=text)
    march = month(team)
    found = draft(team, march, APRIL.month)
    offered = {one.about.model_dump()["text"]: one.key for one in found.carried if one.offered}
    assert sorted(offered) == ["Plan less", "Ship on Tuesdays"]
    change = roll_over(team, march, found, {offered["Plan less"]: Choice()}, actor="a", at=AT)
    assert "Tuesdays" not in change.reason, "what is not taken up needs no reason"
    april = month(team, APRIL)
    assert [(one.text, one.next_step, one.carried_from) for one in april.carried_lessons] == [
        ("Plan less", "Plan less", "2026-03/feedback")
    ]


def test_feedback_is_in_the_summary_and_in_the_first_meeting_of_the_next_month(team: Store) -> None:
    assert "feedback" not in {table.name for table in summary(team, month(team), _).tables}
    for person in "abc":
        said(team, person, clarity=4, hindered="the move", signed=person == "a")
    tables = {table.name: table for table in summary(team, month(team), _, ["lessons"]).tables}
    scores = [tuple(cell.exact for cell in row) for row in tables["feedback"].rows]
    assert scores[1] == ("The goals were clear", "4", "3")
    words = [tuple(cell.text for cell in row)[1:] for row in tables["feedback_words"].rows]
    assert words == [("the move", "a Somebody"), ("the move", "—"), ("the move", "—")]
    roll_over(team, month(team), draft(team, month(team), APRIL.month), {}, actor="a", at=AT)
    april = month(team, APRIL)
    items = agenda(april, TODAY)
    assert Item(ItemKind.LESSONS) in items
    first = start(team, APRIL, items, TODAY, By("a", AT, TODAY, team.last_change()))
    second = first.model_copy(update={"agenda": kept([Item(ItemKind.OTHER)])})
    spoken = [minutes(team, "a", april, held, _).section("lessons") for held in (first, second)]
    assert spoken[0].tables[1:] == (tables["feedback"], tables["feedback_words"])
    assert not spoken[1]
