"""What is to be in order before a month is closed (DOMAIN 10.6), as a snapshot has it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from planlib.metrics.exact import difference, total
from planlib.metrics.kpis import ratio
from planlib.metrics.periods import DAY, WEEK
from planlib.model import Record
from planlib.snapshot import BudgetLine, KpiLine, Snapshot
from planlib.vocabulary import Aggregation, BudgetKind, CloseCheck, Frequency, Signal, TaskStatus


class Missing(NamedTuple):
    """One thing that is not in order."""

    of: Record
    """The KPI, budget line, task or risk; the plan where it is about the whole."""
    amount: Decimal = Decimal(1)
    """How much: values missing, money that does not add up or is committed, days late."""


@dataclass(frozen=True, slots=True)
class Check:
    """One point of the checklist."""

    code: CloseCheck
    missing: tuple[Missing, ...]

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def checklist(snapshot: Snapshot) -> tuple[Check, ...]:
    """Return every point, of a plan read as its close would leave it."""
    return tuple(Check(code, tuple(_FINDERS[code](snapshot))) for code in CloseCheck)


def missing(checks: Sequence[Check]) -> tuple[Check, ...]:
    """Return the points that are not met."""
    return tuple(check for check in checks if not check.met)


def _calendar(snapshot: Snapshot) -> Iterator[Missing]:
    if snapshot.time.provisional:
        yield Missing(snapshot.plan)


def _data(snapshot: Snapshot) -> Iterator[Missing]:
    for line in snapshot.kpis():
        if gaps := line.days_expected - line.days:
            yield Missing(line.kpi, Decimal(gaps))


def _phasing(snapshot: Snapshot) -> Iterator[Missing]:
    for line in snapshot.budget().lines:
        if off := difference(line.phased, line.budget.amount):
            yield Missing(line.budget, off)


def _bridge(snapshot: Snapshot) -> Iterator[Missing]:
    """Go from the phased total to the actual one by what each line moved."""
    view = snapshot.budget()
    costs_alone = all(line.budget.kind is BudgetKind.COST for line in view.lines)
    whole = view.result if view.by_meaning else view.cost if costs_alone else view.revenue
    end = total([whole.phased, *(view.moved(line, line.variance) for line in view.lines)])
    if off := difference(end, whole.actual):
        yield Missing(snapshot.plan, off)


def _ratios(snapshot: Snapshot) -> Iterator[Missing]:
    for line in snapshot.kpis():
        if line.kpi.aggregation is Aggregation.RATIO and line.kpi.frequency is not Frequency.WEEK:
            rows = snapshot.actual_rows(line.kpi.kpi)
            again = ratio([row.value for row in rows], [row.base for row in rows])
            if rows and (again.value is None or again.value != line.actual.value):
                yield Missing(line.kpi)


def _commitments(snapshot: Snapshot) -> Iterator[Missing]:
    for line in snapshot.budget().lines:
        if line.committed and not _looked_at(line, snapshot.key.month):
            yield Missing(line.budget, line.committed)


def _looked_at(line: BudgetLine, since: date) -> bool:
    looks = (crossing.look for crossing in line.crossings)
    return line.explanation is not None or any(look is not None and look.looked >= since for look in looks)


def _variances(snapshot: Snapshot) -> Iterator[Missing]:
    for line in snapshot.budget().lines:
        if line.needs_explaining and not line.explanation:
            yield Missing(line.budget, line.variance)


def _tasks(snapshot: Snapshot) -> Iterator[Missing]:
    for line in snapshot.schedule.lines:
        if line.status is TaskStatus.OVERDUE:
            yield Missing(line.task)


def _risks(snapshot: Snapshot) -> Iterator[Missing]:
    for line in snapshot.risks().overdue:
        yield Missing(line.risk, Decimal(line.days_late))


def _signals(snapshot: Snapshot) -> Iterator[Missing]:
    for line in snapshot.kpis():
        if line.signal not in (None, Signal.NONE) and not _spoken_of(snapshot, line):
            yield Missing(line.kpi)


def _spoken_of(snapshot: Snapshot, line: KpiLine) -> bool:
    """Return whether its owner, or a decision, has said something about a KPI during the month."""
    kpi, first = line.kpi.kpi, snapshot.key.month
    said = (one for one in snapshot.check_ins if one.kpi == kpi and one.text)
    decided = (one for one in snapshot.decisions if one.about == f"kpi:{kpi}")
    return any(one.week + WEEK - DAY >= first for one in said) or any(one.day >= first for one in decided)


_FINDERS: Mapping[CloseCheck, Callable[[Snapshot], Iterator[Missing]]] = {
    CloseCheck.CALENDAR: _calendar,
    CloseCheck.DATA: _data,
    CloseCheck.PHASING: _phasing,
    CloseCheck.BRIDGE: _bridge,
    CloseCheck.RATIOS: _ratios,
    CloseCheck.COMMITMENTS: _commitments,
    CloseCheck.VARIANCES: _variances,
    CloseCheck.TASKS: _tasks,
    CloseCheck.RISKS: _risks,
    CloseCheck.SIGNALS: _signals,
}
