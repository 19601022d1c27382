"""What changed as people and scripts read it: on the weekly review, in the terminal, as JSON; on the sample."""

import json
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner, Result

from planlib.cli import main
from planlib.locale import language
from planlib.model import Kpi
from planlib.place import ROOT
from planlib.review.changed import Changed, Crossing
from planlib.review.words import in_short
from planlib.vocabulary import Status

PLAN = "ecom/2026-10"


@pytest.fixture
def database(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the sample, which the app and the command line use."""
    path = Path(shutil.copy(sample_file, tmp_path))
    monkeypatch.setenv("PLANLIB_DB", str(path))
    return path


def show(*options: str) -> Result:
    return CliRunner().invoke(main, ["show", "review", "--plan", PLAN, "--lang", "en", *options])


def document(*options: str) -> Any:
    found = show("--json", *options)
    assert (found.exit_code, found.stderr) == (0, "")
    return json.loads(found.stdout)


def opened(locale: str = "en-GB", page: str = "weekly_review", **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    app.context = {"locale": locale}
    app.query_params.update(address)
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return " ".join(block.value for block in app.main.html)


def rows(app: AppTest) -> dict[str, list[str]]:
    """Return what the page says has changed: the lines under each heading."""
    (box,) = re.findall(r'<div class="pl-changes">.*?</dl></div>', html(app), re.DOTALL)
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", box, re.DOTALL)
    return {head: [words(line) for line in re.findall(r"<p>(.*?)</p>", lines, re.DOTALL)] for head, lines in found}


def words(line: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", line)).split())


@pytest.mark.usefixtures("database")
def test_the_review_says_what_changed_since_the_last_meeting() -> None:
    app = opened()
    assert "Since the last meeting" in html(app)
    assert "15 Oct → 23 Oct" in html(app)
    assert "Since the last meeting: 4 worse (Advertising, New customers …), 1 better" in words(html(app))
    found = rows(app)
    assert list(found) == [
        *("Status", "Signal", "Restated", "Target", "Date", "Progress", "Risk", "Actions", "Check-ins"),
    ]
    assert "New customers Watch → Behind" in found["Status"]
    assert found["Target"][0].startswith("New items listed 400 → 380 He Jia: ")
    assert found["Date"][0].startswith(
        "Shifts of service desk and warehouse 22 Oct → 26 Oct 2 working days later Li Wen:"
    )
    assert "Fix the bottlenecks that the load test finds 40% → 80% He Jia #148" in found["Progress"]
    step = "Draw up the peak-season shifts · Go through them with both supervisors — → 22 Oct Li Wen"
    assert step in " ".join(found["Progress"])
    assert "Bad batches of quilts spread and refunds run away · likelihood 4 → 5 Zhou Min #146" in found["Risk"]
    assert re.fullmatch(
        r"Refund rate · 14 Oct 华东 5.05% → 7.22% Zhou Min: 退款_补报.csv · .* #\d+", found["Restated"][0]
    )


@pytest.mark.usefixtures("database")
def test_every_line_leads_to_what_is_behind_it() -> None:
    """The links of the section lead to KPIs and budget lines of the plan, and to changes that can be looked at."""
    app = opened()
    (box,) = re.findall(r'<div class="pl-changes">.*?</dl></div>', html(app), re.DOTALL)
    links = [urlsplit(unescape(one)) for one in re.findall(r'href="([^"]+)"', box)]
    assert {link.path for link in links} == {"kpis", "budget", "plan", "tasks", "uploads"}
    change = next(parse_qs(link.query)["change"][0] for link in links if link.path == "uploads")
    behind = opened(page="uploads", change=change)
    assert f"#{change} · upload · 退款_补报.csv" in html(behind)
    assert re.search(r"heading for <a [^>]*kpis[^>]*>71.4K</a>", html(app)), "so do the numbers of the answer"
    assert list(behind.dataframe[0].value["What"]) == ["Refund rate · 2026-10-14 · 华东"]


@pytest.mark.usefixtures("database")
def test_the_moment_compared_with_is_chosen_and_kept_in_the_address() -> None:
    app = opened()
    box = next(one for one in app.main.selectbox if one.label == "Compare with")
    box.select("2026-10-19").run()
    assert app.query_params["since"] == "2026-10-19"
    assert "Since 19 Oct" in html(app)
    assert "New items listed" in " ".join(rows(app)["Target"])
    assert "Since 22 Oct" in html(opened(since="2026-10-22"))
    assert "Target" not in rows(opened(since="2026-10-22")), "it was moved on the 20th"
    assert "past moment “m-nobody”, which there is not" in html(opened(since="m-nobody"))


@pytest.mark.usefixtures("database")
def test_looking_back_compares_with_the_meeting_before() -> None:
    document_then = document("--known-at", str(document()["since"]["known_at"]))
    assert document_then["since"]["day"] < document()["since"]["day"]
    app = opened(at="m-" + document()["since"]["meeting"])
    assert "Since the last meeting" in html(app)
    assert "15 Oct → 23 Oct" not in html(app)


@pytest.mark.usefixtures("database")
def test_the_json_tells_the_same() -> None:
    found = document()
    assert found["verdict"]["worst"] == "new_customers"
    assert found["since"]["moment"] == "m-" + found["since"]["meeting"]
    assert {"table": "budgets", "code": "ads", "name": "Advertising", "before": "on_track", "after": "over"} in found[
        "crossings"
    ]
    (restated,) = found["restated"]
    assert (restated["kpi"], restated["values"], restated["difference"]) == ("refund_rate", 1, "168")
    assert restated["change"]["file"] == "退款_补报.csv"
    assert [(row["value_before"], row["value"]) for row in restated["rows"]] == [("392", "560")]
    steps = {one["step"]: (one["code"], one["after"]) for one in found["moved"] if one["table"] == "task_steps"}
    assert steps["Draft the shifts"] == ("shifts", "2026-10-20")
    moved = [(one["table"], one["field"], one["before"], one["after"]) for one in found["moved"] if "step" not in one]
    assert [one for one in moved if one[0] != "tasks" or one[1] != "progress"] == [
        ("targets", "target", "400", "380"),
        ("milestones", "due", "2026-10-22", "2026-10-26"),
        ("milestones", "done", "0", "1"),
        ("tasks", "cancelled", None, "2026-10-20"),
        ("tasks", "finish", "2026-10-22", "2026-10-26"),
        ("risks", "state", "open", "closed"),
        ("risks", "likelihood", 4, 5),
    ]
    assert ("tasks", "progress", "0.4", "0.8") in moved
    assert [one["decision"] for one in found["actions"]["done"]] == ["decision-launch-dates"]
    assert all(one["due"] < "2026-11-23" for one in found["actions"]["overdue"])


@pytest.mark.usefixtures("database")
def test_the_terminal_tells_it_as_a_table() -> None:
    shown = show().stdout
    assert "Since the last meeting (15 Oct → 23 Oct" in shown
    assert re.search(r"^Target +New items listed +400 +380 ", shown, re.MULTILINE)
    assert "Since 13 Oct" in show("--since", "2026-10-13").stdout
    refused = show("--since", "m-nobody")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "no meeting “m-nobody”" in refused.stderr


@pytest.mark.usefixtures("database")
def test_a_moment_without_any_difference_says_so() -> None:
    found = document("--since", "2026-10-24")
    assert [found[name] for name in ("changes", "crossings", "restated", "moved")] == [0, [], [], []]
    assert "Nothing changed since." in html(opened(month="2026-07"))


def test_in_short_it_is_what_became_worse_by_name_and_how_many_became_better() -> None:
    def crossing(name: str, before: Status, after: Status) -> Crossing:
        return Crossing(Kpi(kpi=name, team="t", code=name), before, after)

    found = [
        crossing("a", Status.ON_TRACK, Status.WATCH),
        crossing("b", Status.WATCH, Status.BEHIND),
        crossing("c", Status.ON_TRACK, Status.WATCH),
        crossing("d", Status.WATCH, Status.ON_TRACK),
        crossing("e", Status.ON_TRACK, Status.NO_DATA),
        crossing("f", Status.NOT_STARTED, Status.BEHIND),
        crossing("g", Status.NOT_STARTED, Status.NO_DATA),
    ]
    english = language("en")
    assert in_short(english, Changed(crossings=tuple(found))) == "3 worse (b, a …), 1 better"
    assert in_short(english, Changed(crossings=tuple(found[4:]))) == ""
