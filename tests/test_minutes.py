"""Minutes of the sample's meetings: their text as it was last read and approved, and the same numbers in each form."""

import io
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from typer.testing import CliRunner, Result

from planlib.cli import main
from planlib.document import Cell, Column, Document, Section, Sentence, Table
from planlib.errors import NotFoundError
from planlib.export.docx_file import docx_file
from planlib.export.markdown import markdown
from planlib.locale import LANGUAGES, language
from planlib.meeting.minutes import as_it_ended, find_meeting, minutes
from planlib.model import Meeting, PlanKey
from planlib.sample import TEAM
from planlib.store.connect import Store
from planlib.store.ledger import history, undo
from planlib.vocabulary import DecisionKind

EXPECTED = Path(__file__).with_name("expected")
ADJUSTMENT = DecisionKind.ADJUSTMENT
OCTOBER = PlanKey(TEAM, date(2026, 10, 1))


@pytest.fixture(scope="module")
def sample(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(Path(shutil.copy(sample_file, tmp_path_factory.mktemp("minutes") / "plan.duckdb")))
    yield store
    store.close()


def held_on(store: Store, day: str) -> Meeting:
    return find_meeting(store, PlanKey(TEAM, date.fromisoformat(f"{day[:7]}-01")), day)


def written(store: Store, day: str, code: str) -> Document:
    meeting = held_on(store, day)
    return minutes(store, "a", as_it_ended(store, "a", meeting), meeting, language(code))


@pytest.mark.parametrize("day", ["2026-08-17", "2026-10-16"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_text_is_the_approved_one(sample: Store, day: str, code: str) -> None:
    text = markdown(written(sample, day, code))
    path = EXPECTED / f"minutes_{day}_{code}.md"
    if os.environ.get("PLANLIB_SNAPSHOTS") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text("utf-8")


def test_the_numbers_are_those_that_were_known_when_the_meeting_ended(sample: Store) -> None:
    then = {row[0].exact: row for row in written(sample, "2026-10-16", "en").table("kpis").rows}
    assert then["New customers"][2].exact == "37592"  # to the 15th, the meeting's last day with data
    assert then["Refund rate"][2].exact[:6] == "0.0551"  # before the 14th was reported anew
    target = as_it_ended(sample, "a", held_on(sample, "2026-10-16")).kpi("new_items").target.target
    assert target == Decimal(400)  # lowered four days later


def test_everything_taken_down_is_told_once_and_nothing_else(sample: Store) -> None:
    for meeting in as_it_ended(sample, "a", held_on(sample, "2026-10-16")).meetings:
        snapshot = as_it_ended(sample, "a", meeting)
        document = minutes(sample, "a", snapshot, meeting, language("zh"))
        taken = [one for one in snapshot.decisions if one.meeting == meeting.meeting]
        rows = document.table("decided").rows
        assert len(rows) == len(taken) > 0
        own = language("zh").own
        assert all(any(own(one.text) in row[2].text for row in rows) for one in taken)
        carried = {row[0].text for row in document.table("actions").rows}
        assert carried >= {own(one.text) for one in snapshot.open_actions if one.meeting != meeting.meeting}
        assert not carried & {own(one.text) for one in taken if one.kind is DecisionKind.ACTION}


def test_an_adjustment_that_was_undone_since_is_said_to_be_in_what_is_read_now(
    sample_file: Path, tmp_path: Path
) -> None:
    with closing(Store.open(Path(shutil.copy(sample_file, tmp_path)))) as store:
        held = held_on(store, "2026-10-09")
        then = as_it_ended(store, "a", held)
        (moved,) = [one for one in then.decisions if one.meeting == held.meeting and one.kind is ADJUSTMENT]
        change = history(store, table="decisions", key=(moved.decision,), limit=1)[0]
        undo(store, change.change_id, actor="li.wen", at=datetime(2026, 10, 22, 17, tzinfo=UTC))

        def told(code: str, **read: int) -> list[str]:
            rows = minutes(store, "a", then, held, language(code), **read).table("decided").rows
            return [row[2].under for row in rows if row[1].exact == ADJUSTMENT]

        last = store.last_change()
        assert told("en", read_at=last) == [" (taken back on 23 Oct by Li Wen)"], "it was past midnight in Shanghai"
        assert told("zh", read_at=last) == ["（李闻于 10月23日撤销）"]
        assert told("en") == told("en", read_at=last - 1) == [""], "at that moment, and before it was undone"
        undo(store, last, actor="li.wen", at=datetime(2026, 10, 23, 9, tzinfo=UTC))
        assert told("en", read_at=store.last_change()) == [""], "it stands again"


@pytest.mark.parametrize("code", LANGUAGES)
def test_word_reads_the_same_numbers_in_native_headings_lists_and_tables(sample: Store, code: str) -> None:
    document = written(sample, "2026-10-16", code)
    word = docx.Document(io.BytesIO(docx_file(document, date(2026, 10, 16), language(code))))
    styled = [(paragraph.style.name, paragraph.text) for paragraph in word.paragraphs if paragraph.style]
    assert styled[0] == ("Title", document.title)
    assert [text for style, text in styled if style == "List Bullet"] == [one.text for one in document.sentences]
    assert [text for style, text in styled if style == "Heading 1"] == [table.title for table in document.tables]
    for table, read in zip(document.tables, word.tables, strict=True):
        cells = [[cell.text for cell in row.cells] for row in read.rows]
        assert cells[0] == [column.head for column in table.columns]
        assert cells[1:] == [[cell.text + cell.under for cell in row] for row in table.rows]
        head = read.rows[0]._tr.trPr
        assert head is not None
        assert head.find(qn("w:tblHeader")) is not None


def test_a_file_is_the_same_each_time_it_is_written(sample: Store) -> None:
    document = written(sample, "2026-10-16", "zh")
    first, second = (docx_file(document, date(2026, 10, 16), language("zh")) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_a_person_typed_is_text_in_word_too() -> None:
    hostile = '=1+1 {HYPERLINK "http://evil.example"} <w:fldSimple w:instr="AUTHOR"/>\x07\ufffe\ud800 ]]>'
    table = Table("t", hostile, (Column("a", hostile, right=False),), ((Cell(hostile),),))
    made = docx_file(
        Document(hostile, hostile, (Section("s", hostile, (Sentence("s", hostile),), tables=(table,)),)),
        date(2026, 10, 16),
        language("en"),
    )
    kept = hostile[:-7] + " ]]>"
    assert docx.Document(io.BytesIO(made)).tables[0].cell(1, 0).text == kept
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        fields = re.findall(r"<w:(?:fldSimple|instrText|hyperlink)\b[^>]*>", parts.read("word/document.xml").decode())
    assert fields == []


def test_a_meeting_that_is_not_there_is_refused(sample: Store) -> None:
    with pytest.raises(NotFoundError) as refused:
        find_meeting(sample, OCTOBER, "2026-10-17")
    assert refused.value.code == "no_meeting"
    assert find_meeting(sample, OCTOBER, "last").day == date(2026, 10, 16)


@pytest.mark.parametrize("form", ["md", "docx"])
def test_the_command_writes_the_minutes(sample_file: Path, tmp_path: Path, form: str) -> None:
    database, out = shutil.copy(sample_file, tmp_path / "plan.duckdb"), tmp_path / f"minutes.{form}"
    arguments = ["minutes", "--plan", "ecom/2026-10", "--format", form, "--out", out, "--db", database, "--lang", "zh"]
    done: Result = CliRunner().invoke(main, [str(one) for one in arguments])
    assert (done.exit_code, done.stdout) == (0, "")
    if form == "md":
        assert out.read_text("utf-8") == (EXPECTED / "minutes_2026-10-16_zh.md").read_text("utf-8")
    else:
        assert docx.Document(str(out)).paragraphs[0].text == "电商运营组周会纪要 · 2026年10月16日（周五）"
