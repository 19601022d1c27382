"""Importing files by the command line: the options, the answer, and what is refused."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from planlib.cli import main
from tests.command_line import KPIS, PLAN, WAIVED, Run, answer, file, plan, prepared, run

__all__ = ["plan", "prepared", "run"]


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
