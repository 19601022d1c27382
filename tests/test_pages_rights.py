"""What the pages say to whoever has a right, and to whoever has none, before anything is tried."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planlib.close import reopen_plan
from planlib.errors import RefusedError
from planlib.model import Person
from planlib.place import user
from planlib.plans import find_plan
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import ChangeKind, Role
from tests.plan_page import OCTOBER, opened, ran, saved, typed
from ui import session

AT = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.fixture
def store(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give the store that the app itself has open, on a copy of the sample."""
    copy = Path(shutil.copy(sample_file, tmp_path))
    monkeypatch.setenv("PLANLIB_DB", str(copy))
    opened: Store = session._opened(copy)
    return opened


def set_role(store: Store, actor: str, of: str, role: Role | None, login: str = "") -> None:
    found: Person = current(store, "people", where={"login": of})[0].record
    person = found.model_copy(update={"role": role, "login": login or of})
    record(store, [Write("people", [person])], actor=actor, kind=ChangeKind.EDIT, at=AT)


def alone(part: Callable[[], None], month: str, language: str) -> AppTest:
    """Run a part of a page without what stands above it, which takes most of the time."""
    app = AppTest.from_function(part, default_timeout=60)
    app.query_params.update({"lang": language, "month": month})
    return ran(app)


def closing_part() -> None:
    import ui
    from ui.closing import closing

    closing(ui.snapshot())


def actions_part() -> None:
    import ui
    from ui.refused import what_was_refused
    from ui.review_actions import actions_section

    what_was_refused(ui.language())
    actions_section(ui.language(), ui.snapshot(), ui.today())


def words(app: AppTest) -> str:
    return unescape(" ".join(block.value for block in app.main.html))


@pytest.mark.parametrize(
    ("language", "label", "open_to_all", "names"),
    [
        ("en", "Reopen", "so anyone may", "for Chen Siyuan, and not for"),
        ("zh", "重新打开", "任何人都可以", "由陈思远负责"),
    ],
)
def test_the_month_end_says_who_may_reopen(
    store: Store, language: str, label: str, open_to_all: str, names: str
) -> None:
    def shown() -> tuple[bool, str]:
        app = alone(closing_part, "2026-09", language)
        (button,) = [one for one in app.button if one.label == label]
        return not button.disabled, words(app)

    enabled, said = shown()
    assert (enabled, open_to_all in said, "month=2026-10" in said) == (True, True, True)
    set_role(store, "chen.siyuan", "chen.siyuan", Role.CLOSER)
    enabled, said = shown()
    assert (enabled, open_to_all in said, names in said, user() in said) == (False, False, True, True)
    with pytest.raises(RefusedError):
        reopen_plan(store, find_plan(store, "ecom/2026-09"), "late data", session.actor(), AT)
    set_role(store, "chen.siyuan", "he.jia", Role.CLOSER, login=user())
    enabled, said = shown()
    assert (enabled, names in said) == (True, False)


def test_roles_are_given_in_the_table_of_people_by_those_who_may(store: Store) -> None:
    app = opened("people", OCTOBER)
    assert f"You make changes as {user()}." in words(app)
    app = saved(typed(app, {0: {"login": user(), "role": "admin"}, 3: {"role": "月结负责人"}}))
    roles = {one.record.name_en: one.record.role for one in current(store, "people") if one.record.role}
    assert roles == {"Chen Siyuan": Role.ADMIN, "Wu Tong": Role.CLOSER}
    set_role(store, user(), "he.jia", Role.ADMIN)
    set_role(store, "he.jia", user(), None)
    app = saved(typed(opened("people", OCTOBER), {0: {"role": "admin"}}))
    assert "Who has which role is for He Jia to say, and not for" in words(app)
    app = typed(opened("people", OCTOBER), {0: {"login": ""}, 3: {"login": ""}})
    assert "A role needs the login" in words(app)


def test_a_click_that_a_viewer_may_not_make_is_refused_with_the_reason(store: Store) -> None:
    set_role(store, "he.jia", "he.jia", Role.ADMIN)
    set_role(store, "he.jia", "wu.tong", Role.VIEWER, login=user())
    before, app = store.last_change(), alone(actions_part, "2026-10", "en")
    next(one for one in app.button if one.label == "Mark as done").click()
    assert "you are a viewer and record nothing. He Jia can change that" in words(ran(app))
    assert store.last_change() == before
    assert "you are a viewer" not in words(ran(app))
