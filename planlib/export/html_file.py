"""A document as one HTML file that needs no network: live charts, and behind each number of a sentence its digits."""

import base64
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from planlib.document import Chart, ChartKind, Document, Drawing, Section, Sentence
from planlib.export.chart_vega import converter, vega
from planlib.export.looks import TONES
from planlib.locale import Language

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined
)
_LIBRARY = "window.vegaEmbed = vegaEmbed"


def html_file(document: Document, language: Language) -> bytes:
    """Return the document as a page."""
    text = _PAGES.get_template("pack.html").render(
        document=document,
        lang=language.locale.replace("_", "-"),
        sections=[_section(section) for section in document.sections if section],
        tones=TONES,
        library=Markup(_library()),
    )
    return text.encode()


@cache
def _library() -> str:
    """Return what draws charts in a browser."""
    bundle: str = converter().javascript_bundle(_LIBRARY)
    return bundle.replace("</script", "<\\/script")


def _section(section: Section) -> dict[str, Any]:
    return {
        "name": section.name,
        "title": section.title,
        "sentences": [_sentence(sentence) for sentence in section.sentences],
        "figures": [_figure(figure) for figure in section.figures],
        "tables": [table.brief for table in section.tables if table.rows],
    }


def _sentence(sentence: Sentence) -> Markup:
    """Return a sentence in which each number shows, when it is pointed at, what it is and all its digits."""
    done, rest = Markup(""), sentence.text
    facts = {fact.text: fact for fact in sentence.facts if fact.text}
    while rest:
        found = min(((rest.find(text), -len(text), text) for text in facts if text in rest), default=None)
        if found is None:
            break
        at, _length, text = found
        fact = facts[text]
        mark = Markup('<abbr title="{} {}">{}</abbr>').format(fact.label, fact.full, text)
        done, rest = done + escape(rest[:at]) + mark, rest[at + len(text) :]
    return done + escape(rest)


def _figure(figure: Chart | Drawing) -> dict[str, Any]:
    if isinstance(figure, Drawing):
        image = f"data:image/png;base64,{base64.b64encode(figure.png).decode()}"
        return {"chart": None, "image": image, "caption": figure.title, "alt": figure.alt, "wide": True}
    spec = vega(figure)
    spec["width"] = "container"
    caption = f"{figure.title} ({figure.unit})" if figure.unit else figure.title
    wide = figure.kind is not ChartKind.LINES
    return {"chart": orjson.dumps(spec).decode(), "image": "", "caption": caption, "alt": figure.alt, "wide": wide}
