"""The working calendar as people edit it: days off and days worked of their own, over the public holidays."""

from datetime import UTC, date, datetime

import pytest

from planlib.calendars import missing_holidays
from planlib.editing.cells import row_cells
from planlib.editing.check import Checked, check
from planlib.editing.edits import Edits
from planlib.editing.save import save
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import Tables, read_tables
from planlib.locale import language
from planlib.locale.sentences import problem_message
from planlib.model import CalendarDay
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from tests.task_plan import KEY, day, make_tasks

AT = datetime(2026, 10, 7, 9, tzinfo=UTC)
EN = language("en")


@pytest.fixture
def plan(store: Store) -> Store:
    """Give the small plan, whose pages take the 8th to the 10th, a Saturday that is worked."""
    make_tasks(store)
    return store


def tables(store: Store) -> Tables:
    return read_tables(store, SHEETS["calendar_days"], KEY, store.last_change())


def enter(store: Store, edits: Edits) -> None:
    here = tables(store)
    found = check(EN, here, edits)
    assert found.problems == ()
    save(store, here, found.rows, actor="li", at=AT, reason="stocktaking")


def snapshot(store: Store, known_at: int | None = None) -> Snapshot:
    return open_snapshot(store, "li", KEY, today=day(30), day=day(7), known_at=known_at)


def finishes(found: Snapshot) -> dict[str, date]:
    return {line.task.task: line.finish for line in found.tasks}


def test_a_day_off_of_ones_own_moves_the_work_and_the_past_stays(plan: Store) -> None:
    before = plan.last_change()
    was = snapshot(plan)
    enter(plan, Edits(added=[{"day": "2026-10-12", "name": "Stocktaking"}, {"day": "2026-10-18", "working": True}]))
    now = snapshot(plan)
    assert (finishes(was)["launch"], finishes(now)["launch"]) == (day(13), day(14)), "it began on the 12th"
    assert [now.calendar.works(day(number)) for number in (12, 18, 25)] == [False, True, False]
    assert now.time.working_days_total == was.time.working_days_total
    assert finishes(snapshot(plan, before)) == finishes(was)


def test_a_public_holiday_is_worked_or_taken_out_and_the_days_stand_in_order(plan: Store) -> None:
    first, second, *_others = rows = list(tables(plan).rows)
    assert rows == sorted(rows)
    enter(plan, Edits({first: {"working": True}}, removed=[second]))
    assert [snapshot(plan).calendar.works(date.fromisoformat(row)) for row in (first, second)] == [True, True]


def test_what_is_shown_is_read_back_and_a_day_stands_once(plan: Store) -> None:
    here = tables(plan)
    row, stored = next(iter(here.rows.items()))
    cells = row_cells(EN, here.sheet, stored.record, here.kpis)
    assert check(EN, here, Edits(changed={row: cells})) == Checked((), ())
    (again,) = check(EN, here, Edits(added=[{"day": row}])).problems
    assert problem_message(EN, again.problem) == "The same row is there several times. Keep one of them."


def test_a_day_of_ones_own_hides_no_holidays_of_its_year_and_stays_as_it_is(plan: Store) -> None:
    team = tables(plan).team.model_copy(update={"country": "CN"})
    worked = CalendarDay(team=team.team, day=date(2027, 1, 1), working=True)
    found = missing_holidays(team, [2027], [worked])
    assert date(2027, 2, 8) in {one.day for one in found}, "in the week of the Spring Festival"
    assert worked.day not in {one.day for one in found}
    assert missing_holidays(team, [2027], found) == []
