"""What a plan has already, as of one change: what a file's names are looked up in and its rows compared with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from planlib.model import (
    Budget,
    Kpi,
    Milestone,
    Objective,
    Person,
    Plan,
    PlanKey,
    Risk,
    Strategy,
    Target,
    Task,
    TaskLink,
    Team,
    new_id,
)
from planlib.store.connect import Store
from planlib.store.ledger import current
from planlib.vocabulary import PlanState


@dataclass(frozen=True, slots=True)
class Known:
    """A plan and its team's things, by their tables' names."""

    team: Team
    plan: Plan
    new_team: bool
    new_plan: bool
    kpis: tuple[Kpi, ...]
    people: tuple[Person, ...]
    objectives: tuple[Objective, ...]
    targets: tuple[Target, ...]
    budgets: tuple[Budget, ...]
    closed: frozenset[date]
    """The team's closed months."""
    strategies: tuple[Strategy, ...] = ()
    other_budgets: tuple[Budget, ...] = ()
    """Budget lines of the team's other plans."""
    milestones: tuple[Milestone, ...] = ()
    tasks: tuple[Task, ...] = ()
    task_links: tuple[TaskLink, ...] = ()
    risks: tuple[Risk, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    """What a person said that names of the file mean: its key to the id of a KPI or a budget line."""

    @property
    def key(self) -> PlanKey:
        """The plan's key."""
        return PlanKey(self.team.team, self.plan.month)


def known(store: Store, plan: PlanKey, known_at: int) -> Known:
    """Return what there is as of `known_at`; a team or a plan that does not exist is a new one."""

    def rows(table: str, **where: object) -> list[Any]:
        return [stored.record for stored in current(store, table, known_at=known_at, where=where)]

    team = next(iter(rows("teams", team=plan.team) or rows("teams", code=plan.team)), None)
    found = team or Team(team=new_id(), code=plan.team)
    plans = rows("plans", team=found.team)
    here = next((one for one in plans if one.month == plan.month), None)
    of_plan = {"team": found.team, "month": plan.month}
    budgets = rows("budgets", team=found.team)
    return Known(
        team=found,
        plan=here or Plan(team=found.team, month=plan.month),
        new_team=team is None,
        new_plan=here is None,
        kpis=tuple(rows("kpis", team=found.team)),
        people=tuple(rows("people", team=found.team)),
        objectives=tuple(rows("objectives", **of_plan)),
        targets=tuple(rows("targets", **of_plan)),
        budgets=tuple(line for line in budgets if line.month == plan.month),
        closed=frozenset(one.month for one in plans if one.state == PlanState.CLOSED),
        milestones=tuple(rows("milestones", **of_plan)),
        tasks=tuple(rows("tasks", **of_plan)),
        task_links=tuple(rows("task_links", **of_plan)),
        risks=tuple(rows("risks", **of_plan)),
        strategies=tuple(rows("strategies", team=found.team)),
        other_budgets=tuple(line for line in budgets if line.month != plan.month),
    )
