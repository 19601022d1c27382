"""The words of the vocabulary as people read them: statuses, reasons, methods, kinds."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from planlib.locale import N_, Language
from planlib.vocabulary import (
    Aggregation,
    Assurance,
    BudgetKind,
    ChangeKind,
    Commitment,
    Completion,
    Confidence,
    ControlPoint,
    DecisionKind,
    Direction,
    Expected,
    FileKind,
    Frequency,
    Gaps,
    Grain,
    GrowthMode,
    LimitsMethod,
    LinkKind,
    Measure,
    Method,
    ObjectiveKind,
    Path,
    Phasing,
    PlanState,
    ProgressRule,
    ProposalBasis,
    Reason,
    ResourceKind,
    RiskBand,
    RiskKind,
    RiskMove,
    RiskQuery,
    RiskResponse,
    RiskState,
    Rule,
    RuleSet,
    Signal,
    SmartVerdict,
    SpendStatus,
    Status,
    TaskStatus,
)

_STATUS = {
    Status.REACHED: N_("Reached"),
    Status.ON_TRACK: N_("On track"),
    Status.WATCH: N_("Watch"),
    Status.BEHIND: N_("Behind"),
    Status.OVER: N_("Over"),
    Status.MISSED: N_("Missed"),
    Status.NOT_STARTED: N_("Not started"),
    Status.NO_DATA: N_("No data"),
    Status.UNKNOWN: N_("Unknown"),
}

_REASON = {
    Reason.ZERO_BASE: N_("compared with zero"),
    Reason.BASELINE_EQ_TARGET: N_("baseline and target are the same"),
    Reason.NO_ELAPSED: N_("no day of the path has passed yet"),
    Reason.NO_REMAINING: N_("no day of the path is left"),
    Reason.TOO_FEW_POINTS: N_("too few values so far"),
    Reason.MISSING_DATA: N_("values are missing"),
    Reason.NOT_STARTED: N_("the month has not begun"),
    Reason.NO_DENOMINATOR: N_("no denominator"),
    Reason.NO_VARIATION: N_("all values are the same"),
    Reason.NO_TARGET: N_("no target is set"),
    Reason.NO_BASELINE: N_("no baseline is set"),
    Reason.INCOMPLETE: N_("the period is not complete"),
    Reason.LOW_COVERAGE: N_("less than 60% of the weight has a score"),
    Reason.UNBUDGETED: N_("spent without a budget"),
    Reason.BUDGET_EXHAUSTED: N_("the budget is used up and work is left"),
    Reason.NOT_APPLICABLE: N_("does not apply here"),
}

_METHOD = {
    Method.RUN_RATE: N_("at the rate so far"),
    Method.ADDITIVE: N_("at the daily mean so far"),
    Method.TREND: N_("along the trend"),
    Method.SEASONAL: N_("by weekday pattern"),
    Method.LEVEL: N_("at the level so far"),
    Method.NAIVE: N_("from the last value"),
}

_DIRECTION = {
    Direction.UP: N_("higher is better"),
    Direction.DOWN: N_("lower is better"),
    Direction.WITHIN: N_("within a range"),
    Direction.NEUTRAL: N_("neither is better"),
}

_AGGREGATION = {
    Aggregation.SUM: N_("sum of the days"),
    Aggregation.MEAN: N_("mean of the days"),
    Aggregation.LAST: N_("last value"),
    Aggregation.RATIO: N_("ratio of two sums"),
    Aggregation.MIN: N_("smallest value"),
    Aggregation.MAX: N_("largest value"),
}

_FREQUENCY = {Frequency.DAY: N_("every day"), Frequency.WEEK: N_("every week"), Frequency.MONTH: N_("every month")}

_EXPECTED = {Expected.CALENDAR: N_("calendar days"), Expected.WORKING: N_("working days")}

_GAPS = {Gaps.MISSING: N_("a day without a value is missing"), Gaps.ZERO: N_("a day without a value counts as 0")}

_PATH = {
    Path.CALENDAR: N_("by calendar day"),
    Path.WORKDAY: N_("by working day"),
    Path.WEEKLY: N_("by weekly shares"),
    Path.SEASONAL: N_("by weekday pattern"),
    Path.LEVEL: N_("the same level every day"),
}

_PHASING = {
    Phasing.EVEN: N_("by calendar day"),
    Phasing.WORKDAY: N_("by working day"),
    Phasing.WEEKLY: N_("by weekly shares"),
    Phasing.DATED: N_("on set days"),
    Phasing.MANUAL: N_("by hand"),
    Phasing.SEASONAL: N_("by weekday pattern"),
}

_COMMITMENT = {Commitment.COMMITTED: N_("to be met in full"), Commitment.STRETCH: N_("stretch")}

_GROWTH_MODE = {
    GrowthMode.AVERAGE: N_("mean of the weeks"),
    GrowthMode.COMPOUND: N_("compounded week by week"),
    GrowthMode.EVERY_WEEK: N_("in every single week"),
}

_OBJECTIVE_KIND = {
    ObjectiveKind.NUMERIC: N_("its KPIs"),
    ObjectiveKind.QUALITATIVE: N_("its milestones"),
}

_BUDGET_KIND = {BudgetKind.COST: N_("cost"), BudgetKind.REVENUE: N_("revenue")}

_SPEND_STATUS = {
    SpendStatus.REQUESTED: N_("requested"),
    SpendStatus.COMMITTED: N_("committed"),
    SpendStatus.ACTUAL: N_("spent"),
}

_CONTROL_POINT = {
    ControlPoint.NONE: N_("within budget"),
    ControlPoint.NOTICE: N_("notice"),
    ControlPoint.WARNING: N_("warning"),
    ControlPoint.OVER: N_("over budget"),
}

_COMPLETION = {
    Completion.TYPICAL: N_("at the rate so far"),
    Completion.ATYPICAL: N_("the rest as budgeted"),
    Completion.MANUAL: N_("the manager's estimate"),
}

_PLAN_STATE = {PlanState.DRAFT: N_("draft"), PlanState.ACTIVE: N_("active"), PlanState.CLOSED: N_("closed")}

_MEASURE = {
    Measure.CURRENCY: N_("money"),
    Measure.COUNT: N_("count"),
    Measure.PERCENT: N_("percentage"),
    Measure.SCORE: N_("score"),
    Measure.DURATION: N_("duration"),
    Measure.OTHER: N_("other"),
}

_CHANGE_KIND = {
    ChangeKind.EDIT: N_("edit"),
    ChangeKind.IMPORT: N_("upload"),
    ChangeKind.UNDO: N_("undo"),
    ChangeKind.CLOSE: N_("close"),
    ChangeKind.REOPEN: N_("reopening"),
    ChangeKind.RESTATEMENT: N_("restatement"),
    ChangeKind.ROLLOVER: N_("carry over"),
    ChangeKind.MEETING: N_("meeting"),
}

_FILE_KIND = {
    FileKind.ACTUALS: N_("Actuals"),
    FileKind.SPEND: N_("Spend"),
    FileKind.KPIS: N_("KPIs"),
    FileKind.TARGETS: N_("Targets"),
    FileKind.BUDGET: N_("Budget"),
    FileKind.PEOPLE: N_("People"),
    FileKind.OBJECTIVES: N_("Goals"),
    FileKind.TASKS: N_("Tasks"),
    FileKind.RISKS: N_("Risks"),
}

_GRAIN = {Grain.DAY: N_("day"), Grain.WEEK: N_("week"), Grain.MONTH: N_("month")}

_SIGNAL = {
    Signal.NONE: N_("Stable"),
    Signal.ABOVE_LIMIT: N_("Above the limit"),
    Signal.BELOW_LIMIT: N_("Below the limit"),
    Signal.RISING: N_("Rising"),
    Signal.FALLING: N_("Falling"),
    Signal.SHIFTED_UP: N_("Shifted up"),
    Signal.SHIFTED_DOWN: N_("Shifted down"),
}

_RULE = {
    Rule.BEYOND_LIMIT: N_("a point beyond a limit"),
    Rule.LARGE_STEP: N_("a step larger than chance makes"),
    Rule.RUN_OF_EIGHT: N_("eight in a row on one side of the centre"),
    Rule.THREE_OF_FOUR: N_("three of four nearer a limit than the centre"),
    Rule.RUN_OF_SEVEN: N_("seven in a row on one side of the centre"),
    Rule.TREND_OF_SEVEN: N_("seven in a row rising or falling"),
    Rule.TWO_OF_THREE: N_("two of three near a limit"),
}

_RULE_SET = {RuleSet.WHEELER: N_("Wheeler's rules"), RuleSet.MDC: N_("rules of Making Data Count")}

_LIMITS_METHOD = {
    LimitsMethod.MEAN: N_("from the mean step"),
    LimitsMethod.MEDIAN: N_("from the median step"),
    LimitsMethod.TREND: N_("around the trend"),
}

_ASSURANCE = {
    Assurance.PASSES: N_("meets the target every time"),
    Assurance.FAILS: N_("misses the target every time"),
    Assurance.HIT_AND_MISS: N_("meets the target at times"),
}

_CONFIDENCE = {
    Confidence.ON_TRACK: N_("on track"),
    Confidence.AT_RISK: N_("at risk"),
    Confidence.OFF_TRACK: N_("off track"),
}

_DECISION_KIND = {
    DecisionKind.DECISION: N_("decision"),
    DecisionKind.ACTION: N_("action"),
    DecisionKind.ADJUSTMENT: N_("adjustment"),
}

_PROPOSAL_BASIS = {
    ProposalBasis.YEAR: N_("by growth over a year before"),
    ProposalBasis.MONTH: N_("by growth over the month before"),
}

_LINK_KIND = {
    LinkKind.FINISH_START: N_("begins after it finishes"),
    LinkKind.START_START: N_("begins after it begins"),
    LinkKind.FINISH_FINISH: N_("finishes after it finishes"),
    LinkKind.START_FINISH: N_("finishes after it begins"),
}

_PROGRESS_RULE = {
    ProgressRule.PHYSICAL: N_("as its owner says"),
    ProgressRule.ZERO_HUNDRED: N_("0% until it is done"),
    ProgressRule.FIFTY_FIFTY: N_("50% once it has begun"),
}

_TASK_STATUS = {
    TaskStatus.PLANNED: N_("Planned"),
    TaskStatus.RUNNING: N_("Running"),
    TaskStatus.LATE: N_("Late"),
    TaskStatus.OVERDUE: N_("Overdue"),
    TaskStatus.DONE: N_("Completed"),
    TaskStatus.CANCELLED: N_("Cancelled"),
}

_RESOURCE_KIND = {
    ResourceKind.MATERIAL: N_("material"),
    ResourceKind.TOOL: N_("tool"),
    ResourceKind.ROOM: N_("room"),
}

_RISK_KIND = {RiskKind.THREAT: N_("risk"), RiskKind.OPPORTUNITY: N_("opportunity")}

_RISK_RESPONSE = {
    RiskResponse.AVOID: N_("avoid"),
    RiskResponse.REDUCE: N_("reduce"),
    RiskResponse.TRANSFER: N_("transfer"),
    RiskResponse.ACCEPT: N_("accept"),
    RiskResponse.EXPLOIT: N_("exploit"),
    RiskResponse.ENHANCE: N_("enhance"),
    RiskResponse.SHARE: N_("share it"),
}

_RISK_STATE = {
    RiskState.OPEN: N_("Open"),
    RiskState.OCCURRED: N_("Happened"),
    RiskState.CLOSED: N_("Closed"),
}

_RISK_BAND = {
    RiskBand.LOW: N_("Low"),
    RiskBand.MODERATE: N_("Moderate"),
    RiskBand.HIGH: N_("High"),
    RiskBand.EXTREME: N_("Extreme"),
}

_RISK_QUERY = {
    RiskQuery.RESIDUAL_WORSE: N_("after what is planned it is worse than before"),
    RiskQuery.RESIDUAL_UNCHANGED: N_("what is planned changes nothing"),
}

_RISK_MOVE = {
    RiskMove.UP: N_("up"),
    RiskMove.DOWN: N_("down"),
    RiskMove.ADDED: N_("new"),
    RiskMove.SCORED: N_("scored"),
    RiskMove.OCCURRED: N_("happened"),
    RiskMove.CLOSED: N_("now closed"),
    RiskMove.REOPENED: N_("open again"),
    RiskMove.REMOVED: N_("removed"),
}

_SMART_VERDICT = {
    SmartVerdict.PASS: N_("Pass"),
    SmartVerdict.WARN: N_("Check"),
    SmartVerdict.FAIL: N_("Missing"),
}

_WORDS: dict[type[StrEnum], Mapping[Any, str]] = {
    type(value): words
    for words in (
        _METHOD,
        _DIRECTION,
        _AGGREGATION,
        _FREQUENCY,
        _EXPECTED,
        _GAPS,
        _PATH,
        _PHASING,
        _COMMITMENT,
        _GROWTH_MODE,
        _OBJECTIVE_KIND,
        _BUDGET_KIND,
        _SPEND_STATUS,
        _CONTROL_POINT,
        _COMPLETION,
        _PLAN_STATE,
        _MEASURE,
        _CHANGE_KIND,
        _FILE_KIND,
        _GRAIN,
        _SIGNAL,
        _RULE,
        _RULE_SET,
        _LIMITS_METHOD,
        _ASSURANCE,
        _CONFIDENCE,
        _DECISION_KIND,
        _PROPOSAL_BASIS,
        _LINK_KIND,
        _PROGRESS_RULE,
        _TASK_STATUS,
        _RESOURCE_KIND,
        _RISK_KIND,
        _RISK_RESPONSE,
        _RISK_STATE,
        _RISK_BAND,
        _RISK_QUERY,
        _RISK_MOVE,
        _SMART_VERDICT,
    )
    for value in words
}
"""By kind: words of two kinds may be equal as strings."""


def status_word(language: Language, status: Status, *, budget: bool = False) -> str:
    """Return the word on a status chip; a cost line that is behind is over."""
    return language(_STATUS[Status.OVER if budget and status == Status.BEHIND else status])


_STATUS_HELP = {
    Status.REACHED: N_("The target is met."),
    Status.ON_TRACK: N_(
        "By now it is where it should be, or nearly. Whether the target will be met by the end is for the forecast to "
        "say: so “likely to be missed” may stand beside it."
    ),
    Status.WATCH: N_("By now it is a little short of where it should be."),
    Status.BEHIND: N_("By now it is far short of where it should be."),
    Status.OVER: N_("More is used than may be."),
    Status.MISSED: N_("The target was not met."),
    Status.NOT_STARTED: N_("There is nothing to judge before the month begins."),
    Status.NO_DATA: N_("There is no value yet."),
    Status.UNKNOWN: N_("It cannot be judged; the reason stands beside it."),
}


def status_help(language: Language, status: Status) -> str:
    """Return what a status of a KPI or a goal means."""
    return language(_STATUS_HELP[status])


def reason_sentence(language: Language, reason: Reason) -> str:
    """Return why a figure is undefined, as half a sentence."""
    return language(_REASON[reason])


def word(language: Language, value: StrEnum) -> str:
    """Return how people call a method, direction, aggregation, path, phasing, state or kind."""
    return language(_WORDS[type(value)][value])


LOCAL = "local"
"""Who works in the app, which knows no logins."""


def actor_word(language: Language, actor: str) -> str:
    """Return how people call who made a change: the login it carries, or this machine."""
    return language(N_("this machine")) if actor == LOCAL else actor


# categories of budget lines

CATEGORIES = {
    "people": N_("people"),
    "materials": N_("materials"),
    "marketing": N_("marketing"),
    "logistics": N_("logistics"),
    "facilities": N_("facilities"),
    "technology": N_("technology"),
    "training": N_("training"),
    "travel": N_("travel"),
    "services": N_("services"),
    "sales": N_("sales"),
    "other": N_("other"),
}


def category_word(language: Language, category: str) -> str:
    """Return how people call a category; one of their own as they wrote it."""
    return language(CATEGORIES[category]) if category in CATEGORIES else category


def category_called(language: Language, name: str) -> str:
    """Return the category that has this word; a category of one's own where none has."""
    return next((category for category, word in CATEGORIES.items() if name in (category, language(word))), name)
