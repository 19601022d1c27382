"""Cells of words, days and counts."""

from datetime import date

from planlib.document.tables import Cell
from planlib.locale import NONE, Language
from planlib.model import Person


def text_cell(text: str) -> Cell:
    """Return words that are their own exact form."""
    return Cell(text, text)


def count_cell(count: int | None) -> Cell:
    """Return a count, a dash for none."""
    return Cell(str(count), str(count)) if count else Cell(NONE)


def person_cell(person: Person | None, _: Language) -> Cell:
    """Return who it is."""
    return text_cell(_.name(person)) if person else Cell(NONE)


def day_cell(day: date | None, _: Language) -> Cell:
    """Return a day without its year."""
    return Cell(_.short_day(day), str(day)) if day else Cell(NONE)
