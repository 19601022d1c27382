"""What all files share: how wide texts are, and the colour of a status, which stands beside its word."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from unicodedata import east_asian_width

from planlib.document import Fact, Sentence, Table
from planlib.document.parts import MARK
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
_OF = " · "
"""Between the name of a thing and what of it a number is."""


def text_width(text: str) -> int:
    """Return how wide a text is in Latin letters; a Chinese character takes two."""
    return sum(2 if east_asian_width(mark) in "WF" else 1 for mark in text)


def noted(sentence: Sentence) -> str:
    """Return the footnote of a sentence: the numbers it states, with all digits where it has them rounded.

    Before them that some changed since somebody wrote it.
    """
    changed = f"{MARK} {sentence.edited.note}" if sentence.edited and sentence.edited.note else ""
    facts = dict.fromkeys(fact._replace(text="") for fact in sentence.facts if fact.full not in ("", fact.text))
    told = groupby(facts, lambda fact: fact.label.rpartition(_OF)[0])
    numbers = [f"{whose}{_OF * bool(whose)}{_numbers(several)}" for whose, several in told]
    return " ".join(filter(None, [changed, "; ".join(numbers)]))


def _numbers(facts: Iterable[Fact]) -> str:
    """Return numbers of one thing, without its name."""
    return ", ".join(f"{fact.label.rpartition(_OF)[2]} {fact.full}" for fact in facts)


def column_texts(table: Table) -> list[Sequence[str]]:
    """Return all texts of each column, its head first."""
    rows = ([cell.text + cell.under for cell in row] for row in table.rows)
    return list(zip([column.head for column in table.columns], *rows, strict=True))
