"""Since when changes are told: the last meeting, an activation, or any day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from planlib.model import Meeting, Plan
from planlib.review.changed import changed
from planlib.review.since import Ground, Since, asked_since, default_since, open_since
from planlib.store.connect import Store
from planlib.vocabulary import PlanState
from tests.changed_plan import AT, KEY, TODAY, day, opened, plan, value, write

__all__ = ["plan"]


def meeting(store: Store, number: int, month: date = KEY.month) -> Meeting:
    """Hold a meeting on a day and end it; return it as it is kept."""
    held = Meeting(team="t", month=month, meeting=f"on{number}", day=day(number), data_day=day(number - 1))
    at = datetime(2025, 3, number, 9, tzinfo=UTC)
    write(store, [held], at=at)
    ended = held.model_copy(update={"known_at": store.last_change()})
    write(store, [ended], at=at)
    return ended


def test_the_last_meeting_of_the_plan_is_what_it_is_compared_with(plan: Store) -> None:
    meeting(plan, 4)
    last = meeting(plan, 7)
    write(plan, [Meeting(team="t", month=KEY.month, meeting="now", day=TODAY, data_day=day(10))])
    since = default_since(plan, opened(plan))
    assert since == Since(Ground.MEETING, day(7), last.known_at or 0, day(6), last)
    assert open_since(plan, "li", KEY, since).day == day(6)
    asked = asked_since(plan, opened(plan), "m-on4")
    assert asked == asked_since(plan, opened(plan), "on4")
    assert asked is not None
    assert asked.name == "m-on4"
    earlier = opened(plan, last.known_at)
    assert default_since(plan, earlier).name == "m-on4", "looking back to the end of a meeting"


def test_without_a_meeting_it_is_seven_days_before(plan: Store) -> None:
    since = default_since(plan, opened(plan))
    assert since == Since(Ground.WEEK, day(4), 1)
    assert default_since(plan, opened(plan, data=8)) == Since(Ground.START, day(3), 1), "active since the 3rd"
    february = date(2025, 2, 23)
    since = Since(Ground.DATA, february + timedelta(days=1), 1, data_day=february)
    assert default_since(plan, opened(plan, data=2)) == since, "recorded when it was over"


def test_the_first_meeting_of_a_month_compares_with_the_activation(plan: Store) -> None:
    write(plan, [Plan(team="t", month=date(2025, 2, 1), state=PlanState.ACTIVE)])
    meeting(plan, 4, date(2025, 2, 1))
    assert default_since(plan, opened(plan)) == Since(Ground.START, day(3), 1)


@pytest.mark.parametrize("name", ["", "yesterday", "m-nobody", "2025-03-01", "2025-02-27"])
def test_a_moment_that_is_none_or_before_the_month_is_not_found(plan: Store, name: str) -> None:
    assert asked_since(plan, opened(plan), name) is None


def test_before_the_plan_was_made_its_data_alone_are_compared(plan: Store) -> None:
    since = asked_since(plan, opened(plan), "2025-03-02")
    assert since == Since(Ground.DATA, day(2), 1, data_day=day(1))


def test_any_day_may_be_compared_with(plan: Store) -> None:
    write(plan, [value("sales", 2, 99)], at=AT + timedelta(days=3))
    since = asked_since(plan, opened(plan), "2025-03-05")
    assert since == Since(Ground.DAY, day(5), 1)
    (found,) = changed(plan, open_since(plan, "li", KEY, since), opened(plan)).restated
    assert (found.rows[0].value_before, found.rows[0].value) == (10, 99)
