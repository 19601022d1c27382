"""A document as PPTX: native charts and tables that can be edited, on a master with the team's name and colour.

Speaker notes say which numbers a slide states and where they are from. Texts are written as texts; the same document
of one day gives the same bytes.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil
from typing import Any

from pptx import Presentation
from pptx.util import Emu, Inches, Pt

from planlib.document import Chart, ChartKind, Document, Drawing, Section, Sentence, Table
from planlib.export.cleaning import cleaned
from planlib.export.looks import text_width
from planlib.export.packing import repacked
from planlib.export.pptx_chart import add_chart, rgb
from planlib.export.pptx_master import FLOOR, LEFT, ROOM, TOP, set_up
from planlib.export.pptx_table import add_table, height, pages
from planlib.locale import Language
from planlib.palette import LIGHT

_SPOKEN, _LEAD, _HEADING, _NOTE = 18, 14, 14, 11
"""Points: of sentences that are all a section has, of those that lead it in, of a table's title and its note."""
_GAP = 0.2
"""Inches between what stands below each other."""
_FRESH = (FLOOR - TOP) / Inches(1)
"""Inches that a slide holds under its title."""
_ABREAST = 4
"""Small charts on a slide, two by two."""


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
    """Puts what a document consists of on slides, each below the last where the slide has room for it."""

    def __init__(self, show: Any, document: Document, language: Language) -> None:
        self._show, self._document, self._ = show, document, language
        self._title = ""
        self._slide: Any = None
        self._used = 0.0
        """Inches of the slide that are taken."""
        self._text_alone = True
        """Whether nothing but sentences stands on it."""

    def cover(self) -> None:
        """Add the first slide: what it is, of when, and what it consists of."""
        self._turn(self._document.title)
        title = self._slide.shapes.title
        title.left, title.top, title.width, title.height = LEFT, Inches(2), ROOM, Inches(1)
        title.text_frame.paragraphs[0].runs[0].font.size = Pt(36)
        self._write(Inches(3.2), [self._document.stamp], 14, LIGHT.soft)
        titles = [section.title for section in self._document.sections if section and section.title]
        self._write(Inches(4.3), ["  ·  ".join(titles)], 14, LIGHT.ink)

    def section(self, section: Section) -> None:
        """Add a section: its sentences, its figures, its tables."""
        self._turn(section.title or self._document.title)
        shown = section.figures or any(table.rows for table in section.tables)
        for sentence in section.sentences:
            self._sentence(sentence, lead=bool(shown))
        small = [one for one in section.figures if isinstance(one, Chart) and one.kind is ChartKind.LINES]
        for start in range(0, len(small), _ABREAST):
            self._small(small[start : start + _ABREAST])
        for figure in section.figures:
            if figure not in small:
                self._figure(figure)
        for table in section.tables:
            if table.rows:
                self._table(table.brief, section)

    # slides

    def _turn(self, title: str) -> None:
        """Begin a slide."""
        self._slide, self._title = self._show.slides.add_slide(self._show.slide_layouts[0]), title
        self._slide.shapes.title.text = title
        self._used, self._text_alone = 0.0, True

    def _place(self, high: float, gap: float = _GAP, *, text: bool = False) -> int:
        """Return where something stands that is so many inches high: on this slide, or on the next one."""
        if self._used and self._used + high > _FRESH:
            self._turn(self._title)
        top = Emu(TOP + Inches(self._used))
        self._used += high + gap
        self._text_alone &= text
        return top

    @property
    def _room(self) -> float:
        return _FRESH - self._used

    def _write(self, top: int, texts: Sequence[str], size: float, colour: str) -> None:
        box = self._slide.shapes.add_textbox(LEFT, top, ROOM, Inches(_high(texts, size)))
        box.text_frame.word_wrap = True
        box.text_frame.margin_left = box.text_frame.margin_right = Emu(0)
        box.text_frame.margin_top = box.text_frame.margin_bottom = Emu(0)
        for at, text in enumerate(texts):
            paragraph = box.text_frame.paragraphs[0] if at == 0 else box.text_frame.add_paragraph()
            run = paragraph.add_run()
            run.text, run.font.size, run.font.color.rgb = text, Pt(size), rgb(colour)

    def _notes(self, lines: Iterable[str] = ()) -> None:
        frame = self._slide.notes_slide.notes_text_frame
        frame.text = "\n".join([frame.text or "\n".join([self._("Sources"), self._document.stamp]), *lines])

    # what stands on them

    def _sentence(self, sentence: Sentence, *, lead: bool) -> None:
        text, size = (sentence.text, _LEAD) if lead else (f"•  {sentence.text}", _SPOKEN)
        top = self._place(_high([text], size), _GAP / 4 if lead else _GAP, text=True)
        self._write(top, [text], size, LIGHT.soft if lead else LIGHT.ink)
        self._notes(_sources(sentence))

    def _small(self, charts: Sequence[Chart]) -> None:
        if len(charts) == 1:
            self._figure(charts[0])
            return
        down = max(self._room, _FRESH / 2)
        top, gap = self._place(down), Inches(_GAP)
        across, high = Emu((ROOM - gap) // 2), Emu((Inches(down) - gap * (len(charts) > 2)) // ceil(len(charts) / 2))
        for at, chart in enumerate(charts):
            place = LEFT + (at % 2) * (across + gap), top + (at // 2) * (high + gap)
            add_chart(self._slide, chart, *place, across, high)
        self._notes(chart.alt for chart in charts)

    def _figure(self, figure: Chart | Drawing) -> None:
        high = min(_wanted(figure), self._room if self._room > _FRESH / 2 else _FRESH)
        top = self._place(high)
        if isinstance(figure, Chart):
            add_chart(self._slide, figure, LEFT, top, ROOM, Inches(high))
            self._notes([figure.alt])
            return
        picture = self._slide.shapes.add_picture(io.BytesIO(figure.png(wide=True)), LEFT, top)
        share = min(ROOM / picture.width, Inches(high) / picture.height)
        picture.width, picture.height = Emu(int(picture.width * share)), Emu(int(picture.height * share))
        picture._element.nvPicPr.cNvPr.set("descr", figure.alt[:2000])
        self._notes()

    def _table(self, table: Table, section: Section) -> None:
        heading = "" if table.title == section.title else table.title
        above = bool(heading) * _high([heading], _HEADING) + bool(table.note) * _high([table.note], _NOTE)
        fresh = self._room if self._text_alone else _FRESH
        parts = pages(table, self._room - above, fresh - above)
        for number, page in enumerate(parts, 1):
            if number > 1:
                self._turn(self._title)
            top = self._place(above + height(table, page))
            shown = f"{heading} ({number}/{len(parts)})" if heading and len(parts) > 1 else heading
            for text, size, colour in (shown, _HEADING, LIGHT.ink), (table.note, _NOTE, LIGHT.soft):
                if text:
                    self._write(top, [text], size, colour)
                    top = Emu(top + Inches(_high([text], size)))
            add_table(self._slide, table, page, top)
            self._notes()


def _wanted(figure: Chart | Drawing) -> float:
    """Return how many inches high a figure would be: bars as many as they are, others all there is."""
    if isinstance(figure, Chart) and figure.kind is ChartKind.BARS:
        return 0.9 + 0.4 * len(figure.categories)
    return _FRESH


def _high(texts: Sequence[str], size: float) -> float:
    """Return how many inches texts take, each a paragraph of its own."""
    letters = ROOM / Pt(size) / 0.56
    return sum(ceil(text_width(text) / letters) or 1 for text in texts) * size * 1.35 / 72 + 0.08


def _sources(sentence: Sentence) -> list[str]:
    """Return what a sentence states, with all digits, and in which list of `planlib show` it is."""
    return list(dict.fromkeys(f"{fact.label}: {fact.full} ({fact.source})" for fact in sentence.facts))
