"""The trends page shows what was published for real files, several KPIs, weeks whole or cut, and moved holidays."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from planlib.cli import main
from planlib.findings import days_name
from planlib.locale import language
from planlib.metrics.periods import month_start, week_start
from planlib.model import Actual, Kpi, Plan, Record, Team
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import Aggregation, ChangeKind, Expected, Frequency, Gaps, Measure, PlanState
from tests import published_cases as published
from tests.test_pages_budget_trends import CHINESE, exact, html, plain_text, rows, shown, words

BOXES, PERIODS = "Last week", "Periods"
"""How the captions of the tables begin."""


def make(path: Path, team: Team, months: Sequence[date], kpis: Sequence[Kpi], actuals: Sequence[Actual] = ()) -> None:
    plans = [Plan(team=team.team, month=month, state=PlanState.ACTIVE) for month in months]
    tables: dict[str, Sequence[Record]] = {"teams": [team], "plans": plans, "kpis": kpis, "actuals": actuals}
    store = Store.open(path, create=True)
    writes = [Write(table, rows) for table, rows in tables.items() if rows]
    record(store, writes, actor="test", kind=ChangeKind.RESTATEMENT, at=datetime.now(UTC))
    store.close()


def kpi(code: str, **fields: object) -> Kpi:
    return Kpi.model_validate({"kpi": code, "team": "t", "code": code, "expected": Expected.CALENDAR, **fields})


def load(path: Path, plan: str, name: str, kpi: str, *columns: str) -> None:
    """Import a KPI from a published daily table, as a person would by the command line."""
    file = published.FOLDER / name
    common = ["--plan", plan, "--set", f"kpi={kpi}", "--total", "--history", "--map", "day=day"]
    mapped = [part for column in columns for part in ("--map", column)]
    done = CliRunner().invoke(main, ["--db", str(path), "import", "actuals", str(file), *common, *mapped])
    assert done.exit_code == 0, done.output


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "plan.duckdb"
    monkeypatch.setenv("PLANLIB_DB", str(path))
    return path


def boxes(app: AppTest) -> dict[str, str]:
    """The rows of the boxes by the name that each begins with."""
    names = ("Last week", "Last whole month", "Month to date", "Quarter to date", "Year to date")
    found = rows(app, BOXES)
    return {name: row for name in names for row in found if plain_text(row).startswith(name)}


# published cases

K08, K10 = published.K08, published.K10


@pytest.fixture
def views(database: Path) -> Path:
    """Put the published page views in view; their weeks end on Saturday, and what was before the file's days is 0."""
    views = kpi("views", gaps=Gaps.ZERO)
    make(database, Team(team="t", code="t", first_weekday=6), [month_start(K08.given["day"])], [views])
    load(database, "t/2021-09", K08.given["daily"], "views", "value=page_views")
    return database


@pytest.mark.usefixtures("views")
def test_six_weeks_beside_the_year_before_as_published() -> None:
    app = shown("trends", "en-US", kpi="views")
    newest = [exact(row)[:2] for row in rows(app, PERIODS)[:6]]
    assert [week for week, _last_year in reversed(newest)] == K08.expected["weeks"]
    assert [last_year for _week, last_year in reversed(newest)] == K08.expected["weeks_last_year"]
    last_week = plain_text(boxes(app)["Last week"])
    assert last_week.startswith("Last week 19–25 Sept")
    assert f"+{K08.expected['week_over_week']:.1f}% WoW" in last_week
    assert last_week.endswith(f"+{K08.expected['week_over_year']:.1f}%")


@pytest.mark.usefixtures("views")
@pytest.mark.parametrize("name", ["month_to_date", "quarter_to_date", "year_to_date"])
def test_what_is_to_date_beside_the_year_before_as_published(name: str) -> None:
    value, change = K08.expected[name]
    row = boxes(shown("trends", "en-US", kpi="views"))[name.replace("_", " ").capitalize()]
    assert exact(row)[0] == value
    assert f"+{change:.1f}%" in plain_text(row).split()


@pytest.mark.usefixtures("views")
def test_whole_months_as_published_and_none_that_is_running() -> None:
    app = shown("trends", "en-US", kpi="views", grain="month")
    periods = {plain_text(row)[: len("September 2021")]: row for row in rows(app, PERIODS)}
    for month, value in K08.expected["months"].items():
        row = next(row for name, row in periods.items() if name.startswith(language("en").month(month)))
        assert exact(row)[0] == value
    weeks, months, *_more = (json.loads(chart.proto.spec) for chart in app.get("plotly_chart"))
    (drawn,) = (trace for trace in months["data"] if trace["name"] == "Actual")
    assert (drawn["x"][0], drawn["x"][-1], len(drawn["x"])) == ("2020-09-01", "2021-08-01", 12)
    (drawn,) = (trace for trace in weeks["data"] if trace["name"] == "Last year")
    assert drawn["y"] == K08.expected["weeks_last_year"]


def test_a_mean_a_sum_and_their_ratio_as_published(database: Path) -> None:
    day, name = K10.given["day"], K10.given["daily"]
    kpis = [
        kpi("base", aggregation=Aggregation.MEAN),
        kpi("new"),
        kpi("churn", aggregation=Aggregation.RATIO, measure=Measure.PERCENT),
    ]
    make(database, Team(team="t", code="t", first_weekday=6), [month_start(day)], kpis)
    load(database, "t/2022-04", name, "base", "value=paid")
    load(database, "t/2022-04", name, "new", "value=new_paid")
    load(database, "t/2022-04", name, "churn", "value=churned", "base=paid")
    pages = {one.code: shown("trends", "en-US", kpi=one.code) for one in kpis}

    def weeks(code: str) -> list[float]:
        return [float(exact(row)[0]) for row in rows(pages[code], PERIODS)[:6]][::-1]

    def to_date(code: str, name: str) -> float:
        return float(exact(boxes(pages[code])[name])[0])

    assert weeks("base") == pytest.approx(K10.expected["base"], abs=K10.tolerance)
    assert weeks("new") == K10.expected["new"]
    per_week = [rate / 100 * 7 for rate in weeks("churn")]
    assert per_week == pytest.approx(K10.expected["churn"], abs=K10.tolerance), "published per customer of a mean day"
    assert to_date("base", "Month to date") == pytest.approx(K10.expected["april_base"], abs=K10.tolerance)
    assert to_date("churn", "Last whole month") / 100 * 30 == pytest.approx(K10.expected["april_churn"], abs=2e-5)
    assert to_date("base", "Year to date") == pytest.approx(K10.expected["year_base"], abs=K10.tolerance)


def test_weeks_have_the_iso_numbers_that_are_published(database: Path) -> None:
    around = {day: [day + timedelta(days=n) for n in range(-7, 8)] for day in published.T09.expected}
    actuals = [Actual(kpi="k", day=one, value=Decimal(1)) for days in around.values() for one in days]
    make(database, Team(team="t", code="t"), [month_start(day) for day in around], [kpi("k")], actuals)
    for day, week in published.T09.expected.items():
        app = shown("trends", "en-US", month=f"{day:%Y-%m}")
        monday = week_start(day)
        name = f"{days_name(language('en'), monday, monday + timedelta(days=6))} W{week} "
        assert any(plain_text(row).startswith(name) for row in rows(app, PERIODS)), name


def test_compound_growth_as_published(database: Path) -> None:
    intervals, start, end = published.T11.given["growth"][1]
    months = [date(2026, month, 1) for month in range(1, intervals + 2)]
    values = [start, *range(start + 1, start + intervals), end]
    actuals = [Actual(kpi="k", day=month, value=Decimal(value)) for month, value in zip(months, values, strict=True)]
    stock = kpi("k", frequency=Frequency.MONTH, aggregation=Aggregation.LAST)
    make(database, Team(team="t", code="t"), [months[-1]], [stock], actuals)
    assert f"+{published.T11.expected['rates'][1]:.2%} a month" in words(shown("trends", "en-US"))


# the sample plan


@pytest.fixture
def sample(sample_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANLIB_DB", str(sample_file))


@pytest.mark.usefixtures("sample")
def test_several_kpis_stand_in_the_order_of_the_address_each_with_a_link_to_its_own_page() -> None:
    app = shown("trends", "en-US", kpi="refund_rate,gmv,nps")
    links = re.findall(r'href="trends\?[^"]*kpi=(\w+)', html(app))
    assert links == ["refund_rate", "gmv", "nps"]
    assert html(app).count(f'aria-label="{BOXES}') == 3
    assert len(app.get("plotly_chart")) == 5, "a monthly KPI has no weeks"
    assert "1 KPI is worse than last year: Refund rate." in words(app)
    assert not CHINESE.findall(words(app))


@pytest.mark.usefixtures("sample")
def test_kpis_are_added_taken_away_and_exchanged_in_the_address() -> None:
    app = shown("trends", kpi="gmv")
    app.main.multiselect[0].select("orders").run()
    app.main.multiselect[0].select("refund_rate").run()
    assert app.query_params["kpi"] == "gmv,orders,refund_rate"
    app.main.selectbox[0].select("orders").run()
    assert app.query_params["kpi"] == "orders,refund_rate"
    app.main.multiselect[0].unselect("refund_rate").run()
    assert app.query_params["kpi"] == "orders"
    assert "逐期对比" in words(app), "all about a single KPI"


@pytest.mark.usefixtures("sample")
def test_a_kpi_that_there_is_not_is_told() -> None:
    page = words(shown("trends", "en-US", kpi="gmv,nobody,orders"))
    assert "“nobody”, which there is not. This is Gross merchandise value, Orders." in page
    assert "Trends · 2 KPIs" in page


@pytest.mark.usefixtures("sample")
def test_rates_differ_by_basis_points_and_a_dash_has_its_reason() -> None:
    row = boxes(shown("trends", "en-US", kpi="refund_rate"))["Last week"]
    assert re.search(r"\+2 WoW .* \+115$", plain_text(row))
    assert 'title="+1.15 pp"' in row
    assert re.search(
        r"Month to date .* — values are missing",
        plain_text(boxes(shown("trends", "en-US", kpi="nps"))["Month to date"]),
    )


@pytest.mark.usefixtures("sample")
def test_weeks_cut_at_the_months_edges_are_told_and_compared_per_day() -> None:
    app = shown("trends", "en-US", kpi="gmv", weeks="cut")
    pieces = {plain_text(row).split(" W")[0]: row for row in rows(app, PERIODS)}
    assert "weeks cut at the months' edges, compared per day" in words(app)
    first, last = pieces["28–30 Sept"], pieces["1–4 Oct"]
    whole = next(row for row in rows(shown("trends", "en-US", kpi="gmv"), PERIODS) if "28 Sept–4 Oct" in row)
    assert exact(first)[0] + exact(last)[0] == exact(whole)[0]
    assert exact(last)[1] == pytest.approx(exact(last)[0] / 4, abs=Decimal("0.01"))
    per_day = [exact(row)[1] for row in (last, first)]
    assert f"{per_day[0] / per_day[1] - 1:+.1%}".replace("-", "−") in plain_text(last)


@pytest.mark.usefixtures("sample")
def test_the_spring_festival_and_the_national_day_are_told_where_they_moved_working_days() -> None:
    months = rows(shown("trends", kpi="new_items", grain="month"), "各期")
    february = plain_text(next(row for row in months if "2026年2月" in row))
    assert re.search(r"≠ 16 个工作日，上期 2\d 个 每工作日 [+−]", february)
    weeks = rows(shown("trends", kpi="refund_rate"), "各期")
    national_day = plain_text(next(row for row in weeks if "9月28日–10月4日" in row))
    assert "≠ 3 个工作日，上期 4 个" in national_day
    assert "≠ 3 个工作日，去年 2 个" in national_day
    assert "每工作日" not in national_day, "a rate is no sum"
