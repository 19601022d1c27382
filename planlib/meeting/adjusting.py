"""Adjusting the plan in a meeting: the change of the plan and the decision that says so are one change of the ledger.

What is typed is read and checked as on the page Plan.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from planlib.editing.check import Checked, check
from planlib.editing.edits import Edits
from planlib.editing.save import write_of
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import Tables, read_tables
from planlib.errors import InvalidError, RefusedError
from planlib.locale import Language, plain
from planlib.meeting.agenda import Item, ItemKind
from planlib.meeting.running import By, note, refuse_over
from planlib.meeting.words import all_parts, field_words, parts_of
from planlib.model import Budget, Decision, Meeting, PlanKey, Record
from planlib.review.work import late_tasks
from planlib.snapshot import KpiLine, Snapshot, TaskLine
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, record
from planlib.store.tables import TABLES
from planlib.vocabulary import ChangeKind, DecisionKind, TaskStatus

ABOUT = {
    "targets": "kpi",
    "target_parts": "part",
    "kpis": "kpi",
    "budgets": "line",
    "objectives": "objective",
    "milestones": "milestone",
    "tasks": "task",
    "risks": "risk",
}
"""What an adjustment of each table is about: the head of its key, before the row's id."""


class Subject(NamedTuple):
    """What a meeting may adjust: fields of one row that are changed together."""

    table: str
    row: str
    fields: tuple[str, ...]

    @property
    def about(self) -> str:
        """Key of the thing that it belongs to."""
        return f"{ABOUT[self.table]}:{self.row}"


def subjects(snapshot: Snapshot, item: Item) -> list[Subject]:
    """Return what may be adjusted on an item: what belongs to its KPI or line, else everything."""
    if item.kind is ItemKind.KPI:
        return [one for line in snapshot.kpis() if line.kpi.kpi == item.id for one in _of_kpi(snapshot, line)]
    if item.kind is ItemKind.LINE:
        return [Subject("budgets", item.id, ("revised",))]
    if item.kind is ItemKind.TASKS:
        return [one for line in _open_tasks(snapshot) for one in _of_task(line)]
    if item.kind is ItemKind.RISKS:
        return [Subject("risks", line.risk.risk, ("likelihood", "impact")) for line in snapshot.risks().lines]
    kpis = [one for line in snapshot.kpis() for one in _of_target(line)]
    lines = [Subject("budgets", line.budget.line, ("revised",)) for line in snapshot.budget().lines]
    goals = [one for line in snapshot.objectives() for one in _of_objective(snapshot, line.objective.objective)]
    return [*kpis, *lines, *goals]


def _of_kpi(snapshot: Snapshot, line: KpiLine) -> list[Subject]:
    goal = line.target.objective
    return [*_of_target(line), *_of_parts(snapshot, line), *(_of_objective(snapshot, goal) if goal else [])]


def _of_parts(snapshot: Snapshot, line: KpiLine) -> list[Subject]:
    """Return the parts of a target, and why they differ from it."""
    found = parts_of(snapshot, line.kpi.kpi)
    why = [Subject("targets", line.kpi.kpi, ("parts_reason",))] * bool(found)
    return [*why, *(Subject("target_parts", one.part.part, ("amount",)) for one in found if one.part)]


def _of_target(line: KpiLine) -> list[Subject]:
    target = line.target
    aim: tuple[str, ...] = ("growth_rate",) if target.growth_rate is not None else ("target",)
    if target.lower is not None:
        aim = ("lower", "upper")
    row = line.kpi.kpi
    return [Subject("targets", row, aim), Subject("targets", row, ("weight",)), Subject("kpis", row, ("owner",))]


def _open_tasks(snapshot: Snapshot) -> list[TaskLine]:
    """Return the tasks that are not done, those that are late first."""
    late = late_tasks(snapshot)
    over = (TaskStatus.DONE, TaskStatus.CANCELLED)
    return [*late, *(line for line in snapshot.tasks if line not in late and line.status not in over)]


def _of_task(line: TaskLine) -> list[Subject]:
    end: tuple[str, ...] = ("finish",) if line.task.finish is not None else ("duration",)
    return [Subject("tasks", line.task.task, end), Subject("tasks", line.task.task, ("owner",))]


def _of_objective(snapshot: Snapshot, objective: str) -> list[Subject]:
    found = next((line for line in snapshot.objectives() if line.objective.objective == objective), None)
    if found is None:
        return []
    steps = [Subject("milestones", step.milestone, ("due",)) for step in found.milestones]
    return [Subject("objectives", objective, ("due",)), Subject("objectives", objective, ("owner",)), *steps]


def standing(snapshot: Snapshot, subject: Subject) -> Record | None:
    """Return the row as it stands; None where the plan has it no more."""
    match subject.table:
        case "targets":
            return next((line.target for line in snapshot.kpis() if line.kpi.kpi == subject.row), None)
        case "target_parts":
            return next((one.part for one in all_parts(snapshot) if one.part and one.part.part == subject.row), None)
        case "kpis":
            return next((line.kpi for line in snapshot.kpis() if line.kpi.kpi == subject.row), None)
        case "budgets":
            return next((line.budget for line in snapshot.budget().lines if line.budget.line == subject.row), None)
        case "tasks":
            return next((line.task for line in snapshot.tasks if line.task.task == subject.row), None)
        case "risks":
            return next((line.risk for line in snapshot.risks().lines if line.risk.risk == subject.row), None)
    goals = {line.objective.objective: line.objective for line in snapshot.objectives()}
    steps = {step.milestone: step for line in snapshot.objectives() for step in line.milestones}
    return (goals if subject.table == "objectives" else steps).get(subject.row)


def value_of(row: Record | None, field: str) -> str:
    """Return a field as an adjustment keeps it; of a budget that was never revised the original one."""
    if field == "revised" and isinstance(row, Budget):
        return written(row.amount)
    return written(getattr(row, field, None))


def adjust(
    language: Language,
    store: Store,
    meeting: Meeting,
    subject: Subject,
    cells: Mapping[str, Any],
    why: str,
    by: By,
    *,
    along: bool = False,
) -> Change:
    """Return the change that sets the `cells` and takes the adjustment down, a line for each field.

    A target takes its parts `along` in proportion, with a line for each part.

    Raises:
        InvalidError: What was typed cannot be read, or the plan would not hold.
        ConflictError: Somebody changed the row after what was seen.
        RefusedError: `value_needed`, `reason_needed`, `as_it_stands`, `meeting_over`.
    """
    refuse_over(store, meeting)
    if not cells:
        heads = [field_words(language, subject.table, field) for field in subject.fields]
        raise RefusedError("value_needed", field=language.join(heads))
    if not why.strip():
        raise RefusedError("reason_needed")
    plan = PlanKey(meeting.team, meeting.month)
    found = _edit(language, read_tables(store, SHEETS[subject.table], plan, by.seen), subject, cells, along=along)
    writes = [
        write_of(TABLES[subject.table], found.rows),
        *([write_of(TABLES["target_parts"], found.parts)] if found.parts else []),
        Write("decisions", list(_notes(meeting, subject, found, why, by))),
    ]
    change = record(store, writes, actor=by.actor, kind=ChangeKind.MEETING, at=by.at, reason=why, plan=plan)
    assert change is not None, "the row changes"
    return change


def _edit(language: Language, tables: Tables, subject: Subject, cells: Mapping[str, Any], *, along: bool) -> Checked:
    edits = Edits(changed={subject.row: dict(cells)}, along=[subject.row] * along)
    if subject.row not in tables.rows:
        edits = Edits(added=[{tables.sheet.id_field: subject.row, **cells}])
    found = check(language, tables, edits, adding_up=False)
    if found.problems:
        raise InvalidError([problem.problem for problem in found.problems])
    if not found.rows:
        raise RefusedError("as_it_stands")
    return found


def _notes(meeting: Meeting, subject: Subject, found: Checked, why: str, by: By) -> Iterator[Decision]:
    parts = [(Subject("target_parts", part.id, ("amount",)), part) for part in found.parts]
    fields = [(one, field, edit) for one, edit in [(subject, found.rows[0]), *parts] for field in one.fields]
    for number, (one, field, edit) in enumerate(fields):
        before, after = value_of(edit.before, field), value_of(edit.after, field)
        if before != after:
            what = {"what": f"{one.table}.{field}", "before": before, "after": after}
            yield note(meeting, DecisionKind.ADJUSTMENT, one.about, by, number, text=why, **what)


def written(value: Any) -> str:
    """Return a value as an adjustment keeps it: all digits, a day as 2026-10-23, an id; empty for none."""
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(value)
