"""The periods of a trend, newest first: what each came to, and how it compares."""

from collections.abc import Sequence

from markupsafe import Markup

from planlib.charts import average_name
from planlib.findings import change_name, days_name
from planlib.locale import NONE, Language
from planlib.metrics.periods import period_end
from planlib.metrics.trends import by_difference
from planlib.snapshot import Trend, TrendPeriod
from planlib.vocabulary import Grain
from ui.amounts import why
from ui.markup import Column, Row, cell, kept, table
from ui.values import Values, change_cell


def periods_table(_: Language, trend: Trend, periods: Sequence[TrendPeriod], shown: Values) -> Markup:
    """Return a row for each of the periods, the last one first; one that is not whole is marked ○ and not compared."""
    rows = (_row(_, trend, period, shown) for period in reversed(periods))
    return table(_columns(_, trend, shown), rows, caption=_("Periods, newest first"))


def _columns(_: Language, trend: Trend, shown: Values) -> list[Column]:
    points = _(" (pp)") if by_difference(trend.kpi) else ""
    before = change_name(_, trend.grain)
    return [
        Column({Grain.DAY: _("Day"), Grain.WEEK: _("Week"), Grain.MONTH: _("Month")}[trend.grain]),
        Column(_("Complete"), right=True, phone="side", headless=True),
        Column(shown.heading, right=True, wrap=True),
        Column(before[0].upper() + before[1:] + points, right=True, wrap=True),
        Column(_("Last year"), right=True, phone="gone", wrap=True),
        Column(_("YoY") + points, right=True, wrap=True),
        Column(average_name(_, trend.grain), right=True, phone="gone", wrap=True),
    ]


def _row(_: Language, trend: Trend, period: TrendPeriod, shown: Values) -> Row:
    value, last_year, average = period.value, period.last_year.value, period.moving_average
    return Row(
        [
            _name(_, trend.grain, period),
            _complete(_, trend.grain, period),
            cell(NONE, why(_, value)) if value.value is None else cell(shown.text(value.value), big=True),
            change_cell(_, trend.kpi, period.before.change),
            cell(NONE, why(_, last_year)) if last_year.value is None else shown.text(last_year.value),
            change_cell(_, trend.kpi, period.last_year.change),
            cell(NONE, why(_, average)) if average.value is None else shown.text(average.value),
        ]
    )


def _name(_: Language, grain: Grain, period: TrendPeriod) -> Markup:
    match grain:
        case Grain.DAY:
            return cell(kept(_.day(period.start)))
        case Grain.WEEK:
            return cell(kept(days_name(_, period.start, period_end(period.start, grain))), _.week(period.start))
        case Grain.MONTH:
            return cell(kept(_.month(period.start)))


def _complete(_: Language, grain: Grain, period: TrendPeriod) -> Markup:
    """Return how many of the expected values are there, and the working days, which may explain a change."""
    days = _("{days} of {expected}", days=period.days, expected=period.days_expected)
    if grain is Grain.DAY:
        kind = _("working day") if period.working_days else _("day off")
        return cell(kind if period.complete else f"○ {days}")
    words = _.plural("{count} working day", "{count} working days", period.working_days)
    return cell(days if period.complete else f"○ {days}", words)
