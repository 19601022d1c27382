"""Plans, KPIs and money: how they are worked out, and how they stand."""

from enum import StrEnum


class Status(StrEnum):
    """How a KPI, an objective or a budget line stands."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    WATCH = "watch"
    BEHIND = "behind"
    OVER = "over"
    """A budget line above its budget."""
    MISSED = "missed"
    """The month is over and the target was not reached."""
    NOT_STARTED = "not_started"
    NO_DATA = "no_data"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why a figure is undefined."""

    ZERO_BASE = "zero_base"
    BASELINE_EQ_TARGET = "baseline_eq_target"
    NO_ELAPSED = "no_elapsed"
    NO_REMAINING = "no_remaining"
    TOO_FEW_POINTS = "too_few_points"
    MISSING_DATA = "missing_data"
    NOT_STARTED = "not_started"
    NO_DENOMINATOR = "no_denominator"
    NO_VARIATION = "no_variation"
    NO_TARGET = "no_target"
    NO_BASELINE = "no_baseline"
    INCOMPLETE = "incomplete"
    """A partial period, which is never compared with a whole one."""
    LOW_COVERAGE = "low_coverage"
    """Less than 60 % of the weight has a score (DOMAIN 1.8)."""
    UNBUDGETED = "unbudgeted"
    BUDGET_EXHAUSTED = "budget_exhausted"
    """As much is spent as was budgeted, and work is left."""
    NOT_APPLICABLE = "not_applicable"
    NOT_ACTIVATED = "not_activated"
    ADDED_LATER = "added_later"
    """It is not in the plan as it was activated."""


class Method(StrEnum):
    """How a month-end forecast was made."""

    RUN_RATE = "run_rate"
    ADDITIVE = "additive"
    TREND = "trend"
    SEASONAL = "seasonal"
    LEVEL = "level"
    """The level so far is carried on (mean, ratio)."""
    NAIVE = "naive"
    """The last value is carried on (last)."""


class Measure(StrEnum):
    """What a KPI measures."""

    CURRENCY = "currency"
    COUNT = "count"
    PERCENT = "percent"
    SCORE = "score"
    DURATION = "duration"
    OTHER = "other"


class Direction(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    WITHIN = "within"
    NEUTRAL = "neutral"


class Aggregation(StrEnum):
    """How days become a period (DOMAIN 0.5)."""

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"
    RATIO = "ratio"
    MIN = "min"
    MAX = "max"


class Frequency(StrEnum):
    """How often a KPI has a value."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Expected(StrEnum):
    """Which days must have a value."""

    CALENDAR = "calendar"
    WORKING = "working"


class Gaps(StrEnum):
    """What a day without a row means."""

    MISSING = "missing"
    ZERO = "zero"


class Path(StrEnum):
    """How a target is spread over the month (DOMAIN 2.1)."""

    CALENDAR = "calendar"
    WORKDAY = "workday"
    WEEKLY = "weekly"
    SEASONAL = "seasonal"
    LEVEL = "level"


class Split(StrEnum):
    """By what a target is split into parts."""

    SEGMENT = "segment"
    PERSON = "person"
    WEEK = "week"


class Commitment(StrEnum):
    """Whether 1.0 or 0.7 is the aim (DOMAIN 1.7)."""

    COMMITTED = "committed"
    STRETCH = "stretch"


class GrowthMode(StrEnum):
    """What "+5 % a week" means (DOMAIN 1.5)."""

    AVERAGE = "average"
    COMPOUND = "compound"
    EVERY_WEEK = "every_week"


class ObjectiveKind(StrEnum):
    """Scored by KPIs or by milestones."""

    NUMERIC = "numeric"
    QUALITATIVE = "qualitative"


class BudgetKind(StrEnum):
    """Money in or money out."""

    COST = "cost"
    REVENUE = "revenue"


class Phasing(StrEnum):
    """How a budget line is spread over the month (DOMAIN 4.1)."""

    EVEN = "even"
    WORKDAY = "workday"
    WEEKLY = "weekly"
    DATED = "dated"
    MANUAL = "manual"
    SEASONAL = "seasonal"


class SpendStatus(StrEnum):
    """Where a payment stands on its way."""

    REQUESTED = "requested"
    COMMITTED = "committed"
    ACTUAL = "actual"


class ControlPoint(StrEnum):
    """How far a budget line is used (DOMAIN 4.8)."""

    NONE = "none"
    NOTICE = "notice"
    WARNING = "warning"
    OVER = "over"


class Completion(StrEnum):
    """How the end of a budget line is foreseen (DOMAIN 4.7)."""

    TYPICAL = "typical"
    """The rate so far goes on."""
    ATYPICAL = "atypical"
    """The rest comes as budgeted."""
    MANUAL = "manual"
    """As the manager estimates it."""


class PlanState(StrEnum):
    """Where a plan stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    CLOSED = "closed"


class ChangeKind(StrEnum):
    """What a change in the ledger was."""

    EDIT = "edit"
    IMPORT = "import"
    UNDO = "undo"
    CLOSE = "close"
    REOPEN = "reopen"
    RESTATEMENT = "restatement"
    ROLLOVER = "rollover"
    MEETING = "meeting"


class Grain(StrEnum):
    """Length of the periods of a trend."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Signal(StrEnum):
    """Whether a KPI's process really changed (DOMAIN 3.7-3.10), told beside its status."""

    NONE = "none"
    """Nothing but chance."""
    ABOVE_LIMIT = "above_limit"
    BELOW_LIMIT = "below_limit"
    RISING = "rising"
    FALLING = "falling"
    SHIFTED_UP = "shifted_up"
    SHIFTED_DOWN = "shifted_down"


class Rule(StrEnum):
    """By which rule a point of a control chart is a signal (DOMAIN 3.10)."""

    BEYOND_LIMIT = "beyond_limit"
    LARGE_STEP = "large_step"
    """Further from the point before than chance takes it."""
    RUN_OF_EIGHT = "run_of_eight"
    THREE_OF_FOUR = "three_of_four"
    RUN_OF_SEVEN = "run_of_seven"
    TREND_OF_SEVEN = "trend_of_seven"
    TWO_OF_THREE = "two_of_three"


class RuleSet(StrEnum):
    """Whose rules find the signals: Wheeler's, or those of the NHS's Making Data Count."""

    WHEELER = "wheeler"
    MDC = "mdc"


class LimitsMethod(StrEnum):
    """What control limits are worked out from."""

    MEAN = "mean"
    MEDIAN = "median"
    """Where outliers would widen them."""
    TREND = "trend"
    """Around the line fitted to values that keep rising or falling."""


class Assurance(StrEnum):
    """Whether a process as it is meets its target (DOMAIN 3.12)."""

    PASSES = "passes"
    FAILS = "fails"
    HIT_AND_MISS = "hit_and_miss"


class ProposalBasis(StrEnum):
    """What the target proposed for a month is worked out from."""

    YEAR = "year"
    """How months grew over the same month a year earlier."""
    MONTH = "month"
    """How months grew over the one before."""
