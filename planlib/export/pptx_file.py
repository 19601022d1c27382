"""A document as PPTX: native charts and tables that can be edited, on a master with the team's name and colour.

Speaker notes say which numbers a slide states and where they are from. Texts are written as texts; the same document
of one day gives the same bytes.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from math import ceil
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from planlib.document import Cell, Chart, ChartKind, Document, Drawing, Section, Sentence, Table
from planlib.export.cleaning import cleaned
from planlib.export.looks import TONES, column_texts, text_width
from planlib.export.packing import repacked
from planlib.export.pptx_chart import add_chart, rgb
from planlib.export.pptx_master import FLOOR, LEFT, ROOM, TOP, set_up
from planlib.locale import Language
from planlib.palette import LIGHT

_SENTENCES = 8
"""On a slide."""
_LEAD = 2
"""Sentences up to which they stand above the first figure or table of their section."""
_ROW, _LINE = 0.29, 0.18
"""Inches of a row of one line, and of each further line."""
_LETTERS = 150
"""Latin letters of a table's text that a slide is wide."""
_TABLE, _WIDE_TABLE, _HEAD = Pt(10.5), Pt(9.5), "#F3F4F6"
_COLUMNS = 9
"""Of a table in the usual size; one of more is written smaller."""
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""Of a table: what a cell looks like is said of the cell."""
_GAP = Inches(0.2)


def pptx_file(document: Document, day: date, language: Language) -> bytes:
    """Return the document as a file made on `day`."""
    document, show = cleaned(document), Presentation()
    set_up(show, document, day, language)
    deck = _Deck(show, document, language)
    deck.cover()
    for section in filter(None, document.sections):
        deck.section(section)
    file = io.BytesIO()
    show.save(file)
    return repacked(file.getvalue())


class _Deck:
    """Adds slides."""

    def __init__(self, show: Any, document: Document, language: Language) -> None:
        self._show, self._document, self._ = show, document, language
        self._lead: Sequence[Sentence] = ()
        self._size = _TABLE

    def cover(self) -> None:
        """Add the first slide: what it is, of when, and what it consists of."""
        slide = self._slide(self._document.title)
        title = slide.shapes.title
        title.left, title.top, title.width, title.height = LEFT, Inches(2), ROOM, Inches(1)
        title.text_frame.paragraphs[0].runs[0].font.size = Pt(36)
        self._text(slide, Inches(3.2), [self._document.stamp], Pt(14), LIGHT.soft)
        titles = [section.title for section in self._document.sections if section and section.title]
        self._text(slide, Inches(4.3), ["  ·  ".join(titles)], Pt(14), LIGHT.ink)

    def section(self, section: Section) -> None:
        """Add the slides of a section: its sentences, its figures, its tables."""
        title = section.title or self._document.title
        shown = section.figures or any(table.rows for table in section.tables)
        self._lead = section.sentences if shown and len(section.sentences) <= _LEAD else ()
        for start in range(0, 0 if self._lead else len(section.sentences), _SENTENCES):
            self._sentences(title, section.sentences[start : start + _SENTENCES])
        small = [one for one in section.figures if isinstance(one, Chart) and one.kind is ChartKind.LINES]
        for start in range(0, len(small), 4):
            self._charts(title, small[start : start + 4])
        for figure in section.figures:
            if figure not in small:
                self._figure(title, figure)
        for table in section.tables:
            if table.rows:
                self._table(title, table.brief)

    # slides

    def _slide(self, title: str) -> Any:
        slide = self._show.slides.add_slide(self._show.slide_layouts[0])
        slide.shapes.title.text = title
        return slide

    def _top(self, slide: Any) -> int:
        """Return from where on a slide is free: below the sentences that lead the section in, on its first one."""
        if not self._lead:
            return TOP
        lead, self._lead = self._lead, ()
        self._text(slide, TOP - Inches(0.1), [sentence.text for sentence in lead], Pt(14), LIGHT.soft)
        self._notes(slide, _sources(lead))
        return Emu(TOP + Inches(0.42) * len(lead))

    def _text(self, slide: Any, top: int, texts: Sequence[str], size: Any, colour: str) -> Any:
        box = slide.shapes.add_textbox(LEFT, top, ROOM, Emu(FLOOR - top))
        box.text_frame.word_wrap = True
        box.text_frame.margin_left = box.text_frame.margin_right = Emu(0)
        for at, text in enumerate(texts):
            paragraph = box.text_frame.paragraphs[0] if at == 0 else box.text_frame.add_paragraph()
            run = paragraph.add_run()
            run.text, run.font.size, run.font.color.rgb = text, size, rgb(colour)
            paragraph.space_after = Pt(10)
        return box

    def _sentences(self, title: str, sentences: Sequence[Sentence]) -> None:
        slide = self._slide(title)
        self._text(slide, TOP, [f"•  {sentence.text}" for sentence in sentences], Pt(18), LIGHT.ink)
        self._notes(slide, _sources(sentences))

    def _notes(self, slide: Any, lines: Sequence[str] = ()) -> None:
        frame = slide.notes_slide.notes_text_frame
        told = [frame.text or "\n".join([self._("Sources"), self._document.stamp]), *lines]
        frame.text = "\n".join(told)

    def _charts(self, title: str, charts: Sequence[Chart]) -> None:
        slide = self._slide(title)
        start = self._top(slide)
        if len(charts) == 1:
            add_chart(slide, charts[0], LEFT, start, ROOM, Emu(FLOOR - start))
        else:
            across, down = Emu((ROOM - _GAP) // 2), Emu((FLOOR - start - _GAP) // 2)
            for at, chart in enumerate(charts):
                left, top = LEFT + (at % 2) * (across + _GAP), start + (at // 2) * (down + _GAP)
                add_chart(slide, chart, left, top, across, down)
        self._notes(slide, [chart.alt for chart in charts])

    def _figure(self, title: str, figure: Chart | Drawing) -> None:
        if isinstance(figure, Chart):
            self._charts(title, [figure])
            return
        slide = self._slide(title)
        top = self._top(slide)
        picture = slide.shapes.add_picture(io.BytesIO(figure.png), LEFT, top)
        share = min(ROOM / picture.width, (FLOOR - top) / picture.height)
        picture.width, picture.height = Emu(int(picture.width * share)), Emu(int(picture.height * share))
        picture._element.nvPicPr.cNvPr.set("descr", figure.alt[:2000])
        self._notes(slide)

    # tables

    def _table(self, section: str, table: Table) -> None:
        heading = section if table.title == section else f"{section} · {table.title}"
        widths = _shares(table)
        pages = list(_pages(table, widths))
        for number, rows in enumerate(pages, 1):
            shown = heading if len(pages) == 1 else f"{heading} ({number}/{len(pages)})"
            slide = self._slide(shown)
            top = self._top(slide)
            if table.note:
                self._text(slide, Emu(top - Inches(0.22)), [table.note], Pt(11), LIGHT.soft)
                top = Emu(top + Inches(0.1))
            last = number == len(pages)
            self._grid(slide, replace(table, rows=tuple(rows), totals=table.totals if last else 0), widths, top)
            self._notes(slide)

    def _grid(self, slide: Any, table: Table, widths: Sequence[float], top: int) -> None:
        rows = len(table.rows) + 1
        shape = slide.shapes.add_table(rows, len(table.columns), LEFT, top, ROOM, Inches(_ROW * rows))
        grid, self._size = shape.table, _TABLE if len(table.columns) <= _COLUMNS else _WIDE_TABLE
        grid._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
        grid.horz_banding = False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Emu(int(ROOM * width))
        for at, column in enumerate(table.columns):
            self._cell(grid.cell(0, at), Cell(column.head), right=column.right, head=True)
        for number, cells in enumerate(table.rows, 1):
            grid.rows[number].height = Inches(_height(table.rows[number - 1], widths))
            for at, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
                total = number > len(table.rows) - table.totals
                self._cell(grid.cell(number, at), cell, right=column.right, head=total, ink=True)
        grid.rows[0].height = Inches(_ROW)

    def _cell(self, there: Any, cell: Cell, *, right: bool, head: bool, ink: bool = False) -> None:
        there.margin_left = there.margin_right = Inches(0.05)
        there.margin_top = there.margin_bottom = Inches(0.03)
        there.vertical_anchor = MSO_ANCHOR.MIDDLE
        paragraph = there.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = cell.text + cell.under, self._size, head
        colour = TONES.get(cell.status, LIGHT.ink) if cell.status else LIGHT.ink if ink else LIGHT.soft
        run.font.color.rgb = rgb(colour)
        if head:
            there.fill.solid()
            there.fill.fore_color.rgb = rgb(_HEAD)
        else:
            there.fill.background()
        _rule(there)


def _sources(sentences: Sequence[Sentence]) -> list[str]:
    """Return what the sentences state, with all digits, and in which list of `planlib show` it is."""
    facts = [fact for sentence in sentences for fact in sentence.facts]
    return list(dict.fromkeys(f"{fact.label}: {fact.full} ({fact.source})" for fact in facts))


def _rule(there: Any) -> None:
    """Draw a line below a cell."""
    properties = there._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": "6350"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": LIGHT.grid[1:]}))
    line.append(fill)
    properties.insert(0, line)


def _shares(table: Table) -> list[float]:
    """Return the share of the width that each column has: as much as its longest text, up to a third of the slide."""
    longest = [max(map(text_width, texts)) + 4 for texts in column_texts(table)]
    wanted = [min(width, _LETTERS // 3) for width in longest]
    return [width / sum(wanted) for width in wanted]


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    """Return how high a row is, in inches."""
    lines = max(
        ceil(text_width(cell.text + cell.under) / (0.92 * _LETTERS * width)) or 1
        for cell, width in zip(row, widths, strict=True)
    )
    return _ROW + (lines - 1) * _LINE


def _pages(table: Table, widths: Sequence[float]) -> Iterator[list[tuple[Cell, ...]]]:
    """Yield the rows of each slide: as few slides as they take, about as full as each other."""
    room = (FLOOR - TOP) / Inches(1) - _ROW - (0.4 if table.note else 0) - _LEAD * 0.2
    whole = sum(_height(row, widths) for row in table.rows)
    room = min(room, whole / ceil(whole / room) + _ROW)
    page: list[tuple[Cell, ...]] = []
    used = 0.0
    for row in table.rows:
        height = _height(row, widths)
        if page and used + height > room:
            yield page
            page, used = [], 0.0
        page.append(row)
        used += height
    yield page
