"""What a snapshot answers: frozen lines, every figure either a value or a reason."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planlib.metrics.control import Limits
from planlib.metrics.figure import Figure
from planlib.metrics.forecast import Forecast
from planlib.metrics.periods import Span
from planlib.model import Kpi, Milestone, Objective, Person, ProcessLimits, Target
from planlib.vocabulary import (
    Aggregation,
    Assurance,
    Grain,
    LimitsMethod,
    Path,
    Reason,
    Rule,
    RuleSet,
    Signal,
    Status,
)


@dataclass(frozen=True, slots=True)
class TimeGone:
    """How much of the month is over at the snapshot's day, both ends included."""

    working_days: int
    working_days_total: int
    calendar_days: int
    calendar_days_total: int
    provisional: bool
    """The year's holidays were not yet announced when the calendar was written."""


@dataclass(frozen=True, slots=True)
class KpiLine:
    """One KPI of the plan, judged at its own last complete day."""

    kpi: Kpi
    target: Target
    owner: Person | None
    path: Path
    """The path in force: the target's, or the default of the aggregation."""
    day: date | None
    """Last day that the KPI's values stand for; None before the first."""
    lag: int
    """Expected values missing between `day` and the snapshot's day; a gap before `day` shows in `days`."""
    days: int
    """Expected days (weeks, months) of the month so far that have a value."""
    days_expected: int
    actual: Figure[Decimal]
    expected: Figure[Decimal]
    """Where the path stands at `day`; for a ceiling the share of it that time has used."""
    over: bool
    """The month is, and no value is waited for any more: `expected` is the whole target, and nothing is forecast."""
    gap: Figure[Decimal]
    """actual − expected, in the KPI's unit; of a range how far the actual is below or above it."""
    progress: Figure[float]
    attainment: Figure[float]
    pace: Figure[float]
    """Where this is defined it is 1.0 exactly on the path, above is better, whatever the direction."""
    growth: Figure[float]
    """Growth achieved, for a growth target."""
    growth_gap: Figure[float]
    """Growth achieved − growth planned, a difference of fractions."""
    score: Figure[float]
    """0 to 1 against the full target."""
    score_now: Figure[float]
    """0 to 1 against what is expected by now."""
    status: Status
    reason: Reason | None
    """Why the status is unknown, not started or without data."""
    required_rate: Figure[Decimal]
    """Per remaining unit of the path (working day, day); for a ceiling what may still be used."""
    achieved_rate: Figure[Decimal]
    ahead_days: Figure[float]
    """Working days ahead of the path (negative: behind)."""
    forecast: Forecast
    recent: tuple[tuple[date, Decimal], ...]
    """The last 13 periods that have a value, oldest first; across the month's edge."""
    last_month: Figure[Decimal]
    """The month before, up to the same number of elapsed days: working days of a working-day KPI."""
    month_change: Figure[float]
    """Against `last_month`, as a fraction; for rates a difference of fractions. None where a value is missing."""
    last_year: Figure[Decimal]
    """The same dates a year earlier."""
    year_change: Figure[float]
    signal: Signal | None = None
    """What the newest whole weeks (months of a monthly KPI) say about the process; None where nothing can be said."""
    signal_since: date | None = None
    """First day of the week or month in which it began."""
    signal_reason: Reason | None = None
    """Why nothing can be said."""
    charted: tuple["ChartedPoint", ...] = ()
    """The last 13 points of its control chart."""
    charted_target: float | None = None
    """What a point has to be on average for the month's target; None where none follows from it."""
    charted_slope: float = 0.0
    """How much the limits move from point to point: 0 but where they go along with a trend."""


@dataclass(frozen=True, slots=True)
class DayByDay:
    """A KPI's month day by day, as it is drawn."""

    path: tuple[tuple[date, Decimal], ...]
    """Expected to date on each day of the month; empty without a target."""
    actual: tuple[tuple[date, Decimal], ...]
    """Actual to date on each day that has data: cumulative for sum, to date for mean and ratio."""


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A KPI's month to date in one segment, with the same dates a year earlier."""

    segment: str
    actual: Figure[Decimal]
    share: Figure[float]
    """Of the KPI's total, for sums."""
    last_year: Figure[Decimal]
    change: Figure[float]
    """Against last year, as a fraction; for rates a difference of fractions."""


@dataclass(frozen=True, slots=True)
class ActualRow:
    """One row behind a KPI's number, with the change that wrote it."""

    day: date
    segment: str
    value: Decimal
    base: Decimal | None
    note: str
    change_id: int


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """One objective, rolled up from its KPIs or its milestones."""

    objective: Objective
    owner: Person | None
    score: Figure[float]
    """Against the full target."""
    score_now: Figure[float]
    """Against what is expected by now; the status is judged by this one."""
    due: Figure[float]
    """The score against the full target that the paths ask for by now."""
    coverage: float
    """Share of the weight that has a score."""
    status: Status
    """The worst status among its parts (DOMAIN 1.8)."""
    kpis: tuple[str, ...]
    """Codes of its KPIs."""
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class PlanScore:
    """All objectives rolled up."""

    score: Figure[float]
    score_now: Figure[float]
    due: Figure[float]
    """The score that the paths ask for by now."""
    coverage: float
    status: Status


@dataclass(frozen=True, slots=True)
class Compared:
    """Days that others are compared with, and what came of it."""

    span: Span
    value: Figure[Decimal]
    """Undefined where it is partial."""
    change: Figure[float]
    """As a fraction; for rates a difference of fractions. Undefined where either is partial."""
    working_days: int
    change_per_day: Figure[float]
    """Of a sum over more or fewer days: each by its days, or its working days where values are expected on these."""


@dataclass(frozen=True, slots=True)
class TrendPeriod:
    """One day, week or month of a trend, or a week's piece in one month."""

    start: date
    last: date
    """Its last day."""
    value: Figure[Decimal]
    level: Figure[Decimal]
    """What is drawn and compared: the value; of a piece's sum per day on which one is expected."""
    complete: bool
    days: int
    days_expected: int
    working_days: int
    """Those that are over."""
    before: Compared
    """The period before."""
    last_year: Compared
    """Weeks and days: 364 days earlier; months: the month a year earlier."""
    moving_average: Figure[Decimal]


@dataclass(frozen=True, slots=True)
class ToDate:
    """A month, quarter or year to date."""

    span: Span
    value: Figure[Decimal]
    working_days: int
    before: Compared | None
    """Of a month: as many of the KPI's days of the month before."""
    last_year: Compared
    """The same dates a year earlier."""


@dataclass(frozen=True, slots=True)
class ClippedWeek:
    """A week of the plan's month, cut at the month's edges; compared per day only."""

    first: date
    last: date
    working_days: int
    value: Figure[Decimal]
    days_expected: int
    """Working days for a working-day KPI, else days; up to the snapshot's day."""
    per_day: Figure[Decimal]
    """A sum by the days on which it is expected; any other KPI's value."""
    complete: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """One KPI over time, ending at the snapshot's day."""

    kpi: Kpi
    grain: Grain
    periods: tuple[TrendPeriod, ...]
    month_to_date: ToDate
    quarter_to_date: ToDate
    year_to_date: ToDate
    weeks_of_month: tuple[ClippedWeek, ...]
    growth: Figure[float]
    """Compound growth per week or month, from the first whole one shown to the last; of rates and pieces none."""
    cut: bool = False
    """Its weeks are cut at the months' edges, so that they add up to the months."""

    def over(self, day: date) -> tuple[TrendPeriod, ...]:
        """Return the periods of which no day is to come after `day`."""
        return tuple(period for period in self.periods if period.last <= day)

    @property
    def averaged(self) -> bool:
        """Whether its periods, of unequal length, are compared per day on which a value is expected."""
        return self.cut and self.kpi.aggregation is Aggregation.SUM


@dataclass(frozen=True, slots=True)
class ChartedPoint:
    """A whole period of a control chart."""

    start: date
    value: float | None
    """None where it is not complete."""
    rules: tuple[Rule, ...]
    """By which it is a signal, the one to be told first."""
    side: int
    """1 above the centre or rising, -1 below or falling; 0 for a large step alone."""


@dataclass(frozen=True, slots=True)
class ControlSegment:
    """Periods of a control chart that are one process."""

    start: date
    end: date
    """First day of its last period."""
    limits: Limits | None
    """Of its first period."""
    slope: float
    """How much they move from period to period: 0 but around a trend."""
    reason: Reason | None
    """Why there are none."""
    locked: bool
    """New values do not move the limits."""
    provisional: bool
    """There are too few points to lock them: each new one moves them."""
    method: LimitsMethod
    outliers_widen: bool
    """Limits around the mean are too wide; those around the median are offered."""
    trending: bool
    """Limits around a line are offered."""
    points: int
    kept: ProcessLimits | None
    """What was said about it; None for the first one, of which nothing was."""

    @property
    def why(self) -> str:
        """What made the process another one; empty where the segment is the first."""
        return self.kept.reason if self.kept else ""


@dataclass(frozen=True, slots=True)
class ControlChart:
    """The whole periods of a KPI with the limits of its process, without gaps at its ends."""

    kpi: Kpi
    grain: Grain
    points: tuple[ChartedPoint, ...]
    segments: tuple[ControlSegment, ...]
    """In order of time; each point lies in one."""
    rules: RuleSet
    averaged: bool
    """A sum is charted per day or week on which a value is expected."""
    without_season: bool
    """The season of the week was taken out of the days."""
    signal: Signal | None = None
    """What the last point says; None where there are no limits."""
    since: date | None = None
    """First day of the period in which that began; None where nothing did."""
    reason: Reason | None = Reason.MISSING_DATA
    """Why there is no signal."""
    target: float | None = None
    """What a point has to be on average for the month's target; None where none follows from it."""
    assurance: Assurance | None = None
    """Whether the process meets that target."""
    uneven: bool = False
    """Of a ratio: its periods have very different denominators, for which the same limits do not hold well."""
