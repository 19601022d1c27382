"""How wide the columns of a table are: no word is broken, short texts stand on one line, long ones share the rest.

Widths are counted in Latin letters; a Chinese character takes two.
"""

import re
from math import ceil
from typing import NamedTuple

from planlib.document import Cell, Table
from planlib.export.looks import column_texts, text_width

_LONG = 26
"""Columns with a longer text share the width that the others leave."""
_NUMBER = 14
"""Letters of a number or a day at most."""
_PADDING = 4
"""Letters that the space beside a cell's text takes."""
_UNBROKEN = re.compile(r"[^\s\u2e80-\uffef]+|[\u2e80-\uffef]{1,4}")
"""A word of Latin letters, or a few Chinese characters that read better together."""


class Needs(NamedTuple):
    """What the columns of a table ask for."""

    least: list[int]
    """So that no word is broken."""
    most: list[int]
    """So that each text stands on one line."""

    def widths(self, room: float) -> list[float]:
        """Return the width of each column where they have `room` together."""
        wish = sum(many - few for few, many in zip(*self, strict=True) if many <= _LONG)
        part = min(1.0, max(0.0, room - sum(self.least)) / wish) if wish else 0.0
        widths = [few + part * (many - few) if many <= _LONG else few for few, many in zip(*self, strict=True)]
        rest = room - sum(widths)
        hunger = [min(many, 3 * _LONG) if many > _LONG else 0 for many in self.most]
        shares = hunger if rest > 0 and any(hunger) else widths
        return [width + rest * share / sum(shares) for width, share in zip(widths, shares, strict=True)]


def needs(table: Table, padding: int = _PADDING) -> Needs:
    """Return what the columns of a table ask for, with so many letters for the space beside a text."""
    padding, texts = padding + bool(table.totals), column_texts(table)  # totals are bold
    least = [padding + max(text_width(word) for text in column for word in _words(text)) for column in texts]
    return Needs(least, [padding + max(map(text_width, column)) for column in texts])


def lines(row: tuple[Cell, ...], widths: list[float]) -> int:
    """Return on how many lines the longest text of a row stands."""
    room = [max(1.0, width - _PADDING / 2) for width in widths]
    return max(ceil(text_width(cell.text + cell.under) / width) or 1 for cell, width in zip(row, room, strict=True))


def _words(text: str) -> list[str]:
    """Return the parts of a text between which a line may be broken; a number or a day stands on one."""
    if text_width(text) <= _NUMBER and any(mark.isdecimal() for mark in text):
        return [text]
    return _UNBROKEN.findall(text) or [""]
