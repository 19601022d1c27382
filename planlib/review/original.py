"""The plan as it was activated beside the plan as it is now, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from planlib.editing.check import RowEdit
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import Tables, called, read_tables
from planlib.editing.words import differences
from planlib.locale import NONE, Language
from planlib.locale.amounts import favour, money, target_words
from planlib.locale.words import reason_sentence, status_word
from planlib.model import Kpi, Record, Target
from planlib.plans import names_by_login
from planlib.review.words import by_words
from planlib.snapshot import BudgetLine, KpiLine, Move, ObjectiveLine, Original, Snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Change
from planlib.vocabulary import Reason


class Standing(NamedTuple):
    """How something stands against one of the two plans."""

    value: str
    words: str = ""


class Beside(NamedTuple):
    """Something that is aimed otherwise, or stands otherwise, than in the plan as it was activated."""

    about: Record
    moved: Sequence[str]
    """What was moved from where to where."""
    then: Standing
    now: Standing
    changes: Sequence[tuple[str, int]]
    """When, by whom and why, and the number of the change."""


# in short


def against_original(_: Language, snapshot: Snapshot) -> str:
    """Return in a sentence what stands otherwise against the plan as it was activated; empty where nothing does."""
    original = snapshot.original.value
    if original is None:
        return ""
    then, now = (_.score(score.score.value) for score in (original.score, snapshot.score()))
    clauses = [_("the goals score {then} instead of {now}", then=then, now=now)] * (then != now)
    for line in snapshot.objectives():
        first = original.stands(line)
        if first is not None and first.status is not line.status:
            goal = _("“{goal}”", goal=called(_, line.objective))
            was, instead = (status_word(_, one.status) for one in (first, line))
            clauses.append(_("{goal} is “{then}” instead of “{now}”", goal=goal, then=was, now=instead))
    return _("Against the original plan {clauses}.", clauses=_.clauses(clauses)) if clauses else ""


def score_then(_: Language, snapshot: Snapshot, line: KpiLine | ObjectiveLine) -> str:
    """Return score and status against the plan as activated, those that differ; empty where both are the same."""
    original = snapshot.original.value
    if original is None:
        return ""
    first = original.stands(line)
    if first is None:
        return reason_sentence(_, Reason.ADDED_LATER)
    pairs = [[_.score(one.score.value), status_word(_, one.status)] for one in (first, line)]
    others = [then for then, now in zip(*pairs, strict=True) if then != now]
    return _("original plan: {standing}", standing=_.join(others)) if others else ""


def target_then(_: Language, store: Store, snapshot: Snapshot, line: KpiLine) -> str:
    """Return when, by whom and why a KPI's target was moved, and how the KPI stands against the first one.

    Empty where it was not.
    """
    original = snapshot.original.value
    moves = original.of("targets") if original else ()
    move = next((one for one in moves if one.after and one.after.kpi == line.kpi.kpi), None)
    if original is None or move is None:
        return ""
    when = " · ".join(when_and_why(_, store, snapshot, move.changes[-1:]))
    if move.before is None:
        return _("Not in the original plan; added {when}.", when=when)
    weighs, currency = move.before.weight != move.after.weight, snapshot.team.currency
    first, now = (_aim(_, line.kpi, target, currency, weighs) for target in (move.before, move.after))
    against = _("Against the original plan: {standing}.", standing=_.join(list(_standing(_, original.stands(line)))))
    if first == now:
        return against
    return _.sentences([_("First planned as {first}, now {now} ({when}).", first=first, now=now, when=when), against])


def _aim(_: Language, kpi: Kpi, target: Target, currency: str, weighs: bool) -> str:
    weight = [_("weight {weight}", weight=_.short(target.weight))] * weighs
    return _.join([target_words(_, kpi, target, currency, unit=True), *weight])


def when_and_why(_: Language, store: Store, snapshot: Snapshot, changes: Sequence[Change]) -> list[str]:
    """Return of each change its day, who made it and why."""
    names = names_by_login(_, store, snapshot.key.team, snapshot.known_at)
    zone = ZoneInfo(snapshot.team.timezone)
    return [f"{_.short_day(one.made_at.astimezone(zone).date())} · {by_words(_, one, names)}" for one in changes]


def _standing(_: Language, one: KpiLine | ObjectiveLine | None, why_not: str = "") -> Standing:
    """Return attainment, score and status of a KPI, or score and status of a goal."""
    if one is None:
        return Standing(NONE, why_not)
    score, status = _("score {score}", score=_.score(one.score.value)), status_word(_, one.status)
    if isinstance(one, KpiLine) and one.attainment.value is not None:
        return Standing(_("attainment {share}", share=_.percent(one.attainment.value, 1)), _.join([score, status]))
    return Standing(score, status)


# side by side

_AMOUNT = ("original", "revised")
"""Fields of a budget line that come to one amount."""


def beside(_: Language, store: Store, snapshot: Snapshot, original: Original) -> list[Beside]:
    """Return what is aimed otherwise than at the activation: KPIs, goals, milestones, budget lines, thresholds."""
    teller = _Teller(_, store, snapshot, original)
    return [*teller.kpis(), *teller.objectives(), *teller.rows("milestones"), *teller.lines(), *teller.rows("plans")]


@dataclass(frozen=True)
class _Teller:
    """Puts one kind of thing after the other into words."""

    language: Language
    store: Store
    snapshot: Snapshot
    original: Original

    def kpis(self) -> Iterator[Beside]:
        """Yield the KPIs whose targets moved, came or went."""
        lines = {line.kpi.kpi: line for line in self.snapshot.kpis()}
        for move in self.original.of("targets"):
            kpi = (move.after or move.before).kpi
            first, now = self.original.kpis.get(kpi), lines.get(kpi) if move.after else None
            yield self._beside((now or first or lines[kpi]).kpi, move, *self._both(first, now))

    def objectives(self) -> Iterator[Beside]:
        """Yield the goals that moved, came or went, and those that stand otherwise through their parts."""
        moves = {(move.after or move.before).objective: move for move in self.original.of("objectives")}
        lines = {line.objective.objective: line for line in self.snapshot.objectives()}
        for goal in dict.fromkeys([*lines, *self.original.objectives]):
            first, now = self.original.objectives.get(goal), lines.get(goal)
            then, stands = self._both(first, now)
            about = now or first
            if about and (goal in moves or then != stands):
                yield self._beside(about.objective, moves.get(goal), then, stands)

    def lines(self) -> Iterator[Beside]:
        """Yield the budget lines that moved, came or went, with what is due of them and how they stand."""
        views = (self.snapshot.original_budget.value, self.snapshot.budget())
        then, now = ({line.budget.line: line for line in view.lines} if view else {} for view in views)
        for move in self.original.of("budgets"):
            about = move.after or move.before
            yield self._beside(about, move, self._money(then[about.line]), self._money(now.get(about.line)))

    def rows(self, table: str) -> Iterator[Beside]:
        """Yield the rows of another table that moved, came or went: they have no score of their own."""
        for move in self.original.of(table):
            yield self._beside(move.after or move.before, move, Standing(NONE), Standing(NONE))

    def _beside(self, about: Record, move: Move | None, then: Standing, now: Standing) -> Beside:
        _ = self.language
        moved = self._moved(move) if move else [_("through its parts")]
        made = move.changes if move else ()
        when = when_and_why(_, self.store, self.snapshot, made)
        return Beside(about, moved, then, now, [(words, one.change_id) for words, one in zip(when, made, strict=True)])

    def _moved(self, move: Move) -> list[str]:
        _ = self.language
        if move.before is None:
            return [_("added since")]
        if move.after is None:
            return [_("taken out since")]
        rows = differences(_, self._tables[move.table], [RowEdit("", move.before, move.after, 0)])
        moved = [(one.column, one.before, one.after) for one in rows if one.column]
        said = [f"{_(column.head)} {old} → {new}" for column, old, new in moved if column.field not in _AMOUNT]
        if len(said) < len(moved):
            old, new = (money(_, one.amount, self.snapshot.team.currency) for one in (move.before, move.after))
            said = [" ".join([_("Budget"), old, "→", new]), *said]
        return said

    @cached_property
    def _tables(self) -> Mapping[str, Tables]:
        tables = {move.table for move in self.original.moves}
        key, known_at = self.snapshot.key, self.snapshot.known_at
        return {table: read_tables(self.store, SHEETS[table], key, known_at) for table in tables}

    def _both(
        self, first: KpiLine | ObjectiveLine | None, now: KpiLine | ObjectiveLine | None
    ) -> tuple[Standing, Standing]:
        _ = self.language
        return _standing(_, first, reason_sentence(_, Reason.ADDED_LATER)), _standing(_, now)

    def _money(self, line: BudgetLine | None) -> Standing:
        """Return by how much a line is better or worse, and than what."""
        if line is None:
            return Standing(NONE)
        _, currency = self.language, self.snapshot.team.currency
        due = _("of {amount} expected by now", amount=money(_, line.phased, currency))
        return Standing(favour(_, line.favourable, currency), due)
