"""Tasks over time: forecast against baseline, what is done, what waits for what, and where today is.

What is done is solid, what is to come hatched, the baseline an empty bar below, as in the other figures. What is
critical has a heavy frame, a bold name and heavy links.
"""

from collections.abc import Iterable, Sequence
from html import escape

import plotly.graph_objects as go

from planlib.charts.gantt_rows import (
    NARROW,
    WIDE,
    WORDS,
    Bar,
    Gantt,
    Link,
    Piece,
    Shape,
    Side,
    cut,
    route,
    slip_words,
    worded,
)
from planlib.charts.style import Reader, blank
from planlib.locale.words import word
from planlib.snapshot import TaskLine

_TOP = 52
_MANY = 200
"""Bars from which on less is sent to the browser."""
_SPACE = "\u2002"


def gantt_figure(drawn: Gantt, reader: Reader, *, narrow: bool = False) -> go.Figure:
    """Return the figure; `narrow`: for a phone or a small window, with the names above the bars and without links."""
    shape = NARROW if narrow else WIDE
    figure = blank(reader, height=_TOP + drawn.rows * shape.row + 12, right=8)
    _days_off(figure, drawn, reader)
    if not narrow:
        _links(figure, drawn.links, shape, reader)
    _bars(figure, [bar for bar in drawn.bars if not bar.milestone], shape, reader)
    _milestones(figure, [bar for bar in drawn.bars if bar.milestone], shape, reader)
    _beside(figure, drawn, shape, reader)
    _now(figure, drawn, reader)
    figure.update_layout(
        margin={"l": 0, "r": 8, "t": _TOP, "b": 12},
        hovermode="closest",
        xaxis=_scale(drawn, shape, reader),
        yaxis=_names(drawn, shape, reader),
    )
    return figure


def gantt_words(drawn: Gantt, reader: Reader) -> str:
    """Return the rows in words, for those who cannot see the figure."""
    return reader.language.join([_told(bar, reader) for bar in drawn.bars])


def _told(bar: Bar, reader: Reader) -> str:
    return " ".join([bar.name, _span(bar, reader), reader.language.percent(bar.line.progress), _state(bar, reader)])


def _span(bar: Bar, reader: Reader) -> str:
    _, line = reader.language, bar.line
    return _.short_day(line.finish) if bar.milestone else f"{_.short_day(line.start)}–{_.short_day(line.finish)}"


def _state(bar: Bar, reader: Reader) -> str:
    if isinstance(bar.line, TaskLine):
        return word(reader.language, bar.line.status)
    return " · ".join(piece.text for piece in bar.beside)


def _hover(bar: Bar, reader: Reader) -> str:
    """Return the task in lines: dates, plan, progress, float."""
    _, line = reader.language, bar.line
    told = [f"<b>{escape(bar.name, quote=False)}</b>", f"{_span(bar, reader)} · {_state(bar, reader)}"]
    slip = slip_words(_, line.slip) if isinstance(line, TaskLine) and line.slip else ""
    if line.baseline_start and line.baseline_finish:
        planned = f"{_.short_day(line.baseline_start)}–{_.short_day(line.baseline_finish)}"
        told.append(_("baseline {days}", days=planned) + (f" ({slip})" if slip else ""))
    told.append(_("{share} done", share=_.percent(line.progress)))
    if bar.critical:
        told.append(_("on the critical path"))
    elif isinstance(line, TaskLine) and line.total_float:
        told.append(_("float {days} d", days=_.number(line.total_float)))
    return "<br>".join(told)


# marks


def _bars(figure: go.Figure, bars: Sequence[Bar], shape: Shape, reader: Reader) -> None:
    palette = reader.palette
    edge = {"color": palette.plan, "width": 1}
    hatch = {"shape": "/", "size": 6, "solidity": 0.22, "fgcolor": palette.plan, "bgcolor": palette.ground}
    _boxes(figure, "baseline", [(bar.row, *bar.baseline) for bar in bars if bar.baseline], shape.baseline, line=edge)
    _boxes(figure, "to come", [(bar.row, bar.done, bar.finish) for bar in bars], shape.bar, fillpattern=hatch)
    done = [(bar.row, bar.start, bar.done) for bar in bars if bar.done > bar.start]
    _boxes(figure, "done", done, shape.bar, fillcolor=palette.actual)
    for name, critical, line in (("frame", False, edge), ("critical", True, {"color": palette.actual, "width": 2.5})):
        spans = [(bar.row, bar.start, bar.finish) for bar in bars if bar.critical is critical]
        _boxes(figure, name, spans, shape.bar, line=line)
    _hovered(figure, bars, shape, reader)


def _boxes(
    figure: go.Figure,
    name: str,
    spans: Sequence[tuple[int, float, float]],
    place: tuple[float, float],
    **look: object,
) -> None:
    """Draw rectangles of one look as one shape, which is quick to draw for any number of tasks."""
    (centre, height), x, y = place, [], []
    for row, start, end in spans:
        top, bottom = row + centre - height / 2, row + centre + height / 2
        x += [start, end, end, start, start, None]
        y += [top, top, bottom, bottom, top, None]
    filled = {"fill": "toself", "fillcolor": "rgba(0,0,0,0)"} if "line" not in look else {}
    figure.add_scatter(name=name, mode="lines", x=x, y=y, hoverinfo="skip", **({"line": {"width": 0}} | filled | look))


def _hovered(figure: go.Figure, bars: Sequence[Bar], shape: Shape, reader: Reader) -> None:
    """Have the words of a bar come up over each of its days; of many bars over their middle."""
    points = [(bar, (bar.start + bar.finish) / 2) for bar in bars]
    if len(bars) <= _MANY:
        points = [(bar, bar.start + 0.5 + day) for bar in bars for day in range(round(bar.finish - bar.start))]
    told = {bar.row: _hover(bar, reader) for bar in bars}
    figure.add_scatter(
        name="words",
        mode="lines",
        line={"width": 0},
        x=[x for _bar, x in points],
        y=[bar.row + shape.bar[0] for bar, _x in points],
        hovertext=[told[bar.row] for bar, _x in points],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _milestones(figure: go.Figure, bars: Sequence[Bar], shape: Shape, reader: Reader) -> None:
    palette = reader.palette
    planned = [bar for bar in bars if bar.baseline and bar.baseline[1] != bar.finish]
    _diamonds(
        figure, planned, shape, {"size": 11, "color": palette.ground, "line": {"color": palette.plan, "width": 1}}
    )
    marker = {
        "size": 15,
        "color": [palette.actual if bar.line.progress == 1 else palette.ground for bar in bars],
        "line": {"color": palette.actual, "width": [3 if bar.critical else 1.5 for bar in bars]},
    }
    told = {"hovertext": [_hover(bar, reader) for bar in bars], "hovertemplate": "%{hovertext}<extra></extra>"}
    _diamonds(figure, bars, shape, marker, actual=True, **told)


def _diamonds(
    figure: go.Figure,
    bars: Sequence[Bar],
    shape: Shape,
    marker: dict[str, object],
    *,
    actual: bool = False,
    **more: object,
) -> None:
    figure.add_scatter(
        mode="markers",
        x=[bar.finish if actual or not bar.baseline else bar.baseline[1] for bar in bars],
        y=[bar.row + shape.bar[0] for bar in bars],
        marker={"symbol": "diamond"} | marker,
        **(more or {"hoverinfo": "skip"}),
    )


def _links(figure: go.Figure, links: Iterable[Link], shape: Shape, reader: Reader) -> None:
    palette = reader.palette
    for critical, width, colour in ((False, 1, palette.plan), (True, 2, palette.actual)):
        drawn = [route(link, shape) for link in links if link.critical is critical]
        figure.add_scatter(
            mode="lines",
            x=[x for corners, _symbol in drawn for x in (*(x for x, _y in corners), None)],
            y=[y for corners, _symbol in drawn for y in (*(y for _x, y in corners), None)],
            line={"color": colour, "width": width},
            hoverinfo="skip",
        )
        figure.add_scatter(
            mode="markers",
            x=[corners[-1][0] for corners, _symbol in drawn],
            y=[corners[-1][1] for corners, _symbol in drawn],
            marker={"symbol": [symbol for _corners, symbol in drawn], "size": 8, "color": colour},
            hoverinfo="skip",
        )


def _beside(figure: go.Figure, drawn: Gantt, shape: Shape, reader: Reader) -> None:
    """Write what there is room for beside the bars."""
    found = [(bar, _words(bar, pieces, side, reader), side) for bar, pieces, side in worded(drawn, shape)]
    figure.add_scatter(
        mode="text",
        x=[bar.finish if side == "right" else bar.start for bar, _text, side in found],
        y=[bar.row + shape.bar[0] for bar, _text, _side in found],
        text=[text for _bar, text, _side in found],
        textposition=[f"middle {side}" for _bar, _text, side in found],
        textfont={"size": WORDS, "color": reader.palette.soft, "shadow": f"0 0 3px {reader.palette.ground}"},
        hoverinfo="skip",
    )


def _words(bar: Bar, pieces: Sequence[Piece], side: Side, reader: Reader) -> str:
    bad = f'<span style="color:{reader.palette.bad}"><b>{{}}</b></span>'
    texts = [escape(piece.text, quote=False) for piece in pieces]
    text = " · ".join(bad.format(one) if piece.bad else one for one, piece in zip(texts, pieces, strict=True))
    pad = _SPACE * (2 if bar.milestone else 1)
    return pad + text if side == "right" else text + pad


def _days_off(figure: go.Figure, drawn: Gantt, reader: Reader) -> None:
    shade = {"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "layer": "below", "line": {"width": 0}}
    shade |= {"fillcolor": reader.palette.grid, "opacity": 0.55}
    figure.update_layout(shapes=[shade | {"x0": start, "x1": end} for start, end in drawn.off])


def _now(figure: go.Figure, drawn: Gantt, reader: Reader) -> None:
    if not 0 <= drawn.now.x <= drawn.length:
        return
    accent = reader.palette.accent
    line = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "layer": "below", "line": {"color": accent, "width": 2}}
    figure.add_shape(x0=drawn.now.x, x1=drawn.now.x, **line)
    share = drawn.now.x / drawn.length
    figure.add_annotation(
        x=drawn.now.x,
        yref="paper",
        y=1,
        yshift=36,
        text=f"<b>{drawn.now.text}</b>",
        font={"color": accent, "size": 13},
        xanchor="left" if share < 0.08 else "right" if share > 0.92 else "center",
        showarrow=False,
    )


# axes


def _scale(drawn: Gantt, shape: Shape, reader: Reader) -> dict[str, object]:
    length = drawn.length * (1 + shape.after)
    ticks = drawn.ticks[:: -(-len(drawn.ticks) // shape.ticks) or 1]
    return {
        "range": [-length * shape.names / (1 - shape.names), length],
        "tickvals": [tick.x for tick in ticks],
        "ticktext": [tick.text for tick in ticks],
        "tickfont": {"size": 13},
        "ticklabelposition": "outside right",
        "side": "top",
        "ticks": "outside",
        "ticklen": 5,
        "tickcolor": reader.palette.faint,
        "tickangle": 0,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": False,
    }


def _names(drawn: Gantt, shape: Shape, reader: Reader) -> dict[str, object]:
    """Return the upright axis with the names inside of the plot, at its left edge."""
    indent = _SPACE if drawn.headings and shape is WIDE else ""
    names = {bar.row: _name(bar, shape, indent) for bar in drawn.bars}
    names |= {one.row: f"<b>{escape(cut(one.text, 60), quote=False)}</b>" for one in drawn.headings}
    rows = sorted(names)
    return {
        "tickvals": rows,
        "ticktext": [names[row] for row in rows],
        "range": [drawn.rows - 0.5, -0.5],
        "tickfont": {"color": reader.palette.ink, "size": 14},
        "ticklabelposition": "inside",
        "ticklabeloverflow": "allow",
        "ticklabelshift": shape.name_shift,
        "showgrid": False,
        "minor": {
            "tickvals": [row - 0.5 for row in range(drawn.rows + 1)],
            "showgrid": True,
            "gridcolor": reader.palette.grid,
            "gridwidth": 1,
        },
        "zeroline": False,
        "fixedrange": True,
        "automargin": False,
    }


def _name(bar: Bar, shape: Shape, indent: str) -> str:
    name = indent + escape(cut(bar.name, shape.name_ems), quote=False)
    return f"<b>{name}</b>" if bar.critical else name
