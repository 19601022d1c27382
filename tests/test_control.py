"""Control charts of a small plan: what is charted, where segments begin, what the newest weeks say."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from planlib import process_limits
from planlib.errors import ConflictError, RefusedError
from planlib.locale import language
from planlib.metrics.control import Limits
from planlib.metrics.periods import DAY, WEEK
from planlib.model import Actual, CalendarDay, ProcessLimits
from planlib.process_limits import By
from planlib.report import kpis_json, trend_json
from planlib.snapshot import ControlChart
from planlib.store.connect import Store
from planlib.store.ledger import history
from planlib.vocabulary import (
    Aggregation,
    Assurance,
    ChangeKind,
    Direction,
    Expected,
    Frequency,
    Grain,
    LimitsMethod,
    Reason,
    Rule,
    RuleSet,
    Signal,
)
from tests.test_snapshot import AT, KEY, add_kpi, line, opened, plan, write

__all__ = ["plan"]

MONDAY = date(2025, 3, 17)
"""Of the week that is not over on the plan's day, Thursday 20 March 2025."""
QUIET = [10, 12, 11, 13, 10, 12, 11, 13]
"""Around 11.5, with steps of 16/7 on average: limits 5.4 and 17.6."""


def add_weeks(store: Store, kpi: str, weeks: Sequence[float | None], *, base: int | None = None) -> None:
    """Record whole weeks up to the one before MONDAY: each working day has the week's number, none where None."""
    rows = [
        Actual(kpi=kpi, day=start + n * DAY, value=Decimal(str(week)), base=base and Decimal(base))
        for start, week in zip(starts(len(weeks)), weeks, strict=True)
        if week is not None
        for n in range(5)
    ]
    write(store, "actuals", *rows, kind=ChangeKind.IMPORT)


def starts(weeks: int) -> list[date]:
    return [MONDAY - n * WEEK for n in range(weeks, 0, -1)]


def charted(store: Store, kpi: str = "sales", **look: Any) -> ControlChart:
    return opened(store).control(kpi, **look)


def values(chart: ControlChart) -> list[float | None]:
    return [point.value for point in chart.points]


def test_a_sum_over_working_days_is_charted_per_working_day(plan: Store) -> None:
    holiday = MONDAY - WEEK
    write(plan, "calendar_days", CalendarDay(team="t", day=holiday, working=False))
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", [*QUIET[:-1], None])
    rows = [Actual(kpi="sales", day=holiday + n * DAY, value=Decimal(13)) for n in range(1, 5)]
    write(plan, "actuals", *rows, kind=ChangeKind.IMPORT)
    chart = charted(plan)
    assert chart.averaged
    assert values(chart) == QUIET, "the week of four days is no lower than the others"
    assert [point.start for point in chart.points] == starts(8)


def test_other_kpis_are_charted_as_they_are(plan: Store) -> None:
    add_kpi(plan, "every day", expected=Expected.CALENDAR)
    days = [MONDAY - n * DAY for n in range(1, 8)]
    write(plan, "actuals", *(Actual(kpi="every day", day=one, value=Decimal(2)) for one in days))
    add_kpi(plan, "rate", aggregation=Aggregation.RATIO)
    add_weeks(plan, "rate", [1], base=4)
    assert values(charted(plan, "every day")) == [14]
    assert values(charted(plan, "rate")) == [0.25]
    assert not charted(plan, "every day").averaged


def test_the_last_days_of_a_working_day_kpi_are_as_many_as_of_any_other(plan: Store) -> None:
    for kpi, expected in (("sales", Expected.WORKING), ("every day", Expected.CALENDAR)):
        add_kpi(plan, kpi, expected=expected)
        days = [one for n in range(1, 140) if (one := MONDAY - n * DAY).weekday() < 5 or kpi == "every day"]
        write(plan, "actuals", *(Actual(kpi=kpi, day=one, value=Decimal(one.day)) for one in days))
        assert len(charted(plan, kpi, grain=Grain.DAY).points) == 62
        assert len(opened(plan).trend(kpi, Grain.DAY).periods) == 62


def test_a_month_is_charted_per_day_and_one_of_a_monthly_kpi_as_it_is(plan: Store) -> None:
    february = [date(2025, 2, 1) + n * DAY for n in range(28)]
    add_kpi(plan, "every day", expected=Expected.CALENDAR)
    write(plan, "actuals", *(Actual(kpi="every day", day=one, value=Decimal(3)) for one in february))
    add_kpi(plan, "monthly", frequency=Frequency.MONTH, expected=Expected.CALENDAR)
    months = [date(2024, 9, 1), date(2024, 10, 1), date(2024, 11, 1)]
    write(plan, "actuals", *(Actual(kpi="monthly", day=one, value=Decimal(90)) for one in months))
    assert values(charted(plan, "every day", grain=Grain.MONTH)) == [3]
    found = charted(plan, "monthly")
    assert (found.grain, values(found)) == (Grain.MONTH, [90, 90, 90])


def test_a_week_that_is_not_whole_is_a_gap(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", [None, *QUIET, None, 90])
    part = Actual(kpi="sales", day=MONDAY - 2 * WEEK, value=Decimal(900))
    running = Actual(kpi="sales", day=MONDAY, value=Decimal(900))
    write(plan, "actuals", part, running, kind=ChangeKind.IMPORT)
    chart = charted(plan)
    assert values(chart) == [*QUIET, None, 90]
    assert chart.signal is Signal.ABOVE_LIMIT


def test_a_week_is_over_once_only_days_off_are_left_of_it(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_kpi(plan, "every day", expected=Expected.CALENDAR)
    for kpi in ("sales", "every day"):
        add_weeks(plan, kpi, [11, 12])
    assert opened(plan).day == MONDAY - 3 * DAY, "a Friday"
    assert values(charted(plan)) == [11, 12]
    assert charted(plan, "every day").points == ()


def test_the_line_says_whether_the_process_changed_and_since_when(plan: Store) -> None:
    add_kpi(plan, "stable")
    add_weeks(plan, "stable", QUIET)
    add_kpi(plan, "shifted")
    add_weeks(plan, "shifted", [*QUIET, *[one - 5 for one in QUIET]])
    add_kpi(plan, "young")
    add_weeks(plan, "young", QUIET[:5])
    add_kpi(plan, "even")
    add_weeks(plan, "even", [10] * 8)
    stable, shifted, young, even = (line(plan, kpi) for kpi in ("stable", "shifted", "young", "even"))
    assert (stable.signal, stable.signal_since, stable.signal_reason) == (Signal.NONE, None, None)
    assert (shifted.signal, shifted.signal_since) == (Signal.SHIFTED_DOWN, starts(8)[0])
    assert (young.signal, young.signal_reason) == (None, Reason.TOO_FEW_POINTS)
    assert (even.signal, even.signal_reason) == (None, Reason.NO_VARIATION)
    assert [point.value for point in stable.charted] == QUIET
    assert [bool(point.rules) for point in shifted.charted] == [True] * 13


def test_the_line_and_the_chart_agree(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", [*QUIET, *[one + 4 for one in QUIET]])
    found, chart = line(plan, "sales"), charted(plan)
    assert (found.signal, found.signal_since, found.charted) == (chart.signal, chart.since, chart.points[-13:])


def kept(start: date, **fields: Any) -> ProcessLimits:
    return ProcessLimits(kpi="sales", grain=Grain.WEEK, start=start, **fields)


def test_a_segment_begins_where_somebody_said_so_and_no_rule_runs_across(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", [*QUIET, *[one + 20 for one in QUIET]])
    assert (charted(plan).signal, charted(plan).since) == (Signal.ABOVE_LIMIT, starts(8)[0])
    write(plan, "process_limits", kept(starts(8)[0], reason="a second shop"))
    chart = charted(plan)
    first, second = chart.segments
    assert first.limits is not None
    assert second.limits is not None
    assert (first.limits.centre, second.limits.centre) == (11.5, 31.5)
    assert (first.end, second.start, second.why) == (starts(9)[0], starts(8)[0], "a second shop")
    assert not any(point.rules for point in chart.points)
    assert line(plan, "sales").signal is Signal.NONE


def test_a_new_segment_waits_for_six_points(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", [*QUIET, 30, 31])
    write(plan, "process_limits", kept(starts(2)[0], reason="a second shop"))
    chart = charted(plan)
    assert (chart.signal, chart.reason) == (None, Reason.TOO_FEW_POINTS)
    assert chart.segments[-1].points == 2


LOCKED = {"first": starts(8)[0], "last": starts(1)[0], "centre": 20, "lower": 15, "upper": 25, "range_upper": 6}


def test_locked_limits_hold_whatever_comes(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", QUIET)
    assert [charted(plan).segments[0].locked, charted(plan).segments[0].provisional] == [False, True]
    write(plan, "process_limits", kept(starts(8)[0], **LOCKED))
    segment = charted(plan).segments[0]
    assert (segment.limits, segment.locked, segment.provisional) == (Limits(20, 15, 25, 6), True, False)
    assert charted(plan, method=LimitsMethod.MEDIAN).segments[0].limits == Limits(20, 15, 25, 6)
    assert charted(plan).signal is Signal.BELOW_LIMIT


def test_what_was_said_later_is_not_known_before(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", QUIET)
    before = plan.last_change()
    write(plan, "process_limits", kept(starts(8)[0], **LOCKED))
    assert line(plan, "sales", known_at=before).signal is Signal.NONE
    assert line(plan, "sales").signal is Signal.BELOW_LIMIT


def test_the_view_chooses_rules_and_limits(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", [*QUIET, 60, *QUIET, 10, 11, 12, 13, 14, 14.5, 15])
    mean, median = charted(plan), charted(plan, method=LimitsMethod.MEDIAN, rules=RuleSet.MDC)
    assert mean.segments[0].outliers_widen
    assert mean.segments[0].limits != median.segments[0].limits
    assert (mean.rules, median.rules) == (RuleSet.WHEELER, RuleSet.MDC)
    assert (mean.signal, median.signal) == (Signal.NONE, Signal.RISING)
    assert median.points[-1].rules == (Rule.TREND_OF_SEVEN,)


def test_limits_go_along_with_a_trend_where_that_is_chosen(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", [10 + 2 * n + n % 2 for n in range(20)])
    level, line = charted(plan), charted(plan, method=LimitsMethod.TREND)
    assert (level.segments[0].trending, level.segments[0].slope) == (True, 0)
    assert line.segments[0].slope == pytest.approx(2, abs=0.01)
    assert (level.signal, line.signal) == (Signal.ABOVE_LIMIT, Signal.NONE)
    with pytest.raises(ValueError, match="no limits to lock"):
        process_limits.lock(plan, line, by(plan))


def test_limits_of_a_stock_that_keeps_rising_go_along_with_it_unless_others_are_asked_for(plan: Store) -> None:
    weeks = [100 + 2 * n + (3 * n) % 5 / 4 for n in range(20)]
    for kpi, aggregation in (("stock", Aggregation.LAST), ("sales", Aggregation.SUM)):
        add_kpi(plan, kpi, aggregation=aggregation)
        add_weeks(plan, kpi, weeks)
    along, level = charted(plan, "stock"), charted(plan, "stock", method=LimitsMethod.MEAN)
    assert (along.segments[0].method, along.signal) == (LimitsMethod.TREND, Signal.NONE)
    assert (level.segments[0].slope, level.signal) == (0, Signal.ABOVE_LIMIT)
    assert charted(plan, "sales").segments[0].method is LimitsMethod.MEAN, "no stock"
    assert line(plan, "stock").charted_slope == along.segments[0].slope > 0
    process_limits.lock(plan, level, by(plan))
    assert charted(plan, "stock").segments[0].limits == pytest.approx(level.segments[0].limits)


def test_a_ratio_says_where_its_denominators_are_far_apart(plan: Store) -> None:
    add_kpi(plan, "rate", aggregation=Aggregation.RATIO)
    add_weeks(plan, "rate", QUIET, base=100)
    assert not charted(plan, "rate").uneven
    rows = [Actual(kpi="rate", day=MONDAY - WEEK + n * DAY, value=Decimal(30), base=Decimal(201)) for n in range(5)]
    write(plan, "actuals", *rows, kind=ChangeKind.IMPORT)
    assert charted(plan, "rate").uneven


def test_days_are_charted_without_the_season_of_the_week(plan: Store) -> None:
    add_kpi(plan, "sales")
    days = [MONDAY - 4 * WEEK + timedelta(days=n) for n in range(28)]
    rows = [Actual(kpi="sales", day=one, value=Decimal(10 * (one.weekday() + 1))) for one in days if one.weekday() < 5]
    write(plan, "actuals", *rows, kind=ChangeKind.IMPORT)
    chart = charted(plan, grain=Grain.DAY)
    assert chart.without_season
    assert values(chart) == pytest.approx([30] * 20), "weekends are no gaps"


@pytest.mark.parametrize(
    ("aggregation", "target", "meets"),
    [
        (Aggregation.SUM, 21 * 18, Assurance.FAILS),
        (Aggregation.SUM, 21 * 11, Assurance.HIT_AND_MISS),
        (Aggregation.SUM, 21 * 5, Assurance.PASSES),
        (Aggregation.MEAN, 18, Assurance.FAILS),
        (Aggregation.MEAN, 5, Assurance.PASSES),
    ],
)
def test_the_process_is_held_against_what_the_months_target_asks_of_a_working_day(
    plan: Store, aggregation: Aggregation, target: int, meets: Assurance
) -> None:
    """March 2025 has 21 working days."""
    add_kpi(plan, "sales", {"target": Decimal(target)}, aggregation=aggregation, direction=Direction.UP)
    add_weeks(plan, "sales", QUIET)
    assert KEY.month == date(2025, 3, 1)
    assert charted(plan).assurance is meets


def test_a_stock_on_its_way_to_a_target_is_not_held_against_it(plan: Store) -> None:
    add_kpi(plan, "stock", {"target": Decimal(20), "baseline": Decimal(10)}, aggregation=Aggregation.LAST)
    add_weeks(plan, "stock", QUIET)
    assert charted(plan, "stock").assurance is None


def test_json_has_the_signal_and_the_limits_with_the_words_of_the_readme(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", [*QUIET, 30])
    snapshot = opened(plan)
    [kpi] = kpis_json(snapshot, snapshot.kpis(), language("en"))["kpis"]
    assert (kpi["signal"], kpi["signal_since"]) == (Signal.ABOVE_LIMIT, starts(1)[0])
    trend = trend_json(snapshot, snapshot.trend("sales", Grain.WEEK))
    assert {name: trend["limits"][name] for name in ("centre", "locked", "method", "start", "per")} == {
        "centre": pytest.approx(122 / 9),
        "locked": False,
        "method": LimitsMethod.MEAN,
        "start": starts(9)[0],
        "per": Frequency.DAY,
    }
    assert trend["limits"]["lower"] < trend["limits"]["centre"] < trend["limits"]["upper"]
    assert trend["signals"][0] == {"start": starts(9)[0], "rule": Rule.RUN_OF_EIGHT}
    assert [one["rule"] for one in trend["signals"][-2:]] == [Rule.BEYOND_LIMIT, Rule.LARGE_STEP]


def test_json_says_why_there_are_no_limits(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", QUIET[:5])
    snapshot = opened(plan)
    [kpi] = kpis_json(snapshot, snapshot.kpis(), language("en"))["kpis"]
    assert (kpi["signal"], kpi["signal_reason"]) == (None, Reason.TOO_FEW_POINTS)
    trend = trend_json(snapshot, snapshot.trend("sales", Grain.WEEK))
    assert (trend["limits"], trend["limits_reason"], trend["signals"]) == (None, Reason.TOO_FEW_POINTS, [])


def by(store: Store, reason: str = "because") -> By:
    return By("a", AT, reason, KEY, store.last_change())


def test_limits_are_locked_as_they_are_charted_and_unlocked(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", [*QUIET, *QUIET])
    chart = charted(plan, method=LimitsMethod.MEDIAN)
    process_limits.lock(plan, chart, by(plan))
    add_weeks(plan, "sales", [90])
    segment = charted(plan).segments[-1]
    assert (segment.locked, segment.method, segment.why) == (True, LimitsMethod.MEDIAN, "")
    assert segment.limits == pytest.approx(chart.segments[-1].limits)
    process_limits.unlock(plan, charted(plan), by(plan))
    assert charted(plan).segments[-1].kept is None


def test_a_process_is_said_to_be_another_one_and_that_is_taken_back(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", [*QUIET, *[one + 20 for one in QUIET], *QUIET])
    process_limits.rebase(plan, charted(plan), starts(16)[0], by(plan, "a second shop"))
    process_limits.rebase(plan, charted(plan), starts(8)[0], by(plan, "it closed"))
    assert [segment.why for segment in charted(plan).segments] == ["", "a second shop", "it closed"]
    process_limits.take_back(plan, charted(plan).segments[1], by(plan))
    assert [segment.why for segment in charted(plan).segments] == ["", "it closed"]
    assert history(plan)[0].plan == KEY


def test_a_locked_segment_that_somebody_named_keeps_its_name(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", [*QUIET, *[one + 20 for one in [*QUIET, *QUIET]]])
    process_limits.rebase(plan, charted(plan), starts(16)[0], by(plan, "a second shop"))
    process_limits.lock(plan, charted(plan), by(plan))
    assert [(one.why, one.locked) for one in charted(plan).segments] == [("", False), ("a second shop", True)]
    process_limits.unlock(plan, charted(plan), by(plan))
    assert [(one.why, one.locked) for one in charted(plan).segments] == [("", False), ("a second shop", False)]


def test_what_others_said_since_is_a_conflict_and_no_reason_is_refused(plan: Store) -> None:
    add_kpi(plan, "sales")
    add_weeks(plan, "sales", [*QUIET, *QUIET])
    seen = by(plan)
    process_limits.rebase(plan, charted(plan), starts(8)[0], by(plan, "a second shop"))
    with pytest.raises(ConflictError):
        process_limits.rebase(plan, charted(plan), starts(8)[0], seen)
    with pytest.raises(RefusedError, match="reason_needed"):
        process_limits.rebase(plan, charted(plan), starts(7)[0], by(plan, " "))
    with pytest.raises(ValueError, match="no limits to lock"):
        process_limits.lock(plan, charted(plan), by(plan))
