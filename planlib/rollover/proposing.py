"""The targets that are proposed for a KPI's next month, from its past."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from planlib.metrics.forecast import probability
from planlib.metrics.periods import Calendar, days, month_span
from planlib.metrics.proposal import CHANCES, Growths, Outlook, outlook, proposed, scaled
from planlib.metrics.trends import by_difference, per_day
from planlib.model import Kpi
from planlib.snapshot import Compared, KpiLine, Snapshot, TrendPeriod
from planlib.vocabulary import Aggregation, Expected, Grain, ProposalBasis, Reason


class Proposal(NamedTuple):
    """A target and the chance of reaching it."""

    target: Decimal
    chance: float | None


class Proposed(NamedTuple):
    """What is proposed for a KPI: cautious, even, bold; none where the past says too little."""

    proposals: tuple[Proposal, ...] = ()
    basis: ProposalBasis | None = None
    months: int = 0
    """How many months it was worked out from."""

    @property
    def even(self) -> Decimal | None:
        """The target that is as likely reached as missed."""
        return self.proposals[len(self.proposals) // 2].target if self.proposals else None


NOTHING = Proposed()


def propose(snapshot: Snapshot, line: KpiLine, month: date, calendar: Calendar) -> Proposed:
    """Return the targets proposed for a month to come, by its calendar; none for a range or a growth."""
    if line.target.target is None:
        return NOTHING
    found = _outlook(snapshot, line.kpi, month)
    if isinstance(found, Reason):
        return NOTHING
    outcome = found.outcome
    if line.kpi.aggregation is Aggregation.SUM:
        outcome = scaled(outcome, _days(line.kpi, calendar, month))
    targets = [proposed(outcome, line.kpi.direction, chance) for chance in CHANCES]
    told = [_told(line, target) for target in targets if target is not None]
    chances = [
        Proposal(target, probability(outcome, line.kpi.direction, line.target.model_copy(update={"target": target})))
        for target in dict.fromkeys(told)
    ]
    return Proposed(tuple(chances), found.basis, outcome.n)


def _told(line: KpiLine, target: Decimal) -> Decimal:
    """Return a target as the KPI can have it: whole where its values are, and within what is possible."""
    kpi = line.kpi
    whole = round(target) if kpi.whole else target
    low = whole if kpi.smallest is None else max(kpi.smallest, whole)
    return Decimal(low if kpi.largest is None else min(kpi.largest, low))


def _outlook(snapshot: Snapshot, kpi: Kpi, month: date) -> Outlook | Reason:
    if Grain.MONTH not in snapshot.grains(kpi.kpi):
        return Reason.TOO_FEW_POINTS
    trend = snapshot.trend(kpi.kpi, Grain.MONTH)
    whole = [period for period in trend.periods if period.complete and period.start < month]
    year_before = [period for period in whole if period.start == month.replace(year=month.year - 1)]
    over_year = Growths(_growths([one.last_year for one in whole]), _level(kpi, year_before))
    over_month = Growths(_growths([one.before for one in whole]), _level(kpi, whole[-1:]))
    return outlook(over_year, over_month, difference=by_difference(kpi))


def _growths(compared: Sequence[Compared]) -> list[float]:
    """Return by how much each grew, per day where the months are of unequal length."""
    found = [one.change.value if one.change_per_day.value is None else one.change_per_day.value for one in compared]
    return [growth for growth in found if growth is not None]


def _level(kpi: Kpi, period: Sequence[TrendPeriod]) -> Decimal | None:
    """Return the value of a month; of a sum per day on which it is expected."""
    if not period:
        return None
    one = period[0]
    if kpi.aggregation is not Aggregation.SUM:
        return one.value.value
    count = one.working_days if kpi.expected is Expected.WORKING else len(list(days(one.start, one.last)))
    return per_day(one.value, count).value


def _days(kpi: Kpi, calendar: Calendar, month: date) -> int:
    span = month_span(month)
    return calendar.working_days(*span) if kpi.expected is Expected.WORKING else len(span.days())
