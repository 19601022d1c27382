"""Office files whose bytes depend on what they say alone."""

import io
import zipfile

_MADE = (1980, 1, 1, 0, 0, 0)
"""When the parts of every file were made, as far as the archive knows."""


def repacked(file: bytes) -> bytes:
    """Return the file with parts that do not say when they were written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as again:
        for name in parts.namelist():
            again.writestr(zipfile.ZipInfo(name, _MADE), parts.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
