"""What a team is told as it happens: a status that turned red, a control point, a trigger, data that do not come.

Before a meeting also which owners have not checked in yet.

An alert stands as long as what it tells is so. Who was told of it is told again only after it was not so meanwhile.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from planlib.locale import Language
from planlib.locale.amounts import money
from planlib.locale.words import status_word
from planlib.meeting.check_in import due, week_of
from planlib.metrics.periods import DAY, period_end
from planlib.notify.digest import kpi_words
from planlib.review.spending import as_planned
from planlib.risk_words import condition, standing, title
from planlib.snapshot import BudgetLine, KpiLine, Snapshot, Trigger, open_snapshot
from planlib.store.connect import Store
from planlib.vocabulary import ControlPoint, Frequency, Grain, Status

RED = (Status.BEHIND, Status.OVER, Status.MISSED)
_POINTS = (ControlPoint.NOTICE, ControlPoint.WARNING, ControlPoint.OVER)
"""As a line comes to them."""


class Alert(NamedTuple):
    """One thing that is so, and is told once to everybody."""

    keys: tuple[str, ...]
    """What is remembered of it.

    kpi:…, objective:…, line:…:warning and the points below, risk:…, data:…, check_in:…:2026-10-19
    """
    words: str
    name: str = ""
    """Of which KPI data are missing; those of the same words are told together."""

    def is_new(self, known: Collection[str]) -> bool:
        """Return whether something of it was not told yet."""
        return not set(self.keys) <= set(known)


def told_together(alerts: Sequence[Alert], _: Language) -> list[str]:
    """Return what alerts say, a line each."""
    names: dict[str, list[str]] = {}
    for alert in alerts:
        names.setdefault(alert.words, []).append(alert.name)
    return [words + (_(": ") + _.join(of) if any(of) else "") for words, of in names.items()]


def alerts(store: Store, actor: str, snapshot: Snapshot, today: date, days: int, language: Language) -> list[Alert]:
    """Return what stands; data count as missing after `days` that were to have some."""
    _ = language
    waiting = open_snapshot(store, actor, snapshot.key, today=today, day=today - DAY)
    return [
        *_red(snapshot, _),
        *_points(snapshot, _),
        *_fired(snapshot, today, _),
        *_missing(waiting, today, days, _),
        *_unsaid(snapshot, today, _),
    ]


def _red(snapshot: Snapshot, _: Language) -> Iterator[Alert]:
    for line in snapshot.kpis():
        if line.status in RED:
            yield Alert((f"kpi:{line.kpi.kpi}",), kpi_words(_, snapshot, line))
    for goal in snapshot.objectives():
        if goal.status in RED:
            name, state = _.name(goal.objective, "title"), status_word(_, goal.status)
            yield Alert(
                (f"objective:{goal.objective.objective}",), _("Goal “{name}”: {state}.", name=name, state=state)
            )


def _points(snapshot: Snapshot, _: Language) -> Iterator[Alert]:
    """Yield the lines that stand at a control point or above, used faster than they fall due."""
    for line in snapshot.budget().lines:
        if line.control_point is not ControlPoint.NONE and not as_planned(line):
            passed = _POINTS[: _POINTS.index(line.control_point) + 1]
            keys = tuple(f"line:{line.budget.line}:{point}" for point in passed)
            yield Alert(keys, _point(snapshot, line, _))


def _point(snapshot: Snapshot, line: BudgetLine, _: Language) -> str:
    currency = snapshot.team.currency
    return _(
        "{line} passed {share} of its budget: {used} of {budget} spent or committed, {due} was due by now.",
        line=_.name(line.budget),
        share=_.percent(line.budget.limit(line.control_point)),
        used=money(_, line.actual + line.committed, currency),
        budget=money(_, line.budget.amount, currency),
        due=money(_, line.phased, currency),
    )


def _fired(snapshot: Snapshot, today: date, _: Language) -> Iterator[Alert]:
    for line in snapshot.risks(today).fired:
        if line.trigger:
            plan = _.own(line.risk.contingency)
            todo = _("Contingency: {plan}.", plan=plan.rstrip("。.")) if plan else ""
            fired = _(
                "The trigger of “{risk}” has fired: {what}.",
                risk=title(_, line),
                what=_trigger(snapshot, line.trigger, _),
            )
            yield Alert((f"risk:{line.risk.risk}",), _.sentences([*filter(None, [fired, todo])]))


def _trigger(snapshot: Snapshot, trigger: Trigger, _: Language) -> str:
    """Return what was watched, and of what has a value where it stands."""
    what = condition(_, trigger, snapshot.team.currency)
    if trigger.value.value is None:
        return what
    return _("{what} ({now})", what=what, now=standing(_, trigger, snapshot.team.currency))


def _missing(snapshot: Snapshot, today: date, days: int, _: Language) -> Iterator[Alert]:
    for line in snapshot.kpis():
        if days <= _overdue(snapshot, line, today):
            count = _.plural("{count} missing", "{count} missing", line.lag)
            words = _("No value yet, {count}", count=count)
            if line.day:
                words = _("No value after {day}, {count}", day=_.short_day(line.day), count=count)
            name = _.name(line.kpi)
            who = _("{what} ({now})", what=name, now=_.name(line.owner)) if line.owner else name
            yield Alert((f"data:{line.kpi.kpi}",), words, who)


def _overdue(snapshot: Snapshot, line: KpiLine, today: date) -> int:
    """Return how many values are missing of days; of a week or a month working days since it ended."""
    if line.kpi.frequency is Frequency.DAY or not line.lag:
        return line.lag
    first = line.day + DAY if line.day else snapshot.key.month
    ended = period_end(first, Grain(line.kpi.frequency.value))
    return snapshot.calendar.working_days(ended + DAY, today - DAY)


def _unsaid(snapshot: Snapshot, today: date, _: Language) -> Iterator[Alert]:
    """Yield who has not checked in on what this week, as one alert, when the next working day has a meeting."""
    meeting, asked = _meeting_ahead(snapshot, today), due(snapshot, today)
    if meeting is None or not asked:
        return
    owners: dict[str, list[str]] = {}
    for line in asked:
        owners.setdefault(_.name(line.owner) if line.owner else "", []).append(_.name(line.kpi))
    words = _.plural(
        "{count} KPI has no check-in yet for the meeting on {day}",
        "{count} KPIs have no check-in yet for the meeting on {day}",
        len(asked),
        day=_.short_day(meeting),
    )
    who = [_("{what} ({now})", what=owner, now=_.join(kpis)) for owner, kpis in owners.items()]
    keys = tuple(f"check_in:{line.kpi.kpi}:{week_of(snapshot, today)}" for line in asked)
    yield Alert(keys, words + _(": ") + _.clauses(who))


def _meeting_ahead(snapshot: Snapshot, today: date) -> date | None:
    """Return the day of the next meeting, from the last working day before it on; it is on the weekday of the last one.

    None where no meeting was held yet, and once the plan's month is over.
    """
    if not snapshot.meetings or not snapshot.key.month <= today <= snapshot.key.last_day:
        return None
    ahead = (snapshot.meetings[0].day.weekday() - today.weekday()) % 7
    meeting = today + ahead * DAY
    return meeting if ahead and not snapshot.calendar.working_days(today + DAY, meeting - DAY) else None
