"""The KPIs and objectives of a plan as JSON, each beside the plan as it was activated."""

from collections.abc import Iterable
from typing import Any

from planlib.locale import Language, plain
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.forecast import Forecast
from planlib.model import Person, Target, TargetPart
from planlib.report.figures import exact, figures, heading
from planlib.snapshot import KpiLine, ObjectiveLine, Original, PartLine, PlanScore, Snapshot, SplitLine
from planlib.vocabulary import Reason


def kpis_json(snapshot: Snapshot, lines: Iterable[KpiLine], language: Language) -> dict[str, Any]:
    """Return the plan's score, the KPIs `lines` and the objectives; names in `language`."""
    return {
        **heading(snapshot),
        **_score(snapshot.score()),
        **figures(original=_first_score(snapshot.original)),
        "kpis": [
            {
                **_kpi(line, language),
                **figures(original=_first(snapshot, line)),
                "parts": [_split(split, language) for split in snapshot.parts(line.kpi.kpi)],
            }
            for line in lines
        ],
        "objectives": [
            _objective(line, language) | figures(original=_first(snapshot, line)) for line in snapshot.objectives()
        ],
        "taken_out": _taken_out(snapshot.original.value, language),
    }


def _score(score: PlanScore) -> dict[str, Any]:
    found = figures(score=score.score, score_now=score.score_now)
    return {**found, "coverage": score.coverage, "status": score.status}


def _kpi(line: KpiLine, language: Language) -> dict[str, Any]:
    return {
        "code": line.kpi.code,
        "name": language.name(line.kpi),
        "unit": line.kpi.unit,
        "direction": line.kpi.direction,
        "aggregation": line.kpi.aggregation,
        **_aim(line.target),
        **figures(
            actual=line.actual,
            expected=line.expected,
            progress=line.progress,
            attainment=line.attainment,
            pace=line.pace,
        ),
        **figures(score=line.score),
        "status": line.status,
        "reason": line.reason,
        **figures(signal=Figure(line.signal, line.signal_reason)),
        "signal_since": line.signal_since,
        **figures(required_rate=line.required_rate),
        "forecast": _forecast(line.forecast),
        "days": line.days,
        "days_expected": line.days_expected,
    }


def _split(split: SplitLine, language: Language) -> dict[str, Any]:
    """Return a target split one way: what of it is allocated and left, and how each part stands."""
    return {
        "split": split.split,
        "allocated": plain(split.allocated),
        "left": exact(split.left),
        "left_reason": split.why or None,
        "parts": [_part(one, language) for one in split.parts],
        "rest": _part(split.rest, language) if split.rest else None,
    }


def _part(one: PartLine, language: Language) -> dict[str, Any]:
    return {
        **(_whose(one.part, one.person, language) if one.part else {}),
        "amount": plain(one.amount),
        **figures(actual=one.actual, expected=one.expected, gap=one.gap, attainment=one.attainment),
        "gap_share": one.share,
        "status": one.status,
    }


def _whose(part: TargetPart, person: Person | None, language: Language) -> dict[str, Any]:
    name = language.name(person) if person else None
    who = {"person": name} if part.person else {"owner": name}
    return {"segment": part.segment or None, "week": part.week, **who}


def _aim(target: Target) -> dict[str, Any]:
    return {name: exact(getattr(target, name)) for name in ("baseline", "target", "lower", "upper", "weight")}


def _forecast(forecast: Forecast) -> dict[str, Any]:
    return {
        "value": exact(forecast.value),
        "low": exact(forecast.low),
        "high": exact(forecast.high),
        "probability": forecast.probability,
        "method": forecast.method,
        "n": forecast.n,
        "reason": forecast.reason,
    }


def _objective(line: ObjectiveLine, language: Language) -> dict[str, Any]:
    return {
        "objective": line.objective.code,
        "title": language.name(line.objective, "title"),
        **figures(score=line.score, score_now=line.score_now),
        "coverage": line.coverage,
        "status": line.status,
    }


# the plan as it was activated


def _first_score(original: Figure[Original]) -> Figure[dict[str, Any]]:
    plan, reason = original
    return Figure({"change": plan.change.change_id, **_score(plan.score)} if plan else None, reason)


def _first(snapshot: Snapshot, line: KpiLine | ObjectiveLine) -> Figure[dict[str, Any]]:
    """Return how a KPI or a goal stands against the plan as it was activated."""
    plan, reason = snapshot.original
    first = plan.stands(line) if plan else None
    return undefined(reason or Reason.ADDED_LATER) if first is None else Figure(_stands(first))


def _stands(line: KpiLine | ObjectiveLine) -> dict[str, Any]:
    if isinstance(line, KpiLine):
        found = figures(attainment=line.attainment, pace=line.pace, score=line.score)
        return {**_aim(line.target), **found, "status": line.status, "reason": line.reason}
    found = figures(score=line.score, score_now=line.score_now)
    return {"weight": plain(line.objective.weight), "due": line.objective.due, **found, "status": line.status}


def _taken_out(plan: Original | None, language: Language) -> list[dict[str, Any]]:
    """Return the KPIs that were taken out of the plan since."""
    gone = [plan.kpis[move.before.kpi] for move in plan.of("targets") if move.after is None] if plan else []
    return [{"code": one.kpi.code, "name": language.name(one.kpi), "original": _stands(one)} for one in gone]
