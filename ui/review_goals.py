"""The part of the weekly review with the plan's goals: the score of each, and what it is made of."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from markupsafe import Markup

from planlib.locale import NONE, Language
from planlib.model import Milestone
from planlib.review.original import score_then
from planlib.snapshot import KpiLine, ObjectiveLine, Snapshot
from ui.links import link
from ui.markup import Mark, bar, joined, section, status_chip, tile, tiles
from ui.plan_parts import TABLE


def goals(_: Language, snapshot: Snapshot, *, final: bool) -> Iterator[Markup]:
    """Yield the section of goals, each with its score against the full target and, while it lasts, what is due.

    Where the plan was moved since its activation, what is scored otherwise against it says so.
    """
    found = snapshot.objectives()
    if found:
        yield section(_("Goals"), _("score, of 1") if final else _("tick: the score expected by now"))
        yield tiles(_goal(_, one, _parts(_, one, snapshot), _then(_, snapshot, one), final) for one in found)


def _then(_: Language, snapshot: Snapshot, line: ObjectiveLine | KpiLine) -> list[str]:
    """Return how a goal or a KPI is scored against the plan as it was activated; nothing where it is the same."""
    words = score_then(_, snapshot, line)
    return [words] if words else []


def _goal(_: Language, one: ObjectiveLine, parts: Sequence[Markup], then: Sequence[str], final: bool) -> Markup:
    score, due = one.score.value, None if final else one.due.value
    owner = [_.name(one.owner)] if one.owner else []
    by_now = [_("{score} expected", score=_.score(due))] if due is not None else []
    marks = [Mark("fill", 0, score or 0.0)] + ([Mark("tick", due)] if due is not None else [])
    words = " · ".join([*by_now, *owner])
    number = _.score(score)
    drawn = bar(marks, f"{_('Score')} {number}")
    title = _.name(one.objective, "title")
    return tile(title, status_chip(_, one.status), number, words, joined((drawn, _opened(_, parts, then))))


def _opened(_: Language, parts: Sequence[Markup], then: Sequence[str]) -> Markup:
    """Return the parts of a goal, folded away; beside them how it is scored against the original plan."""
    beside = joined(Markup('<span class="pl-soft"> · {}</span>').format(words) for words in then)
    if not parts:
        return beside
    whole = Markup('<details class="pl-parts"><summary>{}{}</summary>{}</details>')
    return whole.format(_("What it is made of"), beside, joined(parts))


def _parts(_: Language, one: ObjectiveLine, snapshot: Snapshot) -> list[Markup]:
    """Return what a goal is scored by: its KPIs, sub-goals and milestones, each with its score."""
    kpis = [line for line in snapshot.kpis() if line.kpi.code in one.kpis]
    below = [line for line in snapshot.objectives() if line.objective.parent == one.objective.objective]
    weights = {line.target.weight for line in kpis} | {line.objective.weight for line in below}
    even, steps_even = len(weights) < 2, len({step.weight for step in one.milestones}) < 2
    return [
        *(_kpi(_, line, _then(_, snapshot, line), even) for line in kpis),
        *(_part(_, line, _then(_, snapshot, line), even) for line in below),
        *(_milestone(_, step, steps_even) for step in one.milestones),
    ]


def _kpi(_: Language, line: KpiLine, then: Sequence[str], even: bool) -> Markup:
    name, score = (link("kpis", text, kpi=line.kpi.code) for text in (_.name(line.kpi), _.score(line.score.value)))
    return _row(_, name, score, then, line.target.weight, even)


def _part(_: Language, line: ObjectiveLine, then: Sequence[str], even: bool) -> Markup:
    return _row(_, _.name(line.objective, "title"), _.score(line.score.value), then, line.objective.weight, even)


def _milestone(_: Language, step: Milestone, even: bool) -> Markup:
    title = link("plan", _.name(step, "title"), **{TABLE: "milestones"})
    due = [_("due {day}", day=_.short_day(step.due) if step.due else NONE)] if step.done < 1 else []
    return _row(_, title, _.percent(step.done), due, step.weight, even)


def _row(_: Language, name: object, score: object, words: Sequence[str], weight: Decimal, even: bool) -> Markup:
    """Return one part, with its weight where the parts weigh differently."""
    weighs = [] if even else [_("weight {weight}", weight=_.short(weight))]
    soft = Markup('<span class="pl-soft">{}</span>').format(" · ".join([*words, *weighs]))
    return Markup("<p><span>{} {}</span><b>{}</b></p>").format(name, soft, score)
