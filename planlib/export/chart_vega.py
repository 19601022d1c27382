"""A chart of a document as Vega-Lite, from which PDF and Word get their pictures and the HTML file its live charts.

One visual language as on the screens: actual solid, plan outlined or dotted, forecast dashed, last year grey; good
and bad by meaning, and by a sign too.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from planlib.document import Chart, ChartKind, Look, Series
from planlib.palette import LIGHT

FONT = "Noto Sans SC"
USUAL, SMALL = (640, 230), (380, 170)
"""Pixels of a chart on a page, and of one of two that stand side by side."""
_INK = {Look.ACTUAL: LIGHT.actual, Look.PLAN: LIGHT.plan, Look.FORECAST: LIGHT.accent, Look.LAST_YEAR: LIGHT.last_year}
_DASH = {Look.ACTUAL: [1, 0], Look.PLAN: [2, 2], Look.FORECAST: [6, 3], Look.LAST_YEAR: [1, 0]}
_BAR, _GAP = 26, 10
"""Pixels of a lying bar, and between two."""
_LABELLED = 14
"""Points of a series that are labelled at most; more would cover each other."""

Spec = dict[str, Any]


def vega(chart: Chart, width: int | str = USUAL[0], height: int = USUAL[1]) -> Spec:
    """Return the chart as a Vega-Lite document; its width in pixels, or "container"."""
    draw = {
        ChartKind.LINES: _lines,
        ChartKind.COLUMNS: _columns,
        ChartKind.BARS: _bars,
        ChartKind.WATERFALL: _waterfall,
    }
    if chart.kind is ChartKind.BARS:
        height = len(chart.categories) * (_BAR * len(chart.series) + _GAP)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": chart.alt,
        "width": width,
        "height": height,
        "background": "transparent",
        "padding": {"left": 4, "right": 12, "top": 4, "bottom": 4},
        "config": _CONFIG,
        **draw[chart.kind](chart),
    }


@lru_cache(maxsize=32)
def svg(chart: Chart, width: int = USUAL[0], height: int = USUAL[1]) -> str:
    """Return the chart drawn, with words that stay words; kept for a while, as several formats ask for it."""
    drawn: str = converter().vegalite_to_svg(vega(chart, width, height))
    return drawn


def png(chart: Chart, width: int = USUAL[0], height: int = USUAL[1]) -> bytes:
    """Return the chart drawn as a picture, sharp enough for print."""
    drawn: bytes = converter().svg_to_png(svg(chart, width, height), scale=2)
    return drawn


@cache
def converter() -> Any:
    """Return the library that draws, which is loaded when something is drawn and knows the Chinese font."""
    import pylopdf_fonts_zh_cn
    import vl_convert

    vl_convert.register_font_directory(str(Path(pylopdf_fonts_zh_cn.__file__).parent))
    return vl_convert


_CONFIG = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": LIGHT.soft,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleColor": LIGHT.soft,
        "titleFontWeight": "normal",
        "gridColor": LIGHT.grid,
        "domainColor": LIGHT.faint,
        "tickColor": LIGHT.faint,
        "labelLimit": 220,
    },
    "legend": {"labelColor": LIGHT.ink, "labelFontSize": 11, "symbolSize": 90, "symbolStrokeWidth": 2.5},
    "text": {"font": FONT, "fontSize": 11, "color": LIGHT.ink},
}


# the numbers


def _points(chart: Chart) -> Iterator[Spec]:
    for series in chart.series:
        last = max((at for at, value in enumerate(series.values) if value is not None), default=-1)
        for at, (category, value) in enumerate(zip(chart.categories, series.values, strict=True)):
            if value is not None:
                number = float(chart.number(value))
                yield {"c": category, "s": series.name, "v": number, "t": chart.text(value), "l": at == last}


def _axis(chart: Chart) -> Spec:
    low = min((point["v"] for point in _points(chart)), default=0.0)
    zero = chart.kind is not ChartKind.LINES or low <= 0
    return {
        "field": "v",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": zero, "nice": True},
        "axis": {"tickCount": 4, "format": f",.{chart.decimals}~f", "domain": False, "ticks": False},
    }


def _categories(chart: Chart, **axis: Any) -> Spec:
    look = {"title": None, "labelAngle": 0, "labelOverlap": "parity", "grid": False, **axis}
    return {"field": "c", "type": "ordinal", "sort": list(chart.categories), "title": None, "axis": look}


def _series(chart: Chart, values: dict[Look, Any], **more: Any) -> Spec:
    """Return by which series a mark looks how."""
    shown = [values[series.look] for series in chart.series]
    names = [series.name for series in chart.series]
    legend = {"title": None, "orient": "top", "offset": 4, "symbolType": "stroke", **more} if len(names) > 1 else None
    scale = {"domain": names, "range": shown}
    return {"field": "s", "type": "nominal", "sort": None, "scale": scale, "legend": legend}


# the kinds


def _lines(chart: Chart) -> Spec:
    encoding = {
        "x": _categories(chart),
        "y": _axis(chart),
        "color": _series(chart, _INK),
        "strokeDash": _series(chart, _DASH),
        "tooltip": _tooltip(),
    }
    actual = [series.name for series in chart.series if series.look is Look.ACTUAL]
    solid = {"filter": {"field": "s", "oneOf": actual}}
    layers: list[Spec] = [{"mark": {"type": "line", "strokeWidth": 2.5}, "encoding": encoding}]
    dots = {key: encoding[key] for key in ("x", "y", "tooltip")} | {"color": {"value": LIGHT.actual}}
    layers.append({"transform": [solid], "mark": {"type": "point", "filled": True, "size": 45}, "encoding": dots})
    labelled = {**dots, "text": {"field": "t"}}
    wanted = (
        [solid] if len(chart.series) == 1 and len(chart.categories) <= _LABELLED else [solid, {"filter": "datum.l"}]
    )
    layers.append(
        {"transform": wanted, "mark": {"type": "text", "dy": -11, "fontWeight": "bold"}, "encoding": labelled}
    )
    return {"data": {"values": list(_points(chart))}, "layer": layers}


def _columns(chart: Chart) -> Spec:
    position = {"x": _categories(chart), "y": _axis(chart), "xOffset": {"field": "s", "sort": None}}
    return _filled(chart, position, {"dy": -7})


def _bars(chart: Chart) -> Spec:
    ticks = {"ticks": False, "domain": False, "labelFontSize": 12, "labelColor": LIGHT.ink, "labelOverlap": False}
    position = {"y": _categories(chart, **ticks), "x": _axis(chart), "yOffset": {"field": "s", "sort": None}}
    return _filled(chart, position, {"dx": 4, "align": "left"})


def _filled(chart: Chart, position: Spec, label: Spec) -> Spec:
    """Return bars that are filled where they are actual, and outlined where they are planned."""
    fills = {**_INK, Look.PLAN: LIGHT.ground, Look.FORECAST: "#C9D6E4"}
    fill = _series(chart, fills, symbolType="square", symbolStrokeColor=LIGHT.faint)
    encoding = {**position, "fill": fill, "stroke": {**_series(chart, _INK), "legend": None}, "tooltip": _tooltip()}
    layers: list[Spec] = [{"mark": {"type": "bar", "strokeWidth": 1.2}, "encoding": encoding}]
    if len(chart.categories) * len(chart.series) <= 2 * _LABELLED or chart.kind is ChartKind.BARS:
        layers.append({"mark": {"type": "text", **label}, "encoding": {**position, "text": {"field": "t"}}})
    return {"data": {"values": list(_points(chart))}, "layer": layers}


def _tooltip() -> list[Spec]:
    return [{"field": field, "title": title} for field, title in (("c", " "), ("s", "  "), ("t", "   "))]


def _waterfall(chart: Chart) -> Spec:
    steps = list(_steps(chart, chart.series[0]))
    colours = {"total": LIGHT.actual, "good": LIGHT.good, "bad": LIGHT.bad}
    scale = {"domain": list(colours), "range": list(colours.values())}
    x = _categories(chart, labelOverlap=False, labelLimit=92)
    y = {**_axis(chart), "field": "from"}
    y["scale"] = {"zero": False, "nice": True, "domain": _reach(steps)}
    bars = {"x": x, "y": y, "y2": {"field": "to"}, "color": {"field": "k", "scale": scale, "legend": None}}
    words = {"x": x, "y": {"field": "top", "type": "quantitative"}, "text": {"field": "t"}}
    layers = [
        {"mark": {"type": "bar", "clip": True}, "encoding": {**bars, "tooltip": _tooltip()}},
        {"mark": {"type": "text", "dy": -8}, "encoding": words},
    ]
    return {"data": {"values": steps}, "layer": layers}


def _steps(chart: Chart, series: Series) -> Iterator[Spec]:
    """Yield where each bar of a waterfall begins and ends; one that is neither good nor bad is a total."""
    level = Decimal(0)
    for category, value, good in zip(chart.categories, series.values, series.good, strict=True):
        step = value or Decimal(0)
        start, end = (Decimal(0), step) if good is None else (level, level + step)
        level = end
        first, last = float(chart.number(start)), float(chart.number(end))
        text = chart.text(step) if good is None or step < 0 else f"+{chart.text(step)}"
        kind = "total" if good is None else "good" if good else "bad"
        yield {"c": category, "from": first, "to": last, "top": max(first, last), "t": text, "k": kind}


def _reach(steps: list[Spec]) -> list[float]:
    """Return the ends of the axis: not from zero where the totals dwarf the steps, which is said in the title."""
    levels = [step[side] for step in steps for side in ("from", "to") if step["k"] != "total" or side == "to"]
    low, high = min(levels), max(levels)
    air = (high - low) * 0.25 or abs(high) * 0.1 or 1.0
    return [low - air if low > 0 and low - air > 0 else min(0.0, low - air * (low < 0)), high + air]
