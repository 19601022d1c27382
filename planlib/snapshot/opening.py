"""Opening a snapshot, and what can be asked of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from planlib.errors import NotFoundError
from planlib.metrics import periods, rollup
from planlib.metrics.kpis import Dated
from planlib.metrics.pace import Weights, path_in_force
from planlib.metrics.periods import Calendar, Span
from planlib.model import Budget, CheckIn, Decision, Kpi, Meeting, Person, Plan, PlanKey, ProcessLimits, Target, Team
from planlib.snapshot import meetings as talk
from planlib.snapshot.budget import Books, budget_view, phasing
from planlib.snapshot.control import control_chart, signal_grain, target_of, uneven
from planlib.snapshot.control import first_day as first_charted
from planlib.snapshot.earned import earned_view
from planlib.snapshot.events import Event, kpi_events
from planlib.snapshot.gap import Gap, gap_by_segment
from planlib.snapshot.kpis import KpiMonth, day_by_day, kpi_line, kpi_month
from planlib.snapshot.lines import (
    ActualRow,
    ControlChart,
    DayByDay,
    KpiLine,
    ObjectiveLine,
    PlanScore,
    SegmentLine,
    TimeGone,
    Trend,
)
from planlib.snapshot.money_lines import BudgetView, EarnedView, SpendRow
from planlib.snapshot.objectives import objective_lines, plan_score
from planlib.snapshot.reading import (
    PlanFacts,
    last_day_with_data,
    last_year_values,
    process_limits,
    read_plan,
    recent_values,
    season_start,
    values_of,
)
from planlib.snapshot.risks import RisksView, Watched, risks_view
from planlib.snapshot.segments import segment_lines
from planlib.snapshot.smart import SmartLine, smart_lines
from planlib.snapshot.trends import cuttable, first_day, grains, trend
from planlib.snapshot.values import Series
from planlib.snapshot.workload import WorkloadAnswers
from planlib.store import queries
from planlib.store.connect import Store
from planlib.store.ledger import current, history
from planlib.store.queries import SegmentValue
from planlib.vocabulary import Grain, LimitsMethod, Phasing, PlanState, RuleSet


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


class Snapshot(WorkloadAnswers):
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

    # KPIs

    def kpis(self) -> tuple[KpiLine, ...]:
        """Return one line per KPI of the plan, worst first: by status, then by pace, at the end by attainment."""
        return self._kpis

    def kpi(self, kpi: str) -> KpiLine:
        """Return the line of a KPI by its id or code; NotFoundError where the plan has none."""
        found = next((line for line in self._kpis if kpi in (line.kpi.kpi, line.kpi.code)), None)
        if found is None:
            raise NotFoundError("no_kpi", kpi=kpi, known=[line.kpi.code for line in self._kpis])
        return found

    @cached_property
    def _kpis(self) -> tuple[KpiLine, ...]:
        year_ago = last_year_values(self._store, self._facts)
        lines = [
            kpi_line(
                self._facts,
                month,
                self._series(month.kpi, year_ago.get(month.kpi.kpi, ())),
                self._control(month, signal_grain(month.kpi.frequency), self._recent.get(month.kpi.kpi, ())),
            )
            for month in self._months.values()
        ]
        return tuple(sorted(lines, key=_worst_first))

    @cached_property
    def _months(self) -> dict[str, KpiMonth]:
        month, first = periods.month_span(self.key.month), season_start(self._facts)
        found = {}
        for kpi in self._facts.kpis.values():
            series = self._series(kpi, self._recent.get(kpi.kpi, ()))
            series = self._series(kpi, series.within(Span(first, self.day)))
            target = self._facts.targets.get(kpi.kpi)
            if target is not None or series.within(month):
                target = target or Target(team=self.key.team, month=self.key.month, kpi=kpi.kpi, weight=0)
                found[kpi.kpi] = kpi_month(self._facts, kpi, target, series, self.day)
        return found

    @cached_property
    def _recent(self) -> Mapping[str, Sequence[Dated]]:
        return recent_values(self._store, self._facts, self.day)

    def _series(self, kpi: Kpi, values: Sequence[Dated]) -> Series:
        return Series(kpi, self.calendar, self.team.first_weekday, values)

    def day_by_day(self, kpi: str) -> DayByDay:
        """Return a KPI's path and its actual to date on each day of the month."""
        return day_by_day(self._facts, self._months[self.kpi(kpi).kpi.kpi])

    def objectives(self) -> tuple[ObjectiveLine, ...]:
        """Return one line per objective, sub-goals behind their parent."""
        return self._objectives

    @cached_property
    def _objectives(self) -> tuple[ObjectiveLine, ...]:
        return objective_lines(self._facts, self._kpis, self.day)

    @cached_property
    def smart(self) -> tuple[SmartLine, ...]:
        """How each objective stands by the letters of SMART."""
        return smart_lines(self._facts, self)

    def score(self) -> PlanScore:
        """Return the whole plan's score and worst status."""
        return plan_score(self._objectives, self._kpis)

    def segments(self, kpi: str) -> tuple[SegmentLine, ...]:
        """Return a KPI's month to date by segment, largest first; empty where it has none."""
        line = self.kpi(kpi)
        if line.day is None:
            return ()
        month = self._months[line.kpi.kpi]
        now = Span(month.span.first, line.day)
        then = Span(periods.year_earlier(now.first), periods.year_earlier(now.last))
        rows = [
            queries.segment_values(self._store, line.kpi.kpi, span.first, span.last, self.known_at)
            for span in (now, then)
        ]
        return segment_lines(self._series(line.kpi, ()), *rows)

    def why(self, kpi: str, dimension: int | None = None) -> Gap:
        """Return which segments a KPI's gap comes from; of segments with several dimensions, by the one asked for."""
        line = self.kpi(kpi)
        month = self._months[line.kpi.kpi]

        def values(first: date, last: date) -> list[SegmentValue]:
            return queries.segment_values(self._store, line.kpi.kpi, first, last, self.known_at)

        def usual() -> Iterator[list[SegmentValue]]:
            yield [value for value in found if value.day < month.span.first]
            yield values(periods.year_earlier(month.span.first), periods.year_earlier(month.span.last))

        found = values(season_start(self._facts), month.until)
        return gap_by_segment(line.kpi, line.gap, month.values, found, usual(), dimension)

    def actual_rows(self, kpi: str) -> tuple[ActualRow, ...]:
        """Return the rows of the month behind a KPI, by day and segment."""
        line = self.kpi(kpi)
        span = self._months[line.kpi.kpi].span
        rows = queries.actual_rows(self._store, line.kpi.kpi, span.first, min(self.day, span.last), self.known_at)
        return tuple(ActualRow(*row) for row in rows)

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

    # control charts

    def control(
        self,
        kpi: str,
        grain: Grain | None = None,
        rules: RuleSet = RuleSet.WHEELER,
        method: LimitsMethod | None = None,
    ) -> ControlChart:
        """Return a KPI's control chart up to the snapshot's day, at the grain of its signal where none is given.

        `method` stands in for that of limits that are not locked.
        """
        found = self.kpi(kpi).kpi
        grain = grain or signal_grain(found.frequency)
        first = first_charted(grain, self.day, self.team.first_weekday)
        values = queries.daily_values(self._store, [found.kpi], first, self.day, self.known_at)
        chart = self._control(self._months[found.kpi], grain, values, rules, method)
        return replace(chart, uneven=uneven(self._series(found, values), chart))

    def _control(
        self,
        month: KpiMonth,
        grain: Grain,
        values: Sequence[Dated],
        rules: RuleSet = RuleSet.WHEELER,
        method: LimitsMethod | None = None,
    ) -> ControlChart:
        series = self._series(month.kpi, values)
        target = target_of(series, grain, month.target, path_in_force(month.kpi, month.target), month.span)
        kept = self._process_limits.get((month.kpi.kpi, grain), ())
        return control_chart(series, grain, self.day, kept, rules=rules, method=method, target=target)

    @cached_property
    def _process_limits(self) -> Mapping[tuple[str, Grain], Sequence[ProcessLimits]]:
        return process_limits(self._store, self._facts)

    # meetings

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """The team's meetings, of all its plans, newest first; one that is being held has no `known_at`."""
        return talk.meetings(self._store, self.team.team, self.known_at)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """What the team decided, in its meetings and outside of them, newest first."""
        return talk.decisions(self._store, self.team.team, self.known_at)

    @property
    def open_actions(self) -> tuple[Decision, ...]:
        """Actions that are not done, the first due first, from earlier months too."""
        return talk.open_actions(self.decisions)

    @cached_property
    def moves(self) -> Mapping[str, int]:
        """How many times actions got another day, by action; those that never did are left out."""
        return talk.moves(self._store, self.team.team, self.meetings, self.known_at)

    @cached_property
    def check_ins(self) -> tuple[CheckIn, ...]:
        """What owners said about the plan's KPIs, newest week first."""
        return talk.check_ins(self._store, list(self._months), self.known_at)

    @property
    def people(self) -> tuple[Person, ...]:
        """The team's people."""
        return tuple(self._facts.people.values())

    def person(self, person: str | None) -> Person | None:
        """Return somebody of the team by id."""
        return self._facts.people.get(person or "")

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
        return budget_view(Books(self._store, self._facts, self.day, self._phasing, self.tasks, self._kpis))

    def _phasing(self, budget: Budget) -> Weights:
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


def _worst_first(line: KpiLine) -> tuple[int, float, str]:
    order, index = rollup.WORST_FIRST.index(line.status), line.attainment if line.over else line.pace
    return order, index.value if index.value is not None else 9.0, line.kpi.code
