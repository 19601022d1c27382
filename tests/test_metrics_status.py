"""Status by every yardstick, scores, and how they roll up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.metrics import rollup
from planlib.metrics.figure import Figure
from planlib.metrics.status import Case, Verdict, expected, judge, judge_milestones, pace
from planlib.model import Kpi, Milestone, Plan, Target
from planlib.vocabulary import Reason, Status
from tests import published_cases as published

MONTH = date(2026, 10, 1)
GREEN, AMBER = Decimal("0.9"), Decimal("0.75")
PLAN = Plan(team="t", month=MONTH)
HALF = Fraction(1, 2)

ON_TRACK, WATCH, BEHIND, REACHED, MISSED = (
    Status.ON_TRACK, Status.WATCH, Status.BEHIND, Status.REACHED, Status.MISSED
)  # fmt: skip


def case(actual: str | None, *, share: Fraction = HALF, over: bool = False, **fields: Any) -> Case:
    names = {"aggregation", "direction"}
    kpi = Kpi.model_validate(
        {"kpi": "k", "team": "t", "code": "k"} | {name: fields[name] for name in names & fields.keys()}
    )
    target = Target.model_validate(
        {"team": "t", "month": MONTH, "kpi": "k"} | {name: fields[name] for name in fields.keys() - names}
    )
    green, amber = rollup.thresholds(target, PLAN)
    figure: Figure[Decimal] = Figure(None, Reason.MISSING_DATA) if actual is None else Figure(Decimal(actual))
    return Case(kpi, target, green, amber, figure, Fraction(1) if over else share, over)


def status(actual: str | None, **fields: Any) -> Status:
    return judge(case(actual, **fields)).status


Fields = dict[str, Any]

SUM: Fields = {"target": 100}
ALLOWANCE: Fields = {"target": 20, "direction": "down"}
STOCK: Fields = {"target": 200, "baseline": 100, "aggregation": "last"}
REDUCE: Fields = {"target": 5, "baseline": 8, "aggregation": "last", "direction": "down"}
RATE: Fields = {"target": "0.02", "direction": "down", "aggregation": "ratio"}
RANGE: Fields = {"lower": 20, "upper": 25, "aggregation": "mean", "direction": "within"}
KEEP: Fields = {"target": 95, "baseline": 95, "aggregation": "mean"}
PEAK: Fields = {"target": 100, "aggregation": "max"}
BREAK_EVEN: Fields = {"target": 0}
TO_ZERO: Fields = {"target": 0, "baseline": 5, "aggregation": "mean", "direction": "down"}
LOSS: Fields = {"target": -100}
STRETCH: Fields = {"target": 100, "commitment": "stretch"}
STRETCH_LEVEL: Fields = {"target": 45, "baseline": 30, "aggregation": "mean", "commitment": "stretch"}


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        (SUM, "45", ON_TRACK),  # the lower edge belongs to its band
        (SUM, "44.99", WATCH),
        (SUM, "37.5", WATCH),
        (SUM, "37.49", BEHIND),
        (SUM, "-5", BEHIND),
        (SUM, "100", REACHED),
        (ALLOWANCE, "11", ON_TRACK),
        (ALLOWANCE, "12", WATCH),
        (ALLOWANCE, "13", BEHIND),
        (ALLOWANCE, "0", ON_TRACK),  # never reached before the month is over
        (ALLOWANCE, "20.5", BEHIND),
        (STOCK, "150", ON_TRACK),
        (STOCK, "140", WATCH),
        (STOCK, "100", BEHIND),
        (STOCK, "200", ON_TRACK),  # a stock can fall again
        (REDUCE, "6.5", ON_TRACK),
        (REDUCE, "6.8", WATCH),
        (REDUCE, "8", BEHIND),
        (REDUCE, "4", ON_TRACK),
        (RATE, "0.02", ON_TRACK),
        (RATE, "0.001", ON_TRACK),  # a level can be lost again
        (RATE, "0.0225", WATCH),
        (RATE, "0.027", BEHIND),
        (RANGE, "25", ON_TRACK),
        (RANGE, "27.5", WATCH),
        (RANGE, "27.51", BEHIND),
        (KEEP, "95", ON_TRACK),
        (KEEP, "94.9", WATCH),
        (KEEP, "60", BEHIND),
        (PEAK, "100", REACHED),  # an extreme that was touched stays touched
        (PEAK, "95", ON_TRACK),
        (TO_ZERO, "0.4", ON_TRACK),
        (TO_ZERO, "1", WATCH),
        (TO_ZERO, "2", BEHIND),
        (BREAK_EVEN, "1", ON_TRACK),
        (BREAK_EVEN, "-1", BEHIND),
        (LOSS, "-40", ON_TRACK),  # a loss may still grow
        (LOSS, "-60", WATCH),
        (LOSS, "-110", BEHIND),
        (STRETCH, "35", ON_TRACK),  # 0.7 of what is due
        (STRETCH, "34", WATCH),
        (STRETCH, "19", BEHIND),
        (STRETCH_LEVEL, "41", ON_TRACK),
        (STRETCH_LEVEL, "36", WATCH),
        (STRETCH_LEVEL, "35", BEHIND),
    ],
)
def test_half_way_through_the_month(target: Fields, actual: str, expected: Status) -> None:
    assert status(actual, **target) is expected


@pytest.mark.parametrize(
    ("target", "reached", "missed"),
    [
        (SUM, "100", "99.99"),
        (ALLOWANCE, "20", "20.01"),
        (STOCK, "200", "199"),
        (REDUCE, "5", "5.1"),
        (RATE, "0.02", "0.0201"),
        (RANGE, "20", "19.9"),
        (KEEP, "95", "94.9"),
        (PEAK, "100", "99"),
        (BREAK_EVEN, "0", "-1"),
        (LOSS, "-100", "-101"),
        (STRETCH, "70", "69"),
        (STRETCH_LEVEL, "40.5", "40"),
    ],
)
def test_when_the_month_is_over(target: Fields, reached: str, missed: str) -> None:
    assert status(reached, over=True, **target) is REACHED
    assert status(missed, over=True, **target) is MISSED


def test_the_range_of_a_sum_grows_with_the_month() -> None:
    fields: Fields = {"lower": 80, "upper": 120, "direction": "within"}
    assert [status(actual, **fields) for actual in ("40", "60", "65", "75")] == [ON_TRACK, ON_TRACK, WATCH, BEHIND]
    assert judge(case("50", **fields)).score_now.value == 1.0
    closed_with_gaps = replace(case("80", **fields), over=True)
    assert judge(closed_with_gaps).status is REACHED


def test_thresholds_of_a_target_stand_over_those_of_the_plan() -> None:
    assert status("45", green="0.95", **SUM) is WATCH
    assert status("30", amber="0.5", **SUM) is WATCH
    assert status("45", green="0.6", **SUM) is ON_TRACK  # amber gives way


@pytest.mark.parametrize(
    ("judged", "status", "reason"),
    [
        (case("5", share=Fraction(0), **SUM), Status.NOT_STARTED, Reason.NO_ELAPSED),
        (case(None, share=Fraction(0), **SUM), Status.NOT_STARTED, Reason.NO_ELAPSED),
        (case(None, **SUM), Status.NO_DATA, Reason.MISSING_DATA),
        (case(None, over=True, **SUM), Status.NO_DATA, Reason.MISSING_DATA),
        (case("5"), Status.UNKNOWN, Reason.NO_TARGET),
        (case("5", direction="within", **SUM), Status.UNKNOWN, Reason.NOT_APPLICABLE),
        (case("5", direction="neutral", **SUM), Status.UNKNOWN, Reason.NOT_APPLICABLE),
    ],
)
def test_what_cannot_be_judged_says_why(judged: Case, status: Status, reason: Reason) -> None:
    assert judge(judged) == Verdict(Figure(None, reason), Figure(None, reason), status, reason)


@pytest.mark.parametrize(
    ("actual", "target", "score", "now"),
    [
        ("40", SUM, 0.4, 0.8),
        ("120", SUM, 1.0, 1.0),
        ("-3", SUM, 0.0, 0.0),
        ("10", ALLOWANCE, 1.0, 1.0),
        ("12", ALLOWANCE, 1.0, 0.8),
        ("20", ALLOWANCE, 1.0, 0.0),
        ("25", ALLOWANCE, 0.75, 0.0),
        ("140", STOCK, 0.4, 0.8),
        ("0.027", RATE, 0.65, 0.65),
        ("42", {"target": 45, "baseline": 32, "aggregation": "mean"}, 10 / 13, 10 / 13),
        ("26", RANGE, 0.6, 0.6),
        ("94", KEEP, 94 / 95, 94 / 95),
    ],
)
def test_scores_against_the_target_and_against_now(actual: str, target: Fields, score: float, now: float) -> None:
    verdict = judge(case(actual, **target))
    assert (verdict.score.value, verdict.score_now.value) == pytest.approx((score, now))


def test_expected_and_pace() -> None:
    assert expected(case("5", **STOCK)) == Figure(Decimal(150))
    assert expected(case("5", **RATE)) == Figure(Decimal("0.02"))
    assert expected(case("5", **RANGE)).reason is Reason.NOT_APPLICABLE
    assert pace(case("0.03", **RATE)).value == pytest.approx(0.5)
    assert pace(case("40", **SUM)).value == pytest.approx(0.8)
    assert pace(case(None, **SUM)).reason is Reason.MISSING_DATA
    assert pace(case("1", **BREAK_EVEN)).reason is Reason.ZERO_BASE
    keep: Fields = {"target": 5, "baseline": 5, "aggregation": "last"}
    assert pace(case("5", **keep)).reason is Reason.BASELINE_EQ_TARGET


@pytest.mark.parametrize(
    ("index", "over", "expected"),
    [
        (Figure(0.95), False, ON_TRACK),
        (Figure(1.2), False, ON_TRACK),
        (Figure(0.8), False, WATCH),
        (Figure(0.2), False, BEHIND),
        (Figure(1.0), True, REACHED),
        (Figure(0.95), True, MISSED),
        (Figure(None, Reason.TOO_FEW_POINTS), False, Status.UNKNOWN),
    ],
)
def test_growth(index: Figure[float], over: bool, expected: Status) -> None:
    bare = case(None, share=Fraction(0))
    found = judge(Case(bare.kpi, bare.target, GREEN, AMBER, bare.actual, bare.share, over, index))
    assert found.status is expected
    assert found.reason is index.reason


@given(
    st.sampled_from([SUM, ALLOWANCE, STOCK, REDUCE, RATE, RANGE, KEEP, PEAK, BREAK_EVEN, LOSS, STRETCH]),
    st.decimals(-300, 300, places=3),
    st.fractions(0, 1, max_denominator=31),
    st.booleans(),
)
def test_a_status_always_comes_with_scores_or_with_a_reason(
    target: Fields, actual: Decimal, share: Fraction, over: bool
) -> None:
    verdict = judge(case(str(actual), share=share, over=over, **target))
    assert (verdict.reason is None) == (verdict.score.value is not None) == (verdict.score_now.value is not None)
    assert verdict.status not in (MISSED,) or over
    if verdict.score.value is not None:
        assert 0 <= verdict.score.value <= 1
        assert 0 <= (verdict.score_now.value or 0) <= 1


# qualitative goals


def steps(*parts: tuple[str, str, int | None]) -> list[Milestone]:
    return [
        Milestone(
            team="t",
            month=MONTH,
            milestone=str(number),
            objective="o",
            weight=weight,
            done=done,
            due=day and MONTH.replace(day=day),
        )
        for number, (weight, done, day) in enumerate(parts)
    ]


@pytest.mark.parametrize(
    ("milestones", "day", "status", "score", "now"),
    [
        ([("1", "0", 20), ("1", "0", None)], 10, Status.NOT_STARTED, 0.0, None),
        ([("1", "1", 20), ("1", "0", None)], 10, ON_TRACK, 0.5, None),
        ([("1", "1", 8), ("1", "0", None)], 10, ON_TRACK, 0.5, 1.0),
        ([("1", "0", 8), ("1", "0", None)], 10, BEHIND, 0.0, 0.0),
        ([("4", "1", 8), ("1", "0", 9)], 10, WATCH, 0.8, 0.8),
        ([("1", "1", 8), ("1", "1", None)], 10, REACHED, 1.0, 1.0),
        ([("1", "1", 8), ("1", "0.5", None)], 31, MISSED, 0.75, 0.75),
        ([], 10, Status.UNKNOWN, None, None),
    ],
)
def test_milestones(
    milestones: list[tuple[str, str, int | None]], day: int, status: Status, score: float | None, now: float | None
) -> None:
    found = judge_milestones(steps(*milestones), MONTH.replace(day=day), date(2026, 10, 31), GREEN, AMBER)
    assert (found.status, found.score.value, found.score_now.value) == (status, score, now)
    assert (found.reason is None) == (status not in (Status.NOT_STARTED, Status.UNKNOWN))


# bands and roll-up


def test_bands_of_cumulative_targets() -> None:
    given, wanted = published.K01.given, published.K01.expected
    shares = [actual / plan for plan, actual in zip(given["plan"], given["actual"], strict=True)]
    assert [rollup.rag(share, GREEN, AMBER) for share in shares] == wanted["status"]
    assert rollup.rag(0.7, GREEN, AMBER) == wanted["year_at_700000"]


def test_worst_wins_from_targets_to_goals_to_their_parent() -> None:
    goals = {
        goal: rollup.worst(rollup.rag(score, GREEN, AMBER) for score in scores)
        for goal, scores in published.K05.given["goals"].items()
    }
    assert {goal: goals[goal] for goal in published.K05.expected["goals"]} == published.K05.expected["goals"]
    assert goals["Efficiency"] is WATCH  # the bands' own rule, where the source prints green
    assert rollup.worst(goals.values()) == published.K05.expected["parent"]


def test_what_is_not_known_does_not_make_the_whole_reached() -> None:
    assert rollup.worst([REACHED, Status.NO_DATA]) is Status.NO_DATA
    assert rollup.worst([ON_TRACK, Status.NO_DATA]) is ON_TRACK
    assert rollup.worst([]) is Status.NO_DATA
    assert set(rollup.WORST_FIRST) == set(Status)


def test_doubles_at_an_edge() -> None:
    assert rollup.rag(0.4 + 0.2 + 0.1, Decimal("0.7"), Decimal("0.4")) is ON_TRACK
    assert [rollup.rag(score, *rollup.OKR_BANDS) for score in (0.39, 0.4, 0.69, 0.7)] == [
        BEHIND,
        WATCH,
        WATCH,
        ON_TRACK,
    ]


def part(weight: str, score: float | None) -> tuple[Decimal, Figure[float]]:
    return Decimal(weight), Figure(score, None if score is not None else Reason.MISSING_DATA)


def test_roll_up() -> None:
    assert rollup.roll_up([part("3", 0.5), part("1", 0.9)]).score.value == pytest.approx(0.6)
    assert rollup.roll_up([part("1", 3.0), part("1", 0.5)]).score.value == 0.75
    assert rollup.roll_up([part("1", 3.0), part("1", 0.5)], cap=1.2).score.value == 0.85
    assert rollup.roll_up([part("3", 0.5), part("2", None)]) == (Figure(0.5), 0.6)
    assert rollup.roll_up([part("2.9", 0.5), part("2.1", None)]) == (Figure(None, Reason.LOW_COVERAGE), 0.58)
    assert rollup.roll_up([]) == (Figure(None, Reason.MISSING_DATA), 0.0)
    assert rollup.roll_up([part("0", 0.5)]).score.reason is Reason.MISSING_DATA
