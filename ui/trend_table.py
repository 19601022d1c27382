"""The periods of a trend, newest first: what each came to, and how it compares."""

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from planlib.charts import average_name
from planlib.findings import change_name
from planlib.locale import NONE, Language
from planlib.metrics.figure import Figure
from planlib.metrics.trends import by_difference
from planlib.snapshot import Trend, TrendPeriod
from planlib.vocabulary import Grain
from ui.amounts import why
from ui.markup import Column, Row, cell, table
from ui.trend_cells import before_cell, cut_note, per_day_heading, period_cell, year_cell
from ui.values import Values


def periods_table(_: Language, trend: Trend, periods: Sequence[TrendPeriod], shown: Values) -> Markup:
    """Return a row for each of the periods, the last one first; one that is not whole is marked ○ and not compared."""
    rows = (_row(_, trend, period, shown) for period in reversed(periods))
    return table(_columns(_, trend, shown), rows, caption=_("Periods, newest first"))


def periods_note(_: Language, trend: Trend) -> str:
    """Return how the table is to be read."""
    order = _("newest first · changes for the worse in bold")
    return cut_note(_, trend) + " · " + order if trend.cut else order


def _columns(_: Language, trend: Trend, shown: Values) -> list[Column]:
    points = _(" (pp)") if by_difference(trend.kpi) else ""
    before = change_name(_, trend)
    heading = [per_day_heading(_, trend)] if trend.averaged else []
    average = [] if trend.cut else [Column(average_name(_, trend.grain), right=True, phone="gone", wrap=True)]
    return [
        Column({Grain.DAY: _("Day"), Grain.WEEK: _("Week"), Grain.MONTH: _("Month")}[trend.grain]),
        Column(_("Complete"), right=True, phone="side", headless=True),
        Column(shown.heading, right=True, wrap=True),
        *(Column(head, right=True, wrap=True) for head in heading),
        Column(before[0].upper() + before[1:] + points, right=True, wrap=True),
        Column(" · ".join([_("Last year"), *heading]), right=True, phone="gone", wrap=True),
        Column(_("YoY") + points, right=True, wrap=True),
        *average,
    ]


def _row(_: Language, trend: Trend, period: TrendPeriod, shown: Values) -> Row:
    value = period.value
    return Row(
        [
            period_cell(_, trend, period),
            _complete(_, trend.grain, period),
            cell(NONE, why(_, value)) if value.value is None else cell(shown.text(value.value), big=True),
            *([_level(_, trend, period.level, shown)] if trend.averaged else []),
            before_cell(_, trend, period),
            _level(_, trend, period.last_year.value, shown),
            year_cell(_, trend, period),
            *([] if trend.cut else [_figure(_, period.moving_average, shown)]),
        ]
    )


def _level(_: Language, trend: Trend, figure: Figure[Decimal], shown: Values) -> Markup | str:
    """Return a value that is compared; one per day, maybe a fraction of a whole number, with a unit of its own."""
    return shown.short(figure) if trend.averaged and figure.value is not None else _figure(_, figure, shown)


def _figure(_: Language, figure: Figure[Decimal], shown: Values) -> Markup:
    return cell(NONE, why(_, figure)) if figure.value is None else shown.text(figure.value)


def _complete(_: Language, grain: Grain, period: TrendPeriod) -> Markup:
    """Return how many of the expected values are there, and the working days, which may explain a change."""
    days = _("{days} of {expected}", days=period.days, expected=period.days_expected)
    if grain is Grain.DAY:
        kind = _("working day") if period.working_days else _("day off")
        return cell(kind if period.complete else f"○ {days}")
    words = _.plural("{count} working day", "{count} working days", period.working_days)
    return cell(days if period.complete else f"○ {days}", words)
