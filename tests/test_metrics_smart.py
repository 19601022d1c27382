"""The five letters: what decides each, what numbers can contradict, and what only a person can say."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.metrics.periods import Span
from planlib.metrics.smart import Goal, Metric, Strain, smart, within_reach
from planlib.metrics.verbs import has_verb, keeps, several_verbs, vague_verb
from planlib.model import Kpi, Milestone, Objective, Target
from planlib.vocabulary import Direction, GrowthMode, Measure, ObjectiveKind, SmartCode, SmartVerdict
from tests import published_work as published

PASS, WARN, FAIL = SmartVerdict.PASS, SmartVerdict.WARN, SmartVerdict.FAIL
MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))
WEEK = Span(date(2026, 3, 2), date(2026, 3, 8))


def metric(
    code: str = "sales",
    *,
    baseline: str | None = "100",
    best: float | None = 0.06,
    chance: float | None = None,
    weight: int = 1,
    kpi: dict[str, Any] | None = None,
    **target: Any,
) -> Metric:
    aim: dict[str, Any] = {"target": Decimal(105)} | target
    return Metric(
        Kpi(**({"kpi": code, "team": "t", "code": code, "source": "pos", "unit": "CNY"} | (kpi or {}))),
        Target(team="t", month=MARCH.first, kpi=code, weight=Decimal(weight), **aim),
        None if baseline is None else Decimal(baseline),
        best,
        chance,
    )


def objective(**fields: Any) -> Objective:
    given = {"title_en": "Raise weekly sales by 5%", "owner": "p", "due": MARCH.last, "strategy": "s"} | fields
    return Objective(team="t", month=MARCH.first, objective="o", code="o", **given)


def goal(*metrics: Metric, of: Objective | None = None, **fields: Any) -> Goal:
    return Goal(of or objective(), MARCH, metrics or (metric(),), **fields)


def test_published_objectives() -> None:
    found = [smart(_published(*row)) for row in published.M01.given["objectives"]]
    told = {"S": [one.specific for one in found], "M": [one.measurable for one in found]}
    told["T"] = [one.timely for one in found]
    verdicts = {letter: [check.verdict is PASS for check in checks] for letter, checks in told.items()}
    assert verdicts == published.M01.expected
    assert (found[1].specific.code, found[2].timely.code) == (SmartCode.VAGUE_VERB, SmartCode.NO_DUE)


def _published(title: str, measured: tuple[str, str, str, str] | None, due: str | None) -> Goal:
    metrics = []
    if measured:
        name, unit, baseline, target = measured
        metrics = [metric(baseline=baseline, target=Decimal(target), kpi={"unit": unit, "name_en": name})]
    return Goal(objective(title_en=title, due=date.fromisoformat(due) if due else None), MARCH, metrics)


@pytest.mark.parametrize(
    ("title", "verb"),
    [
        ("Understand customer needs better", "Understand"),
        ("Be able to optimise 3 routes", "optimise"),
        ("Improve delivery", "Improve"),
        ("Improve delivery to 95%", ""),
        ("Answer support tickets within 2 hours", ""),
        ("Close the books, supporting audit", "supporting"),
        ("Launch the knowledge base", ""),
        ("加强渠道建设", "加强"),
        ("提升复购率", "提升"),
        ("复购率提升到 30%", ""),
        ("推进 3 个项目", "推进"),
        ("签下 5 家门店", ""),
        ("Focus on retention", "Focus"),
        ("Ensure service quality", "Ensure"),
        ("Ensure 98% of orders on time", ""),
        ("推动新客增长", "推动"),
        ("做好双十一保障", "做好"),
        ("打造爆款", "打造"),
        ("打造 3 个爆款", ""),
        ("成交额做到 1 亿", ""),
    ],
)
def test_vague_verbs(title: str, verb: str) -> None:
    assert vague_verb(title) == verb


@pytest.mark.parametrize(
    "title",
    [
        "Be ready for Double 11",
        "By 31 March, Li moves sales from ¥1M to ¥2M",
        "90% of orders will ship within 48 hours",
        "All shops opened",
        "Improve service",
        "双十一备战就绪",
        "送得准",
        "招满 12 人",
        "推广 3 个品牌",
        "把差评降下来",
        "复购率达到 30%",
        "客户投诉不超过 5 起",
        "会员新政方案定稿",
        "做好双十一保障",
    ],
)
def test_titles_that_say_what_is_done(title: str) -> None:
    assert has_verb(title)


@pytest.mark.parametrize(
    "title",
    [
        "Customer satisfaction",
        "Sales ¥112M",
        "New member programme",
        "95% on time, 95% in stock",
        "Higher margin",
        "Double 11",
        "客户满意度",
        "收入 100 万",
        "双十一大促",
        "渠道建设",
        "推广费用",
        "服务质量",
    ],
)
def test_titles_that_only_name_a_matter(title: str) -> None:
    assert not has_verb(title)


@pytest.mark.parametrize(
    ("title", "several"),
    [
        ("Deliver on time, keep customers happy", True),
        ("Hold refunds and margin", False),
        ("Open two shops and train 20 people", True),
        ("降低退款率，缩短配送时间", True),
        ("守住退款与毛利", False),
    ],
)
def test_several_verbs(title: str, several: bool) -> None:
    assert several_verbs(title) == several


def test_titles_that_ask_to_stay() -> None:
    assert [keeps(title) for title in ("Hold the margin", "守住毛利", "Raise the margin")] == [True, True, False]


@pytest.mark.parametrize(
    ("of", "metrics", "code"),
    [
        ({"owner": None}, 1, SmartCode.NO_OWNER),
        ({"title_en": ""}, 1, SmartCode.NO_TITLE),
        ({}, 0, SmartCode.NO_METRIC),
        ({}, 2, SmartCode.SEVERAL_METRICS),
        ({"kind": ObjectiveKind.QUALITATIVE}, 0, SmartCode.NO_MILESTONES),
        ({"title_en": "Sales of ¥105"}, 1, SmartCode.NO_VERB),
        ({"title_en": "Sales of ¥105", "title_zh": "销售额达到 105 元"}, 1, SmartCode.SPECIFIC),
        ({"title_en": "Cut refunds, raise sales by 5%"}, 1, SmartCode.SEVERAL_VERBS),
        ({}, 1, SmartCode.SPECIFIC),
    ],
)
def test_specific(of: dict[str, Any], metrics: int, code: SmartCode) -> None:
    found = smart(Goal(objective(**of), MARCH, [metric(str(n)) for n in range(metrics)]))
    assert found.specific.code == code


def test_a_kpi_that_weighs_more_than_the_others_decides() -> None:
    assert smart(goal(metric("a", weight=3), metric("b"), metric("c"))).specific.code == SmartCode.SPECIFIC


def test_a_goal_of_sub_goals_is_measured_by_them() -> None:
    found = smart(Goal(objective(), MARCH, subgoals=2))
    assert (found.specific.verdict, found.measurable.verdict) == (PASS, PASS)


@pytest.mark.parametrize(
    ("of", "code"),
    [
        (metric(target=None), SmartCode.NO_TARGET),
        (metric(kpi={"direction": Direction.NEUTRAL}), SmartCode.NO_DIRECTION),
        (metric(baseline=None), SmartCode.NO_BASELINE),
        (metric(target=Decimal(100)), SmartCode.NO_CHANGE),
        (replace(metric(), apart=True), SmartCode.PARTS_APART),
        (metric(kpi={"unit": "", "measure": Measure.OTHER}), SmartCode.NO_UNIT),
        (metric(kpi={"unit": "", "measure": Measure.PERCENT}), SmartCode.MEASURABLE),
        (metric(kpi={"source": ""}), SmartCode.NO_SOURCE),
        (metric(target=None, lower=Decimal(1), upper=Decimal(2), baseline=None), SmartCode.MEASURABLE),
    ],
)
def test_measurable(of: Metric, code: SmartCode) -> None:
    assert smart(goal(of)).measurable.code == code


def test_what_is_to_be_held_may_stay_where_it_is() -> None:
    held = goal(metric(target=Decimal(100)), of=objective(title_en="Hold weekly sales"))
    assert smart(held).measurable.code == SmartCode.MEASURABLE


def test_a_fault_that_fails_comes_before_one_that_warns() -> None:
    found = smart(goal(metric("a", baseline=None), metric("b", target=None)))
    assert (found.measurable.code, found.measurable.parameters["kpi"]) == (SmartCode.NO_TARGET, "b")


def test_qualitative_goals_say_when_they_are_done_and_show_it() -> None:
    def found(done: int, evidence: str, standard: str) -> SmartCode:
        step = Milestone(
            team="t", month=MARCH.first, milestone="m", objective="o", done=Decimal(done), evidence=evidence
        )
        of = objective(kind=ObjectiveKind.QUALITATIVE, standard_en=standard)
        return smart(Goal(of, MARCH, milestones=[step])).measurable.code

    assert found(0, "", "") == SmartCode.NO_STANDARD
    assert found(1, "", "signed") == SmartCode.NO_EVIDENCE
    assert found(1, "minutes of 3 March", "signed") == SmartCode.MEASURABLE


@pytest.mark.parametrize(
    ("of", "reach"),
    [
        (metric(best=0.06), True),
        (metric(best=0.05), True),
        (metric(best=0.04), False),
        (metric(best=0.04, chance=0.05), True),
        (metric(best=0.04, chance=0.04), False),
        (metric(best=None), None),
        (metric(best=0.06, baseline=None), None),
        (metric(target=Decimal(95), best=0.06, kpi={"direction": Direction.DOWN}), True),
        (metric(target=Decimal(90), best=0.06, kpi={"direction": Direction.DOWN}), False),
        (metric(target=None, growth_mode=GrowthMode.AVERAGE, growth_rate=Decimal("0.2")), False),
        (metric(target=None, growth_mode=GrowthMode.COMPOUND, growth_rate=Decimal("0.2")), None),
    ],
)
def test_within_reach(of: Metric, reach: bool | None) -> None:
    assert within_reach(of) is reach


def test_rates_move_in_points() -> None:
    rate = metric(target=Decimal("0.05"), baseline="0.04", best=0.006, kpi={"measure": Measure.PERCENT})
    assert rate.asked == pytest.approx(0.01)
    assert within_reach(rate) is False
    assert rate.reachable == Decimal("0.046")


def test_the_target_within_reach_is_as_good_as_the_best_month() -> None:
    assert metric(best=0.06).reachable == 106
    assert metric(best=0.06, kpi={"direction": Direction.DOWN}).reachable == 94
    assert metric(best=None).reachable is None


@pytest.mark.parametrize("ticked", [None, "boss"])
def test_what_was_never_reached_is_a_challenge_also_where_somebody_said_yes(ticked: str | None) -> None:
    found = smart(goal(metric(target=Decimal(120)), of=objective(achievable_by=ticked))).achievable
    assert (found.verdict, found.code, found.field) == (WARN, SmartCode.BEYOND_HISTORY, "target")
    assert (found.parameters["asked"], found.parameters["best"]) == (pytest.approx(0.2), 0.06)


@pytest.mark.parametrize(
    ("share", "code"),
    [(1.0, SmartCode.ACHIEVABLE), (1.01, SmartCode.OVERLOADED), (None, SmartCode.OVERLOADED)],
)
def test_people_who_have_too_much_to_do_contradict_it(share: float | None, code: SmartCode) -> None:
    found = smart(goal(of=objective(achievable_by="boss"), strain=Strain("p", WEEK, share)))
    assert found.achievable.code == code


def test_a_target_that_cannot_be_is_no_challenge() -> None:
    found = smart(goal(metric(kpi={"largest": Decimal(104)})))
    assert (found.achievable.verdict, found.achievable.code) == (FAIL, SmartCode.IMPOSSIBLE)


def test_relevant() -> None:
    assert smart(goal(linked=False)).relevant.code == SmartCode.NOT_LINKED
    assert smart(goal(linked=False, of=objective(relevant_by="boss"))).relevant.verdict == FAIL
    assert smart(goal()).relevant.code == SmartCode.NOT_CONFIRMED
    assert smart(goal(of=objective(relevant_by="boss"))).relevant.code == SmartCode.RELEVANT


@pytest.mark.parametrize(
    ("fields", "due", "code"),
    [
        ({}, date(2026, 3, 31), SmartCode.TIMELY),
        ({}, date(2026, 4, 1), SmartCode.DUE_OUTSIDE),
        ({}, date(2026, 2, 28), SmartCode.DUE_BEFORE_START),
        ({"start": date(2026, 3, 20)}, date(2026, 3, 19), SmartCode.DUE_BEFORE_START),
        ({"finish": date(2026, 3, 28)}, date(2026, 3, 27), SmartCode.TASKS_LATER),
        ({"checked": False}, date(2026, 3, 31), SmartCode.NOT_CHECKED),
    ],
)
def test_timely(fields: dict[str, Any], due: date, code: SmartCode) -> None:
    assert smart(goal(of=objective(due=due), **fields)).timely.code == code


def test_a_milestone_within_the_month_makes_a_later_goal_timely() -> None:
    step = Milestone(team="t", month=MARCH.first, milestone="m", objective="o", due=date(2026, 3, 20))
    late = goal(of=objective(due=date(2026, 5, 1)), milestones=[step])
    assert smart(late).timely.code == SmartCode.TIMELY


NUMBERS = st.floats(-1, 1)


@given(st.none() | NUMBERS, st.none() | st.floats(0, 1), st.decimals(1, 1000, places=2), st.booleans(), st.booleans())
def test_only_a_person_makes_a_and_r_pass(
    best: float | None, chance: float | None, target: Decimal, achievable: bool, relevant: bool
) -> None:
    of = objective(achievable_by="p" if achievable else None, relevant_by="p" if relevant else None)
    found = smart(goal(metric(best=best, chance=chance, target=target), of=of))
    assert achievable or found.achievable.verdict is not PASS
    assert (found.relevant.verdict is PASS) == relevant
    assert found.achievable.verdict is not FAIL


@given(NUMBERS, NUMBERS, st.decimals(100, 200, places=2))
def test_a_better_history_never_puts_a_target_out_of_reach(worse: float, better: float, target: Decimal) -> None:
    worse, better = sorted((worse, better))
    assert within_reach(metric(best=better, target=target)) or not within_reach(metric(best=worse, target=target))
