"""The month-end summary: one object made from one snapshot, from which screen and files are written.

Every cell carries the number as it is read and the exact one behind it, so that no format adds up or rounds for
itself.
"""

from collections.abc import Iterator

from planlib.document import Document, Section
from planlib.locale import Language
from planlib.month_end.lessons import lesson_table
from planlib.month_end.sentences import sentences
from planlib.month_end.tables import budget_table, kpi_table, objective_table
from planlib.snapshot import Snapshot
from planlib.vocabulary import PlanState


def summary(snapshot: Snapshot, language: Language) -> Document:
    """Return the summary of the plan as the snapshot has it."""
    _ = language
    team = _.name(snapshot.team)
    return Document(
        title=_("{team}: summary of {month}", team=team, month=_.month(snapshot.key.month)),
        stamp=_stamp(snapshot, _),
        sections=tuple(_sections(snapshot, _)),
    )


def _sections(snapshot: Snapshot, _: Language) -> Iterator[Section]:
    yield Section("month", _("The month in sentences"), tuple(sentences(snapshot, _)))
    yield Section("kpis", _("KPIs and goals"), tables=(kpi_table(snapshot, _), objective_table(snapshot, _)))
    yield Section("budget", _("Budget"), tables=(budget_table(snapshot, _),))
    yield Section("lessons", _("Lessons"), tables=(lesson_table(snapshot, _),))


def _stamp(snapshot: Snapshot, _: Language) -> str:
    states = {
        PlanState.CLOSED: _("Closed; the numbers are those of the close."),
        PlanState.ACTIVE: _("Preliminary; the month is not closed yet."),
        PlanState.DRAFT: _("A draft; the plan is not active yet."),
    }
    data = _("Data to {day}, change #{change}.", day=_.day(snapshot.day), change=snapshot.known_at)
    return _.sentences([data, states[snapshot.plan.state]])
