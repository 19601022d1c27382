"""What comes after the month: the targets of the next one, what goes on into it, and what is asked of whom."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from planlib.calendars import missing_holidays
from planlib.document import Cell, Column, Table
from planlib.document.cells import day_cell, person_cell, text_cell
from planlib.locale import N_, NONE, Language, plain
from planlib.locale.amounts import quantity, target_words
from planlib.metrics.periods import Calendar, next_month
from planlib.model import Person, PlanKey, Target
from planlib.rollover.proposing import Proposal, propose
from planlib.snapshot import KpiLine, Snapshot
from planlib.store.connect import Store
from planlib.store.ledger import current
from planlib.vocabulary import LessonKind, RiskState, TaskStatus

_OVER = (TaskStatus.DONE, TaskStatus.CANCELLED)
_KINDS = {"task": N_("Task"), "risk": N_("Risk"), "action": N_("Action"), "lesson": N_("To try")}


def target_table(store: Store, snapshot: Snapshot, _: Language) -> Table:
    """Return the next month's targets as they are planned, or else as they are proposed from the past."""
    month, planned = next_month(snapshot.key.month), _planned(store, snapshot)
    columns = (
        Column("code", _("Code"), right=False, data=True),
        Column("kpi", _("KPI"), right=False),
        Column("actual", _.month_name(snapshot.key.month)),
        Column("target", _.month_name(month)),
        Column("basis", _("Basis"), right=False),
    )
    calendar = _calendar(store, snapshot)
    rows = (_target(snapshot, line, planned, calendar, _) for line in snapshot.kpis())
    return Table("next_targets", _("Targets of the next month"), columns, tuple(filter(None, rows)))


def _planned(store: Store, snapshot: Snapshot) -> dict[str, Target]:
    """Return the targets of the next month by KPI, as far as they were known at the snapshot's moment."""
    key = PlanKey(snapshot.key.team, next_month(snapshot.key.month))
    found = current(store, "targets", known_at=snapshot.known_at, where=key._asdict())
    return {stored.record.kpi: stored.record for stored in found}


def _calendar(store: Store, snapshot: Snapshot) -> Calendar:
    """Return the team's calendar, with the public holidays of the next month where its year is a new one."""
    key = {"team": snapshot.key.team}
    known = [one.record for one in current(store, "calendar_days", known_at=snapshot.known_at, where=key)]
    year = next_month(snapshot.key.month).year
    return Calendar.of([*known, *missing_holidays(snapshot.team, [year], known)])


def _target(
    snapshot: Snapshot, line: KpiLine, planned: dict[str, Target], calendar: Calendar, _: Language
) -> tuple[Cell, ...]:
    currency, kpi = snapshot.team.currency, line.kpi
    head = (text_cell(kpi.code), text_cell(_.name(kpi)))
    actual = Cell(quantity(_, kpi, line.actual.value, currency), _exact(line.actual.value))
    if kpi.kpi in planned:
        target = planned[kpi.kpi]
        aim = Cell(target_words(_, kpi, target, currency, unit=True), _exact(target.target))
        return (*head, actual, aim, text_cell(_("planned")))
    found = None if planned else _even(propose(snapshot, line, next_month(snapshot.key.month), calendar).proposals)
    if found is None:
        return ()
    chance = _.probability(found.chance) if found.chance is not None else NONE
    aim = Cell(quantity(_, kpi, found.target, currency), _exact(found.target))
    return (*head, actual, aim, text_cell(_("proposed from the past, chance {chance}", chance=chance)))


def _even(proposals: tuple[Proposal, ...]) -> Proposal | None:
    return proposals[len(proposals) // 2] if proposals else None


def _exact(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def carried_table(snapshot: Snapshot, _: Language) -> Table:
    """Return what goes on: unfinished tasks, open risks, open actions, what is to be tried; with who and until when."""
    columns = (
        Column("kind", _("Type"), right=False),
        Column("what", _("What goes on"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("due", _("Due by"), right=False),
    )
    return Table("carried", _("What goes on into the next month"), columns, tuple(_carried(snapshot, _)))


def _carried(snapshot: Snapshot, _: Language) -> Iterator[tuple[Cell, ...]]:
    for action in snapshot.open_actions:
        yield _row("action", action.text, snapshot.person(action.owner), action.due, _)
    for line in snapshot.tasks:
        if line.status not in _OVER:
            title = _.name(line.task, "title")
            yield _row("task", title, snapshot.person(line.task.owner), line.finish, _)
    for risk in snapshot.risks().lines:
        if risk.risk.state is RiskState.OPEN:
            yield _row("risk", _.name(risk.risk, "title"), risk.owner, risk.review_due.value, _)
    for lesson in snapshot.lessons:
        if lesson.kind is LessonKind.TRY or lesson.next_step:
            yield _row("lesson", lesson.next_step or lesson.text, snapshot.person(lesson.owner), None, _)


def _row(kind: str, what: str, owner: Person | None, due: date | None, _: Language) -> tuple[Cell, ...]:
    return (Cell(_(_KINDS[kind]), kind), text_cell(_.own(what)), person_cell(owner, _), day_cell(due, _))
