"""A KPI over days, weeks or months beside the year before; a period that is not whole is hollow and joined to none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any, NamedTuple

import plotly.graph_objects as go

from planlib.charts.style import End, Reader, end_labels, layout, time_axis, value_axis, window
from planlib.locale import Language
from planlib.locale.amounts import quantity
from planlib.locale.scale import currency_symbol, scale, settled
from planlib.metrics.periods import WEEK, next_period
from planlib.metrics.trends import window as mean_window
from planlib.snapshot import Trend, TrendPeriod
from planlib.vocabulary import Aggregation, Grain, Measure

WEEKS = 6
MONTHS = 12
_DOTTED = 31
"""More periods than this are drawn thinner."""
_WORDS = 0.06
"""Share of the scale's length that words above or below a dot may take beyond it."""
_LABELS = 5
"""Periods named under the axis at most, so that they stand apart on a phone."""


def last_weeks(trend: Trend, day: date) -> Trend:
    """Return the last six weeks that are over on `day`, and the one that is running."""
    over = trend.over(day)
    if trend.cut:
        first = over[-1].last - WEEKS * WEEK if over else day
        return replace(trend, periods=tuple(period for period in trend.periods if period.start > first))
    running = len(trend.periods) - len(over)
    return replace(trend, periods=trend.periods[-WEEKS - running :])


def last_months(trend: Trend, day: date) -> Trend:
    """Return the last twelve months that are over on `day`: a running month is not drawn as one (DOMAIN 3.6)."""
    return replace(trend, periods=trend.over(day)[-MONTHS:])


def trend(one: Trend, reader: Reader, *, average: bool = False) -> go.Figure:
    """Return the periods as a line on a scale of its own, last year's in grey, and the moving average if asked for."""
    reach = _reach(one)
    axis = value_axis(reader, one.kpi, *reach)
    written = _Written(one, axis["tickvals"], reader)
    axis["ticktext"] = [written.tick(tick) for tick in axis["tickvals"]]
    lines = [_last_year(one, reader), *([_average(one, reader)] if average else [])]
    lines += [_whole(one, written, reader), _partial(one, written, reader)]
    look = layout(reader, height=310, right=104 if average else 88)
    look["margin"]["b"] = 52
    words = end_labels([line.end for line in lines if line.end], reach, look["height"])
    words += [line.beside for line in lines if line.beside]
    look |= {"yaxis": axis, "xaxis": _period_axis(one, reader), "annotations": words}
    return go.Figure([line.trace for line in lines], look)


def trend_words(one: Trend, reader: Reader) -> str:
    """Return the last periods in words, for those who cannot see the figure."""
    known = [(period, period.level.value) for period in one.periods]
    values = [f"{period.start} {reader.value(one.kpi, value)}" for period, value in known if value is not None]
    return reader.language.join([reader.language.name(one.kpi), *values[-3:]])


def average_name(_: Language, grain: Grain) -> str:
    """Return what the moving average of a grain is called."""
    count = mean_window(grain)
    match grain:
        case Grain.DAY:
            return _("{count}-day mean", count=count)
        case Grain.WEEK:
            return _("{count}-week mean", count=count)
        case Grain.MONTH:
            return _("{count}-month mean", count=count)


class _Line(NamedTuple):
    """A line of the figure, and the words that name it: at its end, or beside a dot."""

    trace: dict[str, Any]
    end: End | None = None
    beside: dict[str, Any] | None = None


def _trace(
    one: Trend, values: Sequence[Decimal | None], name: str, reader: Reader, mode: str, **look: object
) -> dict[str, Any]:
    """Return one value per period, with a gap where there is none."""
    return {
        "type": "scatter",
        "x": [period.start for period in one.periods],
        "y": [None if value is None else float(value) for value in values],
        "customdata": ["" if value is None else _exact(one, value, reader) for value in values],
        "hovertemplate": f"{name} %{{customdata}}<extra></extra>",
        "name": name,
        "mode": mode,
        **look,
    }


def _exact(one: Trend, value: Decimal, reader: Reader) -> str:
    """Return a value with all its digits and its unit, which somebody typed, as HTML."""
    digits = 2 if one.averaged and one.kpi.measure is Measure.CURRENCY else 6
    return escape(quantity(reader.language, one.kpi, settled(value, digits), reader.currency, exact=True), quote=False)


def _end(values: Sequence[Decimal | None], text: str, colour: str) -> End | None:
    known = [float(value) for value in values if value is not None]
    return End(known[-1], text, colour) if known else None


def _last_year(one: Trend, reader: Reader) -> _Line:
    _ = reader.language
    values = [period.last_year.value.value for period in one.periods]
    line = {"color": reader.palette.last_year, "width": 2}
    trace = _trace(one, values, _("Last year"), reader, "lines", line=line)
    return _Line(trace, _end(values, _("Last year"), reader.palette.faint))


def _average(one: Trend, reader: Reader) -> _Line:
    name = average_name(reader.language, one.grain)
    values = [period.moving_average.value for period in one.periods]
    line = {"color": reader.palette.plan, "width": 1.5, "dash": "dash"}
    return _Line(_trace(one, values, name, reader, "lines", line=line), _end(values, name, reader.palette.soft))


def _whole(one: Trend, written: "_Written", reader: Reader) -> _Line:
    """Return whole periods as dots on a line, the newest named at its end, or at its dot where others follow."""
    _, ink = reader.language, reader.palette.actual
    values = [period.level.value if period.complete else None for period in one.periods]
    dots = {"size": 7 if len(values) <= _DOTTED else 4, "color": ink}
    line = {"color": ink, "width": 3 if len(values) <= _DOTTED else 2}
    trace = _trace(one, values, _("Actual"), reader, "lines+markers", line=line, marker=dots)
    known = [(period.start, value) for period, value in zip(one.periods, values, strict=True) if value is not None]
    if not known:
        return _Line(trace)
    day, newest = known[-1]
    text = f"<b>{written.value(newest)}</b>"
    if day == one.periods[-1].start:
        return _Line(trace, _end(values, text, reader.palette.ink))
    before = known[-2][1] if len(known) > 1 else newest
    return _Line(trace, beside=_beside(day, newest, text, reader, above=newest >= before))


def _partial(one: Trend, written: "_Written", reader: Reader) -> _Line:
    """Return the others hollow; a last one says its own value and how much of it is there."""
    _, palette = reader.language, reader.palette
    values = [None if period.complete else period.level.value for period in one.periods]
    hollow = {"size": 10, "color": palette.ground, "line": {"color": palette.actual, "width": 2}}
    trace = _trace(one, values, _("Not whole"), reader, "markers", marker=hollow, cliponaxis=False)
    if not values or values[-1] is None:
        return _Line(trace)
    text = f"○ {written.value(values[-1])}<br>{_part_words(_, one.periods[-1])}"
    return _Line(trace, End(float(values[-1]), text, palette.soft, lines=2))


def _part_words(_: Language, period: TrendPeriod) -> str:
    """Return how much of a period is there; one that only waits for its last day off has all its values."""
    if period.days == period.days_expected:
        return _("to date")
    return _("part: {days} of {expected}", days=period.days, expected=period.days_expected)


def _beside(day: date, value: Decimal, text: str, reader: Reader, *, above: bool) -> dict[str, Any]:
    """Return `text` at a dot, on the ground of the page, so that no line runs through it."""
    return {
        "x": day,
        "y": float(value),
        "text": text,
        "font": {"color": reader.palette.ink, "size": 14},
        "bgcolor": reader.palette.ground,
        "borderpad": 0,
        "yshift": 17 if above else -17,
        "showarrow": False,
    }


def _reach(one: Trend) -> tuple[float, float]:
    """Return the ends of the value axis; that of a sum begins at zero where that leaves its moves to be seen."""
    figures = [figure for period in one.periods for figure in (period.level, period.last_year.value)]
    heights = [float(figure.value) for figure in figures if figure.value is not None]
    flow = one.kpi.aggregation is Aggregation.SUM
    low, high = window(heights, from_zero=flow and bool(heights) and min(heights) < max(heights) / 2)
    words = (high - low) * _WORDS
    return low - words if low else low, high + words


_SHORTENED = 10**4
"""From here on a number alone would have a mark, 1.3万, which does not suit ticks such as 20,000."""


class _Written:
    """How the numbers beside a trend are written: all in one unit, 8,000万 and 10,000万, not 1亿."""

    def __init__(self, one: Trend, ticks: Sequence[float], reader: Reader) -> None:
        """Choose the unit that suits the largest tick."""
        self._kpi, self._reader = one.kpi, reader
        self._scale = scale(reader.language, [Decimal(repr(tick)) for tick in ticks])
        money = one.kpi.measure is Measure.CURRENCY and reader.language.code != "zh"
        self._symbol = currency_symbol(reader.language, reader.currency) if money else ""

    def tick(self, tick: float) -> str:
        """Return a round number."""
        exact, number = self._reader.language.exact, Decimal(repr(tick))
        if self._kpi.measure is Measure.PERCENT:
            return exact(number * 100) + "%"
        return self._symbol + exact(number.scaleb(-self._scale.power)) + self._scale.mark if number else "0"

    def value(self, value: Decimal) -> str:
        """Return any other number."""
        if self._kpi.measure is Measure.PERCENT or not (self._scale.mark or abs(value) >= _SHORTENED):
            return self._reader.value(self._kpi, value)
        return self._symbol + self._scale.text(value) + self._scale.mark


def _period_axis(one: Trend, reader: Reader) -> dict[str, object]:
    if not one.periods:
        return time_axis(reader)
    starts = [period.start for period in one.periods]
    named = _apart(starts)
    air = (next_period(starts[-1], one.grain) - starts[-1]) / 2
    return time_axis(reader) | {
        "range": [starts[0] - air, starts[-1] + air],
        "tickvals": named,
        "ticktext": [
            period_tick(one.grain, day, before, reader) for day, before in zip(named, [None, *named], strict=False)
        ],
        "hoverformat": "%Y-%m-%d",
    }


def _apart(starts: Sequence[date]) -> list[date]:
    """Return the days whose names have room beside each other, the last one among them."""
    room = (starts[-1] - starts[0]) / _LABELS
    named = [starts[-1]]
    for day in reversed(starts):
        if named[-1] - day > room:
            named.append(day)
    return named[::-1]


def period_tick(grain: Grain, day: date, before: date | None, reader: Reader) -> str:
    """Return how a period is called under the axis; its year where that is new."""
    if grain is Grain.MONTH:
        year = "" if before is not None and before.year == day.year else f"<br>{day.year}"
        return (f"{day.month}月" if reader.language.code == "zh" else f"{day:%b}") + year
    return f"{day.month}-{day.day}" if reader.language.code == "zh" else reader.language.short_day(day)
