"""The command line, on a real database: what it prints, what it refuses, and its exit codes."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner, Result

from planlib.cli import main
from planlib.metrics import FORMULAS
from planlib.store.connect import Store
from planlib.store.ledger import current

KPIS = """code,name_zh,name_en,unit,direction,aggregation,measure
sales,销售额,Sales,元,up,sum,currency
returns,退货率,Return rate,,down,ratio,percent
"""
TARGETS = "kpi,baseline,target\nsales,,62000\nreturns,,0.05\n"
SALES = "kpi,day,value\nsales,2024-03-01,1500.5\nsales,2024-03-02,2000\nsales,2024-03-03,-0.25\n"
PLAN = "SHOP/2024-03"

WAIVED = ("--waive", "data=returns are not counted yet", "--waive", "signals=nothing to compare with")

Run = Callable[..., Result]


def planlib(database: Path) -> Run:
    """Runs planlib on a database, in English."""

    def call(*arguments: str | Path) -> Result:
        options = ["--db", str(database), "--lang", "en"]
        return CliRunner().invoke(main, [*options, *map(str, arguments)], catch_exceptions=False)

    return call


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs planlib on a database that is new."""
    call = planlib(tmp_path / "plan.duckdb")
    assert call("init").exit_code == 0
    return call


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a plan for March 2024: two KPIs and three days of sales, in three changes."""
    folder = tmp_path_factory.mktemp("prepared")
    call = planlib(folder / "plan.duckdb")
    call("init")
    for kind, text in (("kpis", KPIS), ("targets", TARGETS), ("actuals", SALES)):
        assert call("import", kind, file(folder, text), "--plan", PLAN).exit_code == 0
    return folder / "plan.duckdb"


@pytest.fixture
def plan(prepared: Path, tmp_path: Path) -> Run:
    """Runs planlib on a copy of the prepared database."""
    return planlib(Path(shutil.copy(prepared, tmp_path)))


def file(folder: Path, text: str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def answer(result: Result) -> Any:
    """The JSON document on stdout; there must be nothing else there."""
    return json.loads(result.stdout)


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


# import


def test_an_import_answers_with_one_document(run: Run, tmp_path: Path) -> None:
    path = file(tmp_path, KPIS)
    dry = run("import", "kpis", path, "--plan", PLAN, "--dry-run", "--json")
    expected = {
        "file": "file.csv",
        "kind": "kpis",
        "encoding": "utf-8",
        "rows": 2,
        "values": 2,
        "added": 2,
        "changed": 0,
        "unchanged": 0,
        "refused": 0,
        "left_out": 0,
        "restates": 0,
        "sheet": None,
        "decisions": [{"code": "encoding", "message": "Read as UTF-8."}],
        "problems": [],
        "warnings": [],
        "change_id": None,
    }
    assert (dry.exit_code, answer(dry)) == (0, expected)
    assert answer(run("plans", "--json")) == []

    recorded = run("import", "kpis", path, "--plan", PLAN, "--json")
    assert (recorded.exit_code, answer(recorded)) == (0, expected | {"change_id": 1})
    again = run("import", "kpis", path, "--plan", PLAN, "--json")
    assert (again.exit_code, answer(again)) == (0, expected | {"added": 0, "unchanged": 2})


def test_an_encoding_that_is_said_is_taken_and_a_wrong_one_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "gbk.csv"
    path.write_bytes("code,name_zh\nA,销售额\n".encode("gb18030"))
    asked = ("import", "kpis", path, "--plan", PLAN, "--dry-run", "--json", "--encoding")
    found = answer(run(*asked, "gb18030"))
    assert (found["encoding"], found["added"]) == ("gb18030", 1)
    refused = run(*asked, "utf-8")
    assert (refused.exit_code, answer(refused)["added"]) == (1, 0)
    assert [problem["line"] for problem in answer(refused)["problems"]] == [2]


@pytest.mark.parametrize(
    ("kind", "text", "line", "code"),
    [
        ("people", "person,name_en\nE007,Ann\n,Ben\n", 3, "missing_value"),
        ("objectives", "objective,parent,owner\nO1,O2,Ann\nO2,,Ben\nO3,O3,\n", 4, "bad_value"),
    ],
)
def test_people_and_goals_are_imported_like_the_others(
    run: Run, tmp_path: Path, kind: str, text: str, line: int, code: str
) -> None:
    path = file(tmp_path, text)
    refused = run("import", kind, path, "--plan", PLAN, "--json")
    assert refused.exit_code == 1
    assert [(problem["line"], problem["code"]) for problem in answer(refused)["problems"]] == [(line, code)]
    good = text.count("\n") - 2
    done = answer(run("import", kind, path, "--plan", PLAN, "--skip-bad", "--json"))
    assert (done["kind"], done["added"], done["refused"], done["change_id"]) == (kind, good, 1, 1)
    again = answer(run("import", kind, path, "--plan", PLAN, "--skip-bad", "--dry-run", "--json"))
    assert (again["added"], again["unchanged"]) == (0, good)


def test_a_bad_file_is_refused_whole_with_every_problem(plan: Run, tmp_path: Path) -> None:
    path = file(tmp_path, "kpi,day,value\nsales,2024-03-04,12\nslaes,2024-03-05,1\nsales,2024-04-01,1\nsales,,x\n")
    refused = plan("import", "actuals", path, "--plan", PLAN, "--json")
    found = [(problem["line"], problem["column"], problem["code"]) for problem in answer(refused)["problems"]]
    assert refused.exit_code == 1
    assert found == [
        (3, "kpi", "unknown_kpi"),
        (4, "day", "out_of_period"),
        (5, "day", "missing_date"),
        (5, "value", "bad_number"),
    ]
    assert "Did you mean “Sales”?" in answer(refused)["problems"][0]["message"]
    assert answer(refused)["change_id"] is None
    assert len(answer(plan("history", "--json"))) == 3


def test_a_file_that_is_refused_as_a_whole_has_no_good_rows(plan: Run, tmp_path: Path) -> None:
    refused = plan("import", "actuals", file(tmp_path, ""), "--plan", PLAN)
    assert refused.exit_code == 1
    assert "--skip-bad" not in refused.stderr


def test_good_rows_go_in_alone_when_asked(plan: Run, tmp_path: Path) -> None:
    path = file(tmp_path, "kpi,day,value\nsales,2024-03-04,2\nslaes,2024-03-05,1\n")
    done = plan("import", "actuals", path, "--plan", PLAN, "--skip-bad", "--json")
    assert done.exit_code == 0
    assert {name: answer(done)[name] for name in ("added", "refused", "change_id")} == {
        "added": 1,
        "refused": 1,
        "change_id": 4,
    }


def test_merged_cells_all_have_what_they_show_unless_they_are_left_alone(plan: Run, tmp_path: Path) -> None:
    book = Workbook()
    for cells in (["kpi", "day", "segment", "value"], ["sales", "2024-03-04", "East", 1], [None, "2024-03-05", "", 2]):
        book.active.append(cells)
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "merged.xlsx")
    arguments = ("import", "actuals", tmp_path / "merged.xlsx", "--plan", PLAN, "--dry-run", "--json")
    assert (answer(plan(*arguments))["added"], answer(plan(*arguments))["problems"]) == (2, [])
    alone = answer(plan(*arguments, "--no-merged-cells"))
    assert [(problem["line"], problem["code"]) for problem in alone["problems"]] == [(3, "missing_kpi")]


def test_a_row_that_is_unusual_waits_until_it_was_looked_at(plan: Run, tmp_path: Path) -> None:
    path = file(tmp_path, "kpi,day,value\nsales,2024-03-04,12\n")
    for dry in ((), ("--dry-run",)):
        held = plan("import", "actuals", path, "--plan", PLAN, "--json", *dry)
        told = answer(held)
        assert (held.exit_code, told["change_id"], told["problems"]) == (1, None, [])
        assert told["warnings"] == [
            {
                "line": 2,
                "column": "value",
                "value": "12",
                "code": "ten_times",
                "message": "Line 2, column “value”: 12 is more than ten times the value before, "
                "−0.25 on Sun 3 Mar 2024.",
            }
        ]
        assert told["warnings"][0]["message"] in held.stderr
        assert "--accept-warnings" in held.stderr
    done = plan("import", "actuals", path, "--plan", PLAN, "--accept-warnings", "--json")
    assert (done.exit_code, answer(done)["change_id"]) == (0, 4)


def test_late_data_of_a_closed_month_is_a_restatement_with_a_reason(plan: Run, tmp_path: Path) -> None:
    path = file(tmp_path, "kpi,day,value\nsales,2024-03-04,2\n")
    assert plan("close", "--plan", PLAN, "--reason", "reviewed", *WAIVED).exit_code == 0
    closed = answer(plan("show", "kpis", "--plan", PLAN, "--json"))
    assert "restatement" in plan("import", "actuals", path, "--plan", PLAN).stderr
    silent = plan("import", "actuals", path, "--plan", PLAN, "--restate")
    assert (silent.exit_code, "Say why with --reason" in silent.stderr) == (1, True)
    done = answer(plan("import", "actuals", path, "--plan", PLAN, "--restate", "--reason", "came late", "--json"))
    assert (done["added"], done["restates"]) == (1, 1)
    newest = answer(plan("history", "--json"))[0]
    assert (newest["kind"], newest["reason"]) == ("restatement", "came late")
    assert answer(plan("show", "kpis", "--plan", PLAN, "--json")) == closed
    assert plan("undo", str(done["change_id"])).exit_code == 0


def test_a_file_that_changes_a_plan_in_force_says_why(plan: Run, tmp_path: Path) -> None:
    targets = file(tmp_path, "kpi,target\nsales,63000\n")
    for command, waived in (("close", WAIVED), ("reopen", ())):
        assert plan(command, "--plan", PLAN, "--reason", "reviewed", *waived).exit_code == 0
    silent = plan("import", "targets", targets, "--plan", PLAN, "--json")
    assert (silent.exit_code, answer(silent)["change_id"]) == (1, None)
    assert "Nothing was recorded. Say why with --reason" in silent.stderr
    assert plan("import", "targets", targets, "--plan", PLAN, "--dry-run").exit_code == 0
    assert plan("import", "targets", targets, "--plan", PLAN, "--reason", "campaign").exit_code == 0
    assert answer(plan("history", "--json"))[0]["reason"] == "campaign"
    assert plan("import", "targets", targets, "--plan", PLAN).exit_code == 0
    actuals = file(tmp_path, "kpi,day,value\nsales,2024-03-04,2\n")
    assert plan("import", "actuals", actuals, "--plan", PLAN).exit_code == 0


def test_the_options_of_an_import_stand_under_headings_in_either_language() -> None:
    for code, headings in (
        ("en", ("How the file is read:", "What its columns and names mean:", "What is recorded:")),
        ("zh", ("文件怎样读取：", "列和名称的含义：", "记录哪些内容：")),
    ):
        told = CliRunner().invoke(main, ["--lang", code, "import", "--help"]).stdout
        places = [told.index(heading.removesuffix("：").removesuffix(":")) for heading in headings]
        assert places == sorted(places)
        assert told.index("--sheet") < told.index("--map") < told.index("--accept-warnings")


def test_orders_are_mapped_added_up_and_loaded_with_their_history(plan: Run, tmp_path: Path) -> None:
    path = file(tmp_path, "下单,地区,额\n2023/3/1,华东,10\n2024/3/4,华东,1.1\n2024/3/4,华东,2.2\n2024/3/4,华北,3\n")
    options = ("--set", "kpi=sales", "--map", "day=下单", "--map", "value=额", "--total", "--history")
    assert answer(plan("import", "actuals", path, "--plan", PLAN, *options, "--json"))["added"] == 3
    trend = answer(plan("show", "trends", "--plan", PLAN, "--kpi", "sales", "--grain", "day", "--json"))
    assert (trend["periods"][-1]["start"], trend["periods"][-1]["value"]) == ("2024-03-04", "6.3")


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
    assert "0.58" in plan("show", "kpis", "--plan", PLAN, "--kpi", "sales").stdout
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


# taking back, closing, reopening


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
