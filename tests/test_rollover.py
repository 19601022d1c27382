"""Drafting November from the sample's October: what goes on, what stays behind, and what is proposed."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from planlib.cli import main
from planlib.errors import ConflictError, InvalidError, RefusedError
from planlib.meeting.agenda import ItemKind, agenda
from planlib.model import Lesson, PlanKey, TaskStep
from planlib.rollover import Choice, Draft, Left, Why, draft, roll_over
from planlib.rollover import drafted as how_drafted
from planlib.sample import TEAM
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, history, record, undo
from planlib.vocabulary import ChangeKind, LessonKind, Phasing, PlanState, ProgressRule, RiskState, TaskStatus
from planlib.vocabulary import Path as TargetPath

OCTOBER, NOVEMBER = (PlanKey(TEAM, date(2026, month, 1)) for month in (10, 11))
AT = datetime(2026, 10, 30, 9, tzinfo=UTC)
TABLES = (
    *("objectives", "milestones", "targets", "target_parts", "budgets"),
    *("tasks", "task_links", "assignments", "risks", "lessons"),
)


@pytest.fixture
def store(sample_file: Path, tmp_path: Path) -> Iterator[Store]:
    store = Store.open(Path(shutil.copy(sample_file, tmp_path)))
    yield store
    store.close()


@pytest.fixture
def october(store: Store) -> Snapshot:
    return open_snapshot(store, "local", OCTOBER, today=date(2026, 10, 25))


@pytest.fixture
def drafted(store: Store, october: Snapshot) -> Draft:
    return draft(store, october, NOVEMBER.month)


def rows(store: Store, table: str) -> dict[str, Any]:
    """Return November's rows by the last part of their key."""
    return {
        stored.record.model_dump_json(): stored.record for stored in current(store, table, where=NOVEMBER._asdict())
    }


def recorded(store: Store, october: Snapshot, found: Draft, **choices: Choice) -> Snapshot:
    roll_over(store, october, found, {key.replace("__", "/"): one for key, one in choices.items()}, actor="a", at=AT)
    return open_snapshot(store, "local", NOVEMBER, today=date(2026, 11, 1))


def test_tasks_that_are_left_go_on_with_what_is_left_of_them(store: Store, october: Snapshot, drafted: Draft) -> None:
    left = {
        line.task.task: line for line in october.tasks if line.status not in (TaskStatus.DONE, TaskStatus.CANCELLED)
    }
    november = recorded(store, october, drafted)
    assert {line.task.task for line in november.tasks} == left.keys()
    for line in november.tasks:
        before = left[line.task.task]
        assert line.task.carried_from == f"2026-10/{before.task.code}"
        assert line.duration == pytest.approx(before.duration * (1 - float(before.progress)), abs=1)
        assert line.start >= NOVEMBER.month
        assert {link.predecessor for link in line.predecessors} == {
            link.predecessor for link in before.predecessors if link.predecessor in left
        }


def test_steps_that_are_left_go_on_with_their_task(store: Store, october: Snapshot) -> None:
    referral = next(line.task for line in october.tasks if line.task.code == "referral")
    steps = [
        TaskStep(**OCTOBER._asdict(), step=name, task=referral.task, weight=Decimal(weight), done=done)
        for name, weight, done in (("a", 3, date(2026, 10, 20)), ("b", 1, None))
    ]
    counted = referral.model_copy(update={"rule": ProgressRule.STEPS})
    writes = [Write("tasks", [counted]), Write("task_steps", steps)]
    record(store, writes, actor="a", kind=ChangeKind.EDIT, at=AT, reason="r")
    now = open_snapshot(store, "local", OCTOBER, today=date(2026, 10, 25))
    line = next(line for line in now.tasks if line.task == counted)
    assert (line.progress, line.start) == (Decimal("0.75"), referral.started)
    november = recorded(store, now, draft(store, now, NOVEMBER.month))
    carried = next(line for line in november.tasks if line.task.task == referral.task)
    assert [step.step for step in carried.steps] == ["b"]
    dropped = Choice(drop=True, reason="r")
    undo(store, november.known_at, actor="a", at=AT)
    left = recorded(store, now, draft(store, now, NOVEMBER.month), **{f"tasks__{referral.task}": dropped})
    assert "b" not in {step.step for line in left.tasks for step in line.steps}


def test_risks_that_may_still_come_go_on_and_watch_the_new_budget_line(
    store: Store, october: Snapshot, drafted: Draft
) -> None:
    november = recorded(store, october, drafted)
    still = {line.risk.code: line.risk for line in october.risks().lines if line.risk.state is RiskState.OPEN}
    assert {line.risk.code for line in november.risks().lines} == still.keys()
    names = {line.budget.line: line.budget.code for line in (*october.budget().lines, *november.budget().lines)}
    watching = [line.risk for line in november.risks().lines if line.risk.trigger_line]
    assert watching, "the sample has one"
    for risk in watching:
        before = still[risk.code]
        assert (risk.trigger_line, names[risk.trigger_line or ""]) != (before.trigger_line, "")
        assert names[risk.trigger_line or ""] == names[before.trigger_line or ""]


def test_budget_lines_recur_with_ids_of_their_own(store: Store, october: Snapshot, drafted: Draft) -> None:
    november = recorded(store, october, drafted)
    before = {line.budget.code: line.budget for line in october.budget().lines}
    after = {line.budget.code: line.budget for line in november.budget().lines}
    assert after.keys() == before.keys()
    assert not {line.line for line in after.values()} & {line.line for line in before.values()}
    for code, line in after.items():
        assert (line.original, line.revised) == (before[code].amount, None)
        weekly = before[code].phasing is Phasing.WEEKLY
        assert line.phasing == (None if weekly else before[code].phasing), "another month has other weeks"


def test_targets_are_proposed_with_their_chance(store: Store, october: Snapshot, drafted: Draft) -> None:
    targets = {one.id: one for one in drafted.carried if one.table == "targets"}
    orders = targets["kpi-orders"].proposed
    assert [round(one.chance or 0, 1) for one in orders.proposals] == [0.8, 0.5, 0.2]
    assert [one.target for one in orders.proposals] == sorted(one.target for one in orders.proposals)
    complaints = [one.target for one in targets["kpi-complaints"].proposed.proposals]
    assert complaints == sorted(complaints, reverse=True), "fewer are harder"
    chosen = Decimal(700_000)
    november = recorded(store, october, drafted, **{"targets__kpi-orders": Choice(target=chosen)})
    lines = {line.kpi.code: line.target for line in november.kpis()}
    assert lines["orders"].target == chosen
    assert lines["gmv"].target == targets["kpi-gmv"].proposed.even
    ranges = [line.target for line in october.kpis() if line.target.lower is not None]
    assert ranges, "the sample has one"
    for before in ranges:
        found = next(line.target for line in november.kpis() if line.target.kpi == before.kpi)
        assert (found.lower, found.upper) == (before.lower, before.upper)
    assert TargetPath.WEEKLY not in {target.path for target in lines.values()}


def test_goals_state_the_targets_that_are_chosen(store: Store, october: Snapshot, drafted: Draft) -> None:
    """October's goal: 112M in sales, and 97K new customers at least."""
    dropped = Choice(drop=True, reason="r")
    chosen = {"targets__kpi-gmv": Choice(target=Decimal(125_000_000)), "targets__kpi-new_customers": dropped}
    november = recorded(store, october, drafted, **chosen)
    growth = next(line.objective for line in november.objectives() if line.objective.code == "growth")
    assert (growth.title_zh, growth.title_en) == ("成交额做到 1.25亿", "Reach ¥125M in sales")
    assert growth.standard_en == "Sales of at least ¥125M with at least 97K new customers"


def test_what_belongs_to_the_weeks_of_the_month_is_said_to_stay_behind(drafted: Draft) -> None:
    left = {one.key: one.left for one in drafted.carried if one.left}
    assert left == {
        "targets/kpi-orders": (Left.SHARES, Left.WEEKS),
        "budgets/line-2026-10-logistics": (Left.SHARES,),
    }


def test_a_drafted_plan_knows_what_came_from_where_until_it_is_taken_back(
    store: Store, october: Snapshot, drafted: Draft
) -> None:
    november = recorded(store, october, drafted)
    made = how_drafted(store, NOVEMBER)
    assert made is not None
    assert (made.change.change_id, made.month, made.untouched) == (november.known_at, OCTOBER.month, True)
    goals = [line.objective for line in november.objectives()]
    targets = [line.target for line in november.kpis()]
    lines = [line.budget for line in november.budget().lines]
    came: list[tuple[str, list[Any]]] = [("objectives", goals), ("targets", targets), ("budgets", lines)]
    assert all(made.has(table, row) for table, rows in came for row in rows)
    new = goals[0].model_copy(update={"objective": "new", "code": "new"})
    record(store, [Write("objectives", [new])], actor="a", kind=ChangeKind.EDIT, at=AT, plan=NOVEMBER)
    touched = how_drafted(store, NOVEMBER)
    assert touched is not None
    assert (touched.has("objectives", new), touched.untouched) == (False, False)
    for change in (store.last_change(), november.known_at):
        undo(store, change, actor="a", at=AT)
    assert how_drafted(store, NOVEMBER) is None


def test_only_what_the_month_before_had_came_from_there(store: Store, october: Snapshot) -> None:
    """October was drafted from September, with budget lines of the same codes and tasks of its own."""
    made = how_drafted(store, OCTOBER)
    assert made is not None
    assert (made.month, made.untouched) == (date(2026, 9, 1), False)
    assert all(made.has("budgets", line.budget) for line in october.budget().lines)
    load_test = next(line.task for line in october.tasks if line.task.code == "load-test")
    assert not made.has("tasks", load_test)


def test_a_plan_says_from_which_month_it_was_drafted_though_others_lie_between(store: Store) -> None:
    september = PlanKey(TEAM, date(2026, 9, 1))
    before = open_snapshot(store, "local", september, today=date(2026, 10, 25))
    roll_over(store, before, draft(store, before, NOVEMBER.month), {}, actor="a", at=AT)
    made = how_drafted(store, NOVEMBER)
    assert made is not None
    assert made.month == september.month


def test_parts_of_targets_go_on_as_much_of_the_new_target_as_of_the_old(
    store: Store, october: Snapshot, drafted: Draft
) -> None:
    """Of 112M, 110M were given to people; of 97,000, all to regions. The weeks of orders are others in November."""
    targets = {"targets__kpi-gmv": 56_000_000, "targets__kpi-new_customers": 96_999}
    chosen = {key: Choice(target=Decimal(target)) for key, target in targets.items()}
    november = recorded(store, october, drafted, **chosen)
    (gmv,) = november.parts("gmv")
    assert [(one.part and one.part.segment, one.amount) for one in gmv.parts] == [
        ("华东", 22_500_000),
        ("华南", 14_500_000),
        ("华北", 11_250_000),
        ("西南", 6_750_000),
    ]
    assert (gmv.left, gmv.apart) == (1_000_000, False)
    (new,) = november.parts("new_customers")
    assert (new.left, {one.amount % 1 for one in new.parts}) == (0, {0})
    assert november.parts("orders") == ()


def test_parts_stay_behind_with_their_target(store: Store, october: Snapshot, drafted: Draft) -> None:
    recorded(store, october, drafted, **{"targets__kpi-gmv": Choice(drop=True, reason="why not")})
    assert {part.kpi for part in rows(store, "target_parts").values()} == {"kpi-new_customers"}


def test_goals_without_a_number_go_on_while_steps_are_left(drafted: Draft, october: Snapshot) -> None:
    goals = {one.id: one.why for one in drafted.carried if one.table == "objectives"}
    assert goals["objective-ready"] is Why.UNFINISHED
    assert goals["objective-growth"] is Why.RECURS
    ready = next(line for line in october.objectives() if line.objective.objective == "objective-ready")
    left = {step.milestone for step in ready.milestones if step.done < 1}
    assert {one.id for one in drafted.carried if one.table == "milestones"} == left


def test_what_is_left_behind_says_why_in_the_history(store: Store, october: Snapshot, drafted: Draft) -> None:
    with pytest.raises(RefusedError, match="drop_reason"):
        recorded(store, october, drafted, **{"objectives__objective-growth": Choice(drop=True)})
    assert current(store, "plans", where=NOVEMBER._asdict()) == []
    dropped = Choice(drop=True, reason="换方向 · Another direction")
    november = recorded(store, october, drafted, **{"objectives__objective-growth": dropped})
    assert "objective-growth" not in {line.objective.objective for line in november.objectives()}
    (change,) = [one for one in history(store, plan=NOVEMBER) if one.change_id == november.known_at]
    assert "换方向" in change.reason
    assert "Another direction" in change.reason
    assert november.plan.state is PlanState.DRAFT


def test_lessons_with_a_next_step_go_on_to_be_tried(store: Store, october: Snapshot, drafted: Draft) -> None:
    offered = {lesson.lesson: lesson for lesson in october.lessons if lesson.next_step}
    assert offered.keys() < {lesson.lesson for lesson in october.lessons}, "the sample has one without"
    changed, dropped = "lessons/lesson-one-account", "lessons/lesson-duty"
    choices = {
        changed: Choice(titles={"next_step": "Two accounts"}),
        dropped: Choice(drop=True, reason="它已是惯例 · It is a habit by now"),
        "tasks/task-batches": Choice(drop=True, reason="r"),
    }
    november = recorded(store, october, drafted, **choices)
    found = {lesson.lesson: lesson for lesson in november.lessons}
    assert found.keys() == offered.keys() - {"lesson-duty"}
    assert {lesson.kind for lesson in found.values()} == {LessonKind.TRY}
    assert all(lesson.carried_from == f"2026-10/{lesson.lesson}" for lesson in found.values())
    assert found["lesson-one-account"].next_step == "Two accounts"
    batches = found["lesson-sample-batches"]
    assert (batches.cause, batches.risk, batches.task) == (offered[batches.lesson].cause, "risk-quilts", None)
    (made,) = [one for one in history(store, plan=NOVEMBER) if one.change_id == november.known_at]
    assert "It is a habit by now" in made.reason


def test_open_actions_go_on_change_or_are_dropped_in_the_one_change(
    store: Store, october: Snapshot, drafted: Draft
) -> None:
    before = {action.decision: action for action in october.open_actions}
    assert {one.id for one in drafted.carried if one.table == "decisions"} == before.keys()
    choices = {
        "decisions/decision-temps": Choice(owner="person-chen", due=date(2026, 11, 6)),
        "decisions/decision-survey": Choice(drop=True, reason="十一月再发 · It waits for November"),
        "decisions/decision-unfreeze": Choice(owner=before["decision-unfreeze"].owner),
    }
    november = recorded(store, october, drafted, **choices)
    changed = before["decision-temps"].model_copy(update={"owner": "person-chen", "due": date(2026, 11, 6)})
    after = {action.decision: action for action in november.open_actions}
    assert after == {
        name: one for name, one in (before | {"decision-temps": changed}).items() if name != "decision-survey"
    }
    (made,) = [one for one in history(store, plan=NOVEMBER) if one.change_id == november.known_at]
    assert made.counts["decisions"] == 2, "one that goes on as it is needs no row"
    assert "It waits for November" in made.reason
    assert ItemKind.ACTIONS in {item.kind for item in agenda(november, date(2026, 11, 2))}
    found = how_drafted(store, NOVEMBER)
    assert found is not None
    assert found.actions == len(after)
    undo(store, made.change_id, actor="a", at=AT)
    again = open_snapshot(store, "local", OCTOBER, today=date(2026, 10, 25))
    assert again.open_actions == october.open_actions


def test_an_action_that_was_settled_meanwhile_or_that_a_lesson_names_is_not_dropped(
    store: Store, october: Snapshot, drafted: Draft
) -> None:
    survey = next(one for one in october.open_actions if one.decision == "decision-survey")
    dropped = {"decisions/decision-survey": Choice(drop=True, reason="r")}
    lesson = Lesson(**OCTOBER._asdict(), lesson="new", kind=LessonKind.BAD, text="late", decision=survey.decision)
    record(store, [Write("lessons", [lesson])], actor="a", kind=ChangeKind.EDIT, at=AT)
    held = {one.id for one in draft(store, october, NOVEMBER.month).carried if one.held}
    assert held == {survey.decision}
    with pytest.raises(InvalidError):
        recorded(store, october, drafted, **dropped)
    settled = survey.model_copy(update={"done": date(2026, 10, 29)})
    record(store, [Write("decisions", [settled])], actor="a", kind=ChangeKind.MEETING, at=AT)
    with pytest.raises(ConflictError):
        recorded(store, october, drafted, **dropped)
    assert current(store, "plans", where=NOVEMBER._asdict()) == []


def test_titles_that_name_the_month_name_the_next_and_can_be_changed(store: Store, october: Snapshot) -> None:
    named = october.objectives()[0].objective.model_copy(update={"title_zh": "10月大促", "title_en": "October sale"})
    record(store, [Write("objectives", [named])], actor="a", kind=ChangeKind.EDIT, at=AT, reason="r")
    now = open_snapshot(store, "local", OCTOBER, today=date(2026, 10, 25))
    found = draft(store, now, NOVEMBER.month)
    goal = next(one for one in found.carried if one.id == named.objective)
    assert (goal.row.model_dump()["title_zh"], goal.row.model_dump()["title_en"]) == ("11月大促", "November sale")
    assert (found.plan.title_zh, found.plan.title_en) == ("电商运营组 11月计划", "E-commerce operations in November")
    choices = {"plan": Choice(titles={"title_en": "Double 11"}), goal.key: Choice(titles={"title_zh": "双十一大促 "})}
    november = roll_over(store, now, found, choices, actor="a", at=AT)
    plan = open_snapshot(store, "local", NOVEMBER, today=date(2026, 11, 1))
    assert (plan.plan.title_zh, plan.plan.title_en) == ("电商运营组 11月计划", "Double 11")
    kept = next(line.objective for line in plan.objectives() if line.objective.objective == named.objective)
    assert (kept.title_zh, kept.title_en) == ("双十一大促", "November sale")
    assert november.change_id == plan.known_at


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_left_behind_the_rest_is_whole_and_can_be_taken_back(
    store: Store, october: Snapshot, data: st.DataObject
) -> None:
    found = draft(store, october, NOVEMBER.month)
    keys = data.draw(st.sets(st.sampled_from([one.key for one in found.carried])))
    change = roll_over(store, october, found, {key: Choice(drop=True, reason="r") for key in keys}, actor="a", at=AT)
    kept = [one for one in found.carried if one.key not in keys and one.table in TABLES and one.table != "milestones"]
    counts = {table: len(rows(store, table)) for table in TABLES}
    assert sum(counts.values()) >= len(kept)
    assert {one.table: counts[one.table] for one in kept} == {
        table: sum(one.table == table for one in kept) for table in {one.table for one in kept}
    }
    undo(store, change.change_id, actor="a", at=AT)
    assert {table: len(rows(store, table)) for table in TABLES} == dict.fromkeys(TABLES, 0)
    assert current(store, "plans", where=NOVEMBER._asdict()) == []


def test_a_month_is_drafted_once_and_from_an_earlier_one(store: Store, october: Snapshot, drafted: Draft) -> None:
    with pytest.raises(RefusedError, match="month_before"):
        draft(store, october, date(2026, 9, 1))
    recorded(store, october, drafted)
    with pytest.raises(RefusedError, match="plan_exists"):
        draft(store, october, NOVEMBER.month)
    with pytest.raises(RefusedError, match="plan_exists"):
        recorded(store, october, drafted)


def test_the_command_line_drafts_a_month(sample_file: Path, tmp_path: Path) -> None:
    database = Path(shutil.copy(sample_file, tmp_path))

    def call(*arguments: str) -> Any:
        options = ["--db", str(database), "--lang", "en", "rollover", "--plan", "ecom/2026-10", "--to"]
        return CliRunner().invoke(main, [*options, *arguments])

    assert call("2026-13").exit_code == 2
    listed = call("2026-11", "--list")
    assert re.search(r"^decisions/decision-temps +Get the list of temps", listed.stdout, re.MULTILINE)
    wrong = call("2026-11", "--due", "tasks/rehearsal=2026-11-02")
    assert (wrong.exit_code, "“tasks/rehearsal” is no name" in wrong.stderr) == (2, True)
    dropped = ("--drop", "tasks/rehearsal=no time for it", "--owner", "tasks/script=Chen Siyuan")
    done = call("2026-11", *dropped, "--due", "decisions/decision-temps=2026-11-05")
    assert (done.exit_code, done.stderr.strip()) == (0, "ecom/2026-11 is drafted (change 152).")
    store = Store.open(database)
    november = open_snapshot(store, "local", NOVEMBER, today=date(2026, 11, 1))
    tasks = {line.task.code: november.person(line.task.owner) for line in november.tasks}
    assert "rehearsal" not in tasks
    assert (tasks["script"] or november.people[0]).name_en == "Chen Siyuan"
    assert {one.decision: one.due for one in november.open_actions}["decision-temps"] == date(2026, 11, 5)
    store.close()
    again = call("2026-11")
    assert again.exit_code == 1
    assert "There is a plan for November 2026 already." in again.stderr
