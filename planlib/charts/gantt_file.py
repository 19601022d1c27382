"""The Gantt chart as a file to take away, SVG or PNG, drawn without a browser.

The SVG names its fonts and lets the program that opens it choose; its words stay words that can be edited. The PNG is
drawn with the font that comes with this package's dependencies and none of the machine's, so that it is the same
everywhere, Chinese too.
"""

from collections.abc import Iterable, Sequence
from math import sqrt
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from planlib.charts.gantt_rows import WIDE, WORDS, Bar, Gantt, Link, Piece, Side, cut, em, route, worded
from planlib.charts.style import FONT, Reader
from planlib.palette import LIGHT

_WIDTH = 1200
_SLIDE = 2.15
"""How much wider than high a drawing for a slide is at least."""
_EDGE = 24
_HEAD = 104
_FOOT = 48
_SHARP, _SHARP_WIDE = 1.7, 1.3
"""Pixels of the PNG for each of the drawing's, along a side: 300 an inch across an A4 page, 230 across a slide."""
_MOST_PIXELS = 30_000_000
"""Of a PNG: one of many tasks is less sharp, where the SVG stays so."""
_DIAMOND = 8, 6
"""Half the size of a milestone, and of its baseline."""


def gantt_svg(drawn: Gantt, title: str, stamp: str, reader: Reader, *, wide: bool = False) -> str:
    """Return the drawing on a white ground, with the title, the data stamp and a key; `wide` for a slide."""
    whole = _Drawing(drawn, reader, _width(drawn, wide)).whole(title, stamp)
    return ElementTree.tostring(whole, encoding="unicode")


def gantt_png(drawn: Gantt, title: str, stamp: str, reader: Reader, *, wide: bool = False) -> bytes:
    """Return the same as a picture, sharp enough for print where it does not become too large."""
    import pylopdf_fonts_zh_cn  # fonts and renderer are loaded when a picture is wanted
    import resvg_py

    fonts = Path(pylopdf_fonts_zh_cn.__file__).parent
    picture: bytes = resvg_py.svg_to_bytes(
        svg_string=gantt_svg(drawn, title, stamp, reader, wide=wide),
        zoom=min(_SHARP_WIDE if wide else _SHARP, sqrt(_MOST_PIXELS / (_width(drawn, wide) * _height(drawn)))),
        skip_system_fonts=True,
        font_files=[str(fonts / "NotoSansSC-Regular.otf")],
        sans_serif_family="Noto Sans SC",
    )
    return picture


def _width(drawn: Gantt, wide: bool) -> int:
    return max(_WIDTH, round(_SLIDE * _height(drawn))) if wide else _WIDTH


def _height(drawn: Gantt) -> int:
    return _HEAD + drawn.rows * WIDE.row + _FOOT


class _Drawing:
    """Draws the parts, in pixels."""

    def __init__(self, drawn: Gantt, reader: Reader, width: int) -> None:
        self._drawn, self._width = drawn, width
        self._ = reader.language
        plot = width - 2 * _EDGE - (_WIDTH - 2 * _EDGE) * WIDE.names
        self._per_day = plot / (drawn.length * (1 + WIDE.after))
        self._left = width - _EDGE - plot
        self._bottom = _HEAD + drawn.rows * WIDE.row
        self._svg = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "width": str(width),
                "height": str(_height(drawn)),
                "viewBox": f"0 0 {width} {_height(drawn)}",
                "font-family": FONT,
            },
        )

    def whole(self, title: str, stamp: str) -> Element:
        self._hatch()
        self._box(0, 0, self._width, _height(self._drawn), fill=LIGHT.ground)
        self._text(_EDGE, 40, title, size=22, bold=True)
        self._text(_EDGE, 62, stamp, fill=LIGHT.soft)
        self._scale()
        for bar in self._drawn.bars:
            self._bar(bar)
        for heading in self._drawn.headings:
            self._text(_EDGE, self._y(heading.row) + 5, cut(heading.text, 70), bold=True)
        for link in self._drawn.links:
            self._link(link)
        for one in worded(self._drawn, WIDE):
            self._beside(*one)
        self._key()
        return self._svg

    # places

    def _x(self, days: float) -> float:
        return self._left + days * self._per_day

    def _y(self, row: float) -> float:
        return _HEAD + (row + 0.5) * WIDE.row

    # parts

    def _hatch(self) -> None:
        place = {"width": "6", "height": "6", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
        pattern = SubElement(SubElement(self._svg, "defs"), "pattern", {"id": "hatch"} | place)
        SubElement(pattern, "rect", width="6", height="6", fill=LIGHT.ground)
        SubElement(pattern, "rect", width="1.2", height="6", fill=LIGHT.plan)

    def _scale(self) -> None:
        """Draw days off, the rules between rows, the named days and today."""
        height = self._bottom - _HEAD
        for start, end in self._drawn.off:
            self._box(self._x(start), _HEAD, (end - start) * self._per_day, height, fill=LIGHT.grid, opacity="0.55")
        for row in range(self._drawn.rows + 1):
            y = _HEAD + row * WIDE.row
            self._line([(_EDGE, y), (self._width - _EDGE, y)], LIGHT.grid, 1)
        for tick in self._drawn.ticks[:: -(-len(self._drawn.ticks) // WIDE.ticks) or 1]:
            self._line([(self._x(tick.x), _HEAD - 5), (self._x(tick.x), _HEAD)], LIGHT.faint, 1)
            self._text(self._x(tick.x), _HEAD - 9, tick.text, fill=LIGHT.soft, size=WORDS)
        now = self._drawn.now
        if 0 <= now.x <= self._drawn.length:
            self._line([(self._x(now.x), _HEAD), (self._x(now.x), self._bottom)], LIGHT.accent, 2)
            self._text(self._x(now.x), _HEAD - 26, now.text, fill=LIGHT.accent, size=WORDS, anchor="middle")

    def _bar(self, bar: Bar) -> None:
        name, indent = cut(bar.name, WIDE.name_ems - 1), 16 if self._drawn.headings else 0
        self._text(_EDGE + indent, self._y(bar.row) + 5, name, bold=bar.critical)
        if bar.milestone:
            self._milestone(bar)
            return
        if bar.baseline:
            self._strip(bar.row, *bar.baseline, WIDE.baseline, fill="none", stroke=LIGHT.plan)
        self._strip(bar.row, bar.done, bar.finish, WIDE.bar, fill="url(#hatch)")
        self._strip(bar.row, bar.start, bar.done, WIDE.bar, fill=LIGHT.actual)
        colour, width = (LIGHT.actual, "2.5") if bar.critical else (LIGHT.plan, "1")
        self._strip(bar.row, bar.start, bar.finish, WIDE.bar, fill="none", stroke=colour, **{"stroke-width": width})

    def _milestone(self, bar: Bar) -> None:
        y = self._y(bar.row + WIDE.bar[0])
        if bar.baseline and bar.baseline[1] != bar.finish:
            self._diamond(self._x(bar.baseline[1]), y, _DIAMOND[1], LIGHT.ground, LIGHT.plan, 1)
        fill = LIGHT.actual if bar.line.progress == 1 else LIGHT.ground
        self._diamond(self._x(bar.finish), y, _DIAMOND[0], fill, LIGHT.actual, 3 if bar.critical else 1.5)

    def _link(self, link: Link) -> None:
        corners, symbol = route(link, WIDE)
        colour, width = (LIGHT.actual, 2) if link.critical else (LIGHT.plan, 1)
        places = [(self._x(x), self._y(y)) for x, y in corners]
        self._line(places, colour, width)
        x, y = places[-1]
        turned = {"right": 0, "down": 90, "left": 180, "up": 270}[symbol.removeprefix("triangle-")]
        SubElement(
            self._svg,
            "path",
            d="M-4-4L3 0L-4 4z",
            transform=f"translate({x:.1f} {y:.1f}) rotate({turned})",
            fill=colour,
        )

    def _beside(self, bar: Bar, pieces: Sequence[Piece], side: Side) -> None:
        gap = _DIAMOND[0] + 6 if bar.milestone else 7
        right = side == "right"
        x = self._x(bar.finish) + gap if right else self._x(bar.start) - gap
        place = x, self._y(bar.row + WIDE.bar[0]) + 5
        text = self._text(*place, "", size=WORDS, fill=LIGHT.soft, halo=True, anchor="start" if right else "end")
        for number, piece in enumerate(pieces):
            SubElement(text, "tspan").text = " · " if number else ""
            SubElement(text, "tspan", fill=LIGHT.bad if piece.bad else LIGHT.soft).text = piece.text

    def _key(self) -> None:
        """Say what the signs mean, each sign before its word."""
        _, x, top = self._, float(_EDGE), self._bottom + 20
        signs = {
            _("done"): {"fill": LIGHT.actual},
            _("to come"): {"fill": "url(#hatch)", "stroke": LIGHT.plan},
            _("baseline"): {"fill": "none", "stroke": LIGHT.plan},
            _("critical path"): {"fill": "none", "stroke": LIGHT.actual, "stroke-width": "2.5"},
        }
        for word, look in signs.items():
            thin = 4 if word == _("baseline") else 0
            self._box(x, top + thin, 24, 12 - 2 * thin, **look)
            self._text(x + 32, top + 11, word, fill=LIGHT.soft, size=WORDS)
            x += em(word) * WORDS + 64

    # shapes

    def _strip(self, row: int, start: float, end: float, place: tuple[float, float], **look: str) -> None:
        centre, height = place
        top = self._y(row + centre - height / 2)
        if end > start:
            self._box(self._x(start), top, (end - start) * self._per_day, height * WIDE.row, **look)

    def _box(self, x: float, y: float, width: float, height: float, **look: str) -> None:
        sizes = {"x": x, "y": y, "width": width, "height": height}
        SubElement(self._svg, "rect", {name: f"{size:.1f}" for name, size in sizes.items()} | look)

    def _line(self, places: Iterable[tuple[float, float]], colour: str, width: float) -> None:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        look = {"points": points, "fill": "none", "stroke": colour, "stroke-width": str(width)}
        SubElement(self._svg, "polyline", look)

    def _diamond(self, x: float, y: float, half: float, fill: str, colour: str, width: float) -> None:
        points = " ".join(f"{x + dx * half:.1f},{y + dy * half:.1f}" for dx, dy in ((0, -1), (1, 0), (0, 1), (-1, 0)))
        look = {"points": points, "fill": fill, "stroke": colour, "stroke-width": str(width)}
        SubElement(self._svg, "polygon", look)

    def _text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        fill: str = LIGHT.ink,
        size: int = 14,
        bold: bool = False,
        halo: bool = False,
        anchor: str = "start",
    ) -> Element:
        """Write words; those in bold are drawn with an outline of their own colour, as the font has one weight."""
        look = {"font-size": str(size), "text-anchor": anchor}
        if bold:
            look |= {"stroke": fill, "stroke-width": "0.55"}
        if halo:
            look |= {"stroke": LIGHT.ground, "stroke-width": "4", "stroke-linejoin": "round", "paint-order": "stroke"}
        text = SubElement(self._svg, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "fill": fill} | look)
        text.text = words
        return text
