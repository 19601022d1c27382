"""Lessons on the pages Month end and Next month."""

import re
import shutil
from collections.abc import Iterable
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planlib.meeting.agenda import ItemKind, agenda
from planlib.model import Feedback, Meeting, Plan, PlanKey
from planlib.place import ROOT
from planlib.sample import TEAM
from planlib.snapshot import open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import ChangeKind
from ui import session

OCTOBER, NOVEMBER = (PlanKey(TEAM, date(2026, month, 1)) for month in (10, 11))
FIRST = date(2026, 11, 2)
AT = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.fixture
def store(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give the store that the app itself has open, on a copy of the sample."""
    copy = Path(shutil.copy(sample_file, tmp_path))
    monkeypatch.setenv("PLANLIB_DB", str(copy))
    opened: Store = session._opened(copy)
    return opened


def page(name: str, month: str, language: str = "en") -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)
    app.query_params.update({"lang": language, "month": month})
    app.switch_page(str(ROOT / "pages" / f"{name}.py"))
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return unescape(" ".join(block.value for block in app.main.html))


@pytest.mark.usefixtures("store")
def test_the_month_end_tells_the_lessons_by_kind_with_links() -> None:
    shown = html(page("month_end", "2026-10"))
    told = [re.sub("<.*", "", part) for part in shown.split('scope="rowgroup" colspan="5">')[1:]]
    assert told == ["What worked", "What did not work", "What to try next"]
    account = next(row for row in shown.split("<tr") if "With one account frozen" in row)
    assert re.search(r'href="kpis\?[^"]*kpi=new_customers', account)
    assert re.search(r'href="risks\?[^"]*risk=frozen-account', account)
    assert "Have a second account ready for each region" in account
    assert "Chen Siyuan" in account
    duty = next(row for row in shown.split("<tr") if "With somebody on duty" in row)
    assert "from September" in duty
    assert "9月带过来" in html(page("month_end", "2026-10", "zh"))


def test_a_month_without_lessons_asks_for_them_until_it_is_closed(store: Store) -> None:
    assert "No lesson was written down." in html(page("month_end", "2026-07"))
    record(store, [Write("plans", [Plan(**NOVEMBER._asdict())])], actor="a", kind=ChangeKind.EDIT, at=AT)
    shown = html(page("month_end", "2026-11"))
    assert "No lesson is written down yet" in shown


def test_lessons_go_on_with_another_next_step_into_the_first_meeting(store: Store) -> None:
    app = page("next_month", "2026-10")
    app.text_input(key=_next_step(app, "one-account")).set_value("Two accounts").run()
    app.checkbox(key=next(str(box.key) for box in app.checkbox if "lesson-duty" in str(box.key))).uncheck().run()
    app.text_input(key=next(str(one.key) for one in app.text_input if "why lessons" in str(one.key))).set_value("r")
    app.run()
    next(button for button in app.button if button.label.startswith("Make the plan")).click().run()
    november = open_snapshot(store, "local", NOVEMBER, today=date(2026, 11, 1))
    lessons = november.carried_lessons
    assert {lesson.lesson: lesson.next_step for lesson in lessons}["lesson-one-account"] == "Two accounts"
    assert "lesson-duty" not in {lesson.lesson for lesson in lessons}
    assert ItemKind.LESSONS in {item.kind for item in agenda(november, date(2026, 11, 2))}
    held = Meeting(**NOVEMBER._asdict(), meeting="m", day=FIRST, data_day=FIRST, known_at=november.known_at)
    record(store, [Write("meetings", [held])], actor="a", kind=ChangeKind.MEETING, at=AT)
    later = open_snapshot(store, "local", NOVEMBER, today=date(2026, 11, 9))
    assert ItemKind.LESSONS not in {item.kind for item in agenda(later, date(2026, 11, 9))}


@pytest.mark.usefixtures("store")
def test_open_actions_are_chosen_on_the_page_and_come_to_the_first_meeting() -> None:
    app = page("next_month", "2026-10")
    app.selectbox(key=_key(app.selectbox, "owner decisions/decision-temps")).select("person-chen")
    app.date_input(key=_key(app.date_input, "due decisions/decision-temps")).set_value(date(2026, 11, 6))
    app.checkbox(key=_key(app.checkbox, "decision-survey")).uncheck().run()
    make = next(button for button in app.button if button.label.startswith("Make the plan"))
    assert make.disabled, "what is dropped needs a reason"
    app.text_input(key=_key(app.text_input, "why decisions/decision-survey")).set_value("r").run()
    next(button for button in app.button if button.label.startswith("Make the plan")).click().run()
    opened: Store = session.store()
    november = open_snapshot(opened, "local", NOVEMBER, today=date(2026, 11, 1))
    found = {action.decision: (action.owner, action.due) for action in november.open_actions}
    assert found["decision-temps"] == ("person-chen", date(2026, 11, 6))
    assert "decision-survey" not in found
    assert "5 open actions go on into November" in html(page("plan", "2026-11"))
    meeting = page("meeting", "2026-11")
    next(button for button in meeting.button if button.label == "Start meeting").click().run()
    meeting.query_params["item"] = "actions"
    meeting.run()
    shown = html(meeting)
    assert ("from October" in shown, "promoter survey" in shown) == (True, False)


def _key(fields: Iterable[Any], name: str) -> str:
    return next(str(one.key) for one in fields if name in str(one.key))


def _next_step(app: AppTest, lesson: str) -> str:
    return next(str(one.key) for one in app.text_input if f"next_step lessons/lesson-{lesson}" in str(one.key))


def test_the_team_answers_the_short_form_and_what_it_would_change_is_offered(store: Store) -> None:
    people = open_snapshot(store, "local", OCTOBER, today=date(2026, 10, 25)).people
    for one in people[:2]:
        answer = Feedback(**OCTOBER._asdict(), person=one.person, workload=3, change="Plan less")
        record(store, [Write("feedback", [answer])], actor="a", kind=ChangeKind.EDIT, at=AT)
    app = page("month_end", "2026-10")
    assert "Averages and unsigned words are shown once 3 people have answered." in html(app)
    assert "Plan less" not in html(app)
    app.button(key=_key(app.button, "feedback 2026-10-01  0 record")).click().run()
    assert "Choose first who answers." in html(app)
    app.selectbox(key=_key(app.selectbox, "feedback 2026-10-01  0 who")).select(people[2].person)
    app.segmented_control(key=_key(app.segmented_control, "workload")).select(4)
    app.text_area(key=_key(app.text_area, "helped")).set_value("The rota")
    app.checkbox(key=_key(app.checkbox, "signed")).check().run()
    app = page("month_end", "2026-10")
    assert "The fields hold what you typed on" in html(app)
    app.button(key=_key(app.button, "feedback 2026-10-01  0 record")).click().run()
    shown = html(app)
    (given,) = current(store, "feedback", where={"person": people[2].person})
    assert (given.record.workload, given.record.helped, given.record.signed) == (4, "The rota", True)
    assert app.text_area(key=_key(app.text_area, "helped")).value == ""
    assert "The fields hold" not in shown
    assert "Plan less" in shown
    assert re.search(rf"The rota</span><small>{people[2].name_en}<", shown)
    draft = page("next_month", "2026-10")
    offered = draft.checkbox(key=_key(draft.checkbox, "lessons/feedback-"))
    assert (offered.label, offered.value) == ("Plan less", False)
    assert not next(button for button in draft.button if button.label.startswith("Make the plan")).disabled
    offered.check().run()
    next(button for button in draft.button if button.label.startswith("Make the plan")).click().run()
    assert "Plan less" in {one.text for one in open_snapshot(store, "a", NOVEMBER, today=FIRST).carried_lessons}
    meeting = page("meeting", "2026-11")
    next(button for button in meeting.button if button.label == "Start meeting").click().run()
    meeting.query_params["item"] = "lessons"
    meeting.run()
    assert ("Plan less" in html(meeting), "The workload could be managed" in html(meeting)) == (True, True)
