"""What the team said about a month, as tables of its summary and of the minutes of the meeting that speaks about it."""

from collections.abc import Iterator

from planlib.document import Cell, Column, Table
from planlib.document.cells import text_cell
from planlib.feedback import QUESTIONS, who_said
from planlib.locale import NONE, Language, plain
from planlib.snapshot import Snapshot
from planlib.snapshot.feedback import FeedbackView


def feedback_tables(snapshot: Snapshot, found: FeedbackView, _: Language) -> Iterator[Table]:
    """Yield the averages and the words, nothing where nobody said anything."""
    if found.count:
        yield _scores(found, _)
    if any(found.words.values()):
        yield _words(snapshot, found, _)


def _scores(found: FeedbackView, _: Language) -> Table:
    columns = (
        Column("question", _("The team about the month"), right=False),
        Column("average", _("Average, 1 to 5")),
        Column("answers", _("Answers")),
    )
    rows = (
        (
            text_cell(_(QUESTIONS[name])),
            Cell(NONE) if score.average is None else Cell(_.number(score.average, 1), plain(score.average)),
            Cell(str(score.answers), str(score.answers)),
        )
        for name, score in found.scores.items()
    )
    return Table("feedback", _("Feedback of the team"), columns, tuple(rows))


def _words(snapshot: Snapshot, found: FeedbackView, _: Language) -> Table:
    columns = (
        Column("question", _("Question"), right=False),
        Column("words", _("What the team said"), right=False),
        Column("person", _("Signed by"), right=False),
    )
    rows = (
        (text_cell(_(QUESTIONS[name])), text_cell(_.own(one.text)), text_cell(who_said(_, snapshot, one) or NONE))
        for name, said in found.words.items()
        for one in said
    )
    return Table("feedback_words", _("What the team said"), columns, tuple(rows))
