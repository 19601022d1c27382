"""The budget page beyond its lines: where each will end, what its price moved, what is left, what the work is worth."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planlib.locale import language
from planlib.locale.scale import settled
from planlib.model import PlanKey
from planlib.sample import TEAM
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.vocabulary import BudgetKind, Completion
from tests.test_pages_budget_trends import exact, html, plain_text, rows, shown

EN = language("en")
CENTS = Decimal("0.02")
"""By which parts, each rounded to the cent, may miss their whole."""


@pytest.fixture(scope="module")
def snapshot(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store = Store.open(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("money"))))
    yield open_snapshot(store, "local", PlanKey(TEAM, date(2026, 10, 1)), today=datetime.now(UTC).date())
    store.close()


@pytest.fixture(scope="module")
def budget(sample_file: Path) -> Iterator[AppTest]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANLIB_DB", str(sample_file))
        yield shown("budget", "en-GB")


def test_each_line_ends_in_three_ways_and_the_one_that_is_used_is_bold(budget: AppTest, snapshot: Snapshot) -> None:
    lines = snapshot.budget().lines
    assert {line.completion.used for line in lines} == {Completion.TYPICAL, Completion.MANUAL}, "the sample has both"
    for row, line in zip(rows(budget, "Where each line will end"), lines, strict=False):
        found, is_cost = line.completion, line.budget.kind is BudgetKind.COST
        ways = [found.typical.value, found.atypical, found.manual.value]
        left = (line.budget.amount - line.forecast) * (1 if is_cost else -1)
        assert exact(row) == [settled(one) for one in [*ways, left] if one is not None]
        assert exact(" ".join(re.findall(r"<b>(<span title=.*?</span>)</b>", row))) == [settled(line.forecast)]


def test_spent_and_delivered_stand_beside_the_time_that_is_gone(budget: AppTest, snapshot: Snapshot) -> None:
    time, found = snapshot.time, {plain_text(row).partition(" by ")[0]: row for row in rows(budget)}
    gone = time.working_days / time.working_days_total
    assert f"Used (tick: time {EN.percent(gone)})" in html(budget)
    assert any(line.delivered.value is not None for line in snapshot.budget().lines)
    for line in snapshot.budget().lines:
        row = found.get(EN.name(line.budget))
        if row is None:
            continue
        said = [f"spent {EN.percent(line.spent.value)}"]
        if line.delivered.value is not None:
            said.append(f"delivered {EN.percent(line.delivered.value)}")
        assert plain_text(row).endswith(f"{EN.percent(line.consumption.value)} {' · '.join(said)}")


def test_what_price_quantity_and_mix_moved_foots_line_by_line_and_together(budget: AppTest, snapshot: Snapshot) -> None:
    found = [exact(row) for row in rows(budget, "Price, quantity and mix")]
    for whole, *parts in found:
        assert sum(parts) == pytest.approx(whole, abs=CENTS)
    groups, number = snapshot.budget().price_volume, 0
    for group in groups:
        members = found[number : number + len(group.lines)]
        number += len(group.lines)
        if len(group.lines) > 1:
            together = [sum(column) for column in zip(*members, strict=True)]
            assert together == pytest.approx(found[number], abs=CENTS)
            assert found[number][3] != 0, "another mix moved it"
            number += 1
    assert number == len(found)


def test_what_may_still_be_spent_is_less_what_was_requested(budget: AppTest, snapshot: Snapshot) -> None:
    costs = {EN.name(one.budget): one for one in snapshot.budget().lines if one.budget.kind is BudgetKind.COST}
    *lines, whole = rows(budget, "What may still be spent")
    for row in lines:
        line = next(line for name, line in costs.items() if plain_text(row).startswith(name))
        assert exact(row) == [line.budget.amount - line.actual - line.committed - line.requested]
    assert sum(line.requested for line in costs.values()) > 0
    assert exact(whole)[0] == pytest.approx(sum(exact(row)[0] for row in lines), abs=CENTS)


def test_the_work_is_held_against_what_was_planned_and_what_it_cost(budget: AppTest, snapshot: Snapshot) -> None:
    view = snapshot.earned_value
    assert view is not None
    value, block = view.value, html(budget).partition("What the work is worth")[2].partition("pl-sentences")
    assert value.typical.value is not None
    expected = (value.planned, value.earned, value.actual, value.typical.value)
    assert exact(block[0]) == [settled(one) for one in expected]
    said = plain_text(f"<p {block[2]}")
    days = EN.number(abs(float(view.schedule.variance)), 1)
    assert f"planned to be done by {EN.short_day(view.on_time)}: {days} working days behind" in said
    assert f"brought work worth ¥{value.cpi.value:.2f}" in said
