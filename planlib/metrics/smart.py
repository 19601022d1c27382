"""Whether a goal is specific, measurable, achievable, relevant and timely (DOMAIN 8).

Each letter passes, warns or fails by the first field at fault. What speaks for a goal's reach are its own history, its
forecast and the load of its people: they can contradict it, not prove it. So A and R pass only once a person has said
so, and a target beyond all that was ever reached is a challenge and not a fault.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from planlib.metrics.figure import Figure
from planlib.metrics.pace import sign
from planlib.metrics.periods import Span
from planlib.metrics.trends import by_difference, change
from planlib.metrics.verbs import has_verb, keeps, several_verbs, vague_verb
from planlib.model import Kpi, Milestone, Objective, Target
from planlib.vocabulary import Direction, GrowthMode, Measure, ObjectiveKind, SmartCode, SmartVerdict

LIKELY = 0.05
"""Lowest chance of a target within reach, two standard errors away."""
FULL = 1.0
"""Share of their hours that people who work for a goal may have assigned."""
_SLACK = 1e-9


class Check(NamedTuple):
    """How a goal stands by one letter, and what decided."""

    verdict: SmartVerdict
    field: str
    """Of the record that decided: title, owner, kpi, target, due, …"""
    code: SmartCode
    parameters: Mapping[str, Any] = {}
    """What a sentence about it needs: kpi (an id), verb, asked and best (fractions), share, person, day."""


class Smart(NamedTuple):
    """The five letters of a goal."""

    specific: Check
    measurable: Check
    achievable: Check
    relevant: Check
    timely: Check


@dataclass(frozen=True, slots=True)
class Metric:
    """A KPI of a goal, and what is known of its reach."""

    kpi: Kpi
    target: Target
    baseline: Decimal | None
    """Where it starts from: as the target says, or the whole month before."""
    best: float | None = None
    """Its best change from month to month, positive for the better; None without history."""
    probability: float | None = None
    """Of the target, by the forecast; None where there is none."""
    apart: bool = False
    """The parts of the target do not add up to it, and nobody says why."""

    @property
    def asked(self) -> float | None:
        """By how much it has to change, positive for the better; None for a range and where nothing is to start from.

        As a fraction; of rates a difference of fractions.
        """
        way, target = sign(self.kpi.direction), self.target
        if target.growth_rate is not None:
            return way * float(target.growth_rate) if target.growth_mode is GrowthMode.AVERAGE else None
        asked = change(Figure(target.target), Figure(self.baseline), difference=by_difference(self.kpi)).value
        return None if asked is None or not way else way * asked

    @property
    def reachable(self) -> Decimal | None:
        """The target that a change as good as its best one leads to; None where that is not known."""
        if self.target.target is None or self.baseline is None or self.best is None:
            return None
        step = sign(self.kpi.direction) * Decimal(repr(self.best))
        return self.baseline + step if by_difference(self.kpi) else self.baseline * (1 + step)

    @property
    def aims(self) -> bool:
        """Whether there is something to reach."""
        return any(aim is not None for aim in (self.target.target, self.target.lower, self.target.growth_rate))


class Strain(NamedTuple):
    """The fullest week of those who work for a goal."""

    person: str
    week: Span
    share: float | None
    """Of the person's hours; None where there are none."""


class Lapse(NamedTuple):
    """What a yes was said of and is otherwise now."""

    changed: str
    """Field of the goal, or target."""
    before: Any
    after: Any
    """A Target of a target; None where there was or is none."""
    kpi: str | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective with what belongs to it."""

    objective: Objective
    month: Span
    metrics: Sequence[Metric] = ()
    """Those that weigh something, the heaviest first."""
    milestones: Sequence[Milestone] = ()
    subgoals: int = 0
    linked: bool = True
    """To a goal above it, a strategy or a budget line."""
    start: date | None = None
    """First day of its tasks; that of the month where it has none."""
    finish: date | None = None
    """Last day that is foreseen of its tasks."""
    strain: Strain | None = None
    """Where its people have more to do than they can, or come closest."""
    checked: bool = True
    """Something tells how it goes before it is due."""
    lapsed: Mapping[str, Lapse] = field(default_factory=dict)
    """By ACHIEVABLE or RELEVANT what changed since a person said yes."""

    @property
    def titles(self) -> tuple[str, ...]:
        """Its title in each language that has one."""
        return tuple(filter(None, (self.objective.title_zh, self.objective.title_en)))


ACHIEVABLE, RELEVANT = "achievable_by", "relevant_by"
"""Fields of a goal that hold who says yes."""
_SAID_OF = {ACHIEVABLE: ("due",), RELEVANT: ("parent", "strategy")}
_AIM = ("target", "lower", "upper", "growth_mode", "growth_rate")


def lapse(
    tick: str,
    before: Objective,
    after: Objective,
    targets_before: Mapping[str, Target],
    targets_after: Mapping[str, Target],
) -> Lapse | None:
    """Return the first thing that is otherwise than when a person said yes; None where all is as it was.

    Targets are those of the goal, by KPI.
    """
    for kpi in {**targets_before, **targets_after} if tick == ACHIEVABLE else ():
        one, other = targets_before.get(kpi), targets_after.get(kpi)
        if _aim(one) != _aim(other):
            return Lapse("target", one, other, kpi)
    values = ((field, getattr(before, field), getattr(after, field)) for field in _SAID_OF[tick])
    return next((Lapse(*changed) for changed in values if changed[1] != changed[2]), None)


def _aim(target: Target | None) -> tuple[Any, ...]:
    return () if target is None else tuple(getattr(target, field) for field in _AIM)


Faults = Iterator[Check]


def smart(goal: Goal) -> Smart:
    """Return the five letters of a goal, each by its first fault that fails, or else its first that warns."""
    return Smart(
        _letter(_unspecific(goal), Check(SmartVerdict.PASS, "title", SmartCode.SPECIFIC)),
        _letter(_unmeasurable(goal), Check(SmartVerdict.PASS, "target", SmartCode.MEASURABLE)),
        _letter(_unachievable(goal), Check(SmartVerdict.PASS, "achievable_by", SmartCode.ACHIEVABLE)),
        _letter(_irrelevant(goal), Check(SmartVerdict.PASS, "relevant_by", SmartCode.RELEVANT)),
        _letter(_untimely(goal), Check(SmartVerdict.PASS, "due", SmartCode.TIMELY)),
    )


def _letter(faults: Faults, passed: Check) -> Check:
    found = list(faults)
    return next((one for one in found if one.verdict is SmartVerdict.FAIL), (found or [passed])[0])


def _fail(field: str, code: SmartCode, **parameters: Any) -> Check:
    return Check(SmartVerdict.FAIL, field, code, parameters)


def _warn(field: str, code: SmartCode, **parameters: Any) -> Check:
    return Check(SmartVerdict.WARN, field, code, parameters)


# specific


def _unspecific(goal: Goal) -> Faults:
    objective = goal.objective
    if not goal.titles:
        yield _fail("title", SmartCode.NO_TITLE)
    if verb := next(filter(None, map(vague_verb, goal.titles)), ""):
        yield _fail("title", SmartCode.VAGUE_VERB, verb=verb)
    if goal.titles and not any(map(has_verb, goal.titles)):
        yield _warn("title", SmartCode.NO_VERB)
    if objective.owner is None:
        yield _fail("owner", SmartCode.NO_OWNER)
    if missing := _nothing_to_measure(goal):
        yield missing
    if any(map(several_verbs, goal.titles)):
        yield _warn("title", SmartCode.SEVERAL_VERBS)
    heaviest = [one for one in goal.metrics if one.target.weight == goal.metrics[0].target.weight]
    if len(heaviest) > 1 and objective.kind is ObjectiveKind.NUMERIC:
        yield _warn("weight", SmartCode.SEVERAL_METRICS, kpis=[one.kpi.kpi for one in heaviest])


def _nothing_to_measure(goal: Goal) -> Check | None:
    if goal.metrics or goal.subgoals:
        return None
    if goal.objective.kind is ObjectiveKind.NUMERIC:
        return _fail("kpi", SmartCode.NO_METRIC)
    return None if goal.milestones else _fail("milestone", SmartCode.NO_MILESTONES)


# measurable


def _unmeasurable(goal: Goal) -> Faults:
    if missing := _nothing_to_measure(goal):
        yield missing
    for metric in goal.metrics:
        yield from _unmeasured(goal, metric)
    if goal.objective.kind is ObjectiveKind.QUALITATIVE:
        yield from _unproven(goal)


def _unmeasured(goal: Goal, metric: Metric) -> Faults:
    kpi, target = metric.kpi, metric.target
    if not metric.aims:
        yield _fail("target", SmartCode.NO_TARGET, kpi=kpi.kpi)
        return
    if kpi.direction is Direction.NEUTRAL:
        yield _fail("direction", SmartCode.NO_DIRECTION, kpi=kpi.kpi)
    if metric.baseline is None and target.target is not None:
        yield _warn("baseline", SmartCode.NO_BASELINE, kpi=kpi.kpi)
    if metric.baseline is not None and metric.baseline == target.target and not any(map(keeps, goal.titles)):
        yield _warn("target", SmartCode.NO_CHANGE, kpi=kpi.kpi)
    if metric.apart:
        yield _warn("parts_reason", SmartCode.PARTS_APART, kpi=kpi.kpi)
    if not kpi.unit and kpi.measure is Measure.OTHER:
        yield _warn("unit", SmartCode.NO_UNIT, kpi=kpi.kpi)
    if not kpi.source:
        yield _warn("source", SmartCode.NO_SOURCE, kpi=kpi.kpi)


def _unproven(goal: Goal) -> Faults:
    if not (goal.objective.standard_zh or goal.objective.standard_en):
        yield _warn("standard", SmartCode.NO_STANDARD)
    for step in goal.milestones:
        if step.done and not step.evidence:
            yield _warn("evidence", SmartCode.NO_EVIDENCE, milestone=step.milestone)


# achievable and relevant


def _unachievable(goal: Goal) -> Faults:
    for metric in goal.metrics:
        if _impossible(metric):
            yield _fail("target", SmartCode.IMPOSSIBLE, kpi=metric.kpi.kpi)
    yield from _lapsed(goal, ACHIEVABLE)
    for metric in goal.metrics:
        if within_reach(metric) is False:
            code = SmartCode.UNLIKELY if metric.best is None or metric.asked is None else SmartCode.BEYOND_HISTORY
            yield _warn("target", code, **_reach(metric))
    if goal.strain and (goal.strain.share is None or goal.strain.share > FULL + _SLACK):
        yield _warn("tasks", SmartCode.OVERLOADED, **goal.strain._asdict())
    if goal.objective.achievable_by is None:
        told = next((one for one in goal.metrics if within_reach(one)), None)
        yield _warn("achievable_by", SmartCode.NOT_CONFIRMED, **(_reach(told) if told else {}))


def _lapsed(goal: Goal, tick: str) -> Faults:
    if (found := goal.lapsed.get(tick)) is not None:
        yield _warn(found.changed, SmartCode.LAPSED, person=getattr(goal.objective, tick), **found._asdict())


def within_reach(metric: Metric) -> bool | None:
    """Return whether a target was reached in size before, or is likely now; None where neither is known."""
    known = []
    if metric.asked is not None and metric.best is not None:
        known.append(metric.asked <= metric.best + _SLACK)
    if metric.probability is not None:
        known.append(metric.probability >= LIKELY - _SLACK)
    return any(known) if known else None


def _reach(metric: Metric) -> dict[str, Any]:
    return {
        "kpi": metric.kpi.kpi,
        "asked": metric.asked,
        "best": metric.best,
        "probability": metric.probability,
        "points": by_difference(metric.kpi),
    }


def _impossible(metric: Metric) -> bool:
    kpi, target = metric.kpi, metric.target.target
    if target is None:
        return False
    return (kpi.largest is not None and target > kpi.largest) or (kpi.smallest is not None and target < kpi.smallest)


def _irrelevant(goal: Goal) -> Faults:
    if not goal.linked:
        yield _fail("strategy", SmartCode.NOT_LINKED)
    yield from _lapsed(goal, RELEVANT)
    if goal.objective.relevant_by is None:
        yield _warn("relevant_by", SmartCode.NOT_CONFIRMED)


# timely


def _untimely(goal: Goal) -> Faults:
    due = goal.objective.due
    if due is None:
        yield _fail("due", SmartCode.NO_DUE)
        return
    if due < (goal.start or goal.month.first):
        yield _fail("due", SmartCode.DUE_BEFORE_START, day=goal.start or goal.month.first)
    days = [step.due for step in goal.milestones if step.due]
    if not any(goal.month.first <= day <= goal.month.last for day in [due, *days]):
        yield _fail("due", SmartCode.DUE_OUTSIDE)
    if goal.finish and goal.finish > due:
        yield _warn("tasks", SmartCode.TASKS_LATER, day=goal.finish)
    if not goal.checked:
        yield _warn("frequency", SmartCode.NOT_CHECKED)
