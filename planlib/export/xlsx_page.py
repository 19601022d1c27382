"""How a sheet is printed: as wide as a page, and broken where no table and no figure is cut.

Excel leaves breaks out where it fits a sheet to pages by itself, so the scale is worked out here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

LINE = 15.0
"""Points of a row of one line."""
_A4 = 9
_ROOM = (842 - 2 * 36, 595 - 2 * 54)
"""Points of an A4 page that lies, within its margins."""
_SPARE = 0.9
"""Of the room: fonts, and with them columns, differ from program to program."""
_SMALLEST = 0.35
_SMALLER, _LEGIBLE = 0.8, 0.6
"""Of its scale, and of all, that a sheet may be printed at to have all of it, or its first table, on one page."""


class Block(NamedTuple):
    """Rows that stand on one page, where it has room for them."""

    first: int
    last: int


def column_points(width: float) -> float:
    """Return how wide a column is that has room for so many letters."""
    return 0.75 * int(width * 7 + 5)


def set_up(sheet: Worksheet, title: str, stamp: str) -> None:
    """Have a sheet print on paper that lies, with the document's title above and its stamp below."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
    sheet.set_header(f"&L{title[:100].replace('&', '&&')}")
    sheet.set_footer(f"&L{stamp[:110].replace('&', '&&')}&R&P / &N")


def set_pages(sheet: Worksheet, across: float, blocks: Sequence[Block], heights: Mapping[int, float]) -> float:
    """Break a sheet into pages that are `across` points wide; return how high a page is."""
    scale = max(_SMALLEST, min(1.0, _SPARE * _ROOM[0] / across))
    high = _SPARE * _ROOM[1]
    for last in dict.fromkeys(block.last for block in (*blocks[-1:], *blocks[:1])):
        needed = high / _height(0, last, heights)
        if max(_SMALLER * scale, _LEGIBLE) <= needed < scale:
            scale = needed
            break
    for row in range(
        blocks[-1].last if blocks else 0
    ):  # else some programs choose heights, and figures stand elsewhere
        if row not in heights:
            sheet.set_row(row, LINE + 0.75)
    sheet.set_print_scale(int(100 * scale))
    if breaks := list(_breaks(blocks, heights, high / scale)):
        sheet.set_h_pagebreaks(breaks)
    return high / scale


def _height(first: int, last: int, heights: Mapping[int, float]) -> float:
    return sum(heights.get(row, LINE) for row in range(first, last + 1))


def _breaks(blocks: Sequence[Block], heights: Mapping[int, float], room: float) -> Iterator[int]:
    """Yield the rows that begin a page; what is higher than a page begins where it stands and runs on."""
    top, used = 0, 0.0
    for block in blocks:
        high = _height(block.first, block.last, heights)
        used, top = used + _height(top, block.first - 1, heights), block.last + 1
        if used + high > room and (used > room / 2 or high <= room):
            yield block.first
            used = 0.0
        used = (used + high) % room
