"""What is typed in a meeting and not taken down: it outlasts what comes in between, and ends as it is taken down."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.testing.v1 import AppTest

from planlib.meeting import running
from planlib.store.connect import Store
from planlib.vocabulary import DecisionKind
from tests.test_pages_meeting import clicked, drafts, end_button, field, opened, ran, started, store, taken, words
from ui import session

__all__ = ["store"]

TEXT = "No more discounts"


def typed(kpi: str = "kpi:kpi-gmv") -> AppTest:
    """Return the page of a meeting with a decision in its field that was not sent yet."""
    app = started(item=kpi)
    field(app, "What is decided?").set_value(TEXT)
    return app


def pressed(app: AppTest, label: str) -> WidgetStates:
    """Return what a browser sends as a button is pressed."""
    next(one for one in app.main.button if one.label == label).click()
    return app._tree.get_widget_states()


def sent(app: AppTest, states: WidgetStates) -> AppTest:
    """Have a browser's message arrive."""
    found = app._run(states)
    assert not found.exception
    return found


@pytest.mark.parametrize("order", [1, -1], ids=["field first", "press first"])
def test_a_field_and_the_press_after_it_may_arrive_at_once_in_any_order(store: Store, order: int) -> None:
    app = typed()
    states = pressed(app, "Take down")
    app = sent(app, WidgetStates(widgets=list(states.widgets)[::order]))
    assert [one.text for one in taken(store)] == [TEXT]
    assert (field(app, "What is decided?").value, drafts(store)) == ("", 0)
    assert field(opened(item="kpi:kpi-gmv"), "What is decided?").value == ""


@pytest.mark.parametrize("order", [1, -1], ids=["field first", "press first"])
def test_what_was_refused_is_still_typed_whatever_arrived_first(store: Store, order: int) -> None:
    app = started(item="other")
    field(app, "What to take down").set_value("action")
    app = ran(app)
    field(app, "What is to be done?").set_value(TEXT)
    states = pressed(app, "Take down")
    assert "An action needs an owner" in words(sent(app, WidgetStates(widgets=list(states.widgets)[::order])))
    assert (field(opened(item="other"), "What is to be done?").value, taken(store)) == (TEXT, [])


def interrupted(step: Callable[..., Any]) -> Callable[..., Any]:
    """Return a step at whose end something else is pressed, which ends the callback at its next look around."""

    def act(*given: Any) -> None:
        step(*given)
        run = get_script_run_ctx()
        assert run
        assert run.script_requests
        again = RerunData(query_string=run.query_string, page_script_hash=run.page_script_hash)
        run.script_requests.request_rerun(again)

    return act


def test_a_press_while_a_line_is_taken_down_or_a_late_field_does_not_bring_it_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = typed()
    before = field(app, "What is decided?")
    with monkeypatch.context() as patched:
        patched.setattr(running, "take_down", interrupted(running.take_down))
        app = clicked(app, "Take down")
    assert [one.text for one in taken(store)] == [TEXT]
    assert (field(app, "What is decided?").value, drafts(store)) == ("", 0)
    before.set_value(f"{TEXT}!")
    late = app._tree.get_widget_states()
    app = sent(app, WidgetStates(widgets=[*late.widgets, before._widget_state]))
    assert (field(app, "What is decided?").value, drafts(store)) == ("", 0)
    assert not end_button(opened(item="end")).disabled


def test_two_windows_share_what_is_typed_and_neither_brings_back_what_the_other_took_down(store: Store) -> None:
    mine = ran(typed())
    theirs = opened(item="kpi:kpi-gmv")
    assert field(theirs, "What is decided?").value == TEXT
    clicked(theirs, "Take down")
    field(mine, "What to take down").set_value("action")
    mine = ran(mine)
    assert field(mine, "What is to be done?").value == ""
    assert (len(taken(store)), drafts(store)) == (1, 0)


def test_a_correction_and_a_new_value_leave_what_else_is_typed_on_the_item_alone(store: Store) -> None:
    app = clicked(typed(), "Take down")
    field(app, "What is decided?").set_value("Ring the platform")
    app = clicked(app, "Correct")
    assert field(app, "What is decided?").value == TEXT
    field(app, "What is decided?").set_value("No discounts before Double 11")
    app = ran(app)
    assert "2 entries were typed" in words(opened(item="end"))
    app = clicked(app, "Save")
    assert (field(app, "What is decided?").value, [one.text for one in taken(store)]) == (
        "Ring the platform",
        ["No discounts before Double 11"],
    )
    field(app, "What to take down").set_value("adjustment")
    app = ran(app)
    field(app, "Target, new value").set_value("9000万")
    field(app, "Why?").set_value("会展取消了")
    ran(app)
    assert "会展取消了 · Target 9000万" in words(opened(item="end"))
    clicked(app, "Change the plan")
    app = clicked(opened(item="end"), "Go and take it down")
    assert field(app, "What is decided?").value == "Ring the platform"
    assert [one.kind for one in taken(store)] == [DecisionKind.DECISION, DecisionKind.ADJUSTMENT]


def test_a_new_date_and_why_an_action_is_dropped_are_drafts_until_it_is_settled(store: Store) -> None:
    app = started(item="actions")
    first, second = app.main.text_input[:2]
    first.set_value("The supplier is gone")
    app.main.date_input[1].set_value(date(2026, 12, 24))
    ran(app)
    store.close()
    st.cache_resource.clear()
    app = opened(item="end")
    told = words(app)
    assert "2 entries were typed and not taken down" in told
    assert told.index("The supplier is gone") < told.index("24 Dec")
    assert end_button(app).disabled
    app = clicked(app, "Go and take it down")
    assert (app.query_params["item"], app.main.text_input[0].value) == ("actions", "The supplier is gone")
    assert app.main.date_input[1].value == date(2026, 12, 24)
    clicked(app, "Give it up")
    app = opened(item="actions")
    next(one for one in app.main.button if one.label == "Mark as done").click()
    app = opened(item="end")
    assert "The supplier is gone" not in words(app)
    assert end_button(app).disabled
    assert second.value == ""
    session.store().close()
    st.cache_resource.clear()
