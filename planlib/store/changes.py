"""The changes themselves: who, when, why, and from which file."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import duckdb

from planlib.model import PlanKey
from planlib.store.connect import Store
from planlib.store.tables import TABLES
from planlib.vocabulary import ChangeKind

_COLUMNS = "change_id, made_at, actor, kind, reason, team, month, undoes, counts, file"


@dataclass(frozen=True, slots=True)
class FileInfo:
    """The file that an import came from, and what became of its rows."""

    name: str
    kind: str
    size: int
    sha256: str
    encoding: str
    rows: int
    added: int
    changed: int
    unchanged: int
    refused: int
    mapping: dict[str, str] = field(default_factory=dict)
    """Field to the column of the file it was read from."""
    sheet: str = ""
    """Name of the sheet of a workbook, or of those read together."""
    left_out: int = 0
    """Rows of names that were left out."""
    warned: int = 0
    """Warnings that were accepted."""
    restated: int = 0
    """Rows of closed months among those added and changed."""
    choices: dict[str, Any] = field(default_factory=dict)
    """What the person said about the file, by option."""

    @property
    def title(self) -> str:
        """Return the name of the file, and of its sheets."""
        return " · ".join(filter(None, [self.name, self.sheet]))


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the ledger."""

    change_id: int
    made_at: datetime
    """UTC."""
    actor: str
    kind: ChangeKind
    reason: str
    plan: PlanKey | None
    undoes: int | None
    """The change that this one takes back."""
    undone_by: int | None
    """The undo that takes this one back, and was not taken back itself."""
    file: FileInfo | None
    counts: dict[str, int]
    """Rows written, by table."""


def utc(moment: datetime) -> datetime:
    """Return `moment` as the ledger keeps it: UTC without a time zone; one without is taken as UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def aware(moment: datetime) -> datetime:
    """Return `moment` as a :class:`Change` tells it, in UTC."""
    return utc(moment).replace(tzinfo=UTC)


def change_at(store: Store, moment: datetime) -> int:
    """Return the last change made by `moment`, 0 where there was none yet."""
    sql = "select coalesce(max(change_id), 0) from changes where made_at <= $moment"
    with store.cursor() as cursor:
        return int(cursor.execute(sql, {"moment": utc(moment)}).fetchall()[0][0])


def next_id(cursor: duckdb.DuckDBPyConnection) -> int:
    """Return the integer after the newest change; call it under the write lock only."""
    return int(cursor.execute("select coalesce(max(change_id), 0) + 1 from changes").fetchall()[0][0])


def insert(cursor: duckdb.DuckDBPyConnection, change: Change) -> None:
    """Write the row of `change`."""
    team, month = change.plan or (None, None)
    cursor.execute(
        f"insert into changes ({_COLUMNS})"
        " values ($id, $made_at, $actor, $kind, $reason, $team, $month, $undoes, $counts, $file)",
        {
            "id": change.change_id,
            "made_at": utc(change.made_at),
            "actor": change.actor,
            "kind": change.kind.value,
            "reason": change.reason,
            "team": team,
            "month": month,
            "undoes": change.undoes,
            "counts": json.dumps(change.counts),
            "file": json.dumps(asdict(change.file), ensure_ascii=False) if change.file else None,
        },
    )


def get(cursor: duckdb.DuckDBPyConnection, change_id: int) -> Change | None:
    """Return one change, None where there is no such."""
    return next(iter(_select(cursor, "change_id = $change", {"change": change_id})), None)


def history(
    store: Store,
    *,
    plan: PlanKey | None = None,
    table: str | None = None,
    key: tuple[Any, ...] | None = None,
    limit: int | None = None,
) -> list[Change]:
    """Return changes, newest first: all, those made to `plan`, or those that wrote to `table` or its row `key`."""
    wanted, values = ["true"], dict[str, Any]()
    if plan is not None:
        wanted.append("team = $team and month = $month")
        values |= {"team": plan.team, "month": plan.month}
    if table is not None:
        condition = "true"
        if key is not None:
            names = TABLES[table].key
            condition = " and ".join(f"{name} = $key_{name}" for name in names)
            values |= {f"key_{name}": value for name, value in zip(names, key, strict=True)}
        wanted.append(f"change_id in (select change_id from {TABLES[table].name} where {condition})")
    tail = "" if limit is None else f" limit {int(limit)}"
    with store.cursor() as cursor:
        return _select(cursor, " and ".join(wanted), values, tail)


def made_between(store: Store, before: int, after: int) -> list[Change]:
    """Return the changes made after `before`, up to `after`, oldest first."""
    with store.cursor() as cursor:
        found = _select(cursor, "change_id > $before and change_id <= $after", {"before": before, "after": after})
    return found[::-1]


def _select(cursor: duckdb.DuckDBPyConnection, condition: str, values: dict[str, Any], tail: str = "") -> list[Change]:
    sql = f"select {_COLUMNS} from changes where {condition} order by change_id desc{tail}"
    found = cursor.execute(sql, values).fetchall()
    undos = cursor.execute("select change_id, undoes from changes where undoes is not null order by 1").fetchall()
    undone = _undone(undos)
    return [_change(row, undone) for row in found]


def _undone(undos: list[tuple[int, int]]) -> dict[int, int]:
    """Return {change: the undo that stands}; an undo is later than what it undoes, so the newest is judged first."""
    standing: dict[int, int] = {}
    for undo, change in reversed(undos):
        if undo not in standing:
            standing.setdefault(change, undo)
    return standing


def _change(row: tuple[Any, ...], undone: dict[int, int]) -> Change:
    change_id, made_at, actor, kind, reason, team, month, undoes, counts, file = row
    return Change(
        change_id=change_id,
        made_at=aware(made_at),
        actor=actor,
        kind=ChangeKind(kind),
        reason=reason,
        plan=_plan(team, month),
        undoes=undoes,
        undone_by=undone.get(change_id),
        file=FileInfo(**json.loads(file)) if file else None,
        counts=json.loads(counts),
    )


def _plan(team: str | None, month: date | None) -> PlanKey | None:
    return None if team is None or month is None else PlanKey(team, month)
