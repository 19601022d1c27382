"""A document as Markdown: sentences with footnotes, then tables, with the numbers that the screen shows."""

import re
from collections.abc import Iterator
from itertools import count

from planlib.document import Cell, Document, Section, Table
from planlib.export.looks import noted

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def markdown(document: Document) -> str:
    """Return the document in Markdown."""
    parts, notes = [f"# {_text(document.title)}", _text(document.stamp)], count(1)
    for section in filter(None, document.sections):
        parts += [f"## {_text(section.title)}" if section.title else "", *_list(section, notes)]
        for table in section.tables:
            if table.rows:
                parts += [f"### {_text(table.title)}" if table.title != section.title else "", _text(table.note)]
                parts.append(_table(table))
    return "\n\n".join(part for part in parts if part) + "\n"


def _list(section: Section, numbers: Iterator[int]) -> tuple[str, str]:
    """Return a section's sentences and the footnotes below them; where Markdown is shown these stand at its end."""
    lines, notes = list[str](), list[str]()
    for sentence in section.footnoted:
        note = noted(sentence)
        mark = f"[^{next(numbers)}]" if note else ""
        lines.append(f"- {_text(sentence.text)}{mark}")
        notes += [f"{mark}: {_text(note)}"] * bool(note)
    return "\n".join(lines), "\n".join(notes)


def _table(table: Table) -> str:
    heads = [column.head for column in table.columns]
    rules = ["---:" if column.right else "---" for column in table.columns]
    normal = len(table.rows) - table.totals
    rows = [_cells(row) if number < normal else _bold(row) for number, row in enumerate(table.rows)]
    return "\n".join(_line(cells) for cells in [[_text(head) for head in heads], rules, *rows])


def _cells(row: tuple[Cell, ...]) -> list[str]:
    return [_text(cell.text + cell.under) for cell in row]


def _bold(row: tuple[Cell, ...]) -> list[str]:
    return [f"**{text}**" if text else "" for text in _cells(row)]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    """Return text that Markdown shows as it is: what a person typed makes no link, image or heading."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
