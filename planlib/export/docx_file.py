"""A document as DOCX: native headings, lists and tables, so that Word can restyle it and read it aloud.

Texts are written as texts: nothing in them becomes a field or a link. The same document gives the same bytes.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import count

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from planlib.document import Cell, Chart, ChartKind, Document, Drawing, Section, Table
from planlib.export.chart_vega import SMALL, USUAL, png
from planlib.export.cleaning import cleaned
from planlib.export.docx_fields import add_bookmark, add_contents, add_field
from planlib.export.docx_notes import Notes
from planlib.export.looks import noted
from planlib.export.packing import repacked
from planlib.export.widths import needs
from planlib.locale import Language

_FONTS = {"ascii": "Calibri", "hAnsi": "Calibri", "eastAsia": "Microsoft YaHei"}
"""Where one is missing, Word takes another of the kind."""
_SIZES = {
    "Normal": 10.5,
    "List Bullet": 10.5,
    "Title": 18,
    "Heading 1": 13,
    "Heading 2": 11.5,
    "Caption": 9,
    "Footer": 9,
}
_COLUMNS = 9
"""Of a table on an upright page; one of more has a page that lies."""
_IN_TABLES, _IN_WIDE, _LINE = Pt(9.5), Pt(8), Pt(13)
"""Lines of one height, whatever they are written in, have the cells of a row share a baseline."""
_BULLETS = Pt(14.5)
_PROPERTY = 255
"""Letters that a file's properties have room for."""
_WHOLE = 15
"""Rows of a table that is not cut where a page ends."""
_INK = RGBColor(0x1B, 0x1F, 0x24)
_HEAD, _RULE = "F3F4F6", "B9BFC7"
_PAGE, _MARGIN, _EDGE = (Cm(21), Cm(29.7)), Cm(2), Cm(1.3)
_ROOM, _LYING_ROOM = (Length(side - 2 * _MARGIN) for side in _PAGE)


def docx_file(document: Document, day: date, language: Language, *, contents: bool = False) -> bytes:
    """Return the document as a file made on `day`, with a table of contents where it is wanted."""
    document, word = cleaned(document, footnotes=True), docx.Document()
    _set_up(word, document, day, language)
    word.add_paragraph(document.title, style="Title")
    word.add_paragraph(document.stamp)
    shown, figures = [section for section in document.sections if section], count(1)
    notes = Notes()
    if contents:
        add_contents(word, language("Contents"), [section.title for section in shown])
    for place, section in enumerate(shown):
        _turn(word, lying=False)
        if section.title:
            heading = word.add_heading(section.title, level=1)
            if contents:
                add_bookmark(heading, place)
        for sentence in section.sentences:
            paragraph = word.add_paragraph(sentence.text, style="List Bullet")
            if note := noted(sentence):
                notes.add(paragraph, note)
        for some in _abreast(section.figures):
            _add_figures(word, [(figure, f"{language('Figure')} ", next(figures)) for figure in some])
        for table in section.tables:
            _add_table_with_head(word, table, section)
    notes.write(word)
    file = io.BytesIO()
    word.save(file)
    return repacked(file.getvalue())


def _abreast(figures: Sequence[Chart | Drawing]) -> Iterator[Sequence[Chart | Drawing]]:
    """Yield the figures that stand beside each other: lines two by two, others alone."""
    lines = [one for one in figures if isinstance(one, Chart) and one.kind is ChartKind.LINES]
    for start in range(0, len(lines), 2):
        yield lines[start : start + 2]
    yield from ([one] for one in figures if one not in lines)


def _add_figures(word: Word, figures: Sequence[tuple[Chart | Drawing, str, int]]) -> None:
    """Add pictures beside each other, each with what it is called, its number and title below it."""
    width = Length(_ROOM // len(figures) - (Cm(0.3) if len(figures) > 1 else 0))
    if len(figures) == 1:
        _add_figure(word.add_paragraph(), word.add_paragraph(), figures[0], width)
        return
    row = word.add_table(rows=1, cols=len(figures)).rows[0]
    _mark(row, "w:cantSplit")
    for cell, figure in zip(row.cells, figures, strict=True):
        _add_figure(cell.paragraphs[0], cell.add_paragraph(), figure, width)
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def _add_figure(place: Paragraph, caption: Paragraph, named: tuple[Chart | Drawing, str, int], width: Length) -> None:
    """Add a picture, with its numbers in words for those who cannot see it."""
    figure, called, number = named
    drawn = figure.png() if isinstance(figure, Drawing) else png(figure, *(SMALL if width < _ROOM * 0.9 else USUAL))
    picture = place.add_run().add_picture(io.BytesIO(drawn), width=width)
    picture._inline.docPr.set("descr", figure.alt)
    place.paragraph_format.keep_with_next = True
    unit = f" ({figure.unit})" if isinstance(figure, Chart) and figure.unit else ""
    caption.style = "Caption"
    caption.add_run(called)
    add_field(caption, "SEQ Figure \\* ARABIC", str(number))
    caption.add_run(f"  {figure.title}{unit}")


def _add_table_with_head(word: Word, table: Table, section: Section) -> None:
    if not table.rows:
        return
    lying = len(table.brief.columns) > _COLUMNS
    _turn(word, lying=lying)
    if table.title != section.title:
        word.add_heading(table.title, level=2)
    if table.note:
        word.add_paragraph(table.note).paragraph_format.keep_with_next = True
    _add_table(word, table.brief, _IN_WIDE if lying else _IN_TABLES, _LYING_ROOM if lying else _ROOM)


# the page


def _turn(word: Word, *, lying: bool) -> None:
    """Begin a page that lies or stands, unless the last one does so."""
    if (word.sections[-1].orientation == WD_ORIENT.LANDSCAPE) == lying:
        return
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = reversed(_PAGE) if lying else _PAGE


def _set_up(word: Word, document: Document, day: date, language: Language) -> None:
    properties = word.core_properties
    properties.title, properties.author, properties.comments = document.title[:_PROPERTY], "planlib", ""
    properties.created = properties.modified = datetime.combine(day, time())
    properties.language = language.locale.replace("_", "-")
    for name, size in _SIZES.items():
        style = word.styles[name]
        assert isinstance(style, ParagraphStyle)
        _restyle(style, Pt(size), RGBColor.from_string(document.accent[1:]))
        style.paragraph_format.space_after = Pt(5)
    bullets, headings = (word.styles[name].paragraph_format for name in ("List Bullet", "Heading 1"))
    bullets.line_spacing, bullets.space_after = _BULLETS, Pt(1)
    headings.space_before, headings.space_after = Pt(12), Pt(3)
    section = word.sections[0]
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _EDGE
    section.footer_distance = Cm(0.6)
    footer = section.footer.paragraphs[0]
    footer.paragraph_format.space_after = Pt(0)
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _add_page_number(footer)


def _restyle(style: ParagraphStyle, size: Length, accent: RGBColor) -> None:
    style.font.size = size
    style.font.color.rgb = _INK if style.name in ("Normal", "Title") else accent if style.name == "Heading 1" else None
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for script, font in _FONTS.items():
        fonts.set(qn(f"w:{script}"), font)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "en-GB")
    spoken.set(qn("w:eastAsia"), "zh-CN")
    properties.append(spoken)


def _add_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


# tables


def _add_table(word: Word, table: Table, size: Length, room: Length) -> None:
    grid = word.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    head, *rows = grid.rows
    _fill(head, [Cell(column.head) for column in table.columns], table, size, bold=True)
    for cell in head.cells:
        _shade(cell)
    for place, (row, cells) in enumerate(zip(rows, table.rows, strict=True)):
        _fill(row, cells, table, size, bold=place >= len(table.rows) - table.totals)
    _keep(grid.rows[:-1] if len(rows) <= _WHOLE else [head])
    _mark(head, "w:tblHeader")  # it heads every page
    _rule(grid._tbl)
    widths = _widths(table, size, room)
    for across in (grid.columns, *(row.cells for row in grid.rows)):
        for place, width in zip(across, widths, strict=True):
            place.width = width


def _rule(table: CT_Tbl) -> None:
    """Draw lines between the rows alone."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        drawn = side not in ("left", "right", "insideV")
        line.set(qn("w:val"), "single" if drawn else "nil")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), _RULE)
        borders.append(line)
    layout = table.tblPr.find(qn("w:tblLayout"))
    assert layout is not None
    layout.addprevious(borders)  # the order that the format asks for


def _fill(row: _Row, cells: Sequence[Cell], table: Table, size: Length, *, bold: bool) -> None:
    _mark(row, "w:cantSplit")
    for there, cell, column in zip(row.cells, cells, table.columns, strict=True):
        paragraph = there.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.paragraph_format.line_spacing = _LINE
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if column.right else WD_ALIGN_PARAGRAPH.LEFT
        run = paragraph.add_run(cell.text + cell.under)
        run.bold, run.font.size = bold or None, size


def _keep(rows: Sequence[_Row]) -> None:
    """Have each row on the page of the one below it."""
    for row in rows:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _mark(row: _Row, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _HEAD)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _widths(table: Table, size: Length, width_of_page: Length) -> list[Length]:
    letter = size * 0.56
    return [Length(round(letter * width)) for width in needs(table).widths(width_of_page / letter)]
