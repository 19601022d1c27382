"""The month-end summary: one object made from one snapshot, from which screen and files are written.

Every cell carries the number as it is read and the exact one behind it, so that no format adds up or rounds for
itself.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from planlib.close import kept_close
from planlib.document import Chart, Document, Drawing, Section, Sentence, Table
from planlib.locale import N_, Language
from planlib.locale.words import actor_word
from planlib.month_end import work
from planlib.month_end.feedback import feedback_tables
from planlib.month_end.figures import bridge_chart, gantt_drawing, goal_chart, trend_charts
from planlib.month_end.lessons import lesson_table
from planlib.month_end.money import overspent_sentence
from planlib.month_end.outlook import carried_table, target_table
from planlib.month_end.restated import restated_sentence, restated_table, restatements
from planlib.month_end.sentences import sentences
from planlib.month_end.standing import kpi_sentences
from planlib.month_end.tables import budget_table, kpi_table, objective_table
from planlib.month_end.trends import trend_sentence, trend_table
from planlib.month_end.wordings import worded
from planlib.palette import LIGHT
from planlib.review.spending import explanation_table
from planlib.snapshot import Snapshot
from planlib.store.connect import Store
from planlib.vocabulary import PlanState

SECTIONS = {
    "month": N_("The month in five sentences"),
    "restated": N_("Restated after the close"),
    "kpis": N_("KPIs and goals"),
    "trends": N_("Trends"),
    "budget": N_("Budget"),
    "tasks": N_("Tasks"),
    "risks": N_("Risks"),
    "adjustments": N_("Adjustments of the plan"),
    "lessons": N_("Lessons"),
    "outlook": N_("Outlook"),
}
"""What the summary can consist of, in order."""


def summary(
    store: Store, snapshot: Snapshot, language: Language, sections: Collection[str] = tuple(SECTIONS)
) -> Document:
    """Return the summary of the plan as the snapshot has it, of the `sections` that are wanted."""
    _ = language
    return Document(
        title=_("{team}: summary of {month}", team=_.name(snapshot.team), month=_.month(snapshot.key.month)),
        stamp=_.sentences([stamp(snapshot, _), *_close_words(store, snapshot, _)]),
        team=_.name(snapshot.team),
        accent=snapshot.team.colour or LIGHT.accent,
        sections=tuple(_section(name, store, snapshot, _) for name in SECTIONS if name in sections),
    )


def _section(name: str, store: Store, snapshot: Snapshot, _: Language) -> Section:
    sentences, figures, tables = _PARTS[name](store, snapshot, _)
    told = worded(store, snapshot, name, sentences, _)
    return Section(name, _(SECTIONS[name]), told, tuple(filter(None, figures)), tuple(tables))


Parts = tuple[Iterable[Sentence], Iterable[Chart | Drawing | None], Iterable[Table]]


def _month(store: Store, snapshot: Snapshot, _: Language) -> Parts:
    return sentences(snapshot, _), (), ()


def _restated(store: Store, snapshot: Snapshot, _: Language) -> Parts:
    found = restatements(store, snapshot)
    return (restated_sentence(found, snapshot, _),), (), (restated_table(store, found, snapshot, _),)


def _kpis(store: Store, snapshot: Snapshot, _: Language) -> Parts:
    return (
        kpi_sentences(snapshot, _),
        (goal_chart(snapshot, _),),
        (objective_table(snapshot, _), kpi_table(snapshot, _)),
    )


def _trends(store: Store, snapshot: Snapshot, _: Language) -> Parts:
    return (trend_sentence(snapshot, _),), trend_charts(snapshot, _), (trend_table(snapshot, _),)


def _budget(store: Store, snapshot: Snapshot, _: Language) -> Parts:
    return (
        (overspent_sentence(snapshot, _),),
        (bridge_chart(snapshot, _),),
        (budget_table(snapshot, _), explanation_table(snapshot, _)),
    )


def _tasks(store: Store, snapshot: Snapshot, _: Language) -> Parts:
    return work.task_sentence(snapshot, _), (gantt_drawing(snapshot, _),), (work.task_table(snapshot, _),)


def _risks(store: Store, snapshot: Snapshot, _: Language) -> Parts:
    return work.risk_sentence(snapshot, _), (), (work.risk_table(snapshot, _),)


def _adjustments(store: Store, snapshot: Snapshot, _: Language) -> Parts:
    return (), (), (work.adjustment_table(store, snapshot, _),)


def _lessons(store: Store, snapshot: Snapshot, _: Language) -> Parts:
    return (), (), (lesson_table(snapshot, snapshot.lessons, _), *feedback_tables(snapshot, snapshot.feedback, _))


def _outlook(store: Store, snapshot: Snapshot, _: Language) -> Parts:
    return (), (), (target_table(store, snapshot, _), carried_table(snapshot, _))


_PARTS: Mapping[str, Callable[[Store, Snapshot, Language], Parts]] = {
    "month": _month,
    "restated": _restated,
    "kpis": _kpis,
    "trends": _trends,
    "budget": _budget,
    "tasks": _tasks,
    "risks": _risks,
    "adjustments": _adjustments,
    "lessons": _lessons,
    "outlook": _outlook,
}


def stamp(snapshot: Snapshot, _: Language) -> str:
    """Return which moment is shown, and how binding that is."""
    states = {
        PlanState.CLOSED: _("Closed; the numbers are those of the close."),
        PlanState.ACTIVE: _("Preliminary; the month is not closed yet."),
        PlanState.DRAFT: _("A draft; the plan is not active yet."),
    }
    data = _("Data to {day}, change #{change}.", day=_.day(snapshot.day), change=snapshot.known_at)
    return _.sentences([data, states[snapshot.plan.state]])


def _close_words(store: Store, snapshot: Snapshot, _: Language) -> Iterator[str]:
    """Yield who closed the plan and when, by which formulas, and how the hash of its facts begins."""
    if kept := kept_close(store, snapshot):
        day = kept.change.made_at.astimezone(ZoneInfo(snapshot.team.timezone)).date()
        yield _(
            "By {who} on {day}, formulas {formulas}, SHA-256 {hash}….",
            who=actor_word(_, kept.change.actor),
            day=_.short_day(day),
            formulas=kept.close.formulas,
            hash=kept.close.sha256[:12],
        )
