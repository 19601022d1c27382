"""A control chart draws what its limits and signals are, and names each signal beside its points."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from planlib import charts
from planlib.charts import Event
from planlib.locale import language
from planlib.metrics.control import Limits
from planlib.model import Kpi, ProcessLimits
from planlib.snapshot import ChartedPoint, ControlChart, ControlSegment
from planlib.vocabulary import Direction, Grain, LimitsMethod, Rule, RuleSet

EN = charts.Reader(language("en"), charts.LIGHT, "CNY")
ZH = charts.Reader(language("zh"), charts.DARK, "CNY")
FIRST = date(2026, 6, 1)
LIMITS = Limits(10, 4, 16, 7)


def week(number: int) -> date:
    return FIRST + timedelta(weeks=number)


def segment(first: int, last: int, limits: Limits | None = LIMITS, why: str = "") -> ControlSegment:
    kept = ProcessLimits(kpi="k", grain=Grain.WEEK, start=week(first), reason=why) if why else None
    return ControlSegment(
        start=week(first),
        end=week(last),
        limits=limits,
        slope=0,
        reason=None,
        locked=False,
        provisional=False,
        method=LimitsMethod.MEAN,
        outliers_widen=False,
        trending=False,
        points=last - first + 1,
        kept=kept,
    )


def chart(*points: tuple[float | None, tuple[Rule, ...], int], segments: Any = None, **fields: Any) -> ControlChart:
    return ControlChart(
        kpi=Kpi(kpi="k", team="t", code="k", name_en="Sales", direction=Direction.UP),
        grain=Grain.WEEK,
        points=tuple(ChartedPoint(week(number), *point) for number, point in enumerate(points)),
        segments=segments or (segment(0, len(points) - 1),),
        rules=RuleSet.WHEELER,
        averaged=False,
        without_season=False,
        **fields,
    )


QUIET = [(value, (), 0) for value in (9.0, 11.0, 10.0, 12.0, 8.0)]
BEYOND = ((Rule.BEYOND_LIMIT, Rule.LARGE_STEP), -1)


def notes(figure: Any) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_limits_are_lines_with_their_names_at_the_end() -> None:
    figure = charts.control_chart(chart(*QUIET), EN)
    assert [(line.y[0], line.line.dash) for line in figure.data[:3]] == [(10, "solid"), (4, "dash"), (16, "dash")]
    assert notes(figure) == ["Lower limit 4", "Centre 10", "Upper limit 16"]
    assert notes(charts.control_chart(chart(*QUIET), ZH)) == ["下限 4", "中线 10", "上限 16"]


def test_trial_limits_are_dotted_and_without_limits_there_are_no_lines() -> None:
    trial = replace(segment(0, 4), provisional=True)
    assert [line.line.dash for line in charts.control_chart(chart(*QUIET, segments=[trial]), EN).data[:3]] == [
        "solid",
        "dot",
        "dot",
    ]
    bare = charts.control_chart(chart(*QUIET, segments=[segment(0, 4, None)]), EN)
    assert (len(bare.data), notes(bare)) == (1, [])


def test_a_lower_limit_below_zero_is_not_drawn_where_no_value_is() -> None:
    limits = Limits(10, -3, 23, 20)
    figure = charts.control_chart(chart(*QUIET, segments=[segment(0, 4, limits)]), EN)
    assert figure.layout.yaxis.range[0] >= 0
    assert "Lower limit −3" not in notes(figure)
    below = charts.control_chart(chart(*QUIET, (-1.0, (), 0), segments=[segment(0, 5, limits)]), EN)
    assert "Lower limit −3" in notes(below)


@pytest.mark.parametrize(("direction", "colour"), [(Direction.UP, "bad"), (Direction.DOWN, "good")])
def test_what_is_beyond_a_limit_is_a_diamond_in_the_colour_of_its_meaning(direction: Direction, colour: str) -> None:
    one = chart(*QUIET, (1.0, *BEYOND))
    one = replace(one, kpi=one.kpi.model_copy(update={"direction": direction}))
    points = charts.control_chart(one, EN).data[-1]
    ink = getattr(charts.LIGHT, colour)
    assert (points.marker.symbol[-1], points.marker.color[-1], points.marker.size[-1]) == ("diamond", ink, 13)
    assert set(points.marker.symbol[:-1]) == {"circle"}


def test_a_run_is_hollow_and_named_with_its_length() -> None:
    run = [(5.0 + number % 2, (Rule.RUN_OF_EIGHT,), -1) for number in range(9)]
    figure = charts.control_chart(chart(*QUIET, *run, (1.0, (Rule.BEYOND_LIMIT, Rule.RUN_OF_EIGHT), -1)), EN)
    marker = figure.data[-1].marker
    assert set(marker.color[5:-1]) == {charts.LIGHT.ground}
    assert "◆ 1 beyond the lower limit<br>○ 10 in a row below the centre" in notes(figure)


def test_each_stretch_has_its_own_name_and_a_large_step_too() -> None:
    above, step = (17.0, (Rule.BEYOND_LIMIT,), 1), (5.0, (Rule.LARGE_STEP,), 0)
    names = notes(charts.control_chart(chart(*QUIET, above, *QUIET, step), EN))[:2]
    assert names == ["◆ 1 beyond the upper limit", "○ a step larger than chance makes"]


def test_a_segment_begins_at_a_line_that_says_why() -> None:
    segments = [segment(0, 2), segment(3, 4, Limits(20, 18, 22, 3), why="<b>a second shop</b> in the east of town")]
    figure = charts.control_chart(chart(*QUIET, segments=segments), EN)
    assert any("&lt;b&gt;a second shop" in note and "…" in note for note in notes(figure))
    assert figure.layout.shapes[0].x0 < week(3)
    assert [line.y[0] for line in figure.data[:6]] == [10, 4, 16, 20, 18, 22]


def test_limits_along_a_trend_end_where_it_does() -> None:
    rising = replace(segment(0, 4, Limits(9, 3, 15, 7)), slope=1.0)
    figure = charts.control_chart(chart(*QUIET, segments=[rising]), EN)
    assert figure.data[0].y == (8.5, 13.5)
    assert "Centre 13" in notes(figure)


def test_a_gap_breaks_the_line() -> None:
    assert charts.control_chart(chart(*QUIET, (None, (), 0), *QUIET), EN).data[-1].y[5] is None


def test_events_stand_on_the_time_line() -> None:
    events = [Event(week(2) + timedelta(days=3), "Price <up>"), Event(week(2), "Strike"), Event(week(99), "later")]
    marks = charts.control_chart(chart(*QUIET), EN, events).data[-1]
    assert (list(marks.x), list(marks.customdata)) == ([week(2)], ["Price &lt;up&gt;<br>Strike"])


def test_words_say_the_newest_value_its_limits_and_signals() -> None:
    words = charts.control_words(chart(*QUIET, (1.0, *BEYOND)), EN)
    assert words.startswith("Sales 1, Centre 10, Lower limit 4, Upper limit 16, a point beyond a limit")
    assert charts.control_words(chart(segments=[segment(0, 0, None)]), EN) == "Sales"
