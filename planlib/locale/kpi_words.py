"""The words of KPIs as people read them: how they are measured, aimed at, forecast and charted."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from planlib.locale import N_
from planlib.vocabulary import (
    Aggregation,
    Assurance,
    Commitment,
    Direction,
    Expected,
    Frequency,
    Gaps,
    Grain,
    GrowthMode,
    LimitsMethod,
    Measure,
    Method,
    Path,
    ProposalBasis,
    Rule,
    RuleSet,
    Signal,
    Split,
)

WORDS: dict[type[StrEnum], Mapping[Any, str]] = {
    Method: {
        Method.RUN_RATE: N_("at the rate so far"),
        Method.ADDITIVE: N_("at the daily mean so far"),
        Method.TREND: N_("along the trend"),
        Method.SEASONAL: N_("by weekday pattern"),
        Method.LEVEL: N_("at the level so far"),
        Method.NAIVE: N_("from the last value"),
    },
    Direction: {
        Direction.UP: N_("higher is better"),
        Direction.DOWN: N_("lower is better"),
        Direction.WITHIN: N_("within a range"),
        Direction.NEUTRAL: N_("neither is better"),
    },
    Aggregation: {
        Aggregation.SUM: N_("sum of the days"),
        Aggregation.MEAN: N_("mean of the days"),
        Aggregation.LAST: N_("last value"),
        Aggregation.RATIO: N_("ratio of two sums"),
        Aggregation.MIN: N_("smallest value"),
        Aggregation.MAX: N_("largest value"),
    },
    Frequency: {Frequency.DAY: N_("every day"), Frequency.WEEK: N_("every week"), Frequency.MONTH: N_("every month")},
    Expected: {Expected.CALENDAR: N_("calendar days"), Expected.WORKING: N_("working days")},
    Gaps: {Gaps.MISSING: N_("a day without a value is missing"), Gaps.ZERO: N_("a day without a value counts as 0")},
    Path: {
        Path.CALENDAR: N_("by calendar day"),
        Path.WORKDAY: N_("by working day"),
        Path.WEEKLY: N_("by weekly shares"),
        Path.SEASONAL: N_("by weekday pattern"),
        Path.LEVEL: N_("the same level every day"),
    },
    Split: {Split.SEGMENT: N_("by segment"), Split.PERSON: N_("by person"), Split.WEEK: N_("by week")},
    Commitment: {Commitment.COMMITTED: N_("to be met in full"), Commitment.STRETCH: N_("stretch")},
    GrowthMode: {
        GrowthMode.AVERAGE: N_("mean of the weeks"),
        GrowthMode.COMPOUND: N_("compounded week by week"),
        GrowthMode.EVERY_WEEK: N_("in every single week"),
    },
    ProposalBasis: {
        ProposalBasis.YEAR: N_("by growth over a year before"),
        ProposalBasis.MONTH: N_("by growth over the month before"),
    },
    Measure: {
        Measure.CURRENCY: N_("money"),
        Measure.COUNT: N_("count"),
        Measure.PERCENT: N_("percentage"),
        Measure.SCORE: N_("score"),
        Measure.DURATION: N_("duration"),
        Measure.OTHER: N_("other"),
    },
    Grain: {Grain.DAY: N_("day"), Grain.WEEK: N_("week"), Grain.MONTH: N_("month")},
    Signal: {
        Signal.NONE: N_("Stable"),
        Signal.ABOVE_LIMIT: N_("Above the limit"),
        Signal.BELOW_LIMIT: N_("Below the limit"),
        Signal.RISING: N_("Rising"),
        Signal.FALLING: N_("Falling"),
        Signal.SHIFTED_UP: N_("Shifted up"),
        Signal.SHIFTED_DOWN: N_("Shifted down"),
    },
    Rule: {
        Rule.BEYOND_LIMIT: N_("a point beyond a limit"),
        Rule.LARGE_STEP: N_("a step larger than chance makes"),
        Rule.RUN_OF_EIGHT: N_("eight in a row on one side of the centre"),
        Rule.THREE_OF_FOUR: N_("three of four nearer a limit than the centre"),
        Rule.RUN_OF_SEVEN: N_("seven in a row on one side of the centre"),
        Rule.TREND_OF_SEVEN: N_("seven in a row rising or falling"),
        Rule.TWO_OF_THREE: N_("two of three near a limit"),
    },
    RuleSet: {RuleSet.WHEELER: N_("Wheeler's rules"), RuleSet.MDC: N_("rules of Making Data Count")},
    LimitsMethod: {
        LimitsMethod.MEAN: N_("from the mean step"),
        LimitsMethod.MEDIAN: N_("from the median step"),
        LimitsMethod.TREND: N_("around the trend"),
    },
    Assurance: {
        Assurance.PASSES: N_("meets the target every time"),
        Assurance.FAILS: N_("misses the target every time"),
        Assurance.HIT_AND_MISS: N_("meets the target at times"),
    },
}
