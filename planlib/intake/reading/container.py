"""What a file is: what its bytes say, whatever its name says.

Nothing is ever extracted, so the names inside an archive do no harm; what it unpacks to is limited before it is read.
"""

import io
import re
import zipfile
from typing import Literal, TypeAlias

from planlib.errors import InvalidError, Problem
from planlib.intake.options import Limits
from planlib.vocabulary import ProblemCode

Kind: TypeAlias = Literal["text", "xlsx", "xls", "ods"]

_MAGIC = {
    b"%PDF": "pdf",
    b"\x1f\x8b": "gzip",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"{\\rtf": "rtf",
}
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:(?P<xml>\?xml)|!doctype|html|head|meta|table)", re.IGNORECASE)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_PARTS = 10_000
"""Parts of a workbook at most; Excel writes a few for each sheet."""
_SMALL = 10 * 2**20
"""Bytes up to which a part may be packed as tightly as it likes."""


def kind_of(data: bytes) -> Kind:
    """Return what the file is.

    Raises:
        InvalidError: It is neither a text nor a workbook, or a workbook that is damaged or locked by a password.
    """
    if data.startswith(_ZIP):
        return _kind_of_zip(data)
    if data.startswith(_OLE2):
        return _kind_of_ole2(data)
    found = next((what for magic, what in _MAGIC.items() if data.startswith(magic)), None)
    markup = None if found else _MARKUP.match(data)
    if markup:
        found = "xml" if markup["xml"] and b"<html" not in data[:1000].lower() else "html"
    if found:
        raise _mismatch(found)
    return "text"


def refuse_bomb(data: bytes, limits: Limits) -> None:
    """Refuse a workbook whose directory says that it unpacks to too much; the directory may lie.

    Raises:
        InvalidError: `zip_bomb`, or `too_large`.
    """
    with _directory(data) as archive:
        parts = archive.infolist()
    tight = any(part.file_size > max(_SMALL, limits.ratio * part.compress_size) for part in parts)
    if tight:
        raise InvalidError([Problem(ProblemCode.ZIP_BOMB)])
    if sum(part.file_size for part in parts) > limits.unpacked:
        raise InvalidError([Problem(ProblemCode.TOO_LARGE, parameters={"unpacked": limits.unpacked})])


def _kind_of_zip(data: bytes) -> Kind:
    with _directory(data) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return "xlsx"
        if "content.xml" in names and "mimetype" in names:
            if archive.getinfo("mimetype").file_size < 100 and _mimetype(archive).endswith(b"opendocument.spreadsheet"):
                return "ods"
            raise _mismatch("odt")
    known = {"xl/workbook.bin": "xlsb", "word/document.xml": "docx", "ppt/presentation.xml": "pptx"}
    raise _mismatch(next((what for name, what in known.items() if name in names), "zip"))


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    try:
        return archive.read("mimetype").strip()
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as fault:
        raise InvalidError([Problem(ProblemCode.NOT_AN_XLSX)]) from fault


def _directory(data: bytes) -> zipfile.ZipFile:
    if data.count(b"PK\x01\x02") > _PARTS:  # before a directory of millions is read
        raise InvalidError([Problem(ProblemCode.ZIP_BOMB)])
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise InvalidError([Problem(ProblemCode.NOT_AN_XLSX)]) from fault
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise InvalidError([Problem(ProblemCode.PASSWORD_PROTECTED)])
    return archive


def _kind_of_ole2(data: bytes) -> Kind:
    if _has_stream(data, "EncryptedPackage"):
        raise InvalidError([Problem(ProblemCode.PASSWORD_PROTECTED)])
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return "xls"
    if _has_stream(data, "WordDocument"):
        raise _mismatch("docx")
    raise InvalidError([Problem(ProblemCode.NOT_AN_XLSX)])


def _has_stream(data: bytes, name: str) -> bool:
    """Whether the directory of an OLE2 file lists a stream; its names are in UTF-16 and padded."""
    return name.encode("utf-16-le") + b"\x00\x00" in data


def _mismatch(found: str) -> InvalidError:
    return InvalidError([Problem(ProblemCode.TYPE_MISMATCH, parameters={"found": found})])
