"""A month by the command line: taking back, closing, reopening, and its summary."""

import hashlib
import json
from pathlib import Path

import pytest

from planlib.metrics import FORMULAS
from planlib.store.connect import Store
from planlib.store.ledger import current
from tests.command_line import KPIS, PLAN, WAIVED, Run, answer, file, plan, prepared, run

__all__ = ["plan", "prepared", "run"]


def test_undo_and_history(plan: Run) -> None:
    undone = answer(plan("undo", "3", "--reason", "wrong file", "--json"))
    assert (undone["change_id"], undone["undoes"], undone["reason"]) == (4, 3, "wrong file")
    assert answer(plan("plans", "--json"))[0]["day"] is None
    changes = answer(plan("history", "--plan", PLAN, "--json"))
    assert [(change["change_id"], change["kind"], change["undone_by"]) for change in changes] == [
        (4, "undo", None),
        (3, "import", 4),
        (2, "import", None),
        (1, "import", None),
    ]
    assert plan("undo", "3").exit_code == 1
    assert plan("undo", "99").exit_code == 1
    shown = [line for line in plan("history").stdout.splitlines() if line.startswith(("4 ", "3 "))]
    assert "of change #3 · Sales · 2024-03-01 1,500.5 → —" in shown[0]
    assert "file.csv · undone by #4" in shown[1]


def test_an_undo_that_would_break_something_says_what(plan: Run) -> None:
    refused = plan("undo", "1", "--json")
    problems = answer(refused)["problems"]
    assert (refused.exit_code, bool(problems)) == (1, True)
    assert refused.stderr.splitlines()[: len(problems)] == [problem["message"] for problem in problems]


def test_a_closed_month_keeps_its_numbers_and_refuses_files(plan: Run, tmp_path: Path) -> None:
    before = answer(plan("show", "kpis", "--plan", PLAN, "--json", "--day", "2024-03-31"))
    assert plan("close", "--plan", PLAN, "--reason", " ").exit_code == 1
    assert plan("close", "--plan", PLAN, "--reason", "reviewed", *WAIVED).exit_code == 0

    with_close = Store.open(tmp_path / "plan.duckdb")
    close = current(with_close, "closes")[0].record
    with_close.close()
    facts = json.loads(close.facts)
    assert (close.formulas, close.sha256) == (FORMULAS, hashlib.sha256(close.facts.encode()).hexdigest())
    assert [(kpi["code"], kpi["actual"]) for kpi in facts["kpis"]] == [
        (kpi["code"], kpi["actual"]) for kpi in before["kpis"]
    ]

    late = file(tmp_path, "kpi,day,value\nsales,2024-03-04,2\n")
    assert plan("import", "actuals", late, "--plan", PLAN).exit_code == 1
    assert plan("close", "--plan", PLAN, "--reason", "again").exit_code == 1
    assert plan("undo", "4").exit_code == 1
    assert plan("reopen", "--plan", PLAN, "--reason", "late data").exit_code == 0
    assert answer(plan("plans", "--json"))[0]["state"] == "active"
    assert plan("import", "actuals", late, "--plan", PLAN).exit_code == 0


def test_closing_and_reopening_need_the_right(plan: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusal(actor: str, command: str, *arguments: str | Path) -> str:
        monkeypatch.setenv("LOGNAME", actor)
        done = plan(command, *arguments)
        assert done.exit_code in (0, 1)
        return done.stderr if done.exit_code else ""

    of_plan = ("--plan", PLAN, "--reason", "reviewed")
    people = file(tmp_path, "person,name_en,login,role\n王芳,Wang Fang,wang,month closer\n李雷,Li Lei,li,只读\n")
    assert not refusal("wang", "import", "people", people, *of_plan)
    only_wang = "is for Wang Fang, and not for li.na. Wang Fang can change that"
    assert only_wang in refusal("li.na", "close", *of_plan)
    assert not refusal("wang", "close", *of_plan, *WAIVED)
    late = file(tmp_path, "kpi,day,value\nsales,2024-03-04,2\n")
    assert only_wang in refusal("li.na", "import", "actuals", late, "--restate", *of_plan)
    assert only_wang in refusal("li.na", "reopen", *of_plan)
    assert "As li you are a viewer" in refusal("li", "reopen", *of_plan)
    assert "for Wang Fang to say" in refusal("li.na", "undo", "4")
    assert not refusal("wang", "reopen", *of_plan)


def test_a_month_that_is_not_over_cannot_be_closed(run: Run, tmp_path: Path) -> None:
    run("import", "kpis", file(tmp_path, KPIS), "--plan", "SHOP/2999-01")
    refused = run("close", "--plan", "SHOP/2999-01", "--reason", "early")
    assert (refused.exit_code, refused.stdout) == (1, "")


@pytest.mark.parametrize(("language", "title"), [("en", "summary of March 2024"), ("zh", "2024年3月")])
def test_the_summary_is_written_in_either_language(plan: Run, tmp_path: Path, language: str, title: str) -> None:
    out = tmp_path / "summary.md"
    done = plan("export", "--plan", PLAN, "--format", "md", "--out", out, "--lang", language)
    assert (done.exit_code, done.stdout) == (0, "")
    assert title in out.read_text("utf-8").splitlines()[0]
