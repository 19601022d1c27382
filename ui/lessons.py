"""What the month taught, on the month-end page: by kind, each with its cause, its next step and what it is about."""

from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup

from planlib.editing.tables import called
from planlib.locale import N_, NONE, Language
from planlib.model import Decision, Kpi, Lesson, Objective, Record, Risk, Task
from planlib.month_end.lessons import about, origin_words, owner_words
from planlib.snapshot import Snapshot
from planlib.vocabulary import LessonKind
from ui.address import KPI
from ui.links import link
from ui.markup import Column, Row, cell, empty, joined, note, section, table
from ui.plan_parts import TABLE, is_open
from ui.risks import RISK
from ui.show import page_link, show

_KINDS = {
    LessonKind.GOOD: N_("What worked"),
    LessonKind.BAD: N_("What did not work"),
    LessonKind.TRY: N_("What to try next"),
}


def lessons_section(_: Language, snapshot: Snapshot) -> None:
    """Draw the lessons, or ask for them; the link leads to the table where they are written."""
    found = snapshot.lessons
    count = _.plural("{count} lesson", "{count} lessons", len(found)) if found else ""
    show(section(_("What worked, what did not, what to try next"), count))
    if found:
        show(lesson_rows(_, snapshot, found))
    elif not is_open(snapshot):
        show(note(_("No lesson was written down.")))
    else:
        text = _("Write them while the month is fresh; those with a next step are offered to the next month.")
        show(empty(_("No lesson is written down yet"), text))
    if is_open(snapshot):
        page_link("plan", _("Write down lessons"), ":material/edit_note:", **{TABLE: "lessons"})


def lesson_rows(_: Language, snapshot: Snapshot, lessons: tuple[Lesson, ...]) -> Markup:
    """Return lessons as a table, under a heading for each kind."""
    columns = [
        Column(_("What happened"), wrap=True),
        Column(_("Cause"), wrap=True, phone="row"),
        Column(_("Next step"), wrap=True, phone="row"),
        Column(_("Owner"), phone="third"),
        Column(_("Learnt from"), wrap=True, phone="two"),
    ]
    return table(columns, _rows(_, snapshot, lessons), _("Lessons"))


def _rows(_: Language, snapshot: Snapshot, lessons: tuple[Lesson, ...]) -> Iterator[Row]:
    for kind, of_kind in groupby(lessons, key=lambda lesson: lesson.kind):
        yield Row([_(_KINDS[kind])], group=True)
        for lesson in of_kind:
            links = [_leads(_, record) for record in about(snapshot, lesson)]
            yield Row(
                [
                    cell(_.own(lesson.text), origin_words(_, lesson), strong=True),
                    _.own(lesson.cause) or NONE,
                    _.own(lesson.next_step) or NONE,
                    owner_words(_, snapshot, lesson) or NONE,
                    joined(links, Markup("<br>")) or NONE,
                ]
            )


def _leads(_: Language, record: Record) -> object:
    """Return how something is called, leading to where it stands; a decision to the meeting that took it."""
    name = called(_, record)
    match record:
        case Kpi():
            return link("kpis", name, **{KPI: record.code})
        case Task():
            return link("tasks", name, task=record.code)
        case Risk():
            return link("risks", name, **{RISK: record.code})
        case Objective():
            return link("plan", name, **{TABLE: "objectives"})
        case Decision(meeting=str(meeting)):
            return link("meeting", name, meeting=meeting)
    return name
