"""A document as an XLSX workbook: a sheet for each section, native charts, numbers as numbers, sums as formulas.

Every text is written as a text, so nothing in it is run as a formula or a link. Every number has all its digits and
shows those that the screen shows. The same document of one day gives the same bytes.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.chart import Chart as Drawn
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from planlib.document import Cell, Chart, ChartKind, Column, Document, Drawing, Look, Section, Series, Table
from planlib.export.cleaning import cleaned, cleaned_table
from planlib.export.looks import TONES, column_texts, text_width
from planlib.export.waterfall import Column as Stacked
from planlib.export.waterfall import Part, label, stacked
from planlib.locale import Language
from planlib.palette import LIGHT

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_A4 = 9
_NARROW, _WIDE = 9, 36
_LINES = {
    Look.ACTUAL: {"color": LIGHT.actual, "width": 2.25},
    Look.PLAN: {"color": LIGHT.plan, "width": 1.5, "dash_type": "round_dot"},
    Look.FORECAST: {"color": LIGHT.accent, "width": 1.5, "dash_type": "dash"},
    Look.LAST_YEAR: {"color": LIGHT.last_year, "width": 2.25},
}
_CHART = (760, 300)
"""Pixels."""
_CHART_ROWS = 16
"""Rows that it covers."""
_KINDS = {ChartKind.LINES: "line", ChartKind.COLUMNS: "column", ChartKind.BARS: "bar", ChartKind.WATERFALL: "column"}
_BAD_NAME = re.compile(r"[\[\]:*?/\\']")


def xlsx_pack(document: Document, raw: Iterable[Table], day: date, language: Language) -> bytes:
    """Return the document as a workbook made on `day`, with the rows behind it on sheets at its end."""
    document, file = cleaned(document), io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        made = datetime.combine(day, time())
        book.set_properties({"title": document.title, "author": document.team, "created": made})
        writer = _Writer(book, document, language)
        for section in filter(None, document.sections):
            writer.section(section)
        for table in raw:
            writer.raw(cleaned_table(table))
        writer.finish()
    return file.getvalue()


class _Place(NamedTuple):
    """Where the numbers of a series stand."""

    names: list[Any]
    values: list[Any]


class _Writer:
    """Writes one document into a workbook."""

    def __init__(self, book: xlsxwriter.Workbook, document: Document, language: Language) -> None:
        self._book, self._document, self._ = book, document, language
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._charts: list[tuple[Worksheet, int, Chart]] = []

    def _look(self, **settings: Any) -> Any:
        key = tuple(sorted(settings.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"font_size": 10, "valign": "vcenter", **settings})
        return self._formats[key]

    def _sheet(self, title: str) -> Worksheet:
        taken = {sheet.get_name().casefold() for sheet in self._book.worksheets()}
        clean = _BAD_NAME.sub(" ", title).strip()[:28] or "-"
        names = [clean, *(f"{clean} {number}" for number in range(2, 100))]
        sheet = self._book.add_worksheet(next(name for name in names if name.casefold() not in taken))
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{self._document.title.replace('&', '&&')}")
        sheet.set_footer(f"&L{self._document.stamp.replace('&', '&&')[:120]}&R&P / &N")
        return sheet

    # a section

    def section(self, section: Section) -> None:
        sheet = self._sheet(section.title or self._document.title)
        sheet.set_row(0, 26)
        title = self._look(font_size=16, font_color=self._document.accent)
        sheet.write_string(0, 0, section.title or self._document.title, title)
        sheet.write_string(1, 0, self._document.stamp, self._look(font_color=LIGHT.soft))
        row = self._sentences(sheet, section, 3)
        tables = [table for table in section.tables if table.rows]
        widths: dict[int, int] = {}
        for number, table in enumerate(tables):
            head = self._table(sheet, table, row, titled=table.title != section.title)
            if number == 0 and not section.sentences and len(tables) == 1:
                sheet.freeze_panes(head + 1, 1)
                sheet.repeat_rows(head)
            row = head + len(table.rows) + 3
            for at, width in enumerate(_widths(table)):
                widths[at] = max(width, widths.get(at, 0))
        for at, width in widths.items():
            sheet.set_column(at, at, width)
        for figure in section.figures:
            row = self._figure(sheet, figure, row)

    def _sentences(self, sheet: Worksheet, section: Section, row: int) -> int:
        for sentence in section.sentences:
            sheet.write_string(row, 0, f"• {sentence.text}")
            told = [f"{fact.label} {fact.full}" for fact in sentence.facts if fact.full not in ("", fact.text)]
            if told:
                sheet.write_comment(row, 0, "\n".join(dict.fromkeys(told)), {"x_scale": 2.2, "font_size": 9})
            row += 1
        return row + bool(section.sentences)

    def _table(self, sheet: Worksheet, table: Table, row: int, *, titled: bool) -> int:
        """Write a table from `row` on; return the row of its head."""
        if titled:
            sheet.write_string(row, 0, table.title, self._look(bold=True, font_size=12))
            row += 1
        if table.note:
            sheet.write_string(row, 0, table.note, self._look(font_color=LIGHT.soft))
            row += 1
        for at, column in enumerate(table.columns):
            align = "right" if column.right else "left"
            head = self._look(bold=True, bg_color="#F3F4F6", bottom=1, bottom_color=LIGHT.faint, align=align)
            sheet.write_string(row, at, column.head, head)
        for number, cells in enumerate(table.rows):
            self._row(sheet, table, row, row + 1 + number, cells, number)
        self._conditions(sheet, table, row + 1)
        return row

    def _row(self, sheet: Worksheet, table: Table, head: int, row: int, cells: Sequence[Cell], number: int) -> None:
        total = number - (len(table.rows) - table.totals)
        for at, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            look = {"bold": True, "top": 1, "bg_color": "#F3F4F6"} if total >= 0 else {}
            value = _number(column, cell)
            if value is None:
                tone = {"font_color": TONES[cell.status]} if cell.status in TONES else {}
                align = {"align": "right"} if column.right else {"text_wrap": True}
                sheet.write_string(row, at, cell.text + cell.under, self._look(**look, **tone, **align))
                continue
            shown = self._look(**look, num_format=_number_format(cell.text))
            formula = self._formula(table, head, row, at, total)
            if formula and not cell.under:
                sheet.write_formula(row, at, formula, shown, float(value))
            else:
                sheet.write_number(row, at, float(value), shown)

    def _formula(self, table: Table, head: int, row: int, at: int, total: int) -> str:
        """Return how a number follows from others, in its row or of a total in its column; empty where it is given."""
        column = table.columns[at]
        places = {one.field: xl_rowcol_to_cell(row, place) for place, one in enumerate(table.columns)}
        if column.formula:
            return f"={column.formula.format(**places)}"
        if total < 0 or not table.adds or not _adds_up(table, at):
            return ""
        first = head + 1 + len(table.rows) - table.totals
        if not table.adds[total]:
            return f"={xl_rowcol_to_cell(first, at)}-{xl_rowcol_to_cell(first + 1, at)}"
        kind = next(place for place, one in enumerate(table.columns) if one.field == "kind")
        words = next((cells[kind].text for cells in table.rows if cells[kind].exact == table.adds[total]), "")
        if not words:  # nothing of the kind: a total of none
            return ""
        kinds, column_range = (
            f"{xl_rowcol_to_cell(head + 1, place, True, True)}:{xl_rowcol_to_cell(first - 1, place, True, True)}"
            for place in (kind, at)
        )
        return f'=SUMIFS({column_range},{kinds},"{words}")'

    def _conditions(self, sheet: Worksheet, table: Table, first: int) -> None:
        """Draw bars in shares of what is reached or used."""
        last = first + len(table.rows) - table.totals - 1
        bar = {"type": "data_bar", "bar_color": "#B9C9DA", "bar_solid": True, "min_type": "num", "min_value": 0}
        for at, column in enumerate(table.columns):
            if column.field in ("attainment", "used", "progress", "coverage"):
                sheet.conditional_format(first, at, last, at, {**bar, "max_type": "num", "max_value": 1.5})
            if column.field in ("favourable", "slip"):
                red = {"type": "cell", "criteria": "<" if column.field == "favourable" else ">", "value": 0}
                sheet.conditional_format(first, at, last, at, {**red, "format": self._look(font_color=LIGHT.bad)})

    # charts

    def _figure(self, sheet: Worksheet, figure: Chart | Drawing, row: int) -> int:
        if isinstance(figure, Drawing):
            sheet.write_string(row, 0, figure.title, self._look(bold=True, font_size=12))
            options = {
                "image_data": io.BytesIO(figure.png()),
                "x_scale": 0.4,
                "y_scale": 0.4,
                "description": figure.alt,
            }
            sheet.insert_image(row + 1, 0, "figure.png", options)
            return row + 30
        self._charts.append((sheet, row, figure))
        return row + _CHART_ROWS

    def finish(self) -> None:
        """Write the numbers of all charts on a sheet of their own, and draw them where they belong."""
        if not self._charts:
            return
        data = self._sheet(self._("Numbers of the charts"))
        row = 0
        for sheet, at, chart in self._charts:
            places = self._numbers(data, chart, row)
            sheet.insert_chart(at, 0, self._drawn(chart, places), {"description": chart.alt[:1000]})
            row += len(chart.categories) + 3

    def _numbers(self, data: Worksheet, chart: Chart, row: int) -> list[_Place]:
        data.write_string(row, 0, _titled(chart), self._look(bold=True))
        columns = [series for series, _look in _columns(chart)]
        last = row + 1 + len(chart.categories)
        for number, category in enumerate(chart.categories):
            data.write_string(row + 2 + number, 0, category)
        for at, series in enumerate(columns, 1):
            data.write_string(row + 1, at, series.name, self._look(bold=True))
            for number, value in enumerate(series.values):
                if value is not None:
                    data.write_number(row + 2 + number, at, float(chart.number(value)))
        data.set_column(0, 0, 28)
        name = data.get_name()
        return [_Place([name, row + 2, 0, last, 0], [name, row + 2, at, last, at]) for at in range(1, len(columns) + 1)]

    def _drawn(self, chart: Chart, places: Sequence[_Place]) -> Drawn:
        subtype = {"subtype": "stacked"} if chart.kind is ChartKind.WATERFALL else {}
        drawn = self._book.add_chart({"type": _KINDS[chart.kind], **subtype})
        for (series, look), place in zip(_columns(chart), places, strict=True):
            drawn.add_series({"name": series.name, "categories": place.names, "values": place.values, **look})
        drawn.set_title({"name": _titled(chart), "name_font": {"size": 11, "bold": False}, "overlay": False})
        drawn.set_size({"width": _CHART[0], "height": _CHART[1]})
        multiple = len(chart.series) > 1 and chart.kind is not ChartKind.WATERFALL
        drawn.set_legend({"position": "top"} if multiple else {"none": True})
        number = f"#,##0.{'0' * chart.decimals}" if chart.decimals else "#,##0"
        values = {"num_format": number, "major_gridlines": {"visible": True, "line": {"color": LIGHT.grid}}}
        quiet = {"line": {"color": LIGHT.faint}}
        lying = chart.kind is ChartKind.BARS
        low = {} if chart.floor is None else {"min": chart.floor}
        (drawn.set_x_axis if lying else drawn.set_y_axis)({**values, "line": {"none": True}, **low})
        (drawn.set_y_axis if lying else drawn.set_x_axis)({**quiet, "reverse": lying, "label_position": "low"})
        return drawn

    # rows behind

    def raw(self, table: Table) -> None:
        """Write the rows behind the document, one sheet for each table, to be filtered."""
        if not table.rows:
            return
        sheet = self._sheet(table.title)
        head = self._look(bold=True, bg_color="#F3F4F6", bottom=1)
        for at, column in enumerate(table.columns):
            sheet.write_string(0, at, column.head, head)
            for row, cells in enumerate(table.rows, 1):
                value = _number(column, cells[at])
                if value is None:
                    sheet.write_string(row, at, cells[at].text)
                else:
                    sheet.write_number(row, at, float(value), self._look(num_format="General"))
        for at, width in enumerate(_widths(table)):
            sheet.set_column(at, at, width)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _titled(chart: Chart) -> str:
    return f"{chart.title} ({chart.unit})" if chart.unit else chart.title


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


_STACK: Mapping[Part, Mapping[str, Any]] = {
    Part.BELOW: {"fill": {"none": True}, "border": {"none": True}, "gap": 40},
    Part.TOTAL: {"fill": {"color": LIGHT.actual}, "gap": 40},
    Part.GOOD: {"fill": {"color": LIGHT.good}, "gap": 40},
    Part.BAD: {"fill": {"color": LIGHT.bad}, "gap": 40},
    Part.LABEL: {"fill": {"none": True}, "border": {"none": True}, "gap": 40},
}


def _columns(chart: Chart) -> list[tuple[Series, Mapping[str, Any]]]:
    """Return the series that are drawn, each with its look."""
    if chart.kind is ChartKind.WATERFALL:
        return [(column.series, {**_STACK[column.part], **_labels(chart, column)}) for column in stacked(chart)]
    return [(series, _style(chart, series)) for series in chart.series]


def _labels(chart: Chart, column: Stacked) -> Mapping[str, Any]:
    if column.part is not Part.LABEL:
        return {}
    values = enumerate(column.series.values)
    custom = [{"delete": True} if value is None else {"value": label(chart, at)} for at, value in values]
    return {"data_labels": {"value": True, "position": "inside_base", "font": {"size": 9}, "custom": custom}}


def _number(column: Column, cell: Cell) -> Decimal | None:
    """Return the number of a cell; None where it is words, or more exact than a workbook keeps."""
    if not column.right or not cell.exact:
        return None
    try:
        return Decimal(cell.exact)
    except InvalidOperation:
        return None


def _number_format(text: str) -> str:
    """Return the format in which Excel shows a number as the text does."""
    if re.search(r"[^\d.,+−%()（）\s-]", text):  # it is shortened or has its unit beside it: 5.3万, 28 days
        return "#,##0.##" if "." in text and not re.search(r"[万亿KMB]", text) else "#,##0"
    places = re.search(r"\d\.(\d+)", text)
    decimals = f".{'0' * len(places[1])}" if places else ""
    if "%" in text:
        return f"0{decimals}%"
    sign = f"+#,##0{decimals};−#,##0{decimals};0{decimals}"
    return sign if text.startswith("+") else f"#,##0{decimals}"


def _adds_up(table: Table, at: int) -> bool:
    return table.columns[at].field in ("budget", "phased", "actual", "committed", "favourable")


def _widths(table: Table) -> list[int]:
    return [min(max(_NARROW, max(map(text_width, texts)) + 3), _WIDE) for texts in column_texts(table)]
