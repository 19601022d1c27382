"""What the month taught, as the summary and the screen tell it."""

from collections.abc import Iterable
from datetime import date

from planlib.document import Cell, Column, Table
from planlib.editing.tables import called
from planlib.locale import Language
from planlib.locale.words import word
from planlib.model import Lesson, Record
from planlib.snapshot import Snapshot


def about(snapshot: Snapshot, lesson: Lesson) -> list[Record]:
    """Return what of the plan a lesson was learnt from: a KPI, a goal, a task, a risk, a decision."""
    return [
        *(line.kpi for line in snapshot.kpis() if line.kpi.kpi == lesson.kpi),
        *(line.objective for line in snapshot.objectives() if line.objective.objective == lesson.objective),
        *(line.task for line in snapshot.tasks if line.task.task == lesson.task),
        *(line.risk for line in snapshot.risks().lines if line.risk.risk == lesson.risk),
        *(one for one in snapshot.decisions if one.decision == lesson.decision),
    ]


def owner_words(_: Language, snapshot: Snapshot, lesson: Lesson) -> str:
    """Return who sees to the next step; empty where nobody does."""
    owner = snapshot.person(lesson.owner)
    return _.name(owner) if owner else ""


def origin_words(_: Language, lesson: Lesson) -> str:
    """Return from which month a lesson was carried over; empty where it is the month's own."""
    month = lesson.carried_from.partition("/")[0]
    return _("from {month}", month=_.month_name(date.fromisoformat(f"{month}-01"))) if month else ""


def lesson_table(snapshot: Snapshot, lessons: Iterable[Lesson], _: Language) -> Table:
    """Return a row per lesson: what worked, what did not, what to try next."""
    columns = (
        Column("kind", _("Type"), right=False),
        Column("text", _("What happened"), right=False),
        Column("cause", _("Cause"), right=False),
        Column("next_step", _("Next step"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("about", _("Learnt from"), right=False),
    )
    rows = tuple(_row(snapshot, lesson, _) for lesson in lessons)
    return Table("lessons", _("Lessons"), columns, rows)


def _row(snapshot: Snapshot, lesson: Lesson, _: Language) -> tuple[Cell, ...]:
    origin = origin_words(_, lesson)
    told = (_.own(lesson.text), _.own(lesson.cause), _.own(lesson.next_step), owner_words(_, snapshot, lesson))
    text, *rest = (Cell(words, words) for words in told)
    names = _.clauses([called(_, record) for record in about(snapshot, lesson)])
    under = _(" ({origin})", origin=origin) if origin else ""
    return (Cell(word(_, lesson.kind), lesson.kind.value), text._replace(under=under), *rest, Cell(names, names))
