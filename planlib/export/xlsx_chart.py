"""Native charts of a workbook, drawn from numbers on one of its sheets."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as Drawn
from xlsxwriter.worksheet import Worksheet

from planlib.document import Chart, ChartKind, Look, Series
from planlib.export.waterfall import Column as Stacked
from planlib.export.waterfall import Part, label, stacked
from planlib.palette import LIGHT

_LINES = {
    Look.ACTUAL: {"color": LIGHT.actual, "width": 2.25},
    Look.PLAN: {"color": LIGHT.plan, "width": 1.5, "dash_type": "round_dot"},
    Look.FORECAST: {"color": LIGHT.accent, "width": 1.5, "dash_type": "dash"},
    Look.LAST_YEAR: {"color": LIGHT.last_year, "width": 2.25},
}
_KINDS = {ChartKind.LINES: "line", ChartKind.COLUMNS: "column", ChartKind.BARS: "bar", ChartKind.WATERFALL: "column"}
_STACK: Mapping[Part, Mapping[str, Any]] = {
    Part.BELOW: {"fill": {"none": True}, "border": {"none": True}, "gap": 40},
    Part.TOTAL: {"fill": {"color": LIGHT.actual}, "gap": 40},
    Part.GOOD: {"fill": {"color": LIGHT.good}, "gap": 40},
    Part.BAD: {"fill": {"color": LIGHT.bad}, "gap": 40},
    Part.LABEL: {"fill": {"none": True}, "border": {"none": True}, "gap": 40},
}
_NAMES = 28
"""Letters of the column of categories."""


class Place(NamedTuple):
    """Where the numbers of a series stand."""

    names: list[Any]
    values: list[Any]


def titled(chart: Chart) -> str:
    """Return what a chart is called, with the unit of its numbers."""
    return f"{chart.title} ({chart.unit})" if chart.unit else chart.title


def write_numbers(sheet: Worksheet, chart: Chart, row: int, bold: Any, shown: Any) -> list[Place]:
    """Write the numbers of a chart from `row` on."""
    sheet.write_string(row, 0, titled(chart), bold)
    columns = [series for series, _look in _columns(chart)]
    last = row + 1 + len(chart.categories)
    for number, category in enumerate(chart.categories):
        sheet.write_string(row + 2 + number, 0, category)
    for at, series in enumerate(columns, 1):
        sheet.write_string(row + 1, at, series.name, bold)
        for number, value in enumerate(series.values):
            if value is not None:
                sheet.write_number(row + 2 + number, at, float(chart.number(value)), shown)
    sheet.set_column(0, 0, _NAMES)
    name = sheet.get_name()
    return [Place([name, row + 2, 0, last, 0], [name, row + 2, at, last, at]) for at in range(1, len(columns) + 1)]


def drawn(book: Workbook, chart: Chart, places: Sequence[Place], size: tuple[int, int]) -> Drawn:
    """Return the chart of numbers that stand at `places`, in pixels."""
    subtype = {"subtype": "stacked"} if chart.kind is ChartKind.WATERFALL else {}
    made = book.add_chart({"type": _KINDS[chart.kind], **subtype})
    for (series, look), place in zip(_columns(chart), places, strict=True):
        made.add_series({"name": series.name, "categories": place.names, "values": place.values, **look})
    made.set_title({"name": titled(chart)[:255], "name_font": {"size": 11, "bold": False}, "overlay": False})
    made.set_size(dict(zip(("width", "height"), size, strict=True)))
    multiple = len(chart.series) > 1 and chart.kind is not ChartKind.WATERFALL
    made.set_legend({"position": "top"} if multiple else {"none": True})
    number = f"#,##0.{'0' * chart.decimals}" if chart.decimals else "#,##0"
    values = {"num_format": number, "major_gridlines": {"visible": True, "line": {"color": LIGHT.grid}}}
    quiet = {"line": {"color": LIGHT.faint}}
    lying = chart.kind is ChartKind.BARS
    low = {} if chart.floor is None else {"min": chart.floor}
    (made.set_x_axis if lying else made.set_y_axis)({**values, "line": {"none": True}, **low})
    (made.set_y_axis if lying else made.set_x_axis)({**quiet, "reverse": lying, "label_position": "low"})
    return made


def _columns(chart: Chart) -> list[tuple[Series, Mapping[str, Any]]]:
    """Return the series that are drawn, each with its look."""
    if chart.kind is ChartKind.WATERFALL:
        return [(column.series, {**_STACK[column.part], **_labels(chart, column)}) for column in stacked(chart)]
    return [(series, _style(chart, series)) for series in chart.series]


def _style(chart: Chart, series: Series) -> Mapping[str, Any]:
    if chart.kind is ChartKind.LINES:
        dots = {"type": "circle", "size": 5, "fill": {"color": LIGHT.actual}, "border": {"color": LIGHT.actual}}
        marker = {"marker": dots} if series.look is Look.ACTUAL else {}
        return {"line": _LINES[series.look], **marker}
    outline = {"fill": {"color": LIGHT.ground}, "border": {"color": LIGHT.plan}}
    labels = {"data_labels": {"value": True, "font": {"size": 9}, "num_format": f"0.{'0' * max(1, chart.decimals)}"}}
    return {
        **(outline if series.look is Look.PLAN else {"fill": {"color": _LINES[series.look]["color"]}}),
        **labels,
        "gap": 60,
    }


def _labels(chart: Chart, column: Stacked) -> Mapping[str, Any]:
    if column.part is not Part.LABEL:
        return {}
    values = enumerate(column.series.values)
    custom = [{"delete": True} if value is None else {"value": label(chart, at)} for at, value in values]
    return {"data_labels": {"value": True, "position": "inside_base", "font": {"size": 9}, "custom": custom}}
