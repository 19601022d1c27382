"""The plan's page: what will change is shown before, nothing bad or forged gets in, and two people can edit."""

import copy
import itertools
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from streamlit.testing.v1 import AppTest

from planlib.editing.sheets import SHEETS
from planlib.model import Budget, Kpi, Plan, PlanKey, Target
from planlib.place import ROOT
from planlib.sample import TEAM
from planlib.store.connect import Store
from planlib.store.drafts import Place, draft_at
from planlib.store.ledger import Change, Write, current, history, record
from planlib.vocabulary import ChangeKind
from tests.plan_page import DRAFT, OCTOBER, opened, position, ran, rows, saved, table_alone, typed, words
from tools.serving import serving
from ui import session

AT = datetime(2026, 10, 24, 9, tzinfo=UTC)


@pytest.fixture
def store(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Give the sample, open in the app too, with a draft for November: one KPI without a target, one budget line."""
    path = Path(shutil.copy(sample_file, tmp_path))
    monkeypatch.setenv("PLANLIB_DB", str(path))
    store = session.store()
    month = {"team": TEAM, "month": DRAFT.month}
    kpis = [stored.record.kpi for stored in current(store, "kpis")]
    writes = [
        Write("kpis", [Kpi(kpi="new", team=TEAM, code="returns", name_en="Returns", name_zh="退货量")]),
        Write("plans", [Plan(**month)]),
        Write("targets", [Target(**month, kpi=kpi, target=Decimal(1)) for kpi in kpis]),
        Write("budgets", [Budget(**month, line="l", code="rent", name_en="Rent", original=Decimal("260000.10"))]),
    ]
    record(store, writes, actor="mei", kind=ChangeKind.EDIT, at=AT, plan=DRAFT)
    yield store
    store.close()


def last_change(store: Store) -> Change:
    return history(store, limit=1)[0]


def line(store: Store, key: PlanKey = DRAFT) -> Budget:
    found: Budget = current(store, "budgets", where=key._asdict())[0].record
    return found


def test_headings_and_choices_are_words(store: Store) -> None:
    for locale, name in itertools.product(("zh-CN", "en-GB"), SHEETS):
        fields = SHEETS[name].by_field
        config = json.loads(table_alone(name, OCTOBER, locale).data_editor[0].proto.columns)
        options = [config[field].get("type_config", {}).get("options") or [] for field in fields]
        shown = {config[field]["label"] for field in fields} | {one["label"] for one in itertools.chain(*options)}
        assert not [text for text in shown if "_" in text]
        assert locale == "en-GB" or not [text for text in shown - {"KPI"} if re.fullmatch(r"[A-Za-z ()]+", text)]


@pytest.mark.usefixtures("store")
def test_names_in_the_other_language_stand_last() -> None:
    def order(locale: str) -> list[str]:
        return list(table_alone("objectives", OCTOBER, locale).data_editor[0].proto.column_order)

    chinese, english = order("zh-CN"), order("en-GB")
    assert (chinese[1], chinese[-2:]) == ("title_zh", ["title_en", "standard_en"])
    assert (english[1], english[-2:]) == ("title_en", ["title_zh", "standard_zh"])


def test_old_and_new_are_shown_before_saving_and_the_change_is_told_after(store: Store) -> None:
    app = typed(opened("budgets"), {0: {"original": "28万", "kind": "revenue", "phasing": "workday"}})
    assert rows(app) == [
        ["Rent", "Cost or revenue", "cost", "revenue"],
        ["Rent", "Original budget", "¥260,000.10", "¥280,000"],
        ["Rent", "Spread", "—", "by working day"],
    ]
    before = store.last_change()
    app = saved(app)
    assert f"Change #{before + 1} is recorded." in words(app)
    assert rows(app) == []
    assert (line(store).original, last_change(store).plan, last_change(store).kind) == (280000, DRAFT, ChangeKind.EDIT)


def test_nothing_is_saved_while_any_cell_is_bad(store: Store) -> None:
    before = store.last_change()
    bad = {"original": "28万", "notice": "80", "kind": "gift", "price": float("nan"), "objective": "nobody"}
    app = typed(opened("budgets"), {0: bad})
    assert [row[:3] for row in rows(app)] == [
        ["Rent", "Cost or revenue", "gift"],
        ["Rent", "Unit price", "nan"],
        ["Rent", "Notice at", "80"],
        ["Rent", "Goal", "nobody"],
    ]
    assert app.main.button[-2].disabled
    assert store.last_change() == before


def test_a_forged_state_is_refused_with_a_sentence(store: Store) -> None:
    app, before = opened("budgets"), store.last_change()
    app = typed(app, {0: {"notice": "60%"}})
    forged: list[Any] = [
        ({99: {"code": "x"}}, [], []),
        ({0: {"team": "other"}}, [], []),
        ({0: {"nonsense": 1}}, [], []),
        ({}, [{"line": "l"}], []),
        ({}, [], [7]),
        ({0: [1]}, "x", None),
    ]
    for state in forged:
        app = typed(app, *state)
        assert "Load the page again." in words(app)
        assert rows(app) == [["Rent", "Notice at", "75%", "60%"]]
    assert store.last_change() == before


def test_an_active_plan_asks_why_and_changes_the_revised_budget(store: Store) -> None:
    app, before = opened("budgets", OCTOBER), store.last_change()
    row = position(app, "code", "rent")
    app = typed(app, {row: {"revised": "270,000"}})
    app = saved(app)
    assert "say why you change it" in words(app)
    assert store.last_change() == before
    app = saved(typed(app, {row: {"revised": "270,000"}}), "the landlord asked for more")
    rent = next(one.record for one in current(store, "budgets", where=OCTOBER._asdict()) if one.record.code == "rent")
    assert (rent.original, rent.revised) == (260000, 270000)
    assert last_change(store).reason == "the landlord asked for more"
    app = typed(app, {row: {"original": "1"}})
    assert "Load the page again." in words(app)


def test_two_people_edit_the_same_row_and_nothing_is_lost(store: Store) -> None:
    mine, theirs = opened("budgets"), opened("budgets")
    saved(typed(theirs, {0: {"original": "300", "notice": "60%"}}))
    mine = typed(mine, {0: {"original": "400", "warning": "95%"}})
    assert "Somebody else was faster" in words(mine)
    assert rows(mine)[-3:] == [
        ["Original budget", "¥260,000.10", "¥400", "¥300"],
        ["Notice at", "75%", "75%", "60%"],
        ["Warning at", "90%", "95%", "90%"],
    ]
    assert "Kept without asking: Warning at of yours, Notice at of theirs." in words(mine)
    assert mine.main.button[-2].disabled
    asked = mine.main.segmented_control[-1]
    assert (asked.label, asked.options) == ("Original budget", ["Yours: ¥400", "Theirs: ¥300"])
    asked.select("mine")
    mine = saved(ran(mine))
    assert (line(store).original, line(store).notice, line(store).warning) == (400, Decimal("0.6"), Decimal("0.95"))


def test_theirs_can_be_kept_too(store: Store) -> None:
    mine, theirs = opened("budgets"), opened("budgets")
    mine = typed(mine, {0: {"original": "400"}})
    saved(typed(theirs, {0: {"original": "300"}}))
    before = store.last_change()
    mine = saved(mine)
    assert "Somebody else was faster" in words(mine)
    mine.main.segmented_control[-1].select("theirs")
    mine = saved(ran(mine))
    assert "nothing was recorded" in words(mine)
    assert (line(store).original, store.last_change()) == (300, before)


def test_what_is_typed_outlives_the_page_and_the_language(store: Store) -> None:
    app = typed(opened("budgets"), {0: {"original": "5"}}, [{"code": "ads", "original": "7"}])
    for page in ("uploads", "plan"):
        app.switch_page(str(ROOT / "pages" / f"{page}.py"))
        ran(app)
    app.sidebar.segmented_control[0].select("zh")
    assert rows(ran(app)) == [
        ["Rent", "原预算", "260,000.10 元", "5 元"],
        ["ads", "新增", "—", "代码 ads、原预算 7 元"],
    ]
    assert app.data_editor[0].value["original"].tolist() == ["5", "7"]


def test_edits_outlive_the_session_until_they_are_dropped_or_saved(store: Store) -> None:
    typed(opened("budgets"), {0: {"original": "5"}}, [{"code": "ads", "original": "7"}])
    app = opened("budgets")
    assert "are in the table; save or drop them below." in words(app)
    assert [row[-1] for row in rows(app)] == ["¥5", "Code ads, Original budget ¥7"]
    assert app.data_editor[0].value["original"].tolist() == ["5", "7"]
    app.main.button[-1].click()
    ran(app)
    app = opened("budgets")
    assert (rows(app), "are in the table" in words(app)) == ([], False)

    typed(app, {0: {"original": "6"}})
    saved(opened("budgets"))
    assert line(store).original == 6
    assert rows(opened("budgets")) == []


def test_edits_of_an_earlier_session_meet_what_was_changed_since(store: Store) -> None:
    typed(opened("budgets"), {0: {"original": "400"}})
    theirs = line(store).model_copy(update={"original": Decimal(300)})
    record(store, [Write("budgets", [theirs])], actor="li", kind=ChangeKind.EDIT, at=AT, plan=DRAFT)
    app = opened("budgets")
    assert "Somebody else was faster" in words(app)
    assert rows(app)[-1] == ["Original budget", "¥260,000.10", "¥400", "¥300"]
    assert app.main.button[-2].disabled


def test_saving_twice_adds_a_row_once(store: Store) -> None:
    app = opened("milestones", OCTOBER)
    before = len(app.data_editor[0].value)
    goal = app.data_editor[0].value["objective"][0]
    app = typed(app, added=[{"objective": goal, "title_en": "Sign"}])
    draft = f"draft milestones {TEAM} {OCTOBER.month}"
    kept = copy.deepcopy(app.session_state[draft])
    app = saved(app, "asked for")
    app.session_state[draft] = kept
    app = saved(ran(app), "asked for")
    assert "nothing was recorded" in words(app)
    assert len(current(store, "milestones", where=OCTOBER._asdict())) == before + 1


def test_a_row_in_use_cannot_be_removed(store: Store) -> None:
    before = store.last_change()
    app = opened("kpis", OCTOBER)
    app = saved(typed(app, deleted=[position(app, "code", "gmv")]))
    assert rows(app)[-1][::3] == [
        "Gross merchandise value",
        "“Gross merchandise value” is still in use and cannot be removed.",
    ]
    assert store.last_change() == before


def test_a_target_is_offered_for_a_kpi_without_one(store: Store) -> None:
    app = opened("targets")
    next(box for box in app.main.selectbox if box.label == "1 KPI has no target this month").select("new")
    app = ran(app)
    app = saved(typed(app, {position(app, "kpi", "Returns"): {"target": "1,200"}}))
    targets = {one.record.kpi: one.record for one in current(store, "targets", where=DRAFT._asdict())}
    assert targets["new"].target == 1200
    assert not [box for box in app.main.selectbox if "no target" in box.label]


def test_a_cell_that_names_its_row_says_how_the_kpi_is_called_and_not_its_id(store: Store) -> None:
    for locale, names in (("zh-CN", {"订单量", "成交额"}), ("en-GB", {"Orders", "Gross merchandise value"})):
        kpis = set(opened("targets", OCTOBER, locale).data_editor[0].value["kpi"])
        assert names <= kpis
        assert not [name for name in kpis if name.startswith("kpi-")]


def test_the_review_has_units_and_numbers_stand_to_the_right(store: Store) -> None:
    app = opened("targets", OCTOBER, "zh-CN")
    sales, share = position(app, "kpi", "成交额"), position(app, "kpi", "毛利率")
    app = typed(app, {sales: {"target": "1.2亿", "commitment": "stretch"}, share: {"target": "31.5%"}})
    assert [row[1:2] + row[3:] for row in rows(app)] == [
        ["目标值", "120,000,000 元"],
        ["承诺程度", "挑战"],
        ["目标值", "31.5%"],
    ]
    html = " ".join(block.value for block in app.main.html)
    assert html.count('<td class="pl-row pl-right pl-wrap"') == 6


def test_strategies_people_and_the_plan_itself_are_edited_like_the_rest(store: Store) -> None:
    app = opened("strategies", OCTOBER)
    saved(typed(app, {0: {"title_en": "Grow"}}, [{"code": "S9", "title_zh": "出海"}]))
    strategies = [one.record for one in current(store, "strategies")]
    assert "Grow" in [one.title_en for one in strategies]
    assert [one.title_zh for one in strategies if one.code == "S9"] == ["出海"]

    app = saved(typed(opened("people", OCTOBER), added=[{"name_zh": "林夏", "login": "lin.xia"}]))
    added = next(one.record for one in current(store, "people") if one.record.login == "lin.xia")
    assert (added.name_zh, added.team) == ("林夏", TEAM)
    app = typed(opened("people", OCTOBER), added=[{"login": "nobody"}])
    assert rows(app)[0][:2] == ["New row", "Name (Chinese)"]
    assert app.main.button[-2].disabled

    app = opened("teams", OCTOBER)
    saved(typed(app, {0: {"name_en": "Shop"}}))
    assert current(store, "teams")[0].record.name_en == "Shop"


def test_the_title_and_thresholds_of_an_active_plan_ask_why(store: Store) -> None:
    def plan() -> Plan:
        found: Plan = current(store, "plans", where=OCTOBER._asdict())[0].record
        return found

    app, before = opened("plans", OCTOBER), plan()
    app = saved(typed(app, {0: {"green": "95%", "title_en": "Run-up"}}))
    assert "say why you change it" in words(app)
    assert plan() == before
    app = saved(typed(app, {0: {"green": "95%", "title_en": "Run-up"}}), "agreed in the review")
    assert plan() == before.model_copy(update={"green": Decimal("0.95"), "title_en": "Run-up"})
    app = typed(app, {0: {"green": "70%"}})
    assert rows(app)[0] == ["This plan", "—", "—", "The limit of “watch” may not be above that of “on track”."]
    assert next(one for one in app.main.button if one.form_id.startswith("save")).disabled
    forged: list[Any] = [({0: {"state": "closed"}}, {}, {}), ({}, [{"title_en": "x"}], []), ({}, [], [0])]
    for state in forged:
        assert "Load the page again." in words(typed(app, *state))


def test_two_people_change_the_thresholds_of_one_plan(store: Store) -> None:
    mine, theirs = opened("plans"), opened("plans")
    saved(typed(theirs, {0: {"amber": "60%"}}))
    mine = typed(mine, {0: {"amber": "70%"}})
    assert ["Watch from", "75%", "70%", "60%"] in rows(mine)
    mine.main.segmented_control[-1].select("mine")
    saved(ran(mine))
    assert current(store, "plans", where=DRAFT._asdict())[0].record.amber == Decimal("0.7")


def test_a_change_carries_the_name_of_who_made_it(store: Store) -> None:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.context = {"locale": "en-GB"}
    app.query_params["month"] = "2026-10"
    app.switch_page(str(ROOT / "pages" / "uploads.py"))
    who = {row[2] for row in rows(ran(app)) if row[0].startswith("#")}
    assert {"He Jia", "Li Wen"} <= who
    assert not [name for name in who if "." in name]


def test_two_windows_of_one_person_keep_what_was_typed_in_both(store: Store) -> None:
    def stored() -> dict[str, Any]:
        kept = draft_at(store, Place(session.actor(), OCTOBER, "targets"))
        return json.loads(kept.content)["now"]["changed"] if kept else {}

    told = "In another window you have typed into this table too."
    one, other = table_alone("targets", OCTOBER), opened("targets", OCTOBER)
    sales, orders = position(one, "target", "112,000,000"), position(one, "target", "660,000")
    one = typed(one, {sales: {"target": "120,000,000"}, orders: {"weight": "5"}})
    other = typed(other, {orders: {"baseline": "600,000", "weight": "6"}})
    assert len(rows(other)) == 2, "each window shows its own"
    assert told in words(other)
    assert stored() == {"kpi-gmv": {"target": "120,000,000"}, "kpi-orders": {"baseline": "600,000", "weight": "6"}}
    again = table_alone("targets", OCTOBER)
    cells = again.data_editor[0].value
    assert (cells["target"][sales], cells["baseline"][orders]) == ("120,000,000", "600,000")
    assert told not in words(again)
    one = ran(one)
    assert told in words(one)
    one.main.button[0].click()
    one = ran(one)
    assert (one.data_editor[0].value["weight"][orders], told in words(one)) == ("6", False)
    saved(other, "as agreed")
    assert stored() == {"kpi-gmv": {"target": "120,000,000"}}, "the other's stay until they are saved or dropped"


def test_a_draft_is_activated_after_asking(store: Store) -> None:
    app = opened("budgets")
    assert "No reason is asked" in words(app)
    next(button for button in app.main.button if button.label == "Yes, activate it").click()
    app = ran(app)
    assert "every change asks for a reason" in words(app)
    assert current(store, "plans", where=DRAFT._asdict())[0].record.state == "active"
    assert "Yes, activate it" not in [button.label for button in ran(app).main.button]


@pytest.mark.parametrize(
    ("month", "moment", "sentence"), [(9, "", "The month is closed"), (10, "2026-10-16", "as it stood then")]
)
def test_a_closed_plan_and_the_past_are_read_only(store: Store, month: int, moment: str, sentence: str) -> None:
    app = opened("targets", PlanKey(TEAM, date(2026, month, 1)), at=moment)
    assert sentence in words(app)
    assert not app.data_editor
    assert len(app.dataframe[0].value) > 10
    pressed = [button.label for button in app.main.button]
    assert pressed == [*(["Back to now"] if moment else []), "Download the plan"]


@pytest.mark.browser
def test_a_cell_is_typed_and_saved_in_a_browser(sample_file: Path, tmp_path: Path, page: Page) -> None:
    with serving(Path(shutil.copy(sample_file, tmp_path))) as address:
        page.set_viewport_size({"width": 1440, "height": 1500})
        page.goto(f"{address}/plan?lang=zh&month=2026-10&table=targets")
        grid = page.get_by_test_id("stDataFrame")
        grid.wait_for()
        page.wait_for_timeout(1000)
        box = grid.bounding_box()
        assert box is not None
        page.mouse.dblclick(box["x"] + 250, box["y"] + 52)
        page.locator("textarea").fill("4.05")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="将要更改的内容").wait_for()
        page.get_by_label("为什么修改？").fill("评审结论")
        page.get_by_role("button", name="保存").click()
        page.get_by_text("已保存").wait_for()
        assert page.evaluate("document.querySelectorAll('.stException').length") == 0
