"""What the reader of workbooks does not tell, from their XML: errors, formulas without a result, hidden rows.

Runs in the child process. Each part is unpacked piece by piece and counted, because the directory may lie about it, and
refused where it declares a document type: workbooks have none, and entities are how XML reads other files.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import IO
from xml.etree import ElementTree

from planlib.intake.reading.workbook_cells import Merged, column_number
from planlib.intake.reading.workbook_percents import PercentCells, percent_cells

_PIECE = 1 << 20
_STYLES = "xl/styles.xml"
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ERROR = re.compile(rb'<(?:\w+:)?c\b([^>]*?\bt="e"[^>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]*)<")
_UNSAVED = re.compile(
    rb"<(?:\w+:)?c\b([^>/]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_NO_VALUE = re.compile(rb"f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>|</(?:\w+:)?c>)")
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="([0-9]{1,7})"')
_FAR = re.compile(rb'<(?:\w+:)?c\b[^>/]*?\br="([A-Z]{3})[0-9]+"[^>/]*>(?!\s*</)')
_THREE_LETTERS = re.compile(rb' r="[A-Z]{3}')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


class RefusedPartError(Exception):
    """The workbook is refused."""

    def __init__(self, code: str, count: int | None = None) -> None:
        """Take one of the problem codes, and the number its sentence needs."""
        super().__init__(code)
        self.code = code
        self.count = count


@dataclass
class Facts:
    """What the XML of a sheet says; rows and columns count from 0."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    """What cells show in place of what the reader tells: errors, and percentages above 150 %."""
    unsaved: list[tuple[int, int]] = field(default_factory=list)
    """Formulas without a result: written by a program that does not calculate."""
    hidden: list[int] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    """Of an ODS; those of an XLSX are told by the reader."""
    is_odd: bool = False
    """The part of an ODS has merged cells or hidden rows."""
    width: int = 0
    """Columns up to the last cell with something in it, where those are more than ZZ."""


def look_through(data: bytes, unpacked: int) -> dict[str, Facts]:
    """Return what each sheet says, by its name; nothing of an XLS, which has no XML.

    Raises:
        RefusedPartError: `zip_bomb`, `xml_entity` or `not_an_xlsx`.
    """
    if not data.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        facts: dict[str, Facts] = {}
        percents = None
        for part in sorted(archive.infolist(), key=lambda part: part.filename != _STYLES):
            part.file_size = unpacked + 2 * _PIECE  # to read what there is, and not what the directory says
            found = Facts()
            is_ods = part.filename == "content.xml"
            is_sheet = part.filename.startswith("xl/worksheets/")
            with archive.open(part) as opened:
                for block, fresh in _blocks(opened):
                    unpacked -= fresh
                    _refuse(block, unpacked)
                    if is_sheet:
                        _note(block, found)
                        if percents:
                            _note_percentages(block, percents, found)
                    elif is_ods:
                        found.is_odd |= b"-spanned=" in block or b"table:visibility=" in block
            if part.filename == _STYLES:
                with archive.open(part) as opened:
                    percents = percent_cells(opened)
            if is_sheet:
                facts[part.filename] = found
            if found.is_odd:
                with archive.open(part) as opened:
                    return _tables(opened)
        return {name: facts[path] for name, path in _sheets(archive) if path in facts}


def _refuse(block: bytes, remaining: int) -> None:
    if remaining < 0:
        raise RefusedPartError("zip_bomb")
    if _DECLARED.search(block):
        raise RefusedPartError("xml_entity")


def _blocks(opened: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Return a part piece by piece, cut behind a cell, and how much of each piece is new."""
    kept = b""
    while piece := opened.read(_PIECE):
        block = kept + piece
        cell = max(block.rfind(b"</c>"), block.rfind(b":c>"))
        end = block.rfind(b">") + 1 if cell < 0 else block.index(b">", cell) + 1
        kept = block[end:][-_PIECE:]
        yield block[:end] or block, len(piece)
    yield kept, 0


def _note(block: bytes, facts: Facts) -> None:
    """Note what a piece of a sheet says; plain searches first, because nearly all pieces say nothing."""
    if b't="e"' in block:
        for cell, content in _ERROR.findall(block):
            value = _VALUE.search(content)
            place = _place(cell)
            if value and place:
                facts.texts[place] = value[1].decode(errors="replace")
    if b"/></c>" in block or _NO_VALUE.search(block):
        unsaved = (cell for cell in _UNSAVED.findall(block) if b't="str"' not in cell)
        facts.unsaved += [place for cell in unsaved if (place := _place(cell))]
    if b'hidden="' in block:
        facts.hidden += [int(row) - 1 for row in _HIDDEN.findall(block)]
    if _THREE_LETTERS.search(block):
        for letters in set(_FAR.findall(block)):
            facts.width = max(facts.width, column_number(letters.decode()) + 1)


def _note_percentages(block: bytes, cells: PercentCells, facts: Facts) -> None:
    for cell, text in cells.large(block):
        if place := _place(cell):
            facts.texts[place] = text


def _place(cell: bytes) -> tuple[int, int] | None:
    found = _PLACE.search(cell)
    return (int(found[2]) - 1, column_number(found[1].decode())) if found else None


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Return name and part of each sheet."""
    try:
        workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in workbook.findall(".//{*}sheet"):
        link = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        yield sheet.get("name", ""), normpath(join("/xl", targets.get(link, ""))).lstrip("/")


def _tables(content: IO[bytes]) -> dict[str, Facts]:
    """Return merged cells and hidden rows of each sheet of an ODS."""
    found: dict[str, Facts] = {}
    facts, row, column = Facts(), 0, 0
    for event, element in ElementTree.iterparse(content, ("start", "end")):
        tag = element.tag.removeprefix(_TABLE)
        if event == "start" and tag == "table":
            facts, row = found.setdefault(element.get(f"{_TABLE}name", ""), Facts()), 0
        elif event == "start" and tag == "table-row":
            column = 0
            if element.get(f"{_TABLE}visibility", "visible") != "visible":
                facts.hidden.append(row)
        elif event == "start" and tag in ("table-cell", "covered-table-cell"):
            down, right = _count(element, "number-rows-spanned"), _count(element, "number-columns-spanned")
            if down > 1 or right > 1:
                facts.merged.append(Merged(row, column, row + down - 1, column + right - 1))
            column += _count(element, "number-columns-repeated")
        elif event == "end" and tag == "table-row":
            row += _count(element, "number-rows-repeated")
            element.clear()
    return found


def _count(element: ElementTree.Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isdecimal() else 1
