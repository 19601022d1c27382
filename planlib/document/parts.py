"""The document and its sections."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from planlib.document.charts import Chart, Drawing
from planlib.document.tables import Table
from planlib.palette import LIGHT

MARK = "※"
"""Behind a sentence that somebody wrote and whose numbers changed since, and before the note that says so."""


class Fact(NamedTuple):
    """A number that a sentence states, and the row it is of."""

    label: str
    """Of what it is, in the document's language: 销售额 · 实际."""
    text: str
    """As the sentence writes it: 512万元."""
    full: str
    """With all digits that a reader wants: 5,123,000."""
    source: str
    """The list of `planlib show` that has it: kpis, objectives, budget, tasks, risks."""
    of: str
    """The code of the row; empty for what is of the whole list."""
    field: str
    exact: str
    """As that list has it."""


@dataclass(frozen=True, slots=True)
class Edited:
    """That somebody wrote a sentence in place of the rule's."""

    rule: str
    """What the rule says now; empty where it has nothing to say any more."""
    facts: tuple[Fact, ...]
    """The numbers that it is about, as they are now: those it was written with, and the rule's."""
    by: str
    """When and by whom."""
    moved: tuple[str, ...] = ()
    """Numbers that are others since then: what, old → new."""
    note: str = ""
    """The same as a footnote; empty where none is."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the numbers it states."""

    name: str
    """The same in every document of its kind, so that an edited one finds its place again: overall, score, worst."""
    text: str
    facts: tuple[Fact, ...] = ()
    edited: Edited | None = None
    only_in: tuple[str, ...] = ()
    """Other languages in which somebody wrote it, where this one has the rule's words."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document; one without sentences, rows and figures is left out where it is shown."""

    name: str
    title: str
    """Empty where it needs no heading of its own: the head of the document, or a table that has one."""
    sentences: tuple[Sentence, ...] = ()
    figures: tuple[Chart | Drawing, ...] = ()
    tables: tuple[Table, ...] = ()

    def __bool__(self) -> bool:
        """Return whether it has anything to show."""
        return bool(self.sentences or self.figures or any(table.rows for table in self.tables))

    @property
    def told(self) -> tuple[Sentence, ...]:
        """The sentences as they are read where no footnotes are.

        One whose numbers changed since it was edited has a mark, and its note comes last.
        """
        told, notes = list[Sentence](), list[Sentence]()
        for one in self.sentences:
            if one.edited is None or not one.edited.note:
                told.append(one)
                continue
            mark = f"{MARK}{len(notes) + 1}"
            told.append(replace(one, text=f"{one.text} {mark}", edited=None))
            notes.append(Sentence(f"{one.name}_note", f"{mark} {one.edited.note}"))
        return (*told, *notes)

    @property
    def footnoted(self) -> tuple[Sentence, ...]:
        """The sentences as they are read where each can have a footnote: with the same mark, and no note."""
        return tuple(
            replace(one, text=f"{one.text} {MARK}") if one.edited and one.edited.note else one for one in self.sentences
        )


@dataclass(frozen=True, slots=True)
class Document:
    """What is handed on, in one language."""

    title: str
    stamp: str
    """Which moment it shows, and how binding that is."""
    sections: tuple[Section, ...]
    """In order; those without anything are left out where it is shown."""
    team: str = ""
    accent: str = LIGHT.accent
    """The team's colour."""

    @property
    def sentences(self) -> Iterator[Sentence]:
        """Those of all sections."""
        return (sentence for section in self.sections for sentence in section.sentences)

    @property
    def tables(self) -> Iterator[Table]:
        """Those of all sections that have rows."""
        return (table for section in self.sections for table in section.tables if table.rows)

    def table(self, name: str) -> Table:
        """Return the table called `name`, with or without rows."""
        return next(table for section in self.sections for table in section.tables if table.name == name)

    def section(self, name: str) -> Section:
        """Return the section called `name`."""
        return next(section for section in self.sections if section.name == name)
