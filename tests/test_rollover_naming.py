"""A title that names its month names the next one where it goes on, and the target it states; other numbers stay."""

from datetime import date
from decimal import Decimal

import pytest

from planlib.model import Objective
from planlib.rollover.naming import renamed
from planlib.rollover.stating import Move, restated

OCTOBER, NOVEMBER, DECEMBER, JANUARY = (
    *(date(2026, month, 1) for month in (10, 11, 12)),
    date(2027, 1, 1),
)


@pytest.mark.parametrize(
    ("title", "instead"),
    [
        ("电商运营组 10月计划", "电商运营组 11月计划"),
        ("2026年10月大促", "2026年11月大促"),
        ("2025年10月大促", "2025年10月大促"),
        ("十月会员日", "十一月会员日"),
        ("双十一备战", "双十一备战"),
        ("10月15日前上线", "10月15日前上线"),
        ("10个月复购", "10个月复购"),
        ("110月饼", "110月饼"),
        ("October campaign", "November campaign"),
        ("Close October 2026", "Close November 2026"),
        ("Oct sales, then November", "Nov sales, then November"),
        ("Live by 15 October", "Live by 15 October"),
        ("Live by October 15", "Live by October 15"),
        ("Octopus", "Octopus"),
    ],
)
def test_the_month_is_named_anew(title: str, instead: str) -> None:
    assert renamed(title, OCTOBER, NOVEMBER) == instead


def test_over_the_year_the_year_changes_too() -> None:
    assert renamed("2026年12月目标 · 12月", DECEMBER, JANUARY) == "2027年1月目标 · 1月"
    assert renamed("Goals of December 2026", DECEMBER, JANUARY) == "Goals of January 2027"
    assert renamed("十二月", DECEMBER, JANUARY) == "一月"
    assert renamed("二月", date(2026, 2, 1), date(2026, 3, 1)) == "三月"
    assert renamed("十二月", date(2026, 2, 1), date(2026, 3, 1)) == "十二月"


@pytest.mark.parametrize(
    ("title", "before", "after", "instead"),
    [
        ("做到1亿元", "100000000", "109000000", "做到1.09亿元"),
        ("成交额不低于 1.12亿，且新客不少于 9.7万", "97000", "103000", "成交额不低于 1.12亿，且新客不少于 10.3万"),
        ("做到 9,800万", "98000000", "101000000", "做到 10,100万"),
        ("Reach ¥112M in sales", "112000000", "118500000", "Reach ¥118.5M in sales"),
        ("Reach 112 million", "112000000", "118000000", "Reach 118 million"),
        ("97K new customers", "97000", "103000", "103K new customers"),
        ("1,500 items, 1500 of them new", "1500", "1600", "1,600 items, 1600 of them new"),
        ("退款率不高于 4.4%", "0.044", "0.043", "退款率不高于 4.3%"),
        ("Reach 112.5M", "112000000", "118000000", "Reach 112.5M"),
        ("10月10日前做到10家", "10", "12", "10月10日前做到12家"),
        ("SKU10, v10.2", "10", "12", "SKU10, v10.2"),
    ],
)
def test_the_target_that_is_stated_is_stated_anew(title: str, before: str, after: str, instead: str) -> None:
    goal = Objective(team="t", month=OCTOBER, objective="o", code="o", title_zh=title)
    assert restated(goal, [Move(Decimal(before), Decimal(after))]).title_zh == instead


def test_a_number_that_two_targets_have_stays_unless_both_become_the_same() -> None:
    goal = Objective(team="t", month=OCTOBER, objective="o", code="o", title_en="95% on time, 95% in stock")
    old, one, other = Decimal("0.95"), Decimal("0.96"), Decimal("0.97")
    assert restated(goal, [Move(old, one), Move(old, other)]) == goal
    assert restated(goal, [Move(old, one), Move(old, one)]).title_en == "96% on time, 96% in stock"
