"""A plan that begins: what it would hold, to be looked at first, and its record as one change that can be undone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from planlib.calendars import missing_holidays
from planlib.errors import RefusedError
from planlib.locale import BOTH, LANGUAGES, language
from planlib.metrics.periods import Calendar
from planlib.model import CalendarDay, Kpi, Person, Plan, PlanKey, Record, Team, new_id
from planlib.plans import plan_title
from planlib.short_names import with_ids
from planlib.starting.plan_template import DAYS, PlanTemplate, day_of
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, record
from planlib.store.tables import TABLES
from planlib.vocabulary import ChangeKind

_OWNED = ("objectives", "kpis", "tasks", "risks")
_OF_TEAM = ("strategies", "kpis")
"""What lives on from month to month: the team's own is used where it has one of the same code."""


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan as it would begin."""

    key: PlanKey
    team: Team
    template: PlanTemplate | None
    """None for an empty one."""
    rows: Mapping[str, Sequence[Record]]
    """What would be recorded, by table, in an order in which each comes after those it refers to."""
    kpis: Mapping[str, Kpi]
    """The team's, those that it would get among them, by id."""


def new_plan(
    store: Store,
    team: Team,
    month: date,
    template: PlanTemplate | None = None,
    *,
    lead: Person | None = None,
    budget: Decimal | None = None,
) -> NewPlan:
    """Return the plan of a month as a template has it, or an empty one.

    The `lead` owns everything until others are named; the `budget` is what the costs come to, 0 where None.
    RefusedError `plan_exists` where the team has one; `team_exists` where a new team's code is taken.
    """
    key = PlanKey(team.team, month)
    if current(store, "plans", where=key._asdict()):
        raise RefusedError("plan_exists", month=month)
    taken = current(store, "teams", where={"code": team.code})
    if any(stored.record.team != team.team for stored in taken):
        raise RefusedError("team_exists", team=team.code)
    return _Beginner(store, team, key, template, lead, budget or Decimal(0)).plan()


def start_plan(store: Store, plan: NewPlan, *, actor: str, at: datetime) -> Change:
    """Record a plan as it begins; RefusedError `plan_exists` where somebody made one meanwhile."""
    if current(store, "plans", where=plan.key._asdict()):
        raise RefusedError("plan_exists", month=plan.key.month)
    writes = [Write(table, rows) for table, rows in plan.rows.items()]
    change = record(
        store, writes, actor=actor, kind=ChangeKind.EDIT, at=at, reason=_reason(plan.template), plan=plan.key
    )
    assert change is not None, "the plan is new"
    return change


def _reason(template: PlanTemplate | None) -> str:
    """Return in both languages what the plan was begun with."""

    def told(code: str) -> str:
        _ = language(code)
        if template is None:
            return _("Begun as an empty plan")
        return _("Begun from the plan template {template}", template=_.name(template.about))

    return BOTH.join(map(told, LANGUAGES))


@dataclass(frozen=True)
class _Beginner:
    """Puts the rows of a plan together."""

    store: Store
    team: Team
    key: PlanKey
    template: PlanTemplate | None
    lead: Person | None
    budget: Decimal

    def plan(self) -> NewPlan:
        held: dict[str, Sequence[Record]] = {
            "teams": [self._team] if self._is_new else [],
            "calendar_days": self._holidays,
            "people": [self.lead] if self.lead and not self._stands("people", person=self.lead.person) else [],
            "plans": [Plan(**self.key._asdict(), **self._titles())],
            **({table: list(self._rows(table)) for table in self.template.rows} if self.template else {}),
        }
        rows = {table: tuple(held[table]) for table in TABLES if held.get(table)}
        kpis = {kpi.kpi: kpi for kpi in [*self._own("kpis").values(), *held.get("kpis", ())]}
        return NewPlan(self.key, self._team, self.template, rows, kpis)

    def _stands(self, table: str, **where: object) -> list[Any]:
        return [stored.record for stored in current(self.store, table, where=where)]

    @cached_property
    def _is_new(self) -> bool:
        return not self._stands("teams", team=self.team.team)

    @cached_property
    def _team(self) -> Team:
        """The team; a new one reviews its risks as often as the template says."""
        if not self._is_new or self.template is None:
            return self.team
        return self.team.model_copy(update={"review_days": self.template.about.review_days})

    @cached_property
    def _holidays(self) -> list[CalendarDay]:
        """Public holidays of the plan's year and the one before, for years the team has none of yet."""
        year = self.key.month.year
        return missing_holidays(self.team, (year - 1, year), self._known_days)

    @cached_property
    def _known_days(self) -> list[CalendarDay]:
        return self._stands("calendar_days", team=self.key.team)

    @cached_property
    def _calendar(self) -> Calendar:
        return Calendar.of([*self._known_days, *self._holidays])

    def _titles(self) -> dict[str, str]:
        return {f"title_{code}": plan_title(language(code), self.team, self.key.month) for code in LANGUAGES}

    # the rows of a template

    def _rows(self, table: str) -> Iterator[Record]:
        assert self.template is not None
        for row in self.template.rows[table]:
            if row.get(TABLES[table].key[-1], "") not in self._own(table):
                yield self._record(table, row)

    def _record(self, table: str, row: dict[str, str]) -> Record:
        kept = TABLES[table]
        given = {"code": row.get(kept.key[-1], ""), **self.key._asdict(), **with_ids(kept, row, self._ident)}
        given |= {field: day_of(row[field], self.key.month, self._calendar) for field in DAYS if field in row}
        if table in _OWNED and self.lead:
            given["owner"] = self.lead.person
        if table == "budgets":
            given["original"] = round(Decimal(row["share"]) * self.budget)
        return kept.record.model_validate({name: value for name, value in given.items() if name in kept.fields})

    def _ident(self, table: str, short: str) -> str:
        """Return the id of what the template calls so: the team's own where it has one, else a new one."""
        own = self._own(table).get(short)
        if own is not None:
            return str(getattr(own, TABLES[table].key[-1]))
        return self._ids.setdefault((table, short), new_id())

    @cached_property
    def _ids(self) -> dict[tuple[str, str], str]:
        return {}

    def _own(self, table: str) -> dict[str, Any]:
        """Return by code what the team has already and goes on using."""
        return self._by_code[table] if table in _OF_TEAM else {}

    @cached_property
    def _by_code(self) -> dict[str, dict[str, Any]]:
        return {table: {one.code: one for one in self._stands(table, team=self.key.team)} for table in _OF_TEAM}
