"""What the month is for: its goals, what they serve, by what they are measured, and what is done to reach them."""

from collections.abc import Iterator
from decimal import Decimal

from planlib.document import Cell, Column, Table
from planlib.document.cells import day_cell, person_cell, text_cell
from planlib.locale import NONE, Language, plain
from planlib.model import Objective, Strategy
from planlib.snapshot import ObjectiveLine, Snapshot, TaskLine
from planlib.vocabulary import TaskStatus


def goal_table(snapshot: Snapshot, _: Language) -> Table:
    """Return a row per goal, sub-goals behind their parent."""
    columns = (
        Column("code", _("Code"), right=False, data=True),
        Column("goal", _("Goal"), right=False),
        Column("strategy", _("Serves"), right=False),
        Column("measured", _("Measured by"), right=False),
        Column("standard", _("Done when"), right=False),
        Column("weight", _("Weight")),
        Column("owner", _("Owner"), right=False),
        Column("due", _("Due by"), right=False),
    )
    return Table("goals", _("Goals"), columns, tuple(_goal(snapshot, line, _) for line in heaviest_first(snapshot)))


def heaviest_first(snapshot: Snapshot) -> list[ObjectiveLine]:
    """Return the goals by weight, sub-goals behind their parent."""
    goals = snapshot.strategies.objectives

    def rank(goal: Objective) -> tuple[tuple[Decimal, str], ...]:
        above = goals.get(goal.parent or "")
        return (*(rank(above) if above else ()), (-goal.weight, goal.code))

    return sorted(snapshot.objectives(), key=lambda line: rank(line.objective))


def _goal(snapshot: Snapshot, line: ObjectiveLine, _: Language) -> tuple[Cell, ...]:
    goal = line.objective
    above = snapshot.strategies.objectives.get(goal.parent or "")
    under = _(" (part of “{goal}”)", goal=_.name(above, "title")) if above else ""
    kpis = sorted(map(snapshot.kpi, line.kpis), key=lambda one: (-one.target.weight, one.kpi.code))
    measures = [_.name(one.kpi) for one in kpis]
    measures += [_.name(step, "title") for step in line.milestones]
    return (
        text_cell(goal.code),
        text_cell(_.name(goal, "title"))._replace(under=under),
        strategy_cell(snapshot.strategies.behind(goal), _),
        text_cell(_.join(measures)),
        text_cell(_.name(goal, "standard")),
        Cell(_.exact(goal.weight), plain(goal.weight)),
        person_cell(line.owner, _),
        day_cell(goal.due, _),
    )


def strategy_cell(strategy: Strategy | None, _: Language) -> Cell:
    """Return how a strategy is called."""
    return text_cell(_.name(strategy, "title")) if strategy else Cell(NONE)


def milestone_table(snapshot: Snapshot, _: Language) -> Table:
    """Return the milestones by which goals without KPIs are measured."""
    columns = (
        Column("goal", _("Goal"), right=False),
        Column("milestone", _("Milestone"), right=False),
        Column("weight", _("Weight")),
        Column("due", _("Due by"), right=False),
    )
    rows = tuple(
        (
            text_cell(_.name(line.objective, "title")),
            text_cell(_.name(step, "title")),
            Cell(_.exact(step.weight), plain(step.weight)),
            day_cell(step.due, _),
        )
        for line in heaviest_first(snapshot)
        for step in line.milestones
    )
    return Table("milestones", _("Milestones"), columns, rows)


def strategy_table(snapshot: Snapshot, _: Language) -> Table:
    """Return for each goal by which strategies it is reached, and by which tasks these are carried out."""
    columns = (
        Column("goal", _("Goal"), right=False),
        Column("strategy", _("Strategy"), right=False),
        Column("tasks", _("Tasks"), right=False),
    )
    goals = [line.objective for line in heaviest_first(snapshot)]
    rows = [row for goal in (*goals, None) for row in _ways(snapshot, goal, _)]
    return Table("strategies", _("Goals, strategies, tasks"), columns, tuple(rows))


def _ways(snapshot: Snapshot, goal: Objective | None, _: Language) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each strategy by which a goal is reached, its own first; None is work without a goal."""
    behind = snapshot.strategies.behind
    tasks = [line for line in planned_tasks(snapshot) if line.task.objective == (goal.objective if goal else None)]
    own = [behind(goal)] if goal else []
    for strategy in dict.fromkeys([*own, *(behind(line.task) for line in tasks)]):
        done = [_.name(line.task, "title") for line in tasks if behind(line.task) == strategy]
        name = _.name(goal, "title") if goal else _("Without a goal")
        yield text_cell(name), strategy_cell(strategy, _), text_cell(_.clauses(done) or NONE)


def planned_tasks(snapshot: Snapshot) -> list[TaskLine]:
    """Return the tasks in order of time, but for what was cancelled."""
    return [line for line in snapshot.tasks if line.status is not TaskStatus.CANCELLED]
