"""KPIs, targets and budget lines from files: field by field, in either language's words."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from planlib.intake.fields import CHOICES, FIELDS
from planlib.intake.map import heading
from planlib.intake.names import Choice
from planlib.intake.preview import record_preview
from planlib.model import Budget, Kpi, Person, Target
from planlib.store.connect import Store
from planlib.vocabulary import (
    Aggregation,
    BudgetKind,
    Direction,
    Expected,
    FileKind,
    Frequency,
    Gaps,
    Measure,
    Path,
    Phasing,
)
from tests.intake_plan import NOW, faults, look, make_plan, records


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


@pytest.fixture(scope="module")
def looked_at() -> Iterator[Store]:
    """Give one plan for the tests that record nothing."""
    store = Store.open(":memory:")
    make_plan(store)
    yield store
    store.close()


def imported(store: Store, kind: FileKind, text: str, table: str, key: str, value: str) -> object:
    """Return one record after importing `text`."""
    found = look(store, kind, text)
    assert faults(found) == []
    record_preview(store, found, actor="test", at=NOW, reason="test")
    return next(record for record in records(store, table) if getattr(record, key) == value)


def test_a_kpi_is_read_in_either_languages_words(plan: Store) -> None:
    chinese = (
        "指标代码,指标名称,单位,方向,汇总方式,频率,应有数据日,缺数含义,最小值,最大值,整数,负责人,别名\n"
        "NPS,净推荐值,分,越高越好,平均,每周,工作日,视为零,-100,100,否,王芳,推荐度;口碑\n"
    )
    english = chinese.replace(
        "NPS,净推荐值,分,越高越好,平均,每周,工作日,视为零,-100,100,否,王芳",
        "NPS,净推荐值,分,up,mean,week,working,zero,-100,100,no,Wang Fang",
    )
    kpi = imported(plan, FileKind.KPIS, chinese, "kpis", "code", "NPS")
    assert isinstance(kpi, Kpi)
    assert kpi == Kpi(
        kpi=kpi.kpi,
        team="t",
        code="NPS",
        name_zh="净推荐值",
        unit="分",
        direction=Direction.UP,
        aggregation=Aggregation.MEAN,
        frequency=Frequency.WEEK,
        expected=Expected.WORKING,
        gaps=Gaps.ZERO,
        smallest=Decimal(-100),
        largest=Decimal(100),
        owner="p",
        aliases="推荐度;口碑",
    )
    assert look(plan, FileKind.KPIS, english).unchanged == 1


def test_a_column_that_is_not_there_keeps_and_an_empty_cell_clears(plan: Store) -> None:
    kpi = imported(plan, FileKind.KPIS, "code,unit,aliases\nREV,元,\n", "kpis", "code", "REV")
    assert isinstance(kpi, Kpi)
    assert (kpi.kpi, kpi.name_en, kpi.unit, kpi.aliases) == ("k-rev", "Sales", "元", "")


def test_what_a_new_kpi_measures_follows_from_its_unit(plan: Store) -> None:
    kpi = imported(plan, FileKind.KPIS, "code,unit,max\nRATE,%,100%\n", "kpis", "code", "RATE")
    assert isinstance(kpi, Kpi)
    assert (kpi.measure, kpi.largest) == (Measure.PERCENT, Decimal(1))


def test_owners_named_for_the_first_time_are_entered_once(plan: Store) -> None:
    found = look(plan, FileKind.KPIS, "code,负责人\nA,李雷\nB,李雷\nC,Ann\nD,王芳\n")
    assert [notice.parameters for notice in found.notices] == [{"names": ("李雷", "Ann")}]
    record_preview(plan, found, actor="test", at=NOW)
    people = {person.name_zh or person.name_en for person in records(plan, "people") if isinstance(person, Person)}
    assert people == {"王芳", "李雷", "Ann"}


def test_a_target_is_read_in_the_unit_of_its_kpi(plan: Store) -> None:
    text = (
        "指标,目标值,基线,权重,路径,周占比,所属目标\n"
        "毛利率,35%,0.3,20%,,,增长\n"
        "REV,1.2万,1000,1,按周,10% 20% 20% 20% 20% 10%,\n"
    )
    target = imported(plan, FileKind.TARGETS, text, "targets", "kpi", "k-gm")
    assert isinstance(target, Target)
    assert (target.target, target.baseline, target.weight, target.objective) == (
        Decimal("0.35"),
        Decimal("0.3"),
        Decimal("0.2"),
        "o",
    )
    weekly = next(record for record in records(plan, "targets") if isinstance(record, Target) and record.kpi == "k-rev")
    assert (weekly.target, weekly.path, weekly.weekly_split) == (Decimal(12000), Path.WEEKLY, "0.1 0.2 0.2 0.2 0.2 0.1")


@pytest.mark.parametrize(
    ("text", "line", "column", "code", "reason"),
    [
        ("kpi,target\nXYZ,1", 2, "kpi", "unknown_kpi", None),
        ("kpi,target\nREV,1\n销售额,2", 2, None, "duplicate_key", None),
        ("kpi,target\nREV,12%", 2, "target", "percent_not_allowed", None),
        ("kpi,target\nGM,35", 2, "target", "ambiguous_percent", None),
        ("kpi,target\nREV,x", 2, "target", "bad_number", None),
        ("kpi,target,lower,upper\nREV,1,2,3", 2, None, "bad_value", "target_or_range"),
        ("kpi,lower,upper\nREV,3,2", 2, None, "bad_value", "range_reversed"),
        ("kpi,weight\nREV,-1", 2, "weight", "out_of_range", None),
        ("kpi,path,weekly_split\nREV,weekly,50% 50%", 2, "weekly_split", "bad_value", "share_for_each_week"),
        ("kpi,path,weekly_split\nREV,weekly,half", 2, "weekly_split", "bad_value", "not_shares"),
        ("kpi,objective\nREV,O2", 2, "objective", "no_such_reference", None),
        ("kpi,commitment\nREV,maybe", 2, "commitment", "bad_choice", None),
    ],
)
def test_a_target_that_cannot_be_is_refused(
    looked_at: Store, text: str, line: int, column: str | None, code: str, reason: str | None
) -> None:
    problem = look(looked_at, FileKind.TARGETS, text).problems[0]
    assert (problem.line, problem.column, problem.code) == (line, column, code)
    assert problem.parameters.get("reason") == reason


def test_a_budget_line_is_found_by_its_name_or_made(plan: Store) -> None:
    text = (
        "科目,预算金额,收支,类别,分期方式,分期明细\n广告费,2000,,营销,指定日期,5=40% 20=60%\n销售收入,5万,收入,自营,,\n"
    )
    line = imported(plan, FileKind.BUDGET, text, "budgets", "code", "ADS")
    assert isinstance(line, Budget)
    assert (line.line, line.name_zh, line.original, line.category) == ("b-ads", "广告费", Decimal(2000), "marketing")
    assert (line.phasing, line.phasing_detail) == (Phasing.DATED, "5=0.4 20=0.6")
    made = next(
        record for record in records(plan, "budgets") if isinstance(record, Budget) and record.code == "销售收入"
    )
    assert (made.original, made.kind, made.category) == (Decimal(50000), BudgetKind.REVENUE, "自营")


@pytest.mark.parametrize(
    ("text", "column", "code"),
    [
        ("line,kind\nNEW,cost", None, "missing_value"),
        ("line,amount\nADS,", "amount", "missing_value"),
        ("line,amount\nADS,12%", "amount", "percent_not_allowed"),
        ("line,kind\nADS,开销", "kind", "bad_choice"),
        ("line,phasing,phasing_detail\nADS,seasonal,XYZ", "phasing_detail", "unknown_kpi"),
        ("line,phasing,phasing_detail\nADS,dated,mid month", None, "bad_value"),
    ],
)
def test_a_budget_line_that_cannot_be_is_refused(looked_at: Store, text: str, column: str | None, code: str) -> None:
    assert faults(look(looked_at, FileKind.BUDGET, text)) == [(2, column, code)]


@pytest.mark.parametrize("kind", FIELDS)
def test_a_header_means_one_field(kind: FileKind) -> None:
    names = [name for field in FIELDS[kind] for name in {heading(text).name for text in (field.name, *field.headers)}]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("field", CHOICES)
def test_a_word_means_one_choice(field: str) -> None:
    for choice, words in CHOICES[field].items():
        assert [Choice(field)(word) for word in (choice.value, choice.value.upper(), *words)] == [choice] * (
            len(words) + 2
        )
