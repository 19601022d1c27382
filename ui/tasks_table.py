"""The tasks as a table: how each stands, its days against the baseline, its float, what it waits for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from markupsafe import Markup

from planlib.charts import slip_words
from planlib.locale import N_, NONE, Language
from planlib.model import Task, TaskLink
from planlib.snapshot import Snapshot, TaskLine
from planlib.snapshot.task_groups import MANY
from planlib.vocabulary import LinkKind, TaskStatus
from ui import address
from ui.links import link
from ui.markup import Column, Row, Tone, bold, cell, joined, note, rich, section, table
from ui.show import show
from ui.tasks import ORDER, TASK, TONES, progress_cell, task_chip
from ui.tasks import kept as choices

_OVER = (TaskStatus.DONE, TaskStatus.CANCELLED)


class Order(StrEnum):
    """How the rows follow each other."""

    TIME = "time"
    PRIORITY = "priority"
    GOAL = "goal"
    """Below the goal and the strategy that they carry out."""


_ORDERS = {Order.TIME: N_("By time"), Order.PRIORITY: N_("By priority"), Order.GOAL: N_("By goal and strategy")}


def tasks_table(_: Language, snapshot: Snapshot, lines: Sequence[TaskLine]) -> None:
    """Draw the table and the choice of its order; a task's name opens all there is about it."""
    if not lines:
        return
    count = _.plural("{count} task", "{count} tasks", len(lines))
    show(section(_("Task by task"), " · ".join([count, _("a name opens its details")])))
    order = Order(address.switch(_("Order"), ORDER, {key: _(words) for key, words in _ORDERS.items()}, Order.TIME))
    show(table(_columns(_), _rows(_, snapshot, lines[:MANY], order), _("Task by task")))
    if len(lines) > MANY:
        show(note(_("These are the first {shown}; choose an owner or a status to see the others.", shown=MANY)))


def _rows(_: Language, snapshot: Snapshot, lines: Sequence[TaskLine], order: Order) -> Iterator[Row]:
    by_id = {line.task.task: line for line in snapshot.schedule.lines}
    if order is Order.PRIORITY:
        lines = sorted(lines, key=lambda line: line.task.priority)
    if order is not Order.GOAL:
        yield from (_row(_, snapshot, line, by_id) for line in lines)
        return
    groups: dict[Markup, list[TaskLine]] = {}
    for line in sorted(lines, key=_by_goal(snapshot)):
        groups.setdefault(goal_and_strategy(_, snapshot, line.task), []).append(line)
    for title, group in groups.items():
        done = _("{done} of {count} done", done=sum(line.status is TaskStatus.DONE for line in group), count=len(group))
        yield Row([rich("{title} · {done}", title=title, done=done)], group=True)
        yield from (_row(_, snapshot, line, by_id) for line in group)


def _by_goal(snapshot: Snapshot) -> Callable[[TaskLine], tuple[int, str]]:
    """Return the key by which tasks are in the order of the goals, then of the strategies; those of none last."""
    places = {line.objective.objective: place for place, line in enumerate(snapshot.objectives())}

    def key(line: TaskLine) -> tuple[int, str]:
        strategy = snapshot.strategies.behind(line.task)
        return places.get(line.task.objective or "", len(places)), strategy.code if strategy else "\uffff"

    return key


def goal_and_strategy(_: Language, snapshot: Snapshot, task: Task) -> Markup:
    """Return the goal that a task serves, and the strategy by which."""
    goal, strategy = snapshot.strategies.objectives.get(task.objective or ""), snapshot.strategies.behind(task)
    parts = [bold(_.name(goal, "title"))] if goal else [_("no goal")]
    return joined([*parts, *([_.name(strategy, "title")] if strategy else [])], " → ")


def _columns(_: Language) -> list[Column]:
    return [
        Column(_("Task / owner")),
        Column(_("Status"), phone="side", headless=True),
        Column(_("Priority"), right=True, fold=True, help=_("1 is the most important, 5 the least.")),
        Column(_("From"), fold=True),
        Column(_("To (baseline)")),
        Column(_("Progress")),
        Column(_("Slip"), right=True, fold=True, help=_("Working days that the finish is after the baseline's.")),
        Column(
            _("Float"),
            right=True,
            fold=True,
            help=_("Working days by which the task can be later before it delays the end of the work."),
        ),
        Column(_("Waits for"), wrap=True, phone="row", fold=True),
    ]


def _row(_: Language, snapshot: Snapshot, line: TaskLine, by_id: Mapping[str, TaskLine]) -> Row:
    owner = snapshot.person(line.task.owner)
    title = link("tasks", _.name(line.task, "title"), **choices(), **{TASK: line.task.code})
    milestone = _("milestone") if line.duration == 0 else ""
    under = " · ".join(filter(None, [_.name(owner) if owner else "", milestone, _("added") if line.added else ""]))
    return Row(
        [
            cell(title, under),
            task_chip(_, line.status),
            str(line.task.priority),
            _.short_day(line.start),
            cell(_.short_day(line.finish), _baseline(_, line), strong=True),
            progress_cell(_, line.progress),
            _slip(_, line),
            _float(_, line),
            _waits(_, line, by_id),
        ],
        tone=TONES.get(line.status, Tone.NONE),
    )


def _baseline(_: Language, line: TaskLine) -> str:
    return _.short_day(line.baseline_finish) if line.baseline_finish else ""


def _slip(_: Language, line: TaskLine) -> Markup | str:
    often = _.plural("moved once", "moved {count} times", line.moves) if line.moves else ""
    if not line.slip and not often:
        return NONE
    tone = Tone.BAD if line.slip and line.slip > 0 else Tone.PLAIN
    return cell(slip_words(_, line.slip) if line.slip else NONE, often, tone=tone, strong=bool(line.slip))


def _float(_: Language, line: TaskLine) -> Markup | str:
    if line.status in _OVER:
        return NONE
    if line.critical:
        return cell(_.number(line.total_float), _("critical"), strong=True)
    return _.number(line.total_float)


def _waits(_: Language, line: TaskLine, by_id: Mapping[str, TaskLine]) -> str:
    """Return what a task still waits for."""
    if line.status in _OVER:
        return ""
    open_links = [one for one in line.predecessors if by_id[one.predecessor].status not in _OVER]
    return _.join([link_words(_, one, by_id[one.predecessor]) for one in open_links])


def link_words(_: Language, one: TaskLink, other: TaskLine) -> str:
    """Return the other task of a link, with its kind where that is not the usual one, and its lag."""
    lag = f" {_.number(one.lag, signed=True)}" if one.lag else ""
    kind = f" ({one.kind.value}{lag})" if lag or one.kind is not LinkKind.FINISH_START else ""
    return _.name(other.task, "title") + kind
