"""Bytes of a text file, whatever Chinese or English software wrote it, to UTF-8.

The order is: byte order mark, strict UTF-8, UTF-16 by its pattern of zero bytes, strict GB18030, Big5 on evidence.
Python's GB18030 reads Big5, and UTF-8 with a broken line, into rare characters without an error, so what it read must
look like Chinese; Big5 is taken where nearly all of its characters are common and those of GB18030 are not.
Everything else is refused: a wrong guess would put wrong names into the plan.
"""

import codecs
import re
from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import NamedTuple

import numpy as np

from planlib.errors import InvalidError, Problem
from planlib.vocabulary import ProblemCode

ENCODINGS = ("utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5hkscs", "cp1252", "cp932", "euc_kr")
"""What a person may choose from."""

_SAME = {"utf-8-sig": "utf-8", "gbk": "gb18030", "gb2312": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_COMMON = 0.6
"""Share of common characters from which text counts as Chinese; real text has 0.9, misread text under 0.4."""
_NEARLY_ALL = 0.95
_ENOUGH = 4
"""Different characters that tell Big5; "25°C" in another encoding is one of its characters too."""
_SAMPLE = 20_000

_FOREIGN = re.compile("[^\x00-\x7f]+")
_LAST_OF_ASCII = 0x7F
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xef][\x80-\xbf]{2})+")
_LINE_BREAK = re.compile(rb"\r\n?|\n")


class Decoded(NamedTuple):
    """The text as UTF-8 without a byte order mark, and what it was written in."""

    data: bytes
    encoding: str


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return `data` as UTF-8; InvalidError `bad_encoding` or `truncated_file` where that would be a guess."""
    if encoding is not None:
        return _decode_as(data, _chosen(encoding), chosen=True)
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            return _decode_as(data, name)
    without_mark = _utf16(data)
    if without_mark is not None:
        return _decode_as(data, without_mark)
    try:
        data.decode()
        return Decoded(data, "utf-8")
    except UnicodeDecodeError as fault:
        return _gb18030(data, fault)


def line_at(data: bytes, position: int) -> int:
    """Return the line, counted from 1, that the byte at `position` is on."""
    return 1 + len(_LINE_BREAK.findall(data, 0, position))


def _chosen(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        name = ""
    name = _SAME.get(name, name)
    if name not in ENCODINGS:
        raise InvalidError([Problem(ProblemCode.BAD_ENCODING, value=encoding, parameters={"known": ENCODINGS})])
    return name


def _decode_as(data: bytes, encoding: str, *, chosen: bool = False) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        problem = _fault_at(data, fault)
        told = {"chosen": encoding.upper()} if chosen else {}
        raise InvalidError([problem._replace(parameters=told)]) from fault
    return Decoded(text.removeprefix("\ufeff").encode(), encoding)


def _utf16(data: bytes) -> str | None:
    """Digits, commas and line breaks have a zero byte in UTF-16, nearly always on the same side."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) / 10 and odd > 3 * even:
        return "utf-16-le"
    if even > len(head) / 10 and even > 3 * odd:
        return "utf-16-be"
    return None


def _gb18030(data: bytes, not_utf8: UnicodeDecodeError) -> Decoded:
    if _is_big5(data):
        return _decode_as(data, "big5hkscs")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as fault:
        cut = fault.end == len(data) and _is_chinese(data[: fault.start].decode("gb18030"))
        raise InvalidError([_fault_at(data, fault if cut else not_utf8)]) from fault
    if not _is_chinese(text):
        raise InvalidError([_fault_at(data, not_utf8)])
    if (position := _utf8_inside(data)) is not None:
        raise InvalidError([Problem(ProblemCode.BAD_ENCODING, line_at(data, position))])
    return Decoded(text.encode(), "gb18030")


def _is_big5(data: bytes) -> bool:
    """Whether nearly all characters are common ones of Big5, and clearly fewer would be of GB18030."""
    foreign = _foreign(data.decode("big5hkscs", "replace"))
    if len(set(foreign)) < _ENOUGH or _share(foreign, _common_big5()) < _NEARLY_ALL:
        return False
    return _share(_foreign(data.decode("gb18030", "replace")), _common_gb2312()) < _NEARLY_ALL - 0.1


def _is_chinese(text: str) -> bool:
    """Whether most characters beyond ASCII are common ones."""
    return _share(_foreign(text), _common_gb2312()) >= _COMMON


def _foreign(text: str) -> str:
    """Return the first twenty thousand characters beyond ASCII."""
    return "".join(islice((run[0] for run in _FOREIGN.finditer(text)), _SAMPLE))[:_SAMPLE]


def _share(characters: str, common: frozenset[str]) -> float:
    return sum(character in common for character in characters) / len(characters) if characters else 1


@cache
def _common_gb2312() -> frozenset[str]:
    """Return the 3,755 characters of GB 2312 level 1, Chinese punctuation and full-width forms."""
    return _characters("gb2312", (0xA1, 0xA3, *range(0xB0, 0xD8)), range(0xA1, 0xFF))


@cache
def _common_big5() -> frozenset[str]:
    """Return the 5,401 characters of Big5 level 1, Chinese punctuation and full-width forms."""
    return _characters("big5", range(0xA1, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))


def _characters(encoding: str, leads: Iterable[int], trails: Iterable[int]) -> frozenset[str]:
    trails = tuple(trails)
    pairs = (bytes((lead, trail)) for lead in leads for trail in trails)
    return frozenset(pair.decode(encoding, "ignore") for pair in pairs) - {""}


def _utf8_inside(data: bytes) -> int | None:
    """Where two exports were put together: words that are Chinese in UTF-8 and not in GB18030."""
    foreign = np.frombuffer(data, dtype=np.uint8) > _LAST_OF_ASCII
    edges = np.flatnonzero(np.diff(foreign, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    threes = (ends - starts) % 3 == 0
    for start, end in zip(starts[threes].tolist(), ends[threes].tolist(), strict=True):
        run = data[start:end]
        if _UTF8_RUN.fullmatch(run) and not _is_chinese(run.decode("gb18030", "replace")) and _is_chinese(run.decode()):
            return int(start)
    return None


def _fault_at(data: bytes, fault: UnicodeDecodeError) -> Problem:
    cut = fault.reason.startswith(("unexpected end", "incomplete", "truncated"))
    return Problem(ProblemCode.TRUNCATED_FILE if cut else ProblemCode.BAD_ENCODING, line_at(data, fault.start))
