"""Who may record what: the rights of a team's people, judged on each change inside its transaction.

    viewer   records nothing of the team
    editor   everything but what follows; so does whoever has no role, or is nobody of the team
    closer   also closes and reopens months, and restates closed ones
    admin    also says who has which role; where there is no admin, closers do

A right that nobody was given is everybody's, viewers' apart: a team of one needs no set-up. Roles count as they stood
before the change, and an undo is judged by what it does, as any change is. Whoever changes roles is able to change
them afterwards, too, so that no misspelt login locks a team out. A role goes with the login of its person: to move it
to another login, or to remove the person, is to change roles. As long as nobody signs in, a login is what the machine
says; a right then keeps from mistakes, and not from intent.
"""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import groupby
from typing import NamedTuple, cast

import duckdb

from planlib.errors import RefusedError
from planlib.model import Person
from planlib.store import rows
from planlib.store.connect import Store
from planlib.store.present import columns, present
from planlib.store.tables import TABLES, Table
from planlib.vocabulary import ChangeKind, PlanState, Role

_PEOPLE = TABLES["people"]
_CLOSING = {ChangeKind.CLOSE, ChangeKind.REOPEN, ChangeKind.RESTATEMENT}


class Right(Enum):
    """What a role lets somebody do."""

    RECORD = auto()
    CLOSE = auto()
    """Close, reopen and restate months."""
    ROLES = auto()
    """Say who has which role."""


_CODES = {Right.RECORD: "only_reads", Right.CLOSE: "may_not_close", Right.ROLES: "may_not_give"}


class Rights(NamedTuple):
    """The rights in one team."""

    people: tuple[Person, ...] = ()
    """Those who have a role."""

    def holders(self, right: Right) -> list[Person]:
        """Return who was given a right; nobody where it is everybody's, viewers' apart."""
        closers, admins = ([one for one in self.people if one.role is role] for role in (Role.CLOSER, Role.ADMIN))
        return {Right.RECORD: [], Right.CLOSE: [*admins, *closers], Right.ROLES: admins or closers}[right]

    def may(self, actor: str, right: Right) -> bool:
        """Say whether whoever makes changes as `actor` has a right."""
        if {one.role for one in self.people if one.login == actor} == {Role.VIEWER}:
            return False
        holders = self.holders(right)
        return not holders or actor in {one.login for one in holders}

    def refusal(self, actor: str, right: Right) -> RefusedError | None:
        """Return why `actor` may not, with who may and who can change that; None where `actor` may."""
        if self.may(actor, right):
            return None
        code = _CODES[right if self.may(actor, Right.RECORD) else Right.RECORD]
        told = {"who": self.holders(right), "by": self.holders(Right.ROLES)}
        english = {name: _called(of, "name_en", "name_zh") for name, of in told.items()}
        chinese = {f"{name}_zh": _called(of, "name_zh", "name_en") for name, of in told.items()}
        return RefusedError(code, actor=actor, **english, **chinese)


def rights_of(store: Store, team: str) -> Rights:
    """Return the rights in a team as they are now."""
    with store.cursor() as cursor:
        return _rights(cursor, store.last_change()).get(team, Rights())


def check(
    cursor: duckdb.DuckDBPyConnection, change_id: int, written: Sequence[str], kind: ChangeKind, actor: str
) -> None:
    """Refuse the change whose rows were just written to the tables `written`, if its actor has no right to it.

    Raises:
        RefusedError: `only_reads`, `may_not_close`, `may_not_give`; `locks_out` where the actor would be the one who
            cannot change roles any more.
    """
    before = _rights(cursor, change_id - 1)
    asked = list(_asked(cursor, change_id, written, kind))
    refused = {team: error for right in asked for team, of in before.items() if (error := of.refusal(actor, right))}
    if not refused and Right.ROLES not in asked:
        return
    after = _rights(cursor, change_id) if Right.ROLES in asked else {}
    for team in _teams(cursor, change_id, written):
        if team in refused:
            raise refused[team]
        if not after.get(team, Rights()).may(actor, Right.ROLES):
            raise RefusedError("locks_out", actor=actor)


def _asked(
    cursor: duckdb.DuckDBPyConnection, change_id: int, written: Sequence[str], kind: ChangeKind
) -> Iterator[Right]:
    """Yield the rights that the change needs."""
    yield Right.RECORD
    if kind in _CLOSING or ("plans" in written and _any(cursor, _CLOSES, change_id)):
        yield Right.CLOSE
    if "people" in written and _any(cursor, _MOVES_ROLES, change_id):
        yield Right.ROLES


_CLOSES = f"from plans where change_id = $change and state = '{PlanState.CLOSED.value}'"
_MOVES_ROLES = """
    from people as after left join people as before on before.entry_id = after.replaces
    where after.change_id = $change and coalesce(after.role, before.role) is not null
        and (after.role is distinct from before.role or after.login is distinct from before.login
            or after.team is distinct from before.team)"""


def _any(cursor: duckdb.DuckDBPyConnection, found: str, change_id: int) -> bool:
    return cursor.execute(f"select 1 {found} limit 1", {"change": change_id}).fetchone() is not None


def _rights(cursor: duckdb.DuckDBPyConnection, known_at: int) -> dict[str, Rights]:
    """Return the rights in each team of which somebody has a role, as they stood after the change `known_at`."""
    sql = f"""
        select {columns(_PEOPLE.fields)}
        from {present(_PEOPLE, "change_id <= $known_at")}
        where role is not null
        order by team, name_zh, name_en, person"""
    found = cursor.execute(sql, {"known_at": known_at}).fetchall()
    people = [cast(Person, rows.record_of(_PEOPLE, row)) for row in found]
    return {team: Rights(tuple(of)) for team, of in groupby(people, lambda one: one.team)}


def _teams(cursor: duckdb.DuckDBPyConnection, change_id: int, written: Sequence[str]) -> list[str]:
    """Return the teams whose rows the change sets or removes."""
    selects = " union ".join(_teams_in(TABLES[name]) for name in written)
    sql = f"select team from ({selects}) where team is not null order by team"
    return [team for (team,) in cursor.execute(sql, {"change": change_id}).fetchall()]


def _teams_in(table: Table) -> str:
    """Return a select of the teams of a change's rows; those of a table without teams are those of what it is about."""
    if "team" in table.fields:
        return f"""
            select unnest([after.team, before.team]) as team
            from {table.name} as after left join {table.name} as before on before.entry_id = after.replaces
            where after.change_id = $change"""
    about = next(one for one in table.references if one.columns == table.key[:1])
    return f"""
        select team
        from {about.table}
        where {about.to[0]} in (select {about.columns[0]} from {table.name} where change_id = $change)"""


def _called(people: Sequence[Person], name: str, other: str) -> list[str]:
    """Return what people are called by the field `name`, or `other` where that is empty, or their login."""
    return [getattr(one, name) or getattr(one, other) or one.login or one.person for one in people]
