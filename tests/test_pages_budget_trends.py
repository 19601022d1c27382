"""The budget and trends pages add up, trace to their rows, and say why where there is no number."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from markupsafe import Markup
from playwright.sync_api import Page
from streamlit.testing.v1 import AppTest

from planlib.findings import budget_finding, trend_finding
from planlib.locale import language
from planlib.locale.amounts import money
from planlib.locale.scale import settled
from planlib.model import Budget, Plan, PlanKey, Spend, Team
from planlib.place import ROOT
from planlib.sample import TEAM
from planlib.snapshot import BudgetTotal, Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import BudgetKind, ChangeKind, Grain, PlanState
from tools.serving import serving

CHINESE = re.compile(r"[\u4e00-\u9fff]")
WIDER = """[...document.querySelectorAll('.stMain :not(thead, thead *)')]
    .filter(one => one.getBoundingClientRect().right > 391).length"""
"""How many elements a phone of 390 pixels cuts off; the heads of tables are there for screen readers alone."""


@pytest.fixture(autouse=True)
def _database(sample_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANLIB_DB", str(sample_file))


@pytest.fixture(scope="module")
def snapshot(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Give the plan in view, read from a copy, as the app holds the file itself."""
    store = Store.open(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("budget"))))
    yield open_snapshot(store, "local", PlanKey(TEAM, date(2026, 10, 1)), today=datetime.now(UTC).date())
    store.close()


def shown(page: str, locale: str = "zh-CN", **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.context = {"locale": locale}
    app.query_params.update(address)
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    """All HTML of the page and of what is open beside it."""
    return " ".join(block.value for block in app.html if not block.value.startswith("<style>"))


def words(app: AppTest) -> str:
    return re.sub(r"\s+", " ", Markup(html(app)).striptags())


def rows(app: AppTest, caption: str = "") -> list[str]:
    """HTML of the rows, without the head, of the first table on the page, or of the one with that caption."""
    body = re.findall(rf'<table class="pl-table" aria-label="{caption}.*?<tbody>(.*?)</tbody>', html(app), re.DOTALL)[0]
    return re.findall(r"<tr.*?</tr>", body, re.DOTALL)


def plain_text(row: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", row))).strip()


def exact(row: str) -> list[Decimal]:
    """The exact amounts that a row shows to those who point at its numbers, in order."""
    titles = (unescape(title) for title in re.findall(r'<span title="([^"]*)"', row))
    return [Decimal(re.sub(r"[^\d.]", "", title)) * (-1 if "−" in title else 1) for title in titles]


# budget

COLUMNS = ("actual", "phased", "variance", "committed", "budget", "forecast")


def figures(total: BudgetTotal) -> list[Decimal]:
    found = {name: getattr(total, name) for name in COLUMNS}
    return [settled(found[name]) for name in COLUMNS]


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_budget_lines_add_up_to_their_totals_and_those_to_the_result(locale: str, snapshot: Snapshot) -> None:
    view, found = snapshot.budget(), rows(shown("budget", locale))
    heads = [number for number, row in enumerate(found) if "pl-group-row" in row]
    revenue, cost = found[heads[0] + 1 : heads[1]], found[heads[1] + 1 : -1]
    for lines, total in ((revenue, view.revenue), (cost, view.cost)):
        amounts = [exact(line) for line in lines]
        assert amounts[-1] == figures(total)
        for column, name in enumerate(COLUMNS):
            cents = Decimal(0) if name in ("actual", "committed", "budget") else Decimal("0.005") * len(lines)
            assert abs(sum(line[column] for line in amounts[:-1]) - amounts[-1][column]) <= cents
    assert exact(found[-1]) == figures(view.result)
    assert view.result.actual == view.revenue.actual - view.cost.actual


def test_budget_lines_stand_most_adverse_first_and_say_how_they_stand(snapshot: Snapshot) -> None:
    costs = [line for line in snapshot.budget().lines if line.budget.kind is BudgetKind.COST]
    texts = [plain_text(row) for row in rows(shown("budget"))[-len(costs) - 2 : -2]]
    assert [text.split()[0] for text in texts] == [line.budget.name_zh for line in costs]
    over, unit = costs[0], language("zh").number
    figures = [f"{unit(amount / 10_000, 1)}" for amount in (over.actual, over.phased)]
    assert texts[0].startswith(f"{over.budget.name_zh} 按自然日 超支 {' '.join(figures)} +")
    assert f"原 {unit(over.budget.original / 10_000, 1)}" in texts[0]
    assert "不利" in texts[0]
    assert any("未设分期，按工作日" in text for text in texts)


def test_the_budget_is_whole_in_english(snapshot: Snapshot) -> None:
    app = shown("budget", "en-US")
    assert budget_finding(language("en"), snapshot.budget(), "CNY", over=False) in words(app)
    assert not CHINESE.findall(words(app))


def test_a_line_opens_the_payments_behind_it(snapshot: Snapshot) -> None:
    app = shown("budget", line="ads")
    line = next(line for line in snapshot.budget().lines if line.budget.code == "ads")
    behind = snapshot.payments(line.budget.line)
    found = app.dataframe[0].value
    assert list(found["金额"]) == [row.spend.amount for row in behind]
    assert list(found["变更号"]) == [f"#{row.change_id}" for row in behind]
    assert sum(found["金额"][found["状态"] == "已发生"]) == line.actual
    (*parts, available) = (exact(row)[0] for row in rows(app, "从预算到可用余额"))
    assert parts[0] - sum(parts[1:]) == available == line.available
    committed = sum(found["金额"][found["状态"] == "已承诺"])
    settled_part = money(language("zh"), committed - line.committed, "CNY", exact=True)
    assert f"其中 {settled_part}已由注明该承诺的付款结清。" in words(app)


def test_a_month_that_is_over_stands_against_its_full_budget() -> None:
    page = words(shown("budget", month="2026-09"))
    assert re.search(r"收入比预算[多少] \S+；成本比预算[多少] \S+。", page)


@pytest.fixture
def small_plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put three months in view: money without a budget in March, no budget in February, revenue alone in January."""
    january, february, march = (date(2026, month, 1) for month in (1, 2, 3))
    treats = Budget(team="team", month=march, line="treats", code="treats", name_zh="<招待费>", original=Decimal(0))
    fees = Budget(
        team="team", month=january, line="fees", code="fees", kind=BudgetKind.REVENUE, original=Decimal("1000.50")
    )
    spend = [
        Spend(line="treats", payment="1", day=date(2026, 3, 9), amount=Decimal("12.345")),
        Spend(line="fees", payment="2", day=date(2026, 1, 9), amount=Decimal("900.10")),
    ]
    writes = [
        Write("teams", [Team(team="team", code="team")]),
        Write(
            "plans", [Plan(team="team", month=month, state=PlanState.ACTIVE) for month in (january, february, march)]
        ),
        Write("budgets", [treats, fees]),
        Write("spend", spend),
    ]
    store = Store.open(tmp_path / "plan.duckdb", create=True)
    record(store, writes, actor="test", kind=ChangeKind.EDIT, at=datetime.now(UTC), reason="test")
    store.close()
    monkeypatch.setenv("PLANLIB_DB", str(tmp_path / "plan.duckdb"))


@pytest.mark.usefixtures("small_plans")
def test_money_without_a_budget_is_a_dash_with_its_reason() -> None:
    row = rows(shown("budget", month="2026-03", line="treats"))[1]
    assert re.search(r"<招待费> .*超支 .*不利 无预算支出 .* — 对比基数为零", plain_text(row))
    assert exact(row)[0] == Decimal("12.345")


@pytest.mark.usefixtures("small_plans")
def test_a_plan_of_revenue_alone_says_what_is_still_to_come() -> None:
    app = shown("budget", month="2026-01", line="fees")
    assert "收入比预算少 100。" in words(app)
    assert "尚未到账100已到 90%" in words(app)
    assert exact(rows(app, "从预算到可用余额")[-1]) == [Decimal("100.40")]


@pytest.mark.usefixtures("small_plans")
def test_an_empty_plan_says_what_to_do() -> None:
    assert "这个计划还没有预算" in words(shown("budget", month="2026-02"))
    assert "还没有指标" in words(shown("trends", month="2026-02"))


# trends


@pytest.mark.parametrize("kpi", ["gmv", "refund_rate", "satisfaction", "nps"])
def test_a_trend_shows_the_periods_of_the_snapshot_newest_first(kpi: str, snapshot: Snapshot) -> None:
    grain = Grain.MONTH if kpi == "nps" else Grain.WEEK
    periods = snapshot.trend(kpi, grain).periods[::-1]
    found = rows(shown("trends", kpi=kpi), "各期")[: len(periods)]
    for row, period in zip(found, periods, strict=False):
        assert ("○" in row) == (not period.complete)
        if period.complete:
            assert period.value.value is not None
            scale = 100 if kpi == "refund_rate" else 1
            assert exact(row)[0] == pytest.approx(period.value.value * scale, abs=Decimal("1e-4"))
        else:
            assert plain_text(row).count("—") >= 3, "a partial period is compared with nothing"


def test_a_rate_changes_by_points_and_basis_points(snapshot: Snapshot) -> None:
    app = shown("trends", "en-US", kpi="refund_rate")
    period = snapshot.trend("refund_rate", Grain.WEEK).periods[-2]
    change = period.last_year.change.value
    assert change is not None
    assert "YoY (pp)" in html(app)
    assert f'title="+{change * 10_000:.0f} bps"' in rows(app, "Periods")[1]
    assert not CHINESE.findall(words(app))


def test_the_weeks_of_the_month_add_up_to_the_month_to_date(snapshot: Snapshot) -> None:
    (*weeks, month) = rows(shown("trends", kpi="gmv"), "本月各周")
    total = snapshot.trend("gmv", Grain.WEEK).month_to_date.value.value
    assert sum(exact(week)[0] for week in weeks) == exact(month)[0] == total
    first, *_rest = rows(shown("trends", kpi="new_items"), "本月各周")
    assert "没有工作日" in plain_text(first), "1 to 4 October has none, and new items are expected on working days"
    assert "至今" in plain_text(weeks[-1])


def test_what_is_to_date_stands_beside_the_same_dates_last_year(snapshot: Snapshot) -> None:
    trend, page = snapshot.trend("gmv", Grain.WEEK), words(shown("trends", kpi="gmv"))
    assert trend_finding(language("zh"), trend, snapshot.day, "CNY") in page
    for name, found in (("本月至今", trend.month_to_date), ("本年至今", trend.year_to_date)):
        change = found.last_year.change.value
        assert change is not None
        assert re.search(rf"{name}\S+元同比 \+{change:.1%} · 去年 ", page)


def test_a_weekly_value_counts_in_the_month_that_owns_its_week(snapshot: Snapshot) -> None:
    september = snapshot.trend("satisfaction", Grain.MONTH).periods[-2]
    assert (september.start, september.days, september.days_expected) == (date(2026, 9, 1), 4, 4)
    assert september.complete


def test_kpi_and_grain_are_in_the_address() -> None:
    app = shown("trends", kpi="gmv", grain="day")
    app.main.selectbox[0].select("orders").run()
    app.main.segmented_control[0].select("month").run()
    assert (app.query_params["kpi"], app.query_params["grain"]) == ("orders", "month")
    assert "订单量" in words(app)
    assert "2026年9月" in plain_text(rows(app, "各期")[1])


def test_what_the_address_asks_in_vain_is_passed_over(snapshot: Snapshot) -> None:
    assert snapshot.kpis()[0].kpi.name_zh in words(shown("trends", kpi="nobody", grain="century"))
    assert not shown("budget", line="<nothing>").dataframe
    assert "2026年9月" in words(shown("trends", kpi="nps", grain="day")), "a monthly KPI has months only"


@pytest.mark.browser
def test_on_a_phone_nothing_is_cut_off_and_a_line_opens_and_closes_its_payments(
    sample_file: Path, tmp_path: Path, page: Page
) -> None:
    with serving(Path(shutil.copy(sample_file, tmp_path))) as address:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{address}/trends?lang=en&kpi=gmv")
        page.locator(".js-plotly-plot").nth(2).wait_for()
        assert page.evaluate(WIDER) == 0
        page.goto(f"{address}/trends?lang=en&kpi=gmv,new_items,nps&weeks=cut")
        page.locator(".js-plotly-plot").nth(4).wait_for()
        assert page.evaluate(WIDER) == 0
        page.get_by_role("link", name="All about it").nth(1).click()
        page.get_by_role("heading", name="Trends · New items listed").wait_for()
        assert {"kpi=new_items", "weeks=cut"} <= set(page.url.split("?")[1].split("&"))
        page.goto(f"{address}/budget?lang=en")
        page.locator(".js-plotly-plot").first.wait_for()
        assert page.evaluate(WIDER) == 0
        page.get_by_role("link", name="Advertising").click()
        page.get_by_role("dialog").get_by_text("= available").wait_for()
        assert page.url.endswith("line=ads")
        page.keyboard.press("Escape")
        page.wait_for_url(lambda url: "line=" not in url)
