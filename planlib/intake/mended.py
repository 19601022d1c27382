"""A file of refused rows that comes back: its reasons say nothing, and its texts lose what kept them safe."""

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from planlib.intake.reading.table import Table
from planlib.locale import LANGUAGES, N_, language
from planlib.spreadsheet import safe

REASON = N_("What is wrong")
"""Header of the column that :func:`planlib.intake.refused.refused_csv` puts in front."""
REASONS = frozenset(language(code)(REASON) for code in LANGUAGES)


def mended(table: Table) -> Table:
    """Return `table`; where it came from a file of refused rows, with the texts as they stood in the first file."""
    if not REASONS.intersection(table.header):
        return table
    return replace(table, columns=tuple(map(_as_it_was, table.columns)))


def _as_it_was(texts: pa.StringArray) -> pa.StringArray:
    """Return texts without the apostrophe that :func:`planlib.spreadsheet.safe` put before formulas."""
    if not pc.any(pc.starts_with(texts, "'")).as_py():
        return texts
    encoded = texts.dictionary_encode()
    plain = [text[1:] if safe(text[1:]) == text else text for text in encoded.dictionary.to_pylist()]
    return pa.array(plain, pa.string()).take(encoded.indices)
