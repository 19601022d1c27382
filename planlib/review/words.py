"""What changed in words: each line with what it is about, old and new, and who did it why."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Any

from planlib.editing.sheets import SHEETS
from planlib.editing.tables import called
from planlib.locale import N_, NONE, Language
from planlib.locale.amounts import money, quantity
from planlib.locale.words import actor_word, status_word, word
from planlib.metrics.kpis import DayValue, aggregate
from planlib.metrics.periods import DAY, clipped_weeks, month_span
from planlib.metrics.rollup import WORST_FIRST
from planlib.model import (
    Budget,
    Decision,
    Kpi,
    Milestone,
    Objective,
    Record,
    Risk,
    Target,
    TargetPart,
    Task,
    TaskStep,
)
from planlib.review.changed import Acted, Came, Changed, CheckedIn, Crossing, Moved, Restated, SignalCrossing, Topic
from planlib.review.parts import whose
from planlib.review.since import Ground, Since
from planlib.snapshot import Snapshot
from planlib.store.ledger import Change
from planlib.store.queries import RestatedValue
from planlib.vocabulary import Aggregation, BudgetKind, Confidence, RiskState, Status

NAMED = 2
"""Things that are called by name where it is said in short what became worse."""
_UNJUDGED = (Status.NOT_STARTED, Status.NO_DATA, Status.UNKNOWN)
_SHARES = ("growth_rate", "green", "amber")
_TOPICS = {
    Topic.TARGET: N_("Target"),
    Topic.DATE: N_("Date"),
    Topic.BUDGET: N_("Budget"),
    Topic.OWNER: N_("Owner"),
    Topic.STEP: N_("Progress"),
    Topic.RISK: N_("Risk"),
}
_THINGS: Mapping[type[Record], str] = {
    Target: N_("KPI"),
    TargetPart: N_("part of the target"),
    Objective: N_("goal"),
    Milestone: N_("milestone"),
    Budget: N_("budget line"),
    Task: N_("task"),
    TaskStep: N_("step of the task"),
    Risk: N_("risk"),
}
_NAMED_BESIDE = {
    "start": N_("start"),
    "deadline": N_("deadline"),
    "cancelled": N_("cancelled"),
    "likelihood": N_("likelihood"),
    "impact": N_("impact"),
}
"""Fields that are named beside the thing they are of, as it has several of one topic."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of what changed."""

    about: Record
    name: str
    before: str = ""
    after: str = ""
    """Empty where there is no old and new: then `more` says all."""
    status: Status | None = None
    """The new one, of a crossing."""
    more: str = ""
    changes: tuple[Change, ...] = ()
    details: tuple[str, ...] = ()


def since_title(_: Language, since: Since, *, chosen: bool) -> str:
    """Return what the comparison is called; one that was `chosen` by its day."""
    if since.ground is Ground.MEETING and not chosen:
        return _("Since the last meeting")
    if since.ground is Ground.MEETING:
        return _("Since the meeting of {day}", day=_.short_day(since.day))
    return _("Since {day}", day=_.short_day(since.day))


def since_note(_: Language, since: Since, before: Snapshot, after: Snapshot, changes: int) -> str:
    """Return from which day's data to which, why since then, and how much was recorded in between."""
    grounds = {
        Ground.START: _("as the plan was activated"),
        Ground.WEEK: _("a week before, as known then"),
        Ground.DATA: _("by the data alone, as known now"),
    }
    days = [f"{_.short_day(before.day)} → {_.short_day(after.day)}"] if before.day != after.day else []
    count = _.plural("{count} change", "{count} changes", changes)
    return " · ".join([*days, *([grounds[since.ground]] if since.ground in grounds else []), count])


def told(_: Language, changed: Changed, snapshot: Snapshot, overdue: Sequence[Decision]) -> dict[str, list[Told]]:
    """Return the lines under the heading of their kind; a kind without any is left out."""
    teller = _Teller(_, snapshot)
    topics = {
        _(heading): [teller.moved(one) for one in changed.moved if one.topic is topic]
        for topic, heading in _TOPICS.items()
    }
    crossings = sorted(changed.crossings, key=_worsened_first)
    found: dict[str, list[Told]] = {
        _("Status"): [teller.crossing(one) for one in crossings if _turn(one) is not Turn.NOTHING],
        _("Signal"): [teller.signal(one) for one in changed.signals],
        _("Restated"): [teller.restated(one) for one in changed.restated],
        **topics,
        _("Added"): [teller.came(one) for one in changed.added],
        _("Removed"): [teller.came(one) for one in changed.removed],
        _("Actions"): [*teller.late(overdue), *teller.actions(changed)],
        _("Check-ins"): teller.check_ins(changed.check_ins),
    }
    return {heading: lines for heading, lines in found.items() if lines}


def in_short(_: Language, changed: Changed) -> str:
    """Return how many statuses are worse and how many better, with the worst by name; empty where none are."""
    crossed = sorted(changed.crossings, key=_worsened_first)
    worse = [called(_, one.about) for one in crossed if _turn(one) is Turn.WORSE]
    better = sum(_turn(one) is Turn.BETTER for one in crossed)
    names = _.join(worse[:NAMED]) + " …" * (len(worse) > NAMED)
    parts = [_.plural("{count} worse ({names})", "{count} worse ({names})", len(worse), names=names)] * bool(worse)
    parts += [_.plural("{count} better", "{count} better", better)] * bool(better)
    return _.join(parts)


def by_words(_: Language, change: Change, names: Mapping[str, str]) -> str:
    """Return who made a change and why, or from which file."""
    who = names.get(change.actor) or actor_word(_, change.actor)
    file = [change.file.name] if change.file else []
    why = [*file, *filter(None, [_.own(change.reason)])]
    return _(": ").join([who, " · ".join(why)]) if why else who


class Turn(IntEnum):
    """Which way a status went; of two that judge nothing it is not told."""

    WORSE = 0
    JUDGED = 1
    """From or to a status that judges nothing."""
    BETTER = 2
    NOTHING = 3


def _turn(crossing: Crossing) -> Turn:
    unjudged = sum(status in _UNJUDGED for status in (crossing.before, crossing.after))
    if unjudged:
        return Turn.JUDGED if unjudged == 1 else Turn.NOTHING
    worse = WORST_FIRST.index(crossing.after) < WORST_FIRST.index(crossing.before)
    return Turn.WORSE if worse else Turn.BETTER


def _worsened_first(crossing: Crossing) -> tuple[Turn, int]:
    return _turn(crossing), WORST_FIRST.index(crossing.after)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts one kind of line after the other into words."""

    language: Language
    snapshot: Snapshot

    def crossing(self, one: Crossing) -> Told:
        budget = isinstance(one.about, Budget) and one.about.kind is BudgetKind.COST
        before, after = (status_word(self.language, status, budget=budget) for status in (one.before, one.after))
        return Told(one.about, self._name(one.about), before, after, one.after)

    def signal(self, one: SignalCrossing) -> Told:
        before, after = (word(self.language, signal) if signal else NONE for signal in (one.before, one.after))
        return Told(one.kpi, self._name(one.kpi), before, after)

    def restated(self, one: Restated) -> Told:
        """Tell one value by itself; of several how many there are, with each of the first below."""
        _ = self.language
        if one.values == 1:
            (row,) = one.rows
            name = f"{self._name(one.kpi)} · {self._place(row)}"
            return Told(one.kpi, name, *self._values(one.kpi, row), changes=(one.change,))
        count = _.plural("{count} value", "{count} values", one.values)
        total = quantity(_, one.kpi, one.difference, self._currency, signed=True)
        in_all = [_("{total} in all", total=total)] if one.kpi.aggregation is Aggregation.SUM else []
        rows = [f"{self._place(row)} {' → '.join(self._values(one.kpi, row))}" for row in one.rows]
        more = [_("… and {count} more", count=one.values - len(rows))] if one.values > len(rows) else []
        words = " · ".join([count, *in_all])
        return Told(one.kpi, self._name(one.kpi), more=words, changes=(one.change,), details=(*rows, *more))

    def moved(self, one: Moved) -> Told:
        name = self._row_name(one)
        if one.topic is Topic.TARGET and one.field not in ("target", "amount"):
            name = f"{name} · {self.language(SHEETS[one.table].by_field[one.field].head)}"
        elif one.field in _NAMED_BESIDE:
            name = f"{name} · {self.language(_NAMED_BESIDE[one.field])}"
        before, after = (self._field(one, value) for value in (one.before, one.after))
        return Told(one.about, name, before, after, more=self._later(one), changes=one.changes)

    def came(self, one: Came) -> Told:
        kind = self.language(_THINGS[type(one.row)]) if type(one.row) in _THINGS else ""
        return Told(one.about, self._row_name(one), more=kind, changes=(one.change,))

    def actions(self, changed: Changed) -> Iterator[Told]:
        _ = self.language
        kinds: Sequence[tuple[Sequence[Acted], Callable[[Decision], str]]] = (
            (changed.actions_done, lambda _action: _("done")),
            (
                [one for one in changed.actions_taken if one.action.done is None],
                lambda action: _("new, due {day}", day=self._day(action.due)),
            ),
            (changed.actions_dropped, lambda _action: _("dropped")),
        )
        for acted, what in kinds:
            for one in acted:
                more = " · ".join(filter(None, [what(one.action), self._person(one.action.owner)]))
                reason = (one.change,) if one.change.reason else ()
                yield Told(one.action, _.own(one.action.text), more=more, changes=reason)

    def late(self, actions: Sequence[Decision]) -> list[Told]:
        """Tell how many actions are overdue, with each below."""
        _ = self.language
        if not actions:
            return []
        details = (
            " · ".join(filter(None, [_.own(one.text), self._person(one.owner), _("due {day}", day=self._day(one.due))]))
            for one in actions
        )
        count = _.plural("{count} action is overdue", "{count} actions are overdue", len(actions))
        return [Told(actions[0], "", after=count, details=tuple(details))]

    def check_ins(self, given: Sequence[CheckedIn]) -> list[Told]:
        """Tell what each owner said last, the least confident first."""
        by_kpi: dict[str, list[CheckedIn]] = {}
        for one in sorted(given, key=lambda one: one.said.week):
            by_kpi.setdefault(one.kpi.kpi, []).append(one)
        order = list(Confidence)
        last = sorted(by_kpi.values(), key=lambda several: order.index(several[-1].said.confidence), reverse=True)
        return [self.check_in(several[-1], several[0].said.week) for several in last]

    def check_in(self, one: CheckedIn, since: date) -> Told:
        """Tell how confident the owner is, and was before the week `since`, with the sentence."""
        kept = self.snapshot.check_ins
        earlier = next((kept for kept in kept if kept.kpi == one.said.kpi and kept.week < since), None)
        before = word(self.language, earlier.confidence) if earlier else ""
        after = word(self.language, one.said.confidence)
        words = self.language.own(one.said.text)
        return Told(one.kpi, self._name(one.kpi), before * (before != after), after, more=words)

    # words of one field

    @property
    def _currency(self) -> str:
        return self.snapshot.team.currency

    def _name(self, record: Record) -> str:
        return self.language.own(record.text) if isinstance(record, Decision) else called(self.language, record)

    def _row_name(self, one: Moved | Came) -> str:
        """Return how a row is called: a part of a target and a step of a task after the whole."""
        parts = [self._name(one.about)]
        if isinstance(one.row, TargetPart):
            parts.append(self._whose(one.row))
        elif one.row is not one.about and isinstance(one.row, TaskStep):
            parts.append(self._name(one.row))
        return " · ".join(parts)

    def _whose(self, part: TargetPart) -> str:
        weeks = clipped_weeks(month_span(self.snapshot.key.month), self.snapshot.team.first_weekday)
        week = next((week for week in weeks if week.first == part.week), None)
        return whose(self.language, part, self.snapshot.person(part.person), week)

    def _day(self, day: date | None) -> str:
        return self.language.short_day(day) if day else NONE

    def _person(self, person: str | None) -> str:
        found = self.snapshot.person(person)
        return str(self.language.name(found)) if found else ""

    def _field(self, one: Moved, value: Any) -> str:
        _ = self.language
        if value is None:
            return NONE
        if isinstance(value, date):
            return self._day(value)
        if one.field == "weight":
            return _("weight {weight}", weight=_.exact(value))
        match one.topic:
            case Topic.OWNER:
                return self._person(value) or str(value)
            case Topic.BUDGET:
                return money(_, value, self._currency)
            case Topic.RISK:
                return word(_, value) if isinstance(value, RiskState) else str(value)
            case Topic.TARGET if isinstance(one.about, Kpi) and one.field not in _SHARES:
                return quantity(_, one.about, value, self._currency)
        return _.percent(value, 1 if one.field == "growth_rate" else 0)

    def _later(self, one: Moved) -> str:
        """Return by how many working days a date moved."""
        if one.topic is not Topic.DATE or one.before is None or one.after is None:
            return ""
        _, days = self.language, self.snapshot.calendar.working_days
        if one.after > one.before:
            count = days(one.before + DAY, one.after)
            return _.plural("{count} working day later", "{count} working days later", count)
        count = days(one.after + DAY, one.before)
        return _.plural("{count} working day earlier", "{count} working days earlier", count)

    def _place(self, row: RestatedValue) -> str:
        return " ".join(filter(None, [self.language.short_day(row.day), row.segment]))

    def _values(self, kpi: Kpi, row: RestatedValue) -> tuple[str, str]:
        before = self._value(kpi, row.day, row.value_before, row.base_before)
        return before, self._value(kpi, row.day, row.value, row.base)

    def _value(self, kpi: Kpi, day: date, value: Decimal | None, base: Decimal | None) -> str:
        """Return a value as it counts, of a ratio its rate; its numerator where it has no denominator."""
        if value is None:
            return NONE
        rate = aggregate(kpi.aggregation, [DayValue(day, value, base)]).value
        return self.language.exact(value) if rate is None else quantity(self.language, kpi, rate, self._currency)
