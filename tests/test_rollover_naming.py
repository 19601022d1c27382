"""A title that names its month names the next one where it goes on; days and other numbers stay."""

from datetime import date

import pytest

from planlib.rollover.naming import renamed

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
