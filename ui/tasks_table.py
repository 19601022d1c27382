"""The tasks as a table: how each stands, its days against the baseline, its float, what it waits for."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from planlib.charts import slip_words
from planlib.locale import NONE, Language
from planlib.model import TaskLink
from planlib.snapshot import Snapshot, TaskLine
from planlib.vocabulary import LinkKind, TaskStatus
from ui.links import link
from ui.markup import Column, Mark, Row, Tone, bar, cell, note, section, table
from ui.tasks import TASK, TONES, task_chip
from ui.tasks import kept as choices

MOST = 200
"""Rows of the table; who has more tasks chooses an owner or a status."""
_OVER = (TaskStatus.DONE, TaskStatus.CANCELLED)


def tasks_table(_: Language, snapshot: Snapshot, lines: Sequence[TaskLine]) -> Markup:
    """Return the table; a task's name opens all there is about it."""
    if not lines:
        return Markup("")
    by_id = {line.task.task: line for line in snapshot.schedule.lines}
    count = _.plural("{count} task", "{count} tasks", len(lines))
    rows = (_row(_, snapshot, line, by_id) for line in lines[:MOST])
    head = section(_("Task by task"), " · ".join([count, _("a name opens its details")]))
    shown = head + table(_columns(_), rows, _("Tasks in order of time"))
    if len(lines) > MOST:
        rest = _("These are the first {shown}; choose an owner or a status to see the others.", shown=MOST)
        shown += note(rest)
    return shown


def _columns(_: Language) -> list[Column]:
    return [
        Column(_("Task / owner")),
        Column(_("Status"), phone="side", headless=True),
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
            _.short_day(line.start),
            cell(_.short_day(line.finish), _baseline(_, line), strong=True),
            _progress(_, line),
            _slip(_, line),
            _float(_, line),
            _waits(_, line, by_id),
        ],
        tone=TONES.get(line.status, Tone.NONE),
    )


def _baseline(_: Language, line: TaskLine) -> str:
    return _.short_day(line.baseline_finish) if line.baseline_finish else ""


def _progress(_: Language, line: TaskLine) -> Markup:
    share = _.percent(line.progress)
    marks = [Mark("track", 0.0, 1.0), Mark("fill", 0.0, float(line.progress))]
    return Markup('<span class="pl-progress">{}<b>{}</b></span>').format(bar(marks, share), share)


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
