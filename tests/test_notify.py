"""Telling a team, to a webhook and a mail server on this machine: what they get, once each, and no secret anywhere."""

import base64
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from planlib.cli import main
from planlib.door import Door, ask
from planlib.export.pack import Format
from planlib.locale import LANGUAGES
from planlib.notify.order import Order, Outcome, carried_out, taken
from planlib.notify.sending import Kind
from planlib.store.connect import Store
from tests.receivers import Mailbox, Webhook, listening, receiving
from ui import address

EXPECTED = Path(__file__).with_name("expected")
PLAN = "ecom/2026-10"
NOW = datetime(2026, 10, 24, 1, tzinfo=UTC)
SECRET = "correct-horse-battery"
NOBODY = "json://127.0.0.1:1"
"""Where nobody listens."""


pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
"""openpyxl reads the marks of a workbook's conditional formats without their extensions."""


@pytest.fixture
def database(sample_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_file, tmp_path / "plan.duckdb"))


@pytest.fixture
def sample(database: Path) -> Iterator[Store]:
    with closing(Store.open(database)) as store:
        yield store


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with listening() as webhook:
        yield webhook


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with receiving() as mailbox:
        yield mailbox


def order(kind: Kind, *to: str, lang: str = "en") -> Order:
    return Order(PLAN, kind, list(to), lang, NOW, "mei", [Format.PDF, Format.XLSX])


def run(database: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["notify", "--db", str(database), "--lang", "en", "--plan", PLAN, *arguments])


# what they get


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", [Kind.DIGEST, Kind.ALERTS])
def test_the_text_is_the_approved_one(sample: Store, hook: Webhook, kind: Kind, code: str) -> None:
    done = carried_out(sample, order(kind, f"{code}=json://{hook.address}"))
    assert done == Outcome([f"json://{hook.address}: sent."])
    path, (text,) = EXPECTED / f"{kind}_2026-10_{code}.md", hook.messages
    if os.environ.get("PLANLIB_SNAPSHOTS") == "write":
        path.write_text(f"{text}\n", encoding="utf-8")
    assert f"{text}\n" == path.read_text("utf-8")


def test_the_pack_is_attached_where_the_channel_takes_files(sample: Store, hook: Webhook, box: Mailbox) -> None:
    robot = import_module("apprise.plugins.feishu").NotifyFeishu
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(robot, "notify_url", f"http://{hook.address}/{{token}}")
        done = carried_out(sample, order(Kind.PACK, f"zh={box.to('mei')}", f"feishu://{SECRET}"))
    assert done.refused == ""
    assert done.lines[0] == f"mailto://{box.address}/mei@example.com: sent."
    assert done.lines[1].endswith(": sent, without the files, which this channel does not take.")
    (mail,), ((_path, said),) = box.got, hook.got
    files = {
        part.get_filename(): part.get_content() for part in mail.iter_attachments() if isinstance(part, EmailMessage)
    }
    assert set(files) == {"ecom-2026-10.pdf", "ecom-2026-10.xlsx"}
    assert "新客数" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(files["ecom-2026-10.pdf"])).pages)
    assert "指标" in "".join(openpyxl.load_workbook(io.BytesIO(files["ecom-2026-10.xlsx"])).sheetnames)
    assert mail["subject"] == "电商运营组 · 2026年10月总结"
    assert "New customers" in said["content"]["text"]
    assert "on the page “Month end”" in said["content"]["text"]


def test_the_link_leads_to_the_same_plan(sample: Store, hook: Webhook) -> None:
    carried_out(sample, replace(order(Kind.DIGEST, f"json://{hook.address}"), link="https://plan.example.com/app/"))
    link = urlsplit(hook.messages[0].rsplit("(", 1)[1].rstrip(")"))
    assert link.geturl().startswith("https://plan.example.com/app/?")
    wanted = {address.TEAM: ["ecom"], address.MONTH: ["2026-10"], address.LANGUAGE: ["en"]}
    assert parse_qs(link.query) == wanted


def test_a_message_is_cut_by_the_bytes_that_a_robot_takes(sample: Store, hook: Webhook) -> None:
    hook.answer = b'{"errcode": 0, "errmsg": "ok"}'
    robot = import_module("apprise.plugins.wecombot").NotifyWeComBot
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(robot, "notify_url", f"http://{hook.address}/?{{key}}")
        patch.setattr(robot, "request_rate_per_sec", 0)  # it waits from one part to the next
        assert carried_out(sample, order(Kind.DIGEST, f"zh=wecombot://{SECRET}")).refused == ""
    parts = [said["text"]["content"] for _path, said in hook.got]
    assert len(parts) > 1
    assert max(len(part.encode()) for part in parts) <= 2048
    assert "自上次会议以来" in parts[-1]


# once each


def test_each_alert_is_told_once_and_a_receiver_who_was_not_reached_is_told_later(sample: Store, hook: Webhook) -> None:
    mei, li = f"json://{hook.address}/mei", f"json://{hook.address}/li"
    assert carried_out(sample, order(Kind.ALERTS, mei)).refused == ""
    hook.status = 500
    failed = carried_out(sample, order(Kind.ALERTS, mei, li))
    name = f"json://{hook.address}"
    assert failed.lines == [f"{name}: nothing new.", f"{name}: not sent, it answers 500."]
    assert failed.refused == "1 of 2 receivers were not told."
    hook.status = 200
    assert carried_out(sample, order(Kind.ALERTS, mei, li)).lines == [f"{name}: nothing new.", f"{name}: sent."]
    assert carried_out(sample, order(Kind.ALERTS, mei, li)).lines == [f"{name}: nothing new."] * 2
    assert [path for path, _said in hook.got] == ["/mei", "/li", "/li"]


def test_what_was_well_again_meanwhile_is_told_again(sample: Store, hook: Webhook) -> None:
    wanted = order(Kind.ALERTS, f"json://{hook.address}")
    for day in (24, 20, 24):  # new customers are behind but on the 20th, refunds are all the time
        carried_out(sample, replace(wanted, at=datetime.fromisoformat(f"2026-10-{day}")))
    assert ["New customers (Behind)" in text for text in hook.messages] == [True, True]
    assert ["Refund rate (Behind)" in text for text in hook.messages] == [True, False]


def test_data_are_missed_after_as_many_days_as_are_said(sample: Store, hook: Webhook) -> None:
    monday = datetime.fromisoformat("2026-10-26")
    wanted = replace(order(Kind.ALERTS, f"json://{hook.address}"), at=monday, dry_run=True)
    said = {days: "\n".join(carried_out(sample, replace(wanted, days=days)).lines) for days in (2, 3)}
    assert "No value after 23 Oct, 2 missing: " in said[2]
    assert "No value after 23 Oct" not in said[3]
    assert "No value after 21 Oct, 4 missing: Return on advertising" in said[3]
    assert hook.got == []


def test_owners_are_asked_for_check_ins_on_the_working_day_before_the_meeting(sample: Store, hook: Webhook) -> None:
    wanted = order(Kind.ALERTS, f"json://{hook.address}")
    for day in (14, 15, 15, 16, 22):  # meetings are on Fridays
        carried_out(sample, replace(wanted, at=datetime.fromisoformat(f"2026-10-{day}")))
    asked = [line for text in hook.messages for line in text.splitlines() if "check-in" in line]
    assert [line.partition(": ")[0] for line in asked] == [
        f"- {count} KPIs have no check-in yet for the meeting on {day} Oct" for count, day in ((18, 16), (13, 23))
    ]
    assert asked[1].endswith("; Zhou Min (Complaints); Li Wen (Slowest delivery)")


def test_the_pack_of_a_close_goes_out_once(sample: Store, hook: Webhook) -> None:
    closed = replace(order(Kind.PACK, f"json://{hook.address}"), plan="ecom/2026-09", once=True, formats=[Format.MD])
    told = [carried_out(sample, wanted).lines[0] for wanted in (closed, closed, replace(closed, plan=PLAN))]
    assert [line.rsplit(": ", 1)[1] for line in told] == ["sent.", "nothing new.", "nothing new."]
    ((_path, said),) = hook.got
    assert base64.b64decode(said["attachments"][0]["base64"]).decode().startswith("# E-commerce operations")


def test_a_closed_plan_has_no_alerts(sample: Store) -> None:
    done = carried_out(sample, replace(order(Kind.ALERTS, NOBODY), plan="ecom/2026-09"))
    assert done == Outcome(["ecom/2026-09 is not active, so there is nothing to be alert to."])


# what goes wrong


def test_a_robot_that_says_no_was_not_told(sample: Store, hook: Webhook) -> None:
    hook.answer = b'{"errcode": 93000, "errmsg": "invalid webhook url"}'
    robot = import_module("apprise.plugins.dingtalk").NotifyDingTalk
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(robot, "notify_url", f"http://{hook.address}/{{token}}")
        token = SECRET.replace("-", "")
        for _time in range(2):
            done = carried_out(sample, order(Kind.ALERTS, f"dingtalk://{token}"))
            assert done.lines[0].endswith(": not sent, it does not take the message: 93000 invalid webhook url.")
    assert len(hook.got) == 2


def test_who_was_not_reached_is_said_and_no_secret_is(database: Path, hook: Webhook, box: Mailbox) -> None:
    told = (f"json://me:{SECRET}@{hook.address}/{SECRET}", box.to("mei"))
    lost = (f"json://{SECRET}:{SECRET}@127.0.0.1:1/{SECRET}", box.to("nobody"), f"slack://{SECRET}/x/y")
    done = run(database, "--what", "alerts", *(part for url in (*told, *lost[:2]) for part in ("--to", url)))
    assert (done.exit_code, done.stderr) == (1, "2 of 4 receivers were not told.\n")
    assert done.stdout.splitlines() == [
        f"json://{hook.address}: sent.",
        f"mailto://{box.address}/mei@example.com: sent.",
        "json://127.0.0.1:1: not sent, it cannot be reached, or does not let this account in.",
        f"mailto://{box.address}/nobody@example.com: not sent, it does not take the message: "
        'Sending email to "nobody@example.com" failed.',
    ]
    bad = run(database, "--to", told[0], "--to", lost[2])
    assert (bad.exit_code, bad.stdout) == (1, "")
    assert bad.stderr == "Address 2 (slack://) is none that can be told. The README has examples.\n"
    with closing(Store.open(database)) as store, store.cursor() as cursor:
        rows = cursor.execute("select * from told").fetchall()
    assert rows
    assert SECRET not in f"{rows}{done.output}{bad.output}"


def test_whom_to_tell_may_come_from_the_environment(
    database: Path, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(database).exit_code == 2
    monkeypatch.setenv("PLANLIB_NOTIFY", f"zh=json://{hook.address} json://{hook.address}")
    done = run(database, "--what", "alerts")
    assert (done.exit_code, done.stderr) == (0, "")
    assert ["条警报" in text for text in hook.messages] == [True, False]


def test_the_past_is_told_as_it_stood_and_its_alerts_are_only_shown(database: Path) -> None:
    shown = run(database, "--at", "2026-10-20", "--dry-run", "--to", NOBODY)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "Data to Sun 18 Oct 2026" in shown.stdout
    assert run(database, "--at", "2026-10-20", "--what", "alerts", "--to", NOBODY).exit_code == 2


def test_a_fault_of_the_app_is_told_and_its_door_stays_open(database: Path) -> None:
    with closing(Store.open(database)), closing(Door(database, bytes.lower)):
        assert ask(database, b"HELLO") == b"hello"
    with closing(Store.open(database)), closing(Door(database, lambda _request: bytes(-1))):
        for _time in range(2):
            failed = run(database, "--to", NOBODY)
            assert (failed.exit_code, failed.stdout) == (1, "")
            assert "could not do it; its terminal says why." in failed.stderr


def test_the_app_that_holds_the_database_does_it(database: Path, hook: Webhook) -> None:
    to = ("--what", "alerts", "--to", f"json://{hook.address}")
    with closing(Store.open(database)) as store:
        assert "Stop it first" in run(database, *to).stderr
        with closing(Door(database, taken(store))):
            assert Path(f"{database}.sock").stat().st_mode & 0o077 == 0
            first, second = run(database, *to), run(database, *to)
    assert (first.exit_code, first.stdout) == (0, f"json://{hook.address}: sent.\n")
    assert second.stdout == f"json://{hook.address}: nothing new.\n"
    assert run(database, *to).stdout == second.stdout
    assert len(hook.got) == 1
    assert not Path(f"{database}.sock").exists()
