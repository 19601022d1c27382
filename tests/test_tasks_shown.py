"""Tasks on the command line: as a table, as JSON, and in the past; and hundreds of them in the summary."""

import json
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.drawing import KEY as MANY_TASKS
from benchmarks.drawing import planned
from planlib.cli import main
from planlib.locale import language
from planlib.month_end.figures import gantt_drawing
from planlib.snapshot import open_snapshot
from planlib.store.connect import Store
from tests.stores import ON_DUCKLAKE
from tests.task_plan import PAGES, day, make_tasks, write

pytestmark = pytest.mark.skipif(ON_DUCKLAKE, reason="the command line opens a file")


def shown(database: Path, *options: str, code: str = "en") -> str:
    arguments = ["show", "tasks", "--plan", "shop/2026-10", "--day", "2026-10-10", *options]
    done = CliRunner().invoke(main, ["--db", str(database), "--lang", code, *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the plan; the pages are a third done at the end of their last day."""
    path = tmp_path_factory.mktemp("tasks") / "plan.duckdb"
    with closing(Store.open(path, create=True)) as store:
        make_tasks(store)
        write(store, tasks=[PAGES.model_copy(update={"started": day(9), "progress": Decimal("0.34")})])
    return path


def test_show_tasks_prints_a_table_in_both_languages(database: Path) -> None:
    english, chinese = shown(database), shown(database, code="zh")
    assert "The last task will be done on 15 Oct, 2 working days late. 0 of 4 tasks are done." in english
    assert "2 tasks are overdue. 2 tasks are late." in english
    row = next(line for line in english.splitlines() if "Product pages" in line)
    assert " ".join(row.split()) == "Overdue Product pages Li Wei 2026-10-09 2026-10-13 2026-10-10 +2 0 34%"
    assert "\nAs of Sat 10 Oct 2026\n" in english
    assert "Critical: Product pages, LAUNCH, DONE" in english
    assert "最后一项任务预计 10月15日完成，比计划晚 2 个工作日。4 项任务已完成 0 项。" in chinese
    assert "逾期" in next(line for line in chinese.splitlines() if "商品页" in line and "李伟" in line)


def test_show_tasks_as_json(database: Path) -> None:
    document = json.loads(shown(database, "--json"))
    tasks = {task.pop("task"): task for task in document.pop("tasks")}
    assert document == {
        **{
            "plan": "shop/2026-10",
            "day": "2026-10-10",
            "known_at": 4,
            "as_of": "2026-10-10",
            "first_day": "2026-10-08",
        },
        **{"finish": "2026-10-15", "baseline_finish": "2026-10-13", "slip": 2},
        **{"total": 4, "done": 0, "late": 2, "overdue": 2, "added": 0, "slipped": 4},
        "critical_path": ["PAGES", "LAUNCH", "DONE"],
    }
    assert tasks["PAGES"] == {
        **{"title": "Product pages", "owner": "Li Wei", "status": "overdue", "priority": 3, "duration": 3},
        **{"early_start": 1, "early_finish": 5, "late_start": 1, "late_finish": 5},
        **{"total_float": 0, "free_float": 0, "critical": True, "start": "2026-10-09", "finish": "2026-10-13"},
        **{"goal": None, "strategy": None, "rule": "physical", "steps": []},
        **{"deadline": None, "progress": 0.34, "baseline_start": "2026-10-08", "baseline_finish": "2026-10-10"},
        **{"slip": 2, "moves": 0, "added": False, "predecessors": []},
    }
    assert tasks["LAUNCH"]["predecessors"] == [{"task": "PAGES", "kind": "FS", "lag": 0, "elapsed": False}]


def test_what_has_no_baseline_says_so(database: Path) -> None:
    document = json.loads(shown(database, "--json", "--known-at", "2"))
    assert (document["slip"], document["slip_reason"]) == (None, "no_baseline")
    assert {task["slip_reason"] for task in document["tasks"]} == {"no_baseline"}
    assert "15 Oct" not in shown(database, "--known-at", "2")


def test_the_summary_draws_hundreds_of_tasks_by_goal(tmp_path: Path) -> None:
    planned(tmp_path / "many.duckdb", tasks=300, links=600)
    with closing(Store.open(tmp_path / "many.duckdb")) as store:
        drawing = gantt_drawing(open_snapshot(store, "mei", MANY_TASKS, today=date(2026, 11, 2)), language("en"))
    assert drawing is not None
    assert (drawing.svg().count(">Goal "), drawing.svg().count(">Task ")) == (12, 0)
