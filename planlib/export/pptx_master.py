"""The master of a slide show: the team's name and colour, fonts for both scripts, a title and nothing else."""

from datetime import date, datetime, time
from html import escape
from typing import Any

from pptx.oxml import parse_xml
from pptx.util import Emu, Inches

from planlib.document import Document
from planlib.locale import Language
from planlib.palette import LIGHT

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, TOP = Inches(0.6), Inches(1.2)
ROOM = Emu(WIDTH - 2 * LEFT)
FLOOR = Inches(6.85)
"""Lower end of what a slide holds."""
_TITLE, _OTHERS = 1, (13, 15, 16)
"""Kinds of placeholders: a title; number, footer and date, which the master says itself."""
_EAST = "Microsoft YaHei"
_SPACES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_STRIPE = (
    '<p:sp {spaces}><p:nvSpPr><p:cNvPr id="901" name="Team colour"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
    '<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
    "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
)
_FOOT = (
    '<p:sp {spaces}><p:nvSpPr><p:cNvPr id="{id}" name="{name}"/><p:cNvSpPr txBox="1"/>'
    '<p:nvPr userDrawn="1"/></p:nvSpPr>'
    '<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
    '<p:txBody><a:bodyPr wrap="square" lIns="0" rIns="0" anchor="ctr"/>'
    '<a:p><a:pPr algn="{side}"/>{words}</a:p></p:txBody></p:sp>'
)
_RUN = '<a:rPr lang="{lang}" sz="1000"><a:solidFill><a:srgbClr val="{soft}"/></a:solidFill></a:rPr>'
_PROPERTY = 255
"""Letters that a file's properties have room for."""


def set_up(show: Any, document: Document, day: date, language: Language) -> None:
    """Make an empty slide show the document's: its size, properties, theme, layouts and master."""
    show.slide_width, show.slide_height = WIDTH, HEIGHT
    properties = show.core_properties
    told = (document.title, document.team, document.stamp)
    properties.title, properties.author, properties.subject = (text[:_PROPERTY] for text in told)
    properties.last_modified_by = document.team
    properties.created = properties.modified = datetime.combine(day, time())
    properties.language = language.locale.replace("_", "-")
    master = show.slide_master
    _theme(master, document.accent)
    for layout in list(show.slide_layouts):
        if layout.name != "Title Only":
            show.slide_layouts.remove(layout)
    for holder in (master, *show.slide_layouts):
        for place in list(holder.placeholders):
            kind = place.placeholder_format.type
            if kind in _OTHERS or (holder is not master and kind != _TITLE):
                place._element.getparent().remove(place._element)
            elif kind == _TITLE:
                place.left, place.top, place.width, place.height = LEFT, Inches(0.38), ROOM, Inches(0.66)
    _title_style(master)
    _brand(master, document, language)


def _theme(master: Any, accent: str) -> None:
    """Set fonts and the first colour of the theme, so that what a reader adds looks alike."""
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    text = part.blob.decode("utf-8").replace('<a:ea typeface=""/>', f'<a:ea typeface="{_EAST}"/>')
    head, _open, tail = text.partition("<a:accent1>")
    _old, _close, rest = tail.partition("</a:accent1>")
    part._blob = f'{head}<a:accent1><a:srgbClr val="{accent[1:]}"/></a:accent1>{rest}'.encode()


def _title_style(master: Any) -> None:
    """Write titles to the left, in the ink of the page, at one size."""
    spaces = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    style = master._element.find(".//{http://schemas.openxmlformats.org/presentationml/2006/main}titleStyle")
    level = style.find("a:lvl1pPr", spaces)
    level.set("algn", "l")
    run = level.find("a:defRPr", spaces)
    run.set("sz", "2400")
    for place in master.placeholders:
        if place.placeholder_format.type == _TITLE:
            place.text_frame.margin_left = Emu(0)
            place.text_frame.word_wrap = True


def _brand(master: Any, document: Document, language: Language) -> None:
    tree = master.shapes._spTree
    tree.insert(2, parse_xml(_STRIPE.format(spaces=_SPACES, width=Inches(0.16), height=HEIGHT)))
    run = _RUN.format(lang=language.locale.replace("_", "-"), soft=LIGHT.soft[1:])
    words = f"<a:r>{run}<a:t>{escape(document.team)}</a:t></a:r>"
    number = f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">{run}<a:t>‹#›</a:t></a:fld>'
    across = {"spaces": _SPACES, "y": Inches(7.0), "cy": Inches(0.32)}
    half = Emu(ROOM // 2)
    for place, name, side, text, left in ((902, "Team", "l", words, LEFT), (903, "Page", "r", number, LEFT + half)):
        shape = _FOOT.format(id=place, name=name, side=side, words=text, x=left, cx=half, **across)
        tree.append(parse_xml(shape))
