"""The charts of a slide show: native, with their numbers in a workbook of their own."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from planlib.document import Chart, ChartKind, Look, Series
from planlib.export.waterfall import Part, label, stacked
from planlib.palette import LIGHT

_KINDS = {
    ChartKind.LINES: XL_CHART_TYPE.LINE_MARKERS,
    ChartKind.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    ChartKind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartKind.WATERFALL: XL_CHART_TYPE.COLUMN_STACKED,
}
_INK = {Look.ACTUAL: LIGHT.actual, Look.PLAN: LIGHT.plan, Look.FORECAST: LIGHT.accent, Look.LAST_YEAR: LIGHT.last_year}
_DASH = {Look.PLAN: MSO_LINE.ROUND_DOT, Look.FORECAST: MSO_LINE.DASH}
_PARTS = {Part.TOTAL: LIGHT.actual, Part.GOOD: LIGHT.good, Part.BAD: LIGHT.bad}


def add_chart(slide: Any, chart: Chart, left: int, top: int, width: int, height: int) -> None:
    """Add the chart to a slide, at a place and in a size in EMU."""
    drawn_series = [column.series for column in stacked(chart)] if chart.kind is ChartKind.WATERFALL else chart.series
    data = CategoryChartData(number_format=f"#,##0.{'0' * chart.decimals}" if chart.decimals else "#,##0")
    data.categories = chart.categories
    for series in drawn_series:
        values = (None if value is None else float(chart.number(value)) for value in series.values)
        data.add_series(series.name, values)
    frame = slide.shapes.add_chart(_KINDS[chart.kind], left, top, width, height, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.alt[:2000])
    drawn = frame.chart
    drawn.font.size, drawn.font.color.rgb = Pt(11), rgb(LIGHT.soft)
    drawn.has_title = True
    drawn.chart_title.text_frame.text = f"{chart.title} ({chart.unit})" if chart.unit else chart.title
    drawn.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(13)
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    _axes(drawn, chart)
    if chart.kind is ChartKind.WATERFALL:
        _stack(drawn, chart)
        return
    for shown, series in zip(drawn.plots[0].series, chart.series, strict=True):
        (_line if chart.kind is ChartKind.LINES else _bar)(shown, series, chart)


def rgb(colour: str) -> Any:
    """Return a colour written as #1F4E79."""
    return RGBColor.from_string(colour[1:])


def _axes(drawn: Any, chart: Chart) -> None:
    values, names = drawn.value_axis, drawn.category_axis
    values.major_gridlines.format.line.color.rgb = rgb(LIGHT.grid)
    values.format.line.fill.background()
    names.format.line.color.rgb = rgb(LIGHT.faint)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.reverse_order = chart.kind is ChartKind.BARS
    values.tick_label_position = (
        XL_TICK_LABEL_POSITION.HIGH if chart.kind is ChartKind.BARS else values.tick_label_position
    )
    if drawn.plots and chart.kind is not ChartKind.LINES:
        drawn.plots[0].gap_width = 60
    if (low := chart.floor) is not None:
        values.minimum_scale = low


def _line(shown: Any, series: Series, chart: Chart) -> None:
    line = shown.format.line
    line.color.rgb, line.width, shown.smooth = rgb(_INK[series.look]), Pt(2.25), False
    if series.look in _DASH:
        line.dash_style = _DASH[series.look]
    if series.look is not Look.ACTUAL:
        shown.marker.style = XL_MARKER_STYLE.NONE
        return
    shown.marker.style, shown.marker.size = XL_MARKER_STYLE.CIRCLE, 6
    shown.marker.format.fill.solid()
    shown.marker.format.fill.fore_color.rgb = rgb(LIGHT.actual)
    last = max((at for at, value in enumerate(series.values) if value is not None), default=None)
    if last is not None:
        label = shown.points[last].data_label
        label.position, label.has_text_frame = XL_LABEL_POSITION.ABOVE, True
        value = series.values[last]
        assert value is not None
        label.text_frame.text = chart.text(value)
        label.text_frame.paragraphs[0].runs[0].font.bold = True


def _bar(shown: Any, series: Series, chart: Chart) -> None:
    shown.format.fill.solid()
    shown.format.fill.fore_color.rgb = rgb(LIGHT.ground if series.look is Look.PLAN else _INK[series.look])
    shown.format.line.color.rgb = rgb(_INK[series.look])
    labels = shown.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size = Pt(10)


def _stack(drawn: Any, chart: Chart) -> None:
    """Colour the steps by meaning and write at the end of each how far it goes."""
    for column, shown in zip(stacked(chart), drawn.plots[0].series, strict=True):
        if column.part in _PARTS:
            shown.format.fill.solid()
            shown.format.fill.fore_color.rgb = rgb(_PARTS[column.part])
            continue
        shown.format.fill.background()
        for at, place in enumerate(column.series.values):
            if place is not None and column.part is Part.LABEL:
                mark = shown.points[at].data_label
                mark.position, mark.has_text_frame = XL_LABEL_POSITION.INSIDE_BASE, True
                mark.text_frame.text = label(chart, at)
                mark.text_frame.paragraphs[0].runs[0].font.color.rgb = rgb(LIGHT.ink)
    drawn.plots[0].overlap = 100
