"""The risks of a plan as JSON: what ``planlib show risks --json`` prints; exact numbers are strings."""

from datetime import date
from decimal import Decimal
from typing import Any

from planlib.locale import Language, plain
from planlib.metrics.figure import Figure
from planlib.report import heading
from planlib.snapshot import BudgetLine, KpiLine, Level, RiskLine, Snapshot, Trigger
from planlib.vocabulary import RiskBand


def risks_json(snapshot: Snapshot, today: date, language: Language) -> dict[str, Any]:
    """Return the risks as one sees them on `today`, the unscored and the largest first; titles in `language`."""
    view = snapshot.risks(today)
    return {
        **heading(snapshot),
        "as_of": today,
        "bands": {band.value: lowest for band, lowest in zip(list(RiskBand)[1:], view.lowest, strict=True)},
        "counts": {band.value: count for band, count in view.counts.items()},
        **_figure("exposure", view.stake.exposure),
        **_figure("maximum_exposure", view.stake.maximum),
        **_figure("net", view.stake.net),
        **_figure("realised", view.stake.realised),
        "happened": view.stake.happened,
        "threats": view.stake.threats,
        "threats_counted": view.stake.counted,
        "risks": [_risk(line, language) for line in view.lines],
    }


def _risk(line: RiskLine, language: Language) -> dict[str, Any]:
    risk = line.risk
    return {
        "risk": risk.code,
        "title": language.name(risk, "title"),
        "kind": risk.kind,
        "category": risk.category,
        "state": risk.state,
        "reason": risk.reason,
        "owner": language.name(line.owner) if line.owner else None,
        **_level(line.current),
        "inherent": _level(line.inherent),
        "residual": _level(line.residual),
        "target": _level(line.target),
        "probability": _exact(risk.probability),
        "cost": _exact(risk.cost),
        **_figure("emv", line.emv),
        **_figure("realised", line.realised),
        "response": risk.response,
        "action": risk.action,
        "contingency": risk.contingency,
        "contingency_days": risk.contingency_days,
        "task": line.task.code if line.task else None,
        "trigger": _trigger(line.trigger) if line.trigger else None,
        "reviewed": risk.reviewed,
        **_figure("review_due", line.review_due),
        "overdue": line.overdue,
        "queries": line.queries,
        "move": line.move,
    }


def _level(level: Level) -> dict[str, Any]:
    return {
        "likelihood": level.likelihood,
        "impact": level.impact,
        **_figure("score", level.score),
        "band": level.band,
    }


def _trigger(trigger: Trigger) -> dict[str, Any]:
    watched = trigger.watched
    return {
        "kpi": watched.kpi.code if isinstance(watched, KpiLine) else None,
        "line": watched.budget.code if isinstance(watched, BudgetLine) else None,
        "day": watched if isinstance(watched, date) else None,
        **{bound: _exact(value) for bound, value in trigger.bounds._asdict().items()},
        **_figure("value", trigger.value),
        "fired": trigger.fired,
        "since": trigger.since,
    }


def _figure(name: str, figure: Figure[Any]) -> dict[str, Any]:
    value = plain(figure.value) if isinstance(figure.value, Decimal) else figure.value
    return {name: value} if figure.reason is None else {name: None, f"{name}_reason": figure.reason}


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
