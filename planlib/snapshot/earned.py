"""Earned value of a plan's tasks: of each budget line that pays for some, and of all these lines together."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from planlib.metrics.budget import phased_budget
from planlib.metrics.earned_value import EarnedValue, earned_schedule, planned_value
from planlib.metrics.exact import part, total
from planlib.metrics.periods import Calendar, Span
from planlib.model import Budget
from planlib.snapshot.money_lines import BudgetLine, EarnedView
from planlib.snapshot.task_lines import TaskLine
from planlib.vocabulary import TaskStatus


def earned_on_line(
    tasks: Sequence[TaskLine], budget: Budget, actual: Decimal, share: Fraction, calendar: Calendar, day: date
) -> EarnedValue | None:
    """Return what the work that a line pays for was worth by `day`; None where no task with a budget names it.

    What the line holds beside its tasks cannot be seen done, and counts as done as it falls due (level of effort).
    """
    own = [line for line in _valued(tasks) if line.task.line == budget.line]
    if not own:
        return None
    worth = total(_worth(line) for line in own)
    rest = max(total((budget.amount, -worth)), Decimal(0))
    due = phased_budget(rest, share)
    return EarnedValue(
        budget=total((worth, rest)),
        planned=total((due, *(_planned(line, calendar, day) for line in own))),
        earned=total((due, *(_earned(line) for line in own))),
        actual=actual,
    )


def earned_view(
    tasks: Sequence[TaskLine], lines: Sequence[BudgetLine], calendar: Calendar, day: date
) -> EarnedView | None:
    """Return what the tasks that budget lines pay for earned; None where there are none."""
    named = {line.budget.line for line in lines}
    valued = _valued(tasks)
    own = [line for line in valued if line.task.line in named]
    values = [(line, line.earned) for line in lines if line.earned is not None]
    if not own:
        return None
    days = _working_days(own, calendar)
    curve = [total(_planned(line, calendar, one) for line in own) for one in days]
    elapsed = sum(one <= day for one in days) + _late(days, calendar, day)
    found = earned_schedule(curve, total(_earned(line) for line in own), Fraction(elapsed))
    reached = int(found.earned)
    return EarnedView(
        value=EarnedValue(
            budget=total(value.budget for _, value in values),
            planned=total(value.planned for _, value in values),
            earned=total(value.earned for _, value in values),
            actual=total(value.actual for _, value in values),
        ),
        schedule=found,
        on_time=days[reached - 1] if reached else days[0] - timedelta(days=1),
        lines=tuple(line for line, _ in values),
        tasks=len(own),
        homeless=len(valued) - len(own),
    )


def _valued(tasks: Sequence[TaskLine]) -> list[TaskLine]:
    return [line for line in tasks if _worth(line) > 0 and line.status is not TaskStatus.CANCELLED]


def _worth(line: TaskLine) -> Decimal:
    return line.task.budget or Decimal(0)


def _days(line: TaskLine) -> Span:
    """Return when a task was to be done: as planned when the plan became active, else as it is planned."""
    return Span(
        line.baseline_start or line.task.start or line.start,
        line.baseline_finish or line.task.finish or line.finish,
    )


def _planned(line: TaskLine, calendar: Calendar, day: date) -> Decimal:
    first, last = _days(line)
    length = calendar.working_days(first, last) if line.duration else 0
    gone = calendar.working_days(first, min(day, last)) if length else int(day >= last)
    return planned_value(_worth(line), length, gone)


def _earned(line: TaskLine) -> Decimal:
    return part(_worth(line), Fraction(line.progress))


def _working_days(tasks: Sequence[TaskLine], calendar: Calendar) -> list[date]:
    """Return the working days over which the tasks were planned; at least the last of their days."""
    first, last = min(_days(line).first for line in tasks), max(_days(line).last for line in tasks)
    found = [day for day in Span(first, last).days() if calendar.works(day)]
    return found if found and found[-1] == last else [*found, last]


def _late(days: Sequence[date], calendar: Calendar, day: date) -> int:
    """Return the working days that have gone since the last of the planned ones."""
    return calendar.working_days(days[-1] + timedelta(days=1), day) if day > days[-1] else 0
