"""Every word that can stand in a status, reason, method, state, kind or problem code.

The words are stable: JSON, the ledger and tests use them; people read the sentences of ``planlib.locale``.
The README lists them, and a test keeps the two lists the same.
"""

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
    NOT_APPLICABLE = "not_applicable"


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


class FileKind(StrEnum):
    """What a file to be imported holds."""

    ACTUALS = "actuals"
    SPEND = "spend"
    KPIS = "kpis"
    TARGETS = "targets"
    BUDGET = "budget"
    PEOPLE = "people"
    OBJECTIVES = "objectives"


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


class Confidence(StrEnum):
    """What a KPI's owner expects of its month."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"


class DecisionKind(StrEnum):
    """What a meeting came to: a decision, something somebody does, or a change of the plan."""

    DECISION = "decision"
    ACTION = "action"
    ADJUSTMENT = "adjustment"


class ProblemCode(StrEnum):
    """What can be wrong with a file or a row."""

    # the whole file
    EMPTY_FILE = "empty_file"
    TYPE_MISMATCH = "type_mismatch"
    """Neither a text nor a workbook."""
    NOT_AN_XLSX = "not_an_xlsx"
    """A damaged workbook."""
    PASSWORD_PROTECTED = "password_protected"
    ZIP_BOMB = "zip_bomb"
    XML_ENTITY = "xml_entity"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_SLOW = "too_slow"
    READER_FAILED = "reader_failed"
    UNKNOWN_SHEET = "unknown_sheet"
    TOO_LARGE = "too_large"
    BAD_ENCODING = "bad_encoding"
    TRUNCATED_FILE = "truncated_file"
    NO_DATA_ROWS = "no_data_rows"
    HEADER_NOT_FOUND = "header_not_found"
    MISSING_COLUMN = "missing_column"
    DUPLICATE_COLUMN = "duplicate_column"
    UNKNOWN_COLUMN = "unknown_column"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_ROWS = "too_many_rows"
    UNTERMINATED_QUOTE = "unterminated_quote"
    # a row
    WRONG_FIELD_COUNT = "wrong_field_count"
    MISSING_VALUE = "missing_value"
    BAD_NUMBER = "bad_number"
    NON_FINITE = "non_finite"
    OUT_OF_RANGE = "out_of_range"
    EXCEL_ERROR = "excel_error"
    CONTROL_CHAR = "control_char"
    TOO_LONG = "too_long"
    AMBIGUOUS_PERCENT = "ambiguous_percent"
    PERCENT_NOT_ALLOWED = "percent_not_allowed"
    NO_DENOMINATOR = "no_denominator"
    BAD_DATE = "bad_date"
    AMBIGUOUS_DATE = "ambiguous_date"
    MISSING_DATE = "missing_date"
    OUT_OF_PERIOD = "out_of_period"
    CLOSED_PERIOD = "closed_period"
    MISSING_KPI = "missing_kpi"
    UNKNOWN_KPI = "unknown_kpi"
    AMBIGUOUS_KPI = "ambiguous_kpi"
    UNKNOWN_LINE = "unknown_line"
    AMBIGUOUS_LINE = "ambiguous_line"
    BAD_CHOICE = "bad_choice"
    BAD_VALUE = "bad_value"
    DUPLICATE_KEY = "duplicate_key"
    NOT_UNIQUE = "not_unique"
    NO_SUCH_REFERENCE = "no_such_reference"
    STILL_REFERENCED = "still_referenced"
    SEGMENT_NOT_ALLOWED = "segment_not_allowed"


class NoticeCode(StrEnum):
    """What is worth knowing about a file that can be read."""

    ROUNDED = "rounded"
    """A float's noise was taken off."""
    IGNORED_COLUMNS = "ignored_columns"
    """The file has columns that are no field of its kind."""
    NEW_PLAN = "new_plan"
    NEW_TEAM = "new_team"
    NEW_PEOPLE = "new_people"
    NEW_KPI = "new_kpi"
    NEW_LINE = "new_line"
    SAME_FILE = "same_file"
    """The file was imported before, and nothing would change."""
    TOTALS_AGREE = "totals_agree"
    """The file's own totals are what its rows add up to."""
    UNFILLED = "unfilled"
    """Rows without a value, base or note were left out."""
    NEW_SEGMENTS = "new_segments"
    """A KPI kept by segment gets further ones."""
    RECORDED_BEFORE = "recorded_before"
    """The file was imported before, and rows of it were changed since."""


class DecisionCode(StrEnum):
    """What reading a file decided; each can be changed by the option of its name."""

    ENCODING = "encoding"
    DELIMITER = "delimiter"
    """What is between two cells is no comma."""
    SHEET = "sheet"
    """One of several sheets was taken."""
    MERGED_CELLS = "merged_cells"
    """Cells that were merged all have the text or day that they show; the option `merged_cells` leaves them empty."""
    HIDDEN_ROWS = "hidden_rows"
    """Rows that are hidden in the workbook are read like the others."""
    UNSAVED_FORMULAS = "unsaved_formulas"
    """Formulas whose result was not saved with them are empty."""
    HEADER = "header"
    """The header is not the first row, or is two rows."""
    FOOTER = "footer"
    """Notes below the rows, and numbers of pages, were left out."""
    TOTALS = "totals"
    """Rows of totals were left out; the option `footer` keeps them."""
    REPEATED_HEADERS = "repeated_headers"
    """Rows that repeat the header were left out; the option `footer` keeps them."""
    SHAPE = "shape"
    """Columns of days or of KPIs were turned into rows."""
    UNIT = "unit"
    """The numbers are in 万元, in % …"""
    COLUMN = "column"
    """A column was taken for a field because its header is like a known one."""
    DAY_ORDER = "day_order"
    """Days such as 3/13/2025 can be read in one way only."""
    SERIAL_DAYS = "serial_days"
    """Days are numbers, as Excel counts them."""
    PLAN_YEAR = "plan_year"
    """Days without a year are in the plan's."""
    REMEMBERED = "remembered"
    """Read as a file with the same header before."""


class WarningCode(StrEnum):
    """What is unlikely about a row that can be recorded; it needs a tick."""

    FUTURE_DAY = "future_day"
    BEYOND_LIMITS = "beyond_limits"
    """Outside the natural process limits of what was recorded before (DOMAIN 3.7)."""
    TEN_TIMES = "ten_times"
    """More than ten times the value before, or less than a tenth of it."""
    FIRST_NEGATIVE = "first_negative"
    """Below 0, where no value was before."""
    NO_BASE = "no_base"
    """A rate without its denominator, where the KPI's values have one."""
    TOTAL_DIFFERS = "total_differs"
    """The file's own total is not what its rows add up to."""
    BESIDE_SEGMENTS = "beside_segments"
    """A row without a segment on a day kept by segment, or the reverse."""
