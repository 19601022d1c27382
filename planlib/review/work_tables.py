"""Tasks and risks that need a word as tables of a document."""

from datetime import date

from planlib.document import Cell, Column, Table
from planlib.document.cells import count_cell, day_cell, person_cell, text_cell
from planlib.locale import NONE, Language
from planlib.locale.words import word
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
            text_cell(_.name(line.task, "title")),
            person_cell(snapshot.person(line.task.owner), _),
            day_cell(line.baseline_finish or line.task.finish, _),
            day_cell(line.finish, _),
            count_cell(line.slip),
            count_cell(line.moves),
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
            text_cell(_.name(one.line.risk, "title")),
            person_cell(one.line.owner, _),
            text_cell(f"{one.line.risk.likelihood} × {one.line.risk.impact}" if one.line.current.band else NONE),
            Cell(word(_, one.line.current.band), one.line.current.band.value) if one.line.current.band else Cell(NONE),
            text_cell(_.join(concerns(_, one))),
        )
        for one in risks_to_tell(snapshot, today)
    )
    return Table("risks", _("Risks that need a word"), columns, rows)
