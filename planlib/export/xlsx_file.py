"""A table to be filled in as an XLSX workbook, in which Excel helps to fill it in.

Every text is written as a text, so nothing in it is run as a formula or a link, and zeros in front stay.
"""

import io
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from math import ceil
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planlib.export.form import Block, Cell, Form, Number, Rule

MOST_ROWS = 2**20 - 1
"""Rows that a sheet has below its header."""

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
_NEEDED = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "valign": "vcenter"}
_OTHER = {"bold": True, "font_color": "#1F4E79", "bg_color": "#E6E9EC", "valign": "vcenter"}
_TO_FILL = {"bg_color": "#FFF8E1"}
_TEXT = {"num_format": "@"}
_FORMATS = {"text": _TEXT, "number": {}, "percent": {"num_format": "0.00%"}, "day": {"num_format": "yyyy-mm-dd"}}
_NARROW, _WIDE = 10, 48
_LINE = 15
"""Height of a line of text."""
_A4 = 9
_MESSAGE = 255
"""Characters that Excel shows of a message."""
_LOOKED_AT = 1000
"""Rows whose cells make a column wider."""


def xlsx_file(form: Form, day: date) -> bytes:
    """Return the form as a workbook made on `day`; at most MOST_ROWS rows fit."""
    made = datetime.combine(day, time())
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": form.title, "subject": form.title, "author": "planlib", "created": made})
        _Writer(book, form).write()
    return file.getvalue()


class _Writer:
    """Writes one form into a workbook."""

    def __init__(self, book: xlsxwriter.Workbook, form: Form) -> None:
        self._form = form
        self._data = book.add_worksheet(form.name)
        self._notes = book.add_worksheet(form.notes_name)
        self._words = book.add_worksheet(form.words_name)
        self._ranges: dict[tuple[str, ...], str] = {}
        self._format = cache(lambda *settings: book.add_format(dict(settings)))

    def write(self) -> None:
        self._write_header()
        for number, row in enumerate(self._form.rows, 1):
            for column, cell in enumerate(row):
                self._write_cell(number, column, cell)
        for column in range(len(self._form.columns)):
            for block in self._form.rules(column, MOST_ROWS):
                self._add_rule(block)
        self._write_notes()
        self._words.hide()
        self._data.freeze_panes(1, 1)
        self._data.autofilter(0, 0, max(1, len(self._form.rows)), len(self._form.columns) - 1)
        self._data.repeat_rows(0)
        for sheet in (self._data, self._notes):
            sheet.set_landscape()
            sheet.set_paper(_A4)
            sheet.fit_to_pages(1, 0)
            sheet.set_header(f"&L{self._form.title.replace('&', '&&')}")
            sheet.set_footer("&C&P / &N")

    def _look(self, settings: dict[str, Any]) -> Format:
        found: Format = self._format(*settings.items())
        return found

    def _write_header(self) -> None:
        self._data.set_row(0, 24)
        for at, column in enumerate(self._form.columns):
            cells = [column.head + "    ", *(str(row[at]) for row in self._form.rows[:_LOOKED_AT])]
            self._data.set_column(at, at, _width(cells), self._look(_FORMATS[column.holds]))
            self._data.write_string(0, at, column.head, self._look(_NEEDED if column.needed else _OTHER))
            self._data.write_comment(0, at, column.about, {"x_scale": 1.8, "font_size": 9})

    def _write_cell(self, row: int, column: int, cell: Cell) -> None:
        sheet = self._data
        if isinstance(cell, date):
            sheet.write_datetime(row, column, datetime.combine(cell, time()), self._look(_FORMATS["day"]))
        elif isinstance(cell, str):
            if cell:
                sheet.write_string(row, column, cell, self._look(_TEXT))
        elif cell.value is None:
            settings = _FORMATS["percent" if cell.percent else "number"] | _TO_FILL
            sheet.write_blank(row, column, None, self._look(settings))
        elif _is_exact(cell.value):
            sheet.write_number(row, column, float(cell.value), self._look(_number_format(cell)))
        else:
            sheet.write_string(row, column, str(cell), self._look(_TEXT))

    # what may be entered

    def _add_rule(self, block: Block) -> None:
        rule = block.rule
        options = {"error_message": rule.message[:_MESSAGE], **self._validation(rule)}
        if options.get("validate"):
            self._data.data_validation(block.first + 1, block.column, block.last + 1, block.column, options)

    def _validation(self, rule: Rule) -> dict[str, Any]:
        if rule.words:
            source = f"='{self._form.words_name}'!{self._range(rule.words)}"
            return {"validate": "list", "source": source, "error_type": "stop" if rule.only else "warning"}
        bounds = [_bound(bound) for bound in (rule.least, rule.most)]
        kind = "date" if isinstance(rule.least, date) else "integer" if rule.whole else "decimal"
        match bounds:
            case [None, None]:
                return {}
            case [least, None]:
                return {"validate": kind, "criteria": ">=", "value": least}
            case [None, most]:
                return {"validate": kind, "criteria": "<=", "value": most}
        return {"validate": kind, "criteria": "between", "minimum": bounds[0], "maximum": bounds[1]}

    def _range(self, words: tuple[str, ...]) -> str:
        """Return where the words stand; each list is a column of the hidden sheet."""
        if words not in self._ranges:
            column = len(self._ranges)
            for row, word in enumerate(words):
                self._words.write_string(row, column, word, self._look(_TEXT))
            letter = xlsxwriter.utility.xl_col_to_name(column)
            self._ranges[words] = f"${letter}$1:${letter}${len(words)}"
        return self._ranges[words]

    # the page that explains

    def _write_notes(self) -> None:
        sheet, form = self._notes, self._form
        wrapped = self._look({"num_format": "@", "text_wrap": True, "valign": "top"})
        widths = [_width(row[column] for row in form.notes) for column in range(len(form.notes[0]))]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, form.title, self._look({"bold": True, "font_size": 13}))
        for row, sentence in enumerate(form.advice, 1):
            sheet.write_string(row, 0, sentence)
        top = len(form.advice) + 2
        for number, cells in enumerate(form.notes):
            lines = max(_lines(text, width) for text, width in zip(cells, widths, strict=True))
            sheet.set_row(top + number, _LINE * lines)
            for column, text in enumerate(cells):
                sheet.write_string(top + number, column, text, wrapped if number else self._look(_OTHER))
        _keep_quiet(sheet)


def _keep_quiet(sheet: Worksheet) -> None:
    """Let Excel not remark on numbers that are texts, as examples are."""
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _width(texts: Iterable[str]) -> int:
    """Return the width that shows the longest text, within bounds."""
    return min(max(_NARROW, max(map(_length, texts), default=0) + 2), _WIDE)


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes that is wrapped at words, which leave a tenth of a line empty."""
    return ceil(_length(text) / (0.9 * width)) or 1


def _length(text: str) -> int:
    """Return how wide a text is; a Chinese character takes two."""
    return sum(2 if east_asian_width(mark) in "WF" else 1 for mark in text)


def _is_exact(value: Decimal) -> bool:
    """Return whether a workbook keeps the value: in 15 digits."""
    return Decimal(f"{float(value):.15g}") == value


def _number_format(number: Number) -> dict[str, Any]:
    if not number.percent or number.value is None:
        return _FORMATS["number"]
    decimals = max(2, len(str(number).partition(".")[2]) - 1)
    return {"num_format": f"0.{'0' * decimals}%"}


def _bound(bound: Decimal | date | None) -> datetime | float | None:
    if isinstance(bound, date):
        return datetime.combine(bound, time())
    return None if bound is None else int(bound) if bound == int(bound) else float(bound)
