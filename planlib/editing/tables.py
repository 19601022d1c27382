"""What a plan's tables hold as of one change, and how their rows are called.

The ledger forgets nothing, so "the rows as the person loaded them" is the number of a change and no copy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from planlib.editing.sheets import Column, Kind, Sheet, row_id
from planlib.locale import N_, Language
from planlib.model import Decision, Kpi, Lesson, Plan, PlanKey, Record, Team
from planlib.store.connect import Store
from planlib.store.ledger import Stored, current
from planlib.store.tables import TABLES
from planlib.vocabulary import PlanState


@dataclass(frozen=True, slots=True)
class Tables:
    """A table of a plan and those it refers to, as of one change."""

    sheet: Sheet
    team: Team
    plan: Plan
    known_at: int
    stored: Mapping[str, Mapping[str, Stored]]
    """By table and row id, in the order they are shown."""

    @property
    def key(self) -> PlanKey:
        """The plan."""
        return PlanKey(self.plan.team, self.plan.month)

    @property
    def active(self) -> bool:
        """Whether the plan is active, so that changes to it need a reason."""
        return self.plan.state == PlanState.ACTIVE

    @property
    def rows(self) -> Mapping[str, Stored]:
        """The rows of the table itself, by id."""
        return self.stored[self.sheet.name]

    @property
    def kpis(self) -> Mapping[str, Kpi]:
        """The KPIs that the rows are about, by id."""
        return {row: stored.record for row, stored in self.stored.get("kpis", {}).items()}

    @property
    def addable(self) -> list[str]:
        """Ids that a row may be added for: those of a target's KPIs that have none this month."""
        column = self.sheet.picked
        if not column:
            return []
        options = self.stored[self.sheet.refers_to(self.sheet.by_field[column])]
        return [row for row in options if row not in self.rows]

    def locked(self, column: Column) -> bool:
        """Return whether the column is shown but not edited."""
        return column.locked or (column.settled and self.active)


def read_tables(store: Store, sheet: Sheet, key: PlanKey, known_at: int) -> Tables:
    """Return the table of `sheet` in the plan, and what its cells refer to, as of the change `known_at`.

    Team and plan are as they are now: whether a reason is needed does not depend on when the rows were loaded.
    A plan that does not exist yet has no rows.
    """
    teams = current(store, "teams", where={"team": key.team})
    plans = current(store, "plans", where=key._asdict())
    team = teams[0].record if teams else Team(team=key.team, code=key.team)
    plan = plans[0].record if plans else Plan(team=key.team, month=key.month)
    stored = {
        name: _rows(store, name, key, known_at) for name in {sheet.name, "kpis", *sheet.references, *sheet.beside}
    }
    first = sheet.columns[0]
    if first.kind == Kind.REFERENCE:
        places = {row: place for place, row in enumerate(stored[sheet.refers_to(first)])}
        rows = stored[sheet.name].items()
        last = len(places)
        stored[sheet.name] = dict(sorted(rows, key=lambda row: places.get(getattr(row[1].record, first.field), last)))
    return Tables(sheet, team, plan, known_at, stored)


def _rows(store: Store, name: str, key: PlanKey, known_at: int) -> dict[str, Stored]:
    table = TABLES[name]
    where: dict[str, Any] = key._asdict() if table.in_plan else {"team": key.team}
    if "team" not in table.fields:
        where = {"person": list(_rows(store, "people", key, known_at))}
    rows = sorted(current(store, name, known_at=known_at, where=where), key=lambda stored: _place(stored.record))
    return {str(row_id(table, stored.record.model_dump())): stored for stored in rows}


def _place(record: Record) -> tuple[str, date]:
    """Return where a row stands among its like: by code, or by its day."""
    days = (getattr(record, name, None) for name in ("due", "week", "day"))
    return getattr(record, "code", ""), next(filter(None, days), date.max)


def called(language: Language, record: Record) -> str:
    """Return how people call a thing; a decision or a lesson by what it says."""
    if isinstance(record, Decision | Lesson):
        return language.own(record.text)
    return language.name(record, "title" if "title_zh" in type(record).model_fields else "name")


def row_name(language: Language, tables: Tables, fields: Mapping[str, Any]) -> str:
    """Return how people call the row of `fields`: a target by its KPI, a row without a name a new one."""
    if tables.sheet.fixed:
        return language(tables.sheet.title)
    if tables.sheet.named:
        parts = [_part(language, tables, field, fields.get(field)) for field in tables.sheet.named]
        return tables.sheet.between.join(filter(None, parts)) or language(N_("New row"))
    stem = "title" if "title_zh" in tables.sheet.by_field else "name"
    return str(language.name(SimpleNamespace(**fields), stem)) or language(N_("New row"))


def _part(language: Language, tables: Tables, field: str, value: Any) -> str:
    """Return what a field says in the name of its row: what it refers to is called by its name."""
    column = tables.sheet.by_field[field]
    if column.kind != Kind.REFERENCE:
        return "" if value is None else language.own(str(value))
    found = tables.stored[tables.sheet.refers_to(column)].get(value)
    return called(language, found.record) if found else ""
