"""What decides each letter of a goal in words, what would be better, and the goal as one sentence (DOMAIN 8)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from planlib.locale import N_, Language
from planlib.locale.amounts import quantity
from planlib.metrics.pace import sign
from planlib.metrics.smart import Check, Metric
from planlib.metrics.trends import by_difference
from planlib.model import Kpi, Target
from planlib.snapshot import SmartLine, Snapshot
from planlib.vocabulary import SmartCode

_TEXTS: dict[SmartCode, tuple[str, str]] = {
    SmartCode.NO_OWNER: (N_("Nobody owns it."), N_("Name one person.")),
    SmartCode.NO_TITLE: (N_("It has no title."), N_("Say in a sentence what is to be done.")),
    SmartCode.VAGUE_VERB: (
        N_("Nobody can see “{verb}” done."),
        N_("Say what is done, and how much of it: sign 5 shops, cut refunds to 4%."),
    ),
    SmartCode.NO_VERB: (
        N_("The title has no verb: it names a matter, and not what is done about it."),
        N_("Begin with what is done, and say how much of it: raise sales by 8%, sign 5 shops."),
    ),
    SmartCode.SEVERAL_VERBS: (N_("The title aims at several things at once."), N_("Make a goal of each.")),
    SmartCode.NO_METRIC: (N_("No KPI of the plan belongs to it."), N_("Give it one, with a target.")),
    SmartCode.SEVERAL_METRICS: (
        N_("{kpis} weigh the same: none of them decides."),
        N_("Give one of them the largest weight, or make a goal of each."),
    ),
    SmartCode.NO_MILESTONES: (N_("It has no milestones."), N_("Write down its steps, with weights and dates.")),
    SmartCode.SPECIFIC: (N_("One person, one thing to be done, and it is clear by what it is measured."), ""),
    SmartCode.NO_TARGET: (N_("{kpi} has nothing to reach."), N_("Set a target or a range.")),
    SmartCode.NO_DIRECTION: (
        N_("Of {kpi} neither more nor less is better."),
        N_("Say which is, or measure the goal by something else."),
    ),
    SmartCode.NO_BASELINE: (
        N_("{kpi} has nothing to start from: no baseline, and no whole month before."),
        N_("Set a baseline."),
    ),
    SmartCode.NO_UNIT: (N_("The number of {kpi} has no unit."), N_("Give it one, such as items or times.")),
    SmartCode.NO_SOURCE: (N_("It is not said where {kpi} comes from."), N_("Name the source of its data.")),
    SmartCode.NO_CHANGE: (
        N_("The target of {kpi} is where it stands already."),
        N_("Aim further, or say in the title that it is to be held."),
    ),
    SmartCode.PARTS_APART: (
        N_("The parts of the target of {kpi} do not add up to it, and nobody says why."),
        N_("Make them add up, or say why they differ."),
    ),
    SmartCode.NO_STANDARD: (N_("It is not said when it counts as done."), N_("Write down the standard.")),
    SmartCode.NO_EVIDENCE: (N_("“{step}” is done, and nothing shows it."), N_("Write down the evidence.")),
    SmartCode.MEASURABLE: (N_("What is measured, from where, to where, and who tells it: all is there."), ""),
    SmartCode.IMPOSSIBLE: (
        N_("{kpi} cannot be {target}: its values go from {smallest} to {largest}."),
        N_("Set a target that can be."),
    ),
    SmartCode.BEYOND_HISTORY: (
        N_("{kpi}: the best of the last 12 months was {best}; this asks {asked}."),
        N_("A challenge. As good as the best month would be {reachable}."),
    ),
    SmartCode.UNLIKELY: (
        N_("{kpi}: the chance of making it is {chance}, by the forecast."),
        N_("A challenge. Say what will go differently, or aim lower."),
    ),
    SmartCode.OVERLOADED: (
        N_("{person} has {share} of the hours assigned in the week of {day}."),
        N_("See on the page Tasks who could take work on."),
    ),
    SmartCode.LAPSED: ("", N_("Confirm it again, or put back what it was said of.")),
    SmartCode.ACHIEVABLE: (N_("{person} says that it can be reached, and no number speaks against it."), ""),
    SmartCode.NOT_LINKED: (
        N_("It belongs to no goal above it, no strategy and no budget line."),
        N_("Say what it serves."),
    ),
    SmartCode.RELEVANT: (N_("It belongs to what it serves, and {person} says that it matters."), ""),
    SmartCode.NO_DUE: (N_("It is not said until when."), N_("Set a day within the month.")),
    SmartCode.DUE_BEFORE_START: (
        N_("It is due before it begins on {day}."),
        N_("Move the day, or begin its tasks sooner."),
    ),
    SmartCode.DUE_OUTSIDE: (
        N_("It is due outside of the month, and so is each of its steps."),
        N_("Set a step within the month."),
    ),
    SmartCode.NOT_CHECKED: (
        N_("Nothing tells how it goes before it is due."),
        N_("Set a milestone on the way, or measure by week."),
    ),
    SmartCode.TASKS_LATER: (
        N_("Its tasks are foreseen to take until {day}, after it is due."),
        N_("Move the day, or shorten the tasks."),
    ),
    SmartCode.TIMELY: (N_("Due on {due}, and one sees on the way how it goes."), ""),
}
"""Why, and what would be better."""
_LIKELY_ENOUGH = N_("{kpi}: the chance of making it is {chance}, by the forecast. That alone does not prove it.")
_WITHIN_HISTORY = N_(
    "{kpi}: the best of the last 12 months was {best}; this asks {asked}. That alone does not prove it."
)
_NO_HISTORY = N_("No number says whether it can be reached.")
_LINKED = N_("It belongs to what it serves; no number says whether it matters.")
_ASK = N_("Somebody has to say so.")
_PROVEN = N_("It is written when it counts as done, and what is done can be seen.")
_LAPSED = {
    "target": N_("{person} said yes to {kpi} at {before}; the target is {after} now."),
    "due": N_("{person} said yes when it was due on {before}; it is due on {after} now."),
    "parent": N_("{person} said yes when it was part of {before}; it is part of {after} now."),
    "strategy": N_("{person} said yes when it served {before}; it serves {after} now."),
}
_AWAY = N_("{person} is away in the week of {day}, and has work in it.")


def letter_words(_: Language, snapshot: Snapshot, line: SmartLine, check: Check) -> tuple[str, str]:
    """Return why a letter stands as it does, and what would be better; the latter is empty where all is well."""
    why, better = _unconfirmed(check) if check.code is SmartCode.NOT_CONFIRMED else _TEXTS[check.code]
    words = _words(_, snapshot, line, check)
    if check.code is SmartCode.OVERLOADED and check.parameters["share"] is None:
        why = _AWAY
    if check.code is SmartCode.LAPSED:
        why, words = _LAPSED[check.field], words | _changed(_, snapshot, check)
    if check.code is SmartCode.MEASURABLE and not line.metrics:
        why = _PROVEN
    if check.code is SmartCode.BEYOND_HISTORY and not words["reachable"]:
        better = _TEXTS[SmartCode.UNLIKELY][1]
    return _(why, **words), _(better, **words) if better else ""


def _unconfirmed(check: Check) -> tuple[str, str]:
    if check.field == "relevant_by":
        return _LINKED, _ASK
    if check.parameters.get("best") is not None and check.parameters.get("asked") is not None:
        return _WITHIN_HISTORY, _ASK
    return (_LIKELY_ENOUGH if check.parameters else _NO_HISTORY), _ASK


def _words(_: Language, snapshot: Snapshot, line: SmartLine, check: Check) -> dict[str, str]:
    """Return whatever a sentence about the letter may name."""
    told = dict(check.parameters)
    person = snapshot.person(told.get("person") or getattr(line.objective, check.field, None))
    words = {
        "verb": told.get("verb", ""),
        "kpis": _.join([_.name(snapshot.kpi(kpi).kpi) for kpi in told.get("kpis", ())]),
        "person": _.name(person) if person else "",
        "day": _.short_day(told["week"].first if "week" in told else told["day"])
        if {"week", "day"} & set(told)
        else "",
        "due": _.short_day(line.objective.due) if line.objective.due else "",
        "share": _.percent(told.get("share")),
        "step": _step(_, snapshot, told.get("milestone")),
    }
    metric = next((one for one in line.metrics if one.kpi.kpi == told.get("kpi")), None)
    return words | (_of_metric(_, snapshot, metric) if metric else {})


def _changed(_: Language, snapshot: Snapshot, check: Check) -> dict[str, str]:
    """Return what stood when a person said yes, and what stands now."""
    told = check.parameters
    return {side: _thing(_, snapshot, check, told[side]) for side in ("before", "after")} | {
        "kpi": _.name(snapshot.kpi(told["kpi"]).kpi) if told["kpi"] else ""
    }


def _thing(_: Language, snapshot: Snapshot, check: Check, value: Any) -> str:
    match check.field:
        case "target":
            return _aim(_, snapshot, check.parameters["kpi"], value)
        case "due":
            return _.short_day(value) if value else _("no day")
        case "parent":
            goals = (line.objective for line in snapshot.objectives() if line.objective.objective == value)
            return next((f"“{_.name(goal, 'title')}”" for goal in goals), _("no goal"))
    strategy = snapshot.strategies.by_id.get(value)
    return f"“{_.name(strategy, 'title')}”" if strategy else _("no strategy")


def _aim(_: Language, snapshot: Snapshot, kpi: str, target: Target | None) -> str:
    """Return what a target asks for, in a word."""
    if target is None:
        return _("no target")
    if target.growth_rate is not None:
        return _.percent(target.growth_rate, 1, signed=True)
    shown = _shown(_, snapshot, snapshot.kpi(kpi).kpi)
    if target.lower is not None or target.upper is not None:
        return f"{shown(target.lower)}–{shown(target.upper)}"
    return shown(target.target) if target.target is not None else _("no target")


def _step(_: Language, snapshot: Snapshot, milestone: str | None) -> str:
    steps = (step for line in snapshot.objectives() for step in line.milestones)
    return next((_.name(step, "title") for step in steps if step.milestone == milestone), "")


def _of_metric(_: Language, snapshot: Snapshot, metric: Metric) -> dict[str, str]:
    shown = _shown(_, snapshot, metric.kpi)
    return {
        "kpi": _.name(metric.kpi),
        "asked": _change(_, metric.kpi, metric.asked),
        "best": _change(_, metric.kpi, metric.best),
        "chance": _.probability(metric.probability),
        "target": shown(metric.target.target),
        "smallest": shown(metric.kpi.smallest),
        "largest": shown(metric.kpi.largest),
        "reachable": shown(metric.reachable) if metric.reachable is not None else "",
    }


def _shown(_: Language, snapshot: Snapshot, kpi: Kpi) -> Callable[[Any], str]:
    return lambda value: quantity(_, kpi, value, snapshot.team.currency)


def _change(_: Language, kpi: Kpi, better: float | None) -> str:
    """Return a change for the better as the KPI's numbers show it: −6 % where less is better."""
    if better is None:
        return ""
    moved = better * sign(kpi.direction)
    return _.points(moved, 2) if by_difference(kpi) else _.percent(moved, 1, signed=True)


def goal_sentence(_: Language, snapshot: Snapshot, line: SmartLine) -> str:
    """Return by when who moves what from where to where; what is not known stands in brackets."""
    who = {
        "due": _day(_, line.objective.due),
        "owner": _.name(line.owner) if line.owner else _("[owner]"),
    }
    if line.metrics:
        return _measured(_, snapshot, line.metrics[0], who)
    if line.milestones:
        return _.plural(
            "By {due} {owner} completes {count} milestone.",
            "By {due} {owner} completes {count} milestones.",
            line.milestones,
            **who,
        )
    return _("By {due} {owner} moves [KPI] from [baseline] to [target].", **who)


def _day(_: Language, due: date | None) -> str:
    return _.short_day(due) if due else _("[day]")


def _measured(_: Language, snapshot: Snapshot, metric: Metric, who: dict[str, str]) -> str:
    target, shown = metric.target, _shown(_, snapshot, metric.kpi)
    words = who | {"kpi": _.name(metric.kpi), "target": shown(target.target), "baseline": shown(metric.baseline)}
    if target.growth_rate is not None:
        rate = _.percent(target.growth_rate, 1, signed=True)
        return _("By {due} {owner} has {kpi} change by {rate}.", rate=rate, **words)
    if target.lower is not None:
        return _(
            "Until {due} {owner} keeps {kpi} from {lower} to {upper}.",
            lower=shown(target.lower),
            upper=shown(target.upper),
            **words,
        )
    if target.target is None or metric.baseline is None:
        words["target"] = words["target"] if target.target is not None else _("[target]")
        return _("By {due} {owner} brings {kpi} to {target}.", **words)
    if metric.asked is not None and metric.asked <= 0:
        return _("Until {due} {owner} keeps {kpi} at {target} or better; it starts from {baseline}.", **words)
    return _("By {due} {owner} moves {kpi} from {baseline} to {target}.", **words)
