"""A document as an XLSX workbook: a sheet for each section, native charts, numbers as numbers, sums as formulas.

Every text is written as a text, so nothing in it is run as a formula or a link. The same document of one day gives
the same bytes.
"""

import io
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from planlib.document import Cell, Chart, ChartKind, Document, Drawing, Section, Sentence, Table
from planlib.export.cleaning import cleaned, cleaned_table
from planlib.export.looks import TONES
from planlib.export.xlsx_cells import Kept, kept_table, lines, widths
from planlib.export.xlsx_chart import drawn, write_numbers
from planlib.export.xlsx_page import LINE, Block, column_points, set_pages, set_up
from planlib.locale import Language
from planlib.palette import LIGHT

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FONTS = {"zh": "Microsoft YaHei", "en": "Calibri"}
_BAD_NAME = re.compile(r"[\[\]:*?/\\']")
_HEAD = "#F3F4F6"
_SIDE = 28
"""Letters of a column that only tables beside the main one ask for."""
_LONG = 15
"""Rows from which on a table has a filter, and stands first on its sheet."""
_FROZEN, _FROZEN_WIDTH = 14, 64
"""Rows and letters that may stand still."""
_READ = 130
"""Letters of a line of a sentence."""
_MORE = 14.0
"""Points of each further line of a row."""
_HIGHEST = 400.0
_LINES, _OTHERS, _CHART = (420, 560), (560, 860), 300
"""Pixels that charts of lines, two beside each other, and others are wide, at least and at most; how high all are."""
_GAP = 12
_PIXELS = 20
"""Of a row of one line."""
_PICTURE = (980, 620)
"""Pixels of a picture at most: a page."""
_SUMMED = ("budget", "phased", "actual", "committed", "requested", "available")
_BARS = ("attainment", "used", "progress", "coverage")


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


class _Writer:
    """Writes one document into a workbook."""

    def __init__(self, book: xlsxwriter.Workbook, document: Document, language: Language) -> None:
        self._book, self._document, self._ = book, document, language
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._charts: list[tuple[Worksheet, int, int, tuple[int, int], Chart]] = []
        self._heights: dict[int, float] = {}

    def _look(self, **settings: Any) -> Any:
        key = tuple(sorted(settings.items()))
        if key not in self._formats:
            usual = {"font_name": _FONTS[self._.code], "font_size": 10, "valign": "top"}
            self._formats[key] = self._book.add_format({**usual, **settings})
        return self._formats[key]

    def _sheet(self, title: str, colour: str = LIGHT.faint) -> Worksheet:
        taken = {sheet.get_name().casefold() for sheet in self._book.worksheets()}
        clean = _BAD_NAME.sub(" ", title).strip()[:28] or "-"
        names = [clean, *(f"{clean} {number}" for number in range(2, 100))]
        sheet = self._book.add_worksheet(next(name for name in names if name.casefold() not in taken))
        set_up(sheet, self._document.title, self._document.stamp)
        sheet.set_tab_color(colour)
        sheet.set_comments_author("planlib")
        sheet.ignore_errors(dict.fromkeys(("number_stored_as_text", "formula_differs"), "A1:XFD1048576"))
        self._heights = {}
        return sheet

    def _set_height(self, sheet: Worksheet, row: int, points: float) -> None:
        self._heights[row] = min(points, _HIGHEST)
        sheet.set_row(row, self._heights[row])

    # a section

    def section(self, section: Section) -> None:
        sheet = self._sheet(section.title or self._document.title, self._document.accent)
        tables = sorted((table for table in section.tables if table.rows), key=lambda table: len(table.rows) <= _LONG)
        kept = [kept_table(table, self._) for table in tables]
        across = _sheet_widths(tables, kept)
        for at, width in enumerate(across):
            sheet.set_column(at, at, width)
        self._set_height(sheet, 0, 26)
        sheet.write_string(
            0, 0, section.title or self._document.title, self._look(font_size=16, font_color=self._document.accent)
        )
        sheet.write_string(1, 0, self._document.stamp, self._look(font_color=LIGHT.soft))
        row = self._sentences(sheet, section.sentences, across, 3)
        blocks, head = [], 0
        for number, (table, cells) in enumerate(zip(tables, kept, strict=True)):
            head = self._table(sheet, table, cells, row, across, titled=table.title != section.title)
            blocks.append(Block(row, head + len(table.rows)))
            if number == 0:
                self._freeze(sheet, table, head, across, alone=len(tables) == 1)
            row = head + len(table.rows) + 3
        points = sum(map(column_points, across))
        blocks += self._figures(sheet, section.figures, row, int(points / 0.75))
        room = set_pages(sheet, max(points, _figure_points(section)), blocks, self._heights)
        if len(tables) == 1 and len(self._heights) * LINE > room:
            sheet.repeat_rows(head)

    def _sentences(self, sheet: Worksheet, sentences: Sequence[Sentence], across: Sequence[int], row: int) -> int:
        """Write sentences, each over as many columns as a line can be read in; return the row below."""
        sums = [sum(across[: at + 1]) for at in range(len(across))]
        last = max((at for at, wide in enumerate(sums) if wide <= _READ), default=0)
        for sentence in sentences:
            text = f"• {sentence.text}"
            if last:
                sheet.merge_range(row, 0, row, last, "", self._look(text_wrap=True))
            sheet.write_string(row, 0, text, self._look(text_wrap=True))
            self._set_height(sheet, row, LINE + _MORE * (lines(text, sums[last]) - 1) + 2)
            told = dict.fromkeys(f"{one.label} {one.full}" for one in sentence.facts if one.full not in ("", one.text))
            if told:
                high = sum(lines(note, 42) for note in told)
                options = {"x_scale": 2.2, "y_scale": max(1, (high * 16 + 14) / 74), "font_size": 9}
                sheet.write_comment(row, 0, "\n".join(told), options)
            row += 1
        return row + bool(sentences)

    def _freeze(self, sheet: Worksheet, table: Table, head: int, across: Sequence[int], *, alone: bool) -> None:
        """Keep the head of the sheet's first table in sight, and the names of its rows; filter a long one."""
        long = len(table.rows) > _LONG
        if not (alone or long) or head > _FROZEN:
            sheet.freeze_panes(2, 0)
            return
        names = 2 if table.columns[0].data and sum(across[:2]) <= _FROZEN_WIDTH else 1
        sheet.freeze_panes(head + 1, names if across[0] <= _FROZEN_WIDTH else 0)
        if long:
            sheet.autofilter(head, 0, head + len(table.rows) - table.totals, len(table.columns) - 1)

    def _table(
        self,
        sheet: Worksheet,
        table: Table,
        kept: Sequence[Sequence[Kept]],
        row: int,
        across: Sequence[int],
        *,
        titled: bool,
    ) -> int:
        """Write a table from `row` on; return the row of its head."""
        if titled:
            sheet.write_string(row, 0, table.title, self._look(bold=True, font_size=12))
            self._set_height(sheet, row, 20)
            row += 1
        if table.note:
            sheet.write_string(row, 0, table.note, self._look(font_color=LIGHT.soft))
            row += 1
        looks = {"bold": True, "bg_color": _HEAD, "bottom": 1, "bottom_color": LIGHT.faint, "text_wrap": True}
        for at, column in enumerate(table.columns):
            sheet.write_string(row, at, column.head, self._look(**looks, **_aligned(table, at)))
        high = max(lines(column.head, width) for column, width in zip(table.columns, across, strict=False))
        self._set_height(sheet, row, LINE + _MORE * (high - 1) + 2)
        for number, (cells, there) in enumerate(zip(table.rows, kept, strict=True)):
            self._row(sheet, table, row, number, cells, there)
            texts = [
                (one.value, width) for one, width in zip(there, across, strict=False) if isinstance(one.value, str)
            ]
            high = max((lines(text, width) for text, width in texts), default=1)
            self._set_height(sheet, row + 1 + number, LINE + _MORE * (high - 1) + 1)
        self._conditions(sheet, table, row + 1)
        return row

    def _row(
        self, sheet: Worksheet, table: Table, head: int, number: int, cells: Sequence[Cell], kept: Sequence[Kept]
    ) -> None:
        row, total = head + 1 + number, number - (len(table.rows) - table.totals)
        look = {"bold": True, "top": 1, "bg_color": _HEAD} if total >= 0 else {}
        for at, (cell, there) in enumerate(zip(cells, kept, strict=True)):
            aligned = _aligned(table, at)
            shown = self._look(**look, **aligned, **({"num_format": there.format} if there.format else {}))
            if isinstance(there.value, str):
                tone = {"font_color": TONES[cell.status]} if cell.status in TONES else {}
                words = self._look(
                    **look, **tone, **aligned, **({} if table.columns[at].right else {"text_wrap": True})
                )
                sheet.write_string(row, at, there.value, words)
            elif isinstance(there.value, date):
                sheet.write_datetime(row, at, datetime.combine(there.value, time()), shown)
            elif formula := _formula(table, head, row, at, total):
                sheet.write_formula(row, at, formula, shown, float(there.value))
            else:
                sheet.write_number(row, at, float(there.value), shown)

    def _conditions(self, sheet: Worksheet, table: Table, first: int) -> None:
        """Draw bars in shares of what is reached or used, and write what is adverse or late in red."""
        last = first + len(table.rows) - table.totals - 1
        bar = {"type": "data_bar", "bar_color": "#B9C9DA", "bar_solid": True, "min_type": "num", "min_value": 0}
        adverse = {"type": "cell", "value": 0, "format": self._book.add_format({"font_color": LIGHT.bad})}
        for at, column in enumerate(table.columns):
            if column.field in _BARS:
                sheet.conditional_format(first, at, last, at, {**bar, "max_type": "num", "max_value": 1.5})
            if column.field == "favourable":
                sheet.conditional_format(first, at, last, at, {**adverse, "criteria": "<"})
            if column.field == "slip":  # a text is more than any number
                cell = xl_rowcol_to_cell(first, at)
                late = {**adverse, "type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{cell}>0)"}
                sheet.conditional_format(first, at, last, at, late)

    # charts

    def _figures(self, sheet: Worksheet, figures: Sequence[Chart | Drawing], row: int, width: int) -> Iterator[Block]:
        """Draw the figures from `row` on, charts of lines two by two."""
        lying = [one for one in figures if isinstance(one, Chart) and one.kind is ChartKind.LINES]
        for start in range(0, len(lying), 2):
            size = (_within(width // 2 - _GAP, _LINES), _CHART)
            for at, chart in enumerate(lying[start : start + 2]):
                self._charts.append((sheet, row, at * (size[0] + _GAP), size, chart))
            yield Block(row, row + _CHART // _PIXELS)
            row += _CHART // _PIXELS + 1
        for one in figures:
            if isinstance(one, Drawing):
                high = self._picture(sheet, one, row)
            elif one not in lying:
                self._charts.append((sheet, row, 0, (_within(width, _OTHERS), _CHART), one))
                high = _CHART // _PIXELS
            else:
                continue
            yield Block(row, row + high)
            row += high + 1

    def _picture(self, sheet: Worksheet, drawing: Drawing, row: int) -> int:
        """Draw a picture, at most as large as a page; return how many rows it covers."""
        png = drawing.png()  # of which the header tells the size
        size: tuple[int, int] = struct.unpack(">II", png[16:24])
        scale = min(1.0, *(most / one for most, one in zip(_PICTURE, size, strict=True)))
        options = {"image_data": io.BytesIO(png), "x_scale": scale, "y_scale": scale, "description": drawing.alt[:1000]}
        sheet.insert_image(row, 0, "figure.png", options)
        return ceil(size[1] * scale / _PIXELS)

    def finish(self) -> None:
        """Write the numbers of all charts on a sheet of their own, and draw them where they belong."""
        if not self._charts:
            return
        data = self._sheet(self._("Numbers of the charts"))
        data.fit_to_pages(1, 0)
        row = 0
        for sheet, at, left, size, chart in self._charts:
            shown = f"#,##0.{'0' * chart.decimals}" if chart.decimals else "#,##0"
            places = write_numbers(data, chart, row, self._look(bold=True), self._look(num_format=shown))
            options = {"description": chart.alt[:1000], "x_offset": left, "object_position": 2}
            sheet.insert_chart(at, 0, drawn(self._book, chart, places, size), options)
            row += len(chart.categories) + 3

    # rows behind

    def raw(self, table: Table) -> None:
        """Write the rows behind the document, one sheet for each table, to be filtered."""
        if not table.rows:
            return
        sheet, kept = self._sheet(table.title), kept_table(table, self._)
        head = {"bold": True, "bg_color": _HEAD, "bottom": 1}
        for at, column in enumerate(table.columns):
            sheet.write_string(0, at, column.head, self._look(**head, **_aligned(table, at)))
        for number, (cells, there) in enumerate(zip(table.rows, kept, strict=True)):
            self._row(sheet, table, 0, number, cells, there)
        for at, width in enumerate(widths(table, kept)):
            sheet.set_column(at, at, width)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        sheet.fit_to_pages(1, 0)


def _sheet_widths(tables: Sequence[Table], kept: Sequence[Sequence[Sequence[Kept]]]) -> list[int]:
    """Return how wide the columns of a sheet are: as its table of most columns wants them, further texts wrapped."""
    main = max(tables, key=lambda table: len(table.columns), default=None)
    across = [0] * (len(main.columns) if main else 0)
    for table, cells in zip(tables, kept, strict=True):
        for at, width in enumerate(widths(table, cells) if table is main else widths(table, cells, _SIDE)):
            across[at] = max(across[at], width)
    return across or [_READ]


def _figure_points(section: Section) -> float:
    """Return how wide figures are at least."""
    abreast = sum(isinstance(one, Chart) and one.kind is ChartKind.LINES for one in section.figures) > 1
    pictures = any(isinstance(one, Drawing) for one in section.figures)
    return 0.75 * max(abreast * (2 * _LINES[0] + _GAP), pictures * _PICTURE[0], bool(section.figures) * _OTHERS[0])


def _aligned(table: Table, at: int) -> dict[str, Any]:
    """Return how a column is aligned; words stand off from numbers before them."""
    if table.columns[at].right:
        return {"align": "right"}
    return {"align": "left", "indent": 1} if at and table.columns[at - 1].right else {"align": "left"}


def _formula(table: Table, head: int, row: int, at: int, total: int) -> str:
    """Return how a number follows from others, in its row or of a total in its column; empty where it is given."""
    column, number = table.columns[at], row - head - 1
    if told := table.rows[number][at].formula:
        places = {one.field: xl_rowcol_to_cell(row, place) for place, one in enumerate(table.columns)}
        if total < 0 or column.field not in _SUMMED:
            return f"={told.format(**places)}"
    if total < 0 or not table.adds or column.field not in _SUMMED:
        return ""
    first = head + 1 + len(table.rows) - table.totals
    if not table.adds[total]:
        return f"={xl_rowcol_to_cell(first, at)}-{xl_rowcol_to_cell(first + 1, at)}"
    kind = next(place for place, one in enumerate(table.columns) if one.field == "kind")
    words = next((cells[kind].text for cells in table.rows if cells[kind].exact == table.adds[total]), "")
    if not words:  # nothing of the kind: a total of none
        return ""
    kinds, summed = (
        f"{xl_rowcol_to_cell(head + 1, place, True, True)}:{xl_rowcol_to_cell(first - 1, place, True, True)}"
        for place in (kind, at)
    )
    return f'=SUMIFS({summed},{kinds},"{words}")'


def _within(number: int, bounds: tuple[int, int]) -> int:
    return min(max(number, bounds[0]), bounds[1])
