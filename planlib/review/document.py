"""The weekly review as JSON: the verdict, and all that changed since a moment. Its shape is stable (README.md)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from planlib.editing.tables import called
from planlib.locale import Language, plain
from planlib.model import Decision, Record, TargetPart, TaskStep
from planlib.report import heading
from planlib.review.changed import Acted, Came, Changed, CheckedIn, Moved, Restated
from planlib.review.since import Since
from planlib.review.verdict import verdict
from planlib.snapshot import Snapshot
from planlib.store.ledger import Change
from planlib.store.queries import RestatedValue
from planlib.store.tables import TABLES


def review_json(
    language: Language,
    snapshot: Snapshot,
    before: Snapshot,
    since: Since,
    changed: Changed,
    overdue: Iterable[Decision],
) -> dict[str, Any]:
    """Return the verdict, and what changed in `snapshot` since `before`; names in `language`."""
    return {
        **heading(snapshot),
        "verdict": _verdict(snapshot),
        "since": {
            "ground": since.ground,
            "moment": since.name,
            "day": before.day,
            "known_at": before.known_at,
            "meeting": since.meeting.meeting if since.meeting else None,
        },
        "changes": changed.changes,
        "crossings": [
            {**_named(language, one.about), "before": one.before, "after": one.after} for one in changed.crossings
        ],
        "signals": [{"kpi": one.kpi.code, "before": one.before, "after": one.after} for one in changed.signals],
        "restated": [_restated(one) for one in changed.restated],
        "moved": [_moved(language, one) for one in changed.moved],
        "added": [_came(language, one) for one in changed.added],
        "removed": [_came(language, one) for one in changed.removed],
        "actions": {
            "done": [_acted(one) for one in changed.actions_done],
            "taken": [_acted(one) for one in changed.actions_taken],
            "dropped": [_acted(one) for one in changed.actions_dropped],
            "overdue": [_action(one) for one in overdue],
        },
        "check_ins": [_check_in(one) for one in changed.check_ins],
    }


def _verdict(snapshot: Snapshot) -> dict[str, Any]:
    found = verdict(snapshot.kpis())
    return {
        "course": found.course,
        "worst": found.worst.kpi.code if found.worst else None,
        "likely": found.likely,
        "missed": found.missed,
        "judged": found.judged,
        "final": found.final,
    }


def _named(language: Language, about: Record) -> dict[str, Any]:
    """Return what a line is about: its table, its code, or its id where it has none, and its name."""
    table = next(table for table in TABLES.values() if table.record is type(about))
    name = about.text if isinstance(about, Decision) else called(language, about)
    return {"table": table.name, "code": getattr(about, "code", None) or getattr(about, table.key[-1]), "name": name}


def _within(language: Language, row: Record) -> dict[str, Any]:
    """Return which part of a target, or which step of a task, a line is about."""
    match row:
        case TargetPart():
            return {"part": row.model_dump(include={"segment", "person", "week"})}
        case TaskStep():
            return {"step": called(language, row)}
    return {}


def _restated(one: Restated) -> dict[str, Any]:
    return {
        "kpi": one.kpi.code,
        "values": one.values,
        "difference": plain(one.difference),
        "base_difference": plain(one.base_difference),
        "change": _change(one.change),
        "rows": [_row(row) for row in one.rows],
    }


def _row(row: RestatedValue) -> dict[str, Any]:
    numbers = ("value_before", "base_before", "value", "base")
    return {"day": row.day, "segment": row.segment, **{name: _exact(getattr(row, name)) for name in numbers}}


def _moved(language: Language, one: Moved) -> dict[str, Any]:
    return {
        "topic": one.topic,
        **_named(language, one.about),
        **_within(language, one.row),
        "table": one.table,
        "field": one.field,
        "before": _exact(one.before),
        "after": _exact(one.after),
        "changes": [_change(change) for change in one.changes],
    }


def _came(language: Language, one: Came) -> dict[str, Any]:
    named = _named(language, one.about) | _within(language, one.row)
    return {**named, "table": one.table, "change": _change(one.change)}


def _acted(one: Acted) -> dict[str, Any]:
    return {**_action(one.action), "change": _change(one.change)}


def _action(action: Decision) -> dict[str, Any]:
    return action.model_dump(include={"decision", "text", "about", "owner", "due", "done"})


def _check_in(one: CheckedIn) -> dict[str, Any]:
    said = one.said.model_dump(include={"week", "confidence", "text", "person"})
    return {"kpi": one.kpi.code, **said, "change": _change(one.change)}


def _change(change: Change) -> dict[str, Any]:
    return {
        "change_id": change.change_id,
        "made_at": change.made_at,
        "actor": change.actor,
        "kind": change.kind,
        "reason": change.reason,
        "file": change.file.name if change.file else None,
    }


def _exact(value: Any) -> Any:
    return plain(value) if isinstance(value, Decimal) else value
