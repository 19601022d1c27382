"""The plan explained: one object made from one snapshot, as it is presented at kick-off and written to files."""

from collections.abc import Callable, Collection, Iterable, Mapping

from planlib.document import Chart, Document, Drawing, Section, Sentence, Table
from planlib.kick_off.goals import goal_table, milestone_table, strategy_table
from planlib.kick_off.money import control_table, money_table, week_table
from planlib.kick_off.reviews import rules
from planlib.kick_off.risks import risk_table
from planlib.kick_off.sentences import sentences
from planlib.kick_off.targets import path_charts, target_table, weekly_table
from planlib.kick_off.work import load_sentence, people_table, resource_table, step_table
from planlib.locale import N_, Language
from planlib.month_end.figures import gantt_drawing
from planlib.palette import LIGHT
from planlib.snapshot import Snapshot
from planlib.vocabulary import PlanState

SECTIONS = {
    "plan": N_("The plan in sentences"),
    "goals": N_("Goals and why"),
    "strategies": N_("Goals, strategies, tasks"),
    "targets": N_("KPIs and targets"),
    "steps": N_("Steps and owners"),
    "resources": N_("Budget and resources"),
    "risks": N_("Risks and contingencies"),
    "reviews": N_("How progress is reviewed"),
}
"""What the plan explained can consist of, in order."""

Parts = tuple[Iterable[Sentence], Iterable[Chart | Drawing | None], Iterable[Table]]


def plan_explained(snapshot: Snapshot, language: Language, sections: Collection[str] = tuple(SECTIONS)) -> Document:
    """Return the plan as the snapshot has it, of the `sections` that are wanted."""
    _ = language
    return Document(
        title=_("{team}: plan for {month}", team=_.name(snapshot.team), month=_.month(snapshot.key.month)),
        stamp=_stamp(snapshot, _),
        team=_.name(snapshot.team),
        accent=snapshot.team.colour or LIGHT.accent,
        sections=tuple(_section(name, snapshot, _) for name in SECTIONS if name in sections),
    )


def _stamp(snapshot: Snapshot, _: Language) -> str:
    states = {
        PlanState.CLOSED: _("The month is closed."),
        PlanState.ACTIVE: _("The plan is active."),
        PlanState.DRAFT: _("A draft; the plan is not active yet."),
    }
    data = _("Data to {day}, change #{change}.", day=_.day(snapshot.day), change=snapshot.known_at)
    return _.sentences([states[snapshot.plan.state], data])


def _section(name: str, snapshot: Snapshot, _: Language) -> Section:
    told, figures, tables = _PARTS[name](snapshot, _)
    return Section(name, _(SECTIONS[name]), tuple(told), tuple(filter(None, figures)), tuple(tables))


def _plan(snapshot: Snapshot, _: Language) -> Parts:
    return sentences(snapshot, _), (), ()


def _goals(snapshot: Snapshot, _: Language) -> Parts:
    return (), (), (goal_table(snapshot, _), milestone_table(snapshot, _))


def _strategies(snapshot: Snapshot, _: Language) -> Parts:
    return (), (), (strategy_table(snapshot, _),)


def _targets(snapshot: Snapshot, _: Language) -> Parts:
    return (), path_charts(snapshot, _), (target_table(snapshot, _), weekly_table(snapshot, _))


def _steps(snapshot: Snapshot, _: Language) -> Parts:
    return (), (gantt_drawing(snapshot, _),), (step_table(snapshot, _),)


def _resources(snapshot: Snapshot, _: Language) -> Parts:
    people = people_table(snapshot, _), resource_table(snapshot, _)
    return load_sentence(snapshot, _), (), (money_table(snapshot, _), week_table(snapshot, _), *people)


def _risks(snapshot: Snapshot, _: Language) -> Parts:
    return (), (), (risk_table(snapshot, _),)


def _reviews(snapshot: Snapshot, _: Language) -> Parts:
    return rules(snapshot, _), (), (control_table(snapshot, _),)


_PARTS: Mapping[str, Callable[[Snapshot, Language], Parts]] = {
    "plan": _plan,
    "goals": _goals,
    "strategies": _strategies,
    "targets": _targets,
    "steps": _steps,
    "resources": _resources,
    "risks": _risks,
    "reviews": _reviews,
}
