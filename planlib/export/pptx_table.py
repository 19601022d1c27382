"""The tables of a slide show: native, as large as their slide has room for, and never with a broken number."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, NamedTuple

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from planlib.document import Cell, Table
from planlib.export.looks import TONES
from planlib.export.pptx_master import LEFT, ROOM
from planlib.export.widths import lines, needs
from planlib.palette import LIGHT

_SIZES = (14.0, 12.0, 10.5, 9.5, 8.5)
"""Points."""
_USUAL = 10.5
"""Of a table that takes several slides, unless its columns ask for less."""
_LEAST_HERE = 10.5
"""Below this a table rather has a slide of its own than stands under something else."""
_ROW, _LINE = 0.029, 0.0175
"""Inches for each point: of a row of one line, and of each further line."""
_LETTER = 0.56
"""Of a size: how wide a Latin letter is on average, with room for bold ones."""
_HEAD = "F3F4F6"
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""Of a table: what a cell looks like is said of the cell."""
_CELL = (
    '<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{side}"/><a:r><a:rPr sz="{size}" b="{strong}">'
    '<a:solidFill><a:srgbClr val="{ink}"/></a:solidFill></a:rPr><a:t>{text}</a:t></a:r></a:p></a:txBody>'
    '<a:tcPr marL="45720" marR="45720" marT="27432" marB="27432" anchor="ctr"><a:lnB w="6350"><a:solidFill>'
    '<a:srgbClr val="{rule}"/></a:solidFill></a:lnB>{ground}</a:tcPr></a:tc>'
)


class Page(NamedTuple):
    """A table, or the part of it that one slide holds."""

    rows: Sequence[tuple[Cell, ...]]
    totals: int
    size: float
    widths: list[float]
    """In Latin letters of that size."""

    def height(self, head: tuple[Cell, ...]) -> float:
        """Return how high it is under its head, in inches."""
        return sum(_height(row, self) for row in (head, *self.rows))


def pages(table: Table, here: float, fresh: float) -> list[Page]:
    """Return a table as one page where `here` inches or those of a `fresh` slide hold it, else as several."""
    needed, head = needs(table), _head(table)
    sizes = [size for size in _SIZES if sum(needed.least) <= _letters(size)] or [_SIZES[-1]]
    whole = [Page(table.rows, table.totals, size, needed.widths(_letters(size))) for size in sizes]
    fitting = [page for page in whole if page.height(head) <= here and page.size >= _LEAST_HERE]
    fitting += [page for page in whole if page.height(head) <= fresh]
    if fitting:
        return fitting[:1]
    usual = next((page for page in whole if page.size <= _USUAL), whole[-1])
    return list(_cut(usual, head, fresh))


def height(table: Table, page: Page) -> float:
    """Return how high a page of a table is, in inches."""
    return page.height(_head(table))


def add_table(slide: Any, table: Table, page: Page, top: int) -> None:
    """Add a page of a table to a slide, over its whole width."""
    rows = [_head(table), *page.rows]
    shape = slide.shapes.add_table(1, len(table.columns), LEFT, top, ROOM, Inches(height(table, page)))
    shape.table.horz_banding, grid = False, shape.table._tbl
    grid.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    for column, width in zip(shape.table.columns, page.widths, strict=True):
        column.width = Emu(int(ROOM * width / sum(page.widths)))
    strong = {0, *range(len(rows) - page.totals, len(rows))}
    written = [_row(table, row, page, strong=at in strong, head=at == 0) for at, row in enumerate(rows)]
    grid.remove(grid.tr_lst[0])
    grid.extend(parse_xml(f"<a:tbl {nsdecls('a')}>{''.join(written)}</a:tbl>"))


def _row(table: Table, row: tuple[Cell, ...], page: Page, *, strong: bool, head: bool) -> str:
    """Return a row as it stands in the file: to write it cell by cell takes a second for some tables."""
    ground = f'<a:solidFill><a:srgbClr val="{_HEAD}"/></a:solidFill>' if strong else "<a:noFill/>"
    cells = [
        _CELL.format(
            side="r" if column.right else "l",
            size=int(page.size * 100),
            strong=int(strong),
            ink=(LIGHT.soft if head else TONES.get(cell.status, LIGHT.ink) if cell.status else LIGHT.ink)[1:],
            text=escape(cell.text + cell.under),
            rule=LIGHT.grid[1:],
            ground=ground,
        )
        for column, cell in zip(table.columns, row, strict=True)
    ]
    return f'<a:tr h="{Inches(_height(row, page))}">{"".join(cells)}</a:tr>'


def _head(table: Table) -> tuple[Cell, ...]:
    return tuple(Cell(column.head) for column in table.columns)


def _letters(size: float) -> float:
    """Return how many Latin letters of a size a slide is wide."""
    return ROOM / Pt(size) / _LETTER


def _height(row: tuple[Cell, ...], page: Page) -> float:
    return page.size * (_ROW + _LINE * (lines(row, page.widths) - 1))


def _cut(page: Page, head: tuple[Cell, ...], room: float) -> Iterator[Page]:
    """Yield the parts of a page that each fit, as few as it takes and about as full as each other."""
    room -= _height(head, page)
    whole = sum(_height(row, page) for row in page.rows)
    room = min(room, whole / -(-whole // room) + _height(head, page))
    rows: list[tuple[Cell, ...]] = []
    for row in page.rows:
        if rows and sum(_height(one, page) for one in (*rows, row)) > room:
            yield page._replace(rows=rows, totals=0)
            rows = []
        rows.append(row)
    yield page._replace(rows=rows)
