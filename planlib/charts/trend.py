"""A KPI over weeks and months beside the year before; a period that is not over is shown hollow."""

from collections.abc import Sequence

import plotly.graph_objects as go

from planlib.charts.style import End, Reader, blank, label_ends, time_axis, value_axis, window
from planlib.snapshot import Trend, TrendPeriod
from planlib.vocabulary import Aggregation, Grain


def trend(trends: Sequence[Trend], reader: Reader) -> go.Figure:
    """Return one panel for each trend, side by side, each with a scale of its own."""
    figure = blank(reader, height=320, right=96)
    shares = _widths(trends)
    for number, (one, domain) in enumerate(zip(trends, shares, strict=True), start=1):
        _panel(figure, one, number, domain, reader)
    return figure


def trend_words(one: Trend, reader: Reader) -> str:
    """Return the last periods in words, for those who cannot see the figure."""
    _ = reader.language
    known = [(period, period.value.value) for period in one.periods]
    values = [
        f"{_period(one, period, reader)} {reader.value(one.kpi, value)}" for period, value in known if value is not None
    ]
    return _.join([_.name(one.kpi), *values[-3:]])


def _widths(trends: Sequence[Trend]) -> list[tuple[float, float]]:
    """Return where each panel begins and ends, by its number of periods, with air for the words between them."""
    air = 0.12 if len(trends) > 1 else 0.0
    total = sum(len(one.periods) for one in trends) or 1
    free, start, found = 1 - air * (len(trends) - 1), 0.0, []
    for one in trends:
        end = start + free * len(one.periods) / total
        found.append((start, min(end, 1.0)))
        start = end + air
    return found


def _panel(figure: go.Figure, one: Trend, number: int, domain: tuple[float, float], reader: Reader) -> None:
    suffix = "" if number == 1 else str(number)
    low, high = window(_heights(one), from_zero=one.kpi.aggregation == Aggregation.SUM)
    axis = value_axis(reader, one.kpi, low, high) | {"anchor": f"x{suffix}"}
    names = [_period(one, period, reader) for period in one.periods]
    figure.update_layout(
        {
            f"yaxis{suffix}": axis,
            f"xaxis{suffix}": time_axis(reader)
            | {
                "domain": domain,
                "anchor": f"y{suffix}",
                "tickvals": list(range(len(names))),
                "ticktext": names,
                "range": [-0.5, len(names) - 0.5],
            },
        }
    )
    ends = [*_last_year(figure, one, suffix, reader), *_values(figure, one, suffix, reader)]
    label_ends(figure, ends, f"y{suffix}", domain[1])


def _last_year(figure: go.Figure, one: Trend, suffix: str, reader: Reader) -> list[End]:
    _ = reader.language
    known = [(place, period.last_year.value) for place, period in enumerate(one.periods)]
    points = [(place, value) for place, value in known if value is not None]
    if not points:
        return []
    figure.add_scatter(
        x=[place for place, value in points],
        y=[float(value) for place, value in points],
        mode="lines",
        line={"color": reader.palette.last_year, "width": 2},
        customdata=[reader.value(one.kpi, value) for place, value in points],
        hovertemplate=f"{_('Last year')} %{{customdata}}<extra></extra>",
        xaxis=f"x{suffix}",
        yaxis=f"y{suffix}",
    )
    return [End(float(points[-1][1]), _("Last year"), reader.palette.faint)]


def _values(figure: go.Figure, one: Trend, suffix: str, reader: Reader) -> list[End]:
    _ = reader.language
    points = [
        (place, period.value.value, period.complete)
        for place, period in enumerate(one.periods)
        if period.value.value is not None
    ]
    if not points:
        return []
    whole = [point for point in points if point[2]]
    shared = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
    figure.add_scatter(
        x=[place for place, value, complete in whole],
        y=[float(value) for place, value, complete in whole],
        mode="lines",
        line={"color": reader.palette.actual, "width": 3},
        hoverinfo="skip",
        **shared,
    )
    figure.add_scatter(
        x=[place for place, value, complete in points],
        y=[float(value) for place, value, complete in points],
        mode="markers",
        marker={
            "size": 8,
            "color": [
                reader.palette.actual if complete else reader.palette.ground for place, value, complete in points
            ],
            "line": {"color": reader.palette.actual, "width": 2},
        },
        customdata=[reader.value(one.kpi, value) for place, value, complete in points],
        hovertemplate=f"{_('Actual')} %{{customdata}}<extra></extra>",
        **shared,
    )
    last = (whole or points)[-1]
    return [End(float(last[1]), f"<b>{reader.value(one.kpi, last[1])}</b>", reader.palette.ink)]


def _heights(one: Trend) -> list[float]:
    values = [figure.value for period in one.periods for figure in (period.value, period.last_year)]
    return [float(value) for value in values if value is not None]


def _period(one: Trend, period: TrendPeriod, reader: Reader) -> str:
    """Return how a period is called under the axis."""
    zh = reader.language.code == "zh"
    match one.grain:
        case Grain.MONTH:
            return f"{period.start.month}月" if zh else f"{period.start:%b}"
        case Grain.WEEK:
            return reader.language.week(period.start)
        case Grain.DAY:
            return f"{period.start.month}-{period.start.day}"
