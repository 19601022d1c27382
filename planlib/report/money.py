"""The budget of a plan as JSON."""

from decimal import Decimal
from typing import Any

from planlib.locale import plain
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.price_volume import Effects
from planlib.model import ControlLook
from planlib.report.figures import exact, figures, heading
from planlib.snapshot import BudgetLine, BudgetTotal, BudgetView, Crossing, EarnedView, PriceVolume, Snapshot
from planlib.vocabulary import BudgetKind, Reason


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
        **figures(original_budget=_first_totals(snapshot.original_budget)),
    }


def _first_totals(view: Figure[BudgetView]) -> Figure[dict[str, Any]]:
    if view.value is None:
        return undefined(view.reason or Reason.NOT_ACTIVATED)
    totals = {"revenue": view.value.revenue, "cost": view.value.cost, "result": view.value.result}
    amounts = ("budget", "phased", "variance", "favourable")
    return Figure({name: {one: plain(getattr(total, one)) for one in amounts} for name, total in totals.items()})


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
        **figures(available=_left(line.available, cost=line.budget.kind is BudgetKind.COST)),
        **figures(consumption=line.consumption, spent=line.spent, delivered=line.delivered),
        **figures(spend_index=line.spend_index, burn=line.burn, runway=line.runway, flexed=line.flexed),
        "variance": plain(line.variance),
        "favourable": plain(line.favourable),
        "forecast": plain(line.forecast),
        "forecast_used": line.completion.used,
        "forecasts": {
            **figures(typical=line.completion.typical),
            "atypical": plain(line.completion.atypical),
            **figures(manual=line.completion.manual),
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
    return {name: exact(amount) for name, amount in parts.items()}


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
        **figures(spi=value.spi, cpi=value.cpi, typical=value.typical),
        "atypical": plain(value.atypical),
        **figures(combined=value.combined, tcpi=value.to_complete_index()),
        "earned_days": float(schedule.earned),
        "days": float(schedule.elapsed),
        "planned_days": schedule.duration,
        **figures(spi_days=schedule.spi, expected_days=schedule.expected_duration),
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
        **figures(available=_left(total.available, cost=cost)),
        "variance": plain(total.variance),
        "favourable": plain(total.favourable),
        "forecast": plain(total.forecast),
    }
