"""The records a plan is made of, and what each field means.

A record is what a person writes: validated here, kept in the ledger (``planlib.store``), read back as it was.
Ids (``team``, ``kpi``, ``line`` …) never change; codes and names may. Percentages are fractions. Days include
both ends. Texts come in a Chinese and an English version; where one is empty the other is shown.
"""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from planlib.vocabulary import (
    Aggregation,
    BudgetKind,
    Commitment,
    Confidence,
    DecisionKind,
    Direction,
    Expected,
    FileKind,
    Frequency,
    Gaps,
    Grain,
    GrowthMode,
    LimitsMethod,
    Measure,
    ObjectiveKind,
    Path,
    Phasing,
    PlanState,
    SpendStatus,
)

DECIMALS = 15
"""Digits after the point that the ledger keeps (DECIMAL(38, 15)); more would be rounded, so more is refused."""

LARGEST = Decimal(10) ** 19
"""Amounts and values stay below this, so that the sum of ten thousand of the largest still fits."""


def _exact(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("non_finite")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -DECIMALS and value != round(value, DECIMALS):
        raise ValueError("too_precise")
    if abs(value) >= LARGEST:
        raise ValueError("out_of_range")
    return value


def _first_of_month(day: date) -> date:
    if day.day != 1:
        raise ValueError("month_is_first_day")
    return day


Exact = Annotated[Decimal, AfterValidator(_exact)]
Share = Annotated[Decimal, Field(ge=0, le=1), AfterValidator(_exact)]
Weight = Annotated[Decimal, Field(ge=0), AfterValidator(_exact)]
Id = Annotated[str, Field(min_length=1, max_length=64)]
Code = Annotated[str, Field(min_length=1, max_length=64)]
Text = Annotated[str, Field(max_length=200)]
LongText = Annotated[str, Field(max_length=2000)]
Month = Annotated[date, AfterValidator(_first_of_month)]


def new_id() -> str:
    """Return an id nobody has used."""
    return uuid.uuid4().hex[:12]


class PlanKey(NamedTuple):
    """A plan: a team's id and the first day of the month."""

    team: str
    month: date

    @property
    def last_day(self) -> date:
        """Last day of the plan's month."""
        return (self.month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


class Record(BaseModel):
    """One row of the ledger, without the change that wrote it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Team(Record):
    """Who plans."""

    team: Id
    code: Code
    name_zh: Text = ""
    name_en: Text = ""
    country: Text = "CN"
    """Country whose public holidays count, as the `holidays` package calls it; empty for none."""
    timezone: Text = "Asia/Shanghai"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CNY"
    first_weekday: Annotated[int, Field(ge=0, le=6)] = 0
    """0 Monday (ISO weeks) to 6 Sunday."""


class CalendarDay(Record):
    """Whether the team works on a day that is not an ordinary weekday or weekend day."""

    team: Id
    day: date
    working: bool
    official: bool = True
    """False where the year was not yet announced and the day is an estimate."""
    name: Text = ""
    source: Text = ""
    version: Text = ""


class Person(Record):
    """Somebody who owns KPIs, goals and tasks."""

    person: Id
    team: Id
    name_zh: Text = ""
    name_en: Text = ""
    login: Text | None = None
    """As whom the person makes changes."""


class Plan(Record):
    """A team's plan for a month."""

    team: Id
    month: Month
    title_zh: Text = ""
    title_en: Text = ""
    state: PlanState = PlanState.DRAFT
    green: Share = Decimal("0.9")
    """Pace or attainment from here on is on track."""
    amber: Share = Decimal("0.75")
    """From here on it is watched; below it is behind."""
    explain_below: Share | None = None
    """A check-in on a KPI with a lower score needs a sentence; `green` where None."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.amber > self.green:
            raise ValueError("amber_above_green")
        return self


class Strategy(Record):
    """What objectives serve."""

    strategy: Id
    team: Id
    code: Code
    title_zh: Text = ""
    title_en: Text = ""


class Objective(Record):
    """A goal of the month, scored by its KPIs (numeric) or by its milestones (qualitative)."""

    team: Id
    month: Month
    objective: Id
    code: Code
    parent: Id | None = None
    title_zh: Text = ""
    title_en: Text = ""
    kind: ObjectiveKind = ObjectiveKind.NUMERIC
    owner: Id | None = None
    due: date | None = None
    weight: Weight = Decimal(1)
    priority: Annotated[int, Field(ge=1, le=5)] = 3
    standard_zh: LongText = ""
    standard_en: LongText = ""
    """When it counts as done."""
    strategy: Id | None = None


class Milestone(Record):
    """A weighted step of a qualitative objective."""

    team: Id
    month: Month
    milestone: Id
    objective: Id
    title_zh: Text = ""
    title_en: Text = ""
    weight: Weight = Decimal(1)
    due: date | None = None
    done: Share = Decimal(0)
    """0 or 1; something between only where the rubric defines it."""
    evidence: LongText = ""


class Kpi(Record):
    """What is measured, month after month."""

    kpi: Id
    team: Id
    code: Code
    name_zh: Text = ""
    name_en: Text = ""
    unit: Text = ""
    """As it is written after a number: 元, orders, 分; the team's currency where a currency KPI leaves it empty."""
    measure: Measure = Measure.OTHER
    direction: Direction = Direction.UP
    aggregation: Aggregation = Aggregation.SUM
    frequency: Frequency = Frequency.DAY
    expected: Expected = Expected.CALENDAR
    gaps: Gaps = Gaps.MISSING
    smallest: Exact | None = None
    largest: Exact | None = None
    whole: bool = False
    source: Text = ""
    owner: Id | None = None
    aliases: LongText = ""
    """Other names the KPI goes by in files, separated by semicolons."""


class Target(Record):
    """What a KPI is to reach in a month, and on which path."""

    team: Id
    month: Month
    kpi: Id
    objective: Id | None = None
    baseline: Exact | None = None
    target: Exact | None = None
    lower: Exact | None = None
    upper: Exact | None = None
    tolerance: Exact | None = None
    """How far outside a range the score falls to 0; half the range's width where None (DOMAIN 1.3)."""
    weight: Weight = Decimal(1)
    path: Path | None = None
    """None takes the default of the aggregation (DOMAIN 1.9)."""
    weekly_split: Text = ""
    """Shares of the clipped weeks in order, as fractions separated by spaces; they total 1."""
    commitment: Commitment = Commitment.COMMITTED
    growth_mode: GrowthMode | None = None
    growth_rate: Exact | None = None
    green: Share | None = None
    amber: Share | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.target is not None and (self.lower is not None or self.upper is not None):
            raise ValueError("target_or_range")
        if (self.lower is None) != (self.upper is None):
            raise ValueError("range_needs_both")
        if self.lower is not None and self.upper is not None:
            if self.lower > self.upper:
                raise ValueError("range_reversed")
            if self.lower == self.upper and not self.tolerance:
                raise ValueError("tolerance_needed")
        if self.tolerance is not None and self.tolerance <= 0:
            raise ValueError("tolerance_positive")
        if (self.growth_mode is None) != (self.growth_rate is None):
            raise ValueError("growth_needs_both")
        if (self.path == Path.WEEKLY) != bool(self.weekly_split):
            raise ValueError("weekly_split_with_path")
        if self.weekly_split and sum(shares(self.weekly_split)) != 1:
            raise ValueError("weekly_split_total")
        return self


class Actual(Record):
    """What a KPI was on a day, in a segment."""

    kpi: Id
    day: date
    """First day of the week or month for a KPI of that frequency."""
    segment: Text = ""
    value: Exact
    """Always the numerator."""
    base: Exact | None = None
    """Denominator of a ratio KPI."""
    note: LongText = ""


class Budget(Record):
    """Money planned for a month, as cost or as revenue."""

    team: Id
    month: Month
    line: Id
    code: Code
    name_zh: Text = ""
    name_en: Text = ""
    category: Text = "other"
    kind: BudgetKind = BudgetKind.COST
    original: Exact
    revised: Exact | None = None
    """None where the original budget still stands."""
    quantity: Exact | None = None
    price: Exact | None = None
    phasing: Phasing | None = None
    """None is spread evenly by working day, and said so."""
    phasing_detail: LongText = ""
    """weekly: shares of the clipped weeks; dated and manual: day=share pairs ("5=0.4 20=0.6"); seasonal: a KPI's
    code."""
    notice: Share = Decimal("0.75")
    warning: Share = Decimal("0.9")
    objective: Id | None = None
    aliases: LongText | None = None
    """Other names the line goes by in files, separated by semicolons; in later months too, by its code."""

    @model_validator(mode="after")
    def _phased(self) -> Self:
        if self.phasing == Phasing.WEEKLY:
            shares(self.phasing_detail)
        if self.phasing in (Phasing.DATED, Phasing.MANUAL):
            dated_shares(self.phasing_detail)
        return self

    @property
    def amount(self) -> Decimal:
        """The control total: the revised budget, or the original one."""
        return self.original if self.revised is None else self.revised


class Spend(Record):
    """A request, a commitment or a payment against a budget line; for a revenue line, money in."""

    line: Id
    payment: Id
    """`voucher:` and the voucher; without one, day, status, amount, vendor and a running number."""
    day: date
    status: SpendStatus = SpendStatus.ACTUAL
    amount: Exact
    vendor: Text = ""
    voucher: Text = ""
    settles: Text = ""
    """Voucher of the commitment that this payment settles."""
    note: LongText = ""


class FileMapping(Record):
    """What a person said about files of a team with one header, to be taken up when the next one comes."""

    team: Id
    kind: FileKind
    header: str
    """The names of the columns, a line each."""
    choices: str
    """Options of ``planlib.intake.options`` as JSON."""


class ProcessLimits(Record):
    """From where on a KPI's control chart starts anew, and the limits it is locked to."""

    kpi: Id
    grain: Grain
    start: date
    """First day of the first period they hold for, up to the next start."""
    reason: LongText = ""
    """What made the process another one."""
    method: LimitsMethod = LimitsMethod.MEAN
    first: date | None = None
    """First period they were worked out from; None where they are not locked and follow the data."""
    last: date | None = None
    centre: Exact | None = None
    lower: Exact | None = None
    upper: Exact | None = None
    range_upper: Exact | None = None
    """The largest step from point to point."""

    @model_validator(mode="after")
    def _locked_whole(self) -> Self:
        locked = (self.first, self.last, self.centre, self.lower, self.upper, self.range_upper)
        if len({value is None for value in locked}) > 1:
            raise ValueError("locked_limits_whole")
        return self


class CheckIn(Record):
    """What a KPI's owner says about it in a week."""

    kpi: Id
    week: date
    """First day of the week."""
    confidence: Confidence
    text: LongText = ""
    person: Id | None = None


class Meeting(Record):
    """A weekly meeting about a plan."""

    team: Id
    month: Month
    meeting: Id
    day: date
    """On which it is held."""
    data_day: date
    """Last day whose data counted when it began."""
    agenda: str = ""
    """Keys of its items as it began, separated by spaces: actions, kpi:…, line:…, other"""
    known_at: int | None = None
    """Last change that was known when it ended; None while it is held."""


class Decision(Record):
    """What was decided: in words, as somebody's action, or as an adjustment of the plan."""

    decision: Id
    team: Id
    meeting: Id | None = None
    """In which it was taken down; None outside of one."""
    kind: DecisionKind
    day: date
    """On which it was taken down."""
    text: Annotated[LongText, Field(min_length=1)]
    """What is decided or to be done; of an adjustment why."""
    about: Text = ""
    """Key of the item it arose from: kpi:…, line:…"""
    owner: Id | None = None
    due: date | None = None
    done: date | None = None
    """On which an action was done; None while it is open."""
    what: Text = ""
    """Table and field that an adjustment changes: targets.target, budgets.revised"""
    before: Text = ""
    after: Text = ""

    @model_validator(mode="after")
    def _answered_for(self) -> Self:
        if self.kind == DecisionKind.ACTION and (self.owner is None or self.due is None):
            raise ValueError("action_needs_owner_and_due")
        return self


class Close(Record):
    """The facts of a closed plan, bound to the version of the formulas that made them."""

    team: Id
    month: Month
    facts: str
    """JSON, as ``planlib show --json`` prints it."""
    formulas: Text
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def shares(text: str) -> list[Decimal]:
    """Return the fractions of a text such as "0.2 0.3 0.5"; ValueError where one is no share."""
    return [_share(part) for part in text.split()]


def dated_shares(text: str) -> dict[int, Decimal]:
    """Return {day of month: share} of a text such as "5=0.4 20=0.6"; ValueError where it cannot be read."""
    pairs = [part.partition("=") for part in text.split()]
    if not all(day.isdecimal() and 1 <= int(day) <= 31 for day, _, _ in pairs):
        raise ValueError("not_shares")
    return {int(day): _share(share) for day, _, share in pairs}


def _share(text: str) -> Decimal:
    try:
        share = Decimal(text)
        if 0 <= share <= 1:
            return share
    except ArithmeticError:
        pass
    raise ValueError("not_shares")
