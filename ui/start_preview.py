"""What a plan template holds, as it would stand in the month: goals, KPIs, budget lines, tasks and risks."""

from collections.abc import Callable, Iterator

from markupsafe import Markup

from planlib.locale import N_, NONE, Language
from planlib.locale.amounts import money, target_words
from planlib.locale.words import category_word, word
from planlib.model import Kpi, Target
from planlib.risk_words import condition, level_words
from planlib.snapshot import ObjectiveLine, Snapshot, TaskLine
from planlib.starting import PlanTemplate
from planlib.vocabulary import Direction
from ui import address
from ui.markup import Column, Row, cell, note, section, table
from ui.show import show

_PART = "part"
_SIGNS = {Direction.UP: "≥ ", Direction.DOWN: "≤ "}


def what_it_holds(_: Language, template: PlanTemplate, snapshot: Snapshot) -> None:
    """Draw the choice of a kind of thing with how many there are, and those of the one that is chosen."""
    show(section(_("What it would hold"), _("everything can be changed afterwards")))
    parts: dict[str, tuple[str, int, Callable[[Language, Snapshot], Markup]]] = {
        "goals": (N_("Goals"), len(snapshot.objectives()), _goals),
        "kpis": (N_("KPIs"), len(snapshot.kpis()), _kpis),
        "budget": (N_("Budget"), len(snapshot.budget().lines), _budget),
        "tasks": (N_("Tasks"), len(snapshot.tasks), _tasks),
        "risks": (N_("Risks"), len(snapshot.risks().lines), _risks),
    }
    names = {name: f"{_(title)} {count}" for name, (title, count, _draw) in parts.items()}
    chosen = address.switch(_("What it would hold"), _PART, names, "goals")
    show(parts[chosen][2](_, snapshot), note(_.name(template.about, "rhythm")))


def _goals(_: Language, snapshot: Snapshot) -> Markup:
    columns = [Column(_("Goal")), Column(_("Done when"), wrap=True, phone="row"), Column(_("Due by"), phone="third")]
    strategies = snapshot.strategies

    def rows() -> Iterator[Row]:
        for line in _by_weight(snapshot):
            goal = line.objective
            steps = _.join([_.name(one, "title") for one in line.milestones])
            due = _.short_day(goal.due) if goal.due else NONE
            served = strategies.behind(goal)
            title = cell(_.name(goal, "title"), _.name(served, "title") if served else "", strong=True)
            yield Row([title, cell(_.name(goal, "standard"), steps), due])

    return table(columns, rows(), _("Goals"))


def _by_weight(snapshot: Snapshot) -> list[ObjectiveLine]:
    return sorted(snapshot.objectives(), key=lambda line: -line.objective.weight)


def _kpis(_: Language, snapshot: Snapshot) -> Markup:
    columns = [Column(_("KPI")), Column(_("Target"), right=True), Column(_("Goal"), wrap=True, phone="row")]
    goals = {line.objective.objective: _.name(line.objective, "title") for line in _by_weight(snapshot)}
    order = list(goals)
    rows = (
        Row(
            [
                cell(_.name(line.kpi), word(_, line.kpi.frequency), strong=True),
                _target(_, line.kpi, line.target, snapshot.team.currency),
                goals.get(line.target.objective or "", NONE),
            ]
        )
        for line in sorted(
            snapshot.kpis(), key=lambda one: (order.index(one.target.objective or ""), -one.target.weight)
        )
    )
    return table(columns, rows, _("KPIs"))


def _target(_: Language, kpi: Kpi, target: Target, currency: str) -> Markup:
    words = target_words(_, kpi, target, currency, unit=True)
    if target.growth_rate is not None:
        return cell(words, _("on last month"))
    return cell(_SIGNS.get(kpi.direction, "") + words)


def _budget(_: Language, snapshot: Snapshot) -> Markup:
    columns = [Column(_("Budget line")), Column(_("Spread"), wrap=True), Column(_("Amount"), right=True)]
    rows = (
        Row(
            [
                cell(_.name(line.budget), category_word(_, line.budget.category), strong=True),
                word(_, line.budget.phasing) if line.budget.phasing else NONE,
                money(_, line.budget.amount, snapshot.team.currency),
            ]
        )
        for line in snapshot.budget().lines
    )
    return table(columns, rows, _("Budget lines"))


def _tasks(_: Language, snapshot: Snapshot) -> Markup:
    columns = [Column(_("Task")), Column(_("When"), phone="two"), Column(_("Waits for"), wrap=True, phone="row")]
    names = {line.task.task: _.name(line.task, "title") for line in snapshot.tasks}
    rows = (
        Row(
            [
                cell(_.name(line.task, "title"), strong=True),
                _days(_, line),
                _.join([names[link.predecessor] for link in line.predecessors]) or NONE,
            ]
        )
        for line in snapshot.tasks
    )
    return table(columns, rows, _("Tasks"))


def _days(_: Language, line: TaskLine) -> str:
    if line.start == line.finish:
        return _.short_day(line.finish)
    return _("{first} to {last}", first=_.short_day(line.start), last=_.short_day(line.finish))


def _risks(_: Language, snapshot: Snapshot) -> Markup:
    columns = [
        Column(_("Risk")),
        Column(_("Beforehand"), wrap=True, phone="row"),
        Column(_("Once it comes"), wrap=True, phone="row"),
    ]

    def rows() -> Iterator[Row]:
        for line in snapshot.risks().lines:
            size = [word(_, line.risk.kind), level_words(_, line.current)]
            trigger = condition(_, line.trigger, snapshot.team.currency) if line.trigger else ""
            yield Row(
                [
                    cell(_.name(line.risk, "title"), " · ".join(size), strong=True),
                    _.own(line.risk.action),
                    cell(_.own(line.risk.contingency), trigger),
                ]
            )

    return table(columns, rows(), _("Risks"))
