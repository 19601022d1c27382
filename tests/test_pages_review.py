"""The weekly review and a KPI's page, as the frame shows them."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
from markupsafe import Markup
from playwright.sync_api import Page
from streamlit.testing.v1 import AppTest

from planlib.locale import language
from planlib.locale.amounts import quantity
from planlib.locale.words import status_word, word
from planlib.meeting.agenda import last_check_in
from planlib.model import PlanKey
from planlib.place import ROOT
from planlib.review import verdict
from planlib.sample import TEAM
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from tools.browsing import cut_off, wait_drawn
from tools.serving import serving
from ui.markup import Column, Row, bar, cell, rich, table

ZH = language("zh")


@pytest.fixture(autouse=True)
def _database(sample_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANLIB_DB", str(sample_file))


@pytest.fixture(scope="module")
def snapshot(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Give the plan in view, read from a copy, as the app holds the file itself."""
    store = Store.open(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("review"))))
    yield open_snapshot(store, "local", PlanKey(TEAM, date(2026, 10, 1)), today=datetime.now(UTC).date())
    store.close()


def _open(page: str = "weekly_review", locale: str = "zh-CN", **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.context = {"locale": locale}
    app.query_params.update(address)
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    app.run()
    assert not app.exception
    return app


def _words(app: AppTest) -> str:
    """Return the words of all HTML on the page, without marks."""
    return re.sub(r"\s+", " ", Markup(" ".join(block.value for block in app.main.html)).striptags())


def _html(app: AppTest) -> str:
    return " ".join(block.value for block in app.main.html)


def _rows(app: AppTest) -> list[str]:
    """Return the words of each row of the page's tables."""
    html = " ".join(block.value for block in app.main.html)
    cells = (re.sub(r"<[^>]+>", " ", row) for row in re.findall(r"<tr class.*?</tr>", html, re.DOTALL))
    return [re.sub(r"\s+", " ", unescape(row)).strip() for row in cells]


def test_the_review_answers_first_and_lists_kpis_worst_first(snapshot: Snapshot) -> None:
    app, lines = _open(), snapshot.kpis()
    worst = verdict(lines).worst
    assert worst is not None
    assert "照此下去，做不成" in _words(app)
    assert f"落后最多：{worst.kpi.name_zh}，" in _words(app)
    rows = _rows(app)[: len(lines)]
    assert [row.split()[0] for row in rows] == [line.kpi.name_zh for line in lines]
    for row, line in zip(rows, lines, strict=True):
        assert status_word(language("zh"), line.status) in row
        assert quantity(language("zh"), line.kpi, line.actual.value, "CNY", unit=False) in row
        assert language("zh").probability(line.forecast.probability) in row


def test_the_review_is_whole_in_english() -> None:
    app = _open(locale="en-US")
    words = _words(app)
    assert "Not at this pace" in words
    assert not re.findall(r"[\u4e00-\u9fff]", words.rpartition(CHANGES)[0]), "below are texts that people wrote"
    assert [link.label for link in app.sidebar.page_link][:2] == ["Weekly review", "KPIs"]


def test_a_kpi_shows_its_course_its_definition_and_its_rows(snapshot: Snapshot) -> None:
    line = next(line for line in snapshot.kpis() if line.kpi.code == "refund_rate")
    app = _open("kpis", kpi="refund_rate")
    words = _words(app)
    assert re.search(r"比目标值高 [\d.]+ 个百分点；照此月末 [\d.]+%，大概率达不成目标值 4.40%。", words)
    assert "分子合计 ÷ 分母合计" in words
    assert len(app.get("plotly_chart")) == 4
    assert "华东解释了差额的 98%" in words
    rows = app.dataframe[0].value
    assert sum(rows["数值"]) / sum(rows["分母"]) == pytest.approx(line.actual.value)
    assert all(re.fullmatch(r"#\d+", change) for change in rows["变更号"])


def test_a_row_says_where_its_forecast_contradicts_its_status(snapshot: Snapshot) -> None:
    rows = dict(zip((line.kpi.code for line in snapshot.kpis()), _rows(_open()), strict=False))
    assert "正常 平稳 但大概率达不成" in rows["conversion"]
    assert "正常 平稳 但未必能达成" in rows["orders"]
    assert "关注 但属波动 且大概率达不成" in rows["gmv"]
    assert "落后 且越下限 5" in rows["new_customers"], "behind, and likely to be missed: both say the same"
    assert "但" not in rows["gross_margin"]


CHANGES = "Since the last meeting"
AHEAD = re.compile(
    "预测|概率|剩余|照此|到当日|应达|forecast|(?-i:Chance)|chance [<>0-9]|needed|expected by now|heading|so far",
    re.IGNORECASE,
)
"""What speaks of days to come."""
NOT_ITS_OWN = re.compile("phased budget|序时预算|What the owner says|负责人怎么说")
"""From where on a page speaks of money, or repeats what people said while the month lasted."""


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("page", ["weekly_review", "kpis"])
def test_a_month_that_is_over_says_nothing_of_the_future(page: str, locale: str) -> None:
    for kpi in ("gmv", "merchants", "repeat_sales", "stock_cover", "overtime", "availability"):
        words = _words(_open(page, locale, month="2026-09", kpi=kpi))
        below = words.rfind(CHANGES if locale == "en-GB" else "自上次会议以来")
        own = NOT_ITS_OWN.split(words if below < 0 else words[:below])[0]
        assert not AHEAD.findall(own)
        if page == "weekly_review":
            break


def test_a_row_says_how_sure_its_owner_is_and_for_which_day_something_is_needed(snapshot: Snapshot) -> None:
    html, rows = _html(_open()), _rows(_open())
    said = {line.kpi.code: last_check_in(snapshot, line.kpi.kpi) for line in snapshot.kpis()}
    for line, row in zip(snapshot.kpis(), rows, strict=False):
        check_in, owner = said[line.kpi.code], ZH.name(line.owner) if line.owner else ""
        assert (f"{owner} {word(ZH, check_in.confidence)}" in row) if check_in else "pl-sure" not in row
        assert ("平均每天" in row) is (line.kpi.code in ("gmv", "orders"))
    assert html.count('class="pl-sure"') == sum(map(bool, said.values())) > 3
    assert 'class="pl-sure"><span class="pl-chip pl-bad" title="第43周的周报更新：账户仍冻结' in html
    assert "pl-sure" not in _html(_open(month="2026-09")), "a month that is over has nothing ahead"


def test_the_review_of_a_month_that_is_over_says_what_came_of_it() -> None:
    app = _open(locale="en-GB", month="2026-09")
    words, rows = _words(app), _rows(app)
    assert "Not made5 of 18 KPIs missed the target; furthest off: Refund rate, 4.49% against 4.40%." in words
    assert re.search(r"Better than the month before\d+ of 17 KPIsBetter than a year before\d+ of 17 KPIs", words)
    assert rows[0].startswith("Refund rate ↓ Zhou Min Missed and above limit 4.49% 4.40% 98.1% ▲ 0.09 pp over 4.34%")
    assert any(row.startswith("Net promoter score Wu Tong Reached Stable 51 51 100.0% on target") for row in rows)
    assert any("28–35 — within the range" in row for row in rows)


def test_a_large_variance_that_nobody_explained_is_named_and_leads_to_where_it_is() -> None:
    owed = re.findall(r'<div class="pl-owed">.*?</div>', _html(_open(locale="en-GB")))
    assert len(owed) == 1
    assert Markup(owed[0]).striptags().startswith("To be explainedFulfilment favourable ¥379K (21.1%)")
    assert re.search(r'href="budget\?line=logistics"', owed[0])
    assert "pl-owed" not in _html(_open(month="2026-08")), "a closed month owes nothing"


def test_a_kpi_of_a_month_that_is_over_says_by_how_much(snapshot: Snapshot) -> None:
    found = {
        kpi: _words(_open("kpis", "en-GB", month="2026-09", kpi=kpi)) for kpi in ("gmv", "merchants", "stock_cover")
    }
    assert "Reached Stable¥100M against a target of ¥99M; ¥1.14M over." in found["gmv"]
    assert "Missed but noise2,038 against a target of 2,040; 2 short." in found["merchants"]
    assert "Attainment99.9%target 2,040 · ▼ 2 shortAgainst the month before▲ +1.5%it was 2,007" in found["merchants"]
    assert "Target28–35 dayswithin the range" in found["stock_cover"]


def test_a_kpi_without_a_target_shows_nothing_that_belongs_to_one() -> None:
    words = _words(_open("kpis", "en-GB", kpi="overtime"))
    assert "It cannot be judged: no target is set." in words
    assert not re.search("Path|Commitment|Weight|Expected by now|Chance", words)


def test_choosing_another_kpi_writes_it_into_the_address() -> None:
    app = _open("kpis", kpi="refund_rate")
    app.main.selectbox[0].select("gmv").run()
    assert app.query_params["kpi"] == "gmv"
    assert "成交额" in _words(app)


def test_what_the_address_asks_in_vain_is_said_and_passed_over(snapshot: Snapshot) -> None:
    words = _words(_open("kpis", kpi="nobody", month="1999-01", team="<script>", at="yesterday"))
    assert snapshot.kpis()[0].kpi.name_zh in words
    assert "<script>" in words.partition(snapshot.kpis()[0].kpi.name_zh)[0]


def test_a_past_moment_is_marked_and_shows_what_was_known_then() -> None:
    then, now = _words(_open(at="2026-10-16")), _words(_open())
    assert "截至 2026年10月16日（周五）的状态" in then
    assert re.search(r"只读 · 变更 #\d+ · 此后另有 \d+ 处变更", then)
    assert "数据到 10月15日（周四），第 15 天" in then
    assert "数据到 10月23日（周五），第 23 天" in now


def test_a_moment_before_the_plan_existed_is_said() -> None:
    assert "当时还没有这份计划" in _words(_open(at="2020-01-01"))


def test_the_language_switch_stays_in_the_address() -> None:
    app = _open()
    app.sidebar.segmented_control[0].select("en").run()
    assert app.query_params["lang"] == "en"
    assert "Not at this pace" in _words(app)


def test_a_missing_database_gets_a_page_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = tmp_path / "plan.duckdb"
    monkeypatch.setenv("PLANLIB_DB", str(missing))
    words = _words(_open())
    assert "还没有计划数据库" in words
    assert "planlib init --sample" in words
    assert not missing.exists()


def test_markup_escapes_whatever_it_is_handed() -> None:
    bad = '"><img src=x onerror=alert(1)>'
    row = Row([cell(bad, bad), bar([], bad)])
    html = table([Column(bad), Column(bad)], [row], caption=bad) + rich("{name}", name=bad)
    assert "<img" not in html


@pytest.mark.browser
def test_a_link_in_the_table_keeps_the_session_and_a_phone_never_scrolls_sideways(
    sample_file: Path, tmp_path: Path, page: Page
) -> None:
    with serving(Path(shutil.copy(sample_file, tmp_path))) as address:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{address}/?lang=en")
        page.get_by_role("heading", name="KPIs").wait_for()
        page.evaluate("window.still = true")
        page.get_by_role("table", name="KPIs, worst first").get_by_role("link", name="Refund rate").click()
        page.get_by_role("heading", name="Refund rate", exact=True).wait_for()
        assert page.url.endswith("/kpis?lang=en&kpi=refund_rate")
        assert page.evaluate("window.still")
        wait_drawn(page)
        assert cut_off(page) == []


def test_a_goal_opens_what_its_score_is_made_of_and_a_count_leads_to_its_kpis(snapshot: Snapshot) -> None:
    html = " ".join(block.value for block in _open().main.html)
    parts = re.findall(r"<details class=\"pl-parts\">.*?</details>", html, re.DOTALL)
    assert len(parts) == len(snapshot.objectives())
    for part, one in zip(parts, snapshot.objectives(), strict=True):
        for code in one.kpis:
            assert part.count(f"kpi={code}") == 2, "the name and the score"
            assert f">{language('zh').score(snapshot.kpi(code).score.value)}</a>" in part
        assert all(step.title_zh in part for step in one.milestones)
    leads = re.findall(r'href="#([\w-]+)"', html)
    assert leads
    assert all(f'id="{row}"' in html for row in leads)
    for status in {line.status for line in snapshot.kpis()}:
        first = next(line for line in snapshot.kpis() if line.status is status)
        assert f"kpi-{first.kpi.code}" in leads


def test_every_number_of_a_row_leads_to_its_kpi_and_the_tab_key_stops_once(snapshot: Snapshot) -> None:
    html = " ".join(block.value for block in _open().main.html)
    row = next(row for row in re.findall(r"<tr class.*?</tr>", html, re.DOTALL) if 'id="kpi-new_customers"' in row)
    links = re.findall(r"<a [^>]*>", row)
    assert len(links) == 8, "the name and seven numbers"
    assert all("kpi=new_customers" in link for link in links)
    assert sum('tabindex="-1"' in link for link in links) == 7


def test_what_is_gone_and_what_the_goals_score_lead_to_the_calendar_and_the_goals() -> None:
    lanes = _lanes(_html(_open(locale="en-GB", month="2026-10")))[:3]
    assert [re.findall(r'href="plan[^"]*table=(\w+)', lane) for lane in lanes] == [
        ["calendar_days"],
        ["calendar_days"],
        ["objectives"],
    ]
    closed = _lanes(_html(_open(locale="en-GB", month="2026-09")))[:3]
    assert ["month_end" in lane for lane in closed] == [False, True, True]


def _lanes(html: str) -> list[str]:
    """Return what stands beside the bars that say where the month is."""
    return [str(lane) for lane in re.findall(r'<div class="pl-lane">.*?</div>', html, re.DOTALL)]


@pytest.mark.parametrize("month", ["2026-10", "2026-09"])
def test_no_number_of_a_kpi_or_of_money_leads_nowhere(month: str) -> None:
    """Neither what stands below another number, nor how far a month that is over ended from its target."""
    html = _html(_open(locale="en-GB", month=month))
    rows = re.findall(r'<tr class="pl.*?</tr>', html, re.DOTALL)
    money = re.findall(r"<p[^>]*>Spent .*?</p>", html, re.DOTALL)
    assert (len(rows), len(money)) == (len(re.findall('id="kpi-', html)), 1)
    for part in [*(row.partition("</th>")[2] for row in rows), *money]:
        bare = re.sub(r"<[^>]+>", " ", re.sub(r"<(a|svg)\b.*?</\1>", " ", part, flags=re.DOTALL))
        assert not re.search(r"\d", re.sub(r"\d+ other lines? needs? no word", "", bare)), bare
