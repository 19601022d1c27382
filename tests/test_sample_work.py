"""The work of the sample plan: its tasks, people, resources and risks, and the story that they tell."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planlib.model import PlanKey
from planlib.sample import TEAM
from planlib.snapshot import Snapshot, TaskLine, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import current, history, rows_of
from planlib.vocabulary import LinkKind, RiskBand, RiskKind, RiskMove, RiskState, TaskStatus

OCTOBER = PlanKey(TEAM, date(2026, 10, 1))
CLOSED = [PlanKey(TEAM, date(2026, month, 1)) for month in (7, 8, 9)]


@pytest.fixture(scope="module")
def sample(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("work"))))
    yield store
    store.close()


@pytest.fixture(scope="module")
def october(sample: Store) -> Snapshot:
    return open_snapshot(sample, "local", OCTOBER, today=date(2026, 10, 24))


def rows(store: Store, table: str, **where: Any) -> list[Any]:
    return [stored.record for stored in current(store, table, where=where)]


@pytest.fixture(scope="module")
def work(october: Snapshot) -> dict[str, TaskLine]:
    return {line.task.code: line for line in october.tasks}


@pytest.mark.parametrize("key", CLOSED)
def test_the_tasks_and_risks_of_a_closed_month_are_over(sample: Store, key: PlanKey) -> None:
    seen = open_snapshot(sample, "local", key, today=date(2026, 10, 24))
    assert 6 <= len(seen.tasks) <= 10
    assert {line.status for line in seen.tasks} == {TaskStatus.DONE}
    assert all(key.month <= line.start <= line.finish <= key.last_day for line in seen.tasks)
    assert any(line.slip for line in seen.tasks), "not all went as planned"
    risks = rows(sample, "risks", **key._asdict())
    assert 4 <= len(risks) <= 5
    assert RiskState.OPEN not in {risk.state for risk in risks}


def test_the_work_of_october_keeps_to_working_days_and_serves_all_goals(
    october: Snapshot, work: dict[str, TaskLine]
) -> None:
    assert 18 <= len(work) <= 24
    planned = {day for line in work.values() for day in (line.baseline_start, line.baseline_finish) if day}
    assert date(2026, 10, 8) <= min(planned) <= max(planned) <= date(2026, 10, 31)
    assert date(2026, 10, 10) in planned, "the working Saturday"
    assert all(october.calendar.works(day) for day in planned)
    goals = {line.objective.objective for line in october.objectives()}
    assert {line.task.objective for line in work.values()} == goals
    assert sum(line.duration == 0 for line in work.values()) == 2
    links = [link for line in work.values() for link in line.predecessors]
    assert any(link.elapsed for link in links)
    assert any(link.kind is LinkKind.START_START and link.lag for link in links)
    assert sum(line.task.budget is not None and line.task.line is not None for line in work.values()) > 5


def test_tasks_were_moved_added_and_cancelled(sample: Store, work: dict[str, TaskLine]) -> None:
    assert {code: line.moves for code, line in work.items() if line.moves} == {"fixes": 1, "shifts": 2}
    assert [code for code, line in work.items() if line.added] == ["stop-quilts"]
    cancelled = [code for code, line in work.items() if line.status is TaskStatus.CANCELLED]
    assert cancelled == ["brand-pages"]
    activation = next(one for one in reversed(history(sample, plan=OCTOBER)) if one.counts == {"plans": 1})
    for change in history(sample, plan=OCTOBER, table="tasks"):
        for row in rows_of(sample, change.change_id):
            if row.table == "tasks" and row.before and change.change_id > activation.change_id:
                kept = all(getattr(row.before, field) == getattr(row.after, field) for field in ("finish", "cancelled"))
                assert kept or change.reason, row


def test_a_late_task_threatens_the_deadline_and_another_is_overdue(work: dict[str, TaskLine]) -> None:
    late, rehearsal = work["fixes"], work["rehearsal"]
    assert (late.status, late.critical, late.total_float < 0) == (TaskStatus.LATE, True, True)
    assert rehearsal.task.deadline is not None
    assert rehearsal.finish > rehearsal.task.deadline
    assert [code for code, line in work.items() if line.status is TaskStatus.OVERDUE] == ["stop-quilts"]


def test_one_has_too_much_on_two_days_another_for_a_week(october: Snapshot) -> None:
    people = {load.person.person: load for load in october.workload.people}
    he, zhou = people["person-he"], people["person-zhou"]
    assert [day.day for day in he.days if day.over] == [date(2026, 10, 13), date(2026, 10, 14)]
    assert not any(week.over for week in he.weeks)
    week = next(week for week in zhou.weeks if week.span.first == date(2026, 10, 19))
    assert (week.over, week.days_over) == (True, 5)
    assert people["person-wu"].person.capacity == 4
    assert {person for person, load in people.items() if any(day.capacity == 0 for day in load.days)} == {
        "person-chen",
        "person-zhou",
    }
    booked = {load.resource.code: [day.day for day in load.days if day.over] for load in october.workload.resources}
    assert booked == {"load-env": [], "room": [date(2026, 10, 22)], "pack-samples": []}


def test_risks_stand_in_every_way_they_can(october: Snapshot) -> None:
    view = october.risks(date(2026, 10, 24))
    lines = {line.risk.code: line for line in view.lines}
    assert 8 <= len(lines) <= 9
    assert sum(line.risk.kind is RiskKind.OPPORTUNITY for line in view.lines) == 2
    assert [line.risk.code for line in view.unscored] == ["rival"]
    assert [line.risk.code for line in view.fired] == ["quilts"]
    assert [line.risk.code for line in view.overdue] == ["temps"]
    assert lines["quilts"].current.band is RiskBand.EXTREME
    assert lines["freight"].trigger is not None
    assert not lines["freight"].trigger.fired
    assert lines["temps"].risk.trigger_day is not None
    assert {code: line.move for code, line in lines.items() if line.move} == {
        "quilts": RiskMove.UP,
        "payment-peak": RiskMove.DOWN,
        "frozen-account": RiskMove.OCCURRED,
        "late-stock": RiskMove.CLOSED,
    }
    assert not any(line.queries for line in view.lines)


def test_what_goes_on_from_september_names_its_beginning(sample: Store) -> None:
    september = {f"2026-09/{risk.code}" for risk in rows(sample, "risks", **CLOSED[-1]._asdict())}
    carried = {risk.carried_from for risk in rows(sample, "risks", **OCTOBER._asdict())} - {""}
    assert carried
    assert carried <= september
