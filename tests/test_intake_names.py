"""Names that nobody knows: asked once for each, left out, created, or remembered as another name."""

from decimal import Decimal

import pytest

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
    change = record_preview(store, found, actor="test", at=NOW, accept_warnings=True)
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


def test_a_kpi_is_created_for_a_name_as_a_kpi_is_by_default(plan: Store) -> None:
    rows = "kpi,date,value\n退货数,2025-03-01,3\n退货数,2025-03-02,4\n"
    change = recorded(plan, look(plan, ACTUALS, rows, names={"退货数": CREATE}))
    made = kpi(plan, "退货数")
    assert (made.name_zh, made.aggregation, made.unit) == ("退货数", Aggregation.SUM, "")
    assert look(plan, ACTUALS, rows).unchanged == 2
    undo(plan, change.change_id, actor="test", at=NOW)
    assert not any(isinstance(one, Kpi) and one.code == "退货数" for one in records(plan, "kpis"))


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
