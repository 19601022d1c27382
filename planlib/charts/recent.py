"""The last values of a KPI, one by one, beside what is needed from here on."""

from decimal import Decimal

import plotly.graph_objects as go

from planlib.charts.style import End, Reader, blank, label_ends, time_axis, up_to_tick, value_axis, window
from planlib.metrics.pace import SHARED
from planlib.snapshot import KpiLine
from planlib.vocabulary import Aggregation, Direction


def recent(line: KpiLine, reader: Reader) -> go.Figure:
    """Return the last values as a run of dots, with the level that would make the target."""
    figure = blank(reader, height=280, right=118)
    heights = [float(value) for _, value in line.recent]
    days = [f"{day.month}-{day.day}" for day, _ in line.recent]
    figure.add_scatter(
        x=list(range(len(heights))),
        y=heights,
        mode="lines+markers",
        line={"color": reader.palette.actual, "width": 2},
        marker={"size": 6, "color": reader.palette.actual},
        customdata=[reader.value(line.kpi, value) for _, value in line.recent],
        hovertemplate="%{customdata}<extra></extra>",
    )
    ends = _level_ends(figure, line, reader)
    low, high = window([*heights, *(end.y for end in ends)], from_zero=False)
    high = up_to_tick(low, high)
    ticks = list(range(len(days) - 1, -1, -3))
    labels = {"tickvals": ticks, "ticktext": [days[tick] for tick in ticks], "range": [-0.5, len(days) - 0.4]}
    figure.update_layout(yaxis=value_axis(reader, line.kpi, low, high), xaxis=time_axis(reader) | labels)
    if heights:
        ends.append(End(heights[-1], f"<b>{reader.value(line.kpi, line.recent[-1][1])}</b>", reader.palette.ink))
    label_ends(figure, ends)
    return figure


def recent_words(line: KpiLine, reader: Reader) -> str:
    """Return the values in words, for those who cannot see the figure."""
    return reader.language.join([reader.value(line.kpi, value) for _, value in line.recent])


def recent_note(line: KpiLine, reader: Reader) -> str:
    """Return what the dashed line is; nothing where there is none."""
    _ = reader.language
    if not _levels(line, reader):
        return ""
    if not _is_rate(line):
        return _("dashed: the target")
    if line.path in SHARED:
        return _("dashed: what is needed of an average day from here on")
    return _("dashed: what is needed from here on")


def _is_rate(line: KpiLine) -> bool:
    """Say whether the values add up to the target, so that what counts is the rate per day."""
    return line.kpi.aggregation == Aggregation.SUM


def _levels(line: KpiLine, reader: Reader) -> list[tuple[str, Decimal]]:
    """Return what the values are to be like, with its word; nothing once the month is over for what they add up to.

    The rate that is needed or left, the target, or both ends of a range.
    """
    if not line.recent:
        return []
    _, target = reader.language, line.target
    if _is_rate(line):
        word = _("Left") if line.kpi.direction == Direction.DOWN else _("Needed")
        levels = [] if line.over else [(word, line.required_rate.value)]
    else:
        ends = [(_("Lower limit"), target.lower), (_("Upper limit"), target.upper)]
        levels = [(_("Target"), target.target), *ends]
    return [(word, level) for word, level in levels if level is not None]


def _level_ends(figure: go.Figure, line: KpiLine, reader: Reader) -> list[End]:
    dashes = {"color": reader.palette.accent, "width": 2, "dash": "dash"}
    reach = [-0.5, len(line.recent) - 0.4]
    ends = []
    for word, level in _levels(line, reader):
        figure.add_scatter(x=reach, y=[float(level)] * 2, mode="lines", line=dashes, hoverinfo="skip")
        ends.append(End(float(level), f"{word} {reader.value(line.kpi, level)}", reader.palette.accent))
    return ends
