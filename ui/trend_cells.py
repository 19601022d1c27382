"""How a trend's periods are called and compared in a table, with the working days that may explain a change."""

from markupsafe import Markup

from planlib.findings import days_name, per_day_words, week_name
from planlib.locale import Language
from planlib.locale.amounts import quantity
from planlib.snapshot import Compared, Trend, TrendPeriod
from planlib.vocabulary import Aggregation, Expected, Grain
from ui.markup import cell, joined, kept
from ui.values import Values, change_cell

_BREAK = Markup("<br>")


def period_cell(_: Language, trend: Trend, period: TrendPeriod) -> Markup:
    """Return what a period is called."""
    match trend.grain:
        case Grain.DAY:
            return cell(kept(_.day(period.start)))
        case Grain.WEEK:
            days = days_name(_, period.start, period.last)
            return cell(kept(days), week_name(_, period.start, period.last))
        case Grain.MONTH:
            return cell(kept(_.month(period.start)))


def per_day_heading(_: Language, trend: Trend) -> str:
    """Return what a sum is divided by."""
    return _("Per working day") if trend.kpi.expected is Expected.WORKING else _("Per day")


def cut_note(_: Language, trend: Trend) -> str:
    """Return how a trend's weeks are cut, and what is compared."""
    if not trend.averaged:
        return _("weeks cut at the months' edges")
    if trend.kpi.expected is Expected.WORKING:
        return _("weeks cut at the months' edges, compared per working day")
    return _("weeks cut at the months' edges, compared per day")


def growth_note(_: Language, trend: Trend) -> str:
    """Return the compound growth per period; empty where there is none."""
    if trend.growth.value is None:
        return ""
    rate = _.percent(trend.growth.value, 2, signed=True)
    if trend.grain is Grain.WEEK:
        return _("{rate} a week from the first whole week to the last (compound)", rate=rate)
    return _("{rate} a month from the first whole month to the last (compound)", rate=rate)


def before_cell(_: Language, trend: Trend, period: TrendPeriod) -> Markup:
    """Return the change from the period before; of days no working days, which follow the week."""
    if trend.grain is Grain.DAY:
        return change_cell(_, trend.kpi, period.before.change)
    words = uneven(_, trend, period.working_days, period.before, _("before"))
    return change_cell(_, trend.kpi, period.before.change, words)


def year_cell(_: Language, trend: Trend, period: TrendPeriod) -> Markup:
    """Return the change from a year earlier."""
    last_year = period.last_year
    if trend.grain is not Grain.DAY:
        words = uneven(_, trend, period.working_days, last_year, _("last year"))
    elif period.working_days != last_year.working_days:
        words = Markup.escape(_("≠ last year a day off") if period.working_days else _("≠ last year a working day"))
    else:
        words = Markup("")
    return change_cell(_, trend.kpi, last_year.change, words)


def uneven(_: Language, trend: Trend, working_days: int, other: Compared, name: str) -> Markup:
    """Return the working days where the other has more or fewer, and of a sum over uneven days the change per day.

    A level, which is read at the end of a period, does not depend on its days.
    """
    words = []
    if working_days != other.working_days and trend.kpi.aggregation is not Aggregation.LAST:
        words = [
            _.plural(
                "≠ {count} working day, {other} {there}",
                "≠ {count} working days, {other} {there}",
                working_days,
                other=name,
                there=other.working_days,
            )
        ]
    change = other.change_per_day.value
    if change is not None and not trend.averaged:
        words.append(per_day_words(_, trend.kpi, _.percent(change, 1, signed=True)))
    return joined(words, _BREAK)


def level_note(_: Language, trend: Trend, shown: Values, period: TrendPeriod) -> str:
    """Return a piece's value per day; nothing of a whole period."""
    if not trend.averaged or period.level.value is None:
        return ""
    return per_day_words(_, trend.kpi, quantity(_, trend.kpi, period.level.value, shown.currency))
