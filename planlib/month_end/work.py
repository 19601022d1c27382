"""What was done in the month, what it meant for its risks, and what of the plan was changed on the way."""

from collections.abc import Iterator

from planlib.document import Cell, Column, Sentence, Table
from planlib.document.cells import count_cell, day_cell, person_cell, text_cell
from planlib.editing.tables import called
from planlib.locale import NONE, Language
from planlib.locale.amounts import money
from planlib.locale.words import word
from planlib.metrics.periods import DAY
from planlib.month_end.telling import Telling
from planlib.review.original import beside
from planlib.review.work import RiskToTell, concerns, risks_to_tell
from planlib.risk_words import level_words, risks_finding, worst_threat
from planlib.snapshot import RiskLine, Snapshot, TaskLine
from planlib.store.connect import Store
from planlib.task_words import tasks_finding
from planlib.vocabulary import RiskState, TaskStatus


def work_sentence(snapshot: Snapshot, _: Language) -> Sentence:
    """Return how many tasks are done, slipped and open, and how many risks fired; empty without either."""
    found, telling = snapshot.schedule, Telling(snapshot, _)
    over, parts = snapshot.day >= snapshot.key.last_day, list[str]()
    if found.total:
        told = {
            "total": telling.count("tasks", _("Tasks"), found.total),
            "done": telling.count("tasks", _("Tasks that are done"), found.done),
            "slipped": telling.count("tasks", _("Tasks done later than first planned"), found.slipped),
            "open": telling.count("tasks", _("Tasks that are open"), found.total - found.done),
        }
        done = (
            _("{done} of {total} tasks are done", **told)
            if over
            else _("{done} of {total} tasks are done so far", **told)
        )
        parts += [done, _("{slipped} slipped", **told), _("{open} open", **told)]
    if snapshot.risks().lines:
        fired = telling.count("risks", _("Risks whose trigger has fired"), len(snapshot.risks().fired))
        parts.append(_("risks fired: {count}", count=fired))
    return telling.sentence("work", _("Work: {parts}.", parts=_.join(parts)) if parts else "")


def task_sentence(snapshot: Snapshot, _: Language) -> Iterator[Sentence]:
    """Yield what came of the tasks."""
    found, telling = snapshot.schedule, Telling(snapshot, _)
    if found.finish is None:
        return
    telling.note("tasks", "", _("The last task"), "finish", str(found.finish), _.short_day(found.finish))
    if found.slip:
        telling.note("tasks", "", _("The last task"), "slip", found.slip, str(abs(found.slip)))
    telling.count("tasks", _("Tasks"), found.total)
    telling.count("tasks", _("Tasks that are done"), found.done)
    telling.count("tasks", _("Tasks that are overdue"), found.overdue)
    telling.count("tasks", _("Tasks that are late"), found.late)
    yield telling.sentence("tasks", tasks_finding(_, found))


def task_table(snapshot: Snapshot, _: Language) -> Table:
    """Return the tasks in order of time: planned and real finish, how far, how often moved."""
    columns = (
        Column("task", _("Task"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("planned", _("Planned finish"), right=False),
        Column("finish", _("Finish"), right=False),
        Column("slip", _("Working days later")),
        Column("moves", _("Times moved")),
        Column("progress", _("Progress")),
        Column("status", _("Status"), right=False),
    )
    lines = [line for line in snapshot.tasks if line.status is not TaskStatus.CANCELLED]
    return Table("tasks", _("Tasks"), columns, tuple(_task(snapshot, line, _) for line in lines))


def _task(snapshot: Snapshot, line: TaskLine, _: Language) -> tuple[Cell, ...]:
    return (
        text_cell(_.name(line.task, "title")),
        person_cell(snapshot.person(line.task.owner), _),
        day_cell(line.baseline_finish or line.task.finish, _),
        day_cell(line.finish, _),
        count_cell(line.slip),
        count_cell(line.moves),
        Cell(_.percent(line.progress), str(line.progress)),
        Cell(word(_, line.status), line.status.value),
    )


def risk_sentence(snapshot: Snapshot, _: Language) -> Iterator[Sentence]:
    """Yield how many risks there are and what they may cost."""
    view, telling = snapshot.risks(), Telling(snapshot, _)
    if not view.lines:
        return
    if worst := worst_threat(view):
        size = worst.current
        telling.note(
            "risks", worst.risk.code, _.name(worst.risk, "title"), "size", size.score.value, level_words(_, size)
        )
    telling.count("risks", _("Risks whose trigger has fired"), len(view.fired))
    telling.count("risks", _("Reviews that are overdue"), len(view.overdue))
    telling.count("risks", _("Risks without a score"), len(view.unscored))
    yield telling.sentence("risks", risks_finding(_, view))
    if came := view.stake.realised.value:
        amount, own = money(_, came, snapshot.team.currency), Telling(snapshot, _)
        own.note("risks", "", _("Risks that happened"), "realised", came, amount)
        words = _("What happened came to {amount}, and is no part of the exposure any more.", amount=amount)
        yield own.sentence("realised", words)


def risk_table(snapshot: Snapshot, _: Language) -> Table:
    """Return the risks that are open or happened, largest first: what is done about them, and what fired."""
    columns = (
        Column("risk", _("Risk"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("size", _("Likelihood × impact")),
        Column("band", _("Band"), right=False),
        Column("state", _("State"), right=False),
        Column("why", _("Why it needs a word"), right=False),
        Column("contingency", _("Contingency"), right=False),
    )
    told = {one.line.risk.risk: one for one in risks_to_tell(snapshot, snapshot.day + DAY)}
    kept = (RiskState.OPEN, RiskState.OCCURRED)
    lines = [line for line in snapshot.risks().lines if line.risk.state in kept]
    return Table("risks", _("Risks"), columns, tuple(_risk(line, told.get(line.risk.risk), _) for line in lines))


def _risk(line: RiskLine, told: RiskToTell | None, _: Language) -> tuple[Cell, ...]:
    band = line.current.band
    return (
        text_cell(_.name(line.risk, "title")),
        person_cell(line.owner, _),
        text_cell(f"{line.risk.likelihood} × {line.risk.impact}" if band else NONE),
        Cell(word(_, band), band.value) if band else Cell(NONE),
        Cell(word(_, line.risk.state), line.risk.state.value),
        text_cell(_.join(concerns(_, told)) if told else ""),
        text_cell(_.own(line.risk.contingency)),
    )


def adjustment_table(store: Store, snapshot: Snapshot, _: Language) -> Table:
    """Return what of the plan was moved since it was activated: from where to where, when, by whom and why."""
    columns = (
        Column("about", _("Goal, KPI, budget line"), right=False),
        Column("moved", _("Moved"), right=False),
        Column("then", _("Original plan"), right=False),
        Column("now", _("Current plan"), right=False),
        Column("why", _("When, who and why"), right=False),
    )
    original = snapshot.original.value
    found = beside(_, store, snapshot, original) if original else []
    rows = tuple(
        (
            text_cell(called(_, one.about)),
            text_cell(_.clauses(list(one.moved))),
            text_cell(_.join([part for part in one.then if part])),
            text_cell(_.join([part for part in one.now if part])),
            text_cell(_.clauses([words for words, _change in one.changes])),
        )
        for one in found
    )
    return Table("adjustments", _("Adjustments of the plan"), columns, rows)
