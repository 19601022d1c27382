"""Opening a snapshot, and what can be asked of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from planlib.errors import NotFoundError
from planlib.metrics import periods
from planlib.metrics.figure import Figure
from planlib.metrics.pace import Weights
from planlib.metrics.periods import Calendar
from planlib.model import Budget, CheckIn, Plan, PlanKey, Team
from planlib.snapshot.budget import Books, budget_view, phasing
from planlib.snapshot.earned import earned_view
from planlib.snapshot.events import Event, kpi_events
from planlib.snapshot.lines import (
    ObjectiveLine,
    PlanScore,
    TimeGone,
    Trend,
)
from planlib.snapshot.meetings import MeetingAnswers, check_ins
from planlib.snapshot.money_lines import BudgetView, EarnedView, SpendRow
from planlib.snapshot.objectives import objective_lines, plan_score
from planlib.snapshot.original import Original, budgeted_then, original_plan
from planlib.snapshot.parts import PartsAnswers
from planlib.snapshot.reading import (
    PlanFacts,
    last_day_with_data,
    read_plan,
    values_of,
)
from planlib.snapshot.risks import RisksView, Watched, risks_view
from planlib.snapshot.smart import SmartLine, smart_lines
from planlib.snapshot.trends import cuttable, first_day, grains, trend
from planlib.snapshot.workload import WorkloadAnswers
from planlib.store import queries
from planlib.store.connect import Store
from planlib.store.ledger import current, history
from planlib.vocabulary import Grain, Phasing, PlanState


def open_snapshot(
    store: Store,
    actor: str,
    key: PlanKey,
    *,
    today: date,
    day: date | None = None,
    known_at: int | None = None,
    closing: bool = False,
) -> "Snapshot":
    """Return the plan as it stood at the change `known_at` (now where None), with data up to `day`.

    Without a `day` it is the last day of the month that has data, at most yesterday; before any data yesterday.
    A closed plan stands at its month's last day, and as its close found it; `closing` reads a plan as its close
    would leave it.

    Raises:
        NotFoundError: There is no such plan, or `not_yet` where it was made later.
    """
    del actor  # every reader may read every plan; rights hook in here
    if known_at is not None:
        _refuse_before_made(store, key, known_at)
    facts = read_plan(store, key, known_at)
    if closing:
        facts = replace(facts, plan=facts.plan.model_copy(update={"state": PlanState.CLOSED}))
    chosen = day or _last_day(store, facts, today - timedelta(days=1))
    before = key.month - timedelta(days=1)
    return Snapshot(store, facts, max(min(chosen, key.last_day), before))


def _refuse_before_made(store: Store, key: PlanKey, known_at: int) -> None:
    changes = history(store, table="plans", key=tuple(key))
    if changes and known_at < changes[-1].change_id:
        team: Team = current(store, "teams", where={"team": key.team})[0].record
        day = changes[-1].made_at.astimezone(ZoneInfo(team.timezone)).date()
        raise NotFoundError("not_yet", month=key.month, made=day, change_id=changes[-1].change_id)


def _last_day(store: Store, facts: PlanFacts, yesterday: date) -> date:
    if facts.plan.state is PlanState.CLOSED:
        return facts.key.last_day
    return last_day_with_data(store, facts, yesterday) or yesterday


class Snapshot(WorkloadAnswers, PartsAnswers, MeetingAnswers):
    """A plan as it stood. Immutable: each answer is worked out once and kept."""

    def __init__(self, store: Store, facts: PlanFacts, day: date) -> None:
        """Use :func:`open_snapshot`."""
        self._store = store
        self._facts = facts
        self._trends: dict[tuple[str, Grain, bool], Trend] = {}
        self._risks: dict[date, RisksView] = {}
        self.day = day
        """Last day whose data count; the day before the month where nothing is over yet."""

    @property
    def key(self) -> PlanKey:
        """The plan's team and month."""
        return self._facts.key

    @property
    def known_at(self) -> int:
        """Last change that is known."""
        return self._facts.known_at

    @property
    def seen_at(self) -> int:
        """Last change that could be seen: what came after the close of a closed plan is known, and not counted."""
        return self._facts.seen_at

    @cached_property
    def restated(self) -> "Snapshot":
        """The plan with the values and payments that came after its close; itself where it is not closed."""
        if self.known_at == self.seen_at:
            return self
        return Snapshot(self._store, replace(self._facts, known_at=self.seen_at), self.day)

    @property
    def plan(self) -> Plan:
        """The plan's title, state and thresholds."""
        return self._facts.plan

    @property
    def team(self) -> Team:
        """The team."""
        return self._facts.team

    @property
    def calendar(self) -> Calendar:
        """The team's working days."""
        return self._facts.calendar

    @cached_property
    def time(self) -> TimeGone:
        """How much of the month is over."""
        span = periods.month_span(self.key.month)
        return TimeGone(
            working_days=self.calendar.working_days(span.first, self.day),
            working_days_total=self.calendar.working_days(*span),
            calendar_days=(self.day - span.first).days + 1,
            calendar_days_total=len(span.days()),
            provisional=self.calendar.provisional(span),
        )

    # goals

    def objectives(self) -> tuple[ObjectiveLine, ...]:
        """Return one line per objective, sub-goals behind their parent."""
        return self._objectives

    @cached_property
    def _objectives(self) -> tuple[ObjectiveLine, ...]:
        return objective_lines(self._facts, self._kpis, self.day)

    @cached_property
    def smart(self) -> tuple[SmartLine, ...]:
        """How each objective stands by the letters of SMART."""
        return smart_lines(self._store, self._facts, self)

    def score(self) -> PlanScore:
        """Return the whole plan's score and worst status."""
        return plan_score(self._objectives, self._kpis)

    @cached_property
    def original(self) -> Figure[Original]:
        """The plan as it was activated, as of the same day; undefined for a draft."""
        return original_plan(self._store, self._facts, self.day, self._kpis, self._judged)

    # trends

    def grains(self, kpi: str) -> list[Grain]:
        """Return the grains at which a KPI has a trend, finest first."""
        return grains(self._series(self.kpi(kpi).kpi, ()))

    def trend(self, kpi: str, grain: Grain) -> Trend:
        """Return a KPI over time up to the snapshot's day."""
        return self.trends([(kpi, grain)])[0]

    def trends(self, wanted: Iterable[tuple[str, Grain]], *, cut: bool = False) -> list[Trend]:
        """Return KPIs over time, read at once; weeks of daily values are `cut` at the months' edges where asked."""
        lines = [(self.kpi(kpi), grain) for kpi, grain in wanted]
        keys = [(line.kpi.kpi, grain, cut and cuttable(line.kpi, grain)) for line, grain in lines]
        missing = {key: line for key, (line, _grain) in zip(keys, lines, strict=True) if key not in self._trends}
        if missing:
            first = min(first_day(grain, self.day) for _kpi, grain, _cut in missing)
            values = values_of(self._store, self._facts, {kpi for kpi, *_ in missing}, first, self.day)
            for (kpi, grain, in_pieces), line in missing.items():
                series, own_day = self._series(line.kpi, values.get(kpi, ())), line.day or self.day
                found = trend(series, grain, self.day, self.key.month, own_day, cut=in_pieces)
                self._trends[kpi, grain, in_pieces] = found
        return [self._trends[key] for key in keys]

    # what happened

    @cached_property
    def check_ins(self) -> tuple[CheckIn, ...]:
        """What owners said about the plan's KPIs, newest week first."""
        return check_ins(self._store, list(self._months), self.known_at)

    def events(self, kpi: str) -> tuple[Event, ...]:
        """Return what happened to a KPI over the month, for its time line, oldest first."""
        found = self.kpi(kpi).kpi.kpi
        span = self._months[found].span
        return kpi_events(self._store, self.team, self.key, found, span, self.calendar, self.known_at)

    # money

    def budget(self) -> BudgetView:
        """Return the budget lines, most adverse first, and their totals."""
        return self._budget

    @cached_property
    def _budget(self) -> BudgetView:
        return self._budgeted(self._facts)

    @cached_property
    def original_budget(self) -> Figure[BudgetView]:
        """The budget as the plan was activated, against the same money; undefined for a draft."""
        original, reason = self.original
        if original is None:
            return Figure(None, reason)
        return Figure(self._budgeted(budgeted_then(original)) if original.of("budgets") else self._budget)

    def _budgeted(self, facts: PlanFacts) -> BudgetView:
        return budget_view(Books(self._store, facts, self.day, self.phasing, self.tasks, self._kpis))

    def phasing(self, budget: Budget) -> Weights:
        """Return how a budget line is spread over the days of the month."""
        followed = None
        if budget.phasing is Phasing.SEASONAL:
            followed = next((m.series for m in self._months.values() if m.kpi.code == budget.phasing_detail), None)
        return phasing(self._facts, budget, followed)

    @cached_property
    def earned_value(self) -> EarnedView | None:
        """What the tasks that budget lines pay for were worth so far; None where no task is worth anything."""
        return earned_view(self.tasks, self._budget.lines, self.calendar, self.day)

    def payments(self, line: str) -> tuple[SpendRow, ...]:
        """Return the requests, commitments and payments behind a budget line, by its id, in order of day."""
        return tuple(SpendRow(*row) for row in queries.spend_rows(self._store, line, self.day, self.known_at))

    # risks

    def risks(self, today: date | None = None) -> RisksView:
        """Return the risks as one sees them on `today`, where None on the day after the last one whose data count.

        Those of a closed plan are seen on its last day.
        """
        seen = self.key.last_day if self.plan.state is PlanState.CLOSED else today or self.day + periods.DAY
        if seen not in self._risks:
            watched = Watched(self._kpis, self._budget.lines, self.day_by_day, self.payments)
            self._risks[seen] = risks_view(self._store, self._facts, watched, seen)
        return self._risks[seen]
