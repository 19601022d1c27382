"""The sentences at the head of budget and trends say what the numbers say, in both languages."""

from datetime import date
from decimal import Decimal

import pytest

from planlib.findings import budget_finding, change_words, days_name, period_name
from planlib.locale import language
from planlib.locale.scale import scale, settled
from planlib.metrics.completion import AtCompletion
from planlib.metrics.exact import total
from planlib.metrics.figure import Figure, undefined
from planlib.model import Budget, Kpi
from planlib.snapshot import BudgetLine, BudgetTotal, BudgetView
from planlib.vocabulary import BudgetKind, Completion, ControlPoint, Grain, Measure, Reason, Status

ZH, EN = language("zh"), language("en")
COST, REVENUE = BudgetKind.COST, BudgetKind.REVENUE


def line(name: str, kind: BudgetKind, budget: int, phased: int, actual: int, forecast: int) -> BudgetLine:
    variance = Decimal(actual - phased)
    zero, none = Decimal(0), Figure[float](None)
    return BudgetLine(
        budget=Budget(
            team="team",
            month=date(2026, 10, 1),
            line=name,
            code=name,
            name_zh=name,
            kind=kind,
            original=Decimal(budget),
        ),
        phased=Decimal(phased),
        phasing_assumed=False,
        actual=Decimal(actual),
        committed=zero,
        requested=zero,
        available=Decimal(budget - actual),
        consumption=none,
        spent=none,
        variance=variance,
        variance_ratio=none,
        favourable=variance if kind is REVENUE else -variance,
        completion=AtCompletion(Figure(Decimal(forecast)), zero, Figure(None), Completion.TYPICAL),
        spend_index=none,
        burn=Figure(None),
        runway=none,
        flexed=Figure(None),
        earned=None,
        needs_explaining=False,
        explanation=None,
        crossings=(),
        control_point=ControlPoint.NONE,
        status=Status.ON_TRACK,
        payments=0,
        quantity=Figure(zero),
    )


def view(*lines: BudgetLine) -> BudgetView:
    """A budget view of hand-made lines, put together as a snapshot does it."""
    revenue, cost = ([one for one in lines if one.budget.kind is kind] for kind in (REVENUE, COST))
    sums = [_total(group) for group in (revenue, cost)]
    result = BudgetTotal(
        **{name: getattr(sums[0], name) - getattr(sums[1], name) for name in NAMES},
        favourable=sums[0].favourable + sums[1].favourable,
    )
    return BudgetView(tuple(sorted(lines, key=lambda one: one.favourable)), sums[0], sums[1], result, {}, (), ())


NAMES = ("original", "budget", "phased", "actual", "committed", "requested", "available", "variance", "forecast")


def _total(lines: list[BudgetLine]) -> BudgetTotal:
    return BudgetTotal(
        original=total(one.budget.original for one in lines),
        budget=total(one.budget.amount for one in lines),
        phased=total(one.phased for one in lines),
        actual=total(one.actual for one in lines),
        committed=Decimal(0),
        requested=Decimal(0),
        available=total(one.available for one in lines),
        variance=total(one.variance for one in lines),
        favourable=total(one.favourable for one in lines),
        forecast=total(one.forecast for one in lines),
    )


ADS = line("投放", COST, 2_400_000, 1_800_000, 2_320_000, 2_630_000)
STAFF = line("人员", COST, 4_200_000, 3_030_000, 3_010_000, 4_180_000)
SALES = line("佣金", REVENUE, 9_000_000, 6_000_000, 5_500_000, 8_250_000)


@pytest.mark.parametrize(
    ("lines", "over", "zh", "en"),
    [
        pytest.param(
            (ADS, STAFF),
            False,
            "成本比序时预算多 50万，投放一项就多 52万；照此，全月将超预算 21万（3.2%）。",
            "Cost is ¥500K above its phased budget, 投放 alone ¥520K; "
            "at this rate the month ends ¥210K over budget (3.2%).",
            id="one line costs more than all",
        ),
        pytest.param(
            (SALES, STAFF),
            False,
            "收入比序时预算少 50万；成本比序时预算少 2万；照此，全月结余将比预算少 73万。",
            "Revenue is ¥500K below its phased budget; cost is ¥20K below its phased budget; "
            "at this rate the result ends ¥730K below budget.",
            id="revenue and cost end in the result",
        ),
        pytest.param(
            (line("租金", COST, 100, 100, 100, 100),),
            True,
            "成本与预算持平。",
            "Cost is on budget.",
            id="over and even",
        ),
        pytest.param(
            (line("租金", COST, 100, 0, 0, 100),),
            False,
            "还没有到期或发生的收支。",
            "Nothing was due or spent yet.",
            id="before the first day",
        ),
    ],
)
def test_the_finding_of_a_budget(lines: tuple[BudgetLine, ...], over: bool, zh: str, en: str) -> None:
    assert budget_finding(ZH, view(*lines), "CNY", over=over) == zh
    assert budget_finding(EN, view(*lines), "CNY", over=over) == en


def test_a_week_is_called_last_week_only_when_it_was() -> None:
    monday = date(2026, 10, 12)
    assert period_name(ZH, Grain.WEEK, monday, date(2026, 10, 18)) == "上周（10月12日–18日）"
    assert period_name(EN, Grain.WEEK, monday, date(2026, 10, 24)) == "Last week (12–18 Oct)"
    assert period_name(EN, Grain.WEEK, monday, date(2026, 10, 25)) == "W42 (12–18 Oct)"
    piece = date(2026, 10, 1), date(2026, 10, 5), date(2026, 10, 4)
    assert period_name(ZH, Grain.WEEK, *piece) == "第40周（10月1日–4日）"
    assert days_name(EN, date(2026, 10, 26), date(2026, 11, 1)) == "26 Oct–1 Nov"


def test_a_change_is_a_percent_of_a_rate_in_points_or_a_dash_with_its_reason() -> None:
    sales, rate = (Kpi(kpi="k", team="t", code="k", measure=measure) for measure in (Measure.COUNT, Measure.PERCENT))
    assert change_words(ZH, sales, Figure(-0.031)) == "−3.1%"
    assert change_words(ZH, rate, Figure(0.0012)) == "+0.12 个百分点"
    assert change_words(EN, rate, Figure(0.0012)) == "+0.12 pp"
    assert change_words(EN, sales, undefined(Reason.INCOMPLETE)) == "— (the period is not complete)"


@pytest.mark.parametrize(
    ("values", "zh", "en"),
    [
        (["6200000", "34567.89"], ["620.0", "3.5", "万元"], ["6,200", "35", "¥K"]),
        (["88000000", "1250000"], ["8,800", "125", "万元"], ["88.00", "1.25", "¥M"]),
        (["2400000000", "-50000000"], ["24.00", "−0.50", "亿元"], ["2,400", "−50", "¥M"]),
        (["45000", "120"], ["45,000", "120", "元"], ["45.00", "0.12", "¥K"]),
        (["87.5", "0"], ["87.50", "0.00", "元"], ["87.50", "0.00", "¥"]),
        ([], ["元"], ["¥"]),
    ],
)
def test_numbers_of_a_table_share_one_unit(values: list[str], zh: list[str], en: list[str]) -> None:
    for reader, expected in ((ZH, zh), (EN, en)):
        unit = scale(reader, map(Decimal, values))
        assert [*(unit.text(Decimal(value)) for value in values), unit.unit("CNY")] == expected


def test_only_what_the_ledger_cannot_hold_is_rounded() -> None:
    assert settled(Decimal("0.123456789012345")) == Decimal("0.123456789012345")
    assert settled(Decimal(2) / Decimal(3)) == Decimal("0.67")
