"""The numbers at the head of the trends page, and the month's weeks that add up to it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from planlib.findings import change_name, change_words, days_name, last_whole, period_name
from planlib.locale import NONE, Language
from planlib.locale.amounts import quantity
from planlib.metrics.trends import per_day
from planlib.model import Kpi
from planlib.snapshot import ClippedWeek, ToDate, Trend, TrendPeriod
from planlib.vocabulary import Aggregation, Expected
from ui.amounts import why
from ui.markup import Column, Mark, Number, Row, bar, cell, joined, kept, numbers, table, toned
from ui.trend_cells import level_note
from ui.values import Values, change_tone


def head_numbers(_: Language, trend: Trend, shown: Values, day: date) -> Markup:
    """Return the last whole period, and month, quarter and year to date, each beside last year."""
    last = last_whole(trend)
    whole = [_whole(_, trend, last, shown, day)] if last else []
    return numbers(*whole, *(_to_date(_, label, found, shown) for label, found in to_date(_, trend)))


def to_date(_: Language, trend: Trend) -> list[tuple[str, ToDate]]:
    """Return what is to date, with its names."""
    return [
        (_("Month to date"), trend.month_to_date),
        (_("Quarter to date"), trend.quarter_to_date),
        (_("Year to date"), trend.year_to_date),
    ]


def _whole(_: Language, trend: Trend, period: TrendPeriod, shown: Values, day: date) -> Number:
    words = _(
        "{before} {change} · YoY {year_change}",
        before=change_name(_, trend),
        change=change_words(_, trend.kpi, period.before.change),
        year_change=change_words(_, trend.kpi, period.last_year.change),
    )
    name = period_name(_, trend.grain, period.start, day, period.last)
    rate = level_note(_, trend, shown, period)
    said = joined(filter(None, (rate, words)), " · ")
    return Number(name, shown.short(period.value), said, change_tone(trend.kpi, period.before.change), main=True)


def _to_date(_: Language, label: str, found: ToDate, shown: Values) -> Number:
    change, last_year = found.last_year.change, found.last_year.value
    if change.value is None:
        return Number(label, shown.short(found.value), why(_, found.value if found.value.value is None else change))
    tone = change_tone(shown.kpi, change)
    words = toned(_("YoY {change}", change=change_words(_, shown.kpi, change)), tone)
    before = _("last year {value}", value=quantity(_, shown.kpi, last_year.value, shown.currency, unit=False))
    return Number(label, shown.short(found.value), joined((words, before), " · "), tone)


# the weeks of the month


def weeks_note(_: Language, kpi: Kpi) -> str:
    """Return how the weeks relate to their month."""
    if kpi.aggregation is Aggregation.SUM:
        if kpi.expected is Expected.WORKING:
            return _("they add up to the month · compared per working day")
        return _("they add up to the month · compared per day")
    return _("the month is worked out anew, not added up")


def weeks_table(_: Language, trend: Trend, shown: Values, day: date) -> Markup:
    """Return the month's weeks, cut at its edges, over the month to date that they make up."""
    flow = trend.kpi.aggregation is Aggregation.SUM
    working = trend.kpi.expected is Expected.WORKING
    columns = [
        Column(_("Week")),
        Column(_("Working days") if working else _("Days"), right=True),
        Column(shown.heading, right=True, wrap=True),
    ]
    if flow:
        columns += [
            Column(_("Per working day") if working else _("Per day"), right=True, wrap=True),
            Column("", headless=True),
        ]
    return table(columns, _week_rows(_, trend, shown, day, flow=flow), caption=_("The weeks of the month"))


def _week_rows(_: Language, trend: Trend, shown: Values, day: date, *, flow: bool) -> Iterator[Row]:
    rates = [week.per_day.value for week in trend.weeks_of_month if week.per_day.value is not None]
    most = max(rates, default=Decimal(0))
    for week in trend.weeks_of_month:
        name = cell(kept(days_name(_, week.first, week.last)), _state(_, week, day))
        row = [name, str(week.days_expected), _value(_, week, shown)]
        yield Row([*row, *([_rate(_, week, shown), _bar(week, most, shown)] if flow else [])])
    yield Row(_foot(_, trend, shown, flow), total=True)


def _value(_: Language, week: ClippedWeek, shown: Values) -> Markup:
    value = week.value.value
    if value is None:
        return cell(NONE, why(_, week.value) if week.days_expected else _("no working day"))
    return cell(shown.text(value))


def _state(_: Language, week: ClippedWeek, day: date) -> str:
    if week.last > day:
        return _("to date")
    return "" if week.complete or week.value.value is None else _("incomplete")


def _rate(_: Language, week: ClippedWeek, shown: Values) -> Markup:
    if not week.days_expected:
        return cell(NONE, _("no working day"))
    rate = week.per_day.value
    return cell(NONE, why(_, week.per_day)) if rate is None else cell(shown.text(rate), strong=True)


def _bar(week: ClippedWeek, most: Decimal, shown: Values) -> Markup:
    rate = week.per_day.value
    if rate is None or most <= 0:
        return Markup("")
    return bar([Mark("fill", 0, float(rate / most))], shown.exact(rate))


def _foot(_: Language, trend: Trend, shown: Values, flow: bool) -> list[str | Markup]:
    """Return the month to date: of a sum what the weeks add up to, else worked out anew over all its days."""
    value, days = trend.month_to_date.value, sum(week.days_expected for week in trend.weeks_of_month)
    month = cell(NONE, why(_, value)) if value.value is None else cell(shown.text(value.value))
    row: list[str | Markup] = [_("Month to date"), str(days), month]
    if not flow:
        return row
    rate = per_day(value, days)
    return [*row, cell(NONE, why(_, rate)) if rate.value is None else cell(shown.text(rate.value)), ""]
