"""Everything a snapshot reads from the ledger, read once as of one change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from planlib.errors import NotFoundError
from planlib.metrics import periods
from planlib.metrics.periods import Calendar
from planlib.model import (
    Budget,
    Kpi,
    Milestone,
    Objective,
    Person,
    Plan,
    PlanKey,
    ProcessLimits,
    Target,
    Team,
)
from planlib.snapshot import control
from planlib.store import queries
from planlib.store.connect import Store
from planlib.store.ledger import current
from planlib.store.queries import DailyValue
from planlib.vocabulary import Frequency, Grain, PlanState

SEASON_WEEKS = 13
"""Weeks before the month that the weekday index and the sparklines may need (DOMAIN 2.1)."""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The definitions of a plan as they stood at one change."""

    key: PlanKey
    known_at: int
    plan: Plan
    team: Team
    calendar: Calendar
    people: Mapping[str, Person]
    kpis: Mapping[str, Kpi]
    targets: Mapping[str, Target]
    """By KPI; every KPI of the plan has one."""
    objectives: Sequence[Objective]
    milestones: Sequence[Milestone]
    budgets: Sequence[Budget]
    seen_at: int = 0
    """Last change that its reader could see: of a closed plan later than the one it is read as of."""


def read_plan(store: Store, key: PlanKey, known_at: int | None) -> PlanFacts:
    """Return the plan's definitions as of `known_at`; NotFoundError where it did not exist then.

    A closed plan is read as of its close, so that what comes later does not move its pages.
    """
    seen = known = store.last_change() if known_at is None else known_at
    of_plan = {"team": key.team, "month": key.month}
    plans = current(store, "plans", known_at=known, where=of_plan)
    if not plans:
        raise NotFoundError("no_plan", team=key.team, month=key.month)
    if plans[0].record.state == PlanState.CLOSED:
        closes = current(store, "closes", known_at=known, where=of_plan)
        known = closes[0].change_id if closes else known

    def read(table: str, where: Mapping[str, object]) -> list[Any]:
        return [stored.record for stored in current(store, table, known_at=known, where=where)]

    of_team = {"team": key.team}
    team = read("teams", of_team)[0]
    kpis = {kpi.kpi: kpi for kpi in read("kpis", of_team)}
    return PlanFacts(
        key=key,
        known_at=known,
        plan=plans[0].record,
        team=team,
        calendar=Calendar.of(read("calendar_days", of_team)),
        people={person.person: person for person in read("people", of_team)},
        kpis=kpis,
        targets={target.kpi: target for target in read("targets", of_plan) if target.kpi in kpis},
        objectives=read("objectives", of_plan),
        milestones=read("milestones", of_plan),
        budgets=read("budgets", of_plan),
        seen_at=seen,
    )


def last_day_with_data(store: Store, facts: PlanFacts, yesterday: date) -> date | None:
    """Return the last day of the month that has data, never after yesterday; None where none has.

    Daily values say so. Where there are none, a week or a month of data counts up to its last day.
    """
    first, last = facts.key.month, min(facts.key.last_day, yesterday)
    latest = queries.last_days(store, list(facts.kpis), first, last, facts.known_at)
    daily = [day for kpi, day in latest if facts.kpis[kpi].frequency is Frequency.DAY]
    return max(daily or (min(_end(facts, kpi, day), last) for kpi, day in latest), default=None)


def _end(facts: PlanFacts, kpi: str, day: date) -> date:
    return periods.period_end(day, Grain(facts.kpis[kpi].frequency.value))


def recent_values(store: Store, facts: PlanFacts, day: date) -> Mapping[str, Sequence[DailyValue]]:
    """Return the daily values by KPI up to `day`, as far back as a control chart or the weekday index may need."""
    values: dict[str, Sequence[DailyValue]] = {}
    for grain, kpis in groupby(sorted(facts.kpis.values(), key=_grain), key=_grain):
        first = min(control.first_day(grain, day, facts.team.first_weekday), season_start(facts))
        found = queries.daily_values(store, [kpi.kpi for kpi in kpis], first, day, facts.known_at)
        values |= _by_kpi(found)
    return values


def _grain(kpi: Kpi) -> Grain:
    return control.signal_grain(kpi.frequency)


def season_start(facts: PlanFacts) -> date:
    """Return the first day of the season's weeks before the month."""
    return periods.week_start(facts.key.month - SEASON_WEEKS * periods.WEEK, facts.team.first_weekday)


def last_year_values(store: Store, facts: PlanFacts) -> Mapping[str, Sequence[DailyValue]]:
    """Return the daily values by KPI of the same month a year earlier, and of the weeks that it cuts."""
    month = periods.year_earlier(facts.key.month)
    first, last = month - periods.WEEK, periods.month_end(month) + periods.WEEK
    return _by_kpi(queries.daily_values(store, list(facts.kpis), first, last, facts.known_at))


def values_of(
    store: Store, facts: PlanFacts, kpis: Iterable[str], first: date, day: date
) -> Mapping[str, Sequence[DailyValue]]:
    """Return the daily values of some KPIs."""
    return _by_kpi(queries.daily_values(store, sorted(kpis), first, day, facts.known_at))


def process_limits(store: Store, facts: PlanFacts) -> Mapping[tuple[str, Grain], Sequence[ProcessLimits]]:
    """Return the starts of segments and the locked limits of control charts, by KPI and grain, in order of start."""
    found: dict[tuple[str, Grain], list[ProcessLimits]] = defaultdict(list)
    for stored in current(store, "process_limits", known_at=facts.known_at, where={"kpi": list(facts.kpis)}):
        found[stored.record.kpi, stored.record.grain].append(stored.record)
    return found


def _by_kpi(values: Sequence[DailyValue]) -> Mapping[str, Sequence[DailyValue]]:
    grouped: dict[str, list[DailyValue]] = defaultdict(list)
    for value in values:
        grouped[value.kpi].append(value)
    return grouped
