"""How a KPI's month is carried on to its end: by which method, from how much, how sure, and what it takes."""

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from planlib.locale import Language
from planlib.locale.amounts import quantity
from planlib.locale.words import reason_sentence, word
from planlib.metrics.exact import quotient
from planlib.metrics.pace import LEVELS, SHARED, is_allowance
from planlib.snapshot import KpiLine
from planlib.vocabulary import Aggregation, Expected, Path
from ui.markup import facts


def outlook(_: Language, line: KpiLine, currency: str) -> Markup:
    """Return the basis of the forecast and the rates; nothing once the month is over or before it has values."""
    if line.over or line.actual.value is None:
        return Markup("")
    pairs = {_("Forecast"): _method(_, line), _("Chance"): _chance(_, line)} | dict(_rates(_, line, currency))
    return facts((name, text) for name, text in pairs.items() if text)


def _method(_: Language, line: KpiLine) -> str:
    forecast = line.forecast
    if forecast.value is None or forecast.method is None:
        return _("none: {why}", why=reason_sentence(_, forecast.reason)) if forecast.reason else ""
    parts = [word(_, forecast.method), _basis(_, line)]
    if forecast.low is None:
        why = reason_sentence(_, forecast.reason) if forecast.reason else ""
        parts.append(_("no interval: {why}", why=why) if why else "")
    elif _impossible(line):
        parts.append(_("the interval reaches beyond what is possible"))
    if forecast.alike:
        parts.append(_("neighbouring values are alike: the interval is rather too narrow"))
    return " · ".join(filter(None, parts))


def _basis(_: Language, line: KpiLine) -> str:
    """Return from how many units the forecast is made: changes of a stock, else weeks or days."""
    count = line.forecast.n
    if line.kpi.aggregation is Aggregation.LAST:
        return _.plural("from {count} change", "from {count} changes", count)
    return _.plural("from {count} value", "from {count} values", count)


def _impossible(line: KpiLine) -> bool:
    low, high, kpi = line.forecast.low, line.forecast.high, line.kpi
    below = low is not None and kpi.smallest is not None and low < kpi.smallest
    return below or (high is not None and kpi.largest is not None and high > kpi.largest)


def _chance(_: Language, line: KpiLine) -> str:
    chance = line.forecast.probability
    if chance is None:
        return ""
    if chance in (0.0, 1.0):
        return _("settled")
    return _("{chance}, if the rest varies as so far", chance=_.probability(chance))


def _rates(_: Language, line: KpiLine, currency: str) -> Iterator[tuple[str, str]]:
    """Yield what the rest of the month must bring, or may use, beside what each day brought."""
    required, achieved, goal = line.required_rate.value, line.achieved_rate.value, line.target.target
    if required is None or achieved is None or goal is None:
        return
    rate, now = (quantity(_, line.kpi, value, currency, unit=False) for value in (required, achieved))
    if line.kpi.aggregation in LEVELS:
        yield _("Needed from here"), _("{rate} over the rest of the month; so far {now}", rate=rate, now=now)
        return
    name = _("Left from here") if is_allowance(line.kpi, goal) else _("Needed from here")
    words = {"rate": rate, "now": now, "per": rate_words(_, line), "more": _uplift(_, required, achieved)}
    if line.path in SHARED and required and line.actual.value is not None:
        rest = quantity(_, line.kpi, goal - line.actual.value, currency, unit=False)
        yield name, _("{rest} in all, {rate} {per}; so far {now}{more}", rest=rest, **words)
    else:
        yield name, _("{rate} {per}; so far {now}{more}", **words)


def rate_words(_: Language, line: KpiLine) -> str:
    """Return what a rate is for: a day of the path, or of the KPI where its days differ in weight."""
    if line.path in SHARED:
        working = line.kpi.expected is Expected.WORKING
        return _("per average working day") if working else _("per average day")
    return _("per working day") if line.path is Path.WORKDAY else _("per day")


def _uplift(_: Language, required: Decimal, achieved: Decimal) -> str:
    """Return by how much the rate has to rise, or may (DOMAIN 2.4)."""
    if achieved <= 0 or required <= 0:
        return ""
    return _(" ({share})", share=_.percent(quotient(required - achieved, achieved), signed=True))
