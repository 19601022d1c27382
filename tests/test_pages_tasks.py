"""The tasks page says how the tasks stand, narrows them by its address, opens each, and takes down how one goes."""

import re
import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planlib.locale import language
from planlib.model import Plan, PlanKey, Task, Team
from planlib.sample import TEAM
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, history, record
from planlib.task_words import tasks_finding
from planlib.vocabulary import ChangeKind, PlanState, TaskStatus
from tests.test_pages_budget_trends import CHINESE, html, plain_text, rows, shown, words
from ui import session

PLAN = PlanKey(TEAM, date(2026, 10, 1))
TABLE = "Task by task"


@pytest.fixture(autouse=True)
def store(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give the store that the app itself has open, on a copy of the sample."""
    copy = Path(shutil.copy(sample_file, tmp_path))
    monkeypatch.setenv("PLANLIB_DB", str(copy))
    opened: Store = session._opened(copy)
    return opened


@pytest.fixture
def snapshot(store: Store) -> Snapshot:
    return open_snapshot(store, "local", PLAN, today=datetime.now(UTC).date())


def page(locale: str = "en-US", **address: str) -> AppTest:
    return shown("tasks", locale, month="2026-10", **address)


def task(store: Store, code: str) -> Task:
    found: Task = current(store, "tasks", where=PLAN._asdict() | {"code": code})[0].record
    return found


# what is shown


def test_the_head_says_when_all_is_done_and_names_the_worst(snapshot: Snapshot) -> None:
    said, schedule = plain_text(html(page())), snapshot.schedule
    assert tasks_finding(language("en"), schedule) in said
    assert f"Completed {schedule.done} / {schedule.total}" in said
    assert f"Late or overdue {schedule.late + schedule.overdue} {schedule.overdue} overdue" in said
    assert f"Slipped {schedule.slipped} since the plan became active" in said
    overdue = next(line for line in schedule.lines if line.status is TaskStatus.OVERDUE)
    assert f"Worst: {overdue.task.title_en}" in said


def test_a_month_whose_tasks_are_done_says_so() -> None:
    said = plain_text(html(shown("tasks", "en-US", month="2026-09")))
    assert "All 8 tasks are done, the last one on 23 Sept." in said


def test_a_row_says_how_its_task_stands(snapshot: Snapshot) -> None:
    found = [plain_text(row) for row in rows(page(), TABLE)]
    assert len(found) == len(snapshot.schedule.lines)
    assert any(
        row.startswith("Fix the bottlenecks that the load test finds He Jia Late 1 13 Oct 27 Oct 19 Oct 80%")
        and "+6 d moved once −2 critical" in row
        for row in found
    )
    assert any(
        row.startswith("Begin the new shifts") and row.endswith("Draw up the peak-season shifts (FS +1)")
        for row in found
    )


def test_the_page_is_whole_in_both_languages() -> None:
    assert not CHINESE.findall(words(page(task="fixes")))
    chinese = words(page("zh-CN", task="fixes"))
    assert "修复压测发现的瓶颈" in chinese
    assert not re.search(r"[a-z]{5,}", chinese), "nothing is left in English"


def test_the_address_narrows_the_tasks_and_a_choice_writes_it(snapshot: Snapshot) -> None:
    late = [line for line in snapshot.schedule.lines if line.status is TaskStatus.LATE]
    app = page(status="late")
    assert len(rows(app, TABLE)) == len(late)
    owner = late[0].task.owner or ""
    next(box for box in app.main.selectbox if box.label == "Owner").select(owner).run()
    assert app.query_params["owner"] == owner
    assert len(rows(app, TABLE)) == sum(line.task.owner == owner for line in late) < len(late)
    assert f"owner={owner}&amp;status=late&amp;task=" in html(app), "a row's link keeps the choices"
    none = page(status="overdue", owner=owner)
    assert "No task fits these choices." in words(none)
    assert TABLE not in html(none)


def test_rows_are_ordered_by_priority_or_below_their_goal_and_strategy(snapshot: Snapshot) -> None:
    by_priority = rows(page(order="priority"), TABLE)
    titles = {line.task.title_en: line.task.priority for line in snapshot.tasks}
    priorities = [next(titles[title] for title in titles if title in plain_text(row)) for row in by_priority]
    assert priorities == sorted(priorities)
    said = plain_text(html(page(order="goal")))
    growth = said.index("Reach ¥112M in sales → Bring new customers in and keep the old ones · 1 of 4 done")
    ready = said.index("Be ready for Double 11 → Win by service · 5 of 12 done")
    assert growth < said.index("Referral campaign", growth) < ready < said.index("Rehearse the contingency plan", ready)


def test_a_task_that_there_is_not_is_told() -> None:
    assert "“nothing”, which there is not." in words(page(task="nothing"))


def test_a_plan_without_tasks_leads_to_the_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "empty.duckdb"
    monkeypatch.setenv("PLANLIB_DB", str(path))
    team, plan = Team(team="t", code="t"), Plan(team="t", month=PLAN.month, state=PlanState.DRAFT)
    empty = Store.open(path, create=True)
    writes = [Write("teams", [team]), Write("plans", [plan])]
    record(empty, writes, actor="test", kind=ChangeKind.EDIT, at=datetime.now(UTC))
    empty.close()
    app = shown("tasks", "en-US")
    assert "This plan has no tasks yet" in words(app)
    assert not app.get("plotly_chart")


# one task


def test_a_task_opens_with_its_links_its_people_and_its_past(store: Store) -> None:
    said = plain_text(html(page(task="fixes")))
    assert "Waits for Load test end to end (SS +2)" in said
    assert "Needed by Test the payment peak again" in said
    assert "He Jia 4 h a day" in said
    assert "Be ready for Double 11 → Win by service" in said
    assert "Priority 1 (1 is the most important)" in said
    rehearsal = plain_text(html(page(task="rehearsal")))
    assert "Large meeting room: 1 room " in rehearsal
    past = [plain_text(row) for row in rows(page(task="fixes"), "What became of it")]
    changes = history(store, table="tasks", key=(*PLAN, task(store, "fixes").task))
    assert len(past) == len(changes)
    assert "Planned finish 2026-10-19 → 2026-10-26" in past[1]
    assert "Throttling of payments is built anew" in past[1]


def typed(app: AppTest, label: str, value: object) -> AppTest:
    fields = [*app.date_input, *app.slider, *app.text_input, *app.text_area]
    next(field for field in fields if field.label == label).set_value(value)
    return app.run()


def save(app: AppTest) -> AppTest:
    next(button for button in app.button if button.label == "Save").click()
    return app.run()


def test_progress_is_saved_as_one_edit_with_its_reason(store: Store) -> None:
    app = typed(typed(page(task="fixes"), "Percent complete", 90), "Why is it changed?", "two left")
    app = save(app)
    assert not app.exception
    assert task(store, "fixes").progress == Decimal("0.9")
    change = history(store, table="tasks", key=(*PLAN, task(store, "fixes").task), limit=1)[0]
    assert (change.kind, change.reason, change.counts) == (ChangeKind.EDIT, "two left", {"tasks": 1})
    assert f"Change #{change.change_id} is recorded." in words(app)


def test_a_task_that_is_done_is_done_whole(store: Store) -> None:
    app = typed(page(task="fixes"), "Done on", date(2026, 10, 23))
    save(typed(app, "Why is it changed?", "done"))
    assert (task(store, "fixes").progress, task(store, "fixes").finished) == (1, date(2026, 10, 23))


def test_new_dates_show_what_they_push_before_they_are_saved(store: Store, snapshot: Snapshot) -> None:
    app = typed(page(task="fixes"), "Planned finish", date(2026, 10, 30))
    moved = snapshot.pushed_by(task(store, "fixes").model_copy(update={"finish": date(2026, 10, 30)}))
    assert len(moved) > 1
    assert f"It moves {len(moved) - 1} more task" in words(app)
    shown_rows = [plain_text(row) for row in rows(app, f"It moves {len(moved) - 1} more task")]
    assert all(row.startswith(one.task.title_en) for row, one in zip(shown_rows, moved, strict=True))
    assert "Forecast: now → after the change" in words(app)
    assert task(store, "fixes").finish == date(2026, 10, 26), "nothing is saved yet"


def test_an_end_that_stays_is_that_of_a_task_that_is_named(store: Store) -> None:
    end = date(2026, 11, 30)
    late = Task(**PLAN._asdict(), task="late", code="late", title_en="Stocktaking", start=end, finish=end)
    write = [Write("tasks", [late])]
    record(store, write, actor="a", kind=ChangeKind.EDIT, at=datetime.now(UTC), reason="r", plan=PLAN)
    app = typed(page(task="fixes"), "Planned finish", date(2026, 10, 30))
    assert "the whole plan still ends on 30 Nov, with “Stocktaking”" in words(app)


def test_a_step_is_ticked_off_with_its_reason(store: Store) -> None:
    app = page(task="shifts")
    boxes = {box.label: box for box in app.checkbox}
    assert [box.value for box in boxes.values()].count(True) == 3
    boxes["Publish the shifts · weight 3"].check().run()
    assert "It moves" in words(app), "it is all done then"
    save(typed(app, "Why is it changed?", "on the wall"))
    change = history(store, limit=1)[0]
    assert (change.reason, change.counts) == ("on the wall", {"task_steps": 1})
    assert "100% done" in plain_text(html(page(task="shifts")))


def test_a_day_that_is_emptied_follows_from_the_working_days(store: Store) -> None:
    app = page(task="fixes")
    next(button for button in app.button if str(button.key).endswith("empty finish")).click()
    app = save(typed(app.run(), "Why is it changed?", "as its days come"))
    assert (task(store, "fixes").finish, task(store, "fixes").duration) == (None, 10)
    assert task(store, "fixes").start == date(2026, 10, 13)


def test_another_lag_shows_what_it_pushes_and_is_saved_with_the_task_as_one_change(
    store: Store, snapshot: Snapshot
) -> None:
    app = page(task="new-shifts")
    next(field for field in app.number_input if field.label == "Working days between").set_value(3)
    app.run()
    (line,) = [line for line in snapshot.tasks if line.task.code == "new-shifts"]
    (link,) = line.predecessors
    moved = snapshot.pushed_by(line.task, links=[link.model_copy(update={"lag": 3})])
    assert len(moved) > 1
    shown_rows = [plain_text(row) for row in rows(app, f"It moves {len(moved) - 1} more task")]
    assert all(row.startswith(one.task.title_en) for row, one in zip(shown_rows, moved, strict=True))
    app = typed(typed(app, "Note", "after the holiday"), "Why is it changed?", "later")
    save(app)
    stored = current(store, "task_links", where=PLAN._asdict() | {"task": line.task.task})[0]
    assert stored.record.lag == 3
    change = history(store, limit=1)[0]
    assert (change.change_id, change.counts) == (stored.change_id, {"tasks": 1, "task_links": 1})


def test_tasks_that_would_wait_for_each_other_are_told_and_not_saved() -> None:
    app = page(task="load-test")
    app.multiselect[0].select("Fix the bottlenecks that the load test finds").run()
    assert "wait for each other in a circle: Fix the bottlenecks that the load test finds → Load test" in words(app)
    assert next(button for button in app.button if button.label == "Save").disabled


def test_what_was_typed_is_there_after_a_reload_until_it_is_dropped(store: Store) -> None:
    typed(typed(page(task="fixes"), "Done on", date(2026, 10, 22)), "Why is it changed?", "two left")
    app = page(task="fixes")
    assert "The fields hold what you typed on" in words(app)
    assert [field.value for field in app.date_input if field.label == "Done on"] == [date(2026, 10, 22)]
    assert [field.value for field in app.text_input if field.label == "Why is it changed?"] == ["two left"]
    next(button for button in app.button if button.label == "Drop what was typed").click()
    app = app.run()
    assert [field.value for field in app.date_input if field.label == "Done on"] == [None]
    assert "The fields hold" not in words(page(task="fixes"))
    assert task(store, "fixes").finished is None


def test_an_active_plan_asks_for_the_reason(store: Store) -> None:
    app = save(typed(page(task="fixes"), "Percent complete", 90))
    assert "say why you change it" in words(app)
    assert task(store, "fixes").progress == Decimal("0.8")


def test_days_that_cannot_be_are_refused() -> None:
    app = typed(page(task="fixes"), "Planned finish", date(2026, 10, 1))
    assert "To be put right" in words(app)
    assert next(button for button in app.button if button.label == "Save").disabled


def test_who_was_faster_is_told_and_what_was_typed_stays(store: Store) -> None:
    app = typed(typed(page(task="fixes"), "Percent complete", 90), "Why is it changed?", "mine")
    theirs = task(store, "fixes").model_copy(update={"note": "theirs"})
    record(store, [Write("tasks", [theirs])], actor="zhou", kind=ChangeKind.EDIT, at=datetime.now(UTC), reason="theirs")
    app = save(app)
    assert "changed this task meanwhile" in words(app)
    assert task(store, "fixes").progress == Decimal("0.8"), "nothing is saved over it"
    assert [field.value for field in app.slider] == [90]
    save(app)
    assert (task(store, "fixes").progress, task(store, "fixes").note) == (Decimal("0.9"), "theirs")


@pytest.mark.parametrize("address", [{"at": "2026-10-16"}, {"month": "2026-09"}])
def test_the_past_and_a_closed_month_are_read_only(address: dict[str, str]) -> None:
    code = "fixes" if "at" in address else "build"
    app = shown("tasks", "en-US", **{"month": "2026-10"} | address, task=code)
    assert "What became of it" in words(app)
    assert not app.slider
    assert "Save" not in [button.label for button in app.button]
