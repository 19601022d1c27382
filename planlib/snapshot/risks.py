"""The risks of a plan: how large they are and were, what they may cost, what has fired, what is to be looked at."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from planlib.metrics import risks as formulas
from planlib.metrics.exact import quotient, total
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.risks import AtStake, Bounds
from planlib.model import Person, Risk, Task
from planlib.snapshot.activation import activated_at
from planlib.snapshot.lines import DayByDay, KpiLine
from planlib.snapshot.money_lines import BudgetLine, SpendRow
from planlib.snapshot.reading import PlanFacts
from planlib.store import queries
from planlib.store.connect import Store
from planlib.store.ledger import Stored, current, made_between, rows_between
from planlib.vocabulary import Reason, RiskBand, RiskKind, RiskMove, RiskQuery, RiskState, SpendStatus


class Watched(NamedTuple):
    """What triggers are about: KPIs and budget lines, and by their ids how they came to where they are."""

    kpis: Sequence[KpiLine]
    lines: Sequence[BudgetLine]
    day_by_day: Callable[[str], DayByDay]
    payments: Callable[[str], Sequence[SpendRow]]


@dataclass(frozen=True, slots=True)
class Level:
    """How large a risk is at one of its four stages."""

    likelihood: int | None
    impact: int | None
    score: Figure[int]
    band: RiskBand | None
    """None where it has no score."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """What is watched for a risk, and whether it says that the contingency is due."""

    watched: KpiLine | BudgetLine | date | None
    """None where the plan has the KPI no more."""
    bounds: Bounds
    value: Figure[Decimal]
    """Of a KPI its value to date, of a line the share of its budget that is used; a day has none."""
    fired: bool
    since: date | None
    """First day on which it was beyond, and has been since."""


@dataclass(frozen=True, slots=True)
class RiskLine:
    """One risk of the plan as one sees it on a day."""

    risk: Risk
    change_id: int
    """The change that wrote it."""
    owner: Person | None
    inherent: Level
    current: Level
    residual: Level
    target: Level
    emv: Figure[Decimal]
    """Of one that may still come."""
    realised: Figure[Decimal]
    """What one that happened came to."""
    trigger: Trigger | None
    fired: bool
    """Its trigger has fired, and it is open."""
    last_review: date
    """Where it was never reviewed the day on which it was written down."""
    review_due: Figure[date]
    """Undefined where it has no score, and of one that is not open any more."""
    days_late: int
    """Since that day; 0 where it is not over."""
    queries: tuple[RiskQuery, ...]
    baseline: Risk | None
    """As it stood when the plan became active; None in a draft, and for a risk added since."""
    move: RiskMove | None
    """What became of it since then; None in a draft."""
    task: Task | None
    """What its contingency was made into."""

    @property
    def overdue(self) -> bool:
        """Whether it should have been looked at again."""
        return self.days_late > 0


@dataclass(frozen=True, slots=True)
class RisksView:
    """The risks: those without a score first, then the largest, by score and then by EMV; closed ones last."""

    lines: tuple[RiskLine, ...]
    counts: Mapping[RiskBand, int]
    """Open threats in each band."""
    stake: AtStake
    lowest: Sequence[int]
    """Lowest scores of the bands above low."""

    @property
    def open(self) -> tuple[RiskLine, ...]:
        """Those that may still come."""
        return tuple(line for line in self.lines if line.risk.state is RiskState.OPEN)

    @property
    def listed(self) -> tuple[RiskLine, ...]:
        """Those that are not closed; where they are numbered, it is by their place among these."""
        return tuple(line for line in self.lines if line.risk.state is not RiskState.CLOSED)

    @property
    def unscored(self) -> tuple[RiskLine, ...]:
        """Open ones whose likelihood or impact nobody has said."""
        return tuple(line for line in self.open if line.current.band is None)

    @property
    def fired(self) -> tuple[RiskLine, ...]:
        """Open ones whose trigger has fired."""
        return tuple(line for line in self.lines if line.fired)

    @property
    def overdue(self) -> tuple[RiskLine, ...]:
        """Those that should have been looked at again, the longest overdue first."""
        late = [line for line in self.lines if line.overdue]
        return tuple(sorted(late, key=lambda line: line.review_due.value or date.max))


def risk_moves(before: RisksView, after: RisksView) -> list[tuple[RiskLine, RiskMove]]:
    """Return what became of each risk from one snapshot to another, as it is now; those removed as they were."""
    then = {line.risk.risk: line for line in before.lines}
    now = {line.risk.risk: line for line in after.lines}
    found = []
    for risk in [*now, *(risk for risk in then if risk not in now)]:
        one, other = then.get(risk), now.get(risk)
        move = formulas.move(one.risk if one else None, other.risk if other else None)
        line = other or one
        if move is not None and line is not None:
            found.append((line, move))
    return found


def contingency_task_id(risk: Risk) -> str:
    """Return the id of the task that a risk's contingency is made into, so that it is made once."""
    return f"contingency-{risk.risk}"[:64]


def risks_view(store: Store, facts: PlanFacts, watched: Watched, today: date) -> RisksView:
    """Return the risks as one sees them on `today`."""
    reader = _Reader(store, facts, watched, today)
    lines = tuple(sorted(reader.lines(), key=_largest_first))
    threats = [line for line in lines if line.risk.state is RiskState.OPEN and line.risk.kind is RiskKind.THREAT]
    found = Counter(line.current.band for line in threats)
    return RisksView(
        lines=lines,
        counts={band: found[band] for band in RiskBand},
        stake=formulas.at_stake(line.risk for line in lines),
        lowest=reader.lowest,
    )


def _largest_first(line: RiskLine) -> tuple[bool, bool, int, Decimal, str]:
    score, worth = line.current.score.value, line.emv.value
    return line.risk.state is RiskState.CLOSED, score is not None, -(score or 0), -(worth or Decimal(0)), line.risk.code


class _Reader:
    """Puts together what the lines need."""

    def __init__(self, store: Store, facts: PlanFacts, watched: Watched, today: date) -> None:
        self.store, self.facts, self.watched, self.today = store, facts, watched, today
        self.lowest = formulas.bands(facts.team.risk_bands)
        self.days = formulas.review_days(facts.team.review_days)

    def lines(self) -> list[RiskLine]:
        risks, active = self._rows(self.facts.known_at), activated_at(self.store, self.facts.key, self.facts.known_at)
        then = {stored.record.risk: stored.record for stored in self._rows(active)} if active else {}
        written = self._written() if any(stored.record.reviewed is None for stored in risks) else {}
        tasks = self._tasks([stored.record for stored in risks])
        return [
            self._line(stored, written, then.get(stored.record.risk), tasks, active=bool(active)) for stored in risks
        ]

    def _line(
        self,
        stored: Stored,
        written: Mapping[str, date],
        baseline: Risk | None,
        tasks: Mapping[str, Task],
        *,
        active: bool,
    ) -> RiskLine:
        risk: Risk = stored.record
        current, trigger = self._level(risk.likelihood, risk.impact), self._trigger(risk)
        last = risk.reviewed or written[risk.risk]
        due: Figure[date] = undefined(Reason.NOT_APPLICABLE)
        if risk.state is RiskState.OPEN:
            due = formulas.review_due(last, current.band, self.days)
        return RiskLine(
            risk=risk,
            change_id=stored.change_id,
            owner=self.facts.people.get(risk.owner or ""),
            inherent=self._level(risk.inherent_likelihood, risk.inherent_impact),
            current=current,
            residual=self._level(risk.residual_likelihood, risk.residual_impact),
            target=self._level(risk.target_likelihood, risk.target_impact),
            emv=formulas.expected(risk),
            realised=formulas.realised(risk),
            trigger=trigger,
            fired=trigger is not None and trigger.fired and risk.state is RiskState.OPEN,
            last_review=last,
            review_due=due,
            days_late=max((self.today - due.value).days, 0) if due.value else 0,
            queries=formulas.queries(risk),
            baseline=baseline,
            move=formulas.move(baseline, risk) if active else None,
            task=tasks.get(contingency_task_id(risk)),
        )

    def _level(self, likelihood: int | None, impact: int | None) -> Level:
        score = formulas.score(likelihood, impact)
        band = None if score.value is None else formulas.band(score.value, self.lowest)
        return Level(likelihood, impact, score, band)

    # triggers

    def _trigger(self, risk: Risk) -> Trigger | None:
        bounds, none = formulas.bounds(risk), Figure[Decimal](None, Reason.NOT_APPLICABLE)
        if risk.trigger_day is not None:
            fired = formulas.reached(risk.trigger_day, self.today)
            return Trigger(risk.trigger_day, bounds, none, fired, risk.trigger_day if fired else None)
        if risk.trigger_kpi is None and risk.trigger_line is None:
            return None
        watched = self._watched(risk)
        value = _value(watched)
        fired = value.value is not None and formulas.beyond(value.value, bounds)
        since = formulas.fired_since(self._newest_first(watched), bounds) if fired else None
        return Trigger(watched, bounds, value, fired, since)

    def _watched(self, risk: Risk) -> KpiLine | BudgetLine | None:
        kpi = next((line for line in self.watched.kpis if line.kpi.kpi == risk.trigger_kpi), None)
        return kpi or next((line for line in self.watched.lines if line.budget.line == risk.trigger_line), None)

    def _newest_first(self, watched: KpiLine | BudgetLine | None) -> Iterator[tuple[date, Decimal]]:
        """Yield what a KPI came to on its days, or which share of a budget line was used."""
        if isinstance(watched, KpiLine):
            yield from reversed(self.watched.day_by_day(watched.kpi.kpi).actual)
        if isinstance(watched, BudgetLine):
            line, amount = watched.budget.line, watched.budget.amount
            for day in sorted({row.spend.day for row in self.watched.payments(line)}, reverse=True):
                spent = queries.spend_totals(self.store, [line], day, self.facts.known_at)
                used = total(row.amount for row in spent if row.status is not SpendStatus.REQUESTED)
                yield day, quotient(used, amount)

    # what is read

    def _rows(self, known_at: int) -> list[Stored]:
        return current(self.store, "risks", known_at=known_at, where=self.facts.key._asdict())

    def _written(self) -> dict[str, date]:
        """Return the day on which each risk was written down."""
        zone, known_at = ZoneInfo(self.facts.team.timezone), self.facts.known_at
        rows = rows_between(self.store, "risks", 0, known_at, self.facts.key._asdict())
        first = {row.key[-1]: change for change, row in reversed(rows)}
        made = {change.change_id: change.made_at for change in made_between(self.store, 0, known_at)}
        return {risk: made[change].astimezone(zone).date() for risk, change in first.items()}

    def _tasks(self, risks: Sequence[Risk]) -> dict[str, Task]:
        where = {**self.facts.key._asdict(), "task": [contingency_task_id(risk) for risk in risks]}
        found = current(self.store, "tasks", known_at=self.facts.known_at, where=where) if risks else []
        return {stored.record.task: stored.record for stored in found}


def _value(watched: KpiLine | BudgetLine | None) -> Figure[Decimal]:
    match watched:
        case KpiLine():
            return watched.actual
        case BudgetLine() if watched.consumption.value is not None:
            return Figure(quotient(total([watched.actual, watched.committed]), watched.budget.amount))
        case BudgetLine():
            return undefined(watched.consumption.reason or Reason.ZERO_BASE)
    return undefined(Reason.MISSING_DATA)
