"""A text file to columns of texts, with the line of the file on which each row starts.

A regular file, one line per row and no quotes, is read by Arrow in one go; any other one row by row with Python's
strict csv reader. Both give the same table (a test holds them to it); the second is about ten times slower.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from planlib.errors import InvalidError, Notice, Problem
from planlib.intake.encoding import decode
from planlib.intake.options import Limits
from planlib.vocabulary import DecisionCode, ProblemCode

csv.field_size_limit(Limits().size)  # a cell longer than csv's own 128 KB is a problem of its row, not an error

DELIMITERS = ",;\t"
_MAGIC = {
    b"PK\x03\x04": "xlsx",
    b"PK\x05\x06": "zip",
    b"\xd0\xcf\x11\xe0": "xls",
    b"%PDF": "pdf",
    b"\x1f\x8b": "gzip",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
}
_HTML = re.compile(rb"\s*<(?:!doctype|html|head|meta|table|\?xml)", re.IGNORECASE)
_SPACE = r"[\s\x{a0}\x{3000}]*"
_TOTAL_ROW = f"(?i)^{_SPACE}(?:[合总小]{_SPACE}计|(?:grand{_SPACE}|sub{_SPACE})?total){_SPACE}[:：]?{_SPACE}$"


class Ragged(NamedTuple):
    """A row whose number of cells is not the header's."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: texts as they stand in it, blank rows and rows of totals left out."""

    header: tuple[str, ...]
    columns: tuple[pa.StringArray, ...]
    lines: np.ndarray
    """Line on which each row starts, as an editor counts it."""
    ragged: tuple[Ragged, ...]
    decisions: tuple[Notice, ...]
    """What was decided to read it."""
    encoding: str
    delimiter: str

    def __len__(self) -> int:
        """Return the number of rows, without the ragged ones."""
        return len(self.lines)

    def cells(self, row: int) -> tuple[str, ...]:
        """Return the texts of one row."""
        return tuple(column[row].as_py() for column in self.columns)


class _Record(NamedTuple):
    line: int
    cells: list[str]
    end: int
    """Last line of the record."""


class _Body(NamedTuple):
    columns: tuple[pa.StringArray, ...]
    lines: np.ndarray
    ragged: tuple[Ragged, ...]


def read(data: bytes, *, encoding: str | None = None, limits: Limits) -> Table:
    """Return the rows of a CSV or TSV file; InvalidError where the file as a whole cannot be read."""
    _refuse_what_is_no_text(data, limits)
    text, encoding = decode(data, encoding)
    delimiter = _delimiter(text)
    header = _header(text, delimiter, limits)
    columns, lines, ragged = regular(text, delimiter, header) or careful(text, delimiter, header, limits)
    totals = _total_rows(columns)
    kept = ~(_blank_rows(columns) | totals)
    if not kept.any() and not ragged:
        raise InvalidError([Problem(ProblemCode.NO_DATA_ROWS)])
    if len(lines) > limits.rows:
        raise InvalidError([Problem(ProblemCode.TOO_MANY_ROWS, parameters={"limit": limits.rows})])
    return Table(
        header=tuple(header.cells),
        columns=columns if kept.all() else tuple(column.filter(pa.array(kept)) for column in columns),
        lines=lines[kept],
        ragged=ragged,
        decisions=(
            Notice(DecisionCode.ENCODING, {"encoding": encoding.upper()}),
            *([Notice(DecisionCode.TOTALS, {"lines": lines[totals].tolist()})] if totals.any() else []),
        ),
        encoding=encoding,
        delimiter=delimiter,
    )


def regular(text: bytes, delimiter: str, header: _Record) -> _Body | None:
    """Return the rows of a file with one line per row and no quotes; None where it is not one."""
    if b'"' in text or (b"\r" in text and text.count(b"\r") != text.count(b"\r\n")):
        return None
    names = [str(number) for number in range(len(header.cells))]
    try:
        table = pyarrow.csv.read_csv(
            pa.py_buffer(text),
            pyarrow.csv.ReadOptions(column_names=names, skip_rows=header.end),
            pyarrow.csv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False),
            pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), check_utf8=False),
        )
    except pa.ArrowInvalid:
        return None
    columns = tuple(column.combine_chunks() for column in table.columns)
    return _Body(columns, header.end + 1 + np.arange(table.num_rows), ())


def careful(text: bytes, delimiter: str, header: _Record, limits: Limits) -> _Body:
    """Return the rows of any file, those with too many or too few cells apart."""
    rows: list[list[str]] = []
    lines: list[int] = []
    ragged: list[Ragged] = []
    for line, cells, _ in _records(text, delimiter):
        if line <= header.line or _is_blank(cells):
            continue
        if len(cells) == len(header.cells):
            rows.append(cells)
            lines.append(line)
        else:
            ragged.append(Ragged(line, tuple(cells)))
        if len(rows) + len(ragged) > limits.rows:
            break
    texts = zip(*rows, strict=True) if rows else ([] for _ in header.cells)
    columns = tuple(pa.array(column, pa.string()) for column in texts)
    return _Body(columns, np.array(lines, dtype=np.int64), tuple(ragged))


def _refuse_what_is_no_text(data: bytes, limits: Limits) -> None:
    if not data or data.isspace():
        raise InvalidError([Problem(ProblemCode.EMPTY_FILE)])
    if len(data) > limits.size:
        raise InvalidError([Problem(ProblemCode.TOO_LARGE, parameters={"size": len(data), "limit": limits.size})])
    found = next((what for magic, what in _MAGIC.items() if data.startswith(magic)), None)
    if found is None and _HTML.match(data.removeprefix(b"\xef\xbb\xbf")):
        found = "html"
    if found is not None:
        raise InvalidError([Problem(ProblemCode.NOT_A_CSV, parameters={"found": found})])


def _stream(text: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text), "utf-8", newline="")


def _records(text: bytes, delimiter: str) -> Iterator[_Record]:
    reader = csv.reader(_stream(text), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield _Record(line, cells, reader.line_num)
            line = reader.line_num + 1
    except csv.Error as fault:
        raise InvalidError([Problem(ProblemCode.UNTERMINATED_QUOTE, line)]) from fault


def _is_blank(cells: list[str]) -> bool:
    return not any(cell.strip() for cell in cells)


def _delimiter(text: bytes) -> str:
    """The one that cuts the first line into most cells."""
    line = next((line for line in _stream(text) if line.strip()), "")
    return max(DELIMITERS, key=lambda delimiter: len(next(csv.reader([line], delimiter=delimiter))))


def _header(text: bytes, delimiter: str, limits: Limits) -> _Record:
    header = next((record for record in _records(text, delimiter) if not _is_blank(record.cells)), None)
    if header is None:
        raise InvalidError([Problem(ProblemCode.EMPTY_FILE)])
    if len(header.cells) > limits.columns:
        parameters = {"count": len(header.cells), "limit": limits.columns}
        raise InvalidError([Problem(ProblemCode.TOO_MANY_COLUMNS, header.line, parameters=parameters)])
    return header


def _blank_rows(columns: tuple[pa.StringArray, ...]) -> np.ndarray:
    blank = np.ones(len(columns[0]), dtype=bool)
    for column in columns:
        if not blank.any():
            break
        blank &= pc.equal(pc.utf8_trim_whitespace(column), "").to_numpy(zero_copy_only=False)
    return blank


def _total_rows(columns: tuple[pa.StringArray, ...]) -> np.ndarray:
    total: np.ndarray = pc.match_substring_regex(columns[0], _TOTAL_ROW).to_numpy(zero_copy_only=False)
    return total
