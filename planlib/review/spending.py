"""Which budget lines are so far off that it is to be said why, what was said, and what is done about it."""

from collections.abc import Iterator

from planlib.document import Cell, Column, Table
from planlib.locale import NONE, Language
from planlib.locale.amounts import favour
from planlib.model import Decision
from planlib.snapshot import BudgetLine, Snapshot
from planlib.vocabulary import ControlPoint, PlanState


def unexplained(snapshot: Snapshot) -> list[BudgetLine]:
    """Return the lines that nobody has explained yet, the most adverse first; of a closed plan none."""
    if snapshot.plan.state is PlanState.CLOSED:
        return []
    return [line for line in snapshot.budget().lines if line.needs_explaining and not line.explanation]


def as_planned(line: BudgetLine) -> bool:
    """Return whether no more of a line is used than was due by now, so that its control points are no news."""
    return line.control_point is not ControlPoint.OVER and line.actual + line.committed <= line.phased


def variance_words(_: Language, line: BudgetLine, currency: str) -> str:
    """Return how far a line is off, by meaning: adverse ¥32.2K (2.8%)."""
    ratio = line.variance_ratio.value
    share = "" if ratio is None else _(" ({share})", share=_.percent(abs(ratio), 1))
    return favour(_, line.favourable, currency) + share


def explanation_words(_: Language, snapshot: Snapshot, line: BudgetLine) -> str:
    """Return what was said of a line, or until when it is to be said: before the month can be closed."""
    if line.explanation:
        return _.own(line.explanation.text)
    return _("needs an explanation by {day}", day=_.short_day(snapshot.key.last_day))


def action_words(_: Language, snapshot: Snapshot, action: Decision | None) -> Iterator[str]:
    """Yield what is done about it, by whom, and until when or when it was done; nothing where nothing is."""
    if action is None:
        return
    yield _("to do: {action}", action=_.own(action.text))
    if person := snapshot.person(action.owner):
        yield _.name(person)
    if action.done:
        yield _("done on {day}", day=_.short_day(action.done))
    elif action.due:
        yield _("due {day}", day=_.short_day(action.due))


def explanation_table(snapshot: Snapshot, _: Language) -> Table:
    """Return the lines that are far off their budget, with what was said and what is done about it."""
    columns = (
        Column("line", _("Line"), right=False),
        Column("variance", _("Against the phased budget"), right=False),
        Column("explanation", _("Why"), right=False),
        Column("action", _("What is done about it"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("due", _("Due by"), right=False),
    )
    found = [line for line in snapshot.budget().lines if line.needs_explaining]
    return Table("explanations", _("Large variances"), columns, tuple(_row(snapshot, line, _) for line in found))


def _row(snapshot: Snapshot, line: BudgetLine, _: Language) -> tuple[Cell, ...]:
    action = line.action
    owner = snapshot.person(action.owner) if action else None
    texts = (
        _.name(line.budget),
        variance_words(_, line, snapshot.team.currency),
        explanation_words(_, snapshot, line),
        _.own(action.text) if action else NONE,
        _.name(owner) if owner else NONE,
        _.short_day(action.due) if action and action.due else NONE,
    )
    return tuple(Cell(text, text) for text in texts)
