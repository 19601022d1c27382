"""Marks on a time line: what happened on a day, said when it is pointed at, and days off as a shade."""

from collections.abc import Iterable
from datetime import date, timedelta
from html import escape
from typing import NamedTuple

import plotly.graph_objects as go

from planlib.charts.style import Reader

_HALF = timedelta(hours=12)


class Event(NamedTuple):
    """Something that happened, for the time line."""

    day: date
    text: str
    last: date | None = None
    """Of days off their last one: they are shaded, and nothing is marked."""


def event_marks(figure: go.Figure, events: Iterable[Event], low: float, reader: Reader) -> None:
    """Draw a mark for each day on which something happened at the height `low`, and a shade behind days off."""
    marked: dict[date, list[str]] = {}
    for event in events:
        if event.last is not None:
            ends = {"x0": event.day - _HALF, "x1": event.last + _HALF, "y0": 0, "y1": 1, "yref": "paper"}
            figure.add_shape(
                type="rect", fillcolor=reader.palette.grid, opacity=0.5, line_width=0, layer="below", **ends
            )
        else:
            marked.setdefault(event.day, []).append(escape(event.text, quote=False))
    if marked:
        figure.add_scatter(
            x=list(marked),
            y=[low] * len(marked),
            mode="markers",
            marker={"symbol": "triangle-up", "size": 9, "color": reader.palette.accent},
            cliponaxis=False,
            customdata=["<br>".join(texts) for texts in marked.values()],
            hovertemplate="%{customdata}<extra></extra>",
        )
