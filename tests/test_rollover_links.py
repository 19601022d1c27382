"""What the next month has of this one: from where it came, by what it grew, and nothing of what stayed behind."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from planlib.model import PlanKey, Risk
from planlib.rollover import Choice, draft, roll_over
from planlib.sample import TEAM
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import ChangeKind, ProposalBasis

OCTOBER, NOVEMBER = (PlanKey(TEAM, date(2026, month, 1)) for month in (10, 11))
AT = datetime(2026, 10, 30, 9, tzinfo=UTC)
BOUNDS = ("trigger_above", "trigger_at_least", "trigger_below", "trigger_at_most")


@pytest.fixture
def store(sample_file: Path, tmp_path: Path) -> Iterator[Store]:
    store = Store.open(Path(shutil.copy(sample_file, tmp_path)))
    yield store
    store.close()


def october(store: Store) -> Snapshot:
    return open_snapshot(store, "local", OCTOBER, today=date(2026, 10, 25))


def carried(store: Store, table: str, **choices: Choice) -> list[Any]:
    """Return November's rows of a table as they are drafted with some choices."""
    now = october(store)
    chosen = {key.replace("__", "/"): choice for key, choice in choices.items()}
    roll_over(store, now, draft(store, now, NOVEMBER.month), chosen, actor="a", at=AT)
    return [stored.record for stored in current(store, table, where=NOVEMBER._asdict())]


def test_a_choice_is_still_that_of_the_same_thing_as_the_draft_is_made_again(store: Store) -> None:
    """After a restart of the server, or once somebody else has changed the plan."""
    first, again = (draft(store, october(store), NOVEMBER.month).carried for _time in range(2))
    assert [one.key for one in first] == [one.key for one in again]


def test_risks_name_the_ones_they_go_on_with(store: Store) -> None:
    codes = {line.risk.code for line in october(store).risks().open}
    found: list[Risk] = carried(store, "risks")
    assert {one.carried_from for one in found} == {f"2026-10/{code}" for code in codes}


def test_goals_and_targets_keep_their_ids_and_budget_lines_their_codes(store: Store) -> None:
    now = october(store)
    goals = {line.objective.objective for line in now.objectives()}
    kpis = {line.kpi.kpi for line in now.kpis()}
    codes = {line.budget.code for line in now.budget().lines}
    found = carried(store, "objectives")
    assert found
    assert {one.objective for one in found} <= goals
    for table, field, expected in (("targets", "kpi", kpis), ("budgets", "code", codes)):
        rows = [stored.record for stored in current(store, table, where=NOVEMBER._asdict())]
        assert {getattr(one, field) for one in rows} == expected


def test_a_target_is_proposed_from_a_year_ago_and_from_how_the_year_grew(store: Store) -> None:
    """November's season is that of last November; Double 11 makes it the largest month."""
    totals: Counter[date] = Counter()
    for stored in current(store, "actuals", where={"kpi": "kpi-orders"}):
        totals[stored.record.day.replace(day=1)] += stored.record.value
    grown = [totals[date(2026, month, 1)] / totals[date(2025, month, 1)] for month in range(1, 10)]
    found = draft(store, october(store), NOVEMBER.month).carried
    proposed = next(one.proposed for one in found if one.key == "targets/kpi-orders")
    assert (proposed.basis, proposed.months) == (ProposalBasis.YEAR, 9)
    assert float(proposed.even or 0) == pytest.approx(float(totals[date(2025, 11, 1)] * mean(grown)), rel=0.01)


@pytest.mark.parametrize("bound", BOUNDS)
def test_a_risk_whose_budget_line_stays_behind_has_no_trigger_left(store: Store, bound: str) -> None:
    """Also of those that fire at their bound already: half a trigger could never be saved again."""
    before = next(line.risk for line in october(store).risks().open if line.risk.trigger_line)
    watching = before.model_copy(update={**dict.fromkeys(BOUNDS), bound: Decimal("0.9")})
    written = [Write("risks", [watching])]
    record(store, written, actor="a", kind=ChangeKind.EDIT, at=AT, reason="r", plan=OCTOBER)
    dropped = {f"budgets__{before.trigger_line}": Choice(drop=True, reason="r")}
    found = {one.code: one for one in carried(store, "risks", **dropped)}[before.code]
    assert [getattr(found, name) for name in ("trigger_line", *BOUNDS)] == [None] * 5
    assert Risk.model_validate(found.model_dump()) == found
