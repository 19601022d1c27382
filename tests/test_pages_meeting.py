"""The page of the meeting, as the frame shows it: held, resumed, refused; two at once; what stays in the form."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from markupsafe import Markup
from streamlit.testing.v1 import AppTest

from planlib.locale import language
from planlib.meeting.minutes import as_it_ended, minutes
from planlib.model import Decision, Meeting, PlanKey, Target
from planlib.place import ROOT
from planlib.sample import TEAM
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import ChangeKind, DecisionKind
from ui import session
from ui.meeting_steps import DUE

OCTOBER = PlanKey(TEAM, date(2026, 10, 1))


@pytest.fixture
def store(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Give the sample, open in the app too."""
    monkeypatch.setenv("PLANLIB_DB", str(shutil.copy(sample_file, tmp_path)))
    store = session.store()
    yield store
    store.close()


def opened(page: str = "meeting", locale: str = "en-GB", **asked: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.context = {"locale": locale}
    app.query_params.update(asked)
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    return ran(app)


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def clicked(app: AppTest, label: str) -> AppTest:
    next(one for one in app.main.button if one.label == label).click()
    return ran(app)


def started(**asked: str) -> AppTest:
    """Return the page after the start of a meeting, on the item that the address asks for."""
    clicked(opened(), "Start meeting")
    return opened(**asked)


def words(app: AppTest) -> str:
    """Return the words of all HTML on the page."""
    return re.sub(r"\s+", " ", Markup(" ".join(block.value for block in app.main.html)).striptags())


def field(app: AppTest, label: str) -> Any:
    kinds = ("text_area", "text_input", "selectbox", "date_input", "segmented_control")
    found: list[Any] = [one for kind in kinds for one in app.main.get(kind)]
    return next(one for one in found if label in one.label)


def held(store: Store) -> Meeting:
    found: list[Meeting] = [stored.record for stored in current(store, "meetings")]
    return next(one for one in found if one.known_at is None)


def taken(store: Store) -> list[Decision]:
    meetings = [stored.record.meeting for stored in current(store, "meetings", where={"day": session.now().date()})]
    found: list[Decision] = [stored.record for stored in current(store, "decisions", where={"meeting": meetings})]
    return sorted(found, key=lambda one: one.decision)


def target(store: Store) -> tuple[Target, int]:
    found = current(store, "targets", where={**OCTOBER._asdict(), "kpi": "kpi-gmv"})[0]
    return found.record, found.change_id


def test_start_is_offered_on_the_review_and_joined_by_a_second_browser(store: Store) -> None:
    before = store.last_change()
    review, other = opened("weekly_review"), opened("weekly_review")
    clicked(review, "Start meeting")
    clicked(other, "Start meeting")
    assert store.last_change() == before + 1
    assert [one.label for one in opened("weekly_review").main.button][:1] == ["Resume meeting"]
    assert held(store).agenda.split()[:4] == ["month", "actions", "changed", "kpi:kpi-new_customers"]


def test_a_meeting_begins_with_whether_the_month_will_be_made(store: Store) -> None:
    told = words(started())
    assert "Will October be made?" in told
    assert "Not at this pace" in told
    assert "Goals' score" in told
    assert "Since the last meeting: 4 worse" in told
    assert 'href="#' not in " ".join(block.value for block in opened().main.html), "the table of KPIs is elsewhere"


def test_what_is_taken_down_on_an_item_is_seen_by_both_and_the_form_is_empty_then(store: Store) -> None:
    mine, theirs = started(item="kpi:kpi-gmv"), opened(item="kpi:kpi-gmv")
    clicked(mine, "Take down")
    assert "Not taken down" in words(mine)
    field(mine, "What is decided?").set_value("No more discounts")
    mine = clicked(mine, "Take down")
    assert "No more discounts" in words(mine)
    assert field(mine, "What is decided?").value == ""
    assert "No more discounts" in words(ran(theirs))
    assert [(one.kind, one.text, one.about) for one in taken(store)] == [
        (DecisionKind.DECISION, "No more discounts", "kpi:kpi-gmv")
    ]
    mine = clicked(mine, "Correct")
    field(mine, "What is decided?").set_value("No discounts before Double 11")
    mine = clicked(mine, "Save")
    assert [one.text for one in taken(store)] == ["No discounts before Double 11"]
    theirs = clicked(theirs, "Take back")
    assert "was faster" in words(theirs), "they saw the line as it was before"
    clicked(theirs, "Take back")
    assert taken(store) == []


def drafts(store: Store) -> int:
    with store.cursor() as cursor:
        found: int = cursor.execute("select count(*) from drafts").fetchall()[0][0]
    return found


def test_what_is_typed_is_there_after_a_reload_and_a_restart_until_it_is_taken_down(store: Store) -> None:
    app = started(item="kpi:kpi-gmv")
    field(app, "What to take down").set_value("action")
    field(ran(app), "What is to be done?").set_value("Ask the platform")
    field(app, "Due by").set_value(date(2026, 12, 1))
    ran(app)
    other = opened(item="other")
    field(other, "What is decided?").set_value("Meet earlier")
    ran(other)
    store.close()
    st.cache_resource.clear()
    again = opened(item="kpi:kpi-gmv", lang="zh")
    assert field(again, "要做什么").value == "Ask the platform"
    assert field(again, "截止日").value == date(2026, 12, 1)
    clicked(again, "记录")
    assert [(one.text, one.due) for one in taken(session.store())] == [("Ask the platform", date(2026, 12, 1))]
    assert field(opened(item="kpi:kpi-gmv"), "What is decided?").value == ""
    assert field(opened(item="other"), "What is decided?").value == "Meet earlier"
    session.store().close()
    st.cache_resource.clear()


def test_a_meeting_does_not_end_over_what_was_typed_and_not_taken_down(store: Store) -> None:
    app = started(item="other")
    field(app, "What to take down").set_value("action")
    field(ran(app), "What is to be done?").set_value("Ring the platform")
    app = clicked(app, "Take down")
    assert "An action needs an owner" in words(app)
    second = opened(item="end")
    field(opened(item="kpi:kpi-gmv"), "What is decided?").set_value("No more discounts").run()
    assert "1 entry was typed and not taken down" in words(second)
    app = opened(item="end")
    assert "2 entries were typed and not taken down" in words(app)
    assert "Ring the platform" in words(app)
    assert end_button(app).disabled
    app = clicked(app, "Leave it out")
    assert ("No more discounts" in words(app), "Ring the platform" in words(app)) == (False, True)
    app = clicked(app, "Go and take it down")
    assert (app.query_params["item"], field(app, "What is to be done?").value) == ("other", "Ring the platform")
    field(app, "Owner").select_index(0)
    app = clicked(app, "Take down")
    clicked(opened(item="end"), "End the meeting")
    assert [one.text for one in taken(store)] == ["Ring the platform"]
    assert drafts(store) == 0


def end_button(app: AppTest) -> Any:
    return next(one for one in app.main.button if one.label == "End the meeting")


def test_typing_in_another_window_keeps_a_meeting_from_ending(store: Store) -> None:
    app = started(item="end")
    field(opened(item="other"), "What is decided?").set_value("Meet earlier").run()
    app = clicked(app, "End the meeting")
    assert "Meet earlier" in words(app)
    assert held(store).known_at is None


def test_a_new_value_and_its_reason_stay_where_they_were_typed(store: Store) -> None:
    app = started(item="kpi:kpi-gmv")
    field(app, "What to take down").set_value("adjustment")
    app = ran(app)
    what = field(app, "What is changed in the plan?")
    what.set_value(next(one for one in what.options if one != what.value))
    app = ran(app)
    chosen = field(app, "What is changed in the plan?").value
    field(app, "Why?").set_value("The fair was called off")
    ran(app)
    again = opened(item="kpi:kpi-gmv")
    assert field(again, "What is changed in the plan?").value == chosen
    assert field(again, "Why?").value == "The fair was called off"
    field(again, "Why?").set_value("")
    ran(again)
    assert drafts(store) == 0, "nothing is typed any more"


def test_what_is_typed_stays_as_another_line_is_taken_back(store: Store) -> None:
    app = started(item="kpi:kpi-gmv")
    field(app, "What is decided?").set_value("No more discounts")
    app = clicked(app, "Take down")
    field(app, "What is decided?").set_value("Ring the platform")
    app = clicked(app, "Take back")
    assert (field(app, "What is decided?").value, taken(store)) == ("Ring the platform", [])


def test_the_language_is_switched_on_the_same_item(store: Store) -> None:
    app = started(item="kpi:kpi-gmv")
    field(app, "What is decided?").set_value("No more discounts")
    app = clicked(app, "中文")
    assert (app.query_params["lang"], app.query_params["item"]) == ("zh", "kpi:kpi-gmv")
    assert "成交额" in words(app)
    assert field(app, "决定了什么").value == "No more discounts"
    assert "Gross merchandise value" in words(clicked(app, "English"))


def test_an_action_is_its_kpis_owners_unless_it_is_said_otherwise(store: Store) -> None:
    app = started(item="kpi:kpi-gmv")
    field(app, "What to take down").set_value("action")
    app = ran(app)
    field(app, "What is to be done?").set_value("Ask the platform")
    clicked(app, "Take down")
    kpis = {stored.record.kpi: stored.record for stored in current(store, "kpis")}
    action = taken(store)[0]
    assert (action.owner, action.due) == (kpis["kpi-gmv"].owner, session.now().date() + DUE)


def test_an_adjustment_changes_the_plan_and_tells_who_was_faster(store: Store) -> None:
    app = started(item="kpi:kpi-gmv")
    field(app, "What to take down").set_value("adjustment")
    app = ran(app)
    field(app, "Target, new value").set_value("9000万")
    field(app, "Why?").set_value("The fair was called off")
    now, _change = target(store)
    theirs = Write("targets", [now.model_copy(update={"target": Decimal(95_000_000), "parts_reason": None})])
    record(store, [theirs], actor="li.wen", kind=ChangeKind.EDIT, at=session.now(), reason="as agreed", plan=OCTOBER)
    app = clicked(app, "Change the plan")
    said = words(app)
    assert "Li Wen was faster" in said
    assert "as agreed" in said
    assert "Target: now ¥95,000,000, new:" in said
    assert (field(app, "Target, new value").value, taken(store)) == ("9000万", []), "what was typed stays"
    app = clicked(app, "Change the plan")
    assert target(store)[0].target == 90_000_000
    assert "Gross merchandise value · Target ¥95,000,000 → ¥90,000,000" in words(app)
    assert "The parts are ¥20,000,000 more than the target, and nobody says why." in words(app)


def test_an_adjusted_target_takes_its_parts_along(store: Store) -> None:
    app = started(item="kpi:kpi-new_customers")
    field(app, "What to take down").set_value("adjustment")
    app = ran(app)
    field(app, "Target, new value").set_value("90,000")
    field(app, "What becomes of the parts").set_value("along")
    field(app, "Why?").set_value("The fair was called off")
    app = clicked(app, "Change the plan")
    parts = current(store, "target_parts", where={**OCTOBER._asdict(), "kpi": "kpi-new_customers"})
    assert sum(stored.record.amount for stored in parts) == 90_000
    assert "28,500 → 26,443" in words(app)


def test_actions_are_done_moved_and_dropped_and_the_summary_says_so(store: Store) -> None:
    app = started(item="actions")
    app = clicked(app, "Mark as done")
    app = clicked(app, "Move")
    clicked(app, "Give it up")
    assert "Say why you do it." in words(app)
    app.main.text_input[0].set_value("The supplier is gone")
    clicked(app, "Give it up")
    app = opened(item="end")
    assert re.findall(r"</i>(\w+)</span>", " ".join(block.value for block in app.main.html)) == [
        "done",
        "moved",
        "dropped",
    ]
    meeting = held(store)
    document = minutes(store, "a", as_it_ended(store, "a", meeting), meeting, language("en"))
    states = [row[3] for row in document.table("actions").rows]
    assert {state.exact for state in states} >= {"done", "moved", "dropped"}
    assert [state.text for state in states if state.exact == "moved"] == ["moved, was due 21 Oct"]
    app = clicked(app, "End the meeting")
    told = " ".join(block.value for block in app.main.html).partition("What became of open actions")[2]
    assert re.findall(r"</i>(\w+)</span>", told) == ["done", "moved", "dropped"]
    assert "moved once" in told
    assert opened("weekly_review").main.button[0].label == "Start meeting"


def test_a_variance_is_explained_on_its_item_with_what_is_done_about_it(store: Store) -> None:
    started()
    item = next(key for key in held(store).agenda.split() if key.endswith("-logistics"))
    app = opened(item=item)
    assert "To be explained" in words(app)
    clicked(app, "Take down")
    assert "Say it in a few words." in words(app)
    field(app, "Why?").set_value("The courier bills late")
    field(app, "What is done about it?").set_value("Ask for the bill")
    app = clicked(app, "Take down")
    assert "An action needs an owner" in words(app)
    field(app, "Who does it").select_index(0)
    field(app, "Due by").set_value(date(2026, 12, 1))
    app = ran(app)
    assert "1 entry was typed" in words(opened(item="end"))
    app = clicked(app, "Take down")
    said = [stored.record for stored in current(store, "explanations", where={"line": item.removeprefix("line:")})]
    assert [one.text for one in said] == ["The courier bills late"]
    assert [(one.text, one.about) for one in taken(store)] == [("Ask for the bill", item)]
    assert "Explained The courier bills late" in re.sub("Explained", "Explained ", words(app))
    assert drafts(store) == 0
    assert "To be explained" not in words(opened("weekly_review"))


def test_whatever_an_item_names_leads_to_its_page_and_the_way_back_to_the_item(store: Store) -> None:
    named = {
        "kpi:kpi-gmv": "kpis?kpi=gmv",
        "line:line-2026-10-ads": "budget?line=ads",
        "tasks": "tasks?task=",
        "risks": "risks?risk=",
        "untold": "kpis?kpi=",
        "actions": "kpis?kpi=",
    }
    started()
    for item, address in named.items():
        app = opened(item=item)
        assert f'href="{address}' in " ".join(block.value for block in app.main.html), item
    app.switch_page(str(ROOT / "pages" / "kpis.py"))
    links = [one.label for one in ran(app).main.page_link]
    assert links[0] == "Back to the meeting: Open actions"
    app.switch_page(str(ROOT / "pages" / "meeting.py"))
    del app.query_params["item"]
    assert "Open actions" in words(ran(app)), "where it was left"
    clicked(app, "Leave")
    assert not any(one.label.startswith("Back") for one in opened("kpis").main.page_link)
    assert held(store).known_at is None


def test_the_past_and_a_closed_month_say_why_no_meeting_is_held(store: Store) -> None:
    for asked, why in (({"at": "2026-10-16"}, "You are looking back"), ({"month": "2026-08"}, "The month is closed")):
        app = opened(**asked)
        assert why in words(app)
        assert [one.disabled for one in app.main.button if one.label == "Start meeting"] == [True]
    done = [one for one in opened("weekly_review", month="2026-08").main.button if one.label.startswith("Mark as done")]
    assert done == []


def test_a_meeting_left_open_is_resumed_or_ended(store: Store) -> None:
    started()
    left = held(store).model_copy(update={"day": date(2026, 10, 24)})
    record(store, [Write("meetings", [left])], actor="a", kind=ChangeKind.MEETING, at=session.now(), plan=OCTOBER)
    assert opened("weekly_review").main.button[0].label == "Resume meeting of 24 Oct"
    assert "begun on Sat 24 Oct 2026" in words(opened())


def test_whoever_is_left_in_a_meeting_that_ended_sees_what_it_came_to(store: Store) -> None:
    mine, theirs = started(item="end"), opened(item="other")
    clicked(mine, "End the meeting")
    assert "Nothing was taken down." in words(ran(theirs))
    assert opened().main.button[0].label == "Start meeting"


def test_what_the_mark_of_a_risk_says_is_not_said_again(store: Store) -> None:
    told = words(started(item="risks"))
    assert (told.count("Trigger fired"), told.count("Happened")) == (2, 1)
    assert "its trigger has fired" not in told
    assert "it has happened" not in told
