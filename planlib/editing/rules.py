"""What holds for a row of a plan beyond its own fields, because it depends on the month or on other rows."""

from collections.abc import Iterator, Mapping

from planlib.editing.tables import Tables
from planlib.intake.values import Fault
from planlib.metrics.periods import clipped_weeks, month_span
from planlib.model import Budget, Objective, Record, Target, shares
from planlib.vocabulary import Frequency, Phasing, ProblemCode

Broken = Iterator[tuple[str, Fault]]


def broken_rules(tables: Tables, record: Record, standing: Mapping[str, Record]) -> Broken:
    """Yield field and fault for each rule that `record` breaks; `standing` are the rows of its table, it among them."""
    match record:
        case Target() if record.weekly_split:
            frequency = tables.kpis[record.kpi].frequency
            yield from _weeks(tables, "weekly_split", record.weekly_split, frequency)
        case Budget(phasing=Phasing.WEEKLY) if record.phasing_detail:
            yield from _weeks(tables, "phasing_detail", record.phasing_detail, Frequency.DAY)
        case Budget(phasing=Phasing.SEASONAL):
            if record.phasing_detail not in {kpi.code for kpi in tables.kpis.values()}:
                yield "phasing_detail", Fault(ProblemCode.UNKNOWN_KPI, {"value": record.phasing_detail})
        case Objective() if _within_itself(record, standing):
            yield "parent", Fault(ProblemCode.BAD_VALUE, {"reason": "goal_within_itself"})


def _weeks(tables: Tables, field: str, split: str, frequency: Frequency) -> Broken:
    """There is a share for each week of the month, cut at its edges."""
    first_weekday = tables.team.first_weekday
    weeks = len(clipped_weeks(month_span(tables.key.month, frequency, first_weekday), first_weekday))
    if len(shares(split)) != weeks:
        yield field, Fault(ProblemCode.BAD_VALUE, {"reason": "share_for_each_week", "weeks": weeks})


def _within_itself(objective: Objective, standing: Mapping[str, Record]) -> bool:
    parents = {row: getattr(record, "parent", None) for row, record in standing.items()}
    seen, above = {objective.objective}, objective.parent
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above is not None
