"""Figures say what their numbers say, in either theme and language."""

import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib import charts
from planlib.charts.style import End, round_ticks, spread
from planlib.locale import language
from planlib.model import PlanKey
from planlib.sample import TEAM
from planlib.snapshot import KpiLine, Snapshot, open_snapshot
from planlib.store.connect import Store

ZH = charts.Reader(language("zh"), charts.LIGHT, "CNY")
EN = charts.Reader(language("en"), charts.DARK, "CNY")


@pytest.fixture(scope="module")
def snapshot(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store = Store.open(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("charts"))))
    yield open_snapshot(store, "local", PlanKey(TEAM, date(2026, 10, 1)), today=date(2026, 10, 24))
    store.close()


def _line(snapshot: Snapshot, code: str) -> KpiLine:
    return next(line for line in snapshot.kpis() if line.kpi.code == code)


def _path(snapshot: Snapshot, code: str, reader: charts.Reader) -> go.Figure:
    return charts.target_path(_line(snapshot, code), snapshot.day_by_day(code), reader)


def test_a_path_ends_at_its_target_its_actual_and_its_forecast(snapshot: Snapshot) -> None:
    line = _line(snapshot, "gmv")
    figure = _path(snapshot, "gmv", ZH)
    ends = [trace.y[-1] for trace in figure.data]
    assert line.target.target is not None
    assert line.actual.value is not None
    assert line.forecast.value is not None
    for value in (line.target.target, line.actual.value, line.forecast.value, line.forecast.low, line.forecast.high):
        assert pytest.approx(float(value or 0)) in ends
    words = " ".join(note.text for note in figure.layout.annotations)
    for value in (line.target.target, line.actual.value, line.forecast.value):
        assert ZH.value(line.kpi, value) in words


def test_a_kpi_off_its_path_shows_the_gap_and_one_on_it_does_not(snapshot: Snapshot) -> None:
    def notes(code: str) -> str:
        return " ".join(note.text for note in _path(snapshot, code, EN).layout.annotations)

    assert re.search(r"▼ [\d.]+K short", notes("new_customers"))
    assert re.search(r"▲ [\d.]+ pp over", notes("refund_rate"))
    assert not {"▲", "▼"} & set(notes("conversion"))


def test_a_range_has_both_its_bounds(snapshot: Snapshot) -> None:
    words = [note.text for note in _path(snapshot, "stock_cover", ZH).layout.annotations]
    assert "下限 28" in words
    assert "上限 35" in words


@pytest.mark.parametrize("reader", [ZH, EN])
def test_every_kpi_can_be_drawn_on_either_ground(snapshot: Snapshot, reader: charts.Reader) -> None:
    for line in snapshot.kpis():
        for figure in (_path(snapshot, line.kpi.code, reader), charts.recent(line, reader)):
            assert figure.layout.paper_bgcolor == "rgba(0,0,0,0)"
            assert not figure.layout.showlegend
        assert reader.language.name(line.kpi) in charts.path_words(line, reader)
        assert len(charts.recent(line, reader).data[0].y) == len(line.recent)


def test_a_sparkline_has_a_point_for_each_value_and_stays_within_its_box() -> None:
    address = charts.sparkline([1, 3, 2], target=4)
    drawing = ET.fromstring(unquote(address.removeprefix("data:image/svg+xml,")))
    line = drawing.find("{*}polyline")
    assert line is not None
    points = [tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()]
    assert len(points) == 3
    assert all(0 <= x <= 92 and 0 <= y <= 30 for x, y in points)
    assert points[1][1] < points[2][1] < points[0][1]
    assert charts.sparkline([1]) == charts.sparkline([None, 1, None]) == ""


def test_a_sparkline_breaks_at_gaps_and_leaves_signals_hollow() -> None:
    drawing = ET.fromstring(unquote(charts.sparkline([1, 2, None, 3, 4, 5], signals=[1, 2, 4]).partition(",")[2]))
    lines = [line.attrib["points"].split() for line in drawing.iterfind(".//{*}polyline")]
    assert [len(line) for line in lines] == [2, 3]
    rings = [ring for ring in drawing.iterfind("{*}circle") if ring.get("fill") == "none"]
    assert [f"{ring.attrib['cx']},{ring.attrib['cy']}" for ring in rings] == [lines[0][1], lines[1][1]]


@given(low=st.floats(-1e9, 1e9), span=st.floats(1e-6, 1e9))
def test_ticks_are_few_round_and_within_the_axis(low: float, span: float) -> None:
    ticks = round_ticks(low, low + span)
    assert len(ticks) <= 6
    assert ticks == sorted(set(ticks))
    slack = span * 0.01 + abs(low) * 1e-15
    assert all(low - slack <= tick <= low + span + slack for tick in ticks)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=4))
def test_words_at_the_ends_of_lines_never_cover_each_other(heights: list[float]) -> None:
    placed = spread([End(y, "", "", lines=2) for y in heights], bottom=0, pixels_per_unit=3, height=300)
    centres = [end.y * 3 + end.shift for end in placed]
    assert all(upper - lower >= 36 - 1e-6 for lower, upper in pairwise(centres))
    assert max(centres) <= 300
