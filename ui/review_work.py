"""What the weekly review and the meeting say of tasks and risks: those that need a word, worst first."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from markupsafe import Markup

from planlib.locale import Language
from planlib.locale.words import word
from planlib.review.work import RiskToTell, late_tasks, risk_words, risks_to_tell, task_words, tasks_in_short
from planlib.snapshot import Snapshot, TaskLine
from planlib.vocabulary import RiskState, TaskStatus
from ui.links import link
from ui.markup import Tone, chip, note, section
from ui.show import show

SHOWN = 5
"""Tasks and risks that the review shows; the rest is on their pages."""


def tasks_section(_: Language, snapshot: Snapshot) -> None:
    """Draw how many tasks are done, and those that are late."""
    found = snapshot.schedule
    if not found.lines:
        return
    late = late_tasks(snapshot)
    show(section(_("Tasks"), tasks_in_short(_, found)), *task_rows(_, snapshot, late[:SHOWN]))
    if len(late) > SHOWN:
        show(_rest("tasks", _.plural("{count} more is late.", "{count} more are late.", len(late) - SHOWN)))
    if not late:
        show(note(_("No task is late.")))


def risks_section(_: Language, snapshot: Snapshot, today: date) -> None:
    """Draw the risks that need a word."""
    found = snapshot.risks(today)
    if not found.lines:
        return
    told = risks_to_tell(snapshot, today)
    heading = section(_("Risks"), _.plural("{count} open", "{count} open", len(found.open)))
    show(heading, *risk_rows(_, told[:SHOWN]))
    if len(told) > SHOWN:
        show(_rest("risks", _.plural("{count} more needs a word.", "{count} more need a word.", len(told) - SHOWN)))
    if not told:
        show(note(_("No risk needs a word.")))


def task_rows(_: Language, snapshot: Snapshot, late: Iterable[TaskLine]) -> Iterator[Markup]:
    """Yield a row a task: its title, how it stands, and what is to be said of it."""
    for line in late:
        mark = chip(word(_, line.status), Tone.BAD if line.status is TaskStatus.OVERDUE else Tone.WARN)
        title = link("tasks", _.name(line.task, "title"), task=line.task.code)
        yield _row(title, mark, task_words(_, snapshot, line))


def risk_rows(_: Language, told: Iterable[RiskToTell]) -> Iterator[Markup]:
    """Yield a row a risk: its title, whether its trigger has fired, and why it needs a word."""
    for one in told:
        line = one.line
        fired = chip(_("Trigger fired"), Tone.BAD) if line.fired else Markup("")
        mark = chip(word(_, line.risk.state), Tone.BAD) if line.risk.state is RiskState.OCCURRED else fired
        yield _row(link("risks", _.name(line.risk, "title"), risk=line.risk.code), mark, risk_words(_, one))


def _row(title: Markup, mark: Markup, words: str) -> Markup:
    return Markup('<div class="pl-todo"><p>{}</p>{} <small>{}</small></div>').format(title, mark, words)


def _rest(page: str, text: Any) -> Markup:
    return note(link(page, text))
