"""The sentence at the head of a page: what its numbers come to, with the numbers in it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from planlib.locale import N_, NONE, Language
from planlib.locale.amounts import gap_words, money, quantity, rounded_like, target_words
from planlib.locale.words import reason_sentence
from planlib.metrics.budget import variance
from planlib.metrics.figure import Figure
from planlib.metrics.pace import sign
from planlib.metrics.periods import DAY, WEEK, period_end
from planlib.metrics.trends import by_difference
from planlib.model import Kpi
from planlib.review import Course, course
from planlib.snapshot import BudgetTotal, BudgetView, KpiLine, Trend, TrendPeriod
from planlib.vocabulary import BudgetKind, Expected, Grain, Measure, Path, Reason, Status

COST, REVENUE = BudgetKind.COST, BudgetKind.REVENUE

_NOW = {
    (REVENUE, 1): N_("revenue is {amount} above {plan}"),
    (REVENUE, 0): N_("revenue is on {plan}"),
    (REVENUE, -1): N_("revenue is {amount} below {plan}"),
    (COST, 1): N_("cost is {amount} above {plan}"),
    (COST, 0): N_("cost is on {plan}"),
    (COST, -1): N_("cost is {amount} below {plan}"),
}
_AHEAD = {
    (REVENUE, 1): N_("at this rate revenue ends {amount} above budget"),
    (REVENUE, -1): N_("at this rate revenue ends {amount} below budget"),
    (COST, 1): N_("at this rate the month ends {amount} over budget"),
    (COST, -1): N_("at this rate {amount} of the budget is left over"),
}
_RESULT = {
    1: N_("at this rate the result ends {amount} above budget"),
    -1: N_("at this rate the result ends {amount} below budget"),
}


def budget_finding(_: Language, view: BudgetView, currency: str, *, over: bool) -> str:
    """Return how money stands against what was due, where most went astray, and where the month is heading.

    `over`: the month is, so its actuals stand against the full budget and nothing lies ahead.
    """
    totals = {kind: total for kind, total in ((REVENUE, view.revenue), (COST, view.cost)) if _has(view, kind)}
    if not any(total.phased or total.actual for total in totals.values()):
        return _sentence(_, [_("nothing was due or spent yet")])
    clauses = [_now(_, kind, total, currency, over) for kind, total in totals.items()]
    if COST in totals:
        clauses[-1] += _worst_cost(_, view, currency)
    if not over:
        clauses.append(_ahead(_, view, totals, currency))
    return _sentence(_, clauses)


def _has(view: BudgetView, kind: BudgetKind) -> bool:
    return any(line.budget.kind is kind for line in view.lines)


def _sentence(language: Language, clauses: list[str]) -> str:
    text = ("；" if language.code == "zh" else "; ").join(filter(None, clauses))
    return text[0].upper() + text[1:] + ("。" if language.code == "zh" else ".")


def _sign(amount: Decimal) -> int:
    return (amount > 0) - (amount < 0)


def _now(_: Language, kind: BudgetKind, total: BudgetTotal, currency: str, over: bool) -> str:
    plan = _("budget") if over else _("its phased budget")
    amount = money(_, abs(total.variance), currency, unit=False)
    return _(_NOW[kind, _sign(total.variance)], amount=amount, plan=plan)


def _worst_cost(_: Language, view: BudgetView, currency: str) -> str:
    worst = next((line for line in view.lines if line.budget.kind is COST and line.favourable < 0), None)
    if worst is None:
        return ""
    named = {"line": _.name(worst.budget), "amount": money(_, worst.variance, currency, unit=False)}
    if view.cost.variance <= 0:
        return _(", yet {line} is {amount} above", **named)
    if worst.variance >= view.cost.variance:
        return _(", {line} alone {amount}", **named)
    return _(", {line} most with {amount}", **named)


def _ahead(_: Language, view: BudgetView, totals: dict[BudgetKind, BudgetTotal], currency: str) -> str:
    """Return what the rate so far comes to in the end; empty where there is no forecast yet."""
    both = len(totals) > 1
    kind, total = (REVENUE, view.result) if both else next(iter(totals.items()))
    coming = variance(kind, total.forecast, total.budget)
    if not coming.amount:
        return _("at this rate the month ends on budget")
    text = _RESULT[_sign(coming.amount)] if both else _AHEAD[kind, _sign(coming.amount)]
    share = "" if both or coming.ratio.value is None else _(" ({share})", share=_.percent(abs(coming.ratio.value), 1))
    return _(text, amount=money(_, abs(coming.amount), currency, unit=False)) + share


# one KPI

_HEADING = {
    Course.MADE: N_("heading for {forecast} at month end, likely to meet the target of {target}"),
    Course.TIGHT: N_("heading for {forecast} at month end, may miss the target of {target}"),
    Course.MISSED: N_("heading for {forecast} at month end, likely to miss the target of {target}"),
}


def kpi_finding(_: Language, line: KpiLine, currency: str) -> str:
    """Return what is the matter with the KPI, in one sentence."""
    if line.actual.value is None or line.reason is not None:
        return _not_judged(_, line)
    growth, target = _growth_words(_, line), target_words(_, line.kpi, line.target, currency, unit=True)
    if line.status in (Status.REACHED, Status.MISSED):
        actual = quantity(_, line.kpi, line.actual.value, currency)
        first = _("{actual} against a target of {target}", actual=actual, target=target)
        if growth:
            first = _("Growth of {growth} against a target of {target}", growth=growth, target=target)
        return _both(_, first, distance_words(_, line, currency).lstrip("▲▼ ") if line.over else "")
    if growth:
        return _("Growth of {growth} so far, target {target}.", growth=growth, target=target)
    return _both(_, _standing(_, line, currency), _heading_for(_, line, currency))


def _not_judged(_: Language, line: KpiLine) -> str:
    why = line.reason or line.actual.reason
    if why is None:
        return _("There is no value yet.")
    lasting = line.over or why is Reason.NO_TARGET
    text = _("It cannot be judged: {why}.") if lasting else _("It cannot be judged yet: {why}.")
    return text.format(why=reason_sentence(_, why))


def _growth_words(_: Language, line: KpiLine) -> str:
    return "" if line.growth.value is None else _.percent(line.growth.value, 1, signed=True)


def _standing(_: Language, line: KpiLine, currency: str) -> str:
    """Return how far the actual is from where it should be."""
    if line.gap.value is None or line.actual.value is None:
        return _("{actual} so far", actual=quantity(_, line.kpi, line.actual.value, currency))
    points = line.kpi.measure == Measure.PERCENT
    gap = abs(rounded_like(line.kpi, line.gap.value, line.actual.value))
    size = quantity(_, line.kpi, gap, currency, signed=points).removeprefix("+")
    if not line.gap.value:
        return _("Exactly where it should be") if line.target.lower is None else _("Within the range")
    if line.path == Path.LEVEL:
        return (
            _("{amount} below target", amount=size) if line.gap.value < 0 else _("{amount} above target", amount=size)
        )
    below = line.gap.value < 0
    return (
        _("{amount} less than is expected by now", amount=size)
        if below
        else _("{amount} more than is expected by now", amount=size)
    )


def _heading_for(_: Language, line: KpiLine, currency: str) -> str:
    """Return where it is heading and whether that will do, or nothing."""
    if line.forecast.value is None:
        return ""
    forecast = quantity(_, line.kpi, line.forecast.value, currency)
    target = target_words(_, line.kpi, line.target, currency, unit=True)
    told = _("heading for {forecast} at month end, target {target}")
    if line.forecast.probability is not None:
        told = _(_HEADING[course(line)])
    return told.format(forecast=forecast, target=target)


def _both(_: Language, first: str, second: str) -> str:
    return _("{first}; {second}.", first=first, second=second) if second else _("{first}.", first=first)


def distance_words(_: Language, line: KpiLine, currency: str) -> str:
    """Return how far from its target a month that is over ended: ▼ 2 short, ▲ 0.09 pp over; nothing without one."""
    if line.growth_gap.value is not None:
        return f"{'▲' if line.growth_gap.value > 0 else '▼'} {_.points(line.growth_gap.value)}"
    gap, actual = line.gap.value, line.actual.value
    if gap is None or actual is None:
        return ""
    if not gap:
        return _("on target") if line.target.lower is None else _("within the range")
    shown = rounded_like(line.kpi, gap, actual)
    if not shown:
        return "▲ " + _("just over") if gap > 0 else "▼ " + _("just under")
    return gap_words(_, line.kpi, shown, currency)


# trends


def trend_finding(_: Language, trend: Trend, day: date, currency: str) -> str:
    """Return what the last whole period came to, against the one before and the same a year earlier."""
    whole = last_whole(trend)
    if whole is None:
        return _("There is no whole period yet.")
    value = quantity(_, trend.kpi, whole.value.value, currency)
    if trend.averaged:
        rate = per_day_words(_, trend.kpi, quantity(_, trend.kpi, whole.level.value, currency))
        value = _("{value} ({rate})", value=value, rate=rate)
    return _(
        "{period}: {kpi} {value}, {before} {change}, YoY {year_change}.",
        period=period_name(_, trend.grain, whole.start, day, whole.last),
        kpi=_.name(trend.kpi),
        value=value,
        before=change_name(_, trend),
        change=change_words(_, trend.kpi, whole.before.change),
        year_change=change_words(_, trend.kpi, whole.last_year.change),
    )


def trends_finding(_: Language, trends: Sequence[Trend]) -> str:
    """Return which of several KPIs were worse in their last whole period than a year earlier."""
    worse = worse_than_last_year(trends)
    text = _.plural("{count} KPI is worse than last year", "{count} KPIs are worse than last year", len(worse))
    if not worse:
        return _("None of these KPIs is worse than last year.")
    return _("{text}: {names}.", text=text, names=_.join([_.name(kpi) for kpi in worse]))


def worse_than_last_year(trends: Sequence[Trend]) -> list[Kpi]:
    """Return the KPIs that were worse in their last whole period than a year earlier."""
    judged = [(trend.kpi, whole.last_year.change.value) for trend in trends if (whole := last_whole(trend))]
    return [kpi for kpi, change in judged if change is not None and change * sign(kpi.direction) < 0]


def last_whole(trend: Trend) -> TrendPeriod | None:
    """Return the newest period that is over and has all its values."""
    return next((period for period in reversed(trend.periods) if period.complete), None)


def per_day_words(_: Language, kpi: Kpi, amount: str) -> str:
    """Return a sum per day on which a value is expected."""
    if kpi.expected is Expected.WORKING:
        return _("{amount} per working day", amount=amount)
    return _("{amount} per day", amount=amount)


def period_name(_: Language, grain: Grain, start: date, day: date, last: date | None = None) -> str:
    """Return how a period is called with data to `day`: last week, or its own name; `last` ends a week cut short."""
    match grain:
        case Grain.DAY:
            return _.short_day(start)
        case Grain.MONTH:
            return _.month(start)
        case Grain.WEEK:
            last = last or period_end(start, grain)
            name = _("Last week") if _is_last_week(start, last, day) else week_name(_, start, last)
            return _("{week} ({days})", week=name, days=days_name(_, start, last))


def _is_last_week(start: date, last: date, day: date) -> bool:
    """Return whether a week, which is not cut short, is the one before that of the day after the last with data."""
    return last + DAY == start + WEEK and last <= day < last + WEEK


def week_name(_: Language, start: date, last: date) -> str:
    """Return the ISO week that a week or its piece belongs to: that of its fourth day."""
    return _.week(min(start + 3 * DAY, last))


def days_name(_: Language, first: date, last: date) -> str:
    """Return 10月5日–11日 or 5–11 Oct, with both months where they differ; a single day as 1 Oct."""
    if first == last:
        return _.short_day(first)
    if first.month != last.month:
        return f"{_.short_day(first)}–{_.short_day(last)}"
    return f"{_.short_day(first)}–{last.day}日" if _.code == "zh" else f"{first.day}–{_.short_day(last)}"


def change_name(_: Language, trend: Trend) -> str:
    """Return how the change from the period before is called."""
    match trend.grain:
        case Grain.DAY:
            return _("day over day")
        case Grain.WEEK:
            return _("against the piece before") if trend.cut else _("WoW")
        case Grain.MONTH:
            return _("MoM")


def change_words(_: Language, kpi: Kpi, change: Figure[float]) -> str:
    """Return a change in percent, of a rate in percentage points; a dash with its reason where there is none."""
    if change.value is None:
        return _("— ({why})", why=reason_sentence(_, change.reason)) if change.reason else NONE
    return _.points(change.value, 2) if by_difference(kpi) else _.percent(change.value, 1, signed=True)
