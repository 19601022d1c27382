"""The page Plan as tests run it without a browser: opened, typed into, saved and read."""

import re
from datetime import date
from html import unescape
from typing import Any

from markupsafe import Markup
from streamlit.testing.v1 import AppTest

from planlib.model import PlanKey
from planlib.place import ROOT
from planlib.sample import TEAM

ORIGINAL = ("Original plan and current plan", "原计划与现计划")
"""Heading, in either language, above what moved since the plan was activated."""
OCTOBER, DRAFT = PlanKey(TEAM, date(2026, 10, 1)), PlanKey(TEAM, date(2026, 11, 1))


def opened(table: str, month: PlanKey = DRAFT, locale: str = "en-GB", **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.context = {"locale": locale}
    app.query_params.update({"table": table, "month": f"{month.month:%Y-%m}", **address})
    app.switch_page(str(ROOT / "pages" / "plan.py"))
    return ran(app)


def table_alone(table: str, month: PlanKey = DRAFT, locale: str = "en-GB") -> AppTest:
    """Run the editor of a table without the rest of its page, which takes most of the time."""

    def page(table: str, team: str, month: str) -> None:
        from datetime import date

        from planlib.editing.sheets import SHEETS
        from planlib.model import PlanKey
        from ui.editor import edit_table

        edit_table(SHEETS[table], PlanKey(team, date.fromisoformat(month)))

    app = AppTest.from_function(page, default_timeout=30, args=(table, month.team, month.month.isoformat()))
    app.context = {"locale": locale}
    return ran(app)


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def typed(app: AppTest, edited: Any = None, added: Any = (), deleted: Any = ()) -> AppTest:
    """Run the page with a state of the editor, as the browser would send it, or as nobody should."""
    state = {"edited_rows": edited or {}, "added_rows": added, "deleted_rows": deleted}
    app.session_state[str(app.data_editor[0].key)] = state
    return ran(app)


def saved(app: AppTest, reason: str = "") -> AppTest:
    next(one for one in app.main.text_input if str(one.key).startswith("reason")).set_value(reason)
    next(one for one in app.main.button if one.form_id.startswith("save")).click()
    return ran(app)


def words(app: AppTest) -> str:
    """Return the words of all HTML on the page."""
    return re.sub(r"\s+", " ", Markup(" ".join(block.value for block in app.main.html)).striptags())


def rows(app: AppTest) -> list[list[str]]:
    """Return the cells of each row of the page's own tables, but for what moved since the plan was activated."""
    own = (block.value for block in app.main.html if not any(heading in block.value for heading in ORIGINAL))
    return rows_in(" ".join(own))


def rows_in(html: str) -> list[list[str]]:
    """Return the cells of each row of the tables in a text."""
    lines = re.findall(r"<tr class.*?</tr>", html, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in line] for line in cells]


def position(app: AppTest, field: str, value: str) -> int:
    """Return the row of the editor whose cell is `value`."""
    return app.data_editor[0].value[field].tolist().index(value)


def box(app: AppTest, label: str) -> Any:
    """Return the select box called so."""
    return next(one for one in app.main.selectbox if one.label == label)
