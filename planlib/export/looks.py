"""What all files share: how wide texts are, and the colour of a status, which stands beside its word."""

from collections.abc import Sequence
from unicodedata import east_asian_width

from planlib.document import Sentence, Table
from planlib.palette import LIGHT
from planlib.vocabulary import Status

WATCH = "#8A5A00"
TONES = {
    Status.REACHED: LIGHT.good,
    Status.ON_TRACK: LIGHT.good,
    Status.WATCH: WATCH,
    Status.BEHIND: LIGHT.bad,
    Status.MISSED: LIGHT.bad,
    Status.OVER: LIGHT.bad,
}


def text_width(text: str) -> int:
    """Return how wide a text is in Latin letters; a Chinese character takes two."""
    return sum(2 if east_asian_width(mark) in "WF" else 1 for mark in text)


def noted(sentence: Sentence) -> str:
    """Return the note of a sentence: the numbers it states, with all digits where it has them rounded."""
    told = [f"{fact.label} {fact.full}" for fact in sentence.facts if fact.full not in ("", fact.text)]
    return "; ".join(dict.fromkeys(told))


def column_texts(table: Table) -> list[Sequence[str]]:
    """Return all texts of each column, its head first."""
    rows = ([cell.text + cell.under for cell in row] for row in table.rows)
    return list(zip([column.head for column in table.columns], *rows, strict=True))
