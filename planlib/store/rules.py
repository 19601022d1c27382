"""What every change must keep. Checked inside the transaction, on the ledger as the change leaves it.

Nothing here is left to the database (no keys, no constraints), so that the rules are the same on DuckLake and the
answer names every row at fault, not the first.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, cast
from zoneinfo import ZoneInfo

import duckdb
import numpy as np

from planlib.errors import Conflict, InvalidError, Problem, RefusedError
from planlib.metrics.schedule import cycle
from planlib.model import TaskLink
from planlib.store import rows
from planlib.store.present import columns, present
from planlib.store.tables import TABLES, Reference, Table, referrers
from planlib.vocabulary import ChangeKind, PlanState, ProblemCode

SHOWN = 1000
"""Rows at fault that are told at most; nobody reads more."""

_MAY_TOUCH_CLOSED = {ChangeKind.REOPEN, ChangeKind.RESTATEMENT}
_BY_HAND_OR_FILE = {ChangeKind.EDIT, ChangeKind.IMPORT}
_NEED_REASON = (
    *("plans", "objectives", "milestones", "targets", "target_parts", "budgets"),
    *("tasks", "task_links", "task_steps", "assignments", "risks"),
)
"""What an active plan consists of; what is said about it, such as a lesson, needs no reason."""

_MIDDLE_OF_WEEK = "(a.day + 3)"
"""Of the week that begins on the day, an ISO week's Thursday: it says which month owns the week (DOMAIN 3.2)."""

_PLANS_OF = {
    "actuals": f"""
        select k.team, date_trunc('month', if(k.frequency = 'week', {_MIDDLE_OF_WEEK}, a.day))::date as month
        from (select distinct kpi, day from actuals where change_id = $change) as a
        join {present(TABLES["kpis"])} as k using (kpi)""",
    "spend": """
        select b.team, b.month
        from (select distinct line from spend where change_id = $change) as s join budgets as b using (line)""",
} | {
    table.name: f"select team, month from {table.name} where change_id = $change"
    for table in TABLES.values()
    if table.in_plan
}
"""Select of the plans that a change's rows of a table belong to."""


def needs_reason(state: PlanState, tables: Iterable[str]) -> bool:
    """Say whether an edit or an import that writes to `tables` of a plan in `state` must say why."""
    return state == PlanState.ACTIVE and not set(tables).isdisjoint(_NEED_REASON)


def check(
    cursor: duckdb.DuckDBPyConnection, change_id: int, written: Sequence[str], kind: ChangeKind, reason: str
) -> None:
    """Refuse the change whose rows were just written to the tables `written`, if it breaks a rule.

    Raises:
        RefusedError: `plan_closed`, or `reason_needed` for an edit of an active plan, or an import into one.
        InvalidError: With a problem for each row that is not unique or leaves a reference to nothing, and for each
            plan whose tasks wait for each other.
    """
    if kind not in _MAY_TOUCH_CLOSED:
        _refuse_closed(cursor, change_id, written)
    if kind in _BY_HAND_OR_FILE and not reason:
        _ask_reason(cursor, change_id, written)
    problems: list[Problem] = []
    for name in written:
        table = TABLES[name]
        problems += _not_unique(cursor, change_id, table)
        problems += _dangling(cursor, change_id, table)
        problems += _still_referenced(cursor, change_id, table)
    if "task_links" in written:
        problems += _cycles(cursor, change_id)
    if problems:
        raise InvalidError(problems)


def duplicates(cursor: duckdb.DuckDBPyConnection, table: Table) -> list[Problem]:
    """Return a problem for each key that stands twice among the `incoming` rows.

    Keys that are the same have the same hash, and a million hashes are sorted faster than a million keys are grouped.
    """
    key = columns(table.key)
    hashes = np.sort(cursor.sql(f"select hash({key}) as hash from incoming").fetchnumpy()["hash"])
    if not (hashes[1:] == hashes[:-1]).any():
        return []
    sql = f"select {key} from incoming group by {key} having count(*) > 1 order by all limit {SHOWN}"
    return [_problem(ProblemCode.DUPLICATE_KEY, table, row) for row in cursor.execute(sql).fetchall()]


def conflicts(cursor: duckdb.DuckDBPyConnection, table: Table) -> list[Conflict]:
    """Return the staged rows that were changed after the writer read them, with both versions.

    Who saw no row (0) and finds one that is removed has seen right.
    """
    found = cursor.execute(f"""
        select s.removed, {columns(table.fields, "s")}, t.removed, {columns(table.fields, "t")},
            c.change_id, c.actor, c.reason
        from staged_{table.name} as s
        join {table.name} as t on t.entry_id = s.replaces
        join changes as c on c.change_id = t.change_id
        where t.change_id > s.based_on and not (s.based_on = 0 and s.was_removed)
        order by {columns(table.key, "s")}
        limit {SHOWN}""").fetchall()
    return [_conflict(table, row) for row in found]


def _refuse_closed(cursor: duckdb.DuckDBPyConnection, change_id: int, written: Iterable[str]) -> None:
    closed = _touched(cursor, change_id, written, PlanState.CLOSED)
    if closed:
        plans = tuple(one.plan for one in closed)
        raise RefusedError("plan_closed", plan=plans[0], plans=plans, actor=closed[0].actor, day=closed[0].day)


def _ask_reason(cursor: duckdb.DuckDBPyConnection, change_id: int, written: Iterable[str]) -> None:
    active = _touched(cursor, change_id, [name for name in written if name in _NEED_REASON], PlanState.ACTIVE)
    if active:
        raise RefusedError("reason_needed", plan=active[0].plan)


class _Touched(NamedTuple):
    """A plan that a change writes to."""

    plan: str
    """As code/month."""
    actor: str
    """Who brought it into its state."""
    day: date
    """When, where the team is."""


def _touched(
    cursor: duckdb.DuckDBPyConnection, change_id: int, written: Iterable[str], state: PlanState
) -> list[_Touched]:
    """Return the plans that the change writes to and that were in `state` before it."""
    touched = [_PLANS_OF[name] for name in written if name in _PLANS_OF]
    if not touched:
        return []
    sql = f"""
        select distinct t.code, p.month, c.actor, c.made_at, t.timezone
        from {present(TABLES["plans"], "change_id < $change")} as p
        join ({" union ".join(touched)}) using (team, month)
        join {present(TABLES["teams"], "change_id < $change")} as t using (team)
        join changes as c on c.change_id = p.change_id
        where p.state = $state
        order by all"""
    found = cursor.execute(sql, {"change": change_id, "state": state.value}).fetchall()
    return [
        _Touched(f"{code}/{month:%Y-%m}", actor, made_at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date())
        for code, month, actor, made_at, zone in found
    ]


def _not_unique(cursor: duckdb.DuckDBPyConnection, change_id: int, table: Table) -> list[Problem]:
    problems: list[Problem] = []
    for attributes in table.unique:
        names = columns(attributes)
        sql = f"""
            select {columns(table.key)}, {names}
            from (select *, count(*) over (partition by {names}) as same from {present(table)})
            where change_id = $change and same > 1
            order by all limit {SHOWN}"""
        for row in cursor.execute(sql, {"change": change_id}).fetchall():
            problems.append(_problem(ProblemCode.NOT_UNIQUE, table, row, attributes))
    return problems


def _dangling(cursor: duckdb.DuckDBPyConnection, change_id: int, table: Table) -> list[Problem]:
    problems: list[Problem] = []
    for reference in table.references:
        there = f"select {columns(reference.to)} from {present(TABLES[reference.table])}"
        sql = f"""
            select {columns(table.key)}, {columns(reference.columns)}
            from {table.name}
            where change_id = $change and not removed and {_given(reference)}
                and ({columns(reference.columns)}) not in ({there})
            order by all limit {SHOWN}"""
        for row in cursor.execute(sql, {"change": change_id}).fetchall():
            problems.append(
                _problem(ProblemCode.NO_SUCH_REFERENCE, table, row, reference.columns, references=reference.table)
            )
    return problems


def _still_referenced(cursor: duckdb.DuckDBPyConnection, change_id: int, table: Table) -> list[Problem]:
    problems: list[Problem] = []
    replacing = f"from {table.name} where change_id = $change and replaces is not null limit 1"
    if not cursor.execute(replacing, {"change": change_id}).fetchone():
        return problems  # nobody refers yet to what is new
    gone_of = {to: _gone(table, to) for to in {reference.to for _, reference in referrers(table.name)}}
    some_gone = {to for to, gone in gone_of.items() if cursor.execute(gone, {"change": change_id}).fetchone()}
    for other, reference in referrers(table.name):
        if reference.to not in some_gone:
            continue
        sql = f"""
            select distinct {columns(reference.columns)}
            from {present(other)}
            where ({columns(reference.columns)}) in ({gone_of[reference.to]})
            order by all limit {SHOWN}"""
        for row in cursor.execute(sql, {"change": change_id}).fetchall():
            parameters: dict[str, Any] = {"table": table.name, "key": tuple(row), "by": other.name}
            problems.append(Problem(ProblemCode.STILL_REFERENCED, value=str(row[-1]), parameters=parameters))
    return problems


def _gone(table: Table, to: Sequence[str]) -> str:
    """Return a select of what the columns `to` of `table` held before the change and hold nowhere after it."""
    return f"""
        select {columns(to, "before")}
        from {table.name} as before join {table.name} as after on after.replaces = before.entry_id
        where after.change_id = $change and not before.removed
        except select {columns(to)} from {present(table)}"""


def _cycles(cursor: duckdb.DuckDBPyConnection, change_id: int) -> list[Problem]:
    """Return a problem for each plan the change links tasks in of which some wait for each other."""
    table = TABLES["task_links"]
    sql = f"""
        select {columns(table.fields)}
        from {present(table)}
        where (team, month) in (
            select distinct team, month from task_links where change_id = $change and not removed
        )
        order by all"""
    found = cursor.execute(sql, {"change": change_id}).fetchall()
    links = cast(list[TaskLink], [rows.record_of(table, row) for row in found])
    of_plans = groupby(links, attrgetter("team", "month"))
    by_plan = [(plan, list(of_plan)) for plan, of_plan in of_plans]
    return [_cycle_problem(cursor, plan, of_plan) for plan, of_plan in by_plan if cycle(of_plan)]


def _cycle_problem(cursor: duckdb.DuckDBPyConnection, plan: tuple[str, date], links: Sequence[TaskLink]) -> Problem:
    """Return the problem that names the tasks of a cycle, each before those that wait for it."""
    sql = f"""
        select task, code, coalesce(nullif(title_zh, ''), nullif(title_en, ''), code),
            coalesce(nullif(title_en, ''), nullif(title_zh, ''), code)
        from {present(TABLES["tasks"])}
        where team = $team and month = $month"""
    found = cursor.execute(sql, {"team": plan[0], "month": plan[1]}).fetchall()
    codes, chinese, english = ({row[0]: row[place] for row in found} for place in (1, 2, 3))
    circle = cycle(links, codes)
    return Problem(
        ProblemCode.TASK_CYCLE,
        column="predecessor",
        parameters={
            "table": "task_links",
            "tasks": circle,
            "cycle": " → ".join(english.get(task, task) for task in circle),
            "cycle_zh": " → ".join(chinese.get(task, task) for task in circle),
        },
    )


def _given(reference: Reference) -> str:
    return " and ".join(f"{column} is not null" for column in reference.columns)


def _problem(
    code: ProblemCode, table: Table, row: Sequence[Any], attributes: Sequence[str] = (), **parameters: Any
) -> Problem:
    """Return a problem of one row: its key, and the attributes that are at fault."""
    width = len(table.key)
    return Problem(
        code,
        column=attributes[-1] if attributes else table.key[0],
        value=str(row[-1]),
        parameters={"table": table.name, "key": tuple(row[:width]), **parameters},
    )


def _conflict(table: Table, row: Sequence[Any]) -> Conflict:
    width = len(table.fields) + 1
    mine, theirs = rows.standing(table, row[:width]), rows.standing(table, row[width : 2 * width])
    change_id, actor, reason = row[2 * width :]
    ours, others = (record.model_dump() if record else None for record in (mine, theirs))
    differing = [name for name in table.fields if (ours or {}).get(name) != (others or {}).get(name)]
    return Conflict(
        table=table.name,
        key=tuple(row[1 + table.fields.index(name)] for name in table.key),
        mine=ours or {},
        theirs=others,
        change_id=change_id,
        actor=actor,
        reason=reason,
        fields=tuple(differing),
    )
