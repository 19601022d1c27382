"""A document as one HTML file that needs no network: live charts, and behind each number of a sentence its digits."""

import base64
import gzip
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planlib.document import Chart, ChartKind, Document, Drawing, Section
from planlib.export.chart_vega import vega
from planlib.export.cleaning import cleaned
from planlib.export.looks import TONES
from planlib.export.marked import marked
from planlib.locale import Language

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined
)
LIBRARY = Path(__file__).with_name("templates") / "vega.js.gz"
"""What draws charts in a browser."""


def html_file(document: Document, language: Language) -> bytes:
    """Return the document as a page."""
    document = cleaned(document)
    text = _PAGES.get_template("pack.html").render(
        document=document,
        lang=language.locale.replace("_", "-"),
        sections=[_section(section) for section in document.sections if section],
        tones=TONES,
        library=_library(),
    )
    return text.encode()


@cache
def _library() -> Markup:
    return Markup(gzip.decompress(LIBRARY.read_bytes()).decode())


def _section(section: Section) -> dict[str, Any]:
    return {
        "name": section.name,
        "title": section.title,
        "sentences": [marked(sentence) for sentence in section.sentences],
        "figures": [_figure(figure) for figure in section.figures],
        "tables": [table.brief for table in section.tables if table.rows],
    }


def _figure(figure: Chart | Drawing) -> dict[str, Any]:
    if isinstance(figure, Drawing):
        image = f"data:image/svg+xml;base64,{base64.b64encode(figure.svg().encode()).decode()}"
        return {"chart": None, "image": image, "caption": figure.title, "alt": figure.alt, "wide": True}
    spec = vega(figure, "container")
    caption = f"{figure.title} ({figure.unit})" if figure.unit else figure.title
    wide = figure.kind is not ChartKind.LINES
    return {"chart": orjson.dumps(spec).decode(), "image": "", "caption": caption, "alt": figure.alt, "wide": wide}
