"""Risks from files: what they are, what is done about them, and the trigger of what is done once they come."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from planlib.intake.preview import record_preview
from planlib.intake.templates.template import Format
from planlib.locale import LANGUAGES, language
from planlib.locale.sentences import problem_message
from planlib.model import Person, Risk
from planlib.store.connect import Store
from planlib.vocabulary import FileKind, RiskKind, RiskResponse, RiskState
from tests.intake_plan import MARCH, NOW, faults, filled_again, look, make_plan, plan_in_memory, records

FILE = (
    "风险,标题,类型,负责人,可能性,影响,应对,应对措施,应急预案,触发条件,概率,金额,上次复核\n"
    "R1,退款失控,,王芳,3,5,降低,抽检,召回,毛利率 < 30%,20%,5万,3月3日\n"
    "R2,Sales run away,机会,,4,2,利用,,,REV > 10万,,,\n"
    "R3,广告超支,风险,,,,接受,,停投,广告费 ≥ 90%,,,\n"
    "R4,Late goods,risk,,,,,,,2025-03-20,,,\n"
)


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


@pytest.fixture(scope="module")
def looked_at() -> Iterator[Store]:
    """Give one plan with the risks of FILE for the tests that record nothing."""
    with plan_in_memory(FileKind.RISKS, FILE) as store:
        yield store


def recorded(store: Store, text: str) -> dict[str, Risk]:
    """Return the risks by code after recording a file."""
    found = look(store, FileKind.RISKS, text)
    assert faults(found) == []
    record_preview(store, found, actor="test", at=NOW, reason="test")
    return {one.code: one for one in records(store, "risks") if isinstance(one, Risk)}


def test_risks_and_their_triggers_are_read_in_the_units_of_what_is_watched(plan: Store) -> None:
    risks = recorded(plan, FILE)
    assert risks["R1"] == Risk(
        team="t", month=MARCH, risk=risks["R1"].risk, code="R1", title_zh="退款失控", owner="p", likelihood=3, impact=5,
        response=RiskResponse.REDUCE, action="抽检", contingency="召回", trigger_kpi="k-gm",
        trigger_below=Decimal("0.3"), probability=Decimal("0.2"), cost=Decimal(50000), reviewed=date(2025, 3, 3),
    )  # fmt: skip
    assert (risks["R2"].kind, risks["R2"].response) == (RiskKind.OPPORTUNITY, RiskResponse.EXPLOIT)
    assert (risks["R2"].trigger_kpi, risks["R2"].trigger_above) == ("k-rev", 100000)
    assert (risks["R3"].trigger_line, risks["R3"].trigger_at_least) == ("b-ads", Decimal("0.9"))
    assert risks["R4"].trigger_day == date(2025, 3, 20)


def test_a_trigger_is_exchanged_whole_or_taken_away(plan: Store) -> None:
    recorded(plan, FILE)
    risks = recorded(plan, "risk,trigger\nR1,3月25日\nR2,REV > 5 < 2\nR3,\n")
    assert (risks["R1"].trigger_day, risks["R1"].trigger_kpi, risks["R1"].trigger_below) == (
        date(2025, 3, 25), None, None,
    )  # fmt: skip
    assert (risks["R2"].trigger_above, risks["R2"].trigger_below) == (5, 2)
    assert (risks["R3"].trigger_line, risks["R3"].trigger_at_least, risks["R3"].contingency) == (None, None, "停投")


def test_a_register_is_read_as_people_keep_it(plan: Store) -> None:
    text = (
        "序号,编号,风险描述,风险类别,责任人,可能性,影响程度,应急计划,预案天数,预计损失(万元),剩余可能性,风险状态,关闭原因\n"
        "1,W-1,物流爆仓 · The warehouse is full,供应,王芳,4 - 高,5（严重）,启用备用仓,3天,20,2,开放,\n"
        "2,W-2,主播违约,,张三丰,,,,,,,已关闭,换人了\n"
    )
    risks = recorded(plan, text)
    assert risks["W-1"] == Risk(
        team="t", month=MARCH, risk=risks["W-1"].risk, code="W-1", title_zh="物流爆仓",
        title_en="The warehouse is full", category="供应", owner="p", likelihood=4, impact=5, contingency="启用备用仓",
        contingency_days=3, cost=Decimal(200000), residual_likelihood=2,
    )  # fmt: skip
    assert (risks["W-2"].state, risks["W-2"].reason) == (RiskState.CLOSED, "换人了")
    assert "张三丰" in {one.name_zh for one in records(plan, "people") if isinstance(one, Person)}
    assert recorded(plan, "序号,风险描述\n7,无编号\n")["7"].title_zh == "无编号"


SIGNS = {
    "at_least": (
        ">=",
        "=>",
        "≥",
        "≧",
        "＞＝",
        "不低于",
        "不小于",
        "大于等于",
        "大于或等于",
        "达到",
        "至少",
        "at least",
    ),
    "at_most": ("<=", "=<", "≤", "≦", "不高于", "不超过", "不大于", "小于等于", "至多", "At most"),
    "above": (">", "＞", "高于", "大于", "超过", "超出", "above", "more than"),
    "below": ("<", "＜", "低于", "小于", "少于", "跌破", "below", "less than"),
}


def test_each_sign_has_its_bound(plan: Store) -> None:
    said = [(bound, sign) for bound, signs in SIGNS.items() for sign in signs]
    rows = [f"R{number},广告费 {sign} 90%\n" for number, (_bound, sign) in enumerate(said)]
    risks = recorded(plan, "risk,trigger\n" + "".join(rows))
    for number, (bound, sign) in enumerate(said):
        set_by_it = [name for name in SIGNS if getattr(risks[f"R{number}"], f"trigger_{name}") is not None]
        assert set_by_it == [bound], sign


def test_two_bounds_may_be_joined_by_a_word(plan: Store) -> None:
    risks = recorded(plan, "risk,trigger\nA,毛利率低于20%或不低于 40%\nB,GM <= 20% or > 40%\n")
    assert (risks["A"].trigger_below, risks["A"].trigger_at_least) == (Decimal("0.2"), Decimal("0.4"))
    assert (risks["B"].trigger_at_most, risks["B"].trigger_above) == (Decimal("0.2"), Decimal("0.4"))


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        ("R9,,refund > 5%", "trigger", "There is no “refund” to refer to."),
        ("R9,,REV > 5%", "trigger", "“5%” is a percentage, but a plain number belongs here."),
        ("R9,,GM > many", "trigger", "“many” is not a number. Write it like 1234.5 or 1,234.5."),
        ("R9,,GM > 30", "trigger", "“30” may be a percentage or a fraction. Write “12.5%” or “0.125” for twelve and a"
            " half percent."),
        ("R9,,soon", "trigger", "“soon” is no trigger. Write it like “refund_rate > 5%”, “ads >= 90%” or"
            " “2026-10-20”."),
        ("R9,,新客 > 5", "trigger", "Several are called “新客”. Write one of N1, N2."),
        ("R9,,GM > 5% > 6%", "trigger", "“GM > 5% > 6%” is no trigger. Write it like “refund_rate > 5%”, “ads"
            " >= 90%” or “2026-10-20”."),
        ("R9,exploit,", None, "A risk is avoided, reduced, transferred or accepted; an opportunity exploited, enhanced,"
            " shared or accepted."),
    ],
)  # fmt: skip
def test_a_risk_that_cannot_be_is_refused(looked_at: Store, row: str, column: str | None, told: str) -> None:
    found = look(looked_at, FileKind.RISKS, f"risk,response,trigger\n{row}\n")
    assert [(one.line, one.column, problem_message(language("en"), one)) for one in found.problems] == [
        (2, column, told)
    ]


def test_a_risk_is_closed_with_a_reason(looked_at: Store) -> None:
    (one,) = look(looked_at, FileKind.RISKS, "风险,风险状态,关闭原因\nR1,已关闭,\n").problems
    assert (one.line, one.parameters["reason"]) == (2, "closing_needs_reason")


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_filled_template_changes_nothing_as_it_is(looked_at: Store, code: str, file_format: Format) -> None:
    found = filled_again(looked_at, FileKind.RISKS, code, file_format)
    assert (faults(found), found.ignored) == ([], ())
    assert (found.added, found.changed, found.unchanged) == (0, 0, 4)
