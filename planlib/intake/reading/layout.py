"""Rows of texts to one table: the header found, and what is no row of data left out.

Left out are blank rows and columns, totals, notes below the rows, and headers that are repeated for a new page.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from planlib.errors import InvalidError, Notice, Problem
from planlib.intake.options import Options
from planlib.intake.reading.header import ROWS, Header, find_header, is_value
from planlib.intake.reading.source import Body, Ragged, Row, Source
from planlib.intake.reading.table import Expectation, Table
from planlib.intake.values.units import is_unit, read_unit
from planlib.intake.values.values import plain
from planlib.vocabulary import DecisionCode, ProblemCode

Mask: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]

_SPACE = r"[\s\x{a0}\x{3000}]*"
TOTAL = (
    f"(?i)^{_SPACE}(?:本页|本表|本周|本旬|本月|本季度?|本年度?|本期|当页|当月|全部|全国|累计)?{_SPACE}"
    f"(?:[合总總小]{_SPACE}[计計]|平均值?|均值|[日周月]均值?|同比|环比|最[大小高低]值|average|avg|(?:grand{_SPACE}|sub{_SPACE}|page{_SPACE})?total){_SPACE}"
    f"(?:[(（][^)）]*[)）])?[:：]?{_SPACE}$"
)
"""What stands in a row of totals, averages or comparisons."""
_SUM = re.compile(r"(?:本表|本月|本期|全部)?\s*(?:[合总總]\s*[计計]|(?:grand\s*)?total)\s*:?|全部|all", re.I)
_PAGE = r"(?i)^[-—\s]*(?:第\s*[0-9]+\s*页(?:[\s/,，]*共\s*[0-9]+\s*页)?|page\s*[0-9]+(?:\s*(?:of|/)\s*[0-9]+)?)[-—\s]*$"
_NOTE = re.compile(
    r"\s*(?:[*※]|[(（]?(?:制表|填表|填报|编制|製表|审核|複核|复核|审批|批准|注|附注|备注|说明|(?:数据|资料)?来源|口径|打印|导出|生成"
    r"|notes?|sources?|remarks?|prepared by|reviewed by|approved by|generated|exported|printed)"
    r"[^:：,，]{0,6}[:：])",
    re.I,
)
_TAIL = 50
"""Rows at the end among which notes are looked for."""
_UNIT = re.compile(
    r"(?:^|[\s(（,，;；])(?:金额|货币|计量|数据|数量)?(?:单位|單位|units?)\s*[:：]\s*(?P<units>[^)）\]】。\n]+)"
    r"|^\s*[(（]?\s*(?:[a-z]+\s+){0,4}in\s+(?P<in>[^)）\]】。\n]+)",
    re.I,
)
_BETWEEN_UNITS = re.compile(r"[、,，;；/\s]+(?![(（])")
_OFFICE = re.compile(r"(?:公司|集团|部|部门|店|局|中心|厂|院|所|校|处|组|室|会|行)$")
"""单位 is an office too."""


class _Line(NamedTuple):
    """A row near the end of the file."""

    line: int
    cells: tuple[str, ...]
    total: bool


def lay_out(source: Source, options: Options, expected: Expectation) -> Table:
    """Return the table that a text file or a sheet holds.

    Raises:
        InvalidError: `empty_file`, `header_not_found`, `too_many_columns`, `too_many_rows` or `no_data_rows`.
    """
    head = source.head(max(ROWS, min(options.header or 0, options.limits.rows)))
    if not head:
        raise InvalidError([Problem(ProblemCode.EMPTY_FILE)])
    header = find_header(head, options.header, expected)
    named = len(header.row.cells)
    _refuse_wide(header.row, options.limits.columns)
    body = source.body(_padded(header, head))
    body, totals, decisions = _rows_of_data(body, header, named, footer=options.footer)
    if not len(body.lines) and not body.ragged:
        raise InvalidError([Problem(ProblemCode.NO_DATA_ROWS)])
    if len(body.lines) + len(body.ragged) > options.limits.rows:
        raise InvalidError([Problem(ProblemCode.TOO_MANY_ROWS, parameters={"limit": options.limits.rows})])
    names = _names(header.row.cells, body.columns)
    unit, untold = _unit_above(head[: header.above])
    return Table(
        header=tuple(names.values()),
        columns=tuple(body.columns[at] for at in names),
        lines=body.lines,
        width=named,
        ragged=body.ragged,
        totals=tuple(Ragged(row.line, tuple(row.cells[at] for at in names)) for row in totals),
        decisions=(*source.decisions, *_told(header), *untold, *decisions),
        sheets=source.sheets,
        unit=unit,
    )


def _told(header: Header) -> list[Notice]:
    """Return what is told about the header: nothing where it is the first row."""
    if len(header.rows) > 1:
        return [Notice(DecisionCode.HEADER, {"first": header.rows[0].line, "line": header.row.line})]
    return [Notice(DecisionCode.HEADER, {"line": header.row.line})] if header.above else []


def _unit_above(rows: Iterable[Row]) -> tuple[str, list[Notice]]:
    """Return the unit that a line above the header says for all amounts (单位：万元), and what is told of another."""
    told = []
    for cell in (cell[:_LONGEST].strip() for row in rows for cell in row.cells):
        found = _UNIT.search(cell)
        said = (found["units"] or found["in"]).strip() if found else cell.strip("()（）[]【】 ")
        if not found and not is_unit(cell):
            continue
        units = [said] if is_unit(said) else [part for part in _BETWEEN_UNITS.split(said) if is_unit(part)]
        if scaled := [unit for unit in units if read_unit(unit).scale > 1]:
            return scaled[0], []
        if not units and found and found["units"] and not _OFFICE.search(said):
            told.append(Notice(DecisionCode.UNIT, {"said": cell}))
    return "", told


_LONGEST = 200
"""Characters of a cell that are looked at for a unit or a note."""

# columns


def _refuse_wide(header: Row, limit: int) -> None:
    count = max((at + 1 for at, cell in enumerate(header.cells) if cell.strip()), default=0)
    if count > limit:
        parameters = {"count": count, "limit": limit}
        raise InvalidError([Problem(ProblemCode.TOO_MANY_COLUMNS, header.line, parameters=parameters)])


def _padded(header: Header, head: Sequence[Row]) -> Row:
    """Return the header with blank cells at its end where most rows have such."""
    row, rows = header.row, head[header.above + len(header.rows) :]
    widths = [len(one.cells) for one in rows if not any(map(str.strip, one.cells[len(row.cells) :]))]
    width = max(widths, key=widths.count, default=0)
    if 2 * widths.count(width) <= len(rows):
        return row
    return row._replace(cells=row.cells + [""] * (width - len(row.cells)))


def _names(header: Sequence[str], columns: Sequence[pa.StringArray]) -> dict[int, str]:
    """Return the names of the columns: blank ones left out, one with values but no name called by its letter."""
    kept = [at for at, name in enumerate(header) if name.strip() or not _blank(columns[at]).all()]
    return {at: header[at] if header[at].strip() else f"[{_letter(at)}]" for at in kept}


def _letter(column: int) -> str:
    """Return what Excel calls a column: A, B … Z, AA."""
    before, last = divmod(column, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


# rows


def _rows_of_data(body: Body, header: Header, named: int, *, footer: bool) -> tuple[Body, list[Ragged], list[Notice]]:
    """Return the rows without blank ones, totals, notes and headers; those that total all; and what is told of them.

    Rows with something to the right of the `named` columns go to the ragged ones.
    """
    blank = _all(map(_blank, body.columns), len(body.lines))
    beyond = ~blank & ~_all(map(_blank, body.columns[named:]), len(body.lines))
    ragged = [row for row in body.ragged if any(map(str.strip, row.cells))]
    ragged += [Ragged(int(body.lines[row]), _cells(body, row)) for row in np.flatnonzero(beyond).tolist()]
    ragged.sort()
    totals, repeated, notes = [np.zeros(len(body.lines), dtype=bool) for _ in range(3)]
    if footer:
        totals, pages = _totals_and_pages(body.columns[:named], ~blank)
        repeated = _repeated(body.columns[:named], header)
        noted = _notes(body._replace(ragged=tuple(ragged)), blank | pages, totals)
        noted |= {*body.lines[pages].tolist(), *(row.line for row in ragged if _is_page(row.cells))}
        notes = np.isin(body.lines, list(noted))
        ragged = [row for row in ragged if row.line not in noted]
    kept = ~(blank | beyond | totals | repeated | notes)
    told = {
        DecisionCode.TOTALS: body.lines[totals].tolist(),
        DecisionCode.REPEATED_HEADERS: body.lines[repeated].tolist(),
        DecisionCode.FOOTER: sorted(noted) if footer else [],
    }
    columns = body.columns[:named] if kept.all() else tuple(one.filter(pa.array(kept)) for one in body.columns[:named])
    decisions = [Notice(code, {"lines": lines}) for code, lines in told.items() if lines]
    totaled = [Ragged(int(body.lines[row]), _cells(body, row)) for row in np.flatnonzero(totals).tolist()]
    sums = [row for row in totaled if is_sum(next(filter(str.strip, row.cells)))]
    return Body(columns, body.lines[kept], tuple(ragged)), sums, decisions


def is_sum(text: str) -> bool:
    """Return whether a text says that it is the sum of all: 合计, Total; not a part's, an average or a comparison."""
    return _SUM.fullmatch(plain(text)) is not None


def _cells(body: Body, row: int) -> tuple[str, ...]:
    return tuple(column[row].as_py() for column in body.columns)


def _blank(column: pa.StringArray) -> Mask:
    spaces = pc.utf8_is_space(column)  # of an empty text it is false
    blank: Mask = pc.or_(spaces, pc.equal(column, "")).to_numpy(zero_copy_only=False)
    return blank


def _all(masks: Iterable[Mask], rows: int) -> Mask:
    """Return which rows are in all masks; the later ones are not looked at where none is left."""
    found = np.ones(rows, dtype=bool)
    for mask in masks:
        found &= mask
        if not found.any():
            break
    return found


def _totals_and_pages(columns: Sequence[pa.StringArray], filled: Mask) -> tuple[Mask, Mask]:
    """Return the rows whose first text is 合计, Total or the like, and those that hold the number of a page alone."""
    first = columns[0]
    for column in columns[1:]:
        blank = pa.array(_blank(first))
        if not pc.any(blank).as_py():
            break
        first = pc.if_else(blank, column, first)
    found: Mask = filled & pc.match_substring_regex(first, f"{TOTAL}|{_PAGE}").to_numpy(zero_copy_only=False)
    pages = np.zeros(len(found), dtype=bool)
    for row in np.flatnonzero(found).tolist():
        pages[row] = _is_page([column[row].as_py() for column in columns])
    return found & ~pages, pages


def _is_page(cells: Sequence[str]) -> bool:
    """Return whether the number of a page is all that a row holds."""
    texts = [cell for cell in cells if cell.strip()]
    return len(texts) == 1 and re.match(_PAGE, texts[0]) is not None


def _repeated(columns: Sequence[pa.StringArray], header: Header) -> Mask:
    """Return the rows that are the header once more, as printed pages have it."""
    found = np.zeros(len(columns[0]), dtype=bool)
    for row in header.rows:
        cells = row.cells + [""] * (len(columns) - len(row.cells))
        same = (pc.equal(column, cell) for column, cell in zip(columns, cells, strict=True))
        found |= _all((one.to_numpy(zero_copy_only=False) for one in same), len(found))
    return found


def _notes(body: Body, blank: Mask, totals: Mask) -> set[int]:
    """Return the lines of the notes at the end of the file.

    A note begins like one (制表人：, Source:), or is the only text of its row and stands below a blank row, a total or
    another note.
    """
    noted: set[int] = set()
    tail = _tail(body, blank, totals)
    end = next((at for at in reversed(range(len(tail))) if not _may_be_note(tail[at])), -1)
    below = False
    for at in range(end + 1, len(tail)):
        row, before = tail[at], tail[at - 1] if at else None
        gap = before is not None and row.line - before.line > 1 + sum(cell.count("\n") for cell in before.cells)
        begins = _NOTE.match(next(filter(str.strip, row.cells), "")) is not None
        below = below or gap or begins or row.total
        if below and not row.total:
            noted.add(row.line)
    return noted


def _tail(body: Body, blank: Mask, totals: Mask) -> list[_Line]:
    """Return the last rows that are not blank, by line."""
    last = np.flatnonzero(~blank)[-_TAIL:]
    rows = [_Line(int(body.lines[row]), _cells(body, row), bool(totals[row])) for row in last.tolist()]
    lines = {row.line for row in rows}
    rows += [_Line(row.line, row.cells, total=False) for row in body.ragged[-_TAIL:] if row.line not in lines]
    return sorted(rows)[-_TAIL:]


def _may_be_note(row: _Line) -> bool:
    """Return whether a row is a total, begins like a note, or has one text in its first cell and nothing else."""
    texts = {cell.strip() for cell in row.cells if cell.strip()}
    first = row.cells[0][:_LONGEST]
    alone = len(texts) == 1 and bool(first.strip()) and not is_value(first)
    return row.total or alone or _NOTE.match(next(filter(str.strip, row.cells))[:_LONGEST]) is not None
