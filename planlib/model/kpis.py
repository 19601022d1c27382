"""What is measured: KPIs, their targets and values, and the limits of their control charts."""

from datetime import date
from decimal import Decimal
from typing import Self

from pydantic import model_validator

from planlib.model.base import Code, Exact, Id, LongText, Month, Record, Share, Text, Weight, shares
from planlib.vocabulary import (
    Aggregation,
    Commitment,
    Direction,
    Expected,
    Frequency,
    Gaps,
    Grain,
    GrowthMode,
    LimitsMethod,
    Measure,
    Path,
    Split,
)


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
    parts_reason: LongText | None = None
    """Why its parts do not add up to it, such as a buffer that is held back."""

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


class TargetPart(Record):
    """What a segment, a person or a week is to bring of a target."""

    team: Id
    month: Month
    part: Id
    kpi: Id
    segment: Text = ""
    """As it is in the actuals; of a person's part that by which it is measured."""
    person: Id | None = None
    week: date | None = None
    """First day of a week as the month cuts it."""
    amount: Exact
    owner: Id | None = None
    """Who answers for a segment's or a week's part."""

    @property
    def split(self) -> Split:
        """By what the target is split here."""
        return Split.WEEK if self.week else Split.PERSON if self.person else Split.SEGMENT

    @model_validator(mode="after")
    def _of_one(self) -> Self:
        if not (self.segment or self.person or self.week):
            raise ValueError("part_of_something")
        if self.week and (self.segment or self.person):
            raise ValueError("part_of_one")
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
