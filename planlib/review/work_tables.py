"""Tasks and risks that need a word as tables of a document."""

from datetime import date

from planlib.document import Cell, Column, Table
from planlib.locale import NONE, Language
from planlib.locale.words import word
from planlib.model import Person
from planlib.review.work import concerns, late_tasks, risks_to_tell
from planlib.snapshot import Snapshot


def late_task_table(snapshot: Snapshot, _: Language) -> Table:
    """Return the tasks that are late: until when they were planned, until when they will take, how often moved."""
    columns = (
        Column("task", _("Task"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("planned", _("Planned finish"), right=False),
        Column("finish", _("Foreseen finish"), right=False),
        Column("slip", _("Working days later")),
        Column("moves", _("Times moved")),
        Column("status", _("Status"), right=False),
    )
    rows = tuple(
        (
            _text(_.name(line.task, "title")),
            _person(snapshot.person(line.task.owner), _),
            _day(line.baseline_finish or line.task.finish, _),
            _day(line.finish, _),
            _count(line.slip),
            _count(line.moves),
            Cell(word(_, line.status), line.status.value),
        )
        for line in late_tasks(snapshot)
    )
    return Table("tasks", _("Tasks that are late"), columns, rows)


def risk_table(snapshot: Snapshot, today: date, _: Language) -> Table:
    """Return the risks that need a word, and why."""
    columns = (
        Column("risk", _("Risk"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("size", _("Likelihood × impact")),
        Column("band", _("Band"), right=False),
        Column("why", _("Why it needs a word"), right=False),
    )
    rows = tuple(
        (
            _text(_.name(one.line.risk, "title")),
            _person(one.line.owner, _),
            _text(f"{one.line.risk.likelihood} × {one.line.risk.impact}" if one.line.current.band else NONE),
            Cell(word(_, one.line.current.band), one.line.current.band.value) if one.line.current.band else Cell(NONE),
            _text(_.join(concerns(_, one))),
        )
        for one in risks_to_tell(snapshot, today)
    )
    return Table("risks", _("Risks that need a word"), columns, rows)


def _text(text: str) -> Cell:
    return Cell(text, text)


def _count(count: int | None) -> Cell:
    return Cell(str(count), str(count)) if count else Cell(NONE)


def _person(person: Person | None, _: Language) -> Cell:
    return _text(_.name(person)) if person else Cell(NONE)


def _day(day: date | None, _: Language) -> Cell:
    return Cell(_.short_day(day), str(day)) if day else Cell(NONE)
