"""One KPI over its month: the path, what was reached, and where that leads."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from planlib.charts.events import Event, event_marks
from planlib.charts.style import End, Reader, blank, label_ends, time_axis, value_axis, window
from planlib.locale import N_
from planlib.locale.amounts import gap_words, interval_words, rounded_like
from planlib.snapshot import Course, DayByDay, KpiLine
from planlib.vocabulary import Aggregation, Status

Point = tuple[date, Decimal]
"""A day, and what the KPI is or should be by then."""

_OFF = (Status.WATCH, Status.BEHIND, Status.MISSED)


def target_path(line: KpiLine, drawn: DayByDay, reader: Reader, events: Iterable[Event] = ()) -> go.Figure:
    """Return actual to date against the path, the forecast with its interval, and what happened in the month."""
    figure = blank(reader, height=340, right=118)
    ends = [*_plan(figure, line, drawn.path, reader), *_range(figure, line, reader)]
    if drawn.actual:
        ends += _heading(figure, line, drawn.actual[-1], reader)
        _actual(figure, line, drawn.actual, reader)
        _gap(figure, line, drawn.actual[-1], reader)
    low, high = window(_heights(line, drawn), from_zero=line.kpi.aggregation == Aggregation.SUM)
    figure.update_layout(yaxis=value_axis(reader, line.kpi, low, high), xaxis=_month_axis(line, reader))
    event_marks(figure, (event for event in events if event.day <= _last_day(line)), low, reader)
    label_ends(figure, ends)
    return figure


def edited_path(
    line: KpiLine, drawn: DayByDay, reader: Reader, saved: Sequence[Point] = (), before: Course | None = None
) -> go.Figure:
    """Return the path of a target that is being edited over the one that is saved, and how the KPI goes and went."""
    figure = blank(reader, height=340, right=118)
    ends = []
    if before:
        label = f"{reader.language.month(before.month)}<br>{reader.value(line.kpi, before.points[-1][1])}"
        grey = {"color": reader.palette.last_year, "width": 2}
        ends += _beside(figure, before.points, grey, End(0, label, reader.palette.faint, 2))
    if saved and tuple(saved) != drawn.path:
        end = End(0, reader.language(N_("Saved")), reader.palette.faint)
        ends += _beside(figure, saved, {"color": reader.palette.plan, "width": 2, "dash": "dot"}, end)
    ends += [*_plan(figure, line, drawn.path, reader, reader.palette.accent), *_range(figure, line, reader)]
    if drawn.actual:
        _actual(figure, line, drawn.actual, reader)
    others = [float(value) for _day, value in (*saved, *(before.points if before else ()))]
    heights = [*_heights(line, drawn, to_come=False), *others]
    low, high = window(heights, from_zero=line.kpi.aggregation == Aggregation.SUM)
    figure.update_layout(yaxis=value_axis(reader, line.kpi, low, high), xaxis=_month_axis(line, reader))
    label_ends(figure, ends)
    return figure


def path_words(line: KpiLine, reader: Reader) -> str:
    """Return what the figure shows, for those who cannot see it."""
    _ = reader.language
    parts = [_.name(line.kpi)]
    for word, value in (
        (_("Actual"), line.actual.value),
        (_("Expected by now"), None if line.over else line.expected.value),
        (_("Target"), line.target.target),
        (_("Forecast"), line.forecast.value),
    ):
        if value is not None:
            parts.append(f"{word} {reader.value(line.kpi, value)}")
    return _.join(parts)


def _beside(figure: go.Figure, points: Sequence[Point], look: dict[str, Any], end: End) -> list[End]:
    """Draw a line to compare with, and return the words at its end."""
    days, values = zip(*points, strict=True)
    heights = [float(value) for value in values]
    figure.add_scatter(x=days, y=heights, mode="lines", line=look, hoverinfo="skip")
    return [replace(end, y=heights[-1])]


def _plan(figure: go.Figure, line: KpiLine, path: Sequence[Point], reader: Reader, colour: str = "") -> list[End]:
    if not path or line.target.lower is not None:
        return []
    _ = reader.language
    days, values = zip(*path, strict=True)
    figure.add_scatter(
        x=days,
        y=[float(value) for value in values],
        mode="lines",
        line={"color": colour or reader.palette.plan, "width": 2, "dash": "dot", "shape": "hv"},
        customdata=[reader.value(line.kpi, value) for value in values],
        hovertemplate=_("Expected") + " %{customdata}<extra></extra>",
    )
    text = f"{_('Target')} {reader.value(line.kpi, values[-1])}"
    return [End(float(values[-1]), text, colour or reader.palette.soft)]


def _range(figure: go.Figure, line: KpiLine, reader: Reader) -> list[End]:
    _ = reader.language
    bounds = ((line.target.lower, _("Lower limit")), (line.target.upper, _("Upper limit")))
    ends = []
    for bound, word in bounds:
        if bound is not None:
            figure.add_scatter(
                x=[line.target.month, _last_day(line)],
                y=[float(bound)] * 2,
                mode="lines",
                line={"color": reader.palette.plan, "width": 2, "dash": "dot"},
                hoverinfo="skip",
            )
            ends.append(End(float(bound), f"{word} {reader.value(line.kpi, bound)}", reader.palette.soft))
    return ends


def _heading(figure: go.Figure, line: KpiLine, newest: Point, reader: Reader) -> list[End]:
    _, forecast, (day, actual), last = reader.language, line.forecast, newest, _last_day(line)
    if forecast.value is None or day >= last:
        return []
    text, lines = f"<b>{_('Forecast')} {reader.value(line.kpi, forecast.value)}</b>", 1
    if forecast.low is not None and forecast.high is not None:
        _fan(figure, (day, last), actual, (forecast.low, forecast.high), reader)
        text += f"<br>{interval_words(_, line.kpi, forecast.low, forecast.high, reader.currency)}"
        lines = 2
    figure.add_scatter(
        x=[day, last],
        y=[float(actual), float(forecast.value)],
        mode="lines",
        line={"color": reader.palette.actual, "width": 2.5, "dash": "dash"},
        hoverinfo="skip",
    )
    return [End(float(forecast.value), text, reader.palette.ink, lines)]


def _fan(
    figure: go.Figure,
    days: tuple[date, date],
    start: Decimal,
    bounds: tuple[Decimal, Decimal],
    reader: Reader,
) -> None:
    hatch = {"shape": "/", "size": 7, "solidity": 0.22, "fgcolor": reader.palette.plan, "bgcolor": "rgba(0,0,0,0)"}
    for bound, fill in zip(bounds, ({}, {"fill": "tonexty", "fillpattern": hatch}), strict=True):
        figure.add_scatter(
            x=days,
            y=[float(start), float(bound)],
            mode="lines",
            line={"color": reader.palette.plan, "width": 1},
            hoverinfo="skip",
            **fill,
        )


def _actual(figure: go.Figure, line: KpiLine, points: Sequence[Point], reader: Reader) -> None:
    _ = reader.language
    days, values = zip(*points, strict=True)
    heights = [float(value) for value in values]
    figure.add_scatter(
        x=days,
        y=heights,
        mode="lines",
        line={"color": reader.palette.actual, "width": 3.5},
        customdata=[reader.value(line.kpi, value) for value in values],
        hovertemplate=f"{_('Actual')} %{{customdata}}<extra></extra>",
    )
    dot = {"size": 10, "color": reader.palette.actual}
    figure.add_scatter(x=days[-1:], y=heights[-1:], mode="markers", marker=dot, hoverinfo="skip", cliponaxis=False)
    above = line.expected.value is not None and values[-1] > line.expected.value
    figure.add_annotation(
        x=days[-1],
        y=heights[-1],
        text=f"<b>{_('Actual')} {reader.value(line.kpi, values[-1])}</b>",
        font={"color": reader.palette.ink},
        xanchor="right" if above else "left",
        yshift=18 if above else -18,
        showarrow=False,
    )


def _gap(figure: go.Figure, line: KpiLine, newest: Point, reader: Reader) -> None:
    """Draw what is missing at the last day, where the KPI is off its path."""
    if line.gap.value is None or line.expected.value is None or line.status not in _OFF:
        return
    day, actual = newest
    gap = rounded_like(line.kpi, line.gap.value, actual)
    early = day.day <= _last_day(line).day / 2
    heights = [float(actual), float(line.expected.value)]
    dots = {"color": reader.palette.bad, "width": 2, "dash": "dot"}
    figure.add_scatter(x=[day, day], y=heights, mode="lines", line=dots, hoverinfo="skip")
    figure.add_annotation(
        x=day,
        y=heights[0] + (heights[1] - heights[0]) * 0.6,
        text=f"<b>{gap_words(reader.language, line.kpi, gap, reader.currency)}</b>",
        font={"color": reader.palette.bad},
        bgcolor=reader.palette.ground,
        xanchor="left" if early else "right",
        xshift=8 if early else -8,
        showarrow=False,
    )


def _heights(line: KpiLine, drawn: DayByDay, *, to_come: bool = True) -> list[float]:
    values: list[Decimal | None] = [value for _, value in (*drawn.path, *drawn.actual)]
    values += [line.target.lower, line.target.upper]
    if to_come:
        values += [line.forecast.value, line.forecast.low, line.forecast.high]
    return [float(value) for value in values if value is not None]


def _month_axis(line: KpiLine, reader: Reader) -> dict[str, object]:
    first, last = line.target.month, _last_day(line)
    days = [*(first + timedelta(days=7 * week) for week in range(4)), last]
    return time_axis(reader) | {
        "range": [first - timedelta(hours=12), last + timedelta(hours=2)],
        "tickvals": days,
        "ticktext": [str(day.day) for day in days],
        "hoverformat": "%Y-%m-%d",
    }


def _last_day(line: KpiLine) -> date:
    return (line.target.month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
