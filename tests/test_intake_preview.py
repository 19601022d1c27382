"""A preview says what recording would do; recording does just that, or nothing."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from planlib.errors import ConflictError, InvalidError, RefusedError
from planlib.intake.preview import Preview, record_preview
from planlib.intake.refused import refused_csv
from planlib.locale import language
from planlib.model import Actual, PlanKey, Target
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, history, record, undo
from planlib.vocabulary import ChangeKind, FileKind
from tests.intake_plan import MARCH, NOW, faults, look, make_plan, records

ACTUALS = FileKind.ACTUALS
FILE = "kpi,date,value,note\nREV,2025-03-01,100,a\nREV,2025-03-02,200,\n"


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


def recorded(store: Store, found: Preview, *, skip_bad: bool = False) -> Change | None:
    return record_preview(store, found, actor="test", at=NOW, skip_bad=skip_bad)


def values(store: Store) -> dict[date, Decimal]:
    return {record.day: record.value for record in records(store, "actuals") if isinstance(record, Actual)}


def test_added_changed_and_unchanged_rows_are_told_apart(plan: Store) -> None:
    change = recorded(plan, look(plan, ACTUALS, FILE))
    assert change is not None
    assert change.file is not None
    assert (change.kind, change.plan, change.counts) == (ChangeKind.IMPORT, PlanKey("t", MARCH), {"actuals": 2})
    assert (change.file.name, change.file.rows, change.file.added) == ("file.csv", 2, 2)

    found = look(plan, ACTUALS, "kpi,date,value\nREV,2025-03-02,250\nREV,2025-03-03,190\nREV,2025-03-01,100.00\n")
    assert (found.added, found.changed, found.unchanged, found.refused) == (1, 1, 1, 0)
    assert [(row.line, row.before, row.after) for row in found.changes] == [
        (
            2,
            Actual(kpi="k-rev", day=date(2025, 3, 2), value=Decimal(200)),
            Actual(kpi="k-rev", day=date(2025, 3, 2), value=Decimal(250)),
        )
    ]
    assert found.days == (date(2025, 3, 2), date(2025, 3, 3))
    recorded(plan, found)
    assert values(plan) == {date(2025, 3, 1): 100, date(2025, 3, 2): 250, date(2025, 3, 3): 190}


def test_the_largest_change_comes_first(plan: Store) -> None:
    recorded(plan, look(plan, ACTUALS, FILE))
    found = look(plan, ACTUALS, "kpi,date,value\nREV,2025-03-02,201\nREV,2025-03-01,150\n")
    assert [row.line for row in found.changes] == [3, 2]


def test_a_note_outlives_a_file_without_notes(plan: Store) -> None:
    recorded(plan, look(plan, ACTUALS, FILE))
    assert look(plan, ACTUALS, "kpi,date,value\nREV,2025-03-01,100\n").unchanged == 1
    assert look(plan, ACTUALS, "kpi,date,value,note\nREV,2025-03-01,100,\n").changed == 1


def test_the_same_file_again_records_nothing_and_is_named(plan: Store) -> None:
    first = recorded(plan, look(plan, ACTUALS, FILE))
    again = look(plan, ACTUALS, FILE)
    assert first is not None
    assert (again.previous, again.added, again.unchanged) == (first.change_id, 0, 2)
    assert recorded(plan, again) is None
    undo(plan, first.change_id, actor="test", at=NOW)
    after = look(plan, ACTUALS, FILE)
    assert (after.previous, after.added) == (None, 2)


def test_nothing_is_recorded_while_a_row_is_bad_unless_it_is_left_out(plan: Store) -> None:
    found = look(plan, ACTUALS, FILE + "REV,2025-03-03,abc,\n")
    with pytest.raises(InvalidError) as refused:
        recorded(plan, found)
    assert refused.value.problems == found.problems
    assert values(plan) == {}
    assert recorded(plan, found, skip_bad=True) is not None
    assert len(values(plan)) == 2


def test_a_file_that_cannot_be_read_is_never_recorded(plan: Store) -> None:
    found = look(plan, ACTUALS, "kpi,date,note\nREV,2025-03-03,abc\n")
    assert (found.readable, faults(found)) == (False, [(None, None, "missing_column")])
    with pytest.raises(InvalidError):
        recorded(plan, found, skip_bad=True)


def test_a_constant_that_cannot_be_read_is_told_once(plan: Store) -> None:
    found = look(plan, ACTUALS, FILE, constants={"kpi": "XYZ"})
    assert (found.readable, faults(found), found.problems[0].value) == (False, [(None, None, "unknown_kpi")], "XYZ")


def test_a_row_that_somebody_changed_meanwhile_is_a_conflict(plan: Store) -> None:
    recorded(plan, look(plan, ACTUALS, FILE))
    found = look(plan, ACTUALS, FILE.replace("100", "150"))
    recorded(plan, look(plan, ACTUALS, FILE.replace("100", "175")))
    with pytest.raises(ConflictError) as refused:
        recorded(plan, found)
    assert [conflict.theirs["value"] for conflict in refused.value.conflicts if conflict.theirs] == [175]
    assert values(plan)[date(2025, 3, 1)] == 175


def test_a_plan_that_is_not_there_is_made_as_a_draft(store: Store) -> None:
    found = look(store, FileKind.KPIS, "code,name_zh\nREV,销售额\n", PlanKey("OPS", MARCH))
    assert (found.creates_plan, [str(notice.code) for notice in found.notices]) == (True, ["new_team"])
    assert records(store, "plans") == []
    change = recorded(store, found)
    assert change is not None
    assert change.counts["calendar_days"] > 30
    again = look(store, FileKind.TARGETS, "kpi,target\n销售额,100\n", PlanKey("OPS", date(2025, 4, 1)))
    assert [str(notice.code) for notice in again.notices] == ["new_plan"]
    recorded(store, again)
    assert [(target.month, target.target) for target in records(store, "targets") if isinstance(target, Target)] == [
        (date(2025, 4, 1), 100)
    ]


def test_a_closed_plan_takes_no_targets_budget_or_spend(plan: Store) -> None:
    recorded(plan, look(plan, FileKind.TARGETS, "kpi,target\nREV,100\n"))
    closed = records(plan, "plans")[1].model_copy(update={"state": "closed"})
    record(plan, [Write("plans", [closed])], actor="test", kind=ChangeKind.RESTATEMENT, at=NOW)
    assert faults(look(plan, FileKind.TARGETS, "kpi,target\nREV,200\nGM,1%\n")) == [
        (2, None, "closed_period"),
        (3, None, "closed_period"),
    ]
    assert faults(look(plan, FileKind.TARGETS, "kpi,target\nREV,100\n")) == []
    assert faults(look(plan, FileKind.BUDGET, "line,amount\nADS,1\n")) == [(2, None, "closed_period")]
    assert faults(look(plan, FileKind.SPEND, "line,day,amount\nADS,2025-03-01,1\n")) == [(2, "day", "closed_period")]


def test_options_go_with_their_kind_only(plan: Store) -> None:
    with pytest.raises(RefusedError) as refused:
        look(plan, FileKind.TARGETS, "kpi,target\nREV,100\n", total=True)
    assert refused.value.parameters == {"option": "total", "kind": "targets"}


def test_noise_and_totals_are_said(plan: Store) -> None:
    text = "指标,日期,数值\nREV,2025-03-01,0.30000000000000004\n合计,,1\nREV,2025-04-03,2\n"
    found = look(plan, ACTUALS, text, history=True)
    assert [(str(notice.code), notice.parameters) for notice in found.notices] == [
        ("rounded", {"column": "数值", "line": 2, "value": "0.30000000000000004", "count": 1}),
    ]
    assert (str(found.decisions[-1].code), found.decisions[-1].parameters) == ("totals", {"lines": [3]})


def test_refused_rows_come_back_to_be_mended_and_start_no_formula(plan: Store) -> None:
    bad = 'XYZ,2025-03-03,-5,"=HYPERLINK(""http://evil.example"")"\nREV,2025-03-04,x,\u00a0=1+1\nREV,2025-03-05,1,2,3\n'
    found = look(plan, ACTUALS, FILE + bad)
    header, *rows = csv.reader(io.StringIO(refused_csv(found, language("en")).decode("utf-8-sig")))
    assert header == ["What is wrong", "kpi", "date", "value", "note"]
    assert rows[0] == [
        "Line 4, column “kpi”: There is no KPI “XYZ”.",
        "XYZ",
        "2025-03-03",
        "-5",
        '\'=HYPERLINK("http://evil.example")',
    ]
    assert rows[1][1:] == ["REV", "2025-03-04", "x", "'\u00a0=1+1"]
    assert rows[2][1:] == ["REV", "2025-03-05", "1", "2", "3"]


def test_a_file_of_bad_rows_is_counted_whole_and_listed_in_part(plan: Store) -> None:
    found = look(plan, ACTUALS, "kpi,date,value\n" + "XYZ,2025-03-01,1\n" * 12_000)
    assert (found.refused, found.problem_count, len(found.problems)) == (12_000, 12_000, 10_000)
    assert [problem.line for problem in found.problems[:2]] == [2, 3]


def test_history_names_the_file(plan: Store) -> None:
    recorded(plan, look(plan, ACTUALS, FILE))
    newest = history(plan, plan=PlanKey("t", MARCH), limit=1)[0]
    assert newest.file is not None
    assert newest.file.mapping == {"kpi": "kpi", "day": "date", "value": "value", "note": "note"}
