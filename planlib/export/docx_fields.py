"""Fields of a Word file, each with what it came to, so that it is right without being updated and asks nothing.

Contents lead to their headings; they name no pages, which Word alone knows.
"""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph


def add_field(paragraph: Paragraph, code: str, shown: str) -> None:
    """Add a field that shows `shown`."""
    _open(paragraph, code)
    paragraph.add_run(shown)
    _mark(paragraph, "end")


def add_contents(word: Word, title: str, heads: Sequence[str]) -> None:
    """Add a table of contents, which leads to the bookmarks of the headings."""
    word.add_paragraph().add_run(title).bold = True
    for place, head in enumerate(heads):
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        if place == 0:
            _open(paragraph, r'TOC \o "1-1" \n \h')
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _name(place))
        link.append(paragraph.add_run(head)._r)
        paragraph._p.append(link)
        if place == len(heads) - 1:
            _mark(paragraph, "end")


def add_bookmark(heading: Paragraph, place: int) -> None:
    """Mark the heading that the entry at `place` of the contents leads to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(place))
    start.set(qn("w:name"), _name(place))
    heading._p.insert(1, start)
    heading._p.append(end)


def _name(place: int) -> str:
    return f"_Toc{place + 1:08}"


def _open(paragraph: Paragraph, code: str) -> None:
    _mark(paragraph, "begin")
    told: Any = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {code} "
    paragraph.add_run()._r.append(told)
    _mark(paragraph, "separate")


def _mark(paragraph: Paragraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)
