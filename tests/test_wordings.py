"""Sentences of the summary that somebody wrote: read everywhere in their language, and flagged once numbers change."""

import io
import zipfile
from decimal import Decimal

import pytest

from planlib.close import close_plan
from planlib.document import Sentence
from planlib.errors import ConflictError, RefusedError
from planlib.explaining import By
from planlib.export.docx_file import docx_file
from planlib.export.html_file import html_file
from planlib.export.markdown import markdown
from planlib.export.pdf_file import pdf_file
from planlib.locale import language
from planlib.model import Actual, Target
from planlib.month_end.summary import summary
from planlib.month_end.wordings import rewrite
from planlib.notify.digest import digest
from planlib.notify.message import message
from planlib.snapshot import Snapshot
from planlib.store.connect import Store
from planlib.store.ledger import undo
from tests.pack_texts import docx_text, pdf_text, squeezed
from tests.stores import WAIVED
from tests.test_snapshot import AT, KEY, add_actuals, add_kpi, day, opened, weekdays, write
from tests.test_snapshot import plan as plan  # the fixture

MINE = "Sales came to 140, as the shop was shut for a week."
CHANGED = "Written by hand (1 Mar · li); numbers have changed since: sales · Actual 140 → 135"


@pytest.fixture
def sold(plan: Store) -> Store:
    """140 of sales by 20 March, where 207 are due."""
    add_kpi(plan, "sales", {"target": Decimal(310)})
    add_actuals(plan, "sales", weekdays(20))
    return plan


def worst(store: Store, code: str = "en", name: str = "worst", **more: int) -> Sentence:
    section = summary(store, opened(store, **more), language(code)).section("month")
    return next(sentence for sentence in section.sentences if sentence.name == name)


def edit(store: Store, text: str, code: str = "en", *, name: str = "worst", seen: int | None = None) -> None:
    by = By("li", AT, store.last_change() if seen is None else seen)
    rewrite(store, opened(store), "month", worst(store, code, name), text, language(code), by)


def files(store: Store, code: str = "en") -> tuple[str, str]:
    document = summary(store, opened(store), language(code))
    return markdown(document), html_file(document, language(code)).decode()


def test_an_edited_sentence_is_read_in_every_format_of_its_language(sold: Store) -> None:
    rule, chinese = worst(sold), worst(sold, "zh")
    edit(sold, MINE)
    for file in files(sold):
        assert MINE.split(",")[0] in file.replace('<abbr title="sales · Actual 140">140</abbr>', "140")
        assert "※" not in file
        assert rule.text not in file
    found = worst(sold)
    assert found.edited is not None
    assert (found.edited.rule, found.edited.by, found.edited.moved) == (rule.text, "1 Mar · li", ())
    assert (worst(sold, "zh").text, worst(sold, "zh").only_in) == (chinese.text, ("English",))


def test_it_is_flagged_with_old_and_new_once_its_numbers_change(sold: Store) -> None:
    edit(sold, MINE)
    write(sold, "actuals", Actual(kpi="sales", day=day(20), value=Decimal(5)))
    moved = worst(sold).edited
    assert moved is not None
    assert "sales · Actual 140 → 135" in moved.moved
    assert not any("Target" in one for one in moved.moved)
    for file, mark in zip(files(sold), ("for a week. ※[^2]", "for a week. ※1"), strict=True):
        assert mark in file
        assert CHANGED in file.replace("&nbsp;", " ")
    assert f"[^2]: ※ {CHANGED}" in files(sold)[0]
    assert "※" not in files(sold, "zh")[0]
    edit(sold, worst(sold).text)
    kept = worst(sold)
    assert (kept.text, kept.edited and kept.edited.moved) == (MINE, ())


def test_its_note_is_a_footnote_of_word_and_pdf(sold: Store) -> None:
    edit(sold, MINE)
    write(sold, "actuals", Actual(kpi="sales", day=day(20), value=Decimal(5)))
    document = summary(sold, opened(sold), language("en"), ("month",))
    word = docx_file(document, day(20), language("en"))
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        assert f"※ {CHANGED}" in parts.read("word/footnotes.xml").decode()
    assert docx_text(word).count("※") == 1
    pdf = squeezed(pdf_text(pdf_file(document, day(20), language("en"))))
    assert squeezed(f"※ {CHANGED}") in pdf
    assert pdf.count("※") == 2


def test_messages_flag_it_and_have_its_note_as_a_line(sold: Store) -> None:
    edit(sold, "We shall not make it.", name="overall")
    add_kpi(sold, "visits", {"target": Decimal(310)})
    add_actuals(sold, "visits", weekdays(20))
    told = digest(sold, "a", opened(sold), day(21), language("en"))
    letter = message(language("en"), told, opened(sold), "", "")
    assert "• We shall not make it. ※1\n" in letter.text
    assert "\n• ※1 Written by hand (1 Mar · li); numbers have changed since: KPIs" in letter.text
    month = message(language("en"), summary(sold, opened(sold), language("en"), ("month",)), opened(sold), "", "")
    assert "• We shall not make it. ※1\n" in month.text
    assert "[^" not in month.markdown


def test_nothing_or_the_rule_s_words_give_it_back_and_so_does_undo(sold: Store) -> None:
    rule = worst(sold)
    for back in ("", f" {rule.text} "):
        edit(sold, MINE)
        edit(sold, back)
        assert worst(sold) == rule
    edit(sold, MINE)
    before = sold.last_change()
    undo(sold, before, actor="a", at=AT)
    assert worst(sold) == rule
    assert worst(sold, known_at=before).text == MINE


def test_what_the_rule_no_longer_says_anything_about_stays_and_is_flagged(sold: Store) -> None:
    edit(sold, MINE)
    write(sold, "targets", Target(team="t", month=KEY.month, kpi="sales", target=Decimal(10)))
    found = worst(sold)
    assert (found.text, found.edited and found.edited.rule) == (MINE, "")
    assert found.edited is not None
    assert found.edited.moved[-1] == "the rule has nothing to say any more"
    assert "sales · Target 310 → 10" in found.edited.moved
    edit(sold, MINE)
    kept = worst(sold)
    assert (kept.text, kept.edited and kept.edited.moved) == (MINE, ())
    assert kept.facts[0].text == "140"


def test_somebody_faster_is_a_conflict_and_a_closed_month_refuses(sold: Store) -> None:
    seen = sold.last_change()
    edit(sold, MINE)
    with pytest.raises(ConflictError):
        edit(sold, "Mine", seen=seen)
    close_plan(sold, KEY, "over", "li", AT, day(9, 4), waived=WAIVED)
    with pytest.raises(RefusedError, match="plan_closed"):
        edit(sold, "Too late")
    assert worst(sold).text == MINE


def test_a_snapshot_is_of_its_moment(sold: Store) -> None:
    before: Snapshot = opened(sold)
    edit(sold, MINE)
    assert all(one.edited is None for one in summary(sold, before, language("en")).sentences)
