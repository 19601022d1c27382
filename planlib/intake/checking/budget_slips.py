"""What is unlikely about the rows of a budget: they are another month's, or money in that counts as money out."""

from collections.abc import Iterable

from planlib.intake.checking.sheet import Sheet
from planlib.intake.mapping.proposals import is_revenue
from planlib.intake.values.values import Day, Fault, name_key, read_day
from planlib.model import Budget, Plan, Record
from planlib.vocabulary import BudgetKind, WarningCode

_PERIODS = {"期间", "月份", "period", "month"}


def warn_of_budget(sheet: Sheet, plan: Plan, found: Iterable[tuple[int, Record | None, Record]]) -> None:
    """Warn in `sheet` of budget lines, each with its row and what it was before."""
    periods = [sheet.table.header.index(name) for name in sheet.fields.ignored if name_key(name).lower() in _PERIODS]
    for row, before, line in found:
        if not isinstance(line, Budget) or line == before:
            continue
        for text in (sheet.table.columns[column][row].as_py() for column in periods):
            day = read_day(text, plan.month.year)
            if isinstance(day, Day) and day.day.replace(day=1) != plan.month:
                sheet.warn_row("line", row, Fault(WarningCode.OTHER_MONTH, {"month": day.day.replace(day=1)}))
        told = before is not None or sheet.texts("kind")[row].as_py().strip()
        if not told and line.kind == BudgetKind.COST and is_revenue(f"{line.name_zh} {line.name_en} {line.code}"):
            sheet.warn_row("line", row, Fault(WarningCode.COST_BY_DEFAULT))
