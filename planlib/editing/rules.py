"""What holds for a row of a plan beyond its own fields, because it depends on the month or on other rows."""

from collections.abc import Iterator, Mapping

from planlib.editing.tables import Tables
from planlib.intake.rules import phasing_fault, weekly_split_fault
from planlib.intake.values import Fault
from planlib.model import Budget, Objective, Person, Record, Target
from planlib.vocabulary import ProblemCode


def broken_rules(tables: Tables, record: Record, standing: Mapping[str, Record]) -> Iterator[tuple[str, Fault]]:
    """Yield field and fault for each rule that `record` breaks; `standing` are the rows of its table, it among them."""
    match record:
        case Target():
            fault = weekly_split_fault(record, tables.kpis[record.kpi], tables.team.first_weekday)
            if fault:
                yield "weekly_split", fault
        case Budget():
            codes = {kpi.code for kpi in tables.kpis.values()}
            fault = phasing_fault(record, codes, tables.team.first_weekday)
            if fault:
                yield "phasing_detail", fault
        case Person(name_zh="", name_en=""):
            yield "name_zh", Fault(ProblemCode.MISSING_VALUE)
        case Objective() if _within_itself(record, standing):
            yield "parent", Fault(ProblemCode.BAD_VALUE, {"reason": "goal_within_itself"})


def _within_itself(objective: Objective, standing: Mapping[str, Record]) -> bool:
    parents = {row: getattr(record, "parent", None) for row, record in standing.items()}
    seen, above = {objective.objective}, objective.parent
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above is not None
