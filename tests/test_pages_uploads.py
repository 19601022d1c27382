"""The page Uploads where no browser is needed: what it shows of a file, keeps of an answer, and hands out."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from planlib.intake.options import LEAVE_OUT, Options
from planlib.intake.preview import preview
from planlib.locale import language
from planlib.model import PlanKey
from planlib.place import ROOT, user
from planlib.store.connect import Store
from planlib.store.ledger import history
from planlib.vocabulary import FileKind
from ui import session
from ui.upload_changes import added
from ui.uploads import plain_label

HEADER = "指标,日期,维度,数值,分母\n"
TODAY = date(2026, 10, 24)


@pytest.fixture
def store(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Give a copy of the sample, open in the app too."""
    monkeypatch.setenv("PLANLIB_DB", str(shutil.copy(sample_file, tmp_path)))
    store = session.store()
    yield store
    store.close()


def opened(locale: str = "en-GB", month: str = "2026-10", **more: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.context = {"locale": locale}
    app.query_params.update({"month": month, **more})
    app.switch_page(str(ROOT / "pages" / "uploads.py"))
    return ran(app.run())


def ran(app: AppTest) -> AppTest:
    assert not app.exception
    return app


def dropped(app: AppTest, *files: tuple[str, str]) -> AppTest:
    app.file_uploader[0].set_value([(name, text.encode(), "text/csv") for name, text in files])
    return ran(app.run())


def words(app: AppTest) -> str:
    """Return all that the page says outside of its widgets."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", one.proto.body) for one in app.get("html")))


def told_why(app: AppTest, why: str) -> AppTest:
    (field,) = [one for one in app.text_input if one.label == "Why is it changed?"]
    return ran(field.set_value(why).run())


def test_values_are_shown_with_their_units(store: Store) -> None:
    rows = "退款率,2026-10-20,华东,0.03,1\ngmv,2026-10-20,华东,1000000,\n投诉量,2026-10-20,华东,11,\n"
    app = dropped(opened("zh-CN"), ("a.csv", HEADER + rows))
    assert "1,000,000 元" in words(app)
    assert "0.03 ÷ 1" in words(app)
    assert "3.00%" in words(app)
    assert "10月20日" in words(app)


def test_an_answer_outlives_other_choices_and_the_language(store: Store) -> None:
    app = dropped(opened(), ("a.csv", HEADER + "谁,2026-10-20,,5,\n投诉量,2026-09-30,华东,5,\n"))
    (name,) = [one for one in app.selectbox if one.label == "“谁” means"]
    ran(name.set_value("complaints").run())
    (history_too,) = [one for one in app.toggle if one.label == "Load days outside the plan's month too"]
    ran(history_too.set_value(True).run())
    app.query_params["lang"] = "zh"
    ran(app.run())
    (name,) = [one for one in app.selectbox if one.label == "“谁”指的是"]
    assert name.value == "complaints"
    assert "✕ 拒收 0 行" in " ".join(words(app).split())


def test_a_row_with_several_values_is_counted_by_them(store: Store) -> None:
    app = dropped(opened(), ("a.csv", "KPI,2026-10-20,2026-10-21,2026-10-22\n投诉量,5,6,987\n"))
    said = " ".join(words(app).split())
    assert "1 row · 3 values" in said
    assert "◆ Unusual 3 values" in said
    (tick,) = [one for one in app.checkbox if one.label == "I looked at what is unusual: it is right"]
    ran(tick.check().run())
    assert [one.label for one in app.button if one.label.startswith("Record ")] == ["Record 3 values"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("谁,2026-10-20,华东,5,\n", "Answer the questions above first."),
        ("投诉量,3/4/2026,华东,5,\n", "Answer the questions above first."),
        ("退款率,2026-10-20,华东,5,\n", "Answer the questions above first."),
        (
            "谁,2026-10-20,华东,5,\n投诉量,2026-10-20,华东,987,\n",
            "Answer the questions above first, or leave the refused rows out.",
        ),
        ("投诉量,2026-10-20,华东,x,\n", "Mend the refused rows and drop the file again."),
        ("投诉量,2026-10-20,华东,x,\n投诉量,2026-10-21,华东,987,\n", "drop the file again, or leave them out."),
    ],
)
def test_beside_the_button_stands_what_is_to_be_done_first(store: Store, rows: str, said: str) -> None:
    app = dropped(opened(), ("a.csv", HEADER + rows))
    assert said in words(app)
    assert "Nothing would change." not in words(app)


def test_days_of_a_closed_month_ask_for_both_answers_at_once(store: Store) -> None:
    app = dropped(opened(), ("a.csv", HEADER + "投诉量,2026-07-20,华东,987,\n"))
    assert "The day belongs to July 2026, which is closed." in words(app)
    for label in ("Load days outside the plan's month too", "Record late data of closed months as a restatement"):
        (switch,) = [one for one in app.toggle if one.label == label]
        ran(switch.set_value(True).run())
    assert "✕ Refused 0 rows" in " ".join(words(app).split())


def test_a_name_that_was_left_out_is_not_asked_again_unless_the_person_wants_it(store: Store) -> None:
    rows = HEADER + "new_items,2026-10-20,,10,\n谁,2026-10-20,,5,\n"
    app = dropped(opened(), ("a.csv", rows))
    (name,) = [one for one in app.selectbox if one.label == "“谁” means"]
    ran(name.set_value(LEAVE_OUT).run())
    (button,) = [one for one in app.button if one.label == "Record 1 row"]
    ran(button.click().run())
    app = dropped(app, ("a.csv", rows))
    assert "the rows of 谁 are left out" in words(app)
    assert "Names nobody knows yet" not in words(app)
    assert "Nothing would change." in words(app)
    (switch,) = [one for one in app.toggle if one.label == "Read it as the file with this header before"]
    ran(switch.set_value(False).run())
    assert "Names nobody knows yet" in words(app)


def test_where_no_file_is_ready_none_can_be_recorded(store: Store) -> None:
    app = dropped(opened(), *((f"{n}.csv", HEADER + f"投诉量,2026-10-2{n},华东,x,\n") for n in range(2)))
    assert "No file is ready yet. 2 files need you." in words(app)
    assert [one.label for one in app.button if one.label.startswith("Record all")] == []


def test_one_column_chosen_otherwise_keeps_what_was_said_before(store: Store) -> None:
    text = "甲,乙,丙,丁\nnew_items,2026-10-20,10,11\n"
    app = dropped(opened(), ("a.csv", text))
    for field, column in (("KPI", "甲"), ("date", "乙"), ("value", "丙")):
        (box,) = [one for one in app.selectbox if one.label == field]
        ran(box.set_value(column).run())
    (button,) = [one for one in app.button if one.label.startswith("Record ")]
    ran(button.click().run())
    app = dropped(app, ("b.csv", text + "new_items,2026-10-21,31,32\n"))
    assert "Read as a file with this header before" in words(app)
    (box,) = [one for one in app.selectbox if one.label == "value"]
    ran(box.set_value("丁").run())
    (box,) = [one for one in app.selectbox if one.label == "date"]
    assert box.value == "乙"
    assert "Added" in words(app)


def test_a_file_of_another_kind_is_taken_for_it_and_says_so(store: Store) -> None:
    app = dropped(opened(), ("t.csv", "kpi,target\norders,700001\n"))
    assert "Read as “Targets”, as it has their columns." in words(app)
    assert "Orders: Split by week, the parts leave 40,001 of the target, 700,001, to nobody." in words(app)


def test_a_file_that_begins_a_plan_shows_its_rows_too(store: Store) -> None:
    file = ROOT / "examples" / "superstore" / "kpis.csv"
    plan = PlanKey("shop", date(2024, 8, 1))
    found = preview(store, file.read_bytes(), file.name, FileKind.KPIS, plan, Options(), actor="a", today=TODAY)
    shown = added(language("en"), store, found)
    assert found.creates_plan
    for row in ("Sales", "Profit", "Quantity", "Profit margin"):
        assert f">{row}<" in shown
    assert "ratio of two sums" in shown


def test_a_file_of_tasks_shows_what_they_wait_for_and_is_recorded_with_it(store: Store) -> None:
    rows = "任务,负责人,工期,前置任务,进度\n选品,何嘉,2天,,50%\n拍图,何嘉,1,选品 SS+1,\nload-test,何嘉,4,,100%\n"
    app = dropped(opened(), ("tasks.csv", rows))
    said = " ".join(words(app).split())
    assert "Read as “Tasks”, as it has their columns." in said
    assert "+ Added 2 rows" in said.replace("＋", "+")
    assert "拍图 ← 选品 new row" in said
    assert "Load test end to end ← Set up the load-test environment removed" in said
    app = told_why(app, "a new line of items")
    (button,) = [one for one in app.button if one.label == "Record 3 rows"]
    ran(button.click().run())
    assert history(store, limit=1)[0].counts == {"tasks": 2, "task_links": 2}


def test_what_was_recorded_can_be_undone_at_once(store: Store) -> None:
    before = store.last_change()
    app = told_why(dropped(opened(), ("t.csv", "kpi,target\norders,700001\n")), "a campaign")
    (button,) = [one for one in app.button if one.label == "Record 1 row"]
    ran(button.click().run())
    assert f"Recorded as change #{before + 1}: 1 row." in words(app)
    assert "What this file would do" not in words(app)
    assert user() in words(app)
    (undo,) = [one for one in app.button if one.label == "Undo"]
    ran(undo.click().run())
    assert history(store, limit=1)[0].undoes == before + 1


def undo_button(app: AppTest, label: str) -> Button:
    (button,) = [one for one in app.button if one.label == label]
    return button


def test_the_history_says_what_small_changes_did(store: Store) -> None:
    said = words(opened("zh-CN"))
    assert "周会 · 会议结束" in said
    assert "周会 · 周报更新：投诉量 正常；周报更新：退款率 已偏离" in said
    assert "编辑 · 上新款数 · 目标值 400 → 380；两个品牌的新品页 · 取消日期 — → 2026-10-20……另有 2 处" in said
    assert "编辑 · 控制界限重新开始：会员复购额" in said
    (picker,) = [one for one in opened("zh-CN").selectbox if one.label == "查看一次变更"]
    assert "#135 · 周会 · 周报更新：毛利率 正常" in picker.options


def test_a_change_that_a_link_leads_to_is_undone_there(store: Store) -> None:
    app = opened(change="142")
    ran(undo_button(app, "Undo #142").click().run())
    undone = history(store, limit=1)[0]
    assert undone.undoes == 142
    said = f"Change #142 is undone; that is change #{undone.change_id}."
    assert [one.value for one in ran(app.run()).success] == [said]
    assert undo_button(app, "Undo #142").disabled


def test_rows_that_were_changed_since_are_asked_about_there(store: Store) -> None:
    app = told_why(dropped(opened(), ("t.csv", "kpi,target\nnew_items,390\n")), "two more brands")
    ran(undo_button(app, "Record 1 row").click().run())
    app = opened(change="144")
    ran(undo_button(app, "Undo #144").click().run())
    assert [one.value for one in app.warning] == [
        f"1 row was changed since, by #{store.last_change()}, and stays as it is."
    ]
    ran(undo_button(app, "Undo the rest of #144").click().run())
    assert history(store, limit=1)[0].undoes == 144
    assert not app.warning


def test_a_rule_that_forbids_an_undo_is_told_there(store: Store) -> None:
    before = store.last_change()
    app = opened(change="95")
    ran(undo_button(app, "Undo #95").click().run())
    assert "Not undone" in words(app)
    assert "closed" in words(app)
    assert [one.label for one in app.button if one.label == "Close"]
    assert store.last_change() == before
    assert undo_button(opened(change="120"), "Undo #120").disabled


def test_a_file_that_changes_a_plan_in_force_asks_why(store: Store) -> None:
    app = dropped(opened(), ("a.csv", "line,kind,amount\nsnacks,cost,1000\n"))
    before = store.last_change()
    (button,) = [one for one in app.button if one.label == "Record 1 row"]
    assert button.disabled
    assert "The plan is in force: say why." in words(app)
    app = told_why(app, "the staff party")
    (button,) = [one for one in app.button if one.label == "Record 1 row"]
    ran(button.click().run())
    assert [(one.change_id, one.reason) for one in history(store)[:1]] == [(before + 1, "the staff party")]


def test_nothing_is_undone_in_the_past(store: Store) -> None:
    app = opened(change="127", at="2026-10-16")
    assert app.dataframe
    assert not [one for one in app.button if one.label.startswith("Undo")]


def test_templates_are_offered_in_both_forms(store: Store) -> None:
    app = opened()
    labels = [one.label for one in app.download_button]
    assert labels == [
        "Empty workbook",
        "Workbook with what the plan has",
        "Empty CSV file",
        "CSV file with what the plan has",
    ]


def test_a_label_is_no_markdown() -> None:
    assert plain_label("*a* [b](c) :red[d]") == r"\*a\* \[b\]\(c\) \:red\[d\]"
    assert plain_label("10月 实际.csv") == r"10月 实际\.csv"


def test_a_column_that_is_not_found_is_asked_for(store: Store) -> None:
    app = dropped(opened("zh-CN"), ("a.csv", "指标,日期,数\nnew_items,2026-10-20,10\n"))
    assert "请先指明“数值”在哪一列" in words(app)
    assert "这个文件读不了" not in words(app)
