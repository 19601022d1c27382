"""One target drawn as it is edited: weekly shares that total 100%, what a change does now, one draft with the table."""

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib import charts
from planlib.calendars import holidays_calendar
from planlib.editing.edits import Edits
from planlib.editing.one_target import (
    TargetKind,
    kind_of,
    of_kind,
    spread_cells,
    target_cells,
    target_typed,
    with_cells,
)
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import Tables, read_tables
from planlib.locale import language
from planlib.metrics import pace
from planlib.metrics.periods import Calendar, clipped_weeks, month_span
from planlib.metrics.split import in_steps, missing, rest_to_last, shares_of, week_shares
from planlib.model import PlanKey
from planlib.sample import TEAM
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.target_words import not_last_year, not_learnt, total_sentence
from planlib.vocabulary import Path as Course
from planlib.vocabulary import Reason

OCTOBER = PlanKey(TEAM, date(2026, 10, 1))
CHINA = Calendar.of(holidays_calendar("CN", [2026], "t"))
EN = language("en")


@pytest.fixture(scope="module")
def opened(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("targets"))))
    yield store
    store.close()


@pytest.fixture(scope="module")
def snapshot(opened: Store) -> Snapshot:
    return open_snapshot(opened, "local", OCTOBER, today=date(2026, 10, 24))


@pytest.fixture(scope="module")
def tables(opened: Store) -> Tables:
    return read_tables(opened, SHEETS["targets"], OCTOBER, opened.last_change())


def kpi(tables: Tables, code: str) -> str:
    return next(row for row, one in tables.kpis.items() if one.code == code)


# shares of weeks


def test_a_month_is_shared_evenly_by_the_working_days_of_its_weeks() -> None:
    span = month_span(date(2026, 10, 1))
    weights = pace.weights(Course.WORKDAY, span, CHINA)
    shares = week_shares(weights, clipped_weeks(span))
    assert shares == [0, Fraction(3, 18), Fraction(5, 18), Fraction(5, 18), Fraction(5, 18)]
    assert in_steps(shares) == [Decimal(part) / 1000 for part in (0, 165, 280, 280, 275)]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6).filter(any))
def test_shares_in_steps_total_one_and_stay_within_a_step(amounts: list[int]) -> None:
    shares = shares_of([Decimal(amount) for amount in amounts]).value or ()
    steps = in_steps(shares)
    assert missing(steps) == 0
    assert all(abs(Fraction(step) - share) < Fraction(1, 200) for step, share in zip(steps, shares, strict=True))
    assert all(step % Decimal("0.005") == 0 for step in steps)


def test_amounts_that_are_no_shares_are_none() -> None:
    assert shares_of([Decimal(5), Decimal(-1)]).reason is Reason.NOT_APPLICABLE
    assert shares_of([Decimal(0), Decimal(0)]).reason is Reason.NOT_APPLICABLE


def test_the_rest_goes_to_the_last_week_where_there_is_one() -> None:
    tenth = Decimal("0.1")
    assert rest_to_last([tenth * 4, tenth * 3, tenth]) == [tenth * 4, tenth * 3, tenth * 3]
    assert rest_to_last([tenth * 4, tenth * 3, tenth * 9]) == [tenth * 4, tenth * 3, tenth * 3]
    assert rest_to_last([tenth * 8, tenth * 3, tenth]) is None


def test_the_total_says_how_much_is_missing_or_too_much() -> None:
    assert total_sentence(EN, [Decimal("0.5"), Decimal("0.5")]) == "The weeks total 100%."
    assert "95.5%: 4.5% are still" in total_sentence(EN, [Decimal("0.5"), Decimal("0.455")])
    assert "104%: 4% too much" in total_sentence(EN, [Decimal("0.5"), Decimal("0.54")])


# what is known before the month


def test_shares_can_be_taken_from_last_year_and_from_the_season_of_a_sum(snapshot: Snapshot, tables: Tables) -> None:
    orders = snapshot.target_basis(kpi(tables, "orders"))
    assert orders.season_weeks == 13
    assert sum(orders.season.values()) == 7
    assert sum(orders.learnt.value or ()) == sum(orders.last_year.value or ()) == sum(orders.even) == 1
    assert not_last_year(EN, orders) == not_learnt(EN, orders) == ""
    assert orders.before is not None
    assert orders.before.month == date(2025, 10, 1)
    assert orders.before.points[-1][0] == date(2026, 10, 31)
    first = orders.last_year.value or (Fraction(0),)
    last_year = [value for day, value in orders.before.points if day <= orders.weeks[0].span.last][-1]
    assert first[0] == Fraction(last_year) / Fraction(orders.before.points[-1][1])


def test_where_history_allows_no_shares_the_reason_is_told(snapshot: Snapshot, tables: Tables) -> None:
    merchants = snapshot.target_basis(kpi(tables, "merchants"))
    assert "only of a sum" in not_last_year(EN, merchants)
    assert merchants.before is not None
    assert merchants.before.month == date(2026, 9, 1)
    nps = snapshot.target_basis(kpi(tables, "nps"))
    assert (nps.season, nps.learnt.reason) == ({}, Reason.TOO_FEW_POINTS)
    assert "8 are needed" in not_learnt(EN, nps)


# what a change does


def test_another_target_moves_what_is_due_and_the_saved_one_nothing(snapshot: Snapshot) -> None:
    saved = snapshot.kpi("orders")
    same, drawn = snapshot.with_target(saved.target)
    assert (same, drawn) == (saved, snapshot.day_by_day("orders"))
    goal = saved.target.target or Decimal(0)
    double, path = snapshot.with_target(saved.target.model_copy(update={"target": goal * 2}))
    assert float(double.expected.value or 0) == pytest.approx(2 * float(saved.expected.value or 0))
    assert path.path[-1][1] == goal * 2
    assert (saved.status, double.status) == ("on_track", "behind")
    assert snapshot.kpi("orders") is saved


def test_the_edited_path_is_drawn_over_the_saved_one_and_the_course_of_last_year(
    snapshot: Snapshot, tables: Tables
) -> None:
    saved, reader = snapshot.kpi("orders"), charts.Reader(EN, charts.LIGHT, "CNY")
    split = "0.1 0.1 0.1 0.1 0.6"
    line, drawn = snapshot.with_target(saved.target.model_copy(update={"weekly_split": split}))
    before = snapshot.target_basis(kpi(tables, "orders")).before
    figure = charts.edited_path(line, drawn, reader, snapshot.day_by_day("orders").path, before)
    assert [note.text.split("<br>")[0] for note in figure.layout.annotations if note.xref == "paper"] == [
        "October 2025",
        "Saved",
        "Target 660K",
    ]
    unchanged = charts.edited_path(saved, snapshot.day_by_day("orders"), reader, snapshot.day_by_day("orders").path)
    assert "Saved" not in [note.text for note in unchanged.layout.annotations]


# the form and the table are one draft


def test_cells_of_the_form_are_edits_of_the_table(tables: Tables) -> None:
    orders = kpi(tables, "orders")
    edits = with_cells(EN, tables, Edits(), orders, {"target": "700,000"})
    assert edits == Edits({orders: {"target": "700,000"}})
    assert (target_cells(EN, tables, edits, orders) or {})["target"] == "700,000"
    assert with_cells(EN, tables, edits, orders, {"target": "660,000"}) == Edits()
    added = Edits(added=[{"kpi": "new"}])
    assert with_cells(EN, tables, added, "new", {"target": "5"}).added == [{"kpi": "new", "target": "5"}]


def test_a_path_can_be_drawn_while_its_shares_do_not_total_one(tables: Tables) -> None:
    orders = kpi(tables, "orders")
    edits = with_cells(EN, tables, Edits(), orders, {"weekly_split": "20% 20% 20% 20% 10%", "target": "70万"})
    typed = target_typed(EN, tables, edits, orders)
    assert typed is not None
    assert (typed.weekly_split, typed.target) == ("0.2 0.2 0.2 0.2 0.1", 700000)
    assert target_typed(EN, tables, with_cells(EN, tables, edits, orders, {"target": "many"}), orders) is None


def test_choosing_the_weekly_path_begins_with_shares_and_leaving_it_drops_them(tables: Tables) -> None:
    even = [Decimal("0.5"), Decimal("0.5")]
    gmv, orders = kpi(tables, "gmv"), kpi(tables, "orders")
    assert spread_cells(EN, tables, gmv, "weekly", even)["weekly_split"] == "50% 50%"
    assert spread_cells(EN, tables, orders, "weekly", even)["weekly_split"] == "11.5% 21.5% 22.5% 24% 20.5%"
    assert spread_cells(EN, tables, orders, "workday", even) == {"path": "workday", "weekly_split": None}


def test_a_target_that_becomes_a_range_drops_its_number(tables: Tables) -> None:
    orders = kpi(tables, "orders")
    edits = with_cells(EN, tables, Edits(), orders, of_kind(TargetKind.RANGE))
    assert edits == Edits({orders: {"target": None}})
    edits = with_cells(EN, tables, edits, orders, {"lower": "1", "upper": "2"})
    assert kind_of(tables.kpis[orders], target_cells(EN, tables, edits, orders) or {}) is TargetKind.RANGE
    growing = kpi(tables, "repeat_sales")
    assert kind_of(tables.kpis[growing], target_cells(EN, tables, Edits(), growing) or {}) is TargetKind.GROWTH
