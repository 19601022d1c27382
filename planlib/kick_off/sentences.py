"""The plan in sentences: what is to be reached, by when, with what money and by whom; each knows its numbers."""

from planlib.document import Sentence
from planlib.kick_off.goals import planned_tasks
from planlib.kick_off.targets import aimed
from planlib.locale import Language
from planlib.locale.amounts import money, target_words
from planlib.month_end.figures import DRAWN
from planlib.month_end.telling import Telling
from planlib.risk_words import level_words, worst_threat
from planlib.snapshot import KpiLine, Snapshot
from planlib.vocabulary import BudgetKind, Direction


def sentences(snapshot: Snapshot, _: Language) -> list[Sentence]:
    """Return the plan in short, a sentence each; one that has nothing to say is left out."""
    found = [make(snapshot, _) for make in (_goals, _targets, _money, _work, _risks)]
    told = [sentence for sentence in found if sentence.text]
    return told or [Sentence("goals", _("The plan is empty yet."))]


def _goals(snapshot: Snapshot, _: Language) -> Sentence:
    goals = [line.objective for line in snapshot.objectives() if line.objective.parent is None]
    if not goals:
        return Sentence("goals", "")
    telling, whole, named = Telling(snapshot, _), sum(goal.weight for goal in goals), []
    for goal in sorted(goals, key=lambda goal: -goal.weight):
        name = _("“{goal}”", goal=_.name(goal, "title"))
        share = _.percent(goal.weight / whole) if whole else ""
        telling.note("objectives", goal.code, _.name(goal, "title"), "weight", goal.weight, share)
        named.append(f"{name} {share}".rstrip())
    count = telling.count("objectives", _("Goals"), len(goals))
    text = _.plural(
        "{count} goal, by weight: {goals}.", "{count} goals, by weight: {goals}.", count, goals=_.join(named)
    )
    return telling.sentence("goals", text)


def _targets(snapshot: Snapshot, _: Language) -> Sentence:
    lines, telling = aimed(snapshot), Telling(snapshot, _)
    if not lines:
        return Sentence("targets", "")
    first = sorted(lines, key=lambda line: -line.target.weight)[:DRAWN]
    named = [_aim(snapshot, line, telling, _) for line in lines if line in first]
    day = snapshot.key.last_day
    telling.note("plans", "", _("The plan"), "finish", str(day), _.short_day(day))
    count = telling.count("kpis", _("KPIs"), len(lines))
    text = _.plural(
        "{count} KPI is to be on target by {day}; what weighs most: {kpis}.",
        "{count} KPIs are to be on target by {day}; what weighs most: {kpis}.",
        count,
        day=_.short_day(day),
        kpis=_.join(named),
    )
    return telling.sentence("targets", text)


def _aim(snapshot: Snapshot, line: KpiLine, telling: Telling, _: Language) -> str:
    """Return the name and the target of a KPI: at least, at most, within, grown by."""
    kpi, target = line.kpi, line.target
    words = target_words(_, kpi, target, snapshot.team.currency, unit=True)
    if target.growth_rate is not None:
        telling.value(kpi, "growth_rate", target.growth_rate, words)
        return _("{kpi} grown by {target}", kpi=_.name(kpi), target=words)
    telling.value(kpi, "target", target.target, words)
    said = {
        Direction.UP: _("{kpi} at least {target}", kpi=_.name(kpi), target=words),
        Direction.DOWN: _("{kpi} at most {target}", kpi=_.name(kpi), target=words),
    }
    return said.get(kpi.direction, _("{kpi} within {target}", kpi=_.name(kpi), target=words))


def _money(snapshot: Snapshot, _: Language) -> Sentence:
    view, telling = snapshot.budget(), Telling(snapshot, _)
    kinds = {line.budget.kind for line in view.lines}
    parts = []
    if BudgetKind.REVENUE in kinds:
        parts.append(
            _("revenue {amounts}", amounts=telling.amount(view.revenue, _("Revenue"), "budget", view.revenue.budget))
        )
    if BudgetKind.COST in kinds:
        parts.append(_("cost {amounts}", amounts=telling.amount(view.cost, _("Cost"), "budget", view.cost.budget)))
    if len(kinds) == len(BudgetKind):
        parts.append(
            _("result {amount}", amount=telling.amount(view.result, _("Result"), "budget", view.result.budget))
        )
    return telling.sentence("money", _("Planned: {parts}.", parts=_.join(parts)) if parts else "")


def _work(snapshot: Snapshot, _: Language) -> Sentence:
    tasks, telling = planned_tasks(snapshot), Telling(snapshot, _)
    if not tasks:
        return Sentence("work", "")
    start, finish = min(line.start for line in tasks), max(line.finish for line in tasks)
    telling.note("tasks", "", _("The first task"), "start", str(start), _.short_day(start))
    telling.note("tasks", "", _("The last task"), "finish", str(finish), _.short_day(finish))
    owners = telling.count("tasks", _("Owners"), len({line.task.owner for line in tasks if line.task.owner}))
    count = telling.count("tasks", _("Tasks"), len(tasks))
    text = _(
        "{tasks} with {people}, from {start} to {finish}.",
        tasks=_.plural("{count} task", "{count} tasks", count),
        people=_.plural("{count} owner", "{count} owners", owners),
        start=_.short_day(start),
        finish=_.short_day(finish),
    )
    return telling.sentence("work", text)


def _risks(snapshot: Snapshot, _: Language) -> Sentence:
    view, telling = snapshot.risks(), Telling(snapshot, _)
    if not view.open:
        return Sentence("risks", "")
    count = telling.count("risks", _("Open risks and opportunities"), len(view.open))
    ready = telling.count("risks", _("With a contingency"), sum(bool(line.risk.contingency) for line in view.open))
    parts = [
        _.plural(
            "{count} risk or opportunity is watched, {ready} with a contingency.",
            "{count} risks and opportunities are watched, {ready} with a contingency.",
            count,
            ready=ready,
        )
    ]
    if worst := worst_threat(view):
        name, level = _.name(worst.risk, "title"), level_words(_, worst.current)
        telling.note("risks", worst.risk.code, name, "size", worst.current.score.value, level)
        parts.append(_("The largest is “{risk}”: {level}.", risk=name, level=level))
    if exposure := view.stake.exposure.value:
        amount = money(_, exposure, snapshot.team.currency)
        telling.note("risks", "", _("Threats"), "exposure", exposure, amount)
        parts.append(_("By probability and cost the threats come to {amount}.", amount=amount))
    return telling.sentence("risks", _.sentences(parts))
