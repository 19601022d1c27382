"""Budget against actual (DOMAIN 4.1, 4.2, 4.5, 4.8, 4.10, 4.11). Amounts are exact, in the team's currency.

Favourable is the variance by meaning: more revenue and less cost are positive.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from planlib.metrics import exact
from planlib.metrics.exact import quotient, total
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.pace import Weights, proportional, weights
from planlib.metrics.periods import Calendar, Span, month_span
from planlib.metrics.rollup import rag
from planlib.model import dated_shares, shares
from planlib.vocabulary import BudgetKind, ControlPoint, Expected, Path, Phasing, Reason, Status

EXPLAIN_SHARE = Decimal("0.1")
"""Of the reference that a variance must come to before it needs explaining, where the plan says nothing."""
EXPLAIN_AMOUNT = Decimal("0.01")
"""The same as a part of the whole budget."""
EXPLAIN_CAP = Decimal("0.05")
"""Part of the whole budget from which on a variance needs explaining in any case."""
LOOK_AHEAD = Decimal("0.75")
"""Share of the funds that the cost to date and the cost to come must not pass unannounced (FAR 52.232-22)."""


# phasing


def phase(
    phasing: Phasing | None,
    detail: str,
    month: date,
    calendar: Calendar,
    *,
    weekday_index: Mapping[int, Fraction] | None = None,
    expected: Expected = Expected.WORKING,
    first_weekday: int = 0,
) -> Weights:
    """Return the share of a line's budget that each day of `month` carries; by working day where no phasing is given.

    Dated and manual shares count in proportion, so that they always foot; a day the month does not have is its last.
    A seasonal line follows a KPI: its `weekday_index`, on the days that it is `expected`.
    """
    span = month_span(month)
    match phasing:
        case Phasing.EVEN:
            return weights(Path.CALENDAR, span, calendar)
        case Phasing.WEEKLY:
            return weights(Path.WEEKLY, span, calendar, weekly_split=shares(detail), first_weekday=first_weekday)
        case Phasing.SEASONAL:
            return weights(Path.SEASONAL, span, calendar, expected=expected, weekday_index=weekday_index)
        case Phasing.DATED | Phasing.MANUAL:
            return proportional(span, _dated(span, dated_shares(detail)))
        case Phasing.WORKDAY | None:
            return weights(Path.WORKDAY, span, calendar)


def _dated(span: Span, parts: Mapping[int, Decimal]) -> dict[date, Fraction]:
    raw: dict[date, Fraction] = {}
    for number, share in parts.items():
        day = span.first.replace(day=min(number, span.last.day))
        raw[day] = raw.get(day, Fraction(0)) + Fraction(share)
    return raw


def phased_budget(amount: Decimal, share: Fraction) -> Decimal:
    """Return the budget due by a day whose W is `share`."""
    return exact.part(amount, share)


# variance


class Variance(NamedTuple):
    """Actual against a reference: the phased budget, at close the full one."""

    amount: Decimal
    """actual − reference."""
    favourable: Decimal
    """The same by meaning: positive is good."""
    ratio: Figure[float]
    """favourable ÷ |reference|."""


def variance(kind: BudgetKind, actual: Decimal, reference: Decimal) -> Variance:
    """Return the variance of a line; money without a budget has no ratio, `unbudgeted`."""
    amount = exact.difference(actual, reference)
    favourable = amount if kind is BudgetKind.REVENUE else amount.copy_negate()
    if not reference:
        return Variance(amount, favourable, undefined(Reason.UNBUDGETED if actual else Reason.ZERO_BASE))
    return Variance(amount, favourable, Figure(float(quotient(favourable, abs(reference)))))


class Threshold(NamedTuple):
    """From where on a variance needs explaining; `share` is of the reference, as the ratio of a variance is."""

    amount: Decimal
    share: Decimal
    cap: Decimal
    """From this amount on it does in any case."""


def threshold(whole: Decimal, amount: Decimal | None, share: Decimal | None) -> Threshold:
    """Return the threshold of a plan whose lines come to `whole`; None where the plan leaves it open."""
    whole = abs(whole)
    return Threshold(
        exact.part(whole, Fraction(EXPLAIN_AMOUNT)) if amount is None else amount,
        EXPLAIN_SHARE if share is None else share,
        exact.part(whole, Fraction(EXPLAIN_CAP)),
    )


def needs_explaining(variance: Variance, reference: Decimal, least: Threshold) -> bool:
    """Return whether a variance against `reference` is both large and a large part of it, or large in any case.

    Money without a budget is any part of it.
    """
    size = abs(variance.amount)
    if not size:
        return False
    return size >= least.cap or (size >= least.amount and size >= least.share * abs(reference))


# commitments and control points


def available(amount: Decimal, actual: Decimal, committed: Decimal, requested: Decimal) -> Decimal:
    """Return what may still be spent: budget − actual − open commitments − approved requests."""
    return amount - actual - committed - requested


def consumption(amount: Decimal, used: Decimal) -> Figure[float]:
    """Return used ÷ budget; `used` is actual + committed, or actual alone for the share spent."""
    return Figure(float(quotient(used, amount))) if amount else undefined(Reason.ZERO_BASE)


def control_point(amount: Decimal, used: Decimal, notice: Decimal, warning: Decimal) -> ControlPoint:
    """Return the highest control point that actual + committed has come to, compared exactly.

    The edges of notice and warning belong to them; a budget used up exactly is not over.
    """
    if used > amount:
        return ControlPoint.OVER
    if not used or used < notice * amount:
        return ControlPoint.NONE
    return ControlPoint.WARNING if used >= warning * amount else ControlPoint.NOTICE


class Crossed(NamedTuple):
    """A line came to a control point."""

    point: ControlPoint
    day: date


_RISING = (ControlPoint.NONE, ControlPoint.NOTICE, ControlPoint.WARNING, ControlPoint.OVER)


def crossings(
    amount: Decimal, used: Iterable[tuple[date, Decimal]], notice: Decimal, warning: Decimal
) -> list[Crossed]:
    """Return each time that what is `used` passed a control point, in order of day, those of one day as they rise.

    A point counts again once the line has fallen back below it.
    """
    found, reached = [], 0
    for day, amount_used in used:
        come_to = _RISING.index(control_point(amount, amount_used, notice, warning))
        found += [Crossed(point, day) for point in _RISING[reached + 1 : come_to + 1]]
        reached = come_to
    return found


def control_ahead(amount: Decimal, used: Decimal, coming: Decimal, limit: Decimal = LOOK_AHEAD) -> bool:
    """Return whether what is used and what is soon to come pass `limit` of the budget together."""
    return used + coming > limit * amount


def next_control(
    amount: Decimal, used: Decimal, forecast: Decimal, days: Sequence[date], notice: Decimal, warning: Decimal
) -> Crossed | None:
    """Return the next control point, and on which of the `days` left the line comes to it on its way to `forecast`.

    None where it comes to no further one.
    """
    reached = _RISING.index(control_point(amount, used, notice, warning))
    coming = exact.difference(forecast, used)
    limits = {ControlPoint.NOTICE: notice, ControlPoint.WARNING: warning, ControlPoint.OVER: Decimal(1)}
    for point, limit in limits.items():
        if days and _RISING.index(point) > reached and control_ahead(amount, used, coming, limit):
            needed = Fraction(exact.difference(limit * amount, used)) / Fraction(coming)
            return Crossed(point, days[max(ceil(needed * len(days)), 1) - 1])
    return None


def line_status(kind: BudgetKind, control: ControlPoint, variance: Variance, green: Decimal, amber: Decimal) -> Status:
    """Return over for a cost above its full budget; else how far the line is off its phased budget.

    1 + favourable ÷ |phased| is judged by the plan's bands, as a KPI's pace is. A cost that is far above its phase
    and still within its budget is watched, not over.
    """
    cost = kind is BudgetKind.COST
    if cost and control is ControlPoint.OVER:
        return Status.OVER
    if variance.ratio.value is None:
        return Status.ON_TRACK if variance.favourable >= 0 else Status.WATCH
    band = rag(1 + variance.ratio.value, green, amber)
    return Status.WATCH if cost and band is Status.BEHIND else band


# footing


def largest_remainder(parts: Sequence[Decimal], unit: Decimal = Decimal(1)) -> list[Decimal]:
    """Return the parts in whole display units that foot to their own rounded total.

    Each part is cut down; the units left over go to the largest remainders, ties in order. Negative parts are
    rounded by their absolute values, as a group of their own.
    """
    sizes = [abs(part) / unit for part in parts]
    whole = [size.to_integral_value(ROUND_FLOOR) for size in sizes]
    for group in ([n for n, part in enumerate(parts) if part >= 0], [n for n, part in enumerate(parts) if part < 0]):
        rounded = total(sizes[n] for n in group).to_integral_value(ROUND_HALF_UP)
        left = int(rounded - total(whole[n] for n in group))
        for n in sorted(group, key=lambda n: whole[n] - sizes[n])[:left]:
            whole[n] += 1
    return [size * unit if part >= 0 else -(size * unit) for size, part in zip(whole, parts, strict=True)]
