"""A preview says what recording would do; recording does just that, or nothing."""

import csv
import hashlib
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planlib.errors import ConflictError, InvalidError, Notice, RefusedError
from planlib.intake.options import Options
from planlib.intake.preview import Preview, preview, record_preview
from planlib.intake.refused import refused_csv
from planlib.locale import LANGUAGES, language
from planlib.model import Actual, PlanKey, Target
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, history, record, undo
from planlib.vocabulary import ChangeKind, FileKind
from tests.intake_plan import MARCH, NOW, PLAN, faults, look, make_plan, records, written

ACTUALS = FileKind.ACTUALS
FILE = "kpi,date,value,note\nREV,2025-03-01,100,a\nREV,2025-03-02,200,\n"


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


def recorded(store: Store, found: Preview, *, skip_bad: bool = False, reason: str = "") -> Change | None:
    return record_preview(store, found, actor="test", at=NOW, skip_bad=skip_bad, reason=reason)


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
    recorded(plan, look(plan, FileKind.TARGETS, "kpi,target\nREV,100\n"), reason="agreed late")
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


@pytest.mark.parametrize("code", LANGUAGES)
def test_refused_rows_are_read_as_they_are_once_mended(plan: Store, code: str) -> None:
    bad = 'XYZ,2025-03-03,-5,"=HYPERLINK(""http://evil.example"")"\n销售额,2025-03-04,x,+86 10\n'
    refused = refused_csv(look(plan, ACTUALS, FILE + bad), language(code))
    again = preview(plan, refused, "refused.csv", ACTUALS, PLAN, Options(), actor="test", today=NOW.date())
    assert (faults(again), again.notices) == ([(2, "kpi", "unknown_kpi"), (3, "value", "bad_number")], ())
    assert refused_csv(again, language(code)).count(language(code)("What is wrong").encode()) == 1

    text = refused.decode("utf-8-sig").replace(",XYZ,", ",REV,").replace(",x,", ",7,")
    mended = look(plan, ACTUALS, text)
    assert faults(mended) == []
    assert [(row.line, written(row)["note"]) for row in mended.additions] == [
        (2, '=HYPERLINK("http://evil.example")'),
        (3, "+86 10"),
    ]


def test_a_closed_month_is_restated_as_one_change_with_a_reason(plan: Store) -> None:
    text = "kpi,date,value\nREV,2025-02-27,5\nREV,2025-02-28,6\nREV,2025-03-01,7\n"
    assert faults(look(plan, ACTUALS, text, history=True)) == [
        (2, "date", "closed_period"),
        (3, "date", "closed_period"),
    ]
    found = look(plan, ACTUALS, text, history=True, restate=True)
    assert (found.problems, found.added, found.restates) == ((), 3, 2)
    with pytest.raises(RefusedError) as refused:
        recorded(plan, found)
    assert refused.value.code == "reason_needed"
    assert values(plan) == {}
    change = record_preview(plan, found, actor="test", at=NOW, reason="came late")
    assert change is not None
    assert change.file is not None
    assert (change.kind, change.reason, change.file.restated) == (ChangeKind.RESTATEMENT, "came late", 2)
    assert change.file.choices == {"history": True, "restate": True}
    undo(plan, change.change_id, actor="test", at=NOW)
    assert values(plan) == {}


def test_a_restatement_that_touches_no_closed_month_is_an_import(plan: Store) -> None:
    change = recorded(plan, look(plan, ACTUALS, FILE, restate=True))
    assert change is not None
    assert change.kind == ChangeKind.IMPORT


def test_a_preview_that_is_submitted_twice_is_recorded_once(plan: Store) -> None:
    found = look(plan, ACTUALS, FILE)
    assert recorded(plan, found) is not None
    assert recorded(plan, found) is None
    assert len(history(plan)) == 2


def test_the_same_file_is_told_with_its_day_and_who_recorded_it(plan: Store) -> None:
    """The team's day: nine in the morning UTC is five in the afternoon in Shanghai."""
    first = recorded(plan, look(plan, ACTUALS, FILE))
    assert first is not None
    told = {"day": date(2025, 4, 2), "actor": "test", "change_id": first.change_id}
    assert look(plan, ACTUALS, FILE).notices == (Notice("same_file", told),)
    assert look(plan, ACTUALS, FILE, rate=True).notices == (Notice("same_file", told),)
    recorded(plan, look(plan, ACTUALS, FILE.replace("200", "250")))
    assert look(plan, ACTUALS, FILE).notices == (Notice("recorded_before", told),)


def test_undo_takes_an_upload_back_but_for_what_was_changed_since(plan: Store) -> None:
    recorded(plan, look(plan, ACTUALS, "kpi,date,value\nREV,2025-03-01,90\n"))
    upload = recorded(plan, look(plan, ACTUALS, FILE))
    assert upload is not None
    recorded(plan, look(plan, ACTUALS, "kpi,date,value\nREV,2025-03-02,300\n"))
    with pytest.raises(RefusedError) as refused:
        undo(plan, upload.change_id, actor="test", at=NOW)
    assert [row[1] for row in refused.value.parameters["rows"]] == [("k-rev", date(2025, 3, 2), "")]
    undo(plan, upload.change_id, actor="test", at=NOW, partial=True)
    assert values(plan) == {date(2025, 3, 1): 90, date(2025, 3, 2): 300}


def test_a_preview_tells_how_far_it_is_and_can_be_ended(plan: Store) -> None:
    shares: list[float] = []
    asked: dict[str, Any] = {"actor": "test", "today": NOW.date()}
    preview(plan, FILE.encode(), "file.csv", ACTUALS, PLAN, Options(), progress=shares.append, **asked)
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1

    def cancel(share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    before = plan.last_change()
    with pytest.raises(KeyboardInterrupt):
        preview(plan, FILE.encode(), "file.csv", ACTUALS, PLAN, Options(), progress=cancel, **asked)
    assert plan.last_change() == before
    assert recorded(plan, look(plan, ACTUALS, FILE)) is not None


def test_a_name_and_texts_that_mean_harm_are_kept_word_for_word_and_neutralised_on_the_way_out(plan: Store) -> None:
    name = "=cmd'x;$(id)<img src=x onerror=alert(1)>.csv"
    notes = ["=1+1", "@SUM(A1)", "-2+3", "<script>alert(1)</script>"]
    text = "kpi,date,value,note\n" + "".join(f"REV,2025-03-0{day},x,{note}\n" for day, note in enumerate(notes, 1))
    asked: dict[str, Any] = {"actor": "test", "today": NOW.date()}
    bad = preview(plan, text.encode(), name, ACTUALS, PLAN, Options(), **asked)
    out = list(csv.reader(io.StringIO(refused_csv(bad, language("en")).decode("utf-8-sig"))))
    assert [row[-1] for row in out[1:]] == ["'=1+1", "'@SUM(A1)", "'-2+3", notes[3]]
    good = preview(plan, text.replace(",x,", ",1,").encode(), name, ACTUALS, PLAN, Options(), **asked)
    change = recorded(plan, good)
    assert change is not None
    assert change.file is not None
    assert change.file.name == name
    assert [record.note for record in records(plan, "actuals") if isinstance(record, Actual)] == notes


def test_a_file_of_bad_rows_is_counted_whole_and_listed_in_part(plan: Store) -> None:
    found = look(plan, ACTUALS, "kpi,date,value\n" + "XYZ,2025-03-01,1\n" * 12_000)
    assert (found.refused, found.problem_count, len(found.problems)) == (12_000, 12_000, 10_000)
    assert [problem.line for problem in found.problems[:2]] == [2, 3]


def test_history_names_the_file(plan: Store) -> None:
    recorded(plan, look(plan, ACTUALS, FILE))
    newest = history(plan, plan=PlanKey("t", MARCH), limit=1)[0]
    assert newest.file is not None
    assert newest.file.mapping == {"kpi": "kpi", "day": "date", "value": "value", "note": "note"}
    data = FILE.encode()
    assert (newest.file.size, newest.file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert (newest.file.encoding, newest.actor, newest.made_at) == ("utf-8", "test", NOW)
