"""Office files and archives whose bytes depend on what they say alone."""

import io
import re
import zipfile
from collections.abc import Mapping

_MADE = (1980, 1, 1, 0, 0, 0)
"""When the parts of every file were made, as far as the archive knows."""
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_WORKBOOK, _PROPERTIES = ".xlsx", "docProps/core.xml"


def repacked(file: bytes) -> bytes:
    """Return the file with parts that do not say when they were written; nor do the workbooks of its charts."""
    return _packed(file, inner=False)


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files by their names."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as again:
        for name, file in files.items():
            again.writestr(zipfile.ZipInfo(name, _MADE), file, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _packed(file: bytes, *, inner: bool) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as again:
        for name in parts.namelist():
            part = parts.read(name)
            if name.endswith(_WORKBOOK):
                part = _packed(part, inner=True)
            elif inner and name == _PROPERTIES:
                part = _MOMENT.sub(b"1980-01-01T00:00:00Z", part)
            again.writestr(zipfile.ZipInfo(name, _MADE), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
