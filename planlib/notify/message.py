"""A document as a message: Markdown for channels that show it, plain lines for the others, and a link to the app.

Chats show no footnotes: the note of a sentence is a line of its own, and numbers are as the sentence has them.
"""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from planlib.document import Document, Section, Sentence
from planlib.export.markdown import markdown
from planlib.locale import Language
from planlib.notify.channels import Message
from planlib.snapshot import Snapshot

REVIEW = ""
"""The page on which the app opens."""
MONTH_END = "month_end"


def section(heading: str, texts: Iterable[str]) -> Section:
    """Return a part of a message, a line each."""
    return Section(heading, heading, tuple(Sentence(f"{heading}_{place}", text) for place, text in enumerate(texts)))


def message(_: Language, document: Document, snapshot: Snapshot, app: str, page: str) -> Message:
    """Return a document as a message; with a link to a page of the app where `app` says where that is."""
    document = replace(document, sections=tuple(map(_without_footnotes, document.sections)))
    marked, plain = markdown(document).partition("\n\n")[2].strip(), _plain(_, document)
    if app:
        asked = {"team": snapshot.team.code, "month": f"{snapshot.key.month:%Y-%m}", "lang": _.code}
        link, words = f"{app.rstrip('/')}/{page}?{urlencode(asked)}", _("Open the plan")
        marked, plain = f"{marked}\n\n[{words}]({link})", f"{plain}\n\n{words}{_(': ')}{link}"
    return Message(document.title, marked, plain)


def _without_footnotes(one: Section) -> Section:
    return replace(one, sentences=tuple(Sentence(sentence.name, sentence.text) for sentence in one.told))


def _plain(_: Language, document: Document) -> str:
    """Return a document without markup, its sections apart."""
    parts = [document.stamp]
    for one in filter(None, document.sections):
        heading = [_("[{heading}]", heading=one.title)] if one.title else []
        parts.append("\n".join([*heading, *(f"• {sentence.text}" for sentence in one.sentences)]))
    return "\n\n".join(parts)
