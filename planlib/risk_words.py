"""Risks in words: how large, what is watched, what is due; and the sentence that says what is worst."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import reduce

from planlib.locale import N_, NONE, Language
from planlib.locale.amounts import quantity
from planlib.locale.words import word
from planlib.snapshot import BudgetLine, KpiLine, Level, RiskLine, RisksView, Trigger
from planlib.vocabulary import RiskKind

_FIRES = (
    N_("{name} above {bound}"),
    N_("{name} at {bound} or above"),
    N_("{name} below {bound}"),
    N_("{name} at {bound} or below"),
)
"""At each of the bounds."""


def band_word(_: Language, level: Level) -> str:
    """Return the band of a level, or that it has no score."""
    return word(_, level.band) if level.band else _("Not scored")


def level_words(_: Language, level: Level) -> str:
    """Return likelihood × impact: 4 × 5."""
    return " × ".join(NONE if step is None else str(step) for step in (level.likelihood, level.impact))


def worst_threat(view: RisksView) -> RiskLine | None:
    """Return the largest open threat that has a score."""
    return next((line for line in view.open if line.current.band and line.risk.kind is RiskKind.THREAT), None)


def risks_finding(_: Language, view: RisksView) -> str:
    """Return which open threat is worst, and what waits for somebody."""
    worst = worst_threat(view)
    parts = [_("No threat is open.")]
    if worst:
        size = {"band": word(_, worst.current.band).lower() if worst.current.band else "", "risk": title(_, worst)}
        parts = [_("Worst is “{risk}”: {band}, {level}.", level=level_words(_, worst.current), **size)]
    if view.fired:
        parts.append(_.plural("{count} trigger has fired.", "{count} triggers have fired.", len(view.fired)))
    if view.overdue:
        parts.append(_.plural("{count} review is overdue.", "{count} reviews are overdue.", len(view.overdue)))
    if view.unscored:
        parts.append(_.plural("{count} is not scored yet.", "{count} are not scored yet.", len(view.unscored)))
    return _.sentences(parts)


def title(_: Language, line: RiskLine) -> str:
    """Return how a risk is called."""
    return _.name(line.risk, "title")


def condition(_: Language, trigger: Trigger, currency: str) -> str:
    """Return what is watched: Refund rate above 4.5%."""
    match trigger.watched:
        case KpiLine(kpi=kpi):
            return _bounds(_, trigger, _.name(kpi), lambda bound: quantity(_, kpi, bound, currency))
        case BudgetLine(budget=line):
            return _bounds(_, trigger, _("{line}, used", line=_.name(line)), _.percent)
        case date() as day:
            return _("{day} is reached", day=_.short_day(day))
        case None:
            return _("what it watches is not in the plan")


def _bounds(_: Language, trigger: Trigger, name: str, shown: Callable[[Decimal], str]) -> str:
    """Return the name and where it fires; the name stands once."""
    there = [(text, bound) for text, bound in zip(_FIRES, trigger.bounds, strict=True) if bound is not None]
    parts = [_(text, name="" if part else name, bound=shown(bound)) for part, (text, bound) in enumerate(there)]
    return reduce(lambda one, other: _("{one} or {other}", one=one, other=other.strip()), parts)


def standing(_: Language, trigger: Trigger, currency: str) -> str:
    """Return where the watched value stands, and since when it is beyond: 4.8% since 12 Oct."""
    if isinstance(trigger.watched, date):
        return _("fired") if trigger.fired else _("not yet")
    value = trigger.value.value
    if value is None:
        return _("no value yet")
    shown = _.percent(value)
    if isinstance(trigger.watched, KpiLine):
        shown = quantity(_, trigger.watched.kpi, value, currency)
    if trigger.since:
        return _("{value} since {day}", value=shown, day=_.short_day(trigger.since))
    return _("now {value}", value=shown)


def review_words(_: Language, line: RiskLine) -> str:
    """Return by when a risk is to be looked at again, or how late that is."""
    if line.overdue:
        return _.plural("{count} day overdue", "{count} days overdue", line.days_late)
    return NONE if line.review_due.value is None else _.short_day(line.review_due.value)
