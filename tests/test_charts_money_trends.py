"""Bridges foot, and trends show the periods of the snapshot, those that are not whole apart."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter
from pathlib import Path

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib import charts
from planlib.charts.bridge import Bar
from planlib.locale import language
from planlib.locale.scale import scale
from planlib.metrics.bridge import SMALL, steps
from planlib.model import PlanKey
from planlib.sample import TEAM
from planlib.snapshot import BudgetView, Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.vocabulary import BudgetKind, Grain

ZH = charts.Reader(language("zh"), charts.LIGHT, "CNY")
EN = charts.Reader(language("en"), charts.DARK, "CNY")


@pytest.fixture(scope="module")
def snapshot(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store = Store.open(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("figures"))))
    yield open_snapshot(store, "local", PlanKey(TEAM, date(2026, 10, 1)), today=date(2026, 10, 24))
    store.close()


# bridges

amounts = st.lists(st.tuples(st.text("abc", min_size=1), st.decimals(-(10**9), 10**9, places=2)), max_size=12)


@given(amounts, amounts)
def test_steps_add_up_whatever_is_taken_together(
    first: list[tuple[str, Decimal]], second: list[tuple[str, Decimal]]
) -> None:
    taken = steps(first, second)
    assert sum(step.amount for step in taken) == sum(amount for _, amount in [*first, *second])
    whole = sum(abs(amount) for _, amount in [*first, *second])
    single = [step for step in taken if len(step.names) == 1]
    assert sum(abs(step.amount) < SMALL * whole for step in single) <= 1, "one small step alone is shown"
    assert all(len(step.names) == 1 for step in taken[:-1])


def _only(view: BudgetView, kind: BudgetKind) -> BudgetView:
    return replace(view, lines=tuple(line for line in view.lines if line.budget.kind is kind))


def test_a_bridge_leads_from_the_phased_result_to_the_actual_one(snapshot: Snapshot) -> None:
    view = snapshot.budget()
    bars = charts.bridge_bars(view, ZH)
    assert (bars[0].end, bars[-1].end) == (view.result.phased, view.result.actual)
    assert all(above.end == below.start for above, below in pairwise(bars[:-1]))
    assert all(bar.adverse == (bar.amount < 0) for bar in bars[1:-1]), "more is better in a result"
    by_name = {line.budget.name_zh: line.favourable for line in view.lines}
    assert all(bar.amount == by_name.get(bar.name, bar.amount) for bar in bars[1:-1])


@pytest.mark.parametrize("kinds", [list(BudgetKind), *([kind] for kind in BudgetKind)])
def test_a_bridge_by_price_quantity_and_mix_foots_exactly(snapshot: Snapshot, kinds: list[BudgetKind]) -> None:
    whole = snapshot.budget()
    view = replace(
        whole,
        lines=tuple(line for line in whole.lines if line.budget.kind in kinds),
        price_volume=tuple(group for group in whole.price_volume if group.kind in kinds),
    )
    bars = charts.bridge_bars(view, EN, by_cause=True)
    assert bars[-2].end == bars[-1].end, "no digit is lost on the way"
    assert all(above.end == below.start for above, below in pairwise(bars[:-1]))
    amounts = {bar.name: bar.amount for bar in bars}
    for line, found in ((line, found) for group in view.price_volume for line, found in group.lines):
        assert found.total == line.variance
        parts = {"quantity": found.of_quantity, "mix": found.mix, "price": found.price}
        for cause, amount in parts.items():
            name = f"{line.budget.name_en}: {cause}"
            assert name not in amounts or amounts[name] == view.moved(line, amount or Decimal(0))


def test_a_bridge_takes_what_is_sold_before_its_price_and_revenue_before_cost(snapshot: Snapshot) -> None:
    names = [bar.name for bar in charts.bridge_bars(snapshot.budget(), EN, by_cause=True)]
    asked = ["Commission income: quantity", "Merchant promotion income: mix", "Commission income: price"]
    asked += ["Advertising: quantity", "Advertising: price"]
    assert [name for name in names if name in asked] == asked


def test_money_without_a_budget_comes_last_in_a_bridge_however_large(snapshot: Snapshot) -> None:
    view = snapshot.budget()
    largest = max(
        (line for line in view.lines if line.budget.kind is BudgetKind.REVENUE), key=lambda line: -line.variance
    )
    bare = replace(largest, budget=largest.budget.model_copy(update={"original": Decimal(0), "revised": None}))
    lines = tuple(bare if line is largest else line for line in view.lines)
    first, *steps, _others, last = (bar.name for bar in charts.bridge_bars(replace(view, lines=lines), EN))
    assert (first, last) == ("Phased result", "Actual result")
    assert (steps[-1], steps.count("Commission income")) == ("Commission income", 1)
    assert charts.bridge_bars(view, EN)[1].name == "Commission income", "with its budget it comes first"


def test_a_bridge_of_costs_alone_counts_more_as_adverse(snapshot: Snapshot) -> None:
    view = _only(snapshot.budget(), BudgetKind.COST)
    bars = charts.bridge_bars(view, EN)
    assert (bars[0].end, bars[-1].end) == (view.cost.phased, view.cost.actual)
    assert all(bar.adverse == (bar.amount > 0) for bar in bars[1:-1])


def test_the_figure_of_a_bridge_has_its_amounts(snapshot: Snapshot) -> None:
    bars = charts.bridge_bars(snapshot.budget(), ZH)
    figure = charts.bridge(bars, scale(ZH.language, [Decimal(6_200_000)]), ZH)
    drawn = [trace for trace in figure.data if isinstance(trace, go.Bar)]
    assert [trace.x[0] for trace in drawn] == pytest.approx([float(bar.amount) for bar in bars])
    assert [trace.base[0] for trace in drawn[1:-1]] == pytest.approx([float(bar.start) for bar in bars[1:-1]])
    assert all(bar.name in charts.bridge_words(bars, ZH) for bar in bars)


def test_only_ends_that_dwarf_the_steps_are_cut_short() -> None:
    def bars(*levels: int) -> list[Bar]:
        numbers = [Decimal(level) for level in levels]
        ends = [Bar("end", Decimal(0), number, is_end=True) for number in (numbers[0], numbers[-1])]
        return [ends[0], *(Bar("step", start, end) for start, end in pairwise(numbers)), ends[1]]

    assert charts.shortened(bars(900, 940, 920)) == 880
    assert charts.shortened(bars(-900, -940, -920)) == -880
    assert charts.shortened(bars(50, 90, 20)) == 0
    assert charts.shortened(bars(-10, 20)) == 0
    figure = charts.bridge(bars(900, 940, 920), scale(ZH.language, []), ZH)
    assert [note.text for note in figure.layout.annotations].count("≈") == 2


# trends


def _traces(figure: go.Figure) -> dict[str, list[float | None]]:
    return {trace.name: list(trace.y) for trace in figure.data}


@pytest.mark.parametrize("kpi", ["gmv", "refund_rate"])
def test_a_trend_draws_whole_periods_joined_and_the_others_hollow(kpi: str, snapshot: Snapshot) -> None:
    trend = snapshot.trend(kpi, Grain.WEEK)
    found = _traces(charts.trend(trend, EN, average=True))

    def floats(name: str, whole: bool) -> list[float | None]:
        values = (attrgetter(name)(period) if period.complete == whole else None for period in trend.periods)
        return [None if value is None else float(value) for value in values]

    assert found["Actual"] == floats("value.value", whole=True)
    assert found["Not whole"] == floats("value.value", whole=False)
    assert found["4-week mean"] == floats("moving_average.value", whole=True)
    assert found["Last year"][:-1] == floats("last_year.value.value", whole=True)[:-1]
    assert found["Actual"][-1] is None
    assert found["Not whole"][-1] is not None


def test_each_label_belongs_to_its_dot(snapshot: Snapshot) -> None:
    weeks = charts.last_weeks(snapshot.trend("refund_rate", Grain.WEEK), snapshot.day)
    whole, running = weeks.periods[-2:]
    assert whole.value.value is not None
    assert running.value.value is not None
    notes = {note.text: note for note in charts.trend(weeks, EN).layout.annotations}
    assert (notes["<b>5.59%</b>"].x, notes["<b>5.59%</b>"].y) == (whole.start, pytest.approx(float(whole.value.value)))
    hollow = notes["○ 5.49%<br>part: 5 of 7"]
    assert (hollow.xref, hollow.y) == ("paper", pytest.approx(float(running.value.value)))
    months = charts.last_months(snapshot.trend("refund_rate", Grain.MONTH), snapshot.day)
    assert [note.xref for note in charts.trend(months, EN).layout.annotations if "<b>" in note.text] == ["paper"]


def test_who_points_at_a_dot_reads_the_exact_value(snapshot: Snapshot) -> None:
    trend = snapshot.trend("gmv", Grain.WEEK)
    value = trend.periods[-2].value.value
    assert value is not None
    actual = next(trace for trace in charts.trend(trend, EN).data if trace.name == "Actual")
    assert actual.customdata[-2] == f"¥{value.normalize():,f}"


def test_six_weeks_with_the_running_one_and_twelve_months_without(snapshot: Snapshot) -> None:
    weeks = charts.last_weeks(snapshot.trend("gmv", Grain.WEEK), snapshot.day).periods
    months = charts.last_months(snapshot.trend("gmv", Grain.MONTH), snapshot.day).periods
    assert [period.complete for period in weeks] == [True] * 6 + [False]
    assert weeks[-1].start == date(2026, 10, 19)
    assert (months[0].start, months[-1].start, len(months)) == (date(2025, 10, 1), date(2026, 9, 1), 12)
    sunday = weeks[-1].start - timedelta(days=1)
    cut = charts.last_weeks(replace(snapshot.trend("gmv", Grain.WEEK), periods=weeks[:-1]), sunday).periods
    assert cut == weeks[:-1]


def test_ticks_share_one_unit(snapshot: Snapshot) -> None:
    months = charts.last_months(snapshot.trend("gmv", Grain.MONTH), snapshot.day)
    ticks = charts.trend(months, ZH).layout.yaxis.ticktext
    assert "10,000万" in ticks
    assert all(tick.endswith("万") for tick in ticks)
    assert all(
        tick.endswith("%") for tick in charts.trend(snapshot.trend("refund_rate", Grain.WEEK), ZH).layout.yaxis.ticktext
    )


def test_a_trend_without_values_is_an_empty_figure(snapshot: Snapshot) -> None:
    empty = replace(snapshot.trend("gmv", Grain.WEEK), periods=())
    assert charts.trend(charts.last_weeks(empty, snapshot.day), ZH).layout.annotations == ()
    assert charts.trend_words(empty, ZH) == "成交额"


def test_cut_weeks_are_drawn_per_day_over_six_weeks_with_their_names_apart(snapshot: Snapshot) -> None:
    (cut,) = snapshot.trends([("gmv", Grain.WEEK)], cut=True)
    weeks = charts.last_weeks(cut, snapshot.day)
    starts = [period.start for period in weeks.periods]
    assert (starts[0], starts[-1]) == (date(2026, 9, 7), date(2026, 10, 19))
    assert starts[3:6] == [date(2026, 9, 28), date(2026, 10, 1), date(2026, 10, 5)]
    figure = charts.trend(weeks, EN)
    assert _traces(figure)["Actual"][4] == pytest.approx(float(weeks.periods[4].value.value or 0) / 4)
    assert all(later - earlier >= timedelta(days=14) for earlier, later in pairwise(figure.layout.xaxis.tickvals))


def test_a_figure_sends_only_what_it_draws(snapshot: Snapshot) -> None:
    weeks = charts.last_weeks(snapshot.trend("gmv", Grain.WEEK), snapshot.day)
    figure = charts.trend(weeks, EN)
    assert {len(trace.x) for trace in figure.data} == {len(weeks.periods)}
    assert len(figure.to_json()) < 4000, "plotly's own template alone is 7000"
