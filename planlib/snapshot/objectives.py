"""Objectives and the plan: scores rolled up by weight, statuses worst first (DOMAIN 1.6 to 1.9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planlib.metrics import rollup
from planlib.metrics.figure import Figure
from planlib.metrics.kpis import milestones_due, okr_score
from planlib.metrics.pace import is_allowance
from planlib.metrics.status import judge_milestones
from planlib.model import Milestone, Objective
from planlib.snapshot.lines import KpiLine, ObjectiveLine, PlanScore
from planlib.snapshot.reading import PlanFacts
from planlib.vocabulary import Aggregation, ObjectiveKind, Path, Status


@dataclass(frozen=True, slots=True)
class _Part:
    """What an objective is rolled up from: a KPI, its milestones or a sub-goal."""

    weight: Decimal
    score: Figure[float]
    score_now: Figure[float]
    due: Figure[float]
    status: Status


def objective_lines(facts: PlanFacts, kpis: Sequence[KpiLine], day: date) -> tuple[ObjectiveLine, ...]:
    """Return one line per objective, sub-goals behind their parent, in the order of their codes."""
    lines: dict[str, ObjectiveLine] = {}
    for objective in sorted(facts.objectives, key=lambda objective: _depth(facts, objective), reverse=True):
        lines[objective.objective] = _line(facts, objective, kpis, lines, day)
    return tuple(lines[objective.objective] for objective in _ordered(facts.objectives))


def plan_score(lines: Sequence[ObjectiveLine], kpis: Sequence[KpiLine]) -> PlanScore:
    """Return all objectives that have no parent, rolled up; the KPIs where the plan has no objectives."""
    parts = [_part(line) for line in lines if line.objective.parent is None] or [_kpi_part(line) for line in kpis]
    score, now, due = _rolled(parts)
    return PlanScore(
        score.score, now.score, due.score, score.coverage, rollup.worst(part.status for part in parts if part.weight)
    )


def _line(
    facts: PlanFacts,
    objective: Objective,
    kpis: Sequence[KpiLine],
    done: Mapping[str, ObjectiveLine],
    day: date,
) -> ObjectiveLine:
    own = [line for line in kpis if line.target.objective == objective.objective]
    steps = [step for step in facts.milestones if step.objective == objective.objective]
    parts = [_kpi_part(line) for line in own]
    parts += [_part(line) for line in done.values() if line.objective.parent == objective.objective]
    if objective.kind is ObjectiveKind.QUALITATIVE and steps:
        parts.append(_milestones(facts, steps, day))
    score, now, due = _rolled(parts)
    return ObjectiveLine(
        objective=objective,
        owner=facts.people.get(objective.owner or ""),
        score=score.score,
        score_now=now.score,
        due=due.score,
        coverage=score.coverage,
        status=rollup.worst(part.status for part in parts if part.weight),
        kpis=tuple(line.kpi.code for line in own),
        milestones=tuple(sorted(steps, key=lambda step: (step.due or facts.key.last_day, step.milestone))),
    )


def _milestones(facts: PlanFacts, steps: Sequence[Milestone], day: date) -> _Part:
    verdict = judge_milestones(steps, day, facts.key.last_day, facts.plan.green, facts.plan.amber)
    due = milestones_due(steps, day, facts.key.last_day)
    return _Part(Decimal(1), verdict.score, verdict.score_now, due, verdict.status)


def _kpi_part(line: KpiLine) -> _Part:
    return _Part(line.target.weight, line.score, line.score_now, _due(line), line.status)


def _part(line: ObjectiveLine) -> _Part:
    return _Part(line.objective.weight, line.score, line.score_now, line.due, line.status)


def _due(line: KpiLine) -> Figure[float]:
    """Return the score of a KPI that is exactly where it should be: all of it for a level, a range or a ceiling."""
    target, expected = line.target, line.expected.value
    if line.score.value is None:
        return line.score
    baseline = Decimal(0) if line.kpi.aggregation is Aggregation.SUM else target.baseline or Decimal(0)
    whole = line.path is Path.LEVEL or target.growth_mode is not None
    if whole or expected is None or target.target in (None, baseline) or is_allowance(line.kpi, target.target):
        return Figure(1.0)
    return okr_score(baseline, target.target, expected)


def _rolled(parts: Sequence[_Part]) -> tuple[rollup.RollUp, rollup.RollUp, rollup.RollUp]:
    return (
        rollup.roll_up((part.weight, part.score) for part in parts),
        rollup.roll_up((part.weight, part.score_now) for part in parts),
        rollup.roll_up((part.weight, part.due) for part in parts),
    )


def _depth(facts: PlanFacts, objective: Objective) -> int:
    parents = {other.objective: other.parent for other in facts.objectives}
    depth, above = 0, objective.parent
    while above is not None and depth <= len(parents):
        depth, above = depth + 1, parents.get(above)
    return depth


def _ordered(objectives: Sequence[Objective], parent: str | None = None) -> list[Objective]:
    found: list[Objective] = []
    for objective in sorted((one for one in objectives if one.parent == parent), key=lambda one: one.code):
        found += [objective, *_ordered(objectives, objective.objective)]
    return found
