"""Tasks from files: field by field, and what each waits for as rows of their own, in one change."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from planlib.intake.checking.links import links_text, read_links
from planlib.intake.preview import Preview, record_preview
from planlib.intake.templates.template import Format
from planlib.intake.values.values import Fault
from planlib.locale import LANGUAGES, language
from planlib.locale.sentences import problem_message
from planlib.model import Person, Task, TaskLink
from planlib.store.connect import Store
from planlib.store.ledger import Change, undo
from planlib.vocabulary import FileKind, LinkKind, ProblemCode
from tests.intake_plan import MARCH, NOW, faults, filled_again, look, make_plan, plan_in_memory, records

FILE = (
    "任务,标题,负责人,开始,完成,工期,前置任务,进度,预算,目标,优先级,备注\n"
    'T1,选品,王芳,3月3日,2025-03-05,,,100%,"1,200",增长,1,\n'
    "T2,Take the pictures,李雷,,,2,T1;上架 SS+1,40%,,O1,,外拍\n"
    "T3,上架,,,,0,T1 FS-1ed,,,,,\n"
)
STEPS = {"a": ("T1", "选品"), "b": ("B-2", "Plan, then do"), "c": ("LESS", "")}


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


@pytest.fixture(scope="module")
def looked_at() -> Iterator[Store]:
    """Give one plan with the tasks of FILE for the tests that record nothing."""
    with plan_in_memory(FileKind.TASKS, FILE) as store:
        yield store


def recorded(store: Store, text: str) -> Change | None:
    found = look(store, FileKind.TASKS, text)
    assert faults(found) == []
    return record_preview(store, found, actor="test", at=NOW, reason="test")


def tasks(store: Store) -> dict[str, Task]:
    return {one.code: one for one in records(store, "tasks") if isinstance(one, Task)}


def waits(store: Store) -> set[tuple[str, str, str, int, bool]]:
    codes = {task.task: code for code, task in tasks(store).items()}
    links = [one for one in records(store, "task_links") if isinstance(one, TaskLink)]
    return {(codes[one.task], codes[one.predecessor], one.kind, one.lag, one.elapsed) for one in links}


def counts(found: Preview) -> tuple[int, int, int, int]:
    return found.added, found.changed, found.unchanged, found.refused


def test_tasks_and_their_order_are_one_change_that_is_taken_back_whole(plan: Store) -> None:
    assert counts(look(plan, FileKind.TASKS, FILE)) == (3, 0, 0, 0)
    change = recorded(plan, FILE)
    assert change is not None
    assert change.counts == {"people": 1, "tasks": 3, "task_links": 3}
    first, second = tasks(plan)["T1"], tasks(plan)["T2"]
    assert first == Task(
        team="t", month=MARCH, task=first.task, code="T1", title_zh="选品", owner="p", priority=1, objective="o",
        start=date(2025, 3, 3), finish=date(2025, 3, 5), progress=Decimal(1), budget=Decimal(1200),
    )  # fmt: skip
    [lei] = [one for one in records(plan, "people") if isinstance(one, Person) and one.name_zh == "李雷"]
    assert (second.owner, second.title_en, second.note, second.priority) == (lei.person, "Take the pictures", "外拍", 3)
    assert waits(plan) == {
        ("T2", "T1", "FS", 0, False),
        ("T2", "T3", "SS", 1, False),
        ("T3", "T1", "FS", -1, True),
    }
    undo(plan, change.change_id, actor="test", at=NOW)
    assert records(plan, "tasks") == records(plan, "task_links") == []


def test_the_same_file_again_changes_nothing(looked_at: Store) -> None:
    assert counts(look(looked_at, FileKind.TASKS, FILE)) == (0, 0, 3, 0)
    english = "task,predecessors,percent complete\nT2,选品; T3 SS+1d,40%\nT3,T1 FS-1ed,\n"
    assert counts(look(looked_at, FileKind.TASKS, english)) == (0, 0, 2, 0)


def test_what_a_task_waits_for_is_what_its_cell_says(plan: Store) -> None:
    recorded(plan, FILE)
    found = look(plan, FileKind.TASKS, "task,predecessors\nT1,\nT2,T3 SS+2\nT3,T1 FS-1 ed\n")
    assert counts(found) == (0, 1, 2, 0)
    told = [(one.line, one.before is None, one.after is None) for one in found.changes]
    assert sorted(told) == [(3, False, False), (3, False, True)]
    change = record_preview(plan, found, actor="test", at=NOW, reason="test")
    assert change is not None
    assert change.counts == {"task_links": 2}
    assert waits(plan) == {("T2", "T3", "SS", 2, False), ("T3", "T1", "FS", -1, True)}
    recorded(plan, "task,progress\nT2,60%\n")
    assert len(waits(plan)) == 2


def test_working_days_may_have_their_unit(plan: Store) -> None:
    found = look(plan, FileKind.TASKS, "任务,工期\nA,3天\nB,2 days?\nC,1个工作日\nD,0d\nE,4.0\n")
    assert faults(found) == []
    record_preview(plan, found, actor="test", at=NOW, reason="test")
    assert [one.duration for _code, one in sorted(tasks(plan).items())] == [3, 2, 1, 0, 4]


def test_a_list_of_tasks_is_read_as_people_keep_it(plan: Store) -> None:
    found = look(
        plan,
        FileKind.TASKS,
        "序号,任务名称,优先级,工期(天),前置任务\n1,选品,高,3天,\n2,拍图,P2,2,1\n3,上架,,1,2FS+2天\n",
    )
    assert faults(found) == []
    record_preview(plan, found, actor="test", at=NOW, reason="test")
    assert {code: (one.title_zh, one.priority) for code, one in tasks(plan).items()} == {
        "1": ("选品", 1), "2": ("拍图", 2), "3": ("上架", 3),
    }  # fmt: skip
    assert waits(plan) == {("2", "1", "FS", 0, False), ("3", "2", "FS", 2, False)}


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ("T9,1,T1; T8,", [(2, "predecessors", "There is no “T8” to refer to.")]),
        ("T1,1,T1,", [(2, "predecessors", "A task cannot wait for itself.")]),
        ("T2,1,T1;T1 SS,", [(2, "predecessors", "The same row is there several times. Keep one of them.")]),
        ("T2,1,T1+5000,", [(2, "predecessors", "“T1+5000” is too large. The largest possible value is 1,000.")]),
        ("T2,1,T1,O7", [(2, "objective", "There is no “O7” to refer to.")]),
        ("T9,,,", [(2, None, "A task needs its first and last day, or how many working days it takes.")]),
        ("T9,1.5,,", [(2, "duration", "“1.5” is not a whole number, and only whole numbers belong here.")]),
        ("T8,x,,\nT9,1,T8,", [
            (2, "duration", "“x” is not a number. Write it like 1234.5 or 1,234.5."),
            (3, "predecessors", "There is no “T8” to refer to."),
        ]),
    ],
)  # fmt: skip
def test_a_task_that_cannot_be_is_refused(
    looked_at: Store, rows: str, problems: list[tuple[int, str | None, str]]
) -> None:
    found = look(looked_at, FileKind.TASKS, f"task,duration,predecessors,objective\n{rows}\n")
    told = [(one.line, one.column, problem_message(language("en"), one)) for one in found.problems]
    assert told == problems


def test_a_circle_is_told_with_its_tasks(looked_at: Store) -> None:
    (one,) = look(looked_at, FileKind.TASKS, "task,duration,predecessors\nT1,1,T2\n").problems
    assert (one.line, one.column, one.code) == (2, "predecessors", "task_cycle")
    assert "Take the pictures → 选品" in problem_message(language("en"), one), "the link of the file is in it"


def test_the_good_rows_of_a_file_with_a_circle_are_recorded(plan: Store) -> None:
    found = look(plan, FileKind.TASKS, "task,duration,predecessors\nA,1,B\nB,1,C\nC,1,A\nD,1,\nE,1,D\nF,1,A\n")
    assert faults(found) == [
        (2, "predecessors", "task_cycle"),
        (3, "predecessors", "task_cycle"),
        (4, "predecessors", "task_cycle"),
        (7, "predecessors", "no_such_reference"),
    ]
    record_preview(plan, found, actor="test", at=NOW, reason="test", skip_bad=True)
    assert waits(plan) == {("E", "D", "FS", 0, False)}


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_filled_template_changes_nothing_as_it_is(looked_at: Store, code: str, file_format: Format) -> None:
    found = filled_again(looked_at, FileKind.TASKS, code, file_format)
    assert (faults(found), found.ignored, counts(found)) == ([], (), (0, 0, 3, 0))


# the cell


def named(text: str) -> str | Fault:
    found = [task for task, names in STEPS.items() if text in names]
    return found[0] if text and found else Fault(ProblemCode.NO_SUCH_REFERENCE)


def link(predecessor: str, kind: LinkKind = LinkKind.FINISH_START, lag: int = 0, *, elapsed: bool = False) -> TaskLink:
    return TaskLink(team="t", month=MARCH, task="x", predecessor=predecessor, kind=kind, lag=lag, elapsed=elapsed)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("", ()),
        ("无", ()),
        ("T1", (link("a"),)),
        ("T1；选品 SS", None),
        ("T1, LESS、B-2", (link("a"), link("c"), link("b"))),
        ("Plan, then do; T1", (link("b"), link("a"))),
        ("T1FF+2", (link("a", LinkKind.FINISH_FINISH, 2),)),
        ("T1 SF - 3 days", (link("a", LinkKind.START_FINISH, -3),)),
        ("选品+2个工作日", (link("a", lag=2),)),
        ("选品 FS+2自然日", (link("a", lag=2, elapsed=True),)),
        ("B-2", (link("b"),)),
        ("B-2-2", (link("b", lag=-2),)),
        ("LESS", (link("c"),)),
        ("LESSSS", (link("c", LinkKind.START_START),)),
        ("NEVER", None),
    ],
)
def test_a_cell_says_what_is_waited_for(text: str, links: tuple[TaskLink, ...] | None) -> None:
    found = read_links(text, {"team": "t", "month": MARCH, "task": "x"}, named)
    assert isinstance(found, Fault) if links is None else found == links
    if links:
        codes = {task: code for task, (code, _title) in STEPS.items()}
        again = read_links(links_text(links, codes), {"team": "t", "month": MARCH, "task": "x"}, named)
        assert not isinstance(again, Fault)
        assert set(again) == set(links)
