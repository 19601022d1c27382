"""Numbers that an XLSX shows as percentages: 1.6 in such a cell is 160 %, which the number alone does not tell.

Runs in the child process. Up to 150 % a bare number is read as a fraction anyway.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import IO
from xml.etree import ElementTree

_BUILT_IN = {"9", "10"}
"""Formats 0% and 0.00%, which files need not define."""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
"""What a format shows as it stands."""
_FRACTION = Decimal("1.5")
"""As `planlib.intake.values.values.BARE_PERCENT`, which is too heavy for the child."""


def percent_cells(styles: IO[bytes]) -> "PercentCells | None":
    """Return what finds the cells of a workbook with these styles; None where they cannot be read."""
    try:
        return PercentCells(ElementTree.fromstring(styles.read()))
    except ElementTree.ParseError:
        return None


class PercentCells:
    """Finds the cells of sheets whose style is that of a percentage."""

    def __init__(self, styles: ElementTree.Element) -> None:
        """Take the styles of a workbook."""
        formats = _BUILT_IN | {
            one.get("numFmtId", "")
            for one in styles.iterfind("{*}numFmts/{*}numFmt")
            if "%" in _LITERAL.sub("", one.get("formatCode", ""))
        }
        used = [at for at, one in enumerate(styles.iterfind("{*}cellXfs/{*}xf")) if one.get("numFmtId") in formats]
        style = rf' s="(?:{"|".join(map(str, used)) or "none"})"'
        value = r">\s*(?:<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*)?<(?:\w+:)?v>"
        large = r"-?(?:1\.[5-9]|[2-9]|[0-9]{2}|[0-9.]+E\+?[0-9])"
        self._some = re.compile(f"{style}[^>/]*{value}{large}".encode())
        self._cell = re.compile(rf'<(?:\w+:)?c(?=[^>]*{style})(?![^>]* t="(?!n"))([^>/]*){value}([^<]*)<'.encode())

    def large(self, block: bytes) -> Iterator[tuple[bytes, str]]:
        """Yield the attributes of each cell in a piece of a sheet that holds more than 150 %, and what it shows."""
        if not self._some.search(block):  # which is fast, and most percentages are smaller
            return
        for attributes, text in self._cell.findall(block):
            try:
                value = Decimal(f"{float(text):.15g}")
            except (ValueError, InvalidOperation):
                continue
            if value.is_finite() and abs(value) > _FRACTION:
                yield attributes, f"{(value * 100).normalize():f}%"
