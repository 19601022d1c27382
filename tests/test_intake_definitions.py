"""KPIs, targets, budget lines, people and goals from files: field by field, in either language's words."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from planlib.intake.checking.definitions import DEFINITIONS
from planlib.intake.mapping.fields import CHOICES, FIELDS
from planlib.intake.mapping.map import heading, recognised
from planlib.intake.mapping.names import Choice
from planlib.intake.preview import record_preview
from planlib.locale import LANGUAGES, language
from planlib.locale.field_words import field_word
from planlib.locale.sentences import problem_sentence
from planlib.model import Budget, Kpi, Objective, Person, PlanKey, Strategy, Target
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import (
    Aggregation,
    BudgetKind,
    ChangeKind,
    Direction,
    Expected,
    FileKind,
    Frequency,
    Gaps,
    Measure,
    ObjectiveKind,
    Path,
    Phasing,
)
from tests.intake_plan import MARCH, NOW, faults, look, make_plan, plan_in_memory, records


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


@pytest.fixture(scope="module")
def looked_at() -> Iterator[Store]:
    """Give one plan for the tests that record nothing."""
    with plan_in_memory() as store:
        yield store


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
    record_preview(plan, found, actor="test", at=NOW, reason="test")
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


def test_a_budget_line_takes_quantity_and_price_for_its_amount_and_says_with_what_it_moves(plan: Store) -> None:
    text = (
        "科目,数量,数量单位,单价,随之变动的指标,变动部分,还要发生,估计截至\n"
        "短信,30000,条,0.05,订单数,80%,400,2025-03-20\n"
    )
    line = imported(plan, FileKind.BUDGET, text, "budgets", "code", "短信")
    assert isinstance(line, Budget)
    assert (line.original, line.quantity, line.unit, line.price) == (1500, 30000, "条", Decimal("0.05"))
    assert (line.driver, line.variable) == ("k-ord", Decimal("0.8"))
    assert (line.to_complete, line.estimated) == (400, date(2025, 3, 20))
    again = "budget line,quantity,unit price\n短信,30000,0.06\n"
    changed = look(plan, FileKind.BUDGET, again)
    assert (changed.changed, [one.code for one in changed.warnings]) == (1, ["product_differs"])


def test_a_budget_of_another_month_and_revenue_that_would_count_as_a_cost_need_a_tick(plan: Store) -> None:
    text = "期间,科目,金额\n2025-04,房租,1\n2025-03,销售收入,1\n3月,Sales costs,1\n,Sales,1\n"
    found = look(plan, FileKind.BUDGET, text)
    assert [(one.line, one.code) for one in found.warnings] == [
        (2, "other_month"),
        (3, "cost_by_default"),
        (5, "cost_by_default"),
    ]
    assert problem_sentence(language("en"), found.warnings[0]).endswith(
        "April 2025, which is not the month of the plan."
    )
    said = look(plan, FileKind.BUDGET, text, constants={"kind": "cost"})
    assert [one.line for one in said.warnings] == [2]


@pytest.mark.parametrize(
    ("row", "warned"),
    [
        ("1000,,300,4", {"quantity": 300, "price": 4, "product": 1200, "amount": 1000}),
        ("1200,,300,4", None),
        ("1000,1200,300,4", None),
        ("1200,1000,300,4", None),
        ("10000,,3000,3.33", None),
        ("9970,,3000,3.33", {"quantity": 3000, "price": Decimal("3.33"), "product": 9990, "amount": 9970}),
        ("1000,,,4", None),
    ],
    ids=["differs", "agrees", "revised agrees", "original agrees", "rounded price", "cents", "no quantity"],
)
def test_quantity_times_price_is_held_against_the_amount(
    looked_at: Store, row: str, warned: dict[str, Decimal] | None
) -> None:
    found = look(looked_at, FileKind.BUDGET, f"line,amount,revised,quantity,price\nSMS,{row}\n")
    told = [{name: one.parameters[name] for name in warned or {}} for one in found.warnings]
    assert (faults(found), told) == ([], [warned] if warned else [])


@pytest.mark.parametrize(
    ("text", "column", "code"),
    [
        ("line,kind\nNEW,cost", None, "missing_value"),
        ("line,quantity,price\nNEW,3,", None, "missing_value"),
        ("line,amount,driver\nADS,5,nobody", "driver", "unknown_kpi"),
        ("line,amount,variable\nADS,5,80", "variable", "ambiguous_percent"),
        ("line,amount,variable\nADS,5,180%", "variable", "out_of_range"),
        ("line,amount\nADS,", "amount", "missing_value"),
        ("line,amount\nADS,12%", "amount", "percent_not_allowed"),
        ("line,kind\nADS,开销", "kind", "bad_choice"),
        ("line,phasing,phasing_detail\nADS,seasonal,XYZ", "phasing_detail", "unknown_kpi"),
        ("line,phasing,phasing_detail\nADS,dated,mid month", None, "bad_value"),
    ],
)
def test_a_budget_line_that_cannot_be_is_refused(looked_at: Store, text: str, column: str | None, code: str) -> None:
    assert faults(look(looked_at, FileKind.BUDGET, text)) == [(2, column, code)]


def test_people_are_known_by_their_names_and_entered_once(plan: Store) -> None:
    text = "姓名,英文名\n王芳,Fang Wang\n李雷,Li Lei\nAnn,\n"
    found = look(plan, FileKind.PEOPLE, text)
    assert (faults(found), found.added, found.changed) == ([], 2, 1)
    record_preview(plan, found, actor="test", at=NOW, reason="test")
    people = {(one.name_zh, one.name_en) for one in records(plan, "people") if isinstance(one, Person)}
    assert people == {("王芳", "Fang Wang"), ("李雷", "Li Lei"), ("", "Ann")}
    assert look(plan, FileKind.PEOPLE, text).unchanged == 3


def test_people_may_have_both_names_in_a_cell_and_a_unit_after_their_hours(plan: Store) -> None:
    found = look(plan, FileKind.PEOPLE, "姓名,每日工时\n钱多多 / Dora Qian,6小时\n买买提·阿卜杜拉,7.5 h\n")
    assert faults(found) == []
    record_preview(plan, found, actor="test", at=NOW, reason="test")
    people = {one.name_zh: (one.name_en, one.capacity) for one in records(plan, "people") if isinstance(one, Person)}
    assert people["钱多多"] == ("Dora Qian", 6)
    assert people["买买提·阿卜杜拉"] == ("", Decimal("7.5"))


def test_a_staff_number_names_the_same_person_in_the_next_file(plan: Store) -> None:
    text = "person,name\nE007,李雷\nE008,Ann\n"
    person = imported(plan, FileKind.PEOPLE, text, "people", "name_zh", "李雷")
    assert isinstance(person, Person)
    again = look(plan, FileKind.PEOPLE, "person,name\nE007,李磊\nE008,Ann\n")
    assert (again.added, again.changed, again.unchanged) == (0, 1, 1)
    assert again.changes[0].after == person.model_copy(update={"name_zh": "李磊"})


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("person,name\n王芳,\nWang Fang,\n", [(2, None, "duplicate_key"), (3, None, "duplicate_key")]),
        ("person,name\n,Ann\n", [(2, "person", "missing_value")]),
    ],
)
def test_a_person_that_cannot_be_is_refused(
    looked_at: Store, text: str, problems: list[tuple[int, str | None, str]]
) -> None:
    assert faults(look(looked_at, FileKind.PEOPLE, text)) == problems


def test_a_goal_is_read_in_either_languages_words(plan: Store) -> None:
    strategy = Strategy(strategy="s", team="t", code="S1", title_zh="拉新", title_en="New customers")
    record(plan, [Write("strategies", [strategy])], actor="test", kind=ChangeKind.EDIT, at=NOW)
    chinese = (
        "目标代码,上级目标,标题,英文标题,评分依据,负责人,截止日,权重,优先级,完成标准,策略\n"
        "O2,增长,守住毛利,Hold the margin,里程碑,王芳,3月20日,40%,2,毛利率不低于 30%,拉新\n"
    )
    english = (
        "objective,parent,title_zh,title,kind,owner,due,weight,priority,standard_zh,serves\n"
        "O2,O1,守住毛利,Hold the margin,qualitative,Wang Fang,2025-03-20,0.4,2,毛利率不低于 30%,New customers\n"
    )
    goal = imported(plan, FileKind.OBJECTIVES, chinese, "objectives", "code", "O2")
    assert isinstance(goal, Objective)
    assert goal == Objective(
        team="t",
        month=MARCH,
        objective=goal.objective,
        code="O2",
        parent="o",
        title_zh="守住毛利",
        title_en="Hold the margin",
        kind=ObjectiveKind.QUALITATIVE,
        owner="p",
        due=date(2025, 3, 20),
        weight=Decimal("0.4"),
        priority=2,
        standard_zh="毛利率不低于 30%",
        strategy="s",
    )
    assert look(plan, FileKind.OBJECTIVES, english).unchanged == 1


def test_a_goal_may_be_part_of_one_that_stands_below_it_in_the_file(plan: Store) -> None:
    text = "objective,parent,title\nO3,开店,Shanghai\nO2,O1,开店\nO1,,更快增长\nO4,更快增长,\n"
    found = look(plan, FileKind.OBJECTIVES, text)
    assert (faults(found), found.added, found.changed) == ([], 3, 1)
    record_preview(plan, found, actor="test", at=NOW, reason="test")
    goals = {one.code: one for one in records(plan, "objectives") if isinstance(one, Objective)}
    parents = {
        code: next((one.code for one in goals.values() if one.objective == goal.parent), None)
        for code, goal in goals.items()
    }
    assert parents == {"O1": None, "O2": "O1", "O3": "O2", "O4": "O1"}


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ("O2,O2,,,", [(2, "parent", "bad_value")]),
        ("O1,O2,,,\nO2,O3,,,\nO3,O1,,,", [(line, "parent", "bad_value") for line in (2, 3, 4)]),
        (
            "O2,O1,,,\nO3,O2,,6,\nO4,O3,,,\nO5,O4,,,",
            [
                (3, "priority", "out_of_range"),
                (4, "parent", "no_such_reference"),
                (5, "parent", "no_such_reference"),
            ],
        ),
        ("O2,O9,,,", [(2, "parent", "no_such_reference")]),
        ("O2,,,2.5,", [(2, "priority", "bad_number")]),
        ("O2,,,,S9", [(2, "serves", "no_such_reference")]),
        ("O2,,2025-03,,", [(2, "due", "bad_date")]),
        (f"{'O' * 65},,,,", [(2, "objective", "too_long")]),
        ("O2,,,,\nO2,,,1,", [(2, None, "duplicate_key"), (3, None, "duplicate_key")]),
    ],
)
def test_a_goal_that_cannot_be_is_refused(
    looked_at: Store, rows: str, problems: list[tuple[int, str | None, str]]
) -> None:
    text = f"objective,parent,due,priority,serves\n{rows}\n"
    assert faults(look(looked_at, FileKind.OBJECTIVES, text)) == problems


def test_a_closed_plan_takes_people_and_kpis_but_no_goals(plan: Store) -> None:
    february = PlanKey("t", date(2025, 2, 1))
    for kind, text, problems in (
        (FileKind.PEOPLE, "person,name\nE007,李雷\n", []),
        (FileKind.KPIS, "code,name\nNPS,推荐度\n", []),
        (FileKind.OBJECTIVES, "objective,title\nO2,开店\n", [(2, None, "closed_period")]),
    ):
        found = look(plan, kind, text, february)
        assert faults(found) == problems
        assert problems or record_preview(plan, found, actor="test", at=NOW, reason="test") is not None


def test_who_is_named_in_refused_rows_alone_is_not_entered(plan: Store) -> None:
    found = look(plan, FileKind.OBJECTIVES, "objective,owner,priority\nO2,李雷,9\nO3,Ann,1\n")
    record_preview(plan, found, actor="test", at=NOW, reason="test", skip_bad=True)
    people = {one.name_zh or one.name_en for one in records(plan, "people") if isinstance(one, Person)}
    assert people == {"王芳", "Ann"}


@pytest.mark.parametrize("kind", DEFINITIONS)
def test_a_description_names_fields_and_attributes_that_there_are(kind: FileKind) -> None:
    definition, fields = DEFINITIONS[kind], {field.name: field for field in FIELDS[kind]}
    assert {definition.key, *definition.attributes, *definition.texts, *definition.numbers} <= fields.keys()
    assert fields[definition.key].needed
    for name, field in fields.items():
        attribute = definition.attribute(name)
        if name != definition.key and not definition.in_two_languages(name) and field.holds != "links":
            assert attribute in definition.of.fields
            assert field.holds != "name" or attribute in definition.refers


@pytest.mark.parametrize("name", LANGUAGES)
@pytest.mark.parametrize("kind", FIELDS)
def test_a_field_is_known_by_its_word_on_screen(kind: FileKind, name: str) -> None:
    for field in FIELDS[kind]:
        assert recognised(kind, (field_word(language(name), field.name, kind),)).keys() == {field.name}


@pytest.mark.parametrize("kind", FIELDS)
def test_a_header_means_one_field(kind: FileKind) -> None:
    names = [name for field in FIELDS[kind] for name in {heading(text).name for text in (field.name, *field.headers)}]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("field", CHOICES)
def test_a_word_means_one_choice(field: str) -> None:
    for choice, words in CHOICES[field].items():
        assert [Choice(CHOICES[field])(word) for word in (choice.value, choice.value.upper(), *words)] == [choice] * (
            len(words) + 2
        )
