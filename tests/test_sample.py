"""The sample plan keeps its promises: lifelike, in both languages, with everything that a plan can hold."""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from planlib.intake.options import Options
from planlib.intake.preview import preview
from planlib.meeting.agenda import items_of
from planlib.metrics.periods import period_end, previous_month, week_start
from planlib.model import PlanKey, Task
from planlib.place import ROOT
from planlib.sample import TEAM, load_sample
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Change, current, history, rows_of
from planlib.store.tables import TABLES
from planlib.vocabulary import (
    Aggregation,
    BudgetKind,
    ChangeKind,
    Commitment,
    Confidence,
    DecisionKind,
    Direction,
    Expected,
    FileKind,
    Frequency,
    Gaps,
    Grain,
    LessonKind,
    LinkKind,
    ObjectiveKind,
    Path,
    Phasing,
    PlanState,
    ProgressRule,
    ResourceKind,
    RiskKind,
    RiskResponse,
    RiskState,
    SpendStatus,
    Status,
)

OCTOBER = PlanKey(TEAM, date(2026, 10, 1))
CLOSED = [PlanKey(TEAM, date(2026, month, 1)) for month in (7, 8, 9)]
REGIONS = {"华东", "华南", "华北", "西南"}
LOADED_AT = datetime(2026, 10, 24, 1, 10, tzinfo=UTC)
"""Between the last two changes of the story."""


@pytest.fixture(scope="module")
def sample() -> Iterator[Store]:
    store = Store.open(":memory:")
    assert load_sample(store, at=LOADED_AT, actor="local") == OCTOBER
    yield store
    store.close()


@pytest.fixture(scope="module")
def october(sample: Store) -> Snapshot:
    return open_snapshot(sample, "local", OCTOBER, today=date(2031, 5, 17))


def rows(store: Store, table: str, **where: Any) -> list[Any]:
    return [stored.record for stored in current(store, table, where=where)]


@pytest.mark.parametrize(
    ("table", "field", "words"),
    [
        ("kpis", "aggregation", Aggregation),
        ("kpis", "direction", Direction),
        ("kpis", "frequency", Frequency),
        ("kpis", "expected", Expected),
        ("kpis", "gaps", Gaps),
        ("targets", "path", Path),
        ("targets", "commitment", Commitment),
        ("objectives", "kind", ObjectiveKind),
        ("budgets", "kind", BudgetKind),
        ("budgets", "phasing", Phasing),
        ("spend", "status", SpendStatus),
        ("check_ins", "confidence", Confidence),
        ("decisions", "kind", DecisionKind),
        ("resources", "kind", ResourceKind),
        ("tasks", "rule", ProgressRule),
        ("task_links", "kind", LinkKind),
        ("lessons", "kind", LessonKind),
        ("risks", "kind", RiskKind),
        ("risks", "state", RiskState),
        ("risks", "response", RiskResponse),
    ],
)
def test_every_word_of_the_vocabulary_is_in_use(sample: Store, table: str, field: str, words: type[StrEnum]) -> None:
    assert set(words) <= {getattr(row, field) for row in rows(sample, table)}


def test_three_months_are_closed_and_october_is_active(sample: Store) -> None:
    states = {plan.month: plan.state for plan in rows(sample, "plans")}
    assert states == {key.month: PlanState.CLOSED for key in CLOSED} | {OCTOBER.month: PlanState.ACTIVE}
    assert [(close.team, close.month) for close in rows(sample, "closes")] == CLOSED


@pytest.mark.parametrize("key", [*CLOSED, OCTOBER])
def test_each_month_has_goals_kpis_and_ten_budget_lines(sample: Store, key: PlanKey) -> None:
    plan = key._asdict()
    assert len(rows(sample, "targets", **plan)) >= 12
    assert len(rows(sample, "objectives", **plan)) == 4
    assert len(rows(sample, "milestones", **plan)) >= 3
    assert len(rows(sample, "budgets", **plan)) == 10
    assert len({row.strategy for row in rows(sample, "objectives", **plan)}) >= 2


def test_every_text_is_there_in_chinese_and_in_english(sample: Store) -> None:
    for table in TABLES.values():
        stems = [field.removesuffix("_zh") for field in table.fields if field.endswith("_zh")]
        for row in rows(sample, table.name) if stems else ():
            for stem in stems:
                chinese, english = getattr(row, f"{stem}_zh"), getattr(row, f"{stem}_en")
                assert chinese, row
                assert not chinese.isascii() or chinese == english, row
                assert english, row
                assert not any("一" <= letter <= "鿿" for letter in english), row


def test_ids_are_not_codes_so_that_mixing_them_up_shows(sample: Store) -> None:
    for row in [*rows(sample, "kpis"), *rows(sample, "budgets"), *rows(sample, "teams")]:
        assert row.code not in (getattr(row, "kpi", ""), getattr(row, "line", ""), row.team)


def test_the_figures_of_a_region_agree_with_one_another(sample: Store) -> None:
    values = defaultdict[str, dict[tuple[date, str], tuple[Decimal, Decimal | None]]](dict)
    for row in rows(sample, "actuals"):
        values[row.kpi.removeprefix("kpi-")][row.day, row.segment] = (row.value, row.base)
    sales = {key: value for key, (value, _) in values["gmv"].items()}
    orders = {key: value for key, (value, _) in values["orders"].items()}
    assert {segment for _, segment in sales} == REGIONS
    assert values["order_value"] == {key: (sales[key], orders[key]) for key in sales}
    assert {key: value for key, (value, _) in values["conversion"].items()} == orders
    assert {key: base for key, (_, base) in values["gross_margin"].items()} == sales
    assert {key: base for key, (_, base) in values["refund_rate"].items()} == orders
    assert all(value <= orders[key] for key, (value, _) in values["new_customers"].items())


def test_actuals_keep_to_their_kpis_and_to_the_days_of_the_story(sample: Store) -> None:
    kpis = {kpi.kpi: kpi for kpi in rows(sample, "kpis")}
    actuals = rows(sample, "actuals")
    assert len(actuals) < 40_000
    for row in actuals:
        kpi = kpis[row.kpi]
        assert date(2025, 1, 1) <= row.day <= date(2026, 10, 23)
        assert row.segment in REGIONS | {""}
        assert (row.base is not None) == (kpi.aggregation is Aggregation.RATIO)
        assert row.value >= (kpi.smallest if kpi.smallest is not None else row.value)
        assert row.value <= (kpi.largest if kpi.largest is not None and row.base is None else row.value)
        assert not kpi.whole or row.value == int(row.value)


def test_money_has_no_more_than_two_decimals(sample: Store) -> None:
    currency = [kpi.kpi for kpi in rows(sample, "kpis") if kpi.measure == "currency"]
    amounts = [row.value for row in rows(sample, "actuals", kpi=currency)]
    amounts += [row.amount for row in rows(sample, "spend")] + [row.amount for row in rows(sample, "budgets")]
    assert all(amount == round(amount, 2) for amount in amounts)


def test_payments_lie_in_the_month_of_their_line_and_settle_what_was_ordered(sample: Store) -> None:
    lines = {line.line: line for line in rows(sample, "budgets")}
    spend = rows(sample, "spend")
    orders = {row.voucher for row in spend if row.status is SpendStatus.COMMITTED}
    for row in spend:
        assert row.day.replace(day=1) == lines[row.line].month
        assert not row.settles or row.settles in orders
    assert orders - {row.settles for row in spend}, "something is still to be paid"


def test_it_opens_on_the_last_day_with_data_in_any_year(october: Snapshot) -> None:
    assert october.day == date(2026, 10, 23)
    assert (october.time.working_days, october.time.working_days_total) == (13, 18)


def test_there_is_good_news_and_bad_news(october: Snapshot) -> None:
    lines = {line.kpi.code: line for line in october.kpis()}
    status = {code: line.status for code, line in lines.items()}
    assert status["new_customers"] is status["refund_rate"] is Status.BEHIND
    assert status["gmv"] is status["stock_cover"] is Status.WATCH
    assert status["on_time"] is status["satisfaction"] is status["repeat_sales"] is Status.ON_TRACK
    assert status["nps"] is Status.NO_DATA
    assert lines["ad_return"].lag == 2
    fallen = [part.segment for part in october.segments("new_customers") if (part.change.value or 0) < 0]
    assert fallen == ["华南"]


def test_one_budget_line_is_over_and_one_is_near(october: Snapshot) -> None:
    lines = {line.budget.code: line for line in october.budget().lines}
    assert [code for code, line in lines.items() if line.available < 0] == ["ads"]
    assert lines["ads"].budget.revised is not None
    used = lines["logistics"].consumption.value
    assert used is not None
    assert 0.9 < used < 1
    assert any(line.requested for line in lines.values())
    assert lines["travel"].phasing_assumed


# the story


def by_file(store: Store, name: str) -> Change:
    return next(change for change in history(store) if change.file and change.file.name == name)


def test_changes_are_told_in_order_and_none_is_later_than_the_loading(sample: Store) -> None:
    moments = [change.made_at for change in reversed(history(sample))]
    assert moments == sorted(moments)
    assert moments[-1] == LOADED_AT
    assert {change.kind for change in history(sample)} >= set(ChangeKind) - {ChangeKind.REOPEN}


def test_no_row_says_what_was_still_to_come(sample: Store) -> None:
    grain = {kpi.kpi: Grain(kpi.frequency) for kpi in rows(sample, "kpis")}
    for change in history(sample):
        rows_set = written(sample, change)
        actuals = [period_end(row.day, grain[row.kpi]) for table, _, row in rows_set if table == "actuals" and row]
        payments = [row.day for table, _, row in rows_set if table == "spend" and row]
        assert max(actuals, default=date.min) < made_on(change), change
        assert max(payments, default=date.min) <= made_on(change), change
        weeks = {row.week for table, _, row in rows_set if table == "check_ins"}
        assert weeks <= {week_start(made_on(change))}, change
        for _, before, after in [row for row in rows_set if row[0] == "decisions"]:
            assert after.done is None or after.day <= after.done <= made_on(change), change
            assert before or after.day == made_on(change), change
            assert after.day <= (after.due or after.day), change
        for _, _, after in [row for row in rows_set if row[0] in ("tasks", "risks")]:
            known = ("started", "finished", "cancelled") if isinstance(after, Task) else ("reviewed",)
            assert all((getattr(after, field) or date.min) <= made_on(change) for field in known), change


def test_a_baseline_is_what_the_month_before_came_to_as_was_known_then(sample: Store) -> None:
    months = set[date]()
    for change in history(sample):
        for table, before, after in written(sample, change):
            if table == "targets" and after and after.baseline not in (None, before and before.baseline):
                plan = PlanKey(TEAM, after.month)
                seen = open_snapshot(sample, "local", plan, today=made_on(change), known_at=change.change_id)
                values = {month.start: month for month in seen.trend(after.kpi, Grain.MONTH).periods}
                last = values[previous_month(after.month)]
                assert (last.complete, last.value.value) == (True, after.baseline), (change.reason, after.kpi)
                months.add(after.month)
    assert months == {key.month for key in [*CLOSED, OCTOBER]}


def written(store: Store, change: Change) -> list[tuple[str, Any, Any]]:
    """Return table, record before and record after of each row of a change."""
    return [(row.table, row.before, row.after) for row in rows_of(store, change.change_id)]


def made_on(change: Change) -> date:
    return change.made_at.astimezone(ZoneInfo("Asia/Shanghai")).date()


def test_an_active_plan_is_adjusted_with_reasons(sample: Store) -> None:
    adjusting = {"targets", "budgets", "milestones"}
    edits = [change for change in history(sample, plan=OCTOBER) if adjusting & set(change.counts)]
    assert {ChangeKind.EDIT, ChangeKind.MEETING} <= {change.kind for change in edits}
    assert adjusting <= {table for change in edits for table in change.counts}
    assert all(change.reason for change in edits)


# the meetings


def test_a_meeting_is_held_each_week_and_shows_what_was_known_when_it_ended(sample: Store, october: Snapshot) -> None:
    days = [meeting.day for meeting in reversed(october.meetings)]
    assert days[-1] == date(2026, 10, 16)
    assert all(after - before < timedelta(days=12) for before, after in pairwise(days))
    for meeting in october.meetings:
        assert meeting.known_at is not None
        ending = next(change for change in history(sample) if change.change_id == meeting.known_at + 1)
        (row,) = rows_of(sample, ending.change_id)
        assert (row.key, row.before.known_at, made_on(ending)) == ((meeting.meeting,), None, meeting.day)  # type: ignore[union-attr]
        plan = PlanKey(meeting.team, meeting.month)
        seen = open_snapshot(sample, "local", plan, today=meeting.day, known_at=meeting.known_at)
        assert seen.day == meeting.data_day
        named = {f"kpi:{line.kpi.kpi}" for line in seen.kpis()} | {f"line:{b.budget.line}" for b in seen.budget().lines}
        items = {item.key for item in items_of(meeting)}
        assert items == set(meeting.agenda.split())
        assert {key for key in items if ":" in key} <= named
        assert {one.about for one in seen.decisions if one.meeting == meeting.meeting} <= items


def test_three_actions_are_overdue_and_others_done_or_open(october: Snapshot) -> None:
    today = date(2026, 10, 24)
    late = [(today - (action.due or today)).days for action in october.open_actions]
    assert [days for days in late if days > 0] == [5, 3, 1]
    assert min(late) < 0
    assert sum(one.done is not None for one in october.decisions) > 10


def test_adjustments_say_what_the_plan_had_before_and_has_after(sample: Store, october: Snapshot) -> None:
    moved = set[tuple[Any, ...]]()
    for change in history(sample):
        for table, before, after in written(sample, change):
            if table == "targets" and before:
                moved.add(("targets.target", f"kpi:{after.kpi}", before.target, after.target))
            if table == "budgets" and before:
                moved.add(("budgets.revised", f"line:{after.line}", before.amount, after.revised))
    adjustments = [one for one in october.decisions if one.kind is DecisionKind.ADJUSTMENT]
    assert len(adjustments) == 4
    assert {(one.what, one.about, Decimal(one.before), Decimal(one.after)) for one in adjustments} <= moved


def test_owners_say_why_where_a_month_is_at_risk(sample: Store) -> None:
    owners = {kpi.kpi: kpi.owner for kpi in rows(sample, "kpis")}
    for said in rows(sample, "check_ins"):
        assert said.person == owners[said.kpi]
        assert said.text or said.confidence is Confidence.ON_TRACK


def test_a_wrong_import_was_undone(sample: Store) -> None:
    wrong = by_file(sample, "订单_旧版导出.csv")
    assert wrong.undone_by == wrong.change_id + 1


def test_a_day_was_reported_anew(sample: Store) -> None:
    (row,) = rows_of(sample, by_file(sample, "退款_补报.csv").change_id)
    assert (row.key[1:], row.before.value, row.after.value) == ((date(2026, 10, 14), "华东"), 392, 560)  # type: ignore[union-attr]


def test_the_history_counts_the_rows_of_each_file_as_the_ledger_does(sample: Store) -> None:
    files = [change for change in history(sample) if change.file]
    assert len(files) > 20
    for change in files:
        written = rows_of(sample, change.change_id)
        added = sum(row.before is None for row in written)
        assert change.file is not None
        assert (change.file.rows, change.file.added, change.file.changed) == (
            len(written),
            added,
            len(written) - added,
        )


@pytest.mark.parametrize("kind", [FileKind.ACTUALS, FileKind.SPEND])
def test_an_upload_of_the_story_says_nothing_new_when_it_is_imported_again(sample: Store, kind: FileKind) -> None:
    path = ROOT / "data" / "sample" / "uploads" / f"{kind}-2026-10-24.csv"
    seen = preview(
        sample, path.read_bytes(), path.name, kind, OCTOBER, Options(), actor="local", today=date(2026, 10, 24)
    )
    assert (seen.problems, seen.added, seen.changed) == ((), 0, 0)
    assert seen.unchanged == len(path.read_text("utf-8").splitlines()) - 1


def test_the_files_are_what_the_generator_makes(tmp_path: FilePath) -> None:
    subprocess.run([sys.executable, ROOT / "data" / "make_sample.py", tmp_path], check=True)
    kept = {path.name: path.read_bytes() for path in (ROOT / "data" / "sample" / "uploads").iterdir()}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == kept
