"""Names that nobody knows: asked once for each, left out, created, or remembered as another name."""

from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from planlib.cli import main
from planlib.errors import InvalidError
from planlib.intake.mapping.names import Unknown
from planlib.intake.options import CREATE, LEAVE_OUT
from planlib.intake.preview import Preview, record_preview
from planlib.model import Budget, Kpi, PlanKey
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, record, undo
from planlib.store.tables import TABLES
from planlib.vocabulary import Aggregation, ChangeKind, FileKind
from tests.intake_plan import MARCH, NOW, faults, look, make_plan, records

ACTUALS, SPEND, TARGETS = FileKind.ACTUALS, FileKind.SPEND, FileKind.TARGETS
FILE = "kpi,date,value\n销售收入,2025-03-01,100\n销售收入,2025-03-02,200\n订单,2025-03-01,x\nREV,2025-03-03,1\n"


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


def recorded(store: Store, found: Preview) -> Change:
    change = record_preview(store, found, actor="test", at=NOW, reason="test", accept_warnings=True)
    assert change is not None
    return change


def kpi(store: Store, code: str) -> Kpi:
    return next(one for one in records(store, "kpis") if isinstance(one, Kpi) and one.code == code)


def line(store: Store, code: str) -> Budget:
    return next(one for one in records(store, "budgets") if isinstance(one, Budget) and one.code == code)


def test_a_name_that_nobody_knows_is_asked_once_with_what_it_may_mean(plan: Store) -> None:
    found = look(plan, ACTUALS, FILE)
    assert found.unknown == (Unknown("kpi", "销售收入", 2, ()), Unknown("kpi", "订单", 1, ("ORD",)))
    assert [code for _, _, code in faults(found)] == ["unknown_kpi", "unknown_kpi", "unknown_kpi", "bad_number"]


def test_rows_that_are_left_out_are_neither_recorded_nor_refused(plan: Store) -> None:
    found = look(plan, ACTUALS, FILE, names={"销售收入": LEAVE_OUT, " 订单 ": LEAVE_OUT})
    assert (found.added, found.refused, found.left_out, found.unknown, found.problems) == (1, 0, 3, (), ())


def test_a_name_that_means_a_kpi_is_remembered_with_the_change_and_taken_back_with_it(plan: Store) -> None:
    rows = FILE.replace("订单,2025-03-01,x\n", "")
    change = recorded(plan, look(plan, ACTUALS, rows, names={"销售收入": "REV"}))
    assert change.counts == {"kpis": 1, "actuals": 3}
    assert kpi(plan, "REV").aliases == "GMV;流水;销售收入"
    again = look(plan, ACTUALS, rows)
    assert (again.unchanged, again.unknown) == (3, ())
    undo(plan, change.change_id, actor="test", at=NOW)
    assert kpi(plan, "REV").aliases == "GMV；流水"
    assert [unknown.text for unknown in look(plan, ACTUALS, rows).unknown] == ["销售收入"]


def test_a_name_that_several_have_is_decided_but_not_remembered(plan: Store) -> None:
    change = recorded(plan, look(plan, ACTUALS, "kpi,date,value\n新客,2025-03-01,1\n", names={"新客": "N2"}))
    assert change.counts == {"actuals": 1}
    assert [stored.record.kpi for stored in current(plan, "actuals")] == ["k-n2"]


def test_a_kpi_is_created_with_the_rows_and_taken_back_with_them(plan: Store) -> None:
    rows = "kpi,date,value\n退货数,2025-03-01,3\n退货数,2025-03-02,4\n"
    change = recorded(plan, look(plan, ACTUALS, rows, names={"退货数": CREATE}))
    assert change.counts == {"kpis": 1, "actuals": 2}
    assert (kpi(plan, "退货数").name_zh, kpi(plan, "退货数").aggregation) == ("退货数", Aggregation.SUM)
    assert look(plan, ACTUALS, rows).unchanged == 2
    undo(plan, change.change_id, actor="test", at=NOW)
    assert not any(isinstance(one, Kpi) and one.code == "退货数" for one in records(plan, "kpis"))


@pytest.mark.parametrize(
    ("rows", "proposed"),
    [
        ("kpi,date,value,base\nX,2025-03-01,3,10\n", "percent up ratio day"),
        ("kpi,date,value,base\nX,2025-03-01,300,10\nX,2025-03-02,3,10\n", "other up ratio day"),
        ("kpi,date,value\n退款率,2025-03-01,3\n", "percent down ratio day"),
        ("kpi,date,value\n最低库存率,2025-03-01,3\n", "percent up min day"),
        ("kpi,date,value\nX,2025-03-01,12%\n", "percent up ratio day"),
        ("kpi,date,value\nX,2025-03-01,0.25\nX,2025-03-02,1\n", "percent up ratio day"),
        ("kpi,date,value\nX,2025-03-01,0\nX,2025-03-02,1\n", "count up sum day"),
        ("kpi,date,value\nX,2025-03-01,0.25\nX,2025-03-02,1.75\n", "other up sum day"),
        ("kpi,date,value\n退货金额,2025-03-01,0.5\n", "currency down sum day"),
        ("kpi,date,value(万元)\nX,2025-03-01,0.5\n", "currency up sum day"),
        ("kpi,date,value\nX(件),2025-03-01,0.5\n", "percent up ratio day 件"),
        ("kpi,date,value\n付费用户数,2025-03-01,5\n", "count up sum day"),
        ("kpi,date,value(小时)\nResponse,2025-03-01,5\n", "duration down mean day 小时"),
        ("kpi,date,value\nAverage score,2025-03-01,4.5\n", "score up mean day"),
        ("kpi,date,value\n库存量,2025-03-01,5\n", "count up last day"),
        ("kpi,date,value\nX,2025-03,5\n", "count up sum month"),
        ("kpi,date,value\nX,2025-03-03,5\nX,2025-03-10,5\nX,2025-03-17,5\n", "count up sum week"),
    ],
)
def test_what_is_created_is_as_its_name_its_unit_and_its_values_suggest(plan: Store, rows: str, proposed: str) -> None:
    (name,) = {line.split(",")[0] for line in rows.splitlines()[1:]}
    (made,) = look(plan, ACTUALS, rows, names={name: CREATE}).created
    assert isinstance(made, Kpi)
    said = f"{made.measure} {made.direction} {made.aggregation} {made.frequency} {made.unit}"
    assert said.strip() == proposed


@pytest.mark.parametrize("words", ["percent,down,mean,week,unit=x", "周，aggregation=平均；百分比，unit=x、越低越好"])
def test_what_is_said_of_a_name_goes_before_what_is_likely_and_is_told(plan: Store, words: str) -> None:
    rows = "kpi,date,value\n人数,2025-03-05,12%\n"
    found = look(plan, ACTUALS, rows, names={"人数": CREATE + words})
    (told,) = found.notices
    about = {"measure": "percent", "unit": "x", "direction": "down", "aggregation": "mean", "frequency": "week"}
    assert (told.code, told.parameters) == ("new_kpi", {"name": "人数", **about})
    recorded(plan, found)
    assert {name: getattr(kpi(plan, "人数"), name) for name in about} == about
    assert [stored.record.day.day for stored in current(plan, "actuals")] == [3], "a weekly value is its week's"


def test_what_is_said_of_one_part_counts_for_the_others(plan: Store) -> None:
    (made,) = look(plan, ACTUALS, "kpi,date,value\nX,2025-03-01,5\n", names={"X": "+percent"}).created
    assert isinstance(made, Kpi)
    assert made.aggregation == Aggregation.RATIO


def test_a_file_that_contradicts_what_is_created_is_refused_as_for_any_kpi(plan: Store) -> None:
    rows = "kpi,date,value\n复购率,2025-03-01,0.3\n"
    assert faults(look(plan, ACTUALS, rows, names={"复购率": CREATE})) == [(2, None, "no_denominator")]
    assert look(plan, ACTUALS, rows, names={"复购率": CREATE}, rate=True).added == 1
    assert faults(look(plan, ACTUALS, rows.replace("0.3", "30%"), names={"复购率": "+count"})) == [
        (2, "value", "percent_not_allowed")
    ]


@pytest.mark.parametrize(
    ("words", "code", "value", "suggestion"),
    [
        ("percnt", "bad_choice", "percnt", "percent"),
        ("measure=up", "bad_choice", "up", None),
        ("owner=李雷", "unknown_column", "owner", None),
        ("unit=" + "x" * 201, "too_long", "x" * 200 + "…", None),
    ],
)
def test_words_that_say_nothing_are_refused(
    plan: Store, words: str, code: str, value: str, suggestion: str | None
) -> None:
    found = look(plan, ACTUALS, FILE, names={"订单": CREATE + words})
    assert (found.readable, faults(found), found.problems[0].value) == (False, [(None, None, code)], value)
    assert found.problems[0].parameters.get("suggestion") == suggestion


def test_a_budget_line_is_created_by_its_name_or_as_is_said(plan: Store) -> None:
    rows = "科目,日期,金额\n{},2025-03-01,10\n"

    def made(name: str, words: str = "") -> str:
        found = look(plan, SPEND, rows.format(name), names={name: CREATE + words})
        (line,) = found.created
        assert isinstance(line, Budget)
        assert [notice.code for notice in found.notices] == ["new_line"]
        return f"{line.kind} {line.category} {line.original:.0f}"

    assert made("快递费") == "cost logistics 0"
    assert made("渠道收入") == "revenue other 0"
    assert made("渠道收入", "cost,category=差旅") == "cost travel 0"
    assert made("快递费", "我们的类别") == "cost 我们的类别 0"


def test_the_command_line_says_what_is_created(tmp_path: Path) -> None:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["--db", str(tmp_path / "plan.duckdb"), "--lang", "zh", *arguments])

    (tmp_path / "a.csv").write_text("kpi,date,value,base\n复购,2025-03-01,3,10\n", "utf-8")
    assert run("init").exit_code == 0
    file = ("import", "actuals", str(tmp_path / "a.csv"), "--plan", "T/2025-03")
    done = run(*file, "--create", "复购=percent,up,ratio")
    assert (done.exit_code, "将新建指标“复购”：百分比，越高越好，" in done.stderr) == (0, True)
    with closing(Store.open(tmp_path / "plan.duckdb")) as store:
        assert (kpi(store, "复购").measure, kpi(store, "复购").aggregation) == ("percent", "ratio")


def test_targets_take_answers_too(plan: Store) -> None:
    recorded(plan, look(plan, TARGETS, "kpi,target\n收入,100\n退货,5\n", names={"收入": "REV", "退货": CREATE}))
    assert sorted(stored.record.target for stored in current(plan, "targets")) == [5, 100]


def test_a_budget_line_learns_its_other_name_and_keeps_it_in_the_next_month(plan: Store) -> None:
    rows = "科目,日期,金额\n推广,2025-03-01,10\n会议,2025-03-02,20\n"
    assert look(plan, SPEND, rows).unknown == (Unknown("line", "推广", 1, ()), Unknown("line", "会议", 1, ()))
    change = recorded(plan, look(plan, SPEND, rows, names={"推广": "ADS", "会议": CREATE}))
    assert change.counts == {"budgets": 2, "spend": 2}
    assert (line(plan, "ADS").aliases, line(plan, "会议").original) == ("推广", Decimal(0))
    april = PlanKey("t", MARCH.replace(month=4))
    budget = "line,amount\nADS,900\n"
    record_preview(plan, look(plan, FileKind.BUDGET, budget, april), actor="test", at=NOW)
    assert look(plan, SPEND, "科目,日期,金额\n推广,2025-04-01,10\n", april).added == 1
    undo(plan, change.change_id, actor="test", at=NOW)
    assert line(plan, "ADS").aliases is None


def test_an_answer_that_names_nothing_is_refused(plan: Store) -> None:
    found = look(plan, ACTUALS, FILE, names={"订单": "ORDERS"})
    assert (found.readable, faults(found), found.problems[0].value) == (False, [(None, None, "unknown_kpi")], "ORDERS")
    found = look(plan, ACTUALS, FILE.replace("订单", "订" * 65), names={"订" * 65: CREATE})
    assert faults(found) == [(None, None, "too_long")]


def test_an_answer_for_a_name_that_is_known_changes_nothing(plan: Store) -> None:
    change = recorded(plan, look(plan, ACTUALS, "kpi,date,value\nREV,2025-03-01,1\n", names={"REV": "ORD", "x": "ORD"}))
    assert change.counts == {"actuals": 1}
    assert [stored.record.kpi for stored in current(plan, "actuals")] == ["k-rev"]


def test_nothing_is_recorded_for_a_name_alone(plan: Store) -> None:
    recorded(plan, look(plan, ACTUALS, "kpi,date,value\nREV,2025-03-01,1\n"))
    again = look(plan, ACTUALS, "kpi,date,value\n销售收入,2025-03-01,1\n", names={"销售收入": "REV"})
    assert (again.unchanged, record_preview(plan, again, actor="test", at=NOW)) == (1, None)


def test_somebody_who_changed_the_kpi_meanwhile_is_not_overwritten(plan: Store) -> None:
    found = look(plan, ACTUALS, "kpi,date,value\n销售收入,2025-03-01,1\n", names={"销售收入": "REV"})
    renamed = kpi(plan, "REV").model_copy(update={"name_en": "Revenue"})
    record(plan, [Write("kpis", [renamed])], actor="other", kind=ChangeKind.EDIT, at=NOW)
    with pytest.raises(Exception, match="conflict"):
        record_preview(plan, found, actor="test", at=NOW)


def test_undo_takes_back_all_that_an_import_made_and_learned(plan: Store) -> None:
    """Created things, other names, people, the remembered reading and the rows: every table is as it was."""

    def stands() -> dict[str, list[str]]:
        return {name: sorted(repr(stored.record) for stored in current(plan, name)) for name in TABLES}

    before = stands()
    kpis = "指标,日期,多少\n退货数,2025-03-01,3\n销售收入,2025-03-01,4\nREV,2025-03-02,5\n"
    names = {"退货数": CREATE, "销售收入": "REV"}
    actuals = recorded(plan, look(plan, ACTUALS, kpis, names=names, mapping={"value": "多少"}))
    assert actuals.counts == {"kpis": 2, "actuals": 3, "file_mappings": 1}
    between = stands()
    lines = "科目,日期,金额\n推广,2025-03-01,10\n会议,2025-03-02,20\n"
    spend = recorded(plan, look(plan, SPEND, lines, names={"推广": "ADS", "会议": CREATE}))
    goals = recorded(plan, look(plan, FileKind.OBJECTIVES, "objective,parent,owner\nO2,O1,李雷\nO3,O2,李雷\n"))
    assert goals.counts == {"people": 1, "objectives": 2}
    for change in (goals, spend):
        undo(plan, change.change_id, actor="test", at=NOW)
    assert stands() == between
    undo(plan, actuals.change_id, actor="test", at=NOW)
    assert stands() == before
    assert [unknown.text for unknown in look(plan, SPEND, lines).unknown] == ["推广", "会议"]
    assert faults(look(plan, ACTUALS, kpis))[0][2] == "missing_column"


def test_a_created_name_that_others_use_since_is_told_before_it_is_taken_back(plan: Store) -> None:
    made = recorded(plan, look(plan, ACTUALS, "kpi,date,value\n退货数,2025-03-01,3\n", names={"退货数": CREATE}))
    recorded(plan, look(plan, TARGETS, "kpi,target\n退货数,9\n"))
    with pytest.raises(InvalidError) as refused:
        undo(plan, made.change_id, actor="test", at=NOW)
    assert {problem.code for problem in refused.value.problems} == {"still_referenced"}
    assert kpi(plan, "退货数").code == "退货数"
