"""What holds for a target or a budget line beyond its own fields, because it depends on the month or on the KPIs."""

from collections.abc import Collection
from datetime import date

from planlib.intake.values import Fault
from planlib.metrics.periods import clipped_weeks, month_span
from planlib.model import Budget, Kpi, Target, shares
from planlib.vocabulary import Frequency, Phasing, ProblemCode


def weekly_split_fault(target: Target, kpi: Kpi, first_weekday: int) -> Fault | None:
    """Return what is wrong with a target's weekly shares: there is one for each week of the month."""
    return _weeks_fault(target.weekly_split, target.month, kpi.frequency, first_weekday)


def phasing_fault(budget: Budget, kpis: Collection[str], first_weekday: int) -> Fault | None:
    """Return what is wrong with how a budget line is spread; `kpis` are the codes that a pattern may come from."""
    if budget.phasing == Phasing.SEASONAL and budget.phasing_detail not in kpis:
        return Fault(ProblemCode.UNKNOWN_KPI, {"value": budget.phasing_detail})
    split = budget.phasing_detail if budget.phasing == Phasing.WEEKLY else ""
    return _weeks_fault(split, budget.month, Frequency.DAY, first_weekday)


def _weeks_fault(split: str, month: date, frequency: Frequency, first_weekday: int) -> Fault | None:
    weeks = len(clipped_weeks(month_span(month, frequency, first_weekday), first_weekday))
    if split and len(shares(split)) != weeks:
        return Fault(ProblemCode.BAD_VALUE, {"reason": "share_for_each_week", "weeks": weeks})
    return None
