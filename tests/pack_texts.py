"""What a reader of each format of the pack reads, as one text."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pypdf
from pptx import Presentation

from planlib.export.pack import Format


def squeezed(text: str) -> str:
    """Return a text without the spaces that a program sets between scripts and where lines end, with plain dashes."""
    return re.sub(r"[\s\u00ad]+", "", text).replace("•", "·")


def pptx_text(file: bytes) -> str:
    found = []
    for slide in Presentation(io.BytesIO(file)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def xlsx_text(file: bytes) -> str:
    with warnings.catch_warnings(action="ignore"):  # openpyxl does not know the bars that newer Excels draw in cells
        book = openpyxl.load_workbook(io.BytesIO(file))
    cells = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None]
    return "\n".join([str(book.properties.title), *cells])


def docx_text(file: bytes) -> str:
    word = docx.Document(io.BytesIO(file))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def pdf_text(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)


def md_text(file: bytes) -> str:
    return re.sub(r"\\(?=\W)", "", file.decode())


def html_text(file: bytes) -> str:
    reader = _Reader()
    reader.feed(file.decode())
    return "".join(reader.texts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        if self.get_starttag_text() not in ("<script>", "<style>"):
            self.texts.append(data)


TEXTS: Mapping[Format, Callable[[bytes], str]] = {
    Format.PPTX: pptx_text,
    Format.XLSX: xlsx_text,
    Format.DOCX: docx_text,
    Format.PDF: pdf_text,
    Format.HTML: html_text,
    Format.MD: md_text,
}


def packed_texts(archive: Path) -> dict[Format, str]:
    """Return what a reader reads in each file of an archive of one language."""
    with zipfile.ZipFile(archive) as files:
        named = {Format(Path(name).suffix[1:]): files.read(name) for name in files.namelist()}
    return {one: TEXTS[one](file) for one, file in named.items()}
