"""A text file as rows of texts, each on its line.

Arrow reads the file in one go wherever each quotation mark opens or closes a cell; the lines are then counted from the
line breaks outside of quotation marks. Any other file is read row by row with Python's strict csv reader. Both give
the same rows (a test holds them to it).
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.csv

from planlib.errors import InvalidError, Notice, Problem
from planlib.intake.options import Limits, Options
from planlib.intake.reading.encoding import decode
from planlib.intake.reading.source import Body, Ragged, Row
from planlib.vocabulary import DecisionCode, ProblemCode

csv.field_size_limit(2**31 - 1)  # a cell longer than csv's own 128 KB is a problem of its row, not an error

DELIMITERS = ("\t", ",", ";", "|", "  ", " ")
"""What may be between two cells, the likelier first; two blanks and one blank stand for that many or more."""

_KNOWN = {"known": (", ; |", "tab"), "known_zh": (", ; |", "制表符")}

_SAMPLE = 60
"""Rows that tell what is between the cells."""
_SAMPLE_SIZE = 1 << 18
_BLOCK = 1 << 22
"""Bytes that Arrow reads at a time; no cell of a regular file is larger."""
_BATCH = 10_000
"""Rows that are lists of Python at a time."""
_LINE_BREAK = re.compile(rb"\r\n?|\n")
_CELL_BREAK = re.compile(r"\r\n?|\n")
Breaks: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
Lines: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
_NONE_INSIDE: Breaks = np.array([], dtype=np.int64)
"""No cell holds a line break, so that each line break ends a row."""


class TextSource:
    """Rows of a text file; see :class:`planlib.intake.reading.source.Source`."""

    def __init__(self, text: bytes, encoding: str, delimiter: str, limits: Limits) -> None:
        """Take the text as UTF-8, and what it was written in."""
        self._blanks = delimiter.isspace() and delimiter != "\t"
        self._text = _single_tabs(text, len(delimiter)) if self._blanks else text
        self._mark = "\t" if self._blanks else delimiter
        self._limits = limits
        self.encoding = encoding
        self.delimiter = delimiter
        self.sheets: tuple[str, ...] = ()
        self.decisions = (
            Notice(DecisionCode.ENCODING, {"encoding": encoding.upper()}),
            *([] if delimiter == "," else [Notice(DecisionCode.DELIMITER, {"delimiter": delimiter})]),
        )

    def head(self, most: int) -> list[Row]:
        """Return the first rows that are not blank, at most `most`."""
        return list(islice((row for row in _rows(self._text, self._mark) if any(map(str.strip, row.cells))), most))

    def body(self, header: Row) -> Body:
        """Return the rows below `header`, those with another number of cells apart."""
        return regular(self._text, self._mark, header) or careful(self._text, self._mark, header, self._limits)


def open_text(data: bytes, options: Options, knows: Callable[[Sequence[str]], int] | None = None) -> TextSource:
    """Return the rows of `data`; `knows` counts the cells of a row that are known headers.

    Raises:
        InvalidError: The encoding is not known or not the one that was chosen, or the delimiter is none.
    """
    text, encoding = decode(data, options.encoding)
    if options.delimiter is not None and options.delimiter not in DELIMITERS:
        raise InvalidError([Problem(ProblemCode.BAD_CHOICE, value=options.delimiter, parameters=_KNOWN)])
    delimiter = options.delimiter or _delimiter(text, knows or (lambda _: 0))
    return TextSource(text, encoding, delimiter, options.limits)


# what is between the cells


class _Evidence(NamedTuple):
    """How well a delimiter cuts the first rows, the best first."""

    known: int
    """Known headers in the row that has most."""
    rows: int
    """Rows with as many cells as most have."""
    cells: int


def _delimiter(text: bytes, knows: Callable[[Sequence[str]], int]) -> str:
    sample = text[:_SAMPLE_SIZE].decode(errors="ignore")
    evidence = {mark: _evidence(_cut(sample, mark), knows) for mark in DELIMITERS}
    found = max(DELIMITERS, key=lambda mark: evidence[mark])
    return found if evidence[found].rows else ","


def _cut(sample: str, mark: str) -> list[list[str]]:
    """Return the first rows of a text, cut at `mark`."""
    lines = (line for line in io.StringIO(sample, newline="") if line.strip())
    if mark.isspace() and mark != "\t":
        many = re.compile(rf"[ \t]{{{len(mark)},}}")
        return [many.split(line.strip()) for line in islice(lines, _SAMPLE)] if '"' not in sample else []
    return list(islice(csv.reader(lines, delimiter=mark), _SAMPLE))


def _evidence(rows: list[list[str]], knows: Callable[[Sequence[str]], int]) -> _Evidence:
    counts = Counter(len(row) for row in rows if len(row) > 1)
    if not counts:
        return _Evidence(0, 0, 0)
    cells, number = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    return _Evidence(max(map(knows, rows)), number, cells)


def _single_tabs(text: bytes, blanks: int) -> bytes:
    """Return the text with one tab for each run of blanks, none at the edges of a line."""
    inner = re.sub(rb"(?m)^[ \t]+|[ \t]+(?=\r?$)", b"", text)
    return re.sub(rb"[ \t]{%d,}" % blanks, b"\t", inner)


# the rows


def regular(text: bytes, delimiter: str, header: Row) -> Body | None:
    """Return the rows of a file whose quotation marks all open or close a cell; None where one does not."""
    text = text[_offset(text, header.end) :]
    if not text:
        return Body(tuple(pa.array([], pa.string()) for _ in header.cells), np.array([], dtype=np.int64), ())
    quoted = b'"' in text
    if b"\r" in text and text.count(b"\r") != text.count(b"\r\n"):
        if quoted:
            return None
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    breaks = _row_breaks(text, delimiter) if quoted else _NONE_INSIDE
    if breaks is None:
        return None
    try:
        columns, ragged = _arrow(text, delimiter, len(header.cells), quoted=quoted, inside=breaks is not _NONE_INSIDE)
    except pa.ArrowInvalid:  # a cell is larger than a block
        return None
    rows = len(columns[0]) + len(ragged)
    lines = header.end + 1 + (np.arange(rows) if breaks is _NONE_INSIDE else np.append([0], breaks + 1)[:rows])
    kept = np.ones(len(lines), dtype=bool)
    kept[[number for number, _ in ragged]] = False
    return Body(columns, lines[kept], tuple(Ragged(int(lines[number]), cells) for number, cells in ragged))


def _offset(text: bytes, lines: int) -> int:
    """Return where the line after the first `lines` starts."""
    last = next(islice(_LINE_BREAK.finditer(text), lines - 1, None), None) if lines else None
    return last.end() if last else len(text) if lines else 0


def _row_breaks(text: bytes, delimiter: str) -> Breaks | None:
    """Return which line breaks end a row, counted from 0: `_NONE_INSIDE` where all do.

    None where a quotation mark stands inside a cell: else of each two the first opens a cell or is half of a doubled
    one, and so the second closes one.
    """
    octets = np.frombuffer(text, dtype=np.uint8)
    quotes = np.flatnonzero(octets == ord('"'))
    edge = np.zeros(256, dtype=bool)
    edge[[ord(delimiter), ord("\n"), ord("\r"), ord('"')]] = True
    opening, closing = quotes[::2], quotes[1::2]
    opening, closing = opening[opening > 0], closing[closing < len(octets) - 1]
    if len(quotes) % 2 or not (edge[octets[opening - 1]].all() and edge[octets[closing + 1]].all()):
        return None
    inside = np.searchsorted(quotes, np.flatnonzero(octets == ord("\n"))) % 2 == 1
    return np.flatnonzero(~inside) if inside.any() else _NONE_INSIDE


def _arrow(
    text: bytes, delimiter: str, width: int, *, quoted: bool, inside: bool
) -> tuple[tuple[pa.StringArray, ...], list[tuple[int, tuple[str, ...]]]]:
    """Return the columns of the rows with `width` cells, and the other rows by their number.

    `inside` says that cells hold line breaks.
    """
    ragged: list[tuple[int, tuple[str, ...]]] = []

    def keep(row: Any) -> str:
        cells = next(csv.reader(io.StringIO(row.text, newline=""), delimiter=delimiter)) if quoted else None
        ragged.append((row.number and row.number - 1, tuple(cells or row.text.split(delimiter))))
        return "skip"

    def read(*, threads: bool) -> pa.Table:
        ragged.clear()
        names = [str(number) for number in range(width)]
        return pyarrow.csv.read_csv(
            pa.py_buffer(text),
            pyarrow.csv.ReadOptions(column_names=names, use_threads=threads, block_size=_BLOCK),
            pyarrow.csv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if quoted else False,
                newlines_in_values=inside,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), check_utf8=False),
        )

    table = read(threads=True)
    if ragged:  # only one thread counts rows
        table = read(threads=False)
    return tuple(column.combine_chunks() for column in table.columns), ragged


def careful(text: bytes, delimiter: str, header: Row, limits: Limits) -> Body:
    """Return the rows of any file, as Python's strict csv reader reads them."""
    width = len(header.cells)
    columns = [[pa.array([], pa.string())] for _ in header.cells]
    kept: list[Lines] = [np.array([], dtype=np.int64)]
    ragged: list[Ragged] = []
    count = 0
    for lines, rows in _batches(text, delimiter):
        below = int(np.searchsorted(lines, header.end, side="right"))
        lines, rows = lines[below:], rows[below:]
        fits = np.array([len(cells) == width for cells in rows], dtype=bool)
        if not fits.all():
            ragged += [Ragged(int(lines[row]), tuple(rows[row])) for row in np.flatnonzero(~fits).tolist()]
            lines, rows = lines[fits], [cells for cells in rows if len(cells) == width]
        for column, texts in zip(columns, zip(*rows, strict=True), strict=bool(rows)):
            column.append(pa.array(texts, pa.string()))
        kept.append(lines)
        count += len(fits)
        if count > limits.rows:
            break
    return Body(tuple(map(pa.concat_arrays, columns)), np.concatenate(kept), tuple(ragged))


def _batches(text: bytes, delimiter: str) -> Iterator[tuple[Lines, list[list[str]]]]:
    """Yield the rows, many at a time, with the lines on which they start."""
    reader, start = csv.reader(_opened(text), delimiter=delimiter, strict=True), 1
    try:
        while rows := list(islice(reader, _BATCH)):
            lines = start + np.arange(len(rows))
            if reader.line_num >= start + len(rows):
                lines[1:] += np.cumsum([_inner_breaks(cells) for cells in rows[:-1]])
            yield lines, rows
            start = reader.line_num + 1
    except csv.Error:
        for _ in _rows(text, delimiter):  # one by one, to tell the line
            continue
        raise


def _inner_breaks(cells: list[str]) -> int:
    """Return the number of line breaks inside of the cells."""
    return sum(len(_CELL_BREAK.findall(cell)) for cell in cells if "\n" in cell or "\r" in cell)


def _rows(text: bytes, delimiter: str) -> Iterator[Row]:
    reader, line = csv.reader(_opened(text), delimiter=delimiter, strict=True), 1
    try:
        for cells in reader:
            yield Row(line, cells, reader.line_num)
            line = reader.line_num + 1
    except csv.Error as fault:
        raise InvalidError([Problem(ProblemCode.UNTERMINATED_QUOTE, line)]) from fault


def _opened(text: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text), "utf-8", newline="")
