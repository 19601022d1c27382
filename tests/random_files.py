"""Random tables, written in every style that a file may have."""

import io
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import xlsxwriter
from hypothesis import strategies as st

from tests.intake_plan import MARCH

NAMES = (
    "到店客流",
    "复购率",
    "毛利（含税）",
    "退货,换货",
    "广告·曝光",
    "客单价 线上",
    'Net "new" users',
    "Cost, total",
    "Avg. order value",
    "NPS",
    "新签 ARR",
    "R&D = hours",
)
PERCENT = "复购率"
IDS = {name: f"random-{at}" for at, name in enumerate(NAMES)}
SEGMENTS = ("", "华东", "North, East", '"VIP"', "华南 2")
NOTES = (
    "",
    "=1+1",
    "@SUM(A1)",
    "-说明",
    'er sagte "ja", dann',
    "两行\n说明",
    "a\r\nb",
    "'quoted'",
    "1,234",
    "#N/A",
    "合计三家",
)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5")
ABOVE = ("2025年3月经营数据", "Report of March", "编制单位：运营部", "")
BELOW = ("制表人：张三", "Source: ERP", "")
HEADERS = {"kpi": "指标", "day": "日期", "segment": "地区", "value": "数值", "note": "备注"}


Key = tuple[str, date, str]


class Cell(NamedTuple):
    """What a row of the file says of a KPI on a day."""

    value: Decimal
    note: str


class Layout(NamedTuple):
    """Rows of texts, and where each value stands in them."""

    rows: list[list[str]]
    places: dict[Key, int]
    """Row, counted from 0."""


class File(NamedTuple):
    """A file as it is handed in, and what must be read from it."""

    data: bytes
    options: dict[str, Any]
    expected: dict[Key, tuple[int, Decimal, str]]
    """Line, value and note."""


# numbers and days as people write them


def grouped(number: Decimal) -> str:
    return f"{number:,f}"


def in_brackets(number: Decimal) -> str:
    return f"({-number:,f})" if number < 0 else grouped(number)


def between_dashes(number: Decimal) -> str:
    return f"-{-number:f}-" if number < 0 else f"+{number:f}"


def in_yuan(number: Decimal) -> str:
    return f"{'-' if number < 0 else ''}¥{abs(number):,f}"


def full_width(number: Decimal) -> str:
    return f"{number:f}".translate({code: code + 0xFEE0 for code in map(ord, "0123456789.-")})


STYLES: tuple[Callable[[Decimal], str], ...] = (
    lambda number: f"{number:f}",
    lambda number: f" {number:f} ",
    lambda number: f"{number:E}",
    lambda number: f'="{number:f}"',
    lambda number: f"{number / 10**4:f}万",
    lambda number: f"{number / 10**8:f}亿元",
    lambda number: f"{number:f}元",
    grouped,
    in_brackets,
    between_dashes,
    in_yuan,
    full_width,
)
COMMA_STYLES: tuple[Callable[[Decimal], str], ...] = (
    lambda number: f"{number:f}".replace(".", ","),
    lambda number: grouped(number).translate(str.maketrans(",.", ".,")),
    lambda number: grouped(number).translate(str.maketrans(",.", " ,")),
)
PERCENT_STYLES: tuple[Callable[[Decimal], str], ...] = (
    lambda number: f"{number * 100:f}%",
    lambda number: f"{number * 100:f} ％",
)
DAY_STYLES: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day:%Y.%m.%d}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.month}月{day.day}日",
    lambda day: f"{day:%d-%b-%Y}",
    lambda day: f"{day} 00:00:00",
    lambda day: f"{day}（周{'一二三四五六日'[day.weekday()]}）",
)
COLUMN_STYLES: tuple[tuple[Callable[[date], str], dict[str, str]], ...] = (
    (lambda day: f"{day.month}/{day.day}/{day.year}", {"day_order": "mdy"}),
    (lambda day: f"{day:%d.%m.%Y}", {"day_order": "dmy"}),
    (lambda day: f"{(day - date(1899, 12, 30)).days}", {}),
)
"""Of a whole column: a day alone does not tell."""
HEADER_STYLES: tuple[Callable[[date], str], ...] = (
    DAY_STYLES[0],
    DAY_STYLES[1],
    DAY_STYLES[5],
    lambda day: f"{day.month}/{day.day}",
    lambda day: f"{day.day}日",
    lambda day: f"{day.month}.{day.day}(周{'一二三四五六日'[day.weekday()]})",
)

numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=4) | st.integers(-5000, 5000).map(Decimal)
shares = st.decimals(min_value=0, max_value=1, places=4)
days = st.integers(0, 30).map(lambda after: MARCH + timedelta(days=after))
some_names = st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True)


@st.composite
def tables(draw: st.DrawFn) -> dict[Key, Cell]:
    """Values of some KPIs on some days, each segment for itself."""
    names, shown = draw(some_names), draw(st.lists(days, min_size=3, max_size=6, unique=True))
    segments = draw(st.sampled_from([("",), SEGMENTS[:2], SEGMENTS]))
    cells: dict[Key, Cell] = {}
    for name in names:
        for day in shown:
            if cells.keys() and draw(st.integers(0, 5)) == 0:
                continue
            segment = "" if name == PERCENT else draw(st.sampled_from(segments))
            number = draw(shares if name == PERCENT else numbers)
            cells[name, day, segment] = Cell(number, draw(st.sampled_from(NOTES)))
    return cells


def styled(draw: st.DrawFn, name: str, number: Decimal, decimal: str) -> str:
    if decimal == ",":
        return draw(st.sampled_from(COMMA_STYLES))(number)
    return draw(st.sampled_from(PERCENT_STYLES if name == PERCENT else STYLES))(number)


# shapes


def long(draw: st.DrawFn, cells: dict[Key, Cell], options: dict[str, Any]) -> Layout:
    """One row for each value, the columns in any order."""
    fields = draw(st.permutations(["kpi", "day", "segment", "value", "note"]))
    styles: Sequence[Callable[[date], str]] = DAY_STYLES
    if draw(st.booleans()):
        style, order = draw(st.sampled_from(COLUMN_STYLES))
        styles = [style]
        options |= order
    rows = [[HEADERS[field] for field in fields]]
    places: dict[Key, int] = {}
    for key, cell in cells.items():
        name, day, segment = key
        texts = {
            "kpi": name,
            "day": draw(st.sampled_from(styles))(day),
            "segment": segment,
            "value": styled(draw, name, cell.value, options.get("decimal", ".")),
            "note": cell.note,
        }
        places[key] = len(rows)
        rows.append([texts[field] for field in fields])
    return Layout(rows, places)


def by_day(draw: st.DrawFn, cells: dict[Key, Cell], options: dict[str, Any]) -> Layout:
    """One column for each day."""
    style = draw(st.sampled_from(HEADER_STYLES))
    columns = sorted({day for _, day, _ in cells})
    return wide(
        draw,
        cells,
        options,
        header=["指标", "地区", *map(style, columns), "备注"],
        rows=list(dict.fromkeys((name, segment) for name, _, segment in cells)),
        cell=lambda row, at: (row[0], columns[at], row[1]),
        columns=len(columns),
    )


def by_kpi(draw: st.DrawFn, cells: dict[Key, Cell], options: dict[str, Any]) -> Layout:
    """One column for each KPI."""
    columns = sorted({name for name, _, _ in cells})
    style = draw(st.sampled_from(DAY_STYLES))
    dates = {style(day): day for _, day, _ in cells}
    return wide(
        draw,
        cells,
        options,
        header=["日期", "地区", *columns, "备注"],
        rows=list(dict.fromkeys((style(day), segment) for _, day, segment in cells)),
        cell=lambda row, at: (columns[at], dates[row[0]], row[1]),
        columns=len(columns),
    )


def wide(
    draw: st.DrawFn,
    cells: dict[Key, Cell],
    options: dict[str, Any],
    *,
    header: list[str],
    rows: list[tuple[str, str]],
    cell: Callable[[tuple[str, str], int], Key],
    columns: int,
) -> Layout:
    """One row for each of `rows`; the note of a row is that of all its values."""
    found = [header]
    places: dict[Key, int] = {}
    for row in rows:
        keys = [cell(row, at) for at in range(columns)]
        there = [key for key in keys if key in cells]
        note = cells[there[0]].note
        cells |= {key: cells[key]._replace(note=note) for key in there}
        places |= dict.fromkeys(there, len(found))
        decimal = options.get("decimal", ".")
        texts = [styled(draw, key[0], cells[key].value, decimal) if key in cells else "" for key in keys]
        found.append([*row, *texts, note])
    return Layout(found, places)


# around the table


def surrounded(draw: st.DrawFn, layout: Layout) -> Layout:
    """Lines above and below, totals, blank rows and columns."""
    rows, places = [list(row) for row in layout.rows], dict(layout.places)
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(rows[0])))
        rows = [[*row[:at], "", *row[at:]] for row in rows]
    blank = [""] * len(rows[0])
    moved = []
    shift = dict.fromkeys(range(len(rows)), 0)
    for number, row in enumerate(rows):
        if number and draw(st.integers(0, 6)) == 0:
            moved.append(draw(st.sampled_from([blank, rows[0]])))
        shift[number] = len(moved)
        moved.append(row)
    above = [[text, *blank[1:]] for text in draw(st.lists(st.sampled_from(ABOVE), max_size=2))]
    below = [["合计", *blank[1:]]] if draw(st.booleans()) else []
    below += [[text, *blank[1:]] for text in draw(st.lists(st.sampled_from(BELOW), max_size=2))]
    return Layout([*above, *moved, *below], {key: len(above) + shift[place] for key, place in places.items()})


@st.composite
def layouts(draw: st.DrawFn, *, commas: bool) -> tuple[Layout, dict[Key, Cell], dict[str, Any]]:
    """A table in one of its shapes, with what must be said about it; `commas` may be decimal marks."""
    cells = draw(tables())
    options: dict[str, Any] = {}
    if commas and draw(st.integers(0, 4)) == 0 and not any(name == PERCENT for name, _, _ in cells):
        options["decimal"] = ","
    shape = draw(st.sampled_from([long, by_day, by_kpi]))
    return surrounded(draw, shape(draw, cells, options)), cells, options


# bytes


def written(text: str, mark: str, *, always: bool) -> str:
    """A cell of a text file, in quotes where it must be or where `always`."""
    if always or re.search(r'["\r\n]', text) or mark in text or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


@st.composite
def text_files(draw: st.DrawFn) -> File:
    layout, cells, options = draw(layouts(commas=True))
    mark = draw(st.sampled_from([",", ";", "\t", "|"]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    always = draw(st.booleans())
    lines, at = [], 1
    rows = []
    for row in layout.rows:
        rows.append(mark.join(written(text, mark, always=always and draw(st.booleans())) for text in row))
        lines.append(at)
        at += 1 + len(re.findall(r"\r\n?|\n", rows[-1]))
    text = end.join(rows) + draw(st.sampled_from(["", end]))
    encoding = draw(st.sampled_from([name for name in ENCODINGS if encodable(text, name)]))
    if encoding in ("gb18030", "big5"):
        options["encoding"] = encoding
    return File(text.encode(encoding), options, expectation(layout, cells, lines))


def encodable(text: str, encoding: str) -> bool:
    try:
        return text.encode(encoding).decode(encoding).removeprefix("\ufeff") == text
    except UnicodeEncodeError:
        return False


@st.composite
def workbooks(draw: st.DrawFn) -> File:
    """Texts as in a text file, or numbers and days as Excel has them."""
    layout, cells, options = draw(layouts(commas=False))
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Sheet1")
    for row, texts in enumerate(layout.rows):
        for column, text in enumerate(texts):
            if not re.fullmatch(r"-?\d+(?:\.\d+)?", text):
                put_day_or_text(sheet, row, column, text)
            elif draw(st.booleans()):
                sheet.write_number(row, column, float(text))
            else:
                sheet.write_string(row, column, text)
    book.close()
    return File(file.getvalue(), options, expectation(layout, cells, list(range(1, len(layout.rows) + 1))))


def put_day_or_text(sheet: Any, row: int, column: int, text: str) -> None:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        sheet.write_datetime(row, column, datetime.fromisoformat(text))
    elif text:
        sheet.write_string(row, column, text)


def expectation(layout: Layout, cells: dict[Key, Cell], lines: Sequence[int]) -> dict[Key, tuple[int, Decimal, str]]:
    return {key: (lines[layout.places[key]], cell.value, cell.note.strip()) for key, cell in cells.items()}
