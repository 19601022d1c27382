"""The weekly digest: what a team reads in its chat before the meeting, short, worst first.

It is made of the sentences of the weekly review, from the same snapshot; the app has the rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from planlib.document import Document
from planlib.findings import budget_finding, kpi_finding
from planlib.locale import Language
from planlib.locale.words import status_word, word
from planlib.meeting.agenda import NEED_A_WORD, needs_a_word
from planlib.month_end.summary import stamp, summary
from planlib.notify.message import section
from planlib.review.changed import changed, overdue
from planlib.review.since import default_since, open_since
from planlib.review.spending import explanation_words, unexplained, variance_words
from planlib.review.words import Told, in_short, since_title, told
from planlib.review.work import RiskToTell, late_tasks, risk_words, risks_to_tell, task_words, tasks_in_short
from planlib.risk_words import title
from planlib.snapshot import BudgetLine, KpiLine, Snapshot, TaskLine
from planlib.store.connect import Store
from planlib.vocabulary import BudgetKind, RiskState

SHOWN = 5
"""Things of a kind that a message names; the app has the others."""
_ANSWERS = ("overall", "score")
"""Sentences of the month's summary that open the digest, as the team has worded them."""


def digest(store: Store, actor: str, snapshot: Snapshot, today: date, language: Language) -> Document:
    """Return where the month stands and what needs a word, as `today` sees it."""
    _ = language
    makers = {
        _("KPIs"): _kpis(snapshot, _),
        _("Budget"): _budget(snapshot, _),
        _("Tasks"): _tasks(snapshot, _),
        _("Risks"): _risks(snapshot, today, _),
    }
    since, moved = _since(store, actor, snapshot, today, _)
    sections = [("", _month(store, snapshot, _)), *makers.items(), (since, moved)]
    return Document(
        title=_("{team}: weekly digest of {month}", team=_.name(snapshot.team), month=_.month(snapshot.key.month)),
        stamp=stamp(snapshot, _),
        sections=tuple(section(heading, texts) for heading, texts in sections),
        team=_.name(snapshot.team),
    )


def named(_: Language, name: str, state: str, words: str) -> str:
    """Return a line about one thing: its name, how it stands, and what is to be said of it."""
    return _("{name} ({state}): {words}", name=name, state=state, words=words) if state else f"{name}{_(': ')}{words}"


def kpi_words(_: Language, snapshot: Snapshot, line: KpiLine) -> str:
    """Return a KPI with its status and what is the matter with it."""
    return named(_, _.name(line.kpi), status_word(_, line.status), kpi_finding(_, line, snapshot.team.currency))


def _month(store: Store, snapshot: Snapshot, _: Language) -> Iterator[str]:
    time, schedule = snapshot.time, snapshot.schedule
    gone = _("{gone} of {total} working days are gone.", gone=time.working_days, total=time.working_days_total)
    done = _("Tasks: {words}.", words=tasks_in_short(_, schedule)) if schedule.total else ""
    yield _.sentences([*filter(None, [gone, done])])
    month = summary(store, snapshot, _, ("month",)).section("month")
    answers = tuple(sentence for sentence in month.sentences if sentence.name in _ANSWERS)
    yield from (sentence.text for sentence in replace(month, sentences=answers).told)


def _kpis(snapshot: Snapshot, _: Language) -> Iterator[str]:
    lines = snapshot.kpis()
    off = [line for line in lines if needs_a_word(snapshot, line)]
    yield from (kpi_words(_, snapshot, line) for line in off[:SHOWN])
    yield from _more(_, len(off) - SHOWN)
    if calm := len(lines) - len(off):
        yield _.plural("{count} KPI needs no word.", "{count} KPIs need no word.", calm)


def _budget(snapshot: Snapshot, _: Language) -> Iterator[str]:
    view, owed = snapshot.budget(), unexplained(snapshot)
    if not view.lines:
        return
    yield budget_finding(_, view, snapshot.team.currency, over=snapshot.day >= snapshot.key.last_day)
    off = [line for line in view.lines if line.status in NEED_A_WORD or line in owed]
    yield from (_line(_, snapshot, line, owed) for line in off[:SHOWN])
    yield from _more(_, len(off) - SHOWN)


def _line(_: Language, snapshot: Snapshot, line: BudgetLine, owed: Sequence[BudgetLine]) -> str:
    state = status_word(_, line.status, budget=line.budget.kind is BudgetKind.COST)
    words = [variance_words(_, line, snapshot.team.currency)]
    if line.consumption.value is not None:
        words.append(_("{share} used", share=_.percent(line.consumption.value)))
    if line in owed:
        words.append(explanation_words(_, snapshot, line))
    return named(_, _.name(line.budget), state, " · ".join(words))


def _tasks(snapshot: Snapshot, _: Language) -> Iterator[str]:
    late = late_tasks(snapshot)
    yield from (_task(_, snapshot, line) for line in late[:SHOWN])
    yield from _more(_, len(late) - SHOWN)


def _task(_: Language, snapshot: Snapshot, line: TaskLine) -> str:
    return named(_, _.name(line.task, "title"), word(_, line.status), task_words(_, snapshot, line))


def _risks(snapshot: Snapshot, today: date, _: Language) -> Iterator[str]:
    found = risks_to_tell(snapshot, today)
    yield from (_risk(_, one) for one in found[:SHOWN])
    yield from _more(_, len(found) - SHOWN)


def _risk(_: Language, one: RiskToTell) -> str:
    fired = _("Trigger fired") if one.line.fired else ""
    state = word(_, one.line.risk.state) if one.line.risk.state is RiskState.OCCURRED else fired
    return named(_, title(_, one.line), state, risk_words(_, one))


def _since(store: Store, actor: str, snapshot: Snapshot, today: date, _: Language) -> tuple[str, Iterator[str]]:
    """Return since when the plan is compared, and what changed in it since: how many are worse, then what was done."""
    since = default_since(store, snapshot)
    before = open_since(store, actor, snapshot.key, since)
    found = changed(store, before, snapshot)
    lines = [
        (heading, one)
        for heading, several in told(_, found, snapshot, overdue(snapshot, today)).items()
        for one in several
        if one.status is None  # statuses are told in short, and each KPI above
    ]
    short = in_short(_, found)
    texts = [*([_("{words}.", words=short)] if short else []), *(_moved(_, *pair) for pair in lines[:SHOWN])]
    return since_title(_, since, chosen=False), iter([*texts, *_more(_, len(lines) - SHOWN)])


def _moved(_: Language, heading: str, one: Told) -> str:
    went = " → ".join(filter(None, [one.before, one.after]))
    return named(_, heading, "", " · ".join(filter(None, [" ".join(filter(None, [one.name, went])), one.more])))


def _more(_: Language, count: int) -> Iterator[str]:
    if count > 0:
        yield _.plural("… and {count} more.", "… and {count} more.", count)
