"""The files in which a document can be taken away: what each is called, and what writes it.

What writes a format is loaded when a file of it is wanted.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from planlib.document import Document, Table
from planlib.export.markdown import markdown
from planlib.locale import Language


class Format(StrEnum):
    """In what form a document is written."""

    PPTX = "pptx"
    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"
    MD = "md"


_OFFICE = "application/vnd.openxmlformats-officedocument"
MIME = {
    Format.PPTX: f"{_OFFICE}.presentationml.presentation",
    Format.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    Format.DOCX: f"{_OFFICE}.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.HTML: "text/html",
    Format.MD: "text/markdown",
}


def written(wanted: Format, document: Document, raw: Iterable[Table], day: date, language: Language) -> bytes:
    """Return the document as a file made on `day`; `raw` are the rows behind it, for the workbook."""
    match wanted:
        case Format.PPTX:
            from planlib.export.pptx_file import pptx_file

            return pptx_file(document, day, language)
        case Format.XLSX:
            from planlib.export.xlsx_pack import xlsx_pack

            return xlsx_pack(document, raw, day, language)
        case Format.DOCX:
            from planlib.export.docx_file import docx_file

            return docx_file(document, day, language, contents=True)
        case Format.PDF:
            from planlib.export.pdf_file import pdf_file

            return pdf_file(document, day, language)
        case Format.HTML:
            from planlib.export.html_file import html_file

            return html_file(document, language)
        case Format.MD:
            return markdown(document).encode()
