"""What all figures share: colours, type, axes, and words at the ends of lines that do not cover each other."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape
from math import ceil, floor, log10
from typing import Any

import plotly.graph_objects as go

from planlib.locale import Language
from planlib.locale.amounts import quantity
from planlib.model import Kpi
from planlib.palette import Palette

FONT = "'Source Sans', 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
"""For `st.plotly_chart(config=…)`: no mode bar, no zooming by accident."""
_TEMPLATE = {"layout": {"autotypenumbers": "strict", "xaxis": {"automargin": True}}}
"""In place of plotly's own, which is more than what is drawn and would be sent with each figure."""
_LINE_HEIGHT = 18
"""Pixels between two labels at least."""


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a figure is drawn."""

    language: Language
    palette: Palette
    currency: str

    def value(self, kpi: Kpi, value: Decimal | float) -> str:
        """Return a value of a KPI as this reader reads it."""
        number = Decimal(repr(value)) if isinstance(value, float) else value
        return quantity(self.language, kpi, number, self.currency, unit=False)


@dataclass(frozen=True, slots=True)
class End:
    """Words at the right end of a line."""

    y: float
    text: str
    colour: str
    lines: int = 1
    shift: float = 0
    """Pixels by which the words are moved up."""


def names_axis(names: Sequence[str], reader: Reader) -> dict[str, object]:
    """Return the upright axis of bars that lie below each other from row 0 on, with a name (HTML) at each."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "range": [len(names) - 0.4, -0.6],
        "tickfont": {"color": reader.palette.ink, "size": 14},
        "ticks": "outside",
        "tickcolor": "rgba(0,0,0,0)",
        "ticklen": 8,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
    }


def wrapped(name: str, width: int) -> str:
    """Return a name as HTML, in lines of at most `width` characters."""
    return "<br>".join(escape(line, quote=False) for line in textwrap.wrap(name, width))


def blank(reader: Reader, height: int, right: int) -> go.Figure:
    """Return a figure with nothing in it, and `right` pixels for the words at the ends of lines."""
    return go.Figure(layout=layout(reader, height, right))


def layout(reader: Reader, height: int, right: int) -> dict[str, Any]:
    """Return the layout of a blank figure."""
    return {
        "template": _TEMPLATE,
        "height": height,
        "margin": {"l": 8, "r": right, "t": 16, "b": 32},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": reader.palette.soft},
        "showlegend": False,
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": reader.palette.ground,
            "bordercolor": reader.palette.faint,
            "font": {"family": FONT, "size": 14, "color": reader.palette.ink},
        },
        "dragmode": False,
    }


def value_axis(reader: Reader, kpi: Kpi, low: float, high: float) -> dict[str, Any]:
    """Return a y axis from `low` to `high` with round ticks, in the reader's numbers and on a horizontal grid."""
    ticks = round_ticks(low, high)
    return {
        "range": [low, high],
        "tickvals": ticks,
        "ticktext": [reader.value(kpi, tick) for tick in ticks],
        "gridcolor": reader.palette.grid,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
    }


def time_axis(reader: Reader) -> dict[str, Any]:
    """Return an x axis without grid."""
    return {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "tickangle": 0,
        "linecolor": reader.palette.faint,
        "ticks": "outside",
        "tickcolor": reader.palette.faint,
        "ticklen": 4,
    }


def round_ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Return about `count` round numbers between low and high."""
    step = _step(low, high, count)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [round(step * number, 12) for number in range(first, last + 1)]


def up_to_tick(low: float, high: float) -> float:
    """Return the first round number that is not below `high`, so that nothing lies above the last tick."""
    step = _step(low, high)
    return step * ceil(high / step - 1e-9)


def _step(low: float, high: float, count: int = 4) -> float:
    rough = ((high - low) or abs(high) or 1.0) / count
    unit = 10.0 ** floor(log10(rough))
    return next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough * 0.999)


def window(values: Iterable[float], *, from_zero: bool) -> tuple[float, float]:
    """Return the ends of a y axis that holds all `values`, with some air where it need not begin at zero."""
    found = list(values) or [0.0, 1.0]
    low, high = min(found), max(found)
    if from_zero and low >= 0:
        return 0.0, high * 1.04 or 1.0
    air = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    return low - air, high + air


def spread(ends: Sequence[End], bottom: float, pixels_per_unit: float, height: float) -> list[End]:
    """Return the ends from the lowest up, moved apart until no words cover others, and none stands above the plot."""
    homes = [(end.y - bottom) * pixels_per_unit for end in ends]
    placed: list[tuple[float, float, End]] = []
    edge = float("-inf")
    for home, end in sorted(zip(homes, ends, strict=True), key=lambda pair: pair[0]):
        half = end.lines * _LINE_HEIGHT / 2
        placed.append((home, max(home, edge + half), end))
        edge = placed[-1][1] + half
    edge = height + _LINE_HEIGHT
    settled = []
    for home, centre, end in reversed(placed):
        half = end.lines * _LINE_HEIGHT / 2
        centre = min(centre, edge - half)
        settled.append(replace(end, shift=centre - home))
        edge = centre - half
    return settled[::-1]


def label_ends(figure: go.Figure, ends: Sequence[End], yref: str = "y", x: float = 1) -> None:
    """Write the words right of the plot (of the share `x` of it), at their heights on the axis `yref`."""
    reach = figure.layout[yref.replace("y", "yaxis")].range
    for words in end_labels(ends, reach, figure.layout.height, yref, x):
        figure.add_annotation(words)


def end_labels(
    ends: Sequence[End], reach: tuple[float, float], figure_height: float, yref: str = "y", x: float = 1
) -> list[dict[str, Any]]:
    """Return these words as annotations of a figure whose value axis has the ends `reach`."""
    low, high = reach
    height = figure_height - 48
    return [
        {
            "x": x,
            "xref": "paper",
            "yref": yref,
            "y": end.y,
            "yshift": end.shift,
            "text": end.text,
            "font": {"color": end.colour, "size": 14},
            "xanchor": "left",
            "align": "left",
            "xshift": 8,
            "showarrow": False,
        }
        for end in spread(ends, low, height / (high - low), height)
    ]
