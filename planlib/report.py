"""The numbers of a snapshot as JSON: what ``planlib show --json`` prints and what a month-end close keeps.

The shapes are stable. Exact numbers are strings with all their digits, ratios are numbers. What is undefined is
null, with the reason beside it: ``"pace": null, "pace_reason": "no_elapsed"``.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from planlib.locale import Language, plain
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.forecast import Forecast
from planlib.metrics.price_volume import Effects
from planlib.metrics.trends import by_difference
from planlib.model import ControlLook, Person, Target, TargetPart
from planlib.plans import plan_name
from planlib.snapshot import (
    BudgetLine,
    BudgetTotal,
    BudgetView,
    ControlChart,
    Crossing,
    EarnedView,
    KpiLine,
    ObjectiveLine,
    Original,
    PartLine,
    PlanScore,
    PriceVolume,
    Snapshot,
    SplitLine,
    ToDate,
    Trend,
    TrendPeriod,
)
from planlib.vocabulary import BudgetKind, Reason


def kpis_json(snapshot: Snapshot, lines: Iterable[KpiLine], language: Language) -> dict[str, Any]:
    """Return the plan's score, the KPIs `lines` and the objectives; names in `language`."""
    return {
        **heading(snapshot),
        **_score(snapshot.score()),
        **_figures(original=_first_score(snapshot.original)),
        "kpis": [
            {
                **_kpi(line, language),
                **_figures(original=_first(snapshot, line)),
                "parts": [_split(split, language) for split in snapshot.parts(line.kpi.kpi)],
            }
            for line in lines
        ],
        "objectives": [
            _objective(line, language) | _figures(original=_first(snapshot, line)) for line in snapshot.objectives()
        ],
        "taken_out": _taken_out(snapshot.original.value, language),
    }


def budget_json(snapshot: Snapshot) -> dict[str, Any]:
    """Return the budget lines, most adverse first, and the totals of revenue, cost and result."""
    view, time = snapshot.budget(), snapshot.time
    return {
        **heading(snapshot),
        "time_gone": time.working_days / time.working_days_total if time.working_days_total else None,
        "budget": [_budget_line(line) for line in view.lines],
        "totals": {
            "revenue": _budget_total(view.revenue),
            "cost": _budget_total(view.cost, cost=True),
            "result": _budget_total(view.result),
        },
        "price_volume": [_price_volume(group) for group in view.price_volume],
        "earned_value": _earned_view(snapshot.earned_value),
        **_figures(original_budget=_first_totals(snapshot.original_budget)),
    }


def trend_json(snapshot: Snapshot, trend: Trend) -> dict[str, Any]:
    """Return one KPI by day, week or month, and to date; the limits are those of its process as it is now."""
    return {
        **heading(snapshot),
        "kpi": trend.kpi.code,
        "grain": trend.grain,
        "change_kind": "difference" if by_difference(trend.kpi) else "fraction",
        "periods": [_period(period) for period in trend.periods],
        "month_to_date": _to_date(trend.month_to_date) | _month_before(trend.month_to_date),
        "quarter_to_date": _to_date(trend.quarter_to_date),
        "year_to_date": _to_date(trend.year_to_date),
        **_control(snapshot.control(trend.kpi.kpi, trend.grain)),
    }


def heading(snapshot: Snapshot) -> dict[str, Any]:
    """Return which plan a document is about, and as of when."""
    return {
        "plan": plan_name(snapshot.team, snapshot.plan.month),
        "day": snapshot.day,
        "known_at": snapshot.known_at,
    }


def _score(score: PlanScore) -> dict[str, Any]:
    figures = _figures(score=score.score, score_now=score.score_now)
    return {**figures, "coverage": score.coverage, "status": score.status}


def _kpi(line: KpiLine, language: Language) -> dict[str, Any]:
    return {
        "code": line.kpi.code,
        "name": language.name(line.kpi),
        "unit": line.kpi.unit,
        "direction": line.kpi.direction,
        "aggregation": line.kpi.aggregation,
        **_aim(line.target),
        **_figures(
            actual=line.actual,
            expected=line.expected,
            progress=line.progress,
            attainment=line.attainment,
            pace=line.pace,
        ),
        **_figures(score=line.score),
        "status": line.status,
        "reason": line.reason,
        **_figures(signal=Figure(line.signal, line.signal_reason)),
        "signal_since": line.signal_since,
        **_figures(required_rate=line.required_rate),
        "forecast": _forecast(line.forecast),
        "days": line.days,
        "days_expected": line.days_expected,
    }


def _split(split: SplitLine, language: Language) -> dict[str, Any]:
    """Return a target split one way: what of it is allocated and left, and how each part stands."""
    return {
        "split": split.split,
        "allocated": plain(split.allocated),
        "left": _exact(split.left),
        "left_reason": split.why or None,
        "parts": [_part(one, language) for one in split.parts],
        "rest": _part(split.rest, language) if split.rest else None,
    }


def _part(one: PartLine, language: Language) -> dict[str, Any]:
    return {
        **(_whose(one.part, one.person, language) if one.part else {}),
        "amount": plain(one.amount),
        **_figures(actual=one.actual, expected=one.expected, gap=one.gap, attainment=one.attainment),
        "gap_share": one.share,
        "status": one.status,
    }


def _whose(part: TargetPart, person: Person | None, language: Language) -> dict[str, Any]:
    name = language.name(person) if person else None
    who = {"person": name} if part.person else {"owner": name}
    return {"segment": part.segment or None, "week": part.week, **who}


def _aim(target: Target) -> dict[str, Any]:
    return {name: _exact(getattr(target, name)) for name in ("baseline", "target", "lower", "upper", "weight")}


def _forecast(forecast: Forecast) -> dict[str, Any]:
    return {
        "value": _exact(forecast.value),
        "low": _exact(forecast.low),
        "high": _exact(forecast.high),
        "probability": forecast.probability,
        "method": forecast.method,
        "n": forecast.n,
        "reason": forecast.reason,
    }


def _objective(line: ObjectiveLine, language: Language) -> dict[str, Any]:
    return {
        "objective": line.objective.code,
        "title": language.name(line.objective, "title"),
        **_figures(score=line.score, score_now=line.score_now),
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
        figures = _figures(attainment=line.attainment, pace=line.pace, score=line.score)
        return {**_aim(line.target), **figures, "status": line.status, "reason": line.reason}
    figures = _figures(score=line.score, score_now=line.score_now)
    return {"weight": plain(line.objective.weight), "due": line.objective.due, **figures, "status": line.status}


def _taken_out(plan: Original | None, language: Language) -> list[dict[str, Any]]:
    """Return the KPIs that were taken out of the plan since."""
    gone = [plan.kpis[move.before.kpi] for move in plan.of("targets") if move.after is None] if plan else []
    return [{"code": one.kpi.code, "name": language.name(one.kpi), "original": _stands(one)} for one in gone]


def _first_totals(view: Figure[BudgetView]) -> Figure[dict[str, Any]]:
    if view.value is None:
        return undefined(view.reason or Reason.NOT_ACTIVATED)
    totals = {"revenue": view.value.revenue, "cost": view.value.cost, "result": view.value.result}
    amounts = ("budget", "phased", "variance", "favourable")
    return Figure({name: {one: plain(getattr(total, one)) for one in amounts} for name, total in totals.items()})


# money


def _budget_line(line: BudgetLine) -> dict[str, Any]:
    return {
        "line": line.budget.code,
        "category": line.budget.category,
        "kind": line.budget.kind,
        "original": plain(line.budget.original),
        "budget": plain(line.budget.amount),
        "phased": plain(line.phased),
        "actual": plain(line.actual),
        "committed": plain(line.committed),
        "requested": plain(line.requested),
        **_figures(available=_left(line.available, cost=line.budget.kind is BudgetKind.COST)),
        **_figures(consumption=line.consumption, spent=line.spent, delivered=line.delivered),
        **_figures(spend_index=line.spend_index, burn=line.burn, runway=line.runway, flexed=line.flexed),
        "variance": plain(line.variance),
        "favourable": plain(line.favourable),
        "forecast": plain(line.forecast),
        "forecast_used": line.completion.used,
        "forecasts": {
            **_figures(typical=line.completion.typical),
            "atypical": plain(line.completion.atypical),
            **_figures(manual=line.completion.manual),
        },
        "control_point": line.control_point,
        "crossings": [_crossing(one) for one in line.crossings],
        "next_control": line.next_control._asdict() if line.next_control else None,
        "needs_explaining": line.needs_explaining,
        "explanation": _explained(line),
    }


def _explained(line: BudgetLine) -> dict[str, Any] | None:
    """Return what was said of a line and what is done about it; None where nobody said anything."""
    said, action = line.explanation, line.action
    if said is None:
        return None
    followed = {"owner": action.owner, "due": action.due, "done": action.done} if action else {}
    return {"day": said.day, "text": said.text, "action": action.text if action else None, **followed}


def _crossing(one: Crossing) -> dict[str, Any]:
    return {"point": one.point, "day": one.day, "look": _written(one.look)}


def _written(record: ControlLook | None) -> dict[str, Any] | None:
    """Return what somebody wrote about a line; None where nobody did."""
    return record.model_dump(exclude={"team", "month", "line", "point"}) if record else None


def _price_volume(group: PriceVolume) -> dict[str, Any]:
    return {
        "kind": group.kind,
        "unit": group.unit,
        "lines": [{"line": line.budget.code, **_effects(one)} for line, one in group.lines],
        **_effects(group.whole),
    }


def _effects(one: Effects) -> dict[str, Any]:
    parts = {"price": one.price, "volume": one.volume, "quantity": one.quantity, "mix": one.mix}
    return {name: _exact(amount) for name, amount in parts.items()}


def _earned_view(view: EarnedView | None) -> dict[str, Any] | None:
    """Return the standard set of figures; the days are working days."""
    if view is None:
        return None
    value, schedule = view.value, view.schedule
    return {
        "budget": plain(value.budget),
        "planned": plain(value.planned),
        "earned": plain(value.earned),
        "actual": plain(value.actual),
        "schedule_variance": plain(value.schedule_variance),
        "cost_variance": plain(value.cost_variance),
        **_figures(spi=value.spi, cpi=value.cpi, typical=value.typical),
        "atypical": plain(value.atypical),
        **_figures(combined=value.combined, tcpi=value.to_complete_index()),
        "earned_days": float(schedule.earned),
        "days": float(schedule.elapsed),
        "planned_days": schedule.duration,
        **_figures(spi_days=schedule.spi, expected_days=schedule.expected_duration),
        "on_time": view.on_time,
        "tasks": view.tasks,
        "tasks_without_line": view.homeless,
    }


def _left(available: Decimal, *, cost: bool) -> Figure[Decimal]:
    """Return what may still be spent; a revenue and a result have nothing of the kind."""
    return Figure(available) if cost else undefined(Reason.NOT_APPLICABLE)


def _budget_total(total: BudgetTotal, *, cost: bool = False) -> dict[str, Any]:
    amounts = ("original", "budget", "phased", "actual", "committed", "requested")
    return {
        **{name: plain(getattr(total, name)) for name in amounts},
        **_figures(available=_left(total.available, cost=cost)),
        "variance": plain(total.variance),
        "favourable": plain(total.favourable),
        "forecast": plain(total.forecast),
    }


def _period(period: TrendPeriod) -> dict[str, Any]:
    return {
        "start": period.start,
        **_figures(value=period.value),
        "complete": period.complete,
        "days": period.days,
        "days_expected": period.days_expected,
        "working_days": period.working_days,
        "working_days_last_year": period.last_year.working_days,
        **_figures(change=period.before.change, year_change=period.last_year.change),
        **_figures(moving_average=period.moving_average),
    }


def _to_date(period: ToDate) -> dict[str, Any]:
    last_year = period.last_year
    return {
        "first": period.span.first,
        **_figures(value=period.value, last_year=last_year.value, change=last_year.change),
    }


def _month_before(period: ToDate) -> dict[str, Any]:
    """Return as many of the KPI's days of the month before, where there are such."""
    before = period.before
    if before is None:
        return {}
    return {
        "last_month_first": before.span.first,
        "last_month_last": before.span.last,
        **_figures(last_month=before.value, month_change=before.change),
    }


def _control(chart: ControlChart) -> dict[str, Any]:
    segment = chart.segments[-1] if chart.segments else None
    limits = segment.limits if segment else None
    if segment is None or limits is None:
        document: dict[str, Any] = {"limits": None, "limits_reason": chart.reason}
    else:
        own = {
            "locked": segment.locked,
            "method": segment.method,
            "start": segment.start,
            "slope": segment.slope,
        }
        per = chart.kpi.frequency if chart.averaged else None
        document = {"limits": {**limits._asdict(), **own, "per": per}}
    signals = [{"start": point.start, "rule": rule} for point in chart.points for rule in point.rules]
    return {**document, "signals": signals}


def _figures(**figures: Figure[Any]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for name, figure in figures.items():
        document[name] = plain(figure.value) if isinstance(figure.value, Decimal) else figure.value
        if figure.value is None:
            document[f"{name}_reason"] = figure.reason
    return document


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
