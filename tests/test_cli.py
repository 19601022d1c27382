"""The command line, on a real database: what it prints, what it refuses, and its exit codes."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from planlib.cli import main
from planlib.store.connect import Store
from tests.command_line import KPIS, PLAN, Run, answer, file, plan, planlib, prepared, run

__all__ = ["plan", "prepared", "run"]


# init and wrong usage


def test_a_database_is_made_once(run: Run, tmp_path: Path) -> None:
    again = run("init")
    assert (again.exit_code, again.stdout) == (1, "")
    assert f"{tmp_path / 'plan.duckdb'} already; it is left as it is." in again.stderr


def test_an_interrupted_init_leaves_no_half_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    call = planlib(tmp_path / "plan.duckdb")
    with monkeypatch.context() as patch:
        patch.setattr("planlib.cli.setup.load_sample", interrupted)
        assert call("init", "--sample").exit_code != 0
    assert not (tmp_path / "plan.duckdb").exists()
    assert call("init").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["plan.duckdb"]


def test_a_missing_database_is_said_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "typo.duckdb"
    refused = CliRunner().invoke(main, ["plans", "--db", str(path), "--lang", "zh"])
    assert (refused.exit_code, refused.stdout, path.exists()) == (1, "", False)
    assert "planlib init" in refused.stderr


def test_a_place_where_nothing_can_be_made_is_said(tmp_path: Path) -> None:
    refused = planlib(file(tmp_path, "") / "plan.duckdb")("init")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "cannot be written" in refused.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "kpis"),
        ("show", "kpis", "--plan", "SHOP"),
        ("show", "kpis", "--plan", "SHOP/2024-13"),
        ("show", "kpis", "--plan", PLAN, "--day", "yesterday"),
        ("show", "kpis", "--plan", PLAN, "--known-at", "yesterday"),
        ("import", "kpis", "nowhere.csv", "--plan", PLAN),
        ("import", "actuals", __file__, "--plan", PLAN, "--set", "kpi"),
        ("plans", "--lang", "fr"),
        ("undo", "the last one"),
        ("close", "--plan", PLAN),
    ],
)
def test_wrong_usage_is_exit_code_2(plan: Run, arguments: tuple[str, ...]) -> None:
    result = plan(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (("import", "aktuals", "x.csv"), "KIND: “aktuals” is not one of actuals, spend", "KIND: “aktuals”不在可选"),
        (("undo", "abc"), "CHANGE: “abc” is not a whole number.", "CHANGE: “abc”不是整数。"),
        (("undo",), "CHANGE: It is missing.", "CHANGE: 缺少"),
        (("serve", "--port", "99999"), "--port: “99999” is too large. The largest possible value is 65535.", "太大"),
        (("import", "kpis", "nowhere.csv"), "FILE: There is no such file that can be read.", "没有这个文件"),
        (("plans", "--frob"), "--frob: There is no such option.", "没有这个选项"),
        (("plans", "now"), "There is a word too many.", "多了一个词"),
        (("frob",), "frob: There is no such command.", "没有这个命令"),
        (("history", "--plan"), "--plan: It needs a value.", "--plan: 后面要有"),
    ],
)
def test_wrong_usage_is_said_in_a_sentence(arguments: tuple[str, ...], english: str, chinese: str) -> None:
    for language, sentence in (("en", english), ("zh", chinese)):
        result = CliRunner().invoke(main, ["--lang", language, *arguments])
        assert (result.exit_code, result.stdout) == (2, "")
        assert sentence in result.stderr
        assert "--help" in result.stderr


def test_options_of_the_program_stand_before_or_after_the_command(plan: Run, tmp_path: Path) -> None:
    database = ["--db", str(tmp_path / "plan.duckdb")]
    before = CliRunner().invoke(main, [*database, "plans", "--json"])
    after = CliRunner().invoke(main, ["plans", "--json", *database])
    by_environment = CliRunner().invoke(main, ["plans", "--json"], env={"PLANLIB_DB": database[1]})
    assert before.stdout == after.stdout == by_environment.stdout == plan("plans", "--json").stdout


def test_help_speaks_the_terminals_language() -> None:
    english = CliRunner().invoke(main, ["--help"], env={"LC_ALL": "en_GB.UTF-8"})
    chinese = CliRunner().invoke(main, ["--help"], env={"LC_ALL": "zh_CN.UTF-8"})
    assert "Close a month" in english.stdout
    assert "月结" in chinese.stdout


# reading


def test_plans(plan: Run) -> None:
    assert answer(plan("plans", "--json")) == [
        {"plan": PLAN, "state": "draft", "first_day": "2024-03-01", "last_day": "2024-03-31", "day": "2024-03-03"}
    ]


def test_kpis_are_exact_and_say_why_something_is_missing(plan: Run) -> None:
    shown = answer(plan("show", "kpis", "--plan", PLAN, "--json"))
    sales = next(kpi for kpi in shown["kpis"] if kpi["code"] == "sales")
    assert {name: sales[name] for name in ("name", "target", "actual", "expected", "days", "days_expected")} == {
        "name": "Sales",
        "target": "62000",
        "actual": "3500.25",
        "expected": "6000",
        "days": 3,
        "days_expected": 3,
    }
    assert sales["pace"] == pytest.approx(3500.25 / 6000)
    returns = next(kpi for kpi in shown["kpis"] if kpi["code"] == "returns")
    assert (returns["actual"], returns["actual_reason"], returns["status"]) == (None, "missing_data", "no_data")


def test_a_kpi_is_called_as_in_a_file(plan: Run) -> None:
    for name in ("returns", "退货率", " Return rate "):
        shown = plan("show", "kpis", "--plan", PLAN, "--kpi", name)
        assert "Return rate" in shown.stdout
        assert "Sales" not in shown.stdout


def test_a_growth_target_a_pace_and_what_is_available_read_as_in_the_app(plan: Run, tmp_path: Path) -> None:
    targets = file(tmp_path, "kpi,target,growth_mode,growth_rate\nsales,62000,average,0.03\n")
    lines = file(tmp_path, "line,kind,amount\nads,cost,1000\nshop,revenue,5000\n", "lines.csv")
    assert plan("import", "budget", lines, "--plan", PLAN).exit_code == 0
    for said in ("0.58", "no signal yet"):
        assert said in plan("show", "kpis", "--plan", PLAN, "--kpi", "sales").stdout
    shown = {line.split()[0]: line.split() for line in plan("show", "budget", "--plan", PLAN).stdout.splitlines()[2:]}
    assert [shown[name][6] for name in ("ads", "shop", "Revenue", "Cost", "Result")] == [
        "¥1,000",
        "—",
        "—",
        "¥1,000",
        "—",
    ]
    assert plan("import", "targets", targets, "--plan", PLAN).exit_code == 0
    assert "+3.0%" in plan("show", "kpis", "--plan", PLAN, "--kpi", "sales").stdout


def test_a_plan_is_seen_as_of_an_earlier_change_and_day(plan: Run) -> None:
    def actual(*options: str) -> str | None:
        shown = answer(plan("show", "kpis", "--plan", PLAN, "--kpi", "sales", "--json", *options))
        value: str | None = shown["kpis"][0]["actual"]
        return value

    assert actual("--day", "2024-03-02") == "3500.5"
    assert actual("--known-at", "3") == "3500.25"
    assert actual("--known-at", "2") is None
    assert actual("--known-at", "2999-01-01") == "3500.25"
    assert plan("show", "kpis", "--plan", PLAN, "--known-at", "2001-01-01").exit_code == 1
    assert plan("show", "kpis", "--plan", PLAN, "--known-at", "999").stderr == "There is no change 999.\n"


def test_a_plan_that_is_not_named_is_asked_for_with_those_there_are(plan: Run) -> None:
    for arguments in (("show", "kpis"), ("close", "--reason", "over")):
        asked = plan(*arguments)
        assert (asked.exit_code, asked.stdout) == (2, "")
        assert asked.stderr.startswith(f"--plan: It is missing. It is one of {PLAN}.\n")


def test_a_day_outside_of_the_month_is_said_beside_the_answer(plan: Run) -> None:
    late = plan("show", "kpis", "--plan", PLAN, "--day", "2024-04-30", "--json")
    assert late.stderr == f"Tue 30 Apr 2024 is not in {PLAN}: data up to Sun 31 Mar 2024 are shown.\n"
    assert answer(late)["day"] == "2024-03-31"
    for within in ("2024-03-31", "2024-03-02", "2024-02-29"):
        assert plan("show", "kpis", "--plan", PLAN, "--day", within).stderr == ""


@pytest.mark.parametrize("view", ["kpis", "budget", "trends"])
@pytest.mark.parametrize(("language", "word"), [("en", "Sales"), ("zh", "销售额")])
def test_tables_speak_the_readers_language(plan: Run, view: str, language: str, word: str) -> None:
    shown = plan("show", view, "--plan", PLAN, "--lang", language)
    assert shown.exit_code == 0
    assert word in shown.stdout or view == "budget"


def test_what_is_not_there_is_named_with_what_is(plan: Run) -> None:
    other_month = plan("show", "kpis", "--plan", "SHOP/2024-04")
    other_kpi = plan("show", "kpis", "--plan", PLAN, "--kpi", "slaes")
    assert (other_month.exit_code, other_kpi.exit_code) == (1, 1)
    assert PLAN in other_month.stderr
    assert "sales" in other_kpi.stderr


# two programs


def test_a_database_in_use_is_said(plan: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.duckdb"
    store = Store.open(path)
    command = [sys.executable, "-m", "planlib", "plans", "--db", str(path), "--lang", "en"]
    second = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=Path(__file__).parent.parent)
    store.close()
    assert (second.returncode, second.stdout) == (1, "")
    assert "Only one" in second.stderr or "only one" in second.stderr


def test_the_app_does_not_start_on_a_database_in_use_or_on_something_else(plan: Run, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "plan.duckdb")
    in_use = plan("serve", "--port", "1")
    store.close()
    assert (in_use.exit_code, "only one at a time" in in_use.stderr) == (1, True)
    other = planlib(file(tmp_path, KPIS))("serve", "--port", "1")
    assert (other.exit_code, "is not a plan database" in other.stderr) == (1, True)
