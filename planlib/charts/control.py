"""A control chart: whole periods as dots, the limits of each segment, and every signal named beside its points."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from html import escape
from itertools import groupby
from math import ceil

import plotly.graph_objects as go

from planlib.charts.events import Event, event_marks
from planlib.charts.style import End, Reader, blank, label_ends, time_axis, value_axis, window
from planlib.charts.trend import period_tick
from planlib.locale import N_, NONE, Language
from planlib.locale.words import word
from planlib.metrics.pace import sign
from planlib.metrics.periods import next_period, period_start
from planlib.snapshot import ChartedPoint, ControlChart, ControlSegment
from planlib.vocabulary import Grain, Rule

_NAMED = 3
"""Signals that are named beside their points; those before them say their names when pointed at."""
_WHY = 24
"""Characters of a segment's reason that stand at its beginning."""
_ROOM = 0.2
"""Share of the scale's length that the names of signals take beyond the points."""
_TICKS = 5
_BY_SIDE = {
    Rule.BEYOND_LIMIT: (N_("{count} beyond the upper limit"), N_("{count} beyond the lower limit")),
    Rule.TREND_OF_SEVEN: (N_("{count} in a row rising"), N_("{count} in a row falling")),
    Rule.RUN_OF_EIGHT: (N_("{count} in a row above the centre"), N_("{count} in a row below the centre")),
    Rule.RUN_OF_SEVEN: (N_("{count} in a row above the centre"), N_("{count} in a row below the centre")),
    Rule.THREE_OF_FOUR: (N_("three of four near the upper limit"), N_("three of four near the lower limit")),
    Rule.TWO_OF_THREE: (N_("two of three near the upper limit"), N_("two of three near the lower limit")),
}


def control_chart(chart: ControlChart, reader: Reader, events: Iterable[Event] = ()) -> go.Figure:
    """Return the points with the limits of their segments; what goes well or badly has its colour."""
    figure = blank(reader, height=320, right=136)
    named = list(_stretches(chart.points))[-_NAMED:]
    low, high = _reach(chart, {stretch[-1].side for stretch in named})
    figure.update_layout(
        margin_b=52 if chart.grain is Grain.MONTH else 32,
        yaxis=value_axis(reader, chart.kpi, low, high),
        xaxis=_period_axis(chart, reader),
    )
    for segment in chart.segments:
        _limits(figure, chart, segment, low, reader)
    for segment in chart.segments[1:]:
        _split(figure, chart, segment, reader)
    _points(figure, chart, reader)
    for stretch in named:
        _name(figure, chart, stretch, reader)
    _events(figure, chart, events, low, reader)
    label_ends(
        figure,
        [
            End(height, f"{name} {reader.value(chart.kpi, height)}", reader.palette.soft)
            for name, height in _newest_limits(chart, reader.language)
            if height >= low
        ],
    )
    return figure


def control_words(chart: ControlChart, reader: Reader) -> str:
    """Return the newest value, its limits and its signals in words, for those who cannot see the figure."""
    _, kpi = reader.language, chart.kpi
    if not chart.points:
        return _.name(kpi)
    last = chart.points[-1]
    value = NONE if last.value is None else reader.value(kpi, last.value)
    limits = [f"{name} {reader.value(kpi, height)}" for name, height in _newest_limits(chart, _)]
    return _.join([f"{_.name(kpi)} {value}", *limits, *(word(_, rule) for rule in last.rules)])


def _newest_limits(chart: ControlChart, _: Language) -> list[tuple[str, float]]:
    if not chart.segments:
        return []
    names = (_("Centre"), _("Lower limit"), _("Upper limit"))
    return [(name, last) for name, (_first, last) in zip(names, _heights(chart, chart.segments[-1]), strict=False)]


def _heights(chart: ControlChart, segment: ControlSegment) -> list[tuple[float, float]]:
    """Return the centre and the limits of a segment at its first and its last period; nothing without limits."""
    if segment.limits is None:
        return []
    periods = sum(segment.start <= point.start <= segment.end for point in chart.points)
    return [(height, height + segment.slope * (periods - 1)) for height in segment.limits[:3]]


# the scales


def _reach(chart: ControlChart, sides: set[int]) -> tuple[float, float]:
    """Return the ends of the value axis: it goes below 0 only where a value does, and has room for words at `sides`."""
    values = [point.value for point in chart.points if point.value is not None]
    floor = float("-inf") if min(values, default=0) < 0 else 0.0
    heights = (pair for segment in chart.segments for pair in _heights(chart, segment))
    ends = [max(end, floor) for pair in heights for end in pair]
    low, high = window([*values, *ends], from_zero=False)
    room = (high - low) * _ROOM
    return max(low - room * (-1 in sides), floor), high + room * bool(sides - {-1})


def _period_axis(chart: ControlChart, reader: Reader) -> dict[str, object]:
    if not chart.points:
        return time_axis(reader)
    starts = [point.start for point in chart.points]
    named = starts[::-1][:: ceil(len(starts) / _TICKS)][::-1]
    labels = [period_tick(chart.grain, day, before, reader) for day, before in zip(named, [None, *named], strict=False)]
    return time_axis(reader) | {
        "range": [starts[0] - _air(chart), starts[-1] + _air(chart)],
        "tickvals": named,
        "ticktext": labels,
        "hoverformat": "%Y-%m-%d",
    }


def _air(chart: ControlChart) -> timedelta:
    """Return half the length of a period."""
    last = chart.points[-1].start
    return (next_period(last, chart.grain) - last) / 2


# the limits


def _limits(figure: go.Figure, chart: ControlChart, segment: ControlSegment, low: float, reader: Reader) -> None:
    """Draw the limits of a segment: dotted while they are on trial; one below the axis is where no value can be."""
    dash = "dot" if segment.provisional else "dash"
    for (first, last), style in zip(_heights(chart, segment), ("solid", dash, dash), strict=False):
        if min(first, last) >= low:
            figure.add_scatter(
                x=[segment.start - _air(chart), segment.end + _air(chart)],
                y=[first - segment.slope / 2, last + segment.slope / 2],
                mode="lines",
                line={"color": reader.palette.plan, "width": 1.5, "dash": style},
                hoverinfo="skip",
            )


def _split(figure: go.Figure, chart: ControlChart, segment: ControlSegment, reader: Reader) -> None:
    """Draw where a segment begins, and what made the process another one."""
    middle, start = chart.points[len(chart.points) // 2].start, segment.start - _air(chart)
    line = {"color": reader.palette.faint, "width": 1, "dash": "dot"}
    figure.add_shape(type="line", x0=start, x1=start, y0=0, y1=1, yref="paper", line=line)
    why = reader.language.own(segment.why)
    why = escape(why if len(why) <= _WHY else why[:_WHY] + "…", quote=False)
    right = segment.start > middle
    figure.add_annotation(
        x=start,
        y=1,
        yref="paper",
        text=f"{why} ▸" if right else f"◂ {why}",
        xanchor="right" if right else "left",
        yanchor="bottom",
        yshift=-2,
        font={"color": reader.palette.soft, "size": 13},
        bgcolor=reader.palette.ground,
        borderpad=0,
        showarrow=False,
    )


# the points


def _points(figure: go.Figure, chart: ControlChart, reader: Reader) -> None:
    """Draw what is beyond a limit as a filled diamond, any other signal hollow, the rest as dots."""
    _, palette = reader.language, reader.palette
    beyond = [Rule.BEYOND_LIMIT in point.rules for point in chart.points]
    inks = [_ink(chart, point.side, reader) if point.rules else palette.actual for point in chart.points]
    hollow = [bool(point.rules) and not outside for point, outside in zip(chart.points, beyond, strict=True)]
    figure.add_scatter(
        x=[point.start for point in chart.points],
        y=[point.value for point in chart.points],
        mode="lines+markers",
        line={"color": palette.actual, "width": 1.5},
        marker={
            "symbol": ["diamond" if outside else "circle" for outside in beyond],
            "size": [13 if outside else 11 if empty else 6 for outside, empty in zip(beyond, hollow, strict=True)],
            "color": [palette.ground if empty else ink for empty, ink in zip(hollow, inks, strict=True)],
            "line": {"color": inks, "width": [2 if empty else 0 for empty in hollow]},
            "opacity": 1,
        },
        cliponaxis=False,
        customdata=[_hover(_, chart, point, reader) for point in chart.points],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _ink(chart: ControlChart, side: int, reader: Reader) -> str:
    """Return the colour of a signal by what it means; ink where it is neither good nor bad."""
    meaning = side * sign(chart.kpi.direction)
    return {1: reader.palette.good, -1: reader.palette.bad}.get(meaning, reader.palette.actual)


def _hover(_: Language, chart: ControlChart, point: ChartedPoint, reader: Reader) -> str:
    value = NONE if point.value is None else reader.value(chart.kpi, point.value)
    return "<br>".join([value, *(word(_, rule) for rule in point.rules)])


# the names of signals


def _stretches(points: Sequence[ChartedPoint]) -> Iterator[list[ChartedPoint]]:
    """Yield the signals that follow each other on one side."""
    for (signal, _side), stretch in groupby(points, key=lambda point: (bool(point.rules), point.side)):
        if signal:
            yield list(stretch)


def _name(figure: go.Figure, chart: ControlChart, stretch: Sequence[ChartedPoint], reader: Reader) -> None:
    """Write above or below a stretch by which rules it is one."""
    below = stretch[-1].side < 0
    heights = [point.value for point in stretch if point.value is not None]
    last = chart.points[len(chart.points) * 2 // 3].start
    late, early = stretch[-1].start > last, stretch[0].start < chart.points[len(chart.points) // 3].start
    figure.add_annotation(
        x=(stretch[-1] if late else stretch[0] if early else stretch[len(stretch) // 2]).start,
        y=min(heights) if below else max(heights),
        text="<br>".join(_rules(reader.language, stretch)),
        font={"color": _ink(chart, stretch[-1].side, reader), "size": 13},
        xanchor="right" if late else "left" if early else "center",
        yanchor="top" if below else "bottom",
        yshift=-10 if below else 10,
        align="left",
        bgcolor=reader.palette.ground,
        borderpad=0,
        showarrow=False,
    )


def _rules(_: Language, stretch: Sequence[ChartedPoint]) -> list[str]:
    """Return the rules of a stretch in words: points beyond a limit, and what more of its points are signals by."""
    counts = {rule: sum(rule in point.rules for point in stretch) for rule in _BY_SIDE}
    beyond = counts.pop(Rule.BEYOND_LIMIT)
    told = {Rule.BEYOND_LIMIT: beyond} if beyond else {}
    told |= dict([(rule, count) for rule, count in counts.items() if count > beyond][:1])
    if not told:
        return [f"○ {word(_, Rule.LARGE_STEP)}"]
    below = stretch[-1].side < 0
    marks = {Rule.BEYOND_LIMIT: "◆"}
    return [f"{marks.get(rule, '○')} {_(_BY_SIDE[rule][below], count=count)}" for rule, count in told.items()]


def _events(figure: go.Figure, chart: ControlChart, events: Iterable[Event], low: float, reader: Reader) -> None:
    """Mark on the time line the periods in which something happened; days off are too short for it."""
    starts = {point.start for point in chart.points}
    first = min(starts, default=date.min).weekday()
    in_periods = (event._replace(day=period_start(event.day, chart.grain, first)) for event in events if not event.last)
    event_marks(figure, [event for event in in_periods if event.day in starts], low, reader)
