"""Tasks, risks, resources, and what meetings say about them."""

from enum import StrEnum


class LinkKind(StrEnum):
    """Which end of a task waits for which end of another (DOMAIN 6.2)."""

    FINISH_START = "FS"
    START_START = "SS"
    FINISH_FINISH = "FF"
    START_FINISH = "SF"


class ProgressRule(StrEnum):
    """How the progress of a task is counted (DOMAIN 5.4)."""

    PHYSICAL = "physical"
    """As its owner says."""
    ZERO_HUNDRED = "zero_hundred"
    """Nothing until it is done."""
    FIFTY_FIFTY = "fifty_fifty"
    """Half once it has begun."""
    STEPS = "steps"
    """By the weights of its steps that are done."""


class TaskStatus(StrEnum):
    """How a task stands."""

    PLANNED = "planned"
    RUNNING = "running"
    LATE = "late"
    """It should have begun, or will finish after its baseline."""
    OVERDUE = "overdue"
    """It should be done."""
    DONE = "done"
    CANCELLED = "cancelled"


class ResourceKind(StrEnum):
    """What a resource is."""

    MATERIAL = "material"
    TOOL = "tool"
    ROOM = "room"


class Role(StrEnum):
    """What somebody may do with the plans of a team (``planlib.store.rights``)."""

    VIEWER = "viewer"
    EDITOR = "editor"
    CLOSER = "closer"
    ADMIN = "admin"


class RiskKind(StrEnum):
    """For the worse or for the better."""

    THREAT = "threat"
    OPPORTUNITY = "opportunity"


class RiskResponse(StrEnum):
    """What one decides to do about a risk or an opportunity."""

    AVOID = "avoid"
    REDUCE = "reduce"
    TRANSFER = "transfer"
    ACCEPT = "accept"
    EXPLOIT = "exploit"
    ENHANCE = "enhance"
    SHARE = "share"


RESPONSES = {
    RiskKind.THREAT: (RiskResponse.AVOID, RiskResponse.REDUCE, RiskResponse.TRANSFER, RiskResponse.ACCEPT),
    RiskKind.OPPORTUNITY: (RiskResponse.EXPLOIT, RiskResponse.ENHANCE, RiskResponse.SHARE, RiskResponse.ACCEPT),
}
"""Which responses there are to which kind."""


class RiskState(StrEnum):
    """Where a risk stands."""

    OPEN = "open"
    OCCURRED = "occurred"
    CLOSED = "closed"


class RiskBand(StrEnum):
    """How large a risk is, by likelihood times impact (DOMAIN 7.1)."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    EXTREME = "extreme"


class RiskQuery(StrEnum):
    """What cannot be quite right about the sizes of a risk (DOMAIN 7.3)."""

    RESIDUAL_WORSE = "residual_worse"
    """With all that is planned done it is larger than without, or an opportunity smaller."""
    RESIDUAL_UNCHANGED = "residual_unchanged"
    """Something is done about it and changes nothing."""


class RiskMove(StrEnum):
    """What became of a risk between two moments."""

    UP = "up"
    DOWN = "down"
    ADDED = "added"
    SCORED = "scored"
    """It had no score before."""
    OCCURRED = "occurred"
    CLOSED = "closed"
    REOPENED = "reopened"
    REMOVED = "removed"


class SmartVerdict(StrEnum):
    """How a goal stands by one letter of SMART (DOMAIN 8)."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"


class SmartCode(StrEnum):
    """What decides a letter of SMART."""

    NO_OWNER = "no_owner"
    NO_TITLE = "no_title"
    VAGUE_VERB = "vague_verb"
    NO_VERB = "no_verb"
    SEVERAL_VERBS = "several_verbs"
    NO_METRIC = "no_metric"
    SEVERAL_METRICS = "several_metrics"
    """Several KPIs weigh most: none of them decides."""
    NO_MILESTONES = "no_milestones"
    SPECIFIC = "specific"
    NO_TARGET = "no_target"
    NO_DIRECTION = "no_direction"
    NO_BASELINE = "no_baseline"
    NO_UNIT = "no_unit"
    NO_SOURCE = "no_source"
    NO_CHANGE = "no_change"
    """The target is where it stands already."""
    PARTS_APART = "parts_apart"
    """The parts of the target do not add up to it, and nobody says why."""
    NO_STANDARD = "no_standard"
    """It is not said when it counts as done."""
    NO_EVIDENCE = "no_evidence"
    MEASURABLE = "measurable"
    IMPOSSIBLE = "impossible"
    """Beyond the largest or smallest value that there can be."""
    BEYOND_HISTORY = "beyond_history"
    UNLIKELY = "unlikely"
    OVERLOADED = "overloaded"
    NOT_CONFIRMED = "not_confirmed"
    """Nothing speaks against it, and nobody has said yes."""
    LAPSED = "lapsed"
    """Somebody said yes, and what that was said of is otherwise now."""
    ACHIEVABLE = "achievable"
    NOT_LINKED = "not_linked"
    RELEVANT = "relevant"
    NO_DUE = "no_due"
    DUE_BEFORE_START = "due_before_start"
    DUE_OUTSIDE = "due_outside"
    NOT_CHECKED = "not_checked"
    """Nothing tells how it goes before it is due."""
    TASKS_LATER = "tasks_later"
    TIMELY = "timely"


class Confidence(StrEnum):
    """What a KPI's owner expects of its month."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"


class LessonKind(StrEnum):
    """What a lesson says."""

    GOOD = "good"
    """It worked, and is to be kept."""
    BAD = "bad"
    """It did not work."""
    TRY = "try"
    """It is to be tried next."""


class DecisionKind(StrEnum):
    """What a meeting came to: a decision, something somebody does, or a change of the plan."""

    DECISION = "decision"
    ACTION = "action"
    ADJUSTMENT = "adjustment"


class CloseCheck(StrEnum):
    """What is to be in order before a month is closed."""

    CALENDAR = "calendar"
    """The month's holidays are announced."""
    DATA = "data"
    """No value is missing."""
    PHASING = "phasing"
    """What is due of each budget line comes to its budget."""
    BRIDGE = "bridge"
    """What the lines moved leads from the budget to the actual."""
    RATIOS = "ratios"
    """Rates are their numerators ÷ their denominators."""
    COMMITMENTS = "commitments"
    """Somebody looked at each line that has money committed and not paid."""
    VARIANCES = "variances"
    """Each line that is far off its budget is explained."""
    TASKS = "tasks"
    """None that should be done is left without a new day."""
    RISKS = "risks"
    """Each was looked at as often as it should be."""
    SIGNALS = "signals"
    """Somebody said something of each KPI whose process changed."""
