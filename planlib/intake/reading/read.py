"""Bytes of a file to the one table that everything else reads."""

from collections.abc import Sequence
from dataclasses import replace

from planlib.errors import InvalidError, Problem
from planlib.intake.options import ALL_SHEETS, Options
from planlib.intake.reading.container import kind_of
from planlib.intake.reading.header import likeness
from planlib.intake.reading.join import joined
from planlib.intake.reading.layout import lay_out
from planlib.intake.reading.shape import shaped
from planlib.intake.reading.sheets import together
from planlib.intake.reading.source import Row
from planlib.intake.reading.table import NOTHING, Expectation, Table
from planlib.intake.reading.text import open_text
from planlib.intake.reading.workbook import open_sheets, open_workbook
from planlib.vocabulary import ProblemCode


def read(data: bytes, options: Options, expected: Expectation = NOTHING) -> Table:
    """Return the rows of a file, one for each value where `expected` tells of what kind it is.

    Raises:
        InvalidError: The file as a whole cannot be read.
    """
    if not data or data.isspace():
        raise InvalidError([Problem(ProblemCode.EMPTY_FILE)])
    if len(data) > options.limits.size:
        size = {"size": len(data), "limit": options.limits.size}
        raise InvalidError([Problem(ProblemCode.TOO_LARGE, parameters=size)])
    return joined(shaped(_laid_out(data, options, expected), options, expected), expected.kind, options)


def _laid_out(data: bytes, options: Options, expected: Expectation) -> Table:
    """Return the table as it stands in the file."""

    def known(cells: Sequence[str]) -> int:
        return likeness(cells, expected)

    kind = kind_of(data)
    if kind == "text":
        text = open_text(data, options, known)
        return replace(lay_out(text, options, expected), encoding=text.encoding, delimiter=text.delimiter)

    def prefers(rows: list[Row]) -> bool:
        return any(known(row.cells) > 1 for row in rows)

    if options.sheet is None or (isinstance(options.sheet, str) and options.sheet != ALL_SHEETS):
        return lay_out(open_workbook(data, kind, options.sheet, prefers, options), options, expected)
    names = None if options.sheet == ALL_SHEETS else options.sheet
    sources = open_sheets(data, kind, names, options)
    return together(sources, lambda source: lay_out(source, options, expected), prefers, options.limits.rows)
