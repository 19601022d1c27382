"""`show tasks`: the tasks in order of time, how they stand, and what has no float."""

import typer

from planlib.cli import tables
from planlib.cli.terminal import Terminal, print_json
from planlib.locale import NONE
from planlib.locale.words import word
from planlib.snapshot import Snapshot, TaskLine
from planlib.task_report import tasks_json
from planlib.task_words import tasks_finding
from planlib.vocabulary import TaskStatus


def show_tasks(here: Terminal, snapshot: Snapshot, *, json: bool) -> None:
    """Print the plan's tasks."""
    _ = here.language
    if json:
        print_json(tasks_json(snapshot, _))
        return
    tables.print_heading(here, snapshot, snapshot.day)
    typer.echo(tasks_finding(_, snapshot.schedule))
    if snapshot.tasks:
        head = [
            _("Status"),
            _("Task"),
            _("Owner"),
            _("Start"),
            _("Finish"),
            _("Baseline finish"),
            _("Slip in working days"),
            _("Float"),
            _("Progress"),
            _("Times moved"),
        ]
        here.table(head, [_row(here, snapshot, line) for line in snapshot.tasks], words=6)
    if critical := [_.name(line.task, "title") for line in snapshot.schedule.critical]:
        typer.echo(_("Critical: {tasks}", tasks=_.join(critical)))


def _row(here: Terminal, snapshot: Snapshot, line: TaskLine) -> list[str]:
    _, owner = here.language, snapshot.person(line.task.owner)
    over = line.status in (TaskStatus.DONE, TaskStatus.CANCELLED)
    return [
        word(_, line.status),
        _.name(line.task, "title"),
        _.name(owner) if owner else NONE,
        line.start.isoformat(),
        line.finish.isoformat(),
        line.baseline_finish.isoformat() if line.baseline_finish else NONE,
        NONE if line.slip is None else _.number(line.slip, signed=True),
        NONE if over else _.number(line.total_float),
        _.percent(line.progress),
        str(line.moves or ""),
    ]
