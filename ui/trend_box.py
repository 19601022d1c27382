"""Last week, last month and what is to date, each beside the one before and last year: the row of boxes of a review."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup

from planlib.findings import days_name, per_day_words, week_name
from planlib.locale import NONE, Language
from planlib.locale.amounts import quantity
from planlib.metrics.figure import Figure
from planlib.metrics.periods import DAY, WEEK, Span
from planlib.metrics.trends import by_difference
from planlib.snapshot import Compared, ToDate, Trend, TrendPeriod
from planlib.vocabulary import Expected, Grain
from ui.amounts import why
from ui.markup import Column, Row, cell, joined, table
from ui.trend_cells import level_note, uneven
from ui.trend_numbers import to_date
from ui.values import Values, change_cell


class Panels(NamedTuple):
    """The weeks of a KPI, None of one that has months only, and its months."""

    weeks: Trend | None
    months: Trend


def box_table(_: Language, panels: Panels, shown: Values, day: date) -> Markup:
    """Return a row for each of them; the changes of rates in basis points."""
    points = _(" (bps)") if by_difference(shown.kpi) else ""
    columns = [
        Column(_("Period")),
        Column(_("Actual"), right=True),
        Column(_("Against the one before") + points, right=True, wrap=True, phone="two"),
        Column(_("Last year"), right=True, phone="gone"),
        Column(_("YoY") + points, right=True, wrap=True),
    ]
    return table(columns, _rows(_, panels, shown, day), caption=_("Last week, last month and to date"))


def _rows(_: Language, panels: Panels, shown: Values, day: date) -> Iterator[Row]:
    for trend in filter(None, panels):
        if past := trend.over(day):
            yield _last(_, trend, past[-1], shown)
    for name, found in to_date(_, panels.months):
        yield _to_date(_, panels.months, name, found, shown)


def _last(_: Language, trend: Trend, period: TrendPeriod, shown: Values) -> Row:
    name, days = _("Last whole month"), _.month(period.start)
    change = _("MoM")
    if trend.grain is Grain.WEEK:
        days = days_name(_, period.start, period.last)
        whole = period.last - period.start == WEEK - DAY
        name = _("Last week") if whole else week_name(_, period.start, period.last)
        change = _("Piece before") if trend.cut else _("WoW")
    return Row(
        [
            cell(name, days),
            _value(_, period.value, shown, level_note(_, trend, shown, period)),
            _change(_, trend, period.working_days, period.before, _("before"), change),
            _last_year(_, trend, period.last_year, shown),
            _change(_, trend, period.working_days, period.last_year, _("last year")),
        ]
    )


def _to_date(_: Language, trend: Trend, name: str, found: ToDate, shown: Values) -> Row:
    before = found.before
    return Row(
        [
            cell(name, days_name(_, *found.span)),
            _value(_, found.value, shown),
            _change(_, trend, found.working_days, before, _("last month"), _as_many(_, trend, before.span))
            if before
            else "",
            _value(_, found.last_year.value, shown),
            _change(_, trend, found.working_days, found.last_year, _("last year")),
        ]
    )


def _as_many(_: Language, trend: Trend, span: Span) -> str:
    """Return with which days of the month before the month to date is compared."""
    days = days_name(_, *span)
    if trend.kpi.expected is Expected.WORKING:
        return _("MoM with {days}, as many working days", days=days)
    return _("MoM with {days}", days=days)


def _value(_: Language, figure: Figure[Decimal], shown: Values, under: str = "") -> Markup:
    return cell(NONE, why(_, figure)) if figure.value is None else cell(shown.short(figure), under)


def _last_year(_: Language, trend: Trend, last_year: Compared, shown: Values) -> Markup:
    level, days = last_year.value, days_name(_, *last_year.span)
    if level.value is None or not trend.averaged:
        return _value(_, level, shown, days)
    amount = quantity(_, trend.kpi, level.value, shown.currency)
    return cell(per_day_words(_, trend.kpi, amount), days)


def _change(_: Language, trend: Trend, working_days: int, other: Compared, uneven_name: str, name: str = "") -> Markup:
    words = joined(filter(None, (name, uneven(_, trend, working_days, other, uneven_name))), Markup("<br>"))
    return change_cell(_, trend.kpi, other.change, words, bps=True)
