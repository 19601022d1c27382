"""The parts of a page as HTML. Pure: each function returns markup, and whatever it is handed is escaped.

A part that needs words takes them ready; only :func:`status_chip` knows the words of the plan.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from markupsafe import Markup, escape

from planlib.locale import Language
from planlib.locale.words import status_help, status_word
from planlib.vocabulary import Status


class Tone(StrEnum):
    """What a mark means; shape and word say the same as its colour."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    NONE = "none"
    PLAIN = "plain"
    """No judgement at all."""


_TONES = {
    Status.REACHED: Tone.GOOD,
    Status.ON_TRACK: Tone.GOOD,
    Status.WATCH: Tone.WARN,
    Status.BEHIND: Tone.BAD,
    Status.OVER: Tone.BAD,
    Status.MISSED: Tone.BAD,
}


def tone(status: Status) -> Tone:
    """Return the tone of a status: grey where nothing can be judged."""
    return _TONES.get(status, Tone.NONE)


def rich(text: str, **parts: Any) -> Markup:
    """Return a translated sentence whose {placeholders} may hold markup; anything else is escaped."""
    return Markup(text).format(**parts)


def bold(text: Any) -> Markup:
    """Return `text` in bold."""
    return Markup("<b>{}</b>").format(text)


def toned(text: Any, of: Tone) -> Markup:
    """Return `text` in the colour of a tone; say the same in words or by a shape."""
    return Markup('<span class="pl-{} pl-toned">{}</span>').format(of, text)


def joined(parts: Iterable[Any], between: str = "") -> Markup:
    """Return the parts one after the other."""
    return escape(between).join(parts)


def chip(word: str, of: Tone, words: str = "") -> Markup:
    """Return a filled chip: shape and word; `words` explain it to those who point at it."""
    told = Markup(' title="{}"').format(words) if words else ""
    return Markup('<span class="pl-chip pl-{}"{}><i></i>{}</span>').format(of, told, word)


Glyph = Literal["zigzag", "line", "up", "down"]


def status_chip(language: Language, status: Status, *, budget: bool = False) -> Markup:
    """Return the chip of a status; of a cost line where `budget`."""
    return chip(
        status_word(language, status, budget=budget), tone(status), "" if budget else status_help(language, status)
    )


def signal_chip(word: str, glyph: Glyph, *, adverse: bool, words: str) -> Markup:
    """Return an outlined chip beside a status: the way the numbers go as a sign, and what that means; `words` explain.

    One that is not adverse is quiet.
    """
    one = Markup('<span class="pl-signal{}" title="{}"><i class="pl-glyph-{}"></i>{}</span>')
    return one.format(" pl-adverse" * adverse, words, glyph, word)


def note(text: Any) -> Markup:
    """Return a soft line under a part."""
    return Markup('<p class="pl-note">{}</p>').format(text)


def finding(sentence: Any, *chips: Markup) -> Markup:
    """Return the sentence that answers the page's question, behind its chips."""
    return Markup('<div class="pl-finding">{}<p>{}</p></div>').format(joined(chips), sentence)


class Number(NamedTuple):
    """One of the ruled numbers at the head of a page."""

    label: str
    value: Any
    note: Any = ""
    tone: Tone = Tone.PLAIN
    main: bool = False
    """The number the page is about: its rule is ink."""


def numbers(*items: Number) -> Markup:
    """Return big numbers side by side, each under a rule in its tone."""
    one = Markup('<div class="pl-{}{}"><p>{}</p><p>{}</p><p>{}</p></div>')
    return Markup('<div class="pl-numbers">{}</div>').format(
        joined(one.format(item.tone, " pl-main" * item.main, item.label, item.value, item.note) for item in items)
    )


Sign = Literal["actual", "plan", "hatch", "forecast", "tick", "last-year", "signal"]


def section(title: str, note: Any = "", key: Sequence[tuple[Sign, str]] = ()) -> Markup:
    """Return a heading over a rule, with a note beside it and the key of the signs below it."""
    signs = joined(Markup('<span><i class="pl-key-{}"></i>{}</span>').format(sign, word) for sign, word in key)
    return Markup('<div class="pl-section"><h2>{}</h2><span>{}</span>{}</div>').format(
        title, note, Markup('<div class="pl-key">{}</div>').format(signs) if key else ""
    )


def sentences(texts: Sequence[str]) -> Markup:
    """Return sentences one under the other, as rows between rules."""
    return Markup('<div class="pl-sentences">{}</div>').format(
        joined(Markup("<p>{}</p>").format(text) for text in texts)
    )


def empty(title: str, text: Any) -> Markup:
    """Return what a page says while it has nothing to show; put the button that helps below it."""
    return Markup('<div class="pl-empty"><h2>{}</h2><p>{}</p></div>').format(title, text)


def facts(pairs: Iterable[tuple[str, Any]]) -> Markup:
    """Return terms with what holds for them."""
    one = Markup("<dt>{}</dt><dd>{}</dd>")
    return Markup('<dl class="pl-facts">{}</dl>').format(joined(one.format(*pair) for pair in pairs))


# tables


class Column(NamedTuple):
    """A column of a judged table. The first one names the row."""

    head: str
    right: bool = False
    phone: Literal["third", "two", "row", "side", "gone"] = "third"
    """How much of a phone's three columns a cell takes; `side` stands right of the name."""
    fold: bool = False
    """On a phone only rows that need attention show the cell."""
    headless: bool = False
    """On a phone the cell needs no heading."""
    wrap: bool = False
    help: str = ""
    """What the head means, to those who point at it."""


class Row(NamedTuple):
    """The cells of a row, in the order of the columns; `tone` bad marks its edge."""

    cells: Sequence[Any]
    """Only the first one in a row that heads a group."""
    tone: Tone = Tone.PLAIN
    total: bool = False
    group: bool = False


def cell(main: Any, under: Any = "", *, tone: Tone = Tone.PLAIN, big: bool = False, strong: bool = False) -> Markup:
    """Return a cell of one or two lines."""
    style = joined((f"pl-{tone} pl-toned" if tone != Tone.PLAIN else "", "pl-big" if big else ""), " ")
    word = Markup('<{0} class="{1}">{2}</{0}>').format("b" if strong or big else "span", style.strip(), main)
    return Markup('<span class="pl-cell">{}{}</span>').format(
        word, Markup("<small>{}</small>").format(under) if under else ""
    )


def exactly(text: Any, exact: str) -> Markup:
    """Return `text` that shows the exact value to those who point at it."""
    return Markup('<span title="{}">{}</span>').format(exact, text)


def kept(text: Any) -> Markup:
    """Return `text` on one line."""
    return Markup('<span class="pl-kept">{}</span>').format(text)


def table(columns: Sequence[Column], rows: Iterable[Row], caption: str) -> Markup:
    """Return a table that turns into blocks on a phone; `caption` is for those who cannot see it."""
    heads = joined(
        Markup('<th scope="col" class="{}"{}>{}</th>').format(
            "pl-right" if column.right else "",
            Markup(' title="{}"').format(column.help) if column.help else "",
            column.head,
        )
        for column in columns
    )
    whole = Markup('<table class="pl-table" aria-label="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>')
    body = joined(_row(columns, row) for row in rows)
    return Markup('<div class="pl-scroll">{}</div>').format(whole.format(caption, heads, body))


def _row(columns: Sequence[Column], row: Row) -> Markup:
    if row.group:
        head = Markup('<tr class="pl-group-row"><th scope="rowgroup" colspan="{}">{}</th></tr>')
        return head.format(len(columns), row.cells[0])
    style = f"pl-{row.tone}" + " pl-total" * row.total
    first = Markup('<th scope="row" class="pl-wrap">{}</th>').format(row.cells[0])
    rest = joined(_cell(column, text) for column, text in zip(columns[1:], row.cells[1:], strict=True))
    return Markup('<tr class="{}">{}{}</tr>').format(style, first, rest)


def _cell(column: Column, text: Any) -> Markup:
    styles = {f"pl-{column.phone}": True, "pl-right": column.right, "pl-wrap": column.wrap, "pl-fold": column.fold}
    head = "" if column.headless else Markup(' data-head="{}"').format(column.head)
    return Markup('<td class="{}"{}>{}</td>').format(" ".join(style for style in styles if styles[style]), head, text)


# bars


class Mark(NamedTuple):
    """Something on a bar: from `start` to `end`, as shares of its length, or a point where `end` is None."""

    kind: Literal["track", "fill", "frame", "gap", "range", "more", "mid", "tick", "aim", "year"]
    start: float
    end: float | None = None


def bar(marks: Iterable[Mark], words: str) -> Markup:
    """Return a thin bar with its marks; `words` says the same. What lies beyond the ends is cut there."""
    return Markup('<span class="pl-bar" role="img" aria-label="{}"><i class="pl-axis"></i>{}</span>').format(
        words, joined(_mark(mark) for mark in marks)
    )


def _mark(mark: Mark) -> Markup:
    start = min(max(mark.start, 0.0), 1.0)
    style = f"left:{start:.2%}"
    if mark.end is not None:
        style += f";width:{min(max(mark.end, start), 1.0) - start:.2%}"
    return Markup('<i class="pl-{}" style="{}"></i>').format(mark.kind, style)


def spark(svg_address: str, words: str) -> Markup:
    """Return a sparkline from the data address of its SVG, inked in the colour of actuals."""
    return Markup('<span class="pl-spark" role="img" aria-label="{}" style="--pl-mask:url({})"></span>').format(
        words, svg_address
    )


def lanes(rows: Iterable[tuple[Any, Markup, Any]]) -> Markup:
    """Return label, bar and words, one lane under the other on one scale."""
    one = Markup('<div class="pl-lane"><p>{}</p>{}<p>{}</p></div>')
    return Markup('<div class="pl-lanes">{}</div>').format(joined(one.format(*row) for row in rows))


def tiles(items: Iterable[Markup]) -> Markup:
    """Return tiles, as many side by side as there is room for."""
    return Markup('<div class="pl-tiles">{}</div>').format(joined(items))


def tile(title: Any, chip: Markup, value: Any, words: Any, bar: Markup) -> Markup:
    """Return one tile: title and chip, a number with words, a bar."""
    return Markup('<div class="pl-tile"><header><b>{}</b>{}</header><p><strong>{}</strong>{}</p>{}</div>').format(
        title, chip, value, words, bar
    )
