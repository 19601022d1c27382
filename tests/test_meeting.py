"""A meeting: its agenda, its start and end, what is taken down in it, and what becomes of actions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from planlib.close import close_plan
from planlib.errors import ConflictError, InvalidError, RefusedError
from planlib.meeting import running
from planlib.meeting.agenda import Item, ItemKind, agenda, items_of, untold
from planlib.meeting.running import Outcome, settled
from planlib.meeting.words import item_title
from planlib.model import (
    Actual,
    CheckIn,
    Decision,
    Explanation,
    Meeting,
)
from planlib.store.connect import Store
from planlib.store.ledger import current, history, rows_of, undo
from planlib.told import FEW, in_short, told
from planlib.vocabulary import ChangeKind, Confidence, DecisionKind, Signal, Status
from tests.meeting_plan import APRIL, AT, MARCH, TODAY, _, act, by, keys, make_plan, sales_to, seen, start, write
from tests.stores import WAIVED


@pytest.fixture
def plan(store: Store) -> Store:
    return make_plan(store)


# the agenda


def test_the_agenda_is_what_needs_a_word_in_its_order(plan: Store) -> None:
    assert keys(seen(plan)) == ["month", "kpi:sales", "line:ads", "line:rent", "untold", "other", "end"]
    assert seen(plan).budget().lines[1].status is Status.ON_TRACK, "rent is well, and so far off that it is explained"
    write(plan, explanations=[Explanation(**MARCH._asdict(), line="rent", day=TODAY, text="The landlord bills late")])
    ended = Meeting(**MARCH._asdict(), meeting="x", day=TODAY, data_day=TODAY, known_at=1)
    asked = Decision(decision="d", team="t", kind=DecisionKind.ACTION, day=TODAY, text="Do it", owner="p", due=TODAY)
    fears = CheckIn(kpi="orders", week=date(2025, 3, 17), confidence=Confidence.AT_RISK, text="The fair")
    write(plan, meetings=[ended], decisions=[asked], check_ins=[fears])
    talked_about = ["month", "actions", "changed", "kpi:sales", "kpi:orders", "line:ads", "untold", "other", "end"]
    assert keys(seen(plan)) == talked_about


def test_a_check_in_counts_for_two_weeks_and_the_last_one_says(plan: Store) -> None:
    old = CheckIn(kpi="orders", week=date(2025, 3, 3), confidence=Confidence.OFF_TRACK)
    write(plan, check_ins=[old])
    assert "kpi:orders" not in keys(seen(plan))
    write(plan, check_ins=[CheckIn(kpi="orders", week=date(2025, 3, 10), confidence=Confidence.OFF_TRACK)])
    assert "kpi:orders" in keys(seen(plan))
    write(plan, check_ins=[CheckIn(kpi="orders", week=date(2025, 3, 17), confidence=Confidence.ON_TRACK)])
    assert "kpi:orders" not in keys(seen(plan))


def test_kpis_without_data_or_this_weeks_check_in_are_one_item(plan: Store) -> None:
    silent = [(one.line.kpi.kpi, one.data, one.check_in) for one in untold(seen(plan), TODAY)]
    assert silent == [("sales", False, True), ("margin", True, False)], "the owner of sales has said nothing"
    write(plan, check_ins=[CheckIn(kpi="sales", week=date(2025, 3, 17), confidence=Confidence.OFF_TRACK, text="Late")])
    assert [one.line.kpi.kpi for one in untold(seen(plan), TODAY)] == ["margin"]


def test_a_kpi_that_is_well_is_talked_about_once_its_process_got_worse(plan: Store) -> None:
    before = [
        Actual(kpi="orders", day=date(2024, 9, 1) + timedelta(days=day), value=Decimal(40 + day % 3))
        for day in range(176)
    ]
    write(plan, actuals=before)
    line = seen(plan).kpi("orders")
    assert (line.status, line.signal) == (Status.ON_TRACK, Signal.BELOW_LIMIT)
    assert "kpi:orders" in keys(seen(plan))


def test_items_are_called_by_their_things(plan: Store) -> None:
    snapshot = seen(plan)
    titles = [item_title(_, snapshot, item) for item in agenda(snapshot, TODAY)]
    assert titles[0] == "How the month stands"
    assert titles[1:] == ["Sales", "Ads", "Rent", "Without data or check-in", "Any other business", "What was decided"]
    assert item_title(_, snapshot, Item(ItemKind.KPI, "gone")) == "no longer in the plan"


# start and end


def test_a_second_start_joins_the_meeting(plan: Store) -> None:
    first = start(plan)
    changes = plan.last_change()
    sales_to(plan, first, "1000")
    assert start(plan) == first
    assert plan.last_change() == changes + 1
    assert first.data_day == date(2025, 3, 20)
    assert items_of(first)[1] == Item(ItemKind.KPI, "sales"), "the items stay as they were at the start"


def test_two_who_start_at_once_hold_one_meeting(plan: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        held = list(pool.map(lambda _n: start(plan), range(4)))
    assert len({meeting.meeting for meeting in held}) == 1
    assert len(current(plan, "meetings")) == 1


def test_the_end_keeps_the_last_change_and_the_next_meeting_is_another_one(plan: Store) -> None:
    first = start(plan)
    sales_to(plan, first, "1000")
    known = plan.last_change()
    over = running.end(plan, first, by(plan))
    assert (over.known_at, over.day) == (known, TODAY)
    assert running.end(plan, first, by(plan)) == over, "ended once"
    assert running.running([over], MARCH) is None
    with pytest.raises(RefusedError, match="meeting_over"):
        running.take_down(plan, first, act(first), by(plan))
    with pytest.raises(RefusedError, match="meeting_over"):
        sales_to(plan, first, "900")
    assert start(plan).meeting != first.meeting


def test_a_meeting_whose_start_was_taken_back_can_be_held_again(plan: Store) -> None:
    first = start(plan)
    undo(plan, running.begun(plan, first).change_id, actor="mei", at=AT)
    with pytest.raises(RefusedError, match="meeting_gone"):
        running.take_down(plan, first, act(first), by(plan))
    start(plan)
    assert len(current(plan, "meetings")) == 1


def test_a_closed_plan_holds_no_meeting(plan: Store) -> None:
    close_plan(plan, MARCH, "over", "mei", AT, date(2025, 4, 2), waived=WAIVED)
    with pytest.raises(RefusedError, match="plan_closed"):
        start(plan)


# decisions and actions


def test_what_is_taken_down_can_be_corrected_and_taken_back(plan: Store) -> None:
    meeting = start(plan)
    taken = running.note(meeting, DecisionKind.DECISION, "other", by(plan), text="No fair this year")
    running.take_down(plan, meeting, taken, by(plan))
    better = running.checked(taken.model_dump() | {"text": "No fair before May"})
    running.take_down(plan, meeting, better, by(plan))
    assert [one.text for one in seen(plan).decisions] == ["No fair before May"]
    with pytest.raises(ConflictError):
        running.take_back(plan, meeting, taken, by(plan, unseen=1))
    running.take_back(plan, meeting, better, by(plan))
    assert seen(plan).decisions == ()
    assert {change.kind for change in history(plan, table="decisions")} == {ChangeKind.MEETING}


def test_an_action_needs_who_and_when_and_all_of_a_text(plan: Store) -> None:
    meeting = start(plan)
    for missing in ("owner", "due"):
        nobody: dict[str, Any] = {missing: None}
        with pytest.raises(InvalidError) as refused:
            act(meeting, **nobody)
        assert refused.value.problems[0].parameters == {"reason": "action_needs_owner_and_due"}
    with pytest.raises(InvalidError) as refused:
        act(meeting, text="  ")
    assert [(problem.code, problem.column) for problem in refused.value.problems] == [("missing_value", "text")]


def test_who_is_not_in_the_team_yet_comes_with_the_action(plan: Store) -> None:
    assert running.owner(plan, "t", "q") == ("q", [])
    assert running.owner(plan, "t", "Li Na") == ("q", [])
    meeting, (person, people) = start(plan), running.owner(plan, "t", "顾欣")
    running.take_down(plan, meeting, act(meeting, owner=person), by(plan), people)
    new = seen(plan).person(person)
    assert new is not None
    assert (new.name_zh, history(plan, limit=1)[0].counts) == ("顾欣", {"people": 1, "decisions": 1})


def test_an_action_of_a_closed_month_is_on_the_next_agenda_until_it_is_done(plan: Store) -> None:
    meeting = start(plan)
    running.take_down(plan, meeting, act(meeting), by(plan))
    running.end(plan, meeting, by(plan))
    close_plan(plan, MARCH, "over", "mei", AT, date(2025, 4, 2), waived=WAIVED)
    april = seen(plan, APRIL, date(2025, 4, 3))
    assert keys(april)[:2] == ["actions", "changed"]
    running.done(plan, APRIL, april.open_actions[0], by(plan, day=date(2025, 4, 3)))
    april = seen(plan, APRIL, date(2025, 4, 3))
    assert april.open_actions == ()
    assert keys(april)[0] == "changed"


def test_what_became_of_actions(plan: Store) -> None:
    meeting = start(plan)
    for text in ("a", "b", "c", "d"):
        running.take_down(plan, meeting, act(meeting, text), by(plan))
    before = sorted(seen(plan).open_actions, key=lambda action: action.text)
    a, b, c, _d = before
    running.done(plan, MARCH, a, by(plan))
    running.move(plan, MARCH, b, date(2025, 4, 4), by(plan))
    with pytest.raises(RefusedError, match="reason_needed"):
        running.drop(plan, MARCH, c, " ", by(plan))
    running.drop(plan, MARCH, c, "The supplier is gone", by(plan))
    assert history(plan, limit=1)[0].reason == "The supplier is gone"
    told = settled(before, seen(plan).decisions)
    assert [(one.before.text, one.outcome) for one in told] == [
        ("a", Outcome.DONE),
        ("b", Outcome.MOVED),
        ("c", Outcome.DROPPED),
    ]
    for one in told:
        running.rewrite(plan, MARCH, one.before, by(plan))
    assert settled(before, seen(plan).decisions) == ()


def test_how_often_an_action_was_moved_is_counted_from_the_end_of_its_meeting(plan: Store) -> None:
    meeting = start(plan)
    running.take_down(plan, meeting, act(meeting), by(plan))
    action = seen(plan).open_actions[0]
    running.take_down(plan, meeting, action.model_copy(update={"due": date(2025, 3, 27)}), by(plan))
    assert seen(plan).moves == {}, "a slip of the pen"
    running.end(plan, meeting, by(plan))
    for due in (date(2025, 4, 4), date(2025, 4, 11)):
        running.move(plan, MARCH, action, due, by(plan))
    assert seen(plan).moves == {action.decision: 2}


def test_the_history_tells_every_step_of_a_meeting(plan: Store) -> None:
    meeting = start(plan)
    running.take_down(plan, meeting, act(meeting), by(plan))
    running.done(plan, MARCH, seen(plan).open_actions[0], by(plan))
    running.end(plan, meeting, by(plan))
    made = history(plan, limit=4)[::-1]
    steps = [change.change_id for change in made]
    rows = [told(_, plan, MARCH, rows_of(plan, step), step)[0] for step in steps]
    assert rows == [
        ("meeting · 2025-03-21", "—", "is being held"),
        ("action · Sales · 2025-03-21", "—", "Call the ten largest · due 28 Mar"),
        (
            "action · Sales · 2025-03-21",
            "Call the ten largest · due 28 Mar",
            "Call the ten largest · due 28 Mar · done",
        ),
        ("meeting · 2025-03-21", "is being held", "is over"),
    ]
    assert list(in_short(_, plan, made).values()) == [
        "meeting begun",
        "action: Call the ten largest",
        "action done: Call the ten largest",
        "meeting ended",
    ]


def test_the_history_tells_in_short_what_became_of_things(plan: Store) -> None:
    meeting = start(plan)
    running.take_down(plan, meeting, act(meeting, text="打给前十大客户 · Call the ten largest"), by(plan))
    first = plan.last_change()
    running.move(plan, MARCH, seen(plan).open_actions[0], date(2025, 4, 4), by(plan))
    running.drop(plan, MARCH, seen(plan).open_actions[0], "Nobody asked", by(plan))
    write(plan, check_ins=[CheckIn(kpi="sales", week=date(2025, 3, 17), confidence=Confidence.AT_RISK, text="Late")])
    undo(plan, plan.last_change() - 1, actor="a", at=AT)
    made = [change for change in history(plan)[::-1] if change.change_id > first]
    assert list(in_short(_, plan, made).values()) == [
        "action 28 Mar → 4 Apr: Call the ten largest",
        "action removed: Call the ten largest",
        "check-in: Sales at risk",
        "action: Call the ten largest",
    ]


def test_of_many_rows_the_history_says_how_many_without_reading_them(
    plan: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(plan, actuals=[Actual(kpi="sales", day=MARCH.month + timedelta(n), value=Decimal(7)) for n in range(FEW + 1)])
    monkeypatch.setattr("planlib.told.rows_of_each", lambda _store, made: {} if not made else pytest.fail("rows read"))
    assert in_short(_, plan, history(plan, limit=1)) == {plan.last_change(): "21 rows"}
