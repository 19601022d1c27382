"""What holds for a thing of a plan beyond its own fields, because it depends on the month or on other things."""

from collections.abc import Iterator, Mapping
from datetime import date

from planlib.intake.values.values import Fault
from planlib.metrics.periods import clipped_weeks, month_span
from planlib.model import Budget, Kpi, Objective, Person, Record, Target, Team, shares
from planlib.palette import LIGHT, READABLE, contrast
from planlib.vocabulary import Frequency, Phasing, ProblemCode


def broken_rules(
    record: Record, standing: Mapping[str, Record], kpis: Mapping[str, Kpi], first_weekday: int
) -> Iterator[tuple[str, Fault]]:
    """Yield attribute and fault for each rule that `record` breaks.

    `standing` are the rows of its table by id, it among them; `kpis` those of its team.
    """
    match record:
        case Target():
            fault = _weeks_fault(record.weekly_split, record.month, kpis[record.kpi].frequency, first_weekday)
            if fault:
                yield "weekly_split", fault
        case Budget():
            fault = _phasing_fault(record, kpis, first_weekday)
            if fault:
                yield "phasing_detail", fault
        case Person(name_zh="", name_en=""):
            yield "name_zh", Fault(ProblemCode.MISSING_VALUE)
        case Team(colour=str(colour)) if contrast(colour, LIGHT.ground) < READABLE:
            yield "colour", Fault(ProblemCode.BAD_VALUE, {"reason": "faint_colour", "value": colour})
        case Objective() if _is_within_itself(record, standing):
            yield "parent", Fault(ProblemCode.BAD_VALUE, {"reason": "goal_within_itself"})


def _phasing_fault(budget: Budget, kpis: Mapping[str, Kpi], first_weekday: int) -> Fault | None:
    """Return what is wrong with how a budget line is spread."""
    is_of_kpi = budget.phasing == Phasing.SEASONAL
    if is_of_kpi and budget.phasing_detail not in {kpi.code for kpi in kpis.values()}:
        return Fault(ProblemCode.UNKNOWN_KPI, {"value": budget.phasing_detail})
    split = budget.phasing_detail if budget.phasing == Phasing.WEEKLY else ""
    return _weeks_fault(split, budget.month, Frequency.DAY, first_weekday)


def _is_within_itself(objective: Objective, standing: Mapping[str, Record]) -> bool:
    seen = set[str]()
    above = objective.parent
    while above is not None and above not in seen and above != objective.objective:
        seen.add(above)
        above = getattr(standing.get(above), "parent", None)
    return above == objective.objective


def _weeks_fault(split: str, month: date, frequency: Frequency, first_weekday: int) -> Fault | None:
    """Return what is wrong with weekly shares: there is one for each week of the month."""
    weeks = len(clipped_weeks(month_span(month, frequency, first_weekday), first_weekday))
    if split and len(shares(split)) != weeks:
        return Fault(ProblemCode.BAD_VALUE, {"reason": "share_for_each_week", "weeks": weeks})
    return None
