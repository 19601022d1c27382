"""The tasks of a plan as JSON: what ``planlib show tasks --json`` prints."""

from typing import Any

from planlib.locale import Language, plain
from planlib.model import TaskLink, TaskStep
from planlib.report import heading
from planlib.snapshot import Snapshot, TaskLine
from planlib.vocabulary import Reason


def tasks_json(snapshot: Snapshot, language: Language) -> dict[str, Any]:
    """Return the tasks in order of time, and what they come to; titles and names in `language`."""
    schedule = snapshot.schedule
    codes = {line.task.task: line.task.code for line in schedule.lines}
    return {
        **heading(snapshot),
        "as_of": snapshot.day,
        "first_day": schedule.first_day,
        "finish": schedule.finish,
        "baseline_finish": schedule.baseline_finish,
        **_slip(schedule.slip),
        **{name: getattr(schedule, name) for name in ("total", "done", "late", "overdue", "added", "slipped")},
        "critical_path": [line.task.code for line in schedule.critical],
        "tasks": [_task(line, snapshot, codes, language) for line in schedule.lines],
    }


def _task(line: TaskLine, snapshot: Snapshot, codes: dict[str, str], language: Language) -> dict[str, Any]:
    task, owner = line.task, snapshot.person(line.task.owner)
    goal, strategy = snapshot.strategies.objectives.get(task.objective or ""), snapshot.strategies.behind(task)
    return {
        "task": task.code,
        "title": language.name(task, "title"),
        "owner": language.name(owner) if owner else None,
        "goal": goal.code if goal else None,
        "strategy": strategy.code if strategy else None,
        "status": line.status,
        "priority": task.priority,
        "duration": line.duration,
        "early_start": line.early.start,
        "early_finish": line.early.finish,
        "late_start": line.late.start,
        "late_finish": line.late.finish,
        "total_float": line.total_float,
        "free_float": line.free_float,
        "critical": line.critical,
        "start": line.start,
        "finish": line.finish,
        "deadline": task.deadline,
        "rule": task.rule,
        "progress": float(line.progress),
        "steps": [_step(step, language) for step in line.steps],
        "baseline_start": line.baseline_start,
        "baseline_finish": line.baseline_finish,
        **_slip(line.slip),
        "moves": line.moves,
        "added": line.added,
        "predecessors": [_link(link, codes) for link in line.predecessors],
    }


def _step(step: TaskStep, language: Language) -> dict[str, Any]:
    return {"title": language.name(step, "title"), "weight": plain(step.weight), "done": step.done}


def _slip(slip: int | None) -> dict[str, Any]:
    return {"slip": slip} if slip is not None else {"slip": None, "slip_reason": Reason.NO_BASELINE}


def _link(link: TaskLink, codes: dict[str, str]) -> dict[str, Any]:
    return {"task": codes[link.predecessor], "kind": link.kind, "lag": link.lag, "elapsed": link.elapsed}
