"""The plan as it was activated, scored by the same values as the plan as it is now (DOMAIN 10.5).

What was aimed at is that of the activation: targets, weights, due days, money. What things are called, how far steps
are and which days are worked are facts, and those of now. So is a baseline that was not known yet at the activation.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from planlib.metrics.figure import Figure, undefined
from planlib.model import Budget, Kpi, Record, Target
from planlib.snapshot.activation import activated_at
from planlib.snapshot.lines import KpiLine, ObjectiveLine, PlanScore
from planlib.snapshot.objectives import objective_lines, plan_score
from planlib.snapshot.reading import PlanFacts
from planlib.store.connect import Store
from planlib.store.ledger import Change, RowChange, current, made_between, rows_between
from planlib.vocabulary import Reason

PLANNED: Mapping[str, Sequence[str]] = {
    "plans": ("green", "amber"),
    "objectives": ("parent", "kind", "due", "weight"),
    "milestones": ("objective", "weight", "due"),
    "targets": [
        *("objective", "baseline", "target", "lower", "upper", "tolerance", "weight", "path", "weekly_split"),
        *("commitment", "growth_mode", "growth_rate", "green", "amber"),
    ],
    "budgets": ("kind", "original", "revised", "quantity", "price", "phasing", "phasing_detail"),
}
"""What of each table is aimed at."""


@dataclass(frozen=True, slots=True)
class Move:
    """A row of the plan that is aimed otherwise than as the plan was activated."""

    table: str
    before: Any
    """As it was aimed then, in all else as now; None where it was added since."""
    after: Any
    """None where it was taken out of the plan since."""
    changes: tuple[Change, ...]
    """Those that moved it, oldest first."""


@dataclass(frozen=True, slots=True)
class Original:
    """The plan as it was activated."""

    facts: PlanFacts
    change: Change
    """By which it was."""
    moves: tuple[Move, ...]
    kpis: Mapping[str, KpiLine]
    """By id; those taken out of the plan since too."""
    objectives: Mapping[str, ObjectiveLine]
    """By id."""
    score: PlanScore

    def stands(self, line: KpiLine | ObjectiveLine) -> KpiLine | ObjectiveLine | None:
        """Return how a KPI or a goal stands against what was first planned; None where it was added since."""
        if isinstance(line, KpiLine):
            return self.kpis.get(line.kpi.kpi)
        return self.objectives.get(line.objective.objective)

    def of(self, table: str) -> tuple[Move, ...]:
        """Return the rows of a table that moved."""
        return tuple(move for move in self.moves if move.table == table)


def original_plan(
    store: Store,
    now: PlanFacts,
    day: date,
    lines: Sequence[KpiLine],
    judge: Callable[[PlanFacts, Kpi, Target], KpiLine],
) -> Figure[Original]:
    """Return the plan as it was activated; undefined while it is a draft.

    `lines` are those of the plan as it is now; only a KPI that is aimed otherwise is judged anew.
    """
    since = activated_at(store, now.key, now.known_at)
    if since is None:
        return undefined(Reason.NOT_ACTIVATED)
    made = {change.change_id: change for change in made_between(store, since - 1, now.known_at)}
    moves = tuple(_moves(store, now, since, made))
    then = _as_activated(store, now, since, moves)
    stands = {} if then.plan != now.plan else {line.kpi.kpi: line for line in lines}
    order = dict.fromkeys([*(line.kpi.kpi for line in lines), *then.targets])
    aims = {kpi: then.targets[kpi] for kpi in order if kpi in then.targets}
    kpis = {
        kpi: stands[kpi] if kpi in stands and stands[kpi].target == target else judge(then, then.kpis[kpi], target)
        for kpi, target in aims.items()
    }
    found = objective_lines(then, [*kpis.values()], day)
    return Figure(
        Original(
            facts=then,
            change=made[since],
            moves=moves,
            kpis=kpis,
            objectives={line.objective.objective: line for line in found},
            score=plan_score(found, [*kpis.values()]),
        )
    )


def budgeted_then(original: Original) -> PlanFacts:
    """Return the plan as it was activated, in which a budget line that was added since has no budget."""
    added = [_unbudgeted(move.after) for move in original.of("budgets") if move.before is None]
    return replace(original.facts, budgets=[*original.facts.budgets, *added])


def _unbudgeted(line: Budget) -> Budget:
    return line.model_copy(update={"original": Decimal(0), "revised": None, "quantity": None, "price": None})


# what moved


def _moves(store: Store, now: PlanFacts, since: int, made: Mapping[int, Change]) -> Iterator[Move]:
    """Yield the rows that are aimed otherwise; only tables that were written since are read."""
    for table, fields in PLANNED.items():
        if any(table in change.counts for number, change in made.items() if number > since):
            found = rows_between(store, table, since, now.known_at, now.key._asdict())
            for _key, steps in groupby(found, key=lambda step: step[1].key):
                yield from _move(table, fields, list(steps), made)


def _move(
    table: str, fields: Sequence[str], steps: Sequence[tuple[int, RowChange]], made: Mapping[int, Change]
) -> Iterator[Move]:
    before, after = _aimed_as(fields, steps[0][1].before, steps[-1][1].after), steps[-1][1].after
    if before != after:
        by = (made[number] for number, row in steps if row.after != _aimed_as(fields, row.before, row.after))
        yield Move(table, before, after, tuple(by))


def _aimed_as(fields: Sequence[str], before: Record | None, after: Record | None) -> Record | None:
    """Return the row `after` with the aims of `before`, which is the row then."""
    if before is None or after is None:
        return before
    aims = {field: getattr(before, field) for field in fields}
    if isinstance(after, Target) and aims["baseline"] is None:
        aims["baseline"] = after.baseline
    return after.model_copy(update=aims)


def _as_activated(store: Store, now: PlanFacts, since: int, moves: Sequence[Move]) -> PlanFacts:
    if not moves:
        return now
    targets = _then([*now.targets.values()], "targets", "kpi", moves)
    gone = [target.kpi for target in targets if target.kpi not in now.kpis]
    kpis = current(store, "kpis", known_at=since, where={"kpi": gone}) if gone else []
    plan = [move.before for move in moves if move.table == "plans"]
    return replace(
        now,
        plan=plan[0] if plan else now.plan,
        kpis={**now.kpis, **{stored.record.kpi: stored.record for stored in kpis}},
        targets={target.kpi: target for target in targets},
        objectives=_then(now.objectives, "objectives", "objective", moves),
        milestones=_then(now.milestones, "milestones", "milestone", moves),
        budgets=_then(now.budgets, "budgets", "line", moves),
    )


def _then(rows: Sequence[Any], table: str, key: str, moves: Sequence[Move]) -> list[Any]:
    """Return the rows as they were: those that moved as they were aimed, none that were added since."""
    found = {getattr(row, key): row for row in rows}
    for move in moves:
        if move.table == table:
            found.pop(getattr(move.after, key, None), None)
            if move.before is not None:
                found[getattr(move.before, key)] = move.before
    return [*found.values()]
