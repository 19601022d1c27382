"""Plans to begin with: what the built-in plan templates hold, and that a new plan is one change."""

import json
import re
from calendar import monthrange
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from planlib.cli import main
from planlib.errors import RefusedError
from planlib.locale import BOTH, language
from planlib.metrics.periods import Calendar
from planlib.metrics.verbs import has_verb, several_verbs, vague_verb
from planlib.model import Kpi, Person, Strategy, Team
from planlib.snapshot import Snapshot, open_snapshot
from planlib.starting import NewPlan, TemplateCode, customs, new_plan, new_team, plan_templates, start_plan
from planlib.starting.plan_template import day_of
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record, undo
from planlib.store.tables import TABLES
from planlib.vocabulary import ChangeKind, PlanState, SmartCode, SmartVerdict

AT = datetime(2026, 9, 25, 9, tzinfo=UTC)
TEAM = new_team("shop", name_zh="店铺组", name_en="Shop team")
LEAD = Person(person="fang", team=TEAM.team, name_zh="王芳")
MONTHS = [date(2026, 10, 1), date(2027, 2, 1)]
"""Those of the Golden Week and of the Spring Festival, in which there are fewest working days."""
BOTH_LANGUAGES = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z]")
TOLD_TWICE = ("action", "contingency", "source")
"""Fields that have the Chinese and the English text in one."""


def begun(store: Store, code: TemplateCode | None, month: date = MONTHS[0], team: Team = TEAM) -> NewPlan:
    template = plan_templates()[code] if code else None
    plan = new_plan(store, team, month, template, lead=LEAD, budget=Decimal(500_000))
    start_plan(store, plan, actor="local", at=AT)
    return plan


def opened(store: Store, plan: NewPlan) -> Snapshot:
    return open_snapshot(store, "local", plan.key, today=plan.key.month)


@pytest.mark.parametrize("month", MONTHS, ids=str)
@pytest.mark.parametrize("code", TemplateCode)
def test_a_template_makes_a_plan_that_only_people_can_complete(store: Store, code: TemplateCode, month: date) -> None:
    snapshot = opened(store, begun(store, code, month))
    assert snapshot.plan.state is PlanState.DRAFT
    assert len(snapshot.objectives()) >= 4
    assert len(snapshot.kpis()) >= 10
    letters = [letter for line in snapshot.smart for letter in line.letters if letter.verdict is not SmartVerdict.PASS]
    assert {letter.code for letter in letters} == {SmartCode.NOT_CONFIRMED, SmartCode.NO_BASELINE}
    tasks, last = snapshot.tasks, snapshot.key.last_day
    assert [line.task.code for line in tasks if not month <= line.start <= line.finish <= last] == []
    assert [line.risk.code for line in snapshot.risks().lines if line.queries or not line.risk.contingency] == []
    assert snapshot.budget().cost.budget == 500_000


@pytest.mark.parametrize("code", TemplateCode)
def test_a_template_says_everything_in_both_languages(store: Store, code: TemplateCode) -> None:
    plan, chinese, english = new_plan(store, TEAM, MONTHS[0], plan_templates()[code]), *BOTH_LANGUAGES
    records = [record for table, rows in plan.rows.items() if table != "calendar_days" for record in rows]
    for one in [*records, plan_templates()[code].about]:
        texts = one.model_dump()
        for field, text in texts.items():
            if field.endswith("_zh"):
                assert chinese.search(text), (field, one)
            elif field.endswith("_en"):
                assert english.search(text), (field, one)
                assert not chinese.search(text), (field, one)
            elif field in TOLD_TWICE and text:
                halves = text.split(BOTH)
                assert len(halves) == 2, one
                assert [language(tongue).own(text) for tongue in ("zh", "en")] == halves, one
    titles = [goal.model_dump()[f"title_{tongue}"] for goal in plan.rows["objectives"] for tongue in ("zh", "en")]
    assert [title for title in titles if vague_verb(title) or several_verbs(title) or not has_verb(title)] == []


@pytest.mark.parametrize("code", [None, *TemplateCode])
def test_taking_it_back_takes_all_of_it(store: Store, code: TemplateCode | None) -> None:
    begun(store, code)
    undo(store, store.last_change(), actor="local", at=AT)
    assert [name for name in TABLES if current(store, name)] == []


def test_an_empty_plan_has_a_team_a_calendar_and_nothing_else(store: Store) -> None:
    plan = begun(store, None)
    assert list(plan.rows) == ["teams", "calendar_days", "people", "plans"]
    snapshot = opened(store, plan)
    assert (snapshot.kpis(), snapshot.tasks, snapshot.smart) == ((), (), ())
    assert snapshot.plan.title_en == "Shop team: plan of October 2026"


def test_what_the_team_has_already_is_used_and_not_doubled(store: Store) -> None:
    gmv = Kpi(kpi="own", team=TEAM.team, code="gmv", name_zh="成交")
    strategy = Strategy(strategy="s", team=TEAM.team, code="growth")
    writes = [Write("teams", [TEAM]), Write("strategies", [strategy]), Write("kpis", [gmv])]
    record(store, writes, actor="local", kind=ChangeKind.EDIT, at=AT)
    snapshot = opened(store, begun(store, TemplateCode.ECOMMERCE))
    standing = {stored.record.code: stored.record for stored in current(store, "kpis")}
    assert standing["gmv"] == gmv
    assert {line.kpi.kpi for line in snapshot.kpis()} == {kpi.kpi for kpi in standing.values()}
    growth = next(line.objective for line in snapshot.objectives() if line.objective.code == "growth")
    assert growth.strategy == "s"
    november = begun(store, TemplateCode.ECOMMERCE, date(2026, 11, 1))
    assert not {"teams", "kpis", "strategies", "people", "calendar_days"} & november.rows.keys()


def test_what_cannot_begin_is_refused(store: Store) -> None:
    begun(store, None)
    with pytest.raises(RefusedError, match="plan_exists"):
        new_plan(store, TEAM, MONTHS[0])
    with pytest.raises(RefusedError, match="team_exists"):
        new_plan(store, new_team("shop"), MONTHS[1])
    with pytest.raises(RefusedError, match="team_code"):
        new_team("shop/north")


def test_somebody_else_may_be_faster(store: Store) -> None:
    late = new_plan(store, TEAM, MONTHS[0], plan_templates()[TemplateCode.SAAS])
    begun(store, None)
    with pytest.raises(RefusedError, match="plan_exists"):
        start_plan(store, late, actor="local", at=AT)


@pytest.mark.parametrize(
    ("text", "day"),
    [("D15", 15), ("D31", 28), ("WD1", 1), ("WD6", 11), ("WD-1", 26), ("WD-3", 24), ("WD23", 26), ("WD-23", 1)],
)
def test_days_are_told_by_the_month(text: str, day: int) -> None:
    spring_festival = Calendar({date(2027, 2, day): False for day in range(6, 11)})
    assert monthrange(2027, 2) == (0, 28)
    assert day_of(text, date(2027, 2, 1), spring_festival) == date(2027, 2, day)


def test_a_day_that_is_none_is_a_fault() -> None:
    with pytest.raises(ValueError, match="D0"):
        day_of("D0", MONTHS[0], Calendar())


def test_a_new_team_does_as_is_usual_in_its_country() -> None:
    assert customs("CN") == ("Asia/Shanghai", "CNY", 0)
    assert customs("US") == ("America/New_York", "USD", 6)
    assert customs("") == ("UTC", "USD", 0)
    assert new_team("berlin", country="DE", first_weekday=6).first_weekday == 6


# the command line


def run(database: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--db", str(database), "--lang", "en", *arguments], catch_exceptions=False)


def test_a_plan_is_made_on_the_command_line(tmp_path: Path) -> None:
    database = tmp_path / "plan.duckdb"
    run(database, "init")
    options = (
        "--template",
        "saas",
        "--lead",
        "Ann",
        "--budget",
        "90000",
        "--name-en",
        "Cloud",
        "--country",
        "DE",
        "--json",
    )
    made = run(database, "new", "cloud/2026-12", *options)
    assert made.exit_code == 0
    assert made.stderr == "cloud/2026-12 is made as a draft (change 1).\n"
    document = json.loads(made.stdout)
    assert (document["plan"], document["template"], document["change_id"]) == ("cloud/2026-12", "saas", 1)
    assert document["rows"]["people"] == 1
    again = run(database, "new", "cloud/2026-12")
    assert (again.exit_code, again.stderr) == (1, "There is a plan for December 2026 already.\n")
    assert run(database, "new", "cloud/2027-01", "--lead", "Ann").exit_code == 0
    said = run(database, "show", "tasks", "--plan", "cloud/2026-12", "--json")
    assert {task["owner"] for task in json.loads(said.stdout)["tasks"]} != {None}


@pytest.mark.parametrize(
    ("arguments", "about"),
    [
        (("cloud-2026",), "PLAN: “cloud-2026” is not TEAM/YYYY-MM."),
        (("cloud/2026-12", "--country", "XX"), "--country: “XX” is no country's code."),
        (("cloud/2026-12", "--timezone", "Mars"), "--timezone: “Mars” is no time zone."),
        (("there/2026-12", "--name-en", "x"), "--name-en: The team “there” exists already"),
    ],
)
def test_wrong_usage_is_told(tmp_path: Path, arguments: tuple[str, ...], about: str) -> None:
    database = tmp_path / "plan.duckdb"
    run(database, "init")
    run(database, "new", "there/2026-11")
    wrong = run(database, "new", *arguments)
    assert wrong.exit_code == 2
    assert wrong.stderr.startswith(about)
