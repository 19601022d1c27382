"""The tasks of a snapshot: when they are done, against what was planned, and what pushes what."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from planlib.model import CalendarDay, TaskStep, Team
from planlib.snapshot import Snapshot, TaskLine, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, record, undo
from planlib.vocabulary import ChangeKind, LinkKind, TaskStatus
from tests.task_plan import ACTIVE, AT, DRAFT, KEY, LAUNCH, PAGES, PHOTOS, day, link, make_tasks, task, write


@pytest.fixture
def plan(store: Store) -> Store:
    """Give a store with the plan."""
    make_tasks(store)
    return store


def opened(store: Store, last: date, known_at: int | None = None) -> Snapshot:
    return open_snapshot(store, "mei", KEY, today=day(30), day=last, known_at=known_at)


def lines(store: Store, last: date, known_at: int | None = None) -> dict[str, TaskLine]:
    return {line.task.task: line for line in opened(store, last, known_at).tasks}


def test_tasks_are_scheduled_on_the_days_the_team_works(plan: Store) -> None:
    found = lines(plan, day(7))
    assert [*found] == ["pages", "photos", "launch", "done"]
    days = {name: (line.start, line.finish) for name, line in found.items()}
    assert days == {
        "pages": (day(8), day(10)),
        "photos": (day(9), day(9)),
        "launch": (day(12), day(13)),
        "done": (day(13), day(13)),
    }
    assert {(line.baseline_start, line.baseline_finish) for line in found.values()} == {*days.values()}
    assert {(line.slip, line.moves, line.added, line.status) for line in found.values()} == {
        (0, 0, False, TaskStatus.PLANNED)
    }
    launch = found["launch"]
    assert (launch.duration, launch.early, launch.late, launch.total_float) == (2, (3, 5), (3, 5), 0)
    assert ([one.predecessor for one in launch.predecessors], [one.task for one in launch.successors]) == (
        ["pages"],
        ["done"],
    )
    assert [assignment.amount for assignment in found["pages"].assignments] == [6]
    assert (found["photos"].total_float, found["photos"].critical) == (3, False)


def test_what_slips_is_held_against_the_baseline(plan: Store) -> None:
    """Pages began on the 9th and are a third done at the end of the 10th: two more days, then the launch."""
    write(plan, tasks=[PAGES.model_copy(update={"started": day(9), "progress": Decimal("0.34")})])
    found = lines(plan, day(10))
    assert (found["pages"].start, found["pages"].finish, found["pages"].status) == (
        day(9),
        day(13),
        TaskStatus.OVERDUE,
    )
    assert (found["launch"].start, found["launch"].finish, found["launch"].status) == (
        day(14),
        day(15),
        TaskStatus.LATE,
    )
    assert [found[name].slip for name in ("pages", "launch", "done")] == [2, 2, 2]
    assert found["launch"].total_float == 0, "it must be done by the 16th, and is done a day before; the end is now"
    view = opened(plan, day(10)).schedule
    assert (view.finish, view.baseline_finish, view.slip) == (day(15), day(13), 2)
    assert [line.task.task for line in view.critical] == ["pages", "launch", "done"]
    assert (view.total, view.done, view.late, view.overdue, view.added, view.slipped) == (4, 0, 2, 2, 0, 4)


def test_what_is_past_its_imposed_finish_has_negative_float(plan: Store) -> None:
    found = lines(plan, day(15))
    assert (found["launch"].finish, found["launch"].total_float, found["pages"].total_float) == (day(22), -4, -4)
    assert found["done"].total_float == 0


def test_done_is_done_whatever_the_days_data(plan: Store) -> None:
    write(plan, tasks=[PAGES.model_copy(update={"started": day(8), "finished": day(9)})])
    found = lines(plan, day(8))
    assert (found["pages"].status, found["pages"].slip, found["pages"].progress) == (TaskStatus.DONE, -1, 1)
    assert not found["pages"].critical
    assert found["launch"].start == day(10), "it may begin as soon as the pages are done"


def test_cancelled_tasks_hold_nobody_up_and_are_not_counted(plan: Store) -> None:
    write(plan, tasks=[PAGES.model_copy(update={"cancelled": day(8)})])
    found = lines(plan, day(8))
    assert [*found][-1] == "pages"
    assert (found["pages"].status, found["pages"].finish) == (TaskStatus.CANCELLED, day(10))
    assert found["launch"].start == day(9)
    assert opened(plan, day(8)).schedule.total == 3


def test_moves_are_counted_since_the_plan_is_in_force(plan: Store) -> None:
    write(plan, tasks=[PAGES.model_copy(update={"finish": day(12)})])
    write(plan, tasks=[PAGES.model_copy(update={"finish": day(12), "note": "no move"})])
    moved = write(plan, tasks=[PAGES.model_copy(update={"finish": day(13)}), LAUNCH.model_copy(update={"duration": 3})])
    added = write(plan, tasks=[task("extra", start=day(14), finish=day(14))])
    write(plan, tasks=[task("extra", start=day(15), finish=day(15))])
    found = lines(plan, day(7))
    assert {name: line.moves for name, line in found.items()} == {
        "pages": 2,
        "photos": 0,
        "launch": 1,
        "done": 0,
        "extra": 1,
    }
    assert [name for name, line in found.items() if line.added] == ["extra"]
    assert (found["extra"].baseline_finish, found["extra"].slip) == (None, None)
    assert lines(plan, day(7), moved - 1)["pages"].moves == 1
    assert "extra" not in lines(plan, day(7), added - 1)


def test_a_task_that_is_added_without_a_first_day_begins_after_the_day_it_was_written_down(plan: Store) -> None:
    """On the evening of the 12th of UTC it is the 13th in Shanghai, where the team is."""
    late = [task("extra", duration=2), task("word", duration=0), task("known", start=day(8), duration=2)]
    at = datetime(2026, 10, 12, 17, tzinfo=UTC)
    record(plan, [Write("tasks", late)], actor="li", kind=ChangeKind.EDIT, at=at, reason="r", plan=KEY)
    found = lines(plan, day(13))
    assert {name: (found[name].start, found[name].status) for name in ("extra", "word", "known")} == {
        "extra": (day(14), TaskStatus.PLANNED),
        "word": (day(14), TaskStatus.PLANNED),
        "known": (day(14), TaskStatus.OVERDUE),
    }
    assert lines(plan, day(9))["extra"].start == day(14), "whatever day the data are of"
    write(plan, tasks=[late[0].model_copy(update={"progress": Decimal("0.5"), "note": "no new day"})])
    going = lines(plan, day(14))["extra"]
    assert (going.start, going.finish, going.status) == (day(14), day(15), TaskStatus.RUNNING)


def test_a_draft_has_no_baseline_and_a_new_one_is_that_of_the_last_activation(plan: Store) -> None:
    write(plan, tasks=[PAGES.model_copy(update={"finish": day(12)})])
    drafted = write(plan, plans=[DRAFT])
    assert {(line.baseline_finish, line.slip, line.moves) for line in lines(plan, day(7)).values()} == {(None, None, 0)}
    again = write(plan, plans=[ACTIVE])
    found = lines(plan, day(7))["pages"]
    assert (found.baseline_finish, found.slip, found.moves) == (day(12), 0, 0)
    before = lines(plan, day(7), drafted - 1)["pages"]
    assert (before.baseline_finish, before.slip, before.moves) == (day(10), 1, 1)
    undo(plan, again, actor="mei", at=AT)
    assert lines(plan, day(7))["pages"].baseline_finish is None


def test_the_past_is_as_it_was(plan: Store) -> None:
    then = plan.last_change()
    before = lines(plan, day(12), then)
    write(plan, tasks=[PAGES.model_copy(update={"finish": day(20), "finished": day(20)})])
    write(plan, calendar_days=[CalendarDay(team="t", day=day(9), working=False)])
    assert lines(plan, day(12), then) == before
    now = lines(plan, day(12))
    assert (now["pages"].finish, now["pages"].baseline_finish) == (day(20), day(10))


def test_a_change_is_told_before_it_is_saved(plan: Store) -> None:
    snapshot = opened(plan, day(7))
    found = snapshot.pushed_by(PAGES.model_copy(update={"start": day(9), "finish": day(12)}))
    assert [(one.task.task, one.before, one.after) for one in found] == [
        ("pages", (day(8), day(10)), (day(9), day(12))),
        ("launch", (day(12), day(13)), (day(13), day(14))),
        ("done", (day(13), day(13)), (day(14), day(14))),
    ]
    assert snapshot.pushed_by(PAGES) == ()
    earlier = snapshot.pushed_by(PHOTOS.model_copy(update={"start": day(28, 9), "finish": day(28, 9)}))
    assert [one.after for one in earlier] == [(day(8), day(8))], "what is not done by the 7th comes after it"


def test_links_of_every_kind_are_kept_and_count(plan: Store) -> None:
    write(plan, task_links=[link("pages", "photos", kind=LinkKind.FINISH_FINISH, lag=2, elapsed=True)])
    assert lines(plan, day(7))["photos"].finish == day(12), "two days after the 10th"


def test_a_plan_without_tasks_has_an_empty_schedule(store: Store) -> None:
    write(store, teams=[Team(team="t", code="shop", country="")], plans=[ACTIVE])
    view = opened(store, day(7)).schedule
    assert (view.lines, view.critical, view.finish, view.slip, view.total) == ((), (), None, None, 0)


def test_steps_stand_in_the_order_in_which_they_were_entered(plan: Store) -> None:
    write(plan, task_steps=[step("z"), step("a"), step("m")])
    write(plan, task_steps=[step("z", weight=Decimal(3), done=day(9)), step("b")])
    assert [one.step for one in lines(plan, day(9))["launch"].steps] == ["z", "a", "m", "b"]


def step(name: str, **fields: object) -> TaskStep:
    return TaskStep.model_validate({"team": "t", "month": KEY.month, "step": name, "task": "launch", **fields})
