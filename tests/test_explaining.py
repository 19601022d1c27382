"""A large variance is explained, a control point looked at: recorded, shown, in the history, never over others."""

import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from planlib.cli import main
from planlib.errors import ConflictError, RefusedError
from planlib.explaining import By, Said, explain, look
from planlib.locale import language
from planlib.meeting.agenda import NEED_A_WORD, Item, ItemKind, agenda
from planlib.meeting.running import By as Told
from planlib.meeting.running import done
from planlib.model import PlanKey
from planlib.place import ROOT
from planlib.review.spending import explanation_table, unexplained
from planlib.sample import TEAM
from planlib.snapshot import BudgetLine, Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import history, rows_of_each
from planlib.told import in_short, told
from ui import session

OCTOBER, SEPTEMBER = PlanKey(TEAM, date(2026, 10, 1)), PlanKey(TEAM, date(2026, 9, 1))
NOW = datetime(2026, 10, 24, 9, tzinfo=UTC)
SAID = Said("A carrier bills late", "Ask for its bills", "person-zhou", date(2026, 10, 28))


@pytest.fixture
def path(sample_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_file, tmp_path / "plan.duckdb"))


def snapshot(store: Store, plan: PlanKey = OCTOBER) -> Snapshot:
    return open_snapshot(store, "a", plan, today=NOW.date())


def line(found: Snapshot, code: str) -> BudgetLine:
    return next(one for one in found.budget().lines if one.budget.code == code)


def by(found: Snapshot) -> By:
    return By("zhou", NOW, found.known_at)


def test_an_explanation_stands_beside_its_line_and_in_the_history(path: Path) -> None:
    store = Store.open(path)
    before = snapshot(store)
    assert line(before, "logistics").needs_explaining
    change = explain(store, before, line(before, "logistics"), SAID, by(before))
    assert change is not None
    after = snapshot(store)
    found = line(after, "logistics").explanation
    assert found is not None
    action = line(after, "logistics").action
    assert action in after.open_actions
    assert action is not None
    assert (found.text, action.text, action.owner, action.due) == SAID
    assert (action.decision, action.about) == (found.decision, f"line:{found.line}")
    assert found.day == before.day
    assert explain(store, after, line(after, "logistics"), SAID, by(after)) is None
    english = language("en")
    short = "explanation · Fulfilment · 2026-10-23 — → A carrier bills late; action: Ask for its bills"
    assert in_short(english, store, [change]) == {change.change_id: short}
    rows = rows_of_each(store, [change])[change.change_id]
    one, _action = told(english, store, OCTOBER, rows, change.change_id)
    assert one == ("explanation · Fulfilment · 2026-10-23", "—", "A carrier bills late")
    store.close()


def test_what_is_done_about_a_variance_is_an_action_like_others(path: Path) -> None:
    store = Store.open(path)

    def explained(said: Said) -> tuple[Snapshot, BudgetLine]:
        before = snapshot(store)
        explain(store, before, line(before, "logistics"), said, by(before))
        after = snapshot(store)
        return after, line(after, "logistics")

    before = snapshot(store)
    with pytest.raises(RefusedError, match="action_needs_owner_and_due"):
        explain(store, before, line(before, "logistics"), SAID._replace(due=None), by(before))
    first, found = explained(SAID)
    assert len(first.open_actions) == len(before.open_actions) + 1
    assert found.action is not None
    moved, found = explained(SAID._replace(due=date(2026, 10, 30)))
    assert len(moved.open_actions) == len(first.open_actions), "the same one, with another day"
    assert found.action is not None
    done(store, OCTOBER, found.action, Told("zhou", NOW, NOW.date(), moved.known_at))
    after, found = explained(SAID._replace(text="They bill at the month's end"))
    assert found.action is not None
    assert (found.action.done, len(after.open_actions)) == (NOW.date(), len(before.open_actions))
    given_up, found = explained(Said("Nothing is to be done"))
    assert (found.action, len(given_up.decisions)) == (None, len(before.decisions))
    store.close()


def test_a_large_variance_is_on_the_agenda_until_it_is_explained(path: Path) -> None:
    store, item = Store.open(path), Item(ItemKind.LINE, "line-2026-10-logistics")
    before = snapshot(store)
    assert line(before, "logistics").status not in NEED_A_WORD
    assert item in agenda(before, NOW.date())
    assert ["Fulfilment", "needs an explanation by 31 Oct", "—"] in large_variances(before)
    explain(store, before, line(before, "logistics"), SAID, by(before))
    after = snapshot(store)
    assert item not in agenda(after, NOW.date())
    assert ["Fulfilment", "A carrier bills late", "Ask for its bills"] in large_variances(after)
    closed = snapshot(store, SEPTEMBER)
    assert not unexplained(closed)
    store.close()


def large_variances(found: Snapshot) -> list[list[str]]:
    """Return line, explanation and action as the minutes have them."""
    rows = explanation_table(found, language("en")).rows
    return [[name.text, why.text, action.text] for name, _variance, why, action, _owner, _due in rows]


def test_a_crossing_says_who_looked_and_what_was_decided(path: Path) -> None:
    store = Store.open(path)
    before = snapshot(store)
    ads = line(before, "ads")
    change = look(store, before, ads, ads.crossings[-1], "Two campaigns stop", by(before), person="person-zhou")
    assert change is not None
    looks = [one.look for one in line(snapshot(store), "ads").crossings]
    assert [one and one.decided for one in looks] == [None, "Two campaigns stop", "Two campaigns stop"]
    assert looks[-1] is not None
    assert (looks[-1].person, looks[-1].looked) == ("person-zhou", NOW.date())
    assert history(store)[0].counts == {"control_looks": 1}
    store.close()


def test_what_is_refused(path: Path) -> None:
    store = Store.open(path)
    found = snapshot(store)
    with pytest.raises(RefusedError, match="words_needed"):
        explain(store, found, line(found, "ads"), Said("  "), by(found))
    explain(store, found, line(found, "ads"), SAID, by(found))
    with pytest.raises(ConflictError):
        explain(store, found, line(found, "ads"), Said("Mine"), by(found))
    closed = snapshot(store, SEPTEMBER)
    with pytest.raises(RefusedError, match="plan_closed"):
        explain(store, closed, line(closed, "ads"), SAID, By("zhou", NOW, store.last_change()))
    store.close()


# on screen


def opened(monkeypatch: pytest.MonkeyPatch, path: Path, **address: str) -> AppTest:
    monkeypatch.setenv("PLANLIB_DB", str(path))
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.query_params.update({"month": "2026-10", "lang": "en", **address})
    app.switch_page(str(ROOT / "pages" / "budget.py"))
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return re.sub(r"\s+", " ", Markup(" ".join(block.value for block in app.main.html)).striptags())


def test_the_form_records_and_the_page_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, path)
    assert "To be explained" in words(app)
    next(button for button in app.button if button.label == "Record").click().run()
    assert "Say it in a few words." in words(app)
    next(one for one in app.text_area if one.label == "Why?").set_value("A carrier bills late")
    next(button for button in app.button if button.label == "Record").click().run()
    assert re.search(r"Explained *Coupons favourable .*A carrier bills late *with data to", words(app))
    assert re.search(r"SavedChange #\d+ is recorded", words(app))


def test_what_was_decided_at_a_control_point_is_said_on_the_page(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, path)
    assert "Advertising passed 100% of its budget no decision recorded yet" in spaced(app)
    box = next(one for one in app.selectbox if one.label == "Control point")
    box.select(next(one for one in box.options if one == "Advertising · 22 Oct · 100%")).run()
    next(one for one in app.text_area if one.label == "What was decided?").set_value("Two campaigns stop")
    next(one for one in app.selectbox if one.label == "Who looked at it").select("Zhou Min")
    next(one for one in app.button if one.label == "Record" and str(one.key).startswith("look")).click().run()
    assert "passed 100% of its budget Two campaigns stop looked at by Zhou Min on" in spaced(app)


def spaced(app: AppTest) -> str:
    blocks = (Markup(block.value.replace("<", " <")).striptags() for block in app.main.html)
    return re.sub(r"\s+", " ", " ".join(blocks))


def test_what_was_typed_survives_a_reload_until_it_is_recorded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, path)
    line = field(app, "selectbox", "Budget line").value
    field(app, "text_area", "Why?").set_value("The shop was shut").run()
    field(app, "selectbox", "Budget line").select("Rent").run()
    assert field(app, "text_area", "Why?").value == ""
    field(app, "text_area", "Why?").set_value("A carrier bills late").run()
    field(app, "date_input", "Due by").set_value(date(2026, 10, 28)).run()
    field(app, "selectbox", "Budget line").set_value(line).run()
    assert field(app, "text_area", "Why?").value == "The shop was shut"
    button(app, "Drop what was typed").click().run()
    field(app, "text_area", "What was decided?").set_value("Two campaigns stop").run()
    again = opened(monkeypatch, path)
    found = [field(again, "text_area", label).value for label in ("Why?", "What was decided?")]
    assert (field(again, "selectbox", "Budget line").value, found) == (
        "explain line-2026-10-rent",
        ["A carrier bills late", "Two campaigns stop"],
    )
    assert field(again, "date_input", "Due by").value == date(2026, 10, 28)
    button(again, "Record").click().run()
    assert "A carrier bills late" in words(again)
    last = opened(monkeypatch, path)
    assert field(last, "selectbox", "Budget line").value == line
    assert field(last, "text_area", "What was decided?").value == "Two campaigns stop"


def test_what_others_said_meanwhile_is_told_also_after_a_reload(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, path)
    field(app, "selectbox", "Budget line").select("Fulfilment").run()
    field(app, "text_area", "Why?").set_value("Mine").run()
    store = session._opened(path)
    before = snapshot(store)
    explain(store, before, line(before, "logistics"), Said("Theirs"), by(before))
    again = opened(monkeypatch, path)
    button(again, "Record").click().run()
    assert "Not recorded" in words(again)
    assert field(again, "text_area", "Why?").value == "Mine"
    button(again, "Record").click().run()
    assert "Mine" in words(again)
    assert "Theirs" not in words(again)


def field(app: AppTest, kind: str, label: str) -> Any:
    return next(one for one in getattr(app, kind) if one.label == label)


def button(app: AppTest, label: str) -> Any:
    return next(one for one in app.button if one.label == label)


@pytest.mark.parametrize("address", [{"at": "2026-10-17"}, {"month": "2026-09"}])
def test_the_past_and_a_closed_month_are_read_only(
    path: Path, monkeypatch: pytest.MonkeyPatch, address: dict[str, str]
) -> None:
    app = opened(monkeypatch, path, **address)
    assert "Explanations and control points" in words(app)
    assert not app.text_area


# for scripts


def test_show_budget_prints_what_the_readme_says(path: Path) -> None:
    arguments = ["--db", str(path), "show", "budget", "--plan", "ecom/2026-10", "--day", "2026-10-23", "--json"]
    document = json.loads(CliRunner().invoke(main, arguments).stdout)
    ads = next(one for one in document["budget"] if one["line"] == "ads")
    assert [(one["point"], one["day"]) for one in ads["crossings"]] == [
        ("notice", "2026-10-15"),
        ("warning", "2026-10-22"),
        ("over", "2026-10-22"),
    ]
    assert ads["forecasts"][ads["forecast_used"]] == ads["forecast"]
    assert document["earned_value"]["earned"]
    readme = (ROOT / "README.md").read_text("utf-8").partition("### What `show budget --json` prints")[2]
    named = set(re.findall(r"`(\w+)`", readme.partition("###")[0]))
    fields = {*document, "spent", "delivered", "spend_index", "burn", "runway", "flexed", "forecasts", "crossings"}
    assert fields <= named
    assert {name for name in named if name in ads} >= fields - {*document}
