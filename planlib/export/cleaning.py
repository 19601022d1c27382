"""Texts as files can hold them: on one line, without characters that XML has no place for."""

import re
from dataclasses import replace

from planlib.document import Cell, Document, Section, Sentence, Table

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return text that any file can hold."""
    return " ".join(_NO_XML.sub("", text).split())


def cleaned(document: Document, *, footnotes: bool = False) -> Document:
    """Return the document with such texts alone; where it has no `footnotes`, notes of sentences are sentences too."""
    sections = tuple(_section(section, footnotes) for section in document.sections)
    words = {name: clean(getattr(document, name)) for name in ("title", "stamp", "team")}
    return replace(document, **words, sections=sections)


def cleaned_table(table: Table) -> Table:
    """Return the table with such texts alone."""
    columns = tuple(column._replace(head=clean(column.head)) for column in table.columns)
    rows = tuple(tuple(map(_cell, row)) for row in table.rows)
    return replace(table, title=clean(table.title), note=clean(table.note), columns=columns, rows=rows)


def _section(section: Section, footnotes: bool) -> Section:
    return replace(
        section,
        title=clean(section.title),
        sentences=tuple(map(_sentence, section.footnoted if footnotes else section.told)),
        figures=tuple(replace(figure, title=clean(figure.title)) for figure in section.figures),
        tables=tuple(map(cleaned_table, section.tables)),
    )


def _sentence(sentence: Sentence) -> Sentence:
    facts = tuple(fact._replace(label=clean(fact.label)) for fact in sentence.facts)
    edited = sentence.edited and replace(sentence.edited, note=clean(sentence.edited.note))
    return replace(sentence, text=clean(sentence.text), facts=facts, edited=edited)


def _cell(cell: Cell) -> Cell:
    under = f" {clean(cell.under)}" if cell.under.startswith(" ") else clean(cell.under)
    return cell._replace(text=clean(cell.text), exact=_NO_XML.sub("", cell.exact), under=under)
